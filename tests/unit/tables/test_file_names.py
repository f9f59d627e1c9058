"""What file names say: the round, and which copy of a download they are; and which of them can be kept."""

import os

import pytest

from helpers.tables.file_names import copy_number, named_round, readable


@pytest.mark.parametrize(
    ("name", "round_"),
    [
        ("1034710032-2568-1-building.json", "2568-1"),
        ("2568-2.csv", "2568-2"),
        ("building.json", ""),
        ("2568-4.csv", ""),
    ],
)
def test_the_round_stands_in_the_name_or_nowhere(name: str, round_: str) -> None:
    assert str(named_round(name) or "") == round_


@pytest.mark.parametrize(
    ("name", "number"),
    [("ก.csv", 0), ("ก (1).csv", 1), ("ก(12).csv", 12), ("ก (1) แก้.csv", 0), ("ก (2568).csv", 0), ("ก (1)", 1)],
)
def test_a_browser_numbers_the_copies_of_a_name(name: str, number: int) -> None:
    assert copy_number(name) == number


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("2568-1-student.csv", "2568-1-student.csv"),
        ("แบบ กรอก (1).xlsx", "แบบ กรอก (1).xlsx"),
        ("a\rb\n.csv", "a b .csv"),
        ("\x1b[31mจํานวน\u202e.csv", "[31mจำนวน.csv"),
        (os.fsdecode("โรงเรียน.csv".encode("cp874")), "โรงเรียน.csv"),
        (os.fsdecode(b"\xff\xfe.csv"), "\ufffd\ufffd.csv"),
        ("\u200b", "ไม่มีชื่อ"),
        (f"{'ก' * 85}.csv", f"{'ก' * 65}.csv"),
        (".csv", ".csv"),
    ],
)
def test_a_name_can_be_read_printed_and_stored(name: str, shown: str) -> None:
    assert readable(name) == shown
    assert readable(shown) == shown
