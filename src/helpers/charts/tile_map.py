"""Where it weighs most: a tile for each district, coloured in classes, where no coordinates are known.

Tiles stand where the office says that districts lie, else in reading order, which the picture says is no map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.alt_text import Series, Writing, alt_text, describe_extremes, is_nothing, writing_for
from helpers.charts.classes import (
    ALIKE,
    EDGE,
    STROKE,
    Classes,
    ClassLegend,
    Extreme,
    class_legend,
    colour,
    ink,
    paper,
    strokes,
    write,
)
from helpers.charts.drawing import (
    GREY,
    INK,
    LETTERS,
    LINE,
    PHONE,
    SOFT,
    WIDTH,
    Picture,
    as_svg,
    broken,
    heading,
    heading_lines,
    nothing,
    sheet,
    wide,
)
from helpers.charts.marks import APART, NUMERAL, TILE, name_drawn

Cell = tuple[int, int]
"""A row from the top and a column from the left, from 1."""

NOT_WHERE_IT_IS = "ตำแหน่งในผังไม่ใช่ที่ตั้งจริง"
AS_STATED = "ตำแหน่งในผังตามที่สำนักงานกำหนด"
DARK_IS_MUCH, DARK_IS_LITTLE = "สีเข้มและขีดมากคือค่ามาก", "สีเข้มและขีดมากคือค่าน้อย"
HATCH = "////"
_WIDEST, _SPACE = 38.0, 1.6
"""Millimetres: a tile is no wider than this, and so far from the next one."""
_MARGIN = 1.8
_NUMBER = LETTERS + 3
_SMALLEST = 7.0
"""Points: where names would be smaller on a phone, it has to scroll the first drawing."""
_MOST_COLUMNS = {WIDTH: 5, PHONE: 3}
"""In reading order, at most so many tiles stand side by side."""


def tile_map(
    title: str,
    categories: Sequence[str],
    series: Series,
    *,
    unit: str,
    digits: str = "arabic",
    dark: Extreme = "high",
    cells: Mapping[str, Cell] | None = None,
    apart: str = "",
) -> Picture:
    """A tile for each category with its name and number. `cells` are their cells in the grid; without one for each, in
    reading order. The category `apart` is none of the others (schools of no known district): it stands below them,
    hatched, and is in no class. Raises ValueError for two categories in one cell."""
    writing = writing_for(categories, [series], unit, digits)
    if is_nothing([series]):
        return nothing(title, writing)
    placed = [index for index, name in enumerate(categories) if name != apart]
    shown = _part(series, placed)
    names = [categories[index] for index in placed]
    grid = _grid(names, cells or {})
    lone = [(categories[index], _part(series, [index])) for index in range(len(categories)) if index not in placed]
    drawing = _TileMap(tuple(names), Classes(shown, dark), grid, tuple(lone), writing)
    narrow = drawing.drawn(PHONE) if drawing.tile(PHONE).size >= _SMALLEST else ""
    return Picture(drawing.drawn(WIDTH), _describe(title, drawing), narrow)


def _part(series: Series, indices: Sequence[int]) -> Series:
    addresses = tuple(series.address(index) for index in indices)
    return replace(series, values=tuple(series.values[index] for index in indices), addresses=addresses)


def _grid(names: Sequence[str], cells: Mapping[str, Cell]) -> tuple[Cell, ...]:
    """The cells of the names; none where any of them has none."""
    stated = [cells[name] for name in names if name in cells]
    if len(set(stated)) < len(stated):
        raise ValueError(f"two tiles in one cell: {stated}")
    return tuple(stated) if len(stated) == len(names) else ()


@dataclass(frozen=True)
class _Tile:
    """How large every tile of a drawing is, in mm: `lines` of a name in letters of `size` points."""

    width: float
    lines: int
    size: float

    @property
    def height(self) -> float:
        return 2 * _MARGIN + self.lines * LINE * self.size / LETTERS + LINE * _NUMBER / LETTERS + STROKE[1] + 2.2


@dataclass(frozen=True)
class _TileMap:
    names: tuple[str, ...]
    classes: Classes
    grid: tuple[Cell, ...]
    lone: tuple[tuple[str, Series], ...]
    writing: Writing

    @property
    def remarks(self) -> tuple[str, str]:
        """What a reader must know to read it."""
        much = DARK_IS_MUCH if self.classes.dark == "high" else DARK_IS_LITTLE
        return ALIKE if self.classes.alike else much, AS_STATED if self.grid else NOT_WHERE_IT_IS

    def cells(self, width: float) -> tuple[Cell, ...]:
        """Where the tiles stand in a picture so wide."""
        count = len(self.names)
        columns = ceil(count / ceil(count / _MOST_COLUMNS[width]))
        return self.grid or tuple((at // columns + 1, at % columns + 1) for at in range(count))

    def tile(self, width: float) -> _Tile:
        """The size of the tiles in a picture so wide: names break at their spaces, and are smaller where they must."""
        columns = max(column for _, column in self.cells(width))
        across = min(_WIDEST, (width - _SPACE * (columns - 1)) / columns)
        names = [broken(self.writing.words(name), across - 2 * _MARGIN) for name in self.names]
        size = min(LETTERS, *(LETTERS * (across - 2 * _MARGIN) / wide(name) for name in names))
        return _Tile(across, 1 + max(name.count("\n") for name in names), size)

    def drawn(self, width: float) -> str:
        tile, legend = self.tile(width), class_legend(self.classes, self.writing, width)
        words = heading_lines([self.writing.heading([self.classes.series]), *self.remarks], width)
        top = LINE * (1.6 + words.count("\n"))
        first = top + legend.height + 1.5
        rows = max(row for row, _ in self.cells(width))
        bottom = first + rows * (tile.height + _SPACE)
        below = (2 * _SPACE + tile.height) if self.lone else 0.0
        with sheet(bottom + below, width) as figure:
            axes = paper(figure, width, bottom + below)
            heading(figure, words)
            self._put(axes, tile, legend, (top, first, bottom), width)
            return as_svg(figure)

    def _put(
        self, axes: Axes, tile: _Tile, legend: ClassLegend, heights: tuple[float, float, float], width: float
    ) -> None:
        top, first, bottom = heights
        legend.put(axes, top)
        series = self.classes.series
        for index, (row, column) in enumerate(self.cells(width)):
            left, upper = (column - 1) * (tile.width + _SPACE), first + (row - 1) * (tile.height + _SPACE)
            level = self.classes.levels[index]
            self._tile(axes, tile, (left, upper), self.names[index], series, index, level)
        for name, value in self.lone:
            axes.hlines(bottom, 0, width, color=SOFT, linewidth=0.6)
            self._lone(axes, tile, bottom + 2 * _SPACE, name, value)

    def _tile(
        self, axes: Axes, tile: _Tile, corner: tuple[float, float], name: str, series: Series, index: int, level: int
    ) -> None:
        left, upper = corner
        box = Rectangle(
            (left + 0.2, upper), tile.width - 0.4, tile.height, facecolor=colour(level), edgecolor=EDGE, linewidth=0.6
        )
        name_drawn(axes.add_patch(box), TILE, series.address(index))
        self._words(axes, tile, (left, upper), name, series, index, ink(level))
        strokes(axes, level, left + _MARGIN, upper + tile.height - _MARGIN - STROKE[1] / 2, ink(level))

    def _lone(self, axes: Axes, tile: _Tile, upper: float, name: str, series: Series) -> None:
        """What is none of the others: no class, no shade, a hatched edge beside its words."""
        band = Rectangle((0.2, upper), 2 * _MARGIN, tile.height - 0.4)
        band.set(facecolor=GREY, hatch=HATCH, edgecolor="white", linewidth=0)
        name_drawn(axes.add_patch(band), APART, series.address(0))
        self._words(axes, tile, (2 * _MARGIN, upper), name, series, 0, INK)

    def _words(
        self,
        axes: Axes,
        tile: _Tile,
        corner: tuple[float, float],
        name: str,
        series: Series,
        index: int,
        pen: str,
    ) -> None:
        left, upper = corner
        line = LINE * tile.size / LETTERS
        lines = broken(self.writing.words(name), tile.width - 2 * _MARGIN).split("\n")
        for number, words in enumerate(lines):
            write(axes, words, left + _MARGIN, upper + _MARGIN + line * (number + 0.72), tile.size, pen, "left")
        baseline = upper + _MARGIN + tile.lines * line + LINE * 0.9 * _NUMBER / LETTERS
        written = write(axes, self.writing.drawn(series.values[index]), left + _MARGIN, baseline, _NUMBER, pen, "left")
        name_drawn(written, NUMERAL, series.address(index))


def _describe(title: str, drawing: _TileMap) -> str:
    """Highest and lowest, what stands apart, and whether tiles stand where the districts lie."""
    writing, series = drawing.writing, drawing.classes.series
    extremes = describe_extremes(drawing.names, series, writing, total=False)
    lone = "".join(f"{name} {writing.amount(value.values[0])}" for name, value in drawing.lone)
    return alt_text(f"ผังช่องสี {len(drawing.names)} ช่อง", title, writing, extremes, lone, drawing.remarks[1])
