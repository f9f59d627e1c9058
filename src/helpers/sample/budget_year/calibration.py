"""The numbers of posts and claims, and amounts of money: invented and plausible, but no report may quote them."""

from decimal import Decimal
from typing import NamedTuple

from helpers.forms.registers import COMMITTED, DISBURSED


class Hiring(NamedTuple):
    """The posts of one programme: at the schools from the share `first` to the share `last` of the order of schools,
    and at the office; at least `least` in all."""

    post: str
    first: float
    last: float
    least: int
    office: int = 0
    """The number of posts at the office for each hundred schools or part of it."""
    long_contracts: bool = False
    """Whether contracts run for four years instead of the fiscal year."""
    contract_pay: str = "9000.00"
    """The pay in baht a month where the programme has no rate."""


HIRES = {
    "government-employees": Hiring("พนักงานราชการ ครูผู้สอน", 0.4, 0.6, 5, 2, long_contracts=True, contract_pay="18000.00"),
    "office-hired-staff": Hiring("เจ้าหน้าที่ปฏิบัติงานสำนักงาน", 0, 0, 4, 4),
    "critical-shortage-teachers": Hiring("ครูรายเดือน", 0.2, 0.28, 3, contract_pay="15000.00"),
    "science-maths-teachers": Hiring("ครูวิทยาศาสตร์และคณิตศาสตร์", 0.7, 0.74, 2, contract_pay="15000.00"),
    "school-clerks-15000": Hiring("ครูธุรการ", 0, 0.3, 4),
    "school-clerks-9000": Hiring("ครูธุรการ", 0.3, 1.0, 5),
    "returned-janitors": Hiring("นักการภารโรง", 0, 0.25, 4),
    "janitors": Hiring("นักการภารโรง", 0.25, 0.55, 4),
    "shortage-subject-teachers": Hiring("ครูอัตราจ้างสาขาขาดแคลน", 0.55, 0.62, 3, contract_pay="15000.00"),
    "disability-carers": Hiring("พี่เลี้ยงเด็กพิการ", 0.6, 0.75, 4),
}
VACANT, LATE, LEFT, EVERY = 3, 7, 11, 17
"""Of every EVERY posts, the index of the one that is vacant, that begins late, and whose holder changes."""

CEILING_SHARE, CEILING_LEAST = 0.25, 6
CEILING_POSITIONS = {
    "ข้าราชการ": (
        ("ครู วิทยฐานะชำนาญการพิเศษ", "58390.00"),
        ("ผู้อำนวยการโรงเรียน", "69040.00"),
        ("ครู วิทยฐานะชำนาญการ", "43600.00"),
    ),
    "ลูกจ้างประจำ": (("พนักงานบริการ", "24750.00"), ("ช่างไม้", "29320.00")),
}
EMPLOYEE_EVERY = 5
"""One in this many holders is a permanent employee."""

LUNCH_SHARE, OTHER_SHARE = 0.6, 0.15
LUNCH_DAYS = 100
LUNCH_TERMS = ("ภาคเรียนที่ 2", "ภาคเรียนที่ 1")
OTHER_REQUESTS = (
    ("จ้างครูอัตราจ้าง", "108000.00"),
    ("ซ่อมแซมห้องน้ำนักเรียน", "85000.00"),
    ("วัสดุกีฬา", "24500.00"),
    ("ทัศนศึกษา", "36000.00"),
)
SCHOOLS_PER_AUTHORITY = 5

HOUSE_SHARE, HOUSE_LEAST = 0.18, 5
HOUSE_POSITIONS = ("ผู้อำนวยการโรงเรียน", "รองผู้อำนวยการโรงเรียน", "ศึกษานิเทศก์", "นักวิเคราะห์นโยบายและแผน")
HOUSE_CEILINGS = ("3000.00", "3500.00", "4000.00", "5000.00", "6000.00")
HOUSE_LOAN_EVERY = 3
LAND_SHARE, LAND_LEAST = 0.04, 3
LAND_RENTS = (("รายปี", "2400.00"), ("รายเดือน", "500.00"), ("รายปี", "6000.00"), ("รายเดือน", "250.00"))

ALLOTTED = {
    "school-clerks-9000": "0.97",
    "office-hired-staff": "1.08",
    "janitors": "1.05",
    "house-rent": "1.02",
    "temple-land-rent": "0.60",
}
"""The allotted share of the need, rounded up; 1 for other programmes."""
SHORT = tuple(name for name, share in ALLOTTED.items() if Decimal(share) < 1)
WITHDRAWN = {"janitors": "0.02"}
"""The share of the need that was withdrawn."""
BEHIND = {"ceiling-salary": 6}
"""Programmes whose payments were booked only for this number of months."""
ROUND_UP_TO = 100
ADDED_LATER = {"critical-shortage-teachers": "0.10"}
"""The share of the second half that was allotted later, by another letter."""

WAITING_SHARE, GIVING_BACK_SHARE, GIVEN_BACK = 0.15, 0.012, "0.04"
"""The share of schools that wait for the last tranche, the share of schools that return a part of an item, and that
part."""

CAPITAL_UNDER, CAPITAL = "disbursement", Decimal("1200000.00")
"""Investment money that belongs to no programme: the one under which it is booked, and baht for each hundred schools or
part of it."""
CAPITAL_SPENT = ((4, DISBURSED, "0.25"), (7, DISBURSED, "0.20"), (8, COMMITTED, "0.50"))
"""The month of the fiscal year (from 0), the entry, and the share of that money."""
