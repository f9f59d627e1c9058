"""How wide the columns of a sheet stand, which of them stay in view, and how high that makes the header."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.reports.blocks import Table
from helpers.reports.rendering.table_heads import head_rows
from helpers.reports.rendering.wording import in_cell

_NARROWEST, _WIDEST = 7.0, 40.0
_WIDEST_FROZEN = 60.0
"""Letters that may stay in view: about half of a laptop's screen, so that the numbers beside them can be read."""
_BOLD = 1.2
"""How much wider a header's letter stands than the digit in which Excel measures columns."""


def widths(table: Table) -> list[float]:
    """In letters: wide enough for the cells and for every word of the header, up to a limit where words are wrapped."""
    return [_width(table, place) for place in range(len(table.columns))]


def set_columns(sheet: Worksheet, table: Table, wide: Sequence[float], head: int, first: int) -> None:
    """Set the widths, the height of the header from row `head` on, and what stays in view over and beside the body
    from row `first` on."""
    for place, width in enumerate(wide, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
    _raise_head(sheet, table, head, wide)
    sheet.freeze_panes = f"{get_column_letter(_frozen(table, wide) + 1)}{first}"


def _frozen(table: Table, wide: Sequence[float]) -> int:
    """How many of the row headers stay in view: as many as leave room for the numbers, at least one."""
    headers = min(table.headers, len(wide) - 1)
    fitting = sum(taken <= _WIDEST_FROZEN for taken in accumulate(wide[:headers]))
    return max(fitting, min(headers, 1))


def _raise_head(sheet: Worksheet, table: Table, head: int, wide: Sequence[float]) -> None:
    """Make the last header row high enough for its longest label: Excel does not do so for merged cells."""
    rows = head_rows(table.columns)
    last = head + len(rows) - 1
    lines = (
        math.ceil(look.letters(cell.label) * _BOLD / wide[cell.column]) - (cell.rows - 1)
        for row in rows
        for cell in row
        if cell.columns == 1
    )
    sheet.row_dimensions[last].height = look.LINE_HEIGHT * max([1, *lines])


def _width(table: Table, place: int) -> float:
    column = table.columns[place]
    cells = ["".join(in_cell(inline, column, table) for inline in row.cells[place]) for row in table.rows]
    longest = max(map(look.letters, [*cells, *column.label.split(), ""]))
    return min(max(longest * 1.05 + 2.5, _NARROWEST), _WIDEST)
