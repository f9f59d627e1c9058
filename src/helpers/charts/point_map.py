"""Where schools lie: a point for each, from the coordinates that the school list gives, coloured in classes.

Degrees are laid out as on a map of a small area: a degree of longitude is shorter than one of latitude by the cosine of
the middle latitude, north is up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, radians

from matplotlib.axes import Axes

from helpers.charts.alt_text import Series, Writing, alt_text, describe_extremes, is_nothing, writing_for
from helpers.charts.classes import (
    ALIKE,
    EDGE,
    RADII,
    SMALL,
    Classes,
    ClassLegend,
    Extreme,
    class_legend,
    colour,
    paper,
    write,
)
from helpers.charts.drawing import (
    INK,
    LINE,
    PHONE,
    SOFT,
    WIDTH,
    Picture,
    as_svg,
    heading,
    heading_lines,
    nothing,
    sheet,
    wide,
)
from helpers.charts.marks import DOTS, SHADE, name_marks
from helpers.lettering import POINTS_PER_MM

DEGREES, DEGREE_DECIMALS = "องศา", 6
"""The unit of coordinates, and their decimal places: a tenth of a metre."""
KM_PER_DEGREE = 111.32
KILOMETRES = (1, 2, 5, 10, 20, 50, 100)
"""Lengths of the scale bar."""
DARK_IS_MUCH, DARK_IS_LITTLE = "สีเข้มและวงใหญ่คือค่ามาก", "สีเข้มและวงใหญ่คือค่าน้อย"
_TALLEST = 150.0
_MARGIN = 3.0
_BAR_SHARE = 0.3
"""The scale bar is no longer than this share of the map."""
_LEAST_SPAN = 0.005
"""Degrees: schools nearer together than this are drawn as if they were so far apart."""
_BELOW = 9.0


@dataclass(frozen=True)
class Coordinates:
    """Longitudes and latitudes of the categories, and what groups of them are called; no name for none."""

    east: Series
    north: Series
    groups: tuple[str, ...] = field(default=())


def point_map(
    title: str,
    categories: Sequence[str],
    series: Series,
    coordinates: Coordinates,
    *,
    unit: str,
    digits: str = "arabic",
    dark: Extreme = "high",
) -> Picture:
    """A point for each category where it lies, as dark and as large as the class of its value, with a scale bar and an
    arrow to the north. Raises ValueError where a category has no coordinates."""
    writing = writing_for(categories, [series], unit, digits)
    if {len(coordinates.east.values), len(coordinates.north.values)} != {len(categories)}:
        raise ValueError(f"{title}: coordinates for {len(coordinates.east.values)} of {len(categories)} categories")
    if is_nothing([series]):
        return nothing(title, writing)
    drawing = _PointMap(Classes(series, dark), coordinates, writing)
    extremes = describe_extremes(categories, series, writing, total=False)
    alt = alt_text(f"แผนที่ {len(categories)} จุด", title, writing, extremes, "ทิศเหนืออยู่ด้านบน")
    return Picture(drawing.drawn(WIDTH), alt, drawing.drawn(PHONE))


@dataclass(frozen=True)
class _PointMap:
    classes: Classes
    coordinates: Coordinates
    writing: Writing

    @property
    def _degrees(self) -> tuple[list[float], list[float]]:
        return [float(value) for value in self.coordinates.east.values], [
            float(value) for value in self.coordinates.north.values
        ]

    @property
    def _narrowing(self) -> float:
        """How much shorter a degree of longitude is here than one of latitude."""
        _, north = self._degrees
        return cos(radians((min(north) + max(north)) / 2))

    def mm_per_degree(self, width: float) -> float:
        """Millimetres of a degree of latitude in a picture so wide."""
        east, north = self._degrees
        across = max(_LEAST_SPAN, max(east) - min(east)) * self._narrowing
        upward = max(_LEAST_SPAN, max(north) - min(north))
        return min((width - 2 * _MARGIN) / across, (_TALLEST - 2 * _MARGIN) / upward)

    def points(self, width: float, top: float) -> tuple[list[float], list[float]]:
        """Where the categories stand, in mm from the left and the top."""
        (east, north), unit = self._degrees, self.mm_per_degree(width)
        across = [_MARGIN + (value - min(east)) * self._narrowing * unit for value in east]
        return across, [top + _MARGIN + (max(north) - value) * unit for value in north]

    def drawn(self, width: float) -> str:
        legend = class_legend(self.classes, self.writing, width, rounded=True)
        much = DARK_IS_MUCH if self.classes.dark == "high" else DARK_IS_LITTLE
        remark = ALIKE if self.classes.alike else much
        words = heading_lines([self.writing.heading([self.classes.series]), remark], width)
        top = LINE * (1.6 + words.count("\n"))
        across, down = self.points(width, top + legend.height)
        height = max(down) + _MARGIN + _BELOW
        with sheet(height, width) as figure:
            axes = paper(figure, width, height)
            heading(figure, words)
            self._put(axes, legend, top, (across, down))
            _scale_bar(axes, self.writing, self.mm_per_degree(width), width, height - 2.5)
            return as_svg(figure)

    def _put(self, axes: Axes, legend: ClassLegend, top: float, points: tuple[list[float], list[float]]) -> None:
        legend.put(axes, top)
        series, levels = self.classes.series, self.classes.levels
        middles = list(zip(*points, strict=True))
        for level in sorted(set(levels)):
            of_class = [index for index, one in enumerate(levels) if one == level]
            across, down = zip(*(middles[index] for index in of_class), strict=True)
            size = (2 * RADII[level] * POINTS_PER_MM) ** 2
            discs = axes.scatter(across, down, size, color=colour(level), edgecolors=EDGE, linewidths=0.5)
            name_marks(discs, SHADE, [(series.address(index),) for index in of_class])
        dots = axes.scatter(*points, s=1.2, color=SOFT, linewidths=0, zorder=3)
        east, north = self.coordinates.east, self.coordinates.north
        name_marks(dots, DOTS, [(east.address(index), north.address(index)) for index in range(len(middles))])
        for name in sorted({*self.coordinates.groups} - {""}):
            members = [middle for middle, group in zip(middles, self.coordinates.groups, strict=True) if group == name]
            self._label(axes, name, members)

    def _label(self, axes: Axes, name: str, members: Sequence[tuple[float, float]]) -> None:
        """The name of a group in the middle of its points."""
        across, down = (sum(values) / len(members) for values in zip(*members, strict=True))
        words = self.writing.words(name)
        half = wide(words, SMALL) / 2
        kept = min(max(across, half), float(axes.get_xlim()[1]) - half)
        label = write(axes, words, kept, down, SMALL, INK, "center")
        label.set_bbox({"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6})
        label.set_zorder(4)


def _scale_bar(axes: Axes, writing: Writing, mm_per_degree: float, width: float, baseline: float) -> None:
    """The longest of the usual lengths that is short enough, and beside it the arrow to the north."""
    per_km = mm_per_degree / KM_PER_DEGREE
    length = max((km for km in KILOMETRES if km * per_km <= width * _BAR_SHARE), default=KILOMETRES[0])
    bar = length * per_km
    axes.plot([_MARGIN, _MARGIN + bar], [baseline, baseline], color=INK, linewidth=1.6, solid_capstyle="butt")
    write(axes, writing.words(f"{length} กม."), _MARGIN + bar + 1.5, baseline + 1.2, SMALL, INK, "left")
    right = width - 6.0
    arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.2}
    axes.annotate("", (right, baseline - 4.5), (right, baseline + 1.5), arrowprops=arrow)
    write(axes, "เหนือ", right - 2 - wide("เหนือ", SMALL), baseline + 1.2, SMALL, INK, "left")
