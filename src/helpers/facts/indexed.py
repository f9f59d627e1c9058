"""A table that many facts are computed from: each of its columns is looked through once, not once for every cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.facts.definitions import DIGEST_DIGITS, Condition, Not, where_text

Positions = npt.NDArray[np.intp]
"""Rows of a table by their position, from 0."""


@dataclass(frozen=True)
class CodedColumn:
    """A column as its different values in the order in which they come, and for every row the position of its value
    among them; -1 where the row has none. `missing` is how such a row reads: `nan`; empty where every row has one."""

    values: Sequence[Any]
    codes: Positions
    missing: str


class IndexedTable:
    """A frame that nobody changes, with what was once asked of its columns kept."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._columns: dict[str, CodedColumn] = {}
        self._chosen: dict[str, Positions] = {}

    def column(self, name: str) -> CodedColumn:
        """A column by its different values."""
        if name not in self._columns:
            column = self.frame[name]
            codes, values = pd.factorize(column)
            without = column[codes < 0]
            self._columns[name] = CodedColumn(list(values), codes, str(without.iloc[0]) if len(without) else "")
        return self._columns[name]

    def chosen(self, conditions: Mapping[str, Condition]) -> Positions:
        """The rows that meet every condition, in their order."""
        asked = where_text(conditions)
        if asked not in self._chosen:
            meets = np.ones(len(self.frame), dtype=bool)
            for name, condition in conditions.items():
                meets &= self._meets(name, condition)
            self._chosen[asked] = np.flatnonzero(meets)
        return self._chosen[asked]

    def _meets(self, name: str, condition: Condition) -> npt.NDArray[np.bool_]:
        column, holds = self.column(name), _test(condition)
        of_values = [holds(value) for value in column.values]
        return np.array([*of_values, False], dtype=bool)[column.codes]  # the code -1 finds the last one

    def names(self, column: str, rows: Positions) -> set[str]:
        """How the different values of a column read in these rows."""
        coded = self.column(column)
        used = np.unique(coded.codes[rows])
        return {str(coded.values[code]) if code >= 0 else coded.missing for code in used.tolist()}

    def distinct(self, column: str, rows: Positions) -> int:
        """How many different values a column has in these rows."""
        used = np.unique(self.column(column).codes[rows])
        return int((used >= 0).sum())

    def groups(self, names: Sequence[str], rows: Positions) -> dict[tuple[str, ...], Positions]:
        """These rows by the values of columns; one of which a row has no value leaves the row out."""
        if not names:
            return {(): rows}
        columns = [self.column(name) for name in names]
        for column in columns:
            rows = rows[column.codes[rows] >= 0]
        number = np.zeros(len(rows), dtype=np.int64)
        for column in columns:
            number = number * len(column.values) + column.codes[rows]
        order = np.argsort(number, kind="stable")
        ends = np.flatnonzero(np.diff(number[order])) + 1
        parts = np.split(rows[order], ends) if len(rows) else []
        return {tuple(str(column.values[column.codes[part[0]]]) for column in columns): part for part in parts}

    def digest(self, rows: Positions) -> tuple[int, str]:
        """The number of different source rows of these rows, and the digest over their keys, as `rows_digest` has
        them."""
        ranks, keys = self._row_keys
        different = np.unique(ranks[rows]).tolist()
        return len(different), sha256(b"\n".join([keys[rank] for rank in different])).hexdigest()[:DIGEST_DIGITS]

    @cached_property
    def _row_keys(self) -> tuple[Positions, list[bytes]]:
        """For every row the rank of its key, and the different keys in their order."""
        column = self.column("row_key")
        order = sorted(range(len(column.values)), key=column.values.__getitem__)
        ranks = np.empty(len(order), dtype=np.intp)
        ranks[order] = np.arange(len(order))
        return ranks[column.codes], [column.values[code].encode() for code in order]

    def sums(self, column: str) -> Callable[[Positions], Any]:
        """What adds up a column: exact for whole numbers and for Decimals, 0 for no row."""
        values = self.frame[column]
        if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iubO" and not values.hasnans:
            known = values.to_numpy()
            return lambda rows: known[rows].sum()
        return lambda rows: values.iloc[rows].sum()

    def known(self, column: str, rows: Positions) -> Iterator[Any]:
        """The values that a column has in these rows."""
        yield from self.frame[column].iloc[rows].dropna()


def _test(condition: Condition) -> Callable[[Any], bool]:
    if isinstance(condition, Not):
        return lambda value: bool(value != condition.value)
    if isinstance(condition, tuple):
        return lambda value: value in condition
    return lambda value: bool(value == condition)
