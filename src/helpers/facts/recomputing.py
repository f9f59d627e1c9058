"""The second engine: every line of facts.csv computed anew by DuckDB, on the stored tables, from its own filter."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from helpers.errors import VerificationError
from helpers.facts.definitions import Operation, joined_digest, parse_reference, rows_digest
from helpers.facts.engine import known_column, known_filter, load, opened
from helpers.facts.ledger import Line
from helpers.programmes.allocation import ARITHMETIC

BATCH = 10
"""Lines per query. One scan answers them all, but DuckDB slows down again when a query carries many filters."""
_VALUE = {
    Operation.COUNT: "count(*) {chosen}",
    Operation.SUM: "coalesce(sum({column}) {chosen}, 0)",
    Operation.DISTINCT: "count(DISTINCT {column}) {chosen}",
    Operation.RULE: f"coalesce(sum({ARITHMETIC}) {{chosen}}, 0)",
}
_RATIO_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class Recomputed:
    """What the second engine found for one line."""

    value: Decimal
    rows: int
    digest: str


@dataclass(frozen=True)
class Disagreement:
    """A line whose stated and recomputed numbers differ; None where it could not be recomputed at all."""

    line: Line
    found: Recomputed | None


def disagreements(ledger: Iterable[Line], parquet: Callable[[str], Path]) -> Iterator[Disagreement]:
    """The lines that the second engine contradicts. `parquet` gives the file of a table `<round>/<system>/<table>`.

    Raises VerificationError for a filter or column that the table does not know.
    """
    stated = list(ledger)
    found = recompute(stated, parquet)
    for line in stated:
        own = found.get((line.fact, line.key))
        if own is None or (own.value, own.rows, own.digest) != (Decimal(line.value), line.rows, line.digest):
            yield Disagreement(line, own)


def recompute(ledger: list[Line], parquet: Callable[[str], Path]) -> Mapping[tuple[str, str], Recomputed]:
    """Every line's number by fact and key; a ratio or difference whose parts are not in the ledger is left out."""
    found: dict[tuple[str, str], Recomputed] = {}
    from_tables = [line for line in ledger if line.table]
    with opened() as engine:
        for table, own in groupby(sorted(from_tables, key=lambda line: line.table), key=lambda line: line.table):
            columns = load(engine, "source", parquet(table), table)
            found |= _from_table(engine, list(own), columns)
    for line in (line for line in ledger if not line.table):
        made = _from_parts(line, found)
        if made:
            found[line.fact, line.key] = made
    return found


def _from_table(
    engine: duckdb.DuckDBPyConnection, own: list[Line], columns: frozenset[str]
) -> dict[tuple[str, str], Recomputed]:
    found = {}
    for start in range(0, len(own), BATCH):
        batch = own[start : start + BATCH]
        answers = _answers(engine, batch, columns)
        for place, line in enumerate(batch):
            value, row_keys = answers[2 * place : 2 * place + 2]
            found[line.fact, line.key] = Recomputed(Decimal(str(value)), *rows_digest(row_keys or ()))
    return found


def _answers(engine: duckdb.DuckDBPyConnection, batch: list[Line], columns: frozenset[str]) -> tuple[Any, ...]:
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


def _from_parts(line: Line, found: Mapping[tuple[str, str], Recomputed]) -> Recomputed | None:
    one_name, other_name = parse_reference(line.where)
    one, other = found.get(one_name), found.get(other_name)
    if one is None or other is None or (line.operation is Operation.RATIO and not other.value):
        return None
    if line.operation is Operation.RATIO:
        value = (one.value / other.value).quantize(_RATIO_STEP, ROUND_HALF_UP)
    else:
        value = one.value - other.value
    return Recomputed(value, one.rows + other.rows, joined_digest(one.digest, other.digest))
