"""What must hold inside one aggregate. Sources of the identities: docs/deliveries.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from helpers.collection.dmc import layouts
from helpers.collection.dmc.aggregates import NOT_A_COUNT, Aggregate
from helpers.collection.dmc.layouts import GRADES_BY_LEVEL, LEVELS, TOTAL, Shape, subtotal
from helpers.collection.findings import Finding

Cube = npt.NDArray[np.int64]
_INSPECTION_SIGNS = {
    layouts.INSPECTION_START: 1,
    layouts.INSPECTION_MOVED_IN: 1,
    layouts.INSPECTION_MOVED_OUT: -1,
    layouts.INSPECTION_DROPPED_OUT: -1,
    layouts.INSPECTION_DISCHARGED: -1,
}
"""How the parts of the inspection table add up to its end."""


def check_aggregate(aggregate: Aggregate) -> Iterator[Finding]:
    """Every finding that one file shows by itself."""
    yield from aggregate.findings
    if aggregate.layout.shape is Shape.FLAGS:
        yield from _repeated(aggregate)
        return
    yield from _sexes(aggregate)
    yield from _categories(aggregate)
    if aggregate.layout.shape is Shape.LEVELS:
        yield from _levels(aggregate)
    yield from _area(aggregate)
    if aggregate.layout.slug == "inspection":
        yield from _inspection_balance(aggregate)


def _differences(
    aggregate: Aggregate,
    rule: str,
    found: Cube,
    allowed: Cube,
    columns: tuple[str, ...],
    places: npt.NDArray[np.int64] | None = None,
) -> Iterator[Finding]:
    """A finding wherever `found` and `allowed` (rows by columns) differ; cells without a count are another check's."""
    for place, column in np.argwhere((found != allowed) & (found >= 0) & (allowed >= 0)):
        row = int(place if places is None else places[place])
        details = {"found": f"{found[place, column]:,}", "allowed": f"{allowed[place, column]:,}"}
        yield aggregate.finding(rule, row, column=_label(aggregate, row, columns[column]), **details)


def _label(aggregate: Aggregate, row: int, column: str) -> str:
    return " · ".join(part for part in (str(aggregate.category[row]), column) if part)


def _sum(parts: Cube) -> Cube:
    """Sum over the last axis; not a count where one of the parts is none."""
    return np.where((parts == NOT_A_COUNT).any(axis=-1), NOT_A_COUNT, parts.sum(axis=-1))


def _group_names(aggregate: Aggregate) -> tuple[str, ...]:
    return aggregate.groups or tuple(f"กลุ่มที่ {number}" for number in range(1, aggregate.counts.shape[1] + 1))


def _columns(aggregate: Aggregate) -> tuple[str, ...]:
    """The names of a row's count columns, in order."""
    return tuple(f"{group} ({measure})" for group in _group_names(aggregate) for measure in aggregate.layout.measures)


def _sexes(aggregate: Aggregate) -> Iterator[Finding]:
    summed, stated = _sum(aggregate.counts[:, :, :2]), aggregate.counts[:, :, 2]
    yield from _differences(aggregate, "dmc.aggregate.sex_sum", stated, summed, _group_names(aggregate))


def _levels(aggregate: Aggregate) -> Iterator[Finding]:
    place = {group: number for number, group in enumerate(aggregate.groups)}
    parts = {
        subtotal(level): [grade for grade in grades if grade in place] for level, grades in GRADES_BY_LEVEL.items()
    }
    parts[TOTAL] = [subtotal(level) for level in LEVELS]
    for measure, name in enumerate(aggregate.layout.measures):
        cells = aggregate.counts[:, :, measure]
        stated = cells[:, [place[group] for group in parts]]
        summed = np.column_stack([_sum(cells[:, [place[part] for part in own]]) for own in parts.values()])
        columns = tuple(f"{group} ({name})" for group in parts)
        yield from _differences(aggregate, "dmc.aggregate.level_sum", stated, summed, columns)


