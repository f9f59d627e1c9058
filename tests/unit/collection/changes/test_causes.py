from __future__ import annotations

from decimal import Decimal

import pytest

from helpers.collection.changes.causes import Cause, Part, causes


def counted(value: int) -> Part:
    return Part(Decimal(value))


def paid(quantity: str, *rates: str, gross: str = "", less: str = "0") -> Part:
    """An amount; its gross is quantity × rate unless several rates make it."""
    amount = Decimal(gross) if gross else Decimal(quantity) * Decimal(rates[0])
    return Part(amount - Decimal(less), Decimal(quantity), amount, frozenset(map(Decimal, rates)))


def found(before: Part | None, after: Part | None, **known: bool) -> dict[Cause, Decimal]:
    return dict(causes(before, after, **known))


@pytest.mark.parametrize(
    ("before", "after", "known", "expected"),
    [
        (None, counted(5), {"known_before": False}, {Cause.CAME: 5}),
        (counted(5), None, {"known_after": False}, {Cause.WENT: -5}),
        (None, counted(5), {}, {Cause.MORE: 5}),
        (counted(5), None, {}, {Cause.FEWER: -5}),
        (counted(5), counted(7), {}, {Cause.MORE: 2}),
        (counted(7), counted(5), {}, {Cause.FEWER: -2}),
        (counted(7), counted(7), {}, {}),
    ],
)
def test_counts_come_go_rise_and_fall(
    before: Part | None, after: Part | None, known: dict[str, bool], expected: dict[Cause, int]
) -> None:
    assert found(before, after, **known) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # Six months at 9,000 become five: one month fewer.
        (paid("6", "9000"), paid("5", "9000"), {Cause.FEWER: -9000}),
        # The same six months at 9,500: the rate alone.
        (paid("6", "9000"), paid("6", "9500"), {Cause.RATE: 3000}),
        # Seven months at 9,500: one month more at the earlier 9,000, then all seven at 500 more.
        (paid("6", "9000"), paid("7", "9500"), {Cause.MORE: 9000, Cause.RATE: 3500}),
        # The rate rises in the middle of the half: as many months, dearer.
        (paid("6", "9000"), paid("6", "9000", "9500", gross="55500"), {Cause.RATE: 1500}),
        # Less was paid before, of the same due.
        (paid("6", "9000", less="1000"), paid("6", "9000", less="400"), {Cause.PAID: 600}),
        # Nobody is left of whom an earlier tranche paid.
        (paid("2", "100"), paid("0", "100", less="50"), {Cause.FEWER: -200, Cause.PAID: -50}),
        (None, paid("2", "100"), {Cause.MORE: 200}),
    ],
)
def test_amounts_change_by_quantity_rate_and_what_was_paid(
    before: Part | None, after: Part, expected: dict[Cause, int]
) -> None:
    assert found(before, after) == expected


def test_the_satang_that_rounding_leaves_is_the_rates() -> None:
    before, after = paid("3", "1", "2", gross="4.00"), paid("4", "1", "2", gross="5.34")
    assert found(before, after) == {Cause.MORE: Decimal("1.33"), Cause.RATE: Decimal("0.01")}
