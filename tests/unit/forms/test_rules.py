"""Every rule finds what is planted for it, at its cell; no row is lost without a word."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from helpers.forms.cells import HIDDEN
from helpers.forms.claims import HOUSE_RENT, LAND_RENT, SUPPORT_REQUESTS
from helpers.forms.definitions import FORMS
from helpers.forms.form import CellKind, Form
from helpers.forms.reading import RULES, entries_gone
from helpers.forms.recognition import DATA_SHEET
from helpers.forms.registers import ALLOTMENTS, PER_HEAD_PAYMENTS, SPENDING, TRANSFERS
from helpers.forms.rosters import CEILING_ROSTER, ROSTER
from helpers.tables.findings import Owner
from unit.forms.filling import FORM_LIMITS, changed, delivered, example, merged, read, rules_of, written

LOST = ("row.left_out", "")
BAD_CELLS: list[tuple[Form, str, object, str]] = [
    (ROSTER, "B3", None, "cell.required"),
    (ROSTER, "E3", "31 ก.พ. 2568", "cell.not_a_date"),
    (ROSTER, "F3", "สิ้นปี", "cell.not_a_date"),
    (ROSTER, "E3", "1/10/68", "cell.not_a_date"),
    (ROSTER, "G3", "15,000 ดอลลาร์", "cell.not_money"),
    (ROSTER, "G3", "15000%", "cell.not_money"),
    (ROSTER, "G3", 150, "cell.amount_implausible"),
    (ROSTER, "G3", 999999999, "cell.amount_implausible"),
    (ROSTER, "G3", "#N/A", "cell.error_value"),
    (ROSTER, "A3", "#REF!", "cell.error_value"),
    (ROSTER, "F3", "#VALUE!", "cell.error_value"),
    (ROSTER, "C3", True, "cell.truth_value"),
    (ROSTER, "D3", True, "cell.not_a_choice"),
    (ROSTER, "E3", date(1968, 10, 1), "cell.date_implausible"),
    (ROSTER, "F3", date(2069, 9, 30), "cell.date_implausible"),
    (ALLOTMENTS, "A3", date(1968, 10, 1), "cell.date_implausible"),
    (ALLOTMENTS, "A3", date(2026, 10, 1), "row.outside_year"),
    (ROSTER, "G3", "15000.005", "cell.not_money"),
    (ROSTER, "G3", "1,50", "cell.not_money"),
    (ROSTER, "G3", 0, "cell.out_of_range"),
    (ROSTER, "G3", -1, "cell.out_of_range"),
    (ROSTER, "D3", "จ้างทั่วไป", "cell.not_a_choice"),
    (ROSTER, "A3", "3401001", "cell.bad_code"),
    (ROSTER, "B3", "1-2345-67890-12-3", "cell.personal_number"),
    (ROSTER, "C3", "นายสมชาย ใจดี", "cell.personal_name"),
    (ROSTER, "H3", "น.ส. สมหญิง ใจดี ลาออก", "cell.personal_name"),
    (LAND_RENT, "C3", "Mrs. Somying Jaidee", "cell.personal_name"),
    (ROSTER, "A3", "86010001", "school.other_area"),
    (CEILING_ROSTER, "F3", "2 คน", "cell.not_a_number"),
    (CEILING_ROSTER, "F3", 0.02, "cell.out_of_range"),
    (CEILING_ROSTER, "G3", None, "cell.required"),
    (HOUSE_RENT, "D3", "ซื้อ", "cell.not_a_choice"),
    (LAND_RENT, "B3", None, "cell.required"),
    (PER_HEAD_PAYMENTS, "D3", "ค่าอื่น", "cell.not_a_choice"),
    (PER_HEAD_PAYMENTS, "G3", "-5.00", "cell.out_of_range"),
    (ALLOTMENTS, "C3", "5.9 โครงการอื่น", "cell.not_a_choice"),
    (SPENDING, "H3", "จ่าย", "cell.not_a_choice"),
    (TRANSFERS, "E3", 0, "cell.out_of_range"),
]


@pytest.mark.parametrize(("form", "cell", "value", "rule"), BAD_CELLS)
def test_a_row_with_a_cell_that_cannot_be_used_is_left_out_and_named(
    form: Form, cell: str, value: object, rule: str, tmp_path: Path
) -> None:
    path = changed(written(tmp_path, form, [example(form), {}]), {cell: value})
    frame, findings = read(form, path)
    assert frame.empty
    assert rules_of(findings) == [(rule, cell), LOST]
    assert cell in findings[1].found
    assert {finding.row for finding in findings} == {3}
    assert findings[0].allowed


@pytest.mark.parametrize(
    ("form", "cells", "rule", "kept"),
    [
        (ALLOTMENTS, {"E3": "123"}, ("cell.bad_code", "E3"), True),
        (ALLOTMENTS, {"F3": "12345a6789b012"}, ("cell.bad_code", "F3"), True),
        (SUPPORT_REQUESTS, {"F3": "12.5"}, ("cell.not_whole", "F3"), True),
        (SUPPORT_REQUESTS, {"F3": None}, ("row.incomplete", "F3"), True),
        (SUPPORT_REQUESTS, {"K3": None}, ("row.incomplete", "K3"), True),
        (SUPPORT_REQUESTS, {"J3": "ไม่อนุมัติ"}, ("row.not_expected", "K3"), True),
        (ROSTER, {"A3": "34010009"}, ("school.not_on_list", "A3"), True),
        (ROSTER, {"E3": None}, ("row.incomplete", "E3"), True),
        (ROSTER, {"H3": "โทรหานาย ก เลข 1234567890123"}, ("cell.personal_number", "H3"), True),
        (ROSTER, {"J3": "อย่าลืมถาม"}, ("row.outside_columns", "J3"), True),
        (ROSTER, {"A3": None}, ("cell.blank", "A3"), True),
        (ROSTER, {"F3": None}, ("cell.blank", "F3"), True),
        (ROSTER, {"E3": None, "F3": None}, ("cell.blank", "E3"), True),
        (ROSTER, {"E3": "1 ต.ค. 2569", "F3": "30 ก.ย. 2570"}, ("row.not_in_year", "E3"), True),
        (HOUSE_RENT, {"G3": "1 ต.ค. 2565", "H3": "30 ก.ย. 2568"}, ("row.not_in_year", "H3"), True),
        (ALLOTMENTS, {"J3": "#N/A"}, ("cell.error_value", "J3"), True),
        (TRANSFERS, {"I3": None}, ("row.incomplete", "I3"), True),
        (ROSTER, {"E3": "1 ก.ย. 2569", "F3": "1 ส.ค. 2569"}, ("row.dates_out_of_order", "F3"), False),
        (TRANSFERS, {"H3": "1 มิ.ย. 2569"}, ("row.dates_out_of_order", "H3"), False),
        (ALLOTMENTS, {"H3": "ดึงกลับ"}, ("row.wrong_sign", "I3"), False),
        (ALLOTMENTS, {"I3": -1}, ("row.wrong_sign", "I3"), False),
        (SPENDING, {"H3": "ส่งคืน"}, ("row.wrong_sign", "I3"), False),
        (SPENDING, {"I3": 0}, ("row.wrong_sign", "I3"), False),
    ],
)
def test_what_is_planted_in_a_row_is_found(
    form: Form, cells: Mapping[str, object], rule: tuple[str, str], kept: bool, tmp_path: Path
) -> None:
    frame, findings = read(form, changed(written(tmp_path, form, [example(form)]), cells))
    assert rules_of(findings) == ([rule] if kept else [rule, LOST])
    assert len(frame) == kept


def test_a_school_of_another_area_is_not_counted_where_there_is_no_school_list_either(tmp_path: Path) -> None:
    rows = [example(ROSTER, smis=smis, post_no=smis) for smis in ("86010001", "34010001")]
    frame, findings = read(ROSTER, written(tmp_path, ROSTER, rows), frozenset())
    assert frame["smis"].tolist() == ["34010001"]
    assert [rule for rule, _ in rules_of(findings)] == ["school.other_area", "row.left_out"]


def test_every_rule_is_the_areas_and_is_tested_here() -> None:
    assert {rule.owner for rule in RULES} == {Owner.AREA}
    source = Path(__file__).read_text(encoding="utf-8")
    assert [rule.id for rule in RULES if rule.id.removeprefix("form.") not in source] == []


def test_a_bad_code_that_may_be_empty_is_stored_as_empty(tmp_path: Path) -> None:
    path = changed(written(tmp_path, ALLOTMENTS, [example(ALLOTMENTS)]), {"E3": "123"})
    assert read(ALLOTMENTS, path)[0]["output_code"].tolist() == [""]


def test_either_sign_suits_a_correction_and_a_minus_what_is_taken_back(tmp_path: Path) -> None:
    rows = [
        example(ALLOTMENTS, entry=entry, amount=Decimal(amount))
        for entry, amount in (("แก้ไข", "5.00"), ("แก้ไข", "-5.00"), ("ดึงกลับ", "-5.00"), ("จัดสรรเพิ่ม", "5.00"))
    ]
    assert read(ALLOTMENTS, written(tmp_path, ALLOTMENTS, rows))[1] == []


def test_the_first_of_two_rows_with_one_key_counts(tmp_path: Path) -> None:
    rows = [example(HOUSE_RENT), example(HOUSE_RENT, monthly_rent=Decimal("900.00"))]
    frame, findings = read(HOUSE_RENT, written(tmp_path, HOUSE_RENT, rows))
    assert frame["row"].tolist() == [3]
    assert rules_of(findings) == [("row.duplicate", "A4")]
    assert findings[0].allowed == "เหมือนแถว 3"


@pytest.mark.parametrize("spelled", ["๔๐๐๑", "04001", "4 001", "๐๔๐๐๑"])
def test_a_post_in_another_spelling_is_the_same_post(spelled: str, tmp_path: Path) -> None:
    rows = [example(ROSTER, post_no="4001"), example(ROSTER, post_no="1"), example(ROSTER, post_no="2")]
    path = changed(written(tmp_path, ROSTER, rows), {"B4": spelled, "B5": "4001/1"})
    frame, findings = read(ROSTER, path)
    assert frame["post_no"].tolist() == ["4001", "4001/1"]
    assert [(each.rule, each.column, each.found.split(" · ")[0]) for each in findings] == [
        ("form.row.duplicate", "B4", spelled)
    ]


def test_letters_have_no_case_in_what_names_a_row(tmp_path: Path) -> None:
    rows = [example(HOUSE_RENT, claim_no="A-1"), example(HOUSE_RENT, claim_no="a-01")]
    assert rules_of(read(HOUSE_RENT, written(tmp_path, HOUSE_RENT, rows))[1]) == [("row.duplicate", "A4")]


def test_two_holders_of_a_post_are_told_apart_by_their_first_day(tmp_path: Path) -> None:
    rows = [
        example(ROSTER, ends=date(2025, 12, 31)),
        example(ROSTER, starts=date(2026, 1, 1)),
        example(ROSTER, post_no="2", starts=None, ends=None),
        example(ROSTER, post_no="2", starts=None, ends=None),
    ]
    frame, findings = read(ROSTER, written(tmp_path, ROSTER, rows))
    assert frame["row"].tolist() == [3, 4, 5]
    assert rules_of(findings) == [("row.duplicate", "B6")]


def test_two_like_entries_are_both_counted_and_named(tmp_path: Path) -> None:
    frame, findings = read(SPENDING, written(tmp_path, SPENDING, [example(SPENDING)] * 2))
    assert len(frame) == 2
    assert rules_of(findings) == [("row.repeated", "A4")]


def test_every_row_is_counted_or_named(tmp_path: Path) -> None:
    rows = [example(HOUSE_RENT, claim_no=str(number // 2)) for number in range(12)]
    path = changed(written(tmp_path, HOUSE_RENT, rows), {"E3": "แพง", "G4": "แพง", "D7": None, "D9": "ซื้อ", "E9": "แพง"})
    frame, findings = read(HOUSE_RENT, path)
    named = [each.row for each in findings if each.rule in ("form.row.left_out", "form.row.duplicate")]
    assert sorted([*frame["row"], *named]) == list(range(3, 15))


def test_an_office_without_a_school_list_gets_no_finding_for_every_row(tmp_path: Path) -> None:
    assert read(ROSTER, written(tmp_path, ROSTER, [example(ROSTER)]), frozenset())[1] == []


def test_a_finding_is_about_the_school_of_its_row(tmp_path: Path) -> None:
    _, findings = read(ROSTER, changed(written(tmp_path, ROSTER, [example(ROSTER)]), {"G3": "มาก"}))
    cell = findings[0]
    assert (cell.smis, cell.report, cell.file) == ("34010001", "roster", "form.xlsx")
    assert (cell.sheet, cell.row, cell.column, cell.found) == ("กรอกข้อมูล", 3, "G3", "มาก")


@pytest.mark.parametrize("number", ["1234567890123", "๑๒๓๔๕๖๗๘๙๐๑๒๓", "1-2345-67890-12-3", "G640000000001"])
def test_no_personal_number_reaches_the_table_or_a_finding(number: str, tmp_path: Path) -> None:
    path = changed(written(tmp_path, ROSTER, [example(ROSTER)]), {"H3": f"เลข {number}", "G3": number, "J3": number})
    _, findings = read(ROSTER, path)
    assert len(findings) == 4
    assert all(number not in each.found for each in findings)
    frame, _ = read(ROSTER, changed(path, {"G3": 15000}))
    assert frame["note"].tolist() == [f"เลข {HIDDEN}"]


def test_an_entry_that_the_newer_register_lacks_is_named(tmp_path: Path) -> None:
    first, second = example(SPENDING), example(SPENDING, document_no="ศธ 04000/9", amount=Decimal("7.50"))
    before, _ = read(SPENDING, written(tmp_path, SPENDING, [first, first, second], "before.xlsx"))
    path = written(tmp_path, SPENDING, [example(SPENDING, note="ย้ายหมายเหตุ"), first, second], "after.xlsx")
    assert entries_gone(SPENDING, before, read(SPENDING, path)[0], delivered(path, SPENDING)) == []
    spelled = {**second, "document_no": "ศธ ๐๔๐๐๐/๙"}
    path = written(tmp_path, SPENDING, [first, first, spelled], "spelled.xlsx")
    assert entries_gone(SPENDING, before, read(SPENDING, path)[0], delivered(path, SPENDING)) == []
    path = written(tmp_path, SPENDING, [first, {**second, "amount": Decimal("7.51")}], "other.xlsx")
    gone = entries_gone(SPENDING, before, read(SPENDING, path)[0], delivered(path, SPENDING))
    assert [(each.rule, each.file, each.row) for each in gone] == [("form.register.entry_gone", "other.xlsx", 0)] * 2
    assert gone[0].found.startswith("แถว 4 ของไฟล์ก่อน")
    assert "ศธ 04000/9" in gone[1].found
    assert "7.50 บาท" in gone[1].found


def test_a_transfer_may_go_on_to_its_next_step(tmp_path: Path) -> None:
    open_ = example(TRANSFERS, state="เสนอ", committee_date=None, governor_date=None, reported_date=None)
    before, findings = read(TRANSFERS, written(tmp_path, TRANSFERS, [open_], "before.xlsx"))
    assert findings == []
    path = written(tmp_path, TRANSFERS, [example(TRANSFERS)], "after.xlsx")
    assert entries_gone(TRANSFERS, before, read(TRANSFERS, path)[0], delivered(path, TRANSFERS)) == []


def test_only_registers_are_registers() -> None:
    assert {slug for slug, form in FORMS.items() if form.register} == {"allotments", "spending", "transfers"}


POSTS = [example(ROSTER, post_no=str(number)) for number in range(1, 5)]


def test_each_row_of_a_merged_area_has_its_value(tmp_path: Path) -> None:
    apart, findings = read(ROSTER, written(tmp_path, ROSTER, POSTS))
    together, also = read(ROSTER, merged(written(tmp_path, ROSTER, POSTS), "A3:A6", "E3:E6", "F3:F5"))
    assert (findings, also) == ([], [])
    column_names = [column.name for column in ROSTER.columns]
    assert together[column_names].equals(apart[column_names])


@pytest.mark.parametrize("area", ["G3:G4", "E3:F4", "C3:D3", "D2:D3", "C3:G4"])
def test_a_merged_area_that_does_not_say_whose_value_it_holds_costs_its_rows(area: str, tmp_path: Path) -> None:
    frame, findings = read(ROSTER, merged(written(tmp_path, ROSTER, POSTS), area))
    rows = list(range(3, int(area[-1]) + 1))
    named = [each for each in findings if each.rule == "form.cell.merged"]
    assert [each.row for each in named] == rows
    assert all(each.found.startswith(f"{area} “") for each in named)
    assert frame["row"].tolist() == [row for row in range(3, 7) if row not in rows]


def test_one_row_that_is_as_tall_as_two_counts_once(tmp_path: Path) -> None:
    path = written(tmp_path, ROSTER, [POSTS[0], {}, POSTS[1]])
    frame, findings = read(ROSTER, merged(path, *(f"{letter}3:{letter}4" for letter in "ABCDEFGH")))
    assert (frame["row"].tolist(), findings) == ([3, 5], [])


@pytest.mark.parametrize(
    ("cell", "text"), [("C6", "ลงชื่อ ............ ผู้จัดทำ"), ("A7", "หมายเหตุ: ณ วันที่ 1 ต.ค. 2568"), ("G5", 30000)]
)
def test_what_stands_below_the_table_is_named_and_no_row(cell: str, text: object, tmp_path: Path) -> None:
    frame, findings = read(ROSTER, changed(written(tmp_path, ROSTER, POSTS[:2]), {cell: text}))
    assert (len(frame), rules_of(findings)) == (2, [("row.note", cell)])


def test_a_row_out_of_sight_is_counted_and_named(tmp_path: Path) -> None:
    path = written(tmp_path, ROSTER, POSTS)
    workbook = load_workbook(path)
    workbook[DATA_SHEET].row_dimensions[4].hidden = True
    workbook.save(path)
    frame, findings = read(ROSTER, path)
    assert frame["row"].tolist() == [3, 4, 5, 6]
    assert [(each.rule, each.row) for each in findings] == [("form.row.hidden", 4)]


def test_words_for_nothing_are_read_as_nothing_and_ask_for_nothing(tmp_path: Path) -> None:
    cells = {"A3": "สำนักงาน เขตพื้นที่", "E3": "อัตราว่าง", "F3": None}
    frame, findings = read(ROSTER, changed(written(tmp_path, ROSTER, POSTS[:1]), cells))
    assert (frame["smis"].tolist(), frame["starts"].tolist(), findings) == ([""], [None], [])
    _, findings = read(ROSTER, changed(written(tmp_path, ROSTER, POSTS[:1]), {"E3": "อัตราว่าง"}))
    assert rules_of(findings) == [("row.incomplete", "E3")]


def test_a_year_that_lost_its_century_is_told_as_what_it_may_be(tmp_path: Path) -> None:
    _, findings = read(ROSTER, changed(written(tmp_path, ROSTER, POSTS[:1]), {"E3": date(1968, 10, 1)}))
    assert (findings[0].found, findings[0].allowed) == (
        "1 ต.ค. 2511 (ค.ศ. 1968)",
        "1 ต.ค. 2528 ถึง 30 ก.ย. 2609 อาจหมายถึงปี 2568",
    )


@pytest.mark.parametrize(
    ("form", "cell", "typed", "name", "value"),
    [
        (ROSTER, "G3", "๑๕,๐๐๐.๐๐ บาท", "monthly_rate", Decimal(15000)),
        (ROSTER, "G3", "15,000.-", "monthly_rate", Decimal(15000)),
        (CEILING_ROSTER, "F3", "2 %", "percentage", Decimal(2)),
        (SUPPORT_REQUESTS, "F3", "๑๒๐ คน", "pupils", 120),
    ],
)
def test_a_number_may_have_its_unit_behind_it(
    form: Form, cell: str, typed: str, name: str, value: object, tmp_path: Path
) -> None:
    frame, findings = read(form, changed(written(tmp_path, form, [example(form)]), {cell: typed}))
    assert (frame[name].tolist(), findings) == ([value], [])


def test_a_percentage_of_excel_is_what_it_shows(tmp_path: Path) -> None:
    path = written(tmp_path, CEILING_ROSTER, [example(CEILING_ROSTER)])
    workbook = load_workbook(path)
    workbook[DATA_SHEET]["F3"].value, workbook[DATA_SHEET]["F3"].number_format = 0.02, "0%"
    workbook[DATA_SHEET]["E3"].value, workbook[DATA_SHEET]["E3"].number_format = 583.9, "0%"
    workbook.save(path)
    _, findings = read(CEILING_ROSTER, path)
    assert rules_of(findings) == [("cell.not_money", "E3"), LOST]
    assert findings[0].found == "58390%"


def test_every_amount_of_every_form_has_limits_and_no_other() -> None:
    counted = {
        (form.slug, column.name)
        for form in FORMS.values()
        for column in form.columns
        if column.kind in (CellKind.MONEY, CellKind.WHOLE)
    }
    assert {(each.form, each.column) for each in FORM_LIMITS.amounts} == counted
