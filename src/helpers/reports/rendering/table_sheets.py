"""One table block as one Excel sheet: typed cells, merged headers, filters, and where each fact's number stands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.reports.blocks import Inline, Number, Opening, Row, Signatures, Table
from helpers.reports.rendering.annexes import Leaf
from helpers.reports.rendering.number_cells import number_cell
from helpers.reports.rendering.sheet_lines import SheetLines
from helpers.reports.rendering.table_heads import head_rows
from helpers.reports.rendering.wording import in_cell, unit_is_named
from helpers.thai import in_digits

CONTENTS = "สารบัญ"
_TITLE_ROW, _SOURCE_ROW, _HEAD_ROW = 1, 2, 4
_LINES_ROW = 3
"""Where the lines of an annex begin; what stands above them is not printed."""
_NARROWEST, _WIDEST = 7.0, 48.0
_BOLD = 1.2
"""How much wider a header's letter stands than the digit in which Excel measures columns."""
_WIDE_SHEET = 100.0
"""Letters: a sheet wider than this is printed sideways."""
_PLACES = {
    "start": Alignment(horizontal="left", vertical="top", wrap_text=True),
    "end": Alignment(horizontal="right", vertical="top"),
}


@dataclass(frozen=True)
class Printed:
    """Where a sheet shows one cell of a fact."""

    sheet: str
    address: str
    number: Number


@dataclass(frozen=True)
class TableSheets:
    """Adds sheets to one workbook, in the report's digits."""

    workbook: Workbook
    opening: Opening | None
    shares: frozenset[str]
    """Facts whose values are shares of one and are shown as percentages."""

    def add(self, leaf: Leaf, name: str) -> list[Printed]:
        """A sheet for the table; returns where every fact's number stands on it."""
        sheet, table = self.workbook.create_sheet(name), leaf.table
        lines = SheetLines(sheet, [_width(table, place) for place in range(len(table.columns))], self.words)
        said: list[tuple[str, Number]] = []
        head = self._annex_above(lines, leaf, said) if leaf.above else self._above(sheet, table)
        first = self._heads(sheet, table, head, facts=not leaf.above)
        printed = [each for place, row in enumerate(table.rows) for each in self._row(sheet, table, row, first + place)]
        self._below(lines, leaf, first + len(table.rows) + 1, said)
        self._set_up(sheet, table, head, first)
        if leaf.above:
            sheet.print_area = f"A{_LINES_ROW}:{get_column_letter(len(table.columns))}{sheet.max_row}"
        return printed + [Printed(name, address, number) for address, number in said]

    def words(self, text: str) -> str:
        """The text in the office's digits."""
        return in_digits(text, self.opening.digits if self.opening else "arabic")

    def _above(self, sheet: Worksheet, table: Table) -> int:
        look.put(sheet, _TITLE_ROW, 1, self.words(table.title), look.TITLE)
        sheet.row_dimensions[_TITLE_ROW].height = 30
        self._source(sheet, _SOURCE_ROW)
        return _HEAD_ROW

    def _annex_above(self, lines: SheetLines, leaf: Leaf, said: list[tuple[str, Number]]) -> int:
        """The centred lines, and the table's title below them; returns the row of the head."""
        self._source(lines.sheet, 1)
        for row, run in enumerate(leaf.above, _LINES_ROW):
            said += lines.line(row, run, look.STRONG, centred=True)
        row = _LINES_ROW + len(leaf.above)
        look.put(lines.sheet, row, 1, self.words(leaf.table.title))
        return row + 1

    def _source(self, sheet: Worksheet, row: int) -> None:
        look.link(look.put(sheet, row, 1, "กลับสารบัญ"), CONTENTS)
        if self.opening:
            mark = f"{look.SAMPLE} · " if self.opening.sample else ""
            said = f"{mark}{self.opening.office_short} · {self.words(self.opening.period)}"
            look.put(sheet, row + 1, 1, said, look.SMALL)

    def _heads(self, sheet: Worksheet, table: Table, head: int, *, facts: bool) -> int:
        """Header rows, and below them the fact that a whole column shows; returns the first row of the body."""
        rows = head_rows(table.columns)
        for depth, row in enumerate(rows):
            for cell in row:
                look.put(sheet, head + depth, cell.column + 1, self.words(cell.label))
                if cell.columns > 1 or cell.rows > 1:
                    last_row, last_column = head + depth + cell.rows - 1, cell.column + cell.columns
                    sheet.merge_cells(f"{_address(head + depth, cell.column + 1)}:{_address(last_row, last_column)}")
        last = head + len(rows)
        for row_number in range(head, last):
            _dress_head(sheet, row_number, len(table.columns))
        named = [_only_fact(table.rows, place) for place in range(len(table.columns))]
        if not facts or not any(named):
            return last
        for place, fact in enumerate(named, 1):
            look.put(sheet, last, place, fact or None, look.SMALL).fill = look.HEAD_FILL
        return last + 1

    def _row(self, sheet: Worksheet, table: Table, row: Row, number: int) -> Iterator[Printed]:
        for place, inlines in enumerate(row.cells, 1):
            cell = self._cell(sheet, table, inlines, number, place)
            cell.alignment = _PLACES[table.columns[place - 1].align]
            if row.total:
                cell.font, cell.fill, cell.border = look.STRONG, look.TOTAL_FILL, look.TOTAL_EDGE
            yield from (Printed(sheet.title, cell.coordinate, each) for each in inlines if isinstance(each, Number))

    def _cell(self, sheet: Worksheet, table: Table, inlines: Sequence[Inline], row: int, place: int) -> Cell:
        column = table.columns[place - 1]
        if len(inlines) == 1 and isinstance(inlines[0], Number) and not inlines[0].words:
            number = inlines[0]
            typed = number_cell(
                number,
                share=number.fact in self.shares,
                digits=self.opening.digits if self.opening else "arabic",
                unit="" if unit_is_named(number, column, table) else number.unit,
            )
            if typed:
                cell = look.put(sheet, row, place, typed.value)
                cell.number_format = typed.number_format
                return cell
        said = "".join(in_cell(inline, column, table) for inline in inlines)
        return look.put(sheet, row, place, self.words(said) or None)

    def _below(self, lines: SheetLines, leaf: Leaf, row: int, said: list[tuple[str, Number]]) -> None:
        """Notes, then what is said and signed."""
        for note in leaf.table.notes:
            look.put(lines.sheet, row, 1, self.words(f"หมายเหตุ: {note}"), look.SMALL)
            row += 1
        for block in leaf.below:
            if isinstance(block, Signatures):
                row = lines.signatures(row, block)
                continue
            for run in block.paragraphs:
                said += lines.line(row, run, look.BODY, centred=False)
                row += 1

    def _set_up(self, sheet: Worksheet, table: Table, head: int, first: int) -> None:
        widths = [_width(table, place) for place in range(len(table.columns))]
        _raise_head(sheet, table, head, widths)
        for place, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
        sheet.freeze_panes = f"{get_column_letter(min(table.headers, len(widths) - 1) + 1)}{first}"
        body = len(table.rows) - _trailing_totals(table.rows)
        if table.long and body:
            sheet.auto_filter.ref = f"A{first - 1}:{get_column_letter(len(widths))}{first - 1 + body}"
        look.set_up_print(
            sheet,
            head=(head, first - 1),
            wide=sum(widths) > _WIDE_SHEET,
            mark=look.SAMPLE if self.opening and self.opening.sample else "",
            foot=self.opening.report_id if self.opening else "",
        )


