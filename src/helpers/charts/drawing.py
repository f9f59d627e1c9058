"""The paper, pens and letters that all charts share: one font, colours that survive photocopying, the same bytes.

Where the words of a chart stand: how wide they are, where they break, and when they must lean.

Which pen is which series: beside the heading where there is room, else in lines of its own below it.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import StringIO
from itertools import pairwise
from math import cos, radians, sin
from typing import Any, Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from helpers.charts.alt_text import NOTHING, Series, Writing
from helpers.charts.marks import KINDS
from helpers.lettering import FONT_FILES, POINTS_PER_MM, width
from helpers.thai import in_digits

WIDTH, PHONE = 165.0, 88.0
"""Millimetres across: on paper and large screens; and on a phone, where names stand above their bars."""
HEADING = 8.0
"""Height of the line above the drawing, with unit and legend. Lengths are millimetres, sizes of letters points."""
LETTERS = 10.0
LINE = 4.6
MIDDLE = -0.34 * LETTERS
"""Points from the middle of a bar to the baseline of words beside it: on one line, whatever marks the words carry."""
EDGE = 0.8
INK, SOFT, HAIR, GREY = "#16202c", "#48525f", "#dde3e9", "#98a2ae"
MM_PER_INCH = 25.4
_FONT = "Sarabun of the reports"
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


@dataclass(frozen=True)
class Pen:
    """How one series is drawn. All differ in lightness, so in grey print and to every eye, and in hatch and marker."""

    colour: str
    hatch: str
    marker: str
    dashes: tuple[float, ...]
    edge: str = "none"


PENS = (
    Pen("#173f6b", "", "o", ()),
    Pen("#cb7a22", "////", "s", (5, 1.6)),
    Pen("#a3456f", "....", "^", (1.4, 1.4)),
    Pen("#16202c", "xxxx", "D", (5, 1.4, 1.4, 1.4)),
)
"""For lines and bars."""
BAR_PENS = (*PENS, Pen("#f2f5f8", "", "", (), edge=INK))
"""For bars alone: the last one is empty, which no line can be."""


@dataclass(frozen=True)
class Picture:
    """A finished chart: an SVG element with its letters as outlines, and the same message in Thai words.

    `narrow` is the drawing for a phone; empty where a phone has to scroll the first one. `width` is in millimetres.
    """

    svg: str
    alt: str
    narrow: str = ""
    width: float = WIDTH


def pens_for(series: Sequence[Series], pens: tuple[Pen, ...] = PENS) -> tuple[Pen, ...]:
    """A pen for each series. Raises ValueError for more series than a reader can tell apart in grey print."""
    if len(series) > len(pens):
        raise ValueError(f"{len(series)} series in one chart, at most {len(pens)} can be told apart")
    return pens[: len(series)]


def apply_style(patch: Patch, pen: Pen) -> None:
    """Give a bar, or its sample in the legend, the pen's fill, hatch and edge."""
    patch.set(facecolor=pen.colour, hatch=pen.hatch, linewidth=0 if pen.edge == "none" else EDGE, edgecolor=pen.edge)


