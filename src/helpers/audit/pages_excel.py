"""tables.xlsx read back: every number of its tables and key figures, and its sheets of facts and files."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

from helpers.audit.pages_excel_looks import GENERAL, SheetLook, read_looks, shown_number, shows_thai_day
from helpers.audit.pages_numbers import Lines, is_share
from helpers.audit.pages_words import approvals_shown, first_words, plain, shown_blocks
from helpers.errors import ParameterError
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.periods import parse_thai_date
from helpers.render.blocks import Headline, Headlines, Inline, Number, Receipts, TableBlock, TableColumn
from helpers.render.notebook_parts import FramedTable, Piece, framed_tables, opening_of
from helpers.render.wording import APPROVED, in_cell, run_text
from helpers.thai import MINUS

Cell = str | float | bool | date | datetime | object
Rows = Sequence[Sequence[Cell]]
_FIGURES, _FACTS, _FILES, _SOURCES = "ตัวเลขสำคัญ", "ข้อเท็จจริง", "ไฟล์ต้นทาง", "แหล่งข้อมูล"
_NAME = "tables.xlsx"
_ABOVE, _FACT_NAMES = 7, 4
"""Rows above the list of sheets; the hidden row of a table's sheet."""
_VALUE, _VALUE_COLUMN = 4, "E"
"""Where the sheet of facts has the values."""


