"""The one horizontal drawing: rows from above, each named at the left of its bars or, on a phone and where names are
long, above them. Heights are millimetres from the top of the drawing, and so are the axes that rows are drawn on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from helpers.charts.alt_text import Series
from helpers.charts.drawing import INK, LETTERS, LINE, MIDDLE, Pen, apply_style, broken, panel, wide
from helpers.charts.marks import LENGTH, name_drawn

STEP = 6.3
"""Millimetres from one row to the next where names stand beside their bars."""
SECOND_LINE = 0.7 * STEP
"""What a second line of a name beside its bars adds."""
LONGEST_NAME = 66.0
BESIDE = 2.5
"""Millimetres between a name and the bars beside it."""
TITLE_LINE = LINE * 1.08
GAP = 3.0
"""Millimetres from the bars of a row to the name of the next one below them."""

Side = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Rows:
    """Where rows stand that are named `names`: `middles` are those of their bars, which take `band` mm of each."""

    names: tuple[str, ...]
    middles: tuple[float, ...]
    band: float
    height: float
    left: float
    """What the names beside their bars take of the width; 0 where names stand above."""
    shrunk: float = 1.0
    """How much smaller than asked for everything is, lest the rows be higher than a page."""

    def axes(self, figure: Figure, top: float) -> Axes:
        """Bare axes for the bars, below the first `top` mm of the figure."""
        axes = panel(figure, left=self.left, top=top)
        axes.set_ylim(self.height, 0)
        return axes

    def write_names(self, axes: Axes, width: float) -> None:
        """The names of rows in a picture so wide."""
        for name, middle in zip(self.names, self.middles, strict=True):
            if self.left:
                beside(axes, (0, middle), name, -5, "right", from_edge=True)
            else:
                size = LETTERS * min(self.shrunk, width / max(width, wide(name)))
                _above(axes, middle - self.band / 2, name.split("\n"), size, TITLE_LINE * self.shrunk)

    def spans(self) -> tuple[list[float], list[float]]:
        """Where the zero of the bars is marked: along all rows where they follow each other, else along each."""
        if self.left:
            return [0.0], [self.height]
        half = self.band / 2
        return [middle - half for middle in self.middles], [middle + half for middle in self.middles]


def rows_beside(names: Sequence[str], band: float = STEP) -> Rows:
    """Rows with their names at the left, as wide as the widest needs; a second line of a name needs room."""
    lines = tuple(broken(name, LONGEST_NAME) for name in names)
    sizes = [band + SECOND_LINE * name.count("\n") for name in lines]
    ends = list(accumulate(sizes))
    middles = tuple(end - size / 2 for end, size in zip(ends, sizes, strict=True))
    return Rows(lines, middles, band, ends[-1], max(map(wide, lines)) + BESIDE)


def rows_below_names(names: Sequence[str], width: float, band: float, tallest: float = inf) -> Rows:
    """Rows below their names in a picture so wide; all of it smaller where it would be taller than `tallest`."""
    lines = tuple(broken(name, width) for name in names)
    ends = list(accumulate(TITLE_LINE * (1 + name.count("\n")) + band + GAP for name in lines))
    shrunk = min(1.0, tallest / (ends[-1] - GAP))
    middles = tuple((end - GAP - band / 2) * shrunk for end in ends)
    return Rows(lines, middles, band * shrunk, (ends[-1] - GAP) * shrunk, 0, shrunk)


def draw_bars(axes: Axes, middles: Sequence[float], series: Series, breadth: float, pen: Pen) -> BarContainer:
    """Bars from zero in the pen's style, each as long as its value."""
    bars = axes.barh(middles, [float(value) for value in series.values], breadth)
    for index, bar in enumerate(bars):
        apply_style(bar, pen)
        name_drawn(bar, LENGTH, series.address(index))
    return bars


def mark_zero(axes: Axes, rows: Rows) -> None:
    """The line that bars begin at."""
    axes.vlines([0] * len(rows.spans()[0]), *rows.spans(), color=INK, linewidth=0.8, clip_on=False)


def beside(
    axes: Axes,
    at: tuple[float, float],
    text: str,
    right: float,
    side: Side,
    *,
    size: float = LETTERS,
    from_edge: bool = False,
) -> Annotation:
    """Text beside a bar's end, or beside the left edge of the drawing, moved to the right by this many points."""
    origin = ("axes fraction", "data") if from_edge else "data"
    if "\n" in text:
        return axes.annotate(
            text, at, (right, 0), origin, "offset points", ha=side, va="center", linespacing=1, size=size
        )  # fmt: skip
    down = MIDDLE * size / LETTERS
    return axes.annotate(text, at, (right, down), origin, "offset points", ha=side, va="baseline", size=size)


def write_number(
    axes: Axes, bar_end: tuple[float, float], text: str, side: Literal["left", "right"], size: float = LETTERS
) -> Annotation:
    """A number at the end of its bar, which meets it with this side."""
    return beside(axes, bar_end, text, 3 if side == "left" else -3, side, size=size)


def _above(axes: Axes, bottom: float, lines: Sequence[str], size: float, line: float) -> None:
    """Words at the left edge of the drawing, one line below the other, the last one just above `bottom`."""
    for number, words in enumerate(lines):
        height = bottom - (len(lines) - number - 0.7) * line
        axes.annotate(words, (0, height), xycoords=("axes fraction", "data"), va="baseline", size=size)
