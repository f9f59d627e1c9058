"""Words that invented people are made of. Nobody can be mistaken for them: each is a plain word and spoken digits.

Invented pupils: who they are, apart from where they go to school.
"""

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
"""Title by sex (0 boy, 1 girl) and whether the pupil is 15 or older, when the young titles end."""
TITLE_CHANGES_AT = 15


def _word_list(words: tuple[str, ...], digits: int) -> Texts:
    spoken = ["".join(DIGITS[int(digit)] for digit in f"{number:0{digits}}") for number in range(10**digits)]
    return np.array([word + number for number in spoken for word in words], dtype=object)


FIRST_NAMES = _word_list(FIRST_WORDS, 3)
LAST_NAMES = _word_list(LAST_WORDS, 3)


def drawn(rng: np.random.Generator, words: Texts | tuple[str, ...], count: int) -> Texts:
    """`count` words, each as likely as the next."""
    return np.asarray(words, dtype=object)[rng.integers(0, len(words), count)]


Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NONE = -1
"""Stands where a pupil belongs to no category of a report."""
AGE_OF_FIRST_GRADE = 3
"""Full years of age in อ.1 on the first day of the school year; every further grade is one year more."""
DAYS_IN_YEAR = 365
NEED_LABELS = tuple(calibration.NEEDS)
_SERIALS = 10**11


def sampled(rng: np.random.Generator, count: int, rate: float) -> Bools:
    """Exactly `rate` of `count` places, rounded up or down by chance: steadier than one coin for each."""
    chosen = np.zeros(count, dtype=bool)
    chosen[rng.permutation(count)[: int(count * rate + rng.random())]] = True
    return chosen


def categories(rng: np.random.Generator, count: int, slug: str, shares: Mapping[str, float]) -> Ints:
    """Positions in the categories of report `slug`, drawn by `shares`; what the shares leave over is NONE."""
    labels = LAYOUT_BY_SLUG[slug].categories
    ends = np.cumsum(list(shares.values()))
    ends[-1] = 1.0 if np.isclose(ends[-1], 1.0) else ends[-1]
    positions = np.array([*(labels.index(label) for label in shares), NONE])
    return positions[np.searchsorted(ends, rng.random(count), side="right")]


def citizen_numbers(serials: Ints) -> Texts:
    """Numbers with a right check digit that nobody has: no category of registration is 9, the first digit of all."""
    scattered = (serials * 7_368_787 + 1_234_567) % _SERIALS
    stems = [f"9{serial:011}" for serial in scattered.tolist()]
    return np.array([stem + citizen_check_digit(stem) for stem in stems], dtype=object)


def g_codes(serials: Ints, year: int, province: str) -> Texts:
    """`G`, two digits of the year, two of the province, a running number of eight."""
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
    """Invent one pupil for each entry of `grades`, of an age that fits that grade in academic year `year` (พ.ศ.).

    Grain: one pupil; the index runs from `first_id`. Categories are positions in the labels of their report, NONE for
    no category; `height_score` and `build_score` are standard scores that stay with a pupil for life.
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
