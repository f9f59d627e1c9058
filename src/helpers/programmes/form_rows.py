"""Rows of filled-in forms in the rules of programmes: findings about one cell, and overlapping rows of one post."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from helpers.foreign.cells import comparable
from helpers.forms.form import Form
from helpers.programmes.allocation import SourceRow
from helpers.tables.findings import Finding, Rule


def cell_finding(
    rule: Rule, form: Form, smis: str, source: SourceRow, column: str, value: str, allowed: str = ""
) -> Finding:
    """A finding about the cell under `column` in a row of a form, with the cell's address: `D7`. `value` is what the
    cell holds and `allowed` what it may hold, as users read them."""
    return Finding(
        rule.id,
        smis,
        form.slug,
        delivery=source.delivery,
        sheet=source.sheet,
        row=source.row,
        column=f"{form.letter(column)}{source.row}",
        found=value,
        allowed=allowed,
    )


class PostRow(Protocol):
    """A row of a roster: a post by its number, held from one day to another. `starts` is None for a vacant post, `ends`
    where there is no last day."""

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


AnyPostRow = TypeVar("AnyPostRow", bound=PostRow)


def overlapping(rows: Iterable[AnyPostRow]) -> frozenset[AnyPostRow]:
    """The rows that begin before an earlier row of the same post ends, and the vacant rows of a post that is held: if
    they are left out, no day of any post is paid twice. Numbers of posts are compared by `foreign.cells.comparable`."""
    rows = tuple(rows)
    begun = [(row.starts, row.source.row, row) for row in rows if row.starts]
    held_until: dict[str, date] = {}
    late: set[AnyPostRow] = set()
    for starts, _, row in sorted(begun, key=lambda each: each[:2]):
        if starts <= held_until.get(comparable(row.number), date.min):
            late.add(row)
        else:
            held_until[comparable(row.number)] = row.ends or date.max
    return frozenset(late | {row for row in rows if not row.starts and comparable(row.number) in held_until})
