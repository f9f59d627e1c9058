"""The law of a ledger: parts add up to their whole.

Two facts that put the same question to the same table, one by more columns than the other, are a whole and its parts,
whatever they are called: `pupils.by_grade` adds up to `pupils.total`, and the margins of a fact are sums of its cells.
Not so where a fact leaves values of a key out: it says which columns its own conditions narrow, and whether cells of
it are withheld.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from helpers.facts.definitions import WHOLE, Operation, key_parts, parse_where, where_text
from helpers.facts.ledger import FactLine

ADDITIVE = frozenset({Operation.COUNT, Operation.SUM, Operation.RULE})
"""The operations whose cells add up; different things that are counted once may be in several parts."""
_SUMS_OF = {("dmc/schools", "pupils"): ("dmc/enrolment", "delivered")}
"""Tables with a column of sums of another table's column of the same name, and the flag that all rows with such a sum
have: schools by district or size add up to what the grades do."""
Names = frozenset[str]
_Key = frozenset[tuple[str, str]]
_Cells = dict[_Key, FactLine]
_Question = tuple[str, ...]
"""What the cells of one whole ask: operation, table, column and the conditions beside their keys; first the fact where
it stands alone."""


@dataclass(frozen=True)
class Coverage:
    """What the cells of a fact leave out: `narrowed` are the key columns among whose values its conditions choose;
    `withheld` says whether cells are kept back that would tell of single persons."""

    narrowed: Names = frozenset()
    withheld: bool = False


@dataclass(frozen=True)
class Imbalance:
    """A cell that is not the sum of its parts: the cell, the fact whose cells are the parts, and what these add up
    to."""

    whole: FactLine
    parts: str
    total: Decimal

    def __str__(self) -> str:
        named = f"{self.whole.fact}" + (f" [{self.whole.key}]" if self.whole.key else "")
        return f"ข้อเท็จจริง {named} มีค่า {self.whole.value} แต่ส่วนย่อยใน {self.parts} รวมกันได้ {self.total}"


def imbalances(ledger: Iterable[FactLine], coverage: Mapping[str, Coverage]) -> Iterator[Imbalance]:
    """The cells that are not the sum of their parts, the first of each pair of facts.

    A narrowed fact stands alone: only its own margins are judged. Of a fact whose coverage is not known nothing is.
    Raises VerificationError for a filter that no report writes.
    """
    for levels in _wholes(ledger, coverage).values():
        for (names, _), cells in levels.items():
            for (finer, parts), part_cells in levels.items():
                if names < finer:
                    yield from _first(cells, parts, part_cells, names)


def _wholes(
    ledger: Iterable[FactLine], coverage: Mapping[str, Coverage]
) -> Mapping[_Question, dict[tuple[Names, str], _Cells]]:
    """The cells by question, and there by the columns of their keys, margins left out, and fact."""
    wholes: dict[_Question, dict[tuple[Names, str], _Cells]] = defaultdict(lambda: defaultdict(dict))
    for line in ledger:
        known = coverage.get(line.fact)
        if line.operation not in ADDITIVE or known is None or known.withheld:
            continue
        parts = key_parts(line.key)
        fixed = {name: value for name, value in parts.items() if value != WHOLE}
        alone = line.fact if known.narrowed else ""
        question = (alone, *_asked(line, parts if alone else fixed))
        wholes[question][frozenset(fixed), line.fact][frozenset(fixed.items())] = line
    return wholes


def _asked(line: FactLine, keys: Iterable[str]) -> _Question:
    """What a line asks beside its keys, of the table whose numbers it gives."""
    period, _, table = line.table.partition("/")
    summed, only = _SUMS_OF.get((table, line.column), (table, ""))
    conditions = parse_where(line.where)
    beside = {name: conditions[name] for name in sorted(conditions) if name not in {*keys, only}}
    return (line.operation, f"{period}/{summed}", line.column, where_text(beside))


def _first(cells: _Cells, parts: str, part_cells: _Cells, names: Names) -> Iterator[Imbalance]:
    """The first cell that is not the sum of those parts that share its key; one without parts must be 0."""
    sums: dict[_Key, Decimal] = defaultdict(Decimal)
    for key, line in part_cells.items():
        sums[frozenset(part for part in key if part[0] in names)] += Decimal(line.value)
    for key, line in cells.items():
        if sums[key] != Decimal(line.value):
            yield Imbalance(line, parts, sums[key])
            return
