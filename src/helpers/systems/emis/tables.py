"""The tables of people and of schools that an EMIS round becomes: pupils and classrooms, staff, schools, coverage.

A page states sums beside their parts. The parts become rows; a stated sum goes to `stated_totals` and is compared with
its parts, and what differs becomes a finding of the page.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from helpers.foreign.cells import is_empty
from helpers.params.checks import Plausible
from helpers.params.folder import Params
from helpers.systems.dmc.layouts import BOTH_SEXES, GRADES_BY_LEVEL, LEVEL_OF_GRADE, ROOMS, SEXES
from helpers.systems.emis import labels
from helpers.systems.emis.reading import Labels, PageLine, Pages, Record, SchoolPage, Tables
from helpers.systems.listed_schools import is_expected, name_of
from helpers.tables.findings import school_list_delivery
from helpers.tables.schemas import NOT_STATED, joined

_PUPIL_MEASURES = (*SEXES, BOTH_SEXES, ROOMS)
_SUMS = {level: label for label, level in reversed(labels.SUBTOTALS.items())}
"""The label of a level's sum; the first where there are several."""
_GRADE_ROWS = (*(label for level, grades in GRADES_BY_LEVEL.items() for label in (*grades, _SUMS[level])), labels.TOTAL)
"""The rows of every page of pupils, grades that the school does not teach included."""


@dataclass(frozen=True)
class _GradeRow:
    """One row of the page of pupils: its label as the tables spell it, and the four counts (None for no count)."""

    label: str
    line: PageLine
    counts: tuple[int | None, ...]


def read_students(page: SchoolPage, limits: Plausible) -> Tables:
    """Rows of `enrolment`, `classrooms` and `stated_totals`, none for zero. Cells without a count, or with more than
    `limits` allows, and sums that do not hold become findings of the page."""
    rows = [_grade_row(page, label, line, limits) for (label,), line in page.counted_lines(1, _grade_spelling)]
    grades = [row for row in rows if not row.label.startswith(labels.SUM)]
    sums = [row for row in rows if row.label.startswith(labels.SUM)]
    for row in rows:
        male, female, both, _ = row.counts
        page.check_sum("emis.row.sex_sum", row.line, row.label, both, [male, female])
    for row in grades:
        if row.label not in LEVEL_OF_GRADE:
            page.add_finding("emis.row.unknown", row.line, found=row.label)
    for row in sums:
        _check_level_sum(page, row, grades)
    page.require_labels(_GRADE_ROWS, {row.label for row in rows})
    return {
        "enrolment": [record for row in grades for record in _enrolled(page, row)],
        "classrooms": [
            page.record(row.line, level=_level(row), grade=row.label, rooms=row.counts[3])
            for row in grades
            if row.counts[3]
        ],
        "stated_totals": [
            record for row in sums for record in page.stated_totals(row.line, row.label, _PUPIL_MEASURES, row.counts)
        ],
    }


def _grade_spelling(cells: Labels) -> Labels:
    """A grade or a sum as the tables spell it: `อบ.1` is อ.1; the several labels of a level's sum are one."""
    grade = "".join(cells[0].split())
    grade = f"อ.{grade[3:]}" if grade.startswith("อบ.") else grade
    return (_SUMS.get(labels.SUBTOTALS.get(grade, ""), grade),)


def _grade_row(page: SchoolPage, label: str, line: PageLine, limits: Plausible) -> _GradeRow:
    most = (limits.pupils, limits.pupils, limits.pupils, limits.rooms)
    counts = (
        page.count(line, index, column, highest)
        for index, (column, highest) in enumerate(zip(labels.STUDENT_COLUMNS[1:], most, strict=True), 1)
    )
    return _GradeRow(label, line, tuple(counts))


def _level(row: _GradeRow) -> str:
    return LEVEL_OF_GRADE.get(row.label, NOT_STATED)


def _enrolled(page: SchoolPage, row: _GradeRow) -> list[Record]:
    return [
        page.record(row.line, level=_level(row), grade=row.label, sex=sex, pupils=pupils)
        for sex, pupils in zip(SEXES, row.counts[:2], strict=True)
        if pupils
    ]


def _check_level_sum(page: SchoolPage, row: _GradeRow, grades: list[_GradeRow]) -> None:
    level = labels.SUBTOTALS.get(row.label)
    if level is None and row.label != labels.TOTAL:
        page.add_finding("emis.row.unknown", row.line, found=row.label)
        return
    parts = [part for part in grades if level is None or part.label in GRADES_BY_LEVEL[level]]
    for index, measure in enumerate(_PUPIL_MEASURES):
        summed = [part.counts[index] for part in parts]
        page.check_sum("emis.student.level_sum", row.line, f"{row.label} ({measure})", row.counts[index], summed)


