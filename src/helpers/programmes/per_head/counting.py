"""The pupils that a round counts by school and grade, without those who are excluded (too young for their grade, or
more than once in the list) and, where a tranche needs it, with every grade promoted by one; and the items that cannot
be computed because their report was not received. An exclusion names the school and the row of the list, never a
person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from helpers.params.programmes.per_head import Category, PerHeadProgramme
from helpers.programmes.allocation import Excluded, SourceRow
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG
from helpers.systems.dmc.tables import ANSWERED

OUT_OF_SCOPE = "ชั้นที่ไม่อยู่ในการจัดสรร"
_ROW = ["smis", "grade", "delivery", "sheet", "row"]


@dataclass(frozen=True, slots=True)
class Count:
    """The number of pupils of one grade, its first source row, and the keys of its other source rows."""

    pupils: int
    source: SourceRow
    further_sources: tuple[str, ...] = ()

    def without(self, rows: tuple[str, ...]) -> Count:
        """The count without the pupils in these rows of the list, which become source rows of it."""
        if not rows:
            return self
        return Count(
            self.pupils - len(rows),
            self.source,
            (*self.further_sources, *(row for row in rows if row not in self.keys)),
        )

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all source rows."""
        return frozenset((self.source.key, *self.further_sources))


School = Mapping[str, Count]
"""One school's counts by grade."""


@dataclass(frozen=True)
class RoundCount:
    """The counts of a round on a day: the pupils by school and grade, and those of each category item."""

    on: date
    pupils: Mapping[str, School]
    categories: Mapping[str, Mapping[str, School]] = field(default_factory=dict)
    missing_reports: Mapping[str, MissingReport] = field(default_factory=dict)
    """By item, the report that was not received to count it."""

    def promoted(self, programme: PerHeadProgramme) -> RoundCount:
        """The expected count of the next academic year, every grade promoted by one; entry grades keep the old
        count."""
        origins = grades_before_promotion(programme)
        moved = {item: _promoted(schools, origins) for item, schools in self.categories.items()}
        return RoundCount(self.on, _promoted(self.pupils, origins), moved, self.missing_reports)

    def knows(self, item: str, smis: str) -> bool:
        """Whether the number of an item's pupils is known for a school; if not, its earlier payments are not
        changed."""
        return item not in self.missing_reports or smis not in self.missing_reports[item].schools


def grades_before_promotion(programme: PerHeadProgramme) -> Mapping[str, str]:
    """By grade, the grade from which its pupils are promoted: the one below, or the same for an entry grade."""
    grades, entries = programme.grades, programme.term_1.entry_grades
    return {grade: grade if grade in entries else grades[place - 1] for place, grade in enumerate(grades)}


def count_round(
    programme: PerHeadProgramme,
    on: date,
    enrolment: pd.DataFrame,
    categories: pd.DataFrame,
    excluded_pupils: ExcludedPupils,
) -> RoundCount:
    """The round's counts without the excluded pupils and without grades that are not paid for."""
    category_counts = {}
    for item in programme.items:
        if item.category:
            category_rows = _of_category(categories, item.category, programme)
            category_counts[item.item] = _without_excluded(_schools(category_rows), excluded_pupils, item.category)
    paid = enrolment[enrolment["grade"].isin(programme.grades)]
    return RoundCount(on, _without_excluded(_schools(paid), excluded_pupils), category_counts)


def out_of_scope(programme: PerHeadProgramme, enrolment: pd.DataFrame, round_id: str) -> Iterator[Excluded]:
    """The exclusions of grades that are not paid for, by school and grade."""
    others = enrolment[~enrolment["grade"].isin(programme.grades)]
    for smis, school in _schools(others).items():
        for grade, count in school.items():
            yield Excluded(smis, OUT_OF_SCOPE, count.pupils, count.source, f"ชั้น {grade} รอบ {round_id}")


