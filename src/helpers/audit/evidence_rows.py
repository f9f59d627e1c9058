"""The source rows behind one number, with no more of each than the number needs: where it lies, whose school it is, and
the columns that the rule reads. What stands for one person is shown as a running number."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from helpers.audit.verification import stored_table
from helpers.errors import VerificationError
from helpers.excel import csv_text
from helpers.facts.definitions import Not, Operation, parse_reference, parse_where
from helpers.facts.engine import known_column, known_filter, load, open_engine
from helpers.facts.ledger import FactLine
from helpers.tables.schemas import Field, TableSchema
from helpers.tables.snapshots import Snapshot

ABSENT = "(ไม่มีค่า)"
"""What a column without a value shows; check_evidence.py knows it by the same words."""
KEYS = ("row_key", "file", "sheet", "row")
_OF_AMOUNTS: tuple[str, ...] = ("item", "grade", "tranche", "quantity", "quantity_unit", "rate", "rate_unit")
_OF_AMOUNTS += ("share", "less", "amount", "reference", "status", "rule")


@dataclass(frozen=True)
class CellEvidence:
    """One cell with its rows: `columns` beside the keys, and `rows` of the keys and these columns as texts; both empty
    for a ratio or difference, which is made of the two cells `parts`."""

    line: FactLine
    schema: TableSchema | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, str], ...] = ()

    def csv(self) -> bytes:
        """The rows as a CSV file that Excel opens."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow((*KEYS, *self.columns))
        writer.writerows(self.rows)
        return text.getvalue().encode("utf-8-sig")


def cells_behind(
    line: FactLine,
    lines: Mapping[tuple[str, str], FactLine],
    snapshots: Mapping[str, Snapshot],
    schemas: Mapping[str, tuple[TableSchema, ...]],
) -> Iterator[CellEvidence]:
    """The cells of which a number is made, each once and after its parts, the number itself last. `schemas` are those
    of each data set. Raises VerificationError for a table or part that the report does not have."""
    if line.table:
        yield _from_table(line, stored_table(line.table, snapshots), schemas)
        return
    parts = parse_reference(line.where)
    for part in dict.fromkeys(parts):
        if part not in lines or part == (line.fact, line.key):
            raise VerificationError(f"ไม่มีข้อเท็จจริง {part[0]} [{part[1]}]", remedy="สร้างรายงานใหม่ด้วย workbook run")
        yield from cells_behind(lines[part], lines, snapshots, schemas)
    yield CellEvidence(line, None, (), (), parts)


def _from_table(line: FactLine, path: Path, schemas: Mapping[str, tuple[TableSchema, ...]]) -> CellEvidence:
    _, dataset, table = line.table.split("/")
    schema = next((schema for schema in schemas.get(dataset, ()) if schema.name == table), None)
    fields = {field.name: field for field in schema.fields} if schema else {}
    with open_engine() as engine:
        there = load(engine, "source", path, line.table)
        load(engine, "files", path.with_name("deliveries.parquet"), line.table)
        columns = _columns(line, there)
        rows = _rows(engine, line, columns, there)
    masked = _masked(rows, [fields.get(name) for name in columns])
    return CellEvidence(line, schema, columns, tuple(masked))


def _columns(line: FactLine, there: frozenset[str]) -> tuple[str, ...]:
    """The columns that the rule reads, and the school's code."""
    of_rule = _OF_AMOUNTS if line.operation is Operation.RULE else ()
    helpful = [name for name in ("smis", *of_rule) if name in there]
    needed = [*parse_where(line.where), *([line.column] if line.column else [])]
    return tuple(name for name in dict.fromkeys([*helpful, *needed]) if name not in KEYS)


def _rows(
    engine: duckdb.DuckDBPyConnection, line: FactLine, columns: tuple[str, ...], there: frozenset[str]
) -> list[tuple[Any, ...]]:
    chosen = known_filter(line.where, there)
    named = ["t.row_key", "coalesce(d.name, t.delivery)", "t.sheet", "t.row"]
    named += [f"t.{known_column(name, there)}" for name in columns]
    source = f"(SELECT * FROM source WHERE {chosen.sql}) t LEFT JOIN files d USING (delivery)"
    try:
        return engine.execute(f"SELECT {', '.join(named)} FROM {source} ORDER BY ALL", list(chosen.values)).fetchall()
    except duckdb.Error as error:
        remedy = "สร้างรายงานใหม่ด้วย workbook run"
        raise VerificationError(f"หาแถวต้นทางไม่ได้: {error}", where=line.fact, remedy=remedy) from error


def _masked(rows: list[tuple[Any, ...]], fields: list[Field | None]) -> Iterator[tuple[str, ...]]:
    """The rows as texts, in which every value that identifies a person is a running number."""
    numbers: dict[tuple[int, str], str] = {}
    for row in rows:
        keys, values = row[: len(KEYS)], row[len(KEYS) :]
        texts = []
        for index, (value, field) in enumerate(zip(values, fields, strict=True)):
            text = ABSENT if value is None else _text(value)
            if field is not None and field.identifies and value is not None:
                text = numbers.setdefault((index, text), f"บุคคลที่ {len(numbers) + 1}")
            texts.append(text)
        yield (*map(_text, keys), *texts)


def _text(value: object) -> str:
    return csv_text(value) if isinstance(value, str) else str(value)


def rule_words(cell: CellEvidence) -> str:
    """How a number comes about, in a Thai sentence."""
    line = cell.line
    if cell.parts:
        one, other = (f"{fact} [{key}]" if key else fact for fact, key in cell.parts)
        return (
            f"{one} หารด้วย {other} ปัดครึ่งขึ้นที่ทศนิยมหกตำแหน่ง"
            if line.operation is Operation.RATIO
            else f"{one} ลบด้วย {other}"
        )
    meanings = {field.name: field.meaning for field in cell.schema.fields} if cell.schema else {}
    column = f"{meanings.get(line.column, '')} ({line.column})".strip() if line.column else ""
    words = {
        Operation.COUNT: "นับแถว",
        Operation.SUM: f"ผลรวมของ{column}",
        Operation.DISTINCT: f"นับค่าที่ไม่ซ้ำของ{column}",
        Operation.MEDIAN: f"ค่ากลาง (มัธยฐาน) ของ{column}",
        Operation.RULE: "ผลรวมของเงินแต่ละแถว ซึ่งคือ จำนวน × อัตรา × สัดส่วน ปัดเป็นสตางค์ แล้วหักที่จ่ายไปแล้ว",
    }[line.operation]
    grain = f" ซึ่งแต่ละแถวคือ{cell.schema.grain}" if cell.schema else ""
    conditions = [f"{meanings.get(name, name)} {_compared(value)}" for name, value in parse_where(line.where).items()]
    only = f" เฉพาะแถวที่ {' และ '.join(conditions)}" if conditions else " ทุกแถว"
    return f"{words} ในตาราง {line.table}{grain}{only}"


def _compared(value: object) -> str:
    if isinstance(value, Not):
        return f"ไม่ใช่ “{value.value}”"
    if isinstance(value, tuple):
        return "เป็นค่าใดค่าหนึ่งใน " + ", ".join(f"“{one}”" for one in value)
    if isinstance(value, bool):
        return "เป็นจริง" if value else "ไม่เป็นจริง"
    return f"คือ “{value}”"
