"""The pupils of an area and the school, grade and school number that each has at one moment: the roll."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.collection.dmc.layouts import GRADES
from helpers.sample import calibration
from helpers.sample.people import make_people
from helpers.sample.schools import SMALLEST, Schools

Ints = npt.NDArray[np.int64]

ROLL_COLUMNS = ("person", "school", "grade", "student_number")


class Population:
    """Everybody who ever appears in a sample; new pupils and school numbers come from here.

    A roll is a frame of ROLL_COLUMNS, one row per enrolled pupil; `school` and `grade` are positions in `schools` and
    GRADES.
    """

    def __init__(self, schools: Schools, province: str, rng: np.random.Generator) -> None:
        self.schools = schools
        self.rng = rng
        self._province = province
        self._batches: list[pd.DataFrame] = []
        self._count = 0
        self._last_numbers = np.full(len(schools), 1000)

    @property
    def people(self) -> pd.DataFrame:
        """Every pupil so far; see `make_people`."""
        self._batches = [pd.concat(self._batches)]
        return self._batches[0]

    def enrol(self, schools: Ints, grades: Ints, year: int) -> pd.DataFrame:
        """The roll of newly invented pupils, one for each school and grade given."""
        batch = make_people(self.rng, grades, year, self._province, self._count)
        self._batches.append(batch)
        self._count += len(batch)
        return self.admit(pd.DataFrame({"person": batch.index.to_numpy(), "school": schools, "grade": grades}))

    def admit(self, pupils: pd.DataFrame) -> pd.DataFrame:
        """The roll of pupils who come to a school: each gets that school's next number."""
        turn = pupils.groupby("school").cumcount().to_numpy() + 1
        schools = pupils["school"].to_numpy()
        admitted = pupils.assign(student_number=self._last_numbers[schools] + turn).loc[:, list(ROLL_COLUMNS)]
        self._last_numbers += np.bincount(schools, minlength=len(self.schools))
        return admitted

    def usual_intake(self) -> Ints:
        """Pupils for every school and grade, near the usual cohort; large grades vary little, so none seems to jump."""
        cohorts = self.schools.cohorts
        spread = np.minimum(0.5 * np.sqrt(cohorts), 0.06 * cohorts + 0.3)
        noise = self.rng.standard_normal(cohorts.shape).clip(-1.6, 1.6) * spread
        drawn = np.floor(cohorts + noise + self.rng.random(cohorts.shape)).astype(np.int64)
        return np.where(cohorts > 0, drawn.clip(min=0), 0)

    def first_roll(self, year: int) -> pd.DataFrame:
        """Fill every school for the beginning of academic year `year`."""
        intake = self.usual_intake()
        for school in np.flatnonzero(intake.sum(axis=1) < SMALLEST):
            intake[school, GRADES.index("ป.1")] += SMALLEST - intake[school].sum()
        schools, grades = np.indices(intake.shape)
        return self.enrol(np.repeat(schools, intake.ravel()), np.repeat(grades, intake.ravel()), year)


def headcounts(roll: pd.DataFrame, school_count: int) -> Ints:
    """Pupils by school and grade."""
    cells = roll["school"].to_numpy() * len(GRADES) + roll["grade"].to_numpy()
    return np.bincount(cells, minlength=school_count * len(GRADES)).reshape(school_count, len(GRADES))


def rooms_needed(pupils: Ints) -> Ints:
    """Classrooms of a grade: none without pupils, one more for every ROOM_SIZE."""
    return -(-pupils // calibration.ROOM_SIZE)