def excel_problems(content: bytes, pieces: Sequence[Piece], lines: Lines) -> Iterator[str]:
    """What differs between tables.xlsx and the executed notebook or facts.csv, in Thai."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
        looks = read_looks(content)
    except (CalamineError, OSError, ValueError):
        yield f"{_NAME} อ่านไม่ได้"
        return
    yield from _hidden_problems(looks)
    yield from _contents_problems(next(iter(sheets.values()), []), pieces)
    yield from _facts_problems(sheets, lines, public=_is_public(pieces))
    yield from _fact_format_problems(sheets.get(_FACTS, []), looks.get(_FACTS))
    yield from _files_problems(sheets, pieces)
    figures = [item for block in shown_blocks(pieces) if isinstance(block, Headlines) for item in block.items]
    if figures:
        yield from _figure_problems(sheets.get(_FIGURES, []), figures, lines, looks.get(_FIGURES))
    tables = framed_tables(list(pieces))
    of_tables = [name for name in sheets if name not in (_FIGURES, _FACTS, _FILES, _SOURCES)][1:]
    if len(of_tables) != len(tables):
        yield f"{_NAME} มีตาราง {len(of_tables)} แผ่น แต่สมุดงานมี {len(tables)} ตาราง"
    for name, framed in zip(of_tables, tables, strict=False):
        yield from _table_problems(sheets[name], framed, f"{_NAME} แผ่นงาน “{name}”", lines)
        yield from _format_problems(sheets[name], framed.table, f"{_NAME} แผ่นงาน “{name}”", looks[name])


def _hidden_problems(looks: Mapping[str, SheetLook]) -> Iterator[str]:
    """What readers of the file do not see, or see besides its cells. The row that names the facts of whole columns is
    hidden by the workbook itself."""
    for name, look in looks.items():
        if look.is_hidden or look.hides_columns or look.hidden_rows - {_FACT_NAMES}:
            yield f"{_NAME} แผ่นงาน “{name}” มีแถว คอลัมน์ หรือแผ่นงานที่ซ่อนไว้"
        if look.has_more:
            yield f"{_NAME} แผ่นงาน “{name}” มีภาพหรือรูปแบบตามเงื่อนไขที่สมุดรายงานไม่ได้ทำ"


def _contents_problems(rows: Rows, pieces: Sequence[Piece]) -> Iterator[str]:
    """Whether the first sheet says which report it is, and who approved it, as the notebook does."""
    opening = opening_of(list(pieces))
    if opening is None:
        return
    above = [plain(str(row[0])) for row in rows[:_ABOVE]]
    approvals = "·".join(approvals_shown(opening))
    for words in first_words(opening):
        if not any(plain(words) in shown for shown in above):
            yield f"{_NAME} หน้าแรกไม่มี “{words}” ตามสมุดงาน"
    approved = [shown for shown in above if plain(APPROVED) in shown]
    if approved != ([approvals] if approvals else []):
        yield f"{_NAME} แสดงการรับรองไม่เหมือนสมุดงาน"


def _fact_format_problems(rows: Rows, look: SheetLook | None) -> Iterator[str]:
    """Values in the sheet of facts that are shown with fewer decimals than they have."""
    for number, row in enumerate(rows[1:], 2):
        value = row[_VALUE] if len(row) > _VALUE else ""
        if isinstance(value, float) and look:
            text = (shown_number(value, look.formats.get(f"{_VALUE_COLUMN}{number}", GENERAL)) or "").replace(",", "")
            read = text.removesuffix("%").replace(MINUS, "-")
            if not read or Decimal(read) / (100 if "%" in text else 1) != Decimal(repr(value)):
                yield f"{_NAME} แผ่นงาน “{_FACTS}” แถว {number} แสดง {text or 'รูปแบบอื่น'} แทน {_shown(value)}"


def _format_problems(rows: Rows, table: TableBlock, name: str, look: SheetLook) -> Iterator[str]:
    """Cells that hold the right number and show another."""
    first = _first_row(rows, table)
    for number, row in enumerate(table.rows, first or 0):
        shown = rows[number] if first is not None and number < len(rows) else ()
        for index, (value, cell) in enumerate(zip(shown, row.cells, strict=False)):
            number_format = look.formats.get(f"{get_column_letter(index + 1)}{number + 1}", GENERAL)
            if cell and not _is_shown_as(value, number_format, cell[0].text):
                yield f"{name} แถว {number + 1} คอลัมน์ “{table.columns[index].label}” ไม่แสดงเป็น {cell[0].text}"


def _is_shown_as(value: Cell, number_format: str, text: str) -> bool:
    """Whether a format shows a number or a day as the notebook prints it; words have none."""
    if isinstance(value, date):
        return shows_thai_day(number_format)
    if not isinstance(value, float):
        return True
    shown = shown_number(value, number_format)
    return shown is not None and plain(shown) == plain(text)


def _is_public(pieces: Sequence[Piece]) -> bool:
    opening = opening_of(list(pieces))
    return opening is not None and opening.is_public


def _facts_problems(sheets: Mapping[str, Rows], lines: Lines, *, public: bool) -> Iterator[str]:
    """Differences of the sheet of facts from facts.csv, and of the cells that it names from the facts. The public
    edition has no columns for source rows."""
    listed = set()
    for sheet, address, fact, key, *rest in sheets.get(_FACTS, [])[1:]:
        line = lines.get((str(fact), str(key)))
        named = f"{_NAME} แผ่นงาน “{_FACTS}” {fact} [{key}]"
        if line is None:
            yield f"{named} ไม่มีใน facts.csv"
            continue
        listed.add((line.fact, line.key))
        value, unit, title, _, table, column, where, *of_rows = rest
        stated = (unit, title, table, column, where)
        right = (line.unit, line.title, line.table, line.column, line.where)
        if stated != right or (of_rows[:2] != [line.rows, line.digest] and not public):
            yield f"{named} อธิบายที่มาไม่เหมือน facts.csv"
        if not _is(value, Decimal(line.value)):
            yield f"{named} ว่า {_shown(value)} แต่ facts.csv ว่า {line.value}"
        if address and not _shows(_at(sheets.get(str(sheet), []), str(address)), line):
            yield f"{_NAME} แผ่นงาน “{sheet}” ช่อง {address} ไม่ใช่ค่าของ {fact} [{key}] ซึ่งคือ {line.value}"
    for fact, key in sorted(lines.keys() - listed):
        yield f"{_NAME} แผ่นงาน “{_FACTS}” ไม่มี {fact} [{key}]"


def _at(rows: Rows, address: str) -> Cell:
    row, column = coordinate_to_tuple(address)
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def _shows(cell: Cell, line: FactLine) -> bool:
    """Whether a cell shows a fact: its value, a share as its percentage; words are compared with the notebook's."""
    if isinstance(cell, str):
        return bool(cell)
    exact = Decimal(line.value) * (100 if is_share(line) else 1)
    return _is(cell, exact) or (line.operation is Operation.DIFFERENCE and isinstance(cell, float))


def _is(cell: Cell, value: Decimal) -> bool:
    """Whether a cell holds this number, as exactly as Excel can."""
    if isinstance(cell, str):
        return plain(cell) == plain(f"{value:f}")
    return isinstance(cell, int | float) and float(cell) == float(value)


def _shown(cell: Cell) -> str:
    """A cell as a message shows it: whole numbers without the point that Excel's readers give them."""
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)


def _files_problems(sheets: Mapping[str, Rows], pieces: Sequence[Piece]) -> Iterator[str]:
    files = [file for block in shown_blocks(pieces) if isinstance(block, Receipts) for file in block.files]
    rows, sources = sheets.get(_FILES, [])[1:], sheets.get(_SOURCES, [])[1:]
    if _is_public(pieces):
        if rows or [(row[1], row[2]) for row in sources] != [(file.title, file.round) for file in files]:
            yield f"{_NAME} แผ่นงาน “{_SOURCES}” ไม่ตรงกับแหล่งข้อมูลของรายงาน"
    elif sources or [(row[1], row[6]) for row in rows] != [(file.name, file.sha256) for file in files]:
        yield f"{_NAME} แผ่นงาน “{_FILES}” ไม่ตรงกับไฟล์ต้นทางของรายงาน"


