"""What all Excel files share: names that Excel takes, text that stays text, bytes that never vary."""

import time
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from helpers.excel import csv_text, letters, lines, link, new_workbook, put, saved_bytes, set_up_print, sheet_name

DAY = datetime(2025, 6, 10, tzinfo=UTC)


def small_workbook() -> Workbook:
    workbook = new_workbook("รายงาน", "สพป.ตัวอย่าง", DAY)
    put(workbook.create_sheet("หนึ่ง"), 1, 1, "ก")
    return workbook


def test_same_bytes_at_another_time() -> None:
    first = saved_bytes(small_workbook(), DAY)
    time.sleep(1.1)
    assert saved_bytes(small_workbook(), DAY) == first


def test_all_times_are_the_reports_day() -> None:
    saved = saved_bytes(small_workbook(), DAY)
    properties = load_workbook(BytesIO(saved)).properties
    assert (properties.created, properties.modified) == (datetime(2025, 6, 10), datetime(2025, 6, 10))
    with ZipFile(BytesIO(saved)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2025, 6, 10, 0, 0, 0)}
        assert parts.namelist()[0] == "[Content_Types].xml"


@pytest.mark.parametrize("text", ["=1+1", "+66", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_text_stays_text(text: str) -> None:
    workbook = small_workbook()
    put(workbook["หนึ่ง"], 1, 1, text)
    cell = load_workbook(BytesIO(saved_bytes(workbook, DAY)))["หนึ่ง"]["A1"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize("text", ["=1+1", "+66", "-5", "-", "@SUM(A1)"])
def test_a_csv_cell_is_no_formula(text: str) -> None:
    assert csv_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "ก-ข", "5-3", "'-5", " ก=1", "บ้าน@ตัวอย่าง", "1+1"])
def test_a_csv_cell_that_begins_otherwise_is_left_alone(text: str) -> None:
    assert csv_text(text) == text


def test_control_characters_are_left_out() -> None:
    workbook = small_workbook()
    put(workbook["หนึ่ง"], 1, 1, "ก\x00ข\x1b")
    assert load_workbook(BytesIO(saved_bytes(workbook, DAY)))["หนึ่ง"]["A1"].value == "กข"


def test_a_link_leads_to_a_sheet_with_a_quotation_mark() -> None:
    workbook = small_workbook()
    link(put(workbook["หนึ่ง"], 1, 1, "ดู"), "ของ'เรา", "B2")
    cell = load_workbook(BytesIO(saved_bytes(workbook, DAY)))["หนึ่ง"]["A1"]
    assert cell.hyperlink.location == "'ของ''เรา'!B2"


def test_words_beside_the_page_number_cannot_command_excel() -> None:
    sheet = small_workbook()["หนึ่ง"]
    set_up_print(sheet, head=(1, 2), wide=True, mark="ก & ข", foot="2568&N")
    assert sheet.oddHeader.right.text == "ก && ข"
    assert sheet.oddFooter.left.text == "2568&&N"
    assert sheet.oddFooter.right.text == "หน้า &P จาก &N"
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$2", "landscape")


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("จำนวนนักเรียน", [], "จำนวนนักเรียน"),
        ("ชาย/หญิง: [รวม]?", [], "ชาย หญิง รวม"),
        ("'ก'", [], "ก"),
        ("", [], "ตาราง"),
        ("ABC", ["abc"], "ABC (2)"),
        ("จำนวนนักเรียนรายโรงเรียน จำแนกตามชั้นและเพศ (คน)", [], "จำนวนนักเรียนรายโรงเรียน"),
        ("การยืนยันข้อมูลรายระบบ ทุกรอบ (โรงเรียน)", [], "การยืนยันข้อมูลรายระบบ ทุกรอบ"),
        ("นักเรียนที่อยู่ห่างเกิน 3 กิโลเมตร ตามการเดินทาง", [], "นักเรียนที่อยู่ห่างเกิน 3 กิโล…"),
        ("โรงเรียนที่นักเรียนทั้งหมดเปลี่ยนมากที่สุด", [], "โรงเรียนที่นักเรียนทั้งหมด…"),
        ("โรงเรียนที่ (รวมสาขา ทุกแห่ง) ยังส่งข้อมูลไม่ครบ", [], "โรงเรียนที่"),
        ("จำนวนนักเรียนรายโรงเรียน จำแนกตามอายุ", ["จำนวนนักเรียนรายโรงเรียน"], "จำนวนนักเรียนรายโรงเรียน (2)"),
    ],
)
def test_sheet_names(wanted: str, taken: list[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name


@given(st.lists(st.text(alphabet="กขที่นู้ []:*?/\\'Aa", max_size=60), max_size=20))
def test_sheet_names_are_what_excel_takes(wanted: list[str]) -> None:
    taken: list[str] = []
    for name in wanted:
        taken.append(sheet_name(name, taken))
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("' ") == name


def test_a_name_is_not_cut_before_a_tone_mark() -> None:
    assert sheet_name("ก" * 29 + "ที่น", []) == "ก" * 29 + "…"
    assert sheet_name("ก" * 29 + "ทาน", []) == "ก" * 29 + "…"
    assert sheet_name("ก" * 31 + "ท", []) == "ก" * 30 + "…"


def test_marks_have_no_width() -> None:
    assert letters("ที่นี่") == 2
    assert letters("กก\nกกก") == 3


@pytest.mark.parametrize(
    ("text", "width", "expected"), [("", 10, 1), ("ก" * 9, 10, 1), ("ก" * 10, 10, 2), ("ก\nข", 10, 2)]
)
def test_lines_are_counted_as_words_fill_them(text: str, width: float, expected: int) -> None:
    assert lines(text, width) == expected
