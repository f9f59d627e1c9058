"""The page of pupils: grades by sex and classrooms, with subtotal rows that are kept apart and checked."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.collection.dmc.layouts import BOTH_SEXES, GRADES_BY_LEVEL, LEVEL_OF_GRADE, ROOMS, SEXES
from helpers.collection.emis import labels
from helpers.collection.emis.pages import Line
from helpers.collection.emis.school_page import Labels, SchoolPage, Tables
from helpers.collection.schemas import NOT_STATED
from helpers.params.checks import Plausible

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