def _figure_problems(rows: Rows, figures: Sequence[Headline], lines: Lines, look: SheetLook | None) -> Iterator[str]:
    first = len(rows) - len(figures)
    for number, (row, item) in enumerate(zip(rows[first:], figures, strict=False), first + 1):
        label, value, unit, note = (*row, "", "", "", "")[:4]
        numbers = [part for part in item.number if isinstance(part, Number)]
        if isinstance(value, str):
            same = plain(f"{value}{unit}") == plain(run_text(item.number))
        else:
            number_format = look.formats.get(f"B{number}", GENERAL) if look else GENERAL
            same = (
                len(numbers) == 1
                and _prints(value, numbers[0], lines)
                and _is_shown_as(value, number_format, numbers[0].text)
            )
        if plain(str(label)) != plain(item.label) or plain(str(note)) != plain(run_text(item.note)) or not same:
            yield f"{_NAME} แผ่นงาน “{_FIGURES}” แถว “{item.label}” ไม่ตรงกับสมุดงาน"


def _table_problems(rows: Rows, framed: FramedTable, name: str, lines: Lines) -> Iterator[str]:
    table = framed.table
    first = _first_row(rows, table)
    words = {plain(cell) for row in rows for cell in row if isinstance(cell, str)}
    beside = (run_text(run) for block in framed.below if block.kind == "text" for run in block.paragraphs)
    for line in (table.title, *(f"หมายเหตุ: {note}" for note in table.notes), *map(run_text, framed.above), *beside):
        if plain(line) not in words:
            yield f"{name} ไม่มี “{line[:60]}” ตามสมุดงาน"
    if first is None:
        yield f"{name} ไม่มีหัวตารางตามสมุดงาน"
        return
    for number, row in enumerate(table.rows, first):
        shown = rows[number] if number < len(rows) else ()
        for index, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            value = shown[index] if index < len(shown) else ""
            if not _agrees(value, cell, column, table, lines):
                stated = "".join(part.text for part in cell)
                yield f"{name} แถว {number + 1} คอลัมน์ “{column.label}” ว่า {_shown(value)} แต่สมุดงานว่า {stated or 'ว่าง'}"
    outside = (*rows[:first], *rows[first + len(table.rows) :])
    if any(isinstance(value, int | float) and not isinstance(value, bool) for row in outside for value in row):
        yield f"{name} มีตัวเลขนอกตารางของสมุดงาน"


def _first_row(rows: Rows, table: TableBlock) -> int | None:
    """The index of the first row below the table's heads; None where they are not there."""
    grouped = any(column.group for column in table.columns)
    for index, row in enumerate(rows):
        cells = [plain(str(cell)) for cell in row[: len(table.columns)]]
        below = [plain(str(cell)) for cell in rows[index + 1]] if grouped and index + 1 < len(rows) else []
        if len(cells) == len(table.columns) and all(
            plain(column.label) == (below[number] if column.group and below else cells[number])
            for number, column in enumerate(table.columns)
        ):
            return index + 1 + grouped
    return None


def _agrees(value: Cell, cell: Sequence[Inline], column: TableColumn, table: TableBlock, lines: Lines) -> bool:
    """Whether a cell of the sheet shows what the notebook's table has there."""
    alone = cell[0] if len(cell) == 1 else None
    text = "".join(in_cell(part, column, table) for part in cell)
    if isinstance(value, str):
        return plain(value) == plain(text)
    if isinstance(alone, Number):
        return _prints(value, alone, lines)
    if isinstance(value, date):
        return _is_day(value, text)
    return isinstance(value, float) and text.isdecimal() and float(text) == value


def _is_day(value: date, text: str) -> bool:
    day = value.date() if isinstance(value, datetime) else value
    try:
        return parse_thai_date(text) == day
    except ParameterError:
        return False


def _prints(value: Cell, number: Number, lines: Lines) -> bool:
    """Whether a cell holds a number's fact, and is shown as the notebook prints it."""
    line = lines.get((number.fact, number.key))
    if line is None or not isinstance(value, float) or not _shows(value, line):
        return False
    text = plain(number.text)
    decimals = len(text.partition(".")[2])
    shown = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(shown) == Decimal(text.lstrip(f"+{MINUS}").replace(",", ""))
