"""What a fact is: a named number, how it was computed, and from which source rows.

A fact has one cell per key. A cell's `where` is a filter that any SQL engine can run on the fact's table; for a ratio
or a difference it names the two cells that it is made of: `pupils.poor(sex=รวม) / pupils.total()`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from helpers.errors import ParameterError, VerificationError
from helpers.thai import collated

DIGEST_DIGITS = 16
WHOLE = "รวม"
"""The key value of a margin: `sex=รวม` is both sexes."""
Value = int | Decimal
_KEY_PART = re.compile(r"((?:[^\\;]|\\.)+)", re.DOTALL)
_REFERENCE = re.compile(
    r"(?P<left>[\w.]+)\((?P<left_key>(?:(?!\) ).)*)\) [-/] (?P<right>[\w.]+)\((?P<right_key>.*)\)", re.DOTALL
)
_DIGITS = re.compile(r"(\d+)")
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_CONDITION = re.compile(
    r'"?(?P<name>[a-z_][a-z0-9_]*)"? '
    r"(?:= (?P<truth>TRUE|FALSE)"
    rf"|(?P<sign>=|<>) (?P<value>{_LITERAL.pattern})"
    rf"|IN \((?P<values>(?:{_LITERAL.pattern}(?:, {_LITERAL.pattern})*)?)\))"
)
_AND = " AND "
_RESERVED = frozenset({"column"})
"""Columns of the canonical tables whose names SQL keeps for itself."""


class Operation(StrEnum):
    """How a fact's cells come about."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    RATIO = "ratio"
    DIFFERENCE = "difference"
    RULE = "rule"
    """The sum of amounts that a rule made; recomputed from what they were made of."""


@dataclass(frozen=True)
class Not:
    """A condition: the column differs from this value."""

    value: str


Condition = str | bool | tuple[str, ...] | Not
"""What a column must hold: this value, one of these, or anything but this."""


@dataclass(frozen=True)
class Cell:
    """One number of a fact. `rows` counts the different source rows behind it, `digest` is over their keys; of a ratio
    or a difference, rows are those of both parts together."""

    value: Value
    where: str
    rows: int
    digest: str


@dataclass(frozen=True)
class Fact:
    """A fact, computed. `table` is `<round>/<system>/<table>`, empty for ratios and differences; `cells` are by key, in
    reading order; `deliveries` are the ids of the source files behind all cells.
    """

    id: str
    title: str
    unit: str
    operation: Operation
    table: str = ""
    column: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    deliveries: frozenset[str] = frozenset()
    printed: Mapping[str, Decimal] = field(default_factory=dict)
    """Of a difference of rounded numbers: by key what readers see, which is the difference of what they see of both."""
    withheld: tuple[str, ...] = ()
    """Keys of cells that are not printed, for they would tell of single persons; `cells` has none of them."""
    order: tuple[str, ...] = ()
    """All keys in reading order, where some are withheld."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the cells, those withheld too, in reading order."""
        return tuple(key for key in self.order or self.cells if key in self.cells or key in self.withheld)

    def without(self, hidden: Collection[str]) -> Fact:
        """The fact with the cells of these keys withheld."""
        cells = {key: cell for key, cell in self.cells.items() if key not in hidden}
        return replace(self, cells=cells, withheld=tuple(key for key in self.cells if key in hidden), order=self.keys)


@dataclass(frozen=True)
class Absent:
    """A fact that cannot be stated; `reason` says in Thai what was not received."""

    id: str
    reason: str


def key_text(parts: Mapping[str, str]) -> str:
    """`{"grade": "ป.1", "sex": "ช"}` as `grade=ป.1;sex=ช`; the empty string for a fact of one cell.

    A semicolon or backslash inside a value gets a backslash before it.
    """
    return ";".join(f"{name}={_escaped(value, ';')}" for name, value in parts.items())


