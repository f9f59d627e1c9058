"""Planting defects in pupil lists. Each changes the cells of one pupil, and a pupil has at most one in a round."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.periods import BUDDHIST_ERA_OFFSET
from helpers.sample.files import CONSEQUENCE, SHEET_NAME, Planted
from helpers.sample.pupil_list import PupilList, grade_labels
from helpers.sample.schools import Schools
from helpers.systems.dmc.layouts import GRADES, LAYOUT_BY_SLUG, SEXES
from helpers.systems.dmc.pupil_list import ABSENT

Bools = npt.NDArray[np.bool_]

COMPARED = "dmc.compare.list_against_enrolment"
IN_SCHOOL, ACROSS_SCHOOLS = "dmc.pupil.number_duplicate_in_school", "dmc.pupil.number_duplicate_across_schools"
SHIFTED_YEARS = 5
UNKNOWN = ""
THAI = LAYOUT_BY_SLUG["nationality"].categories.index("ไทย")
DUPLICATES = ((IN_SCHOOL, 1), (IN_SCHOOL, 2), (ACROSS_SCHOOLS, 2), (ACROSS_SCHOOLS, 3))
LEFT_OUT = (1, 3)
"""The rounds in which a pupil who is counted in the aggregates is missing from the list."""


class CellDefect(NamedTuple):
    """A defect of one pupil: the rule that finds it, the round, the eligible pupils, and the changes by column."""

    rule: str
    round_number: int
    among: Callable[[PupilList, Schools], Bools]
    changes: Mapping[str, Callable[[str], str]]


def _thai(pupils: PupilList, _: Schools) -> Bools:
    return (pupils.pupils["nationality"] == THAI).to_numpy()


def _in_grades(*grades: str) -> Callable[[PupilList, Schools], Bools]:
    wanted = [GRADES.index(grade) for grade in grades]
    return lambda pupils, _: (
        pupils.pupils["grade"].isin(wanted).to_numpy() & (pupils.texts["birth_date"].str[:5] != "29/02").to_numpy()
    )


def _aged(grade: str, age: int) -> Callable[[PupilList, Schools], Bools]:
    """Pupils of `grade` who are `age` years old."""
    in_grade = _in_grades(grade)
    return lambda pupils, schools: in_grade(pupils, schools) & (pupils.pupils["age"] == age).to_numpy()


def _may_seem_in(other: str, grade: str, age: int) -> Callable[[PupilList, Schools], Bools]:
    """Pupils of `grade` whose age suits grade `other`, at schools that may not teach `other`, so that no other rule is
    broken."""

    def eligible(pupils: PupilList, schools: Schools) -> Bools:
        fits = (pupils.pupils["grade"] == GRADES.index(grade)) & (pupils.pupils["age"] == age)
        return fits.to_numpy() & ~schools.allowed[pupils.pupils["school"], GRADES.index(other)]

    return eligible


def _always(text: str) -> Callable[[str], str]:
    return lambda _: text


def _years_later(years: int) -> dict[str, Callable[[str], str]]:
    return {"birth_date": lambda day: f"{day[:6]}{int(day[6:]) + years}", "age": lambda age: str(int(age) - years)}


def _other_check_digit(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def _christian_era(day: str) -> str:
    return f"{day[:6]}{int(day[6:]) - BUDDHIST_ERA_OFFSET}"


CELL_DEFECTS = (
    CellDefect("dmc.pupil.number_missing", 1, _thai, {"learner_number": _always(ABSENT)}),
    CellDefect("dmc.pupil.number_missing", 3, _thai, {"learner_number": _always(ABSENT)}),
    CellDefect("dmc.pupil.number_malformed", 1, _thai, {"learner_number": lambda number: number[:-1]}),
    CellDefect(
        "dmc.pupil.number_malformed", 2, _thai, {"learner_number": lambda number: number[:6] + "X" + number[7:]}
    ),
    CellDefect("dmc.pupil.number_check_digit", 2, _thai, {"learner_number": _other_check_digit}),
    CellDefect("dmc.pupil.number_check_digit", 3, _thai, {"learner_number": _other_check_digit}),
    CellDefect("dmc.pupil.age_outside_grade", 1, _in_grades("ป.1", "ป.2"), _years_later(-SHIFTED_YEARS)),
    CellDefect("dmc.pupil.age_outside_grade", 2, _in_grades("ป.5", "ป.6"), _years_later(SHIFTED_YEARS)),
    CellDefect("dmc.pupil.birth_date_impossible", 2, _thai, {"birth_date": lambda day: "31/02/" + day[6:]}),
    CellDefect("dmc.pupil.birth_date_impossible", 3, _thai, {"birth_date": lambda day: day[:3] + "13/" + day[6:]}),
    CellDefect("dmc.pupil.birth_date_era", 1, _thai, {"birth_date": _christian_era}),
    CellDefect("dmc.pupil.birth_date_era", 3, _thai, {"birth_date": _christian_era}),
    CellDefect("dmc.pupil.grade_unknown", 1, _in_grades("ป.4"), {"grade": _always("ป.7")}),
    CellDefect("dmc.pupil.grade_unknown", 2, _in_grades("ป.1"), {"grade": _always("เตรียมประถม")}),
    CellDefect("dmc.pupil.grade_not_offered", 1, _may_seem_in("อ.3", "ป.1", 6), {"grade": _always("อ.3")}),
    CellDefect("dmc.pupil.grade_not_offered", 3, _may_seem_in("ม.1", "ป.6", 12), {"grade": _always("ม.1")}),
    CellDefect("dmc.pupil.sex_unknown", 2, _thai, {"sex": _always("ไม่ระบุ")}),
    CellDefect("dmc.pupil.sex_unknown", 3, _thai, {"sex": _always(ABSENT)}),
    CellDefect(
        "dmc.pupil.sex_against_title",
        1,
        _in_grades("ป.3"),
        {"title": {"เด็กชาย": "เด็กหญิง", "เด็กหญิง": "เด็กชาย"}.__getitem__},
    ),
    CellDefect(
        "dmc.pupil.sex_against_title",
        2,
        _in_grades("ป.2"),
        {"title": {"เด็กชาย": "นางสาว", "เด็กหญิง": "นาย"}.__getitem__},
    ),
    CellDefect("dmc.pupil.weight_impossible", 2, _thai, {"weight_kg": _always("400")}),
    CellDefect("dmc.pupil.weight_impossible", 3, _thai, {"weight_kg": _always("1")}),
    CellDefect("dmc.pupil.height_impossible", 1, _thai, {"height_cm": _always("12")}),
    CellDefect("dmc.pupil.height_impossible", 3, _thai, {"height_cm": lambda height: height + "0"}),
    CellDefect("dmc.pupil.nationality_against_number", 1, _thai, {"learner_number": lambda number: f"G{number[1:]}"}),
    CellDefect("dmc.pupil.nationality_against_number", 2, _thai, {"learner_number": lambda number: f"G{number[1:]}"}),
    CellDefect("dmc.pupil.pending_discharge", 2, _thai, {"pending_discharge": _always("ยังไม่สามารถจำหน่ายได้")}),
    CellDefect("dmc.pupil.pending_discharge", 3, _thai, {"pending_discharge": _always("ยังไม่สามารถจำหน่ายได้")}),
)
TOO_YOUNG = tuple(
    CellDefect("dmc.pupil.age_outside_grade", 2, _aged(grade, age), _years_later(3))
    for grade, age in (("อ.2", 5), ("อ.3", 6), ("ป.1", 7))
)
"""Pupils who are too young for their grade, in the round on which the per-head subsidy is paid."""


class ListDefects:
    """Plants defects in one round's list, at pupils who have none yet."""

    def __init__(self, pupils: PupilList, schools: Schools, rng: np.random.Generator) -> None:
        self._list, self._schools, self._rng = pupils, schools, rng
        self._free = np.ones(len(pupils.pupils), dtype=bool)
        self._hits = np.zeros(len(schools), dtype=np.int64)

    def plant(self) -> Iterator[Planted]:
        """Plant the defects of this round for which a pupil is eligible; yields the findings to be expected."""
        for number in LEFT_OUT:
            if (
                number == self._list.round.number
                and (left_out := self._pick(_thai(self._list, self._schools))) is not None
            ):
                self._list.drop(left_out)
                self._free = np.delete(self._free, left_out)
        for defect in CELL_DEFECTS:
            if defect.round_number == self._list.round.number:
                yield from self._change_cells(defect)
        for rule, number in DUPLICATES:
            if number == self._list.round.number:
                yield from self._duplicate(rule)
        # Chances of their own: nothing else that is planted depends on them.
        (self._rng,) = self._rng.spawn(1)
        for defect in TOO_YOUNG:
            if defect.round_number == self._list.round.number:
                yield from self._change_cells(defect)

    def _pick(self, eligible: Bools) -> int | None:
        """The position of an eligible pupil without a defect, at a school with the fewest defects; None for none."""
        positions = np.flatnonzero(eligible & self._free)
        if not len(positions):
            return None
        schools = self._list.pupils["school"].to_numpy()
        hits = self._hits[schools[positions]]
        chosen = int(self._rng.choice(positions[hits == hits.min()]))
        self._free[chosen] = False
        self._hits[schools[chosen]] += 1
        return chosen

    def _planted(self, rule: str, position: int, note: str = "") -> Planted:
        file, row = self._list.location(position)
        smis = str(self._list.texts.at[position, "smis"])
        return Planted(rule, str(self._list.round), smis, file, SHEET_NAME, str(row), note)

    def _change_cells(self, defect: CellDefect) -> Iterator[Planted]:
        position = self._pick(defect.among(self._list, self._schools))
        if position is None:
            return
        for column, change in defect.changes.items():
            self._list.texts.at[position, column] = change(str(self._list.texts.at[position, column]))
        yield self._planted(defect.rule, position)

    def _duplicate(self, rule: str) -> Iterator[Planted]:
        """Give one pupil the number of another, in the same school or in another."""
        owner = self._pick(_thai(self._list, self._schools))
        if owner is None:
            return
        schools = self._list.pupils["school"].to_numpy()
        same = schools == schools[owner]
        other = self._pick(_thai(self._list, self._schools) & (same if rule == IN_SCHOOL else ~same))
        if other is None:
            return
        self._list.texts.at[other, "learner_number"] = str(self._list.texts.at[owner, "learner_number"])
        yield self._planted(rule, other)
        yield self._planted(rule, owner, f"{CONSEQUENCE}: แถวคู่ของเลขซ้ำ")


def differences(pupils: PupilList, complete: PupilList) -> Iterator[tuple[str, str, str, bool]]:
    """Each school, grade and sex that list and aggregates count differently, and whether that is a consequence of
    another defect. `complete` is the list without defects, with which the aggregates agree; only where the list lacks a
    pupil is the difference a defect by itself.
    """
    names_of = dict(zip(grade_labels(complete.round), GRADES, strict=True)) | {grade: grade for grade in GRADES}

    def cells(texts: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
        grades = (names_of.get(label, UNKNOWN) for label in texts["grade"])
        return zip(texts["smis"], grades, texts["sex"], strict=True)

    expected, listed = Counter(cells(complete.texts)), Counter(cells(pupils.texts))
    lacking = ~complete.pupils["person"].isin(pupils.pupils["person"]).to_numpy()
    missing_cells = set(cells(complete.texts[lacking]))
    for cell in sorted((expected - listed) + (listed - expected)):
        if cell[1] in GRADES and cell[2] in SEXES:
            yield (*cell, cell not in missing_cells)
