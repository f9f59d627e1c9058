"""Which file is which page, whose it is, and what cannot be read at all."""

from pathlib import Path

import pytest

from builders import AREA, Rows, write_csv, write_xlsx
from helpers.errors import DeliveryError
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.params.checks import FileLimits
from helpers.periods import Round
from helpers.systems.emis import SYSTEM, labels
from helpers.systems.system import Recognition, systems
from unit.systems.emis.pages import HEADERS, MINISTRY, SCHOOL, clean_pages, many, student_rows

LIMITS = FileLimits(reference="ก", status="confirmed", rows=100_000, unpacked_megabytes=64)
PAGES = clean_pages()


def seen(path: Path, area: str = AREA) -> Recognition | None:
    return SYSTEM.recognise(open_spreadsheet(path, LIMITS), area)


def alone(report: str) -> Rows:
    return [HEADERS[report], *PAGES[report][SCHOOL]]


@pytest.mark.parametrize("report", labels.TITLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_page_of_many_schools_is_known_by_its_content(report: str, encoding: str, tmp_path: Path) -> None:
    rows = many(report, PAGES[report])
    path = write_csv(tmp_path / "download (3).csv", rows, encoding)
    assert seen(path) == Recognition(
        report, None, len(rows) - 1, {school: len(own) for school, own in PAGES[report].items()}
    )


@pytest.mark.parametrize("report", labels.TITLES)
def test_a_page_of_one_school_is_known_and_its_folder_tells_whose_it_is(report: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / MINISTRY / "page.csv", alone(report))
    assert seen(path) == Recognition(report, None, len(alone(report)) - 1, {MINISTRY: len(alone(report)) - 1})


@pytest.mark.parametrize("report", [labels.COMPUTER, labels.INTERNET])
def test_pages_without_a_header_are_known_too(report: str, tmp_path: Path) -> None:
    assert seen(write_csv(tmp_path / MINISTRY / "page.csv", alone(report)[1:])) is not None


def test_a_banner_above_the_header_and_excel_do_no_harm(tmp_path: Path) -> None:
    banner = [["รายงาน EMIS"], ["สพป."], ["รอบ"], ["หน้า 1"]]
    path = write_xlsx(tmp_path / "x.xlsx", [*banner, *many(labels.STUDENT, PAGES[labels.STUDENT])])
    recognition = seen(path)
    assert recognition
    assert (recognition.report, recognition.rows) == (labels.STUDENT, 69)


def test_the_round_is_the_names(tmp_path: Path) -> None:
    recognition = seen(write_csv(tmp_path / "2568-2-x.csv", many(labels.STUDENT, PAGES[labels.STUDENT])))
    assert recognition
    assert recognition.round == Round(2568, 2)


@pytest.mark.parametrize("report", labels.TITLES)
def test_no_other_system_takes_the_page(report: str, tmp_path: Path) -> None:
    sheet = open_spreadsheet(write_csv(tmp_path / "x.csv", many(report, PAGES[report])), LIMITS)
    assert [name for name, system in systems().items() if system.recognise(sheet, AREA)] == ["emis"]


def test_a_page_of_one_school_that_nothing_names_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"(?s)ไม่บอกว่าเป็นของโรงเรียนใด.*โฟลเดอร์"):
        seen(write_csv(tmp_path / "student.csv", alone(labels.STUDENT)))


def test_another_areas_page_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "x.csv", many(labels.STUDENT, PAGES[labels.STUDENT]))
    with pytest.raises(DeliveryError, match="ไม่มีโรงเรียนของเขต 8601"):
        seen(path, "8601")
    with pytest.raises(DeliveryError, match="ไม่มีโรงเรียนของเขต 3401"):
        seen(write_csv(tmp_path / "1020080035" / "student.csv", alone(labels.STUDENT)))
    rows = [*many(labels.STUDENT, PAGES[labels.STUDENT]), ["86010001", *student_rows()[0]]]
    with pytest.raises(DeliveryError, match=r"เขตอื่นปนกับเขต 3401: แถว [0-9]+ “86010001”"):
        seen(write_csv(tmp_path / "both.csv", rows))


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([["ชั้น/เพศ", "หญิง", "ชาย", "รวม", "ห้องเรียน"], *student_rows()], "นักเรียนแยกชั้นและเพศไม่ตรง: เรียงผิดหรือซ้ำ"),
        ([["ชั้น/เพศ", "ชาย", "หญิง", "ทั้งหมด", "ห้องเรียน"]], r"(?s)ขาด รวม เกิน ทั้งหมด \(พบ .*ตามลำดับ: ชั้น/เพศ, ชาย,"),
        ([["ชาย", "หญิง", "รวม", "ห้องเรียน"], ["1", "1", "2", "1"]], "EMIS นักเรียนแยกชั้นและเพศไม่ตรง: ขาด ชั้น/เพศ"),
        ([["หัว"], *[["บรรทัด"]] * 3, ["รหัสโรงเรียน", *HEADERS[labels.STAFF][1:]]], "บุคลากรไม่ตรง: ขาด ตำแหน่ง"),
        ([[*HEADERS[labels.STAFF][:-1]], *PAGES[labels.STAFF][SCHOOL]], "(?s)ขาด …_รวม .*มี แหล่งงบประมาณ ก่อนสามคอลัมน์"),
        ([HEADERS[labels.STUDENT], ["ป.1", "1", "1"]], "แถว 2 ไม่ใช่"),
        ([HEADERS[labels.STUDENT]], "มีแต่หัวตาราง"),
    ],
)
def test_a_broken_page_is_refused(rows: Rows, problem: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=problem):
        seen(write_csv(tmp_path / SCHOOL / "x.csv", rows))


def test_a_row_without_its_school_is_refused(tmp_path: Path) -> None:
    rows = many(labels.STUDENT, {SCHOOL: student_rows()})
    rows[3][0], rows[5][0], rows[6][0] = "", "3401", "บ้านตัวอย่าง"
    with pytest.raises(DeliveryError, match=r"แถว 4 \(ว่าง\), แถว 6 “3401”, แถว 7 “บ้านตัวอย่าง”"):
        seen(write_csv(tmp_path / "x.csv", rows))


def test_a_table_of_something_else_is_none_of_emis(tmp_path: Path) -> None:
    assert seen(write_csv(tmp_path / "x.csv", [["ก", "ข"], ["1", "2"]])) is None
    header = ["อำเภอ", "ตำบล", "หมู่", "ชาย", "หญิง", "รวม"]
    assert seen(write_csv(tmp_path / "x.csv", [header])) is None
