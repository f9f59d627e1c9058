"""How a list is known by its columns, and why one is refused."""

import pytest

from builders import Rows
from helpers.errors import DeliveryError
from helpers.foreign.spreadsheets import Spreadsheet
from helpers.periods import Round
from helpers.systems.listings import SCHOOL, Listing, ListingColumn

LISTING = Listing(
    "thing_list",
    "บัญชีสิ่งของ",
    (
        ListingColumn("thing", ("สิ่งของ", "name"), required=True),
        ListingColumn("count", ("จำนวน",), required=True),
        ListingColumn("place", ("ที่เก็บ",), required=True),
        ListingColumn("note", ("หมายเหตุ",)),
    ),
)
HEADER = [SCHOOL, "สิ่งของ", "จำนวน", "ที่เก็บ"]
ROW = ["34010001", "โต๊ะ", "2", "ห้อง ก"]


def sheet(rows: Rows, name: str = "2568-1-things.csv", first_row: int = 1) -> Spreadsheet:
    return Spreadsheet(name, "ab" * 32, "utf-8", "", rows, first_row=first_row)


def test_a_list_of_many_schools_is_known_and_tells_its_round_by_its_name() -> None:
    seen = LISTING.recognise(sheet([HEADER, ROW, [], ROW]), "3401")
    assert seen
    assert (seen.report, seen.round, seen.rows) == ("thing_list", Round(2568, 1), 2)


@pytest.mark.parametrize("name", ["34010001-2568-1.csv", "1034710032-things.csv"])
def test_a_list_of_one_school_is_known_by_the_code_in_its_name(name: str) -> None:
    file = LISTING.read(sheet([HEADER[1:], ROW[1:]], name))
    assert file
    assert {file.code(row) for _, row in file.rows} == {name.split("-")[0]}


def test_a_header_may_stand_lower_in_other_words_and_in_any_order() -> None:
    rows = [["รายงาน"], [], ["จำนวน :", "name", "ที่เก็บ", SCHOOL, "สี"], ["2", "โต๊ะ", "ห้อง ก", "34010001"]]
    file = LISTING.read(sheet(rows))
    assert file
    assert file.rows == ((4, ("2", "โต๊ะ", "ห้อง ก", "34010001", "")),)
    assert (file.column_index["thing"], file.unknown, "note" in file.column_index) == (1, ("สี",), False)


def test_a_filled_column_without_a_heading_is_told_and_one_that_holds_nothing_is_not() -> None:
    file = LISTING.read(sheet([[*HEADER, "", "", "สี"], [*ROW, "", "", ""], [*ROW, "", "ใหม่", ""]]))
    assert file
    assert file.unknown == ("สี", "คอลัมน์ F ไม่มีหัว")


def test_records_of_json_count_from_one() -> None:
    file = LISTING.read(sheet([HEADER, ROW], first_row=0))
    assert file
    assert [number for number, _ in file.rows] == [1]


@pytest.mark.parametrize("rows", [[], [["เรียน", "ท่าน"]], [["สิ่งของ", "ราคา"], ["โต๊ะ", "1"]], [[""] * 3]])
def test_another_systems_file_is_left_to_it(rows: Rows) -> None:
    assert LISTING.recognise(sheet(rows), "3401") is None


@pytest.mark.parametrize(
    ("rows", "name", "problem"),
    [
        ([HEADER[:3], ROW[:3]], "a.csv", "ไม่มีคอลัมน์ ที่เก็บ"),
        ([[*HEADER[:3], ""], ROW], "a.csv", "ไม่มีคอลัมน์ ที่เก็บ"),
        ([[*HEADER, "จำนวน"], [*ROW, "1"]], "a.csv", "คอลัมน์ซ้ำ จำนวน"),
        ([HEADER], "a.csv", "ไม่มีรายการ"),
        ([HEADER, [*ROW, "เกิน"]], "a.csv", "ช่องเกินหัวตารางที่แถว 2"),
        ([HEADER, ROW, ["รวม", "", "4", ""], ["3401", "", "4", ""]], "a.csv", "ที่แถว 3 “รวม”, แถว 4 “3401”"),
        ([HEADER, ["34010000", *ROW[1:]]], "a.csv", "ที่แถว 2"),
        ([HEADER[1:], ROW[1:]], "a.csv", "ไม่รู้ว่าเป็นข้อมูลของโรงเรียนใด"),
        ([HEADER, ["86010001", *ROW[1:]]], "a.csv", "ไม่มีโรงเรียนของเขต 3401 .พบ 86010001"),
        ([HEADER[1:], ROW[1:]], "1086710032-a.csv", "ไม่มีโรงเรียนของเขต 3401"),
        ([HEADER, ROW, ["86010001", *ROW[1:]]], "a.csv", "เขตอื่นปนกับเขต 3401: แถว 3 “86010001”"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_by_name(rows: Rows, name: str, problem: str) -> None:
    with pytest.raises(DeliveryError, match=rf"(?s){problem}.*ที่: {name}.*วิธีแก้"):
        LISTING.recognise(sheet(rows, name), "3401")
