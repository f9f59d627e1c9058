"""Schools alike in one thing and how they differ in another: every school a point, and a line of equal ratio."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, dist, sqrt

from matplotlib.axes import Axes

from helpers.charts.alt_text import Series, Value, Writing, alt_text, is_nothing, writing_for
from helpers.charts.drawing import (
    EDGE,
    GREY,
    HEADING,
    LINE,
    PENS,
    PHONE,
    SOFT,
    WIDTH,
    Picture,
    as_svg,
    heading,
    heading_lines,
    limits,
    nothing,
    panel,
    sheet,
    wide,
)
from helpers.charts.marks import DOTS, NUMERAL, RATIO, name_drawn, name_marks
from helpers.charts.plotting import seaborn
from helpers.charts.point_scales import (
    BY_WEIGHT,
    CLOSER,
    EACH_POINT,
    NAME_SIZE,
    Label,
    Scale,
    label_at,
    outliers,
    quarters,
    stacked,
)

DRAWING = 78.0
"""Millimetres from the foot of the drawing to its top."""
MARGIN, FOOT, BESIDE_AXIS = 3.0, LINE * 2.4, 2.6
"""Millimetres between the outermost points and the paper, for the labels below, and from those beside to the points."""
AREA = 17
"""Of a point, in square points."""
AWAY, NAME_HEIGHT = (1.6, 5.0, 9.0, 14.0, 20.0), LINE * 0.8
"""Millimetres from a point to its name, the best first, and how high this is; a line leads to a name further away."""
STEEP = 0.3
SIDES = (
    *((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)),
    *((right, up) for up in (1.0, -1.0) for right in (1.0, -1.0, STEEP, -STEEP)),
)
"""Where a name may stand: to the right or left of its point and above or below it, the best first."""
ROOTS = Scale(roots=True)
LARGER = "จุดใหญ่คือหลายโรงเรียนที่เท่ากัน"


@dataclass(frozen=True)
class Ratio:
    """How much of what is drawn across comes to one of what is drawn upwards in all schools: 17.2 pupils a teacher."""

    label: str
    value: Value
    unit: str
    address: str = ""
    """What it is known by elsewhere; empty for nothing."""


def scatter(
    title: str,
    categories: Sequence[str],
    across: Series,
    upward: Series,
    ratio: Ratio,
    *,
    units: tuple[str, str],
    digits: str = "arabic",
) -> Picture:
    """Every category (a school) a point, and the line on which all would lie if they had the ratio of all together.

    Positions are square roots, on which every ratio is a straight line through the corner and schools of all sizes lie
    about equally far from it. The schools furthest from the line are named. Values and ratio are none below zero
    (ValueError).
    """
    writings = (
        writing_for(categories, [across], units[0], digits),
        writing_for(categories, [upward], units[1], digits),
    )
    if min([*across.values, *upward.values, ratio.value], default=0) < 0:
        raise ValueError(f"{title}: a square root of a value below zero")
    if is_nothing([across]) or is_nothing([upward]) or not ratio.value:
        return nothing(title, writings[0])
    cloud = _Cloud(tuple(categories), across, upward, ratio, writings)
    page, phone = (_drawn(cloud, width) for width in (WIDTH, PHONE))
    return Picture(page, _describe(title, cloud), phone)


@dataclass(frozen=True)
class _Cloud:
    """The points of one picture and how their numbers are written."""

    categories: tuple[str, ...]
    across: Series
    upward: Series
    ratio: Ratio
    writings: tuple[Writing, Writing]

    @property
    def positions(self) -> tuple[list[float], list[float]]:
        """Where the points stand, across and upwards."""
        across, upward = ([ROOTS.at(value) for value in series.values] for series in (self.across, self.upward))
        return across, upward

    @property
    def slope(self) -> float:
        """How far the line rises, in positions."""
        return 1 / sqrt(self.ratio.value)

    def apart(self) -> tuple[list[int], list[int]]:
        """The points that lie far below and far above the line."""
        across, upward = self.positions
        return outliers([height - self.slope * position for position, height in zip(across, upward, strict=True)])

    @property
    def line_words(self) -> str:
        """What the line is."""
        writing = Writing(self.ratio.unit, self.writings[0].digits, 1)
        return writing.words(f"{self.ratio.label} {writing.quantity(self.ratio.value)}")


def _drawn(cloud: _Cloud, width: float) -> str:
    heights = [cloud.writings[1].drawn(value) for value in quarters(cloud.upward.values)]
    left = max(map(wide, heights)) + BESIDE_AXIS
    together = len(set(zip(*cloud.positions, strict=True))) < len(cloud.categories)
    parts = [EACH_POINT, *([LARGER] if together else []), f"เส้นคือ{cloud.line_words}", CLOSER]
    side = cloud.writings[1].words(f"{cloud.upward.label} ({cloud.writings[1].unit})")
    words = f"{heading_lines(parts, width)}\n{side}"
    above = HEADING + LINE * (words.count("\n") - 0.3)
    frame = _Frame(*(_ends(ends, room) for ends, room in zip(cloud.positions, (width - left, DRAWING), strict=True)))
    with sheet(above + DRAWING + FOOT, width) as figure:
        axes = panel(figure, left=left, top=above, bottom=FOOT)
        axes.set(xlim=(0, frame.across.length), ylim=(0, frame.upward.length))
        points = [frame.point(*position) for position in zip(*cloud.positions, strict=True)]
        start, end = (frame.point(position, cloud.slope * position) for position in (0, frame.across.high))
        (line,) = axes.plot(*zip(start, end, strict=True), color=PENS[1].colour, linewidth=1.6, zorder=0.5)
        name_drawn(line, RATIO, cloud.ratio.address)
        _dots(axes, points, cloud)
        _name(axes, cloud, points, frame)
        _label(axes, cloud, frame)
        heading(figure, words)
        return as_svg(figure)


def _dots(axes: Axes, points: Sequence[tuple[float, float]], cloud: _Cloud) -> None:
    """A dot for every point, as much larger as more schools lie there."""
    schools = Counter(points)
    across, upward = zip(*schools, strict=True)
    seaborn.scatterplot(
        x=across, y=upward, size=list(schools.values()), sizes={count: AREA * count for count in schools.values()},
        color=PENS[0].colour, edgecolor="white", linewidth=0.4, clip_on=False, legend=False, ax=axes,
    )  # fmt: skip
    known_by: dict[tuple[float, float], list[str]] = {point: [] for point in schools}
    for index, point in enumerate(points):
        known_by[point] += [series.address(index) for series in (cloud.across, cloud.upward)]
    name_marks(axes.collections[-1], DOTS, list(known_by.values()))


@dataclass(frozen=True)
class _Axis:
    """The positions at the ends of an axis `length` mm long."""

    low: float
    high: float
    length: float

    def mm(self, position: float) -> float:
        """How far from the beginning of the axis a position lies."""
        return (position - self.low) / (self.high - self.low) * self.length


@dataclass(frozen=True)
class _Frame:
    """Both axes of a drawing, whose own coordinates are millimetres."""

    across: _Axis
    upward: _Axis

    def point(self, across: float, upward: float) -> tuple[float, float]:
        """Where a pair of positions lies, in mm."""
        return self.across.mm(across), self.upward.mm(upward)


def _ends(positions: Sequence[float], length: float) -> _Axis:
    low, high = min(positions), max(positions)
    return _Axis(*(limits(low, high, length, MARGIN, MARGIN) if low < high else (low - 1, high + 1)), length)


def _name(axes: Axes, cloud: _Cloud, points: Sequence[tuple[float, float]], frame: _Frame) -> None:
    """Write the names of the schools far from the line where neither they nor the lines to their points lie on a point
    or on another name; a name for which there is no room is left to the words."""
    below, above = cloud.apart()
    named = [points[point] for point in (*below, *above)]
    taken = [_Box(across - 1, height - 1, across + 1, height + 1) for across, height in named]
    paper = _Box(0, 0, frame.across.length, frame.upward.length)
    for point in (*above[::-1], *below[::-1]):
        name, at = cloud.writings[0].words(cloud.categories[point]), points[point]
        boxes = [_beside(at, wide(name, NAME_SIZE), side, away) for away in AWAY for side in SIDES]
        inside = [box for box in boxes if box.lies_in(paper) and not any(map(box.touches, taken))]
        box = next((box for box in inside if not _hides(box, at, points) and not _crosses(box, at, taken)), None)
        if box:
            taken.append(box)
            axes.plot(*zip(at, box.nearest(at), strict=True), color=SOFT, linewidth=0.5, zorder=0.8)
            axes.text(
                box.left, (box.bottom + box.top) / 2, name, va="center", size=NAME_SIZE,
                bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0},
            )  # fmt: skip


def _hides(box: "_Box", at: tuple[float, float], points: Sequence[tuple[float, float]]) -> bool:
    """Whether a name or the line to its point lies on another point."""
    line = _line(box, at)
    others = [point for point in points if point != at]
    return any(box.holds(point) or any(dist(step, point) < EDGE for step in line) for point in others)


def _crosses(box: "_Box", at: tuple[float, float], taken: Sequence["_Box"]) -> bool:
    """Whether the line from a point to its name lies on another name, or on another named point."""
    return any(other.holds(step) for other in taken for step in _line(box, at) if not other.holds(at))


def _line(box: "_Box", at: tuple[float, float]) -> list[tuple[float, float]]:
    """Positions on the line from a point to its name, about a millimetre apart, the point itself left out."""
    end = box.nearest(at)
    steps = ceil(dist(at, end))
    shares = [step / steps for step in range(1, steps + 1)]
    return [(at[0] + (end[0] - at[0]) * share, at[1] + (end[1] - at[1]) * share) for share in shares]


@dataclass(frozen=True)
class _Box:
    """A part of the drawing, in mm."""

    left: float
    bottom: float
    right: float
    top: float

    def touches(self, other: "_Box") -> bool:
        """Whether both share a part of the drawing."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies within it, or touches it."""
        across = self.left - EDGE <= point[0] <= self.right + EDGE
        return across and self.bottom - EDGE <= point[1] <= self.top + EDGE

    def nearest(self, point: tuple[float, float]) -> tuple[float, float]:
        """The part of it that is nearest to a point."""
        return min(max(point[0], self.left), self.right), min(max(point[1], self.bottom), self.top)

    def lies_in(self, other: "_Box") -> bool:
        """Whether it is within the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.bottom <= self.bottom and self.top <= other.top


def _beside(point: tuple[float, float], width: float, side: tuple[float, float], away: float) -> _Box:
    """Where a name so wide stands so far from a point: on one of its sides, or centred above or below it."""
    right, up = side
    left = point[0] + right * away - (0 if right > 0 else width if right else width / 2)
    middle = point[1] + up * (away + LINE / 2 - (0.8 if right else 0))
    return _Box(left, middle - NAME_HEIGHT / 2, left + width, middle + NAME_HEIGHT / 2)


def _label(axes: Axes, cloud: _Cloud, frame: _Frame) -> None:
    """Write values that schools have along both axes, and what the lower one counts."""
    axes.plot([0, 0, frame.across.length], [frame.upward.length, 0, 0], color=GREY, linewidth=0.8, clip_on=False)
    marks = quarters(cloud.across.values)
    labels: dict[Value, Label] = {}
    for quarter in BY_WEIGHT:
        number = cloud.writings[0].drawn(marks[quarter])
        position = frame.across.mm(ROOTS.at(marks[quarter]))
        labels.setdefault(marks[quarter], label_at(position, number, wide(number), frame.across.length))
    numbers = _known_by(cloud.across, cloud.writings[0])
    for label in (label for label, line in stacked(list(labels.values())) if line == 0):
        written = axes.text(label.middle, -LINE * 0.95, label.words, ha="center", va="baseline")
        name_drawn(written, NUMERAL, numbers[label.words])
    foot = cloud.writings[0].words(f"{cloud.across.label} ({cloud.writings[0].unit})")
    axes.text(frame.across.length, -LINE * 2, foot, ha="right", va="baseline", color=SOFT)
    heights: list[float] = []
    for quarter in BY_WEIGHT:
        value = quarters(cloud.upward.values)[quarter]
        height = frame.upward.mm(ROOTS.at(value))
        if all(abs(height - other) >= LINE * 0.9 for other in heights):
            heights.append(height)
            number = cloud.writings[1].drawn(value)
            written = axes.text(-BESIDE_AXIS / 2, height, number, ha="right", va="center_baseline")
            name_drawn(written, NUMERAL, _known_by(cloud.upward, cloud.writings[1])[number])


def _known_by(series: Series, writing: Writing) -> dict[str, str]:
    """The addresses of the numbers of a series: of each, that of one school that has it."""
    return {writing.drawn(value): series.address(index) for index, value in enumerate(series.values)}


def _describe(title: str, cloud: _Cloud) -> str:
    """What half of the schools do not exceed, the ends, the ratio, and who lies far from it."""
    spans = []
    for series, writing in zip((cloud.across, cloud.upward), cloud.writings, strict=True):
        least, _, middle, _, greatest = (writing.quantity(value) for value in quarters(series.values))
        spans.append(f"{series.label}ตั้งแต่ {least} ถึง {greatest} ครึ่งหนึ่งไม่เกิน {middle}")
    below, above = cloud.apart()
    for side, points in (("มากกว่า", above), ("น้อยกว่า", below)):
        if points:
            names = ", ".join(cloud.categories[point] for point in reversed(points))
            spans.append(f"{cloud.upward.label}{side}ที่เส้นบอกอย่างเห็นได้ชัด: {names}")
    kind = f"แผนภูมิจุด {len(cloud.categories)} โรงเรียน ({cloud.across.label}แนวนอน {cloud.upward.label}แนวตั้ง)"
    return alt_text(kind, title, cloud.writings[0], f"เส้นคือ{cloud.line_words};", "; ".join(spans))
