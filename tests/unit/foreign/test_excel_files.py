"""Cells of Excel files stand as a person sees them; a broken or hostile workbook is refused by name."""

import contextlib
import io
import struct
import zipfile
from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from builders import write_xlsx
from helpers.errors import DeliveryError
from helpers.foreign.cells import UNCOMPUTED
from helpers.foreign.spreadsheets import ErrorCell, MergedArea, open_spreadsheet
from helpers.params.checks import FileLimits
from made_up.old_excel import write_xls

LIMITS = FileLimits(reference="ก", status="confirmed", rows=1000, unpacked_megabytes=8)


def _file(folder: Path, content: bytes, name: str = "ก.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _xlsx(folder: Path) -> bytes:
    return write_xlsx(folder / "whole.xlsx", [["2568-1", "โรงเรียน"]]).read_bytes()


def test_an_excel_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = _xlsx(tmp_path)
    for length in range(4, len(whole), 97):
        with pytest.raises(DeliveryError):
            open_spreadsheet(_file(tmp_path, whole[:length], "cut.xlsx"), LIMITS)


def test_excel_cells_are_read_as_text(tmp_path: Path) -> None:
    row = [34010001, 2.5, True, None, " ป.1 ", datetime(2560, 2, 1), "=ลบ", "-"]
    sheet = open_spreadsheet(write_xlsx(tmp_path / "a.xlsx", [[], row]), LIMITS)
    assert sheet.rows[1] == ["34010001", "2.5", "TRUE", "", "ป.1", "2560-02-01", UNCOMPUTED, "-"]
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


def test_the_directory_of_the_bomb_really_lies() -> None:
    with zipfile.ZipFile(io.BytesIO(_bomb(9, declared=100))) as archive:
        assert archive.infolist()[0].file_size == 100


def _sheet_xml(path: Path, change: dict[str, str]) -> Path:
    """The workbook with words of its first sheet's XML changed, as no program of ours would write it."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    for old, new in change.items():
        assert old in members[sheet], members[sheet]
        members[sheet] = members[sheet].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"])
def test_a_cell_that_holds_an_error_is_not_an_empty_cell(error: str, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["34010001", 1], [error, 1], ["34010003", 1]])
    sheet = open_spreadsheet(path, LIMITS)
    assert [row[0] for row in sheet.rows] == ["34010001", error, "34010003"]
    assert list(sheet.error_cells()) == [ErrorCell(2, "A", error)]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="B2" t="e"/>', "#UNKNOWN!"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="B2"><f>1+1</f></c>', UNCOMPUTED),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="B2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B2"/>', ""),
    ],
)
def test_a_cell_shows_what_a_person_sees(cell: str, shown: str, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["1", "2"], ["3", "4"], ["5", "6"]])
    whole = '<c r="B2" t="inlineStr"><is><t>4</t></is></c>'
    sheet = open_spreadsheet(_sheet_xml(path, {whole: cell}), LIMITS)
    assert sheet.rows == [["1", "2"], ["3", shown], ["5", "6"]]


def test_an_error_beyond_the_last_value_is_kept(tmp_path: Path) -> None:
    sheet = open_spreadsheet(write_xlsx(tmp_path / "a.xlsx", [["1"], [None, None, "=1+1"]]), LIMITS)
    assert sheet.rows == [["1", "", ""], ["", "", UNCOMPUTED]]


def test_percentages_and_numbers_stand_as_excel_shows_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, (value, style) in enumerate([(150, "0%"), (0.07, "0.00%"), (0.1 + 0.2, "General"), (3, "0.0 %")], 1):
        sheet.cell(row, 1, value).number_format = style
    book.save(tmp_path / "a.xlsx")
    assert open_spreadsheet(tmp_path / "a.xlsx", LIMITS).rows == [["15000%"], ["7%"], ["0.3"], ["300%"]]


def test_days_and_moments_are_told_apart_from_what_was_typed(tmp_path: Path) -> None:
    row = [datetime(2025, 6, 10), datetime(2025, 6, 10, 15, 30), datetime(2568, 6, 10, 8, 0, 5), time(9, 5)]
    sheet = open_spreadsheet(write_xlsx(tmp_path / "a.xlsx", [row]), LIMITS)
    assert sheet.rows == [["2025-06-10", "2025-06-10 15:30", "2568-06-10 08:00:05", "09:05"]]


def test_a_merged_area_gives_its_value_to_each_row_that_holds_anything_else(tmp_path: Path) -> None:
    rows = [["หัว", "", ""], ["ก", 1, "x"], ["", 2, ""], ["", "", ""], ["", 3, ""], ["ข", 4, ""]]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    book = load_workbook(path)
    for area in ("A1:C1", "A2:A5", "C2:C3"):
        book.worksheets[0].merge_cells(area)
    book.save(path)
    sheet = open_spreadsheet(path, LIMITS)
    assert sheet.rows == [
        ["หัว", "", ""],
        ["ก", "1", "x"],
        ["ก", "2", "x"],
        ["", "", ""],
        ["ก", "3", ""],
        ["ข", "4", ""],
    ]
    assert sheet.merged == (MergedArea(1, 1, 1, 3), MergedArea(2, 3, 3, 3), MergedArea(2, 5, 1, 1))
    assert [str(area) for area in sheet.merged] == ["A1:C1", "C2:C3", "A2:A5"]
    sheet.refuse_merged(5)
    with pytest.raises(DeliveryError, match=r"(?s)C2:C3, A2:A5.*a\.xlsx แผ่นงาน Sheet"):
        sheet.refuse_merged(1)


@pytest.mark.parametrize(
    "change",
    [
        {'<c r="A1" t="inlineStr"><is><t>1</t></is></c>': ""},
        {"<sheetData>": "<!-- <sheetData>", "</sheetData>": "</sheetData> -->"},
        {"<worksheet": "<!DOCTYPE worksheet [<!ENTITY a 'b'>]><worksheet"},
        {"<t>1</t>": "<t>&unknown;</t>"},
        {"</row>": ""},
        {'t="inlineStr"><is><t>1</t></is>': 't="e"><v>#NEW!</v>'},
        {'r="A1"': 'r="a1"'},
        {'r="A1"': 'r=" A1"'},
        {'r="A1"': 'r="1A"'},
        {'<row r="1"': '<row r="-1"'},
        {'r="A1"': 'r="XFD1048576"'},
        {'<row r="1"': '<row r="1048576"', '<c r="A1" t="inlineStr">': "<c/>" * 16383 + '<c t="inlineStr">'},
    ],
)
def test_a_sheet_that_is_empty_or_broken_is_refused_by_name(change: dict[str, str], tmp_path: Path) -> None:
    path = _sheet_xml(write_xlsx(tmp_path / "a.xlsx", [["1"]]), change)
    with pytest.raises(DeliveryError, match=r"(ไม่มีข้อมูล|เปิดเป็นตาราง Excel ไม่ได้|ไฟล์ใหญ่เกินกำหนด)(?s:.)*ที่: a\.xlsx"):
        open_spreadsheet(path, LIMITS)


def test_a_formatted_cell_far_below_holds_nothing(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["1"]])
    book = load_workbook(path)
    book.worksheets[0]["XFD1048576"].number_format = "0.00"
    book.save(path)
    assert open_spreadsheet(path, LIMITS).rows == [["1"]]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"])
@pytest.mark.parametrize("formulas", [False, True])
def test_an_old_excel_file_tells_its_errors_too(error: str, formulas: bool, tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [["รหัส", 1.0], [error, 2.5], [3.0, error]], formulas=formulas)
    sheet = open_spreadsheet(path, LIMITS)
    assert sheet.rows == [["รหัส", "1"], [error, "2.5"], ["3", error]]
    assert (sheet.encoding, sheet.sheet) == ("xls", "แผ่น1")
    assert list(sheet.error_cells()) == [ErrorCell(2, "A", error), ErrorCell(3, "B", error)]


def test_an_excel_file_is_known_by_what_it_holds_and_not_by_its_suffix(tmp_path: Path) -> None:
    new = write_xlsx(tmp_path / "a.xlsx", [["1"]]).rename(tmp_path / "a.xls")
    old = write_xls(tmp_path / "b.xls", [[1.0]]).rename(tmp_path / "b.csv")
    assert open_spreadsheet(new, LIMITS).rows == open_spreadsheet(old, LIMITS).rows == [["1"]]


def test_an_old_excel_file_cut_or_changed_anywhere_is_read_or_refused(tmp_path: Path) -> None:
    whole = write_xls(tmp_path / "a.xls", [["#N/A", 1.0]] * 20).read_bytes()
    for offset in range(8, len(whole), 41):
        for content in (whole[:offset], whole[:offset] + b"\xff\xff\xff\xff" + whole[offset + 4 :]):
            path = _file(tmp_path, content, "cut.xls")
            with contextlib.suppress(DeliveryError):
                open_spreadsheet(path, LIMITS)


@pytest.mark.parametrize(
    ("member", "content"),
    [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("xl/workbook.bin", "x")],
)
def test_tables_of_other_programs_are_told_from_damaged_files(member: str, content: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr(member, content)
    with pytest.raises(DeliveryError, match=r"\.ods\)(?s:.)*บันทึกเป็น \.xlsx"):
        open_spreadsheet(tmp_path / "a.ods", LIMITS)