def _of_category(categories: pd.DataFrame, category: Category, programme: PerHeadProgramme) -> pd.DataFrame:
    chosen = (categories["report"] == category.report) & categories["category"].isin(category.labels)
    return categories[chosen & ~categories["whole"].astype(bool) & categories["grade"].isin(programme.grades)]


def _schools(counted: pd.DataFrame) -> dict[str, dict[str, Count]]:
    """The counts by school and grade; the order of the rows does not matter."""
    ordered = counted.sort_values(_ROW, kind="stable")
    sums: dict[tuple[str, str], int] = {}
    rows: dict[tuple[str, str], dict[str, SourceRow]] = {}
    columns = [ordered[name].tolist() for name in (*_ROW, "row_key", "pupils")]
    for smis, grade, delivery, sheet, row, key, pupils in zip(*columns, strict=True):
        school_grade = (smis, grade)
        sums[school_grade] = sums.get(school_grade, 0) + pupils
        rows.setdefault(school_grade, {}).setdefault(key, SourceRow(delivery, sheet, row))
    schools: dict[str, dict[str, Count]] = {}
    for (smis, grade), pupils in sums.items():
        source_rows = rows[smis, grade]
        first, *further = source_rows
        schools.setdefault(smis, {})[grade] = Count(pupils, source_rows[first], tuple(further))
    return schools


def _without_excluded(
    schools: Mapping[str, School], excluded_pupils: ExcludedPupils, category: Category | None = None
) -> Mapping[str, School]:
    """The counts without the excluded pupils, never below zero: the list may have more pupils of a category than the
    report."""
    return {
        smis: {
            grade: count.without(excluded_pupils.of(smis, grade, category)[: count.pupils])
            for grade, count in school.items()
        }
        for smis, school in schools.items()
    }


def _promoted(schools: Mapping[str, School], origins: Mapping[str, str]) -> Mapping[str, School]:
    return {
        smis: {grade: school[origin] for grade, origin in origins.items() if origin in school}
        for smis, school in schools.items()
    }


TOO_YOUNG = "อายุต่ำกว่าเกณฑ์"
TWICE_IN_SCHOOL = "ซ้ำในโรงเรียนเดียวกัน"
TWICE_IN_AREA = "ซ้ำกับโรงเรียนอื่น"
_DISADVANTAGE = "disadvantage"
"""The only report whose categories the pupil list states too."""
_SCHOOL_GRADE = ["smis", "grade"]
_ORDER = ["smis", "delivery", "sheet", "row"]
_NEEDED = [*_ORDER, "row_key", "grade", "age", "person", "disadvantage"]


@dataclass(frozen=True)
class ExcludedPupils:
    """The excluded pupils, one row each, with a `reason`. `rows` are pairs of their row key and the disadvantage that
    the list states, by school and grade."""

    pupils: pd.DataFrame
    rows: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def of(self, smis: str, grade: str, category: Category | None = None) -> tuple[str, ...]:
        """The row keys of the excluded pupils of a school and grade; with a category, of those whom the list assigns to
        it."""
        excluded_rows = self.rows.get((smis, grade), ())
        if category is None:
            return tuple(key for key, _ in excluded_rows)
        stated = category.report == _DISADVANTAGE
        return tuple(key for key, label in excluded_rows if stated and label in category.labels)

    def excluded(self, round_id: str) -> Iterator[Excluded]:
        """One exclusion for each pupil."""
        columns = [self.pupils[name].tolist() for name in (*_ORDER, "grade", "reason")]
        for smis, delivery, sheet, row, grade, reason in zip(*columns, strict=True):
            yield Excluded(smis, reason, 1, SourceRow(delivery, sheet, row), f"ชั้น {grade} รอบ {round_id}")


