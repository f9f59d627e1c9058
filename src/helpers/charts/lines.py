"""Points and lines over collection rounds."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import seaborn
from matplotlib.axes import Axes

from helpers.charts.alt_text import CUT, Series, Writing, is_nothing, told, told_extremes, writing_for
from helpers.charts.drawing import (
    HAIR,
    HEADING,
    INK,
    LINE,
    WIDTH,
    Picture,
    as_svg,
    axis_labels,
    heading,
    limits,
    nothing,
    panel,
    pens_for,
    remark,
    sheet,
    wide,
)

DRAWING = 58.0
"""Millimetres between the heading and the labels below."""
CLEAR = 4.2
"""Millimetres from a point to the middle of its number."""
ROOM = CLEAR + LINE
FLAT = 0.05
"""The axis spans at least this share of the highest value, lest a change of a few pupils look like a landslide."""


def trend(
    title: str,
    periods: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str,
    digits: str = "arabic",
    steps: Sequence[int] = (),
) -> Picture:
    """A line for each series, the periods in the given order; readable up to 8 periods.

    `steps` say how many rounds each lies after the first, so that a round left out keeps its room. The axis starts at
    zero, unless all values are far above it, and says so then. Raises ValueError for more than four series.
    """
    writing = writing_for(periods, series, unit, digits)
    if is_nothing(series):
        return nothing(title, writing)
    drawn = _drawn(periods, series, writing, steps or range(len(periods)))
    return Picture(drawn, _told(title, periods, series, writing))


def _drawn(periods: Sequence[str], series: Sequence[Series], writing: Writing, places: Sequence[int]) -> str:
    names = [writing.words(each.label) for each in series] if len(series) > 1 else []
    past = max(wide(writing.drawn(value)) for each in series for value in each.values) / 2 + 1.5
    right = _margin(max(map(wide, names)) + past, places[-1] + 1) if names else 0
    below = axis_labels(_labels([writing.words(period) for period in periods], places), WIDTH - right)
    with sheet(HEADING + DRAWING + below.height) as figure:
        axes = panel(figure, left=below.overhang, right=right, bottom=below.height)
        if _draw(axes, series, writing, places):
            remark(figure, CUT)
        _name(axes, names, [float(each.values[-1]) for each in series], places[-1] + past / below.slot)
        below.put(axes)
        heading(figure, writing.heading(series))
        return as_svg(figure)


def _labels(periods: Sequence[str], places: Sequence[int]) -> list[str]:
    """What stands below every slot of the axis; nothing below a round that is left out."""
    known = dict(zip(places, periods, strict=True))
    return [known.get(slot, "") for slot in range(places[-1] + 1)]


def _margin(need: float, slots: int) -> float:
    """What to leave free right of the axes to have `need` mm right of the last point: half a slot is there already."""
    return max(0.0, (need - WIDTH / 2 / slots) / (1 - 1 / 2 / slots))


def _draw(axes: Axes, series: Sequence[Series], writing: Writing, places: Sequence[int]) -> bool:
    """Draw points, lines and numbers; whether the axis does not start at zero."""
    rows = [[float(value) for value in each.values] for each in series]
    low, high, cut = _window([value for row in rows for value in row])
    free = (min(map(min, rows)) - low) / (high - low) * (DRAWING - 2 * ROOM)
    axes.set_ylim(limits(low, high, DRAWING, max(1.0, ROOM - free), ROOM))
    axes.vlines(places, *axes.get_ylim(), color=HAIR, linewidth=0.8, zorder=0)
    for row, pen in zip(rows, pens_for(series), strict=True):
        seaborn.lineplot(
            x=places, y=row, color=pen.colour, marker=pen.marker, markersize=7, linewidth=1.8,
            linestyle=(0, pen.dashes) if pen.dashes else "-", errorbar=None, legend=False, ax=axes,
        )  # fmt: skip
    if not cut:
        axes.axhline(0, color=INK, linewidth=0.8, clip_on=False, zorder=0)
    for period, place in enumerate(places):
        heights = _number_heights(rows, period, _per_mm(axes))
        for each, height in zip(series, heights, strict=True):
            write_on_white(axes, place, height, writing.drawn(each.values[period]), "center")
    return cut


def _window(values: Sequence[float]) -> tuple[float, float, bool]:
    """The lowest and highest height to show, and whether that leaves out zero."""
    low, high = min(values), max(values)
    if low <= high / 2 or low == high:
        return min(0.0, low), max(0.0, high), False
    more = max(0.0, FLAT * high - (high - low)) / 2
    return low - more, high + more, True


def _per_mm(axes: Axes) -> float:
    low, high = axes.get_ylim()
    return (high - low) / DRAWING


def _number_heights(rows: Sequence[Sequence[float]], place: int, per_mm: float) -> list[float]:
    """Where the numbers of one period stand: above their points, but that of the lowest or in a valley below it."""
    heights = [row[place] for row in rows]
    wanted = [height + CLEAR * per_mm for height in heights]
    if len(rows) > 1 or _in_valley(rows[0], place):
        wanted[heights.index(min(heights))] -= 2 * CLEAR * per_mm
    return _spread(wanted, LINE * per_mm)


def _in_valley(row: Sequence[float], place: int) -> bool:
    """Whether the line leaves the point upwards more than downwards, so that there is more room below."""
    neighbours = [*row[max(0, place - 1) : place], *row[place + 1 : place + 2]]
    return sum(neighbours) > len(neighbours) * row[place]


def _spread(wanted: Sequence[float], apart: float) -> list[float]:
    """The heights, the higher ones raised until no two are closer than `apart`."""
    found = list(wanted)
    order = sorted(range(len(found)), key=lambda each: found[each])
    for lower, upper in pairwise(order):
        found[upper] = max(found[upper], found[lower] + apart)
    return found


def _name(axes: Axes, names: Sequence[str], ends: Sequence[float], place: float) -> None:
    """Write the names of the series beside the ends of their lines."""
    for name, height in zip(names, _spread(ends, LINE * _per_mm(axes)), strict=False):
        write_on_white(axes, place, height, name, "left")


def write_on_white(axes: Axes, place: float, height: float, text: str, side: Literal["center", "left"]) -> None:
    """Text on white, legible where a line passes behind it."""
    axes.text(place, height, text, ha=side, va="center", bbox={"facecolor": "white", "linewidth": 0, "pad": -0.5})


def _told(title: str, periods: Sequence[str], series: Sequence[Series], writing: Writing) -> str:
    across = f"{len(periods)} ช่วง ตั้งแต่ {periods[0]} ถึง {periods[-1]}:" if len(periods) > 1 else ""
    lines = "; ".join(f"{each.label} {_told_course(periods, each, writing)}" for each in series)
    return told("แผนภูมิเส้น", title, writing, across, lines)


def _told_course(periods: Sequence[str], series: Series, writing: Writing) -> str:
    """From where to where; the highest and lowest too, unless these are the ends."""
    first, last = ends = series.values[0], series.values[-1]
    extremes = told_extremes(periods, series, writing, total=False)
    if len(periods) == 1:
        return extremes
    course = f"จาก {writing.quantity(first)} เป็น {writing.quantity(last)} ({writing.change(last - first)})"
    return course if {max(series.values), min(series.values)} <= set(ends) else f"{course} {extremes}"
