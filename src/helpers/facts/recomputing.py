"""The second engine: every line of facts.csv computed anew by DuckDB from its own filter on the stored tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import duckdb

from helpers.errors import VerificationError
from helpers.facts.definitions import Operation, joined_digest, parse_reference, rows_digest
from helpers.facts.engine import known_column, known_filter, load, open_engine
from helpers.facts.ledger import FactLine
from helpers.programmes.allocation import ARITHMETIC

BATCH = 10
"""Lines per query. One scan answers them all, but DuckDB slows down again when a query carries many filters."""
_VALUE = {
    Operation.COUNT: "count(*) {chosen}",
    Operation.SUM: "coalesce(sum({column}) {chosen}, 0)",
    Operation.DISTINCT: "count(DISTINCT {column}) {chosen}",
    Operation.MEDIAN: "median({column}) {chosen}",
    Operation.RULE: f"coalesce(sum({ARITHMETIC}) {{chosen}}, 0)",
}
_RATIO_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class Recomputed:
    """The number, rows and digest that the second engine computed for one line."""

    value: Decimal
    rows: int
    digest: str


@dataclass(frozen=True)
class Disagreement:
    """A line whose stated and recomputed numbers differ; `recomputed` is None where its parts are missing."""

    line: FactLine
    recomputed: Recomputed | None


def disagreements(ledger: Iterable[FactLine], parquet: Callable[[str], Path]) -> Iterator[Disagreement]:
    """The lines that the second engine contradicts. `parquet` gives the file of a table `<round>/<system>/<table>`.

    Raises VerificationError for a filter or column that does not fit the table.
    """
    stated = list(ledger)
    recomputed = recompute(stated, parquet)
    for line in stated:
        cell = recomputed.get((line.fact, line.key))
        if cell is None or (cell.value, cell.rows, cell.digest) != (Decimal(line.value), line.rows, line.digest):
            yield Disagreement(line, cell)


def recompute(ledger: list[FactLine], parquet: Callable[[str], Path]) -> Mapping[tuple[str, str], Recomputed]:
    """The number of every line by fact and key; a ratio or difference whose parts are not in the ledger is left out."""
    recomputed: dict[tuple[str, str], Recomputed] = {}
    from_tables = [line for line in ledger if line.table]
    with open_engine() as engine:
        by_table = attrgetter("table")
        for table, table_lines in groupby(sorted(from_tables, key=by_table), key=by_table):
            columns = load(engine, "source", parquet(table), table)
            recomputed |= _from_table(engine, list(table_lines), columns)
    for line in (line for line in ledger if not line.table):
        from_parts = _from_parts(line, recomputed)
        if from_parts:
            recomputed[line.fact, line.key] = from_parts
    return recomputed


def _from_table(
    engine: duckdb.DuckDBPyConnection, table_lines: list[FactLine], columns: frozenset[str]
) -> dict[tuple[str, str], Recomputed]:
    recomputed = {}
    for start in range(0, len(table_lines), BATCH):
        batch = table_lines[start : start + BATCH]
        answers = _answers(engine, batch, columns)
        for index, line in enumerate(batch):
            value, row_keys = answers[2 * index : 2 * index + 2]
            recomputed[line.fact, line.key] = Recomputed(Decimal(str(value)), *rows_digest(row_keys or ()))
    return recomputed


def _answers(engine: duckdb.DuckDBPyConnection, batch: list[FactLine], columns: frozenset[str]) -> tuple[Any, ...]:
    wanted, values = [], list[str | bool]()
    try:
        for line in batch:
            rows = known_filter(line.where, columns, len(values) + 1)
            values += rows.values
            chosen = f"FILTER (WHERE {rows.sql})"
            column = known_column(line.column, columns) if line.column else ""
            wanted += [_VALUE[line.operation].format(column=column, chosen=chosen), f"list(row_key) {chosen}"]
        (answers,) = engine.execute(f"SELECT {', '.join(wanted)} FROM source", values).fetchall()
        return tuple(answers)
    except (VerificationError, duckdb.Error) as error:
        where = f"{batch[0].table}: {batch[0].fact} … {batch[-1].fact}"
        problem = error.problem if isinstance(error, VerificationError) else f"คำนวณซ้ำไม่ได้: {error}"
        raise VerificationError(problem, where=where, remedy="สร้างรายงานใหม่ด้วย workbook run") from error


def _from_parts(line: FactLine, recomputed: Mapping[tuple[str, str], Recomputed]) -> Recomputed | None:
    one_name, other_name = parse_reference(line.where)
    one, other = recomputed.get(one_name), recomputed.get(other_name)
    if one is None or other is None or (line.operation is Operation.RATIO and not other.value):
        return None
    if line.operation is Operation.RATIO:
        value = (one.value / other.value).quantize(_RATIO_STEP, ROUND_HALF_UP)
    else:
        value = one.value - other.value
    return Recomputed(value, one.rows + other.rows, joined_digest(one.digest, other.digest))
