"""What an edition says of itself, and what that says of an edition that was changed or has grown old."""

import json
from pathlib import Path

import pytest

from helpers.publish.edition.record import (
    PUBLIC,
    RECORD,
    EditionRecord,
    ReportCells,
    changed_files,
    files_of,
    read_record,
    record_text,
    standing,
)

REPORT = "round/2568-1/dmc"
PAGE = f"{REPORT}/report.html"


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """An edition of one report that the office no longer has."""
    for name in ("index.html", PAGE):
        path = tmp_path / PUBLIC / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    write(tmp_path, office={REPORT: ""})
    return tmp_path


def write(outputs: Path, office: dict[str, str]) -> EditionRecord:
    record = EditionRecord(
        loss={"numbers": 3, "small": 1, "withheld": 2, "persons": 90, "persons_withheld": 9},
        programme="1",
        code="0",
        threshold=10,
        release="a",
        reports={REPORT: "b"},
        office=office,
        left_out={},
        cells={REPORT: ReportCells(released=3, withheld=2, closed=1)},
        files=files_of(outputs / PUBLIC),
    )
    (outputs / PUBLIC / RECORD).write_text(record_text(record), encoding="utf-8")
    return record


def test_a_record_is_read_as_it_was_written_and_is_no_file_of_its_own(outputs: Path) -> None:
    record = read_record(outputs / PUBLIC)
    assert record is not None
    assert record == write(outputs, {REPORT: ""})
    assert set(record.files) == {"index.html", PAGE}
    assert list(changed_files(outputs / PUBLIC, record)) == []


def test_a_file_that_was_changed_taken_out_or_put_in_is_told(outputs: Path) -> None:
    record = read_record(outputs / PUBLIC)
    assert record is not None
    (outputs / PUBLIC / "index.html").write_text("x", encoding="utf-8")
    (outputs / PUBLIC / PAGE).unlink()
    (outputs / PUBLIC / "extra.csv").write_text("x", encoding="utf-8")
    assert list(changed_files(outputs / PUBLIC, record)) == [
        "public/extra.csv ไม่ใช่ไฟล์ของฉบับเผยแพร่",
        "public/index.html ถูกแก้ไขหลังสร้าง",
        f"public/{PAGE} หายไป",
    ]


def test_status_tells_no_edition_a_current_one_an_older_one_and_a_damaged_one(outputs: Path, tmp_path: Path) -> None:
    assert standing(tmp_path / "elsewhere") == ()
    assert standing(outputs) == ("เป็นปัจจุบัน มีรายงาน 1 ฉบับ",)
    write(outputs, {REPORT: "another"})
    (older,) = standing(outputs)
    assert REPORT in older
    assert "workbook publish" in older
    content = json.loads((outputs / PUBLIC / RECORD).read_text(encoding="utf-8"))
    (outputs / PUBLIC / RECORD).write_text(json.dumps(content | {"threshold": "ten"}), encoding="utf-8")
    (damaged,) = standing(outputs)
    assert "เสียหาย" in damaged
