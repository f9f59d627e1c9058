"""Standing bars: counts side by side, and the steps that lead from a first count to a last.

Lying bars in groups: several amounts of each programme, whose titles are too long to stand below columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import seaborn
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from helpers.charts.alt_text import Series, Writing, is_nothing, told, told_series, writing_for
from helpers.charts.drawing import (
    BAR_PENS,
    INK,
    LETTERS,
    LINE,
    MM_PER_INCH,
    PHONE,
    WIDTH,
    AxisLabels,
    Pen,
    Picture,
    apply_style,
    as_svg,
    axis_labels,
    broken,
    heading,
    legend,
    limits,
    nothing,
    panel,
    pens_for,
    sheet,
    wide,
)

DRAWING = 58.0
"""Millimetres between the heading and the labels below."""
COLUMN_WIDTH = 0.76
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
    below = axis_labels([writing.words(category) for category in categories], WIDTH)
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


def _must_lie(below: AxisLabels, series: int) -> bool:
    """Whether names are too long even to lean, or columns too thin for upright numbers beside each other."""
    too_long = below.leaning and max(map(wide, below.labels)) > LONGEST_LEANING
    return too_long or below.slot * COLUMN_WIDTH / series < THINNEST


def _columns(axes: Axes, series: Sequence[Series], writing: Writing, slot: float) -> None:
    """Draw the columns of each `slot` mm with their values; these stand upright where they have no room to lie."""
    pens = pens_for(series, BAR_PENS)
    breadth = min(COLUMN_WIDTH, WIDEST * len(series) / slot)
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
            apply_style(column, pen)
    axes.axhline(0, color=INK, linewidth=0.8, clip_on=False)


TALLEST = 225.0
"""Millimetres: a picture must fit on one page with its caption; more groups than fit are drawn smaller."""
BAR, GAP = 3.7, 3.0
"""Millimetres from one bar to the next in a group, and between groups."""
GROUP_WIDTH = 0.84
TITLE_LINE = LINE * 1.08
NUMBERS = 8.5
"""Points: the numbers beside the bars are smaller than other words, so that bars may stand close."""


@dataclass(frozen=True)
class _Place:
    """Where one group stands, in mm from the top of the drawing: the lines of its title, then its bars."""

    title: str
    top: float

    @property
    def bars(self) -> float:
        """Where the first bar begins."""
        return self.top + TITLE_LINE * (1 + self.title.count("\n"))


def grouped_bars(title: str, categories: Sequence[str], series: Sequence[Series], writing: Writing) -> Picture:
    """The groups in the given order from above, each below its title; bars of negative values lie to the left."""
    kind = "แผนภูมิแท่งแนวนอน" if len(series) == 1 else "แผนภูมิแท่งแนวนอนเปรียบเทียบ"
    alt = told(kind, title, writing, told_series(categories, series, writing))
    page = draw_groups(categories, series, writing, width=WIDTH, tallest=TALLEST)
    return Picture(page, alt, draw_groups(categories, series, writing))


def draw_groups(
    categories: Sequence[str],
    series: Sequence[Series],
    writing: Writing,
    *,
    width: float = PHONE,
    tallest: float = inf,
    last: Pen | None = None,
) -> str:
    """The drawing, by default for a phone; the `last` group's bars may have a pen of their own."""
    titles = [broken(writing.words(category), width) for category in categories]
    places, end = _places(titles, len(series))
    above = legend(series, writing, width)
    shrunk = min(1.0, (tallest - above.height) / end)
    with sheet(above.height + end * shrunk, width) as figure:
        axes = panel(figure, top=above.height)
        axes.set_ylim(end, 0)
        _bars(axes, places, series, writing, shrunk)
        if last:
            apply_style(axes.patches[-1], last)
        for place in places:
            write_title(axes, place.top, place.title, LETTERS * min(shrunk, fitting(place.title, width)))
        heading(figure, writing.heading(series))
        above.put(figure, series)
        return as_svg(figure)


def fitting(title: str, width: float) -> float:
    """By how much the letters of a title are smaller, lest a word without a space runs out of the picture."""
    return width / max(width, wide(title))


def _places(titles: Sequence[str], bars: int) -> tuple[list[_Place], float]:
    """Where the groups stand, and the height of all."""
    places: list[_Place] = []
    end = 0.0
    for title in titles:
        places.append(_Place(title, end))
        end = places[-1].bars + bars * BAR + GAP
    return places, end - GAP


def _bars(axes: Axes, places: Sequence[_Place], series: Sequence[Series], writing: Writing, shrunk: float) -> None:
    lengths = [float(value) for each in series for value in each.values]
    low, high = min(0.0, *lengths), max(0.0, *lengths)
    room = max(wide(writing.drawn(value), NUMBERS * shrunk) for each in series for value in each.values) + 2
    width = float(axes.figure.get_size_inches()[0]) * MM_PER_INCH  # type: ignore[union-attr]
    axes.set_xlim(limits(low, high, width, room if low < 0 else 0, room if high > 0 else 0))
    for number, (each, pen) in enumerate(zip(series, pens_for(series, BAR_PENS), strict=True)):
        for place, value in zip(places, each.values, strict=True):
            middle = place.bars + (number + 0.5) * BAR
            (bar,) = axes.barh(middle, float(value), BAR * GROUP_WIDTH)
            apply_style(bar, pen)
            _number(axes, (float(value), middle), writing.drawn(value), NUMBERS * shrunk)
    for place in places:
        axes.vlines(0, place.bars, place.bars + len(series) * BAR, color=INK, linewidth=0.8, clip_on=False)


def _number(axes: Axes, at: tuple[float, float], text: str, size: float) -> None:
    """A number beside the end of its bar."""
    points, side = (-3, "right") if at[0] < 0 else (3, "left")
    axes.annotate(text, at, (points, -0.34 * size), textcoords="offset points", ha=side, va="baseline", size=size)


def write_title(axes: Axes, top: float, text: str, size: float, line: float = TITLE_LINE) -> None:
    """A group's title at the left edge of the drawing, each line below the other; heights as the axes have them."""
    for place, words in enumerate(text.split("\n")):
        axes.annotate(
            words, (0, top + (place + 0.7) * line), xycoords=("axes fraction", "data"), va="baseline", size=size
        )
