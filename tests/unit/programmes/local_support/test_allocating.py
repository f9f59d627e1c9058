from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from helpers.params.programmes.base import Programme
from helpers.programmes.kinds import Allocated, kinds
from unit.programmes.filled import YEAR, allocate, day, numbered, project_params

ID = "local-support"
Tables = Mapping[tuple[str, str], pd.DataFrame]


def lunch(number: str = "1/2569", pupils: int | None = 40, days: int | None = 200, **changes: Any) -> dict[str, Any]:
    return {
        "request_no": number,
        "local_government": "อบต.ตัวอย่าง",
        "smis": "34010001",
        "purpose": "อาหารกลางวัน",
        "pupils": pupils,
        "days": days,
        "amount_requested": Decimal("288000.00"),
        "requested_on": day("2568-11-01"),
        "state": "อนุมัติ",
        "amount_approved": Decimal("288000.00"),
        **changes,
    }


def other(number: str = "2/2569", **changes: Any) -> dict[str, Any]:
    asked = {"purpose": "อื่น ๆ", "description": "ถนนหน้าโรงเรียน", **amounts("50000.00")}
    return lunch(number, None, None, **asked) | changes


def amounts(baht: str) -> dict[str, Any]:
    return {"amount_requested": Decimal(baht), "amount_approved": Decimal(baht)}


def waiting(row: dict[str, Any], state: str = "ยื่นคำขอ") -> dict[str, Any]:
    return row | {"state": state, "amount_approved": None}


def enrolled(*places: tuple[str, str, int], round_: str = "term_2") -> Tables:
    rows = [(smis, level, pupils, f"dmc::{row}") for row, (smis, level, pupils) in enumerate(places, 1)]
    return {(round_, "enrolment"): pd.DataFrame(rows, columns=["smis", "level", "pupils", "row_key"])}


def total(allocated: Allocated) -> Decimal:
    return sum((row.amount for row in allocated.rows), Decimal(0))


def rules(*rows: dict[str, Any], tables: Tables | None = None) -> list[str]:
    allocated = allocate(ID, numbered(*rows), tables)
    return [finding.rule.removeprefix("budget.local_support.") for finding in allocated.findings]


def test_a_lunch_is_pupils_by_days_by_the_rate_of_the_size() -> None:
    (row,) = allocate(ID, numbered(lunch())).rows
    assert (row.quantity, row.rate, row.amount) == (8000, Decimal("36.00"), Decimal("288000.00"))
    assert row.rule == "อาหารกลางวัน 40 คน × 200 วัน × 36.00 บาท ขนาด 1–40 คน (ตามคำขอ 40 คน ไม่มีข้อมูล DMC)"
    assert (row.status, row.counted, row.payee, row.half) == ("confirmed", 40, "อบต.ตัวอย่าง", "ครึ่งปีแรก")


def test_the_size_is_that_of_the_school_in_dmc_with_the_levels_that_eat() -> None:
    enrolment = [("34010001", "ก่อนประถม", 30), ("34010001", "ประถม", 75), ("34010001", "มัธยมต้น", 40)]
    (row,) = allocate(ID, numbered(lunch()), enrolled(*enrolment)).rows
    assert (row.rate, row.further_sources) == (Decimal("24.00"), ("dmc::1", "dmc::2"))
    assert "ขนาด 101–120 คน (DMC 105 คน)" in row.rule


def test_the_newer_round_gives_the_size() -> None:
    rounds = {**enrolled(("34010001", "ประถม", 100)), **enrolled(("34010001", "ประถม", 121), round_="term_1")}
    (row,) = allocate(ID, numbered(lunch()), rounds).rows
    assert row.rate == Decimal("22.00")


def test_a_school_that_the_newer_round_lacks_is_sized_by_the_older() -> None:
    rounds = {**enrolled(("34010001", "ประถม", 100)), **enrolled(("34010002", "ประถม", 121), round_="term_1")}
    (row,) = allocate(ID, numbered(lunch()), rounds).rows
    assert row.rate == Decimal("27.00")


