"""Counting pupils as the aggregates do: by school, label, grade and sex, then widened to the columns of a layout."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.collection.dmc.layouts import (
    COMPLETION_GRADES,
    GRADES,
    GRADES_BY_LEVEL,
    LEVEL_GROUPS,
    SEXES,
    TOTAL,
    subtotal,
)

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Counted:
    """Pupils to be counted under a label, in arrays of equal length.

    `group` is a grade, or an undocumented group of a report.
    """

    school: Ints
    group: Ints
    sex: Ints
    label: Ints

    @classmethod
    def of(cls, pupils: pd.DataFrame, label: Ints | int, group: str = "grade") -> Counted:
        """Count each of `pupils` under the label of the same place, or all under one."""
        schools, groups, sexes = (pupils[column].to_numpy(np.int64) for column in ("school", group, "sex"))
        return cls(schools, groups, sexes, np.broadcast_to(np.asarray(label, np.int64), len(pupils)))


def tally(counted: list[Counted], blocks: tuple[int, ...], labels: int, groups: int) -> Ints:
    """Counts with the axes block, label, group, sex; `blocks` holds the position of each block's school."""
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
    """Turn the axis of grades (the third) into the level groups given, subtotals included."""
    columns = LEVEL_MATRIX[:, [LEVEL_GROUPS.index(group) for group in groups]]
    return np.moveaxis(np.tensordot(counts, columns, axes=(2, 0)), -1, 2)


def by_completion_grade(counts: Ints) -> Ints:
    """Keep of the axis of grades the six at which a stage is completed."""
    return counts[:, :, [GRADES.index(grade) for grade in COMPLETION_GRADES]]


def with_total_first(counts: Ints) -> Ints:
    """Put the total of all groups in front of the groups."""
    return np.concatenate([counts.sum(axis=2, keepdims=True), counts], axis=2)


def with_both_sexes(counts: Ints) -> Ints:
    """Add the sum of both sexes after them."""
    return np.concatenate([counts, counts.sum(axis=3, keepdims=True)], axis=3)


def with_area(counts: Ints) -> Ints:
    """Add the area's own block: the sum of the schools."""
    return np.concatenate([counts, counts.sum(axis=0, keepdims=True)])
