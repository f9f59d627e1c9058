from decimal import Decimal

import pytest

from helpers.tables.changes.causes import Cause, Part, causes


def counted(value: int) -> Part:
    return Part(Decimal(value))


def paid(**amounts: str) -> Part:
    """An amount by rate: `paid(r9000="54000")` is six months at 9,000."""
    by_rate = {Decimal(rate[1:]): Decimal(amount) for rate, amount in amounts.items()}
    return Part(sum(by_rate.values(), Decimal(0)), by_rate)


def by_cause(before: Part | None, after: Part | None, **known: bool) -> dict[Cause, Decimal]:
    return dict(causes(before, after, **known))


@pytest.mark.parametrize(
    ("before", "after", "known", "expected"),
    [
        (None, counted(5), {"known_before": False}, {Cause.ENTERED: 5}),
        (counted(5), None, {"known_after": False}, {Cause.LEFT: -5}),
        (None, counted(5), {}, {Cause.INCREASED: 5}),
        (counted(5), None, {}, {Cause.DECREASED: -5}),
        (counted(5), counted(7), {}, {Cause.INCREASED: 2}),
        (counted(7), counted(5), {}, {Cause.DECREASED: -2}),
        (counted(7), counted(7), {}, {}),
    ],
)
def test_counts_come_go_rise_and_fall(
    before: Part | None, after: Part | None, known: dict[str, bool], expected: dict[Cause, int]
) -> None:
    assert by_cause(before, after, **known) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # Six months at 9,000 become five: one month fewer.
        (paid(r9000="54000"), paid(r9000="45000"), {Cause.DECREASED: -9000}),
        # The same six months at 9,500: the rate alone.
        (paid(r9000="54000"), paid(r9500="57000"), {Cause.RATE: 3000}),
        # Seven months at 9,500: one month more at the earlier 9,000, then all seven at 500 more.
        (paid(r9000="54000"), paid(r9500="66500"), {Cause.INCREASED: 9000, Cause.RATE: 3500}),
        # The rate rises in the middle of the half: as many months, dearer.
        (paid(r9000="54000"), paid(r9000="27000", r9500="28500"), {Cause.RATE: 1500}),
        # Less is left to pay because an earlier tranche paid more: fewer units at the same rate.
        (paid(r9000="53000"), paid(r9000="53600"), {Cause.INCREASED: 600}),
        (paid(r100="200"), paid(r100="-50"), {Cause.DECREASED: -250}),
        (None, paid(r100="200"), {Cause.INCREASED: 200}),
        (paid(r0="0"), paid(r100="200"), {Cause.INCREASED: 200}),
    ],
)
def test_amounts_change_by_quantity_and_by_rate(before: Part | None, after: Part, expected: dict[Cause, int]) -> None:
    assert by_cause(before, after) == expected


def test_the_satang_that_rounding_leaves_is_the_rates() -> None:
    # 2.5 units for 4.00, then 3.175 for 5.34: 0.675 more at the mean of 1.60.
    before, after = paid(r1="1.00", r2="3.00"), paid(r1="1.01", r2="4.33")
    assert by_cause(before, after) == {Cause.INCREASED: Decimal("1.08"), Cause.RATE: Decimal("0.26")}
