"""Five rounds of the same pupils of one area: the last round of the year before, the three of the sample's year, and
the first of the year after, which the fiscal year needs.

The curves of height and weight are rounded everyday values, invented for the sample: they are not a growth reference,
and no report may use them as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.periods import Round, from_buddhist
from helpers.sample.school_year import M1, P1, Surge, Term, finish_year, live_term, next_year
from helpers.sample.schools import Population, Schools, headcounts, rooms_needed

Ints = npt.NDArray[np.int64]

YOUNGEST, OLDEST = 3, 20
USUAL_HEIGHT_CM = (
    (96, 103, 109, 116, 122, 127, 132, 137, 143, 150, 157, 163, 167, 169, 170, 171, 171, 171),
    (95, 102, 108, 115, 121, 127, 133, 139, 146, 151, 155, 157, 158, 159, 159, 159, 159, 159),
)
USUAL_BMI = (15.6, 15.5, 15.4, 15.4, 15.6, 15.9, 16.3, 16.8, 17.3, 17.9, 18.5, 19.1, 19.7, 20.2, 20.6, 21.0, 21.2, 21.4)
HEIGHT_SPREAD, BMI_SPREAD = 0.043, 0.13
HEIGHT_LIMITS = (-1.6, -1.25, 1.25, 1.6)
"""The standard scores that separate เตี้ย, ค่อนข้างเตี้ย, สูงตามเกณฑ์, ค่อนข้างสูง and สูง."""
BUILD_LIMITS = (-1.52, -1.1, 0.77, 0.96, 1.43)
"""The standard scores that separate ผอม, ค่อนข้างผอม, สมส่วน, ท้วม, เริ่มอ้วน and อ้วน."""


def measured(pupils: pd.DataFrame) -> pd.DataFrame:
    """Height in cm, weight in kg, and the positions in the categories of the two nutrition reports; one row per row of
    `pupils`."""
    year = pupils["age"].to_numpy().clip(YOUNGEST, OLDEST) - YOUNGEST
    height_score, build_score = pupils["height_score"].to_numpy(), pupils["build_score"].to_numpy()
    height = np.array(USUAL_HEIGHT_CM)[pupils["sex"].to_numpy(), year] * (1 + HEIGHT_SPREAD * height_score)
    bmi = np.array(USUAL_BMI)[year] * np.exp(BMI_SPREAD * build_score)
    columns = {
        "height_cm": np.rint(height).astype(np.int64),
        "weight_kg": np.rint(bmi * (height / 100) ** 2).astype(np.int64),
        "height_for_age": np.searchsorted(HEIGHT_LIMITS, height_score),
        "weight_for_height": np.searchsorted(BUILD_LIMITS, build_score),
    }
    return pd.DataFrame(columns, index=pupils.index)


AS_OF = {1: (0, 6, 10), 2: (0, 11, 10), 3: (1, 4, 30)}
"""The day of a round: years after the academic year, month, day (the office's manual, information work)."""
FEWEST_FOR_ABSENCE = 3
SURGE_FROM, SURGE_LIMIT, SURGE_LEAST = 5, 40, 30
"""A surge affects a grade of medium size and at least doubles it, so that any sensible limit detects it."""
STAYING = 3
"""One in this many pupils of a deserted school stays, among them the first of each grade."""


def as_of(round_: Round) -> date:
    """The day that a round describes."""
    years, month, day = AS_OF[round_.number]
    return from_buddhist(round_.year + years, month, day)


@dataclass(frozen=True)
class Occasions:
    """Intended unusual events: schools that are missing from a round, grades that grow suddenly, and a school that most
    pupils have left at the beginning of the next year."""

    absent: dict[Round, int] = field(default_factory=dict)
    surges: dict[Round, Surge] = field(default_factory=dict)
    deserted: int | None = None

    def surges_before(self, round_: Round) -> tuple[Surge, ...]:
        """The surges between the previous round and this one."""
        return (self.surges[round_],) if round_ in self.surges else ()


@dataclass(frozen=True)
class RoundPupils:
    """One round: its pupils and, for round 3, the start and the events of the year, without the absent school."""

    round: Round
    schools: Schools
    present: tuple[int, ...]
    """The positions of the schools that are in the round."""
    pupils: pd.DataFrame
    """One row per pupil: the roll, the columns of `make_people`, `room`, `age` on the day of the round, the measures,
    and in round 3 the results."""
    started: pd.DataFrame | None = None
    """Round 3: the roll at the beginning of the year, with `sex`; None in other rounds."""
    events: pd.DataFrame | None = None
    """Round 3: the year's events (see Term), with `sex`; None in other rounds."""


def _ages(births: pd.Series[pd.Timestamp], day: date) -> Ints:
    had_birthday = (births.dt.month * 100 + births.dt.day) <= day.month * 100 + day.day
    return (day.year - births.dt.year - ~had_birthday).to_numpy().astype(np.int64)


def _rooms(pupils: pd.DataFrame) -> Ints:
    grouped = pupils.groupby(["school", "grade"])["person"]
    size, turn = grouped.transform("size").to_numpy(), grouped.cumcount().to_numpy()
    return np.asarray(turn * rooms_needed(size) // size + 1)


def _described(population: Population, roll: pd.DataFrame, round_: Round) -> pd.DataFrame:
    pupils = roll.join(population.people, on="person").sort_values(
        ["school", "grade", "student_number"], ignore_index=True
    )
    pupils["room"] = _rooms(pupils)
    pupils["age"] = _ages(pupils["birth"], as_of(round_))
    return pd.concat([pupils, measured(pupils)], axis=1)


def choose_occasions(roll: pd.DataFrame, schools: Schools, year: int) -> Occasions:
    """Choose two small schools that miss a round each, two grades that grow suddenly, and the next larger school, which
    is deserted in the end. There are fewer grades where there are too few schools, and no occasions with fewer schools
    than FEWEST_FOR_ABSENCE.
    """
    if len(schools) < FEWEST_FOR_ABSENCE:
        return Occasions()
    second, third = Round(year, 2), Round(year, 3)
    counts = headcounts(roll, len(schools))
    by_size = np.argsort(counts.sum(axis=1), kind="stable")
    *absent, deserted = by_size[len(schools) // 5 : len(schools) // 5 + 3].tolist()
    primary = counts[:, P1:M1].copy()
    primary[absent] = 0
    middling = np.argwhere((primary >= SURGE_FROM) & (primary <= SURGE_LIMIT))
    _, firsts = np.unique(middling[:, 0], return_index=True)
    surges = [
        Surge(school, P1 + grade, max(SURGE_LEAST, int(primary[school, grade])))
        for school, grade in middling[firsts][[0, -1] if len(firsts) > 1 else slice(0, 1)].tolist()
    ]
    return Occasions(
        dict(zip((second, third), absent, strict=True)), dict(zip((second, third), surges, strict=False)), deserted
    )


class History:
    """The pupils of an area in five rounds. `year` is the academic year พ.ศ. of all but the first and the last."""

    def __init__(self, schools: Schools, year: int, area_code: str, rng: np.random.Generator) -> None:
        self._population = Population(schools, area_code[:2], rng)
        self._schools, self.year = schools, year
        self.rounds: list[RoundPupils] = []
        first = self._population.first_roll(year - 1)
        last = self._live(first, year - 1, Occasions(), recorded=False)
        begun = next_year(self._population, last, self._results, year)
        self.occasions = choose_occasions(begun, schools, year)
        ended = self._live(begun, year, self.occasions, recorded=True)
        self._begin(ended, year + 1)

    @property
    def of_the_year(self) -> list[RoundPupils]:
        """The three rounds of the sample's year."""
        return [data for data in self.rounds if data.round.year == self.year]

    @property
    def pupils(self) -> dict[str, int]:
        """The number of pupils by round."""
        return {str(data.round): len(data.pupils) for data in self.rounds}

    def _begin(self, ended: pd.DataFrame, year: int) -> None:
        """Record the first round of academic year `year`, the last round, which has no pupil list."""
        # Chances of its own: nothing that is drawn for the rounds before depends on this one.
        (self._population.rng,) = self._population.rng.spawn(1)
        roll = next_year(self._population, ended, self._results, year)
        stays = (roll["school"] != self.occasions.deserted) | (
            roll.groupby(["school", "grade"]).cumcount() % STAYING == 0
        )
        self._record(Round(year, 1), roll[stays], self.occasions)

    def _live(self, start: pd.DataFrame, year: int, occasions: Occasions, *, recorded: bool) -> pd.DataFrame:
        first, second, third = (Round(year, number) for number in (1, 2, 3))
        before = live_term(self._population, start, year, occasions.surges_before(second))
        after = live_term(self._population, before.roll, year, occasions.surges_before(third))
        if recorded:
            self._record(first, start, occasions)
            self._record(second, before.roll, occasions)
        self._record_end(third, start, (before, after), occasions)
        return after.roll

    def _present(self, round_: Round, occasions: Occasions) -> tuple[int, ...]:
        return tuple(school for school in range(len(self._schools)) if school != occasions.absent.get(round_))

    def _record(self, round_: Round, roll: pd.DataFrame, occasions: Occasions) -> None:
        present = self._present(round_, occasions)
        pupils = _described(self._population, roll[roll["school"].isin(present)], round_)
        self.rounds.append(RoundPupils(round_, self._schools, present, pupils))

    def _record_end(self, round_: Round, start: pd.DataFrame, terms: tuple[Term, Term], occasions: Occasions) -> None:
        present, roll = self._present(round_, occasions), terms[1].roll
        self._results = finish_year(self._population, roll)
        ended = pd.concat([roll, self._results], axis=1)
        sexes = self._population.people["sex"]
        started, events = (
            part[part["school"].isin(present)].join(sexes, on="person")
            for part in (start, pd.concat([term.events for term in terms]))
        )
        pupils = _described(self._population, ended[ended["school"].isin(present)], round_)
        self.rounds.append(RoundPupils(round_, self._schools, present, pupils, started, events))
