"""The mark of an amount below what was paid: of a grade that shrank, not of one that stayed or grew."""

from decimal import Decimal

import pytest

from helpers.programmes.allocation import AllocationRow
from unit.programmes.counted_rounds import (
    ADVANCE,
    BEFORE,
    POOR,
    REST,
    SCHOOL,
    TEACHING,
    TERM_2,
    UNIFORM,
    allocate,
    changed,
    counted,
    programme,
)

MARKS = {"carried": "จ่ายเกินสิทธิ หักจากเงินของโรงเรียน", "returned": "จ่ายเกินสิทธิ โรงเรียนส่งคืน"}


def settled(before: int, after: int, rule: str = "carried") -> AllocationRow:
    """The uniforms of ป.1 in the rest of term 1, of which 70 % was paid on the count before."""
    first, second = (counted({SCHOOL: {"ป.1": number}}) for number in (before, after))
    rows = allocate(first, second, changed(overpaid={"rule": rule})).rows
    (settled_row,) = [row for row in rows if (row.tranche, row.item, row.grade) == (REST, UNIFORM, "ป.1")]
    return settled_row


@pytest.mark.parametrize("rule", MARKS)
def test_a_grade_that_shrank_is_marked_as_overpaid(rule: str) -> None:
    found = settled(100, 50, rule)
    assert (found.headcount, found.already_paid, found.amount) == (50, Decimal("28000.00"), Decimal("-8000.00"))
    assert found.overpaid == MARKS[rule]


@pytest.mark.parametrize(
    ("after", "amount", "marked"), [(69, "-400.00", True), (70, "0.00", False), (71, "400.00", False)]
)
def test_what_was_paid_exactly_is_not_overpaid(after: int, amount: str, marked: bool) -> None:
    found = settled(100, after)
    assert (found.amount, bool(found.overpaid)) == (Decimal(amount), marked)


def test_a_grade_that_is_gone_is_a_row_of_nobody_less_what_was_paid() -> None:
    """Of 100 in ป.1 none is left; what was paid for them rests on the row that it was paid by."""
    first, second = counted({SCHOOL: {"ป.1": 100}}), counted({SCHOOL: {"ป.6": 1}}, name="after")
    rows = [row for row in allocate(first, second).rows if (row.tranche, row.item) == (REST, UNIFORM)]
    (gone,) = [row for row in rows if row.grade == "ป.1"]
    assert (gone.quantity, gone.headcount, gone.counted, gone.already_paid) == (0, 0, 0, Decimal("28000.00"))
    assert gone.amount == Decimal("-28000.00")
    assert gone.overpaid == MARKS["carried"]
    assert gone.rule.startswith("ไม่มีนักเรียนที่มีสิทธิ")
    assert gone.source.delivery == f"{BEFORE}-count"
    (paid,) = [row for row in allocate(first).rows if (row.tranche, row.item, row.grade) == (ADVANCE, UNIFORM, "ป.1")]
    assert (gone.share, gone.rate, gone.level) == (paid.share / Decimal("0.7"), paid.rate, paid.level)


def test_poor_pupils_move_up_with_their_grade_where_they_are_paid_in_advance() -> None:
    """Those of ป.5 are in ป.6 then; those of ป.6 have left, and nobody knows who comes to ม.1."""
    usual = programme()
    early = usual.model_copy(
        update={"items": tuple(item.model_copy(update={"in_advance": True}) for item in usual.items)}
    )
    before = counted({SCHOOL: {"ป.5": 100, "ป.6": 100}}, poor={SCHOOL: {"ป.5": 10, "ป.6": 3}})
    rows = allocate(before, variant=early).rows
    levels = {(row.tranche, row.level): row.headcount for row in rows if row.item == POOR}
    assert levels == {(TERM_2, "ประถม"): 13, (ADVANCE, "ประถม"): 10}


def test_every_row_says_whom_it_pays_for_when_they_were_counted_and_which_share_it_brings() -> None:
    """ป.1 is a grade that pupils enter: it is expected to be as large again."""
    first = counted({SCHOOL: {"ป.1": 100, "ป.2": 90}}, poor={SCHOOL: {"ป.1": 50}})
    rows = allocate(first, counted({SCHOOL: {"ป.1": 80}}, name="after")).rows
    rules = {(row.tranche, row.item, row.grade): row.rule for row in rows}
    half = "× อัตราต่อปี × ร้อยละ 50 ของปี"
    assert rules[TERM_2, TEACHING, "ป.1"] == f"นักเรียนชั้น ป.1 ณ 10 พ.ย. 2568 {half}"
    assert rules[ADVANCE, TEACHING, "ป.2"] == f"นักเรียนชั้น ป.2 (จาก ป.1 เดิม) ณ 10 พ.ย. 2568 {half} × ร้อยละ 70"
    paid = f"ณ 10 มิ.ย. 2569 {half} − จ่ายแล้วใน{ADVANCE}"
    assert rules[REST, TEACHING, "ป.1"] == f"นักเรียนชั้น ป.1 {paid}"
    assert rules[REST, TEACHING, "ป.2"] == f"ไม่มีนักเรียนที่มีสิทธิ {paid}"
    capped = "50 คน ไม่เกินร้อยละ 40 ของนักเรียน 190 คน = 76 คน"
    assert rules[TERM_2, POOR, ""] == f"{POOR} ระดับประถม {capped} ณ 10 พ.ย. 2568 {half}"
    shares = {(row.tranche, row.grade): row.share for row in rows if row.item == TEACHING}
    assert shares[ADVANCE, "ป.1"] == Decimal("0.35")
    assert shares[REST, "ป.2"] == Decimal("0.5")


def test_persons_are_counted_once_by_the_first_item_on_the_newest_count() -> None:
    rows = allocate(counted({SCHOOL: {"ป.1": 100}}), counted({SCHOOL: {"ป.1": 80}}, name="after")).rows
    assert {(row.tranche, row.item): row.counted for row in rows if row.counted} == {(REST, TEACHING): 80}
    rows = allocate(counted({SCHOOL: {"ป.1": 100}})).rows
    assert {row.tranche for row in rows if row.counted} == {TERM_2}, "what is moved up is a forecast"