def test_anything_else_is_as_it_was_asked() -> None:
    (row,) = allocate(ID, numbered(other())).rows
    assert (row.quantity, row.rate, row.amount) == (1, Decimal("50000.00"), Decimal("50000.00"))
    assert (row.reference, row.rate_unit) == ("ยอดตามคำขอของโรงเรียน", "บาท/คำขอ")
    assert row.rule == "อื่น ๆ ถนนหน้าโรงเรียน ตามที่ขอ คำขอ 2/2569 1 พ.ย. 2568"


def test_a_schools_pupils_are_counted_once() -> None:
    rows = (lunch("1", 30), lunch("2", 40), lunch("3", 25, smis="34010002"))
    assert [row.counted for row in allocate(ID, numbered(*rows)).rows] == [0, 40, 25]


@pytest.mark.parametrize(
    ("requested_on", "half"),
    [("2568-08-01", "ครึ่งปีแรก"), ("2569-03-31", "ครึ่งปีแรก"), ("2569-04-01", "ครึ่งปีหลัง"), ("2569-12-01", "ครึ่งปีหลัง")],
)
def test_a_request_counts_in_the_half_in_which_it_was_made(requested_on: str, half: str) -> None:
    (row,) = allocate(ID, numbered(lunch(requested_on=day(requested_on)))).rows
    assert row.half == half


def test_an_amount_says_of_which_request_it_is() -> None:
    (row,) = allocate(ID, numbered(lunch("7/2569"))).rows
    assert (row.request_number, row.request_state) == ("7/2569", "อนุมัติ")
    assert (row.legal_form, row.overpaid) == ("", "")


def test_refused_and_waiting_requests_are_named_and_not_paid() -> None:
    rows = (waiting(lunch("1"), "ไม่อนุมัติ"), waiting(other("2")), lunch("3", state="ได้รับเงินแล้ว"))
    allocated = allocate(ID, numbered(*rows))
    assert [(each.reason, each.headcount, each.amount) for each in allocated.excluded] == [
        ("ไม่อนุมัติ", 40, Decimal("288000.00")),
        ("รอผลการพิจารณา", 0, Decimal("50000.00")),
    ]
    assert allocated.excluded[0].detail == "คำขอ 1 อาหารกลางวัน อบต.ตัวอย่าง"
    assert total(allocated) == Decimal("288000.00")


@pytest.mark.parametrize(("pupils", "days"), [(None, 200), (40, None)])
def test_a_lunch_without_its_numbers_is_named_with_what_was_asked(pupils: int | None, days: int | None) -> None:
    allocated = allocate(ID, numbered(lunch(pupils=pupils, days=days)))
    (left_out,) = allocated.excluded
    assert not allocated.rows
    assert (left_out.reason, left_out.amount) == ("ไม่ได้กรอกจำนวนนักเรียนหรือจำนวนวัน", Decimal("288000.00"))


@pytest.mark.parametrize(("pupils", "days"), [(40, 367), (999_999_999, 200)])
def test_numbers_that_cannot_be_are_named_and_not_paid(pupils: int, days: int) -> None:
    allocated = allocate(ID, numbered(lunch(pupils=pupils, days=days)))
    assert [each.reason for each in allocated.excluded] == ["จำนวนนักเรียนหรือจำนวนวันเป็นไปไม่ได้"]
    assert [finding.rule for finding in allocated.findings] == ["budget.local_support.count_impossible"]


def test_a_year_before_the_first_rate_pays_nothing_and_says_so() -> None:
    programme = project_params().programmes[ID]
    allocated = allocate(ID, numbered(lunch()), programme=_since(programme, "2569-10-01"))
    assert [each.reason for each in allocated.excluded] == ["ไม่มีอัตราที่ใช้"]
    assert [finding.rule for finding in allocated.findings] == ["budget.local_support.no_rate"]


