"""Whatever lies in the downloads folder, opening it ends in its cells or in a Thai error that names the file."""

import json
from pathlib import Path

import pytest

from builders import csv_bytes, write_xlsx
from helpers.errors import DeliveryError
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.params.checks import FileLimits

LIMITS = FileLimits(reference="ก", status="confirmed", rows=1000, unpacked_megabytes=8)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
THAI = [["2568-1", "โรงเรียน"], ["2568-1", "นักเรียน"]]


def _file(folder: Path, content: bytes, name: str = "ก.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_every_encoding_gives_the_same_cells(encoding: str, tmp_path: Path) -> None:
    sheet = open_spreadsheet(_file(tmp_path, csv_bytes(THAI, encoding)), LIMITS)
    assert (sheet.rows, sheet.encoding, sheet.mixed_rows, sheet.sheet) == (THAI, encoding, (), "")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("ก;ข;1\nค;ง,จ;2\n".encode(), "utf-8"),
        ("ก\tข\t1\nค\tง,จ\t2\n".encode("cp874"), "cp874"),
        ("ก\tข\t1\r\nค\tง,จ\t2\r\n".encode("utf-16"), "utf-16"),
        ('ก,ข,1\nค,"ง,จ",2\n'.encode("utf-16-be").join([b"\xfe\xff", b""]), "utf-16"),
        ('sep=,\r\nก,ข,1\nค,"ง,จ",2\n'.encode(), "utf-8"),
        ("\ufeffsep=|\nก|ข|1\nค|ง,จ|2\n".encode(), "utf-8-sig"),
        ('"ก;;;;;",ข,1\nค,"ง,จ",2\n'.encode(), "utf-8"),
        ('ก,ข,1\nค,"ง,จ",2\n'.encode(), "utf-8"),
    ],
)
def test_whatever_stands_between_the_cells_they_are_the_same(content: bytes, encoding: str, tmp_path: Path) -> None:
    sheet = open_spreadsheet(_file(tmp_path, content), LIMITS)
    assert [[cell.rstrip(";") for cell in row] for row in sheet.rows] == [["ก", "ข", "1"], ["ค", "ง,จ", "2"]]
    assert sheet.encoding == encoding


def test_a_title_or_a_list_inside_a_cell_does_not_change_what_stands_between_them(tmp_path: Path) -> None:
    listed = ["รหัส,รายการ", "1,ก; ข; ค; ง; จ"]
    assert open_spreadsheet(_file(tmp_path, "\n".join(listed).encode()), LIMITS).rows[1] == ["1", "ก; ข; ค; ง; จ"]
    titled = ["รายงาน, ปี 2568", "รหัส;ชาย;หญิง", "1;2;3"]
    assert open_spreadsheet(_file(tmp_path, "\n".join(titled).encode()), LIMITS).rows[2] == ["1", "2", "3"]


@pytest.mark.parametrize("word", ["นักเรียน", "ลาว"])
def test_a_line_in_another_encoding_is_read_and_named(word: str, tmp_path: Path) -> None:
    """The letters of `ลาว` in UTF-8 are all characters of cp874 too: read as that they would become nonsense."""
    lines = ["โรงเรียน".encode("cp874"), b"1", word.encode(), "ชาย".encode("cp874")]
    sheet = open_spreadsheet(_file(tmp_path, b"\n".join(lines)), LIMITS)
    assert sheet.rows == [["โรงเรียน"], ["1"], [word], ["ชาย"]]
    assert (sheet.encoding, sheet.mixed_rows) == ("mixed", (3,))


ONE_LETTER = [["ชั้น/เพศ", "ชาย"], ["อบ.1", "5"], ["รวม อบ.", "5"], ["ป.1", "4"]]
"""`อบ` in cp874 is one letter of another script in UTF-8."""


@pytest.mark.parametrize("rows", [ONE_LETTER, ONE_LETTER[1:2]])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_thai_that_could_be_other_letters_of_utf8_is_thai(encoding: str, rows: list[list[str]], tmp_path: Path) -> None:
    sheet = open_spreadsheet(_file(tmp_path, csv_bytes(rows, encoding)), LIMITS)
    assert (sheet.rows, sheet.encoding, sheet.mixed_rows) == (rows, encoding, ())


def test_such_a_line_of_a_mixed_file_is_thai_too(tmp_path: Path) -> None:
    lines = [",".join(row).encode("cp874") for row in ONE_LETTER] + ["ชาย,1".encode()]
    sheet = open_spreadsheet(_file(tmp_path, b"\n".join(lines)), LIMITS)
    assert (sheet.rows, sheet.mixed_rows) == ([*ONE_LETTER, ["ชาย", "1"]], (5,))


