"""Pupils of the list who are not paid for: too young for their grade, or in the list more than once.

A person is never named: an exclusion says the school and the row of the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from helpers.budget.allocation import Excluded, SourceRow
from helpers.params.programmes.per_head import Category, PerHeadProgramme

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
