"""What must hold inside one aggregate. Sources of the identities: docs/deliveries.md."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from helpers.systems.dmc import layouts
from helpers.systems.dmc.aggregates import NOT_A_COUNT, Aggregate, Cube, level_sums, sex_sums, summed
from helpers.systems.dmc.layouts import Shape
from helpers.tables.findings import Finding
from helpers.tables.schemas import NOT_STATED

_LISTED = 5
"""Labels that a finding names."""
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


def check_layout(aggregate: Aggregate) -> Iterator[Finding]:
    """One finding about a file whose sums hold in no known layout: nobody can say which of its columns is which."""
    broken = [f"{name} ไม่ลงตัว {wrong:,} จาก {rows:,} แถว" for name, wrong, rows in aggregate.broken_sums]
    if broken:
        yield aggregate.finding_of_file("dmc.aggregate.layout_unknown", found=", ".join(broken[:_LISTED]))


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


def _columns(aggregate: Aggregate) -> tuple[str, ...]:
    """The names of a row's count columns, in order."""
    return tuple(f"{group} ({measure})" for group in aggregate.group_names for measure in aggregate.layout.measures)


def _sexes(aggregate: Aggregate) -> Iterator[Finding]:
    sums = sex_sums(aggregate.counts, aggregate.group_names)
    yield from _differences(aggregate, "dmc.aggregate.sex_sum", sums.stated[:, :, 0], sums.summed[:, :, 0], sums.names)


def _levels(aggregate: Aggregate) -> Iterator[Finding]:
    sums = level_sums(aggregate.counts, aggregate.groups)
    for measure, name in enumerate(aggregate.layout.measures):
        stated, summed_up = sums.stated[:, :, measure], sums.summed[:, :, measure]
        columns = tuple(f"{group} ({name})" for group in sums.names)
        yield from _differences(aggregate, "dmc.aggregate.level_sum", stated, summed_up, columns)


def _categories(aggregate: Aggregate) -> Iterator[Finding]:
    """What is wrong with the labels: in the whole file alike said once, else of each school."""
    layout = aggregate.layout
    yield from _repeated(aggregate)
    if not layout.whole:
        return
    absent = [label for label in layout.labels if label not in aggregate.category]
    if absent:
        yield aggregate.finding_of_file("dmc.aggregate.category_missing", allowed=", ".join(absent[:_LISTED]))
    for label in dict.fromkeys(map(str, aggregate.category)):
        if label not in layout.labels:
            places = np.flatnonzero(aggregate.category == label)
            row, rows = int(aggregate.rows[places[0]]), f"พบ {len(places):,} แถว"
            yield aggregate.finding_of_file("dmc.aggregate.category_unknown", row, found=label, allowed=rows)
    for block in _blocks(aggregate).values():
        names = {str(aggregate.category[row]) for row in block}
        missing = [label for label in layout.labels if label not in names and label not in absent]
        if missing:
            yield aggregate.finding("dmc.aggregate.category_missing", block[0], allowed=", ".join(missing[:_LISTED]))
        elif layout.partition and layout.whole in names:
            yield from _partition(aggregate, block)


def _blocks(aggregate: Aggregate) -> Mapping[str, list[int]]:
    """The row places of each school (and of the area), first rows only where one is repeated."""
    blocks: dict[str, list[int]] = {}
    for place in np.flatnonzero(first_rows(aggregate)):
        blocks.setdefault(str(aggregate.smis[place]), []).append(int(place))
    return blocks


def _partition(aggregate: Aggregate, rows: list[int]) -> Iterator[Finding]:
    whole = next(row for row in rows if aggregate.category[row] == aggregate.layout.whole)
    others = np.array([row for row in rows if row != whole])
    parts = summed(np.moveaxis(aggregate.counts[others], 0, -1)).reshape(1, -1)
    stated = aggregate.counts[whole].reshape(1, -1)
    columns = _columns(aggregate)
    yield from _differences(aggregate, "dmc.aggregate.category_sum", stated, parts, columns, np.array([whole]))


def first_rows(aggregate: Aggregate) -> npt.NDArray[np.bool_]:
    """True for one row of each school and category: of several the first that counts anything, else the first. The
    others are found, kept in the file and not counted. Rows that state no category are not the same one."""
    silent = np.where(aggregate.category == NOT_STATED, aggregate.rows.astype("U"), "")
    labels = np.array(list(map("|".join, zip(aggregate.smis, aggregate.category, silent, strict=True))))
    empty = ~(aggregate.counts > 0).any(axis=(1, 2))
    order = np.argsort(empty, kind="stable")
    first = np.zeros(len(labels), dtype=np.bool_)
    first[order[np.unique(labels[order], return_index=True)[1]]] = True
    return first


def _repeated(aggregate: Aggregate) -> Iterator[Finding]:
    for place in np.flatnonzero(~first_rows(aggregate)):
        yield aggregate.finding("dmc.aggregate.duplicate_school_rows", int(place), found=str(aggregate.category[place]))


def _area(aggregate: Aggregate) -> Iterator[Finding]:
    if not aggregate.of_area.any():
        yield aggregate.finding_of_file("dmc.aggregate.area_missing")
        return
    schools = first_rows(aggregate) & aggregate.of_schools
    columns = _columns(aggregate)
    for place in np.flatnonzero(aggregate.of_area & first_rows(aggregate)):
        own = schools & (aggregate.category == aggregate.category[place])
        cells = aggregate.counts[own]
        schools_sum = np.where(cells == NOT_A_COUNT, 0, cells).sum(axis=0).reshape(1, -1)
        stated = aggregate.counts[place].reshape(1, -1)
        yield from _differences(aggregate, "dmc.aggregate.area_sum", stated, schools_sum, columns, np.array([place]))


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
