"""The Excel file of a report: contents, key figures, a sheet for each table, and the facts and files behind them.

The sheet of facts names for every cell of every fact the workbook's cells that show it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from nbformat import NotebookNode
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.facts.definitions import Operation
from helpers.render.blocks import (
    FactReceipt,
    Headline,
    Headlines,
    Inline,
    Number,
    Receipts,
    SourceFile,
    Span,
    TableBlock,
)
from helpers.render.notebook_parts import ShownBlock, day_of, framed_tables, notebook_pieces, opening_of
from helpers.render.sheet_layout import NumberCell, fact_cell, number_cell
from helpers.render.table_sheets import CONTENTS, PrintedNumber, TableSheets, put_number
from helpers.render.wording import OPERATIONS, approval_words, is_share, run_text

FACTS, FILES, SOURCES = "ข้อเท็จจริง", "ไฟล์ต้นทาง", "แหล่งข้อมูล"
"""The sheets behind the tables; the public edition has sources in the place of files."""
_FACT_HEADS = (
    ("แผ่นงาน", 24), ("ช่อง", 8), ("ข้อเท็จจริง", 28), ("คีย์", 26), ("ค่า", 18), ("หน่วย", 9), ("ความหมาย", 34),
    ("วิธีคำนวณ", 14), ("ตาราง", 26), ("คอลัมน์", 14), ("เงื่อนไข", 40), ("จำนวนแถวต้นทาง", 12), ("ลายนิ้วมือของแถว", 22),
    ("ไฟล์ (ลำดับ)", 12),
)  # fmt: skip
"""Labels and widths in letters."""
_FOR_THE_OFFICE = slice(11, 13)
"""Of these the ones that the public edition leaves out: how many rows there are, and their digest."""
_SOURCE_HEADS = (("ลำดับ", 7), ("รายงาน", 60), ("ชุดข้อมูล", 12))
_FILE_HEADS = (
    ("ลำดับ", 7), ("ไฟล์", 48), ("รายงาน", 36), ("ชุดข้อมูล", 10), ("จำนวนแถว", 11), ("รหัสอักขระ", 12),
    ("SHA-256", 70),
)  # fmt: skip
_SheetRow = tuple[str | int | NumberCell, ...]


def add_facts(sheets: TableSheets, receipts: Receipts, printed: Iterable[PrintedNumber]) -> None:
    """Add the sheet of facts: one row a cell of a fact and workbook cell that shows it, without an address where only
    prose shows it."""
    sheet = sheets.workbook.create_sheet(FACTS)
    heads = _kept(_FACT_HEADS, public=sheets.public)
    _head(sheet, heads)
    printed_at: dict[tuple[str, str], list[PrintedNumber]] = defaultdict(list)
    for number in printed:
        printed_at[number.number.fact, number.number.key].append(number)
    row, first = 2, None
    for fact in receipts.facts:
        for line in _fact_lines(fact):
            for shown in printed_at.get((fact.fact, str(line[1])), [None]):
                whole = (shown.sheet, shown.address, *line) if shown else ("", "", *line)
                _write(sheet, row, _kept(whole, public=sheets.public))
                if shown:
                    cell = sheet.cell(row, 2)
                    look.link(cell, shown.sheet, shown.address, style_of=first)
                    first = first or cell
                row += 1
    _finish(sheet, heads, row - 1, sheets.mark)


Column = TypeVar("Column")


def _kept(columns: tuple[Column, ...], *, public: bool) -> tuple[Column, ...]:
    """The columns of the sheet of facts that an edition has."""
    return (*columns[: _FOR_THE_OFFICE.start], *columns[_FOR_THE_OFFICE.stop :]) if public else columns


def add_files(sheets: TableSheets, files: Sequence[SourceFile]) -> None:
    """Add the sheet of files: one row a delivered file that the report read; in the public edition of what it was."""
    sheet = sheets.workbook.create_sheet(SOURCES if sheets.public else FILES)
    heads = _SOURCE_HEADS if sheets.public else _FILE_HEADS
    _head(sheet, heads)
    for number, file in enumerate(files, 1):
        values = (file.name, file.title, file.round, file.rows, file.encoding, file.sha256)
        _write(sheet, number + 1, (number, file.title, file.round) if sheets.public else (number, *values))
    _finish(sheet, heads, len(files) + 1, sheets.mark)


def _fact_lines(fact: FactReceipt) -> Iterable[_SheetRow]:
    """One row a cell of the fact with all columns of the sheet but the address. Values are exactly those of
    facts.csv."""
    files = ", ".join(str(position + 1) for position in fact.files)
    share, operation = is_share(fact), OPERATIONS[Operation(fact.operation)]
    for key, value, where, rows, digest in fact.cells:
        values = (fact.unit, fact.title, operation, fact.table, fact.column, where, rows, digest, files)
        yield (fact.fact, key, fact_cell(value, share=share) or value, *values)


def _head(sheet: Worksheet, heads: Sequence[tuple[str, int]]) -> None:
    for column, (label, width) in enumerate(heads, 1):
        cell = look.put(sheet, 1, column, label, look.STRONG)
        cell.fill, cell.border, cell.alignment = look.HEAD_FILL, look.HEAD_EDGE, look.HEAD_ALIGNMENT
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT


def _write(sheet: Worksheet, row: int, line: _SheetRow) -> None:
    for column, value in enumerate(line, 1):
        if isinstance(value, NumberCell):
            put_number(sheet, row, column, value)
        elif value != "":
            look.put(sheet, row, column, value)


def _finish(sheet: Worksheet, heads: Sequence[tuple[str, int]], last: int, mark: str) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(last, 2)}"
    look.set_up_print(sheet, head=(1, 1), wide=True, mark=mark, foot="")


KEY_FIGURES = "ตัวเลขสำคัญ"
_HEADS = (("เรื่อง", 34), ("ค่า", 22), ("หน่วย", 18), ("หมายเหตุ", 56))
_VALUE, _UNIT, _NOTE = 2, 3, 4


def add_key_figures(sheets: TableSheets, items: Sequence[Headline]) -> list[PrintedNumber]:
    """Add a sheet with one row a key figure, values as numbers, and return the addresses of the facts' numbers."""
    sheet = sheets.workbook.create_sheet(KEY_FIGURES)
    head = sheets.above(sheet, KEY_FIGURES)
    look.write_heads(sheet, head, _HEADS)
    printed = [number for row, item in enumerate(items, head + 1) for number in _row(sheets, sheet, row, item)]
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
    sheet.freeze_panes = f"B{head + 1}"
    foot = sheets.opening.report_id if sheets.opening else ""
    look.set_up_print(sheet, head=(head, head), wide=True, mark=sheets.mark, foot=foot)
    return printed


