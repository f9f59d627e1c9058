"""The way from a first count to a last, change by change."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from matplotlib.axes import Axes

from helpers.charts.alt_text import CUT, Series, Writing, alt_text, is_nothing
from helpers.charts.drawing import (
    HEADING,
    INK,
    LINE,
    PENS,
    PHONE,
    SOFT,
    WIDTH,
    Pen,
    Picture,
    as_svg,
    axis_labels,
    heading,
    limits,
    nothing,
    panel,
    remark,
    sheet,
)
from helpers.charts.marks import COLUMN, NUMERAL, name_drawn

DRAWING = 52.0
"""Millimetres between the heading and the labels below."""
BREADTH = 0.62
NOT_CLOSED = "ส่วนต่าง ไม่ทราบที่มา"
SEEN = 0.15
"""The columns of the counts are cut where the changes span less than this share of the highest count."""
LEVEL, GAIN, LOSS, GAP = PENS[0], Pen("#7ba3c9", "", "", ()), PENS[1], PENS[3]


def waterfall(
    title: str,
    steps: Sequence[tuple[str, int]],
    *,
    unit: str,
    digits: str = "arabic",
    addresses: Sequence[str] = (),
) -> Picture:
    """A first count, signed changes, and a last count; ValueError for less than the two counts.

    Where the changes do not lead to the last count, a step of its own shows the difference: nothing is closed by force.
    Where the counts dwarf the changes, their columns are cut, and the picture says so. `addresses` are those of the
    steps.
    """
    writing = Writing(unit, digits)
    if is_nothing([Series("", tuple(count for _, count in steps))]):
        return nothing(title, writing)
    known_by = [*addresses[:-1], *[""] * (len(_with_gap(steps)) - len(steps)), *addresses[-1:]]
    steps = _with_gap(steps)
    page, phone = (_drawn(steps, known_by, writing, width) for width in (WIDTH, PHONE))
    return Picture(page, _describe(title, steps, writing), phone)


def _drawn(steps: list[tuple[str, int]], known_by: Sequence[str], writing: Writing, width: float) -> str:
    """The steps in a picture so wide, their names below them."""
    below = axis_labels([writing.words(name) for name, _ in steps], width)
    with sheet(HEADING + DRAWING + below.height, width) as figure:
        axes = panel(figure, left=below.overhang, bottom=below.height)
        if _draw(axes, steps, writing):
            remark(figure, CUT)
        for text, column, address in zip(axes.texts, axes.patches, known_by, strict=False):
            name_drawn(text, NUMERAL, address)
            name_drawn(column, COLUMN, address)
        below.put(axes)
        heading(figure, writing.shared_unit)
        return as_svg(figure)


def _with_gap(steps: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    first, *changes, last = steps
    gap = last[1] - first[1] - sum(change for _, change in changes)
    return [first, *changes, *([(NOT_CLOSED, gap)] if gap else []), last]


def _draw(axes: Axes, steps: list[tuple[str, int]], writing: Writing) -> bool:
    """Draw the steps; whether the columns of the counts had to be cut."""
    levels = list(accumulate(count for _, count in steps[:-1]))
    low, high = min(levels), max(levels)
    cut = 0 < high - low < SEEN * high
    base = low - 0.6 * (high - low) if cut else min(0, low)
    axes.set_ylim(limits(base, max(0, high), DRAWING, 0, LINE + 1))
    spans = [(base, levels[0]), *pairwise(levels), (base, levels[-1])]
    last = len(steps) - 1
    for step, ((name, amount), span) in enumerate(zip(steps, spans, strict=True)):
        is_count = step in (0, last)
        pen = LEVEL if is_count else _pen(name, amount)
        _column(axes, step, span, pen, writing.number(amount, signed=not is_count))
    for step, level in enumerate(levels):
        axes.hlines(level, step + BREADTH / 2, step + 1 - BREADTH / 2, color=SOFT, linewidth=0.7)
    if cut:
        _cut(axes, (0, last))
    else:
        axes.axhline(0, color=INK, linewidth=0.8, clip_on=False)
    return cut


def _pen(name: str, amount: int) -> Pen:
    if name == NOT_CLOSED:
        return GAP
    return GAIN if amount > 0 else LOSS


def _column(axes: Axes, step: int, span: tuple[float, float], pen: Pen, number: str) -> None:
    low, high = sorted(span)
    axes.bar(step, high - low, BREADTH, low, color=pen.colour, hatch=pen.hatch, linewidth=0)
    axes.annotate(number, (step, high), (0, 2), textcoords="offset points", ha="center", va="bottom")


def _cut(axes: Axes, columns: tuple[int, ...]) -> None:
    """The mark of a column that does not start at zero: two white slanting strokes near its foot."""
    low, high = axes.get_ylim()
    for column in columns:
        for share in (0.05, 0.075):
            heights = [low + (high - low) * (share + rise) for rise in (0, 0.045)]
            axes.plot([column - BREADTH / 2, column + BREADTH / 2], heights, color="white", linewidth=1.6)


def _describe(title: str, steps: list[tuple[str, int]], writing: Writing) -> str:
    (first, start), *changes, (last, end) = steps
    sentences = (
        f"เริ่มจาก{first} {writing.quantity(start)}",
        ", ".join(f"{name} {writing.quantity(change, signed=True)}" for name, change in changes),
        f"สุดท้าย{last} {writing.quantity(end)}",
        f"({writing.change(end - start)})",
    )
    return alt_text("แผนภูมิแสดงการเปลี่ยนแปลงทีละขั้น", title, writing, *sentences)
