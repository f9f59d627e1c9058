"""What cannot be computed is named with its reason: a report or a round that was not received, a rate that nobody
knows."""

from decimal import Decimal

from helpers.programmes.kinds import Allocated
from helpers.programmes.uncomputed import uncomputed_frame
from unit.programmes.counted_rounds import (
    ADVANCE,
    AFTER,
    EARLY,
    OTHER,
    POOR,
    REST,
    SCHOOL,
    TERM_2,
    TERM_2_FIRST,
    TERM_2_REST,
    allocate,
    changed,
    counted,
)

ENROLLED = {SCHOOL: {"ป.1": 100}, OTHER: {"ป.2": 50}}
POOR_PUPILS = {SCHOOL: {"ป.1": 10}, OTHER: {"ป.2": 5}}
FILE = "ไม่ได้รับไฟล์"


def lines(allocated: Allocated, item: str) -> dict[str, str]:
    """By tranche, what is said of an item."""
    return {each.tranche: f"{each.cause} {each.detail}" for each in allocated.uncomputed if each.item == item}


def paid(allocated: Allocated, item: str) -> Decimal:
    return sum((row.amount for row in allocated.rows if row.item == item), Decimal(0))


def test_an_item_whose_report_was_not_received_is_named_by_tranche_and_not_paid_as_nothing() -> None:
    allocated = allocate(counted(ENROLLED, poor=POOR_PUPILS), counted(ENROLLED, missing=["disadvantage"]))
    assert lines(allocated, POOR) == {REST: f"{FILE} “จำนวนนักเรียนด้อยโอกาส” รอบ {AFTER}"}
    assert paid(allocated, POOR) == Decimal("7500.00")  # term 2 alone: 15 × 1,000 × 0.5
    named = {each.column: each.found for each in allocated.findings if each.rule == "budget.per_head.report_missing"}
    assert named == dict.fromkeys((POOR, "ค่าเครื่องแบบเพิ่มเติม"), f"“จำนวนนักเรียนด้อยโอกาส” รอบ {AFTER}: {REST}")
    frame = uncomputed_frame(allocated.uncomputed)
    assert frame["row_key"].is_unique


def test_nothing_is_lacking_where_every_report_came() -> None:
    allocated = allocate(counted(ENROLLED, poor=POOR_PUPILS), counted(ENROLLED, poor=POOR_PUPILS))
    assert not [each for each in allocated.uncomputed if each.cause == FILE]
    assert "budget.per_head.report_missing" not in {each.rule for each in allocated.findings}


def test_a_pupil_list_answers_for_its_own_schools_alone() -> None:
    listed = [{"smis": SCHOOL, "grade": "ป.1", "age": 7}]
    early = counted(ENROLLED, poor={SCHOOL: {"ป.1": 10}}, listed=listed, missing=["disadvantage"])
    allocated = allocate(early)
    assert lines(allocated, POOR) == {TERM_2: f"{FILE} “จำนวนนักเรียนด้อยโอกาส” และบัญชีรายชื่อของ 1 โรงเรียน รอบ 2568-2"}
    assert {row.smis for row in allocated.rows if row.item == POOR} == {SCHOOL}


def test_what_was_paid_before_is_not_taken_back_because_a_file_is_missing() -> None:
    twice = changed(term_2={"first": Decimal(70)})
    june, november = counted(ENROLLED, poor=POOR_PUPILS, name=EARLY), counted(ENROLLED, missing=["disadvantage"])
    allocated = allocate(november, variant=twice, early=june)
    assert {row.tranche for row in allocated.rows if row.item == POOR} == {TERM_2_FIRST}
    assert set(lines(allocated, POOR)) == {TERM_2_REST}


def test_a_round_that_was_not_received_leaves_out_every_item_of_its_tranches() -> None:
    assert lines(allocate(counted(ENROLLED)), "ทุกรายการ") == {REST: f"ไม่ได้รับข้อมูลของรอบ {AFTER}"}
    assert set(lines(allocate(None, counted(ENROLLED)), "ทุกรายการ")) == {TERM_2, ADVANCE}


def test_pupils_without_a_rate_are_a_gap_and_no_nil() -> None:
    allocated = allocate(None, counted({SCHOOL: {"ม.4": 9}}, poor={SCHOOL: {"ม.4": 2}}))
    gaps = {(each.item, each.level) for each in allocated.uncomputed if each.cause == "ไม่มีอัตรา"}
    assert ("ค่าเครื่องแบบนักเรียน", "มัธยมปลาย") in gaps
    assert ("ค่าหนังสือเรียน", "มัธยมปลาย") in gaps
    assert ("ค่าเครื่องแบบเพิ่มเติม", "") in gaps, "no rate at all"
    assert ("ค่าจัดการเรียนการสอน", "มัธยมปลาย") not in gaps
