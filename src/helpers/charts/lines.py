"""Points and lines over periods: how a figure went on, and what was reached by dated targets."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from helpers.charts.alt_text import CUT, Series, Value, Writing, alt_text, describe_extremes, is_nothing, writing_for
from helpers.charts.drawing import (
    HAIR,
    HEADING,
    INK,
    LINE,
    PENS,
    PHONE,
    WIDTH,
    Pen,
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
from helpers.charts.marks import LINE_OF, NUMERAL, ZERO, name_drawn, name_marks
from helpers.thai import BEFORE_NUMBER

DRAWING = 58.0
"""Millimetres between the heading and the labels below."""
CLEAR = 4.2
"""Millimetres from a point to the middle of its number."""
ROOM = CLEAR + LINE
MOST_NUMBERS, MOST_ON_PHONE = 8, 5
"""From more periods on, numbers at all points would run into each other."""
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
    """A line for each series, the periods in the given order.

    `steps` say how many rounds each lies after the first, so that a round left out keeps its room. Of more than
    `MOST_NUMBERS` periods only the ends and extremes have a number, and only some a label. The axis starts at zero,
    unless all values are far above it, and says so then. Raises ValueError for more than four series.
    """
    writing = writing_for(periods, series, unit, digits)
    if is_nothing(series):
        return nothing(title, writing)
    across = steps or range(len(periods))
    page, phone = (_drawn(periods, series, writing, across, width) for width in (WIDTH, PHONE))
    return Picture(page, describe_lines(title, periods, series, writing), phone)


def _drawn(
    periods: Sequence[str], series: Sequence[Series], writing: Writing, steps: Sequence[int], width: float
) -> str:
    """The lines in a picture so wide."""
    names = [writing.words(one.label) for one in series] if len(series) > 1 else []
    past = max(wide(writing.drawn(value)) for one in series for value in one.values) / 2 + 1.5
    right = _margin(max([past, *(wide(name) + past for name in names)]), steps[-1] + 1, width)
    most = MOST_NUMBERS if width == WIDTH else MOST_ON_PHONE
    below = axis_labels(_labels([writing.words(period) for period in periods], steps, most), width - right)
    with sheet(HEADING + DRAWING + below.height, width) as figure:
        left = max(below.overhang, past - below.slot / 2)
        axes = panel(figure, left=left, right=right, bottom=below.height)
        if _draw(axes, series, writing, steps, most):
            remark(figure, CUT)
        _name(axes, names, [float(one.values[-1]) for one in series], steps[-1] + past / below.slot)
        below.put(axes)
        heading(figure, writing.heading(series))
        return as_svg(figure)


def _labels(periods: Sequence[str], steps: Sequence[int], most: int) -> list[str]:
    """What stands below every slot of the axis, counted back from the last so that no more than `most` have a label;
    nothing below a round that is left out."""
    known, slots = dict(zip(steps, periods, strict=True)), steps[-1] + 1
    every = ceil(slots / most)
    return [known.get(slot, "") if (slots - 1 - slot) % every == 0 else "" for slot in range(slots)]


def _margin(need: float, slots: int, width: float) -> float:
    """What to leave free right of the axes to have `need` mm right of the last point: half a slot is there already."""
    return max(0.0, (need - width / 2 / slots) / (1 - 1 / 2 / slots))


def _draw(axes: Axes, series: Sequence[Series], writing: Writing, steps: Sequence[int], most: int) -> bool:
    """Draw points, lines and numbers; whether the axis does not start at zero."""
    rows = [[float(value) for value in one.values] for one in series]
    low, high, cut = window([value for row in rows for value in row])
    free = (min(map(min, rows)) - low) / (high - low) * (DRAWING - 2 * ROOM)
    axes.set_ylim(limits(low, high, DRAWING, max(1.0, ROOM - free), ROOM))
    axes.vlines(steps, *axes.get_ylim(), color=HAIR, linewidth=0.8, zorder=0)
    for one, row, pen in zip(series, rows, pens_for(series), strict=True):
        draw_line(axes, steps, row, pen, [one.address(period) for period in range(len(row))])
    if not cut:
        draw_zero(axes)
    numbered = _numbered(rows, most)
    for period, step in enumerate(steps):
        if period not in numbered:
            continue
        heights = _number_heights(rows, period, _per_mm(axes))
        for one, height in zip(series, heights, strict=True):
            written = write_on_white(axes, step, height, writing.drawn(one.values[period]), "center")
            name_drawn(written, NUMERAL, one.address(period))
    return cut


def _numbered(rows: Sequence[Sequence[float]], most: int) -> frozenset[int]:
    """The periods whose points have their numbers: all of a few, else the ends and every line's extremes."""
    last = len(rows[0]) - 1
    if last < most:
        return frozenset(range(last + 1))
    return frozenset({0, last}).union(*({row.index(min(row)), row.index(max(row))} for row in rows))


def window(values: Sequence[float]) -> tuple[float, float, bool]:
    """The lowest and highest height that an axis shows, and whether that leaves out zero."""
    low, high = min(values), max(values)
    if low <= high / 2 or low == high:
        return min(0.0, low), max(0.0, high), False
    more = max(0.0, FLAT * high - (high - low)) / 2
    return low - more, high + more, True


