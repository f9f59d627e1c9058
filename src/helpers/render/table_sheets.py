"""Table blocks as Excel sheets: typed cells, merged headers, filters, and the address of each fact's number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.render.blocks import Inline, Number, Opening, Signatures, TableBlock, TableColumn, TableRow
from helpers.render.notebook_parts import FramedTable
from helpers.render.sheet_layout import NumberCell, SheetLines, day_cell, number_cell, rank_cell, set_columns, widths
from helpers.render.table_layout import head_rows
from helpers.render.wording import in_cell, unit_is_named
from helpers.thai import in_digits

CONTENTS = "สารบัญ"
_TITLE_ROW, _SOURCE_ROW, _FACTS_ROW, HEAD_ROW = 1, 2, 4, 5
_LINES_ROW = 3
"""The first row of an annex's lines; the rows above it are not printed."""
_WIDE_SHEET = 100.0
"""Letters: a sheet wider than this is printed in landscape."""
_FEWEST_SORTED = 2
"""So many rows can be sorted and filtered."""
_ALIGNMENTS = {
    "start": Alignment(horizontal="left", vertical="top", wrap_text=True),
    "end": Alignment(horizontal="right", vertical="top"),
}


@dataclass(frozen=True)
class PrintedNumber:
    """A fact's number on a sheet, with the address of its cell."""

    sheet: str
    address: str
    number: Number


def page_mark(opening: Opening | None) -> str:
    """The mark of every printed page of a report: sample data and edition; empty for a workbook without a report."""
    sample = (look.SAMPLE,) if opening and opening.sample else ()
    return " · ".join((*sample, opening.edition)) if opening else ""


