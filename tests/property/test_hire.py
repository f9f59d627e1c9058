"""What must hold of all rosters: halves add to the year, schools to the total, order changes nothing, more pay is never
paid less, no day of a post is paid twice."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from helpers.forms.rosters import LEGAL_FORMS
from helpers.params.fiscal_years import Half
from helpers.params.programmes.base import BrokenMonth
from helpers.programmes.allocation import AllocationRow
from helpers.programmes.hire.amounts import Employment
from helpers.programmes.kinds import Allocated
from unit.programmes.filled import YEAR, allocate, numbered, project_params

PARAMS = project_params()
HALVES = PARAMS.fiscal_years[YEAR].halves.halves
WHOLE_YEAR = (Half(title="ทั้งปี", opens=YEAR.opens, closes=YEAR.closes),)
PERIODS = PARAMS.social_security.periods
RULES: st.SearchStrategy[BrokenMonth] = st.sampled_from(["calendar_days", "thirty_days"])
BAHT = st.decimals("0.01", "99999.99", places=2)
DAYS = st.dates(date(2025, 8, 1), date(2026, 11, 30))


@st.composite
def employments(draw: st.DrawFn) -> Employment:
    opens = draw(DAYS)
    closes = draw(st.none() | st.integers(0, 500).map(lambda days: opens + timedelta(days=days)))
    return Employment(opens, closes, draw(BAHT))


@st.composite
def rosters(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows with few schools and numbers, so that posts overlap; as in the form, a number and a first day name a row."""
    rows = []
    named = st.tuples(st.sampled_from(["1", "2", "3"]), st.none() | DAYS)
    for number, starts in draw(st.lists(named, max_size=6, unique=True)):
        ends = starts and draw(
            st.none() | st.integers(0, 400).map(lambda days, starts=starts: starts + timedelta(days))
        )
        rows.append(
            {
                "smis": draw(st.sampled_from(["", "34010001", "34010002"])),
                "post_no": number,
                "post": "ครูอัตราจ้าง",
                "legal_form": draw(st.sampled_from(LEGAL_FORMS)),
                "starts": starts,
                "ends": ends,
                "monthly_rate": draw(BAHT),
            }
        )
    return numbered(*rows)


def total(rows: list[AllocationRow]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))


def year_of(rows: list[dict[str, Any]]) -> Allocated:
    return allocate("critical-shortage-teachers", rows)


@given(employments(), RULES)
def test_the_halves_add_to_the_year(employment: Employment, rule: BrokenMonth) -> None:
    halves, whole = employment.wages(HALVES, rule, None), employment.wages(WHOLE_YEAR, rule, None)
    assert sum(each.amount for each in halves) == sum(each.amount for each in whole)
    parts, all_parts = (
        employment.contributions(HALVES, rule, PERIODS),
        employment.contributions(WHOLE_YEAR, rule, PERIODS),
    )
    assert sum(each.amount for each in parts) == sum(each.amount for each in all_parts)


@given(employments(), RULES, BAHT)
def test_more_pay_or_more_days_are_never_paid_less(employment: Employment, rule: BrokenMonth, more: Decimal) -> None:
    longer = Employment(employment.opens - timedelta(days=1), employment.closes, employment.monthly + more)
    for kind in ("wages", "contributions"):
        args = (HALVES, rule, None if kind == "wages" else PERIODS)
        less = sum(each.amount for each in getattr(employment, kind)(*args))
        assert sum(each.amount for each in getattr(longer, kind)(*args)) >= less


@given(employments(), RULES)
def test_a_contribution_never_leaves_its_bounds(employment: Employment, rule: BrokenMonth) -> None:
    for each in employment.contributions(HALVES, rule, PERIODS):
        least, most = (amount * each.terms.percent / 100 for amount in (each.terms.floor, each.terms.ceiling))
        assert least - 1 < each.monthly < most + 1


@given(rosters(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[dict[str, Any]], random: Any) -> None:
    allocated = year_of(rows)
    random.shuffle(rows)
    assert year_of(rows) == allocated


@given(rosters())
def test_every_row_is_paid_or_left_out_with_a_reason(rows: list[dict[str, Any]]) -> None:
    allocated = year_of(rows)
    paid, left_out = {row.source.row for row in allocated.rows}, [each.source.row for each in allocated.excluded]
    assert paid | set(left_out) == {row["row"] for row in rows}
    assert len(left_out) == len(set(left_out))
    assert not paid & set(left_out)


@given(rosters())
def test_no_day_of_a_post_is_paid_twice_and_each_post_is_counted_once(rows: list[dict[str, Any]]) -> None:
    allocated, months = year_of(rows), defaultdict[str, Decimal](Decimal)
    for row in allocated.rows:
        months[row.payee] += row.months
    assert all(held <= 12 + Decimal("0.001") for held in months.values())
    assert sum(row.counted for row in allocated.rows) == len(months)


@given(rosters())
def test_schools_and_items_add_to_the_total(rows: list[dict[str, Any]]) -> None:
    paid = list(year_of(rows).rows)
    schools, items = {row.smis for row in paid}, {row.item for row in paid}
    assert sum(total([row for row in paid if row.smis == smis]) for smis in schools) == total(paid)
    assert sum(total([row for row in paid if row.item == item]) for item in items) == total(paid)


@given(rosters())
def test_an_amount_is_what_its_row_says(rows: list[dict[str, Any]]) -> None:
    for row in year_of(rows).rows:
        assert row.amount == (row.quantity * row.rate * row.share).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        assert row.already_paid == 0
        assert row.amount >= 0


@given(rosters(), rosters())
def test_another_post_never_lowers_an_amount(rows: list[dict[str, Any]], others: list[dict[str, Any]]) -> None:
    """Posts of other numbers; the same number would be the same post."""
    added = [other | {"post_no": f"9{other['post_no']}", "row": other["row"] + 100} for other in others]
    alone, together = year_of(rows).rows, year_of([*rows, *added]).rows
    assert set(alone) <= set(together)
