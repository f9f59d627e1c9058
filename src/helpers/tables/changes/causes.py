"""Why a number changed, subject by subject: who came and went, how many more or fewer, by another rate. Of tables also
who moved up a grade, and what only changed its kind (`helpers.tables.changes.movements`).

Exact: the causes of a subject add up to its change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

PER_ENTRY = "บาท/รายการ"
"""The unit of an amount that a document states as a whole: no rate made it, so no rate of it can change."""
_SATANG = Decimal("0.01")


class Cause(StrEnum):
    """What happened to a subject, in the words that readers see, in reading order."""

    ENTERED = "เข้ามา"
    LEFT = "ออกไป"
    PROMOTED = "เลื่อนชั้น"
    INCREASED = "จำนวนเพิ่ม"
    DECREASED = "จำนวนลด"
    CHANGED = "เปลี่ยนสถานะ"
    RATE = "อัตราเปลี่ยน"


@dataclass(frozen=True, slots=True)
class Part:
    """What one subject gives to a number; of an amount that rates made, also how much by each rate."""

    value: Decimal
    by_rate: Mapping[Decimal, Decimal] | None = None


_NOTHING = Part(Decimal(0))


def causes(
    before: Part | None, after: Part | None, *, known_before: bool = True, known_after: bool = True
) -> Iterator[tuple[Cause, Decimal]]:
    """The causes of one subject's change, those of nothing left out. `known_…` says whether what it belongs to (its
    school, its post) was there at all; who was there and gave nothing has not come."""
    one, other = before or _NOTHING, after or _NOTHING
    change = other.value - one.value
    if not known_before or not known_after:
        found = [(Cause.ENTERED if known_after else Cause.LEFT, change)]
    else:
        by_quantity = _by_quantity(one, other)
        found = [
            (Cause.INCREASED if by_quantity > 0 else Cause.DECREASED, by_quantity),
            (Cause.RATE, change - by_quantity),
        ]
    return ((cause, part) for cause, part in found if part)


def _by_quantity(one: Part, other: Part) -> Decimal:
    """What the change of quantity comes to at the earlier rate, or at the mean of several. A quantity is what an amount
    comes to in units of its rate, so what was paid before is taken off it. Without a rate, or with the same one on both
    sides, the whole change."""
    change = other.value - one.value
    if (
        one.by_rate is None
        or other.by_rate is None
        or (one.by_rate.keys() == other.by_rate.keys() and len(one.by_rate) == 1)
    ):
        return change
    before, after = _quantity(one.by_rate), _quantity(other.by_rate)
    if not before or not after:
        return change
    exact = (after - before) * Fraction(one.value) / before
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_SATANG, ROUND_HALF_UP)


def _quantity(by_rate: Mapping[Decimal, Decimal]) -> Fraction:
    return sum((Fraction(amount) / Fraction(rate) for rate, amount in by_rate.items() if rate), Fraction(0))
