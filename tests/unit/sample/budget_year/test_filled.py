"""What rows cost month by month."""

from datetime import date
from decimal import Decimal

import pytest

from helpers.forms.rosters import ROSTER
from helpers.periods import FiscalYear
from helpers.sample.budget_year.setting import FilledForm, Row, share_of_month

NOVEMBER = date(2025, 11, 1)


def wage(row: Row, _month: date, share: Decimal) -> Decimal:
    return Decimal(str(row["monthly_rate"])) * share


@pytest.mark.parametrize(
    ("starts", "ends", "share"),
    [
        (date(2025, 10, 1), date(2026, 9, 30), "1"),
        (date(2025, 11, 1), date(2025, 11, 30), "1"),
        (date(2025, 11, 16), None, "0.5"),
        (date(2025, 10, 1), date(2025, 11, 3), "0.1"),
        (date(2025, 12, 1), None, "0"),
        (date(2025, 1, 1), date(2025, 10, 31), "0"),
        (None, date(2025, 11, 30), "0"),
    ],
)
def test_a_month_is_covered_by_the_days_of_it_that_lie_between(
    starts: date | None, ends: date | None, share: str
) -> None:
    assert share_of_month(NOVEMBER, starts, ends) == Decimal(share)


def test_the_need_leaves_out_rows_that_cannot_be_counted_and_months_that_cost_nothing() -> None:
    row = {"monthly_rate": Decimal("9000.00"), "starts": date(2025, 10, 17), "ends": date(2025, 11, 30)}
    filled = FilledForm(ROSTER, "janitors", [row, dict(row), {**row, "starts": None}], wage, lost={1})
    assert filled.need(FiscalYear(2569)) == {date(2025, 10, 1): Decimal("4354.84"), NOVEMBER: Decimal("9000.00")}


def test_a_form_whose_rows_cost_nothing_needs_nothing() -> None:
    row: Row = {"starts": date(2025, 10, 1), "monthly_rate": Decimal(1)}
    assert not FilledForm(ROSTER, "janitors", [row]).need(FiscalYear(2569))
