"""Spending by month against the year's targets: 32, 52 and 75 % are due by 31 Dec, 31 Mar and 30 June."""

from decimal import Decimal
from typing import Any

import pytest

from helpers.params.fiscal_years import Target
from helpers.programmes.disbursement.amounts import percent_of
from helpers.programmes.kinds import Allocated
from unit.programmes.entries import Entry, entry, reported, rules, table


def spending(*spent: Entry, allotted: str = "100000.00") -> Allocated:
    return reported("disbursement", allotments=[entry("จัดสรร", allotted)], spending=list(spent))


def standing(allocated: Allocated, scope: str) -> dict[str, Any]:
    rows = table(allocated, "standing")
    (row,) = rows[rows["scope"] == scope].to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_every_payment_is_an_amount_of_its_month_and_quarter() -> None:
    allocated = spending(entry("เบิกจ่าย", "30000.00"), entry("ส่งคืน", "-500.00", on="2569-04-02"))
    assert [(row.amount, row.tranche, row.half) for row in allocated.rows] == [
        (Decimal("30000.00"), "ไตรมาสที่ 1", "ครึ่งปีแรก"),
        (Decimal("-500.00"), "ไตรมาสที่ 3", "ครึ่งปีหลัง"),
    ]
    assert all(row.counted == 0 for row in allocated.rows), "a payment is no person"


def test_a_commitment_is_bound_and_not_spent() -> None:
    row = standing(spending(entry("ผูกพัน", "20000.00"), entry("เบิกจ่าย", "30000.00")), "โครงการ")
    assert (row["spent"], row["committed"], row["bound"]) == (Decimal(30000), Decimal(20000), Decimal(50000))


def test_what_is_dated_after_the_closing_day_is_named_and_not_counted() -> None:
    allocated = spending(entry("เบิกจ่าย", "30000.00", on="2569-07-01"))
    assert not allocated.rows
    assert [(each.reason, each.amount) for each in allocated.excluded] == [("ลงวันที่หลังวันที่ของข้อมูล", Decimal("30000.00"))]


@pytest.mark.parametrize(
    ("spent", "expected", "gap"),
    [
        ("73999.99", "ล่าช้ากว่าเป้าหมาย", "-1000.01"),
        ("74000.00", "ตามเป้าหมาย", "-1000.00"),
        ("76000.00", "ตามเป้าหมาย", "1000.00"),
        ("76000.01", "เร็วกว่าเป้าหมาย", "1000.01"),
    ],
)
def test_a_programme_is_behind_on_or_ahead_of_its_target(spent: str, expected: str, gap: str) -> None:
    allocated = spending(entry("เบิกจ่าย", spent))
    row = standing(allocated, "โครงการ")
    assert (row["standing"], row["gap"], row["target"]) == (expected, Decimal(gap), Decimal(75000))
    assert row["named"] == f"6 ค่าตอบแทนจ้างนักการภารโรง | {expected}"
    assert ("behind" in rules(allocated)) == (expected == "ล่าช้ากว่าเป้าหมาย")


def test_investment_has_targets_of_its_own_and_the_whole_has_the_overall_one() -> None:
    invested = {"expenditure": "งบลงทุน"}
    lines = {
        "allotments": [entry("จัดสรร", "100000.00", **invested)],
        "spending": [entry("เบิกจ่าย", "57000.00", **invested)],
    }
    allocated = reported("disbursement", **lines)
    assert standing(allocated, "งบรายจ่าย")["target"] == Decimal(57000)
    assert standing(allocated, "งบรายจ่าย")["standing"] == "ตามเป้าหมาย"
    assert standing(allocated, "ภาพรวม")["target"] == Decimal(75000)


def test_what_was_reached_grows_from_month_to_month() -> None:
    allocated = spending(entry("เบิกจ่าย", "10.00"), entry("เบิกจ่าย", "5.00", on="2569-01-15"))
    reached = table(allocated, "reached")
    by_month = reached[reached["month"] != ""].groupby("month", sort=False)["amount"].sum().to_dict()
    assert (by_month["พ.ย."], by_month["ธ.ค."], by_month["ม.ค."], by_month["มิ.ย."]) == (10, 10, 15, 15)
    assert not {"ก.ค.", "ส.ค.", "ก.ย."} & set(by_month), "these months have not come"
    by_quarter = reached[reached["quarter"] != ""].groupby("quarter", sort=False)["amount"].sum().to_dict()
    assert by_quarter == {"ไตรมาสที่ 1": 10, "ไตรมาสที่ 2": 15, "ไตรมาสที่ 3": 15}


def test_more_spent_than_allotted_is_found() -> None:
    allocated = spending(entry("เบิกจ่าย", "100000.01"))
    assert "above_allotted" in rules(allocated)


def test_all_that_was_allotted_may_be_spent() -> None:
    assert "above_allotted" not in rules(spending(entry("เบิกจ่าย", "100000.00")))


def test_spending_without_an_allotment_has_no_target() -> None:
    allocated = reported("disbursement", spending=[entry("เบิกจ่าย", "500.00")])
    assert standing(allocated, "โครงการ")["standing"] == "ไม่มีเงินจัดสรร"


@pytest.mark.parametrize(
    ("expenditure", "stated", "percent"),
    [("งบลงทุน", "98", "75"), ("งบดำเนินงาน", "98", "98"), ("งบดำเนินงาน", None, "93"), ("งบเงินอุดหนุน", "98", "98")],
)
def test_current_expenditure_has_its_own_target_where_one_is_stated(
    expenditure: str, stated: str | None, percent: str
) -> None:
    given = {"quarter": 4, "by": "30 ก.ย. 2569", "overall": "93", "investment": "75", "current": stated}
    assert percent_of(Target.model_validate(given), expenditure) == Decimal(percent)


def test_what_must_be_spent_or_committed_is_a_target_of_the_quarter_that_states_it() -> None:
    targets = table(spending(entry("เบิกจ่าย", "1.00")), "targets")
    assert list(targets["commits"]) == [False, False, False, True]
    assert targets["commitment"].tolist() == [0, 0, 0, Decimal("100000.00")]
