"""What a finding on spending says: of which money, how much was found and how much is allowed."""

from datetime import date
from decimal import Decimal

import pandas as pd

from helpers.programmes.allocation import SourceRow
from helpers.programmes.disbursement.checks import check_spending, check_standing
from helpers.programmes.registers import ALLOTTED, COMMITTED, SPENT, Movement
from helpers.tables.findings import Finding

LABELS = {"janitors": "นักการภารโรง", "house-rent": "ค่าเช่าบ้าน"}


def _movement(programme: str, measure: str, amount: str, expenditure: str = "งบดำเนินงาน") -> Movement:
    source = SourceRow("d1", "", 6)
    return Movement(programme, expenditure, measure, measure, Decimal(amount), date(2025, 11, 1), "1", source)


def test_money_is_compared_by_programme_and_expenditure() -> None:
    movements = [
        _movement("janitors", ALLOTTED, "1000.00"),
        _movement("janitors", ALLOTTED, "234.50"),
        _movement("janitors", SPENT, "1000.00"),
        _movement("janitors", SPENT, "234.51"),
        _movement("janitors", SPENT, "0.50", "งบลงทุน"),
        _movement("house-rent", ALLOTTED, "10.00"),
        _movement("house-rent", SPENT, "10.00"),
        _movement("house-rent", COMMITTED, "99.00"),
    ]
    assert list(check_spending(movements, LABELS)) == [
        Finding(
            "budget.disbursement.above_allotted",
            "",
            "spending",
            found="นักการภารโรง งบดำเนินงาน: 1,234.51 บาท",
            allowed="ไม่เกิน 1,234.50 บาท",
        ),
        Finding(
            "budget.disbursement.above_allotted",
            "",
            "spending",
            found="นักการภารโรง งบลงทุน: 0.50 บาท",
            allowed="ไม่เกิน 0.00 บาท",
        ),
    ]


def test_every_programme_that_is_behind_is_named_and_no_other_scope() -> None:
    rows = [
        ("โครงการ", "janitors", "ล่าช้ากว่าเป้าหมาย", "1.50", "1234.50"),
        ("โครงการ", "house-rent", "ตามเป้าหมาย", "5.00", "5.00"),
        ("ภาพรวม", "", "ล่าช้ากว่าเป้าหมาย", "6.50", "1239.50"),
    ]
    frame = pd.DataFrame(rows, columns=["scope", "programme", "standing", "spent", "target"])
    standing = frame.assign(spent=frame["spent"].map(Decimal), target=frame["target"].map(Decimal))
    assert list(check_standing(standing, LABELS)) == [
        Finding(
            "budget.disbursement.behind",
            "",
            "spending",
            found="นักการภารโรง: 1.50 บาท",
            allowed="อย่างน้อย 1,234.50 บาท",
        )
    ]
