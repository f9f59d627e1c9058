"""The layout of tables and key figures on paper, so that no number breaks, overlaps or leaves its box.

A table gets a type size, portrait or landscape pages, column widths and header rows; key figures get a number of boxes
side by side and a size. Lengths are in points.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat
from math import ceil

from helpers.lettering import longest_piece, width
from helpers.render.blocks import Headline, Number, TableBlock, TableColumn, TableRow
from helpers.render.wording import in_cell, unit_words

PORTRAIT_WIDTH = 481.8
"""A4 portrait between margins of 20 mm."""
LANDSCAPE_WIDTH = 728.5
PORTRAIT_SIZES = (8.5, 8.0)
"""Two, so that the type does not jump from table to table."""
LANDSCAPE_SIZES = (9.0, 8.0, 7.0, 6.5)
_READABLE_LANDSCAPE = (9.0, 8.0)
GAP_BESIDE = 14.0
"""Between two tables or charts side by side."""
_ACCOUNT_SIZES = (8.5, 8.0, 7.5)
_ACCOUNT_PORTRAIT, _ACCOUNT_LANDSCAPE = (527.2, 748.3), (773.9, 501.7)
"""Width and height between the margins of an account's pages: 12 mm at the sides, 19 above and 14 below."""
_ACCOUNT_LINE, _ACCOUNT_HEAD = 1.37, 4.2
"""The heights of an account's line, its part of the rules included, and of its head, in em."""
CELL_MARGIN = 0.35
"""In em, left and right inside every cell."""
_WIDEST_LINE = 18.0
"""In em: the width of a cell of words beyond which others come first."""
_WHOLE_LINE = 60.0
"""In em: the width up to which a cell of words is widened afterwards."""
_HEAD_LINES = 2
"""The most lines of a header; a long table is printed in landscape rather than exceed it in a row header."""
_MOST_HEAD_LINES = 4
"""The most lines of a row header in a table that is too short for a page of its own."""
_ONE_LINE = 9.0
"""In em: a row header that is no longer than this should not break."""
_RAGGED = 1.15
"""The width of broken lines relative to one line divided evenly."""
_KERNING = 1.01
"""The width of a text relative to that of its letters, with a margin for kerning."""
_LEAST_WEIGHT = 0.1


@dataclass(frozen=True)
class TableLayout:
    """The layout of one table: orientation of its page, type size, and widths of its columns."""

    landscape: bool
    size: float
    widths: tuple[float, ...]


@dataclass(frozen=True)
class _ColumnMeasure:
    """The widths of one column in em: `needed` is its least width, `line` that of its longest cell in one line, `head`
    that of its header in one line. `headers` says whether it holds row headers."""

    needed: float
    line: float
    head: float
    headers: bool
    weight: float


def layout(table: TableBlock) -> TableLayout:
    """The layout of a table: the largest type in which every column has its least width and row headers have few lines.

    Landscape is chosen for long tables where portrait would break row headers into many lines, and where nothing else
    fits. Remaining width goes first to columns whose words would wrap, then to headers of many lines, then to all
    columns by the author's relative widths.
    """
    columns = _measured(table)
    landscape, size, needed = _fitting(columns, long=table.long)
    return TableLayout(landscape, size, _widened(columns, needed, size, _available(landscape)))


def layouts_beside(tables: Sequence[TableBlock], taken: float = 0) -> list[TableLayout]:
    """The layouts of tables side by side on an upright page, in one type, beside what has `taken` its part of the
    width; none where they are too wide for it."""
    measured = [_measured(table) for table in tables]
    left = PORTRAIT_WIDTH - GAP_BESIDE * (len(tables) - 1) - (taken + GAP_BESIDE if taken else 0)
    for size in PORTRAIT_SIZES:
        needed = [
            [max(column.needed, _readable(column, _HEAD_LINES)) * size for column in columns] for columns in measured
        ]
        wanted = [sum((column.line + 2 * CELL_MARGIN) * size for column in columns) for columns in measured]
        least = [sum(widths) for widths in needed]
        if sum(least) <= left:
            wider = [max(0.0, want - low) + 1 for want, low in zip(wanted, least, strict=True)]
            rooms = [low + (left - sum(least)) * more / sum(wider) for low, more in zip(least, wider, strict=True)]
            widened = map(_widened, measured, needed, repeat(size), rooms)
            return [TableLayout(False, size, widths) for widths in widened]
    return []


