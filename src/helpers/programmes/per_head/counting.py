"""Pupils by school and grade, as a round counts them: less those left out, and moved up where a tranche wants it.

Pupils of the list who are not paid for: too young for their grade, or in the list more than once.

A person is never named: an exclusion says the school and the row of the list.

Which items of a round cannot be computed, because the report that counts their pupils was not received.
"""

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
    """Pupils of one grade, and the source rows that say so; `also` are the keys of all but the first."""

    pupils: int
    source: SourceRow
    also: tuple[str, ...] = ()

    def less(self, rows: tuple[str, ...]) -> Count:
        """The count without the pupils of these rows of the list, which it then rests on too."""
        if not rows:
            return self
        return Count(self.pupils - len(rows), self.source, (*self.also, *(row for row in rows if row not in self.keys)))

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all source rows."""
        return frozenset((self.source.key, *self.also))


School = Mapping[str, Count]
"""One school's counts by grade."""


@dataclass(frozen=True)
class RoundCount:
    """What a round counts: pupils by school and grade, and of each category item."""

    on: date
    pupils: Mapping[str, School]
    categories: Mapping[str, Mapping[str, School]] = field(default_factory=dict)
    lacking: Mapping[str, Lacking] = field(default_factory=dict)
    """By item, what was not received to count it."""

    def moved_up(self, programme: PerHeadProgramme) -> RoundCount:
        """The count that it leads one to expect a term later. Grades that nobody moves into keep the old count."""
        origins = moving_up(programme)
        moved = {item: _moved(schools, origins) for item, schools in self.categories.items()}
        return RoundCount(self.on, _moved(self.pupils, origins), moved, self.lacking)

    def knows(self, item: str, smis: str) -> bool:
        """Whether the pupils of an item are known of a school; of all others its old payments stay as they are."""
        return item not in self.lacking or smis not in self.lacking[item].schools


def moving_up(programme: PerHeadProgramme) -> Mapping[str, str]:
    """By grade, the grade whose old count it takes: the one below, or its own for a grade at which pupils enter."""
    grades, entries = programme.grades, programme.term_1.entry_grades
    return {grade: grade if grade in entries else grades[place - 1] for place, grade in enumerate(grades)}


def count_round(
    programme: PerHeadProgramme,
    on: date,
    enrolment: pd.DataFrame,
    categories: pd.DataFrame,
    left_out: LeftOut,
) -> RoundCount:
    """The round's counts without those left out. Pupils of grades that are not paid for are not in it."""
    found = {}
    for item in programme.items:
        if item.category:
            own = _of_category(categories, item.category, programme)
            found[item.item] = _less(_schools(own), left_out, item.category)
    paid = enrolment[enrolment["grade"].isin(programme.grades)]
    return RoundCount(on, _less(_schools(paid), left_out), found)


def out_of_scope(programme: PerHeadProgramme, enrolment: pd.DataFrame, round_id: str) -> Iterator[Excluded]:
    """Pupils of grades that are not paid for, by school and grade."""
    others = enrolment[~enrolment["grade"].isin(programme.grades)]
    for smis, school in _schools(others).items():
        for grade, count in school.items():
            yield Excluded(smis, OUT_OF_SCOPE, count.pupils, count.source, f"ชั้น {grade} รอบ {round_id}")


def _of_category(categories: pd.DataFrame, category: Category, programme: PerHeadProgramme) -> pd.DataFrame:
    chosen = (categories["report"] == category.report) & categories["category"].isin(category.labels)
    return categories[chosen & ~categories["whole"].astype(bool) & categories["grade"].isin(programme.grades)]


def _schools(counted: pd.DataFrame) -> dict[str, dict[str, Count]]:
    """By school and grade, whatever the order of the rows."""
    ordered = counted.sort_values(_ROW, kind="stable")
    sums: dict[tuple[str, str], int] = {}
    rows: dict[tuple[str, str], dict[str, SourceRow]] = {}
    columns = [ordered[name].tolist() for name in (*_ROW, "row_key", "pupils")]
    for smis, grade, delivery, sheet, row, key, pupils in zip(*columns, strict=True):
        place = (smis, grade)
        sums[place] = sums.get(place, 0) + pupils
        rows.setdefault(place, {}).setdefault(key, SourceRow(delivery, sheet, row))
    schools: dict[str, dict[str, Count]] = {}
    for (smis, grade), pupils in sums.items():
        own = rows[smis, grade]
        first, *further = own
        schools.setdefault(smis, {})[grade] = Count(pupils, own[first], tuple(further))
    return schools


def _less(schools: Mapping[str, School], left_out: LeftOut, category: Category | None = None) -> Mapping[str, School]:
    """The counts without the pupils left out; never below zero, as the list may put more into a category than its
    report."""
    return {
        smis: {grade: count.less(left_out.of(smis, grade, category)[: count.pupils]) for grade, count in school.items()}
        for smis, school in schools.items()
    }


