"""findings.xlsx tells each school what to do about which pupil, and nobody more than that."""

import stat
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from helpers.audit.findings_workbook import AREA, SUMMARY, About, FindingsSheets, SchoolFindings, Shown, write_findings
from helpers.excel import CONFIDENTIAL, FOR_THE_OFFICE
from helpers.reports.folders import Folders
from helpers.tables.findings import Owner, Severity
from unit.audit import small_office as small

HEAD_ROW = 6


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return small.office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def written(folders: Folders) -> Path:
    params = small.received(folders)
    return write_findings([small.snapshot(folders, params)], folders, params)


@pytest.fixture(scope="module")
def workbook(written: Path) -> Workbook:
    return load_workbook(written)


def listed(workbook: Workbook, sheet: str) -> list[dict[str, object]]:
    """The rows below the header of a sheet, by label."""
    head, *rows = list(workbook[sheet].iter_rows(min_row=HEAD_ROW, values_only=True))
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_it_lies_apart_from_the_reports_and_its_owner_alone_may_read_it(folders: Folders, written: Path) -> None:
    assert written == folders.outputs / "check" / "2568-1" / "findings.xlsx"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_a_school_reads_what_is_wrong_with_which_pupil_and_what_to_do(workbook: Workbook) -> None:
    first, second = listed(workbook, "34010001")
    assert first == {
        "ลำดับ": 1,
        "ระบบ": "ข้อมูลนักเรียนรายบุคคล (DMC)",
        "ระดับ": "ต้องแก้ไข",
        "เรื่อง": "ไม่มีเลขประจำตัวประชาชนหรือรหัส G",
        "ไฟล์": "2568-1-student.csv",
        "แผ่นงาน": None,
        "แถว": 3,
        "คอลัมน์": "เลขประจำตัวนักเรียน (คอลัมน์ C)",
        "ค่าที่พบ": None,
        "ค่าที่ยอมรับ": None,
        "สิ่งที่ต้องทำ": "กรอกเลข 13 หลักจากสูติบัตรหรือขอรหัส G",
        "เลขประจำตัวนักเรียนของโรงเรียน": "001",
    }
    assert (second["ระดับ"], second["แถว"], second["เลขประจำตัวนักเรียนของโรงเรียน"]) == ("ต้องตรวจสอบ", 4, "002")


def test_every_sheet_says_whose_it_is_until_when_and_that_it_is_confidential(workbook: Workbook) -> None:
    for sheet in workbook:
        above = [sheet.cell(row, 1).value for row in range(1, HEAD_ROW)]
        assert CONFIDENTIAL in above
        assert "แก้ไขภายในวันที่ 10 มิถุนายน 2568 ถ้าได้รับสมุดงานนี้หลังวันนั้น" in " ".join(map(str, above))
        assert "ภาคเรียนที่ 1 ปีการศึกษา 2568" in str(above[1])
        assert CONFIDENTIAL in str(sheet.oddHeader.right.text)
        assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
    assert workbook["34010002"]["A1"].value == "34010002 โรงเรียนตัวอย่าง 2"


def test_the_summary_has_every_school_with_its_counts_and_leads_to_its_sheet(workbook: Workbook) -> None:
    sheet = workbook[SUMMARY]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD_ROW + 1)]
    assert rows == [
        [AREA, None, 0, 0, 0, "ไม่พบ"],
        ["34010001", "โรงเรียนตัวอย่าง 1", 1, 1, 0, "34010001"],
        ["34010002", "โรงเรียนตัวอย่าง 2", 1, 0, 0, "34010002"],
        ["34010003", "โรงเรียนตัวอย่าง 3", 1, 0, 0, "34010003"],
        ["34019999", small.FORMULA, 1, 2, 0, "34019999"],
        ["รวม", None, 4, 3, 0, None],
    ]
    led = {cell.value: cell.hyperlink.location for cell in sheet["F"] if cell.hyperlink}
    assert led == {name: f"'{name}'!A1" for name in workbook.sheetnames[1:]}
    assert workbook.sheetnames == [SUMMARY, "34010001", "34010002", "34010003", "34019999"]


def test_no_name_and_no_number_of_the_state_is_in_it(written: Path) -> None:
    content = written.read_bytes().decode("utf-8", errors="ignore")
    assert "โรงเรียนตัวอย่าง 1" in content  # the parts are stored as they are, so that this test can read them
    for place in (*range(1, 6), 9):
        assert small.citizen_number(place) not in content
    assert small.FIRST_NAME not in content
    assert small.LAST_NAME not in content


def test_a_citizen_number_in_the_place_of_the_schools_own_is_hidden(workbook: Workbook) -> None:
    (only,) = listed(workbook, "34010002")
    assert only["เลขประจำตัวนักเรียนของโรงเรียน"] == "(ปกปิดเลขประจำตัว)"