_NUMBERED = re.compile(r"^[0-9]+\.\s*")
_STAFF_MEASURES = (*SEXES, BOTH_SEXES)


@dataclass(frozen=True)
class _StaffRow:
    """One row: position, rank, level and money as the tables have them, and the three counts (None for no count)."""

    position: str
    rank: str
    post_level: str
    funding: str
    line: PageLine
    counts: tuple[int | None, ...]

    @property
    def is_total(self) -> bool:
        return self.position == labels.TOTAL

    @property
    def is_sum(self) -> bool:
        return self.is_total or self.rank == labels.SUM


def read_staff(page: SchoolPage, teachers: Collection[str], most: int) -> Tables:
    """Rows of `staff` and `stated_totals`, none for zero; `teachers` are the positions that count as teachers. More
    than `most` people in a cell are not counted."""
    width = len(page.columns) - len(_STAFF_MEASURES)
    rows = [
        _staff_row(page, spelling, line, width, most) for spelling, line in page.counted_lines(width, _staff_spelling)
    ]
    parts, sums = [row for row in rows if not row.is_sum], [row for row in rows if row.is_sum]
    for row in rows:
        male, female, both = row.counts
        page.check_sum("emis.row.sex_sum", row.line, _staff_label(row), both, [male, female])
    page.require_labels([labels.TOTAL], {row.position for row in rows})
    for row in rows:
        _check_staff_row(page, row)
    for row in sums:
        summands = [part for part in parts if row.is_total or part.position == row.position]
        for index, measure in enumerate(_STAFF_MEASURES):
            summed = [part.counts[index] for part in summands]
            page.check_sum(
                "emis.staff.position_sum", row.line, f"{_staff_label(row)} ({measure})", row.counts[index], summed
            )
    return {
        "staff": _people(page, parts, teachers),
        "stated_totals": [
            record
            for row in sums
            for record in page.stated_totals(row.line, _staff_label(row), _STAFF_MEASURES, row.counts)
        ],
    }


def _staff_spelling(cells: Labels) -> Labels:
    """Position, rank, level and funding as the tables spell them; in a total only its position counts."""
    position, rank, post_level, money = (*(" ".join(cell.split()) for cell in cells), "")[:4]
    position = _NUMBERED.sub("", position)
    rank = labels.NO_RANK if is_empty(rank) else rank
    if position == labels.TOTAL or rank == labels.SUM:
        return position, labels.SUM, "", ""
    return position, rank, NOT_STATED if is_empty(post_level) else post_level, _funding(position, money)


def _staff_row(page: SchoolPage, spelling: Labels, line: PageLine, width: int, most: int) -> _StaffRow:
    counts = (page.count(line, width + index, column, most) for index, column in enumerate(labels.SEX_COLUMNS))
    position, rank, post_level, funding = spelling
    return _StaffRow(position, rank, post_level, funding, line, tuple(counts))


def _funding(position: str, money: str) -> str:
    """Regular posts are paid in the budget; for hired staff the file must say it."""
    if money in (labels.IN_BUDGET, labels.OFF_BUDGET):
        return money
    return NOT_STATED if not is_empty(money) or position == labels.HIRED else labels.IN_BUDGET


def _staff_label(row: _StaffRow) -> str:
    return row.position if row.rank == labels.NO_RANK or row.is_total else f"{row.position} · {row.rank}"


def _check_staff_row(page: SchoolPage, row: _StaffRow) -> None:
    if not row.is_total and row.position not in labels.POSITIONS:
        page.add_finding("emis.row.unknown", row.line, found=row.position)
    if not row.is_sum and row.funding == NOT_STATED and any(row.counts):
        page.add_finding("emis.staff.funding_not_stated", row.line, column=labels.FUNDING_COLUMN, found=row.position)


def _people(page: SchoolPage, parts: list[_StaffRow], teachers: Collection[str]) -> list[Record]:
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


_ORIGIN = ("delivery", "sheet", "row")


