"""What is said of a file as such: the lines in the other encoding, and every cell that holds an error."""

from types import SimpleNamespace
from typing import Any

import pytest

from helpers.foreign.checks import check_file, file_rules
from helpers.tables.findings import Finding, Owner, Severity

SENT: Any = SimpleNamespace(report="enrolment", id="0123456789ab", name="a.xlsx")
PLACE = ("enrolment", "0123456789ab", "a.xlsx", "Sheet1")


def _sheet(mixed_rows: tuple[int, ...] = (), *cells: tuple[int, str, str]) -> Any:
    errors = [SimpleNamespace(row=row, column=column, shown=shown) for row, column, shown in cells]
    return SimpleNamespace(sheet="Sheet1", mixed_rows=mixed_rows, error_cells=lambda: iter(errors))


def _mixed(row: int, found: str) -> Finding:
    return Finding("dmc.file.encoding_mixed", "", *PLACE, row=row, found=found)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((7,), "แถว 7"),
        ((7, 9), "แถว 7, 9"),
        (tuple(range(2, 12)), "แถว 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"),
        (tuple(range(2, 13)), "แถว 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …"),
    ],
)
def test_at_most_ten_lines_in_the_other_encoding_are_named(rows: tuple[int, ...], found: str) -> None:
    assert list(check_file("dmc", _sheet(rows), SENT)) == [_mixed(rows[0], found)]


def test_every_error_cell_is_named_with_what_it_shows() -> None:
    sheet = _sheet((), (3, "B", "#REF!"), (4, "AA", "สูตรไม่มีค่า"))
    assert list(check_file("emis", sheet, SENT)) == [
        Finding("emis.file.error_cell", "", *PLACE, 3, "คอลัมน์ B", "#REF!", "ค่าจริงของช่องนี้"),
        Finding("emis.file.error_cell", "", *PLACE, 4, "คอลัมน์ AA", "สูตรไม่มีค่า", "ค่าจริงของช่องนี้"),
    ]


def test_nothing_is_said_of_a_file_without_either() -> None:
    assert list(check_file("dmc", _sheet(), SENT)) == []


def test_the_rules_are_the_areas_and_name_the_system() -> None:
    mixed, error = file_rules("bobec", "B-OBEC")
    assert (mixed.id, mixed.severity, mixed.owner) == ("bobec.file.encoding_mixed", Severity.WARNING, Owner.AREA)
    assert (error.id, error.severity, error.owner) == ("bobec.file.error_cell", Severity.ERROR, Owner.AREA)
    assert all("B-OBEC" in rule.remedy for rule in (mixed, error))
    assert (mixed.title, error.title.split()[0]) == ("ไฟล์เดียวมีรหัสอักขระสองแบบ", "ช่องในไฟล์เป็นข้อผิดพลาดของ")
