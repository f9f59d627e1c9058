"""An approval on the pages themselves: signing shows it, rendering anew keeps it, another number takes it away."""

from pathlib import Path

import pytest

from builders import parted
from made_up.project import Home, posts_home, project_with_posts, write_posts

REPORT = "round/2568-1/posts"
APPROVED = "รับรองตัวเลขแล้ว ผู้อนุมัติ: ผู้อำนวยการ ลงลายมือชื่ออิเล็กทรอนิกส์ 12 มิถุนายน 2568 ฉบับ"
SIGNED = "ผู้อนุมัติ (ผู้อำนวยการ) ลงนามเมื่อ 12 มิถุนายน 2568"
UNSIGNED = "ยังไม่มีผู้ลงลายมือชื่อรับรอง"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An office whose director signed the report of one round."""
    made = posts_home(tmp_path / "office", project_with_posts(tmp_path / "project"), "2568-1")
    made.workbook("run")
    assert UNSIGNED in made.workbook("verify").stdout
    key = tmp_path / "director.pem"
    made.workbook("new", "signer", "director", "--position", "ผู้อำนวยการ", "--key", str(key), "--no-passphrase")
    made.workbook("sign", REPORT, *f"--signer director --role ผู้อนุมัติ --key {key} --date".split(), "12 มิ.ย. 2568")
    return made


def page(home: Home, name: str = f"{REPORT}/report.html") -> str:
    return parted(home.read(name).decode())


def demand_no_approval_without_key(home: Home) -> None:
    """An approval whose key was withdrawn leaves the pages, and comes back with it."""
    key = home.params / "signing_keys" / "director.yml"
    content = key.read_bytes()
    key.unlink()
    stated = home.workbook("verify", code=17)
    assert "ไม่มีกุญแจของผู้ลงนาม director ใน params" in stated.stderr
    assert "การรับรองที่หน้ารายงานแสดง ไม่ใช่การรับรองที่มีผลอยู่" in stated.stderr
    assert f"สร้างแล้ว  {REPORT}" in home.workbook("run").stdout
    assert APPROVED not in page(home)
    key.write_bytes(content)
    assert f"สร้างแล้ว  {REPORT}" in home.workbook("run").stdout
    assert APPROVED in page(home)


def test_an_approval_lasts_as_long_as_the_numbers(home: Home) -> None:
    assert APPROVED in page(home)
    assert APPROVED in page(home, "index.html")
    assert SIGNED in home.workbook("verify").stdout
    assert "ปัจจุบัน" in home.workbook("run").stdout

    signed = home.read(f"{REPORT}/report.pdf")
    (home.outputs / REPORT / "report.pdf").unlink()
    assert f"สร้างแล้ว  {REPORT}" in home.workbook("run").stdout
    assert home.read(f"{REPORT}/report.pdf") == signed, "rendered anew, it still shows the approval"

    demand_no_approval_without_key(home)

    write_posts(home.root / "newer.csv", "2568-1", people=8)
    home.workbook("receive", str(home.root / "newer.csv"))
    home.workbook("run")
    assert APPROVED not in page(home)
    for words in (page(home, "index.html"), home.workbook("verify").stdout):
        assert UNSIGNED in words
        assert "people.total 13 → 14" in words
    (earlier,) = (home.outputs / "history" / REPORT).iterdir()
    assert SIGNED in home.workbook("verify", earlier.relative_to(home.outputs).as_posix()).stdout
