"""What anybody knows about how the numbers of an edition belong together: parts add up to their whole, causes to the
change, a ratio times its whole is its part, money is a rate times persons.

What structure suggests is taken as known where it holds for the true numbers: a reader does not know that it holds, but
may assume it. A relation says nothing by itself about a number that is not released.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from helpers.facts.computing import RATIO_STEP
from helpers.facts.definitions import Condition, Not, Operation, parse_reference, parse_where
from helpers.facts.ledger import FactLine
from helpers.publish.disclosure_control.classification import Fate
from helpers.publish.disclosure_control.numbers import CAUSE, DERIVED, CellName, Ledgers, Number, by_cell

_ADDED = frozenset({Operation.COUNT, Operation.SUM, Operation.RULE, Operation.DISTINCT})
"""The operations whose parts may add up to the whole. Different things that are counted once do where none of them is
in two parts."""
_WHY, _CHANGE = ".why.", ".change."
_PERSONS = ("counted", "headcount", "quantity")
_RATES = ("lowest", "highest")
_HALF_STEP = RATIO_STEP / 2
Where = frozenset[tuple[str, Condition]]
_Split = tuple[int, list[int], bool]
"""A whole, its parts, and whether these say something of each other only where they are equal."""


@dataclass(frozen=True)
class Relation:
    """The sum of numbers, each times its factor, lies from `low` to `high`; None for no limit on that side. `parts` are
    numbers by their position. `printed` is the cell that must be released for the relation to be known: a ratio or
    difference; None where structure alone tells it. `table` is the table of a whole and its parts."""

    parts: tuple[tuple[int, Decimal], ...]
    low: Decimal | None = Decimal(0)
    high: Decimal | None = Decimal(0)
    printed: CellName | None = None
    table: str = ""


def relations(numbers: Sequence[Number], ledgers: Ledgers) -> list[Relation]:
    """Every relation in which a number takes part that is not open. Raises VerificationError for a filter and
    ParameterError for a reference that no report writes."""
    positions = by_cell(numbers)
    known = [
        *_sums(numbers),
        *_same_rows(numbers),
        *_changes(numbers, ledgers, positions),
        *_derived(ledgers, positions),
        *_money(numbers),
    ]
    return [each for each in known if any(numbers[position].fate is not Fate.OPEN for position, _ in each.parts)]


def _sums(numbers: Sequence[Number]) -> Iterator[Relation]:
    """Wholes and their parts among the numbers that ask the same of the same table. Closed parts are left out: there
    are as many of them as there are schools, and none of them is known."""
    asked: dict[tuple[str, str, str], dict[Where, int]] = defaultdict(dict)
    for position, number in enumerate(numbers):
        for operation, table, column, where in number.questions if number.fate is not Fate.CLOSED else ():
            if operation in _ADDED:
                asked[operation, table, column][frozenset(parse_where(where).items())] = position
    for (operation, table, _), members in asked.items():
        if any(numbers[position].fate is Fate.PROTECTED for position in members.values()):
            disjoint = operation != Operation.DISTINCT
            for whole, parts, only_equal in _of_one_question(members):
                for sums in _whole_of(whole, parts, numbers, disjoint=disjoint, only_equal=only_equal):
                    yield replace(sums, table=table)


def _of_one_question(members: Mapping[Where, int]) -> Iterator[_Split]:
    levels: dict[frozenset[str], dict[Where, int]] = defaultdict(dict)
    for where, position in members.items():
        levels[frozenset(name for name, _ in where)][where] = position
    for names, wholes in levels.items():
        for finer, parts in levels.items():
            if names < finer:
                yield from _of_two_levels(wholes, parts, names)
    for where, position in members.items():
        yield from _of_several_values(where, position, members)


def _of_two_levels(wholes: Mapping[Where, int], parts: Mapping[Where, int], names: frozenset[str]) -> Iterator[_Split]:
    """The parts of each whole by further columns, where no part contains another."""
    inside: dict[Where, list[int]] = defaultdict(list)
    for where, position in parts.items():
        if all(isinstance(value, str | bool) for name, value in where if name not in names):
            inside[frozenset(condition for condition in where if condition[0] in names)].append(position)
    yield from ((position, inside[where], False) for where, position in wholes.items() if where in inside)


def _of_several_values(where: Where, whole: int, members: Mapping[Where, int]) -> Iterator[_Split]:
    """A number over several values of a column, or over all but one, and the numbers of each of these."""
    for name, value in where:
        rest = where - {(name, value)}
        if isinstance(value, tuple):
            yield whole, [members[key] for part in value if (key := rest | {(name, part)}) in members], False
        elif isinstance(value, Not) and rest in members and (key := rest | {(name, value.value)}) in members:
            yield members[rest], [whole, members[key]], False
        elif value is True and (key := rest | {(name, False)}) in members:
            yield whole, [members[key]], True


def _whole_of(
    whole: int, parts: Sequence[int], numbers: Sequence[Number], *, disjoint: bool, only_equal: bool
) -> Iterator[Relation]:
    """The whole is the sum of its parts where it is; else, where nothing is negative, not less than they are together,
    or than each of them where they may share what is counted once."""
    total = sum((numbers[part].value for part in parts), Decimal(0))
    terms = ((whole, Decimal(1)), *((part, Decimal(-1)) for part in parts))
    if parts == [whole] or not parts:
        return
    if total == numbers[whole].value:
        yield Relation(terms)
    elif not only_equal and _never_negative(numbers, (whole, *parts)):
        if not disjoint:
            yield from (Relation(((whole, Decimal(1)), (part, Decimal(-1))), high=None) for part in parts)
        elif total < numbers[whole].value:
            yield Relation(terms, high=None)


def _never_negative(numbers: Sequence[Number], members: Iterable[int]) -> bool:
    return all(numbers[member].value >= 0 for member in members)


def _same_rows(numbers: Sequence[Number]) -> Iterator[Relation]:
    """Amounts of one table over the same source rows, chosen in two ways: by the half of the year and by its tranche.
    A part that happens to be the whole is none of them."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for position, number in enumerate(numbers):
        if number.money and number.value and number.fate is Fate.PROTECTED:
            for question in number.questions:
                groups[number.digest, number.value, question[:3]].append(position)
    for (_, _, about), members in groups.items():
        for first, other in pairwise(members):
            sides = [_columns(numbers[position], about) for position in (first, other)]
            if sides[0] - sides[1] and sides[1] - sides[0]:
                yield Relation(((first, Decimal(1)), (other, Decimal(-1))))


