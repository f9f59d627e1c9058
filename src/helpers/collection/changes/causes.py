"""Why a number changed, subject by subject: who came and went, how many more or fewer, by another rate.

Exact: the causes of a subject add up to its change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

_SATANG = Decimal("0.01")
_EXACT = 60
"""Digits that hold baht × quantity × share without rounding."""


class Cause(StrEnum):
    """What happened to a subject, in the words that readers see, in reading order."""

    CAME = "เข้ามา"
    WENT = "ออกไป"
    MORE = "จำนวนเพิ่ม"
    FEWER = "จำนวนลด"
    RATE = "อัตราเปลี่ยน"
    PAID = "ที่หักไว้เปลี่ยน"
    """Of an amount less what was paid before: that part."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one subject gives to a number. An amount that a rate made knows how: `gross` baht for a `quantity` (share
    included) by the `rates`; `value` is what is left after earlier payments."""

    value: Decimal
    quantity: Decimal | None = None
    gross: Decimal = Decimal(0)
    rates: frozenset[Decimal] = frozenset()


_NOTHING = Part(Decimal(0))


def causes(
    before: Part | None, after: Part | None, *, known_before: bool = True, known_after: bool = True
) -> Iterator[tuple[Cause, Decimal]]:
    """The causes of one subject's change, those of nothing left out. `known_…` says whether what it belongs to (its
    school, its post) was there at all; who was there and gave nothing has not come."""
    one, other = before or _NOTHING, after or _NOTHING
    if not known_before or not known_after:
        found = [(Cause.CAME if known_after else Cause.WENT, other.value - one.value)]
    elif one.quantity is None and other.quantity is None:
        found = [_counted(other.value - one.value)]
    else:
        by_quantity = _by_quantity(one, other)
        gross = other.gross - one.gross
        paid = other.value - one.value - gross
        found = [_counted(by_quantity), (Cause.RATE, gross - by_quantity), (Cause.PAID, paid)]
    return ((cause, change) for cause, change in found if change)


def _counted(change: Decimal) -> tuple[Cause, Decimal]:
    return (Cause.MORE if change > 0 else Cause.FEWER), change


def _by_quantity(one: Part, other: Part) -> Decimal:
    """What the change of quantity comes to at the earlier rate, or at their mean where there were several."""
    gross = other.gross - one.gross
    if not one.quantity or not other.quantity or (one.rates == other.rates and len(one.rates) == 1):
        return gross
    with localcontext() as context:
        context.prec = _EXACT
        return ((other.quantity - one.quantity) * one.gross / one.quantity).quantize(_SATANG, ROUND_HALF_UP)
