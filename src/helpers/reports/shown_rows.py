"""What a report shows of snapshots that it reads in part: the page of a school of every table the school's own rows and
what belongs to all schools, the report on a system some tables of those between the systems. While these are the same
the report is what would be made now, whatever became of the rest."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import pyarrow.parquet as pq

from helpers.digests import text_digest
from helpers.tables.schemas import DELIVERIES
from helpers.tables.snapshots import Snapshot

SCHOOL = "smis"
"""The column that says whose a row is."""
NAMES = "schools"
"""The table that says what schools are called: others too of which the page of one speaks."""
_ORIGIN = "delivery"
_ALL = ""
Row = tuple[Any, ...]


def is_by_school(table: str, columns: Collection[str]) -> bool:
    """Whether a report on one school reads its own rows alone of this table."""
    return SCHOOL in columns and table != NAMES


def rows_digest(
    snapshots: Mapping[str, Snapshot], *, school: str = "", tables: Mapping[str, Collection[str]] | None = None
) -> str:
    """SHA-256, in hex, of all that a report can show of these snapshots, by id: the page of a `school`, or one that
    reads these `tables` alone of some of them. Raises OSError for one that is not stored."""
    parts = tables or {}
    shown = {name: _shown(snapshot, school, parts.get(name)) for name, snapshot in sorted(snapshots.items())}
    return text_digest(repr(shown))


def _shown(snapshot: Snapshot, school: str, tables: Collection[str] | None) -> object:
    if school:
        return _school_rows(snapshot).shown(school)
    return snapshot.fingerprint if tables is None else _tables_shown(snapshot, tables)


def _tables_shown(snapshot: Snapshot, tables: Collection[str]) -> tuple[object, ...]:
    """The digests of the tables, the files that their rows came from, and of which reports there are any files."""
    stated = snapshot.description["tables"]
    origins = (pq.read_table(snapshot.path(name), columns=[_ORIGIN])[_ORIGIN].unique() for name in sorted(tables))
    used = set(chain.from_iterable(column.to_pylist() for column in origins))
    digests = {name: stated[name]["sha256"] for name in sorted(tables)}
    return digests, *_files(pq.read_table(snapshot.path(DELIVERIES.name)).to_pylist(), used)


def _files(deliveries: Sequence[Mapping[str, Any]], used: Collection[str]) -> tuple[object, ...]:
    """The files that rows came from, and of which reports there are any files."""
    return [each for each in deliveries if each[_ORIGIN] in used], sorted({each["report"] for each in deliveries})


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
        used = {row[self._columns[name].index(_ORIGIN)] for name in rows for row in rows[name]}
        return self._columns, rows, *_files(self._deliveries, used)


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
