"""The schools of a sample (which of the list take part, which grades they teach, how large they are), and its
population: all pupils, and the school, grade and number that each has at one moment, called the roll."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.errors import ParameterError
from helpers.sample import calibration
from helpers.sample.people import make_people
from helpers.systems.dmc.layouts import GRADES, GRADES_BY_LEVEL, LEVEL_OF_GRADE, VOCATIONAL_GRADES

LIST_COLUMNS = ("smis", "ministry_code", "obec_code", "name", "levels_offered", "district", "subdistrict")
TERM_OF_LEVEL = dict(zip(GRADES_BY_LEVEL, ("อนุบาล", "ประถมศึกษา", "มัธยมศึกษาตอนต้น", "มัธยมศึกษาตอนปลาย"), strict=True))
USUAL_LEVELS = "อนุบาล-ประถมศึกษา"
"""The levels that a school teaches in the sample where the list does not state them: the most frequent ones."""
SMALLEST = 3


@dataclass(frozen=True)
class Schools:
    """The schools of one sample, in the order of the list; arrays have one row per school and one column per grade."""

    listed: pd.DataFrame
    """One row per school; LIST_COLUMNS as text, empty where the list does not state a value."""
    taught: npt.NDArray[np.bool_]
    """Grades that have pupils in the sample."""
    allowed: npt.NDArray[np.bool_]
    """Grades of the levels in the list; all grades where the list does not state any."""
    cohorts: npt.NDArray[np.float64]
    """The usual number of pupils in a grade."""

    def __len__(self) -> int:
        return len(self.listed)

    @property
    def codes(self) -> list[str]:
        """The 8-digit SMIS codes."""
        return list(self.listed["smis"])


def read_school_list(path: Path) -> pd.DataFrame:
    """The school list as text, one row per school. Raises ParameterError where columns are missing."""
    listed = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    missing = [column for column in LIST_COLUMNS if column not in listed.columns]
    if missing or listed.empty:
        remedy = f"รายชื่อโรงเรียนต้องมีคอลัมน์ {', '.join(LIST_COLUMNS)} และมีอย่างน้อย 1 โรงเรียน"
        raise ParameterError("อ่านรายชื่อโรงเรียนไม่ได้", where=path.name, remedy=remedy)
    return listed.loc[:, list(LIST_COLUMNS)]


def choose(listed: pd.DataFrame, count: int | None) -> pd.DataFrame:
    """`count` schools of the list, taking each value of `levels_offered` in turn, so that a few schools are still
    varied; None for all schools. Raises ParameterError for an impossible number."""
    if count is None:
        return listed
    if not 1 <= count <= len(listed):
        raise ParameterError(f"จำนวนโรงเรียน {count} ใช้ไม่ได้", remedy=f"ระบุจำนวน 1 ถึง {len(listed)} โรงเรียน")
    turn = listed.groupby("levels_offered", sort=False).cumcount()
    frequency = listed.groupby("levels_offered", sort=False)["smis"].transform("size")
    order = np.lexsort((np.arange(len(listed)), -frequency.to_numpy(), turn.to_numpy()))
    return listed.iloc[np.sort(order[:count])].reset_index(drop=True)


def grades_of(levels_offered: str) -> list[bool]:
    """Whether a school may teach each of GRADES: `ประถมศึกษา-มัธยมศึกษาตอนต้น` gives ป.1 to ม.3. Raises ParameterError
    for an unknown level."""
    terms = list(TERM_OF_LEVEL.values())
    first, _, last = levels_offered.partition("-")
    if first not in terms or (last or first) not in terms:
        raise ParameterError(
            f"ระดับที่เปิดสอน “{levels_offered}” ไม่รู้จัก",
            where="คอลัมน์ levels_offered",
            remedy=f"เขียนเป็น {' หรือ '.join(terms)} หรือเป็นช่วง เช่น {USUAL_LEVELS}",
        )
    span = range(terms.index(first), terms.index(last or first) + 1)
    return [terms.index(TERM_OF_LEVEL[LEVEL_OF_GRADE[grade]]) in span for grade in GRADES]


def school_sizes(count: int, pupils: int | None) -> npt.NDArray[np.float64]:
    """The sizes of `count` schools, smallest first, distributed by the calibration and scaled to `pupils` in all."""
    ends = np.rint(np.cumsum([band.share for band in calibration.SIZE_CLASSES]) * count).astype(int)
    sizes = [
        band.smallest + (band.largest - band.smallest) * np.linspace(0, 1, number) ** band.lean
        for band, number in zip(calibration.SIZE_CLASSES, np.diff(ends, prepend=0), strict=True)
    ]
    spread = np.concatenate(sizes)
    total = calibration.PUPILS_PER_SCHOOL * count if pupils is None else pupils
    return np.asarray(np.maximum(spread * total / spread.sum(), SMALLEST))


def build_schools(listed: pd.DataFrame, pupils: int | None, rng: np.random.Generator) -> Schools:
    """The schools with their grades and usual sizes; schools with secondary grades tend to be larger."""
    levels = listed["levels_offered"]
    taught = np.array([grades_of(offered or USUAL_LEVELS) for offered in levels])
    allowed = taught | (levels == "").to_numpy()[:, None]
    taught[:, np.isin(GRADES, VOCATIONAL_GRADES)] = False
    taught[:, 0] &= rng.random(len(listed)) < calibration.FIRST_KINDERGARTEN_YEAR
    rank = rng.random(len(listed)) + 0.4 * taught[:, GRADES.index("ม.1")]
    sizes = np.empty(len(listed))
    sizes[np.argsort(rank)] = school_sizes(len(listed), pupils)
    weights = taught * np.array(calibration.GRADE_WEIGHTS)
    return Schools(listed, taught, allowed, sizes[:, None] * weights / weights.sum(axis=1, keepdims=True))


Ints = npt.NDArray[np.int64]

ROLL_COLUMNS = ("person", "school", "grade", "student_number")


class Population:
    """All pupils of a sample; it creates new pupils and assigns their numbers at school.

    A roll is a frame with ROLL_COLUMNS, one row per enrolled pupil; `school` and `grade` are positions in `schools` and
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
        """All pupils so far; see `make_people`."""
        self._batches = [pd.concat(self._batches)]
        return self._batches[0]

    def enrol(self, schools: Ints, grades: Ints, year: int) -> pd.DataFrame:
        """Create one pupil for each of the given schools and grades, and return their roll."""
        batch = make_people(self.rng, grades, year, self._province, self._count)
        self._batches.append(batch)
        self._count += len(batch)
        return self.admit(pd.DataFrame({"person": batch.index.to_numpy(), "school": schools, "grade": grades}))

    def admit(self, pupils: pd.DataFrame) -> pd.DataFrame:
        """Give pupils who come to a school its next numbers, and return their roll."""
        turn = pupils.groupby("school").cumcount().to_numpy() + 1
        schools = pupils["school"].to_numpy()
        admitted = pupils.assign(student_number=self._last_numbers[schools] + turn).loc[:, list(ROLL_COLUMNS)]
        self._last_numbers += np.bincount(schools, minlength=len(self.schools))
        return admitted

    def usual_intake(self) -> Ints:
        """The number of pupils for every school and grade, near the usual cohort; large grades vary little, so that no
        change looks unusual."""
        cohorts = self.schools.cohorts
        spread = np.minimum(0.5 * np.sqrt(cohorts), 0.06 * cohorts + 0.3)
        noise = self.rng.standard_normal(cohorts.shape).clip(-1.6, 1.6) * spread
        drawn = np.floor(cohorts + noise + self.rng.random(cohorts.shape)).astype(np.int64)
        return np.where(cohorts > 0, drawn.clip(min=0), 0)

    def first_roll(self, year: int) -> pd.DataFrame:
        """The roll of all schools at the beginning of academic year `year`."""
        intake = self.usual_intake()
        for school in np.flatnonzero(intake.sum(axis=1) < SMALLEST):
            intake[school, GRADES.index("ป.1")] += SMALLEST - intake[school].sum()
        schools, grades = np.indices(intake.shape)
        return self.enrol(np.repeat(schools, intake.ravel()), np.repeat(grades, intake.ravel()), year)


def headcounts(roll: pd.DataFrame, school_count: int) -> Ints:
    """The number of pupils by school (rows) and grade (columns)."""
    cells = roll["school"].to_numpy() * len(GRADES) + roll["grade"].to_numpy()
    return np.bincount(cells, minlength=school_count * len(GRADES)).reshape(school_count, len(GRADES))


def rooms_needed(pupils: Ints) -> Ints:
    """The number of classes by school and grade: none without pupils, and at most ROOM_SIZE pupils in each."""
    return -(-pupils // calibration.ROOM_SIZE)