def account_layout(table: TableBlock, beside: float) -> TableLayout:
    """The layout of a long table that somebody signs: on the fewest pages, and on those in the largest type. `beside`
    is the height of what else stands on its pages."""
    columns, choices = _measured(table), list[tuple[int, float, TableLayout]]()
    for landscape, (wide, high) in ((False, _ACCOUNT_PORTRAIT), (True, _ACCOUNT_LANDSCAPE)):
        for size in _ACCOUNT_SIZES:
            needed = [column.needed * size for column in columns]
            if sum(needed) <= wide:
                laid = TableLayout(landscape, size, _widened(columns, needed, size, wide))
                rows = lines_of(table, laid) * _ACCOUNT_LINE * size
                head = _ACCOUNT_HEAD * size
                choices.append((ceil((rows + beside) / (high - head)), -size, laid))
    return min(choices, key=lambda choice: choice[:2])[2] if choices else layout(table)


def lines_of(table: TableBlock, laid: TableLayout) -> int:
    """How many lines the rows of a table take, as near as widths of letters tell."""
    rooms = [room - 2 * CELL_MARGIN * laid.size for room in laid.widths]

    def lines(row: TableRow) -> int:
        texts = (_cell_text(row, column, table, index) for index, column in enumerate(table.columns))
        wides = (width(text, laid.size, bold=row.total) * _KERNING for text in texts)
        return max((ceil(wide / room) for wide, room in zip(wides, rooms, strict=True)), default=1)

    return sum(map(lines, table.rows))


def _widened(
    columns: Sequence[_ColumnMeasure], needed: Sequence[float], size: float, available: float
) -> tuple[float, ...]:
    """The least widths made wider until they fill what is available."""
    widths = list(needed)
    for wanted in (
        [min(column.line, _WIDEST_LINE) for column in columns],
        [min(column.line, _WHOLE_LINE) for column in columns],
        [column.head / _HEAD_LINES * _RAGGED for column in columns],
    ):
        lines = ((wanted_width + 2 * CELL_MARGIN) * size for wanted_width in wanted)
        widths = _towards(widths, [max(low, line) for low, line in zip(widths, lines, strict=True)], available)
    return tuple(_shared(widths, [column.weight for column in columns], available))


def _available(landscape: bool) -> float:
    return LANDSCAPE_WIDTH if landscape else PORTRAIT_WIDTH


def _fitting(columns: Sequence[_ColumnMeasure], *, long: bool) -> tuple[bool, float, list[float]]:
    """Whether landscape, the type size, and the least widths in it; the smallest landscape type where nothing fits."""
    for lines, landscape, size in _choices(long):
        needed = [max(column.needed, _readable(column, lines)) * size for column in columns]
        if sum(needed) <= _available(landscape):
            break
    return landscape, size, needed


def _choices(long: bool) -> Iterator[tuple[int, bool, float]]:
    """The choices, best first: most lines of a row header (0 for any number), whether landscape, type size."""
    yield from ((_HEAD_LINES, False, size) for size in PORTRAIT_SIZES)
    if long:
        yield from ((_HEAD_LINES, True, size) for size in _READABLE_LANDSCAPE)
    yield from ((_MOST_HEAD_LINES, False, size) for size in PORTRAIT_SIZES)
    yield from ((0, False, size) for size in PORTRAIT_SIZES)
    yield from ((0, True, size) for size in LANDSCAPE_SIZES)


def _readable(column: _ColumnMeasure, lines: int) -> float:
    """The width in em in which row headers have at most so many lines, and short ones a single line."""
    if not lines or not column.headers:
        return 0
    return max(min(column.line, _ONE_LINE), column.line / lines * _RAGGED) + 2 * CELL_MARGIN


def least_width(table: TableBlock, index: int, size: float) -> float:
    """The least width of one column at this type size, its margins included."""
    return _column(table, index, headers=False).needed * size


def _measured(table: TableBlock) -> list[_ColumnMeasure]:
    """The measures of the columns. Row headers count as such only where all other columns hold numbers, since words
    need room too."""
    alone = all(column.align == "end" for column in table.columns[table.headers :])
    return [_column(table, index, headers=alone and index < table.headers) for index in range(len(table.columns))]


def _column(table: TableBlock, index: int, *, headers: bool) -> _ColumnMeasure:
    column = table.columns[index]
    texts = [(_cell_text(row, column, table, index), row.total) for row in table.rows]
    # Columns set to the end hold numbers, which never break.
    parted = longest_piece if column.align == "start" else width
    head = width(column.label, 1, bold=True)
    needed = max([longest_piece(column.label, 1, bold=True), *(parted(text, 1, bold=total) for text, total in texts)])
    line = max((width(text, 1, bold=total) for text, total in texts), default=0.0)
    weight = max(column.width, _LEAST_WEIGHT)
    return _ColumnMeasure(needed * _KERNING + 2 * CELL_MARGIN, line * _KERNING, head * _KERNING, headers, weight)


