"""What the pupil list alone can say, in the tables that the aggregates otherwise fill: one row a pupil."""

from __future__ import annotations

import pandas as pd

from helpers.collection.dmc.layouts import LAYOUT_BY_SLUG, LEVEL_OF_GRADE, SEXES
from helpers.collection.dmc.pupil_columns import ABSENT
from helpers.collection.schemas import NOT_STATED
from helpers.identifiers import LearnerNumber

_ORIGIN = ["smis", "level", "grade", "sex", "pupils", "delivery", "sheet", "row"]
_OWN_COLUMN = ("religion", "nationality", "disadvantage")
"""Reports whose categories are a column of the list, called like the report."""
_OLDEST_OWN_LABEL = 20


ANSWERED = frozenset((*_OWN_COLUMN, "age", "g_code"))
"""The reports whose categories the list can answer too."""


def enrolment_from_pupils(pupils: pd.DataFrame) -> pd.DataFrame:
    """Each pupil as a row of one; an unknown sex or grade is counted as not stated, never left out."""
    known = pupils["grade"].isin(LEVEL_OF_GRADE)
    placed = pupils.assign(
        grade=pupils["grade"].where(known, NOT_STATED),
        level=pupils["grade"].map(LEVEL_OF_GRADE).where(known, NOT_STATED),
        sex=pupils["sex"].where(pupils["sex"].isin(SEXES), NOT_STATED),
        pupils=1,
    )
    return placed[_ORIGIN]


def classrooms_from_pupils(pupils: pd.DataFrame) -> pd.DataFrame:
    """The different rooms that pupils of each school and grade sit in, with the first pupil's row as source."""
    enrolment = enrolment_from_pupils(pupils).assign(room=pupils["room"])
    grouped = enrolment.groupby(["smis", "level", "grade"], sort=False)
    return grouped.agg(
        rooms=("room", "nunique"), delivery=("delivery", "first"), sheet=("sheet", "first"), row=("row", "first")
    ).reset_index()


def categories_from_pupils(pupils: pd.DataFrame, report: str) -> pd.DataFrame | None:
    """The categories of a report that the list can answer too; None for one that it cannot."""
    category = _category(pupils, report)
    if category is None:
        return None
    stated = category.notna() & ~category.isin((ABSENT, ""))
    frame = enrolment_from_pupils(pupils).assign(report=report, category=category, whole=False)
    return frame[stated]


def _category(pupils: pd.DataFrame, report: str) -> pd.Series | None:
    if report in _OWN_COLUMN:
        return pupils[report]
    if report == "age":
        return pupils["age"].map(_age_label, na_action="ignore")
    if report == "g_code":
        return (pupils["number_kind"] == LearnerNumber.G_CODE).map({True: LAYOUT_BY_SLUG["g_code"].title})
    return None


def _age_label(age: int) -> str:
    if age < 2:
        return "น้อยกว่า 2 ปี"
    return f"{age} ปี" if age <= _OLDEST_OWN_LABEL else "20 ปีขึ้นไป"
