"""Excel: the tables of an executed notebook as one workbook, with the fact behind every number."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode

from helpers import excel as look
from helpers.reports.blocks import Headlines, Receipts, Table
from helpers.reports.rendering.annexes import leaves
from helpers.reports.rendering.fact_sheets import FACTS, FILES, add_facts, add_files
from helpers.reports.rendering.key_figures import KEY_FIGURES, add_key_figures
from helpers.reports.rendering.pieces import Shown, day_of, opening_of, pieces
from helpers.reports.rendering.table_sheets import CONTENTS, TableSheets

_UNTITLED = "สมุดรายงาน"
_LIST_ROW = 8
_Listed = tuple[str, str, int | None]
"""A sheet, what it holds, and how many rows of data."""


def render(notebook: NotebookNode) -> bytes:
    """The report's tables as .xlsx: contents, the key figures, a sheet a table, facts, source files; same bytes for
    the same notebook.

    Raises RenderingError when the notebook holds what is no block.
    """
    found = pieces(notebook)
    blocks = [piece.block for piece in found if isinstance(piece, Shown)]
    opening, day = opening_of(found), day_of(opening_of(found))
    shown = leaves(found)
    receipts = next((block for block in blocks if isinstance(block, Receipts)), Receipts(files=(), facts=()))
    figures = [item for block in blocks if isinstance(block, Headlines) for item in block.items]
    title = opening.title if opening else _UNTITLED
    sheets = TableSheets(look.new_workbook(title, opening.office if opening else "", day), opening)
    names = _sheet_names([leaf.table for leaf in shown])
    listed = [_listed(name, leaf.table) for name, leaf in zip(names, shown, strict=True)]
    _add_contents(sheets, [(KEY_FIGURES, "ตัวเลขในหน้าสรุปของรายงาน", len(figures)), *listed] if figures else listed)
    printed = add_key_figures(sheets, figures) if figures else []
    printed += [each for leaf, name in zip(shown, names, strict=True) for each in sheets.add(leaf, name)]
    add_facts(sheets.workbook, receipts, printed, sheets.mark)
    add_files(sheets.workbook, receipts.files, sheets.mark)
    return look.saved_bytes(sheets.workbook, day)


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    own = [CONTENTS, KEY_FIGURES, FACTS, FILES]
    taken = list(own)
    for table in tables:
        taken.append(look.sheet_name(table.sheet or table.title, taken))
    return taken[len(own) :]


def _listed(name: str, table: Table) -> _Listed:
    return name, table.title, sum(not row.total for row in table.rows)


def _add_contents(sheets: TableSheets, listed: Sequence[_Listed]) -> None:
    sheet, opening = sheets.workbook.create_sheet(CONTENTS), sheets.opening
    if opening:
        look.put(sheet, 1, 1, opening.office, look.SMALL)
        look.put(sheet, 2, 1, sheets.words(opening.title), look.TITLE)
        look.put(sheet, 3, 1, sheets.words(opening.period), look.STRONG)
        look.put(sheet, 4, 1, sheets.words(f"ข้อมูล ณ วันที่ {opening.as_of}") if opening.as_of else None)
        if opening.sample:
            look.put(sheet, 5, 1, look.SAMPLE, look.MARK).fill = look.MARK_FILL
        look.put(sheet, 6, 1, f"{look.VERIFIED_BY} {opening.report_id} · {opening.edition}", look.SMALL)
    look.write_heads(sheet, _LIST_ROW, (("แผ่นงาน", 36), ("ตาราง", 70), ("จำนวนแถว", 12)))
    closing = ((FACTS, "ข้อเท็จจริงทุกตัวเลข วิธีคำนวณ และช่องที่แสดง", None), (FILES, "ไฟล์ข้อมูลที่รายงานนี้อ่าน", None))
    for row, (name, title, rows) in enumerate((*listed, *closing), _LIST_ROW + 1):
        look.link(look.put(sheet, row, 1, name), name)
        look.put(sheet, row, 2, sheets.words(title))
        look.put(sheet, row, 3, rows)
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
    look.set_up_print(sheet, head=None, wide=False, mark=sheets.mark, foot="")
