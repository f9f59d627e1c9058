"""Where a sum of money stands, at and beside each boundary; which target is the current one."""

from datetime import date
from decimal import Decimal

import pytest

from helpers.params.fiscal_years import Target
from helpers.programmes.disbursement.amounts import SpendingStanding, current, due_amount


def _standing(allotted: str, spent: str, target: str | None, tolerance: str = "0") -> SpendingStanding:
    due = None if target is None else Decimal(target)
    return SpendingStanding(Decimal(allotted), Decimal(spent), due, Decimal(tolerance))


@pytest.mark.parametrize(
    ("standing", "name", "gap"),
    [
        (_standing("0", "5", "10"), "ไม่มีเงินจัดสรร", "-5"),
        (_standing("-1", "5", None), "ไม่มีเงินจัดสรร", "0"),
        (_standing("0.01", "5", None), "ยังไม่ถึงกำหนดเป้าหมาย", "0"),
        (_standing("1", "5", None), "ยังไม่ถึงกำหนดเป้าหมาย", "0"),
        (_standing("100", "50", "50"), "ตามเป้าหมาย", "0"),
        (_standing("100", "49.99", "50"), "ล่าช้ากว่าเป้าหมาย", "-0.01"),
        (_standing("100", "50.01", "50"), "เร็วกว่าเป้าหมาย", "0.01"),
        (_standing("100", "50.50", "50"), "เร็วกว่าเป้าหมาย", "0.50"),
        (_standing("200", "98", "100", "1"), "ตามเป้าหมาย", "-2"),
        (_standing("200", "97.99", "100", "1"), "ล่าช้ากว่าเป้าหมาย", "-2.01"),
    ],
)
def test_a_sum_stands_by_its_target_within_the_tolerance(standing: SpendingStanding, name: str, gap: str) -> None:
    assert (standing.name, standing.gap) == (name, Decimal(gap))


def test_what_a_target_asks_is_rounded_to_the_satang() -> None:
    assert due_amount(Decimal("100.01"), Decimal("50")) == Decimal("50.01")


def _target(quarter: int, by: str) -> Target:
    return Target.model_validate({"quarter": quarter, "by": by, "overall": "50", "investment": "50"})


def test_the_latest_target_that_is_due_is_the_current_one() -> None:
    late, early = _target(2, "31 มี.ค. 2569"), _target(1, "31 ธ.ค. 2568")
    assert current([late, early], date(2025, 12, 30)) is None
    assert current([late, early], date(2025, 12, 31)) == early
    assert current([late, early], date(2026, 3, 30)) == early
    assert current([late, early], date(2026, 3, 31)) == late
    assert current([], date(2026, 3, 31)) is None
