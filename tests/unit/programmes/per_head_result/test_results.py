"""What came of the per-head subsidy: every state, and everything that was paid beyond what it may be."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from helpers.programmes.allocation import allocation_frame
from helpers.programmes.kinds import Allocated
from unit.programmes import counted_rounds
from unit.programmes.counted_rounds import EQUIPMENT, OTHER, SCHOOL, TERM_2, allotments, counted
from unit.programmes.filled import allocate, day, numbered

DUE = Decimal("22000.00")
"""100 pupils × 440 × 0.5."""


def entry(kind: str, amount: str, **changes: Any) -> dict[str, Any]:
    row = {"date": day("2568-12-01"), "document_no": "ศธ 1/2568", "smis": SCHOOL, "item": EQUIPMENT, "tranche": TERM_2}
    return {**row, "entry": kind, "amount": Decimal(amount), **changes}


def entitlement() -> pd.DataFrame:
    rows = counted_rounds.allocate(counted({SCHOOL: {"ป.1": 60, "ป.2": 40}})).rows
    schools = pd.DataFrame({"smis": [SCHOOL], "district": [""], "size": [""]})
    return allocation_frame(
        [row for row in rows if (row.item, row.tranche) == (EQUIPMENT, TERM_2)], schools, "34010000"
    )


def result(
    *entries: dict[str, Any],
    compared: bool = True,
    allotted: str | None = None,
    spent: pd.DataFrame | None = None,
) -> Allocated:
    tables: dict[tuple[str, str], pd.DataFrame] = {("entitlement", "allocation"): entitlement()} if compared else {}
    if allotted:
        tables["allotments", "allotments"] = allotments(Decimal(allotted))
    if spent is not None:
        tables["spending", "spending"] = spent
    return allocate("per-head-result", numbered(*entries), tables)


def only(allocated: Allocated) -> Mapping[str, Any]:
    assert allocated.tables
    (row,) = allocated.tables["results"].to_dict("records")
    return {str(name): value for name, value in row.items()}


def rules(allocated: Allocated) -> list[str]:
    return [finding.rule.removeprefix("budget.per_head_result.") for finding in allocated.findings]


GIVEN = entry("จัดสรร", "22000.00")


@pytest.mark.parametrize(
    ("entries", "state", "remaining"),
    [
        ([GIVEN, entry("จ่าย", "22000.00")], "จ่ายครบ", "0.00"),
        ([GIVEN, entry("จ่าย", "20000.00")], "จ่ายไม่ครบ", "2000.00"),
        ([GIVEN, entry("จ่าย", "22000.00"), entry("ส่งคืน", "500.00")], "จ่ายไม่ครบ", "500.00"),
        ([GIVEN], "จัดสรรแล้วยังไม่จ่าย", "22000.00"),
        ([], "ยังไม่จัดสรร", "22000.00"),
        ([GIVEN, entry("จ่าย", "22000.01")], "จ่ายเกินสิทธิ", "-0.01"),
        ([GIVEN, entry("ส่งคืน", "1.00")], "ส่งคืนเกิน", "22001.00"),
    ],
)
def test_each_balance_is_in_one_state(entries: list[dict[str, Any]], state: str, remaining: str) -> None:
    row = only(result(*entries))
    assert (row["state"], row["remaining"], row["entitled"]) == (state, Decimal(remaining), DUE)
    assert row["entitled"] - row["net"] == row["remaining"]
    assert row["net"] == row["paid"] - row["returned"]


def test_why_something_remains_is_said() -> None:
    row = only(result(entry("จัดสรร", "20000.00"), entry("จ่าย", "20000.00"), entry("ส่งคืน", "500.00")))
    assert row["why"] == "ยังขาด 2,500.00 บาท จัดสรรไว้ 20,000.00 บาทจากสิทธิ 22,000.00 บาท ส่งคืนแล้ว 500.00 บาท"
    assert only(result(GIVEN, entry("จ่าย", "22000.00")))["why"] == ""


def test_a_balance_rests_on_the_register_else_on_the_count() -> None:
    assert only(result(GIVEN))["sheet"] == "แบบกรอก"
    assert only(result())["delivery"] == "2568-2-count"


def test_what_was_paid_above_the_entitlement_is_named_by_school_item_and_tranche() -> None:
    (finding,) = result(entry("จัดสรร", "30000.00"), entry("จ่าย", "23000.00")).findings
    assert finding.rule == "budget.per_head_result.above_entitlement"
    assert (finding.smis, finding.row, finding.column) == (SCHOOL, 6, f"{EQUIPMENT} {TERM_2}")
    assert (finding.found, finding.allowed) == ("23,000.00 บาท", "ไม่เกิน 22,000.00 บาท")


def test_what_was_paid_above_what_the_school_was_allocated_is_named() -> None:
    assert rules(result(entry("จ่าย", "22000.00"))) == ["above_allocated"]
    assert rules(result(GIVEN, entry("จ่าย", "22000.00"))) == []


def test_entries_without_an_entitlement_are_named() -> None:
    allocated = result(entry("จัดสรร", "5.00", smis=OTHER), GIVEN)
    assert rules(allocated) == ["not_entitled"]
    assert allocated.tables
    states = allocated.tables["results"].set_index("smis")["state"]
    assert states[OTHER] == "มีรายการแต่ไม่มีสิทธิ"


def test_what_was_paid_above_the_allotment_of_the_whole_programme_is_named() -> None:
    entries = [GIVEN, entry("จ่าย", "22000.00"), entry("ส่งคืน", "1000.00")]
    assert rules(result(*entries, allotted="20999.99")) == ["above_allotted"]
    assert rules(result(*entries, allotted="21000.00")) == []


def test_before_anybody_s_entitlement_is_known_nothing_is_compared() -> None:
    allocated = result(GIVEN, entry("จ่าย", "22000.00"), compared=False)
    assert rules(allocated) == ["no_entitlement"]
    row = only(allocated)
    assert (row["state"], row["remaining"], row["why"]) == ("ยังไม่มีสิทธิให้เทียบ", 0, "")


def test_an_entitlement_below_zero_waits_for_its_return() -> None:
    table = entitlement()
    table["amount"] = -table["amount"]
    tables = {("entitlement", "allocation"): table}
    assert only(allocate("per-head-result", [], tables))["state"] == "รอหักหรือส่งคืน"
    back = numbered(entry("ส่งคืน", "22000.00"))
    assert only(allocate("per-head-result", back, tables))["state"] == "จ่ายครบ"


def test_amounts_are_payments_less_returns_in_the_half_of_their_day() -> None:
    late = entry("ส่งคืน", "500.00", date=day("2569-06-01"))
    rows = result(GIVEN, entry("จ่าย", "10000.00"), entry("จ่าย", "12000.00"), late).rows
    assert [(row.half, row.amount) for row in rows] == [
        ("ครึ่งปีแรก", Decimal("10000.00")),
        ("ครึ่งปีแรก", Decimal("12000.00")),
        ("ครึ่งปีหลัง", Decimal("-500.00")),
    ]
    assert [row.headcount for row in rows] == [100, 0, 0]
    assert rows[2].rule == "ส่งคืนเมื่อ 1 มิ.ย. 2569 ตาม ศธ 1/2568"


def test_a_day_of_another_year_has_no_half() -> None:
    (row,) = result(GIVEN, entry("จ่าย", "1.00", date=day("2570-01-01"))).rows
    assert row.half == ""