def _per_mm(axes: Axes) -> float:
    low, high = axes.get_ylim()
    return (high - low) / DRAWING


def _number_heights(rows: Sequence[Sequence[float]], step: int, per_mm: float) -> list[float]:
    """Where the numbers of one period stand: above their points, but that of the lowest or in a valley below it."""
    heights = [row[step] for row in rows]
    wanted = [height + CLEAR * per_mm for height in heights]
    if len(rows) > 1 or _in_valley(rows[0], step):
        wanted[heights.index(min(heights))] -= 2 * CLEAR * per_mm
    return _spread(wanted, LINE * per_mm)


def _in_valley(row: Sequence[float], step: int) -> bool:
    """Whether the line leaves the point upwards more than downwards, so that there is more room below."""
    neighbours = [*row[max(0, step - 1) : step], *row[step + 1 : step + 2]]
    return sum(neighbours) > len(neighbours) * row[step]


def _spread(wanted: Sequence[float], apart: float) -> list[float]:
    """The heights, the higher ones raised until no two are closer than `apart`."""
    heights = list(wanted)
    for lower, upper in pairwise(sorted(range(len(heights)), key=heights.__getitem__)):
        heights[upper] = max(heights[upper], heights[lower] + apart)
    return heights


def _name(axes: Axes, names: Sequence[str], ends: Sequence[float], step: float) -> None:
    """Write the names of the series beside the ends of their lines."""
    for name, height in zip(names, _spread(ends, LINE * _per_mm(axes)), strict=False):
        write_on_white(axes, step, height, name, "left")


def write_on_white(axes: Axes, step: float, height: float, text: str, side: Literal["center", "left"]) -> Text:
    """Text on white, legible where a line passes behind it."""
    return axes.text(step, height, text, ha=side, va="center", bbox={"facecolor": "white", "linewidth": 0, "pad": -0.5})


def describe_lines(title: str, periods: Sequence[str], series: Sequence[Series], writing: Writing) -> str:
    """The lines in words: from where to where each went, and its extremes."""
    across = f"{len(periods)} ช่วง ตั้งแต่ {periods[0]} ถึง {periods[-1]}:" if len(periods) > 1 else ""
    lines = "; ".join(f"{one.label} {_describe_course(periods, one, writing)}" for one in series)
    return alt_text("แผนภูมิเส้น", title, writing, across, lines)


def _describe_course(periods: Sequence[str], series: Series, writing: Writing) -> str:
    """From where to where; the highest and lowest too, unless these are the ends."""
    first, last = ends = series.values[0], series.values[-1]
    extremes = describe_extremes(periods, series, writing, total=False)
    if len(periods) == 1:
        return extremes
    course = f"จาก {writing.quantity(first)} เป็น {writing.quantity(last)} ({writing.change(last - first)})"
    return course if {max(series.values), min(series.values)} <= set(ends) else f"{course} {extremes}"


TARGET = "เป้าหมาย"
LEGEND_MARKS = 34.0
"""Millimetres that the samples of the legend and the gaps beside them take."""
REACHED_PEN, TARGET_PEN = PENS[0], PENS[1]


def against_targets(
    title: str,
    periods: Sequence[str],
    reached: Series,
    targets: Mapping[str, Value],
    *,
    unit: str,
    digits: str = "arabic",
    addresses: Mapping[str, str] | None = None,
) -> Picture:
    """A line through what was reached so far, and the targets of some of the periods, on an axis from zero.

    `periods` are at equal distances, `reached` has values for those that have come; `addresses` are of the targets.
    Readable up to 12 periods. Raises ValueError for more values than periods and for the target of one not there.
    """
    values = Series(reached.label, (*reached.values, *targets.values()))
    writing = writing_for([*periods[: len(reached.values)], *targets], [values], unit, digits)
    if unknown := set(targets) - set(periods):
        raise ValueError(f"targets of periods that are not there: {sorted(unknown)}")
    if is_nothing([values]):
        return nothing(title, writing)
    due, known = {step: targets[period] for step, period in enumerate(periods) if period in targets}, addresses or {}
    known_by = [known.get(period, "") for period in periods]
    page, phone = (_drawn_targets(periods, known_by, reached, due, writing, width) for width in (WIDTH, PHONE))
    return Picture(page, _describe_targets(title, periods, reached, due, writing), phone)


def _drawn_targets(
    periods: Sequence[str],
    addresses: Sequence[str],
    reached: Series,
    due: Mapping[int, Value],
    writing: Writing,
    width: float,
) -> str:
    """Both lines in a picture so wide; where heading and legend have no room on one line, the legend is the next."""
    names = [writing.words(reached.label), TARGET]
    lines = 1 + (wide("  ".join((writing.shared_unit, *names))) + LEGEND_MARKS > width)
    above = HEADING + LINE * 1.3 * (lines - 1)
    below = axis_labels([writing.words(period) for period in periods], width)
    high = above + DRAWING + below.height
    with sheet(high, width) as figure:
        axes = panel(figure, left=below.overhang, top=above, bottom=below.height)
        _draw_targets(axes, addresses, reached, due, writing)
        below.put(axes)
        heading(figure, writing.shared_unit)
        _legend(figure, names, 1 - LINE * 1.3 * (lines - 1) / high)
        return as_svg(figure)