def _row(sheets: TableSheets, sheet: Worksheet, row: int, item: Headline) -> Iterator[PrintedNumber]:
    alone, unit = _single_number(item.number)
    typed = number_cell(alone, digits=sheets.digits) if alone else None
    if typed:
        value = put_number(sheet, row, _VALUE, typed)
    else:
        value, unit = look.put(sheet, row, _VALUE, sheets.words(run_text(item.number))), ""
    value.font, value.alignment = look.STRONG, look.NUMBER_ALIGNMENT
    note = look.put(sheet, row, _NOTE, sheets.words(run_text(item.note)) or None)
    label = look.put(sheet, row, 1, sheets.words(item.label))
    words = look.put(sheet, row, _UNIT, sheets.words(unit) or None)
    label.alignment = words.alignment = note.alignment = look.WRAPPED
    for cell, run in ((value, item.number), (note, item.note)):
        yield from (PrintedNumber(sheet.title, cell.coordinate, part) for part in run if isinstance(part, Number))


def _single_number(run: Sequence[Inline]) -> tuple[Number | None, str]:
    """The single number of a figure and its unit, which may be words beside it; None where there is more."""
    numbers = [part for part in run if isinstance(part, Number)]
    beside = " ".join(part.text.strip() for part in run if isinstance(part, Span))
    if len(numbers) != 1 or numbers[0].words or (beside and numbers[0].unit):
        return None, ""
    return numbers[0], numbers[0].unit or beside


_UNTITLED = "สมุดรายงาน"
_LIST_ROW = 8
_Listed = tuple[str, str, int | None]
"""A sheet's name, its title, and its number of rows of data."""


def render(notebook: NotebookNode) -> bytes:
    """The bytes of `tables.xlsx`, the same for the same notebook on every machine.

    Raises RenderingError for an output that claims to be a block and is none.
    """
    pieces = notebook_pieces(notebook)
    blocks = [piece.block for piece in pieces if isinstance(piece, ShownBlock)]
    opening, day = opening_of(pieces), day_of(opening_of(pieces))
    tables = framed_tables(pieces)
    receipts = next((block for block in blocks if isinstance(block, Receipts)), Receipts(files=(), facts=()))
    figures = [item for block in blocks if isinstance(block, Headlines) for item in block.items]
    title = opening.title if opening else _UNTITLED
    sheets = TableSheets(look.new_workbook(title, opening.office if opening else "", day), opening)
    names = _sheet_names([framed.table for framed in tables])
    listed = [_listed(name, framed.table) for name, framed in zip(names, tables, strict=True)]
    _add_contents(sheets, [(KEY_FIGURES, "ตัวเลขในหน้าสรุปของรายงาน", len(figures)), *listed] if figures else listed)
    printed = add_key_figures(sheets, figures) if figures else []
    printed += [number for framed, name in zip(tables, names, strict=True) for number in sheets.add(framed, name)]
    add_facts(sheets, receipts, printed)
    add_files(sheets, receipts.files)
    return look.saved_bytes(sheets.workbook, day)


def _sheet_names(tables: Sequence[TableBlock]) -> list[str]:
    fixed = [CONTENTS, KEY_FIGURES, FACTS, FILES, SOURCES]
    taken = list(fixed)
    for table in tables:
        taken.append(look.sheet_name(table.sheet or table.title, taken))
    return taken[len(fixed) :]


def _listed(name: str, table: TableBlock) -> _Listed:
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
        verified = f"{look.VERIFIED_BY} {opening.report_id} · " if not opening.is_public else ""
        edition = f"{opening.edition} {sheets.words(opening.reservation)}".strip()
        look.put(sheet, 6, 1, f"{verified}{edition}", look.SMALL)
        approvals = [f"{sheets.words(approval_words(each))} {each.version}" for each in opening.approvals]
        look.put(sheet, 7, 1, " · ".join(approvals) or None, look.SMALL)
    look.write_heads(sheet, _LIST_ROW, (("แผ่นงาน", 36), ("ตาราง", 70), ("จำนวนแถว", 12)))
    sources = (SOURCES, "ข้อมูลที่รายงานนี้ใช้", None) if sheets.public else (FILES, "ไฟล์ข้อมูลที่รายงานนี้อ่าน", None)
    closing = ((FACTS, "ข้อเท็จจริงทุกตัวเลข วิธีคำนวณ และช่องที่แสดง", None), sources)
    for row, (name, title, rows) in enumerate((*listed, *closing), _LIST_ROW + 1):
        look.link(look.put(sheet, row, 1, name), name)
        look.put(sheet, row, 2, sheets.words(title))
        look.put(sheet, row, 3, rows)
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
    look.set_up_print(sheet, head=None, wide=False, mark=sheets.mark, foot="")
