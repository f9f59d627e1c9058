"""Academic rounds, fiscal years, academic years and Thai dates. Only this module converts between พ.ศ. and ค.ศ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from helpers.errors import ParameterError

BUDDHIST_ERA_OFFSET = 543
ROUNDS_A_YEAR = 3
THAI_MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
THAI_MONTHS_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
NAMED_ROUND = re.compile(r"(?<![0-9])25[0-9]{2}-[123](?![0-9])")
"""Matches a round inside a file name: `2568-1` in `2568-1-student.xlsx`."""
_ROUND = re.compile(r"(25[0-9]{2})-([123])")
_YEAR = re.compile(r"25[0-9]{2}")
_FIRST_MONTH = 10
"""Fiscal years begin in October."""
_ACADEMIC_OPENING = (5, 16)
"""Academic years begin on 16 May and end on 15 May (ระเบียบ ศธ. ว่าด้วยปีการศึกษา การเปิดและปิดสถานศึกษา พ.ศ. 2549)."""
_ACADEMIC_YEAR = re.compile(r"(25[0-9]{2})-year")
_THAI_DATE = re.compile(r"([0-9]{1,2}) (\S+) (25[0-9]{2})")


@total_ordering
@dataclass(frozen=True)
class Round:
    """One collection round: academic year พ.ศ. and 1 (ภาคเรียนที่ 1), 2 (ภาคเรียนที่ 2) or 3 (สิ้นปีการศึกษา)."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Round:
        """Read `2568-1`. Raises ParameterError for anything else."""
        match = _ROUND.fullmatch(text)
        if not match:
            raise ParameterError(
                f"รหัสรอบ “{text}” ไม่ถูกต้อง", remedy="เขียนเป็น ปีการศึกษา-รอบ เช่น 2568-1 (รอบคือ 1, 2 หรือ 3)"
            )
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    def __lt__(self, other: Round) -> bool:
        return (self.year, self.number) < (other.year, other.number)

    @property
    def previous(self) -> Round:
        """The round before this one: `2567-3` for `2568-1`."""
        return Round(self.year, self.number - 1) if self.number > 1 else Round(self.year - 1, 3)

    def after(self, other: Round) -> int:
        """The number of rounds from `other` to this one: 1 for the round right after it, negative for an earlier
        round."""
        return (self.year - other.year) * ROUNDS_A_YEAR + self.number - other.number

    @property
    def same_last_year(self) -> Round:
        """The round of the same number one academic year earlier."""
        return Round(self.year - 1, self.number)

    @property
    def thai(self) -> str:
        """`ภาคเรียนที่ 1 ปีการศึกษา 2568`; round 3 is `สิ้นปีการศึกษา 2568`."""
        if self.number == 3:
            return f"สิ้นปีการศึกษา {self.year}"
        return f"ภาคเรียนที่ {self.number} ปีการศึกษา {self.year}"


@total_ordering
@dataclass(frozen=True)
class FiscalYear:
    """One fiscal year พ.ศ.: from 1 October of the year before to 30 September."""

    year: int

    @classmethod
    def parse(cls, text: str) -> FiscalYear:
        """Read `2569`. Raises ParameterError for anything else."""
        if not _YEAR.fullmatch(text):
            raise ParameterError(f"ปีงบประมาณ “{text}” ไม่ถูกต้อง", remedy="เขียนเป็นปี พ.ศ. สี่หลัก เช่น 2569")
        return cls(int(text))

    def __str__(self) -> str:
        return str(self.year)

    def __lt__(self, other: FiscalYear) -> bool:
        return self.year < other.year

    @classmethod
    def of(cls, day: date) -> FiscalYear:
        """The fiscal year of a day."""
        return cls(buddhist_year(day) + (day.month >= _FIRST_MONTH))

    @property
    def opens(self) -> date:
        """The first day of the year, 1 October."""
        return from_buddhist(self.year - 1, _FIRST_MONTH, 1)

    @property
    def closes(self) -> date:
        """The last day of the year, 30 September."""
        return from_buddhist(self.year, 9, 30)

    @property
    def previous(self) -> FiscalYear:
        """The fiscal year before."""
        return FiscalYear(self.year - 1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its twelve months, October first."""
        return tuple(date(self.opens.year + (month > 2), (month + 9) % 12 + 1, 1) for month in range(12))

    @property
    def thai(self) -> str:
        """`ปีงบประมาณ พ.ศ. 2569`."""
        return f"ปีงบประมาณ พ.ศ. {self.year}"


@total_ordering
@dataclass(frozen=True)
class AcademicYear:
    """One academic year พ.ศ. as a whole; written `2568-year`, because `2568` alone is a fiscal year."""

    year: int

    def __str__(self) -> str:
        return f"{self.year}-year"

    def __lt__(self, other: AcademicYear) -> bool:
        return self.year < other.year

    @classmethod
    def of(cls, day: date) -> AcademicYear:
        """The academic year of a day."""
        return cls(buddhist_year(day) - ((day.month, day.day) < _ACADEMIC_OPENING))

    @property
    def rounds(self) -> tuple[Round, Round, Round]:
        """Its three rounds."""
        return Round(self.year, 1), Round(self.year, 2), Round(self.year, 3)

    @property
    def previous(self) -> AcademicYear:
        """The academic year before it."""
        return AcademicYear(self.year - 1)

    @property
    def following(self) -> AcademicYear:
        """The academic year after it."""
        return AcademicYear(self.year + 1)

    @property
    def thai(self) -> str:
        """`ปีการศึกษา 2568`."""
        return f"ปีการศึกษา {self.year}"


Period = Round | FiscalYear | AcademicYear
"""The period that a table or report is about."""


def parse_period(text: str) -> Period:
    """Read `2568-1` as a round, `2569` as a fiscal year, `2568-year` as an academic year. Raises ParameterError for
    anything else."""
    if match := _ACADEMIC_YEAR.fullmatch(text):
        return AcademicYear(int(match[1]))
    return FiscalYear.parse(text) if _YEAR.fullmatch(text) else Round.parse(text)


def from_buddhist(year: int, month: int, day: int) -> date:
    """The date of a day in a พ.ศ. year. Raises ValueError for a day that the calendar does not have."""
    return date(year - BUDDHIST_ERA_OFFSET, month, day)


def buddhist_year(day: date) -> int:
    """The พ.ศ. year of a date."""
    return day.year + BUDDHIST_ERA_OFFSET


def parse_thai_date(text: str) -> date:
    """Read `10 มิ.ย. 2568` or `10 มิถุนายน 2568`. Raises ParameterError."""
    match = _THAI_DATE.fullmatch(text.strip())
    for months in (THAI_MONTHS_SHORT, THAI_MONTHS):
        if match and match[2] in months:
            try:
                return from_buddhist(int(match[3]), months.index(match[2]) + 1, int(match[1]))
            except ValueError:
                break
    raise ParameterError(f"วันที่ “{text}” อ่านไม่ได้", remedy="เขียนเป็น วัน เดือน ปี พ.ศ. เช่น 10 มิ.ย. 2568")


def thai_date(day: date) -> str:
    """`10 มิถุนายน 2568`."""
    return f"{day.day} {THAI_MONTHS[day.month - 1]} {buddhist_year(day)}"


def thai_date_short(day: date) -> str:
    """`10 มิ.ย. 2568`, the form that parameter files use."""
    return f"{day.day} {THAI_MONTHS_SHORT[day.month - 1]} {buddhist_year(day)}"
