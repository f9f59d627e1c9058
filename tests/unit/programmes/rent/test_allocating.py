from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from helpers.programmes.kinds import Allocated, kinds
from unit.programmes.filled import allocate, day, form_table, numbered, project_params

HOUSE, LAND = "house-rent", "temple-land-rent"


def house(number: str = "6005/1", **changes: Any) -> dict[str, Any]:
    return {
        "claim_no": number,
        "smis": "34010001",
        "position": "ผู้อำนวยการโรงเรียน",
        "kind": "เช่าบ้าน",
        "monthly_rent": Decimal("3500.00"),
        "monthly_ceiling": Decimal("4000.00"),
        "starts": day("2566-10-01"),
        "document_no": "ศธ 1/2566",
        **changes,
    }


def land(number: str = "12/2560", **changes: Any) -> dict[str, Any]:
    return {
        "contract_no": number,
        "smis": "34010002",
        "temple": "วัดตัวอย่าง (ร้าง)",
        "rent": Decimal("6000.00"),
        "period": "รายปี",
        "starts": day("2560-01-01"),
        "document_no": "พศ 9/2560",
        **changes,
    }


def allotted(amount: str, programme: str = HOUSE) -> Mapping[tuple[str, str], pd.DataFrame]:
    entry = {
        "date": day("2568-10-15"),
        "document_no": "1",
        "programme": programme,
        "expenditure": "งบดำเนินงาน",
        "entry": "จัดสรร",
        "amount": Decimal(amount),
    }
    return {("allotments", "allotments"): form_table("allotments", numbered(entry))}


def total(allocated: Allocated) -> Decimal:
    return sum((row.amount for row in allocated.rows), Decimal(0))


def rules(allocated: Allocated) -> list[str]:
    return [finding.rule.removeprefix("budget.rent.") for finding in allocated.findings]


def test_a_row_says_by_which_contract_it_pays_and_how() -> None:
    first, second = allocate(HOUSE, numbered(house())).rows
    assert (first.amount, second.amount) == (Decimal("21000.00"), Decimal("21000.00"))
    assert first.reference == "สัญญาเช่าและคำขอเบิกค่าเช่าบ้านของผู้เบิก"
    assert first.status == "to_confirm"
    assert first.rule == "ค่าเช่าบ้าน 3,500.00 บาท × 6 เดือน (1 ต.ค. 2568 – 31 มี.ค. 2569) ตามเอกสาร ศธ 1/2566"
    assert first.source.key == "0123456789ab:แบบกรอก:6"
    assert (first.half, second.half) == ("ครึ่งปีแรก", "ครึ่งปีหลัง")


def test_a_person_is_counted_once_and_a_contract_on_land_is_no_person() -> None:
    assert [(row.counted, row.headcount) for row in allocate(HOUSE, numbered(house())).rows] == [(1, 1), (0, 1)]
    assert [(row.counted, row.headcount) for row in allocate(LAND, numbered(land())).rows] == [(0, 0)]


def test_what_is_above_the_ceiling_is_named_with_its_amount() -> None:
    allocated = allocate(HOUSE, numbered(house(monthly_ceiling=Decimal("3000.00"))))
    (left_out,) = allocated.excluded
    assert total(allocated) == Decimal("36000.00")
    assert (left_out.reason, left_out.amount) == ("ส่วนที่เกินวงเงินสิทธิ", Decimal("6000.00"))
    assert "จ่ายไม่เกินสิทธิ 3,000.00 บาท" in allocated.rows[0].rule
    (finding,) = allocated.findings
    assert (finding.rule, finding.column, finding.found) == ("budget.rent.above_ceiling", "E6", "3,500.00")


def test_a_claim_of_another_year_is_named_and_not_paid() -> None:
    allocated = allocate(HOUSE, numbered(house(ends=day("2568-09-30"))))
    (left_out,) = allocated.excluded
    assert not allocated.rows
    assert (left_out.reason, left_out.amount) == ("ไม่มีค่าเช่าที่ต้องจ่ายในปีนี้", 0)
    assert left_out.detail == "ผู้อำนวยการโรงเรียน 6005/1 1 ต.ค. 2566 – 30 ก.ย. 2568"
    assert not allocated.findings


def test_a_claim_of_the_office_has_no_school_in_its_rows_and_the_area_code_in_the_table() -> None:
    allocated = allocate(HOUSE, numbered(house(smis="")))
    assert {row.smis for row in allocated.rows} == {""}
    assert list((allocated.tables or {})["claims"]["smis"]) == ["34010000"]