def find_excluded_pupils(programme: PerHeadProgramme, pupils: pd.DataFrame, enrolment: pd.DataFrame) -> ExcludedPupils:
    """The pupils of the list whom the programme's settings exclude, each once. Of a school and grade never more are
    excluded than were counted, since the list may hold more."""
    listed = pupils.loc[pupils["grade"].isin(programme.grades), _NEEDED].sort_values(_ORDER, kind="stable")
    young = _too_young(programme, listed)
    rest = listed[~young]
    again = _twice_in_school(programme, rest)
    elsewhere = _twice_in_area(programme, rest[~again])
    reasons = pd.Series("", index=listed.index, dtype="str")
    for chosen, reason in ((young, TOO_YOUNG), (again, TWICE_IN_SCHOOL), (elsewhere, TWICE_IN_AREA)):
        reasons[chosen[chosen].index] = reason
    out = _counted(listed.assign(reason=reasons)[reasons != ""], enrolment)
    rows: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    columns = [out[name].tolist() for name in ("smis", "grade", "row_key", "disadvantage")]
    for smis, grade, key, label in zip(*columns, strict=True):
        rows[smis, grade] = (*rows.get((smis, grade), ()), (key, label))
    return ExcludedPupils(out, rows)


def _counted(pupils: pd.DataFrame, enrolment: pd.DataFrame) -> pd.DataFrame:
    """The first pupils of each school and grade, up to its count."""
    counts = enrolment.groupby(_SCHOOL_GRADE)["pupils"].sum()
    most = pd.MultiIndex.from_frame(pupils[_SCHOOL_GRADE]).map(counts.get)
    return pupils[pupils.groupby(_SCHOOL_GRADE).cumcount() < pd.Series(most, pupils.index, dtype="float").fillna(0)]


def _nobody(pupils: pd.DataFrame) -> pd.Series:
    return pd.Series(False, index=pupils.index)


def _too_young(programme: PerHeadProgramme, pupils: pd.DataFrame) -> pd.Series:
    """Whether a pupil is below the minimum age of the grade; False without a readable age."""
    if programme.under_age.rule == "counted":
        return _nobody(pupils)
    least = pupils["grade"].map({each.grade: each.age for each in programme.under_age.ages})
    return pupils["age"].astype("float64") < least.astype("float64")


def _twice_in_school(programme: PerHeadProgramme, pupils: pd.DataFrame) -> pd.Series:
    """Whether a row is not a person's first one in the school."""
    if programme.duplicates.within_school == "each_counted":
        return _nobody(pupils)
    return pupils["person"].notna() & pupils.duplicated(["person", "smis"])


def _twice_in_area(programme: PerHeadProgramme, pupils: pd.DataFrame) -> pd.Series:
    """Whether a row is of a person in the lists of several schools."""
    if programme.duplicates.across_schools == "each_counted":
        return _nobody(pupils)
    several = pupils[pupils["person"].notna() & pupils.duplicated("person", keep=False)]
    schools = several.groupby("person")["smis"].transform("nunique")
    return (schools > 1).reindex(pupils.index, fill_value=False)


@dataclass(frozen=True, slots=True)
class MissingReport:
    """The report that was not received for an item, described in Thai, and the schools whose pupils are therefore
    unknown."""

    detail: str
    schools: frozenset[str]


def missing_reports(
    programme: PerHeadProgramme, enrolled: Collection[str], pupils: pd.DataFrame, deliveries: pd.DataFrame
) -> Mapping[str, MissingReport]:
    """By item, its report where that was not received and pupil lists do not replace it for every school with pupils.
    Other items are not in the result."""
    received, listed = set(deliveries["report"]), set(pupils["smis"])
    missing = {}
    for item in programme.items:
        report = item.category.report if item.category else ""
        if not report or report in received:
            continue
        silent = frozenset(enrolled) - (listed if report in ANSWERED else set())
        title = LAYOUT_BY_SLUG[report].title if report in LAYOUT_BY_SLUG else report
        some = f" และบัญชีรายชื่อของ {len(silent):,} โรงเรียน" if len(silent) < len(frozenset(enrolled)) else ""
        if silent:
            missing[item.item] = MissingReport(f"“{title}”{some}", silent)
    return missing
