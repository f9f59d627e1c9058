"""The page of pupils: grades by sex and classrooms, with subtotal rows that are kept apart and checked.

The page of staff: positions by rank and level, sex, and, where the file says it, by the money they are paid from.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from helpers.foreign.cells import is_empty
from helpers.params.checks import Plausible
from helpers.systems.dmc.layouts import BOTH_SEXES, GRADES_BY_LEVEL, LEVEL_OF_GRADE, ROOMS, SEXES
from helpers.systems.emis import labels
from helpers.systems.emis.reading import Labels, Line, SchoolPage, Tables
from helpers.tables.schemas import NOT_STATED

_MEASURES = (*SEXES, BOTH_SEXES, ROOMS)
_SUMS = {level: label for label, level in reversed(labels.SUBTOTALS.items())}
"""The label of a level's sum; the first where there are several."""
_ROWS = (*(label for level, grades in GRADES_BY_LEVEL.items() for label in (*grades, _SUMS[level])), labels.TOTAL)
"""What every page has, also of grades that the school does not teach."""


@dataclass(frozen=True)
class _Row:
    """One row: its label as the tables spell it, and the four counts, None for a cell without one."""

    label: str
    line: Line
    counts: tuple[int | None, ...]


def read_students(page: SchoolPage, limits: Plausible) -> Tables:
    """Rows of enrolment, classrooms and stated totals. Unusual cells and sums become findings of the page."""
    rows = [_row(page, label, line, limits) for (label,), line in page.first_lines(1, _spelled)]
    grades = [row for row in rows if not row.label.startswith(labels.SUM)]
    sums = [row for row in rows if row.label.startswith(labels.SUM)]
    for row in rows:
        male, female, both, _ = row.counts
        page.compare("emis.row.sex_sum", row.line, row.label, both, [male, female])
    for row in grades:
        if row.label not in LEVEL_OF_GRADE:
            page.find("emis.row.unknown", row.line, found=row.label)
    for row in sums:
        _check_sum(page, row, grades)
    page.require(_ROWS, {row.label for row in rows})
    return {
        "enrolment": [each for row in grades for each in _enrolled(page, row)],
        "classrooms": [
            page.record(row.line, level=_level(row), grade=row.label, rooms=row.counts[3])
            for row in grades
            if row.counts[3]
        ],
        "stated_totals": [
            page.record(row.line, report=page.report, label=row.label, measure=measure, value=value)
            for row in sums
            for measure, value in zip(_MEASURES, row.counts, strict=True)
            if value is not None
        ],
    }


def _spelled(cells: Labels) -> Labels:
    """A grade or a sum as the tables spell it: `อบ.1` is อ.1, and a level has one sum under several labels."""
    own = "".join(cells[0].split())
    own = f"อ.{own[3:]}" if own.startswith("อบ.") else own
    return (_SUMS.get(labels.SUBTOTALS.get(own, ""), own),)


def _row(page: SchoolPage, label: str, line: Line, limits: Plausible) -> _Row:
    most = (limits.pupils, limits.pupils, limits.pupils, limits.rooms)
    counts = (
        page.number(line, place, column, highest)
        for place, (column, highest) in enumerate(zip(labels.STUDENT_COLUMNS[1:], most, strict=True), 1)
    )
    return _Row(label, line, tuple(counts))


def _level(row: _Row) -> str:
    return LEVEL_OF_GRADE.get(row.label, NOT_STATED)


def _enrolled(page: SchoolPage, row: _Row) -> list[dict[str, object]]:
    return [
        page.record(row.line, level=_level(row), grade=row.label, sex=sex, pupils=pupils)
        for sex, pupils in zip(SEXES, row.counts[:2], strict=True)
        if pupils
    ]


def _check_sum(page: SchoolPage, row: _Row, grades: list[_Row]) -> None:
    level = labels.SUBTOTALS.get(row.label)
    if level is None and row.label != labels.TOTAL:
        page.find("emis.row.unknown", row.line, found=row.label)
        return
    parts = [each for each in grades if level is None or each.label in GRADES_BY_LEVEL[level]]
    for place, measure in enumerate(_MEASURES):
        summed = [each.counts[place] for each in parts]
        page.compare("emis.student.level_sum", row.line, f"{row.label} ({measure})", row.counts[place], summed)


_NUMBERED = re.compile(r"^[0-9]+\.\s*")
_STAFF_MEASURES = (*SEXES, BOTH_SEXES)


@dataclass(frozen=True)
class _StaffRow:
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
    width = len(page.columns) - len(_STAFF_MEASURES)
    rows = [_staff_row(page, own, line, width, most) for own, line in page.first_lines(width, _staff_spelling)]
    parts, sums = [row for row in rows if not row.is_sum], [row for row in rows if row.is_sum]
    for row in rows:
        male, female, both = row.counts
        page.compare("emis.row.sex_sum", row.line, _label(row), both, [male, female])
    page.require([labels.TOTAL], {row.position for row in rows})
    for row in rows:
        _check_row(page, row)
    for row in sums:
        own = [each for each in parts if row.is_total or each.position == row.position]
        for place, measure in enumerate(_STAFF_MEASURES):
            summed = [each.counts[place] for each in own]
            page.compare("emis.staff.position_sum", row.line, f"{_label(row)} ({measure})", row.counts[place], summed)
    return {"staff": _people(page, parts, teachers), "stated_totals": _totals(page, sums)}


def _staff_spelling(cells: Labels) -> Labels:
    """Position, rank, level and money as the tables spell them; a total is one whatever stands beside it."""
    position, rank, post_level, money = (*(" ".join(cell.split()) for cell in cells), "")[:4]
    position = _NUMBERED.sub("", position)
    rank = labels.NO_RANK if is_empty(rank) else rank
    if position == labels.TOTAL or rank == labels.SUM:
        return position, labels.SUM, "", ""
    return position, rank, NOT_STATED if is_empty(post_level) else post_level, _funding(position, money)


def _staff_row(page: SchoolPage, own: Labels, line: Line, width: int, most: int) -> _StaffRow:
    counts = (page.number(line, width + place, column, most) for place, column in enumerate(labels.SEX_COLUMNS))
    position, rank, post_level, funding = own
    return _StaffRow(position, rank, post_level, funding, line, tuple(counts))


def _funding(position: str, money: str) -> str:
    """Regular posts are paid in the budget; for hired staff the file must say it."""
    if money in (labels.IN_BUDGET, labels.OFF_BUDGET):
        return money
    return NOT_STATED if not is_empty(money) or position == labels.HIRED else labels.IN_BUDGET


def _label(row: _StaffRow) -> str:
    return row.position if row.rank == labels.NO_RANK or row.is_total else f"{row.position} · {row.rank}"


def _check_row(page: SchoolPage, row: _StaffRow) -> None:
    if not row.is_total and row.position not in labels.POSITIONS:
        page.find("emis.row.unknown", row.line, found=row.position)
    if not row.is_sum and row.funding == NOT_STATED and any(row.counts):
        page.find("emis.staff.funding_not_stated", row.line, column=labels.FUNDING_COLUMN, found=row.position)


def _people(page: SchoolPage, parts: list[_StaffRow], teachers: Collection[str]) -> list[dict[str, object]]:
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


def _totals(page: SchoolPage, sums: list[_StaffRow]) -> list[dict[str, object]]:
    return [
        page.record(row.line, report=page.report, label=_label(row), measure=measure, value=value)
        for row in sums
        for measure, value in zip(_STAFF_MEASURES, row.counts, strict=True)
        if value is not None
    ]
