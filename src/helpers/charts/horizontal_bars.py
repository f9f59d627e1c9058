"""Horizontal bars: a ranking, several amounts of each row, and the pyramid of age and sex. They start at zero."""

from collections.abc import Sequence
from math import inf
from typing import Literal

from matplotlib.axes import Axes

from helpers.charts.alt_text import (
    Series,
    Value,
    Writing,
    alt_text,
    describe_extremes,
    describe_series,
    is_nothing,
    writing_for,
)
from helpers.charts.drawing import (
    BAR_PENS,
    GREY,
    HEADING,
    INK,
    LETTERS,
    LINE,
    PENS,
    PHONE,
    WIDTH,
    Pen,
    Picture,
    apply_style,
    as_svg,
    heading,
    legend,
    limits,
    nothing,
    panel,
    pens_for,
    sheet,
    wide,
)
from helpers.charts.marks import NUMERAL, name_drawn
from helpers.charts.rows import Rows, beside, draw_bars, mark_zero, rows_below_names, rows_beside, write_number
from helpers.lettering import POINTS_PER_MM

TALLEST = 225.0
"""Millimetres: a picture must fit on one page with its caption; more rows than fit are drawn smaller."""
BAR = 3.7
"""Millimetres from one bar to the next in a row below its name."""
NUMBERS = 8.5
"""Points: the numbers beside such bars are smaller than other words, so that bars may stand close."""
BREADTH = 0.8
LONGEST_BESIDE, APART = 22.0, 2.6
"""Millimetres: the longest name that stands beside its bars on a phone, and what parts those rows."""
PYRAMID_STEP = 4.9
REST = Pen(GREY, "////", "", ())
FIRST_RANKS = 3
"""So many of the first ranks are told in words."""

Ranking = list[tuple[str, Value]]
Side = Literal["left", "right"]


def ranked_bars(
    title: str, categories: Sequence[str], series: Series, *, unit: str, digits: str = "arabic", most: int = 12
) -> Picture:
    """The longest bar first, at most `most`; what does not fit is added up in a last, grey bar: nothing is dropped.

    Equal values keep the given order. Values must be such that may be added, none below zero (ValueError).
    """
    writing = writing_for(categories, [series], unit, digits)
    demand_no_negative(series)
    if is_nothing([series]):
        return nothing(title, writing)
    order = sorted(range(len(categories)), key=lambda index: -series.values[index])
    ranking = [(categories[index], series.values[index]) for index in order]
    shown = _folded(ranking, most)
    rest = REST if len(shown) < len(ranking) else None
    labels, values = zip(*shown, strict=True)
    addresses = [series.address(index) for index in order[: len(shown) - bool(rest)]]
    drawn = [Series(series.label, values, (*addresses, *[""] * bool(rest)))]
    names = [writing.words(label) for label in labels]
    page = _drawn(rows_beside(names), drawn, writing, WIDTH, rest)
    phone = _drawn(rows_below_names(names, PHONE, BAR), drawn, writing, PHONE, rest)
    return Picture(page, _describe_ranking(title, ranking, shown, writing), phone)


def grouped_bars(title: str, categories: Sequence[str], series: Sequence[Series], writing: Writing) -> Picture:
    """The rows in the given order from above, each below its name; bars of negative values lie to the left."""
    kind = "แผนภูมิแท่งแนวนอน" if len(series) == 1 else "แผนภูมิแท่งแนวนอนเปรียบเทียบ"
    alt = alt_text(kind, title, writing, describe_series(categories, series, writing))
    names, band = [writing.words(category) for category in categories], BAR * len(series)
    drawings = []
    for width, tallest in ((WIDTH, TALLEST - legend(series, writing).height), (PHONE, inf)):
        drawings.append(_drawn(rows_below_names(names, width, band, tallest), series, writing, width))
    return Picture(drawings[0], alt, drawings[1])


def narrow_bars(names: Sequence[str], series: Sequence[Series], writing: Writing) -> str:
    """Columns for which a phone has no room, as rows from above; their names stand beside them where they are short."""
    band = BAR * len(series)
    if max(map(wide, names)) <= LONGEST_BESIDE:
        return _drawn(rows_beside(names, band + APART), series, writing, PHONE)
    return _drawn(rows_below_names(names, PHONE, band), series, writing, PHONE)


def _drawn(rows: Rows, series: Sequence[Series], writing: Writing, width: float, last: Pen | None = None) -> str:
    """The rows with a bar for each series; the last row's bar may have a pen of its own."""
    above = legend(series, writing, width)
    size = LETTERS if rows.left else NUMBERS * rows.shrunk
    lengths = [float(value) for one in series for value in one.values]
    low, high = min(0.0, *lengths), max(0.0, *lengths)
    room = max(wide(writing.drawn(value), size) for one in series for value in one.values) + 2
    with sheet(above.height + rows.height, width) as figure:
        axes = rows.axes(figure, above.height)
        axes.set_xlim(limits(low, high, width - rows.left, room if low < 0 else 0, room if high > 0 else 0))
        bar = rows.band / len(series)
        for number, (one, pen) in enumerate(zip(series, pens_for(series, BAR_PENS), strict=True)):
            middles = [middle - rows.band / 2 + (number + 0.5) * bar for middle in rows.middles]
            draw_bars(axes, middles, one, bar * BREADTH, pen)
            for index, (value, middle) in enumerate(zip(one.values, middles, strict=True)):
                side: Side = "right" if value < 0 else "left"
                written = write_number(axes, (float(value), middle), writing.drawn(value), side, size)
                name_drawn(written, NUMERAL, one.address(index))
        if last:
            apply_style(axes.patches[-1], last)
        mark_zero(axes, rows)
        rows.write_names(axes, width)
        heading(figure, writing.heading(series), at=rows.left)
        above.put(figure, series)
        return as_svg(figure)


