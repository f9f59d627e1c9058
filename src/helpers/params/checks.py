"""The thresholds of the checks on deliveries, `checks.yml`, and which system's reports rest on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from helpers.params.models import Frozen, Line, Number, Referenced, Whole


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


class FormAmount(Interval):
    """What one column of a form can hold (baht, pupils, days), both ends included, whatever its sign."""

    form: Line
    column: Line
    least: Whole = Field(ge=0)
    most: Whole = Field(ge=1)


class FormLimits(Referenced):
    """What a filled-in form can hold: days from so many years before its fiscal year to so many years after it, and
    amounts. A row beyond them is not counted."""

    years_before: Whole = Field(ge=0)
    years_after: Whole = Field(ge=0)
    amounts: tuple[FormAmount, ...]

    def amount(self, form: str, column: str) -> FormAmount | None:
        """The limits of a form's column; None where it has none of its own."""
        return next((each for each in self.amounts if (each.form, each.column) == (form, column)), None)


class FewerThanBefore(Referenced):
    """When a file holds far less than the one whose place it would take: over `share` of its schools (of a form, rows)
    are missing, or of a list over `list_share` of the rows of one school, and over `count` of them. Of a form that had
    fewer than `form_rows` rows nothing is asked: it is often corrected, and read at a glance."""

    share: Number = Field(ge=0, le=1)
    list_share: Number = Field(ge=0, le=1)
    count: Whole = Field(ge=0)
    form_rows: Whole = Field(ge=0)


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


class SmallCells(Referenced):
    """Counts of persons whom few others are like are not printed below this many."""

    below: Whole = Field(ge=2)


class ExpectedBuildings(Referenced):
    """The kinds of buildings that every school should have, spelled as B-OBEC spells them."""

    kinds: tuple[Line, ...]


class BetweenSystems(Referenced):
    """What two systems may differ by, and how old a file may be."""

    pupils: Whole = Field(ge=0)
    """By so many pupils a grade may differ."""
    days: Whole = Field(ge=0)
    """A file may have been made so many days before the day of the data."""


class Plausible(Referenced):
    """The largest values that one school can have; what is larger was typed wrongly and is not counted."""

    oldest: Whole = Field(ge=20, le=120)
    """Years of a pupil's age."""
    pupils: Whole = Field(ge=1)
    rooms: Whole = Field(ge=1)
    """Classes of a grade or of a school, rooms of a building."""
    people: Whole = Field(ge=1)
    """Staff of one row."""
    pieces: Whole = Field(ge=1)
    """Computers or pieces of equipment of one row."""
    service_life: Whole = Field(ge=1)
    """Years that a building is meant to last."""


class ConfirmedWithin(Referenced):
    """When a school can have confirmed a round: from the day that the round opens to so many days after the day of the
    data, or of its last day on time where that is later. Another day was typed wrongly and confirms nothing."""

    days: Whole = Field(ge=0)


class RenamedLabel(Frozen):
    """Words that files of some rounds have in a label where those of others have `stands_for`."""

    found: Line
    stands_for: Line


class RenamedLabels(Referenced):
    """Words of DMC's categories that changed; what a category is called in the tables is the older word."""

    words: tuple[RenamedLabel, ...]


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
    plausible: Annotated[Plausible, UsedBy("dmc", "ค่ามากที่สุดที่เป็นไปได้ของโรงเรียนหนึ่ง")]
    confirmed_within: Annotated[ConfirmedWithin, UsedBy("dmc", "วันที่ยืนยันข้อมูลที่เป็นไปได้")]
    renamed_labels: Annotated[RenamedLabels, UsedBy("dmc", "คำที่ DMC เปลี่ยนในชื่อประเภท")]
    grade_change: Annotated[GradeChange, UsedBy("dmc", "การเปลี่ยนแปลงรายชั้นที่ผิดปกติ")]
    pupils_per_teacher: Annotated[PupilsPerTeacher, UsedBy("emis", "นักเรียนต่อครู และตำแหน่งที่นับเป็นครู")]
    pupils_per_computer: Annotated[PupilsPerComputer, UsedBy("emis", "นักเรียนต่อคอมพิวเตอร์")]
    gcode_waiting: Annotated[DaysWaiting, UsedBy("gcode", "จำนวนวันที่รอรับรองหรือรออนุมัติ")]
    small_cells: Annotated[SmallCells, UsedBy("gcode", "จำนวนรายโรงเรียนหรือสัญชาติที่น้อยจนไม่พิมพ์")]
    expected_buildings: Annotated[ExpectedBuildings, UsedBy("bobec", "ประเภทสิ่งก่อสร้างที่โรงเรียนควรมี")]
    between_systems: Annotated[BetweenSystems, UsedBy("between", "ความต่างระหว่างระบบ และอายุของไฟล์")]
    form_limits: FormLimits
    file_limits: FileLimits
    fewer_than_before: FewerThanBefore

    def used_by(self, system: str) -> Iterator[tuple[str, Referenced]]:
        """The thresholds on which a system's reports rest, with what reports call them."""
        fields = type(self).model_fields.items()
        marks = ((name, mark) for name, field in fields for mark in field.metadata if isinstance(mark, UsedBy))
        return ((mark.title, getattr(self, name)) for name, mark in marks if mark.system == system)