def _columns(number: Number, about: object) -> set[str]:
    """The columns by which a number chooses its rows in a table."""
    return {name for question in number.questions if question[:3] == about for name in parse_where(question[3])}


def _changes(numbers: Sequence[Number], ledgers: Ledgers, positions: Mapping[CellName, int]) -> Iterator[Relation]:
    """What a headline figure changed by, and the causes of it: `<figure>.why.<c>` adds up to `<figure>.change.<c>`."""
    for report, ledger in ledgers.items():
        lines = {(line.fact, line.key): line for line in ledger}
        causes: dict[tuple[str, str], list[int]] = defaultdict(list)
        for line in ledger:
            position = positions.get((report, line.fact, line.key))
            if _WHY in line.fact and position is not None and isinstance(parse_where(line.where).get(CAUSE), str):
                causes[line.fact.replace(_WHY, _CHANGE), _without_cause(line.key)].append(position)
        for cell, parts in causes.items():
            if cell in lines and lines[cell].operation is Operation.DIFFERENCE:
                yield from _cause_sum(report, lines[cell], parts, positions, numbers)


def _without_cause(key: str) -> str:
    return ";".join(part for part in key.split(";") if not part.startswith("cause="))


def _cause_sum(
    report: str, change: FactLine, parts: Sequence[int], positions: Mapping[CellName, int], numbers: Sequence[Number]
) -> Iterator[Relation]:
    sides = [positions.get((report, *cell)) for cell in parse_reference(change.where)]
    if None in sides or sum(numbers[part].value for part in parts) != Decimal(change.value):
        return
    now, before = (side for side in sides if side is not None)
    yield Relation(((now, Decimal(1)), (before, Decimal(-1)), *((part, Decimal(-1)) for part in parts)))


def _derived(ledgers: Ledgers, positions: Mapping[CellName, int]) -> Iterator[Relation]:
    """What a released ratio or difference says of its two parts, within the rounding of a ratio. One of other ratios
    and differences says nothing that these do not."""
    for report, ledger in ledgers.items():
        for line in ledger:
            if line.operation not in DERIVED:
                continue
            left, right = (positions.get((report, *cell)) for cell in parse_reference(line.where))
            if left is None or right is None or left == right:
                continue
            printed, value = (report, line.fact, line.key), Decimal(line.value)
            if line.operation is Operation.DIFFERENCE:
                yield Relation(((left, Decimal(1)), (right, Decimal(-1))), value, value, printed)
            else:
                yield Relation(((left, Decimal(1)), (right, -(value - _HALF_STEP))), high=None, printed=printed)
                yield Relation(((left, Decimal(1)), (right, -(value + _HALF_STEP))), low=None, printed=printed)


def _money(numbers: Sequence[Number]) -> Iterator[Relation]:
    """Money that is one rate times the persons of the same rows, by any rate that its programme prints."""
    asked = {question: position for position, number in enumerate(numbers) for question in number.questions}
    rates: dict[str, set[Decimal]] = defaultdict(set)
    for (_, table, column, _), position in asked.items():
        if column in _RATES:
            rates[table.rpartition("/")[0]].add(numbers[position].value)
    for (_, table, _, where), position in asked.items():
        number = numbers[position]
        for column in _PERSONS if number.money and number.fate is not Fate.OPEN else ():
            persons = asked.get((Operation.SUM, table, column, where))
            if persons is None or not numbers[persons].value:
                continue
            rate = number.value / numbers[persons].value
            if rate in rates[table.rpartition("/")[0]]:
                yield Relation(((position, Decimal(1)), (persons, -rate)))
