"""The page of staff: positions by rank and level, sex, and, where the file says it, by the money they are paid from."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from helpers.collection.cells import is_empty
from helpers.collection.dmc.layouts import BOTH_SEXES, SEXES
from helpers.collection.emis import labels
from helpers.collection.emis.pages import Line
from helpers.collection.emis.school_page import Labels, SchoolPage, Tables
from helpers.collection.schemas import NOT_STATED

_NUMBERED = re.compile(r"^[0-9]+\.\s*")
_MEASURES = (*SEXES, BOTH_SEXES)


@dataclass(frozen=True)
class _Row:
    """One row: position, rank, level and money as the tables have them, and the three counts (None for no count)."""

    position: str
    rank: str
    post_level: str
    funding: str
    line: Line
    counts: tuple[int | None, ...]

    @property
    def is_total(self) -> bool:
        return self.position == labels.TOTAL

    @property
    def is_sum(self) -> bool:
        return self.is_total or self.rank == labels.SUM


def read_staff(page: SchoolPage, teachers: Collection[str], most: int) -> Tables:
    """Rows of staff and stated totals; `teachers` are the positions that count as teachers. More than `most` in a cell
    are not counted."""
    width = len(page.columns) - len(_MEASURES)
    rows = [_row(page, own, line, width, most) for own, line in page.first_lines(width, _spelled)]
    parts, sums = [row for row in rows if not row.is_sum], [row for row in rows if row.is_sum]
    for row in rows:
        male, female, both = row.counts
        page.compare("emis.row.sex_sum", row.line, _label(row), both, [male, female])
    page.require([labels.TOTAL], {row.position for row in rows})
    for row in rows:
        _check_row(page, row)
    for row in sums:
        own = [each for each in parts if row.is_total or each.position == row.position]
        for place, measure in enumerate(_MEASURES):
            summed = [each.counts[place] for each in own]
            page.compare("emis.staff.position_sum", row.line, f"{_label(row)} ({measure})", row.counts[place], summed)
    return {"staff": _people(page, parts, teachers), "stated_totals": _totals(page, sums)}


def _spelled(cells: Labels) -> Labels:
    """Position, rank, level and money as the tables spell them; a total is one whatever stands beside it."""
    position, rank, post_level, money = (*(" ".join(cell.split()) for cell in cells), "")[:4]
    position = _NUMBERED.sub("", position)
    rank = labels.NO_RANK if is_empty(rank) else rank
    if position == labels.TOTAL or rank == labels.SUM:
        return position, labels.SUM, "", ""
    return position, rank, NOT_STATED if is_empty(post_level) else post_level, _funding(position, money)


def _row(page: SchoolPage, own: Labels, line: Line, width: int, most: int) -> _Row:
    counts = (page.number(line, width + place, column, most) for place, column in enumerate(labels.SEX_COLUMNS))
    position, rank, post_level, funding = own
    return _Row(position, rank, post_level, funding, line, tuple(counts))


def _funding(position: str, money: str) -> str:
    """Regular posts are paid in the budget; for hired staff the file must say it."""
    if money in (labels.IN_BUDGET, labels.OFF_BUDGET):
        return money
    return NOT_STATED if not is_empty(money) or position == labels.HIRED else labels.IN_BUDGET


def _label(row: _Row) -> str:
    return row.position if row.rank == labels.NO_RANK or row.is_total else f"{row.position} · {row.rank}"


def _check_row(page: SchoolPage, row: _Row) -> None:
    if not row.is_total and row.position not in labels.POSITIONS:
        page.find("emis.row.unknown", row.line, found=row.position)
    if not row.is_sum and row.funding == NOT_STATED and any(row.counts):
        page.find("emis.staff.funding_not_stated", row.line, column=labels.FUNDING_COLUMN, found=row.position)


def _people(page: SchoolPage, parts: list[_Row], teachers: Collection[str]) -> list[dict[str, object]]:
    return [
        page.record(
            row.line,
            position=row.position,
            rank=row.rank,
            post_level=row.post_level,
            funding=row.funding,
            hired=row.position == labels.HIRED,
            teacher=row.position in teachers,
            sex=sex,
            people=people,
        )
        for row in parts
        for sex, people in zip(SEXES, row.counts[:2], strict=True)
        if people
    ]


def _totals(page: SchoolPage, sums: list[_Row]) -> list[dict[str, object]]:
    return [
        page.record(row.line, report=page.report, label=_label(row), measure=measure, value=value)
        for row in sums
        for measure, value in zip(_MEASURES, row.counts, strict=True)
        if value is not None
    ]
