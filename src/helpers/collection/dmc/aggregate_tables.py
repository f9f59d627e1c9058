"""From cubes of counts to canonical tables: one row a cell that holds anything."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.collection.dmc.aggregate_checks import first_rows
from helpers.collection.dmc.aggregates import Aggregate
from helpers.collection.dmc.layouts import LEVEL_OF_GRADE, ROOMS, Shape

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
