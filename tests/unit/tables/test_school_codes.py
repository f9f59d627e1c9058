"""Whose a file is where only its name or folder says it."""

from pathlib import Path

import pytest

from helpers.params.school_list import School
from helpers.tables.file_names import (
    delivery_name,
    is_school_code,
    named_school,
    of_area,
    same_school,
    smis_by_code,
    wrong_codes,
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("1034710032-student.csv", "1034710032"),
        ("34010001_computer.csv", "34010001"),
        ("2568-1-1034710032-internet.csv", "1034710032"),
        ("student.csv", ""),
        ("2567-3-age-34010000.csv", ""),
        ("123456789012345.csv", ""),
    ],
)
def test_a_name_tells_a_school_by_either_code_and_never_an_area(name: str, code: str) -> None:
    assert named_school(name) == code


def test_a_file_in_the_folder_of_a_school_is_called_with_its_code() -> None:
    assert delivery_name(Path("downloads/1034710032/student.csv")) == "1034710032-student.csv"
    assert delivery_name(Path("downloads/1034710032/34010001-student.csv")) == "34010001-student.csv"
    assert delivery_name(Path("downloads/2568-1/student.csv")) == "student.csv"


def test_two_names_are_of_one_school_unless_both_name_one_and_differ() -> None:
    assert same_school("34010001-a.csv", "b.csv")
    assert same_school("34010001-a.csv", "34010001-b.csv")
    assert not same_school("34010001-a.csv", "34010002-a.csv")


def test_a_ministry_code_tells_no_more_than_the_province() -> None:
    assert of_area("34010001", "3401")
    assert not of_area("34020001", "3401")
    assert of_area("1034710032", "3401")
    assert not of_area("1020080035", "3401")


def test_an_areas_own_code_is_no_schools() -> None:
    assert is_school_code("34010001")
    assert not is_school_code("34010000")


def test_schools_are_found_by_their_ministry_code() -> None:
    schools = {
        code: School(code, ministry, "", "", "", "", "")
        for code, ministry in (("34010001", "1034000001"), ("34010002", ""))
    }
    assert smis_by_code(schools) == {"1034000001": "34010001"}


def test_what_stands_where_a_code_belongs_is_told_unless_it_could_be_a_person() -> None:
    cells = [(2, ""), (3, "3401"), (4, "เด็กชายสมมติ"), (5, "1100000000000"), (6, "G683400000001"), (7, "x"), (8, "y")]
    assert wrong_codes(cells) == (
        "แถว 2 (ว่าง), แถว 3 “3401”, แถว 4 “เด็กชายสมมติ”, แถว 5 “1100000000000”, แถว 6 “G683400000001” และอีก 2 ค่า"
    )
    assert wrong_codes([(2, "3401"), (3, "3401"), (9, "x")]) == "แถว 2 “3401” (2 แถว), แถว 9 “x”"
    assert wrong_codes(cells[:5], hidden=True) == (
        "แถว 2 (ว่าง), แถว 3 “3401”, แถว 4 (ไม่แสดง), แถว 5 (ไม่แสดง), แถว 6 (ไม่แสดง)"
    )
