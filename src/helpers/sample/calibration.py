"""The statistics of the invented pupils. Shares and rates describe the sample only; no report may quote them.

Values marked (a) follow one real office's published round (docs/deliveries.md, calibration); values marked (b) are
invented and only have to be plausible.
"""

from typing import NamedTuple


class SizeClass(NamedTuple):
    """A class of schools by size: those with `smallest` to `largest` pupils."""

    smallest: int
    largest: int
    share: float
    """Its share of all schools."""
    lean: float
    """1 spreads the sizes evenly; with a larger value more of its schools are small."""


PUPILS_PER_SCHOOL = 23_578 / 107  # (a)
OFFICE_SIZES = (0.6, 1.5)  # (b) the pupils of an office of a country against the usual number for its schools
# (a) shares and outer ends; (b) lean, and the space between the two lower bands: a school near their common end, 120,
# would cross it as pupils come and go.
SIZE_CLASSES = (
    SizeClass(3, 112, 43 / 107, 1.0),
    SizeClass(132, 600, 58 / 107, 3.9),
    SizeClass(601, 1500, 4 / 107, 2.0),
    SizeClass(1501, 2312, 2 / 107, 1.0),
)

# Size of a grade against a primary grade of the same school (b); อ.2 is the main entry grade of kindergarten (a).
GRADE_WEIGHTS = (0.35, 0.85, 0.85, *(1.0,) * 6, *(0.75,) * 3, *(0.5,) * 3, 0.0, 0.0, 0.0)
FIRST_KINDERGARTEN_YEAR = 0.4  # (a) share of kindergartens that take อ.1
ROOM_SIZE = 40  # (b)
UNTOUCHED_SIZE = 5  # (b) nobody leaves a school this small, so that no school of the list dies out

FEMALE = 0.485  # (a)
LATE = 0.02  # (b) one year older than the grade
FOREIGN = 0.0135  # (b)
G_CODE_AMONG_FOREIGN = 0.75  # (b) gives about 1 % of all pupils
NATIONALITIES = {"ลาว": 0.6, "เมียนมา": 0.14, "กัมพูชา": 0.1, "เวียดนาม": 0.04, "ไม่ปรากฏสัญชาติ": 0.08, "อื่น ๆ": 0.04}  # (b)
RELIGIONS = {"พุทธ": 0.985, "คริสต์": 0.009, "อิสลาม": 0.004, "อื่น ๆ": 0.002}  # (b)
DISADVANTAGES = {  # (a) 47 % poor
    "เด็กยากจน": 0.47,
    "เด็กถูกทอดทิ้ง": 0.0003,
    "ชนกลุ่มน้อย": 0.0005,
    "กำพร้า": 0.0007,
    "ทำงานรับผิดชอบตนเองและครอบครัว": 0.0002,
    "มีความด้อยโอกาสมากกว่า 1 ประเภท": 0.001,
}
DISABLED_AMONG_SCHOOL_AGE = 0.071  # (a) gives 5.7 % of all pupils, since kindergarten has almost none
DISABILITIES = {  # (a)
    "ความพิการทางการเรียนรู้": 0.93,
    "ความพิการทางการมองเห็น": 0.005,
    "ความพิการทางการได้ยิน": 0.004,
    "ความพิการทางสติปัญญา": 0.018,
    "ความพิการร่างกายและสุขภาพ": 0.01,
    "ความพิการทางการพูดและภาษา": 0.007,
    "ความพิการทางการพฤติกรรมและอารมณ์": 0.006,
    "ความพิการทางการออทิสติก": 0.018,
    "ความพิการทางการซ้ำซ้อน": 0.002,
}
FAR_AWAY = 0.58  # (a)
TRAVEL = {
    "เดินเท้า": 0.015,
    "ไม่เสียค่าโดยสารโดยใช้พาหนะ": 0.63,
    "เสียค่าโดยสารโดยใช้พาหนะ": 0.3545,
    "จักรยานยืมเรียน": 0.0005,
}  # (a)
BOARDING_SCHOOLS, BOARDERS_ONE_IN = 2, 3  # (b) of the older pupils from far away; the real office has no boarders
IN_NEED = 0.5  # (a)
NEEDS = {"เครื่องแบบนักเรียน": 0.97, "เครื่องเขียน": 0.95, "แบบเรียน(หนังสือยืมเรียน)": 0.93, "อาหารกลางวัน": 0.88}  # (a)
MANY_NEEDS = 3

# Between two rounds (b).
TRANSFER, LEAVE, JOIN = 0.006, 0.005, 0.008
DROP_OUT_SECONDARY = 0.0012
DISCHARGE = 0.0006
# Between two years (b).
LEAVE_BETWEEN_YEARS, JOIN_BETWEEN_YEARS = 0.015, 0.015
NOT_PASSED = 0.004
NOT_PASSED_KINDS = (0.55, 0.15, 0.06, 0.05, 0.12, 0.04, 0.03)
P6_TO_SAME_SCHOOL, M3_TO_SAME_SCHOOL = 0.65, 0.6
P6_ELSEWHERE = {
    "โรงเรียนอื่น สังกัด สพฐ.": 0.84,
    "โรงเรียนสังกัดเอกชน": 0.04,
    "โรงเรียนพระปริยัติธรรม แผนกสามัญ": 0.01,
    "กศน.": 0.01,
    "อื่น ๆ": 0.05,
    "โรงเรียนอื่น สังกัด อบท.": 0.048,
    "ศึกษาต่อต่างประเทศ": 0.002,
}
P6_GROUPS = (0.5, 0.3, 0.03, 0.01, 0.14, 0.02)
WITHIN_AREA = 0.06  # of those who go on to another OBEC school; the others go to schools of the secondary area
M3_ELSEWHERE = {
    "ศึกษาต่อ ม.4 โรงเรียนอื่น ในจังหวัดเดิม": 0.43,
    "ศึกษาต่อ ม.4 โรงเรียนอื่น ในต่างจังหวัด": 0.02,
    "สถาบันอาชีวศึกษาของรัฐบาล": 0.46,
    "สถาบันอาชีวศึกษาของเอกชน": 0.02,
    "ศึกษาต่อสถาบันอื่น ๆ": 0.04,
    "ไม่ศึกษาต่อ ทำงานรับจ้างทั่วไป": 0.02,
    "ไม่ประกอบอาชีพและไม่ศึกษาต่อ": 0.01,
}
M6_AFTERWARDS = {"มหาวิทยาลัยของรัฐ": 0.7, "มหาวิทยาลัยของเอกชน": 0.08, "สถาบันอาชีวศึกษาของรัฐบาล": 0.12, "รับจ้างทั่วไป": 0.1}

# Facility flags: shares of 1 only; what the columns mean is not documented.
FLAG_RATES = {
    "electricity": (1.0, 0.89),
    "water": (0, 0, 1.0, 0.1, 0.01, 0.43, 0.05, 0, 0.22, 0.01, 0.08, 0.05, 0.02, 0, 0.01, 0),
    "internet": (0, 1.0, 0.13, 0.55, 0.2, 0.03, 0, 0.35, 0),
}
