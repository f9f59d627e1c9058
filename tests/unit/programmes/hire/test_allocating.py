from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from helpers.params.programmes.hire import HireProgramme
from helpers.programmes.allocation import AllocationRow
from helpers.programmes.hire.amounts import SOCIAL_SECURITY, WAGE
from helpers.programmes.kinds import Allocated
from unit.programmes.filled import allocate, day, form_table, numbered, project_params
from unit.programmes.hire.roster import post

TEACHERS, OFFICE, EMPLOYEES = "critical-shortage-teachers", "office-hired-staff", "government-employees"
FIRST, SECOND = "ครึ่งปีแรก", "ครึ่งปีหลัง"


def of(allocated: Allocated, item: str) -> list[AllocationRow]:
    return [row for row in allocated.rows if row.item == item]


def amounts(allocated: Allocated, item: str) -> list[tuple[str, str]]:
    return [(row.half, str(row.amount)) for row in of(allocated, item)]


def rules(allocated: Allocated) -> list[str]:
    return [finding.rule.removeprefix("budget.hire.") for finding in allocated.findings]


def allotted(*entries: tuple[str, str]) -> dict[tuple[str, str], Any]:
    rows = [
        {
            "date": day("2568-10-15"),
            "document_no": "1",
            "programme": programme,
            "expenditure": "งบดำเนินงาน",
            "entry": "จัดสรร",
            "amount": Decimal(amount),
        }
        for programme, amount in entries
    ]
    return {("allotments", "allotments"): form_table("allotments", numbered(*rows))}


def test_a_whole_year_is_two_halves_of_pay_by_the_programmes_rate() -> None:
    allocated = allocate(TEACHERS, numbered(post()))
    assert amounts(allocated, WAGE) == [(FIRST, "90000.00"), (SECOND, "90000.00")]
    first = of(allocated, WAGE)[0]
    assert first.rule == "เดือนละ 15,000.00 บาท × 6 เดือน (1 ต.ค. 2568 – 31 มี.ค. 2569)"
    assert first.reference.startswith("อัตราครูอัตราจ้าง 15,000 บาท")
    assert (first.payee, first.legal_form, first.source.key) == (
        "ครูอัตราจ้าง 1001",
        "ลูกจ้างชั่วคราว",
        "0123456789ab:แบบกรอก:6",
    )
    assert not allocated.excluded
    assert not allocated.findings


def test_contributions_change_within_the_fiscal_year_where_the_ceiling_does() -> None:
    """18,000 baht: 750 a month to ธ.ค. 2568, 875 from ม.ค. 2569 on."""
    allocated = allocate(EMPLOYEES, numbered(post(legal_form="พนักงานราชการ", monthly_rate=Decimal("18000.00"))))
    assert amounts(allocated, SOCIAL_SECURITY) == [(FIRST, "2250.00"), (FIRST, "2625.00"), (SECOND, "5250.00")]
    computations = [row.rule for row in of(allocated, SOCIAL_SECURITY)]
    assert computations[1] == ("ฐานค่าจ้าง 17,500.00 บาท × 5 % = เดือนละ 875.00 บาท × 3 เดือน (1 ม.ค. 2569 – 31 มี.ค. 2569)")
    assert "ม.ค. 2569" in of(allocated, SOCIAL_SECURITY)[1].reference


def test_a_broken_month_stands_alone_with_its_share_and_its_own_contribution() -> None:
    allocated = allocate(TEACHERS, numbered(post(starts=day("2569-01-16"))))
    january, later, _ = of(allocated, WAGE)
    assert (january.quantity, january.share, january.amount) == (1, Decimal("0.5161290323"), Decimal("7741.94"))
    assert january.rule == "เดือนละ 15,000.00 บาท × 1 เดือน × 0.5161290323 ของเดือน (16 ม.ค. 2569 – 31 ม.ค. 2569)"
    assert (later.quantity, later.amount) == (2, Decimal("30000.00"))
    assert of(allocated, SOCIAL_SECURITY)[0].amount == Decimal("387.00")
    assert sum(row.months for row in allocated.rows) == Decimal("8.5161")


