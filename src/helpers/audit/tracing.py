"""Tracing one number back: its operation and filter, then the source rows by file and row number. Never a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import duckdb

from helpers.audit.manifest import FACTS
from helpers.audit.verification import report_folder, stored_table, tables_of, unchanged_facts
from helpers.errors import ParameterError, VerificationError
from helpers.facts.codes import cells_of_code, is_code
from helpers.facts.definitions import Operation, parse_reference
from helpers.facts.engine import known_column, known_filter, load, open_engine
from helpers.facts.ledger import Cell, FactLine
from helpers.reports.folders import Folders
from helpers.tables.snapshots import Snapshot
from helpers.thai import grouped

_NEAR = 6
_LOCATION = "coalesce(d.name, t.delivery), t.sheet, t.row"
_CHOSEN = "FROM (SELECT * FROM source WHERE {chosen}) t LEFT JOIN files d USING (delivery)"
_TAKEN_OVER = ("folder", "report", "fact", "fingerprint")
"""The columns by which a row of an office's facts says what it is."""
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
class OfficeFact:
    """A fact of an office, from which a number of the national view was taken over: where its trace goes on."""

    folder: str
    """The name of the office's folder, beside that of the national view."""
    report: str
    fact: str
    fingerprint: str
    """That of the version from which the number was taken."""


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
    onward: OfficeFact | None = None
    """The fact of an office that the row is; None for a row of a file that a system delivered."""


@dataclass(frozen=True)
class Trace:
    """A number, how it came about, and its source rows; of a ratio or a difference the traces of its two parts
    instead."""

    line: FactLine
    rows: tuple[SourceRow, ...]
    parts: tuple[Trace, ...] = ()


def trace(report_id: str, fact: str, key: str, folders: Folders) -> Trace:
    """Trace one cell of a fact, which may be named by its short code alone. Raises ParameterError for a fact, key or
    code that the report does not state, and VerificationError for a report whose facts or tables are not those that it
    was put in place with."""
    folder, manifest = report_folder(report_id, folders)
    lines = {(line.fact, line.key): line for line in unchanged_facts(folder, manifest)}
    fact, key = named_cell(fact, key, lines, report_id)
    return _traced(lines, fact, key, tables_of(manifest, folders), report_id)


def named_cell(fact: str, key: str, lines: Collection[Cell], report_id: str) -> Cell:
    """The cell that was asked for by fact and key, or by its short code. Raises ParameterError for one that the report
    does not state, and for a code that two cells share."""
    if key or not is_code(fact):
        refuse_unknown(fact, key, lines, report_id)
        return fact, key
    cells = cells_of_code(fact, lines)
    if len(cells) != 1:
        several = " หรือ ".join(f'{name} --key "{cell_key}"' for name, cell_key in cells)
        problem = "มีตัวเลขสองตัวที่ใช้รหัสนี้" if cells else "ไม่มีตัวเลขที่มีรหัสนี้"
        remedy = f"ระบุ {several}" if cells else "ตรวจว่ารหัสเป็นของรายงานนี้ และสะกดครบหกตัว"
        raise ParameterError(f"{problem}: {fact}", where=report_id, remedy=remedy)
    return cells[0]


def refuse_unknown(fact: str, key: str, lines: Collection[tuple[str, str]], report_id: str) -> None:
    """Raise ParameterError for what was mistyped, with what is called nearly so."""
    names, keys = sorted({name for name, _ in lines}), [own for name, own in lines if name == fact]
    if not keys:
        near = get_close_matches(fact, names, n=_NEAR, cutoff=0.5)
        remedy = f"ชื่อใกล้เคียงคือ {', '.join(near)}" if near else f"ดูชื่อทั้งหมดใน {FACTS} ของรายงาน"
        raise ParameterError(f"ไม่มีข้อเท็จจริง {fact}", where=report_id, remedy=remedy)
    if key not in keys:
        known = (get_close_matches(key, keys, n=_NEAR, cutoff=0.5) if key else []) or keys[:_NEAR]
        remedy = " หรือ ".join(f'--key "{own}"' if own else "ไม่ใส่ --key" for own in known)
        problem = f"ข้อเท็จจริง {fact} ไม่มีค่าของ --key “{key}”" if key else f"ข้อเท็จจริง {fact} ต้องมี --key"
        raise ParameterError(problem, where=report_id, remedy=f"ต้องมี {remedy}" if all(known) else remedy)


