"""Reading the DMC pupil list: 36 columns, one row a pupil, for one school or the whole area.

What identifies a person (names, numbers, addresses, parents) is dropped here, before anything is stored; of a learner's
number only its kind, whether its check digit holds, and a keyed digest are kept.

One heading occurs twice: the third column is the learner's citizen number or G code although it has the label of the
sixth, which is the number that the school itself gives. Columns are therefore known by position, and labels only
confirm them. Source: docs/deliveries.md.
"""

import re
from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import pandas as pd

from helpers.errors import DeliveryError
from helpers.foreign.cells import ARABIC_DIGITS, headings, is_no_label, parse_moment
from helpers.foreign.spreadsheets import HEADER_WITHIN, Spreadsheet
from helpers.identifiers import (
    LearnerNumber,
    citizen_number_holds,
    is_smis,
    keyed_digest,
    learner_number_kind,
    name_digest,
)
from helpers.periods import BUDDHIST_ERA_OFFSET
from helpers.systems.dmc.labels import respelled
from helpers.systems.dmc.layouts import LEVEL_OF_GRADE
from helpers.systems.system import Recognition
from helpers.tables.file_names import named_round, refuse_other_areas
from helpers.tables.register import Delivery
from helpers.tables.schemas import NOT_STATED


class PupilColumn(NamedTuple):
    """One column: its name in the code and its heading in the download."""

    name: str
    header: str


PUPIL_COLUMNS = (
    PupilColumn("smis", "รหัสโรงเรียน"),
    PupilColumn("school_name", "ชื่อโรงเรียน"),
    PupilColumn("learner_number", "เลขประจำตัวนักเรียน"),
    PupilColumn("grade", "ชั้น"),
    PupilColumn("room", "ห้อง"),
    PupilColumn("student_number", "เลขประจำตัวนักเรียน"),
    PupilColumn("sex", "เพศ"),
    PupilColumn("title", "คำนำหน้าชื่อ"),
    PupilColumn("first_name", "ชื่อ"),
    PupilColumn("last_name", "นามสกุล"),
    PupilColumn("birth_date", "วันเกิด"),
    PupilColumn("age", "อายุ(ปี)"),
    PupilColumn("weight_kg", "น้ำหนัก"),
    PupilColumn("height_cm", "ส่วนสูง"),
    PupilColumn("blood_group", "กลุ่มเลือด"),
    PupilColumn("religion", "ศาสนา"),
    PupilColumn("ethnicity", "เชื้อชาติ"),
    PupilColumn("nationality", "สัญชาติ"),
    PupilColumn("house_no", "บ้านเลขที่"),
    PupilColumn("moo", "หมู่"),
    PupilColumn("street", "ถนน/ซอย"),
    PupilColumn("subdistrict", "ตำบล"),
    PupilColumn("district", "อำเภอ"),
    PupilColumn("province", "จังหวัด"),
    PupilColumn("guardian_first_name", "ชื่อผู้ปกครอง"),
    PupilColumn("guardian_last_name", "นามสกุลผู้ปกครอง"),
    PupilColumn("guardian_occupation", "อาชีพของผู้ปกครอง"),
    PupilColumn("guardian_relation", "ความเกี่ยวข้องของผู้ปกครองกับนักเรียน"),
    PupilColumn("father_first_name", "ชื่อบิดา"),
    PupilColumn("father_last_name", "นามสกุลบิดา"),
    PupilColumn("father_occupation", "อาชีพของบิดา"),
    PupilColumn("mother_first_name", "ชื่อมารดา"),
    PupilColumn("mother_last_name", "นามสกุลมารดา"),
    PupilColumn("mother_occupation", "อาชีพของมารดา"),
    PupilColumn("disadvantage", "ความด้อยโอกาส"),
    PupilColumn("pending_discharge", "ยังไม่สามารถจำหน่ายได้ (3.1.8)"),
)
BANNER = "วันและเวลาที่สร้างรายงาน"
"""The start of the first cell of the first row; the date and time of the download follow it."""
HEADER_ROW = 2
"""Row of the labels, counted from 1 as a spreadsheet shows it."""
ABSENT = "-"
"""The download's cell for a missing value."""


