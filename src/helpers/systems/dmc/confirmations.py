"""The optional confirmation file: which school confirmed its data of a round, and when. An office keeps or exports
it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

import pandas as pd

from helpers.errors import DeliveryError, raise_together
from helpers.foreign.cells import headings, parse_moment
from helpers.foreign.spreadsheets import Spreadsheet
from helpers.identifiers import is_smis
from helpers.periods import thai_date_short
from helpers.systems.system import Recognition
from helpers.tables.file_names import named_round, refuse_other_areas
from helpers.tables.findings import Finding

REPORT = "confirmations"
TITLE = "การยืนยันข้อมูลรายโรงเรียน"
HEADER = ["รหัสโรงเรียน", "วันเวลาที่ยืนยัน"]
_END_OF_DAY = time(23, 59)
_LONGEST_FOUND = 60
_TYPED_IN_CE = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[12][0-4].*")
"""A date with a two-digit or Christian year: nobody can tell whether the day or the month stands first."""


class Confirmation(NamedTuple):
    """One row: the school, when it confirmed (a date without a time is the end of that day), and the row's number."""

    smis: str
    moment: datetime
    row: int


@dataclass(frozen=True)
class ConfirmationFile:
    """A confirmation file: its rows, and the first and last day on which schools can have confirmed the round."""

    delivery: str
    file: str
    sheet: str
    rows: Sequence[Confirmation]
    first: date
    last: date

    @property
    def moments(self) -> Mapping[str, tuple[datetime, int]]:
        """By school, when it last confirmed on a possible day, and the row that states it."""
        possible = [row for row in self.rows if self._is_possible(row)]
        return {row.smis: (row.moment, row.row) for row in sorted(possible, key=lambda row: row[1:])}

    def findings(self, schools: pd.DataFrame) -> Iterator[Finding]:
        """A finding for each row that does not count: its school is not one of the round, or its day is impossible."""
        known = set(schools["smis"])
        unknown = {row.smis: row for row in self.rows if known and row.smis not in known}
        for smis, row in sorted(unknown.items()):
            yield self._finding("dmc.confirmation.school_unknown", "", row, found=smis)
        allowed = f"{thai_date_short(self.first)} ถึง {thai_date_short(self.last)}"
        for row in self.rows:
            if row.smis not in unknown and not self._is_possible(row):
                day = thai_date_short(row.moment.date())
                yield self._finding("dmc.confirmation.date_impossible", row.smis, row, found=day, allowed=allowed)

    def _is_possible(self, row: Confirmation) -> bool:
        return self.first <= row.moment.date() <= self.last

    def _finding(self, rule: str, smis: str, row: Confirmation, **details: str) -> Finding:
        return Finding(rule, smis, REPORT, self.delivery, self.file, self.sheet, row.row, **details)


def recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    """What the file is if it is a confirmation file, else None. Raises DeliveryError for rows that cannot be read and
    for schools of another area."""
    if not sheet.rows or headings(sheet.rows[0][:2], HEADER) != HEADER:
        return None
    sheet.refuse_merged(sheet.first_row)
    confirmed = read_confirmations(sheet)
    refuse_other_areas([(row.row, row.smis) for row in confirmed], area_code, sheet.name)
    schools = len({row.smis for row in confirmed})
    return Recognition(REPORT, named_round(sheet.name), schools, holds=schools)


def read_confirmations(sheet: Spreadsheet) -> Sequence[Confirmation]:
    """Every confirmation in the file's order; a school may have several, and one with an empty cell has none.

    Raises a DeliveryError that lists every row that is not a school's or whose moment cannot be read: trailing words,
    a row cut off or shifted.
    """
    confirmed: list[Confirmation] = []
    problems = []
    width = max(index for index, label in enumerate(sheet.rows[0], 1) if label)
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
    content = " | ".join(cell for cell in row if cell)[:_LONGEST_FOUND]
    remedy = "แถวของโรงเรียนเขียนรหัส 8 หลัก และวันเวลาแบบ 10/06/2568 15:30 ในคอลัมน์ของตน แถวอื่นเช่นยอดรวมหรือลายเซ็นให้ลบออก"
    return DeliveryError(f"แถวนี้อ่านไม่ได้: {content}", where=f"{sheet.name} แถว {number}", remedy=remedy)


def _moment(text: str) -> datetime | None:
    parsed = None if _TYPED_IN_CE.fullmatch(text) else parse_moment(text)
    return datetime.combine(parsed[0], parsed[1] or _END_OF_DAY) if parsed else None
