"""One line against dated targets: how much of the year's money is spent by now, and how much should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.reports.charts.drawing import (
    HAIR,
    HEADING,
    INK,
    PENS,
    WIDTH,
    Pen,
    Picture,
    as_svg,
    heading,
    limits,
    nothing,
    panel,
    sheet,
)
from helpers.reports.charts.labels import feet
from helpers.reports.charts.lines import CLEAR, DRAWING, ROOM, write_on_white
from helpers.reports.charts.telling import Series, Value, Writing, is_nothing, told, writing_for
from helpers.reports.rendering.wording import BEFORE_NUMBER

TARGET = "เป้าหมาย"
REACHED_PEN, TARGET_PEN = PENS[0], PENS[1]


def against_targets(
    title: str,
    periods: Sequence[str],
    reached: Series,
    targets: Mapping[str, Value],
    *,
    unit: str,
    digits: str = "arabic",
) -> Picture:
    """A line through what was reached so far, and the targets of some of the periods, on an axis from zero.

    `periods` are at equal distances, all of them named, also those without a target; `reached` has values for the first
    of them only, when the others have not come yet. Readable up to 12 periods. Raises ValueError for more values than
    periods and for the target of a period that is not there.
    """
    values = Series(reached.label, (*reached.values, *targets.values()))
    writing = writing_for([*periods[: len(reached.values)], *targets], [values], unit, digits)
    if unknown := set(targets) - set(periods):
        raise ValueError(f"targets of periods that are not there: {sorted(unknown)}")
    if is_nothing([values]):
        return nothing(title, writing)
    due = {place: targets[period] for place, period in enumerate(periods) if period in targets}
    below = feet([writing.words(period) for period in periods], WIDTH)
    with sheet(HEADING + DRAWING + below.height) as figure:
        axes = panel(figure, left=below.overhang, bottom=below.height)
        _draw(axes, len(periods), reached.values, due, writing)
        below.put(axes)
        heading(figure, writing.shared_unit)
        _legend(figure, [writing.words(reached.label), TARGET])
        return Picture(as_svg(figure), _told(title, periods, reached, due, writing))


def _draw(axes: Axes, periods: int, reached: Sequence[Value], due: Mapping[int, Value], writing: Writing) -> None:
    heights = [float(value) for value in (*reached, *due.values())]
    low, high = min(0.0, *heights), max(0.0, *heights)
    free = (min(heights) - low) / (high - low) * (DRAWING - 2 * ROOM)
    axes.set_ylim(limits(low, high, DRAWING, max(1.0, ROOM - free), ROOM))
    axes.vlines(range(periods), *axes.get_ylim(), color=HAIR, linewidth=0.8, zorder=0)
    axes.axhline(0, color=INK, linewidth=0.8, clip_on=False, zorder=0)
    _line(axes, dict(enumerate(reached)), REACHED_PEN)
    _line(axes, due, TARGET_PEN)
    bottom, top = axes.get_ylim()
    clear = CLEAR * (top - bottom) / DRAWING
    for place, value in enumerate(reached):
        way = -1 if float(value) < _expected(due, place) else 1
        write_on_white(axes, place, float(value) + way * clear, writing.drawn(value), "center")
    for place, value in due.items():
        behind = place >= len(reached) or reached[place] < value
        write_on_white(axes, place, float(value) + (1 if behind else -1) * clear, writing.drawn(value), "center")


def _line(axes: Axes, points: Mapping[int, Value], pen: Pen) -> None:
    heights = [float(value) for value in points.values()]
    dashes = (0, pen.dashes) if pen.dashes else "-"
    axes.plot(list(points), heights, color=pen.colour, marker=pen.marker, markersize=7, linewidth=1.8, linestyle=dashes)


def _expected(due: Mapping[int, Value], place: int) -> float:
    """How high the line between the targets passes at a place: on that side of it the number would be hidden."""
    for (before, low), (after, high) in pairwise(due.items()):
        if before <= place <= after:
            return float(low) + float(high - low) * (place - before) / (after - before)
    return float(due.get(place, 0))


def _legend(figure: Figure, names: Sequence[str]) -> None:
    handles = [
        Line2D(
            [], [], color=pen.colour, marker=pen.marker, linestyle=(0, pen.dashes) if pen.dashes else "-", label=name
        )
        for pen, name in zip((REACHED_PEN, TARGET_PEN), names, strict=True)
    ]
    figure.legend(handles=handles, loc="upper right", bbox_to_anchor=(1, 1), ncols=len(handles), handlelength=2.6)


def _told(title: str, periods: Sequence[str], reached: Series, due: Mapping[int, Value], writing: Writing) -> str:
    """Every target with what was reached by then, and the latest figure where it has no target of its own."""
    done = reached.values
    met = [
        f"{periods[place]} {reached.label} {writing.quantity(done[place])} {TARGET} {writing.quantity(target)} "
        f"({_gap(done[place] - target, writing)})"
        for place, target in due.items()
        if place < len(done)
    ]
    ahead = [f"{periods[place]} {TARGET} {writing.quantity(due[place])}" for place in due if place >= len(done)]
    last = len(done) - 1
    latest = f"ล่าสุด {periods[last]} {reached.label} {writing.quantity(done[last])}" if done and last not in due else ""
    still = f"ยังไม่ถึงกำหนด: {', '.join(ahead)}" if ahead else ""
    return told("แผนภูมิเส้นเทียบเป้าหมาย", title, writing, "; ".join(filter(None, [*met, latest, still])))


def _gap(difference: Value, writing: Writing) -> str:
    """`ต่ำกว่าเป้าหมาย 1.9 จุดร้อยละ`."""
    if not difference:
        return f"เท่ากับ{TARGET}"
    unit = f"จุด{writing.unit}" if writing.unit in BEFORE_NUMBER else writing.unit
    side, size = ("สูงกว่า", difference) if difference > 0 else ("ต่ำกว่า", -difference)
    return f"{side}{TARGET} {writing.number(size)} {unit}".rstrip()
