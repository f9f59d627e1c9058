"""The ledger of a report: its facts in the order in which they were stated, and the file `facts.csv` that holds
them."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.errors import VerificationError
from helpers.facts.definitions import Operation, Value
from helpers.files import BOM

_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_WHOLE = re.compile(r"[0-9]{1,18}")
_TABLE = re.compile(r"[^/]+/[^/]+/[^/]+")
PUBLIC_COLUMNS = ("fact", "key", "value", "unit", "title", "operation", "table", "column", "where")
"""Those of the public edition: it says nothing of source rows."""
COLUMNS = (*PUBLIC_COLUMNS, "rows", "digest")


@dataclass(frozen=True)
class FactLine:
    """One line of facts.csv: a cell with everything that its recomputation needs."""

    fact: str
    key: str
    value: str
    unit: str
    title: str
    operation: Operation
    table: str
    column: str
    where: str
    rows: int
    digest: str


Cell = tuple[str, str]
"""What names a number: its fact and its key."""
_VALUES = ("fact", "key", "value", "unit")


def value_text(value: Value) -> str:
    """A value as facts.csv holds it: unformatted, never in exponent form."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def write_csv(ledger: Iterable[FactLine], columns: Sequence[str] = COLUMNS) -> str:
    """The text of facts.csv, as Excel can open it."""
    rows = [columns, *([str(getattr(line, column)) for column in columns] for line in ledger)]
    return BOM + "".join(",".join(map(_quoted, row)) + "\n" for row in rows)


def _quoted(text: str) -> str:
    """The field, quoted where needed. Python's csv module would leave a carriage return unquoted and could not read it
    again."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text


def read_csv(text: str, where: str, columns: Sequence[str] = COLUMNS) -> list[FactLine]:
    """The lines of a facts.csv; earlier versions wrote it without a mark of its encoding. Where the `columns` have no
    source rows, lines have none. Raises VerificationError for a file that `write_csv` cannot have written."""
    try:
        header, *rows = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True)
        if tuple(header) != tuple(columns):
            raise ValueError(header)
        return [_line({"rows": "0", "digest": ""} | dict(zip(header, row, strict=True))) for row in rows]
    except (TypeError, ValueError, KeyError, csv.Error) as error:
        raise VerificationError("facts.csv อ่านไม่ได้", where=where, remedy="สร้างรายงานใหม่ด้วย workbook run") from error


def _line(row: dict[str, str]) -> FactLine:
    """Raises ValueError for a line that `write_csv` cannot have written."""
    operation = Operation(row["operation"])
    if not _NUMBER.fullmatch(row["value"]) or not _WHOLE.fullmatch(row["rows"]):
        raise ValueError(row["value"])
    made_of_facts = operation in (Operation.RATIO, Operation.DIFFERENCE)
    if row["table"] if made_of_facts else not _TABLE.fullmatch(row["table"]):
        raise ValueError(row["table"])
    return FactLine(**{**row, "operation": operation, "rows": int(row["rows"])})  # type: ignore[arg-type]


def cell_values(text: str) -> dict[Cell, tuple[str, str]]:
    """The value and unit of every cell of a facts.csv, of a damaged one as far as it goes: what an approval is about.
    How a number was computed and what it is called may change without it."""
    reader = csv.DictReader(io.StringIO(text.removeprefix(BOM), newline=""), restval="", restkey="rest")
    rows = [[str(row.get(name) or "") for name in _VALUES] for row in reader]
    return {(fact, key): (value, unit) for fact, key, value, unit in rows}


def values_digest(values: Mapping[Cell, tuple[str, str]]) -> str:
    """SHA-256, in hex, over the cells as a JSON list of [fact, key, value, unit] in the order of their characters,
    without spaces: the same whichever order they were stated in."""
    rows = sorted([*cell, *value] for cell, value in values.items())
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
