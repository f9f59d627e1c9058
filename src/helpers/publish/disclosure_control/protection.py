"""Which of the protected numbers are withheld: the small ones, and as few others as keep these from being computed.

First each table with its margins (`suppression`), then all tables together: whatever a reader can still compute too
closely costs one more number, until nothing is gained; what proves to be withheld for nothing is released again.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from helpers.publish.disclosure_control.bounds import Reader, Row, components, known_rows
from helpers.publish.disclosure_control.classification import Fate
from helpers.publish.disclosure_control.numbers import Number
from helpers.publish.disclosure_control.relations import Relation
from helpers.publish.disclosure_control.suppression import MOST_CELLS, LinkedTable, TableCell, secondary

_NEARLY = 1 - 1e-6
"""An interval is as wide as it must be up to the solver's rounding."""
_NOBODY = 10**6
"""The cost of withholding a number behind which no persons stand."""


class Protection:
    """The numbers of an edition, what connects them, and the threshold. `protected` are the positions of the numbers
    that may be withheld, `closed` of those that are not released at all, `small` of the protected ones that say
    something about fewer persons than the threshold, `signed` of those in whose columns there are negative ones."""

    def __init__(self, numbers: Sequence[Number], relations: Sequence[Relation], threshold: int) -> None:
        self.numbers = numbers
        self.relations = relations
        self.threshold = threshold
        self.protected = self._of(Fate.PROTECTED)
        self.closed = self._of(Fate.CLOSED)
        self.small = frozenset(position for position in self.protected if numbers[position].small(threshold))
        columns = {question[:3] for number in numbers if number.value < 0 for question in number.questions}
        self.signed = frozenset(
            position
            for position, number in enumerate(numbers)
            if any(question[:3] in columns for question in number.questions)
        )

    def _of(self, fate: Fate) -> frozenset[int]:
        return frozenset(position for position, number in enumerate(self.numbers) if number.fate is fate)

    def reader(self, relations: Sequence[Relation]) -> Reader:
        """Somebody who knows these relations and computes what can be computed."""
        return Reader(relations, [float(number.value) for number in self.numbers], self.signed)

    def apart(self, position: int) -> float:
        """How far apart the possible values of a number must lie: as far as leaves `threshold` persons open, or as far
        as they lie for somebody who has the open numbers alone. Where there are six teachers everybody knows
        that at most six have a rank."""
        return min(self.numbers[position].apart(self.threshold), self._known_anyway.get(position, math.inf))

    def enough(self, position: int) -> float:
        """The same, less the solver's rounding."""
        return self.apart(position) * _NEARLY

    @cached_property
    def _known_anyway(self) -> Mapping[int, float]:
        """How far apart the possible values of protected numbers lie where open numbers bound them."""
        structure = [relation for relation in self.relations if relation.printed is None]
        secret = self.protected | self.closed
        widths: dict[int, float] = {}
        for relations in _connected(self, structure):
            cells = _cells(relations)
            if any(self.numbers[position].value for position in cells - secret):
                targets = {
                    position: self.numbers[position].apart(self.threshold) for position in cells & self.protected
                }
                intervals = self.reader(relations).intervals(cells & secret, targets)
                widths |= {position: high - low for position, (low, high) in intervals.items()}
        return widths

    def cost(self, position: int) -> int:
        """What is lost where a number is withheld: of how many persons nothing is said any more."""
        persons = self.numbers[position].persons
        return _NOBODY if persons is None else max(1, persons)


class _Group:
    """Protected numbers that have to do with each other, and nothing to do with others. `near` are by position the
    numbers that share a relation with it."""

    def __init__(self, protection: Protection, relations: Sequence[Relation]) -> None:
        self.of = protection
        self.near: dict[int, set[int]] = defaultdict(set)
        for relation in relations:
            for position, _ in relation.parts:
                self.near[position] |= {other for other, _ in relation.parts}
        self.members = protection.protected & self.near.keys()
        self._closed = protection.closed & self.near.keys()
        self._reader = protection.reader(relations)

    def too_close(self, withheld: Collection[int]) -> list[int]:
        """Those of the withheld numbers that a reader can compute too closely."""
        targets = {position: self.of.enough(position) for position in withheld}
        intervals = self._reader.intervals(self._closed | targets.keys(), targets)
        return [position for position, (low, high) in sorted(intervals.items()) if high - low < targets[position]]

    def nearest(self, position: int, withheld: Collection[int]) -> set[int]:
        """The released protected numbers, zeros aside, that are the fewest relations away from a withheld one."""
        reached, edge = {position}, {position}
        while edge:
            beside = {other for member in edge for other in self.near[member]} - reached
            free = {other for other in beside if other in self.members and other not in withheld}
            if counting := {other for other in free if self.of.numbers[other].value}:
                return counting
            reached |= beside
            edge = beside & set(withheld)
        return set()