@contextmanager
def sheet(height: float, width: float = WIDTH) -> Iterator[Figure]:
    """An empty figure, width × height mm. Nothing that the surroundings have set of matplotlib reaches it."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_style())
        yield Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH), facecolor="none")


def as_svg(figure: Figure) -> str:
    """The figure as one SVG element without prolog; to be called while its sheet is open."""
    written = StringIO()
    figure.savefig(written, format="svg", metadata=_NO_METADATA)
    text = written.getvalue()
    return _slim(text[text.index("<svg") :])


def _slim(svg: str) -> str:
    """The same drawing in about half the bytes: hundredths of a point, letters in tenths of their units and under short
    names, no white space and no names of groups but those that say what is drawn."""
    svg = re.sub(r"\b[1-9]\d*\.\d{3,}", lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), svg)
    svg = (
        re.sub(rf'<g id="(?!{"|".join(KINDS)})[^"]*">', "<g>", svg)
        .replace("Sarabun-Regular-", "g")
        .replace("<defs></defs>", "")
    )
    svg = re.sub(r'(<use [^>]*) transform="translate\((\S+) (\S+)\)"/>', r'\1 x="\2" y="\3"/>', svg)
    svg = re.sub(r'(?<= )d="([^"]*)" transform="scale\(0\.015625\)"', lambda match: _slim_letter(match[1]), svg)
    return re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><").replace(' y="0"/>', "/>").strip()


@cache
def _slim_letter(outline: str) -> str:
    """The same letter in tenths of its units: a font has a few hundred, and every chart draws the same ones."""
    tenths = re.sub(r"-?\d+", lambda number: str(round(int(number[0]) / 10)), outline)
    close = re.sub(r"\s*([A-Za-z])\s*|\s+(?=-)", r"\1", tenths)
    return f'd="{close}" transform="scale(0.15625)"'


def nothing(title: str, writing: Writing) -> Picture:
    """The picture of values that are all zero or not there: the words say it, no empty axes."""
    page, phone = map(_empty, (WIDTH, PHONE))
    return Picture(page, in_digits(f"{title} – {NOTHING}", writing.digits), phone)


def _empty(width: float) -> str:
    with sheet(LINE * 3, width) as figure:
        figure.text(0.5, 0.5, NOTHING, color=SOFT, ha="center", va="center")
        return as_svg(figure)


def panel(figure: Figure, *, left: float = 0, right: float = 0, top: float = HEADING, bottom: float = 0) -> Axes:
    """Bare axes within these margins: the numbers stand at what is drawn, so no scale, frame or grid is needed."""
    wide, high = (inches * MM_PER_INCH for inches in figure.get_size_inches())
    share = (left / wide, bottom / high, (wide - left - right) / wide, (high - top - bottom) / high)
    axes = figure.add_axes(share, facecolor="none")
    axes.set_axis_off()
    return axes


def heading(figure: Figure, text: str, *, at: float = 0) -> None:
    """The words above the drawing, left."""
    figure.text(at / (float(figure.get_size_inches()[0]) * MM_PER_INCH), 1, text, va="top", color=SOFT)


def heading_lines(parts: Sequence[str], width: float) -> str:
    """Parts of a heading in lines that are no wider than the picture."""
    lines = [parts[0]]
    for part in parts[1:]:
        together = f"{lines[-1]}  {part}"
        lines[-1:] = [together] if wide(together) <= width else [lines[-1], part]
    return "\n".join(lines)


def remark(figure: Figure, text: str) -> None:
    """A small remark above the drawing, right."""
    figure.text(1, 1, text, va="top", ha="right", color=SOFT, size=LETTERS - 1)


def limits(low: float, high: float, length: float, before: float, after: float) -> tuple[float, float]:
    """The ends of an axis `length` mm long on which low to high leaves these millimetres free before and after."""
    per_mm = (high - low) / (length - before - after)
    return low - before * per_mm, high + after * per_mm


@cache
def _style() -> dict[Any, Any]:
    """The settings of a chart. Sarabun is made known under a name of its own, lest the machine's own be taken."""
    font = font_manager.get_font(FONT_FILES / "Sarabun-Regular.ttf")
    entry = dataclasses.replace(font_manager.ttfFontProperty(font), name=_FONT)
    font_manager.fontManager.ttflist.append(entry)
    return {
        "font.family": [_FONT],
        "font.size": LETTERS,
        "text.color": INK,
        "text.parse_math": False,
        "hatch.color": "white",
        "hatch.linewidth": 0.9,
        "axes.titley": 1.0,  # nothing to make way for: matplotlib would make and measure every tick to know that
        "legend.frameon": False,
        "legend.borderpad": 0,
        "legend.borderaxespad": 0,
        "legend.handlelength": 1.5,
        "legend.handleheight": 0.8,
        "legend.columnspacing": 1.6,
        "svg.fonttype": "path",
        "svg.hashsalt": "workbook",
    }