def school_frames(
    tables: Mapping[str, pd.DataFrame], pages: Pages, params: Params, day: date
) -> dict[str, pd.DataFrame]:
    """`schools` (one row a school) and `coverage` (one row a school and page), of the schools that are open on the day
    of the data or sent anything. A school's source row is the first row of its first page, or its line in the list."""
    list_delivery = school_list_delivery(params)
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    sent = sorted({smis for by_school in pages.values() for smis in by_school})
    schools, coverage = [], []
    for smis in sorted({*params.open_schools(day), *sent}):
        school_pages = {report: pages[report][smis] for report in labels.TITLES if smis in pages.get(report, {})}
        in_list = {"delivery": list_delivery, "sheet": "", "row": lines.get(smis, 0)}
        origin = next((_origin(page) for page in school_pages.values()), in_list)
        described = _described(smis, params, day)
        schools.append({**described, **_counted(smis, school_pages, tables, params), **origin})
        submission = {"expected": described["expected"], "lacking": _lacking(smis, school_pages, params)}
        for report, page_name in labels.PAGES.items():
            page = school_pages.get(report)
            state = {"page": page_name, "submission": labels.SENT if page else labels.NOT_SENT}
            coverage.append({"smis": smis, **state, **submission, **(_origin(page) if page else origin)})
    return {"schools": pd.DataFrame(schools), "coverage": pd.DataFrame(coverage)}


def _described(smis: str, params: Params, day: date) -> dict[str, object]:
    district = params.schools[smis].district if smis in params.schools else ""
    listing = {"smis": smis, "name": name_of(smis, params), "district": district or NOT_STATED}
    return {**listing, "listed": smis in params.open_schools(day), "expected": is_expected(smis, params, day)}


def _lacking(smis: str, school_pages: Mapping[str, SchoolPage], params: Params) -> str:
    """The school and the pages that it did not send."""
    pages = [name for report, name in labels.PAGES.items() if report not in school_pages]
    return joined(smis, name_of(smis, params), " ".join(pages))


def _origin(page: SchoolPage) -> dict[str, object]:
    return dict(zip(_ORIGIN, (page.delivery, page.sheet, page.lines[0].row), strict=True))


def _counted(
    smis: str, school_pages: Mapping[str, SchoolPage], tables: Mapping[str, pd.DataFrame], params: Params
) -> dict[str, object]:
    pupils = _sum(tables["enrolment"], smis, "pupils")
    staff = _sum(tables["staff"], smis, "people")
    teachers = _sum(tables["staff"], smis, "people", teacher=True)
    working = {"purpose": labels.TEACHING, "condition": labels.WORKING}
    computers = _sum(tables["computer_conditions"], smis, "computers", **working)
    known = labels.STUDENT in school_pages
    staff_known, computers_known = (known and report in school_pages for report in (labels.STAFF, labels.COMPUTER))
    return {
        "size": _size(pupils, params) if known else NOT_STATED,
        "delivered": bool(school_pages),
        "complete": len(school_pages) == len(labels.TITLES),
        "pupils": pupils,
        "staff": staff,
        "teachers": teachers,
        "computers": computers,
        "teacher_band": _teacher_band(pupils, teachers, params) if staff_known else labels.INCOMPLETE,
        "computer_band": _computer_band(pupils, computers, params) if computers_known else labels.INCOMPLETE,
        "rental": _rental(smis, school_pages, tables["connections"]),
    }


def _size(pupils: int, params: Params) -> str:
    return params.office.size_bands.size_of(pupils) if pupils else labels.NO_PUPILS


def _sum(frame: pd.DataFrame, smis: str, column: str, **where: object) -> int:
    if frame.empty:
        return 0
    chosen = frame["smis"] == smis
    for name, value in where.items():
        chosen &= frame[name] == value
    return int(frame.loc[chosen, column].sum())


def _teacher_band(pupils: int, teachers: int, params: Params) -> str:
    usual = params.checks.pupils_per_teacher
    if not pupils or not teachers:
        return labels.NO_TEACHER if pupils else labels.NO_PUPILS
    if pupils > usual.most * teachers:
        return labels.ABOVE
    return labels.BELOW if pupils < usual.least * teachers else labels.WITHIN


def _computer_band(pupils: int, computers: int, params: Params) -> str:
    if not pupils or not computers:
        return labels.NO_COMPUTER if pupils else labels.NO_PUPILS
    return labels.TOO_FEW if pupils > params.checks.pupils_per_computer.most * computers else labels.ENOUGH


def _rental(smis: str, school_pages: Mapping[str, SchoolPage], connections: pd.DataFrame) -> str:
    if labels.INTERNET not in school_pages:
        return labels.NO_INTERNET_PAGE
    rents = not connections.empty and bool((connections["smis"] == smis).any())
    return labels.RENTED if rents else labels.NOT_RENTED
