"""Within which bounds a reader can compute numbers that are not released: linear programming over what is known."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.publish.disclosure_control.numbers import CellName
from helpers.publish.disclosure_control.relations import Relation

Interval = tuple[float, float]
_NO_LIMIT = (-math.inf, math.inf)
_UNBOUNDED = 3
"""What scipy says where a sum has no largest value."""


@dataclass(frozen=True)
class Row:
    """What is known of the unknown numbers alone: their sum, each times its factor, lies from `low` to `high`."""

    parts: tuple[tuple[int, float], ...]
    low: float
    high: float


def known_rows(known: Iterable[Relation], values: Mapping[int, float]) -> list[Row]:
    """The relations with the released `values` put in; those in which nothing is unknown say nothing more."""
    rows = set()
    for relation in known:
        parts: dict[int, float] = defaultdict(float)
        given = 0.0
        for position, factor in relation.parts:
            if position in values:
                given += float(factor) * values[position]
            else:
                parts[position] += float(factor)
        if parts:
            low = -math.inf if relation.low is None else float(relation.low) - given
            high = math.inf if relation.high is None else float(relation.high) - given
            rows.add(Row(tuple(sorted(parts.items())), low, high))
    return sorted(rows, key=lambda row: (row.parts, row.low, row.high))


def components(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """The rows in groups that have no unknown number in common."""
    above: dict[int, int] = {}

    def root(position: int) -> int:
        while above.setdefault(position, position) != position:
            above[position] = position = above[above[position]]
        return position

    for row in rows:
        for position, _ in row.parts[1:]:
            above[root(position)] = root(row.parts[0][0])
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[root(row.parts[0][0])].append(row)
    return [tuple(group) for group in groups.values()]


class Component:
    """Unknown numbers that depend on each other, and what is known of them. `signed` are those that may be negative."""

    def __init__(self, rows: Sequence[Row], signed: Collection[int] = frozenset()) -> None:
        self._rows = rows
        self.unknown = sorted({position for row in rows for position, _ in row.parts})
        self._column = {position: index for index, position in enumerate(self.unknown)}
        self._limits = [(None if position in signed else 0.0, None) for position in self.unknown]
        finite = [abs(limit) for row in rows for limit in (row.low, row.high) if math.isfinite(limit)]
        self._scale = max([1.0, *finite])
        """The solver works on numbers of about one."""
        self._system = self._matrices()

    def _matrices(self) -> Mapping[str, Any]:
        """The rows as scipy takes them, equations and inequalities apart."""
        equal = [(row.parts, row.high) for row in self._rows if row.low == row.high]
        less = [(row.parts, row.high) for row in self._rows if row.low != row.high and math.isfinite(row.high)]
        less += [
            (tuple((position, -factor) for position, factor in row.parts), -row.low)
            for row in self._rows
            if row.low != row.high and math.isfinite(row.low)
        ]
        system: dict[str, Any] = {}
        for name, parts in (("eq", equal), ("ub", less)):
            if parts:
                system[f"A_{name}"], system[f"b_{name}"] = self._matrix(parts)
        return system

    def _matrix(self, parts: Sequence[tuple[tuple[tuple[int, float], ...], float]]) -> tuple[Any, Any]:
        """Each row divided by its largest factor."""
        from scipy.sparse import csr_array  # imported when it is needed: only who publishes must have it

        cells, limits = [], []
        for index, (factors, limit) in enumerate(parts):
            largest = max(abs(factor) for _, factor in factors) or 1.0
            cells += [(index, self._column[position], factor / largest) for position, factor in factors]
            limits.append(limit / largest / self._scale)
        rows, columns, factors = zip(*cells, strict=True)
        return csr_array((factors, (rows, columns)), shape=(len(parts), len(self.unknown))), np.array(limits)

    def bounds(self, enough: Mapping[int, float]) -> dict[int, Interval]:
        """The least and the largest value that each number of `enough` may have. One whose values are seen to lie as
        far apart as `enough` is not looked at any further, so that its interval may be larger. Bounds without any
        solution are those of a number that is known."""
        seen = {position: [math.inf, -math.inf] for position in self.unknown}
        for target in sorted(enough):
            for sign in (-1.0, 1.0):
                if seen[target][1] - seen[target][0] < enough[target]:
                    self._look(target, sign, seen)
        return {target: (seen[target][0], seen[target][1]) for target in enough}

    def _look(self, target: int, sign: float, seen: Mapping[int, list[float]]) -> None:
        """Find the least (`sign` 1) or largest (-1) value of a number, and keep what the others are then."""
        from scipy.optimize import linprog

        aim = np.zeros(len(self.unknown))
        aim[self._column[target]] = sign
        answer = linprog(aim, **self._system, bounds=self._limits, method="highs")
        if answer.status == _UNBOUNDED:
            seen[target][:] = _NO_LIMIT
        elif answer.x is not None:
            for position, value in zip(self.unknown, answer.x, strict=True):
                seen[position][0] = min(seen[position][0], float(value) * self._scale)
                seen[position][1] = max(seen[position][1], float(value) * self._scale)
        else:
            seen[target][:] = [0.0, 0.0]


class Reader:
    """Somebody who knows the relations and computes what is not released. What depends on the same things is computed
    once."""

    def __init__(self, known: Sequence[Relation], values: Sequence[float], signed: Collection[int]) -> None:
        self._known = known
        self._values = {position: values[position] for relation in known for position, _ in relation.parts}
        self._signed = frozenset(signed)
        self._computed: dict[tuple[tuple[Row, ...], frozenset[int]], dict[int, Interval]] = {}

    def intervals(
        self, unknown: Collection[int], enough: Mapping[int, float], printed: Collection[CellName] = frozenset()
    ) -> dict[int, Interval]:
        """What can be computed of the targets in `enough`, all of them unknown, where the numbers of `unknown` are not
        released and the ratios and differences of `printed` are. One of which nothing is known is left out."""
        values = {position: value for position, value in self._values.items() if position not in unknown}
        usable = (each for each in self._known if each.printed is None or each.printed in printed)
        computed: dict[int, Interval] = {}
        for rows in components(known_rows(usable, values)):
            targets = frozenset(position for row in rows for position, _ in row.parts if position in enough)
            if targets and (rows, targets) not in self._computed:
                aimed = {target: enough[target] for target in targets}
                self._computed[rows, targets] = Component(rows, self._signed).bounds(aimed)
            computed |= self._computed.get((rows, targets), {})
        return computed
