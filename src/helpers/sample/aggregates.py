"""The aggregate tables of a round, counted from its pupils: by school, label, grade and sex, then extended to the
columns of a layout. A table is a sequence of blocks of rows, one for each school and one for the area at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.identifiers import area_block_code
from helpers.periods import Round
from helpers.sample import calibration
from helpers.sample.files import aggregate_name
from helpers.sample.history import RoundPupils
from helpers.sample.people import NEED_LABELS, NONE
from helpers.sample.school_year import M1, P1
from helpers.sample.schools import headcounts, rooms_needed
from helpers.systems.dmc.layouts import (
    COMPLETION_GRADES,
    GRADES,
    GRADES_BY_LEVEL,
    INSPECTION_DISCHARGED,
    INSPECTION_DROPPED_OUT,
    INSPECTION_END,
    INSPECTION_START,
    LAYOUT_BY_SLUG,
    LAYOUTS,
    LEVEL_GROUPS,
    LEVEL_GROUPS_BEFORE_VOCATIONAL,
    SEXES,
    TOTAL,
    Layout,
    Shape,
    subtotal,
)

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Counted:
    """Pupils to be counted under a label, as arrays of equal length; `group` is a grade, or an undocumented group of a
    report."""

    school: Ints
    group: Ints
    sex: Ints
    label: Ints

    @classmethod
    def of(cls, pupils: pd.DataFrame, label: Ints | int, group: str = "grade") -> Counted:
        """The `pupils` with one label for each, in the same order, or one label for all."""
        schools, groups, sexes = (pupils[column].to_numpy(np.int64) for column in ("school", group, "sex"))
        return cls(schools, groups, sexes, np.broadcast_to(np.asarray(label, np.int64), len(pupils)))


def tally(counted: list[Counted], blocks: tuple[int, ...], labels: int, groups: int) -> Ints:
    """The counts with the axes block, label, group, sex; `blocks` are the positions of the schools."""
    school = np.concatenate([part.school for part in counted])
    group = np.concatenate([part.group for part in counted])
    sex = np.concatenate([part.sex for part in counted])
    label = np.concatenate([part.label for part in counted])
    shape = (len(blocks), labels, groups, len(SEXES))
    cells = np.ravel_multi_index((np.searchsorted(blocks, school), label, group, sex), shape)
    return np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape)


def _level_matrix() -> Ints:
    matrix = np.zeros((len(GRADES), len(LEVEL_GROUPS)), dtype=np.int64)
    for level, grades in GRADES_BY_LEVEL.items():
        for grade in grades:
            for group in (grade, subtotal(level), TOTAL):
                matrix[GRADES.index(grade), LEVEL_GROUPS.index(group)] = 1
    return matrix


LEVEL_MATRIX = _level_matrix()


def by_level_group(counts: Ints, groups: tuple[str, ...]) -> Ints:
    """Replace the axis of grades (the third) by the given level groups, which include subtotals."""
    columns = LEVEL_MATRIX[:, [LEVEL_GROUPS.index(group) for group in groups]]
    return np.moveaxis(np.tensordot(counts, columns, axes=(2, 0)), -1, 2)


def by_completion_grade(counts: Ints) -> Ints:
    """Keep only the six grades that complete a stage."""
    return counts[:, :, [GRADES.index(grade) for grade in COMPLETION_GRADES]]


def with_total_first(counts: Ints) -> Ints:
    """Insert the total of all groups before the groups."""
    return np.concatenate([counts.sum(axis=2, keepdims=True), counts], axis=2)


def with_both_sexes(counts: Ints) -> Ints:
    """Append the sum of both sexes."""
    return np.concatenate([counts, counts.sum(axis=3, keepdims=True)], axis=3)


def with_area(counts: Ints) -> Ints:
    """Append the area's block, the sum of all schools."""
    return np.concatenate([counts, counts.sum(axis=0, keepdims=True)])