def _moved(schools: Mapping[str, School], origins: Mapping[str, str]) -> Mapping[str, School]:
    return {
        smis: {grade: school[origin] for grade, origin in origins.items() if origin in school}
        for smis, school in schools.items()
    }


TOO_YOUNG = "อายุต่ำกว่าเกณฑ์"
TWICE_IN_SCHOOL = "ซ้ำในโรงเรียนเดียวกัน"
TWICE_IN_AREA = "ซ้ำกับโรงเรียนอื่น"
_DISADVANTAGE = "disadvantage"
"""The one report whose categories the list states for each pupil."""
_PLACE = ["smis", "grade"]
_ORDER = ["smis", "delivery", "sheet", "row"]
_NEEDED = [*_ORDER, "row_key", "grade", "age", "person", "disadvantage"]


@dataclass(frozen=True)
class LeftOut:
    """The pupils left out, one row each, with `reason`; `rows` are their row keys by school and grade, with the
    disadvantage that the list states."""

    pupils: pd.DataFrame
    rows: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def of(self, smis: str, grade: str, category: Category | None = None) -> tuple[str, ...]:
        """The row keys of those of a school and grade; of a category, those whom the list puts into it."""
        own = self.rows.get((smis, grade), ())
        if category is None:
            return tuple(key for key, _ in own)
        stated = category.report == _DISADVANTAGE
        return tuple(key for key, label in own if stated and label in category.labels)

    def excluded(self, round_id: str) -> Iterator[Excluded]:
        """One row for each."""
        columns = [self.pupils[name].tolist() for name in (*_ORDER, "grade", "reason")]
        for smis, delivery, sheet, row, grade, reason in zip(*columns, strict=True):
            yield Excluded(smis, reason, 1, SourceRow(delivery, sheet, row), f"ชั้น {grade} รอบ {round_id}")


def leave_out(programme: PerHeadProgramme, pupils: pd.DataFrame, enrolment: pd.DataFrame) -> LeftOut:
    """The pupils of the list who are not paid for by the programme's settings; each is left out once, and of a school
    and grade never more than were counted, as the list may name more."""
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
    return LeftOut(out, rows)


def _counted(pupils: pd.DataFrame, enrolment: pd.DataFrame) -> pd.DataFrame:
    """The first pupils of each school and grade, as far as its count goes."""
    counts = enrolment.groupby(_PLACE)["pupils"].sum()
    most = pd.MultiIndex.from_frame(pupils[_PLACE]).map(counts.get)
    return pupils[pupils.groupby(_PLACE).cumcount() < pd.Series(most, pupils.index, dtype="float").fillna(0)]


def _nobody(pupils: pd.DataFrame) -> pd.Series:
    return pd.Series(False, index=pupils.index)


def _too_young(programme: PerHeadProgramme, pupils: pd.DataFrame) -> pd.Series:
    """Those below the least age of their grade; a pupil without a readable age is not."""
    if programme.under_age.rule == "counted":
        return _nobody(pupils)
    least = pupils["grade"].map({each.grade: each.age for each in programme.under_age.ages})
    return pupils["age"].astype("float64") < least.astype("float64")


def _twice_in_school(programme: PerHeadProgramme, pupils: pd.DataFrame) -> pd.Series:
    """All but a person's first row in a school."""
    if programme.duplicates.within_school == "each_counted":
        return _nobody(pupils)
    return pupils["person"].notna() & pupils.duplicated(["person", "smis"])


def _twice_in_area(programme: PerHeadProgramme, pupils: pd.DataFrame) -> pd.Series:
    """Every row of a person who stands in the lists of several schools."""
    if programme.duplicates.across_schools == "each_counted":
        return _nobody(pupils)
    several = pupils[pupils["person"].notna() & pupils.duplicated("person", keep=False)]
    schools = several.groupby("person")["smis"].transform("nunique")
    return (schools > 1).reindex(pupils.index, fill_value=False)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What was not received for an item, in Thai, and the schools of whose pupils nobody therefore knows."""

    detail: str
    schools: frozenset[str]


def lacking(
    programme: PerHeadProgramme, enrolled: Collection[str], pupils: pd.DataFrame, deliveries: pd.DataFrame
) -> Mapping[str, Lacking]:
    """By item, what was not received for it: its report, where no pupil list answers in its place. Items that are known
    of every school with pupils are left out."""
    received, listed = set(deliveries["report"]), set(pupils["smis"])
    found = {}
    for item in programme.items:
        report = item.category.report if item.category else ""
        if not report or report in received:
            continue
        silent = frozenset(enrolled) - (listed if report in ANSWERED else set())
        title = LAYOUT_BY_SLUG[report].title if report in LAYOUT_BY_SLUG else report
        some = f" และบัญชีรายชื่อของ {len(silent):,} โรงเรียน" if len(silent) < len(frozenset(enrolled)) else ""
        if silent:
            found[item.item] = Lacking(f"“{title}”{some}", silent)
    return found
