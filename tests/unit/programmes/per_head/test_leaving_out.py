"""Pupils of the list who are not paid for."""

from typing import Any

from helpers.programmes.allocation import Excluded
from unit.programmes.counted_rounds import (
    OTHER,
    POOR,
    SCHOOL,
    TEACHING,
    TERM_2,
    allocate,
    changed,
    counted,
)

ENROLLED = {SCHOOL: {"อ.2": 20, "ป.1": 20}, OTHER: {"อ.2": 20, "ป.1": 20}}


def pupil(smis: str, grade: str, **stated: Any) -> dict[str, Any]:
    return {"smis": smis, "grade": grade, "age": 7, **stated}


def left_out(*listed: dict[str, Any], **settings: Any) -> list[Excluded]:
    return list(allocate(counted(ENROLLED, listed=listed), variant=changed(**settings)).excluded)


def paid(*listed: dict[str, Any], smis: str, grade: str, item: str = TEACHING, **counts: Any) -> int:
    rows = allocate(counted(ENROLLED, listed=listed, **counts)).rows
    item_rows = [each for each in rows if (each.smis, each.item, each.tranche) == (smis, item, TERM_2)]
    return sum(each.headcount for each in item_rows if grade in (each.grade, each.level))


def test_a_pupil_below_the_least_age_is_left_out_by_school_and_row() -> None:
    young = pupil(SCHOOL, "อ.2", age=2)
    (excluded,) = left_out(pupil(SCHOOL, "อ.2", age=3), young)
    assert (excluded.smis, excluded.reason, excluded.headcount) == (SCHOOL, "อายุต่ำกว่าเกณฑ์", 1)
    assert excluded.source.key == "2568-2-pupils::4"
    assert excluded.detail == "ชั้น อ.2 รอบ 2568-2"
    assert paid(young, smis=SCHOOL, grade="อ.2") == 19


def test_a_pupil_without_a_readable_age_or_in_a_grade_without_a_least_age_is_paid() -> None:
    assert left_out(pupil(SCHOOL, "อ.2", age=None), pupil(SCHOOL, "ป.5", age=1)) == []


def test_under_age_pupils_may_be_counted() -> None:
    assert left_out(pupil(SCHOOL, "อ.2", age=2), under_age={"rule": "counted"}) == []


def test_of_a_person_twice_in_a_school_the_first_row_is_paid() -> None:
    twice = [pupil(SCHOOL, "ป.1", person="ก"), pupil(SCHOOL, "ป.1", person="ก"), pupil(SCHOOL, "ป.1", person="ข")]
    (excluded,) = left_out(*twice)
    assert (excluded.reason, excluded.source.row) == ("ซ้ำในโรงเรียนเดียวกัน", 4)
    assert paid(*twice, smis=SCHOOL, grade="ป.1") == 19
    assert left_out(*twice, duplicates={"within_school": "each_counted"}) == []


def test_a_person_in_two_schools_is_paid_in_neither() -> None:
    both = [pupil(SCHOOL, "ป.1", person="ก"), pupil(OTHER, "อ.2", person="ก")]
    excluded = left_out(*both)
    assert [(each.smis, each.reason) for each in excluded] == [(SCHOOL, "ซ้ำกับโรงเรียนอื่น"), (OTHER, "ซ้ำกับโรงเรียนอื่น")]
    assert left_out(*both, duplicates={"across_schools": "each_counted"}) == []


def test_unknown_numbers_are_not_one_person() -> None:
    assert left_out(pupil(SCHOOL, "ป.1", person=None), pupil(OTHER, "ป.1", person=None)) == []


def test_each_is_left_out_once() -> None:
    everything = [
        pupil(SCHOOL, "อ.2", person="ก", age=2),
        pupil(SCHOOL, "อ.2", person="ก"),
        pupil(OTHER, "อ.2", person="ข"),
    ]
    assert [each.reason for each in left_out(*everything)] == ["อายุต่ำกว่าเกณฑ์"]


def test_never_more_are_left_out_than_were_counted() -> None:
    young = [pupil(SCHOOL, "อ.3", age=2), pupil(SCHOOL, "อ.2", age=1)]
    assert [each.detail for each in left_out(*young)] == ["ชั้น อ.2 รอบ 2568-2"]


def test_a_poor_pupil_who_is_left_out_is_not_paid_as_poor() -> None:
    poor = {SCHOOL: {"ป.1": 5}}
    young = pupil(SCHOOL, "ป.1", age=4, disadvantage="เด็กยากจน")
    assert paid(young, smis=SCHOOL, grade="ประถม", item=POOR, poor=poor) == 4
    assert paid(pupil(SCHOOL, "ป.1", age=4), smis=SCHOOL, grade="ประถม", item=POOR, poor=poor) == 5


def test_an_amount_names_the_rows_of_those_it_leaves_out() -> None:
    rows = allocate(counted(ENROLLED, listed=[pupil(SCHOOL, "อ.2", age=2)])).rows
    (first,) = [each for each in rows if (each.smis, each.grade, each.item) == (SCHOOL, "อ.2", TEACHING)][:1]
    assert first.further_sources == ("2568-2-pupils::3",)


def test_grades_that_are_not_paid_for_are_named_by_school() -> None:
    excluded = allocate(counted({SCHOOL: {"ป.1": 20, "ปวช.1": 3, "ไม่ระบุ": 2}})).excluded
    assert [(each.reason, each.headcount, each.detail) for each in excluded] == [
        ("ชั้นที่ไม่อยู่ในการจัดสรร", 3, "ชั้น ปวช.1 รอบ 2568-2"),
        ("ชั้นที่ไม่อยู่ในการจัดสรร", 2, "ชั้น ไม่ระบุ รอบ 2568-2"),
    ]


def test_a_listed_school_without_data_is_named() -> None:
    (excluded,) = allocate(counted({SCHOOL: {"ป.1": 20}}, absent=[OTHER])).excluded
    assert (excluded.smis, excluded.reason, excluded.headcount) == (OTHER, "ไม่มีข้อมูลในรอบ", 0)


def test_where_no_list_was_delivered_the_report_says_that_nobody_could_be_left_out() -> None:
    findings = allocate(counted(ENROLLED, listed=[pupil(SCHOOL, "ป.1")], silent=[])).findings
    assert [each.found for each in findings if each.rule == "budget.per_head.no_pupil_list"] == [
        "รอบ 2568-2: 1 โรงเรียน"
    ]
    assert not [each for each in findings if each.rule == "budget.per_head.no_confirmations"]


def test_where_no_confirmations_were_delivered_the_report_says_so() -> None:
    findings = allocate(counted(ENROLLED)).findings
    assert [each.found for each in findings if each.rule == "budget.per_head.no_confirmations"] == ["รอบ 2568-2"]
