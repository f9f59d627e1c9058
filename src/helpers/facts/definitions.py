"""What a fact is: a named number, how it was computed, and from which source rows.

A fact has one cell per key. A cell's `where` is a filter that any SQL engine can run on the fact's table; for a ratio
or a difference it names the two cells that it is computed from: `pupils.poor(sex=รวม) / pupils.total()`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from helpers.errors import ParameterError, VerificationError
from helpers.thai import thai_sort_key

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
"""Columns of the canonical tables whose names are reserved words of SQL."""


class Operation(StrEnum):
    """How a fact's cells are computed."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    RATIO = "ratio"
    DIFFERENCE = "difference"
    MEDIAN = "median"
    RULE = "rule"
    """The sum of amounts that a budget rule computed; recomputed from quantity, rate and share of each."""


@dataclass(frozen=True)
class Not:
    """The condition that a column differs from this value; `Not("ไม่ระบุ")`."""

    value: str


Condition = str | bool | tuple[str, ...] | Not
"""The values that a column may hold: this one, one of these, or any but this."""


@dataclass(frozen=True)
class FactCell:
    """One number of a fact. `rows` is the number of different source rows that it was computed from, `digest` is over
    their keys; for a ratio or a difference both are over the two parts together."""

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
    cells: Mapping[str, FactCell] = field(default_factory=dict)
    deliveries: frozenset[str] = frozenset()
    printed: Mapping[str, Decimal] = field(default_factory=dict)
    """For a difference of rounded numbers, by key the number that is printed: the difference of the two printed
    numbers."""
    withheld: tuple[str, ...] = ()
    """Keys of cells that are not printed because they would reveal single persons; `cells` has none of them."""
    order: tuple[str, ...] = ()
    """All keys in reading order, where some are withheld."""
    narrowed: tuple[str, ...] = ()
    """The key columns among whose values the fact's own conditions choose: its cells are not all that there are."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all cells in reading order, those withheld included."""
        return tuple(key for key in self.order or self.cells if key in self.cells or key in self.withheld)

    def without(self, hidden: Collection[str]) -> Fact:
        """The fact with the cells of these keys withheld."""
        cells = {key: cell for key, cell in self.cells.items() if key not in hidden}
        return replace(self, cells=cells, withheld=tuple(key for key in self.cells if key in hidden), order=self.keys)


@dataclass(frozen=True)
class Absent:
    """A fact that cannot be stated; `reason` is a Thai sentence about what was not received."""

    id: str
    reason: str


def key_text(parts: Mapping[str, str]) -> str:
    """`{"grade": "ป.1", "sex": "ช"}` as `grade=ป.1;sex=ช`; the empty string for a fact of one cell.

    A semicolon or backslash inside a value gets a backslash before it.
    """
    return ";".join(f"{name}={_escaped(value, ';')}" for name, value in parts.items())


def key_parts(key: str) -> dict[str, str]:
    """The reverse of `key_text`."""
    return dict(_pairs(key))


@lru_cache(maxsize=1 << 16)
def _pairs(key: str) -> tuple[tuple[str, str], ...]:
    parts = (part.split("=", 1) for part in _KEY_PART.findall(key))
    return tuple((name, _unescaped(value)) for name, value in parts)


def _escaped(text: str, separator: str) -> str:
    return text.replace("\\", "\\\\").replace(separator, "\\" + separator)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL) if "\\" in text else text


def where_text(conditions: Mapping[str, Condition]) -> str:
    """The conditions as an SQL filter, in the order given; the empty string for none."""
    return " AND ".join(_condition(name, value) for name, value in conditions.items())


def _condition(name: str, value: Condition) -> str:
    column = f'"{name}"' if name in _RESERVED else name
    if isinstance(value, Not):
        return f"{column} <> {_literal(value.value)}"
    if isinstance(value, tuple):
        return f"{column} IN ({', '.join(_literal(member) for member in value)})"
    return f"{column} = {_literal(value)}"


def _literal(value: str | bool) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return "'" + value.replace("'", "''") + "'"


def parse_where(text: str) -> dict[str, Condition]:
    """The reverse of `where_text`. Raises VerificationError for any text that it does not write."""
    conditions: dict[str, Condition] = {}
    position = 0
    while position < len(text):
        match = _CONDITION.match(text, position + len(_AND) if conditions else position)
        if not match or (conditions and not text.startswith(_AND, position)):
            raise _unclear(text)
        conditions[match["name"]] = _parsed(match)
        position = match.end()
    if where_text(conditions) != text:  # a column twice, or a reserved name that is not written as one
        raise _unclear(text)
    return conditions


def _parsed(match: re.Match[str]) -> Condition:
    if match["truth"]:
        return match["truth"] == "TRUE"
    values = tuple(literal[1:-1].replace("''", "'") for literal in _LITERAL.findall(match["value"] or match["values"]))
    if match["value"] is None:
        return values
    return Not(values[0]) if match["sign"] == "<>" else values[0]


def _unclear(text: str) -> VerificationError:
    return VerificationError(f"คำนวณซ้ำไม่ได้: เงื่อนไขไม่เป็นตามแบบ: {text[:80]!r}", remedy="สร้างรายงานใหม่ด้วย workbook run")


@lru_cache(maxsize=1 << 16)
def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """The sort key of labels in reading order: `2 …` before `10 …`, `5.1` before `5.2`, and words in dictionary order,
    `เขื่องใน` before `ดอนมดแดง`. Different texts have different keys."""
    pieces = enumerate(_DIGITS.split(text))
    parts = ((0, int(piece), "") if index % 2 else (1, 0, thai_sort_key(piece)) for index, piece in pieces if piece)
    return (*parts, (2, 0, text))


def rows_digest(row_keys: Iterable[str]) -> tuple[int, str]:
    """The number of different source rows, and the digest over their sorted keys."""
    different = sorted(set(row_keys))
    return len(different), hashlib.sha256("\n".join(different).encode()).hexdigest()[:DIGEST_DIGITS]


def joined_digest(one: str, other: str) -> str:
    """The digest of a cell that is computed from two others."""
    return hashlib.sha256(f"{one}\n{other}".encode()).hexdigest()[:DIGEST_DIGITS]


def reference_text(left: str, left_key: str, sign: str, right: str, right_key: str) -> str:
    """The `where` of a ratio (`/`) or difference (`-`): `pupils.poor(sex=รวม) / pupils.total()`. Inside a key `) `
    becomes `)\\ `."""
    return f"{left}({_escaped_key(left_key)}) {sign} {right}({_escaped_key(right_key)})"


def _escaped_key(key: str) -> str:
    return key.replace("\\", "\\\\").replace(") ", ")\\ ")


def parse_reference(text: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two (fact, key) pairs of a ratio or difference. Raises ParameterError for a text that is no reference."""
    match = _REFERENCE.fullmatch(text)
    if not match:
        raise ParameterError(f"อ้างอิงข้อเท็จจริงไม่ได้: {text}", remedy="สร้างรายงานใหม่ด้วย workbook run")
    return (match["left"], _unescaped(match["left_key"])), (match["right"], _unescaped(match["right_key"]))