def _draw_targets(
    axes: Axes, addresses: Sequence[str], series: Series, due: Mapping[int, Value], writing: Writing
) -> None:
    """`addresses` are those of the targets, one a period."""
    reached = series.values
    heights = [float(value) for value in (*reached, *due.values())]
    low, high = min(0.0, *heights), max(0.0, *heights)
    free = (min(heights) - low) / (high - low) * (DRAWING - 2 * ROOM)
    axes.set_ylim(limits(low, high, DRAWING, max(1.0, ROOM - free), ROOM))
    axes.vlines(range(len(addresses)), *axes.get_ylim(), color=HAIR, linewidth=0.8, zorder=0)
    draw_zero(axes)
    known_by = [series.address(step) for step in range(len(reached))]
    draw_line(axes, range(len(reached)), [float(value) for value in reached], REACHED_PEN, known_by)
    draw_line(axes, list(due), [float(value) for value in due.values()], TARGET_PEN, [addresses[step] for step in due])
    bottom, top = axes.get_ylim()
    clear = CLEAR * (top - bottom) / DRAWING
    for step, value in enumerate(reached):
        way = -1 if float(value) < _expected(due, step) else 1
        number = write_on_white(axes, step, float(value) + way * clear, writing.drawn(value), "center")
        name_drawn(number, NUMERAL, series.address(step))
    for step, value in due.items():
        behind = step >= len(reached) or reached[step] < value
        way = 1 if behind else -1
        number = write_on_white(axes, step, float(value) + way * clear, writing.drawn(value), "center")
        name_drawn(number, NUMERAL, addresses[step])


def draw_line(axes: Axes, periods: Sequence[int], heights: Sequence[float], pen: Pen, addresses: Sequence[str]) -> None:
    """Points and the line through them, in the pen's style; `addresses` are those of the points."""
    (line,) = axes.plot(
        periods, heights, color=pen.colour, marker=pen.marker, markersize=7, linewidth=1.8, linestyle=_dashes(pen)
    )  # fmt: skip
    name_marks(line, LINE_OF, [(address,) for address in addresses])


def draw_zero(axes: Axes) -> None:
    """The line from which heights are seen, where the axis holds it."""
    axes.axhline(0, color=INK, linewidth=0.8, clip_on=False, zorder=0).set_gid(ZERO)


def _dashes(pen: Pen) -> tuple[float, Sequence[float]] | Literal["-"]:
    return (0, pen.dashes) if pen.dashes else "-"


def _expected(due: Mapping[int, Value], step: int) -> float:
    """How high the line between the targets passes at a step: on that side of it the number would be hidden."""
    for (before, low), (after, high) in pairwise(due.items()):
        if before <= step <= after:
            return float(low) + float(high - low) * (step - before) / (after - before)
    return float(due.get(step, 0))


def _legend(figure: Figure, names: Sequence[str], top: float) -> None:
    handles = [
        Line2D([], [], color=pen.colour, marker=pen.marker, linestyle=_dashes(pen), label=name)
        for pen, name in zip((REACHED_PEN, TARGET_PEN), names, strict=True)
    ]
    figure.legend(handles=handles, loc="upper right", bbox_to_anchor=(1, top), ncols=len(handles), handlelength=2.6)


def _describe_targets(
    title: str, periods: Sequence[str], reached: Series, due: Mapping[int, Value], writing: Writing
) -> str:
    """Every target with what was reached by then, and the latest figure where it has no target of its own."""
    done = reached.values
    met = [
        f"{periods[step]} {reached.label} {writing.quantity(done[step])} {TARGET} {writing.quantity(target)} "
        f"({_gap(done[step] - target, writing)})"
        for step, target in due.items()
        if step < len(done)
    ]
    ahead = [f"{periods[step]} {TARGET} {writing.quantity(due[step])}" for step in due if step >= len(done)]
    last = len(done) - 1
    latest = f"ล่าสุด {periods[last]} {reached.label} {writing.quantity(done[last])}" if done and last not in due else ""
    still = f"ยังไม่ถึงกำหนด: {', '.join(ahead)}" if ahead else ""
    return alt_text("แผนภูมิเส้นเทียบเป้าหมาย", title, writing, "; ".join(filter(None, [*met, latest, still])))


def _gap(difference: Value, writing: Writing) -> str:
    """`ต่ำกว่าเป้าหมาย 1.9 จุดร้อยละ`."""
    if not difference:
        return f"เท่ากับ{TARGET}"
    unit = f"จุด{writing.unit}" if writing.unit in BEFORE_NUMBER else writing.unit
    side, size = ("สูงกว่า", difference) if difference > 0 else ("ต่ำกว่า", -difference)
    return f"{side}{TARGET} {writing.number(size)} {unit}".rstrip()