REPORT = "pupil_list"
TITLE = "บัญชีรายชื่อนักเรียนรายบุคคล"
_HEADERS = [column.header for column in PUPIL_COLUMNS]
_INDEX = {column.name: index for index, column in enumerate(PUPIL_COLUMNS)}
_GRADE_SPELLINGS = re.compile(r"(?:อบ\.|อนุบาล|อ\.)\s*([123])")
_BIRTH_DATE = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/(?P<year>[0-9]{4})")
_DATE_CELL = re.compile(r"[0-9]{4}-")
_FIRST_BUDDHIST_YEAR = 2400
_KEPT = ("smis", "school_name", "sex", "title", "pending_discharge")
LABELLED = {"religion": "ศาสนา", "nationality": "สัญชาติ", "disadvantage": "ความด้อยโอกาส"}
"""The columns of category labels, each with its heading."""
_LEARNER_NUMBER = re.compile(r"G?[0-9]{12,13}")
_SHORTEST_NUMBER = 12
HIDDEN = "(ปกปิดเลขประจำตัว)"
"""Replaces the content of a cell that holds a learner's number where none belongs."""


def recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    """What the file is if it is a pupil list, else None. Raises DeliveryError for other columns and for another
    area."""
    header = _header_row(sheet)
    if header is None:
        return None
    _refuse_other_columns(sheet, header)
    rows = _pupil_rows(sheet, header)
    if not rows:
        raise DeliveryError("มีแต่หัวตาราง ไม่มีนักเรียน", where=sheet.name, remedy="ดาวน์โหลดบัญชีรายชื่อใหม่")
    sheet.refuse_merged(header + 1)
    _refuse_moved_cells(sheet, rows)
    refuse_other_areas([(number, row[0]) for number, row in rows], area_code, sheet.name)
    return Recognition(REPORT, named_round(sheet.name), len(rows), Counter(row[0] for _, row in rows))


def _header_row(sheet: Spreadsheet) -> int | None:
    labels = set(_HEADERS)
    for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        if len(labels & set(headings(row, _HEADERS))) > len(labels) // 2:
            return index
    return None


def _refuse_other_columns(sheet: Spreadsheet, header: int) -> None:
    labels = headings(sheet.rows[header], _HEADERS)
    while labels and not labels[-1]:
        labels.pop()
    if labels == _HEADERS:
        return
    missing = sorted(set(_HEADERS) - set(labels))
    extra = sorted(set(labels) - set(_HEADERS))
    problem = "คอลัมน์สลับที่" if not missing and not extra and len(labels) == len(_HEADERS) else "คอลัมน์ไม่ครบหรือเกิน"
    listed = "; ".join(
        [f"ขาด {', '.join(missing[:5])}"] * bool(missing)
        + [f"เกิน {', '.join(extra[:5])}"] * bool(extra)
        + [f"มี {len(labels)} คอลัมน์ ต้องมี {len(_HEADERS)}"] * (len(labels) != len(_HEADERS))
    )
    where = f"{sheet.name} แผ่นงาน {sheet.sheet} แถว {header + 1}"
    raise DeliveryError(f"{problem} {listed}".strip(), where=where, remedy="ดาวน์โหลดใหม่โดยไม่แทรก ลบ หรือย้ายคอลัมน์")


def _pupil_rows(sheet: Spreadsheet, header: int) -> list[tuple[int, list[str]]]:
    """The rows below the header that hold anything, each with its number in the file."""
    return [(number, row) for number, row in enumerate(sheet.rows, 1) if number > header + 1 and any(row)]


def _refuse_moved_cells(sheet: Spreadsheet, rows: list[tuple[int, list[str]]]) -> None:
    """Refuse a file in which cells of a row moved: names and numbers would be in columns that are kept."""
    width = len(_HEADERS)
    moved = [number for number, row in rows if len(row) < width or any(row[width:]) or not is_smis(row[0])]
    if moved:
        listed = ", ".join(map(str, moved[:5])) + (" …" if len(moved) > 5 else "")
        problem = f"มีแถวที่ช่องขาด เกิน หรือเลื่อน หรือไม่ได้ขึ้นต้นด้วยรหัสโรงเรียน 8 หลัก: แถว {listed}"
        raise DeliveryError(problem, where=sheet.name, remedy="ดาวน์โหลดใหม่โดยไม่แทรกหรือลบช่องหรือแถวสรุป")


def read_pupils(sheet: Spreadsheet, delivery: Delivery, key: bytes, as_of: date, oldest: int) -> pd.DataFrame:
    """One row a pupil in the columns of `schemas.PUPILS`, plus `school_name` and `file` for the checks. A birth date
    that makes a pupil older than `oldest` years counts as missing."""
    numbered = _pupil_rows(sheet, _header_row(sheet) or 0)
    columns: dict[str, object] = {name: [_word(row[_INDEX[name]]) for _, row in numbered] for name in _KEPT}
    columns |= {name: [_label(row[_INDEX[name]]) for _, row in numbered] for name in LABELLED}
    births = [_birth(row[_INDEX["birth_date"]], as_of, oldest) for _, row in numbered]
    columns |= {
        "name_digest": [name_digest(_full_name(row), key) for _, row in numbered],
        **_numbers([row[_INDEX["learner_number"]] for _, row in numbered], key),
        "grade": [_grade(_unnumbered(row[_INDEX["grade"]])) for _, row in numbered],
        "room": [_room(_word(row[_INDEX["room"]])) for _, row in numbered],
        "birth_date": [born for born, _ in births],
        "birth_problem": [problem for _, problem in births],
        "age": pd.array([_full_years(born, as_of) for born, _ in births], dtype="Int64"),
        **_measured("weight_kg", numbered),
        **_measured("height_cm", numbered),
        "file": delivery.name,
        "delivery": delivery.id,
        "sheet": sheet.sheet,
        "row": [number for number, _ in numbered],
    }
    return pd.DataFrame(columns)


