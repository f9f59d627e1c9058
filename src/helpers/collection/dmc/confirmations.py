"""The optional confirmation file: which school confirmed its data, and when. An office keeps or exports it."""

from __future__ import annotations

import re
from datetime import datetime

from helpers.collection.file_names import named_round
from helpers.collection.spreadsheets import Spreadsheet
from helpers.collection.systems import Recognition
from helpers.errors import DeliveryError, raise_together
from helpers.identifiers import is_smis
from helpers.periods import from_buddhist

REPORT = "confirmations"
TITLE = "การยืนยันข้อมูลรายโรงเรียน"
HEADER = ["รหัสโรงเรียน", "วันเวลาที่ยืนยัน"]
_LONGEST_FOUND = 60
_MOMENT = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(25[0-9]{2})(?: ([0-9]{1,2}):([0-9]{2}))?")


def recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    """Tell whether a file is a confirmation file. Raises DeliveryError for unreadable cells and for another area's."""
    if not sheet.rows or sheet.rows[0][:2] != HEADER:
        return None
    moments = read_confirmations(sheet)
    if moments and not any(smis.startswith(area_code) for smis in moments):
        remedy = "ตรวจไฟล์ที่เลือก หรือแก้ area_code ใน params/office.yml"
        raise DeliveryError(f"ไม่มีโรงเรียนของเขต {area_code}", where=sheet.name, remedy=remedy)
    return Recognition(REPORT, named_round(sheet.name), len(moments))


def read_confirmations(sheet: Spreadsheet) -> dict[str, tuple[datetime, int]]:
    """When each school confirmed, the last time it did, and in which row; a date without a time is the end of that day.

    A school with an empty cell has not confirmed and is left out. Raises DeliveryError that lists every row that is
    none of a school, or whose moment cannot be read: trailing words, a row cut off or shifted.
    """
    moments: dict[str, tuple[datetime, int]] = {}
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
            moments[smis] = max((moment, number), moments.get(smis, (moment, number)))
    raise_together(problems)
    return moments


def _unreadable(sheet: Spreadsheet, number: int, row: list[str]) -> DeliveryError:
    said = " | ".join(cell for cell in row if cell)[:_LONGEST_FOUND]
    remedy = "แถวของโรงเรียนเขียนรหัส 8 หลัก และวันเวลาแบบ 10/06/2568 15:30 ในคอลัมน์ของตน แถวอื่นเช่นยอดรวมหรือลายเซ็นให้ลบออก"
    return DeliveryError(f"แถวนี้อ่านไม่ได้: {said}", where=f"{sheet.name} แถว {number}", remedy=remedy)


def _moment(text: str) -> datetime | None:
    parts = _MOMENT.fullmatch(text)
    if not parts:
        return None
    try:
        day = from_buddhist(int(parts[3]), int(parts[2]), int(parts[1]))
        return datetime(day.year, day.month, day.day, int(parts[4] or 23), int(parts[5] or 59))
    except ValueError:
        return None
