"""How a table is laid on paper: type size, upright or sideways, column widths; so that no number breaks or overlaps.

Lengths are in points.

The header rows of a table: which label covers which columns and how many rows.

How the figures of a director's page are set, so that an amount of many digits never breaks or leaves its box.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from helpers.charts.lettering import longest_piece, width
from helpers.render.blocks import Column, Headline, Number, Row, Table
from helpers.render.wording import around, in_cell

UPRIGHT_WIDTH = 481.8
"""A4 upright between margins of 20 mm."""
SIDEWAYS_WIDTH = 728.5
UPRIGHT_SIZES = (10.0, 9.0, 8.0)
SIDEWAYS_SIZES = (9.5, 8.5, 7.5, 6.5)
_READABLE_SIDEWAYS = (9.5, 8.5)
CELL_MARGIN = 0.35
"""In em, left and right inside every cell."""
_WIDEST_LINE = 18.0
"""In em: a cell of words is not widened beyond this while others would wrap,"""
_WHOLE_LINE = 60.0
"""and then until it stands in one line of any page."""
_HEAD_LINES = 2
"""Neither a row's head nor a column's should need more lines than this; a page is turned for a row's,"""
_MOST_HEAD_LINES = 4
"""or it takes so many, where the table is too short to be worth a page of its own."""
_ONE_LINE = 9.0
"""In em: a head of a row that is no longer than this should not break at all."""
_RAGGED = 1.15
"""How much more width broken lines take than one line parted evenly."""
_KERNING = 1.01
"""How much wider than its letters a text may stand."""
_LEAST_WEIGHT = 0.1


@dataclass(frozen=True)
class Layout:
    """`sideways` tables stand on pages turned by 90 degrees; `widths` are the columns' widths."""

    sideways: bool
    size: float
    widths: tuple[float, ...]


@dataclass(frozen=True)
class _Column:
    """What one column takes, in em: `needed`, below which it cannot go; `line`, the longest cell in one line; `head`,
    its own head in one line."""

    needed: float
    line: float
    head: float
    headers: bool
    weight: float


def layout(table: Table) -> Layout:
    """The largest type in which every column has the width that it needs, smaller or on a turned page where that keeps
    the rows' heads from breaking into many lines, and sideways only where nothing else helps.

    What is left goes first to columns whose words would wrap, then to heads of many lines, then to all by the author's
    relative widths.
    """
    columns = _measured(table)
    sideways, size, widths = _fitting(columns, long=table.long)
    available = _available(sideways)
    for wanted in (
        [min(column.line, _WIDEST_LINE) for column in columns],
        [min(column.line, _WHOLE_LINE) for column in columns],
        [column.head / _HEAD_LINES * _RAGGED for column in columns],
    ):
        lines = ((each + 2 * CELL_MARGIN) * size for each in wanted)
        widths = _towards(widths, [max(low, line) for low, line in zip(widths, lines, strict=True)], available)
    return Layout(sideways, size, tuple(_shared(widths, [column.weight for column in columns], available)))


def _available(sideways: bool) -> float:
    return SIDEWAYS_WIDTH if sideways else UPRIGHT_WIDTH


def _fitting(columns: Sequence[_Column], *, long: bool) -> tuple[bool, float, list[float]]:
    """Sideways or not, the size of type, and what each column needs in it; the smallest sideways where nothing fits."""
    for lines, sideways, size in _choices(long):
        needed = [max(column.needed, _readable(column, lines)) * size for column in columns]
        if sum(needed) <= _available(sideways):
            break
    return sideways, size, needed


def _choices(long: bool) -> Iterator[tuple[int, bool, float]]:
    """Lines for a row's head (0: any number), sideways or not, and size of type; best first."""
    yield from ((_HEAD_LINES, False, size) for size in UPRIGHT_SIZES)
    if long:
        yield from ((_HEAD_LINES, True, size) for size in _READABLE_SIDEWAYS)
    yield from ((_MOST_HEAD_LINES, False, size) for size in UPRIGHT_SIZES)
    yield from ((0, False, size) for size in UPRIGHT_SIZES)
    yield from ((0, True, size) for size in SIDEWAYS_SIZES)


def _readable(column: _Column, lines: int) -> float:
    """The width in em in which no head of a row takes more than so many lines, and a short one just one."""
    if not lines or not column.headers:
        return 0
    return max(min(column.line, _ONE_LINE), column.line / lines * _RAGGED) + 2 * CELL_MARGIN


