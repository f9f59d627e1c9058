"""The two registers of G-Code as files: in columns of our own, as no official layout is known
(docs/deliveries.md)."""

from __future__ import annotations

from collections.abc import Collection

from helpers.collection.cells import is_empty, is_error
from helpers.collection.dmc.labels import IRREGULAR, NATIONALITY, OUT_OF_AGE
from helpers.collection.listings.listing import Column, Listing
from helpers.collection.spreadsheets import Spreadsheet

NATIONALITIES = tuple(label for label in NATIONALITY if label not in (IRREGULAR, OUT_OF_AGE))
"""What a learner's nationality may be: the words of DMC's report, with which the registers are compared."""
LEARNERS = Listing(
    "learner_list",
    "ทะเบียนผู้เรียน G-Code",
    (
        Column("code", ("รหัส G",), needed=True),
        Column("citizen_number", ("เลขประจำตัวประชาชน",), needed=True),
        Column("student_number", ("เลขประจำตัวนักเรียน",)),
        Column("first_name", ("ชื่อ",), needed=True),
        Column("last_name", ("นามสกุล",), needed=True),
        Column("sex", ("เพศ",), needed=True),
        Column("nationality", ("สัญชาติ",), needed=True),
        Column("recorded", ("วันที่บันทึก",), needed=True),
        Column("certified", ("วันที่รับรอง",), needed=True),
    ),
    of_persons=True,
)
USERS = Listing(
    "user_list",
    "ทะเบียนผู้ใช้ G-Code",
    (
        Column("first_name", ("ชื่อ",), needed=True),
        Column("last_name", ("นามสกุล",), needed=True),
        Column("registered", ("วันที่ลงทะเบียน",), needed=True),
        Column("approved", ("วันที่อนุมัติ",), needed=True),
    ),
    of_persons=True,
)
LISTINGS = (LEARNERS, USERS)


def student_numbers(sheet: Spreadsheet, rows: Collection[int]) -> dict[int, str]:
    """The school's own number of the learner in each of these rows; empty for the register of users."""
    filled = LEARNERS.filled(sheet)
    if filled is None or "student_number" not in filled.places:
        return {}
    place = filled.places["student_number"]
    return {
        number: row[place]
        for number, row in filled.rows
        if number in rows and not is_empty(row[place]) and not is_error(row[place])
    }
