"""The scales of charts in which every point is one school. They print no number but values that schools have: where the
least, the middle and the greatest of them stand, and the names of those that stand far from all others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from helpers.charts.alt_text import Value
from helpers.charts.drawing import LETTERS, wide

SCHOOL = "โรงเรียน"
"""What readers call the points where nothing else is said."""


def each_point(noun: str) -> str:
    """What one point is."""
    return f"แต่ละจุดคือ{noun}หนึ่งแห่ง"


def at_most(noun: str) -> str:
    """What the printed shares are of."""
    return f"หนึ่งในสี่ ครึ่งหนึ่ง และสามในสี่ คือส่วนของ{noun}ที่มีไม่เกินค่านั้น"


EACH_POINT, AT_MOST = each_point(SCHOOL), at_most(SCHOOL)
CLOSER = "ระยะบนแกนแคบลงเมื่อค่ามากขึ้น"
"""Said where distances are those between square roots."""
SKEWED = 4
"""From so many times the middle value on, the greatest one would press all others together."""
QUARTERS = (("น้อยที่สุด", 0.0), ("หนึ่งในสี่", 0.25), ("ครึ่งหนึ่ง", 0.5), ("สามในสี่", 0.75), ("มากที่สุด", 1.0))
"""What share of the schools has at most the value that is printed, and what readers call it."""
BY_WEIGHT = (2, 0, 4, 1, 3)
"""Which of the quarters are labelled first where there is not room for all."""
FENCE = 1.5
"""So many times the range of the middle half beyond it, a school stands far from all others."""
NAME_SIZE = LETTERS - 1.5
CUT_SHORT = "…"
BETWEEN = 1.2
"""Millimetres between two labels."""
EXACT = 9
"""Decimal places to which positions are compared, so that the last bit of a root names nobody."""
BOLDEST = 3
"""So many schools are named at either end."""


@dataclass(frozen=True)
class Scale:
    """Where values stand: as they are, or their square roots, which keep small values apart."""

    roots: bool

    def at(self, value: Value) -> float:
        """The position of a value."""
        return sqrt(value) if self.roots else float(value)


def scale_for(values: Sequence[Value]) -> Scale:
    """Square roots for counts of which the greatest is far beyond the middle; everything else stands as it is."""
    counts = all(isinstance(value, int) and value >= 0 for value in values)
    return Scale(counts and max(values) > SKEWED * quarters(values)[2])


def quarters(values: Sequence[Value]) -> list[Value]:
    """Least value, those that a quarter, half and three quarters of the schools do not exceed, and the greatest: each
    is the value of a school, nothing is averaged."""
    ordered = sorted(values)
    return [ordered[max(0, ceil(share * len(ordered)) - 1)] for _, share in QUARTERS]


def outliers(positions: Sequence[float]) -> tuple[list[int], list[int]]:
    """Which points stand far below and far above all others, at most `BOLDEST` of each, the furthest last."""
    distances = [round(position, EXACT) for position in positions]
    ordered = sorted(range(len(distances)), key=lambda point: (distances[point], point))
    ranked = [distances[point] for point in ordered]
    low, high = (ranked[max(0, ceil(share * len(ranked)) - 1)] for share in (0.25, 0.75))
    fence = FENCE * (high - low)
    below = [point for point in ordered if distances[point] < low - fence]
    above = [point for point in reversed(ordered) if distances[point] > high + fence]
    return below[:BOLDEST][::-1], above[:BOLDEST][::-1]


@dataclass(frozen=True)
class Label:
    """Words around a position; all in mm from the left."""

    words: str
    middle: float
    half: float

    def touches(self, other: "Label") -> bool:
        """Whether both would run into each other on one line."""
        return abs(self.middle - other.middle) < self.half + other.half + BETWEEN


def label_at(position: float, words: str, room: float, width: float) -> Label:
    """A label for which `room` mm are kept, as near to its position as the paper allows."""
    half = room / 2
    return Label(words, min(max(position, half), width - half), half)


def leading_to(position: float, words: str, width: float, *, from_right: bool) -> Label:
    """The name of a point that ends, or begins, above it, in small letters; cut where wider than the paper."""
    while wide(words, NAME_SIZE) > width:
        words = f"{words.removesuffix(CUT_SHORT)[:-1]}{CUT_SHORT}"
    room = wide(words, NAME_SIZE)
    return label_at(position - room / 2 if from_right else position + room / 2, words, room, width)


def stacked(labels: Sequence[Label]) -> list[tuple[Label, int]]:
    """The labels with the line on which each stands: beyond all labels before it that it would touch."""
    lines: list[tuple[Label, int]] = []
    for label in labels:
        touched = [line + 1 for other, line in lines if label.touches(other)]
        lines.append((label, max(touched, default=0)))
    return lines
