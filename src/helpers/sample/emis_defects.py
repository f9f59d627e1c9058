"""Planting defects in EMIS pages. A school is hit at most once in each group of cells that are checked together."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from helpers.sample.emis_pages import SUBTOTAL_LABELS, Pages, Rows, staff_rows
from helpers.systems.emis import labels

Change = Callable[[Rows], list[int]]
"""Changes a page; the places of the rows at which it must be found, none where the page does not suit it."""
_MALE, _FEMALE, _BOTH, _ROOMS = 1, 2, 3, 4
_NO_TEACHER_SIZE = 12


class Defect(NamedTuple):
    """A defect of one school's page, and the group of cells in which it is."""

    rule: str
    report: str
    group: str
    change: Change


class Hit(NamedTuple):
    """Where a defect was planted: the places of rows within the school's page."""

    rule: str
    report: str
    code: str
    place: int
    follows: bool
    """Whether another planted defect cannot help causing it."""


def _added(row: list[str], column: int, amount: int = 1) -> None:
    number, _, unit = row[column].partition(" ")
    row[column] = f"{int(number) + amount} {unit}".strip()


def _place(rows: Rows, *labelled: str) -> int:
    return next(place for place, row in enumerate(rows) if tuple(row[: len(labelled)]) == labelled)


def _not_a_count(rows: Rows) -> list[int]:
    place = _place(rows, "ป.2")
    rows[place][_MALE] = "สิบ"
    return [place]


def _duplicate(rows: Rows) -> list[int]:
    place = _place(rows, "ป.3")
    rows.insert(place + 1, list(rows[place]))
    return [place + 1]


def _sex_sum(rows: Rows) -> list[int]:
    more, less = _place(rows, "ป.1"), _place(rows, "ป.4")
    if int(rows[less][_BOTH]) < 1:
        return []
    _added(rows[more], _BOTH)
    _added(rows[less], _BOTH, -1)
    return [more, less]


def _level_sum(rows: Rows) -> list[int]:
    place = _place(rows, SUBTOTAL_LABELS["ประถม"])
    _added(rows[place], _ROOMS)
    return [place]


def _position_sum(rows: Rows) -> list[int]:
    place = _place(rows, "3. ครู", labels.SUM)
    if rows[place][5] == "0":
        return []
    _added(rows[place], 4)
    _added(rows[place], 5, -1)
    return [place]


def _no_teacher(rows: Rows) -> list[int]:
    rows[:] = staff_rows(np.random.default_rng(0), _NO_TEACHER_SIZE, (0, 0), teachers=False)
    return [0]


def _no_funding(rows: Rows) -> list[int]:
    place = next(place for place, row in enumerate(rows) if row[3] == labels.OFF_BUDGET)
    rows[place][3] = "-"
    return [place]


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
    """Write over one item of an internet connection."""

    def change(rows: Rows) -> list[int]:
        place = labels.CONNECTION_ITEMS.index(item)
        if rows[0][2] == "-":
            return []
        rows[place][2] = text
        return [place]

    return change


def _network_unclear(rows: Rows) -> list[int]:
    rows[-1][2] = "-"
    return [len(rows) - 1]


DEFECTS = (
    Defect("emis.row.not_a_count", labels.STUDENT, "student", _not_a_count),
    Defect("emis.row.duplicate", labels.STUDENT, "student", _duplicate),
    Defect("emis.row.sex_sum", labels.STUDENT, "student", _sex_sum),
    Defect("emis.student.level_sum", labels.STUDENT, "student", _level_sum),
    Defect("emis.staff.position_sum", labels.STAFF, "staff", _position_sum),
    Defect("emis.staff.no_teacher", labels.STAFF, "staff", _no_teacher),
    Defect("emis.staff.funding_not_stated", labels.STAFF, "staff", _no_funding),
    Defect("emis.row.unknown", labels.COMPUTER, "computer", _unknown_row),
    Defect("emis.computer.source_sum", labels.COMPUTER, "computer", _source_sum),
    Defect("emis.computer.condition_sum", labels.COMPUTER, "computer", _condition_sum),
    Defect("emis.computer.total_sum", labels.COMPUTER, "computer", _total_sum),
    Defect("emis.internet.cost_unreadable", labels.INTERNET, "cost", _rented(labels.COST, "ห้าร้อยบาท")),
    Defect("emis.internet.cost_missing", labels.INTERNET, "cost", _rented(labels.COST, "-")),
    Defect("emis.internet.speed_unreadable", labels.INTERNET, "speed", _rented(labels.SPEED, "เร็วพอใช้")),
    Defect("emis.internet.network_unclear", labels.INTERNET, "network", _network_unclear),
)


def _one_more_pupil(rows: Rows) -> list[int]:
    """The page agrees with itself: its sums have one more as well."""
    place = _place(rows, "ป.5")
    for row in (rows[place], rows[_place(rows, SUBTOTAL_LABELS["ประถม"])], rows[_place(rows, labels.TOTAL)]):
        _added(row, _MALE)
        _added(row, _BOTH)
    return [place]


def _hired(amount: int) -> Change:
    """More or fewer women among the temporary staff who are paid from the budget; the sums follow."""

    def change(rows: Rows) -> list[int]:
        place = next(place for place, row in enumerate(rows) if row[3] == labels.IN_BUDGET)
        if int(rows[place][5]) + amount < 0:
            return []
        for row in (rows[place], rows[-1]):
            _added(row, 5, amount)
            _added(row, 6, amount)
        return [place]

    return change


AGAINST_OTHERS = (
    Defect("between.grade.pupils_differ", labels.STUDENT, "student", _one_more_pupil),
    Defect("between.grade.pupils_differ", labels.STUDENT, "student", _one_more_pupil),
    Defect("between.hired.more_in_emis", labels.STAFF, "staff", _hired(1)),
    Defect("between.hired.fewer_in_emis", labels.STAFF, "staff", _hired(-1)),
)
"""Pages that agree with themselves, and with no other system."""


def plant(pages: Pages, rng: np.random.Generator, defects: Sequence[Defect]) -> Iterator[Hit]:
    """Plant every defect for which there is a school left; the pages are changed in place."""
    used: set[tuple[str, str]] = set()
    for defect in defects:
        own = pages[defect.report]
        for code in (sorted(own)[place] for place in rng.permutation(len(own))):
            places = defect.change(own[code]) if (defect.group, code) not in used else []
            if places:
                used.add((defect.group, code))
                yield from (Hit(defect.rule, defect.report, code, place, place != places[0]) for place in places)
                break
