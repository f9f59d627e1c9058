"""A school in several files of one receiving: which counts is said; a later correction is no overlap."""

from pathlib import Path

import pytest

from builders import SCHOOL_ROWS, Office, Rows, make_office, pupil_rows, roster, write_csv, write_xlsx
from helpers.deliveries.withdrawing import Overlap, overlaps
from unit.systems.emis.pages import HEADERS, many, student_rows

HEADER = ["รหัสโรงเรียน", "ประเภท", "ลำดับที่", "แบบ", "จำนวนห้องตามแปลน", "สร้าง", "สภาพปัจจุบัน"]
FIRST, SECOND, THIRD = (row[0] for row in SCHOOL_ROWS)


def buildings(rooms: int, *schools: str) -> Rows:
    return [HEADER, *([smis, "อาคารเรียน", "1", "017", f"{rooms} ห้อง", "พ.ศ. 2506", "ดี"] for smis in schools)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_a_school_in_two_files_of_one_receiving_is_told_with_the_file_that_counts(office: Office) -> None:
    write_csv(office.folder / "in" / "2568-1-a.csv", buildings(8, FIRST, THIRD))
    write_csv(office.folder / "in" / "2568-1-b.csv", buildings(9, FIRST, SECOND))
    receipts = office.receive(office.folder / "in")
    assert overlaps(receipts, office.data.in_force()) == [Overlap((FIRST,), "in/2568-1-b.csv", ("in/2568-1-a.csv",))]
    rooms = office.snapshot("2568-1", "bobec").read("buildings").set_index("smis")["rooms"].to_dict()
    assert rooms == {FIRST: 9, SECOND: 9, THIRD: 8}


def test_a_correction_that_comes_later_is_no_overlap(office: Office) -> None:
    for rooms in (8, 9):
        path = write_csv(office.folder / f"2568-1-{rooms}.csv", buildings(rooms, FIRST))
        assert overlaps(office.receive(path), office.data.in_force()) == []


def test_a_file_that_is_there_already_and_one_of_another_round_are_no_overlap(office: Office) -> None:
    one = write_csv(office.folder / "2568-1-a.csv", buildings(8, FIRST))
    other = write_csv(office.folder / "2568-2-a.csv", buildings(9, FIRST))
    assert overlaps(office.receive(one, other, one), office.data.in_force()) == []


def test_a_page_by_the_ministrys_code_and_one_by_the_smis_code_are_of_the_same_school(office: Office) -> None:
    ministry = SCHOOL_ROWS[0][1]
    everybody = write_csv(office.folder / "2568-1-all.csv", many("student_list", {FIRST: student_rows()}))
    page = write_csv(office.folder / f"2568-1-{ministry}.csv", [HEADERS["student_list"], *student_rows()])
    assert overlaps(office.receive(everybody, page), office.data.in_force()) == [
        Overlap((FIRST,), str(page), (str(everybody),))
    ]


def test_pupil_lists_overlap_too(office: Office) -> None:
    paths = [
        write_xlsx(office.folder / f"2568-3-{name}.xlsx", pupil_rows(roster()[at:])) for at, name in enumerate("ab")
    ]
    (overlap,) = overlaps(office.receive(*paths), office.data.in_force())
    assert (overlap.schools, overlap.counted) == ((FIRST, SECOND, THIRD), str(paths[1]))
