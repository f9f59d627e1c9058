"""What must hold of all rents: halves add to the year, paid and left out add to the rent, order changes nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.params.fiscal_years import Half
from helpers.params.programmes.base import BrokenMonth
from helpers.programmes.months import month_parts, month_runs, month_share
from helpers.programmes.rent.amounts import Rent, rent_parts
from unit.programmes.filled import YEAR, allocate, numbered, project_params

HALVES = project_params().fiscal_years[YEAR].halves.halves
WHOLE_YEAR = (Half(title="ทั้งปี", opens=YEAR.opens, closes=YEAR.closes),)
TOLERANCE = Decimal("0.01")
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
RULES: st.SearchStrategy[BrokenMonth] = st.sampled_from(["calendar_days", "thirty_days"])
BAHT = st.decimals("0.01", "999999.99", places=2)


@st.composite
def rents(draw: st.DrawFn) -> Rent:
    opens = draw(DAYS)
    closes = draw(st.none() | st.integers(0, 1500).map(lambda days: opens + timedelta(days=days)))
    return Rent(draw(st.booleans()), draw(BAHT), draw(st.none() | BAHT), opens, closes)


def paid(rent: Rent, rule: BrokenMonth, halves: tuple[Half, ...] = HALVES) -> Decimal:
    return sum((part.paid for part in rent_parts(rent, halves, rule)), Decimal(0))


@given(rents(), RULES)
def test_the_halves_add_to_the_year(rent: Rent, rule: BrokenMonth) -> None:
    assert paid(rent, rule) == paid(rent, rule, WHOLE_YEAR)


@given(rents(), RULES)
def test_nothing_is_paid_above_the_ceiling_or_above_the_rent(rent: Rent, rule: BrokenMonth) -> None:
    for part in rent_parts(rent, HALVES, rule):
        assert Decimal(0) <= part.paid <= part.due
        assert rent.ceiling is None or part.paid <= part.quantity * rent.ceiling


@given(rents(), RULES, BAHT)
def test_a_higher_rent_never_lowers_what_is_paid(rent: Rent, rule: BrokenMonth, more: Decimal) -> None:
    assert paid(replace(rent, rent=rent.rent + more), rule) >= paid(rent, rule)


@given(rents(), st.integers(0, 400))
def test_a_monthly_rent_that_is_cut_in_two_comes_to_the_same(rent: Rent, days: int) -> None:
    """By calendar days, but for the satang to which each part of a broken month is rounded."""
    rent = replace(rent, yearly=False, closes=rent.closes or date(2029, 12, 31))
    assert rent.closes is not None
    cut = min(rent.opens + timedelta(days=days), rent.closes)
    parts = paid(replace(rent, closes=cut), "calendar_days") + paid(
        replace(rent, opens=cut + timedelta(days=1)), "calendar_days"
    )
    assert abs(parts - paid(rent, "calendar_days")) <= TOLERANCE


@given(DAYS, DAYS)
def test_the_months_hold_every_day_of_the_year_once(opens: date, closes: date) -> None:
    parts = month_parts(opens, closes, HALVES)
    first, last = max(opens, YEAR.opens), min(closes, YEAR.closes)
    assert sum(part.days for part in parts) == max(0, (last - first).days + 1)
    assert all(later.opens - earlier.closes == timedelta(days=1) for earlier, later in pairwise(parts))


@given(DAYS, DAYS, RULES)
def test_runs_hold_the_months_of_their_parts(opens: date, closes: date, rule: BrokenMonth) -> None:
    parts = month_parts(opens, closes, HALVES)
    runs = month_runs(parts, rule)
    assert sum(run.months for run in runs) == sum(month_share(part, rule) for part in parts)
    assert sum(run.count for run in runs) == len(parts)


@settings(max_examples=25)
@given(st.lists(rents(), max_size=6), st.randoms(use_true_random=False))
def test_shuffling_the_claims_changes_nothing(found: list[Rent], random: Random) -> None:
    rows = numbered(
        *(
            {
                "claim_no": str(number),
                "position": "ครู",
                "kind": "เช่าบ้าน",
                "monthly_rent": rent.rent,
                "monthly_ceiling": rent.ceiling or rent.rent,
                "starts": rent.opens,
                "ends": rent.closes,
                "document_no": "1",
            }
            for number, rent in enumerate(found)
        )
    )
    shuffled = list(rows)
    random.shuffle(shuffled)
    before, after = allocate("house-rent", rows), allocate("house-rent", shuffled)
    assert (before.rows, before.excluded) == (after.rows, after.excluded)
    claims = (before.tables or {})["claims"]
    assert claims["due"].sum() == sum(row.amount for row in before.rows) + sum(each.amount for each in before.excluded)