def _since(programme: Programme, first_day: str) -> Programme:
    late = {"since": day(first_day)}
    rates = [
        rate.model_copy(update={"values": tuple(each.model_copy(update=late) for each in rate.values)})
        for rate in programme.rates
    ]
    return programme.model_copy(update={"rates": tuple(rates)})


def test_an_amount_beside_the_rate_is_named() -> None:
    allocated = allocate(ID, numbered(lunch(amount_requested=Decimal("288000.01"))))
    (finding,) = allocated.findings
    assert (finding.rule, finding.column) == ("budget.local_support.amount_differs", "H6")
    assert (finding.found, finding.allowed) == ("288,000.01", "8,000 × 36.00 = 288,000.00")


@pytest.mark.parametrize(
    ("approved", "expected"), [("49999.99", ["approved_less"]), ("50000.00", []), ("60000.00", [])]
)
def test_less_than_was_asked_is_named_when_it_is_approved(approved: str, expected: list[str]) -> None:
    assert rules(other(amount_approved=Decimal(approved))) == expected


def test_more_pupils_than_dmc_has_are_named_by_the_larger_round() -> None:
    small = enrolled(("34010001", "ประถม", 39), round_="term_1")
    assert rules(lunch(), tables=small) == ["pupils_above_dmc"]
    assert rules(lunch(), tables={**small, **enrolled(("34010001", "ประถม", 40))}) == []


def test_the_same_request_twice_is_named() -> None:
    assert rules(other("1"), other("2", description="ถนน หน้าโรงเรียน")) == ["repeated"]


@pytest.mark.parametrize("changes", [{"description": "สนาม"}, {"smis": "34010002"}, {"state": "ไม่อนุมัติ"}], ids=str)
def test_another_matter_another_school_and_a_refused_request_are_no_repetition(changes: dict[str, Any]) -> None:
    assert rules(other("1"), other("2", **changes)) == []


def test_two_terms_are_no_repetition_but_more_than_a_year_is_named() -> None:
    terms = [lunch(str(term), days=100, description=f"ภาคเรียนที่ {term}", **amounts("144000.00")) for term in (1, 2)]
    school = enrolled(("34010001", "ประถม", 40))
    assert rules(*terms, tables=school) == []
    more = lunch("3", days=1, description="เพิ่ม", **amounts("1440.00"))
    assert rules(*terms, more, tables=school) == ["days_above_year"]
    assert rules(*terms, more) == []


def test_one_request_for_more_days_than_a_year_has_is_named_without_dmc_too() -> None:
    assert rules(lunch(days=201, **amounts("289440.00"))) == ["days_above_year"]


def test_the_table_of_requests_sets_asked_due_and_approved_side_by_side() -> None:
    rows = (lunch("1", amount_requested=Decimal("300000.00")), waiting(other("2")), lunch("3", pupils=None))
    requests = (allocate(ID, numbered(*rows)).tables or {})["requests"].set_index("number")
    assert requests["asked"].to_dict() == {"1": 300000, "2": 50000, "3": 288000}
    assert requests["due"].to_dict() == {"1": 288000, "2": 50000, "3": 0}
    assert requests["approved"].to_dict() == {"1": 288000, "2": 0, "3": 288000}
    assert requests["lunch_size"].to_dict() == {"1": "1–40 คน", "2": "", "3": ""}


def test_no_requests_make_an_empty_year() -> None:
    allocated = allocate(ID, [])
    assert (allocated.rows, allocated.excluded, allocated.findings) == ((), (), ())


def test_it_reads_both_rounds_of_the_year() -> None:
    kind, params = kinds()["local_support"], project_params()
    reads = kind.reads(params.programmes[ID], YEAR, params.fiscal_years[YEAR])
    assert {name: (system, str(round_)) for name, (system, round_) in reads.items()} == {
        "term_2": ("dmc", "2568-2"),
        "term_1": ("dmc", "2569-1"),
    }
