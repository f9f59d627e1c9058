"""The optional confirmation file: which school confirmed its data, and when. An office keeps or exports it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from helpers.collection.cells import headings, parse_moment
from helpers.collection.file_names import named_round
from helpers.collection.school_codes import refuse_other_areas
from helpers.collection.spreadsheets import Spreadsheet
from helpers.collection.systems import Recognition
from helpers.errors import DeliveryError, raise_together
from helpers.identifiers import is_smis

REPORT = "confirmations"
TITLE = "การยืนยันข้อมูลรายโรงเรียน"
HEADER = ["รหัสโรงเรียน", "วันเวลาที่ยืนยัน"]
_END_OF_DAY = time(23, 59)
_LONGEST_FOUND = 60
_TYPED_IN_CE = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[12][0-4].*")
"""Day first, or month first as in America: nobody can tell."""


class Confirmation(NamedTuple):
    """One row: the school, when it confirmed (a date without a time is the end of that day), and the row's number."""

    smis: str
    moment: datetime
    row: int


def recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    """Tell whether a file is a confirmation file. Raises DeliveryError for unreadable cells and for another area's."""
    if not sheet.rows or headings(sheet.rows[0][:2], HEADER) != HEADER:
        return None
    sheet.refuse_merged(sheet.first_row)
    confirmed = read_confirmations(sheet)
    refuse_other_areas([(each.row, each.smis) for each in confirmed], area_code, sheet.name)
    schools = len({each.smis for each in confirmed})
    return Recognition(REPORT, named_round(sheet.name), schools, holds=schools)


def read_confirmations(sheet: Spreadsheet) -> Sequence[Confirmation]:
    """Every confirmation in the file's order; a school may have several.

    A school with an empty cell has not confirmed and is left out. Raises DeliveryError that lists every row that is
    none of a school, or whose moment cannot be read: trailing words, a row cut off or shifted.
    """
    confirmed: list[Confirmation] = []
    problems = []
    width = max(place for place, label in enumerate(sheet.rows[0], 1) if label)
    for number, row in enumerate(sheet.rows[1:], 2):
        smis, text = (*row, "", "")[:2]
        if not any(row):
            continue
        moment = _moment(text)
        if not is_smis(smis) or any(row[width:]) or (moment is None and text):
            problems.append(_unreadable(sheet, number, row))
        elif moment is not None:
            confirmed.append(Confirmation(smis, moment, number))
    raise_together(problems)
    return confirmed


def _unreadable(sheet: Spreadsheet, number: int, row: list[str]) -> DeliveryError:
    said = " | ".join(cell for cell in row if cell)[:_LONGEST_FOUND]
    remedy = "แถวของโรงเรียนเขียนรหัส 8 หลัก และวันเวลาแบบ 10/06/2568 15:30 ในคอลัมน์ของตน แถวอื่นเช่นยอดรวมหรือลายเซ็นให้ลบออก"
    return DeliveryError(f"แถวนี้อ่านไม่ได้: {said}", where=f"{sheet.name} แถว {number}", remedy=remedy)


def _moment(text: str) -> datetime | None:
    found = None if _TYPED_IN_CE.fullmatch(text) else parse_moment(text)
    return datetime.combine(found[0], found[1] or _END_OF_DAY) if found else None
