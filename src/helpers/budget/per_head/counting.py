"""Pupils by school and grade, as a round counts them: less those left out, and moved up where a tranche wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from helpers.budget.allocation import Excluded, SourceRow
from helpers.budget.per_head.lacking import Lacking
from helpers.budget.per_head.leaving_out import LeftOut
from helpers.params.programmes.per_head import Category, PerHeadProgramme

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
