"""DuckDB, as the second engine and whoever traces or compares ask it: it sees the tables that it is given, and nothing
else of the machine; of what a file of the outputs says it gets names that a table has and values, never a text to run.
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


def opened() -> duckdb.DuckDBPyConnection:
    """An engine without a file, a network or an extension, which nothing that it is asked can give back to it."""
    return duckdb.connect(config=_CLOSED)


def load(engine: duckdb.DuckDBPyConnection, name: str, path: Path, where: str = "") -> frozenset[str]:
    """Give the engine a stored table under a name; the names of its columns. Raises VerificationError for a file that
    is no table."""
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
    """A filter of facts.csv as the engine may run it: its conditions anew, with `values` for its parameters."""

    sql: str
    values: tuple[str | bool, ...] = ()


EVERYTHING = Filter("true")
NOTHING = Filter("false")


def known_filter(where: str, columns: Collection[str], first: int = 1) -> Filter:
    """A filter, rebuilt from what it says; its parameters are numbered from `first`. Raises VerificationError for one
    that says anything else than conditions on columns of the table."""
    conditions = parse_where(where)
    parts, values = [], list[str | bool]()
    for name, condition in conditions.items():
        column, own = known_column(name, columns), _values(condition)
        places = [f"${first + len(values) + place}" for place in range(len(own))]
        parts.append(_compared(column, condition, places))
        values += own
    return Filter(" AND ".join(parts) or EVERYTHING.sql, tuple(values))


def known_column(name: str, columns: Collection[str]) -> str:
    """A column, quoted for the engine. Raises VerificationError for one that the table does not have."""
    if name not in columns:
        raise VerificationError(f"คำนวณซ้ำไม่ได้: ตารางไม่มีคอลัมน์ “{name}”", remedy=_AGAIN)
    return '"' + name.replace('"', '""') + '"'


def _values(condition: Condition) -> Sequence[str | bool]:
    if isinstance(condition, Not):
        return [condition.value]
    return condition if isinstance(condition, tuple) else [condition]


def _compared(column: str, condition: Condition, places: Sequence[str]) -> str:
    if isinstance(condition, Not):
        return f"{column} <> {places[0]}"
    if isinstance(condition, tuple):
        return f"{column} IN ({', '.join(places)})" if places else NOTHING.sql
    return f"{column} = {places[0]}"
