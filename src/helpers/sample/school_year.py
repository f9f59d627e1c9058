"""The changes of a roll: moves, drop-outs and discharges within a year, results at its end, promotion to the next."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.sample import calibration
from helpers.sample.people import NONE, categories, sampled
from helpers.sample.schools import Population, headcounts
from helpers.systems.dmc.layouts import (
    GRADES,
    INSPECTION_DISCHARGED,
    INSPECTION_DROPPED_OUT,
    INSPECTION_MOVED_IN,
    INSPECTION_MOVED_OUT,
    LAYOUT_BY_SLUG,
)

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

P1, P6, M1, M3, M4, M6 = (GRADES.index(grade) for grade in ("ป.1", "ป.6", "ม.1", "ม.3", "ม.4", "ม.6"))
ENTRY_GRADES = [GRADES.index(grade) for grade in ("อ.1", "อ.2", "ป.1", "ม.1", "ม.4")]
DROP_OUT_REASONS = [
    LAYOUT_BY_SLUG["dropout"].categories.index(reason) for reason in ("หาเลี้ยงครอบครัว", "ฐานะยากจน", "มีปัญหาครอบครัว")
]
DISCHARGE_REASONS = [LAYOUT_BY_SLUG["discharge"].categories.index(reason) for reason in ("เสียชีวิต", "ไม่มีตัวตนในเขตพื้นที่")]


@dataclass(frozen=True)
class Surge:
    """Many newcomers at once in one grade of one school, as when a nearby school closes."""

    school: int
    grade: int
    newcomers: int


@dataclass(frozen=True)
class Term:
    """The time between two rounds: the roll at its end, and its events, with the inspection table's names as `kind`."""

    roll: pd.DataFrame
    events: pd.DataFrame


def _events(roll: pd.DataFrame, kind: str, reason: Ints | int = NONE) -> pd.DataFrame:
    return roll.loc[:, ["person", "school", "grade"]].assign(kind=kind, reason=reason)


def _transfers(population: Population, leaving: pd.DataFrame, sizes: Ints) -> pd.DataFrame:
    """The roll of those of `leaving` who are admitted by another school of the area."""
    schools = population.schools
    drawn = population.rng.choice(len(schools), len(leaving), p=sizes / sizes.sum())
    taught = schools.taught[drawn, leaving["grade"].to_numpy()] & (drawn != leaving["school"].to_numpy())
    return population.admit(leaving[taught].assign(school=drawn[taught]))


def _newcomers(
    population: Population, roll: pd.DataFrame, year: int, rate: float, surges: tuple[Surge, ...]
) -> pd.DataFrame:
    """The roll of new pupils, in proportion to the pupils of each school and grade, and of those of the surges."""
    like = roll[sampled(population.rng, len(roll), rate)]
    extra = [(surge.school, surge.grade) for surge in surges for _ in range(surge.newcomers)]
    school_grades = np.vstack([like[["school", "grade"]].to_numpy(), np.array(extra, dtype=np.int64).reshape(-1, 2)])
    return population.enrol(school_grades[:, 0], school_grades[:, 1], year)


def live_term(population: Population, roll: pd.DataFrame, year: int, surges: tuple[Surge, ...] = ()) -> Term:
    """Simulate the time between two rounds of academic year `year`."""
    rng, sizes = population.rng, headcounts(roll, len(population.schools)).sum(axis=1)
    free = (sizes > calibration.UNTOUCHED_SIZE)[roll["school"].to_numpy()]
    secondary = roll["grade"].to_numpy() >= M1
    rates = (calibration.TRANSFER, calibration.LEAVE, calibration.DISCHARGE, calibration.DROP_OUT_SECONDARY)
    fate = np.searchsorted(np.cumsum(rates), rng.random(len(roll)), side="right")
    fate[~free | ((fate == 3) & ~secondary)] = len(rates)
    moved_out, dropped = roll[fate <= 1], roll[fate == 3]
    discharged = roll[fate == 2]
    moved_in = pd.concat(
        [_transfers(population, roll[fate == 0], sizes), _newcomers(population, roll, year, calibration.JOIN, surges)]
    )
    events = pd.concat(
        [
            _events(moved_in, INSPECTION_MOVED_IN),
            _events(moved_out, INSPECTION_MOVED_OUT),
            _events(dropped, INSPECTION_DROPPED_OUT, rng.choice(DROP_OUT_REASONS, len(dropped))),
            _events(discharged, INSPECTION_DISCHARGED, rng.choice(DISCHARGE_REASONS, len(discharged))),
        ]
    )
    return Term(pd.concat([roll[fate == len(rates)], moved_in], ignore_index=True), events.reset_index(drop=True))


