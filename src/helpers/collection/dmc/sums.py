"""The sums that an aggregate states beside their parts, and the order of its groups in which they hold.

The files have no header: which column is which is known by what adds up alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from helpers.collection.dmc.layouts import BOTH_SEXES, GRADES_BY_LEVEL, LEVELS, SEXES, TOTAL, subtotal

NOT_A_COUNT = -1
"""Stands in a cube for a cell that holds no count; such cells are found, reported and left out of every sum."""
_FEW = 2
"""Rows that may go against a sum whatever their share: a few wrong rows are findings of their own."""
Cube = npt.NDArray[np.int64]
Groups = tuple[str, ...]


@dataclass(frozen=True)
class Sums:
    """What rows state as sums and what the parts of each come to (rows by sums by measures), with the sums' names."""

    names: tuple[str, ...]
    stated: Cube
    summed: Cube

    @property
    def broken(self) -> list[tuple[str, int, int]]:
        """The sums that do not hold in most of the rows where they are about anybody: name, rows against, rows."""
        known = (self.stated != NOT_A_COUNT) & (self.summed != NOT_A_COUNT)
        about = (known & ((self.stated > 0) | (self.summed > 0))).any(axis=2).sum(axis=0)
        against = (known & (self.stated != self.summed)).any(axis=2).sum(axis=0)
        found = zip(self.names, against.tolist(), about.tolist(), strict=True)
        return [(name, wrong, rows) for name, wrong, rows in found if wrong > _FEW and 2 * wrong > rows]


def summed(parts: Cube) -> Cube:
    """Sum over the last axis; not a count where one of the parts is none."""
    return np.where((parts == NOT_A_COUNT).any(axis=-1), NOT_A_COUNT, parts.sum(axis=-1))


def level_sums(counts: Cube, groups: Groups) -> Sums:
    """Grades against the subtotal of their level, and those against the total."""
    place = {group: number for number, group in enumerate(groups)}
    parts = {
        subtotal(level): [place[grade] for grade in grades if grade in place]
        for level, grades in GRADES_BY_LEVEL.items()
    }
    parts[TOTAL] = [place[subtotal(level)] for level in LEVELS]
    stated = counts[:, [place[name] for name in parts]]
    own = [summed(np.moveaxis(counts[:, places], 1, -1)) for places in parts.values()]
    return Sums(tuple(parts), stated, np.stack(own, axis=1))


def sex_sums(counts: Cube, names: Sequence[str]) -> Sums:
    """Boys and girls against both, group by group."""
    return Sums(tuple(names), counts[:, :, 2:3], summed(counts[:, :, :2])[:, :, None])


def adding_up(counts: Cube, orders: Sequence[Groups]) -> Groups:
    """The order in which the fewest sums are contradicted, the first of several; `counts` has all measures."""
    pupils = counts[:, :, : len((*SEXES, BOTH_SEXES))]

    def against(groups: Groups) -> int:
        sums = level_sums(pupils, groups)
        return int((sums.stated != sums.summed).sum())

    return min(orders, key=against) if len(orders) > 1 else orders[0]
