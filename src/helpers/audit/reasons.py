"""Why one number differs between two versions: the filter of each run on its own stored tables, subject by subject."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from helpers.audit.movements import Causes, Movements, Subject, as_text
from helpers.audit.versions import Version
from helpers.errors import VerificationError
from helpers.facts.definitions import Operation
from helpers.facts.engine import NOTHING, known_column, known_filter, load
from helpers.facts.ledger import FactLine
from helpers.programmes.allocation import ARITHMETIC
from helpers.tables.changes.causes import PER_ENTRY, Cause, Part, causes
from helpers.tables.changes.dataset import Changes
from helpers.tables.graph import Dataset
from helpers.tables.schemas import TableSchema
from helpers.thai import grouped

Values = tuple[str | bool, ...]
_RATE = f"CASE WHEN rate_unit = '{PER_ENTRY}' THEN 1 ELSE rate END"
_PARTS = ("value", "rated", "first_row")
_COUNTED = ("NULL", "min(row_key)")
_SUMS = {
    Operation.COUNT: ("count(*)", *_COUNTED),
    Operation.SUM: ("coalesce(sum({column}), 0)", *_COUNTED),
    Operation.DISTINCT: ("least(count({column}), 1)", *_COUNTED),
    Operation.RULE: (f"sum({ARITHMETIC})", f"list(({_RATE}, {ARITHMETIC}) ORDER BY rate)", "min(row_key)"),
}
"""What the rows of one subject give, in SQL, in the order of `_PARTS`."""


@dataclass(frozen=True)
class Reason:
    """One cause of one subject. `about` are its labels, none of which stands for a person; the place is its first
    source row: of the later version, or of the earlier where it went."""

    cause: Cause
    about: Mapping[str, str]
    before: Decimal | None
    after: Decimal | None
    change: Decimal
    note: str
    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class _Contribution:
    part: Part
    row_key: str


@dataclass(frozen=True)
class _Table:
    """The name under which the engine has a stored table, and its columns."""

    name: str
    columns: frozenset[str]


@dataclass
class StoredRows:
    """The stored tables behind two versions, loaded into one engine as they are asked for."""

    versions: tuple[Version, Version]
    datasets: Mapping[str, Dataset[Any]]
    changes: Mapping[str, Changes]
    engine: duckdb.DuckDBPyConnection
    _movements: Movements = field(init=False)
    _loaded: dict[tuple[int, str], _Table] = field(default_factory=dict)
    _entities: dict[tuple[int, str, tuple[str, ...]], frozenset[Subject]] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._movements = Movements(self.versions, self.changes, self.engine)

    def is_of_changes(self, line: FactLine) -> bool:
        """Whether a cell is itself a change since an earlier period."""
        return bool(line.table) and line.table.split("/")[1] in self.changes

    def reasons(self, before: FactLine | None, after: FactLine | None) -> Iterator[Reason]:
        """The causes of the change of a cell that is computed from a table, in the order of the subjects. A side that
        has no line, or whose table is not there, counts as nothing; of a middle value there are no causes."""
        line = after or before
        assert line is not None
        if not all(each is None or self._path(side, each) for side, each in enumerate((before, after))):
            return
        if line.operation is Operation.MEDIAN:
            return
        if line.operation is Operation.DISTINCT and self._is_of_persons(line) and not self._same_key(line):
            return
        labels, entity = self._columns(line, (before, after))
        known = (self._known(0, before, entity), self._known(1, after, entity))
        entity_positions = [labels.index(name) for name in entity]
        moved = self._moved(before, after, labels)
        balanced = any(not _whole(followed_causes) for followed_causes in moved.values())
        for subject, one, other in self._subjects(before, after, labels, same=balanced):
            whose = tuple(subject[each] for each in entity_positions)
            there = {"known_before": whose in known[0], "known_after": whose in known[1]}
            own_causes = tuple(causes(_part(one), _part(other), **there))
            followed_causes = moved.get(subject, own_causes)
            # Where the reports follow a part of what the cell counts, its own causes are the whole ones.
            for cause, change in followed_causes if _whole(followed_causes) == _whole(own_causes) else own_causes:
                yield self._reason(cause, change, self._shown(line, labels, subject), one, other)

    def _moved(self, before: FactLine | None, after: FactLine | None, labels: list[str]) -> Mapping[Subject, Causes]:
        """The causes of the subjects as the reports tell them; nothing where they cannot be told on both sides."""
        if before is None or after is None:
            return {}
        schema = self._schema(after.table)
        return self._movements.of(before, after, schema) if labels == list(schema.about) else {}

    def _columns(self, line: FactLine, sides: tuple[FactLine | None, FactLine | None]) -> tuple[list[str], list[str]]:
        """The columns of the subject, and those of its entity, that the tables of both versions have."""
        there = [self._table(side, each).columns for side, each in enumerate(sides) if each]
        if line.operation is Operation.DISTINCT:
            return [line.column], [line.column]
        schema = self._schema(line.table)
        hidden = {field.name for field in schema.fields if field.identifies and not self._same_key(line)}
        shared = [name for name in schema.about if all(name in names for names in there) and name not in hidden]
        return shared, [name for name in schema.entity if name in shared] or shared

    def _is_of_persons(self, line: FactLine) -> bool:
        return any(field.name == line.column and field.identifies for field in self._schema(line.table).fields)

    def _same_key(self, line: FactLine) -> bool:
        """Whether persons can be told apart alike in both versions: their digests were made with one key."""
        origin = line.table.rpartition("/")[0]
        snapshots = [version.snapshots[origin] for version in self.versions if origin in version.snapshots]
        return len({key for each in snapshots if (key := each.description["inputs"].get("key"))}) < 2

    def _schema(self, table: str) -> TableSchema:
        _, dataset, name = table.split("/")
        known = self.datasets[dataset].tables if dataset in self.datasets else ()
        return next((schema for schema in known if schema.name == name), TableSchema(name, "", ()))

    def _subjects(
        self, before: FactLine | None, after: FactLine | None, labels: list[str], *, same: bool
    ) -> Iterator[tuple[Subject, _Contribution | None, _Contribution | None]]:
        """Every subject that does not give the same in both versions, with what it gives in each; those too that give
        the `same` where causes may balance: as many moved up into a grade as out of it."""
        one, first = self._grouped(0, before, after, labels, ())
        other, values = self._grouped(1, after, before, labels, first)
        names = [f"label_{place}" for place in range(len(labels))]
        alike = " AND ".join(f"one.{name} IS NOT DISTINCT FROM other.{name}" for name in names) or "true"
        subject = [f"coalesce(one.{name}, other.{name}) AS {name}" for name in names]
        columns = ", ".join([*subject, *(f"{side}.{part}" for side in ("one", "other") for part in _PARTS)])
        differ = " OR ".join(f"one.{part} IS DISTINCT FROM other.{part}" for part in _PARTS[:2]) if not same else "true"
        query = f"SELECT {columns} FROM ({one}) one FULL JOIN ({other}) other ON {alike} WHERE {differ} ORDER BY ALL"
        width = len(_PARTS)
        for row in self._asked(query, after or before, values):
            rest = row[len(labels) :]
            yield tuple(row[: len(labels)]), _contribution(rest[:width]), _contribution(rest[width:])

    def _grouped(
        self, side: int, line: FactLine | None, otherwise: FactLine | None, labels: list[str], given: Values
    ) -> tuple[str, Values]:
        """The query of what each subject gives on one side, and its parameters after those `given`; nobody gives
        anything on a side that has no line."""
        wanted = line or otherwise
        assert wanted is not None
        table = self._table(side, line) if line else self._table(1 - side, wanted)
        named = [f"{as_text(label)} AS label_{place}" for place, label in enumerate(labels)]
        column = known_column(wanted.column, table.columns) if wanted.column else ""
        sums = (f"{sum_} AS {part}" for sum_, part in zip(_SUMS[wanted.operation], _PARTS, strict=True))
        columns = ", ".join([*named, *(each.format(column=column) for each in sums)])
        rows = known_filter(line.where, table.columns, len(given) + 1) if line else NOTHING
        query = f"SELECT {columns} FROM {table.name} WHERE {rows.sql} GROUP BY ALL HAVING count(*) > 0"
        return query, (*given, *rows.values)

    def _known(self, side: int, line: FactLine | None, entity: list[str]) -> frozenset[Subject]:
        """Every entity that the version's whole table has."""
        if line is None:
            return frozenset()
        key = (side, line.table, tuple(entity))
        if key not in self._entities:
            wanted = ", ".join(map(as_text, entity)) or "1"
            rows = self._asked(f"SELECT DISTINCT {wanted} FROM {self._table(side, line).name}", line)
            self._entities[key] = frozenset(tuple(row) if entity else () for row in rows)
        return self._entities[key]

    def _path(self, side: int, line: FactLine) -> Path | None:
        origin, _, table = line.table.rpartition("/")
        snapshot = self.versions[side].snapshots.get(origin)
        path = snapshot.path(table) if snapshot else None
        return path if path and path.exists() else None

    def _table(self, side: int, line: FactLine) -> _Table:
        """The table of a line as the engine has it, loaded with the names of the files behind it."""
        key = (side, line.table)
        if key not in self._loaded:
            path = self._path(side, line)
            assert path is not None
            name = f"table_{len(self._loaded)}"
            self._loaded[key] = _Table(name, load(self.engine, name, path, line.table))
            load(self.engine, "files", path.with_name("deliveries.parquet"), line.table)
            self._files |= dict(self._asked("SELECT delivery, name FROM files", line))
        return self._loaded[key]

    def _asked(self, query: str, line: FactLine | None, values: Values = ()) -> list[Any]:
        try:
            return self.engine.execute(query, list(values)).fetchall()
        except duckdb.Error as error:
            where = f"{line.table}: {line.fact} [{line.key}]" if line else ""
            remedy = "สร้างรายงานใหม่ด้วย workbook run แล้วเทียบอีกครั้ง"
            raise VerificationError(f"หาเหตุของการเปลี่ยนแปลงไม่ได้: {error}", where=where, remedy=remedy) from error

    def _shown(self, line: FactLine, labels: list[str], subject: Subject) -> dict[str, str]:
        """The labels of a subject: no person, and no yes or no, which says nothing without its column."""
        fields = self._schema(line.table).fields
        hidden = {each.name for each in fields if each.identifies or each.type == pa.bool_()}
        return {name: value for name, value in zip(labels, subject, strict=True) if value and name not in hidden}

    def _reason(
        self,
        cause: Cause,
        change: Decimal,
        about: Mapping[str, str],
        one: _Contribution | None,
        other: _Contribution | None,
    ) -> Reason:
        origin = other or one
        assert origin is not None
        delivery, _, rest = origin.row_key.partition(":")
        sheet, _, row = rest.rpartition(":")
        values = (one.part.value if one else None, other.part.value if other else None)
        note = _rates(one, other) if cause is Cause.RATE else ""
        return Reason(cause, about, *values, change, note, self._files.get(delivery, delivery), sheet, int(row))


def _whole(parts: Causes) -> Decimal:
    return sum((change for _, change in parts), Decimal(0))


def _part(contribution: _Contribution | None) -> Part | None:
    return contribution.part if contribution else None


def _contribution(cells: tuple[Any, ...]) -> _Contribution | None:
    value, rated, row_key = cells
    if row_key is None:
        return None
    by_rate: dict[Decimal, Decimal] = {}
    for rate, amount in rated or ():
        by_rate[rate] = by_rate.get(rate, Decimal(0)) + amount
    return _Contribution(Part(Decimal(str(value)), None if rated is None else by_rate), row_key)


def _rates(one: _Contribution | None, other: _Contribution | None) -> str:
    """`9,000.00 → 9,500.00`: the rates by which the subject was and is paid."""
    rate_texts = (" ".join(grouped(rate, 2) for rate in sorted(_part_rates(each))) or "–" for each in (one, other))
    return " → ".join(rate_texts)


def _part_rates(contribution: _Contribution | None) -> Mapping[Decimal, Decimal]:
    return (contribution.part.by_rate if contribution else None) or {}
