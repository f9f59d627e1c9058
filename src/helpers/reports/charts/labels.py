"""Where the words of a chart stand: how wide they are, where they break, and when they must lean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

from matplotlib.axes import Axes

from helpers.reports.charts.drawing import LETTERS, LINE, POINTS_PER_MM
from helpers.reports.rendering.lettering import width

SLOPE = 35.0
"""Degrees by which labels lean that are too wide to stand side by side."""


def wide(text: str, size: float = LETTERS) -> float:
    """How wide the widest line of the text is, in mm."""
    return max(width(line, size) for line in text.split("\n")) / POINTS_PER_MM


@dataclass(frozen=True)
class Feet:
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
        return max(0.0, *(reach - self.slot * (place + 0.5) for place, reach in reaches))

    def put(self, axes: Axes) -> None:
        """Write the labels below the axes at 0, 1, 2, …"""
        axes.set_xlim(-0.5, len(self.labels) - 0.5)
        for place, label in enumerate(self.labels):
            if self.leaning:
                leaning: dict[str, Any] = {"ha": "right", "va": "top", "rotation": SLOPE, "rotation_mode": "anchor"}
                _below(axes, place, label, 4, **leaning)
                continue
            for line, words in enumerate(label.split("\n")):
                _below(axes, place, words, 15 + line * LINE * POINTS_PER_MM, ha="center", va="baseline")


def feet(labels: Sequence[str], room: float) -> Feet:
    """The labels of columns that share `room` mm."""
    slot = room / len(labels)
    standing = Feet(tuple(broken(label, slot - 1) for label in labels), slot)
    return Feet(tuple(labels), slot) if standing.leaning else standing


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


def _below(axes: Axes, place: int, text: str, points: float, **manner: Any) -> None:
    """Text so many points below the foot of a column."""
    foot = ("data", "axes fraction")
    axes.annotate(text, (place, 0), (0, -points), xycoords=foot, textcoords="offset points", **manner)
