from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from builders import PROJECT_PARAMS, SCHOOL_ROWS, csv_bytes
from helpers.errors import ParameterError
from helpers.params.school_list import COLUMNS, read_school_list


def _list(folder: Path, *rows: tuple[str, ...], encoding: str = "utf-8", end: str = "") -> Path:
    path = folder / "3401.csv"
    path.write_bytes(csv_bytes([COLUMNS, *rows], encoding) + end.encode())
    return path


@pytest.mark.parametrize(("encoding", "end"), [("utf-8", ""), ("utf-8-sig", ""), ("utf-8", "\n,,,,,,\n")])
def test_the_schools_are_read_in_order(encoding: str, end: str, tmp_path: Path) -> None:
    nowhere = ("34010004", "", "", "บ้านตัวอย่างสี่", "", "", "")
    schools = read_school_list(_list(tmp_path, *SCHOOL_ROWS, nowhere, encoding=encoding, end=end))
    assert list(schools) == [row[0] for row in (*SCHOOL_ROWS, nowhere)]
    assert (schools["34010004"].district, schools["34010004"].latitude) == ("", None)


def test_a_header_alone_is_an_empty_list(tmp_path: Path) -> None:
    assert read_school_list(_list(tmp_path)) == {}


def test_the_projects_own_list_is_read() -> None:
    assert len(read_school_list(PROJECT_PARAMS / "schools" / "3401.csv")) == 241


SHORT = SCHOOL_ROWS[0][:6]
ROW, OTHER = SCHOOL_ROWS[:2]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((SCHOOL_ROWS[0], SCHOOL_ROWS[0]), "34010001 ซ้ำ(?s:.*)บรรทัด 3"),
        (
            ((*ROW[:1], "1034000001", *ROW[2:]), (*OTHER[:1], "1034000001", *OTHER[2:])),
            "1034000001 ซ้ำกับโรงเรียน 34010001(?s:.*)บรรทัด 3",
        ),
        ((("3401001", *SCHOOL_ROWS[0][1:]),), "“3401001” ไม่ใช่เลข 8 หลัก(?s:.*)บรรทัด 2"),
        ((SHORT,), "มี 6 ช่อง ต้องมี 7(?s:.*)บรรทัด 2"),
        ((SCHOOL_ROWS[0], (*SCHOOL_ROWS[1], "เกิน")), "มี 8 ช่อง ต้องมี 7(?s:.*)บรรทัด 3"),
        ((SHORT, SHORT), "พบปัญหา 2 รายการ"),
    ],
)
def test_a_wrong_line_is_named(rows: tuple[tuple[str, ...], ...], message: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=message):
        read_school_list(_list(tmp_path, *rows))


@pytest.mark.parametrize("content", [b"", b"smis,name\n", "รหัส".encode("cp874"), b'smis,"name\n'])
def test_a_list_that_cannot_be_read_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "3401.csv"
    path.write_bytes(content)
    with pytest.raises(ParameterError, match=r"(?s)3401\.csv.*smis,ministry_code"):
        read_school_list(path)


def _dated(folder: Path, **cells: str) -> Path:
    path = folder / "3401.csv"
    path.write_bytes(csv_bytes([[*COLUMNS, *cells], [*SCHOOL_ROWS[0], *cells.values()]]))
    return path


def test_a_school_is_open_between_its_days_and_has_the_name_of_the_day(tmp_path: Path) -> None:
    days = {"renamed": "1 ม.ค. 2566", "first_day": "16 พ.ค. 2560", "last_day": "31 มี.ค. 2568", "former_name": "บ้านเดิม"}
    school = read_school_list(_dated(tmp_path, successor="34010002", **days))["34010001"]
    opened = [school.is_open(date(*day)) for day in ((2017, 5, 15), (2017, 5, 16), (2025, 3, 31), (2025, 4, 1))]
    assert opened == [False, True, True, False]
    assert [school.on(date(*day)).name for day in ((2022, 12, 31), (2023, 1, 1))] == ["บ้านเดิม", "บ้านตัวอย่างหนึ่ง"]
    assert school.days_open == "ตั้งแต่ 16 พ.ค. 2560 ถึง 31 มี.ค. 2568 รวมกับ 34010002"


def test_a_school_lies_where_its_line_says(tmp_path: Path) -> None:
    school = read_school_list(_dated(tmp_path, longitude="104.847299", latitude="15.2"))["34010001"]
    assert (school.latitude, school.longitude) == (Decimal("15.2"), Decimal("104.847299"))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"latitude": "15.2", "longitude": ""}, "latitude กับ longitude ต้องมีคู่กัน"),
        ({"latitude": "104.8", "longitude": "15.2"}, "latitude “104.8” ไม่ใช่พิกัดในประเทศไทย"),
        ({"latitude": "15.2448451", "longitude": "104.8"}, "ทศนิยมไม่เกิน 6 ตำแหน่ง"),
        ({"latitude": "15,2", "longitude": "104.8"}, "latitude “15,2” ไม่ใช่พิกัด"),
        ({"closed": ""}, "หัวคอลัมน์(?s:.*)last_day"),
        ({"last_day": "31/03/2568"}, "last_day: วันที่(?s:.*)บรรทัด 2"),
        ({"first_day": "1 ม.ค. 2568", "last_day": "1 ม.ค. 2567"}, "last_day มาก่อน"),
        ({"successor": "34010001"}, "successor"),
        ({"successor": "34010000"}, "successor"),
        ({"former_name": "บ้านเดิม"}, "ต้องมีคู่กัน"),
        ({"renamed": "1 ม.ค. 2567"}, "ต้องมีคู่กัน"),
    ],
)
def test_days_that_cannot_be_are_named(cells: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=message):
        read_school_list(_dated(tmp_path, **cells))


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="ไม่พบทะเบียนโรงเรียน"):
        read_school_list(tmp_path / "3401.csv")
