"""The figures of the director's page as a sheet: label, value, unit and note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.reports.blocks import Headline, Inline, Number, Span
from helpers.reports.rendering.number_cells import number_cell
from helpers.reports.rendering.table_sheets import Printed, TableSheets, put_number
from helpers.reports.rendering.wording import run_text

KEY_FIGURES = "ตัวเลขสำคัญ"
_HEADS = (("เรื่อง", 34), ("ค่า", 22), ("หน่วย", 18), ("หมายเหตุ", 56))
_VALUE, _UNIT, _NOTE = 2, 3, 4


def add_key_figures(sheets: TableSheets, items: Sequence[Headline]) -> list[Printed]:
    """A sheet with a row for each figure, values as numbers; returns where every fact's number stands on it."""
    sheet = sheets.workbook.create_sheet(KEY_FIGURES)
    head = sheets.above(sheet, KEY_FIGURES)
    look.write_heads(sheet, head, _HEADS)
    printed = [each for row, item in enumerate(items, head + 1) for each in _row(sheets, sheet, row, item)]
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
    sheet.freeze_panes = f"B{head + 1}"
    foot = sheets.opening.report_id if sheets.opening else ""
    look.set_up_print(sheet, head=(head, head), wide=True, mark=sheets.mark, foot=foot)
    return printed


def _row(sheets: TableSheets, sheet: Worksheet, row: int, item: Headline) -> Iterator[Printed]:
    alone, unit = _alone(item.number)
    typed = number_cell(alone, digits=sheets.digits) if alone else None
    if typed:
        value = put_number(sheet, row, _VALUE, typed)
    else:
        value, unit = look.put(sheet, row, _VALUE, sheets.words(run_text(item.number))), ""
    value.font, value.alignment = look.STRONG, look.NUMBER_PLACE
    note = look.put(sheet, row, _NOTE, sheets.words(run_text(item.note)) or None)
    label = look.put(sheet, row, 1, sheets.words(item.label))
    words = look.put(sheet, row, _UNIT, sheets.words(unit) or None)
    label.alignment = words.alignment = note.alignment = look.WRAPPED
    for cell, run in ((value, item.number), (note, item.note)):
        yield from (Printed(sheet.title, cell.coordinate, part) for part in run if isinstance(part, Number))


def _alone(run: Sequence[Inline]) -> tuple[Number | None, str]:
    """The one number of a figure and its unit, which may stand as words beside it; None where more is said."""
    numbers = [part for part in run if isinstance(part, Number)]
    beside = " ".join(part.text.strip() for part in run if isinstance(part, Span))
    if len(numbers) != 1 or numbers[0].words or (beside and numbers[0].unit):
        return None, ""
    return numbers[0], numbers[0].unit or beside
