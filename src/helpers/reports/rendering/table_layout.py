"""How a table is laid on paper: type size, upright or sideways, column widths; so that no number breaks or overlaps.

Lengths are in points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.reports.blocks import Row, Table
from helpers.reports.rendering.lettering import ZERO_WIDTH_SPACE, breakable, width
from helpers.reports.rendering.wording import in_cell

UPRIGHT_WIDTH = 481.8
"""A4 upright between margins of 20 mm."""
SIDEWAYS_WIDTH = 728.5
UPRIGHT_SIZES = (10.0, 9.0, 8.0)
SIDEWAYS_SIZES = (9.5, 8.5, 7.5, 6.5)
CELL_MARGIN = 0.35
"""In em, left and right inside every cell."""
_WIDEST_WORD = 5.5
"""In em: how much width a Thai word is promised in a header or a cell; text without spaces breaks between words."""
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_WIDEST_LINE = 18.0
"""In em: a cell of words is not widened beyond this to keep it in one line."""
_HEAD_LINES = 2
"""A row's head should not need more lines than this."""
_ONE_LINE = 9.0
"""In em: a head of a row that is no longer than this should not break at all."""
_RAGGED = 1.15
"""How much more width broken lines take than one line parted evenly."""
_BOLD = 1.06
_LEAST_WEIGHT = 0.1


@dataclass(frozen=True)
class Layout:
    """`sideways` tables stand on pages turned by 90 degrees; `widths` are the columns' widths."""

    sideways: bool
    size: float
    widths: tuple[float, ...]


def layout(table: Table) -> Layout:
    """The largest type in which every column has the width that it needs, smaller where that keeps the rows' heads from
    breaking into many lines, and sideways only where nothing else helps.

    What is left goes first to columns whose words would wrap, then to all by the author's relative widths.
    """
    places = range(len(table.columns))
    sideways, size, needed = _fitting(table)
    available = SIDEWAYS_WIDTH if sideways else UPRIGHT_WIDTH
    wanted = [max(needed[place], _wanted(table, place, size)) for place in places]
    least = _towards(needed, wanted, available)
    weights = [max(column.width, _LEAST_WEIGHT) for column in table.columns]
    return Layout(sideways, size, tuple(_shared(least, weights, available)))


def _fitting(table: Table) -> tuple[bool, float, list[float]]:
    """Sideways or not, the size of type, and what each column needs in it; the smallest sideways where nothing fits."""
    places = range(len(table.columns))
    for size in UPRIGHT_SIZES:
        needed = [max(least_width(table, place, size), _readable(table, place, size)) for place in places]
        if sum(needed) <= UPRIGHT_WIDTH:
            return False, size, needed
    sizes = [(False, size) for size in UPRIGHT_SIZES] + [(True, size) for size in SIDEWAYS_SIZES]
    for sideways, size in sizes:
        needed = [least_width(table, place, size) for place in places]
        if sum(needed) <= (SIDEWAYS_WIDTH if sideways else UPRIGHT_WIDTH):
            break
    return sideways, size, needed


def _readable(table: Table, place: int, size: float) -> float:
    """The width in which no head of a row takes more than `_HEAD_LINES` lines, and a short one just one; nothing for
    other columns, and where words stand beside the heads, which need room too."""
    if place >= table.headers or any(column.align == "start" for column in table.columns[table.headers :]):
        return 0
    longest = max((width(_said(table, row, place), size * _BOLD) for row in table.rows), default=0.0)
    return max(min(longest, _ONE_LINE * size), longest / _HEAD_LINES * _RAGGED) + 2 * CELL_MARGIN * size


def least_width(table: Table, place: int, size: float) -> float:
    """The width that one column cannot go below, its margins included."""
    label = _longest(table.columns[place].label, size * _BOLD)
    cells = [_cell_width(table, row, place, size) for row in table.rows]
    return max([label, *cells]) + 2 * CELL_MARGIN * size


def _wanted(table: Table, place: int, size: float) -> float:
    """The width in which the cells of one column stand in one line, up to a limit."""
    cells = [width(_said(table, row, place), size * _BOLD) for row in table.rows]
    return min(max(cells, default=0), _WIDEST_LINE * size) + 2 * CELL_MARGIN * size


def _said(table: Table, row: Row, place: int) -> str:
    return "".join(in_cell(inline, table.columns[place], table) for inline in row.cells[place])


def _cell_width(table: Table, row: Row, place: int, size: float) -> float:
    """Columns set to the end hold numbers, which never break; others may break between and within words."""
    text = _said(table, row, place)
    thick = size * _BOLD if row.total else size
    return width(text, thick) if table.columns[place].align == "end" else _longest(text, thick)


def _longest(text: str, size: float) -> float:
    """The width of the longest piece that cannot be parted."""
    words = breakable(text).replace(ZERO_WIDTH_SPACE, " ").split()
    limits = (_WIDEST_WORD * size if _THAI.search(word) else float("inf") for word in words)
    return max((min(width(word, size), limit) for word, limit in zip(words, limits, strict=True)), default=0.0)


def _towards(needed: Sequence[float], wanted: Sequence[float], available: float) -> list[float]:
    """As far from the needed to the wanted widths as the paper allows: columns that miss little get it whole, so
    that as few columns as possible are left to wrap."""
    missing = [high - low for low, high in zip(needed, wanted, strict=True)]
    left = max(0.0, available - sum(needed))
    widths = list(needed)
    waiting = sorted(range(len(needed)), key=lambda place: (missing[place], place))
    for served, place in enumerate(waiting):
        given = min(missing[place], left / (len(waiting) - served))
        widths[place] += given
        left -= given
    return widths


def _shared(needed: Sequence[float], weights: Sequence[float], available: float) -> list[float]:
    """Widths in proportion to the weights, none below what it needs; shrunk alike where even that does not fit."""
    if sum(needed) >= available:
        return [each * available / sum(needed) for each in needed]
    fixed: set[int] = set()
    while True:
        free = available - sum(needed[place] for place in fixed)
        total = sum(weight for place, weight in enumerate(weights) if place not in fixed)
        widths = [needed[place] if place in fixed else free * weight / total for place, weight in enumerate(weights)]
        short = {place for place, each in enumerate(widths) if each < needed[place] and place not in fixed}
        if not short:
            return widths
        fixed |= short
