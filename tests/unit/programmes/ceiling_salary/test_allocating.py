from decimal import Decimal
from typing import Any

import pytest

from helpers.params.programmes.ceiling_salary import CeilingSalaryProgramme
from helpers.programmes.kinds import Allocated
from unit.programmes.filled import allocate, day, form_table, numbered, project_params

PROGRAMME = "ceiling-salary"
OFFICIALS, EMPLOYEES = "เงินเดือนเต็มขั้น ข้าราชการ", "ค่าจ้างเต็มขั้น ลูกจ้างประจำ"


def holder(number: str = "1", **changes: Any) -> dict[str, Any]:
    return {
        "smis": "34010001",
        "post_no": number,
        "personnel": "ข้าราชการ",
        "position": "ครู",
        "ceiling_salary": Decimal("58390.00"),
        "percentage": Decimal("2.00"),
        "starts": day("2568-10-01"),
        "ends": day("2569-03-31"),
        **changes,
    }


def rules(allocated: Allocated) -> list[str]:
    return [finding.rule.removeprefix("budget.ceiling_salary.") for finding in allocated.findings]


def reasons(allocated: Allocated) -> list[str]:
    return [each.reason for each in allocated.excluded]


def test_a_percentage_of_the_ceiling_is_paid_for_each_month() -> None:
    (row,) = allocate(PROGRAMME, numbered(holder())).rows
    assert (row.amount, row.quantity, row.share, row.months) == (Decimal("7006.80"), 6, Decimal("0.02"), 6)
    assert row.rule == "เงินเดือนเต็มขั้น 58,390.00 บาท × 2 % × 6 เดือน (1 ต.ค. 2568 – 31 มี.ค. 2569)"
    assert "ครึ่งขั้น" in row.reference
    assert row.payee == "ครู 1"


def test_one_and_a_half_steps_near_the_ceiling_are_paid_too() -> None:
    (row,) = allocate(PROGRAMME, numbered(holder(percentage=Decimal("6.00")))).rows
    assert row.amount == Decimal("21020.40")  # 58,390 × 6 % × 6
    assert "หนึ่งขั้นครึ่ง" in row.reference


def test_officials_and_employees_stand_apart() -> None:
    employee = holder("2", personnel="ลูกจ้างประจำ", ceiling_salary=Decimal("21010.00"), percentage=Decimal("4"))
    rows = allocate(PROGRAMME, numbered(holder(), employee)).rows
    assert [(row.item, str(row.amount)) for row in rows] == [(OFFICIALS, "7006.80"), (EMPLOYEES, "5042.40")]


def test_a_percentage_that_changes_is_two_rows_and_one_person() -> None:
    rows = allocate(
        PROGRAMME, numbered(holder(), holder(percentage=Decimal("4.00"), starts=day("2569-04-01"), ends=None))
    ).rows
    assert [(row.half, str(row.amount), row.counted) for row in rows] == [
        ("ครึ่งปีแรก", "7006.80", 1),
        ("ครึ่งปีหลัง", "14013.60", 0),
    ]


def test_a_broken_month_is_paid_by_its_days() -> None:
    (row,) = allocate(PROGRAMME, numbered(holder(starts=day("2569-03-17")))).rows
    assert (row.share, row.amount) == (Decimal("0.0096774194"), Decimal("565.06"))
    assert row.rule.endswith("× 0.4838709677 ของเดือน (17 มี.ค. 2569 – 31 มี.ค. 2569)")


def test_a_percentage_that_the_programme_does_not_pay_is_left_out_with_what_it_would_cost() -> None:
    allocated = allocate(PROGRAMME, numbered(holder(percentage=Decimal("3.00"))))
    assert not allocated.rows
    (left_out,) = allocated.excluded
    assert (left_out.reason, left_out.amount) == ("ร้อยละไม่อยู่ในอัตราของโครงการ", Decimal("10510.20"))
    (finding,) = allocated.findings
    assert (finding.rule, finding.column, finding.found, finding.allowed) == (
        "budget.ceiling_salary.percentage_not_allowed",
        "F6",
        "3",
        "2 หรือ 4 หรือ 6",
    )


def test_a_post_that_is_paid_twice_at_once_is_paid_once() -> None:
    allocated = allocate(PROGRAMME, numbered(holder(), holder(starts=day("2569-03-31"), ends=None)))
    assert reasons(allocated) == ["ช่วงเวลาซ้อนกับแถวก่อนของตำแหน่งเดียวกัน"]
    assert rules(allocated) == ["post_overlap"]
    assert [row.source.row for row in allocated.rows] == [6]


def test_a_row_outside_the_year_is_left_out_without_a_finding() -> None:
    allocated = allocate(PROGRAMME, numbered(holder(starts=day("2567-10-01"), ends=day("2568-09-30"))))
    assert (reasons(allocated), rules(allocated)) == (["ไม่ได้รับในปีงบประมาณนี้"], [])


def test_a_group_that_the_programme_does_not_name_is_left_out() -> None:
    programme = project_params().programmes[PROGRAMME]
    assert isinstance(programme, CeilingSalaryProgramme)
    staff = programme.staff.model_copy(update={"groups": programme.staff.groups[1:]})
    allocated = allocate(PROGRAMME, numbered(holder()), programme=programme.model_copy(update={"staff": staff}))
    assert (reasons(allocated), rules(allocated)) == (["ประเภทบุคลากรไม่อยู่ในโครงการ"], ["personnel_not_paid"])


@pytest.mark.parametrize(("amount", "expected"), [("7006.79", ["allotment_short"]), ("7006.80", [])])
def test_an_allotment_below_the_need_is_named(amount: str, expected: list[str]) -> None:
    entry = {
        "date": day("2568-10-15"),
        "document_no": "1",
        "programme": PROGRAMME,
        "expenditure": "งบบุคลากร",
        "entry": "จัดสรร",
        "amount": Decimal(amount),
    }
    tables = {("allotments", "allotments"): form_table("allotments", numbered(entry))}
    assert rules(allocate(PROGRAMME, numbered(holder()), tables)) == expected
