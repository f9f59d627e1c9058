"""The canonical tables of a DMC round, from its aggregates, its pupil list and its confirmation file.

From an aggregate a table has one row a cell above zero. Where an aggregate was not delivered, the pupil list gives the
same table with one row a pupil.
"""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.identifiers import LearnerNumber
from helpers.params.folder import Params
from helpers.params.school_list import School
from helpers.systems.dmc.aggregate_checks import first_rows
from helpers.systems.dmc.aggregates import Aggregate
from helpers.systems.dmc.confirmations import ConfirmationFile
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG, LEVEL_OF_GRADE, ROOMS, SEXES, Shape
from helpers.systems.dmc.pupil_list import ABSENT, LABELLED
from helpers.systems.dmc.schemas import LATE, NO_PUPILS, NOT_CONFIRMED, ON_TIME
from helpers.tables.findings import school_list_delivery
from helpers.tables.schemas import NOT_STATED

_SEX_MEASURES = [0, 1]


def enrolment_frame(aggregate: Aggregate) -> pd.DataFrame:
    """One row a school, grade and sex with pupils."""
    return _school_cells(aggregate, _SEX_MEASURES, "sex", "pupils")


def classroom_frame(aggregate: Aggregate) -> pd.DataFrame:
    """One row a school and grade with classrooms."""
    return _school_cells(aggregate, [aggregate.layout.measures.index(ROOMS)], "measure", "rooms").drop(
        columns="measure"
    )


def category_frame(aggregate: Aggregate) -> pd.DataFrame:
    """One row a category, school, grade and sex with pupils; a report without categories has its title as the only
    one."""
    frame = _school_cells(aggregate, _SEX_MEASURES, "sex", "pupils")
    layout = aggregate.layout
    category = frame["category"] if layout.whole else layout.title
    return frame.assign(
        report=layout.slug, category=category, whole=frame["category"] == layout.whole if layout.whole else False
    )


def area_total_frame(aggregate: Aggregate) -> pd.DataFrame:
    """The totals that the file states for the whole area, subtotals included: one row a group and measure above
    zero."""
    names = aggregate.groups or tuple(str(number) for number in range(1, aggregate.counts.shape[1] + 1))
    group_indices = list(range(len(names)))
    measures = list(range(len(aggregate.layout.measures)))
    frame = _cells(
        aggregate, aggregate.of_area & first_rows(aggregate), group_indices, measures, "measure", "value", names
    )
    return frame.rename(columns={"group": "group_label"}).assign(report=aggregate.layout.slug)


def flag_frame(aggregate: Aggregate) -> pd.DataFrame:
    """One row a school and flag as received, zeros included."""
    rows, flags = aggregate.counts.shape[:2]
    row = np.repeat(np.arange(rows), flags)
    frame = _origin(aggregate, row).assign(
        report=aggregate.layout.slug,
        flag=np.tile(np.arange(1, flags + 1), rows),
        value=aggregate.counts[:, :, 0].ravel(),
    )
    return frame[(first_rows(aggregate) & aggregate.of_schools)[row] & (frame["value"] >= 0)]


def present_schools(aggregate: Aggregate) -> pd.DataFrame:
    """One row a school of the file, whether it has pupils or none: its first row there."""
    row = np.flatnonzero(first_rows(aggregate) & aggregate.of_schools)
    return _origin(aggregate, row).assign(file=aggregate.delivery.name).drop_duplicates("smis")


def _school_cells(aggregate: Aggregate, measures: list[int], measure_name: str, value_name: str) -> pd.DataFrame:
    grades: Sequence[str] = aggregate.groups
    group_indices = [index for index, group in enumerate(grades) if group in LEVEL_OF_GRADE]
    if aggregate.layout.shape is Shape.OUTCOMES:
        grades, group_indices = (aggregate.layout.outcome_grade,), [0]
    schools = aggregate.of_schools & first_rows(aggregate)
    frame = _cells(aggregate, schools, group_indices, measures, measure_name, value_name, grades)
    return frame.rename(columns={"group": "grade"}).assign(level=lambda cells: cells["grade"].map(LEVEL_OF_GRADE))


