"""The attack on a finished edition: what somebody can compute who has all its files, against what must not be known.

The attacker has every number of every facts.csv (all other files show the same numbers) and knows how numbers belong
together (`relations`). The office's facts say only what to look for, and which relations hold; no withheld number is
given away to the attacker.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from helpers.errors import DataQualityError
from helpers.facts.ledger import Cell, cell_values
from helpers.publish.disclosure_control.bounds import Interval
from helpers.publish.disclosure_control.classification import Schemas
from helpers.publish.disclosure_control.numbers import CellName, Ledgers, Number, gathered
from helpers.publish.disclosure_control.protection import Protection
from helpers.publish.disclosure_control.relations import relations
from helpers.publish.disclosure_control.suppression import refuse_without_libraries

FACTS = "facts.csv"
Edition = Mapping[str, Mapping[Cell, str]]
"""The numbers of an edition by report id and cell, as its files write them."""
_MOST_NAMED = 10
_KNOWN = 1e-3
"""Bounds nearer than this are one number."""


@dataclass(frozen=True)
class Gain:
    """What the attacker learns about one number that must not be known: it lies from `low` to `high`."""

    cell: CellName
    persons: int
    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether the number is known exactly."""
        return self.high - self.low < _KNOWN * max(1.0, abs(self.low))


@dataclass(frozen=True)
class Outcome:
    """The outcome of an attack: how many numbers were attacked, what was gained, and the cells of the edition that no
    office report has, or has with another number: of these nothing can be said."""

    attacked: int
    gains: tuple[Gain, ...]
    unknown: tuple[CellName, ...] = ()

    @property
    def exact(self) -> int:
        """How many numbers are known exactly."""
        return sum(gain.exact for gain in self.gains)


def read_edition(folder: Path) -> Edition:
    """The numbers of every facts.csv under the folder of an edition, by the report whose folder it lies in."""
    return {
        path.parent.relative_to(folder).as_posix(): {
            cell: value for cell, (value, _) in cell_values(path.read_text(encoding="utf-8")).items()
        }
        for path in sorted(folder.rglob(FACTS))
    }


def attack(edition: Edition, ledgers: Ledgers, schemas: Schemas, threshold: int) -> Outcome:
    """Attack an edition that was made from these facts of the office. Raises VerificationError and ParameterError for
    facts that no report writes, VerificationError where a library is missing."""
    refuse_without_libraries()
    numbers = gathered(ledgers, schemas)
    protection = Protection(numbers, relations(numbers, ledgers), threshold)
    printed = {(report, *cell) for report, cells in edition.items() for cell in cells}
    released = {position for position, number in enumerate(numbers) if printed.intersection(number.cells)}
    secret = protection.protected | protection.closed
    targets = {
        position
        for position in secret
        if numbers[position].small(threshold) or (position in protection.protected and position not in released)
    }
    gains = [_gain(numbers[position], None) for position in sorted(targets & released)]
    unknown = secret - released
    enough = {position: protection.enough(position) for position in targets & unknown}
    intervals = protection.reader(protection.relations).intervals(unknown, enough, printed)
    gains += [
        _gain(numbers[position], interval)
        for position, interval in sorted(intervals.items())
        if interval[1] - interval[0] < enough[position]
    ]
    return Outcome(len(targets), tuple(gains), tuple(_unknown(edition, ledgers)))


def _gain(number: Number, interval: Interval | None) -> Gain:
    """What is gained of a number: the interval, or the number itself where it is released."""
    low, high = interval or (float(number.value), float(number.value))
    return Gain(number.cells[0], number.persons or 0, low, high)


def _unknown(edition: Edition, ledgers: Ledgers) -> Iterator[CellName]:
    for report, cells in edition.items():
        values = {(line.fact, line.key): line.value for line in ledgers.get(report, ())}
        for cell, value in cells.items():
            if cell not in values or not _same(value, values[cell]):
                yield (report, *cell)


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def refuse_gains(outcome: Outcome) -> None:
    """Raise DataQualityError that names what the attack gained, without saying any number."""
    if outcome.unknown:
        remedy = "สร้างรายงานและฉบับเผยแพร่ใหม่ด้วย workbook run แล้ว workbook publish"
        raise DataQualityError("ฉบับเผยแพร่มีตัวเลขที่ไม่ตรงกับรายงาน", where=_named(outcome.unknown), remedy=remedy)
    if outcome.gains:
        cells = [gain.cell for gain in outcome.gains]
        raise DataQualityError(
            f"ฉบับเผยแพร่ยังคำนวณตัวเลขที่ปิดไว้ได้ {len(cells)} ตัว จึงไม่เผยแพร่",
            where=_named(cells),
            remedy="แจ้งผู้ดูแลโปรแกรม ฉบับเผยแพร่เดิมยังอยู่ครบ",
        )


def _named(cells: Sequence[CellName]) -> str:
    names = [f"{report}: {fact}" + (f" [{key}]" if key else "") for report, fact, key in cells[:_MOST_NAMED]]
    return "; ".join(names) + (" …" if len(cells) > _MOST_NAMED else "")