def _destinations(rng: np.random.Generator, slug: str, stays: Bools, elsewhere: Mapping[str, float]) -> Ints:
    """The positions in the destinations of report `slug`, of which the first is the same school."""
    return np.where(stays, 0, categories(rng, len(stays), slug, elsewhere))


def finish_year(population: Population, roll: pd.DataFrame) -> pd.DataFrame:
    """The results at the end of a year, one row per pupil of the roll, in its order.

    `not_passed`, `p6_destination`, `m3_destination`, `m6_destination` are positions in the categories of those reports,
    NONE for pupils whom the report does not count; `p6_group` is one in the undocumented groups of the ป.6 report.
    """
    rng, count = population.rng, len(roll)
    grade, school = roll["grade"].to_numpy(), roll["school"].to_numpy()
    may_fail = (grade >= P1) & ~population.people["late"].to_numpy()[roll["person"].to_numpy()]
    fails = may_fail & sampled(rng, count, calibration.NOT_PASSED)
    kinds = rng.choice(len(calibration.NOT_PASSED_KINDS), count, p=calibration.NOT_PASSED_KINDS)
    stays_p6 = population.schools.taught[school, M1] & (rng.random(count) < calibration.P6_TO_SAME_SCHOOL)
    stays_m3 = population.schools.taught[school, M4] & (rng.random(count) < calibration.M3_TO_SAME_SCHOOL)
    after = {
        "p6_destination": (P6, _destinations(rng, "p6_destination", stays_p6, calibration.P6_ELSEWHERE)),
        "m3_destination": (M3, _destinations(rng, "m3_destination", stays_m3, calibration.M3_ELSEWHERE)),
        "m6_destination": (M6, categories(rng, count, "m6_destination", calibration.M6_AFTERWARDS)),
    }
    groups = rng.choice(len(calibration.P6_GROUPS), count, p=calibration.P6_GROUPS)
    results = {
        slug: np.where((grade == last) & ~fails, destination, NONE) for slug, (last, destination) in after.items()
    }
    return pd.DataFrame(
        {"not_passed": np.where(fails, kinds, NONE), "p6_group": np.where(stays_p6, 0, groups), **results}
    )


def _promoted(population: Population, roll: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """The roll of last year's pupils in their new grades; those who change to another school of the area come last."""
    rng, grade = population.rng, roll["grade"].to_numpy()
    passed = results["not_passed"].to_numpy() == NONE
    last_grade = np.isin(grade, (P6, M3, M6)) & passed
    stays = ~last_grade | ((results["p6_destination"] == 0) | (results["m3_destination"] == 0)).to_numpy()
    leaves = ~last_grade & sampled(rng, len(roll), calibration.LEAVE_BETWEEN_YEARS)
    other = LAYOUT_BY_SLUG["p6_destination"].categories.index("โรงเรียนอื่น สังกัด สพฐ.")
    within = (results["p6_destination"] == other).to_numpy() & sampled(rng, len(roll), calibration.WITHIN_AREA)
    promoted = roll.assign(grade=grade + passed)
    sizes = headcounts(roll, len(population.schools)).sum(axis=1)
    staying: pd.DataFrame = promoted[stays & ~leaves]
    return pd.concat([staying, _transfers(population, promoted[within], sizes)], ignore_index=True)


def next_year(population: Population, roll: pd.DataFrame, results: pd.DataFrame, year: int) -> pd.DataFrame:
    """The roll at the beginning of academic year `year`, after the results of the year before."""
    repeaters = roll["person"].to_numpy()[results["not_passed"].to_numpy() != NONE]
    population.people.loc[repeaters, "late"] = True
    promoted = _promoted(population, roll, results)
    joined = _newcomers(population, promoted, year, calibration.JOIN_BETWEEN_YEARS, ())
    present = headcounts(pd.concat([promoted, joined]), len(population.schools))
    wanted = population.usual_intake()
    wanted[:, P1] = wanted[:, P1].clip(min=population.schools.taught[:, P1])
    room = np.zeros_like(wanted)
    room[:, ENTRY_GRADES] = (wanted - present)[:, ENTRY_GRADES].clip(min=0)
    schools, grades = np.indices(room.shape)
    entered = population.enrol(np.repeat(schools, room.ravel()), np.repeat(grades, room.ravel()), year)
    return pd.concat([promoted, joined, entered], ignore_index=True)
