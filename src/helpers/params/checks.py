"""The thresholds of the checks on deliveries, `checks.yml`, and the system whose reports depend on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from helpers.params.models import Line, Number, ParameterModel, Referenced, Whole


class Interval(ParameterModel):
    """Base of parameters with two bounds, named by `ends`, the first of which must not exceed the second."""

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


class AllowedRange(Referenced, Interval):
    """The least and the most allowed value of a measure, both included."""

    least: Number
    most: Number


class GradeChange(Referenced):
    """The change of a grade's headcount that is reported as unusual: by more than `share` of it (0.5 is half) and by
    more than `pupils`."""

    share: Number = Field(gt=0)
    pupils: Whole = Field(ge=0)


class FileLimits(Referenced):
    """The largest delivery that is opened; a larger one is refused, since it might exhaust the memory."""

    rows: Whole = Field(gt=0)
    unpacked_megabytes: Whole = Field(gt=0)


class FormAmount(Interval):
    """The plausible amounts of one column of a form (baht, pupils, days), both bounds included, for the absolute
    value."""

    form: Line
    column: Line
    least: Whole = Field(ge=0)
    most: Whole = Field(ge=1)


class FormLimits(Referenced):
    """The plausible days of a filled-in form, from `years_before` its fiscal year to `years_after` it, and its
    plausible amounts. A row beyond them is not counted."""

    years_before: Whole = Field(ge=0)
    years_after: Whole = Field(ge=0)
    amounts: tuple[FormAmount, ...]

    def amount(self, form: str, column: str) -> FormAmount | None:
        """The limits of a form's column; None where it has none."""
        return next((each for each in self.amounts if (each.form, each.column) == (form, column)), None)


class FewerThanBefore(Referenced):
    """When a file is refused for holding far less than the one that it would replace: more than `count` schools (or
    rows of a form), and more than the `share` of them, are missing; for a list, more than `count` rows of one school
    and more than the `list_share` of them. A form that had fewer than `form_rows` rows is not checked: it is corrected
    often, and easily read through."""

    share: Number = Field(ge=0, le=1)
    list_share: Number = Field(ge=0, le=1)
    count: Whole = Field(ge=0)
    form_rows: Whole = Field(ge=0)


class PupilsPerTeacher(Referenced, Interval):
    """The usual number of pupils per teacher, both bounds included, and the positions that count as teachers."""

    least: Whole = Field(ge=0)
    most: Whole = Field(ge=1)
    positions: tuple[Line, ...] = Field(min_length=1)


class PupilsPerComputer(Referenced):
    """The largest number of pupils that should share one working computer for teaching."""

    most: Whole = Field(ge=1)


class DaysWaiting(Referenced, Interval):
    """The days that a request waits at most in the usual case, and from which on it has waited too long."""

    ends = ("usual", "long")
    usual: Whole = Field(ge=0)
    long: Whole = Field(ge=1)


class SmallCells(Referenced):
    """Counts of persons with a rare property are not printed where they are below this number, so that nobody can be
    identified."""

    below: Whole = Field(ge=2)


class ExpectedBuildings(Referenced):
    """The kinds of buildings that every school should have, spelled as B-OBEC spells them."""

    kinds: tuple[Line, ...]


class BetweenSystems(Referenced):
    """The tolerated differences between two systems, and the tolerated age of a file."""

    pupils: Whole = Field(ge=0)
    """Tolerated difference of a grade's headcount."""
    days: Whole = Field(ge=0)
    """Tolerated number of days from the making of a file to the day of the data."""


class Plausible(Referenced):
    """The largest values that are plausible for one school; a larger one is a typing error and is not counted."""

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
    """The days on which a school can have confirmed a round: from the opening of the round to `days` after the day of
    the data or after the deadline, whichever is later. Any other day is a typing error and confirms nothing."""

    days: Whole = Field(ge=0)


class RenamedLabel(ParameterModel):
    """Words in a label (`written`, in the file `found`) that some rounds use for the words `stands_for` of others."""

    written: Line = Field(alias="found")
    stands_for: Line


class RenamedLabels(Referenced):
    """Words that DMC changed in the names of its categories; the tables use the older words."""

    words: tuple[RenamedLabel, ...]


@dataclass(frozen=True)
class UsedBy:
    """The title of a threshold in reports, and the collection system whose reports depend on it."""

    system: str
    title: str


class Checks(ParameterModel):
    """Thresholds of the checks on deliveries."""

    ages: Annotated[AgesByGrade, UsedBy("dmc", "ช่วงอายุตามชั้น")]
    weight_kg: Annotated[AllowedRange, UsedBy("dmc", "ช่วงน้ำหนัก")]
    height_cm: Annotated[AllowedRange, UsedBy("dmc", "ช่วงส่วนสูง")]
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
        """The thresholds on which a system's reports depend, with their titles."""
        fields = type(self).model_fields.items()
        marks = ((name, mark) for name, field in fields for mark in field.metadata if isinstance(mark, UsedBy))
        return ((mark.title, getattr(self, name)) for name, mark in marks if mark.system == system)
