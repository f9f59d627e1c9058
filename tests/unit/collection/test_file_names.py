"""What file names say: the round, and which copy of a download they are; and which of them can be kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from helpers.collection.file_names import copy_number, named_round, printable, safe_name


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
    ("name", "kept"),
    [
        ("2568-1 ก,ข.csv", "2568-1 ก,ข.csv"),
        ("a\r\n\tb.csv", "a___b.csv"),
        ("a\u200bb\u202ec.csv", "a_b_c.csv"),
        ("ก" * 250 + ".csv", "ก" * 65 + ".csv"),
    ],
)
def test_a_name_that_can_be_seen_is_kept(name: str, kept: str) -> None:
    assert safe_name(Path("downloads") / name) == kept


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_bytes_that_old_zip_programs_leave_are_read() -> None:
    path = os.fsdecode(b"in/" + "จำนวน.csv".encode("cp874"))
    assert printable(path) == "in/จำนวน.csv"
    assert safe_name(Path(path)) == "จำนวน.csv"
    assert safe_name(Path(os.fsdecode(b"\xff\xfe.csv"))) == "__.csv"
