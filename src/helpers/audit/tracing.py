"""Tracing one number back: its operation and filter, then the source rows by file and row number. Never a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from helpers.audit.verification import report_folder, stated_facts, tables_of
from helpers.collection.store import Snapshot
from helpers.errors import VerificationError
from helpers.facts.definitions import Operation, parse_reference
from helpers.facts.ledger import Line
from helpers.params.folder import Params
from helpers.reports.places import Places
from helpers.thai import grouped

_WORKED = (
    "item",
    "grade",
    "tranche",
    "quantity",
    "quantity_unit",
    "rate",
    "rate_unit",
    "share",
    "less",
    "amount",
    "reference",
    "status",
    "rule",
)


@dataclass(frozen=True)
class SourceRow:
    """One row of a delivered file, and what it gave to the number (None for a count)."""

    file: str
    sheet: str
    row: int
    school: str
    value: str
    working: tuple[str, ...] = ()
    """How a budget rule came to its amounts: quantity × rate (reference) = amount, a line an allocation row."""


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
    rows = _source_rows(snapshot.path(table), snapshot.path("deliveries"), line)
    if line.operation is not Operation.RULE:
        return Trace(line, rows)
    return Trace(line, _with_working(rows, snapshot.path(table), snapshot.path("deliveries"), line))


def _source_rows(table: Path, deliveries: Path, line: Line) -> tuple[SourceRow, ...]:
    """The different source rows, in file order, with what each adds up to."""
    chosen = f"WHERE {line.where}" if line.where else ""
    with duckdb.connect() as engine:
        names = [each[0] for each in engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(table)]).fetchall()]
        school = "min(t.smis)" if "smis" in names else "''"
        summed = line.operation in (Operation.SUM, Operation.RULE)
        value = f'CAST(sum(t."{line.column}") AS VARCHAR)' if summed else "''"
        query = (
            f"SELECT coalesce(d.name, t.delivery), t.sheet, t.row, {school}, {value} "
            f"FROM (SELECT * FROM read_parquet(?) {chosen}) t LEFT JOIN read_parquet(?) d USING (delivery) "
            "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        found = engine.execute(query, [str(table), str(deliveries)]).fetchall()
    return tuple(SourceRow(*row) for row in found)


def _with_working(rows: tuple[SourceRow, ...], table: Path, deliveries: Path, line: Line) -> tuple[SourceRow, ...]:
    """The same rows, each with the arithmetic of the amounts that were made from it."""
    chosen = f"WHERE {line.where}" if line.where else ""
    query = (
        f"SELECT coalesce(d.name, t.delivery), t.sheet, t.row, {', '.join(f't.{name}' for name in _WORKED)} "
        f"FROM (SELECT * FROM read_parquet(?) {chosen}) t LEFT JOIN read_parquet(?) d USING (delivery) ORDER BY ALL"
    )
    found: dict[tuple[str, str, int], list[str]] = {}
    with duckdb.connect() as engine:
        for file, sheet, row, *cells in engine.execute(query, [str(table), str(deliveries)]).fetchall():
            found.setdefault((file, sheet, row), []).append(_arithmetic(dict(zip(_WORKED, cells, strict=True))))
    return tuple(replace(each, working=tuple(found.get((each.file, each.sheet, each.row), ()))) for each in rows)


def _arithmetic(row: Mapping[str, Any]) -> str:
    """`ค่าจัดการเรียนการสอน ป.1: 25 คน × 2,204.00 บาท/คน/ปี × 0.5 = 27,550.00 บาท (มติ …)`."""
    quantity = f"{row['quantity'].normalize():f} {row['quantity_unit']}"
    share = "" if row["share"] == 1 else f" × {row['share'].normalize():f}"
    less = f" − {grouped(row['less'], 2)}" if row["less"] else ""
    about = " ".join(filter(None, (row["item"], row["grade"], row["tranche"])))
    status = " ต้องยืนยัน" if row["status"] == "to_confirm" else ""
    made = f"{quantity} × {grouped(row['rate'], 2)} {row['rate_unit']}{share}{less} = {grouped(row['amount'], 2)} บาท"
    return f"{about}: {made} ({row['reference']}{status}) {row['rule']}".strip()
