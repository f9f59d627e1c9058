"""What the page of a school shows beside its own: the middle of similar schools, or that there is none."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from builders import ENROLLED, PROJECT_PARAMS, aggregate, make_office, write_csv
from helpers.render.blocks import BLOCK_MIME
from helpers.reports import views
from helpers.reports.school_page import show_comparison, state_school
from helpers.reports.session import open_report

ALIKE, ALONE = "34010003", "34010002"
"""A school with the same levels as another, and one without its like."""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """The blocks that are shown; two rounds of DMC were received."""
    blocks: list[dict[str, Any]] = []
    monkeypatch.setattr(views, "display", lambda bundle, **_: blocks.append(bundle[BLOCK_MIME]))
    office = make_office(tmp_path)
    shutil.copy(PROJECT_PARAMS / "similar_schools.yml", office.folder / "params")
    for round_ in ("2568-1", "2568-2"):
        rows = aggregate("enrolment", round_, ENROLLED)
        office.receive(write_csv(tmp_path / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv", rows))
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(tmp_path / name))
    return blocks


def compared(shown: list[dict[str, Any]], smis: str) -> tuple[list[str], list[str]]:
    """The labels of the table's columns, and the words of the notes below it."""
    report = open_report("school/school", academic_year="2568", smis=smis)
    shown.clear()
    state_school(report, smis)
    show_comparison(report, smis)
    (table,) = (block for block in shown if block["kind"] == "table")
    notes = [block for block in shown if block["kind"] == "text"]
    words = ["".join(span["text"] for span in part) for block in notes for part in block["paragraphs"]]
    return [column["label"] for column in table["columns"]], words


def test_a_school_stands_beside_the_middle_of_similar_ones_which_are_named(shown: list[dict[str, Any]]) -> None:
    labels, (note,) = compared(shown, ALIKE)
    assert labels[-2:] == ["โรงเรียนนี้", "ค่ากลาง"]
    assert note.startswith("โรงเรียนที่คล้ายกัน (")


def test_a_school_without_its_like_has_no_empty_column_and_says_so(shown: list[dict[str, Any]]) -> None:
    labels, notes = compared(shown, ALONE)
    assert labels[-1] == "โรงเรียนนี้"
    assert notes == ["ไม่มีโรงเรียนที่คล้ายกันให้เทียบ"]
