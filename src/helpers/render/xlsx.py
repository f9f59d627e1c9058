"""Excel: the tables of an executed notebook as one workbook, with the fact behind every number.

The closing sheets of a report's workbook: every fact with the cell that shows it, and the files behind the facts.

The figures of the director's page as a sheet: label, value, unit and note.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from nbformat import NotebookNode
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.facts.definitions import Operation
from helpers.render.blocks import FactReceipt, Headline, Headlines, Inline, Number, Receipts, SourceFile, Span, Table
from helpers.render.notebook_parts import Shown, day_of, leaves, opening_of, pieces
from helpers.render.sheet_layout import NumberCell, fact_cell, number_cell
from helpers.render.table_sheets import CONTENTS, Printed, TableSheets, put_number
from helpers.render.wording import OPERATIONS, is_share, run_text

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
                    look.link(cell, place.sheet, place.address, style_of=first)
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
        cell.fill, cell.border, cell.alignment = look.HEAD_FILL, look.HEAD_EDGE, look.HEAD_ALIGNMENT
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
    value.font, value.alignment = look.STRONG, look.NUMBER_ALIGNMENT
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
