"""The header rows of a table: which label covers which columns and how many rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from helpers.reports.blocks import Column


@dataclass(frozen=True)
class HeadCell:
    """One header cell: from which column (0-based) on, over how many columns and rows."""

    label: str
    column: int
    columns: int = 1
    rows: int = 1


def head_rows(columns: Sequence[Column]) -> list[list[HeadCell]]:
    """One row of labels; where a column has a group, a row of groups above it, which ungrouped labels reach into."""
    places = range(len(columns))
    if not any(column.group for column in columns):
        return [[HeadCell(columns[place].label, place) for place in places]]
    upper: list[HeadCell] = []
    for group, run in groupby(places, key=lambda place: columns[place].group):
        members = list(run)
        if group:
            upper.append(HeadCell(group, members[0], columns=len(members)))
        else:
            upper.extend(HeadCell(columns[place].label, place, rows=2) for place in members)
    return [upper, [HeadCell(columns[place].label, place) for place in places if columns[place].group]]
