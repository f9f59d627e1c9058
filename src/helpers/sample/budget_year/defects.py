"""Planting defects in filled-in forms: some cells of one row each, and what a check must find there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from helpers.collection.forms.banner import DATA_SHEET, FIRST_ROW
from helpers.identifiers import SMIS
from helpers.sample.budget_year.filled import Filled, Row
from helpers.sample.planted import CONSEQUENCE, Planted

LEFT_OUT, DUPLICATE, REPEATED = "form.row.left_out", "form.row.duplicate", "form.row.repeated"
Spoil = Callable[[Row, Row], object]
"""The new content of a cell, from its row and the row above."""


class FormDefect(NamedTuple):
    """A defect of one row: the rule that finds it, the programme or register, and the new content of some cells.

    REPEATED has none: the whole row is entered once more, at the end.
    """

    rule: str
    subject: str
    changes: Mapping[str, Spoil]
    leaves_out: bool = False
    """Whether the row cannot be counted, which is another finding."""
    among: Callable[[Row], bool] = lambda _: True
    like_above: bool = False
    """Whether the row takes something from the row above, which then stays as it is."""


def text(content: object) -> Spoil:
    """Always the same content; None empties the cell."""
    return lambda _, __: content


def as_above(*columns: str) -> dict[str, Spoil]:
    """What the row above holds."""

    def taken(column: str) -> Spoil:
        return lambda _, above: above[column]

    return {column: taken(column) for column in columns}


def moved(column: str, days: int, of: str = "") -> dict[str, Spoil]:
    """The day so many days after the one in `of`, or after itself."""

    def day(row: Row, _: Row) -> object:
        start = row[of or column]
        assert isinstance(start, date)
        return start + timedelta(days=days)

    return {column: day}


def raised(column: str, by: int, of: str = "") -> dict[str, Spoil]:
    """An amount so many baht above the one in `of`, or above itself."""
    return {column: lambda row, _: Decimal(str(row[of or column])) + by}


def has(column: str, *values: str) -> Callable[[Row], bool]:
    """Rows whose column has one of the values, or any at all where none are named."""
    return lambda row: row.get(column) in values if values else bool(row.get(column))


def plant(filled: Filled, file: str, period: str, defects: Iterable[FormDefect]) -> Iterator[Planted]:
    """Plant what the form's rows suffice for, each at rows of its own; yields what a check must find."""
    hit: set[int] = set()
    for defect in (defect for defect in defects if defect.subject == filled.subject):
        place = _place(filled.rows, defect, hit)
        if place is None:
            continue
        spoiled = _spoil(filled, defect, place)
        hit |= {place, spoiled, *([place - 1] if defect.like_above else [])}
        where = (period, _school(filled.rows[spoiled]), file, DATA_SHEET, str(FIRST_ROW + spoiled))
        yield Planted(defect.rule, *where)
        if defect.leaves_out:
            yield Planted(LEFT_OUT, *where, CONSEQUENCE)


def _place(rows: list[Row], defect: FormDefect, hit: set[int]) -> int | None:
    """The middle one of the rows that will do; none where there is no such row."""
    free = [place for place in range(1, len(rows)) if _will_do(rows, defect, hit, place)]
    return free[len(free) // 2] if free else None


def _will_do(rows: list[Row], defect: FormDefect, hit: set[int], place: int) -> bool:
    """Whether a row, and the one above where it matters, was not hit before and holds what is to be changed."""
    used = {place, place - 1} if defect.like_above else {place}
    there = all(rows[each].get(column, True) for each in used for column in defect.changes)
    return not used & hit and there and defect.among(rows[place])


def _spoil(filled: Filled, defect: FormDefect, place: int) -> int:
    """Change the row, or repeat it; returns the position of the row that a check must name."""
    row, above = filled.rows[place], filled.rows[place - 1]
    if defect.rule == REPEATED:
        filled.rows.append(dict(row))
        return len(filled.rows) - 1
    row.update({column: spoil(row, above) for column, spoil in defect.changes.items()})
    if defect.leaves_out or defect.rule == DUPLICATE:
        filled.lost.add(place)
    return place


def _school(row: Row) -> str:
    """The school of a finding: none where the code is missing or cannot be read."""
    code = str(row.get("smis") or "")
    return code if SMIS.fullmatch(code) else ""
