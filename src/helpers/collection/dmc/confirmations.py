"""The optional confirmation file: which school confirmed its data, and when. An office keeps or exports it."""

from __future__ import annotations

import re
from datetime import datetime

from helpers.collection.file_names import named_round
from helpers.collection.school_codes import refuse_other_areas
from helpers.collection.spreadsheets import Spreadsheet
from helpers.collection.systems import Recognition
from helpers.errors import DeliveryError, raise_together
from helpers.identifiers import SMIS
from helpers.periods import from_buddhist

REPORT = "confirmations"
TITLE = "การยืนยันข้อมูลรายโรงเรียน"
HEADER = ["รหัสโรงเรียน", "วันเวลาที่ยืนยัน"]
_MOMENT = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(25[0-9]{2})(?: ([0-9]{1,2}):([0-9]{2}))?")


def recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    """Tell whether a file is a confirmation file. Raises DeliveryError for unreadable cells and for another area's."""
    if not sheet.rows or sheet.rows[0][:2] != HEADER:
        return None
    moments = read_confirmations(sheet)
    refuse_other_areas([(row, smis) for smis, (_, row) in moments.items()], area_code, sheet.name)
    return Recognition(REPORT, named_round(sheet.name), len(moments), holds=len(moments))


def read_confirmations(sheet: Spreadsheet) -> dict[str, tuple[datetime, int]]:
    """When each school confirmed, the last time it did, and in which row; a date without a time is the end of that day.

    A school with an empty cell has not confirmed and is left out. Raises DeliveryError that lists all unreadable cells.
    """
    moments: dict[str, tuple[datetime, int]] = {}
    problems = []
    for number, row in enumerate(sheet.rows[1:], 2):
        smis, text = (*row, "", "")[:2]
        if not smis or not text:
            continue
        moment = _moment(text)
        if moment is None or not SMIS.fullmatch(smis):
            where = f"{sheet.name} แถว {number}"
            problem = f"รหัสโรงเรียน “{smis}” หรือวันเวลา “{text}” อ่านไม่ได้"
            problems.append(DeliveryError(problem, where=where, remedy="เขียนรหัส 8 หลัก และวันเวลาแบบ 10/06/2568 15:30"))
        else:
            moments[smis] = max((moment, number), moments.get(smis, (moment, number)))
    raise_together(problems)
    return moments


def _moment(text: str) -> datetime | None:
    parts = _MOMENT.fullmatch(text)
    if not parts:
        return None
    try:
        day = from_buddhist(int(parts[3]), int(parts[2]), int(parts[1]))
        return datetime(day.year, day.month, day.day, int(parts[4] or 23), int(parts[5] or 59))
    except ValueError:
        return None