def _categories(aggregate: Aggregate) -> Iterator[Finding]:
    layout = aggregate.layout
    if not layout.whole:
        yield from _repeated(aggregate)
        return
    blocks = _blocks(aggregate)
    for rows in blocks.values():
        names = [str(aggregate.category[row]) for row in rows]
        for row in (row for row, name in zip(rows, names, strict=True) if name not in layout.labels):
            yield aggregate.finding("dmc.aggregate.category_unknown", row, found=str(aggregate.category[row]))
        if missing := [label for label in layout.labels if label not in names]:
            yield aggregate.finding("dmc.aggregate.category_missing", rows[0], allowed=", ".join(missing[:5]))
        if layout.partition and not missing:
            yield from _partition(aggregate, rows)
    yield from _repeated(aggregate)


def _blocks(aggregate: Aggregate) -> Mapping[str, list[int]]:
    """The row places of each school (and of the area), first rows only where one is repeated."""
    blocks: dict[str, dict[str, int]] = {}
    for place, (code, name) in enumerate(zip(aggregate.smis, aggregate.category, strict=True)):
        blocks.setdefault(str(code), {}).setdefault(str(name), place)
    return {code: list(rows.values()) for code, rows in blocks.items()}


def _partition(aggregate: Aggregate, rows: list[int]) -> Iterator[Finding]:
    whole = next(row for row in rows if aggregate.category[row] == aggregate.layout.whole)
    others = np.array([row for row in rows if row != whole])
    summed = _sum(np.moveaxis(aggregate.counts[others], 0, -1)).reshape(1, -1)
    stated = aggregate.counts[whole].reshape(1, -1)
    columns = _columns(aggregate)
    yield from _differences(aggregate, "dmc.aggregate.category_sum", stated, summed, columns, np.array([whole]))


def first_rows(aggregate: Aggregate) -> npt.NDArray[np.bool_]:
    """True for the first row of each school and category; a repeated row is found, kept in the file and not counted."""
    labels = np.char.add(np.char.add(aggregate.smis, "|"), aggregate.category)
    first = np.zeros(len(labels), dtype=np.bool_)
    first[np.unique(labels, return_index=True)[1]] = True
    return first


def _repeated(aggregate: Aggregate) -> Iterator[Finding]:
    for place in np.flatnonzero(~first_rows(aggregate)):
        yield aggregate.finding("dmc.aggregate.duplicate_school_rows", int(place), found=str(aggregate.category[place]))


def _area(aggregate: Aggregate) -> Iterator[Finding]:
    if not aggregate.of_area.any():
        yield aggregate.finding("dmc.aggregate.area_missing", len(aggregate.rows) - 1)
        return
    schools = first_rows(aggregate) & ~aggregate.of_area
    columns = _columns(aggregate)
    for place in np.flatnonzero(aggregate.of_area & first_rows(aggregate)):
        own = schools & (aggregate.category == aggregate.category[place])
        cells = aggregate.counts[own]
        summed = np.where(cells == NOT_A_COUNT, 0, cells).sum(axis=0).reshape(1, -1)
        stated = aggregate.counts[place].reshape(1, -1)
        yield from _differences(aggregate, "dmc.aggregate.area_sum", stated, summed, columns, np.array([place]))


def _inspection_balance(aggregate: Aggregate) -> Iterator[Finding]:
    columns = _columns(aggregate)
    signs = np.array(list(_INSPECTION_SIGNS.values())).reshape(-1, 1)
    for rows in _blocks(aggregate).values():
        place = {str(aggregate.category[row]): row for row in rows}
        if not place.keys() >= {*_INSPECTION_SIGNS, layouts.INSPECTION_END}:
            continue
        end = place[layouts.INSPECTION_END]
        moves = aggregate.counts[[place[name] for name in _INSPECTION_SIGNS]].reshape(len(signs), -1)
        stated, balance = aggregate.counts[end].ravel(), (signs * moves).sum(axis=0)
        known = (stated != NOT_A_COUNT) & (moves != NOT_A_COUNT).all(axis=0)
        for column in np.flatnonzero(known & (stated != balance)):
            details = {"found": f"{stated[column]:,}", "allowed": f"{balance[column]:,}"}
            label = _label(aggregate, end, columns[column])
            yield aggregate.finding("dmc.aggregate.inspection_balance", end, column=label, **details)
