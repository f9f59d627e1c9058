"""Columns: counts side by side, or horizontal bars where their names are too long to stand below columns."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from helpers.charts.alt_text import Series, Writing, alt_text, describe_series, is_nothing, writing_for
from helpers.charts.drawing import (
    BAR_PENS,
    INK,
    LINE,
    PHONE,
    WIDTH,
    AxisLabels,
    Picture,
    apply_style,
    as_svg,
    axis_labels,
    heading,
    legend,
    limits,
    nothing,
    panel,
    pens_for,
    sheet,
    wide,
)
from helpers.charts.horizontal_bars import grouped_bars, narrow_bars
from helpers.charts.marks import LENGTH, NUMERAL, name_drawn

DRAWING = 58.0
"""Millimetres between the heading and the labels below."""
COLUMN_WIDTH = 0.76
"""How much of its slot a column, or a group of columns, takes, unless that makes columns wider than `WIDEST` mm."""
WIDEST = 24.0
THINNEST = 3.3
LONGEST_LEANING = 40.0
APART = 0.06
"""How much of a column is left free between those of a group."""


def bars(
    title: str, categories: Sequence[str], series: Sequence[Series], *, unit: str, digits: str = "arabic"
) -> Picture:
    """Columns in the given order from zero, side by side where there are two series or more; negative values hang down.

    Where long names or crowded columns could not be read, the bars are horizontal, each group below its name: that is
    how programmes are compared. Readable up to some 18 categories, or some 50 horizontal bars. Raises ValueError for
    more than five series.
    """
    writing = writing_for(categories, series, unit, digits)
    if is_nothing(series):
        return nothing(title, writing)
    names = [writing.words(category) for category in categories]
    if _must_be_horizontal(axis_labels(names, WIDTH), len(series)):
        return grouped_bars(title, categories, series, writing)
    thin = _must_be_horizontal(axis_labels(names, PHONE), len(series))
    phone = narrow_bars(names, series, writing) if thin else _drawn(names, series, writing, PHONE)
    kind = "แผนภูมิแท่ง" if len(series) == 1 else "แผนภูมิแท่งเปรียบเทียบ"
    alt = alt_text(kind, title, writing, describe_series(categories, series, writing))
    return Picture(_drawn(names, series, writing, WIDTH), alt, phone)


def _drawn(names: Sequence[str], series: Sequence[Series], writing: Writing, width: float) -> str:
    """The columns in a picture so wide, their names below them."""
    above, below = legend(series, writing, width), axis_labels(names, width)
    with sheet(above.height + DRAWING + below.height, width) as figure:
        axes = panel(figure, left=below.overhang, top=above.height, bottom=below.height)
        _columns(axes, series, writing, (width - below.overhang) / len(names))
        below.put(axes)
        heading(figure, writing.heading(series))
        above.put(figure, series)
        return as_svg(figure)


def _must_be_horizontal(below: AxisLabels, series: int) -> bool:
    """Whether names are too long even to lean, or columns too thin for upright numbers beside each other."""
    too_long = below.leaning and max(map(wide, below.labels)) > LONGEST_LEANING
    return too_long or below.slot * COLUMN_WIDTH / series < THINNEST


def _columns(axes: Axes, series: Sequence[Series], writing: Writing, slot: float) -> None:
    """Draw the columns of each `slot` mm with their values; these stand upright where they have no room to lie."""
    pens = pens_for(series, BAR_PENS)
    breadth = min(COLUMN_WIDTH, WIDEST * len(series) / slot)
    room = slot * (breadth / len(series) if len(series) > 1 else 1) - 0.5
    heights = [float(value) for one in series for value in one.values]
    widest = max(wide(writing.drawn(value)) for one in series for value in one.values)
    free = widest + 2 if widest > room else LINE + 1
    low, high = min(0.0, *heights), max(0.0, *heights)
    axes.set_ylim(limits(low, high, DRAWING, free if low < 0 else 0, free if high > 0 else 0))
    share, thin = breadth / len(series), 1 - APART if len(series) > 1 else 1
    for order, (one, pen) in enumerate(zip(series, pens, strict=True)):
        middles = [category + (order + 0.5) * share - breadth / 2 for category in range(len(one.values))]
        columns = axes.bar(middles, [float(value) for value in one.values], share * thin)
        numbers = [writing.drawn(value) for value in one.values]
        written = axes.bar_label(columns, labels=numbers, padding=2, rotation=90 if widest > room else 0)
        for index, (column, number) in enumerate(zip(columns, written, strict=True)):
            apply_style(column, pen)
            name_drawn(column, LENGTH, one.address(index))
            name_drawn(number, NUMERAL, one.address(index))
    axes.axhline(0, color=INK, linewidth=0.8, clip_on=False)