def _numbers(numbers: list[str], key: bytes) -> dict[str, object]:
    """The columns that are kept of learners' numbers: keyed digest, kind, whether the check digit holds."""
    kinds = [learner_number_kind(number) for number in numbers]
    known = (LearnerNumber.CITIZEN, LearnerNumber.G_CODE)
    return {
        "person": [
            keyed_digest(number, key) if kind in known else None for number, kind in zip(numbers, kinds, strict=True)
        ],
        "number_kind": [str(kind) for kind in kinds],
        "check_digit_holds": [
            kind is not LearnerNumber.CITIZEN or citizen_number_holds(number)
            for number, kind in zip(numbers, kinds, strict=True)
        ],
    }


def student_numbers(sheet: Spreadsheet, rows: Collection[int]) -> dict[int, str]:
    """The school's own number of the pupil in each of these rows of the file; a row without one is left out."""
    header = _header_row(sheet)
    listed = _pupil_rows(sheet, header) if header is not None else []
    numbers = {number: _word(row[_INDEX["student_number"]]) for number, row in listed if number in rows}
    return {number: text for number, text in numbers.items() if text not in ("", ABSENT)}


def _unnumbered(text: str) -> str:
    """The cell in the right spelling; `HIDDEN` where it holds a learner's number, which must not be kept."""
    return respelled(text) if len(text) < _SHORTEST_NUMBER or not _LEARNER_NUMBER.search(text) else HIDDEN


def _word(text: str) -> str:
    """The cell's text; empty where it is no label."""
    return "" if is_no_label(text) else _unnumbered(text)


def _label(text: str) -> str:
    """The cell's label; `NOT_STATED` for an empty cell, an error of Excel or a truth value, which are not the same as
    `ABSENT`: the system writes that where a pupil has none."""
    return _unnumbered(text) if text and not is_no_label(text) else NOT_STATED


def _room(text: str) -> str:
    """A room as its number: `01` and `๑` are room 1; the empty string for none, which `0` is too."""
    plain = "" if text == ABSENT else text.translate(ARABIC_DIGITS)
    return str(int(plain) or "") if plain.isascii() and plain.isdecimal() else plain


def _full_name(row: list[str]) -> str:
    return f"{row[_INDEX['first_name']]} {row[_INDEX['last_name']]}"


def _grade(text: str) -> str:
    spelled = _GRADE_SPELLINGS.fullmatch(text)
    grade = f"อ.{spelled[1]}" if spelled else text.replace(" ", "")
    return grade if grade in LEVEL_OF_GRADE else text


def _birth(text: str, as_of: date, oldest: int) -> tuple[date | None, str]:
    """The birth date, and what is wrong with it: empty, `era` (ค.ศ. or after the day of the data), `century` (nobody
    that old is a pupil) or `impossible`.

    A typed date is in พ.ศ.; that of a date cell of Excel has no era, and comes in ISO form.
    """
    typed = _BIRTH_DATE.fullmatch(text)
    if typed and not _FIRST_BUDDHIST_YEAR <= int(typed["year"]) <= as_of.year + BUDDHIST_ERA_OFFSET:
        return None, "era"
    moment = parse_moment(text) if typed or _DATE_CELL.match(text) else None
    if moment is None:
        return None, "impossible"
    born = moment[0]
    if born > as_of:
        return None, "era"
    return (born, "") if (_full_years(born, as_of) or 0) <= oldest else (None, "century")


def _full_years(born: date | None, as_of: date) -> int | None:
    if born is None:
        return None
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def _measured(name: str, numbered: list[tuple[int, list[str]]]) -> dict[str, pd.Series]:
    """A measure as numbers (NaN for none), and whether the cell holds something that is no number."""
    texts = pd.Series([row[_INDEX[name]] for _, row in numbered], dtype="str")
    numbers = pd.to_numeric(texts, errors="coerce").astype("float64")
    return {name: numbers, f"{name}_unreadable": numbers.isna() & ~texts.isin(("", ABSENT))}
