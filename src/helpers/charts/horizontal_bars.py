"""Lying bars: a ranking, and the pyramid of age and sex. They start at zero."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Literal

import seaborn
from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from helpers.charts.alt_text import Series, Value, Writing, is_nothing, told, told_extremes, told_series, writing_for
from helpers.charts.columns import draw_groups
from helpers.charts.drawing import (
    GREY,
    HEADING,
    INK,
    LETTERS,
    LINE,
    MIDDLE,
    PENS,
    POINTS_PER_MM,
    WIDTH,
    Pen,
    Picture,
    as_svg,
    broken,
    heading,
    limits,
    nothing,
    panel,
    sheet,
    wide,
)

STEP = 6.3
"""Millimetres from one bar of a ranking to the next; those of a pyramid stand closer."""
PYRAMID_STEP = 4.9
SECOND_LINE = 0.7
"""Steps that a second line of a name adds."""
LONGEST_NAME = 66.0
BREADTH = 0.74
REST = Pen(GREY, "////", "", ())
FIRST_PLACES = 3
"""So many of the first places are told in words."""

Ranking = list[tuple[str, Value]]
Side = Literal["left", "center", "right"]


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
    ranking = sorted(zip(categories, series.values, strict=True), key=lambda pair: -pair[1])
    shown = _folded(ranking, most)
    folded = len(shown) < len(ranking)
    alt = _told_ranking(title, ranking, shown, writing)
    labels, values = zip(*shown, strict=True)
    narrow = draw_groups(labels, [Series(series.label, values)], writing, last=REST if folded else None)
    return Picture(_draw_ranking(shown, series.label, writing, folded=folded), alt, narrow)


def _draw_ranking(shown: Ranking, label: str, writing: Writing, *, folded: bool) -> str:
    """The names at the left, as wide as the widest needs."""
    names = [broken(writing.words(name), LONGEST_NAME) for name, _ in shown]
    left = max(map(wide, names)) + 2.5
    places, end = places_of(names)
    with sheet(HEADING + end * STEP) as figure:
        axes = panel(figure, left=left)
        axes.set_ylim(end, 0)
        drawn = _lie(axes, places, [value for _, value in shown], writing, PENS[0], WIDTH - left)
        if folded:
            drawn[-1].set(facecolor=REST.colour, hatch=REST.hatch)
        for place, name in zip(places, names, strict=True):
            beside(axes, (0, place), name, -5, "right")
        heading(figure, writing.heading([Series(label, ())]), at=left)
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
    middle = max(map(wide, names)) + 6
    length = (WIDTH - middle) / 2
    with sheet(HEADING + LINE + len(names) * PYRAMID_STEP) as figure:
        heading(figure, writing.shared_unit)
        away = panel(figure, top=HEADING + LINE, right=WIDTH - length)
        ahead = panel(figure, top=HEADING + LINE, left=WIDTH - length)
        most = max(*left.values, *right.values)
        for axes, series, pen in zip((away, ahead), sides, PENS, strict=False):
            axes.set_ylim(-0.5, len(names) - 0.5)
            _lie(axes, range(len(names)), series.values, writing, pen, length, most=most, mirrored=axes is away)
            axes.set_title(writing.words(series.label), loc="right" if axes is away else "left", size=LETTERS, pad=4)
        for height, name in enumerate(names):
            beside(ahead, (0, height), name, -middle / 2 * POINTS_PER_MM, "center")
        kind = f"พีระมิดประชากร ({left.label}ด้านซ้าย {right.label}ด้านขวา)"
        return Picture(as_svg(figure), told(kind, title, writing, told_series(categories, sides, writing)))


def demand_no_negative(series: Series) -> None:
    """Raise ValueError for a value below zero: a length cannot show it."""
    if min(series.values, default=0) < 0:
        raise ValueError(f"{series.label}: a length cannot be below zero: {min(series.values)}")


def _folded(ranking: Ranking, most: int) -> Ranking:
    """The ranking, its end added up in one last place where it has more than `most`."""
    if len(ranking) <= most:
        return ranking
    rest = ranking[most - 1 :]
    return [*ranking[: most - 1], (f"อื่น ๆ ({len(rest)} รายการ)", sum(value for _, value in rest))]


def places_of(names: Sequence[str]) -> tuple[list[float], float]:
    """Where bars with these names stand, in steps from above, and the height of all: a second line needs room."""
    sizes = [1 + SECOND_LINE * name.count("\n") for name in names]
    ends = list(accumulate(sizes))
    return [end - size / 2 for end, size in zip(ends, sizes, strict=True)], ends[-1]


def _lie(
    axes: Axes,
    places: Sequence[float],
    values: Sequence[Value],
    writing: Writing,
    pen: Pen,
    length: float,
    *,
    most: Value | None = None,
    mirrored: bool = False,
) -> BarContainer:
    """Draw bars with their values on axes `length` mm wide that end at `most`, by default the highest value."""
    lengths = [float(value) for value in values]
    heights = axes.get_ylim()
    seaborn.barplot(
        x=lengths, y=places, orient="h", native_scale=True, color=pen.colour, saturation=1, linewidth=0,
        hatch=pen.hatch, width=BREADTH, errorbar=None, ax=axes,
    )  # fmt: skip
    numbers = [writing.drawn(value) for value in values]
    ends = limits(0, float(most or max(values)), length, 0, max(map(wide, numbers)) + 2)
    axes.set(ylim=heights, xlim=ends[::-1] if mirrored else ends)
    for bar_end, place, number in zip(lengths, places, numbers, strict=True):
        beside(axes, (bar_end, place), number, -3 if mirrored else 3, "right" if mirrored else "left")
    axes.axvline(0, color=INK, linewidth=0.8, clip_on=False)
    (drawn,) = axes.containers
    assert isinstance(drawn, BarContainer)
    return drawn


def beside(axes: Axes, at: tuple[float, float], text: str, right: float, side: Side) -> None:
    """Text beside a bar, moved to the right by this many points."""
    if "\n" in text:
        axes.annotate(text, at, (right, 0), textcoords="offset points", ha=side, va="center", linespacing=1)
    else:
        axes.annotate(text, at, (right, MIDDLE), textcoords="offset points", ha=side, va="baseline")


def _told_ranking(title: str, ranking: Ranking, shown: Ranking, writing: Writing) -> str:
    names, values = zip(*ranking, strict=True)
    next_ones = [f"{name} {writing.amount(value)}" for name, value in ranking[1:FIRST_PLACES]]
    rest = len(ranking) - len(shown) + 1
    sentences = (
        told_extremes(names, Series("", values), writing),
        f"รองจากอันดับแรกคือ {' และ '.join(next_ones)}" if len(ranking) > FIRST_PLACES else "",
        f"แท่งสุดท้าย {shown[-1][0]} รวมกัน {writing.quantity(shown[-1][1])}" if rest > 1 else "",
    )
    return told(f"แผนภูมิแท่งแนวนอนเรียงจากมากไปน้อย {len(ranking)} รายการ", title, writing, *sentences)
