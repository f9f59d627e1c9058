"""The release of an edition: from the facts of the office reports to the numbers that the public may have, and what is
lost by it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.facts.definitions import Value, parse_reference
from helpers.facts.ledger import Cell, FactLine
from helpers.facts.released import Release, ReleasedCell, ReleasedFact
from helpers.publish.disclosure_control.classification import Fate, Schemas
from helpers.publish.disclosure_control.numbers import CellName, Ledgers, Number, by_cell, gathered
from helpers.publish.disclosure_control.protection import Protection, withheld_numbers
from helpers.publish.disclosure_control.relations import relations
from helpers.publish.disclosure_control.suppression import refuse_without_libraries


@dataclass(frozen=True)
class Tally:
    """How many cells of a report, or of all, are released, withheld under disclosure control, or closed."""

    released: int = 0
    withheld: int = 0
    closed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.released + other.released, self.withheld + other.withheld, self.closed + other.closed)

    @property
    def cells(self) -> int:
        """All cells of the office reports."""
        return self.released + self.withheld + self.closed


@dataclass(frozen=True)
class Decision:
    """A release, and what it leaves out. `tallies` are by report id. Of the different numbers under disclosure control
    (`judged`) `small` say something about too few persons, `withheld` are not released; of the persons that those of
    them count which are no money, `persons_withheld` of `persons`, as often as a number counts them."""

    release: Release
    tallies: Mapping[str, Tally]
    judged: int
    small: int
    withheld: int
    persons: int
    persons_withheld: int

    @property
    def whole(self) -> Tally:
        """The tally of all reports."""
        return sum(self.tallies.values(), Tally())

    @property
    def loss(self) -> dict[str, int]:
        """What disclosure control costs, by name: for the edition's description of itself."""
        return {
            "numbers": self.judged,
            "small": self.small,
            "withheld": self.withheld,
            "persons": self.persons,
            "persons_withheld": self.persons_withheld,
        }


def decide_release(ledgers: Ledgers, schemas: Schemas, threshold: int, jobs: int = 1) -> Decision:
    """The release of the facts of these reports, under disclosure control below `threshold` persons. Raises
    VerificationError and ParameterError for facts that no report writes, VerificationError without the libraries."""
    refuse_without_libraries()
    numbers = gathered(ledgers, schemas)
    protection = Protection(numbers, relations(numbers, ledgers), threshold)
    withheld = withheld_numbers(protection, jobs)
    positions = by_cell(numbers)
    reports: dict[str, dict[str, ReleasedFact]] = {}
    tallies: dict[str, Tally] = {}
    for report, ledger in ledgers.items():
        fates = _fates(report, ledger, numbers, positions, withheld)
        reports[report] = _facts(ledger, fates)
        tallies[report] = _tally(fates)
    counted = [position for position in protection.protected if not numbers[position].money]
    return Decision(
        Release(reports, threshold),
        tallies,
        judged=len(protection.protected),
        small=len(protection.small),
        withheld=len(withheld),
        persons=sum(numbers[position].persons or 0 for position in counted),
        persons_withheld=sum(numbers[position].persons or 0 for position in counted if position in withheld),
    )


def _fates(
    report: str,
    ledger: Sequence[FactLine],
    numbers: Sequence[Number],
    positions: Mapping[CellName, int],
    withheld: Collection[int],
) -> dict[Cell, Fate]:
    """Of every cell of a report whether it is released (`OPEN`), withheld (`PROTECTED`) or closed. A ratio or
    difference is what the worse of its parts is."""
    lines = {(line.fact, line.key): line for line in ledger}
    known: dict[Cell, Fate] = {}

    def fate(cell: Cell) -> Fate:
        if cell not in known:
            if cell not in lines:
                return Fate.CLOSED
            position = positions.get((report, *cell))
            known[cell] = (
                max(map(fate, parse_reference(lines[cell].where)), key=list(Fate).index)
                if position is None
                else _fate_of_number(numbers[position], position in withheld)
            )
        return known[cell]

    return {cell: fate(cell) for cell in lines}


def _fate_of_number(number: Number, is_withheld: bool) -> Fate:
    return Fate.OPEN if number.fate is Fate.PROTECTED and not is_withheld else number.fate


def _facts(ledger: Sequence[FactLine], fates: Mapping[Cell, Fate]) -> dict[str, ReleasedFact]:
    """What is released of each fact, in the order of the ledger."""
    lines_of: dict[str, list[FactLine]] = defaultdict(list)
    for line in ledger:
        lines_of[line.fact].append(line)
    return {fact: _released(lines, [fates[fact, line.key] for line in lines]) for fact, lines in lines_of.items()}


def _released(lines: Sequence[FactLine], fates: Sequence[Fate]) -> ReleasedFact:
    first = lines[0]
    judged = list(zip(lines, fates, strict=True))
    return ReleasedFact(
        first.title,
        first.unit,
        first.operation,
        first.table,
        first.column,
        {line.key: ReleasedCell(_value(line.value), line.where) for line, fate in judged if fate is Fate.OPEN},
        tuple(line.key for line, fate in judged if fate is not Fate.CLOSED),
        narrowed=Fate.CLOSED in fates,
    )


def _value(text: str) -> Value:
    return Decimal(text) if "." in text else int(text)


def _tally(fates: Mapping[Cell, Fate]) -> Tally:
    counted = Counter(fates.values())
    return Tally(counted[Fate.OPEN], counted[Fate.PROTECTED], counted[Fate.CLOSED])
