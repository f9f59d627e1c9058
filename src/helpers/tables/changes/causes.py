"""Why one number changed, as amounts by cause: what came or went, how much more or less, at another rate.

The causes of a number add up exactly to its change. `helpers.tables.changes.movements` applies this to whole tables,
and adds the two causes that only a table can show: pupils who moved up a grade, and what only changed its kind.
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
    """What happened to a subject, in the words by which keys of facts name it, in reading order."""

    ENTERED = "เข้ามา"
    LEFT = "ออกไป"
    PROMOTED = "เลื่อนชั้น"
    INCREASED = "จำนวนเพิ่ม"
    DECREASED = "จำนวนลด"
    CHANGED = "เปลี่ยนสถานะ"
    RATE = "อัตราเปลี่ยน"


CAUSE_WORDS = {cause: str(cause) for cause in Cause} | {
    Cause.ENTERED: "รายการใหม่",
    Cause.LEFT: "รายการที่ไม่มีแล้ว",
    Cause.INCREASED: "เพิ่มขึ้น",
    Cause.DECREASED: "ลดลง",
}
"""What readers see."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one subject contributes to a number at one time, in the number's unit."""

    value: Decimal
    by_rate: Mapping[Decimal, Decimal] | None = None
    """The part of the value that each rate made: `{9000: 54000}` is six months at 9,000 baht. None where the number is
    not an amount of money made by rates."""


_NOTHING = Part(Decimal(0))


def causes(
    before: Part | None, after: Part | None, *, known_before: bool = True, known_after: bool = True
) -> Iterator[tuple[Cause, Decimal]]:
    """How much each cause changed one subject's number; causes of nothing are left out, the rest add up to the change.

    None is a subject that contributes nothing at that time. `known_…` says whether the entity that the subject belongs
    to (a school, a post) was in the data then: a new school has entered, but in a school that was there without pupils
    and now has five, their number has increased.

    >>> list(causes(None, Part(Decimal(5)), known_before=False))
    [(<Cause.ENTERED: 'เข้ามา'>, Decimal('5'))]

    Six months at 9,000 baht that become seven at 9,500 are one month more at the earlier rate, and 500 more in each:

    >>> six = Part(Decimal(54000), {Decimal(9000): Decimal(54000)})
    >>> seven = Part(Decimal(66500), {Decimal(9500): Decimal(66500)})
    >>> list(causes(six, seven))
    [(<Cause.INCREASED: 'จำนวนเพิ่ม'>, Decimal('9000.00')), (<Cause.RATE: 'อัตราเปลี่ยน'>, Decimal('3500.00'))]
    """
    one, other = before or _NOTHING, after or _NOTHING
    change = other.value - one.value
    if not known_before or not known_after:
        parts = [(Cause.ENTERED if known_after else Cause.LEFT, change)]
    else:
        by_quantity = _by_quantity(one, other)
        more_or_fewer = Cause.INCREASED if by_quantity > 0 else Cause.DECREASED
        parts = [(more_or_fewer, by_quantity), (Cause.RATE, change - by_quantity)]
    return ((cause, part) for cause, part in parts if part)


def _by_quantity(one: Part, other: Part) -> Decimal:
    """The part of the change that the quantity made, in the number's unit: units more or fewer, at the earlier rate or
    the mean of several earlier rates. Units are amount ÷ rate, so what was already paid counts as fewer of them.
    Without rates, or with one and the same rate at both times, this is the whole change."""
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
