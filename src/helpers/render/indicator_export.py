"""indicators.csv and indicators.xlsx: a report's indicators for the national monitoring system eMENSCR, one line a
value.

The project knows no description of eMENSCR's own form, so the columns give everything that filling it in needs.
"""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from nbformat import NotebookNode
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.render.blocks import IndicatorExport, IndicatorLine, Opening
from helpers.render.notebook_parts import ShownBlock, day_of, notebook_pieces, opening_of
from helpers.render.table_sheets import page_mark

_COLUMNS = tuple(IndicatorLine.model_fields)
_HEADS = {
    "indicator": ("รหัส", 14),
    "title": ("ตัวชี้วัด", 34),
    "system": ("ระบบ", 38),
    "round": ("รอบ", 10),
    "value": ("ผล", 16),
    "unit": ("หน่วย", 20),
    "target": ("เป้าหมาย", 12),
    "met": ("ถึงเป้าหมาย", 12),
    "formula": ("วิธีคิด", 60),
    "reference": ("ที่มา", 60),
    "status": ("สถานะของตัวชี้วัด", 18),
    "fact": ("ข้อเท็จจริง", 22),
    "key": ("คีย์", 40),
}
_NUMBERS = ("value", "target")
_WORDS = {"yes": "ถึง", "no": "ไม่ถึง", "to_confirm": "ต้องยืนยัน", "confirmed": "ยืนยันแล้ว"}
_HEAD_ROW = 4


def render_csv(notebook: NotebookNode) -> bytes:
    """The lines as CSV in UTF-8, `report` and `period` first; no bytes for a report without indicators."""
    lines, opening = _lines(notebook)
    if not lines:
        return b""
    about = (opening.report_id, opening.period, "sample" if opening.sample else "real") if opening else ("", "", "")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("report", "period", "data", *_COLUMNS))
    writer.writerows((*about, *_cells(line)) for line in lines)
    return text.getvalue().encode("utf-8-sig")


def render_xlsx(notebook: NotebookNode) -> bytes:
    """The same lines as one sheet with typed numbers; no bytes for a report without indicators."""
    lines, opening = _lines(notebook)
    if not lines:
        return b""
    day = day_of(opening)
    workbook = look.new_workbook("ตัวชี้วัด", opening.office if opening else "", day)
    sheet = workbook.create_sheet("ตัวชี้วัด")
    if opening:
        look.put(sheet, 1, 1, f"{opening.title} {opening.period}", look.TITLE)
        look.put(sheet, 2, 1, opening.office, look.SMALL)
        if opening.sample:
            look.put(sheet, 3, 1, look.SAMPLE, look.MARK).fill = look.MARK_FILL
    _write_head(sheet)
    for row, line in enumerate(lines, _HEAD_ROW + 1):
        _write_line(sheet, row, line)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    mark = page_mark(opening)
    look.set_up_print(sheet, head=(_HEAD_ROW, _HEAD_ROW), wide=True, mark=mark, foot="")
    return look.saved_bytes(workbook, day)


def _cells(line: IndicatorLine) -> Iterator[str]:
    for name in _COLUMNS:
        text = getattr(line, name)
        yield text if name in _NUMBERS else look.csv_text(text)


def _lines(notebook: NotebookNode) -> tuple[tuple[IndicatorLine, ...], Opening | None]:
    pieces = notebook_pieces(notebook)
    blocks = (piece.block for piece in pieces if isinstance(piece, ShownBlock))
    return next((block.lines for block in blocks if isinstance(block, IndicatorExport)), ()), opening_of(pieces)


def _write_head(sheet: Worksheet) -> None:
    for column, name in enumerate(_COLUMNS, 1):
        label, width = _HEADS[name]
        cell = look.put(sheet, _HEAD_ROW, column, label, look.STRONG)
        cell.fill, cell.border, cell.alignment = look.HEAD_FILL, look.HEAD_EDGE, look.HEAD_ALIGNMENT
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write_line(sheet: Worksheet, row: int, line: IndicatorLine) -> None:
    for column, name in enumerate(_COLUMNS, 1):
        text = getattr(line, name)
        value = Decimal(text) if name in _NUMBERS and text else _WORDS.get(text, text)
        cell = look.put(sheet, row, column, value)
        cell.alignment = look.WRAPPED
        if isinstance(value, Decimal):
            cell.number_format = "#,##0.00" if "." in text else "#,##0"
