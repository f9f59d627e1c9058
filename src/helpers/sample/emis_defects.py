"""Planting defects in EMIS pages: at most one for each school and group of cells that are checked together."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from helpers.sample.emis_pages import SUBTOTAL_LABELS, Pages, Rows, staff_rows
from helpers.systems.emis import labels

Change = Callable[[Rows], list[int]]
"""A function that changes a page and returns the indexes of the rows of the findings; empty where the page does not
allow the change."""
_MALE, _FEMALE, _BOTH, _ROOMS = 1, 2, 3, 4
_NO_TEACHER_SIZE = 12


class PageDefect(NamedTuple):
    """A defect in one school's page, and its group of cells."""

    rule: str
    report: str
    group: str
    change: Change


class Hit(NamedTuple):
    """A finding to be expected, by the index of its row in the school's page."""

    rule: str
    report: str
    code: str
    row_index: int
    follows: bool
    """Whether it is a consequence of another planted defect."""


def _added(row: list[str], column: int, amount: int = 1) -> None:
    number, _, unit = row[column].partition(" ")
    row[column] = f"{int(number) + amount} {unit}".strip()


def _row_index(rows: Rows, *labelled: str) -> int:
    return next(index for index, row in enumerate(rows) if tuple(row[: len(labelled)]) == labelled)


def _not_a_count(rows: Rows) -> list[int]:
    row_index = _row_index(rows, "ป.2")
    rows[row_index][_MALE] = "สิบ"
    return [row_index]


def _duplicate(rows: Rows) -> list[int]:
    row_index = _row_index(rows, "ป.3")
    rows.insert(row_index + 1, list(rows[row_index]))
    return [row_index + 1]


def _sex_sum(rows: Rows) -> list[int]:
    more, less = _row_index(rows, "ป.1"), _row_index(rows, "ป.4")
    if int(rows[less][_BOTH]) < 1:
        return []
    _added(rows[more], _BOTH)
    _added(rows[less], _BOTH, -1)
    return [more, less]


def _level_sum(rows: Rows) -> list[int]:
    row_index = _row_index(rows, SUBTOTAL_LABELS["ประถม"])
    _added(rows[row_index], _ROOMS)
    return [row_index]


def _position_sum(rows: Rows) -> list[int]:
    row_index = _row_index(rows, "3. ครู", labels.SUM)
    if rows[row_index][5] == "0":
        return []
    _added(rows[row_index], 4)
    _added(rows[row_index], 5, -1)
    return [row_index]


def _no_teacher(rows: Rows) -> list[int]:
    rows[:] = staff_rows(np.random.default_rng(0), _NO_TEACHER_SIZE, (0, 0), teachers=False)
    return [0]


def _no_funding(rows: Rows) -> list[int]:
    row_index = next(index for index, row in enumerate(rows) if row[3] == labels.OFF_BUDGET)
    rows[row_index][3] = "-"
    return [row_index]


def _unknown_row(rows: Rows) -> list[int]:
    rows.insert(1, [rows[0][0], "ให้ยืม:", "0 เครื่อง"])
    return [1]


def _source_sum(rows: Rows) -> list[int]:
    _added(rows[0], 2)
    return [2]


def _condition_sum(rows: Rows) -> list[int]:
    _added(rows[3], 2)
    _added(rows[-2], 2)
    return [2]


def _total_sum(rows: Rows) -> list[int]:
    _added(rows[-3], 2)
    return [len(rows) - 3]


def _rented(item: str, text: str) -> Change:
    """Replace the text of one item of an internet connection."""

    def change(rows: Rows) -> list[int]:
        row_index = labels.CONNECTION_ITEMS.index(item)
        if rows[0][2] == "-":
            return []
        rows[row_index][2] = text
        return [row_index]

    return change


def _network_unclear(rows: Rows) -> list[int]:
    rows[-1][2] = "-"
    return [len(rows) - 1]


DEFECTS = (
    PageDefect("emis.row.not_a_count", labels.STUDENT, "student", _not_a_count),
    PageDefect("emis.row.duplicate", labels.STUDENT, "student", _duplicate),
    PageDefect("emis.row.sex_sum", labels.STUDENT, "student", _sex_sum),
    PageDefect("emis.student.level_sum", labels.STUDENT, "student", _level_sum),
    PageDefect("emis.staff.position_sum", labels.STAFF, "staff", _position_sum),
    PageDefect("emis.staff.no_teacher", labels.STAFF, "staff", _no_teacher),
    PageDefect("emis.staff.funding_not_stated", labels.STAFF, "staff", _no_funding),
    PageDefect("emis.row.unknown", labels.COMPUTER, "computer", _unknown_row),
    PageDefect("emis.computer.source_sum", labels.COMPUTER, "computer", _source_sum),
    PageDefect("emis.computer.condition_sum", labels.COMPUTER, "computer", _condition_sum),
    PageDefect("emis.computer.total_sum", labels.COMPUTER, "computer", _total_sum),
    PageDefect("emis.internet.cost_unreadable", labels.INTERNET, "cost", _rented(labels.COST, "ห้าร้อยบาท")),
    PageDefect("emis.internet.cost_missing", labels.INTERNET, "cost", _rented(labels.COST, "-")),
    PageDefect("emis.internet.speed_unreadable", labels.INTERNET, "speed", _rented(labels.SPEED, "เร็วพอใช้")),
    PageDefect("emis.internet.network_unclear", labels.INTERNET, "network", _network_unclear),
)


def _one_more_pupil(rows: Rows) -> list[int]:
    """Add a pupil in a grade and in all sums, so that the page is consistent."""
    row_index = _row_index(rows, "ป.5")
    for row in (
        rows[row_index],
        rows[_row_index(rows, SUBTOTAL_LABELS["ประถม"])],
        rows[_row_index(rows, labels.TOTAL)],
    ):
        _added(row, _MALE)
        _added(row, _BOTH)
    return [row_index]


def _hired(amount: int) -> Change:
    """Change the number of women among the temporary staff paid from the budget, and the sums."""

    def change(rows: Rows) -> list[int]:
        row_index = next(index for index, row in enumerate(rows) if row[3] == labels.IN_BUDGET)
        if int(rows[row_index][5]) + amount < 0:
            return []
        for row in (rows[row_index], rows[-1]):
            _added(row, 5, amount)
            _added(row, 6, amount)
        return [row_index]

    return change


AGAINST_OTHERS = (
    PageDefect("between.grade.pupils_differ", labels.STUDENT, "student", _one_more_pupil),
    PageDefect("between.grade.pupils_differ", labels.STUDENT, "student", _one_more_pupil),
    PageDefect("between.hired.more_in_emis", labels.STAFF, "staff", _hired(1)),
    PageDefect("between.hired.fewer_in_emis", labels.STAFF, "staff", _hired(-1)),
)
"""Defects that leave a page consistent, but different from other systems."""


def plant(pages: Pages, rng: np.random.Generator, defects: Sequence[PageDefect]) -> Iterator[Hit]:
    """Plant every defect for which a school is left; the pages are changed in place."""
    used: set[tuple[str, str]] = set()
    for defect in defects:
        by_school = pages[defect.report]
        for code in (sorted(by_school)[index] for index in rng.permutation(len(by_school))):
            row_indexes = defect.change(by_school[code]) if (defect.group, code) not in used else []
            if row_indexes:
                used.add((defect.group, code))
                yield from (
                    Hit(defect.rule, defect.report, code, index, index != row_indexes[0]) for index in row_indexes
                )
                break
