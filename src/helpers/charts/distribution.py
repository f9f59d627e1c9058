"""Where a school stands among all: every school a point on one axis, packed where many are alike."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from helpers.charts.alt_text import Series, Value, Writing, alt_text, describe_extremes, is_nothing, writing_for
from helpers.charts.drawing import (
    HEADING,
    INK,
    LETTERS,
    LINE,
    PENS,
    PHONE,
    SOFT,
    WIDTH,
    Picture,
    as_svg,
    broken,
    heading,
    heading_lines,
    limits,
    nothing,
    panel,
    sheet,
    wide,
)
from helpers.charts.marks import NUMERAL, POINT, SPAN, name_drawn, name_marks
from helpers.charts.plotting import seaborn
from helpers.charts.point_scales import (
    BY_WEIGHT,
    CLOSER,
    NAME_SIZE,
    QUARTERS,
    SCHOOL,
    Label,
    at_most,
    each_point,
    label_at,
    leading_to,
    outliers,
    quarters,
    scale_for,
    stacked,
)
from helpers.lettering import POINTS_PER_MM

LARGEST, SMALLEST, TALLEST = 2.3, 1.3, 62.0
"""Millimetres across a point, and from the lowest point to the highest: many alike schools make points smaller."""
LOOSE = 1.12
"""How much higher points are packed than if they stood in straight columns."""
MARGIN = 2.5
SWARM = 0.8
"""How much of the unit of its own that seaborn gives a row of points they may take."""
SIDE, TUCKED = (0, -1, 0, 1, 0), 3.0
"""To which side of its mark the label of a quarter stands, and how many mm of it under the box: so that those of both
ends of the box keep clear of each other."""
BOX, BOX_ROOM = 3.4, 7.0
"""Millimetres: the box of the middle half, and the room for it below the points."""
BOX_COLOUR = "#c9d6e3"


def distribution(
    title: str, categories: Sequence[str], series: Series, *, unit: str, digits: str = "arabic", noun: str = SCHOOL
) -> Picture:
    """Every category a point at its value, and below them a box around the middle half with the middle; `noun` is what
    readers call a category.

    Printed are values that schools have: the least, that which half of the schools do not exceed, and so on; schools
    far from all others are named. Positions are square roots where the greatest value would press all others together.
    """
    writing = writing_for(categories, [series], unit, digits)
    if is_nothing([series]):
        return nothing(title, writing)
    names = [writing.words(name) for name in categories]
    page, phone = (_drawn(names, series, writing, width, noun) for width in (WIDTH, PHONE))
    return Picture(page, _describe(title, categories, series, writing, noun), phone)


def _drawn(names: Sequence[str], series: Series, writing: Writing, width: float, noun: str) -> str:
    values, scale = series.values, scale_for(series.values)
    known_by = {value: series.address(index) for index, value in enumerate(values)}
    addresses = [known_by[value] for value in quarters(values)]
    positions = [scale.at(value) for value in values]
    low, high = _ends(positions, width)
    across = [(position - low) / (high - low) * width for position in positions]
    size, tall = _packed(across)
    named, labels = _names(names, positions, across, width)
    marks = [(scale.at(value) - low) / (high - low) * width for value in quarters(values)]
    foot = _quarter_labels(quarters(values), marks, writing, width)
    note = broken(at_most(noun), width)
    words = heading_lines([writing.shared_unit, each_point(noun), *([CLOSER] if scale.roots else [])], width)
    top, room = HEADING + LINE * words.count("\n"), LINE * (1 + max((line for _, line in labels), default=-1))
    below = LINE * (2 * (1 + max(line for _, line in foot)) + 0.6 + (1 + note.count("\n")))
    with sheet(top + room + tall + BOX_ROOM + below, width) as figure:
        frame = panel(figure, top=top, bottom=below)
        frame.set(xlim=(0, width), ylim=(0, BOX_ROOM + tall + room))
        _name(frame, [across[point] for point in named], labels, BOX_ROOM + tall / 2, tall / 2)
        _box(frame, marks, addresses)
        _label(frame, foot, {writing.drawn(value): known_by[value] for value in quarters(values)})
        points = _points(figure, panel(figure, top=top + room, bottom=below + BOX_ROOM), positions, (low, high), size)
        name_marks(points, POINT, [(series.address(index),) for index in range(len(values))])
        heading(figure, words)
        figure.text(0, 0, note, va="bottom", color=SOFT, size=NAME_SIZE, linespacing=1)
        return as_svg(figure)


def _names(
    names: Sequence[str], positions: Sequence[float], across: Sequence[float], width: float
) -> tuple[list[int], list[tuple[Label, int]]]:
    """The points that are named, and their labels."""
    below, above = outliers(positions)
    sides = [*((point, False) for point in below), *((point, True) for point in above)]
    labels = [leading_to(across[point], names[point], width, from_right=right) for point, right in sides]
    return [point for point, _ in sides], stacked(labels)


def _quarter_labels(
    values: Sequence[Value], marks: Sequence[float], writing: Writing, width: float
) -> list[tuple[Label, int]]:
    """The labels of the quarters, one for equal values; where they do not fit beside each other, below."""
    labels: dict[Value, Label] = {}
    for quarter in BY_WEIGHT:
        number, share = writing.drawn(values[quarter]), writing.words(QUARTERS[quarter][0])
        room = max(wide(number), wide(share, NAME_SIZE))
        outwards = SIDE[quarter] * (room / 2 - TUCKED)
        labels.setdefault(values[quarter], label_at(marks[quarter] + outwards, f"{number}\n{share}", room, width))
    return stacked(list(labels.values()))


def _ends(positions: Sequence[float], width: float) -> tuple[float, float]:
    """The ends of the axis, also where all schools have one value."""
    low, high = min(positions), max(positions)
    return limits(low, high, width, MARGIN, MARGIN) if low < high else (low - 1, high + 1)


def _packed(across: Sequence[float]) -> tuple[float, float]:
    """How large points are, and how high they are packed, in mm: as many as lie within one point's breadth stand above
    each other."""
    size = LARGEST
    while size * LOOSE * _most_together(across, size) > TALLEST:
        size *= 0.9
    return size, max(LARGEST * 3, size * LOOSE * _most_together(across, size))


def _most_together(across: Sequence[float], size: float) -> int:
    ordered = sorted(across)
    return max(bisect_left(ordered, start + size) - point for point, start in enumerate(ordered))


def _points(
    figure: Figure, axes: Axes, positions: Sequence[float], ends: tuple[float, float], size: float
) -> PathCollection:
    """The points, packed around the middle of the axes as high as these are. seaborn says where they stand; points that
    had to be packed closer than they can be seen overlap."""
    seaborn.swarmplot(x=positions, orient="h", native_scale=True, size=size * POINTS_PER_MM, warn_thresh=1, ax=axes)
    axes.set(xlim=ends, ylim=(-SWARM / 2, SWARM / 2))
    (packed,) = axes.collections
    packed.draw(FigureCanvasAgg(figure).get_renderer())  # type: ignore[no-untyped-call]
    across, up = packed.get_offsets().T  # type: ignore[union-attr]
    packed.remove()
    area = (max(size, SMALLEST) * POINTS_PER_MM) ** 2
    return axes.scatter(across, up, area, color=PENS[0].colour, edgecolors="white", linewidths=0.4, clip_on=False)


def _name(axes: Axes, across: Sequence[float], labels: Sequence[tuple[Label, int]], middle: float, half: float) -> None:
    """Write names above the points, each with a line down to its own; all in mm."""
    for position, (label, line) in zip(across, labels, strict=True):
        foot = middle + half + line * LINE
        axes.plot([position, position], [middle + LARGEST * 0.7, foot], color=SOFT, linewidth=0.5)
        axes.text(label.middle, foot + 0.6, label.words, ha="center", va="bottom", size=NAME_SIZE)


def _box(axes: Axes, marks: Sequence[float], addresses: Sequence[str]) -> None:
    """From the least to the greatest value, a box around the middle half, and the middle. `addresses` are those of the
    marks."""
    least, lower, middle, upper, greatest = marks
    drawn = {"whislo": least, "q1": lower, "med": middle, "q3": upper, "whishi": greatest, "fliers": []}
    parts = axes.bxp(
        [drawn], positions=[BOX_ROOM / 2], widths=BOX, orientation="horizontal", patch_artist=True, showcaps=False,
        boxprops={"facecolor": BOX_COLOUR, "edgecolor": INK, "linewidth": 0.9}, manage_ticks=False,
        whiskerprops={"color": INK, "linewidth": 0.9}, medianprops={"color": INK, "linewidth": 2.6},
    )  # fmt: skip
    for part, ends in zip((*parts["boxes"], *parts["whiskers"]), ((1, 3), (0, 1), (3, 4)), strict=True):
        name_drawn(part, SPAN, *(addresses[end] for end in ends))
    name_drawn(parts["medians"][0], POINT, addresses[2])


def _label(axes: Axes, labels: Sequence[tuple[Label, int]], known_by: Mapping[str, str]) -> None:
    """Write the values of the quarters below the drawing, and how many schools do not exceed them; `known_by` has the
    addresses of the numbers."""
    for label, line in labels:
        number, share = label.words.split("\n")
        for words, down, colour, size in ((number, 0.75, INK, LETTERS), (share, 1.7, SOFT, NAME_SIZE)):
            height = -LINE * (2 * line + down)
            written = axes.text(label.middle, height, words, ha="center", va="baseline", color=colour, size=size)
            if words == number:
                name_drawn(written, NUMERAL, known_by[number])


def _describe(title: str, categories: Sequence[str], series: Series, writing: Writing, noun: str) -> str:
    """What a quarter, half and three quarters of the points do not exceed, the ends, and who stands apart."""
    marks = quarters(series.values)
    shares = [
        f"{name}ไม่เกิน {writing.quantity(value)}" for (name, _), value in zip(QUARTERS[1:-1], marks[1:-1], strict=True)
    ]
    scale = scale_for(series.values)
    below, above = outliers([scale.at(value) for value in series.values])
    apart = [
        f"{words} {', '.join(categories[point] for point in points)}"
        for words, points in ((f"สูงกว่า{noun}อื่นมาก:", above), (f"ต่ำกว่า{noun}อื่นมาก:", below))
        if points
    ]
    sentences = (
        f"{series.label} {noun}{' '.join(shares)}",
        describe_extremes(categories, series, writing, total=False),
        *apart,
    )
    return alt_text(f"แผนภูมิการกระจาย {len(categories)} {noun}", title, writing, *sentences)