def test_loan_payments_are_an_item_of_their_own() -> None:
    rows = allocate(HOUSE, numbered(house(), house("6005/2", kind="ผ่อนชำระเงินกู้"))).rows
    assert [row.item for row in rows] == ["ค่าเช่าบ้าน", "ค่าเช่าบ้าน", "ค่าผ่อนชำระเงินกู้", "ค่าผ่อนชำระเงินกู้"]


def test_contracts_on_land_are_monthly_or_yearly() -> None:
    rows = allocate(LAND, numbered(land(), land("2", temple="วัดอื่น (ร้าง)", period="รายเดือน"))).rows
    assert [(row.item, row.rate_unit, row.amount) for row in rows] == [
        ("ค่าเช่าที่ดินรายปี", "บาท/ปีสัญญา", Decimal("6000.00")),
        ("ค่าเช่าที่ดินรายเดือน", "บาท/เดือน", Decimal("36000.00")),
        ("ค่าเช่าที่ดินรายเดือน", "บาท/เดือน", Decimal("36000.00")),
    ]


def test_contracts_of_one_temple_that_overlap_are_named() -> None:
    late = land("13/2569", starts=day("2569-01-01"))
    allocated = allocate(LAND, numbered(land(ends=day("2569-06-30")), late))
    assert rules(allocated) == ["ends_in_year", "contracts_overlap"]
    assert allocated.findings[1].row == 7
    assert allocated.findings[1].allowed.startswith("สัญญา 12/2560 1 ม.ค. 2560")


@pytest.mark.parametrize(
    "other", [{"temple": "วัดอื่น (ร้าง)"}, {"smis": "34010003"}, {"starts": day("2569-07-01")}], ids=str
)
def test_contracts_of_another_temple_school_or_time_do_not_overlap(other: dict[str, Any]) -> None:
    allocated = allocate(LAND, numbered(land(ends=day("2569-06-30")), land("2", **other)))
    assert rules(allocated) == ["ends_in_year"]


def test_a_contract_inside_a_longer_one_does_not_hide_it() -> None:
    rows = (land("1"), land("2", starts=day("2568-11-01"), ends=day("2568-12-31")), land("3", starts=day("2569-02-01")))
    findings = [finding for finding in allocate(LAND, numbered(*rows)).findings if finding.rule.endswith("overlap")]
    assert [finding.row for finding in findings] == [7, 8]


def test_too_small_an_allotment_is_named() -> None:
    assert rules(allocate(HOUSE, numbered(house()), allotted("41999.99"))) == ["allotment_short"]


@pytest.mark.parametrize("tables", [{}, allotted("42000.00"), allotted("1.00", LAND)], ids=["none", "enough", "other"])
def test_an_allotment_that_is_enough_or_not_known_is_not_named(tables: Mapping[tuple[str, str], pd.DataFrame]) -> None:
    assert rules(allocate(HOUSE, numbered(house()), tables)) == []


def test_the_table_of_claims_says_what_became_of_each() -> None:
    rows = (house(), house("2", monthly_ceiling=Decimal("1000.00")), house("3", ends=day("2568-09-30")))
    claims = (allocate(HOUSE, numbered(*rows)).tables or {})["claims"]
    assert claims.set_index("number")["outcome"].to_dict() == {
        "6005/1": "จ่ายเต็มตามสัญญา",
        "2": "จ่ายเท่าวงเงินสิทธิ",
        "3": "ไม่มีค่าเช่าที่ต้องจ่ายในปีนี้",
    }
    assert claims["due"].sum() == claims["paid"].sum() + claims["above"].sum() == Decimal("84000.00")


def test_no_claims_make_an_empty_year() -> None:
    allocated = allocate(HOUSE, [])
    assert (allocated.rows, allocated.excluded, allocated.findings) == ((), (), ())
    assert (allocated.tables or {})["claims"].empty


def test_a_programme_reads_the_form_that_its_file_names() -> None:
    programmes, kind = project_params().programmes, kinds()["rent"]
    assert [kind.form(programmes[name]) for name in (HOUSE, LAND)] == ["house_rent", "land_rent"]
    assert kind.value_order(programmes[LAND])["item"] == ("ค่าเช่าที่ดินรายเดือน", "ค่าเช่าที่ดินรายปี")


@pytest.mark.parametrize(
    ("ceiling", "named"), [("2499.99", True), ("2500.00", False), ("6000.00", False), ("6500", True)]
)
def test_an_entitlement_beyond_the_decree_is_named_and_paid(ceiling: str, named: bool) -> None:
    most = Decimal(ceiling)
    allocated = allocate(HOUSE, numbered(house(monthly_rent=Decimal("2000.00"), monthly_ceiling=most)))
    assert rules(allocated) == ["entitlement_unusual"] * named
    assert total(allocated) == Decimal("24000.00")
