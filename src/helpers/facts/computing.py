"""The first engine of facts: their cells computed from frames in pandas.

The second engine (`recomputing`) must come to the same numbers without this code.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from types import MappingProxyType
from typing import Any

from helpers.errors import NotebookError
from helpers.facts.definitions import (
    WHOLE,
    Condition,
    Fact,
    FactCell,
    Operation,
    Value,
    joined_digest,
    key_text,
    natural_key,
    reference_text,
    where_text,
)
from helpers.facts.indexed import IndexedTable, Positions

RATIO_STEP = Decimal("0.000001")


def aggregate_cells(
    table: IndexedTable,
    operation: Operation,
    column: str,
    conditions: Mapping[str, Condition],
    by: Sequence[str],
    orders: Mapping[str, Sequence[str]],
    margins: Sequence[str] = (),
    complete: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> dict[str, FactCell]:
    """One cell for every combination of the values of the `by` columns, zeros included, and for the `margins` among
    them a cell over all values. `orders` gives the reading order of a column's values; values it lacks follow in
    natural order. `complete` gives values that a column must have even where no row has them.

    `by=["grade"], margins=["grade"]` gives the cells `grade=ป.1`, `grade=ป.2` and `grade=รวม`."""
    rows, value_of = table.chosen(conditions), _values(table, operation, column)
    values = {name: _ordered({*table.names(name, rows), *complete.get(name, ())}, orders.get(name, ())) for name in by}
    axes = [[*values[name], WHOLE] if name in margins else values[name] for name in by]
    open_sets = list(_open_sets(margins))
    groups = {open_: table.groups([name for name in by if name not in open_], rows) for open_ in open_sets}
    cells = {}
    for combination in product(*axes):
        key = dict(zip(by, combination, strict=True))
        fixed = {name: value for name, value in key.items() if name not in margins or value != WHOLE}
        cell_rows = groups[frozenset(by) - set(fixed)].get(tuple(fixed.values()), rows[:0])
        count, digest = table.digest(cell_rows)
        cells[key_text(key)] = FactCell(value_of(cell_rows), where_text({**conditions, **fixed}), count, digest)
    return cells


def _open_sets(margins: Sequence[str]) -> Iterable[frozenset[str]]:
    for chosen in product((False, True), repeat=len(margins)):
        yield frozenset(name for name, is_open in zip(margins, chosen, strict=True) if is_open)


def _ordered(values: Iterable[str], order: Sequence[str]) -> list[str]:
    positions = {value: position for position, value in enumerate(order)}
    return sorted(values, key=lambda value: (positions.get(value, len(positions)), natural_key(value)))


def _values(table: IndexedTable, operation: Operation, column: str) -> Callable[[Positions], Value]:
    """What gives the value of a cell of these rows."""
    if operation is Operation.COUNT:
        return len
    if operation is Operation.DISTINCT:
        return lambda rows: table.distinct(column, rows)
    if operation is Operation.MEDIAN:
        return lambda rows: _median(table.known(column, rows))
    total = table.sums(column)
    return lambda rows: sum_ if isinstance(sum_ := total(rows), Decimal) else int(sum_)


def _median(values: Iterable[Any]) -> Decimal:
    """The middle value, or half of the sum of the two in the middle. Raises NotebookError for none."""
    known = sorted(map(Decimal, values))
    if not known:
        remedy = "ประกาศด้วย report.median ซึ่งบอกเองเมื่อไม่มีค่า"
        raise NotebookError("หาค่ากลางของไม่มีค่าใดไม่ได้", where="ข้อเท็จจริง", remedy=remedy)
    return (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2


def ratio_cells(part: Fact, whole: Fact) -> dict[str, FactCell]:
    """Each cell of `part` divided by the cell of `whole` with the same key, or by its only cell; rounded to six
    decimals. There is no cell where the divisor is 0 or missing."""
    cells = {}
    for key, other_key, one, other in _paired(part, whole):
        if other.value:
            share = (Decimal(one.value) / Decimal(other.value)).quantize(RATIO_STEP, ROUND_HALF_UP)
            cells[key] = _made_of(share, reference_text(part.id, key, "/", whole.id, other_key), one, other)
    return cells


def difference_cells(minuend: Fact, subtrahend: Fact) -> dict[str, FactCell]:
    """Each cell of `minuend` less the cell of `subtrahend` with the same key, or less its only cell.

    There is no cell where `subtrahend` has neither.
    """
    return {
        key: _made_of(
            one.value - other.value, reference_text(minuend.id, key, "-", subtrahend.id, other_key), one, other
        )
        for key, other_key, one, other in _paired(minuend, subtrahend)
    }


def _paired(left: Fact, right: Fact) -> Iterable[tuple[str, str, FactCell, FactCell]]:
    for key, cell in left.cells.items():
        other_key = key if key in right.cells else ""
        if other_key in right.cells:
            yield key, other_key, cell, right.cells[other_key]


def _made_of(value: Value, where: str, one: FactCell, other: FactCell) -> FactCell:
    return FactCell(value, where, one.rows + other.rows, joined_digest(one.digest, other.digest))