def test_a_month_may_be_counted_as_thirty_days() -> None:
    programme = project_params().programmes[TEACHERS]
    assert isinstance(programme, HireProgramme)
    thirty = programme.broken_months.model_copy(update={"rule": "thirty_days"})
    rows = numbered(post(starts=day("2569-01-16"), ends=day("2569-01-31")))
    allocated = allocate(TEACHERS, rows, programme=programme.model_copy(update={"broken_months": thirty}))
    assert amounts(allocated, WAGE) == [(FIRST, "8000.00")]


def test_months_are_stated_with_the_wages_alone() -> None:
    allocated = allocate(TEACHERS, numbered(post()))
    assert [row.months for row in of(allocated, WAGE)] == [Decimal(6), Decimal(6)]
    assert {row.months for row in of(allocated, SOCIAL_SECURITY)} == {Decimal(0)}


def test_a_contractor_has_no_social_security() -> None:
    allocated = allocate(TEACHERS, numbered(post(legal_form="จ้างเหมาบริการ")))
    assert amounts(allocated, SOCIAL_SECURITY) == []
    assert len(of(allocated, WAGE)) == 2


def test_a_post_is_counted_once_however_many_rows_and_holders_it_has() -> None:
    left, came = post(ends=day("2569-01-10")), post(starts=day("2569-01-11"), ends=None)
    allocated = allocate(TEACHERS, numbered(left, came, post("1002")))
    assert sum(row.counted for row in allocated.rows) == 2
    assert {row.headcount for row in allocated.rows} == {1}
    assert [row.item for row in allocated.rows if row.counted] == [WAGE, WAGE]
    assert not allocated.findings


def test_a_vacant_post_is_left_out_with_what_it_would_have_cost() -> None:
    allocated = allocate(TEACHERS, numbered(post(), post("1002", starts=None, ends=None)))
    (vacant,) = allocated.excluded
    assert (vacant.reason, vacant.headcount, vacant.amount) == ("อัตราว่าง", 1, Decimal("189000.00"))
    assert vacant.detail == "ครูอัตราจ้าง 1002 (ลูกจ้างชั่วคราว)"
    assert vacant.source.row == 7
    assert {row.source.row for row in allocated.rows} == {6}


@pytest.mark.parametrize(
    ("starts", "ends"), [("2566-10-01", "2568-09-30"), ("2569-10-01", "2570-09-30"), ("2569-10-01", None)]
)
def test_a_post_outside_the_year_is_left_out(starts: str, ends: str | None) -> None:
    allocated = allocate(TEACHERS, numbered(post(starts=day(starts), ends=day(ends) if ends else None)))
    (gone,) = allocated.excluded
    assert (gone.reason, gone.amount) == ("ไม่ได้จ้างในปีงบประมาณนี้", Decimal(0))
    assert not allocated.rows
    assert not allocated.findings


def test_an_open_end_and_an_early_start_are_cut_to_the_year() -> None:
    whole = allocate(TEACHERS, numbered(post()))
    assert allocate(TEACHERS, numbered(post(starts=day("2560-05-16"), ends=None))).rows == whole.rows


def test_two_holders_at_once_are_paid_once_and_named() -> None:
    allocated = allocate(TEACHERS, numbered(post(ends=day("2569-01-10")), post(starts=day("2569-01-10"))))
    (late,) = allocated.excluded
    assert late.reason == "ช่วงจ้างซ้อนกับผู้ปฏิบัติงานคนก่อน"
    assert late.amount > 0
    assert late.detail.endswith("10 ม.ค. 2569 – 30 ก.ย. 2569")
    (finding,) = allocated.findings
    assert (finding.rule, finding.row, finding.column) == ("budget.hire.post_overlap", 7, "E7")
    assert {row.source.row for row in allocated.rows} == {6}