SLOPE = 35.0
"""Degrees by which labels lean that are too wide to stand side by side."""


def wide(text: str, size: float = LETTERS) -> float:
    """How wide the widest line of the text is, in mm."""
    return max(width(line, size) for line in text.split("\n")) / POINTS_PER_MM


@dataclass(frozen=True)
class AxisLabels:
    """Labels below columns `slot` mm apart: broken at spaces where too wide, leaning where that is not enough."""

    labels: tuple[str, ...]
    slot: float

    @property
    def leaning(self) -> bool:
        """Whether a label is wider than its column's place."""
        return any(wide(label) > self.slot - 1 for label in self.labels)

    @property
    def height(self) -> float:
        """The room that the labels need below the columns, in mm."""
        if self.leaning:
            return sin(radians(SLOPE)) * max(map(wide, self.labels)) + LINE * 1.3
        return LINE * (1.5 + max(label.count("\n") for label in self.labels))

    @property
    def overhang(self) -> float:
        """How far a leaning label reaches beyond the left end of the columns, in mm."""
        if not self.leaning:
            return 0
        reaches = enumerate(cos(radians(SLOPE)) * wide(label) for label in self.labels)
        return max(0.0, *(reach - self.slot * (column + 0.5) for column, reach in reaches))

    def put(self, axes: Axes, first: float = 0) -> None:
        """Write the labels below the axes, one a unit, from `first` on: at 0, 1, 2, …"""
        axes.set_xlim(first - 0.5, first + len(self.labels) - 0.5)
        for number, label in enumerate(self.labels):
            column = first + number
            if self.leaning:
                leaning: dict[str, Any] = {"ha": "right", "va": "top", "rotation": SLOPE, "rotation_mode": "anchor"}
                _below(axes, column, label, 4, **leaning)
                continue
            for line, words in enumerate(label.split("\n")):
                _below(axes, column, words, 15 + line * LINE * POINTS_PER_MM, ha="center", va="baseline")


def axis_labels(labels: Sequence[str], room: float) -> AxisLabels:
    """The labels of columns that share `room` mm."""
    slot = room / len(labels)
    standing = AxisLabels(tuple(broken(label, slot - 1) for label in labels), slot)
    return AxisLabels(tuple(labels), slot) if standing.leaning else standing


def broken(label: str, room: float) -> str:
    """The label in lines of at most `room` mm; broken at spaces only, because Thai words have no other mark, and never
    after the number that it begins with."""
    lines: list[str] = []
    for word in label.split():
        if lines and (_is_number(lines[-1]) or wide(f"{lines[-1]} {word}") <= room):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def _is_number(text: str) -> bool:
    """Whether a text is nothing but a number, as of a programme: `5.1`."""
    return text.replace(".", "").isdecimal()


def _below(axes: Axes, column: float, text: str, points: float, **manner: Any) -> None:
    """Text so many points below the foot of a column."""
    foot = ("data", "axes fraction")
    axes.annotate(text, (column, 0), (0, -points), xycoords=foot, textcoords="offset points", **manner)


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
            apply_style(handle, pen)
        high = float(figure.get_size_inches()[1]) * MM_PER_INCH
        below = self.height > HEADING
        anchor = (0.0, 1 - (LINE + 2) / high) if below else (1.0, 1.0)
        corner: Literal["upper left", "upper right"] = "upper left" if below else "upper right"
        figure.legend(handles=handles, loc=corner, bbox_to_anchor=anchor, ncols=self.columns)


def legend(series: Sequence[Series], writing: Writing, width: float = WIDTH) -> Legend:
    """The legend of these series in a picture so wide; of a single one nothing but the heading."""
    names = tuple(writing.words(one.label) for one in series)
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
    ends = [column * rows + min(column, longer) for column in range(columns + 1)]
    return _row_width([max(names[start:end], key=wide) for start, end in pairwise(ends)])


def _row_width(names: Sequence[str]) -> float:
    return sum(SAMPLE + wide(name) for name in names) + APART * (len(names) - 1)
