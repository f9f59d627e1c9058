"""Whatever changed, its causes add up to the change, to the satang."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from helpers.collection.changes.causes import Cause, Part, causes

NUMBERS = st.integers(0, 10_000).map(lambda value: Part(Decimal(value)))
RATES = st.decimals(0, 99_999, places=2)
QUANTITIES = st.decimals(0, 9_999, places=2)
SHARES = st.decimals(0, 1, places=10)


@st.composite
def amounts(draw: st.DrawFn) -> Part:
    """A subject's amount, made of one to three rows of quantity × rate × share, less what was paid."""
    rows = draw(st.lists(st.tuples(QUANTITIES, RATES, SHARES), min_size=1, max_size=3))
    gross = sum((_satang(quantity * rate * share) for quantity, rate, share in rows), Decimal(0))
    effective = sum((quantity * share for quantity, _, share in rows), Decimal(0))
    less = draw(st.decimals(0, 99_999, places=2))
    return Part(gross - less, effective, gross, frozenset(rate for _, rate, _ in rows))


def _satang(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def change(before: Part | None, after: Part | None) -> Decimal:
    return (after.value if after else Decimal(0)) - (before.value if before else Decimal(0))


@given(st.none() | amounts() | NUMBERS, st.none() | amounts() | NUMBERS, st.booleans(), st.booleans())
def test_the_causes_are_the_whole_change(
    before: Part | None, after: Part | None, known_before: bool, known_after: bool
) -> None:
    assume(before is None or known_before)
    assume(after is None or known_after)
    assume(known_before or known_after)
    found = list(causes(before, after, known_before=known_before, known_after=known_after))
    assert sum((part for _, part in found), Decimal(0)) == change(before, after)
    assert len({cause for cause, _ in found}) == len(found)
    assert all(part for _, part in found)


@given(amounts(), amounts())
def test_rates_that_stay_cause_nothing(before: Part, after: Part) -> None:
    same = Part(after.value, after.quantity, after.gross, before.rates)
    assume(len(before.rates) == 1)
    assert Cause.RATE not in dict(causes(before, same))
