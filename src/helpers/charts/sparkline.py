"""One line over periods in the room of two lines of text, for pages that show much else."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from helpers.charts.alt_text import CUT, Series, Writing, is_nothing, writing_for
from helpers.charts.drawing import (
    HEADING,
    LINE,
    PENS,
    PHONE,
    Picture,
    as_svg,
    heading,
    limits,
    nothing,
    panel,
    remark,
    sheet,
    wide,
)
from helpers.charts.lines import CLEAR, ROOM, describe_lines, draw_line, draw_zero, window, write_on_white
from helpers.charts.marks import NUMERAL, name_drawn

_MARK = 2.0
"""Millimetres beside the ends, so that their points are whole."""
_DRAWING = 2 * ROOM + 6.0
"""Millimetres between the heading and the labels below."""


def sparkline(
    title: str,
    periods: Sequence[str],
    series: Series,
    *,
    unit: str,
    digits: str = "arabic",
    steps: Sequence[int] = (),
) -> Picture:
    """A small line, the periods in the given order, as wide as a phone wherever it stands.

    Its ends and extremes have a number, its ends a label; `steps` say how many rounds each period lies after the first.
    The axis starts at zero, unless all values are far above it, and says so then.
    """
    writing = writing_for(periods, [series], unit, digits)
    if is_nothing([series]):
        return nothing(title, writing)
    at = steps or range(len(periods))
    drawn = _drawn(periods, series, writing, at)
    return Picture(drawn, describe_lines(title, periods, [series], writing), drawn, PHONE)


def _drawn(periods: Sequence[str], series: Series, writing: Writing, steps: Sequence[int]) -> str:
    ends = [writing.words(periods[0]), writing.words(periods[-1])]
    beside = max(wide(end) for end in ends) / 2
    with sheet(HEADING + _DRAWING + LINE, PHONE) as figure:
        axes = panel(figure, left=beside, right=beside, bottom=LINE)
        past = _MARK * (steps[-1] - steps[0]) / PHONE
        axes.set_xlim(steps[0] - past, steps[-1] + past)
        if _draw(axes, series, writing, steps):
            remark(figure, CUT)
        for step, end in zip((steps[0], steps[-1]), ends, strict=True):
            axes.text(step, 0, end, transform=axes.get_xaxis_transform(), ha="center", va="top")
        heading(figure, writing.heading([series]))
        return as_svg(figure)


def _draw(axes: Axes, series: Series, writing: Writing, steps: Sequence[int]) -> bool:
    """Draw line and numbers; whether the axis does not start at zero."""
    row = [float(value) for value in series.values]
    low, high, cut = window(row)
    free = (min(row) - low) / (high - low) * (_DRAWING - 2 * ROOM)
    axes.set_ylim(limits(low, high, _DRAWING, max(1.0, ROOM - free), ROOM))
    draw_line(axes, steps, row, PENS[0], [series.address(period) for period in range(len(row))])
    if not cut:
        draw_zero(axes)
    bottom, top = axes.get_ylim()
    clear = CLEAR * (top - bottom) / _DRAWING
    for period in _numbered(row):
        below = row[period] == min(row) and row[period] < max(row) and cut
        height = row[period] + (-clear if below else clear)
        written = write_on_white(axes, steps[period], height, writing.drawn(series.values[period]), "center")
        name_drawn(written, NUMERAL, series.address(period))
    return cut


def _numbered(row: Sequence[float]) -> list[int]:
    """The ends, and the first of the lowest and of the highest values unless an end is as low or high."""
    ends = {0, len(row) - 1}
    extremes = (min(row), max(row))
    return sorted(ends.union(row.index(value) for value in extremes if value not in (row[0], row[-1])))
