"""Rows of a roster that hold one post at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from helpers.budget.allocation import SourceRow
from helpers.collection.cells import comparable


class Holding(Protocol):
    """One row: a post by its number, from one day to another. `starts` is None for a vacant post, `ends` for one
    without an end."""

    @property
    def number(self) -> str:
        """The number of the post."""

    @property
    def starts(self) -> date | None:
        """The first day."""

    @property
    def ends(self) -> date | None:
        """The last day."""

    @property
    def source(self) -> SourceRow:
        """The row of the roster."""


Held = TypeVar("Held", bound=Holding)


def overlapping(rows: Iterable[Held]) -> frozenset[Held]:
    """The rows that begin while an earlier one of the same post still runs, and vacant rows of a post that is held. A
    post is the same however its number is spelled.

    Without them, no day of any post is paid twice.
    """
    rows = tuple(rows)
    begun = [(row.starts, row.source.row, row) for row in rows if row.starts]
    held_until: dict[str, date] = {}
    late: set[Held] = set()
    for starts, _, row in sorted(begun, key=lambda each: each[:2]):
        if starts <= held_until.get(comparable(row.number), date.min):
            late.add(row)
        else:
            held_until[comparable(row.number)] = row.ends or date.max
    return frozenset(late | {row for row in rows if not row.starts and comparable(row.number) in held_until})
