"""A collection system is one module and one notebook; a report is one notebook and one line of the catalogue, on data
that another report reads too or on other data; a check is one rule and the function that yields its findings."""

from pathlib import Path

import nbformat
import pytest

from helpers.params.models import CollectionRound
from helpers.params.strict_yaml import read_model
from made_up.project import Home, notebook, posts_home, project_with_posts

FILES = {"report.html", "report.pdf", "tables.xlsx", "report.ipynb", "facts.csv", "recheck.py"}
FILES |= {"findings.csv", "manifest.json"}
LAST_REPORT = "        PerformanceKind(),\n"
TEACHERS = """\
report.sum("people.teachers", "ครู", "posts.people", where={"post": "ครู"})
report.lead("{round} มีครู {people.teachers}")"""
PRESENCE = """\
report.count("entries.total", "รายการเทียบรายชื่อโรงเรียน", "presence", unit="รายการ")
report.count("entries.by_school", "รายการรายโรงเรียน", "presence", unit="รายการ", by=["smis"], totals=["smis"])
report.table("by-school", "รายการเทียบรายชื่อ", "smis", [column("รายการ", "entries.by_school")])
report.lead("{round} เทียบรายชื่อโรงเรียน {entries.total}")"""
CHECK = '''\
SINGLE = Rule("posts.post.single", Severity.WARNING, "มีผู้ครองตำแหน่งคนเดียว", "ตรวจสอบ")
RULES = (EMPTY, SINGLE)


def check_single(posts: pd.DataFrame) -> Iterator[Finding]:
    """Posts that one person holds."""
    for post in posts[posts["people"] == 1].itertuples():
        yield Finding(SINGLE.id, post.smis, "posts", post.delivery, row=post.row, column="people", found="1")
'''


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The report on an office whose project has a system, two reports and a check more."""
    folder = tmp_path_factory.mktemp("adding")
    project = project_with_posts(folder / "project")
    add_report(project, 'RoundKind("posts", "รายงานครูสมมติ", "teachers")', "round/teachers", TEACHERS)
    add_report(project, 'RoundKind("between", "รายงานตรวจระหว่างระบบ")', "round/between", PRESENCE)
    replaced(project / "src/helpers/systems/posts.py", "RULES = (EMPTY,)\n", CHECK)
    replaced(
        project / "src/helpers/systems/posts.py", "check_posts(posts),", "[*check_posts(posts), *check_single(posts)],"
    )
    office = posts_home(folder / "office", project, "2568-1")
    office.workbook("run")
    return office


def add_report(project: Path, entry: str, kind: str, cell: str) -> None:
    """The two files that a report is: its line in the catalogue, and its notebook."""
    replaced(project / "src/helpers/reports/catalogue.py", LAST_REPORT, f"        {entry},\n{LAST_REPORT}")
    nbformat.write(notebook(kind, "รายงานใหม่", cell), project / "notebooks" / f"{kind}.ipynb")


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_system_needs_one_module_and_one_notebook(home: Home) -> None:
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
    assert "แถว 2" in home.workbook("trace", "round/2568-1/posts", "people.total").stdout
    home.workbook("new", "round", "2569-2")
    assert read_model(home.params / "rounds" / "2569-2.yml", CollectionRound).expected["posts"] == ("posts",)


@pytest.mark.parametrize(
    ("report", "line"),
    [("round/2568-1/teachers", "people.teachers,,12,"), ("round/2568-1/between", "entries.total,,")],
    ids=["on the same data", "on other data"],
)
def test_a_report_needs_a_notebook_and_a_line_of_the_catalogue(home: Home, report: str, line: str) -> None:
    assert f"\n{line}" in home.read(f"{report}/facts.csv").decode("utf-8-sig")


def test_data_that_name_no_schools_are_shown_by_school_too(home: Home) -> None:
    assert "\nentries.by_school,smis=รวม,0," in home.read("round/2568-1/between/facts.csv").decode("utf-8-sig")
    assert "รายการเทียบรายชื่อ" in home.read("round/2568-1/between/report.html").decode()


def test_a_check_needs_a_rule_and_its_function(home: Home) -> None:
    stated = home.workbook("check", "2568-1").stdout
    (of_school,) = (line for line in stated.splitlines() if line.startswith("  34010001"))
    assert of_school.endswith(": มีผู้ครองตำแหน่งคนเดียว (1 ข้อ)")
    (finding,) = home.read("round/2568-1/posts/findings.csv").decode("utf-8-sig").splitlines()[1:]
    assert finding.startswith("posts.post.single,ต้องตรวจสอบ,34010001,,,3,people,1,"), "which row it names"


def test_what_was_added_is_verified_and_current(home: Home) -> None:
    verified = home.workbook("verify").stdout.splitlines()
    assert len([line for line in verified if line.startswith("ถูกต้อง round/")]) == 3
    assert home.workbook("status").stdout.count("เป็นปัจจุบัน") == 3
