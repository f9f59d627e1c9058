"""What the pupil list alone can say, in the tables that the aggregates otherwise fill: one row a pupil."""

from __future__ import annotations

import pandas as pd

from helpers.collection.dmc.layouts import LAYOUT_BY_SLUG, LEVEL_OF_GRADE, SEXES
from helpers.collection.dmc.pupil_columns import ABSENT
from helpers.collection.dmc.pupil_list import LABELLED
from helpers.collection.schemas import NOT_STATED
from helpers.identifiers import LearnerNumber

_ORIGIN = ["smis", "level", "grade", "sex", "pupils", "delivery", "sheet", "row"]
_OLDEST_OWN_LABEL = 20
ANSWERED = frozenset((*LABELLED, "age", "g_code"))
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
    """The different rooms that pupils of each school and grade sit in, with the first pupil's row as source. Who is in
    no room makes none; a grade whose list states no room at all has no row."""
    seated = pupils["room"] != ""
    enrolment = enrolment_from_pupils(pupils).assign(room=pupils["room"])[seated]
    grouped = enrolment.groupby(["smis", "level", "grade"], sort=False)
    return grouped.agg(
        rooms=("room", "nunique"), delivery=("delivery", "first"), sheet=("sheet", "first"), row=("row", "first")
    ).reset_index()


def categories_from_pupils(pupils: pd.DataFrame, report: str) -> pd.DataFrame | None:
    """The categories of a report that the list can answer too; None for one that it cannot. In a report of all pupils
    everybody has a category, `NOT_STATED` where the list has none; in others, who has none is not of them."""
    category = _category(pupils, report)
    if category is None:
        return None
    silent = category.isna() | category.isin((ABSENT, ""))
    frame = enrolment_from_pupils(pupils).assign(report=report, category=category, whole=False)
    if LAYOUT_BY_SLUG[report].of_all_pupils:
        return frame.assign(category=category.mask(silent, NOT_STATED))
    return frame[~silent]


def _category(pupils: pd.DataFrame, report: str) -> pd.Series | None:
    if report in LABELLED:
        return pupils[report]
    if report == "age":
        return pupils["age"].map(_age_label, na_action="ignore").astype(object)
    if report == "g_code":
        return (pupils["number_kind"] == LearnerNumber.G_CODE).map({True: LAYOUT_BY_SLUG["g_code"].title})
    return None


def _age_label(age: int) -> str:
    if age < 2:
        return "น้อยกว่า 2 ปี"
    return f"{age} ปี" if age <= _OLDEST_OWN_LABEL else "20 ปีขึ้นไป"
