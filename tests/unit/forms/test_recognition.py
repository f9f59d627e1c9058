"""A form is recognised by its first row; one whose head was changed is refused with what was changed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from helpers.errors import DeliveryError
from helpers.foreign.spreadsheets import Spreadsheet
from helpers.forms.definitions import FORMS
from helpers.forms.reading import Area, read_form
from helpers.forms.recognition import recognise_form, refuse_other_programme
from helpers.forms.registers import ALLOTMENTS
from helpers.forms.rosters import ROSTER
from helpers.programmes.kinds import kinds
from helpers.thai import THAI_DIGITS
from unit.forms.filling import CHOICES, FORM_LIMITS, YEAR, changed, delivered, example, opened, written
from unit.programmes.filled import project_params

BANNER = "แบบ roster รุ่น 1 · clerk-15000 · ปีงบประมาณ พ.ศ. 2569 · ทะเบียนผู้รับจ้าง: ครูธุรการโรงเรียน"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return written(tmp_path, ROSTER, [example(ROSTER)])


def test_the_first_row_tells_a_person_and_the_program_what_the_file_is(roster: Path) -> None:
    assert opened(roster).rows[0][0] == BANNER


@pytest.mark.parametrize("rows", [[], [[]], [["รหัสโรงเรียน", "จำนวน"]], [["แบบ ปร.4"], ["1"]]])
def test_other_files_are_left_to_others(rows: list[list[str]]) -> None:
    assert recognise_form(Spreadsheet("x.csv", "0", "utf-8", "", rows)) is None


def test_a_form_saved_as_csv_is_still_one(roster: Path) -> None:
    rows = [row[: len(ROSTER.columns)] for row in opened(roster).rows]
    form_file = recognise_form(Spreadsheet("x.csv", "0", "utf-8", "", [[BANNER], *rows[1:]]))
    assert form_file is not None
    assert (form_file.form, form_file.subject_id, form_file.year, form_file.rows) == (ROSTER, "clerk-15000", YEAR, 1)


@pytest.mark.parametrize("heading", ["เลขที่ตำแหน่ง**", "* เลขที่ตำแหน่ง", "เลขที่ตำแหน่ง (ต้องกรอก)", "เลขที่ ตำแหน่ง＊"])
def test_the_mark_of_a_required_column_may_be_another(heading: str, roster: Path) -> None:
    assert recognise_form(opened(changed(roster, {"B2": heading})))


def test_a_year_in_thai_digits_is_the_year(roster: Path) -> None:
    form_file = recognise_form(opened(changed(roster, {"A1": BANNER.translate(THAI_DIGITS)})))
    assert form_file is not None
    assert form_file.year == YEAR


@pytest.mark.parametrize(("rows", "columns", "message"), [(1, 0, "A2"), (0, 1, "B1"), (3, 2, "C4")])
def test_a_first_row_that_was_moved_is_refused_with_where_it_is(
    rows: int, columns: int, message: str, roster: Path
) -> None:
    sheet = opened(roster)
    moved = [[""] * len(sheet.rows[0])] * rows + [[""] * columns + row for row in sheet.rows]
    with pytest.raises(DeliveryError, match=f"อยู่ที่ช่อง {message} ต้องอยู่ที่ช่อง A1"):
        recognise_form(replace(sheet, rows=moved))


def test_a_form_without_its_first_row_and_with_a_renamed_heading_is_still_seen_to_be_one(roster: Path) -> None:
    with pytest.raises(DeliveryError, match="แถวแรกที่บอกโครงการ"):
        recognise_form(opened(changed(roster, {"A1": "ทะเบียน", "H2": "บันทึก"})))


CLERKS, OTHERS = "school-clerks-9000", "school-clerks-15000"


def of_programme(path: Path, subject: str, title: str) -> None:
    """Recognise the roster as one whose first row names this programme."""
    titles = f"ทะเบียนผู้รับจ้าง: {title}" if title else "ทะเบียนผู้รับจ้าง"
    banner = f"แบบ roster รุ่น 1 · {subject} · ปีงบประมาณ พ.ศ. 2569 · {titles}"
    sheet = opened(changed(path, {"A1": banner}))
    form_file = recognise_form(sheet)
    assert form_file is not None
    refuse_other_programme(form_file, sheet, project_params().programmes)


def test_a_first_row_whose_id_and_title_name_two_programmes_is_refused(roster: Path) -> None:
    title = project_params().programmes[CLERKS].title
    of_programme(roster, CLERKS, title)
    of_programme(roster, OTHERS, "ชื่อที่เคยใช้")
    with pytest.raises(DeliveryError, match=f"รหัสโครงการเป็น {OTHERS} แต่ชื่อเป็นของ {CLERKS}"):
        of_programme(roster, OTHERS, title)


def test_a_form_that_its_programme_does_not_use_is_refused(roster: Path) -> None:
    with pytest.raises(DeliveryError, match="โครงการ house-rent ไม่ใช้แบบ roster"):
        of_programme(roster, "house-rent", "")


def test_forms_and_kinds_of_programmes_agree_on_who_uses_which() -> None:
    used = {(kinds()[each.kind].form(each), each.kind) for each in project_params().programmes.values()}
    assert {each for each in used if each[0]} == {
        (form.slug, form.kind) for form in FORMS.values() if not form.register
    }


def test_headings_may_be_broken_into_lines_and_lose_their_mark(roster: Path) -> None:
    assert recognise_form(opened(changed(roster, {"B2": "เลขที่ตำแหน่ง", "G2": "ค่าจ้างต่อเดือน\n(บาท) *"})))


@pytest.mark.parametrize(
    ("cells", "messages"),
    [
        ({"B2": None}, ["ขาด “เลขที่ตำแหน่ง” ที่ช่อง B"]),
        ({"B2": "เลขที่"}, ["ช่อง B ต้องเป็น “เลขที่ตำแหน่ง” แต่เป็น “เลขที่”"]),
        ({"B2": "ตำแหน่ง", "C2": "เลขที่ตำแหน่ง"}, ["ช่อง B ต้องเป็น “เลขที่ตำแหน่ง” (ย้าย", "ช่อง C ต้องเป็น “ตำแหน่ง” (ย้าย"]),
        ({"I2": "เบอร์โทร"}, ["เกิน “เบอร์โทร”"]),
        ({"I2": "ตำแหน่ง"}, ["มี “ตำแหน่ง” ซ้ำ"]),
        ({"A1": BANNER.replace("รุ่น 1", "รุ่น 2")}, ["ไม่รู้จักแบบ roster รุ่น 2"]),
        ({"A1": BANNER.replace("roster", "menu")}, ["ไม่รู้จักแบบ menu"]),
        ({"A1": "รายชื่อครูธุรการ"}, ["แถวแรกที่บอกโครงการ", "ทะเบียนผู้รับจ้าง"]),
        (dict.fromkeys(("A3", "B3", "C3", "D3", "E3", "F3", "G3")), ["แบบยังไม่ได้กรอก"]),
    ],
)
def test_a_damaged_form_is_refused_with_what_is_wrong(
    roster: Path, cells: Mapping[str, object], messages: list[str]
) -> None:
    with pytest.raises(DeliveryError) as raised:
        recognise_form(opened(changed(roster, cells)))
    assert [words for words in messages if words not in str(raised.value)] == []
    assert "form.xlsx" in raised.value.where


def test_a_form_whose_heading_row_is_gone_is_refused() -> None:
    with pytest.raises(DeliveryError, match="ขาด “รหัสโรงเรียน” ที่ช่อง A"):
        recognise_form(Spreadsheet("x.csv", "0", "utf-8", "", [[BANNER]]))


def test_a_form_whose_explanation_comes_first_is_refused(roster: Path) -> None:
    workbook = load_workbook(roster)
    workbook.move_sheet("คำอธิบาย", -1)
    workbook.save(roster)
    with pytest.raises(DeliveryError, match="อยู่หน้าแผ่นที่กรอก"):
        recognise_form(opened(roster))


def test_a_register_of_a_programme_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ALLOTMENTS, [example(ALLOTMENTS)])
    banner = opened(path).rows[0][0].replace("· allotments", "· per-head")
    with pytest.raises(DeliveryError, match="ไม่เป็นของโครงการ per-head"):
        recognise_form(opened(changed(path, {"A1": banner})))


def test_one_form_is_not_read_as_another(roster: Path) -> None:
    with pytest.raises(DeliveryError, match=ALLOTMENTS.title):
        read_form(ALLOTMENTS, opened(roster), delivered(roster, ROSTER), CHOICES, Area("3401", ()), FORM_LIMITS)