def test_each_school_has_a_file_of_its_own_that_names_no_other(written: Path, workbook: Workbook) -> None:
    with_findings = set(workbook.sheetnames) - {"สรุป", "เขตพื้นที่"}
    packs = {path.stem: path for path in (written.parent / "schools").iterdir()}
    assert set(packs) == with_findings
    for smis, path in packs.items():
        assert load_workbook(path).sheetnames == ["สรุป", smis]
        assert path.stat().st_mode & 0o077 == 0


def test_what_is_about_the_school_names_no_pupil(workbook: Workbook) -> None:
    references = {str(row["เรื่อง"]): row["เลขประจำตัวนักเรียนของโรงเรียน"] for row in listed(workbook, "34019999")}
    assert references == {
        "โรงเรียนไม่อยู่ในทะเบียนโรงเรียนของเขต": None,
        "น้ำหนักเป็นไปไม่ได้หรืออ่านไม่ได้": "=1+1",
        "ชื่อโรงเรียนมีสูตรหรือสัญลักษณ์ที่ไม่ควรมี": None,
    }


def test_what_looks_like_a_formula_stays_text(workbook: Workbook) -> None:
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    like_formulas = [cell for cell in cells if str(cell.value).startswith("=")]
    assert {cell.value for cell in like_formulas} == {small.FORMULA, "=1+1"}
    assert {cell.data_type for cell in like_formulas} == {"s"}
    assert all(cell.quotePrefix for cell in like_formulas)


def test_the_same_findings_give_the_same_bytes_anywhere(written: Path, tmp_path: Path) -> None:
    folders = small.office(tmp_path)
    params = small.received(folders)
    again = write_findings([small.snapshot(folders, params)], folders, params)
    assert again.read_bytes() == written.read_bytes()


def test_a_round_without_findings_still_says_so(tmp_path: Path) -> None:
    folders = small.office(tmp_path)
    pupils = tuple(
        small.pupil(place, smis=smis, school_name=f"โรงเรียนตัวอย่าง {place + 1}")
        for place, smis in enumerate(small.SCHOOLS)
    )
    params = small.received(folders, pupils)
    workbook = load_workbook(write_findings([small.snapshot(folders, params)], folders, params))
    assert workbook.sheetnames == [SUMMARY]
    assert [row["แผ่นงาน"] for row in listed(workbook, SUMMARY)] == ["ไม่พบ"] * 4 + [None]


def test_sample_data_are_marked(tmp_path: Path) -> None:
    folders = small.office(tmp_path, sample=True)
    params = small.received(folders)
    workbook = load_workbook(write_findings([small.snapshot(folders, params)], folders, params))
    assert all(str(sheet["A2"].value).startswith("ข้อมูลตัวอย่าง") for sheet in workbook)


def finding(severity: Severity, title: str) -> Shown:
    return Shown("DMC", severity, Owner.SCHOOL, title, "a.csv", "", 0, "", "", "", "", "")


def about(digits: str = "arabic", *, pupils: bool = True) -> About:
    day = datetime(2025, 6, 10, tzinfo=UTC)
    words = ("สพป.ตัวอย่าง", "ภาคเรียนที่ 1 ปีการศึกษา 2568", "10 มิถุนายน 2568")
    return About(*words, digits, day, sample=False, pupils=pupils)


def test_the_areas_own_findings_have_a_sheet_and_rows_that_are_no_rows_stay_empty() -> None:
    area = SchoolFindings("", "", (finding(Severity.ERROR, "ผลรวมไม่เท่า"),))
    workbook = load_workbook(BytesIO(FindingsSheets(about(), [area]).saved()))
    assert workbook.sheetnames == [SUMMARY, AREA]
    assert [row["แถว"] for row in listed(workbook, AREA)] == [None]


def test_words_take_the_offices_digits_and_data_keep_theirs() -> None:
    school = SchoolFindings("34010001", "บ้าน 1", (finding(Severity.ERROR, "เลข 13 หลัก"),))
    workbook = load_workbook(BytesIO(FindingsSheets(about("thai"), [school]).saved()))
    assert workbook["34010001"]["A4"].value == (
        "แก้ไขภายในวันที่ ๑๐ มิถุนายน ๒๕๖๘ ถ้าได้รับสมุดงานนี้หลังวันนั้น ให้แก้ไขทันทีแล้วแจ้งสำนักงาน"
    )
    assert workbook["34010001"]["A1"].value == "34010001 บ้าน 1"


def test_findings_of_forms_are_for_the_office_and_have_no_column_of_pupils() -> None:
    area = SchoolFindings("", "", (finding(Severity.ERROR, "ยังไม่นับรวมแถวนี้"),))
    workbook = load_workbook(BytesIO(FindingsSheets(about(pupils=False), [area]).saved()))
    for sheet in workbook:
        assert sheet["A3"].value == FOR_THE_OFFICE
        assert "นักเรียน" not in str([cell.value for row in sheet.iter_rows() for cell in row])
        assert FOR_THE_OFFICE in str(sheet.oddHeader.right.text)