def _cell_text(row: TableRow, column: TableColumn, table: TableBlock, index: int) -> str:
    return "".join(in_cell(inline, column, table) for inline in row.cells[index])


def _towards(needed: Sequence[float], wanted: Sequence[float], available: float) -> list[float]:
    """The needed widths, raised towards the wanted ones as far as the paper allows. Columns that lack little are served
    first, so that as few as possible wrap."""
    missing = [high - low for low, high in zip(needed, wanted, strict=True)]
    left = max(0.0, available - sum(needed))
    widths = list(needed)
    waiting = sorted(range(len(needed)), key=lambda index: (missing[index], index))
    for served, index in enumerate(waiting):
        given = min(missing[index], left / (len(waiting) - served))
        widths[index] += given
        left -= given
    return widths


def _shared(needed: Sequence[float], weights: Sequence[float], available: float) -> list[float]:
    """Widths in proportion to the weights, none below the needed width; shrunk alike where those do not fit."""
    if sum(needed) >= available:
        return [least * available / sum(needed) for least in needed]
    fixed: set[int] = set()
    while True:
        free = available - sum(needed[index] for index in fixed)
        total = sum(weight for index, weight in enumerate(weights) if index not in fixed)
        widths = [needed[index] if index in fixed else free * weight / total for index, weight in enumerate(weights)]
        short = {index for index, least in enumerate(widths) if least < needed[index] and index not in fixed}
        if not short:
            return widths
        fixed |= short


@dataclass(frozen=True)
class HeadCell:
    """One header cell: its label, its first column (from 0), and how many columns and rows it covers."""

    label: str
    column: int
    columns: int = 1
    rows: int = 1


def head_rows(columns: Sequence[TableColumn]) -> list[list[HeadCell]]:
    """The header rows: one row of labels, and above it one of groups where any column has one. Labels without a group
    cover both rows."""
    indices = range(len(columns))
    if not any(column.group for column in columns):
        return [[HeadCell(columns[index].label, index) for index in indices]]
    upper: list[HeadCell] = []
    for group, run in groupby(indices, key=lambda index: columns[index].group):
        members = list(run)
        if group:
            upper.append(HeadCell(group, members[0], columns=len(members)))
        else:
            upper.extend(HeadCell(columns[index].label, index, rows=2) for index in members)
    return [upper, [HeadCell(columns[index].label, index) for index in indices if columns[index].group]]


SIZE, WORDS_SIZE = 20.0, 11.0
"""Points in print: the size of the numerals, and of the unit and other words beside them."""
GAP, MARGIN = 9.0, 10.0
"""Points in print: the gap between the boxes and the margin inside them."""
_LEAST_SIZE = 15.0
"""The least size of numerals; figures that would be smaller get wider boxes, fewer side by side."""
_ACROSS = {1: (1,), 2: (2,), 3: (3,), 4: (4, 2), 5: (3, 2), 6: (3, 2)}
"""By number of figures, how many may be side by side, best first; else four, three or two."""
_SPACE = 0.3
_WORDS_ON_SCREEN = 0.63
"""The size of the words beside a figure relative to its numerals on a phone, where it is largest."""


def headline_grid(items: Sequence[Headline]) -> tuple[int, float]:
    """The number of boxes side by side, and the size of the numerals in points."""
    choices = _ACROSS.get(max(len(items), 1), (4, 3, 2))
    sized = [(across, _size(items, across)) for across in choices]
    return next((choice for choice in sized if choice[1] >= _LEAST_SIZE), sized[-1])


def widest_headline(items: Iterable[Headline]) -> float:
    """The width of the widest figure with its words, in em of the numerals."""
    return max((numerals + _WORDS_ON_SCREEN * words for numerals, words in map(_widths, items)), default=0.0)


def _size(items: Sequence[Headline], across: int) -> float:
    box = (PORTRAIT_WIDTH - (across - 1) * GAP) / across - 2 * MARGIN
    widths = map(_widths, items)
    return min([SIZE, *((box - words * WORDS_SIZE) / numerals for numerals, words in widths if numerals)])


def _widths(item: Headline) -> tuple[float, float]:
    """The widths of an item's numerals and of its other words, each in em of its own type size."""
    numerals = [part.text for part in item.number if isinstance(part, Number)]
    others = [part.text for part in item.number if not isinstance(part, Number)]
    units = [word for part in item.number if isinstance(part, Number) for word in unit_words(part) if word]
    words = sum(width(word, 1) + _SPACE for word in (*others, *units))
    return sum(width(text, 1, bold=True) for text in numerals), words
