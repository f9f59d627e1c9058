"""What the page of a school is made from: of every table the school's own rows, and what belongs to all schools. While
these are the same the page is what would be made now, whatever became of the rows of other schools."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import pyarrow.parquet as pq

from helpers.digests import text_digest
from helpers.tables.schemas import DELIVERIES
from helpers.tables.snapshots import Snapshot

SCHOOL = "smis"
"""The column that says whose a row is."""
NAMES = "schools"
"""The table that says what schools are called: others too of which the page of one speaks."""
_ALL = ""
Row = tuple[Any, ...]


def is_by_school(table: str, columns: Collection[str]) -> bool:
    """Whether a report on one school reads its own rows alone of this table."""
    return SCHOOL in columns and table != NAMES


def rows_digest(snapshots: Mapping[str, Snapshot], school: str) -> str:
    """SHA-256, in hex, of all that the page of a school can show of these snapshots, by id. Raises OSError for one that
    is not stored."""
    shown = {name: _school_rows(snapshot).shown(school) for name, snapshot in sorted(snapshots.items())}
    return text_digest(repr(shown))


class _SchoolRows:
    """The rows of a snapshot by school."""

    def __init__(self, snapshot: Snapshot) -> None:
        read = {name: pq.read_table(snapshot.path(name)) for name in snapshot.description["tables"]}
        self._columns: Mapping[str, list[str]] = {name: table.column_names for name, table in read.items()}
        self._rows = {name: _divided(name, table) for name, table in read.items() if name != DELIVERIES.name}
        self._deliveries = read[DELIVERIES.name].to_pylist()

    def shown(self, school: str) -> tuple[object, ...]:
        """Rows by table, the delivered files that they came from, and of which reports there are any files."""
        rows = {
            name: divided.get(school if is_by_school(name, self._columns[name]) else _ALL, [])
            for name, divided in self._rows.items()
        }
        used = {row[self._columns[name].index("delivery")] for name in rows for row in rows[name]}
        files = [delivery for delivery in self._deliveries if delivery["delivery"] in used]
        return self._columns, rows, files, sorted({delivery["report"] for delivery in self._deliveries})


@lru_cache(maxsize=4)
def _school_rows(snapshot: Snapshot) -> _SchoolRows:
    """The rows of a snapshot, which never changes; hundreds of pages are made from the same."""
    return _SchoolRows(snapshot)


def _divided(name: str, table: Any) -> Mapping[str, list[Row]]:
    """The rows of a table by school; all of them together where it belongs to all schools."""
    columns = table.column_names
    rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    if not is_by_school(name, columns):
        return {_ALL: rows}
    by_school, column = defaultdict[str, list[Row]](list), columns.index(SCHOOL)
    for row in rows:
        by_school[row[column]].append(row)
    return by_school
