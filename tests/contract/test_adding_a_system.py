"""Add a collection system = one module and one notebook. Nothing else is edited."""

from pathlib import Path

from helpers.params.models import CollectionRound
from helpers.params.strict_yaml import read_model
from made_up.project import posts_home, project_with_posts

FILES = {"report.html", "report.pdf", "tables.xlsx", "report.ipynb", "facts.csv", "manifest.json"}


def test_a_system_needs_one_module_and_one_notebook(tmp_path: Path) -> None:
    home = posts_home(tmp_path / "office", project_with_posts(tmp_path / "project"), "2568-1")
    home.workbook("run")
    report = home.outputs / "round" / "2568-1" / "posts"
    assert {path.name for path in report.iterdir()} == FILES
    facts = (report / "facts.csv").read_text(encoding="utf-8")
    assert "\npeople.total,,13," in facts
    assert [line.split(",")[1] for line in facts.splitlines() if line.startswith("people.by_post")] == [
        "post=ครู",
        "post=ธุรการ",
        "post=รวม",
    ]
    page = (report / "report.html").read_text(encoding="utf-8")
    assert ">ตำแหน่ง</th>" in page, "a dimension that only this system knows is headed by what its column means"
    assert "คำนวณซ้ำ 6 ค่า" in home.workbook("verify").stdout
    assert "round/2568-1/posts" in home.workbook("status").stdout
    assert "แถว 2" in home.workbook("trace", "round/2568-1/posts", "people.total").stdout
    assert "อัตรากำลังสมมติ 0 ข้อ" in home.workbook("check", "2568-1").stdout
    home.workbook("new", "round", "2569-2")
    assert read_model(home.params / "rounds" / "2569-2.yml", CollectionRound).expected["posts"] == ("posts",)
