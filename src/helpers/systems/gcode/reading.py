"""Reading the two registers of G-Code, of learners and of users, into frames of one row a person.

No official layout is known, so the columns are this project's (docs/deliveries.md). Names and numbers become keyed
digests here, and two dates become a number of days waited.
"""

import re
from collections.abc import Collection
from datetime import date, timedelta

import pandas as pd

from helpers.foreign.cells import is_empty, is_error, is_no_label, parse_moment
from helpers.foreign.spreadsheets import Spreadsheet
from helpers.identifiers import LearnerNumber, citizen_number_holds, keyed_digest, learner_number_kind, name_digest
from helpers.params.checks import Checks, DaysWaiting
from helpers.systems.dmc.labels import IRREGULAR, NATIONALITY, OUT_OF_AGE, respelled
from helpers.systems.dmc.layouts import SEXES
from helpers.systems.gcode import schemas
from helpers.systems.listings import ORIGIN, Listing, ListingColumn
from helpers.tables.schemas import NOT_STATED

NATIONALITIES = tuple(label for label in NATIONALITY if label not in (IRREGULAR, OUT_OF_AGE))
"""The nationalities that a learner may have: the labels of DMC's report, with which the registers are compared."""
LEARNERS = Listing(
    "learner_list",
    "ทะเบียนผู้เรียน G-Code",
    (
        ListingColumn("code", ("รหัส G",), required=True),
        ListingColumn("citizen_number", ("เลขประจำตัวประชาชน",), required=True),
        ListingColumn("student_number", ("เลขประจำตัวนักเรียน",)),
        ListingColumn("first_name", ("ชื่อ",), required=True),
        ListingColumn("last_name", ("นามสกุล",), required=True),
        ListingColumn("sex", ("เพศ",), required=True),
        ListingColumn("nationality", ("สัญชาติ",), required=True),
        ListingColumn("recorded", ("วันที่บันทึก",), required=True),
        ListingColumn("certified", ("วันที่รับรอง",), required=True),
    ),
    of_persons=True,
)
USERS = Listing(
    "user_list",
    "ทะเบียนผู้ใช้ G-Code",
    (
        ListingColumn("first_name", ("ชื่อ",), required=True),
        ListingColumn("last_name", ("นามสกุล",), required=True),
        ListingColumn("registered", ("วันที่ลงทะเบียน",), required=True),
        ListingColumn("approved", ("วันที่อนุมัติ",), required=True),
    ),
    of_persons=True,
)
LISTINGS = (LEARNERS, USERS)


def student_numbers(sheet: Spreadsheet, rows: Collection[int]) -> dict[int, str]:
    """The school's own number of the learner in each of these rows; empty for the register of users."""
    register = LEARNERS.read(sheet)
    if register is None or "student_number" not in register.column_index:
        return {}
    index = register.column_index["student_number"]
    return {
        number: row[index]
        for number, row in register.rows
        if number in rows and not is_empty(row[index]) and not is_error(row[index])
    }


_DIGIT = re.compile(r"[0-9]")
_DAYS_OF_YEAR = 365
_SEX_OF_WORD = {"ชาย": "ช", "หญิง": "ญ"}


def learner_frame(rows: pd.DataFrame, key: bytes, as_of: date, checks: Checks) -> pd.DataFrame:
    """One row a learner, in the columns of `schemas.LEARNERS`, with `file` and the columns that only the checks use."""
    rows = _decided(rows, "certified")
    codes = [str(code) for code in rows["code"]]
    citizens = [str(number) for number in rows["citizen_number"]]
    kinds = [_code_kind(code) for code in codes]
    hold = [citizen_number_holds(number) for number in citizens]
    frame = rows[ORIGIN].assign(
        number_kind=[str(kind) for kind in kinds],
        person=_digests(
            [code if kind is LearnerNumber.G_CODE else "" for code, kind in zip(codes, kinds, strict=True)], key
        ),
        citizen=_digests([number if holds else "" for number, holds in zip(citizens, hold, strict=True)], key),
        has_citizen_number=hold,
        number_wrong=[not is_empty(number) and not holds for number, holds in zip(citizens, hold, strict=True)],
        name_digest=_name_digests(rows, key),
        sex=[_sex(str(text)) for text in rows["sex"]],
        nationality=[_nationality(str(text)) for text in rows["nationality"]],
    )
    learners = _waiting(frame, rows, ("recorded", "certified"), as_of, checks)
    issued = learners["person"].notna() & (learners["status"] == schemas.DONE)
    return learners.assign(codes=(issued & ~learners["person"].where(issued).duplicated()).astype("int64"))


