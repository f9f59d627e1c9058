"""The canonical tables of a B-OBEC round, the columns of its list of buildings, and the values that these may hold.

Kinds, conditions and the first six columns are as the system's own pages had them in 2565; the columns of the newer
asset register are known by their content alone, so their labels are this project's.
"""

import pyarrow as pa

from helpers.systems.listed_schools import SCHOOLS
from helpers.systems.listings import Listing, ListingColumn
from helpers.tables.schemas import CONFIDENTIAL, NOT_STATED, PUBLIC, ROW_KEYS, Field, TableSchema, count, parts, text

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
        ListingColumn("kind", ("ประเภท", "รายการ", "name"), required=True),
        ListingColumn("number", ("ลำดับที่", "ลำดับ")),
        ListingColumn("plan", ("แบบ",), required=True),
        ListingColumn("rooms", ("จำนวนห้องตามแปลน",)),
        ListingColumn("year", ("สร้าง", "ปีที่สร้าง"), required=True),
        ListingColumn("condition", ("สภาพปัจจุบัน",), required=True),
        ListingColumn("special_rooms", ("จำนวนห้องพิเศษ",)),
        ListingColumn("added_rooms", ("จำนวนห้องต่อเติม",)),
        ListingColumn("service_life", ("อายุการใช้งาน",)),
        ListingColumn("budget", ("งบประมาณ",)),
        ListingColumn("budget_source", ("แหล่งงบประมาณ",)),
        ListingColumn("use", ("สถานะการใช้งาน",)),
        ListingColumn("photographs", ("ภาพถ่าย",)),
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


_BUILDING = parts("building", "รหัส", "โรงเรียน", "สิ่งก่อสร้าง", "แบบและปีที่สร้าง", sensitivity=PUBLIC)
_KIND = text("kind", "ประเภทสิ่งก่อสร้าง", PUBLIC)
_SMIS = text("smis", "รหัสโรงเรียน", PUBLIC)

BUILDINGS = TableSchema(
    "buildings",
    "สิ่งก่อสร้างหนึ่งรายการในหนึ่งโรงเรียน",
    (
        _SMIS,
        text("district", "อำเภอ", PUBLIC),
        _BUILDING,
        _KIND,
        count("number", "ลำดับที่", "", PUBLIC, nullable=True),
        text("plan", "แบบแปลน", PUBLIC),
        Field("classrooms", pa.bool_(), "เป็นอาคารเรียน", PUBLIC),
        count("rooms", "ห้องตามแปลน", "ห้อง", PUBLIC, nullable=True),
        count("year_built", "ปีที่สร้าง (พ.ศ.)", "", PUBLIC, nullable=True),
        count("age", "อายุ ณ ปีของข้อมูล", "ปี", PUBLIC, nullable=True),
        text("age_band", "ช่วงอายุ", PUBLIC, allowed=(*AGE_BANDS, NOT_STATED)),
        Field("dated", pa.bool_(), "ระบุปีที่สร้างซึ่งใช้ได้", PUBLIC),
        text("condition", "สภาพปัจจุบัน", PUBLIC, allowed=(*CONDITIONS, NOT_STATED)),
        *ROW_KEYS,
    ),
    unique=("building",),
    # Its label names the school, the plan and the year: what is corrected does not make it another building.
    subject=("smis", "kind", "number", "classrooms", "dated", "condition"),
    entity=("smis", "kind", "number"),
    noun="สิ่งก่อสร้าง",
)
MISSING_FIELDS = TableSchema(
    "gaps",
    "สิ่งก่อสร้าง × เรื่องที่ไม่ได้ระบุหรืออ่านไม่ได้",
    (_SMIS, _BUILDING, text("gap", "เรื่องที่ไม่ครบ", PUBLIC, allowed=GAPS), *ROW_KEYS),
    unique=("building", "gap"),
    subject=("smis", "building", "gap"),
    entity=("building",),
    noun="สิ่งก่อสร้าง",
)
ASSET_RECORDS = TableSchema(
    "assets",
    "สิ่งก่อสร้างหนึ่งรายการในไฟล์ที่มีคอลัมน์ข้อมูลสินทรัพย์",
    (
        _SMIS,
        text("report", "ส่วนของรายงานต้นทาง", PUBLIC, allowed=(ASSETS,)),
        _BUILDING,
        _KIND,
        count("special_rooms", "ห้องพิเศษ", "ห้อง", PUBLIC, nullable=True),
        count("added_rooms", "ห้องต่อเติม", "ห้อง", PUBLIC, nullable=True),
        count("service_life", "อายุการใช้งานที่กำหนด", "ปี", PUBLIC, nullable=True),
        text("life", "อายุเทียบกับอายุการใช้งาน", PUBLIC, allowed=(*LIFE, NOT_STATED)),
        Field("budget", pa.decimal128(18, 2), "งบประมาณ", PUBLIC, "บาท", nullable=True),
        text("budget_source", "แหล่งงบประมาณ", PUBLIC),
        text("use", "สถานะการใช้งาน", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("building",),
)
PHOTOGRAPH_NAMES = TableSchema(
    "photographs",
    "ภาพถ่ายหนึ่งภาพของสิ่งก่อสร้าง: ชื่อไฟล์เท่านั้น ไม่เก็บภาพ",
    (
        _SMIS,
        text("report", "ส่วนของรายงานต้นทาง", PUBLIC, allowed=(PHOTOGRAPHS,)),
        _BUILDING,
        _KIND,
        text("photograph", "ชื่อไฟล์ภาพ", CONFIDENTIAL),
        *ROW_KEYS,
    ),
)
EXPECTED_KINDS = TableSchema(
    "expected_kinds",
    "โรงเรียนที่ส่งข้อมูล × ประเภทสิ่งก่อสร้างที่ควรมี",
    (
        _SMIS,
        _KIND,
        Field("present", pa.bool_(), "โรงเรียนมีประเภทนี้", PUBLIC),
        parts("lack", "รหัส", "โรงเรียน", "สิ่งก่อสร้างที่ไม่มีในข้อมูล", sensitivity=PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis", "kind"),
    subject=("smis", "kind", "present"),
    entity=("smis",),
)
SCHEMAS = (BUILDINGS, MISSING_FIELDS, ASSET_RECORDS, PHOTOGRAPH_NAMES, EXPECTED_KINDS, SCHOOLS)
