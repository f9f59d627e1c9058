"""Checks of a delivered file itself, the same for every system: mixed encodings, cells that hold an Excel error."""

from collections.abc import Iterator

from helpers.foreign.spreadsheets import Spreadsheet
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.tables.register import Delivery

_ROWS_NAMED = 10


def file_rules(system: str, title: str) -> tuple[Rule, ...]:
    """The rules of `check_file`; `title` is what people call the system."""
    return (
        Rule(
            f"{system}.file.encoding_mixed",
            Severity.WARNING,
            "ไฟล์เดียวมีรหัสอักขระสองแบบ",
            f"เขตดาวน์โหลดหรือบันทึกไฟล์ {title} ใหม่เป็น UTF-8",
            Owner.AREA,
        ),
        Rule(
            f"{system}.file.error_cell",
            Severity.ERROR,
            "ช่องในไฟล์เป็นข้อผิดพลาดของ Excel หรือเป็นสูตรที่ไม่มีค่า จึงไม่รู้ค่าจริง",
            f"เขตเปิดไฟล์ {title} แก้สูตรหรือพิมพ์ค่าจริงในช่องนั้น บันทึก แล้วส่งใหม่",
            Owner.AREA,
        ),
    )


def check_file(system: str, sheet: Spreadsheet, delivery: Delivery) -> Iterator[Finding]:
    """One finding where the lines of a file are in two encodings, naming the rows in the rarer one, and one finding per
    error cell."""
    of_file = (delivery.report, delivery.id, delivery.name, sheet.sheet)
    if sheet.mixed_rows:
        more = " …" if len(sheet.mixed_rows) > _ROWS_NAMED else ""
        row_numbers = f"แถว {', '.join(map(str, sheet.mixed_rows[:_ROWS_NAMED]))}{more}"
        yield Finding(f"{system}.file.encoding_mixed", "", *of_file, row=sheet.mixed_rows[0], found=row_numbers)
    for cell in sheet.error_cells():
        rule, column = f"{system}.file.error_cell", f"คอลัมน์ {cell.column}"
        yield Finding(rule, "", *of_file, cell.row, column, cell.shown, "ค่าจริงของช่องนี้")
