"""From the pupils of a round to its aggregate tables, one function per kind of report."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from helpers.collection.dmc.layouts import (
    COMPLETION_GRADES,
    GRADES,
    INSPECTION_DISCHARGED,
    INSPECTION_DROPPED_OUT,
    INSPECTION_END,
    INSPECTION_START,
    LAYOUT_BY_SLUG,
    LAYOUTS,
    LEVEL_GROUPS,
    LEVEL_GROUPS_BEFORE_VOCATIONAL,
    Layout,
    Shape,
)
from helpers.identifiers import area_block_code
from helpers.sample import calibration, counts
from helpers.sample.counts import Counted
from helpers.sample.file_names import aggregate_name
from helpers.sample.history import RoundPupils
from helpers.sample.people import NEED_LABELS, NONE
from helpers.sample.population import headcounts, rooms_needed
from helpers.sample.school_year import M1, P1
from helpers.sample.tables import Table

Ints = npt.NDArray[np.int64]
WHOLE = 0
P6_GROUP_COUNT = len(calibration.P6_GROUPS)
P4 = GRADES.index("ป.4")
DORMITORY = LAYOUT_BY_SLUG["boarding"].categories.index("บ้านพักนักเรียน/หอนอน")


def _partition(data: RoundPupils, category: Ints, group: str = "grade") -> list[Counted]:
    """Count pupils under the whole and under their category; NONE is left out of both."""
    chosen = data.pupils[category != NONE]
    return [Counted.of(chosen, WHOLE, group), Counted.of(chosen, category[category != NONE] + 1, group)]


def _column(data: RoundPupils, name: str) -> Ints:
    return data.pupils[name].to_numpy().astype(np.int64)


def _disability(data: RoundPupils) -> Ints:
    return np.where(_column(data, "grade") < P1, NONE, _column(data, "disability"))


def _disability_and_disadvantage(data: RoundPupils) -> Ints:
    disabled, disadvantaged = _disability(data) != NONE, _column(data, "disadvantage") != NONE
    return np.select([disabled & disadvantaged, disadvantaged, disabled], [2, 1, 0], default=NONE)


def _boarding(data: RoundPupils) -> Ints:
    """Some of the older pupils from far away board, at the smallest schools that have secondary grades."""
    sizes = np.where(data.schools.taught[:, M1], data.schools.cohorts.sum(axis=1), np.inf)
    hosts = np.argsort(sizes, kind="stable")[: calibration.BOARDING_SCHOOLS]
    at_host = np.isin(_column(data, "school"), hosts[np.isfinite(sizes[hosts])])
    far = _column(data, "travel") != NONE
    some = _column(data, "person") % calibration.BOARDERS_ONE_IN == 0
    return np.where(at_host & far & some & (_column(data, "grade") >= P4), DORMITORY, NONE)


def _shortage(data: RoundPupils) -> list[Counted]:
    needs = data.pupils[list(NEED_LABELS)].to_numpy()
    masks = [needs.any(axis=1), *needs.T, needs.sum(axis=1) >= calibration.MANY_NEEDS]
    return [Counted.of(data.pupils[mask], label) for label, mask in enumerate(masks)]


def _inspection(data: RoundPupils) -> list[Counted]:
    assert data.started is not None
    assert data.events is not None
    labels = LAYOUT_BY_SLUG["inspection"].labels
    kinds = data.events["kind"].map(labels.index).to_numpy()
    return [
        Counted.of(data.started, labels.index(INSPECTION_START)),
        Counted.of(data.events, kinds),
        Counted.of(data.pupils, labels.index(INSPECTION_END)),
    ]


def _event_reasons(data: RoundPupils, kind: str) -> list[Counted]:
    assert data.events is not None
    chosen = data.events[data.events["kind"] == kind]
    return [Counted.of(chosen, WHOLE), Counted.of(chosen, chosen["reason"].to_numpy() + 1)]


def _completion_time(data: RoundPupils) -> list[Counted]:
    grade, late = _column(data, "grade"), data.pupils["late"].to_numpy()
    completes = np.isin(grade, [GRADES.index(last) for last in COMPLETION_GRADES]) & (
        _column(data, "not_passed") == NONE
    )
    kindergarten = np.where(data.pupils["early_start"].to_numpy(), 2, 1)
    return _partition(data, np.where(completes, np.where(grade < P1, kindergarten, np.where(late, 4, 3)), NONE))


COUNTED: dict[str, Callable[[RoundPupils], list[Counted]]] = {
    "enrolment": lambda data: [Counted.of(data.pupils, WHOLE)],
    "age": lambda data: _partition(data, _column(data, "age") - 1),
    **{
        slug: lambda data, name=slug: _partition(data, _column(data, name))  # type: ignore[misc]
        for slug in (
            *("nationality", "religion", "disadvantage", "travel", "weight_for_height", "height_for_age", "not_passed"),
            *("m3_destination", "m6_destination"),
        )
    },
    "disability": lambda data: _partition(data, _disability(data)),
    "disability_and_disadvantage": lambda data: _partition(data, _disability_and_disadvantage(data)),
    "boarding": lambda data: _partition(data, _boarding(data)),
    "shortage": _shortage,
    "g_code": lambda data: [Counted.of(data.pupils[data.pupils["g_coded"]], WHOLE)],
    "inspection": _inspection,
    "discharge": lambda data: _event_reasons(data, INSPECTION_DISCHARGED),
    "dropout": lambda data: _event_reasons(data, INSPECTION_DROPPED_OUT),
    "completion_time": _completion_time,
    "p6_destination": lambda data: _partition(data, _column(data, "p6_destination"), "p6_group"),
}


def _widened(layout: Layout, tallied: Ints, groups: tuple[str, ...]) -> Ints:
    if layout.shape is Shape.COMPLETIONS:
        return counts.by_completion_grade(tallied)
    if layout.slug == "p6_destination":
        return counts.with_total_first(tallied)
    if layout.shape is Shape.OUTCOMES:
        return np.asarray(tallied.sum(axis=2, keepdims=True))
    return counts.by_level_group(tallied, groups)


def _with_rooms(data: RoundPupils, values: Ints, groups: tuple[str, ...]) -> Ints:
    rooms = rooms_needed(headcounts(data.pupils, len(data.schools)))[list(data.present)]
    widened = counts.with_area(counts.by_level_group(rooms[:, None, :, None], groups))
    return np.concatenate([values, widened], axis=3)


def _count_table(data: RoundPupils, layout: Layout, file: str, codes: list[str], groups: tuple[str, ...]) -> Table:
    in_groups = P6_GROUP_COUNT if layout.slug == "p6_destination" else len(GRADES)
    tallied = counts.tally(COUNTED[layout.slug](data), data.present, max(1, len(layout.labels)), in_groups)
    values = counts.with_area(counts.with_both_sexes(_widened(layout, tallied, groups)))
    if layout.slug == "enrolment":
        values = _with_rooms(data, values, groups)
    return Table(data.round, layout, file, codes, groups, values)


def _flag_table(data: RoundPupils, layout: Layout, file: str, codes: list[str]) -> Table:
    # Drawn from the school's own code: a building does not change between two rounds.
    rates = np.array(calibration.FLAG_RATES[layout.slug])
    draws = [np.random.default_rng([int(code), len(rates)]).random(len(rates)) for code in codes[:-1]]
    flags = (np.array(draws) < rates).astype(np.int64)[:, None, None, :]
    return Table(data.round, layout, file, codes, (), counts.with_area(flags))


def build_tables(data: RoundPupils, area_code: str, *, older: bool) -> dict[str, Table]:
    """Every aggregate of a round by slug. `older`: names and enrolment width as in earlier years."""
    codes = [*(data.schools.codes[school] for school in data.present), area_block_code(area_code)]
    tables = {}
    for layout in LAYOUTS:
        file = aggregate_name(data.round, layout, codes[-1], older=older)
        if layout.shape is Shape.FLAGS:
            tables[layout.slug] = _flag_table(data, layout, file, codes)
        elif data.round.number == 3 or not layout.end_of_year:
            narrow = older and layout.slug == "enrolment"
            groups = LEVEL_GROUPS_BEFORE_VOCATIONAL if narrow else LEVEL_GROUPS
            tables[layout.slug] = _count_table(data, layout, file, codes, groups)
    return tables
