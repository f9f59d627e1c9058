"""Classes of values for maps: equal parts from the least to the greatest, which shade and strokes tell apart, so that
they are told without colour too.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Patch, Rectangle
from matplotlib.text import Annotation

from helpers.charts.alt_text import Series, Value, Writing
from helpers.charts.drawing import INK, LETTERS, LINE, panel, wide
from helpers.charts.marks import CLASS, NUMERAL, name_drawn

MOST_CLASSES = 4
NEAR = 10
"""Values that differ by less than one part in so many of the greatest are all of one class."""
ALIKE = "ทุกค่าใกล้เคียงกัน"
PALEST, DARKEST = "#eef2f6", "#173f6b"
EDGE = "#7b8794"
_WHITE_FROM = 2
"""From this class on, white letters stand out more than dark ones."""
SMALL = LETTERS - 1.5
SWATCH, STROKE = (10.0, 4.6), (1.1, 2.6)
"""Width and height in mm of a sample in the legend, and of a stroke."""
RADII = (0.9, 1.3, 1.7, 2.1)
"""Millimetres: of the points of each class on a map, the palest first."""
_AFTER, _APART = 1.5, 6.0
_TO = "ถึง"

Extreme = Literal["high", "low"]
"""Which values need attention: high ones, as of what was found, or low ones, as of what is complete."""


def are_near(least: Value, greatest: Value) -> bool:
    """Whether values from least to greatest are so near each other that shades would make a difference of none."""
    return (greatest - least) * NEAR < max(abs(Decimal(least)), abs(Decimal(greatest))) or least == greatest


def class_of(value: Value, least: Value, greatest: Value) -> int:
    """Which of `MOST_CLASSES` equal parts from least to greatest holds the value, from 0; 0 where all are near."""
    if are_near(least, greatest):
        return 0
    return min(MOST_CLASSES - 1, int((value - least) * MOST_CLASSES / (greatest - least)))


@dataclass(frozen=True)
class Classes:
    """The class of each value of a series, in its order; the darkest are those that need attention."""

    series: Series
    dark: Extreme

    @property
    def levels(self) -> tuple[int, ...]:
        """How dark each value is, from 0."""
        least, greatest = self._ends
        parts = (class_of(value, least, greatest) for value in self.series.values)
        return tuple(part if self.dark == "high" or self.alike else MOST_CLASSES - 1 - part for part in parts)

    @property
    def alike(self) -> bool:
        """Whether all are of one class because they are near each other."""
        return are_near(*self._ends)

    @property
    def _ends(self) -> tuple[Value, Value]:
        return min(self.series.values), max(self.series.values)

    def spans(self) -> list[tuple[int, int, int]]:
        """Level of each class that has a value, and the indices of its least and its greatest one; the palest first."""
        levels, values = self.levels, self.series.values
        spans = []
        for level in sorted(set(levels)):
            members = sorted((index for index, one in enumerate(levels) if one == level), key=values.__getitem__)
            spans.append((level, members[0], members[-1]))
        return spans


def colour(level: int) -> str:
    """The fill of a class."""
    return str(to_hex(LinearSegmentedColormap.from_list("attention", (PALEST, DARKEST))(level / (MOST_CLASSES - 1))))


def ink(level: int) -> str:
    """The colour of letters on a class."""
    return "white" if level >= _WHITE_FROM else INK


def paper(figure: Figure, width: float, height: float) -> Axes:
    """Bare axes over a whole figure, in millimetres from its left and its top."""
    axes = panel(figure, top=0)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    return axes


def strokes(axes: Axes, level: int, left: float, middle: float, pen: str) -> None:
    """As many upright strokes as the class has steps, the palest one."""
    for number in range(level + 1):
        corner = (left + number * 1.8 * STROKE[0], middle - STROKE[1] / 2)
        axes.add_patch(Rectangle(corner, *STROKE, facecolor=pen, edgecolor="none"))


@dataclass(frozen=True)
class ClassLegend:
    """The samples of the classes in use with their least and greatest values, in lines no wider than the picture."""

    classes: Classes
    writing: Writing
    lines: tuple[tuple[tuple[int, int, int], ...], ...]
    rounded: bool
    """Samples of points instead of tiles with strokes."""

    @property
    def height(self) -> float:
        """Millimetres."""
        return len(self.lines) * (SWATCH[1] + 2.4)

    def put(self, axes: Axes, top: float) -> None:
        """Draw it from so many mm below the top."""
        for number, line in enumerate(self.lines):
            left, middle = 0.0, top + number * (SWATCH[1] + 2.4) + SWATCH[1] / 2
            for span in line:
                self._sample(axes, span, left, middle)
                left += _entry_width(self.classes, self.writing, span) + _APART

    def _sample(self, axes: Axes, span: tuple[int, int, int], left: float, middle: float) -> None:
        level, *ends = span
        series = self.classes.series
        look: dict[str, Any] = {"facecolor": colour(level), "edgecolor": EDGE, "linewidth": 0.6}
        sample: Patch = Rectangle((left + 0.2, middle - SWATCH[1] / 2), *SWATCH, **look)
        if self.rounded:
            sample = Circle((left + SWATCH[0] - RADII[-1], middle), RADII[level], **look)
        name_drawn(axes.add_patch(sample), CLASS, *map(series.address, ends))
        if not self.rounded:
            strokes(axes, level, left + 1.4, middle, ink(level))
        at = left + SWATCH[0] + _AFTER
        for index, words in _words(self.classes, self.writing, span):
            written = write(axes, words, at, middle + LINE * 0.26, SMALL, INK, "left")
            if index is not None:
                name_drawn(written, NUMERAL, series.address(index))
            at += wide(f"{words} ", SMALL)


def write(
    axes: Axes, words: str, across: float, baseline: float, size: float, pen: str, side: Literal["left", "center"]
) -> Annotation:
    """One line of words on paper in millimetres."""
    return axes.annotate(words, (across, baseline), ha=side, va="baseline", size=size, color=pen)


def _words(classes: Classes, writing: Writing, span: tuple[int, int, int]) -> list[tuple[int | None, str]]:
    """What stands beside a sample, each number with the index of its value."""
    _, least, greatest = span
    values = classes.series.values
    first, last = writing.drawn(values[least]), writing.drawn(values[greatest])
    return [(least, first)] if values[least] == values[greatest] else [(least, first), (None, _TO), (greatest, last)]


def _entry_width(classes: Classes, writing: Writing, span: tuple[int, int, int]) -> float:
    words = " ".join(words for _, words in _words(classes, writing, span))
    return SWATCH[0] + _AFTER + wide(words, SMALL)


def class_legend(classes: Classes, writing: Writing, width: float, *, rounded: bool = False) -> ClassLegend:
    """The legend of a picture so wide; its samples are `rounded` where the picture has points."""
    lines: list[list[tuple[int, int, int]]] = [[]]
    taken = 0.0
    for span in classes.spans():
        needed = _entry_width(classes, writing, span)
        if lines[-1] and taken + needed > width:
            lines.append([])
            taken = 0.0
        lines[-1].append(span)
        taken += needed + _APART
    return ClassLegend(classes, writing, tuple(map(tuple, lines)), rounded)
