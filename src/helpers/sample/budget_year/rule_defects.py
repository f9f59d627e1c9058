"""What the rules of the programmes must find: pay beside the rate, amounts that do not follow, terms that overlap."""

from __future__ import annotations

from decimal import Decimal

from helpers.collection.forms.claims import LUNCH, PAID, REQUESTED
from helpers.periods import FiscalYear
from helpers.sample.budget_year.defects import FormDefect, as_above, has, moved, raised, text
from helpers.sample.budget_year.filled import Row
from helpers.sample.budget_year.transfers import OVERDRAWN

MORE_PUPILS = 50
_FILLED = has("starts")


def _lunch(state: str, row: Row) -> bool:
    return row["purpose"] == LUNCH and row["state"] == state


def _for_more_pupils(row: Row, _: Row) -> object:
    asked, pupils = Decimal(str(row["amount_requested"])), int(str(row["pupils"]))
    return asked / pupils * (pupils + MORE_PUPILS)


def _more_pupils(row: Row, _: Row) -> object:
    return int(str(row["pupils"])) + MORE_PUPILS


IN_ROSTERS = (
    FormDefect("budget.hire.rate_above", "school-clerks-15000", raised("monthly_rate", 500), among=_FILLED),
    FormDefect("budget.hire.rate_below", "returned-janitors", raised("monthly_rate", -500), among=_FILLED),
    FormDefect(
        "budget.hire.post_overlap",
        "government-employees",
        {**as_above("smis", "post_no"), **moved("starts", 30)},
        like_above=True,
    ),
    FormDefect("budget.ceiling_salary.percentage_not_allowed", "ceiling-salary", {"percentage": text(Decimal(3))}),
)
IN_REQUESTS = (
    FormDefect(
        "budget.local_support.amount_differs",
        "local-support",
        raised("amount_requested", 1000),
        among=lambda row: _lunch(PAID, row),
    ),
    FormDefect(
        "budget.local_support.approved_less",
        "local-support",
        raised("amount_approved", -5000),
        among=has("state", PAID),
    ),
    FormDefect(
        "budget.local_support.pupils_above_dmc",
        "local-support",
        {"amount_requested": _for_more_pupils, "pupils": _more_pupils},
        among=lambda row: _lunch(REQUESTED, row),
    ),
)
OVERDRAWING = FormDefect(
    "budget.transfer.overdrawn", "transfers", {}, among=has("from_programme", OVERDRAWN.from_programme)
)


def rule_defects(year: FiscalYear) -> tuple[FormDefect, ...]:
    """Everything that is planted in the forms of a year."""
    in_rents = (
        FormDefect("budget.rent.above_ceiling", "house-rent", raised("monthly_rent", 500, of="monthly_ceiling")),
        FormDefect("budget.rent.ends_in_year", "house-rent", {"ends": text(year.months[8])}),
        FormDefect("budget.rent.contracts_overlap", "temple-land-rent", as_above("smis", "temple"), like_above=True),
    )
    return (*IN_ROSTERS, *IN_REQUESTS, *in_rents, OVERDRAWING)
