"""Bullets: how much of what was given is used, each row measured against a whole of its own. They start at zero."""

from __future__ import annotations

from collections.abc import Sequence

import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.reports.charts.drawing import (
    BAR_PENS,
    HEADING,
    INK,
    LINE,
    PENS,
    WIDTH,
    Pen,
    Picture,
    as_svg,
    dress,
    heading,
    limits,
    nothing,
    panel,
    sheet,
)
from helpers.reports.charts.labels import broken, wide
from helpers.reports.charts.lying_bars import LONGEST_NAME, STEP, beside, demand_no_negative, places_of
from helpers.reports.charts.telling import Series, Writing, is_nothing, told, told_extremes, writing_for

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
    mark: Series,
    *,
    whole: str,
    digits: str = "arabic",
) -> Picture:
    """For each category, as percentages of its own `whole`: a pale bar for what was given, a dark one in it for what is
    used, a mark; and one line for all at the whole. The rest of the pale bar is what is left.

    Raises ValueError for a value below zero: a length cannot show it.
    """
    drawn = (used, given, mark)
    writing = writing_for(categories, drawn, UNIT, digits)
    for series in drawn:
        demand_no_negative(series)
    if is_nothing(drawn):
        return nothing(title, writing)
    return Picture(_picture(categories, drawn, whole, writing), _told(title, categories, drawn, whole, writing))


def _picture(categories: Sequence[str], drawn: tuple[Series, ...], whole: str, writing: Writing) -> str:
    names = [broken(writing.words(name), LONGEST_NAME) for name in categories]
    left = max(map(wide, names)) + 2.5
    places, end = places_of(names)
    above = HEADING + LINE * 1.4
    with sheet(above + end * STEP) as figure:
        axes = panel(figure, left=left, top=above)
        axes.set_ylim(end, 0)
        _draw(axes, places, drawn, writing, WIDTH - left)
        for place, name in zip(places, names, strict=True):
            beside(axes, (0, place), name, -5, "right")
        heading(figure, writing.words(f"{UNIT}ของที่{whole} ตัวเลขคือ{drawn[0].label}"))
        _legend(figure, drawn, whole, writing, 1 - LINE * 1.3 / (above + end * STEP))
        return as_svg(figure)


def _draw(axes: Axes, places: Sequence[float], drawn: tuple[Series, ...], writing: Writing, length: float) -> None:
    used, given, mark = ([float(value) for value in series.values] for series in drawn)
    heights = axes.get_ylim()
    _lie(axes, places, given, GIVEN_PEN, GIVEN_BREADTH)
    _lie(axes, places, used, USED_PEN, USED_BREADTH)
    numbers = [writing.drawn(value) for value in drawn[0].values]
    most = max(WHOLE, *used, *given, *mark)
    axes.set(ylim=heights, xlim=limits(0, most, length, 0, max(map(wide, numbers)) + 3))
    above, below = ([place + side * USED_BREADTH for place in places] for side in (-1, 1))
    axes.vlines(mark, above, below, color=MARK_PEN.colour, linewidth=MARK_WIDTH)
    axes.axvline(WHOLE, color=INK, linewidth=0.9, linestyle=DASHED, zorder=0)
    axes.axvline(0, color=INK, linewidth=0.8, clip_on=False)
    for reached, place, number in zip(zip(used, given, mark, strict=True), places, numbers, strict=True):
        beside(axes, (max(WHOLE, *reached), place), number, 4, "left")


def _lie(axes: Axes, places: Sequence[float], lengths: Sequence[float], pen: Pen, breadth: float) -> None:
    seaborn.barplot(
        x=lengths, y=places, orient="h", native_scale=True, saturation=1, width=breadth, errorbar=None, ax=axes,
    )  # fmt: skip
    for patch in axes.patches[-len(places) :]:
        dress(patch, pen)


def _legend(figure: Figure, drawn: tuple[Series, ...], whole: str, writing: Writing, top: float) -> None:
    used, given, mark = (writing.words(series.label) for series in drawn)
    bars = [Patch(label=used), Patch(label=given)]
    for patch, pen in zip(bars, (USED_PEN, GIVEN_PEN), strict=True):
        dress(patch, pen)
    line = writing.words(f"{whole} = {WHOLE}")
    handles = [
        *bars,
        Line2D([], [], color=MARK_PEN.colour, linewidth=MARK_WIDTH, label=mark),
        Line2D([], [], color=INK, linewidth=0.9, linestyle=DASHED, label=line),
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, top), ncols=len(handles), handlelength=1.5)


def _told(title: str, categories: Sequence[str], drawn: tuple[Series, ...], whole: str, writing: Writing) -> str:
    """Highest and lowest of each series, and the categories that used more than they were given."""
    extremes = "; ".join(f"{series.label} {told_extremes(categories, series, writing)}" for series in drawn)
    used, given, _ = drawn
    over = [name for name, one, other in zip(categories, used.values, given.values, strict=True) if one > other]
    beyond = f"; {used.label}เกิน{given.label}: {', '.join(over)}" if over else ""
    kind = f"แผนภูมิแท่งแนวนอนเทียบกับที่{whole} {len(categories)} รายการ"
    return told(kind, title, writing, f"{extremes}{beyond}")
