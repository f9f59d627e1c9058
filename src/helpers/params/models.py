"""What parameter files hold. Every value that somebody decided carries its reference and a status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    model_validator,
)

from helpers.errors import ParameterError
from helpers.identifiers import AREA_CODE
from helpers.periods import parse_thai_date


class Frozen(BaseModel):
    """Base of every parameter model: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _date_from_thai(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return parse_thai_date(str(value))
    except ParameterError as error:
        raise ValueError(f"{error.problem} {error.remedy}") from error


ThaiDate = Annotated[date, BeforeValidator(_date_from_thai)]
"""A real date, written in files as `10 มิ.ย. 2568`."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Status = Literal["confirmed", "to_confirm"]


class Referenced(Frozen):
    """Anything with a source: where it is written, and whether somebody confirmed it."""

    reference: Line
    status: Status


class SizeBand(Frozen):
    """Schools of at most `up_to` pupils (and more than the band before); the last band has no ceiling."""

    size: Line
    up_to: Whole | None = Field(default=None, ge=0)


class SizeBands(Referenced):
    """The size classes of schools, smallest first."""

    bands: tuple[SizeBand, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        ceilings = [band.up_to for band in self.bands]
        numbers = [ceiling for ceiling in ceilings if ceiling is not None]
        if ceilings[-1] is not None or len(numbers) != len(ceilings) - 1 or numbers != sorted(set(numbers)):
            raise ValueError("เรียงจากเล็กไปใหญ่ มี up_to ทุกช่วงยกเว้นช่วงสุดท้าย")
        return self

    def size_of(self, pupils: int) -> str:
        """The size class of a school of so many pupils."""
        return next(band.size for band in self.bands if band.up_to is None or pupils <= band.up_to)


def _area_code(value: str) -> str:
    if not AREA_CODE.fullmatch(value):
        raise ValueError('รหัสเขตพื้นที่เป็นเลข 4 หลัก เขียนในเครื่องหมายคำพูด เช่น "3401"')
    return value


class Office(Frozen):
    """The office that runs the workbook."""

    name: Line
    short_name: Line
    area_code: Annotated[str, AfterValidator(_area_code)]
    digits: Literal["arabic", "thai"] = "arabic"
    size_bands: SizeBands


class DatedValue(Referenced):
    """One decided day."""

    date: ThaiDate


class Window(Referenced):
    """From the day that a collection opens to the last day on which it is on time, both included."""

    opens: ThaiDate
    closes: ThaiDate

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes < self.opens:
            raise ValueError("วันปิดต้องไม่ก่อนวันเปิด")
        return self

    @property
    def deadline(self) -> datetime:
        """The last moment that is on time."""
        return datetime.combine(self.closes, time.max)


class CollectionRound(Frozen):
    """One collection round: the day its data describe, its window, and which reports of which systems it expects."""

    as_of: DatedValue
    window: Window
    expected: dict[Line, tuple[Line, ...]] = Field(default_factory=dict)
    """System name to report slugs; a report that is expected and not received is named in the round's report."""


class Interval(Frozen):
    """Two ends, the first not above the last."""

    ends: ClassVar[tuple[str, str]] = ("least", "most")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        first, last = self.ends
        if getattr(self, last) < getattr(self, first):
            raise ValueError(f"{last} ต้องไม่น้อยกว่า {first}")
        return self


class AgeRange(Interval):
    """Usual ages in years, both ends included, of pupils in one grade at the start of the academic year."""

    ends = ("youngest", "oldest")
    grade: Line
    youngest: Whole = Field(ge=1, le=30)
    oldest: Whole = Field(ge=1, le=60)


class AgesByGrade(Referenced):
    """Usual ages by grade; a grade without a range is not checked."""

    ranges: tuple[AgeRange, ...]


class Between(Referenced, Interval):
    """An interval, both ends included."""

    least: Number
    most: Number


class GradeChange(Referenced):
    """When a grade's headcount changed more than can be believed: by over `share` of itself and by over `pupils`."""

    share: Number = Field(gt=0)
    pupils: Whole = Field(ge=0)


class FileLimits(Referenced):
    """The largest delivery that is opened; a larger one is refused before it fills the machine's memory."""

    rows: Whole = Field(gt=0)
    unpacked_megabytes: Whole = Field(gt=0)


class PupilsPerTeacher(Referenced, Interval):
    """The usual number of pupils per teacher, both ends included, and the positions that count as teachers."""

    least: Whole = Field(ge=0)
    most: Whole = Field(ge=1)
    positions: tuple[Line, ...] = Field(min_length=1)


class PupilsPerComputer(Referenced):
    """The most pupils that should share one working computer for teaching."""

    most: Whole = Field(ge=1)


class DaysWaiting(Referenced, Interval):
    """How many days a request usually waits at most, and from how many on it has waited too long."""

    ends = ("usual", "long")
    usual: Whole = Field(ge=0)
    long: Whole = Field(ge=1)


class ExpectedBuildings(Referenced):
    """The kinds of buildings that every school should have, spelled as B-OBEC spells them."""

    kinds: tuple[Line, ...]


@dataclass(frozen=True)
class UsedBy:
    """What reports call a threshold, and the collection system whose reports rest on it."""

    system: str
    title: str


class Checks(Frozen):
    """Thresholds of the checks on deliveries."""

    ages: Annotated[AgesByGrade, UsedBy("dmc", "ช่วงอายุตามชั้น")]
    weight_kg: Annotated[Between, UsedBy("dmc", "ช่วงน้ำหนัก")]
    height_cm: Annotated[Between, UsedBy("dmc", "ช่วงส่วนสูง")]
    grade_change: Annotated[GradeChange, UsedBy("dmc", "การเปลี่ยนแปลงรายชั้นที่ผิดปกติ")]
    pupils_per_teacher: Annotated[PupilsPerTeacher, UsedBy("emis", "นักเรียนต่อครู และตำแหน่งที่นับเป็นครู")]
    pupils_per_computer: Annotated[PupilsPerComputer, UsedBy("emis", "นักเรียนต่อคอมพิวเตอร์")]
    gcode_waiting: Annotated[DaysWaiting, UsedBy("gcode", "จำนวนวันที่รอรับรองหรือรออนุมัติ")]
    expected_buildings: Annotated[ExpectedBuildings, UsedBy("bobec", "ประเภทสิ่งก่อสร้างที่โรงเรียนควรมี")]
    file_limits: FileLimits

    def used_by(self, system: str) -> Iterator[tuple[str, Referenced]]:
        """The thresholds on which a system's reports rest, with what reports call them."""
        fields = type(self).model_fields.items()
        marks = ((name, mark) for name, field in fields for mark in field.metadata if isinstance(mark, UsedBy))
        return ((mark.title, getattr(self, name)) for name, mark in marks if mark.system == system)


class Assumption(Frozen):
    """Something that the reports take for granted. `rag`: green (safe), amber (to watch), red (may well be wrong)."""

    number: Line
    rag: Literal["green", "amber", "red"]
    text: Line
    consequence: Line
    """What would change if it does not hold."""
    reports: tuple[Line, ...]
    """Report ids that use it, `*` for any part: `round/*/dmc`."""


class Assumptions(Frozen):
    """The numbered list of assumptions."""

    assumptions: tuple[Assumption, ...]
