"""The paper, pens and letters that all charts share: one font, colours that survive photocopying, the same bytes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from helpers.reports.charts.telling import NOTHING, Series, Writing
from helpers.reports.rendering.lettering import FONT_FILES
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
MM_PER_INCH, POINTS_PER_MM = 25.4, 72 / 25.4
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

    `narrow` is the drawing for a phone; empty where a phone has to scroll the first one.
    """

    svg: str
    alt: str
    narrow: str = ""


def pens_for(series: Sequence[Series], pens: tuple[Pen, ...] = PENS) -> tuple[Pen, ...]:
    """A pen for each series. Raises ValueError for more series than a reader can tell apart in grey print."""
    if len(series) > len(pens):
        raise ValueError(f"{len(series)} series in one chart, at most {len(pens)} can be told apart")
    return pens[: len(series)]


def dress(patch: Patch, pen: Pen) -> None:
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
    names, no white space and no names of groups, which nothing refers to."""
    svg = re.sub(r"\b[1-9]\d*\.\d{3,}", lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), svg)
    svg = re.sub(r'<g id="[^"]*">', "<g>", svg).replace("Sarabun-Regular-", "g").replace("<defs></defs>", "")
    svg = re.sub(r'(<use [^>]*) transform="translate\((\S+) (\S+)\)"/>', r'\1 x="\2" y="\3"/>', svg)
    svg = re.sub(r'(?<= )d="([^"]*)" transform="scale\(0\.015625\)"', _slim_letter, svg)
    return re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><").replace(' y="0"/>', "/>").strip()


def _slim_letter(outline: re.Match[str]) -> str:
    tenths = re.sub(r"-?\d+", lambda number: str(round(int(number[0]) / 10)), outline[1])
    close = re.sub(r"\s*([A-Za-z])\s*|\s+(?=-)", r"\1", tenths)
    return f'd="{close}" transform="scale(0.15625)"'


def nothing(title: str, writing: Writing) -> Picture:
    """The picture of values that are all zero or not there: the words say it, no empty axes."""
    with sheet(LINE * 3) as figure:
        figure.text(0.5, 0.5, NOTHING, color=SOFT, ha="center", va="center")
        return Picture(as_svg(figure), in_digits(f"{title} – {NOTHING}", writing.digits))


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
        "legend.frameon": False,
        "legend.borderpad": 0,
        "legend.borderaxespad": 0,
        "legend.handlelength": 1.5,
        "legend.handleheight": 0.8,
        "legend.columnspacing": 1.6,
        "svg.fonttype": "path",
        "svg.hashsalt": "workbook",
    }
