"""The special pay itself: who is read from a roster, and what a month comes to."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from helpers.params.programmes.ceiling_salary import CeilingSalaryProgramme
from helpers.programmes.allocation import SourceRow
from helpers.programmes.ceiling_salary.amounts import Holder, SpecialPay, check_example, holders_of, special_pay
from helpers.programmes.months import MonthRun, usual_halves
from unit.programmes.ceiling_salary.test_allocating import PROGRAMME, holder
from unit.programmes.filled import DELIVERY, YEAR, form_table, project_params

HALVES = usual_halves(YEAR)


def _holder(**changes: object) -> Holder:
    given = {
        "smis": "34010001",
        "number": "1",
        "position": "ครู",
        "personnel": "ข้าราชการ",
        "ceiling_salary": Decimal("58390.00"),
        "percentage": Decimal("2.00"),
        "starts": date(2025, 10, 1),
        "ends": date(2026, 3, 31),
        "source": SourceRow(DELIVERY, "แบบกรอก", 6),
        **changes,
    }
    return Holder(**given)  # type: ignore[arg-type]


def test_a_row_of_the_roster_is_read_whole() -> None:
    assert holders_of(form_table("ceiling_roster", [{"row": 6, **holder()}])) == (_holder(),)
    assert _holder().payee == "ครู 1"


def test_holders_stand_by_school_number_first_day_and_row() -> None:
    rows = form_table("ceiling_roster", [holder("1", row=10, starts=date(2025, 9, 1)), holder("1"), holder("2", row=6)])
    _, first, second = rows.to_dict("records")
    elsewhere = {**first, "smis": "34010002", "row": 7}
    again = pd.DataFrame(
        [second, elsewhere, {**first, "row": 9}, {**first, "row": 8}, *rows.head(1).to_dict("records")]
    )
    assert [each.source.row for each in holders_of(again)] == [10, 8, 9, 6, 7]


@pytest.mark.parametrize(("share", "paid"), [("0.0000000025", "0.0000000001"), ("0.0000000024", "0.0000000000")])
def test_the_share_of_a_month_is_rounded_half_up_at_ten_places(share: str, paid: str) -> None:
    run = MonthRun("", date(2025, 10, 1), date(2025, 10, 1), 1, Decimal(share))
    assert SpecialPay(run, Decimal(1), Decimal(2)).share == Decimal(paid)


def test_pay_is_by_whole_months_until_what_is_in_force_changes() -> None:
    paid = special_pay(_holder(ends=None), HALVES, "thirty_days")
    assert [(each.run.count, each.run.half) for each in paid] == [(6, "ครึ่งปีแรก"), (6, "ครึ่งปีหลัง")]
    paid = special_pay(_holder(), HALVES, "thirty_days", lambda day: day >= date(2026, 1, 1))
    assert [(each.run.opens, each.run.count, each.amount) for each in paid] == [
        (date(2025, 10, 1), 3, Decimal("3503.40")),
        (date(2026, 1, 1), 3, Decimal("3503.40")),
    ]


@pytest.mark.parametrize(("rule", "first"), [("calendar_days", "565.06"), ("thirty_days", "583.90")])
def test_an_example_is_worked_by_the_rule_of_the_programme(rule: str, first: str) -> None:
    """From 17 March on: fifteen days of thirty-one, or of thirty."""
    programme = project_params().programmes[PROGRAMME]
    assert isinstance(programme, CeilingSalaryProgramme)
    months = programme.broken_months.model_copy(update={"rule": rule})
    changes = {
        "starts": date(2026, 3, 17),
        "ends": date(2026, 3, 31),
        "first_half": Decimal(1),
        "second_half": Decimal(2),
    }
    known = {"ceiling_salary": Decimal(58390), "percent": Decimal(2), "year": str(YEAR)}
    example = programme.examples[0].model_copy(update={**changes, **known})
    stated, computed = check_example(programme.model_copy(update={"broken_months": months}), example)
    assert stated == {"first_half": Decimal(1), "second_half": Decimal(2)}
    assert computed == {"first_half": Decimal(first), "second_half": Decimal("0.00")}