def _cells(
    aggregate: Aggregate,
    chosen: npt.NDArray[np.bool_],
    group_indices: list[int],
    measures: list[int],
    measure_name: str,
    value_name: str,
    names: Sequence[str],
) -> pd.DataFrame:
    """The cells above zero of the chosen rows, groups and measures, one a row."""
    cube = aggregate.counts[:, group_indices, :][:, :, measures]
    row, group, measure = np.nonzero((cube > 0) & chosen[:, None, None])
    labels = np.array(aggregate.layout.measures)[measures]
    return _origin(aggregate, row).assign(
        **{
            "category": aggregate.category[row],
            "group": np.array([names[index] for index in group_indices])[group],
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


_ENROLMENT_COLUMNS = ["smis", "level", "grade", "sex", "pupils", "delivery", "sheet", "row"]
_OLDEST_SINGLE_YEAR = 20
ANSWERED = frozenset((*LABELLED, "age", "g_code"))
"""The reports whose categories the pupil list gives too."""


def enrolment_from_pupils(pupils: pd.DataFrame) -> pd.DataFrame:
    """One row a pupil; an unknown sex or grade counts as not stated and is never left out."""
    known = pupils["grade"].isin(LEVEL_OF_GRADE)
    counted = pupils.assign(
        grade=pupils["grade"].where(known, NOT_STATED),
        level=pupils["grade"].map(LEVEL_OF_GRADE).where(known, NOT_STATED),
        sex=pupils["sex"].where(pupils["sex"].isin(SEXES), NOT_STATED),
        pupils=1,
    )
    return counted[_ENROLMENT_COLUMNS]


def classrooms_from_pupils(pupils: pd.DataFrame) -> pd.DataFrame:
    """One row a school and grade: the number of different rooms of its pupils, with the first pupil's row as source. A
    grade in which no pupil has a room has no row."""
    seated = pupils["room"] != ""
    enrolment = enrolment_from_pupils(pupils).assign(room=pupils["room"])[seated]
    grouped = enrolment.groupby(["smis", "level", "grade"], sort=False)
    return grouped.agg(
        rooms=("room", "nunique"), delivery=("delivery", "first"), sheet=("sheet", "first"), row=("row", "first")
    ).reset_index()


def categories_from_pupils(pupils: pd.DataFrame, report: str) -> pd.DataFrame | None:
    """One row a pupil of the report with its category; None for a report that the list cannot give. In a report of all
    pupils `NOT_STATED` stands for a category that the list lacks; from other reports such pupils are left out."""
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
    return f"{age} ปี" if age <= _OLDEST_SINGLE_YEAR else "20 ปีขึ้นไป"


_ORIGIN = ["delivery", "sheet", "row"]
_SCHOOL_COLUMNS = ["smis", "name", "district", "size", "listed", "delivered", "pupils", *_ORIGIN]


def school_frame(
    enrolment: pd.DataFrame, present: pd.DataFrame, names: Mapping[str, str], params: Params, day: date
) -> pd.DataFrame:
    """One row a school that is open on the day of the data or is in the deliveries. Its source row is its first in the
    enrolment, else its row in `present` (schools without a pupil), else its line in the school list. `names` are the
    names that the deliveries give to schools that the list lacks."""
    pupils = {str(smis): int(count) for smis, count in enrolment.groupby("smis")["pupils"].sum().items()}
    rows = pd.concat([enrolment[["smis", *_ORIGIN]], present[["smis", *_ORIGIN]]], ignore_index=True)
    first_rows = rows.drop_duplicates("smis").set_index("smis").to_dict("index")
    first: dict[str, Mapping[Hashable, object]] = {str(smis): row for smis, row in first_rows.items()}
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    listed: dict[Hashable, object] = {"delivery": school_list_delivery(params), "sheet": ""}
    expected = params.open_schools(day)
    described = [
        {
            **_described(smis, params.schools.get(smis), names),
            "listed": smis in expected,
            "size": _size(pupils.get(smis, 0), params) if smis in first else "",
            "delivered": smis in first,
            "pupils": pupils.get(smis, 0),
            **first.get(smis, {**listed, "row": lines.get(smis, 0)}),
        }
        for smis in sorted({*expected, *first})
    ]
    return pd.DataFrame(described, columns=_SCHOOL_COLUMNS)


def _size(pupils: int, params: Params) -> str:
    return params.office.size_bands.size_of(pupils) if pupils else NO_PUPILS


def _described(smis: str, school: School | None, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "smis": smis,
        "name": school.name if school else names.get(smis, f"โรงเรียนรหัส {smis}"),
        "district": (school.district if school else "") or NOT_STATED,
    }


def confirmation_frame(schools: pd.DataFrame, confirmed: ConfirmationFile, deadline: datetime) -> pd.DataFrame:
    """One row a school of the round, in time when it confirmed by `deadline`. Its source row is that of the
    confirmation file; for a school that the file does not name, that of the school's row in `schools`."""
    rows = []
    for school in schools[["smis", *_ORIGIN]].to_dict("records"):
        moment, row = confirmed.moments.get(school["smis"], (None, 0))
        if moment is None:
            rows.append({**school, "confirmation": NOT_CONFIRMED, "confirmed_at": None})
            continue
        origin: dict[Hashable, object] = {"delivery": confirmed.delivery, "sheet": confirmed.sheet, "row": row}
        kind = ON_TIME if moment <= deadline else LATE
        rows.append({"smis": school["smis"], **origin, "confirmation": kind, "confirmed_at": moment})
    columns = ["smis", *_ORIGIN, "confirmation", "confirmed_at"]
    return pd.DataFrame(rows, columns=columns).astype({"confirmed_at": "datetime64[s]"})
