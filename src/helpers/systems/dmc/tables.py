"""From cubes of counts to canonical tables: one row a cell that holds anything.

What the pupil list alone can say, in the tables that the aggregates otherwise fill: one row a pupil.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.identifiers import LearnerNumber
from helpers.systems.dmc.aggregate_checks import first_rows
from helpers.systems.dmc.aggregates import Aggregate
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG, LEVEL_OF_GRADE, ROOMS, SEXES, Shape
from helpers.systems.dmc.pupil_list import ABSENT, LABELLED
from helpers.tables.schemas import NOT_STATED

_SEX_MEASURES = [0, 1]


def enrolment_frame(aggregate: Aggregate) -> pd.DataFrame:
    """Pupils by school, grade and sex."""
    return _school_cells(aggregate, _SEX_MEASURES, "sex", "pupils")


def classroom_frame(aggregate: Aggregate) -> pd.DataFrame:
    """Classrooms by school and grade."""
    return _school_cells(aggregate, [aggregate.layout.measures.index(ROOMS)], "measure", "rooms").drop(
        columns="measure"
    )


def category_frame(aggregate: Aggregate) -> pd.DataFrame:
    """Pupils by category, school, grade and sex; a report without categories has its own title as the only one."""
    frame = _school_cells(aggregate, _SEX_MEASURES, "sex", "pupils")
    layout = aggregate.layout
    category = frame["category"] if layout.whole else layout.title
    return frame.assign(
        report=layout.slug, category=category, whole=frame["category"] == layout.whole if layout.whole else False
    )


def area_total_frame(aggregate: Aggregate) -> pd.DataFrame:
    """The area's own totals as the file states them, subtotals included."""
    names = aggregate.groups or tuple(str(number) for number in range(1, aggregate.counts.shape[1] + 1))
    places = list(range(len(names)))
    measures = list(range(len(aggregate.layout.measures)))
    frame = _cells(aggregate, aggregate.of_area & first_rows(aggregate), places, measures, "measure", "value", names)
    return frame.rename(columns={"group": "group_label"}).assign(report=aggregate.layout.slug)


def flag_frame(aggregate: Aggregate) -> pd.DataFrame:
    """Facility flags as received, zeros included."""
    rows, flags = aggregate.counts.shape[:2]
    row = np.repeat(np.arange(rows), flags)
    frame = _origin(aggregate, row).assign(
        report=aggregate.layout.slug,
        flag=np.tile(np.arange(1, flags + 1), rows),
        value=aggregate.counts[:, :, 0].ravel(),
    )
    return frame[(first_rows(aggregate) & aggregate.of_schools)[row] & (frame["value"] >= 0)]


def standing_frame(aggregate: Aggregate) -> pd.DataFrame:
    """Every school of the file with its first row, whether it has pupils or none."""
    row = np.flatnonzero(first_rows(aggregate) & aggregate.of_schools)
    return _origin(aggregate, row).assign(file=aggregate.delivery.name).drop_duplicates("smis")


def _school_cells(aggregate: Aggregate, measures: list[int], measure_name: str, value_name: str) -> pd.DataFrame:
    grades: Sequence[str] = aggregate.groups
    places = [place for place, group in enumerate(grades) if group in LEVEL_OF_GRADE]
    if aggregate.layout.shape is Shape.OUTCOMES:
        grades, places = (aggregate.layout.outcome_grade,), [0]
    schools = aggregate.of_schools & first_rows(aggregate)
    frame = _cells(aggregate, schools, places, measures, measure_name, value_name, grades)
    return frame.rename(columns={"group": "grade"}).assign(level=lambda cells: cells["grade"].map(LEVEL_OF_GRADE))


def _cells(
    aggregate: Aggregate,
    chosen: npt.NDArray[np.bool_],
    places: list[int],
    measures: list[int],
    measure_name: str,
    value_name: str,
    names: Sequence[str],
) -> pd.DataFrame:
    """The cells above zero of the chosen rows, groups and measures, one a row."""
    cube = aggregate.counts[:, places, :][:, :, measures]
    row, group, measure = np.nonzero((cube > 0) & chosen[:, None, None])
    labels = np.array(aggregate.layout.measures)[measures]
    return _origin(aggregate, row).assign(
        **{
            "category": aggregate.category[row],
            "group": np.array([names[place] for place in places])[group],
            measure_name: labels[measure],
            value_name: cube[row, group, measure],
        }
    )


def _origin(aggregate: Aggregate, row: npt.NDArray[np.int64]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "smis": aggregate.smis[row],
            "delivery": aggregate.delivery.id,
            "sheet": aggregate.sheet,
            "row": aggregate.rows[row],
        }
    )


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