def test_a_post_cannot_be_held_and_vacant() -> None:
    allocated = allocate(TEACHERS, numbered(post(), post(starts=None, ends=None)))
    assert [(each.reason, each.amount) for each in allocated.excluded] == [("ช่วงจ้างซ้อนกับผู้ปฏิบัติงานคนก่อน", Decimal(0))]
    assert [(finding.rule, finding.found) for finding in allocated.findings] == [
        ("budget.hire.post_overlap", "อัตราว่าง")
    ]


@pytest.mark.parametrize(("pay", "expected"), [("15000.01", ["rate_above"]), ("14999.99", ["rate_below"])])
def test_pay_beside_the_rate_is_named_and_paid_as_the_roster_says(pay: str, expected: list[str]) -> None:
    allocated = allocate(TEACHERS, numbered(post(monthly_rate=Decimal(pay))))
    assert rules(allocated) == expected
    (finding,) = allocated.findings
    assert (finding.column, finding.allowed) == ("G6", "15,000.00")
    first = allocated.rows[0]
    assert (first.rate, first.status) == (Decimal(pay), "to_confirm")
    assert first.reference.startswith("สัญญาจ้างในทะเบียนผู้รับจ้าง")


def test_pay_above_an_entry_rate_is_as_it_should_be() -> None:
    employee = {"legal_form": "พนักงานราชการ"}
    raised = allocate(EMPLOYEES, numbered(post(**employee, monthly_rate=Decimal("19100.00"))))
    assert rules(raised) == []
    assert rules(allocate(EMPLOYEES, numbered(post(**employee)))) == ["rate_below"]


def test_pay_by_contract_is_held_against_no_rate() -> None:
    allocated = allocate(OFFICE, numbered(post(smis="", monthly_rate=Decimal("12345.00"))))
    assert rules(allocated) == []
    assert (allocated.rows[0].smis, allocated.rows[0].reference[:20]) == ("", "สัญญาจ้างของแต่ละคนใ")


def test_months_before_the_first_rate_are_named() -> None:
    programme = project_params().programmes[TEACHERS]
    (rate,) = programme.rates
    later = rate.model_copy(update={"values": (rate.values[0].model_copy(update={"since": date(2026, 4, 1)}),)})
    allocated = allocate(TEACHERS, numbered(post()), programme=programme.model_copy(update={"rates": (later,)}))
    assert rules(allocated) == ["rate_not_in_force"]
    assert allocated.findings[0].found == "1 ต.ค. 2568"
    first, second = of(allocated, WAGE)
    assert first.reference.startswith("สัญญาจ้าง")
    assert second.reference.startswith("อัตราครูอัตราจ้าง")


def test_a_rate_that_changes_splits_the_months_and_only_the_wrong_side_is_named() -> None:
    programme = project_params().programmes[TEACHERS]
    (rate,) = programme.rates
    new = rate.values[0].model_copy(update={"since": date(2026, 1, 1), "value": Decimal("15500.00")})
    changed = rate.model_copy(update={"values": (*rate.values, new)})
    allocated = allocate(TEACHERS, numbered(post()), programme=programme.model_copy(update={"rates": (changed,)}))
    assert amounts(allocated, WAGE) == [(FIRST, "45000.00"), (FIRST, "45000.00"), (SECOND, "90000.00")]
    assert rules(allocated) == ["rate_below"]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([(TEACHERS, "188999.99")], ["allotment_short"]),
        ([(TEACHERS, "189000.00")], []),
        ([(TEACHERS, "100000.00"), (TEACHERS, "100000.00")], []),
        ([(OFFICE, "1.00")], []),
        ([], []),
    ],
)
def test_an_allotment_below_the_need_is_named(entries: list[tuple[str, str]], expected: list[str]) -> None:
    assert rules(allocate(TEACHERS, numbered(post()), allotted(*entries))) == expected


def test_an_empty_roster_gives_nothing() -> None:
    allocated = allocate(TEACHERS, [])
    assert (allocated.rows, allocated.excluded, list(allocated.findings)) == ([], [], [])
