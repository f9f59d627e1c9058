"""Excel: the tables of an executed notebook as one workbook, with the fact behind every number."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode
from openpyxl import Workbook

from helpers import excel as look
from helpers.reports.blocks import Number, Opening, Receipts, Table
from helpers.reports.rendering.annexes import leaves
from helpers.reports.rendering.fact_sheets import FACTS, FILES, add_facts, add_files
from helpers.reports.rendering.number_cells import share_facts
from helpers.reports.rendering.pieces import Shown, day_of, opening_of, pieces
from helpers.reports.rendering.table_sheets import CONTENTS, TableSheets

_UNTITLED = "สมุดรายงาน"
_LIST_ROW = 8


def render(notebook: NotebookNode) -> bytes:
    """The report's tables as .xlsx: contents, a sheet a table, facts, source files; same bytes for the same notebook.

    Raises RenderingError when the notebook holds what is no block.
    """
    found = pieces(notebook)
    blocks = [piece.block for piece in found if isinstance(piece, Shown)]
    opening, day = opening_of(found), day_of(opening_of(found))
    shown = leaves(found)
    tables = [leaf.table for leaf in shown]
    receipts = next((block for block in blocks if isinstance(block, Receipts)), Receipts(files=(), facts=()))
    title = opening.title if opening else _UNTITLED
    workbook = look.new_workbook(title, opening.office if opening else "", day)
    names = _sheet_names(tables)
    _add_contents(workbook, opening, tables, names)
    sheets = TableSheets(workbook, opening, share_facts(_numbers(tables)))
    printed = [each for leaf, name in zip(shown, names, strict=True) for each in sheets.add(leaf, name)]
    mark = look.SAMPLE if opening and opening.sample else ""
    add_facts(workbook, receipts, printed, mark)
    add_files(workbook, receipts.files, mark)
    return look.saved_bytes(workbook, day)


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    taken = [CONTENTS, FACTS, FILES]
    for table in tables:
        taken.append(look.sheet_name(table.title, taken))
    return taken[3:]


def _numbers(tables: Sequence[Table]) -> list[Number]:
    cells = (cell for table in tables for row in table.rows for cell in row.cells)
    return [inline for cell in cells for inline in cell if isinstance(inline, Number)]


def _add_contents(workbook: Workbook, opening: Opening | None, tables: Sequence[Table], names: Sequence[str]) -> None:
    sheet = workbook.create_sheet(CONTENTS)
    sheets = TableSheets(workbook, opening, frozenset())
    if opening:
        look.put(sheet, 1, 1, opening.office, look.SMALL)
        look.put(sheet, 2, 1, sheets.words(opening.title), look.TITLE)
        look.put(sheet, 3, 1, sheets.words(opening.period), look.STRONG)
        look.put(sheet, 4, 1, sheets.words(f"ข้อมูล ณ วันที่ {opening.as_of}") if opening.as_of else None)
        if opening.sample:
            look.put(sheet, 5, 1, look.SAMPLE, look.MARK).fill = look.MARK_FILL
        look.put(sheet, 6, 1, f"ตรวจทานตัวเลขทุกตัวได้ด้วยคำสั่ง workbook verify {opening.report_id}", look.SMALL)
    listed: list[tuple[str, str, int | None]] = [
        (name, table.title, len(table.rows)) for name, table in zip(names, tables, strict=True)
    ]
    listed += [(FACTS, "ข้อเท็จจริงทุกตัวเลข วิธีคำนวณ และช่องที่แสดง", None), (FILES, "ไฟล์ข้อมูลที่รายงานนี้อ่าน", None)]
    for place, head in enumerate(("แผ่นงาน", "ตาราง", "จำนวนแถว"), 1):
        cell = look.put(sheet, _LIST_ROW, place, head, look.STRONG)
        cell.fill, cell.border = look.HEAD_FILL, look.HEAD_EDGE
    for row, (name, title, rows) in enumerate(listed, _LIST_ROW + 1):
        look.link(look.put(sheet, row, 1, name), name)
        look.put(sheet, row, 2, sheets.words(title))
        look.put(sheet, row, 3, rows)
    for letter, width in (("A", 36), ("B", 70), ("C", 12)):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
    look.set_up_print(sheet, head=None, wide=False, mark=look.SAMPLE if opening and opening.sample else "", foot="")