@dataclass
class AggregateTable:
    """The counts of one report in one round; defects change them in place."""

    round: Round
    layout: Layout
    file: str
    """The name of its file."""
    codes: list[str]
    """The SMIS codes of the blocks, and the code of the area at the end."""
    groups: tuple[str, ...]
    """The labels of the level groups; empty for reports without them."""
    values: Ints
    """The counts with the axes block, label, group, measure."""
    inserted: dict[int, str] = field(default_factory=dict)
    """Inserted lines, by the position of the table's row before which they stand."""

    @property
    def _block_height(self) -> int:
        return int(self.values.shape[1])

    def row_number(self, block: int, label: str = "") -> int:
        """The row number in the file, from 1, of a label in a block; without a label, of the block's first row."""
        position = block * self._block_height + (self.layout.labels.index(label) if label else 0)
        return position + 1 + sum(inserted <= position for inserted in self.inserted)

    def insert(self, block: int, code: str, label: str) -> int:
        """Insert a row of zeros before a block, and return its row number."""
        position = block * self._block_height
        start = [str(self.round), code, *([label] if label else [])]
        self.inserted[position] = ",".join([*start, *["0"] * self.values[0, 0].size])
        return position + 1 + sum(inserted < position for inserted in self.inserted)

    def lines(self) -> Iterator[str]:
        """The lines of the file."""
        labels = self.layout.labels
        for position, numbers in enumerate(self.values.reshape(len(self.codes) * self._block_height, -1).tolist()):
            if position in self.inserted:
                yield self.inserted[position]
            block, label = divmod(position, self._block_height)
            start = [str(self.round), self.codes[block], *([labels[label]] if labels else [])]
            yield ",".join([*start, *map(str, numbers)])


WHOLE = 0
P6_GROUP_COUNT = len(calibration.P6_GROUPS)
P4 = GRADES.index("ป.4")
DORMITORY = LAYOUT_BY_SLUG["boarding"].categories.index("บ้านพักนักเรียน/หอนอน")


def _partition(data: RoundPupils, category: Ints, group: str = "grade") -> list[Counted]:
    """Count pupils in the whole and in their category; those with NONE in neither."""
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
        return by_completion_grade(tallied)
    if layout.slug == "p6_destination":
        return with_total_first(tallied)
    if layout.shape is Shape.OUTCOMES:
        return np.asarray(tallied.sum(axis=2, keepdims=True))
    return by_level_group(tallied, groups)


def _with_rooms(data: RoundPupils, values: Ints, groups: tuple[str, ...]) -> Ints:
    rooms = rooms_needed(headcounts(data.pupils, len(data.schools)))[list(data.present)]
    widened = with_area(by_level_group(rooms[:, None, :, None], groups))
    return np.concatenate([values, widened], axis=3)


def _count_table(
    data: RoundPupils, layout: Layout, file: str, codes: list[str], groups: tuple[str, ...]
) -> AggregateTable:
    in_groups = P6_GROUP_COUNT if layout.slug == "p6_destination" else len(GRADES)
    tallied = tally(COUNTED[layout.slug](data), data.present, max(1, len(layout.labels)), in_groups)
    values = with_area(with_both_sexes(_widened(layout, tallied, groups)))
    if layout.slug == "enrolment":
        values = _with_rooms(data, values, groups)
    return AggregateTable(data.round, layout, file, codes, groups, values)


def _flag_table(data: RoundPupils, layout: Layout, file: str, codes: list[str]) -> AggregateTable:
    # Drawn from the school's own code: a building does not change between two rounds.
    rates = np.array(calibration.FLAG_RATES[layout.slug])
    draws = [np.random.default_rng([int(code), len(rates)]).random(len(rates)) for code in codes[:-1]]
    flags = (np.array(draws) < rates).astype(np.int64)[:, None, None, :]
    return AggregateTable(data.round, layout, file, codes, (), with_area(flags))


def build_tables(data: RoundPupils, area_code: str, *, older: bool) -> dict[str, AggregateTable]:
    """All aggregates of a round by slug. With `older`, file names and the columns of enrolment are those of earlier
    years."""
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
