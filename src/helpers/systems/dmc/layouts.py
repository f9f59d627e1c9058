"""The area aggregates that DMC offers for download: one layout per report, as seen in real files.

Every file has no header; column 1 is the round, column 2 the school (8-digit SMIS, or area code + `0000` for the area's
own total), then, for most, a category label, then groups of counts. Sources: docs/deliveries.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from helpers.systems.dmc import labels
from helpers.systems.dmc.labels import INSPECTION_DISCHARGED as INSPECTION_DISCHARGED
from helpers.systems.dmc.labels import INSPECTION_DROPPED_OUT as INSPECTION_DROPPED_OUT
from helpers.systems.dmc.labels import INSPECTION_END as INSPECTION_END
from helpers.systems.dmc.labels import INSPECTION_MOVED_IN as INSPECTION_MOVED_IN
from helpers.systems.dmc.labels import INSPECTION_MOVED_OUT as INSPECTION_MOVED_OUT
from helpers.systems.dmc.labels import INSPECTION_START as INSPECTION_START

SEXES = ("ช", "ญ")
BOTH_SEXES = "รวม"
GRADES_BY_LEVEL = {
    "ก่อนประถม": ("อ.1", "อ.2", "อ.3"),
    "ประถม": ("ป.1", "ป.2", "ป.3", "ป.4", "ป.5", "ป.6"),
    "มัธยมต้น": ("ม.1", "ม.2", "ม.3"),
    "มัธยมปลาย/ปวช.": ("ม.4", "ม.5", "ม.6", "ปวช.1", "ปวช.2", "ปวช.3"),
}
VOCATIONAL_GRADES = ("ปวช.1", "ปวช.2", "ปวช.3")
LEVEL_OF_GRADE = {grade: level for level, grades in GRADES_BY_LEVEL.items() for grade in grades}
GRADES = tuple(LEVEL_OF_GRADE)
LEVELS = tuple(GRADES_BY_LEVEL)
LADDERS = (tuple(grade for grade in GRADES if grade not in VOCATIONAL_GRADES), VOCATIONAL_GRADES)
"""The grades through which pupils move, one each school year; nobody moves from ม.6 to ปวช.1."""
TOTAL = "รวมทั้งหมด"


def subtotal(level: str) -> str:
    """The label of a level's subtotal group: `ประถม` gives `รวมประถม`."""
    return f"รวม{level}"


def _level_groups(*, vocational: bool) -> tuple[str, ...]:
    kept = [
        (*(grade for grade in grades if vocational or grade not in VOCATIONAL_GRADES), subtotal(level))
        for level, grades in GRADES_BY_LEVEL.items()
    ]
    return (*(group for groups in kept for group in groups), TOTAL)


LEVEL_GROUPS = _level_groups(vocational=True)
LEVEL_GROUPS_BEFORE_VOCATIONAL = _level_groups(vocational=False)
LEVEL_GROUPS_VOCATIONAL_LAST = (
    *(group for group in LEVEL_GROUPS if group not in (*VOCATIONAL_GRADES, TOTAL)),
    *VOCATIONAL_GRADES,
    TOTAL,
)
"""The order of the nutrition files of 2565-1 and 2566-1: the subtotal of upper secondary right after ม.6."""


class Shape(StrEnum):
    """What the columns of counts of a report are."""

    LEVELS = "levels"
    """23 level groups (20 in older files), subtotals included."""
    OUTCOMES = "outcomes"
    """One total group; what further groups mean is not documented, so they are checked and not published."""
    COMPLETIONS = "completions"
    """Six groups, one per grade at which pupils complete a stage."""
    FLAGS = "flags"
    """0/1 flags whose meaning is not documented: kept raw, never published."""


