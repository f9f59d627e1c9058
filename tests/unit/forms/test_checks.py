"""What is wrong with rows and cells of a form, as whole problems and without a file in between."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from helpers.forms.checks import (
    Area,
    Problem,
    check_cells,
    check_repeats,
    check_row,
    entries_missing,
    entry_words,
)
from helpers.forms.claims import HOUSE_RENT, SUPPORT_REQUESTS
from helpers.forms.form import Form
from helpers.forms.recognition import FilledRow
from helpers.forms.registers import ALLOTMENTS, SPENDING, TRANSFERS
from helpers.forms.rosters import ROSTER
from helpers.forms.rules import BLANK
from helpers.params.checks import FormAmount
from unit.forms.filling import AREA, FORM_LIMITS, YEAR

OFFICE = Area(AREA, {"34010001", "34010002"})
LIMITS = FORM_LIMITS.model_copy(
    update={
        "years_before": 2,
        "years_after": 3,
        "amounts": (FormAmount(form="roster", column="monthly_rate", least=1_000, most=100_000),),
    }
)
FULL: dict[str, Any] = {
    "smis": "34010001",
    "post_no": "1",
    "post": "ครู",
    "legal_form": "ลูกจ้างชั่วคราว",
    "starts": date(2025, 10, 1),
    "ends": date(2026, 9, 30),
    "monthly_rate": Decimal(15_000),
}


def _row(form: Form, number: int = 7, texts: dict[str, str] | None = None, **values: Any) -> FilledRow:
    """A row whose cells hold what they mean; `texts` are cells that hold something else."""
    meant = {column.name: values.get(column.name) for column in form.columns}
    written = {name: "" if value is None else str(value) for name, value in meant.items()}
    return FilledRow(number, {**written, **(texts or {})}, meant)


def post_row(number: int = 7, texts: dict[str, str] | None = None, **changes: Any) -> FilledRow:
    return _row(ROSTER, number, texts, **{**FULL, **changes})


def _problems(form: Form, row: FilledRow, area: Area = OFFICE) -> list[Problem]:
    return list(check_row(form, row, YEAR, area))


def test_a_full_row_has_no_problem() -> None:
    assert _problems(ROSTER, post_row()) == []


def test_a_school_of_another_area_costs_its_row_and_an_unlisted_one_does_not() -> None:
    other, unlisted = post_row(smis="86010001"), post_row(smis="34019999")
    not_ours = Problem("form.school.other_area", other, "A7", "86010001", "รหัสที่ขึ้นต้นด้วย 3401", leaves_out=True)
    assert _problems(ROSTER, other) == [not_ours]
    assert _problems(ROSTER, unlisted) == [Problem("form.school.not_on_list", unlisted, "A7", "34019999")]
    assert _problems(ROSTER, unlisted, Area(AREA, set())) == []
    assert _problems(ROSTER, other, Area(AREA, set())) == [not_ours]
    assert _problems(ROSTER, other, Area(AREA, {"86010001"})) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"ends": date(2025, 10, 1)}, None),
        (
            {"ends": date(2025, 9, 30)},
            ("dates_out_of_order", "F7", "30 ก.ย. 2568", "วันสุดท้ายต้องไม่ก่อนวันเริ่ม 1 ต.ค. 2568", True),
        ),
        ({"starts": date(2026, 9, 30)}, None),
        (
            {"starts": date(2026, 10, 1), "ends": date(2027, 9, 30)},
            ("not_in_year", "E7", "1 ต.ค. 2569", "ไม่หลัง 30 ก.ย. 2569", False),
        ),
        ({"starts": date(2024, 10, 1), "ends": date(2025, 10, 1)}, None),
        (
            {"starts": date(2024, 10, 1), "ends": date(2025, 9, 30)},
            ("not_in_year", "F7", "30 ก.ย. 2568", "ไม่ก่อน 1 ต.ค. 2568", False),
        ),
    ],
)
def test_the_days_of_a_row_are_in_order_and_reach_into_the_year(
    changes: dict[str, date], problem: tuple[str, str, str, str, bool] | None
) -> None:
    row = post_row(**changes)
    labels = ROSTER.column("starts").label, ROSTER.column("ends").label
    expected = []
    if problem:
        rule, cell, shown, allowed, leaves_out = problem
        allowed = allowed.replace("วันสุดท้าย", labels[1]).replace("วันเริ่ม", labels[0])
        expected = [Problem(f"form.row.{rule}", row, cell, shown, allowed, leaves_out=leaves_out)]
    assert _problems(ROSTER, row) == expected


def test_every_step_of_a_proposal_follows_the_one_before_it_that_has_its_day() -> None:
    row = _row(
        TRANSFERS,
        proposal_no="1",
        date=date(2026, 3, 1),
        state="เสนอ",
        governor_date=date(2026, 2, 27),
        reported_date=date(2026, 2, 26),
    )
    governor, proposed = TRANSFERS.column("governor_date").label, TRANSFERS.column("date").label
    reported = TRANSFERS.column("reported_date").label
    assert _problems(TRANSFERS, row) == [
        Problem(
            "form.row.dates_out_of_order",
            row,
            "H7",
            "27 ก.พ. 2569",
            f"{governor}ต้องไม่ก่อน{proposed} 1 มี.ค. 2569",
            leaves_out=True,
        ),
        Problem(
            "form.row.dates_out_of_order",
            row,
            "I7",
            "26 ก.พ. 2569",
            f"{reported}ต้องไม่ก่อน{governor} 27 ก.พ. 2569",
            leaves_out=True,
        ),
    ]


def _blank(row: FilledRow, cell: str, meaning: str) -> Problem:
    return Problem(BLANK, row, cell, "", f"“{meaning}” ถ้าใช่ให้พิมพ์คำนี้ในช่อง")


def test_an_empty_cell_that_stands_for_something_is_asked_about() -> None:
    office, endless = post_row(smis=None), post_row(ends=None)
    assert _problems(ROSTER, office) == [_blank(office, "A7", "สำนักงานเขตพื้นที่")]
    assert _problems(ROSTER, endless) == [_blank(endless, "F7", "ยังไม่มีกำหนดสิ้นสุด")]
    assert _problems(ROSTER, post_row(smis=None, texts={"smis": "สำนักงานเขต พื้นที่"})) == []
    assert _problems(ROSTER, post_row(ends=None, texts={"ends": "ยังไม่มีกำหนดสิ้นสุด"})) == []


def test_a_vacant_post_has_no_days_and_one_that_states_its_last_day_alone_is_incomplete() -> None:
    assert [each.cell for each in _problems(ROSTER, post_row(starts=None, ends=None))] == ["E7"]
    vacant = post_row(starts=None, ends=None, texts={"starts": "อัตราว่าง"})
    assert _problems(ROSTER, vacant) == []
    last_alone = post_row(starts=None)
    first, last = ROSTER.column("starts").label, ROSTER.column("ends").label
    assert first
    assert _problems(ROSTER, last_alone) == [
        Problem("form.row.incomplete", last_alone, "E7", "", f"ต้องกรอก เพราะ{last}เป็น “2026-09-30”")
    ]


@pytest.mark.parametrize(
    ("entry", "amount", "asked"),
    [
        ("เบิกจ่าย", "0.01", None),
        ("เบิกจ่าย", "0", "เป็นบวก"),
        ("เบิกจ่าย", "-1000", "เป็นบวก"),
        ("ส่งคืน", "-0.01", None),
        ("ส่งคืน", "0", "เป็นลบ"),
        ("ส่งคืน", "1000", "เป็นลบ"),
        ("แก้ไขผูกพัน", "-1", None),
        ("แก้ไขผูกพัน", "1", None),
        ("แก้ไขผูกพัน", "0", "ไม่เป็นศูนย์"),
    ],
)
def test_an_entry_carries_its_sign(entry: str, amount: str, asked: str | None) -> None:
    row = _row(SPENDING, entry=entry, amount=Decimal(amount))
    grouped = {"0": "0.00", "-1000": "−1,000.00", "1000": "1,000.00"}.get(amount, "")
    expected = [Problem("form.row.wrong_sign", row, "I7", grouped, f"“{entry}” ต้อง{asked}", leaves_out=True)]
    assert _problems(SPENDING, row) == (expected if asked else [])


def _request(texts: dict[str, str] | None = None, **values: Any) -> FilledRow:
    return _row(SUPPORT_REQUESTS, 7, texts, **{"smis": "34010001", "state": "ยื่นคำขอ", "purpose": "อื่น ๆ", **values})


def test_what_a_row_says_asks_for_other_cells_or_for_none() -> None:
    lunch = _request(purpose="อาหารกลางวัน", pupils=40)
    purpose, state = SUPPORT_REQUESTS.column("purpose").label, SUPPORT_REQUESTS.column("state").label
    assert _problems(SUPPORT_REQUESTS, lunch) == [
        Problem("form.row.incomplete", lunch, "G7", "", f"ต้องกรอก เพราะ{purpose}เป็น “อาหารกลางวัน”")
    ]
    approved = _request(state="อนุมัติ")
    assert _problems(SUPPORT_REQUESTS, approved) == [
        Problem("form.row.incomplete", approved, "K7", "", f"ต้องกรอก เพราะ{state}เป็น “อนุมัติ”")
    ]
    waiting = _request(amount_approved=Decimal(5))
    assert _problems(SUPPORT_REQUESTS, waiting) == [
        Problem("form.row.not_expected", waiting, "K7", "5", f"เว้นว่าง เพราะ{state}เป็น “ยื่นคำขอ”")
    ]
    assert _problems(SUPPORT_REQUESTS, _request(pupils=40)) == []
    assert _problems(SUPPORT_REQUESTS, _request({"amount_approved": "ห้าบาท"}, state="อนุมัติ")) == []


def test_rows_with_one_key_cost_all_but_the_first_however_it_is_spelled() -> None:
    first, again = post_row(7, post_no="๐๐1"), post_row(9, post_no=" 1 ")
    later, other = post_row(8, starts=date(2026, 1, 1)), post_row(10, post_no="2")
    assert list(check_repeats(ROSTER, [first, later, again, other])) == [
        Problem("form.row.duplicate", again, "B9", " 1  · 2025-10-01", "เหมือนแถว 7", leaves_out=True)
    ]
    third = post_row(11)
    assert [each.allowed for each in check_repeats(ROSTER, [first, again, third])] == ["เหมือนแถว 7"] * 2


def test_an_entry_that_is_the_same_in_every_cell_is_counted_and_named() -> None:
    entry = {"date": date(2025, 11, 1), "document_no": "1", "amount": Decimal(5)}
    first, again, other = (
        _row(ALLOTMENTS, number, **entry, note=note) for number, note in ((7, "ก"), (8, "ก"), (9, "ข"))
    )
    assert list(check_repeats(ALLOTMENTS, [first, again, other])) == [
        Problem("form.row.repeated", again, "A8", "", "เหมือนแถว 7", leaves_out=False)
    ]


def _entry(document: str, amount: str = "5", **changes: Any) -> dict[str, Any]:
    values = dict.fromkeys(ALLOTMENTS.permanent, "")
    return {
        **values,
        "date": date(2025, 11, 1),
        "document_no": document,
        "amount": Decimal(amount),
        "note": "",
        **changes,
    }


def test_entries_that_a_later_file_lacks_are_counted_one_by_one() -> None:
    before = [_entry("1"), _entry("2"), _entry("2"), _entry("3")]
    after = [_entry("2"), _entry(" 1", note="ใหม่"), _entry("4")]
    assert [each["document_no"] for each in entries_missing(ALLOTMENTS, before, after)] == ["2", "3"]
    assert list(entries_missing(ALLOTMENTS, before, before)) == []
    assert [each["amount"] for each in entries_missing(ALLOTMENTS, [_entry("1")], [_entry("1", "6")])] == [Decimal(5)]


def test_an_entry_is_told_by_what_may_not_change() -> None:
    assert entry_words(ALLOTMENTS, _entry("ศธ 1", "1234.5", entry="จัดสรร", note="ไม่แสดง")) == (
        "1 พ.ย. 2568 · ศธ 1 · จัดสรร · 1,234.50 บาท"
    )


@pytest.mark.parametrize(
    ("amount", "implausible"),
    [(999, True), (1_000, False), (100_000, False), (100_001, True), (-1_000, False), (-999, True)],
)
def test_an_amount_is_within_its_limits_whatever_its_sign(amount: int, implausible: bool) -> None:
    row = post_row(monthly_rate=Decimal(amount))
    unit = ROSTER.column("monthly_rate").unit
    allowed = f"1,000 ถึง 100,000 {unit}".rstrip()
    expected = [Problem("form.cell.amount_implausible", row, "G7", str(amount), allowed, leaves_out=True)]
    assert list(check_cells(ROSTER, row, YEAR, LIMITS)) == (expected if implausible else [])


def test_a_column_without_limits_takes_any_amount() -> None:
    rent = _row(HOUSE_RENT, monthly_rent=Decimal(1), starts=date(2025, 10, 1))
    assert list(check_cells(HOUSE_RENT, rent, YEAR, LIMITS)) == []


WINDOW = "1 ต.ค. 2566 ถึง 30 ก.ย. 2572"


@pytest.mark.parametrize(
    ("day", "shown", "allowed"),
    [
        (date(2023, 10, 1), None, ""),
        (date(2023, 9, 30), "30 ก.ย. 2566 (ค.ศ. 2023)", WINDOW),
        (date(2029, 9, 30), None, ""),
        (date(2029, 10, 1), "1 ต.ค. 2572 (ค.ศ. 2029)", WINDOW),
        (date(1968, 10, 1), "1 ต.ค. 2511 (ค.ศ. 1968)", f"{WINDOW} อาจหมายถึงปี 2568"),
        (date(1966, 12, 1), "1 ธ.ค. 2509 (ค.ศ. 1966)", f"{WINDOW} อาจหมายถึงปี 2566"),
        (date(1972, 1, 1), "1 ม.ค. 2515 (ค.ศ. 1972)", f"{WINDOW} อาจหมายถึงปี 2572"),
        (date(1965, 1, 1), "1 ม.ค. 2508 (ค.ศ. 1965)", WINDOW),
        (date(1973, 1, 1), "1 ม.ค. 2516 (ค.ศ. 1973)", WINDOW),
    ],
)
def test_a_day_is_near_the_year_or_told_with_the_year_that_was_meant(
    day: date, shown: str | None, allowed: str
) -> None:
    row = post_row(starts=day)
    expected = [Problem("form.cell.date_implausible", row, "E7", shown or "", allowed, leaves_out=True)]
    assert list(check_cells(ROSTER, row, YEAR, LIMITS)) == (expected if shown else [])


@pytest.mark.parametrize(
    ("day", "outside"),
    [(date(2025, 9, 30), True), (date(2025, 10, 1), False), (date(2026, 9, 30), False), (date(2026, 10, 1), True)],
)
def test_an_entry_of_a_register_is_of_its_year(day: date, outside: bool) -> None:
    row = _row(ALLOTMENTS, date=day)
    shown = {2025: "30 ก.ย. 2568", 2026: "1 ต.ค. 2569"}[day.year]
    window = "ต้องอยู่ใน 1 ต.ค. 2568 ถึง 30 ก.ย. 2569"
    expected = [Problem("form.row.outside_year", row, "A7", shown, window, leaves_out=True)]
    assert list(check_cells(ALLOTMENTS, row, YEAR, LIMITS)) == (expected if outside else [])
