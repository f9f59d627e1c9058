"""DuckDB for recomputing, tracing and comparing facts, closed to everything but the tables that it is given.

No text of an output file is ever run: a filter of facts.csv is parsed and built anew from names that the table has and
from bound values.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.errors import VerificationError
from helpers.facts.definitions import Condition, Not, parse_where

_CLOSED: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": False, "lock_configuration": True}
_AGAIN = "สร้างรายงานใหม่ด้วย workbook run"


def open_engine() -> duckdb.DuckDBPyConnection:
    """A new engine in memory that cannot reach files, the network or extensions, and whose settings no query can
    change."""
    return duckdb.connect(config=_CLOSED)


def load(engine: duckdb.DuckDBPyConnection, name: str, path: Path, where: str = "") -> frozenset[str]:
    """Load a stored Parquet table under a name and return the names of its columns. Raises VerificationError for a file
    that is no table."""
    try:
        rows = pq.read_table(path)
        engine.register(f"{name}_rows", rows)
        engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {name}_rows")
        engine.unregister(f"{name}_rows")
    except (OSError, pa.ArrowException, duckdb.Error) as error:
        raise VerificationError("อ่านตารางในคลังข้อมูลไม่ได้", where=where or path.name, remedy=_AGAIN) from error
    return frozenset(rows.column_names)


@dataclass(frozen=True)
class Filter:
    """A filter of facts.csv that the engine may run: SQL with numbered parameters, and their values."""

    sql: str
    values: tuple[str | bool, ...] = ()


EVERYTHING = Filter("true")
NOTHING = Filter("false")


def known_filter(where: str, columns: Collection[str], first: int = 1) -> Filter:
    """The filter of a `where`, built anew with parameters numbered from `first`: `grade = 'ป.1'` gives `"grade" = $1`.
    Raises VerificationError for anything but conditions on columns of the table."""
    conditions = parse_where(where)
    parts, values = [], list[str | bool]()
    for name, condition in conditions.items():
        column, operands = known_column(name, columns), _values(condition)
        parameters = [f"${first + len(values) + index}" for index in range(len(operands))]
        parts.append(_compared(column, condition, parameters))
        values += operands
    return Filter(" AND ".join(parts) or EVERYTHING.sql, tuple(values))


def known_column(name: str, columns: Collection[str]) -> str:
    """The name of a column, quoted for SQL. Raises VerificationError for one that the table does not have."""
    if name not in columns:
        raise VerificationError(f"คำนวณซ้ำไม่ได้: ตารางไม่มีคอลัมน์ “{name}”", remedy=_AGAIN)
    return '"' + name.replace('"', '""') + '"'


def _values(condition: Condition) -> Sequence[str | bool]:
    if isinstance(condition, Not):
        return [condition.value]
    return condition if isinstance(condition, tuple) else [condition]


def _compared(column: str, condition: Condition, parameters: Sequence[str]) -> str:
    if isinstance(condition, Not):
        return f"{column} <> {parameters[0]}"
    if isinstance(condition, tuple):
        return f"{column} IN ({', '.join(parameters)})" if parameters else NOTHING.sql
    return f"{column} = {parameters[0]}"