def _traced(
    lines: Mapping[tuple[str, str], FactLine], fact: str, key: str, snapshots: Mapping[str, Snapshot], report_id: str
) -> Trace:
    line = lines.get((fact, key))
    if line is None:  # a ratio of what is not there, or of itself
        named = f"{fact} [{key}]" if key else fact
        raise VerificationError(f"ไม่มีข้อเท็จจริง {named}", where=report_id, remedy="สร้างรายงานใหม่ด้วย workbook run")
    if not line.table:
        rest = {name: each for name, each in lines.items() if name != (fact, key)}
        parts = parse_reference(line.where)
        return Trace(line, (), tuple(_traced(rest, *part, snapshots, report_id) for part in parts))
    path = stored_table(line.table, snapshots)
    with open_engine() as engine:
        asked = _Asked(engine, load(engine, "source", path, line.table))
        load(engine, "files", path.with_name("deliveries.parquet"), line.table)
        rows = _source_rows(asked, line)
        return Trace(line, _with_working(rows, asked, line) if line.operation is Operation.RULE else rows)


def _source_rows(asked: _Asked, line: FactLine) -> tuple[SourceRow, ...]:
    """The different source rows, in file order, with what each adds up to."""
    school = "min(t.smis)" if "smis" in asked.columns else "''"
    summed = line.operation in (Operation.SUM, Operation.RULE)
    value = f"CAST(sum(t.{known_column(line.column, asked.columns)}) AS VARCHAR)" if summed else "''"
    taken = f", {', '.join(f'min(t.{name})' for name in _TAKEN_OVER)}" if asked.columns.issuperset(_TAKEN_OVER) else ""
    query = f"SELECT {_LOCATION}, {school}, {value}{taken} {_CHOSEN} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    rows = asked.answer(query, line)
    return tuple(_source_row(*row) for row in rows)


def _source_row(file: str, sheet: str, row: int, smis: str, value: str, *taken: str) -> SourceRow:
    return SourceRow(file, sheet, row, smis, value, onward=OfficeFact(*taken) if taken else None)


def _with_working(rows: tuple[SourceRow, ...], asked: _Asked, line: FactLine) -> tuple[SourceRow, ...]:
    """The same rows, each with the arithmetic of the amounts that were made from it."""
    query = f"SELECT {_LOCATION}, {', '.join(f't.{name}' for name in _WORKED)} {_CHOSEN} ORDER BY ALL"
    by_row: dict[tuple[str, str, int], list[str]] = {}
    for file, sheet, row, *cells in asked.answer(query, line):
        by_row.setdefault((file, sheet, row), []).append(_arithmetic(dict(zip(_WORKED, cells, strict=True))))
    return tuple(replace(each, working=tuple(by_row.get((each.file, each.sheet, each.row), ()))) for each in rows)


@dataclass(frozen=True)
class _Asked:
    """An engine that has the table of a fact, and the names of the files behind it."""

    engine: duckdb.DuckDBPyConnection
    columns: frozenset[str]

    def answer(self, query: str, line: FactLine) -> list[Any]:
        chosen = known_filter(line.where, self.columns)
        try:
            return self.engine.execute(query.format(chosen=chosen.sql), list(chosen.values)).fetchall()
        except duckdb.Error as error:
            where = f"{line.table}: {line.fact} [{line.key}]"
            remedy = "สร้างรายงานใหม่ด้วย workbook run"
            raise VerificationError(f"หาแถวต้นทางไม่ได้: {error}", where=where, remedy=remedy) from error


def _arithmetic(row: Mapping[str, Any]) -> str:
    """`ค่าจัดการเรียนการสอน ป.1: 25 คน × 2,204.00 บาท/คน/ปี × 0.5 = 27,550.00 บาท (มติ …)`."""
    quantity = f"{row['quantity'].normalize():f} {row['quantity_unit']}"
    share = "" if row["share"] == 1 else f" × {row['share'].normalize():f}"
    less = f" − {grouped(row['less'], 2)}" if row["less"] else ""
    about = " ".join(filter(None, (row["item"], row["grade"], row["tranche"])))
    status = " ต้องยืนยัน" if row["status"] == "to_confirm" else ""
    made = f"{quantity} × {grouped(row['rate'], 2)} {row['rate_unit']}{share}{less} = {grouped(row['amount'], 2)} บาท"
    return f"{about}: {made} ({row['reference']}{status}) {row['rule']}".strip()
