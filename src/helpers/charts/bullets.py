"""Bullets: how much of what was given is used, each row measured against a whole of its own. They start at zero.

One line against dated targets: how much of the year's money is spent by now, and how much should be.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate, chain, pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.charts.alt_text import Series, Value, Writing, is_nothing, told, told_extremes, writing_for
from helpers.charts.columns import TITLE_LINE, fitting, write_title
from helpers.charts.drawing import (
    BAR_PENS,
    HAIR,
    HEADING,
    INK,
    LETTERS,
    LINE,
    PENS,
    PHONE,
    WIDTH,
    Pen,
    Picture,
    apply_style,
    as_svg,
    axis_labels,
    broken,
    columns_for,
    heading,
    limits,
    nothing,
    panel,
    sheet,
    wide,
)
from helpers.charts.horizontal_bars import LONGEST_NAME, STEP, beside, demand_no_negative, places_of
from helpers.charts.lines import CLEAR, DRAWING, ROOM, write_on_white
from helpers.thai import BEFORE_NUMBER

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
            apply_style(bar, pen)
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
        apply_style(patch, pen)
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
    below = axis_labels([writing.words(period) for period in periods], WIDTH)
    with sheet(HEADING + DRAWING + below.height) as figure:
        axes = panel(figure, left=below.overhang, bottom=below.height)
        _draw_targets(axes, len(periods), reached.values, due, writing)
        below.put(axes)
        heading(figure, writing.shared_unit)
        _legend(figure, [writing.words(reached.label), TARGET])
        return Picture(as_svg(figure), _targets_told(title, periods, reached, due, writing))


def _draw_targets(
    axes: Axes, periods: int, reached: Sequence[Value], due: Mapping[int, Value], writing: Writing
) -> None:
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


def _targets_told(
    title: str, periods: Sequence[str], reached: Series, due: Mapping[int, Value], writing: Writing
) -> str:
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
