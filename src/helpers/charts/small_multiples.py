"""Who goes against the stream: a small drawing for each series, and all others pale behind it."""

from collections.abc import Sequence
from math import ceil
from typing import Any, Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.text import Text

from helpers.charts.alt_text import CUT, Series, Writing, alt_text, is_nothing, writing_for
from helpers.charts.drawing import (
    GREY,
    HEADING,
    INK,
    LETTERS,
    LINE,
    PENS,
    PHONE,
    SOFT,
    WIDTH,
    Picture,
    as_svg,
    broken,
    heading,
    heading_lines,
    limits,
    nothing,
    panel,
    sheet,
)
from helpers.charts.marks import LINE_OF, NUMERAL, name_drawn, name_marks
from helpers.lettering import POINTS_PER_MM

WIDEST, APART = 52.0, 6.0
"""Millimetres: a drawing is no wider than this, and so far from the next one."""
DRAWING = 16.0
FLAT = 0.03
"""All drawings span at least this share of the highest value, lest a change of a few look like a landslide."""
OWN_HIGHEST = "แต่ละภาพเทียบกับค่าสูงสุดของตน"
SMALL = LETTERS - 1.5
FEWEST = 2
PALE = "#c3cad2"


def small_multiples(
    title: str, periods: Sequence[str], series: Sequence[Series], *, unit: str, digits: str = "arabic"
) -> Picture:
    """A drawing for each series with its line over the periods, the lines of all others pale behind it.

    Lines are shares of their own highest value, so a slope is the same change in per cent everywhere; printed are the
    first and the last value of each. A series of nothing but zero has no drawing, and the words say so. Raises
    ValueError for fewer than two periods, and for values below zero.
    """
    writing = writing_for(periods, series, unit, digits)
    if len(periods) < FEWEST or min((value for one in series for value in one.values), default=0) < 0:
        raise ValueError(f"{title}: {len(periods)} periods, or a value below zero")
    if is_nothing(series):
        return nothing(title, writing)
    drawn = [one for one in series if any(one.values)]
    page, phone = (_drawn(periods, drawn, writing, width) for width in (WIDTH, PHONE))
    return Picture(page, _describe(title, periods, series, writing), phone)


def _drawn(periods: Sequence[str], series: Sequence[Series], writing: Writing, width: float) -> str:
    columns = min(len(series), ceil((width + APART) / (WIDEST + APART)))
    across = (width - APART * (columns - 1)) / columns
    names = [broken(writing.words(one.label), across) for one in series]
    title = LINE * (1.3 + max(name.count("\n") for name in names))
    high = title + DRAWING + LINE * 2.6
    shares = [[float(value) / float(max(one.values)) for value in one.values] for one in series]
    words = heading_lines([writing.shared_unit, OWN_HIGHEST, *([CUT] if _span(shares)[0] else [])], width)
    above = HEADING + LINE * words.count("\n")
    total = above + high * ceil(len(series) / columns)
    with sheet(total, width) as figure:
        matplotlib.rcParams["axes.titley"] = None  # these titles make way for what reaches above the lines
        for number, one in enumerate(series):
            row, column = divmod(number, columns)
            left, top = column * (across + APART), above + row * high + title
            axes = panel(figure, left=left, right=width - left - across, top=top, bottom=total - top - DRAWING)
            _lines(axes, shares, number, across)
            _name_lines(axes, series, number)
            _label(axes, names[number], periods, one, writing)
        heading(figure, words)
        return as_svg(figure)


def _span(shares: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The lowest and highest share to show: from zero where any falls below half, else no less than `FLAT`."""
    low = min(min(row) for row in shares)
    more = max(0.0, FLAT - (1 - low)) / 2
    return (0.0, 1.0) if low < 1 / 2 else (low - more, 1 + more)


def _lines(axes: Axes, shares: Sequence[Sequence[float]], number: int, across: float) -> None:
    """The line of one series, those of the others behind it."""
    periods = len(shares[0])
    for line in (line for other, line in enumerate(shares) if other != number):
        axes.plot(range(periods), line, color=PALE, linewidth=0.8)
    axes.plot(range(periods), shares[number], color=PENS[0].colour, linewidth=2.2)
    ends = shares[number][0], shares[number][-1]
    axes.plot([0, periods - 1], ends, "o", color=PENS[0].colour, markersize=5, clip_on=False)
    axes.set_xlim(limits(0, periods - 1, across, 2, 2))
    axes.set_ylim(limits(*_span(shares), DRAWING, 1.5, 1.5))
    axes.axhline(axes.get_ylim()[0], color=GREY, linewidth=0.8)


def _name_lines(axes: Axes, series: Sequence[Series], number: int) -> None:
    """Name the lines in the order in which they are drawn: those of the others, that of this series, and its ends."""
    periods = range(len(series[number].values))
    others = [one for other, one in enumerate(series) if other != number]
    drawn = (*((one, periods) for one in (*others, series[number])), (series[number], (0, len(periods) - 1)))
    for line, (one, steps) in zip(axes.lines, drawn, strict=False):
        name_marks(line, LINE_OF, [(one.address(step),) for step in steps])


def _label(axes: Axes, name: str, periods: Sequence[str], series: Series, writing: Writing) -> None:
    """The name above a drawing, and below its ends the periods and values there."""
    axes.set_title(name, loc="left", size=LETTERS, pad=3, linespacing=1, color=INK)
    ends: tuple[tuple[int, float, Literal["left", "right"]], ...] = ((0, 0.0, "left"), (-1, 1.0, "right"))
    for period, share, side in ends:
        number = _below(axes, share, writing.drawn(series.values[period]), 0.95, side, color=INK, size=LETTERS)
        name_drawn(number, NUMERAL, series.address(period))
        _below(axes, share, writing.words(periods[period]), 1.95, side, color=SOFT, size=SMALL)


def _below(axes: Axes, share: float, words: str, lines: float, side: Literal["left", "right"], **pen: Any) -> Text:
    """Words so many lines below an end of a drawing."""
    down = (0, -lines * LINE * POINTS_PER_MM)
    return axes.annotate(words, (share, 0), down, "axes fraction", "offset points", ha=side, va="baseline", **pen)


def _describe(title: str, periods: Sequence[str], series: Sequence[Series], writing: Writing) -> str:
    """From where to where each series went, the one that rose most first."""
    changes = sorted(series, key=_change, reverse=True)
    courses = [
        f"{one.label} จาก {writing.quantity(one.values[0])} เป็น {writing.quantity(one.values[-1])}"
        f" ({writing.change(one.values[-1] - one.values[0])})"
        for one in changes
    ]
    kind = f"แผนภูมิเส้น {len(series)} ภาพเล็ก"
    return alt_text(kind, title, writing, f"{periods[0]} ถึง {periods[-1]}:", "; ".join(courses))


def _change(series: Series) -> float:
    """By what share of the highest value a series rose."""
    return float(series.values[-1] - series.values[0]) / float(max(series.values) or 1)
