"""Columns that stand in each other's place in every row, seen against counts that have them in the right one.

Sums inside a file do not show it: boys and girls exchanged still come to the same total.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from helpers.collection.dmc.layouts import GRADES, SEXES

_PLACE = ["smis", "grade", "sex"]
_LEAST = 10
"""By so many pupils the exchange must explain more than the columns as they stand."""


def exchanged(found: pd.DataFrame, known: pd.DataFrame) -> list[str]:
    """The pairs of columns that are exchanged in `found`, as readers call them. Both frames have smis, grade, sex and
    pupils; only schools and grades that are in both are compared.

    A pair is exchanged where putting it right leaves less than half of the differences.
    """
    schools = set(found["smis"]) & set(known["smis"])
    grades = [grade for grade in GRADES if (found["grade"] == grade).any() and (known["grade"] == grade).any()]
    own, other = (_cube(frame, sorted(schools), grades) for frame in (found, known))
    if not own.size:
        return []
    if _explains(own[:, :, ::-1], own, other):
        return [" กับ ".join(SEXES)]
    return [*_sexes(own, other, grades), *_grades(own, other, grades)]


def _cube(frame: pd.DataFrame, schools: list[str], grades: list[str]) -> np.ndarray:
    """Pupils by school, grade and sex; 0 where no row says anything."""
    places = pd.MultiIndex.from_product([schools, grades, SEXES])
    counts = frame.groupby(_PLACE)["pupils"].sum().reindex(places, fill_value=0)
    return counts.to_numpy(dtype="int64").reshape(len(schools), len(grades), len(SEXES))


def _explains(turned: np.ndarray, own: np.ndarray, other: np.ndarray, least: int = _LEAST) -> bool:
    straight, exchange = (int(np.abs(each - other).sum()) for each in (own, turned))
    return 2 * exchange < straight and straight - exchange >= least


def _sexes(own: np.ndarray, other: np.ndarray, grades: list[str]) -> Iterator[str]:
    for place, grade in enumerate(grades):
        if _explains(own[:, place, ::-1], own[:, place], other[:, place]):
            yield f"{grade} {' กับ '.join(SEXES)}"


def _grades(own: np.ndarray, other: np.ndarray, grades: list[str]) -> Iterator[str]:
    """Two grades, each of which is the other one and not some third."""
    for one, two in combinations(range(len(grades)), 2):
        if _explains(own[:, [two, one]], own[:, [one, two]], other[:, [one, two]]) and all(
            _explains(own[:, there], own[:, here], other[:, here], least=1) for here, there in ((one, two), (two, one))
        ):
            yield f"{grades[one]} กับ {grades[two]}"