@dataclass(frozen=True)
class Layout:
    """One report: its title, the labels of its categories and the number of its columns."""

    slug: str
    title: str
    shape: Shape = Shape.LEVELS
    old_name: str = ""
    whole: str = ""
    """Label of the row that counts every pupil of the report; empty where the report has no category column."""
    categories: tuple[str, ...] = ()
    partition: bool = True
    """Whether the categories add up to the whole; pupils can lack several things at once, so `shortage` does not."""
    of_all_pupils: bool = False
    """Whether the report is about all pupils, so that its whole equals the enrolment."""
    measures: tuple[str, ...] = (*SEXES, BOTH_SEXES)
    width: int = 0
    """Number of columns, for shapes other than LEVELS."""
    end_of_year: bool = False
    """Whether only round 3 of a year brings the report."""
    outcome_grade: str = ""
    """The grade that the pupils completed, for OUTCOMES alone."""

    @property
    def widths(self) -> dict[int, tuple[str, ...]]:
        """Allowed numbers of columns, each with its group labels."""
        fixed = 2 + bool(self.whole)
        if self.shape is not Shape.LEVELS:
            return {self.width: COMPLETION_GRADES if self.shape is Shape.COMPLETIONS else ()}
        variants = (LEVEL_GROUPS, LEVEL_GROUPS_BEFORE_VOCATIONAL)
        return {fixed + len(groups) * len(self.measures): groups for groups in variants}

    def orders(self, width: int) -> tuple[tuple[str, ...], ...]:
        """The orders in which files of this width have their groups, the usual one first."""
        groups = self.widths[width]
        return (groups, LEVEL_GROUPS_VOCATIONAL_LAST) if groups == LEVEL_GROUPS else (groups,)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that the category column may hold, the whole first."""
        return (self.whole, *self.categories) if self.whole else ()


COMPLETION_GRADES = ("อ.3", "ป.3", "ป.6", "ม.3", "ม.6", "ปวช.3")
ROOMS = "ห้อง"
_ALL_PUPILS = "นักเรียนทั้งหมด"
_GRADUATES = "นักเรียนจบทั้งหมด"

LAYOUTS = (
    Layout("enrolment", "จำนวนนักเรียนแยกชั้น,เพศ", old_name="schoolmis", measures=(*SEXES, BOTH_SEXES, ROOMS)),
    Layout(
        "age", "จำนวนนักเรียนจำแนกตามอายุ", old_name="age", whole=_ALL_PUPILS, of_all_pupils=True, categories=labels.AGE
    ),
    Layout(
        "nationality",
        "จำนวนนักเรียนแยกตามสัญชาติ",
        old_name="race",
        whole=_ALL_PUPILS,
        of_all_pupils=True,
        categories=labels.NATIONALITY,
    ),
    Layout(
        "religion",
        "จำนวนนักเรียนแยกตามศาสนา",
        old_name="religion",
        whole=_ALL_PUPILS,
        of_all_pupils=True,
        categories=labels.RELIGION,
    ),
    Layout(
        "disadvantage",
        "จำนวนนักเรียนด้อยโอกาส",
        old_name="occasion",
        whole="นักเรียนด้อยโอกาสทั้งหมด",
        categories=labels.DISADVANTAGE,
    ),
    Layout(
        "disability", "จำนวนนักเรียนพิการ", old_name="deformity", whole="นักเรียนพิการทั้งหมด", categories=labels.DISABILITY
    ),
    Layout(
        "disability_and_disadvantage",
        "จำนวนนักเรียนพิการและด้อยโอกาส",
        whole="นักเรียนพิการและด้อยโอกาสทั้งหมด",
        categories=labels.DISABILITY_AND_DISADVANTAGE,
    ),
    Layout(
        "travel",
        "จำนวนนักเรียนที่อยู่ห่างเกิน 3 กม.จำแนกตามการเดินทาง",
        old_name="journeytype",
        whole="นักเรียนอยู่ห่างเกิน 3 กม.",
        categories=labels.TRAVEL,
    ),
    Layout("boarding", "จำนวนนักเรียนพักนอน", whole="นักเรียนพักนอนทั้งหมด", categories=labels.BOARDING),
    Layout("shortage", "จำนวนนักเรียนขาดแคลน", whole="นักเรียนขาดแคลนทั้งหมด", partition=False, categories=labels.SHORTAGE),
    Layout(
        "weight_for_height",
        "ภาวะโภชนาการ น้ำหนักตามเกณฑ์ส่วนสูง",
        old_name="weightheight",
        whole=_ALL_PUPILS,
        of_all_pupils=True,
        categories=labels.WEIGHT_FOR_HEIGHT,
    ),
    Layout(
        "height_for_age",
        "ภาวะโภชนาการ ส่วนสูงตามเกณฑ์อายุ",
        old_name="heightage",
        whole=_ALL_PUPILS,
        of_all_pupils=True,
        categories=labels.HEIGHT_FOR_AGE,
    ),
    Layout("g_code", "จำนวนนักเรียนรหัส G"),
    Layout(
        "inspection",
        "ตารางตรวจพินิจข้อมูลนักเรียน",
        whole=labels.INSPECTION_START,
        partition=False,
        end_of_year=True,
        categories=labels.INSPECTION,
    ),
    Layout(
        "discharge", "จำนวนนักเรียนจำหน่าย", whole="นักเรียนโดนจำหน่ายทั้งหมด", end_of_year=True, categories=labels.DISCHARGE
    ),
    Layout(
        "dropout", "จำนวนนักเรียนออกกลางคัน", whole="นักเรียนออกกลางคันทั้งหมด", end_of_year=True, categories=labels.DROPOUT
    ),
    Layout(
        "not_passed",
        "จำนวนนักเรียนไม่ผ่านการตัดสินการประเมินปลายปีจำแนกตามเกณฑ์รายชั้น",
        whole="นักเรียนไม่ผ่านการประเมินทั้งหมด",
        end_of_year=True,
        categories=labels.NOT_PASSED,
    ),
    Layout(
        "completion_time",
        "จำนวนนักเรียนจบชั้นอนุบาล, ป.3, ป.6, ม.3, ม.6 และปวช. จำแนกตามเวลาที่ใช้เรียน",
        shape=Shape.COMPLETIONS,
        width=21,
        whole=_GRADUATES,
        end_of_year=True,
        categories=labels.COMPLETION_TIME,
    ),
    Layout(
        "p6_destination",
        "จำนวนนักเรียนจบ ป.6 ศึกษาต่อจำแนกตามเพศ สังกัด",
        old_name="p6end",
        shape=Shape.OUTCOMES,
        outcome_grade="ป.6",
        width=24,
        whole=_GRADUATES,
        end_of_year=True,
        categories=labels.P6_DESTINATION,
    ),
    Layout(
        "m3_destination",
        "จำนวนนักเรียนจบการศึกษา ม.3 ศึกษาต่อ.ไม่ศึกษาต่อ",
        old_name="m3end",
        shape=Shape.OUTCOMES,
        outcome_grade="ม.3",
        width=6,
        whole=_GRADUATES,
        end_of_year=True,
        categories=labels.M3_DESTINATION,
    ),
    Layout(
        "m6_destination",
        "จำนวนนักเรียนจบการศึกษา ม.6 ศึกษาต่อ.ไม่ศึกษาต่อ",
        old_name="m6end",
        shape=Shape.OUTCOMES,
        outcome_grade="ม.6",
        width=6,
        whole=_GRADUATES,
        end_of_year=True,
        categories=labels.M6_DESTINATION,
    ),
    Layout("electricity", "จำนวนโรงเรียนที่มีไฟฟ้า.ไม่มีไฟฟ้า", shape=Shape.FLAGS, width=4),
    Layout("water", "จำนวนโรงเรียนที่ใช้น้ำประปา", shape=Shape.FLAGS, width=18),
    Layout("internet", "จำนวนโรงเรียนที่ใช้อินเทอร์เน็ต", shape=Shape.FLAGS, width=11),
)
LAYOUT_BY_SLUG = {layout.slug: layout for layout in LAYOUTS}
