"""Standing bars: counts side by side, and the steps that lead from a first count to a last."""

from __future__ import annotations

from collections.abc import Sequence

import seaborn
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from helpers.reports.charts.drawing import (
    BAR_PENS,
    INK,
    LINE,
    WIDTH,
    Picture,
    as_svg,
    dress,
    heading,
    limits,
    nothing,
    panel,
    pens_for,
    sheet,
)
from helpers.reports.charts.groups import grouped_bars
from helpers.reports.charts.labels import Feet, feet, wide
from helpers.reports.charts.legends import legend
from helpers.reports.charts.telling import Series, Writing, is_nothing, told, told_series, writing_for

DRAWING = 58.0
"""Millimetres between the heading and the labels below."""
BREADTH = 0.76
"""How much of its place a column, or a group of columns, takes, unless that makes columns wider than `WIDEST` mm."""
WIDEST = 24.0
THINNEST = 3.3
LONGEST_LEANING = 40.0


def bars(
    title: str, categories: Sequence[str], series: Sequence[Series], *, unit: str, digits: str = "arabic"
) -> Picture:
    """Columns in the given order from zero, side by side where there are two series or more; negative values hang down.

    Where long names or crowded columns could not be read, the bars lie, each group below its name: that is how
    programmes are compared. Readable up to some 18 categories, or some 50 lying bars. Raises ValueError for more than
    five series.
    """
    writing = writing_for(categories, series, unit, digits)
    if is_nothing(series):
        return nothing(title, writing)
    below = feet([writing.words(category) for category in categories], WIDTH)
    if _must_lie(below, len(series)):
        return grouped_bars(title, categories, series, writing)
    above = legend(series, writing)
    with sheet(above.height + DRAWING + below.height) as figure:
        axes = panel(figure, left=below.overhang, top=above.height, bottom=below.height)
        _columns(axes, series, writing, (WIDTH - below.overhang) / len(categories))
        below.put(axes)
        heading(figure, writing.heading(series))
        above.put(figure, series)
        kind = "แผนภูมิแท่ง" if len(series) == 1 else "แผนภูมิแท่งเปรียบเทียบ"
        return Picture(as_svg(figure), told(kind, title, writing, told_series(categories, series, writing)))


def _must_lie(below: Feet, series: int) -> bool:
    """Whether names are too long even to lean, or columns too thin for upright numbers beside each other."""
    too_long = below.leaning and max(map(wide, below.labels)) > LONGEST_LEANING
    return too_long or below.slot * BREADTH / series < THINNEST


def _columns(axes: Axes, series: Sequence[Series], writing: Writing, slot: float) -> None:
    """Draw the columns of each `slot` mm with their values; these stand upright where they have no room to lie."""
    pens = pens_for(series, BAR_PENS)
    breadth = min(BREADTH, WIDEST * len(series) / slot)
    room = slot * (breadth / len(series) if len(series) > 1 else 1) - 0.5
    heights = [float(value) for each in series for value in each.values]
    seaborn.barplot(
        x=[place for each in series for place, _ in enumerate(each.values)],
        y=heights,
        hue=[number for number, each in enumerate(series) for _ in each.values],
        palette=[pen.colour for pen in pens],
        saturation=1,
        linewidth=0,
        width=breadth,
        gap=0.06 if len(series) > 1 else 0,
        errorbar=None,
        legend=False,
        ax=axes,
    )
    widest = max(wide(writing.drawn(value)) for each in series for value in each.values)
    free = widest + 2 if widest > room else LINE + 1
    low, high = min(0.0, *heights), max(0.0, *heights)
    axes.set_ylim(limits(low, high, DRAWING, free if low < 0 else 0, free if high > 0 else 0))
    for each, pen, drawn in zip(series, pens, axes.containers, strict=True):
        assert isinstance(drawn, BarContainer)
        numbers = [writing.drawn(value) for value in each.values]
        axes.bar_label(drawn, labels=numbers, padding=2, rotation=90 if widest > room else 0)
        for column in drawn:
            dress(column, pen)
    axes.axhline(0, color=INK, linewidth=0.8, clip_on=False)