def _dress_head(sheet: Worksheet, row: int, columns: int) -> None:
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.font, cell.fill, cell.border, cell.alignment = look.STRONG, look.HEAD_FILL, look.HEAD_EDGE, look.HEAD_PLACE


def _raise_head(sheet: Worksheet, table: Table, head: int, widths: Sequence[float]) -> None:
    """Make the last header row high enough for its longest label: Excel does not do so for merged cells."""
    rows = head_rows(table.columns)
    last = head + len(rows) - 1
    lines = (
        math.ceil(look.letters(cell.label) * _BOLD / widths[cell.column]) - (cell.rows - 1)
        for row in rows
        for cell in row
        if cell.columns == 1
    )
    sheet.row_dimensions[last].height = look.LINE_HEIGHT * max([1, *lines])


def _address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _only_fact(rows: Iterable[Row], place: int) -> str:
    """The fact that every number of the column belongs to; empty where there are none or several."""
    facts = {inline.fact for row in rows for inline in row.cells[place] if isinstance(inline, Number)}
    return facts.pop() if len(facts) == 1 else ""


def _width(table: Table, place: int) -> float:
    """Wide enough for the cells and for every word of the header."""
    column = table.columns[place]
    cells = ["".join(in_cell(inline, column, table) for inline in row.cells[place]) for row in table.rows]
    longest = max(map(look.letters, [*cells, *column.label.split(), ""]))
    return min(max(longest * 1.05 + 2.5, _NARROWEST), _WIDEST)


def _trailing_totals(rows: Sequence[Row]) -> int:
    count = 0
    for row in reversed(rows):
        if not row.total:
            break
        count += 1
    return count
