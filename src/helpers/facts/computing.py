"""Facts from frames: the first engine. The second (`recomputing`) must come to the same numbers without this code."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from types import MappingProxyType

import pandas as pd

from helpers.facts.definitions import (
    WHOLE,
    Cell,
    Condition,
    Fact,
    Not,
    Operation,
    Value,
    joined_digest,
    key_text,
    natural,
    reference_text,
    rows_digest,
    where_text,
)

RATIO_STEP = Decimal("0.000001")


def filtered(frame: pd.DataFrame, conditions: Mapping[str, Condition]) -> pd.DataFrame:
    """The rows that meet every condition."""
    chosen = pd.Series(True, index=frame.index)
    for name, value in conditions.items():
        if isinstance(value, Not):
            chosen &= frame[name].notna() & (frame[name] != value.value)
        elif isinstance(value, tuple):
            chosen &= frame[name].isin(value)
        else:
            chosen &= frame[name] == value
    return frame[chosen]


def aggregate_cells(
    frame: pd.DataFrame,
    operation: Operation,
    column: str,
    conditions: Mapping[str, Condition],
    by: Sequence[str],
    orders: Mapping[str, Sequence[str]],
    margins: Sequence[str] = (),
    complete: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> dict[str, Cell]:
    """One cell for every combination of the values that `by` columns take, zeros included, and for the `margins` among
    them a cell over all values. `orders` gives the reading order of a column's values; values it lacks follow in
    natural order."""
    rows = filtered(frame, conditions)
    values = {name: _ordered({*rows[name].unique(), *complete.get(name, ())}, orders.get(name, ())) for name in by}
    axes = [[*values[name], WHOLE] if name in margins else values[name] for name in by]
    groups = {open_: _groups(rows, [name for name in by if name not in open_]) for open_ in _open_sets(margins)}
    cells = {}
    for combination in product(*axes):
        key = dict(zip(by, combination, strict=True))
        fixed = {name: value for name, value in key.items() if name not in margins or value != WHOLE}
        own = groups[frozenset(by) - set(fixed)].get(tuple(fixed.values()), rows.iloc[:0])
        count, digest = rows_digest(own["row_key"])
        cells[key_text(key)] = Cell(_value(own, operation, column), where_text({**conditions, **fixed}), count, digest)
    return cells


def _open_sets(margins: Sequence[str]) -> Iterable[frozenset[str]]:
    for chosen in product((False, True), repeat=len(margins)):
        yield frozenset(name for name, is_open in zip(margins, chosen, strict=True) if is_open)


def _groups(rows: pd.DataFrame, names: list[str]) -> dict[tuple[str, ...], pd.DataFrame]:
    if not names:
        return {(): rows}
    return {tuple(map(str, key)): own for key, own in rows.groupby(names, sort=False)}


def _ordered(values: Iterable[str], order: Sequence[str]) -> list[str]:
    places = {value: place for place, value in enumerate(order)}
    return sorted(map(str, values), key=lambda value: (places.get(value, len(places)), natural(value)))


def _value(rows: pd.DataFrame, operation: Operation, column: str) -> Value:
    if operation is Operation.COUNT:
        return len(rows)
    if operation is Operation.DISTINCT:
        return int(rows[column].nunique())
    total = rows[column].sum()
    return total if isinstance(total, Decimal) else int(total)


def ratio_cells(part: Fact, whole: Fact) -> dict[str, Cell]:
    """Each cell of `part` over the cell of `whole` with the same key, or its only cell; none where the whole is 0."""
    cells = {}
    for key, other_key, one, other in _paired(part, whole):
        if other.value:
            share = (Decimal(one.value) / Decimal(other.value)).quantize(RATIO_STEP, ROUND_HALF_UP)
            cells[key] = _made_of(share, reference_text(part.id, key, "/", whole.id, other_key), one, other)
    return cells


def difference_cells(minuend: Fact, subtrahend: Fact) -> dict[str, Cell]:
    """Each cell of `minuend` less the cell of `subtrahend` with the same key, or less its only cell.

    A key of `minuend` that finds neither gives no cell.
    """
    return {
        key: _made_of(
            one.value - other.value, reference_text(minuend.id, key, "-", subtrahend.id, other_key), one, other
        )
        for key, other_key, one, other in _paired(minuend, subtrahend)
    }


def _paired(left: Fact, right: Fact) -> Iterable[tuple[str, str, Cell, Cell]]:
    for key, cell in left.cells.items():
        other_key = key if key in right.cells else ""
        if other_key in right.cells:
            yield key, other_key, cell, right.cells[other_key]


def _made_of(value: Value, where: str, one: Cell, other: Cell) -> Cell:
    return Cell(value, where, one.rows + other.rows, joined_digest(one.digest, other.digest))