def withheld_numbers(protection: Protection, jobs: int = 1) -> frozenset[int]:
    """The positions of the protected numbers that are not released."""
    withheld = set(protection.small | _empty_parts(protection))
    for chosen in secondary(list(_tables(protection)), jobs):
        withheld |= chosen
    for group in _apart(protection):
        inside = withheld & group.members
        if inside:
            _withhold_more(group, inside)
            _release_again(group, inside)
            withheld = withheld - group.members | inside
    return frozenset(withheld)


def _empty_parts(protection: Protection) -> frozenset[int]:
    """The zeros whose whole is withheld: they would say that the few are all of another kind."""
    wholes = [relation.parts for relation in protection.relations if relation.table and relation.low == relation.high]
    return frozenset(
        part
        for (whole, _), *parts in wholes
        for part, _ in parts
        if whole in protection.small and part in protection.protected and not protection.numbers[part].value
    )


def _apart(protection: Protection) -> Iterator[_Group]:
    """The numbers that have nothing to do with each other, one group after another."""
    structure = [relation for relation in protection.relations if relation.printed is None]
    yield from (_Group(protection, relations) for relations in _connected(protection, structure))


def _tables(protection: Protection) -> Iterator[LinkedTable]:
    """The sums of the protected numbers as tables, with the open ones among them as they are. Sums that reach over
    several tables are taken together while the solver can do it, else each table for itself."""
    sums = [relation for relation in protection.relations if _is_sum(relation)]
    for linked in _connected(protection, sums):
        if len(_cells(linked)) <= MOST_CELLS:
            yield _linked_table(protection, linked)
            continue
        for table in sorted({relation.table for relation in linked} - {""}):
            inside = [relation for relation in linked if relation.table == table]
            yield from (_linked_table(protection, group) for group in _connected(protection, inside))


def _connected(protection: Protection, relations: Sequence[Relation]) -> Iterator[Sequence[Relation]]:
    """The relations in groups that have no number in common that is not open."""
    secret = protection.protected | protection.closed
    rows = known_rows(relations, dict.fromkeys(_cells(relations) - secret, 0.0))
    groups = {position: number for number, group in enumerate(components(rows)) for position in _members(group)}
    members: dict[int, list[Relation]] = defaultdict(list)
    for relation in relations:
        number = next((groups[position] for position, _ in relation.parts if position in groups), None)
        if number is not None:
            members[number].append(relation)
    return iter(members.values())


def _linked_table(protection: Protection, relations: Sequence[Relation]) -> LinkedTable:
    cells = {position: _table_cell(protection, position) for position in sorted(_cells(relations))}
    return LinkedTable(cells, [tuple((part, int(factor)) for part, factor in each.parts) for each in relations])


def _cells(relations: Sequence[Relation]) -> set[int]:
    return {position for relation in relations for position, _ in relation.parts}


def _members(rows: Iterable[Row]) -> set[int]:
    return {position for row in rows for position, _ in row.parts}


def _is_sum(relation: Relation) -> bool:
    equal = relation.low == relation.high == Decimal(0)
    return equal and relation.printed is None and all(abs(factor) == 1 for _, factor in relation.parts)


def _table_cell(protection: Protection, position: int) -> TableCell:
    value = float(protection.numbers[position].value)
    cost, signed = protection.cost(position), position in protection.signed
    if position not in protection.protected:
        return TableCell(value, cost, fixed=True, signed=signed)
    if position not in protection.small:
        return TableCell(value, cost, signed=signed)
    apart = protection.apart(position)
    below = apart / 2 if signed else min(value, apart)
    return TableCell(value, cost, below, max(apart - below, 0.0), signed=signed)


def _withhold_more(group: _Group, withheld: set[int]) -> None:
    """Withhold further numbers until nothing is computed too closely, or nothing is left to withhold; for each that is,
    the cheapest among the nearest that are still released. A zero that anybody can compute is released as well."""
    while close := group.too_close(withheld):
        known_zeros = {position for position in close if not group.of.numbers[position].value}
        more: set[int] = set()
        for position in close:
            if position not in known_zeros and not more & group.near[position]:
                nearest = group.nearest(position, withheld | more)
                more |= set(sorted(nearest, key=lambda other: (group.of.cost(other), other))[:1])
        if not more and not known_zeros:
            return
        withheld -= known_zeros
        withheld |= more


def _release_again(group: _Group, withheld: set[int]) -> None:
    """Release what is withheld for nothing, the largest loss first; where very much is connected, that would take too
    long to find out."""
    if len(group.members) > MOST_CELLS:
        return
    further = {position for position in withheld - group.of.small if group.of.numbers[position].value}
    for position in sorted(further, key=lambda other: (-group.of.cost(other), other)):
        withheld.discard(position)
        if group.too_close(withheld):
            withheld.add(position)
