"""Whatever lies in the downloads folder, opening it ends in its cells or in a Thai error that names the file."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from builders import csv_bytes, write_xlsx
from helpers.collection.spreadsheets import open_spreadsheet
from helpers.errors import DeliveryError
from helpers.params.checks import FileLimits

LIMITS = FileLimits(reference="ก", status="confirmed", rows=1000, unpacked_megabytes=8)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
THAI = [["2568-1", "โรงเรียน"], ["2568-1", "นักเรียน"]]


def _file(folder: Path, content: bytes, name: str = "ก.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _xlsx(folder: Path) -> bytes:
    return write_xlsx(folder / "whole.xlsx", THAI).read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_every_encoding_gives_the_same_cells(encoding: str, tmp_path: Path) -> None:
    sheet = open_spreadsheet(_file(tmp_path, csv_bytes(THAI, encoding)), LIMITS)
    assert (sheet.rows, sheet.encoding, sheet.mixed_rows, sheet.sheet) == (THAI, encoding, (), "")


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


@pytest.mark.parametrize("word", ["“ครู” – René", "\N{NO-BREAK SPACE}1", "😀 1"])
def test_other_letters_of_utf8_stay_what_they_are(word: str, tmp_path: Path) -> None:
    sheet = open_spreadsheet(_file(tmp_path, csv_bytes([["1", f"ก{word}"], ["René", f"2{word}"]])), LIMITS)
    assert (sheet.rows, sheet.encoding) == ([["1", f"ก{word}"], ["René", f"2{word}"]], "utf-8")


def test_a_line_in_no_known_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"(?s)ไม่ใช่ทั้ง UTF-8 และ cp874.*แถว 2"):
        open_spreadsheet(_file(tmp_path, b"1\n\xfc\xfd\xfe\n"), LIMITS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ไฟล์ว่างเปล่า"),
        (PNG, "ไม่ใช่ตาราง"),
        ("ก,ข".encode("utf-16"), "ไม่ใช่ตาราง"),
        (b"a" * 5000 + b"\x00", "ไม่ใช่ตาราง"),
        (b'1,"2\n3', "อ่าน CSV ไม่ได้"),
        (b"PK\x03\x04rest", "เปิดเป็นตาราง Excel ไม่ได้"),
        (b"\xd0\xcf\x11\xe0rest", "เปิดเป็นตาราง Excel ไม่ได้"),
        (b"1\n" * 1001, r"เกิน 1,000 แถว"),
        (b"1," * (5 << 20), r"เกิน 8 เมกะไบต์"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=rf"(?s){said}.*ที่: เดิม\.csv.*วิธีแก้") as raised:
        open_spreadsheet(_file(tmp_path, content), LIMITS, name="เดิม.csv")
    assert raised.value.exit_code == 13


def test_an_excel_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = _xlsx(tmp_path)
    for length in range(4, len(whole), 97):
        with pytest.raises(DeliveryError):
            open_spreadsheet(_file(tmp_path, whole[:length], "cut.xlsx"), LIMITS)


def test_excel_cells_are_read_as_text(tmp_path: Path) -> None:
    row = [34010001, 2.5, True, None, " ป.1 ", datetime(2560, 2, 1), "=ลบ", "-"]
    sheet = open_spreadsheet(write_xlsx(tmp_path / "a.xlsx", [[], row]), LIMITS)
    assert sheet.rows[1] == ["34010001", "2.5", "True", "", "ป.1", "01/02/2560", "", "-"]
    assert (sheet.encoding, sheet.sheet) == ("xlsx", "Sheet")


def test_sheets_after_the_first_are_named_where_they_are_in_sight_and_hold_anything(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["1"]], ว่าง=[["", " "]], สอง=[[], ["2"]], ซ่อน=[["3"]])
    book = load_workbook(path)
    book["ซ่อน"].sheet_state = "hidden"
    book.create_chartsheet("กราฟ")
    book.save(path)
    sheet = open_spreadsheet(path, LIMITS)
    assert (sheet.rows, sheet.other_sheets) == ([["1"]], ("สอง",))


def _bomb(megabytes: int, declared: int | None = None) -> bytes:
    """A workbook with a member of so many megabytes; `declared` is what its directory says instead."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (megabytes << 20))
    content = target.getvalue()
    if declared is None:
        return content
    size = struct.pack("<I", megabytes << 20)
    return content.replace(size, struct.pack("<I", declared))


@pytest.mark.parametrize("content", [_bomb(9), _bomb(9, declared=100), _bomb(9, declared=0)])
def test_a_workbook_that_unpacks_to_too_much_is_refused(content: bytes, tmp_path: Path) -> None:
    assert len(content) < 20_000
    with pytest.raises(DeliveryError, match=r"ไฟล์ใหญ่เกินกำหนด|เสียหาย"):
        open_spreadsheet(_file(tmp_path, content, "bomb.xlsx"), LIMITS)


def test_a_cell_in_the_last_corner_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["XFD1048576"] = 1
    book.save(tmp_path / "corner.xlsx")
    with pytest.raises(DeliveryError, match="ไฟล์ใหญ่เกินกำหนด"):
        open_spreadsheet(tmp_path / "corner.xlsx", LIMITS)


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    whole = bytearray(_xlsx(tmp_path))
    for at in [place for place in range(len(whole)) if whole[place : place + 4] == b"PK\x01\x02"]:
        whole[at + 8] |= 1
    with pytest.raises(DeliveryError, match="รหัสผ่าน"):
        open_spreadsheet(_file(tmp_path, bytes(whole), "locked.xlsx"), LIMITS)


def test_too_many_rows_of_a_workbook_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="เกิน 1,000 แถว"):
        open_spreadsheet(write_xlsx(tmp_path / "long.xlsx", [[1]] * 1001), LIMITS)


def test_two_million_rows_are_refused_with_the_projects_own_limit(tmp_path: Path) -> None:
    path = _file(tmp_path, b"2568-1,34010001,1,0\n" * 2_000_000)
    limits = FileLimits(reference="ก", status="confirmed", rows=1_000_000, unpacked_megabytes=1024)
    with pytest.raises(DeliveryError, match="เกิน 1,000,000 แถว"):
        open_spreadsheet(path, limits)


def test_the_directory_of_the_bomb_really_lies() -> None:
    with zipfile.ZipFile(io.BytesIO(_bomb(9, declared=100))) as archive:
        assert archive.infolist()[0].file_size == 100


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