def key_parts(key: str) -> dict[str, str]:
    """The reverse of `key_text`."""
    parts = (part.split("=", 1) for part in _KEY_PART.findall(key))
    return {name: _unescaped(value) for name, value in parts}


def _escaped(text: str, separator: str) -> str:
    return text.replace("\\", "\\\\").replace(separator, "\\" + separator)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def where_text(conditions: Mapping[str, Condition]) -> str:
    """The conditions as an SQL filter, in the order given; the empty string for none."""
    return " AND ".join(_condition(name, value) for name, value in conditions.items())


def _condition(name: str, value: Condition) -> str:
    column = f'"{name}"' if name in _RESERVED else name
    if isinstance(value, Not):
        return f"{column} <> {_literal(value.value)}"
    if isinstance(value, tuple):
        return f"{column} IN ({', '.join(_literal(each) for each in value)})"
    return f"{column} = {_literal(value)}"


def _literal(value: str | bool) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return "'" + value.replace("'", "''") + "'"


def parse_where(text: str) -> dict[str, Condition]:
    """The reverse of `where_text`. Raises VerificationError for a text that it did not write."""
    found: dict[str, Condition] = {}
    place = 0
    while place < len(text):
        match = _CONDITION.match(text, place + len(_AND) if found else place)
        if not match or (found and not text.startswith(_AND, place)):
            raise _unclear(text)
        found[match["name"]] = _parsed(match)
        place = match.end()
    if where_text(found) != text:  # a column twice, or a reserved name that is not written as one
        raise _unclear(text)
    return found


def _parsed(match: re.Match[str]) -> Condition:
    if match["truth"]:
        return match["truth"] == "TRUE"
    values = tuple(each[1:-1].replace("''", "'") for each in _LITERAL.findall(match["value"] or match["values"]))
    if match["value"] is None:
        return values
    return Not(values[0]) if match["sign"] == "<>" else values[0]


def _unclear(text: str) -> VerificationError:
    return VerificationError(f"คำนวณซ้ำไม่ได้: เงื่อนไขไม่เป็นตามแบบ: {text[:80]!r}", remedy="สร้างรายงานใหม่ด้วย workbook run")


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts labels as readers do: `2 …` before `10 …`, `5.1` before `5.2`, and words as a dictionary has
    them: `เขื่องใน` before `ดอนมดแดง`. Different texts have different keys."""
    pieces = enumerate(_DIGITS.split(text))
    parts = ((0, int(piece), "") if place % 2 else (1, 0, collated(piece)) for place, piece in pieces if piece)
    return (*parts, (2, 0, text))


def rows_digest(row_keys: Iterable[str]) -> tuple[int, str]:
    """How many different source rows, and the digest over their sorted keys."""
    different = sorted(set(row_keys))
    return len(different), hashlib.sha256("\n".join(different).encode()).hexdigest()[:DIGEST_DIGITS]


def joined_digest(one: str, other: str) -> str:
    """The digest of a cell that is made of two others."""
    return hashlib.sha256(f"{one}\n{other}".encode()).hexdigest()[:DIGEST_DIGITS]


def reference_text(left: str, left_key: str, sign: str, right: str, right_key: str) -> str:
    """How a ratio (`/`) or difference (`-`) names the cells that it is made of; inside a key `) ` becomes `)\\ `."""
    return f"{left}({_apart(left_key)}) {sign} {right}({_apart(right_key)})"


def _apart(key: str) -> str:
    return key.replace("\\", "\\\\").replace(") ", ")\\ ")


def parse_reference(text: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two (fact, key) pairs of a ratio or difference. Raises ParameterError for a text that is no reference."""
    match = _REFERENCE.fullmatch(text)
    if not match:
        raise ParameterError(f"อ้างอิงข้อเท็จจริงไม่ได้: {text}", remedy="สร้างรายงานใหม่ด้วย workbook run")
    return (match["left"], _unescaped(match["left_key"])), (match["right"], _unescaped(match["right_key"]))
