"""The release: which numbers of the office reports the public may have, and their values.

A release is all that a public edition is made of. It says nothing of what it leaves out but that it does: no closed
cell is named, and of a withheld cell the key alone. How the choice was made is not known here (`helpers.publish`).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from helpers.digests import text_digest
from helpers.errors import VerificationError
from helpers.facts.definitions import Operation, Value
from helpers.facts.ledger import value_text

_FORMAT = 1
_WHOLE_NUMBER = re.compile(r"-?[0-9]+")


@dataclass(frozen=True)
class ReleasedCell:
    """One number that is released, and its `where`: the filter, or the two parts of a ratio or difference."""

    value: Value
    where: str


@dataclass(frozen=True)
class ReleasedFact:
    """What is released of one fact of one report. `cells` are by key; `order` has all keys that may be shown, in
    reading order: those of `cells` and of `withheld`, whose numbers are kept back. Cells that are closed to the public
    are in none of them: their very keys name schools with few pupils of a kind, or payees."""

    title: str
    unit: str
    operation: Operation
    table: str = ""
    column: str = ""
    cells: Mapping[str, ReleasedCell] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    narrowed: bool = False
    """Whether cells of the fact are closed: those that are shown are then not all that there are."""

    @property
    def withheld(self) -> tuple[str, ...]:
        """The keys of the cells that are shown as withheld, in reading order."""
        return tuple(key for key in self.order if key not in self.cells)

    @property
    def closed(self) -> bool:
        """Whether nothing of the fact may be shown, not even which cells it has."""
        return not self.order


ReleasedFacts = Mapping[str, ReleasedFact]
"""The facts of one report by id, in the order in which it states them."""


@dataclass(frozen=True)
class Release:
    """What is released of the reports of one edition, by report id. A fact that the office report cannot state is in no
    release; one that is closed is there and says so."""

    reports: Mapping[str, ReleasedFacts]
    threshold: int
    """Counts of fewer persons than this are withheld where they say something about them."""

    def fact(self, report: str, fact: str) -> ReleasedFact | None:
        """What is released of a fact; None where the office report does not state it."""
        return self.reports.get(report, MappingProxyType({})).get(fact)

    @property
    def text(self) -> str:
        """The release as a JSON text: the same release, the same characters."""
        reports = {
            report: {fact: _fact_parts(released) for fact, released in facts.items()}
            for report, facts in sorted(self.reports.items())
        }
        content = {"format": _FORMAT, "threshold": self.threshold, "reports": reports}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hex."""
        return text_digest(self.text)


def read_release(text: str, where: str = "") -> Release:
    """The release of a text. Raises VerificationError for one that `Release.text` cannot have written."""
    try:
        content = json.loads(text)
        reports = {
            report: {fact: _released_fact(parts) for fact, parts in facts.items()}
            for report, facts in content["reports"].items()
        }
        release = Release(reports, content["threshold"])
        if release.text != text:
            raise ValueError(content["format"])
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        remedy = "สร้างฉบับเผยแพร่ใหม่ด้วย workbook publish"
        raise VerificationError("อ่านบัญชีตัวเลขที่เผยแพร่ได้ไม่ได้", where=where, remedy=remedy) from error
    return release


def _fact_parts(fact: ReleasedFact) -> list[object]:
    """The fields of a fact in the order of the class; of every key its value and where, both null where withheld."""
    cells = [
        [key, value_text(fact.cells[key].value), fact.cells[key].where] if key in fact.cells else [key, None, None]
        for key in fact.order
    ]
    return [fact.title, fact.unit, fact.operation, fact.table, fact.column, cells, fact.narrowed]


def _released_fact(parts: list[object]) -> ReleasedFact:
    """Raises ValueError, TypeError or ArithmeticError for parts that `_fact_parts` cannot have written."""
    title, unit, operation, table, column, listed, narrowed = parts
    if not isinstance(listed, list) or not isinstance(narrowed, bool):
        raise TypeError(listed)
    cells = {key: ReleasedCell(_value(value), where) for key, value, where in listed if value is not None}
    order = tuple(key for key, _, _ in listed)
    labels = (str(title), str(unit), Operation(str(operation)), str(table), str(column))
    return ReleasedFact(*labels, cells, order, narrowed)


def _value(text: str) -> Value:
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else Decimal(text)
