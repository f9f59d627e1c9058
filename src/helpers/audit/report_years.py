"""Which year a report belongs to, by its id: rounds and performance to academic years, money to fiscal years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from helpers.periods import Round

_REPORT_ID = re.compile(r"(?:round/(25[0-9]{2}-[123])|(programme|annual)/(25[0-9]{2}))/([^/.][^/]*)")
_BY_ACADEMIC_YEAR = "performance"


class Calendar(StrEnum):
    """The two kinds of year, in the order in which the index lists them."""

    ACADEMIC = "ปีการศึกษา"
    FISCAL = "ปีงบประมาณ"


@dataclass(frozen=True)
class ReportYear:
    """A report's year พ.ศ., its round where it is about one, and the name of its kind (`round/dmc`)."""

    calendar: Calendar
    year: int
    round: Round | None
    kind: str

    @property
    def period(self) -> str:
        """`ภาคเรียนที่ 1 ปีการศึกษา 2568`, `ปีงบประมาณ 2569`."""
        return self.round.thai if self.round else f"{self.calendar} {self.year}"


def report_year(report_id: str) -> ReportYear | None:
    """The year of a report; None for what is no report's id."""
    match = _REPORT_ID.fullmatch(report_id)
    if not match:
        return None
    round_, top, year, name = match.groups()
    if round_:
        parsed = Round.parse(round_)
        return ReportYear(Calendar.ACADEMIC, parsed.year, parsed, f"round/{name}")
    academic = top == "annual" and name == _BY_ACADEMIC_YEAR
    return ReportYear(Calendar.ACADEMIC if academic else Calendar.FISCAL, int(year), None, f"{top}/{name}")
