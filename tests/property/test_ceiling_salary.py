"""What must hold of all who stand at the ceiling: halves add to the year, order changes nothing, groups stay apart, and
nothing is paid by a percentage that the programme does not name."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from helpers.forms.rosters import PERSONNEL
from helpers.params.fiscal_years import Half
from helpers.params.programmes.base import BrokenMonth
from helpers.programmes.allocation import SourceRow
from helpers.programmes.ceiling_salary.amounts import Holder, special_pay
from helpers.programmes.kinds import Allocated
from unit.programmes.filled import YEAR, allocate, numbered, project_params

HALVES = project_params().fiscal_years[YEAR].halves.halves
WHOLE_YEAR = (Half(title="ทั้งปี", opens=YEAR.opens, closes=YEAR.closes),)
RULES: st.SearchStrategy[BrokenMonth] = st.sampled_from(["calendar_days", "thirty_days"])
SALARIES = st.decimals("0.01", "99999.99", places=2)
DAYS = st.dates(date(2025, 8, 1), date(2026, 11, 30))
PERCENTAGES = st.sampled_from([Decimal("2.00"), Decimal("4.00"), Decimal("3.00")])


@st.composite
def holders(draw: st.DrawFn) -> dict[str, Any]:
    starts = draw(DAYS)
    return {
        "smis": draw(st.sampled_from(["", "34010001", "34010002"])),
        "post_no": draw(st.sampled_from(["1", "2", "3"])),
        "personnel": draw(st.sampled_from(PERSONNEL)),
        "position": "ครู",
        "ceiling_salary": draw(SALARIES),
        "percentage": draw(PERCENTAGES),
        "starts": starts,
        "ends": draw(st.none() | st.integers(0, 400).map(lambda days: starts + timedelta(days=days))),
    }


# As in the form, a number and a first day name a row.
rosters = st.lists(holders(), max_size=6, unique_by=lambda row: (row["post_no"], row["starts"])).map(
    lambda rows: numbered(*rows)
)


def year_of(rows: list[dict[str, Any]]) -> Allocated:
    return allocate("ceiling-salary", rows)


@given(SALARIES, PERCENTAGES, DAYS, st.integers(0, 500), RULES)
def test_the_halves_add_to_the_year(
    salary: Decimal, percentage: Decimal, starts: date, days: int, rule: BrokenMonth
) -> None:
    """But for the satang to which the whole months of each half are rounded together."""
    given = (salary, percentage, starts, starts + timedelta(days=days))
    holder = Holder("", "", "", "", *given, SourceRow("", "", 0))
    halves, whole = (
        sum(each.amount for each in special_pay(holder, windows, rule)) for windows in (HALVES, WHOLE_YEAR)
    )
    assert abs(halves - whole) <= Decimal("0.01")


@given(rosters, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[dict[str, Any]], random: Any) -> None:
    allocated = year_of(rows)
    random.shuffle(rows)
    assert year_of(rows) == allocated


@given(rosters)
def test_every_row_is_paid_or_left_out_with_a_reason(rows: list[dict[str, Any]]) -> None:
    allocated = year_of(rows)
    paid, left_out = {row.source.row for row in allocated.rows}, [each.source.row for each in allocated.excluded]
    assert sorted([*paid, *left_out]) == [row["row"] for row in rows]


@given(rosters)
def test_only_the_programmes_percentages_are_paid_and_groups_stay_apart(rows: list[dict[str, Any]]) -> None:
    own = {row["row"]: row for row in rows}
    for row in year_of(rows).rows:
        source = own[row.source.row]
        assert source["percentage"] in (Decimal(2), Decimal(4))
        assert row.item.endswith(source["personnel"])
        assert row.share <= source["percentage"] / 100


@given(rosters)
def test_no_post_is_paid_more_than_a_year(rows: list[dict[str, Any]]) -> None:
    months: dict[str, Decimal] = {}
    for row in year_of(rows).rows:
        months[row.payee] = months.get(row.payee, Decimal(0)) + row.months
    assert all(held <= 12 + Decimal("0.001") for held in months.values())
