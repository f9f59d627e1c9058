"""Bullets: how much of what was given is used, each row measured against a whole of its own. They start at zero."""

from collections.abc import Sequence
from itertools import chain

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.charts.alt_text import Series, Writing, alt_text, describe_extremes, is_nothing, writing_for
from helpers.charts.drawing import (
    BAR_PENS,
    HEADING,
    INK,
    LINE,
    PENS,
    PHONE,
    WIDTH,
    Picture,
    apply_style,
    as_svg,
    columns_for,
    heading,
    limits,
    nothing,
    sheet,
    wide,
)
from helpers.charts.horizontal_bars import demand_no_negative
from helpers.charts.marks import NUMERAL, POINT, name_drawn
from helpers.charts.rows import STEP, Rows, beside, draw_bars, mark_zero, rows_below_names, rows_beside

UNIT = "ร้อยละ"
WHOLE = 100
GIVEN_BREADTH, USED_BREADTH = 0.66, 0.3
"""Of a row: how much of its height the pale bar and the dark one in it take."""
MARK_WIDTH, DASHED = 2.4, (0, (3, 2))
GIVEN_PEN, USED_PEN, MARK_PEN = BAR_PENS[-1], PENS[0], PENS[1]


def bullets(
    title: str,
    categories: Sequence[str],
    used: Series,
    given: Series,
    mark: Series | None = None,
    *,
    whole: str,
    digits: str = "arabic",
) -> Picture:
    """For each category, as percentages of its own `whole`: a pale bar for what was given, a dark one in it for what is
    used, a mark where there is one; and one line for all at the whole. The rest of the pale bar is what is left.

    Raises ValueError for a value below zero: a length cannot show it.
    """
    drawn = (used, given) if mark is None else (used, given, mark)
    writing = writing_for(categories, drawn, UNIT, digits)
    for series in drawn:
        demand_no_negative(series)
    if is_nothing(drawn):
        return nothing(title, writing)
    names = [writing.words(name) for name in categories]
    page = _drawn(rows_beside(names), drawn, whole, writing, WIDTH)
    phone = _drawn(rows_below_names(names, PHONE, STEP), drawn, whole, writing, PHONE)
    return Picture(page, _describe(title, categories, drawn, whole, writing), phone)


def _drawn(rows: Rows, drawn: tuple[Series, ...], whole: str, writing: Writing, width: float) -> str:
    """Heading and legend, and below them the rows."""
    names = [*(writing.words(series.label) for series in drawn), writing.words(f"{whole} = {WHOLE}")]
    columns = columns_for(names, width)
    above = HEADING + LINE * 1.4 * -(-len(names) // columns)
    high = above + rows.height
    with sheet(high, width) as figure:
        axes = rows.axes(figure, above)
        _draw(axes, rows, drawn, writing, width - rows.left)
        rows.write_names(axes, width)
        heading(figure, writing.words(f"{UNIT}ของที่{whole} ตัวเลขคือ{drawn[0].label}"))
        corner = (0, 1 - LINE * 1.3 / high)
        figure.legend(handles=_samples(names), loc="upper left", bbox_to_anchor=corner, ncols=columns, handlelength=1.5)
        return as_svg(figure)


def _draw(axes: Axes, rows: Rows, drawn: tuple[Series, ...], writing: Writing, length: float) -> None:
    used, given, *marks = ([float(value) for value in series.values] for series in drawn)
    draw_bars(axes, rows.middles, drawn[1], rows.band * GIVEN_BREADTH, GIVEN_PEN)
    draw_bars(axes, rows.middles, drawn[0], rows.band * USED_BREADTH, USED_PEN)
    numbers = [writing.drawn(value) for value in drawn[0].values]
    most = max(WHOLE, *used, *given, *chain(*marks))
    axes.set_xlim(limits(0, most, length, 0, max(map(wide, numbers)) + 3))
    half = rows.band * USED_BREADTH
    tops, bottoms = ([middle + side * half for middle in rows.middles] for side in (-1, 1))
    for series, mark in zip(drawn[2:], marks, strict=True):
        for index, line in enumerate(zip(mark, tops, bottoms, strict=True)):
            name_drawn(axes.vlines(*line, color=MARK_PEN.colour, linewidth=MARK_WIDTH), POINT, series.address(index))
    starts, ends = rows.spans()
    axes.vlines([WHOLE] * len(starts), starts, ends, color=INK, linewidth=0.9, linestyle=DASHED, zorder=0)
    mark_zero(axes, rows)
    reached = [max(WHOLE, *values) for values in zip(used, given, *marks, strict=True)]
    for index, (end, middle, number) in enumerate(zip(reached, rows.middles, numbers, strict=True)):
        name_drawn(beside(axes, (end, middle), number, 4, "left"), NUMERAL, drawn[0].address(index))


def _samples(names: Sequence[str]) -> list[Patch | Line2D]:
    used, given, *marks, whole = names
    bars = [Patch(label=used), Patch(label=given)]
    for patch, pen in zip(bars, (USED_PEN, GIVEN_PEN), strict=True):
        apply_style(patch, pen)
    return [
        *bars,
        *(Line2D([], [], color=MARK_PEN.colour, linewidth=MARK_WIDTH, label=mark) for mark in marks),
        Line2D([], [], color=INK, linewidth=0.9, linestyle=DASHED, label=whole),
    ]


def _describe(title: str, categories: Sequence[str], drawn: tuple[Series, ...], whole: str, writing: Writing) -> str:
    """Highest and lowest of each series, and the categories that used more than they were given."""
    extremes = "; ".join(f"{series.label} {describe_extremes(categories, series, writing)}" for series in drawn)
    used, given = drawn[:2]
    over = [name for name, one, other in zip(categories, used.values, given.values, strict=True) if one > other]
    beyond = f"; {used.label}เกิน{given.label}: {', '.join(over)}" if over else ""
    kind = f"แผนภูมิแท่งแนวนอนเทียบกับที่{whole} {len(categories)} รายการ"
    return alt_text(kind, title, writing, f"{extremes}{beyond}")
