"""What was paid beyond what it may be, as whole findings, and the row of the table that each is about."""

from decimal import Decimal
from typing import Any

import pytest

from helpers.tables.findings import Finding
from unit.programmes.counted_rounds import EQUIPMENT, OTHER, SCHOOL, TERM_2, spending
from unit.programmes.filled import DELIVERY
from unit.programmes.per_head_result.test_results import entry, only, result


def _finding(problem: str, found: str, allowed: str = "", smis: str = SCHOOL, row: int = 6) -> Finding:
    place: dict[str, Any] = {"delivery": DELIVERY, "sheet": "แบบกรอก", "row": row, "column": f"{EQUIPMENT} {TERM_2}"}
    rule = f"budget.per_head_result.{problem}"
    return Finding(rule, smis, "per_head_payments", found=found, allowed=allowed, **place)


def test_more_than_the_entitlement_and_than_what_was_given_are_two_findings() -> None:
    found = result(entry("จัดสรร", "22000.00"), entry("จ่าย", "23000.50"), entry("ส่งคืน", "0.25")).findings
    assert list(found) == [
        _finding("above_entitlement", "23,000.25 บาท", "ไม่เกิน 22,000.00 บาท"),
        _finding("above_allocated", "23,000.25 บาท", "ไม่เกิน 22,000.00 บาท"),
    ]


def test_a_school_without_an_entitlement_is_named_with_what_it_was_given() -> None:
    entries = entry("จัดสรร", "1500.00", smis=OTHER), entry("จ่าย", "1200.00", smis=OTHER)
    assert list(result(*entries).findings) == [
        _finding("not_entitled", "จัดสรร 1,500.00 บาท จ่ายสุทธิ 1,200.00 บาท", smis=OTHER)
    ]


def test_all_payments_together_may_be_as_much_as_was_allotted() -> None:
    paid = entry("จัดสรร", "22000.00"), entry("จ่าย", "1234.50")
    assert list(result(*paid, allotted="1234.50").findings) == []
    assert list(result(*paid, allotted="1234.49").findings) == [
        Finding(
            "budget.per_head_result.above_allotted",
            "",
            "allotments",
            found="1,234.50 บาท",
            allowed="ไม่เกิน 1,234.49 บาท",
        )
    ]


@pytest.mark.parametrize(
    ("disbursed", "differs"), [("21499.99", True), ("21500.00", False), ("21500.01", True), (None, True)]
)
def test_what_schools_were_paid_is_what_the_register_of_spending_has(disbursed: str | None, differs: bool) -> None:
    paid = entry("จัดสรร", "22000.00"), entry("จ่าย", "21500.00"), entry("ส่งคืน", "500.00")
    entries = [("ผูกพัน", Decimal("99.00"))]
    if disbursed:
        entries += [("เบิกจ่าย", Decimal(disbursed) + 5), ("แก้ไขเบิกจ่าย", Decimal("-5.00")), ("ส่งคืน", Decimal("-300.00"))]
    amount = f"{Decimal(disbursed or 0):,.2f}"
    assert (
        list(result(*paid, spent=spending(*entries)).findings)
        == [
            Finding(
                "budget.per_head_result.spending_differs",
                "",
                "per_head_payments",
                found="21,500.00 บาท",
                allowed=f"เบิกจ่าย {amount} บาท",
            )
        ]
        * differs
    )


def test_a_register_of_spending_without_the_programme_says_nothing_of_its_payments() -> None:
    paid = entry("จัดสรร", "22000.00"), entry("จ่าย", "21500.00")
    other = spending(("เบิกจ่าย", Decimal("1.00")), of="house-rent")
    assert list(result(*paid, spent=other).findings) == []


def test_without_an_entitlement_that_alone_is_said() -> None:
    assert list(result(entry("จัดสรร", "5.00"), compared=False).findings) == [
        Finding("budget.per_head_result.no_entitlement", "", "per_head_payments")
    ]


def test_a_result_says_what_it_is_of_and_why_something_remains() -> None:
    own = only(result(entry("จัดสรร", "20000.00"), entry("จ่าย", "21000.00"), entry("ส่งคืน", "500.00")))
    why = "ยังขาด 1,500.00 บาท จัดสรรไว้ 20,000.00 บาทจากสิทธิ 22,000.00 บาท ส่งคืนแล้ว 500.00 บาท"
    assert own == {
        "smis": SCHOOL,
        "item": EQUIPMENT,
        "tranche": TERM_2,
        "entitled": Decimal("22000.00"),
        "allocated": Decimal("20000.00"),
        "paid": Decimal("21000.00"),
        "returned": Decimal("500.00"),
        "net": Decimal("20500.00"),
        "remaining": Decimal("1500.00"),
        "state": "จ่ายไม่ครบ",
        "why": why,
        "line": f"{SCHOOL} {EQUIPMENT} {TERM_2} {why}",
        "delivery": DELIVERY,
        "sheet": "แบบกรอก",
        "row": 6,
        "row_key": f"{DELIVERY}:แบบกรอก:6",
    }


def test_without_an_entry_a_result_rests_on_the_entitlement() -> None:
    own = only(result())
    assert (own["delivery"], own["row"], own["why"]) == (
        "2568-2-count",
        1,
        "ยังขาด 22,000.00 บาท จัดสรรไว้ 0.00 บาทจากสิทธิ 22,000.00 บาท",
    )


def test_payments_are_rows_in_file_order_and_the_first_carries_the_pupils() -> None:
    rows = result(
        entry("จัดสรร", "22000.00"),
        entry("ส่งคืน", "1.00"),
        entry("จ่าย", "5.00"),
        entry("จ่าย", "6.00", document_no="ศธ 2"),
    ).rows
    assert [(row.amount, row.quantity, row.rate, row.counted, row.headcount) for row in rows] == [
        (Decimal("-1.00"), -1, Decimal("1.00"), 0, 0),
        (Decimal("5.00"), 1, Decimal("5.00"), 0, 100),
        (Decimal("6.00"), 1, Decimal("6.00"), 0, 0),
    ]
    assert [row.rule for row in rows[1:]] == ["จ่ายเมื่อ 1 ธ.ค. 2568 ตาม ศธ 1/2568", "จ่ายเมื่อ 1 ธ.ค. 2568 ตาม ศธ 2"]
    assert {(row.smis, row.item, row.tranche, row.half) for row in rows} == {(SCHOOL, EQUIPMENT, TERM_2, "ครึ่งปีแรก")}
    assert [row.source.row for row in rows] == [7, 8, 9]
