"""What Excel shows of right cells: number formats, what is hidden, who approved. Faults are planted in a report that is
otherwise whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.audit.manifest import read_manifest
from helpers.audit.pages import page_problems
from helpers.audit.pages_excel_looks import read_looks, shown_number, shows_thai_day
from helpers.audit.pages_names import Names
from helpers.audit.verification import stated_facts
from unit.audit.small_report import REPORT, report_in_place


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report_in_place(tmp_path_factory.mktemp("excel")).outputs / REPORT


def told(made: Path, folder: Path, change: Callable[[Workbook], None]) -> list[str]:
    """What verify says of a report of whose Excel file something was changed."""
    report = shutil.copytree(made, folder / "report")
    workbook = load_workbook(report / "tables.xlsx")
    change(workbook)
    workbook.save(report / "tables.xlsx")
    workbook.close()
    manifest = read_manifest(report)
    assert manifest
    return list(page_problems(report, manifest, stated_facts(report), Names()))


def by_school(workbook: Workbook) -> Worksheet:
    return next(sheet for sheet in workbook.worksheets if sheet.title.startswith("รายโรงเรียน"))


def pupils(workbook: Workbook) -> Cell:
    """The cell that says 3."""
    cells = (cell for row in by_school(workbook).iter_rows() for cell in row)
    return next(cell for cell in cells if isinstance(cell, Cell) and cell.value == 3)


def show_other_decimals(workbook: Workbook) -> None:
    pupils(workbook).number_format = "0.0"


def show_per_cent(workbook: Workbook) -> None:
    pupils(workbook).number_format = "0%"


def show_a_fixed_number(workbook: Workbook) -> None:
    pupils(workbook).number_format = '"4"'


def round_a_fact(workbook: Workbook) -> None:
    cells = (row[4] for row in workbook["ข้อเท็จจริง"].iter_rows(min_row=2))
    next(cell for cell in cells if cell.value == 0.8).number_format = "0"


def hide_row(workbook: Workbook) -> None:
    by_school(workbook).row_dimensions[pupils(workbook).row].hidden = True


def flatten_row(workbook: Workbook) -> None:
    by_school(workbook).row_dimensions[pupils(workbook).row].height = 0.1


def hide_column(workbook: Workbook) -> None:
    by_school(workbook).column_dimensions["B"].hidden = True


def hide_sheet(workbook: Workbook) -> None:
    by_school(workbook).sheet_state = "veryHidden"


def change_nothing(workbook: Workbook) -> None:
    assert workbook.worksheets


def claim_approval(workbook: Workbook) -> None:
    workbook.worksheets[0]["A7"] = "รับรองตัวเลขแล้ว ผู้อนุมัติ: ผู้อำนวยการ"


def change_title(workbook: Workbook) -> None:
    workbook.worksheets[0]["A2"] = "รายงานอื่น"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (show_other_decimals, "ไม่แสดงเป็น 3"),
        (show_per_cent, "ไม่แสดงเป็น 3"),
        (show_a_fixed_number, "ไม่แสดงเป็น 3"),
        (round_a_fact, "แทน 0.8"),
        (hide_row, "ที่ซ่อนไว้"),
        (flatten_row, "ที่ซ่อนไว้"),
        (hide_column, "ที่ซ่อนไว้"),
        (hide_sheet, "ที่ซ่อนไว้"),
        (claim_approval, "tables.xlsx แสดงการรับรองไม่เหมือนสมุดงาน"),
        (change_title, "tables.xlsx หน้าแรกไม่มี"),
    ],
)
def test_what_readers_of_the_file_would_see_otherwise_is_told(
    made: Path, tmp_path: Path, change: Callable[[Workbook], None], named: str
) -> None:
    differences = told(made, tmp_path, change)
    assert [problem for problem in differences if problem.startswith("tables.xlsx") and named in problem], differences


def test_a_file_that_was_only_saved_again_is_right(made: Path, tmp_path: Path) -> None:
    assert told(made, tmp_path, change_nothing) == []


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (24060.0, "#,##0", "24,060"),
        (1836000.005, "#,##0.00", "1,836,000.01"),
        (12.4, "#,##0", "12"),
        (46.8189, "#,##0.0", "46.8"),
        (0.468189, "0.0000%", "46.8189%"),
        (-4.0, '+#,##0;"−"#,##0;#,##0', "−4"),
        (4.0, '+#,##0;"−"#,##0;#,##0', "+4"),
        (0.0, '+#,##0;"−"#,##0;#,##0', "0"),
        (-4.0, "#,##0;#,##0", "4"),
        (-4.0, "#,##0", "−4"),
        (7.0, "00", "07"),
        (5.0, '[$-D00041E]#,##0 "คน"', "5"),
        (12.0, "General", None),
        (12.0, '"สิบสอง"', None),
    ],
)
def test_formats_are_read_as_excel_shows_them(value: float, number_format: str, text: str | None) -> None:
    assert shown_number(value, number_format) == text


def test_days_are_shown_in_the_buddhist_calendar() -> None:
    assert shows_thai_day("[$-107041E]d mmm yyyy")
    assert shows_thai_day("[$-D07041E]d mmm yyyy")
    assert not shows_thai_day("d mmm yyyy")


def test_what_is_no_workbook_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="zip"):
        read_looks(b"page")