def user_frame(rows: pd.DataFrame, key: bytes, as_of: date, checks: Checks) -> pd.DataFrame:
    """One row a user, in the columns of `schemas.USERS`, with `file` and the columns that only the checks use."""
    rows = _decided(rows, "approved")
    frame = rows[ORIGIN].assign(name_digest=_name_digests(rows, key))
    return _waiting(frame, rows, ("registered", "approved"), as_of, checks)


def _decided(rows: pd.DataFrame, end: str) -> pd.DataFrame:
    """The rows without an error of Excel in the column of the end: where it has one nobody can tell whether the person
    still waits. The error is a finding of the file."""
    return rows[~rows[end].map(is_error)].reset_index(drop=True)


def _code_kind(code: str) -> LearnerNumber:
    kind = learner_number_kind(code)
    return LearnerNumber.MALFORMED if kind is LearnerNumber.CITIZEN else kind


def _digests(numbers: list[str], key: bytes) -> pd.Series:
    """A keyed digest for each number; None for the empty string."""
    return pd.Series([keyed_digest(number, key) if number else None for number in numbers], dtype=object)


def _name_digests(rows: pd.DataFrame, key: bytes) -> list[str]:
    """Digests of full names."""
    names = zip(rows["first_name"], rows["last_name"], strict=True)
    return [name_digest(f"{first} {last}", key) for first, last in names]


def _sex(text: str) -> str:
    sex = _SEX_OF_WORD.get(text, text)
    return sex if sex in SEXES else NOT_STATED


def _nationality(text: str) -> str:
    """The cell as DMC spells it, unless it holds no label or digits: a number that slipped in must not be kept."""
    return NOT_STATED if is_empty(text) or is_no_label(text) or _DIGIT.search(text) else respelled(text)


def _waiting(
    frame: pd.DataFrame, rows: pd.DataFrame, columns: tuple[str, str], as_of: date, checks: Checks
) -> pd.DataFrame:
    """The frame with both dates, the status, and how many days the request waited until the day of the data: 0 for one
    made after it, NA where the date is unknown or the request is done."""
    first = as_of - timedelta(days=checks.plausible.oldest * _DAYS_OF_YEAR)
    begins, ends = ([_date(str(text), first) for text in rows[column]] for column in columns)
    done = [not is_empty(str(text)) for text in rows[columns[1]]]
    days = [
        None if over or begun is None else max(0, (as_of - begun).days)
        for begun, over in zip(begins, done, strict=True)
    ]
    return frame.assign(
        **{columns[0]: pd.Series(begins, dtype=object), columns[1]: pd.Series(ends, dtype=object)},
        begin_wrong=[begun is None for begun in begins],
        end_wrong=[over and ended is None for over, ended in zip(done, ends, strict=True)],
        too_late=[begun is not None and begun > as_of for begun in begins],
        out_of_order=[bool(a and b and b < a) for a, b in zip(begins, ends, strict=True)],
        status=[schemas.DONE if over else schemas.PENDING for over in done],
        days_waiting=pd.array(days, dtype="Int64"),
        waiting=[_band(over, count, checks.gcode_waiting) for over, count in zip(done, days, strict=True)],
    )


def _band(done: bool, days: int | None, usual: DaysWaiting) -> str:
    if done:
        return schemas.NOT_WAITING
    if days is None:
        return schemas.UNDATED
    if days > usual.long:
        return schemas.LONG
    return schemas.OVER if days > usual.usual else schemas.USUAL


def _date(text: str, first: date) -> date | None:
    """`01/06/2568 09:30` as a day; None for anything else, and for one of another century: before `first`."""
    moment = parse_moment(text)
    return moment[0] if moment is not None and moment[0] >= first else None
