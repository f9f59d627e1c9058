"""An answer to a query about the data: its rows, who may have it and why, and what it was computed from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq

from helpers.facts.definitions import natural_key
from helpers.publish.data_service.dictionary import (
    PERIOD,
    SAMPLE_MARK,
    SCHOOL_NAME,
    audience_of,
    columns_of,
    names_persons,
    row_count,
)
from helpers.publish.data_service.queries import Query
from helpers.tables.data_folder import KIND_THAI
from helpers.tables.graph import Dataset, Graph
from helpers.tables.requests import AUDIENCE_THAI, Audience
from helpers.tables.schemas import PUBLIC, Field, TableSchema
from helpers.tables.snapshots import Snapshot

Cell = str | int | float | Decimal | date | datetime | None
Row = dict[str, Cell]
_SCHOOL, _ROWS = "smis", "rows"


@dataclass(frozen=True)
class Source:
    """The table of one period that an answer was computed from: the snapshot's fingerprint, the SHA-256 of the table
    and its number of rows, and title and SHA-256 of every file behind it."""

    period: str
    snapshot: str
    sha256: str
    rows: int
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """The rows of an answer by column, in reading order, under the columns in `fields`."""

    query: Query
    dataset: Dataset[Any]
    schema: TableSchema
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    audience: Audience
    reasons: tuple[str, ...]
    """Why it is for the office alone, in Thai; empty for a public answer."""
    sources: tuple[Source, ...]
    is_sample: bool


def answer(query: Query, dataset: Dataset[Any], schema: TableSchema, graph: Graph) -> Answer:
    """Answer the query. Raises as `Graph.snapshot` does for received files that are gone or changed."""
    snapshots = [snapshot for period in query.periods if (snapshot := graph.snapshot(dataset.name, period))]
    is_sample = graph.folder.kind == "sample"
    fields = _fields(query, schema, is_sample=is_sample)
    schools = {smis: school.name for smis, school in graph.params.schools.items()}
    rows = [row for snapshot in snapshots for row in _rows(snapshot, query)]
    for row in rows:
        row[SCHOOL_NAME.name] = schools.get(str(row.get(_SCHOOL)), "")
        row[SAMPLE_MARK.name] = KIND_THAI["sample"]
    rows.sort(key=lambda row: tuple(_position(row[field.name], _order(dataset, field)) for field in fields))
    reasons = office_reasons(query, schema)
    return Answer(
        query,
        dataset,
        schema,
        fields,
        tuple({field.name: row[field.name] for field in fields} for row in rows),
        Audience.OFFICE if reasons else Audience.PUBLIC,
        reasons,
        tuple(_source(snapshot, schema.name) for snapshot in snapshots),
        is_sample,
    )


def office_reasons(query: Query, schema: TableSchema) -> tuple[str, ...]:
    """Why an answer is for the office alone, in Thai; empty for one that is public: all columns that it shows, chooses
    by, aggregates by or adds up are, and no row of it is one person's."""
    known = columns_of(schema)
    office = [name for name in query.columns_used if audience_of(known[name].sensitivity) is Audience.OFFICE]
    of_columns = [f"คอลัมน์ {name} ({known[name].meaning}) {AUDIENCE_THAI[Audience.OFFICE]}" for name in office]
    lists_persons = names_persons(schema) and not query.aggregates
    persons = "แต่ละแถวเป็นเรื่องของคนหนึ่งคน" if lists_persons else ""
    number = f"จำนวนแถวของตาราง {schema.name} {AUDIENCE_THAI[Audience.OFFICE]}" if schema.rows is not PUBLIC else ""
    return (*of_columns, *filter(None, (number, persons)))


def _fields(query: Query, schema: TableSchema, *, is_sample: bool) -> tuple[Field, ...]:
    """The columns of the answer: the period, those asked for, the name of the school beside its code, and the count or
    sum."""
    known = columns_of(schema)
    shown = [known[name] for name in dict.fromkeys(query.by or query.columns)]
    if _SCHOOL in {field.name for field in shown} and not {"name", SCHOOL_NAME.name} & known.keys():
        shown.insert([field.name for field in shown].index(_SCHOOL) + 1, SCHOOL_NAME)
    counted = [known[query.measure] if query.measure else row_count(schema)] if query.aggregates else []
    return (PERIOD, *shown, *counted, *([SAMPLE_MARK] if is_sample else []))


def _rows(snapshot: Snapshot, query: Query) -> Iterator[Row]:
    """The rows of one period: those that fit the filters, or one for all of them with the same values in `by`."""
    wanted: dict[str, set[str]] = {}
    for name, value in query.filters:
        wanted.setdefault(name, set()).add(value)
    table = pq.read_table(snapshot.path(query.table), columns=list(query.columns_used))
    records = table.to_pylist() if query.columns_used else [{}] * pq.read_metadata(snapshot.path(query.table)).num_rows
    fitting = (row for row in records if all(cell_text(row[name]) in values for name, values in wanted.items()))
    period: Row = {PERIOD.name: str(snapshot.period)}
    if not query.aggregates:
        yield from (period | {name: row[name] for name in query.columns} for row in fitting)
        return
    totals: dict[tuple[Cell, ...], Any] = {} if query.by else {(): 0}
    for row in fitting:
        group = tuple(row[name] for name in query.by)
        amount = (row[query.measure] or 0) if query.measure else 1
        totals[group] = totals.get(group, 0) + amount
    for group, total in totals.items():
        yield period | dict(zip(query.by, group, strict=True)) | {query.measure or _ROWS: total}


def cell_text(value: Cell) -> str:
    """A value as filters name it and as CSV files hold it: dates as ISO, numbers without grouping, nothing for no
    value."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
    return str(value)


def _order(dataset: Dataset[Any], field: Field) -> Mapping[str, int]:
    """The places of a column's values in reading order, as far as anybody says one."""
    stated = field.allowed or dataset.value_order("").get(field.name, ())
    return {value: position for position, value in enumerate(stated)}


def _position(value: Cell, order: Mapping[str, int]) -> tuple[int, Any]:
    """The sort key of a cell among those of its column: what has no value comes last."""
    if value is None:
        return 2, 0
    if not isinstance(value, str):
        return 0, value
    return (0, (order[value],)) if value in order else (1, natural_key(value))


def _source(snapshot: Snapshot, table: str) -> Source:
    stated = snapshot.description["tables"][table]
    files = pq.read_table(snapshot.path("deliveries"), columns=["title", "sha256"]).to_pylist()
    listed = tuple((str(file["title"]), str(file["sha256"])) for file in files)
    return Source(str(snapshot.period), snapshot.fingerprint, stated["sha256"], stated["rows"], listed)