def pyramid(
    title: str, categories: Sequence[str], left: Series, right: Series, *, unit: str, digits: str = "arabic"
) -> Picture:
    """Two series back to back on one scale, the first category at the bottom; ValueError for a value below zero."""
    sides = (left, right)
    writing = writing_for(categories, sides, unit, digits)
    for series in sides:
        demand_no_negative(series)
    if is_nothing(sides):
        return nothing(title, writing)
    names = [writing.words(category) for category in categories]
    kind = f"พีระมิดประชากร ({left.label}ด้านซ้าย {right.label}ด้านขวา)"
    alt = alt_text(kind, title, writing, describe_series(categories, sides, writing))
    return Picture(_back_to_back(names, sides, writing, WIDTH), alt, _back_to_back(names, sides, writing, PHONE))


def _back_to_back(names: Sequence[str], sides: tuple[Series, Series], writing: Writing, width: float) -> str:
    """Both sides from the middle outwards, where the names stand."""
    middle, above, high = max(map(wide, names)) + 6, HEADING + LINE, len(names) * PYRAMID_STEP
    length = (width - middle) / 2
    with sheet(above + high, width) as figure:
        heading(figure, writing.shared_unit)
        halves = (panel(figure, top=above, right=width - length), panel(figure, top=above, left=width - length))
        numbers = [writing.drawn(value) for side in sides for value in side.values]
        ends = limits(0, float(max(max(side.values) for side in sides)), length, 0, max(map(wide, numbers)) + 2)
        for axes, series, pen, side in zip(halves, sides, PENS, ("right", "left"), strict=False):
            axes.set(ylim=(high, 0), xlim=ends[::-1] if side == "right" else ends)
            _half(axes, series, writing, pen, "right" if side == "right" else "left")
        for name, height in zip(names, _middles_from_below(len(names)), strict=True):
            beside(halves[1], (0, height), name, -middle / 2 * POINTS_PER_MM, "center")
        return as_svg(figure)


def _half(axes: Axes, series: Series, writing: Writing, pen: Pen, side: Side) -> None:
    """One side of a pyramid, the last category at its top; `side` is that at which numbers meet their bars."""
    middles = _middles_from_below(len(series.values))
    draw_bars(axes, middles, series, PYRAMID_STEP * BREADTH, pen)
    for index, (value, middle) in enumerate(zip(series.values, middles, strict=True)):
        written = write_number(axes, (float(value), middle), writing.drawn(value), side)
        name_drawn(written, NUMERAL, series.address(index))
    axes.axvline(0, color=INK, linewidth=0.8, clip_on=False)
    axes.set_title(writing.words(series.label), loc=side, size=LETTERS, pad=4)


def _middles_from_below(rows: int) -> list[float]:
    """Where the bars of a pyramid stand, the first at its foot."""
    return [PYRAMID_STEP * (row + 0.5) for row in reversed(range(rows))]


def demand_no_negative(series: Series) -> None:
    """Raise ValueError for a value below zero: a length cannot show it."""
    if min(series.values, default=0) < 0:
        raise ValueError(f"{series.label}: a length cannot be below zero: {min(series.values)}")


def _folded(ranking: Ranking, most: int) -> Ranking:
    """The ranking, its end added up in one last row where it has more than `most`."""
    if len(ranking) <= most:
        return ranking
    rest = ranking[most - 1 :]
    return [*ranking[: most - 1], (f"อื่น ๆ ({len(rest)} รายการ)", sum(value for _, value in rest))]


def _describe_ranking(title: str, ranking: Ranking, shown: Ranking, writing: Writing) -> str:
    names, values = zip(*ranking, strict=True)
    next_ones = [f"{name} {writing.amount(value)}" for name, value in ranking[1:FIRST_RANKS]]
    rest = len(ranking) - len(shown) + 1
    sentences = (
        describe_extremes(names, Series("", values), writing),
        f"รองจากอันดับแรกคือ {' และ '.join(next_ones)}" if len(ranking) > FIRST_RANKS else "",
        f"แท่งสุดท้าย {shown[-1][0]} รวมกัน {writing.quantity(shown[-1][1])}" if rest > 1 else "",
    )
    return alt_text(f"แผนภูมิแท่งแนวนอนเรียงจากมากไปน้อย {len(ranking)} รายการ", title, writing, *sentences)
