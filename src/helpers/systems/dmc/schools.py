"""The schools of a round: those on the list and those that delivered, with size and district; and who confirmed
when.

The optional confirmation file: which school confirmed its data, and when. An office keeps or exports it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

import pandas as pd

from helpers.errors import DeliveryError, raise_together
from helpers.foreign.cells import headings, parse_moment
from helpers.foreign.spreadsheets import Spreadsheet
from helpers.identifiers import is_smis
from helpers.params.folder import Params
from helpers.params.school_list import School
from helpers.periods import thai_date_short
from helpers.systems.dmc.schemas import LATE, NO_PUPILS, NOT_CONFIRMED, ON_TIME
from helpers.systems.system import Recognition
from helpers.tables.file_names import named_round, refuse_other_areas
from helpers.tables.findings import Finding, school_list_delivery
from helpers.tables.schemas import NOT_STATED

_ORIGIN = ["delivery", "sheet", "row"]
_COLUMNS = ["smis", "name", "district", "size", "listed", "delivered", "pupils", *_ORIGIN]


def school_frame(
    enrolment: pd.DataFrame, stands: pd.DataFrame, names: Mapping[str, str], params: Params, day: date
) -> pd.DataFrame:
    """One row a school that is open on the day of the data or stands in the deliveries. Its source row is its first in
    the enrolment, or the row in which it `stands` there with no pupil, or its line in the school list where it
    delivered nothing. `names` are what the deliveries call schools that the list lacks."""
    pupils = {str(smis): int(count) for smis, count in enrolment.groupby("smis")["pupils"].sum().items()}
    rows = pd.concat([enrolment[["smis", *_ORIGIN]], stands[["smis", *_ORIGIN]]], ignore_index=True)
    own = rows.drop_duplicates("smis").set_index("smis").to_dict("index")
    first: dict[str, Mapping[Hashable, object]] = {str(smis): row for smis, row in own.items()}
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    listed: dict[Hashable, object] = {"delivery": school_list_delivery(params), "sheet": ""}
    expected = params.open_schools(day)
    described = [
        {
            **_described(smis, params.schools.get(smis), names),
            "listed": smis in expected,
            "size": _size(pupils.get(smis, 0), params) if smis in first else "",
            "delivered": smis in first,
            "pupils": pupils.get(smis, 0),
            **first.get(smis, {**listed, "row": lines.get(smis, 0)}),
        }
        for smis in sorted({*expected, *first})
    ]
    return pd.DataFrame(described, columns=_COLUMNS)


def _size(pupils: int, params: Params) -> str:
    return params.office.size_bands.size_of(pupils) if pupils else NO_PUPILS


def _described(smis: str, school: School | None, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "smis": smis,
        "name": school.name if school else names.get(smis, f"โรงเรียนรหัส {smis}"),
        "district": (school.district if school else "") or NOT_STATED,
    }


@dataclass(frozen=True)
class Confirmed:
    """A confirmation file: its rows, and from which day to which other the round can have been confirmed."""

    delivery: str
    file: str
    sheet: str
    rows: Sequence[Confirmation]
    first: date
    last: date

    @property
    def moments(self) -> Mapping[str, tuple[datetime, int]]:
        """When each school confirmed, the last time it did, and in which row; on no other day than it can have been."""
        possible = [each for each in self.rows if self._is_possible(each)]
        return {each.smis: (each.moment, each.row) for each in sorted(possible, key=lambda each: each[1:])}

    def findings(self, schools: pd.DataFrame) -> Iterator[Finding]:
        """Rows that confirm nothing: of schools that the round does not have, and of a day that cannot be."""
        known = set(schools["smis"])
        unknown = {each.smis: each for each in self.rows if known and each.smis not in known}
        for smis, each in sorted(unknown.items()):
            yield self._finding("dmc.confirmation.school_unknown", "", each, found=smis)
        allowed = f"{thai_date_short(self.first)} ถึง {thai_date_short(self.last)}"
        for each in self.rows:
            if each.smis not in unknown and not self._is_possible(each):
                found = thai_date_short(each.moment.date())
                yield self._finding("dmc.confirmation.date_impossible", each.smis, each, found=found, allowed=allowed)

    def _is_possible(self, each: Confirmation) -> bool:
        return self.first <= each.moment.date() <= self.last

    def _finding(self, rule: str, smis: str, each: Confirmation, **said: str) -> Finding:
        return Finding(rule, smis, REPORT, self.delivery, self.file, self.sheet, each.row, **said)


def confirmation_frame(schools: pd.DataFrame, confirmed: Confirmed, deadline: datetime) -> pd.DataFrame:
    """One row a school of the round. Its source row is that of the confirmation file; of a school that the file does
    not name, the school's own."""
    rows = []
    for school in schools[["smis", *_ORIGIN]].to_dict("records"):
        moment, row = confirmed.moments.get(school["smis"], (None, 0))
        if moment is None:
            rows.append({**school, "confirmation": NOT_CONFIRMED, "confirmed_at": None})
            continue
        origin: dict[Hashable, object] = {"delivery": confirmed.delivery, "sheet": confirmed.sheet, "row": row}
        kind = ON_TIME if moment <= deadline else LATE
        rows.append({"smis": school["smis"], **origin, "confirmation": kind, "confirmed_at": moment})
    columns = ["smis", *_ORIGIN, "confirmation", "confirmed_at"]
    return pd.DataFrame(rows, columns=columns).astype({"confirmed_at": "datetime64[s]"})


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
