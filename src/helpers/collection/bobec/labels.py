"""The words of B-OBEC: kinds of buildings, conditions, and the columns of a list of buildings.

Kinds, conditions and the first six columns are as the system's own pages had them in 2565; the columns of the newer
asset register are known by their content alone, so their labels are this project's.
"""

from __future__ import annotations

from helpers.collection.listings.listing import Column, Listing
from helpers.collection.schemas import NOT_STATED

LIST, LIST_TITLE = "building_list", "ทะเบียนอาคารและสิ่งก่อสร้าง"
ASSETS, ASSETS_TITLE = "building_assets", "ข้อมูลสินทรัพย์ของอาคาร (ห้องพิเศษ ห้องต่อเติม อายุการใช้งาน งบประมาณ สถานะการใช้)"
PHOTOGRAPHS, PHOTOGRAPHS_TITLE = "building_photographs", "ชื่อไฟล์ภาพถ่ายอาคาร"

CLASSROOM_BUILDING = "อาคารเรียน"
"""The only kind that has classrooms; of it alone B-OBEC says how many its plan has."""
KINDS = (
    CLASSROOM_BUILDING,
    "อาคารอเนกประสงค์/โรงอาหาร/โรงฝึกงาน/หอประชุม",
    "บ้านพักครู",
    "ส้วม",
    "สนามเด็กเล่น",
    "เรือนเพาะชำ",
    "สนามกีฬา",
    "ถังเก็บน้ำ",
    "รั้ว",
    "ถนน/รางระบายน้ำ",
)
"""In the order of the system's page."""
CONDITIONS = GOOD, FAIR, DILAPIDATED = ("ดี", "พอใช้", "ทรุดโทรม")
AGE_BANDS = ("0–10 ปี", "11–20 ปี", "21–30 ปี", "31–40 ปี", "41–50 ปี", "51 ปีขึ้นไป")
YEARS_PER_BAND = 10
GAPS = GAP_NUMBER, GAP_PLAN, GAP_ROOMS, GAP_YEAR, GAP_CONDITION = ("ลำดับที่", "แบบ", "จำนวนห้อง", "ปีที่สร้าง", "สภาพ")
"""What a record may lack."""
LIFE = PAST, WITHIN = ("เกินอายุการใช้งาน", "ยังไม่เกิน")

LISTING = Listing(
    LIST,
    LIST_TITLE,
    (
        Column("kind", ("ประเภท", "รายการ", "name"), needed=True),
        Column("number", ("ลำดับที่", "ลำดับ")),
        Column("plan", ("แบบ",), needed=True),
        Column("rooms", ("จำนวนห้องตามแปลน",)),
        Column("year", ("สร้าง", "ปีที่สร้าง"), needed=True),
        Column("condition", ("สภาพปัจจุบัน",), needed=True),
        Column("special_rooms", ("จำนวนห้องพิเศษ",)),
        Column("added_rooms", ("จำนวนห้องต่อเติม",)),
        Column("service_life", ("อายุการใช้งาน",)),
        Column("budget", ("งบประมาณ",)),
        Column("budget_source", ("แหล่งงบประมาณ",)),
        Column("use", ("สถานะการใช้งาน",)),
        Column("photographs", ("ภาพถ่าย",)),
    ),
)
LABELS = {column.name: column.labels[0] for column in LISTING.columns}
ASSET_COLUMNS = ("special_rooms", "added_rooms", "service_life", "budget", "budget_source", "use")

ORDERS = {
    "kind": KINDS,
    "condition": (*CONDITIONS, NOT_STATED),
    "age_band": (*AGE_BANDS, NOT_STATED),
    "gap": GAPS,
    "life": (*LIFE, NOT_STATED),
}
