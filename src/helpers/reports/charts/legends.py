"""Which pen is which series: beside the heading where there is room, else in lines of its own below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from helpers.reports.charts.drawing import BAR_PENS, HEADING, LINE, MM_PER_INCH, WIDTH, dress, pens_for
from helpers.reports.charts.labels import wide
from helpers.reports.charts.telling import Series, Writing

SAMPLE, APART = 8.3, 5.7
"""Millimetres that the sample before a name takes, and from one name to the next sample."""
_BESIDE_HEADING = 6.0
_ROW = LINE * 1.25


@dataclass(frozen=True)
class Legend:
    """The names of the series in `columns` columns, and how high heading and legend stand together, in mm."""

    names: tuple[str, ...]
    columns: int
    height: float

    def put(self, figure: Figure, series: Sequence[Series]) -> None:
        """Write the legend at the right of the heading, or at the left below it."""
        if len(self.names) < 2:
            return
        handles = [Patch(label=name) for name in self.names]
        for handle, pen in zip(handles, pens_for(series, BAR_PENS), strict=True):
            dress(handle, pen)
        high = float(figure.get_size_inches()[1]) * MM_PER_INCH
        below = self.height > HEADING
        place = (0.0, 1 - (LINE + 2) / high) if below else (1.0, 1.0)
        corner: Literal["upper left", "upper right"] = "upper left" if below else "upper right"
        figure.legend(handles=handles, loc=corner, bbox_to_anchor=place, ncols=self.columns)


def legend(series: Sequence[Series], writing: Writing, width: float = WIDTH) -> Legend:
    """The legend of these series in a picture so wide; of a single one nothing but the heading."""
    names = tuple(writing.words(each.label) for each in series)
    if len(names) < 2 or _row_width(names) <= width - wide(writing.heading(series)) - _BESIDE_HEADING:
        return Legend(names, len(names), HEADING)
    columns = columns_for(names, width)
    return Legend(names, columns, HEADING + _ROW * -(-len(names) // columns) + 1)


def columns_for(names: Sequence[str], width: float) -> int:
    """In how many columns the names stand in a legend so wide; at least one."""
    return next((count for count in range(len(names), 1, -1) if _width(names, count) <= width), 1)


def _width(names: Sequence[str], columns: int) -> float:
    """matplotlib fills a legend column by column, the first ones fuller."""
    rows, longer = divmod(len(names), columns)
    ends = [place * rows + min(place, longer) for place in range(columns + 1)]
    return _row_width([max(names[start:end], key=wide) for start, end in pairwise(ends)])


def _row_width(names: Sequence[str]) -> float:
    return sum(SAMPLE + wide(name) for name in names) + APART * (len(names) - 1)
