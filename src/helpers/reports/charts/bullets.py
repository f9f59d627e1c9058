"""Bullets: how much of what was given is used, each row measured against a whole of its own. They start at zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, chain

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.reports.charts.drawing import (
    BAR_PENS,
    HEADING,
    INK,
    LETTERS,
    LINE,
    PENS,
    PHONE,
    WIDTH,
    Picture,
    as_svg,
    dress,
    heading,
    limits,
    nothing,
    panel,
    sheet,
)
from helpers.reports.charts.groups import TITLE_LINE, fitting, write_title
from helpers.reports.charts.labels import broken, wide
from helpers.reports.charts.legends import columns_for
from helpers.reports.charts.lying_bars import LONGEST_NAME, STEP, beside, demand_no_negative, places_of
from helpers.reports.charts.telling import Series, Writing, is_nothing, told, told_extremes, writing_for

UNIT = "ร้อยละ"
WHOLE = 100
GIVEN_BREADTH, USED_BREADTH = 0.66, 0.3
"""Of a row: how much of its height the pale bar and the dark one in it take."""
LINE_OF_STEP, APART = TITLE_LINE / STEP, 0.35
"""In steps: a line of a name above its bars, and the room between two rows."""
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
    alt = _told(title, categories, drawn, whole, writing)
    return Picture(_page(categories, drawn, whole, writing), alt, _phone(categories, drawn, whole, writing))


def _page(categories: Sequence[str], drawn: tuple[Series, ...], whole: str, writing: Writing) -> str:
    """Each name at the left of its bars."""
    names = [broken(writing.words(name), LONGEST_NAME) for name in categories]
    left = max(map(wide, names)) + 2.5
    places, end = places_of(names)
    with _sheet(drawn, whole, writing, WIDTH, left, end) as (figure, axes):
        _draw(axes, places, drawn, writing, WIDTH - left)
        _lines(axes, [(0, end)])
        for place, name in zip(places, names, strict=True):
            beside(axes, (0, place), name, -5, "right")
        return as_svg(figure)


def _phone(categories: Sequence[str], drawn: tuple[Series, ...], whole: str, writing: Writing) -> str:
    """Each name above its bars."""
    names = [broken(writing.words(name), PHONE) for name in categories]
    lines = [LINE_OF_STEP * (1 + name.count("\n")) for name in names]
    ends = list(accumulate(line + 1 + APART for line in lines))
    places = [end - APART - 0.5 for end in ends]
    with _sheet(drawn, whole, writing, PHONE, 0, ends[-1]) as (figure, axes):
        _draw(axes, places, drawn, writing, PHONE)
        _lines(axes, [(place - 0.5, place + 0.5) for place in places])
        for place, line, name in zip(places, lines, names, strict=True):
            write_title(axes, place - 0.5 - line, name, LETTERS * fitting(name, PHONE), LINE_OF_STEP)
        return as_svg(figure)


@contextmanager
def _sheet(
    drawn: tuple[Series, ...], whole: str, writing: Writing, width: float, left: float, steps: float
) -> Iterator[tuple[Figure, Axes]]:
    """Heading and legend, and below them bare axes so many steps high."""
    names = [*(writing.words(series.label) for series in drawn), writing.words(f"{whole} = {WHOLE}")]
    columns = columns_for(names, width)
    above = HEADING + LINE * 1.4 * -(-len(names) // columns)
    high = above + steps * STEP
    with sheet(high, width) as figure:
        axes = panel(figure, left=left, top=above)
        axes.set_ylim(steps, 0)
        heading(figure, writing.words(f"{UNIT}ของที่{whole} ตัวเลขคือ{drawn[0].label}"))
        handles = _samples(names)
        place = (0, 1 - LINE * 1.3 / high)
        figure.legend(handles=handles, loc="upper left", bbox_to_anchor=place, ncols=columns, handlelength=1.5)
        yield figure, axes


def _draw(axes: Axes, places: Sequence[float], drawn: tuple[Series, ...], writing: Writing, length: float) -> None:
    used, given, *marks = ([float(value) for value in series.values] for series in drawn)
    for lengths, pen, breadth in ((given, GIVEN_PEN, GIVEN_BREADTH), (used, USED_PEN, USED_BREADTH)):
        for bar in axes.barh(places, lengths, breadth):
            dress(bar, pen)
    numbers = [writing.drawn(value) for value in drawn[0].values]
    most = max(WHOLE, *used, *given, *chain(*marks))
    axes.set_xlim(limits(0, most, length, 0, max(map(wide, numbers)) + 3))
    above, below = ([place + side * USED_BREADTH for place in places] for side in (-1, 1))
    for mark in marks:
        axes.vlines(mark, above, below, color=MARK_PEN.colour, linewidth=MARK_WIDTH)
    for reached, place, number in zip(zip(used, given, *marks, strict=True), places, numbers, strict=True):
        beside(axes, (max(WHOLE, *reached), place), number, 4, "left")


def _lines(axes: Axes, spans: Sequence[tuple[float, float]]) -> None:
    """Where nothing and where the whole is, along these spans."""
    above, below = zip(*spans, strict=True)
    axes.vlines([WHOLE] * len(spans), above, below, color=INK, linewidth=0.9, linestyle=DASHED, zorder=0)
    axes.vlines([0] * len(spans), above, below, color=INK, linewidth=0.8, clip_on=False)


def _samples(names: Sequence[str]) -> list[Patch | Line2D]:
    used, given, *marks, whole = names
    bars = [Patch(label=used), Patch(label=given)]
    for patch, pen in zip(bars, (USED_PEN, GIVEN_PEN), strict=True):
        dress(patch, pen)
    return [
        *bars,
        *(Line2D([], [], color=MARK_PEN.colour, linewidth=MARK_WIDTH, label=mark) for mark in marks),
        Line2D([], [], color=INK, linewidth=0.9, linestyle=DASHED, label=whole),
    ]


def _told(title: str, categories: Sequence[str], drawn: tuple[Series, ...], whole: str, writing: Writing) -> str:
    """Highest and lowest of each series, and the categories that used more than they were given."""
    extremes = "; ".join(f"{series.label} {told_extremes(categories, series, writing)}" for series in drawn)
    used, given = drawn[:2]
    over = [name for name, one, other in zip(categories, used.values, given.values, strict=True) if one > other]
    beyond = f"; {used.label}เกิน{given.label}: {', '.join(over)}" if over else ""
    kind = f"แผนภูมิแท่งแนวนอนเทียบกับที่{whole} {len(categories)} รายการ"
    return told(kind, title, writing, f"{extremes}{beyond}")
