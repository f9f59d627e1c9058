"""Whatever changed, its causes add up to the change, to the satang."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from helpers.collection.changes.causes import Cause, Part, causes

NUMBERS = st.integers(0, 10_000).map(lambda value: Part(Decimal(value)))
RATES = st.decimals(0, 99_999, places=2)
AMOUNTS = st.decimals(-999_999, 999_999, places=2)


@st.composite
def amounts(draw: st.DrawFn) -> Part:
    """A subject's amount, made by one to three rates."""
    by_rate = draw(st.dictionaries(RATES, AMOUNTS, min_size=1, max_size=3))
    return Part(sum(by_rate.values(), Decimal(0)), by_rate)


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


@given(RATES, AMOUNTS, AMOUNTS)
def test_a_rate_that_stays_causes_nothing(rate: Decimal, before: Decimal, after: Decimal) -> None:
    assert Cause.RATE not in dict(causes(Part(before, {rate: before}), Part(after, {rate: after})))
