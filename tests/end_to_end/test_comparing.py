"""A whole run, a corrected delivery, another run: what `compare` says of the two versions, on the made-up system."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from made_up.project import Home, posts_home, project_with_posts, write_posts

REPORT = "round/2568-1/posts"
LATER = "round/2568-2/posts"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An office whose first round was delivered again with nine teachers in the place of seven."""
    root = tmp_path_factory.mktemp("comparing")
    made = posts_home(root / "office", project_with_posts(root / "project"), "2568-1", "2568-2")
    made.workbook("run")
    (root / "again").mkdir()
    made.workbook("receive", str(write_posts(root / "again" / "2568-1.csv", "2568-1", people=9)))
    made.workbook("run")
    return made


def history(home: Home) -> str:
    (manifest,) = (home.outputs / "history" / REPORT).rglob("manifest.json")
    return manifest.parent.relative_to(home.outputs).as_posix()


def test_the_corrected_row_is_the_reason(home: Home) -> None:
    said = home.workbook("compare", history(home), REPORT).stdout
    assert "ไฟล์ที่ได้รับ 2568-1/posts: 2568-1.csv (" in said
    assert "people.total: 13 → 15 คน (+2)  ผู้ครองตำแหน่ง\n  จำนวนเพิ่ม +2 (1)\n" in said
    assert "จำนวนเพิ่ม 34010001 ครู: 7 → 9 (+2) 2568-1.csv แถว 2" in said
    folder = Path(said.splitlines()[-1])
    with (folder / "cells.csv").open(encoding="utf-8", newline="") as stream:
        cells = {(cell["fact"], cell["key"]): cell for cell in csv.DictReader(stream)}
    assert {cell["difference"] for cell in cells.values()} == {"2"}
    assert {cell["more"] for cell in cells.values()} == {"2"}


def test_two_rounds_of_a_kind_can_be_compared_and_two_kinds_cannot(home: Home) -> None:
    said = home.workbook("compare", REPORT, LATER).stdout
    assert "people.total: 15 → 13 คน (−2)" in said
    assert "ไม่มีรายงานฉบับ “round/2568-3/posts”" in home.workbook("compare", REPORT, "round/2568-3/posts", code=10).stderr


def test_the_same_versions_give_the_same_bytes(home: Home) -> None:
    written = []
    for _ in range(2):
        folder = Path(home.workbook("compare", history(home), REPORT).stdout.splitlines()[-1])
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]


def test_reports_stay_verified_and_current_beside_it(home: Home) -> None:
    home.workbook("compare", history(home), REPORT)
    assert "ไม่ตรง" not in home.workbook("verify").stdout
    assert "สร้าง 0 เป็นปัจจุบันอยู่แล้ว 2" in home.workbook("run").stdout
