"""A form with mistakes says so when it is received, cell by cell."""

from __future__ import annotations

from pathlib import Path

from helpers.collection.forms.hiring import ROSTER
from helpers.collection.forms.receipt import form_findings, told
from helpers.collection.spreadsheets import Spreadsheet
from unit.collection.forms.filling import CHOICES, FORM_LIMITS, SCHOOLS, changed, example, opened, read, written


def test_what_is_wrong_is_what_reading_finds_and_is_told_by_cell(tmp_path: Path) -> None:
    path = changed(written(tmp_path, ROSTER, [example(ROSTER)]), {"G3": "มาก", "F3": "1/10/68"})
    found = form_findings(opened(path), CHOICES, SCHOOLS, FORM_LIMITS)
    assert found == read(ROSTER, path)[1]
    lines = list(told(found))
    assert len(lines) == len(found) == 3
    assert lines[0].startswith("  ต้องแก้ไข ช่อง F3 วันที่อ่านไม่ได้")
    assert "พบ “มาก”" in lines[1]
    assert all("วิธีแก้:" in line for line in lines)


def test_a_long_list_is_cut_and_counted(tmp_path: Path) -> None:
    rows = [example(ROSTER, post_no=str(number), smis="34010009") for number in range(50)]
    lines = list(told(form_findings(opened(written(tmp_path, ROSTER, rows)), CHOICES, SCHOOLS, FORM_LIMITS)))
    assert len(lines) == 41
    assert "อีก 10 ข้อ" in lines[-1]


def test_a_sound_form_and_a_file_that_is_none_have_nothing_to_tell(tmp_path: Path) -> None:
    path = written(tmp_path, ROSTER, [example(ROSTER)])
    assert form_findings(opened(path), CHOICES, SCHOOLS, FORM_LIMITS) == []
    assert form_findings(Spreadsheet("x.csv", "0", "utf-8", "", [["ก"]]), CHOICES, SCHOOLS, FORM_LIMITS) == []
    assert list(told([])) == []