def least_width(table: Table, place: int, size: float) -> float:
    """The width that one column cannot go below, its margins included."""
    return _column(table, place, headers=False).needed * size


def _measured(table: Table) -> list[_Column]:
    """The columns of a table. Heads of rows count as such only where no words stand beside them, which need room."""
    alone = all(column.align == "end" for column in table.columns[table.headers :])
    return [_column(table, place, headers=alone and place < table.headers) for place in range(len(table.columns))]


def _column(table: Table, place: int, *, headers: bool) -> _Column:
    column = table.columns[place]
    said = [(_said(row, column, table, place), row.total) for row in table.rows]
    # Columns set to the end hold numbers, which never break.
    parted = longest_piece if column.align == "start" else width
    head = width(column.label, 1, bold=True)
    needed = max([longest_piece(column.label, 1, bold=True), *(parted(text, 1, bold=total) for text, total in said)])
    line = max((width(text, 1, bold=total) for text, total in said), default=0.0)
    weight = max(column.width, _LEAST_WEIGHT)
    return _Column(needed * _KERNING + 2 * CELL_MARGIN, line * _KERNING, head * _KERNING, headers, weight)


def _said(row: Row, column: Column, table: Table, place: int) -> str:
    return "".join(in_cell(inline, column, table) for inline in row.cells[place])


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


@dataclass(frozen=True)
class HeadCell:
    """One header cell: from which column (0-based) on, over how many columns and rows."""

    label: str
    column: int
    columns: int = 1
    rows: int = 1


def head_rows(columns: Sequence[Column]) -> list[list[HeadCell]]:
    """One row of labels; where a column has a group, a row of groups above it, which ungrouped labels reach into."""
    places = range(len(columns))
    if not any(column.group for column in columns):
        return [[HeadCell(columns[place].label, place) for place in places]]
    upper: list[HeadCell] = []
    for group, run in groupby(places, key=lambda place: columns[place].group):
        members = list(run)
        if group:
            upper.append(HeadCell(group, members[0], columns=len(members)))
        else:
            upper.extend(HeadCell(columns[place].label, place, rows=2) for place in members)
    return [upper, [HeadCell(columns[place].label, place) for place in places if columns[place].group]]


SIZE, WORDS_SIZE = 20.0, 11.0
"""Points in print: the numerals, and the unit and other words beside them."""
GAP, MARGIN = 9.0, 10.0
"""Points in print: between the boxes and inside them."""
_LEAST_SIZE = 15.0
"""Figures that would be smaller get wider boxes, fewer side by side."""
_ACROSS = {1: (1,), 2: (2,), 3: (3,), 4: (4, 2), 5: (3, 2), 6: (3, 2)}
"""How many may stand side by side, best first: even rows; else four, three or two."""
_SPACE = 0.3
_WORDS_ON_SCREEN = 0.63
"""How large the words beside a figure stand to it on a phone, where they are closest to its size."""


def on_paper(items: Sequence[Headline]) -> tuple[int, float]:
    """How many boxes stand side by side, and the size of the numerals in points."""
    choices = _ACROSS.get(max(len(items), 1), (4, 3, 2))
    sized = [(across, _size(items, across)) for across in choices]
    return next((each for each in sized if each[1] >= _LEAST_SIZE), sized[-1])


def on_screen(items: Iterable[Headline]) -> float:
    """The width of the widest figure with its words, in em of the numerals."""
    return max((numerals + _WORDS_ON_SCREEN * words for numerals, words in map(_widths, items)), default=0.0)


def _size(items: Sequence[Headline], across: int) -> float:
    box = (UPRIGHT_WIDTH - (across - 1) * GAP) / across - 2 * MARGIN
    widths = map(_widths, items)
    return min([SIZE, *((box - words * WORDS_SIZE) / numerals for numerals, words in widths if numerals)])


def _widths(item: Headline) -> tuple[float, float]:
    """The widths of an item's numerals and of its other words, each in em of its own size."""
    numerals = [part.text for part in item.number if isinstance(part, Number)]
    others = [part.text for part in item.number if not isinstance(part, Number)]
    units = [word for part in item.number if isinstance(part, Number) for word in around(part) if word]
    words = sum(width(word, 1) + _SPACE for word in (*others, *units))
    return sum(width(text, 1, bold=True) for text in numerals), words
