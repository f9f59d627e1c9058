"""Invented pupils: everything about them except their school and grade. Their names are plain words with spoken digits,
so that they cannot be taken for real persons."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.identifiers import citizen_check_digit
from helpers.periods import BUDDHIST_ERA_OFFSET
from helpers.sample import calibration
from helpers.systems.dmc.layouts import GRADES, LAYOUT_BY_SLUG

Texts = npt.NDArray[np.object_]

DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
FIRST_WORDS = ("ทดสอบ", "จำลอง", "สมมุติ", "ตัวอย่าง")
LAST_WORDS = ("นามสมมุติ", "สกุลทดสอบ", "สกุลจำลอง")
OCCUPATIONS = ("เกษตรกร", "รับจ้างทั่วไป", "ค้าขาย", "ธุรกิจส่วนตัว", "รับราชการ", "-")
RELATIONS = ("มารดา", "บิดา", "ปู่/ย่า", "ตา/ยาย")
BLOOD_GROUPS = ("O", "B", "A", "AB", "-")
PROVINCE = "จังหวัดตัวอย่าง"
TITLES = {(0, False): "เด็กชาย", (1, False): "เด็กหญิง", (0, True): "นาย", (1, True): "นางสาว"}
"""The title by sex (0 boy, 1 girl) and by whether the pupil is 15 or older, when the titles of children end."""
TITLE_CHANGES_AT = 15


def _word_list(words: tuple[str, ...], digits: int) -> Texts:
    spoken = ["".join(DIGITS[int(digit)] for digit in f"{number:0{digits}}") for number in range(10**digits)]
    return np.array([word + number for number in spoken for word in words], dtype=object)


FIRST_NAMES = _word_list(FIRST_WORDS, 3)
LAST_NAMES = _word_list(LAST_WORDS, 3)


def drawn(rng: np.random.Generator, words: Texts | tuple[str, ...], count: int) -> Texts:
    """`count` words, all with equal probability."""
    return np.asarray(words, dtype=object)[rng.integers(0, len(words), count)]


Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NONE = -1
"""The position of a pupil who belongs to no category of a report."""
AGE_OF_FIRST_GRADE = 3
"""The age in full years in อ.1 on the first day of the school year; one year more in every further grade."""
DAYS_IN_YEAR = 365
NEED_LABELS = tuple(calibration.NEEDS)
_SERIALS = 10**11


def sampled(rng: np.random.Generator, count: int, rate: float) -> Bools:
    """A mask of length `count` with exactly the share `rate` set, rounded up or down at random: steadier than
    independent draws."""
    chosen = np.zeros(count, dtype=bool)
    chosen[rng.permutation(count)[: int(count * rate + rng.random())]] = True
    return chosen


def categories(rng: np.random.Generator, count: int, slug: str, shares: Mapping[str, float]) -> Ints:
    """Positions in the categories of report `slug`, drawn with the probabilities `shares`; the rest is NONE."""
    labels = LAYOUT_BY_SLUG[slug].categories
    ends = np.cumsum(list(shares.values()))
    ends[-1] = 1.0 if np.isclose(ends[-1], 1.0) else ends[-1]
    positions = np.array([*(labels.index(label) for label in shares), NONE])
    return positions[np.searchsorted(ends, rng.random(count), side="right")]


def citizen_numbers(serials: Ints) -> Texts:
    """Citizen numbers with a valid check digit that no real person has, since they begin with 9, which is no category
    of registration."""
    scattered = (serials * 7_368_787 + 1_234_567) % _SERIALS
    stems = [f"9{serial:011}" for serial in scattered.tolist()]
    return np.array([stem + citizen_check_digit(stem) for stem in stems], dtype=object)


def g_codes(serials: Ints, year: int, province: str) -> Texts:
    """G codes: `G`, two digits of the year, two of the province, and a running number of eight digits."""
    return np.array([f"G{year % 100:02}{province}{serial:08}" for serial in serials.tolist()], dtype=object)


def _birth_dates(rng: np.random.Generator, grades: Ints, late: Bools, year: int) -> npt.NDArray[np.datetime64]:
    first_days = np.array(
        [f"{year - BUDDHIST_ERA_OFFSET - grade - AGE_OF_FIRST_GRADE}-05-16" for grade in range(len(GRADES))]
    )
    days = rng.integers(0, DAYS_IN_YEAR, len(grades)) + DAYS_IN_YEAR * late
    return np.asarray(first_days.astype("datetime64[D]")[grades] - days.astype("timedelta64[D]"))


def _family(rng: np.random.Generator, count: int) -> dict[str, Texts]:
    last_name = drawn(rng, LAST_NAMES, count)
    parents = {
        f"{parent}_{part}": drawn(rng, words, count)
        for parent in ("father", "mother", "guardian")
        for part, words in (("first_name", FIRST_NAMES), ("occupation", OCCUPATIONS))
    }
    return {
        "first_name": drawn(rng, FIRST_NAMES, count),
        **{f"{prefix}last_name": last_name for prefix in ("", "father_", "mother_", "guardian_")},
        **parents,
        "guardian_relation": drawn(rng, RELATIONS, count),
        "blood_group": drawn(rng, BLOOD_GROUPS, count),
        "house_no": rng.integers(1, 300, count).astype(str).astype(object),
        "moo": rng.integers(1, 16, count).astype(str).astype(object),
    }


def _registration(rng: np.random.Generator, ids: Ints, year: int, province: str) -> dict[str, npt.NDArray[np.generic]]:
    foreign = sampled(rng, len(ids), calibration.FOREIGN)
    g_coded = np.zeros(len(ids), dtype=bool)
    g_coded[foreign] = sampled(rng, int(foreign.sum()), calibration.G_CODE_AMONG_FOREIGN)
    thai = LAYOUT_BY_SLUG["nationality"].categories.index("ไทย")
    abroad = categories(rng, len(ids), "nationality", calibration.NATIONALITIES)
    numbers = np.where(g_coded, g_codes(ids, year, province), citizen_numbers(ids))
    return {"g_coded": g_coded, "nationality": np.where(foreign, abroad, thai), "learner_number": numbers}


def _circumstances(rng: np.random.Generator, count: int, female: Bools) -> dict[str, npt.NDArray[np.generic]]:
    # Of disabled pupils about three in four are boys.
    disabled = rng.random(count) < calibration.DISABLED_AMONG_SCHOOL_AGE * np.where(female, 0.54, 1.43)
    disability = categories(rng, count, "disability", calibration.DISABILITIES)
    far = sampled(rng, count, calibration.FAR_AWAY)
    in_need = sampled(rng, count, calibration.IN_NEED)
    needs = {label: in_need & (rng.random(count) < share) for label, share in calibration.NEEDS.items()}
    needs[NEED_LABELS[0]] |= in_need & ~np.logical_or.reduce(list(needs.values()))
    return {
        "disadvantage": categories(rng, count, "disadvantage", calibration.DISADVANTAGES),
        "disability": np.where(disabled, disability, NONE),
        "travel": np.where(far, categories(rng, count, "travel", calibration.TRAVEL), NONE),
        "religion": categories(rng, count, "religion", calibration.RELIGIONS),
        **needs,
    }


def make_people(rng: np.random.Generator, grades: Ints, year: int, province: str, first_id: int) -> pd.DataFrame:
    """Invent one pupil for each entry of `grades`, of an age that fits the grade in academic year `year` (พ.ศ.).

    One row per pupil; the index starts at `first_id`. Categories are positions in the labels of their report, NONE for
    no category; `height_score` and `build_score` are standard scores that a pupil keeps for life.
    """
    count = len(grades)
    ids = np.arange(first_id, first_id + count)
    female = sampled(rng, count, calibration.FEMALE)
    late = sampled(rng, count, calibration.LATE)
    columns = {
        "sex": female.astype(np.int64),
        "late": late,
        "early_start": rng.random(count) < 0.7,
        "birth": _birth_dates(rng, grades, late, year).astype("datetime64[s]"),
        "height_score": rng.standard_normal(count).clip(-2.4, 2.6),
        "build_score": rng.standard_normal(count).clip(-2.2, 2.6),
        **_registration(rng, ids, year, province),
        **_circumstances(rng, count, female),
        **_family(rng, count),
    }
    return pd.DataFrame(columns, index=pd.Index(ids, name="person"))
