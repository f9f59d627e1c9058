"""To what the reports themselves put the changes between the tables of two versions (`helpers.tables.changes`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb
import pandas as pd

from helpers.audit.versions import Version
from helpers.facts.definitions import Operation, parse_where
from helpers.facts.engine import known_column, known_filter
from helpers.facts.ledger import FactLine
from helpers.tables.changes.causes import Cause
from helpers.tables.changes.dataset import Changes
from helpers.tables.changes.movements import RECORDS, DiffTable
from helpers.tables.schemas import TableSchema
from helpers.tables.snapshots import Snapshot

Subject = tuple[str | None, ...]
Causes = tuple[tuple[Cause, Decimal], ...]
_ORDER = {cause: place for place, cause in enumerate(Cause)}


@dataclass
class Movements:
    """The movements between the stored tables of two versions, put into one engine as they are asked for."""

    versions: tuple[Version, Version]
    changes: Mapping[str, Changes]
    engine: duckdb.DuckDBPyConnection
    _loaded: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, before: FactLine, after: FactLine, schema: TableSchema) -> Mapping[Subject, Causes]:
        """The causes by subject of the change of a cell, told over the whole of each entity as the reports do. Nothing
        where the two are not made alike, of what counts each thing once, and of what is in no followed table."""
        if (before.operation, before.column, before.where) != (after.operation, after.column, after.where):
            return {}
        diff = DiffTable(schema, persons=True)
        counted = RECORDS if after.operation is Operation.COUNT else after.column
        if after.operation is Operation.DISTINCT or counted not in (
            *(each.name for each in diff.measures),
            RECORDS,
        ):
            return {}
        if not schema.entity or not parse_where(after.where).keys() <= set(diff.about):
            return {}
        name = self._table(before.table, after.table, diff)
        return self._summed(name, after.where, diff, counted) if name else {}

    def _summed(self, name: str, where: str, diff: DiffTable, counted: str) -> Mapping[Subject, Causes]:
        rows = known_filter(where, diff.about)
        labels = ", ".join(map(as_text, diff.about))
        query = f"SELECT {labels}, cause, sum({known_column(counted, diff.schema.arrow.names)}) FROM {name}"
        by_subject: dict[Subject, list[tuple[Cause, Decimal]]] = {}
        for *subject, cause, change in self.engine.execute(
            f"{query} WHERE {rows.sql} GROUP BY ALL", list(rows.values)
        ).fetchall():
            if change:
                by_subject.setdefault(tuple(subject), []).append((Cause(cause), Decimal(str(change))))
        return {
            subject: tuple(sorted(parts, key=lambda each: _ORDER[each[0]])) for subject, parts in by_subject.items()
        }

    def _table(self, before: str, after: str, diff: DiffTable) -> str:
        """The name under which the engine has the movements; the empty string where a version's table lacks a column
        of what is diff."""
        key = (before, after)
        if key not in self._loaded:
            sides = [
                version.snapshots[table.rpartition("/")[0]] for version, table in zip(self.versions, key, strict=True)
            ]
            known = all(set(diff.of.arrow.names) <= set(side.columns(diff.of.name)) for side in sides)
            self._loaded[key] = f"moved_{len(self._loaded)}" if known else ""
            if known:
                changes = self._changes(after)
                frame = changes.movements(diff, *sides) if changes else _unfollowed(diff, *sides)
                self.engine.register(self._loaded[key], diff.schema.table(frame))
        return self._loaded[key]

    def _changes(self, table: str) -> Changes | None:
        """That by which the reports follow a table from period to period."""
        _, dataset, name = table.split("/")
        return next((changes for changes in self.changes.values() if changes.follows(dataset, name)), None)


def _unfollowed(diff: DiffTable, before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """The movements between two snapshots of a table that no report follows."""
    return diff.frame(before.read(diff.of.name), after.read(diff.of.name))


def as_text(column: str) -> str:
    """A column as the text by which subjects are told apart."""
    return f'CAST("{column}" AS VARCHAR)'
