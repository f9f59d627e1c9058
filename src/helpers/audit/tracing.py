"""Tracing one number back: its operation and filter, then the source rows by file and row number. Never a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from helpers.audit.verification import report_folder, stated_facts, tables_of
from helpers.collection.store import Snapshot
from helpers.errors import VerificationError
from helpers.facts.definitions import parse_reference
from helpers.facts.ledger import Line
from helpers.params.folder import Params
from helpers.reports.places import Places


@dataclass(frozen=True)
class SourceRow:
    """One row of a delivered file, and what it gave to the number (None for a count)."""

    file: str
    sheet: str
    row: int
    school: str
    value: str


@dataclass(frozen=True)
class Trace:
    """A number, how it came about, and its source rows; of a ratio or a difference the traces of its two parts
    instead."""

    line: Line
    rows: tuple[SourceRow, ...]
    parts: tuple[Trace, ...] = ()


def trace(report_id: str, fact: str, key: str, places: Places, params: Params) -> Trace:
    """Trace one cell of a fact. Raises VerificationError for a fact or key that the report does not state."""
    folder, manifest = report_folder(report_id, places)
    lines = {(line.fact, line.key): line for line in stated_facts(folder)}
    return _traced(lines, fact, key, tables_of(manifest, places, params), report_id)


def _traced(
    lines: Mapping[tuple[str, str], Line], fact: str, key: str, snapshots: Mapping[str, Snapshot], report_id: str
) -> Trace:
    line = lines.get((fact, key))
    if line is None:
        keys = [own for name, own in lines if name == fact]
        known = f"คีย์ที่มีคือ {'; '.join(repr(own) for own in keys[:6])}" if keys else "ดูชื่อใน facts.csv ของรายงาน"
        raise VerificationError(f"ไม่มีข้อเท็จจริง {fact} [{key}]", where=report_id, remedy=known)
    if not line.table:
        return Trace(
            line, (), tuple(_traced(lines, *part, snapshots, report_id) for part in parse_reference(line.where))
        )
    origin, _, table = line.table.rpartition("/")
    snapshot = snapshots[origin]
    return Trace(line, _source_rows(snapshot.path(table), snapshot.path("deliveries"), line))


def _source_rows(table: Path, deliveries: Path, line: Line) -> tuple[SourceRow, ...]:
    """The different source rows, in file order, with what each adds up to."""
    chosen = f"WHERE {line.where}" if line.where else ""
    with duckdb.connect() as engine:
        names = [each[0] for each in engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(table)]).fetchall()]
        school = "min(t.smis)" if "smis" in names else "''"
        value = f'CAST(sum(t."{line.column}") AS VARCHAR)' if line.operation == "sum" else "''"
        query = (
            f"SELECT coalesce(d.name, t.delivery), t.sheet, t.row, {school}, {value} "
            f"FROM (SELECT * FROM read_parquet(?) {chosen}) t LEFT JOIN read_parquet(?) d USING (delivery) "
            "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        found = engine.execute(query, [str(table), str(deliveries)]).fetchall()
    return tuple(SourceRow(*row) for row in found)
