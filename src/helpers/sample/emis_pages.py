"""EMIS pages of invented schools: pupils as in DMC; staff, computers and internet that suit the size of a school.

They are drawn with the school's code as the seed, so that they stay the same from round to round. No report may quote
them.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from helpers.sample.history import RoundPupils
from helpers.sample.schools import headcounts, rooms_needed
from helpers.systems.dmc.layouts import GRADES, GRADES_BY_LEVEL, LEVEL_OF_GRADE
from helpers.systems.emis import labels

Rows = list[list[str]]
Pages = dict[str, dict[str, Rows]]
"""The rows of every school, without the school column, by report and then by school."""
Ints = npt.NDArray[np.int64]

SUBTOTAL_LABELS = dict(zip(GRADES_BY_LEVEL, ("รวม อบ.", "รวมประถม", "รวมมัธยมต้น", "รวมมัธยมปลายและเทียบเท่า"), strict=True))
_POSTS = (
    ("1. ผู้อำนวยการโรงเรียน", (("-", "คศ.1"), ("ชำนาญการ", "คศ.2"), ("ชำนาญการพิเศษ", "คศ.3"), ("เชี่ยวชาญ", "คศ.4"))),
    ("2. รองผู้อำนวยการโรงเรียน", (("-", "คศ.1"), ("ชำนาญการ", "คศ.2"), ("ชำนาญการพิเศษ", "คศ.3"))),
    ("3. ครู", (("-", "คศ.1"), ("ชำนาญการ", "คศ.2"), ("ชำนาญการพิเศษ", "คศ.3"), ("เชี่ยวชาญ", "คศ.4"))),
)
_OTHERS = (("4. ครูผู้ช่วย", "ครูผู้ช่วย"), ("5. ลูกจ้างประจำ", "-"), ("6. พนักงานราชการ", "-"))
_HIRED = "7. ลูกจ้างชั่วคราว"
_PROVIDERS = ("ผู้ให้บริการตัวอย่าง ก", "ผู้ให้บริการตัวอย่าง ข", "ผู้ให้บริการตัวอย่าง ค")
_KINDS = ("ใยแก้วนำแสง", "โครงข่ายไร้สาย 4G/5G", "ดาวเทียม")
_SPEEDS = ("100/50 Mbps", "300/300 Mbps", "1 Gbps", "50/20 Mbps")
_COSTS = ("599.00", "1,200.00", "890.00", "450")
_RENTED, _NETWORK = "ระบบเครือข่ายอินเทอร์เน็ตที่โรงเรียนเช่าเอง", "ระบบเครือข่าย"


Hired = Mapping[str, tuple[int, int]]
"""The numbers of government employees and of temporary staff paid from the budget, by school."""


def round_pages(data: RoundPupils, seed: int, hired: Hired) -> Pages:
    """The pages of every school in a round, without defects."""
    pages: Pages = {report: {} for report in labels.TITLES}
    males = headcounts(data.pupils[data.pupils["sex"] == 0], len(data.schools))
    everybody = headcounts(data.pupils, len(data.schools))
    rooms = rooms_needed(everybody)
    for school in data.present:
        code = data.schools.codes[school]
        columns = (males[school], everybody[school] - males[school], everybody[school], rooms[school])
        usual = max(1, round(float(data.schools.cohorts[school].sum())))
        for report, rows in school_pages(np.stack(columns, axis=1), usual, seed, code, hired.get(code, (0, 0))).items():
            pages[report][code] = rows
    return pages


def school_pages(
    counts: Ints, usual: int, seed: int, code: str, hired: tuple[int, int] = (0, 0), *, teachers: bool = True
) -> dict[str, Rows]:
    """The four pages of a school. `counts` has one row per grade: boys, girls, both, rooms; `usual` is its usual number
    of pupils."""
    rng = np.random.default_rng([seed, int(code)])
    return {
        labels.STUDENT: _students(counts),
        labels.STAFF: staff_rows(rng, usual, hired, teachers=teachers),
        labels.COMPUTER: _computers(rng, usual),
        labels.INTERNET: _internet(rng),
    }


def _students(counts: Ints) -> Rows:
    rows = []
    for level, grades in GRADES_BY_LEVEL.items():
        grade_indexes = [GRADES.index(grade) for grade in grades]
        rows += [
            [grade.replace("อ.", "อบ."), *map(str, counts[grade_index])]
            for grade, grade_index in zip(grades, grade_indexes, strict=True)
        ]
        rows.append([SUBTOTAL_LABELS[level], *map(str, counts[grade_indexes].sum(axis=0))])
    assert len(rows) == len(LEVEL_OF_GRADE) + len(GRADES_BY_LEVEL)
    return [*rows, [labels.TOTAL, *map(str, counts.sum(axis=0))]]


def staff_rows(rng: np.random.Generator, usual: int, hired: tuple[int, int], *, teachers: bool) -> Rows:
    """The page of staff: a director, deputies at large schools, about one teacher for 17 pupils, some others."""
    people = [1, usual // 500, max(1, round(usual / 17)) if teachers else 0]
    rows, total = [], np.zeros(2, dtype=np.int64)
    for (position, ranks), count in zip(_POSTS, people, strict=True):
        by_sex = _by_sex(rng, rng.multinomial(count, np.full(len(ranks), 1 / len(ranks))))
        rows += [_staff(position, *rank, "-", each) for rank, each in zip(ranks, by_sex, strict=True)]
        rows.append(_staff(position, labels.SUM, "-", "-", by_sex.sum(axis=0)))
        total += by_sex.sum(axis=0)
    employees, temporary = hired
    others = [int(rng.integers(0, 2)) if teachers else 0, int(rng.integers(0, 2)), employees]
    by_sex = _by_sex(rng, np.array([*others, temporary, 1 + int(rng.integers(0, 1 + usual // 150))]))
    rows += [_staff(name, "-", level, "-", each) for (name, level), each in zip(_OTHERS, by_sex[:3], strict=True)]
    rows += [_staff(_HIRED, "-", "-", money, each) for money, each in zip(labels.FUNDINGS[:2], by_sex[3:], strict=True)]
    return [*rows, _staff(labels.TOTAL, labels.TOTAL, labels.TOTAL, "-", total + by_sex.sum(axis=0))]


def _by_sex(rng: np.random.Generator, people: Ints) -> Ints:
    females = rng.binomial(people, 0.7)
    return np.stack([people - females, females], axis=1)


def _staff(position: str, rank: str, level: str, money: str, people: Ints) -> list[str]:
    return [position, rank, level, money, *map(str, people), str(people.sum())]


def _computers(rng: np.random.Generator, usual: int) -> Rows:
    rows, whole = [], np.zeros(3, dtype=np.int64)
    for purpose, most in ((labels.TEACHING, 2 + usual // 10), (labels.MANAGING, 2 + usual // 200)):
        bought, given = 1 + int(rng.integers(most // 2, most + 1)), int(rng.integers(0, 1 + most // 3))
        broken = int(rng.binomial(bought + given, 0.25))
        counts = (bought, given, bought + given, bought + given - broken, broken)
        names = ("งบประมาณ สพฐ.", "จัดหาเอง/บริจาค:", "รวม", "ใช้งานได้:", "ใช้งานไม่ได้:")
        rows += [
            [f"จำนวนคอมพิวเตอร์{purpose}", name, f"{count} เครื่อง"] for name, count in zip(names, counts, strict=True)
        ]
        whole += np.array(counts[2:])
    ends = ("คอมพิวเตอร์:", "ใช้งานได้:", "ใช้งานไม่ได้:")
    return rows + [["จำนวนคอมพิวเตอรทั้งหมด", name, f"{count} เครื่อง"] for name, count in zip(ends, whole, strict=True)]


def _internet(rng: np.random.Generator) -> Rows:
    connection = [str(rng.choice(each)) for each in (_PROVIDERS, _KINDS, _SPEEDS)]
    values = [*connection, labels.WORKING, str(rng.choice(_COSTS))] if rng.random() < 0.9 else ["-"] * 5
    names = (f"{item}:" for item in labels.CONNECTION_ITEMS)
    networks = []
    for name, shown, share in (("ระบบเครือข่าย (LAN)", "LAN", 0.85), ("ระบบเครือข่ายไร้สาย (Wireless LAN)", "ไร้สาย", 0.75)):
        has = labels.PRESENT if rng.random() < share else labels.LACKING
        networks.append([_NETWORK, f"{name}:", f"{has}ระบบเครือข่าย {shown}"])
    return [[_RENTED, name, value] for name, value in zip(names, values, strict=True)] + networks