@pytest.mark.parametrize("word", ["“ครู” – René", "ß\N{EURO SIGN}1", "😀 1"])
def test_other_letters_of_utf8_stay_what_they_are(word: str, tmp_path: Path) -> None:
    sheet = open_spreadsheet(_file(tmp_path, csv_bytes([["1", f"ก{word}"], ["René", f"2{word}"]])), LIMITS)
    assert (sheet.rows, sheet.encoding) == ([["1", f"ก{word}"], ["René", f"2{word}"]], "utf-8")


def test_a_line_in_no_known_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"(?s)ไม่ใช่ทั้ง UTF-8 และ cp874.*แถว 2"):
        open_spreadsheet(_file(tmp_path, b"1\n\xfc\xfd\xfe\n"), LIMITS)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "ไฟล์ว่างเปล่า"),
        (PNG, "ไม่ใช่ตาราง"),
        ("ก,ข".encode("utf-16-le"), "ไม่ใช่ตาราง"),
        ("ก,ข".encode("utf-32"), "ไม่ใช่ตาราง"),
        (b"<html><table><tr><td>2568-2", "เป็นหน้าเว็บ .*ที่ตั้งชื่อเป็นตาราง"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><ss:Workbook><ss:Worksheet/>', "เป็นหน้าเว็บ .*ที่ตั้งชื่อเป็นตาราง"),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook\n", "เป็นหน้าเว็บ .*ที่ตั้งชื่อเป็นตาราง"),
        ("<!DOCTYPE html><title>เข้าสู่ระบบ</title>".encode(), "เป็นหน้าเข้าสู่ระบบ"),
        (b"<html><form><input type=password></form>", "เป็นหน้าเข้าสู่ระบบ"),
        (b"<html>502 Bad Gateway", "ที่ไม่มีตาราง"),
        (b"a" * 5000 + b"\x00", "ไม่ใช่ตาราง"),
        (b'1,"2\n3', "อ่าน CSV ไม่ได้"),
        (b"PK\x03\x04rest", "เปิดเป็นตาราง Excel ไม่ได้"),
        (b"\xd0\xcf\x11\xe0rest", "เปิดเป็นตาราง Excel ไม่ได้"),
        (b"1\n" * 1001, r"เกิน 1,000 แถว"),
        (b"1," * (5 << 20), r"เกิน 8 เมกะไบต์"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=rf"(?s){message}.*ที่: เดิม\.csv.*วิธีแก้") as raised:
        open_spreadsheet(_file(tmp_path, content), LIMITS, name="เดิม.csv")
    assert raised.value.exit_code == 13


def test_two_million_rows_are_refused_with_the_projects_own_limit(tmp_path: Path) -> None:
    path = _file(tmp_path, b"2568-1,34010001,1,0\n" * 2_000_000)
    limits = FileLimits(reference="ก", status="confirmed", rows=1_000_000, unpacked_megabytes=1024)
    with pytest.raises(DeliveryError, match="เกิน 1,000,000 แถว"):
        open_spreadsheet(path, limits)


@pytest.mark.parametrize(
    ("first", "made"),
    [
        ("วันและเวลาที่สร้างรายงาน 2026-05-02 04:10:12.244315", "2026-05-02"),
        ("EMIS คอมพิวเตอร์ 2025-06-10", "2025-06-10"),
        ("2568-1", "None"),
        ("2025-13-40", "None"),
        ("12025-06-100", "None"),
        ("", "None"),
    ],
)
def test_the_first_cell_may_say_when_the_file_was_made(first: str, made: str, tmp_path: Path) -> None:
    rows = [[first, ""], ["34010001", "2024-01-01"]]
    assert str(open_spreadsheet(_file(tmp_path, csv_bytes(rows)), LIMITS).made) == made


def test_what_nobody_sees_and_the_order_of_marks_do_not_matter_in_any_kind_of_file(tmp_path: Path) -> None:
    typed, right = "\u200bจํานวน\r\nเเม่ ", "จำนวน แม่"
    csv = open_spreadsheet(_file(tmp_path, csv_bytes([[typed]])), LIMITS)
    excel = open_spreadsheet(write_xlsx(tmp_path / "a.xlsx", [[typed]]), LIMITS)
    records = _file(tmp_path, json.dumps([{typed: typed}]).encode(), "a.json")
    assert csv.rows == excel.rows == [[right]]
    assert open_spreadsheet(records, LIMITS).rows == [[right], [right]]
