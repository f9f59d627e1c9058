"""The closing sheets of a report's workbook: every fact with the cell that shows it, and the files behind the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.facts.definitions import Operation
from helpers.reports.blocks import FactReceipt, Receipts, SourceFile
from helpers.reports.prose import is_share
from helpers.reports.rendering.number_cells import NumberCell, fact_cell
from helpers.reports.rendering.table_sheets import Printed, put_number
from helpers.reports.rendering.wording import OPERATIONS

FACTS, FILES = "ข้อเท็จจริง", "ไฟล์ต้นทาง"
_FACT_HEADS = (
    ("แผ่นงาน", 24), ("ช่อง", 8), ("ข้อเท็จจริง", 28), ("คีย์", 26), ("ค่า", 18), ("หน่วย", 9), ("ความหมาย", 34),
    ("วิธีคำนวณ", 14), ("ตาราง", 26), ("คอลัมน์", 14), ("เงื่อนไข", 40), ("จำนวนแถวต้นทาง", 12), ("ลายนิ้วมือของแถว", 22),
    ("ไฟล์ (ลำดับ)", 12),
)  # fmt: skip
"""Labels and widths in letters."""
_FILE_HEADS = (
    ("ลำดับ", 7), ("ไฟล์", 48), ("รายงาน", 36), ("ชุดข้อมูล", 10), ("จำนวนแถว", 11), ("รหัสอักขระ", 12),
    ("SHA-256", 70),
)  # fmt: skip
_Line = tuple[str | int | NumberCell, ...]


def add_facts(workbook: Workbook, receipts: Receipts, printed: Iterable[Printed], mark: str) -> None:
    """A row for every cell of every fact and every place that shows it; those that only prose shows have no place."""
    sheet = workbook.create_sheet(FACTS)
    _head(sheet, _FACT_HEADS)
    places: dict[tuple[str, str], list[Printed]] = defaultdict(list)
    for each in printed:
        places[each.number.fact, each.number.key].append(each)
    row, first = 2, None
    for fact in receipts.facts:
        for line in _fact_lines(fact):
            for place in places.get((fact.fact, str(line[1])), [None]):
                _write(sheet, row, (place.sheet, place.address, *line) if place else ("", "", *line))
                if place:
                    cell = sheet.cell(row, 2)
                    look.link(cell, place.sheet, place.address, like=first)
                    first = first or cell
                row += 1
    _finish(sheet, _FACT_HEADS, row - 1, mark)


def add_files(workbook: Workbook, files: Sequence[SourceFile], mark: str) -> None:
    """A row for every delivered file that the report read."""
    sheet = workbook.create_sheet(FILES)
    _head(sheet, _FILE_HEADS)
    for place, file in enumerate(files, 1):
        said = (file.name, file.title, file.round, file.rows, file.encoding, file.sha256)
        _write(sheet, place + 1, (place, *said))
    _finish(sheet, _FILE_HEADS, len(files) + 1, mark)


def _fact_lines(fact: FactReceipt) -> Iterable[_Line]:
    """Per cell of the fact: all columns of the sheet but the place. Values are exactly what facts.csv holds."""
    files = ", ".join(str(position + 1) for position in fact.files)
    share, operation = is_share(fact), OPERATIONS[Operation(fact.operation)]
    for key, value, where, rows, digest in fact.cells:
        said = (fact.unit, fact.title, operation, fact.table, fact.column, where, rows, digest, files)
        yield (fact.fact, key, fact_cell(value, share=share) or value, *said)


def _head(sheet: Worksheet, heads: Sequence[tuple[str, int]]) -> None:
    for place, (label, width) in enumerate(heads, 1):
        cell = look.put(sheet, 1, place, label, look.STRONG)
        cell.fill, cell.border, cell.alignment = look.HEAD_FILL, look.HEAD_EDGE, look.HEAD_PLACE
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT


def _write(sheet: Worksheet, row: int, line: _Line) -> None:
    for place, value in enumerate(line, 1):
        if isinstance(value, NumberCell):
            put_number(sheet, row, place, value)
        elif value != "":
            look.put(sheet, row, place, value)


def _finish(sheet: Worksheet, heads: Sequence[tuple[str, int]], last: int, mark: str) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(last, 2)}"
    look.set_up_print(sheet, head=(1, 1), wide=True, mark=mark, foot="")