@dataclass(frozen=True)
class TableSheets:
    """Adds the sheets of tables to one workbook, in the office's digits."""

    workbook: Workbook
    opening: Opening | None

    @property
    def digits(self) -> str:
        """The office's digits: `arabic` or `thai`."""
        return self.opening.digits if self.opening else "arabic"

    @property
    def public(self) -> bool:
        """Whether everybody may read the workbook."""
        return self.opening is not None and self.opening.is_public

    @property
    def mark(self) -> str:
        """The mark of every printed page: sample data and edition."""
        return page_mark(self.opening)

    def words(self, text: str) -> str:
        """The text in the office's digits."""
        return in_digits(text, self.digits)

    def add(self, framed: FramedTable, name: str) -> list[PrintedNumber]:
        """Add a sheet for the table and return the addresses of the facts' numbers on it."""
        sheet, table = self.workbook.create_sheet(name), framed.table
        lines = SheetLines(sheet, widths(table), self.words)
        line_numbers: list[tuple[str, Number]] = []
        if framed.above:
            head = self._annex_above(lines, framed, line_numbers)
        else:
            head = self.above(sheet, table.title)
            _name_facts(sheet, table)
        first = self._heads(sheet, table, head)
        printed = [
            cell for offset, row in enumerate(table.rows) for cell in self._row(sheet, table, row, first + offset)
        ]
        self._below(lines, framed, first + len(table.rows) + 1, line_numbers)
        self._set_up(lines, table, head, first)
        if framed.above:
            sheet.print_area = f"A{_LINES_ROW}:{get_column_letter(len(table.columns))}{sheet.max_row}"
        return printed + [PrintedNumber(name, address, number) for address, number in line_numbers]

    def above(self, sheet: Worksheet, title: str) -> int:
        """Write the title, the link to the contents and the office; return the row of the header."""
        look.put(sheet, _TITLE_ROW, 1, self.words(title), look.TITLE)
        sheet.row_dimensions[_TITLE_ROW].height = 30
        self._source(sheet, _SOURCE_ROW)
        return HEAD_ROW

    def _annex_above(self, lines: SheetLines, framed: FramedTable, line_numbers: list[tuple[str, Number]]) -> int:
        """Write the centred lines and the table's title below them; return the row of the header."""
        self._source(lines.sheet, 1)
        for row, run in enumerate(framed.above, _LINES_ROW):
            line_numbers += lines.line(row, run, look.STRONG, centred=True)
        row = _LINES_ROW + len(framed.above)
        look.put(lines.sheet, row, 1, self.words(framed.table.title))
        return row + 1

    def _source(self, sheet: Worksheet, row: int) -> None:
        look.link(look.put(sheet, row, 1, "กลับสารบัญ"), CONTENTS)
        if self.opening:
            mark = f"{self.mark} · " if self.mark else ""
            text = f"{mark}{self.opening.office_short} · {self.words(self.opening.period)}"
            look.put(sheet, row + 1, 1, text, look.SMALL)

    def _heads(self, sheet: Worksheet, table: TableBlock, head: int) -> int:
        """Header rows; returns the first row of the body."""
        rows = head_rows(table.columns)
        for depth, row in enumerate(rows):
            for cell in row:
                look.put(sheet, head + depth, cell.column + 1, self.words(cell.label))
                if cell.columns > 1 or cell.rows > 1:
                    last_row, last_column = head + depth + cell.rows - 1, cell.column + cell.columns
                    sheet.merge_cells(f"{_address(head + depth, cell.column + 1)}:{_address(last_row, last_column)}")
        for row_number in range(head, head + len(rows)):
            _dress_head(sheet, row_number, len(table.columns))
        return head + len(rows)

    def _row(self, sheet: Worksheet, table: TableBlock, row: TableRow, number: int) -> Iterator[PrintedNumber]:
        for column, inlines in enumerate(row.cells, 1):
            cell = self._cell(sheet, table, inlines, number, column)
            cell.alignment = _ALIGNMENTS[table.columns[column - 1].align]
            if row.total:
                cell.font, cell.fill, cell.border = look.STRONG, look.TOTAL_FILL, look.TOTAL_EDGE
            elif row.apart:
                cell.border = look.APART_EDGE
            yield from (
                PrintedNumber(sheet.title, cell.coordinate, part) for part in inlines if isinstance(part, Number)
            )

    def _cell(self, sheet: Worksheet, table: TableBlock, inlines: Sequence[Inline], row: int, number: int) -> Cell:
        column = table.columns[number - 1]
        if typed := self._typed(inlines, column, table):
            return put_number(sheet, row, number, typed)
        text = "".join(in_cell(inline, column, table) for inline in inlines)
        return look.put(sheet, row, number, self.words(text) or None)

    def _typed(self, inlines: Sequence[Inline], column: TableColumn, table: TableBlock) -> NumberCell | None:
        """The typed cell of a single number, rank or day; None for words."""
        if len(inlines) != 1:
            return None
        alone = inlines[0]
        if isinstance(alone, Number):
            unit = "" if unit_is_named(alone, column, table) else alone.unit
            return None if alone.words else number_cell(alone, digits=self.digits, unit=unit)
        if column.holds == "ranks":
            return rank_cell(alone.text, digits=self.digits)
        return day_cell(alone.text, digits=self.digits) if column.holds == "days" else None

    def _below(self, lines: SheetLines, framed: FramedTable, row: int, line_numbers: list[tuple[str, Number]]) -> None:
        """Write the notes, then the texts and signature lines."""
        for note in framed.table.notes:
            look.put(lines.sheet, row, 1, self.words(f"หมายเหตุ: {note}"), look.SMALL)
            row += 1
        for block in framed.below:
            if isinstance(block, Signatures):
                row = lines.signatures(row, block)
                continue
            for run in block.paragraphs:
                line_numbers += lines.line(row, run, look.BODY, centred=False)
                row += 1

    def _set_up(self, lines: SheetLines, table: TableBlock, head: int, first: int) -> None:
        sheet = lines.sheet
        set_columns(sheet, table, lines.widths, head, first)
        body = len(table.rows) - _below_the_others(table.rows)
        if body >= _FEWEST_SORTED:
            sheet.auto_filter.ref = f"A{first - 1}:{get_column_letter(len(table.columns))}{first - 1 + body}"
        look.set_up_print(
            sheet,
            head=(head, first - 1),
            wide=sum(lines.widths) > _WIDE_SHEET,
            mark=self.mark,
            foot=self.opening.report_id if self.opening else "",
        )


def put_number(sheet: Worksheet, row: int, column: int, typed: NumberCell) -> Cell:
    """Write one typed cell and return it."""
    cell = look.put(sheet, row, column, typed.value)
    cell.number_format = typed.number_format
    return cell


def _dress_head(sheet: Worksheet, row: int, columns: int) -> None:
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.font, cell.fill, cell.border = look.STRONG, look.HEAD_FILL, look.HEAD_EDGE
        cell.alignment = look.HEAD_ALIGNMENT


def _name_facts(sheet: Worksheet, table: TableBlock) -> None:
    """Write a hidden row above the header for auditors: the fact that a whole column shows."""
    for index in range(len(table.columns)):
        look.put(sheet, _FACTS_ROW, index + 1, _only_fact(table.rows, index) or None, look.SMALL)
    sheet.row_dimensions[_FACTS_ROW].hidden = True


def _address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _only_fact(rows: Iterable[TableRow], index: int) -> str:
    """The fact of all numbers of the column; empty where there is none or more than one."""
    facts = {inline.fact for row in rows for inline in row.cells[index] if isinstance(inline, Number)}
    return facts.pop() if len(facts) == 1 else ""


def _below_the_others(rows: Sequence[TableRow]) -> int:
    """How many rows at the end are sums or stand apart: a filter must not sort them among the others."""
    count = 0
    for row in reversed(rows):
        if not (row.total or row.apart):
            break
        count += 1
    return count
