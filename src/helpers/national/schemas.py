"""The tables of the offices side by side: one row an office, and one an office and figure."""

import pyarrow as pa

from helpers.tables.schemas import CONFIDENTIAL, OFFICE_ONLY, PUBLIC, ROW_KEYS, Field, TableSchema, count, parts, text

STATES = READY, MISSING, FAILED, STALE, DAMAGED, UNREADABLE, REPEATED = (
    "ตัวเลขเข้าแล้ว",
    "ยังไม่มีรายงาน",
    "ทำรายงานไม่สำเร็จ",
    "รายงานไม่เป็นปัจจุบัน",
    "รายงานเสียหาย",
    "อ่านพารามิเตอร์ไม่ได้",
    "รหัสเขตซ้ำ",
)
"""Whether an office's report could be taken over, and why not. Only of the first are there any numbers."""
PUPILS, PUPILS_BEFORE, PUPILS_LAST_YEAR = "นักเรียน", "นักเรียนรอบที่แล้ว", "นักเรียนปีที่แล้ว"
SCHOOLS, SCHOOLS_EXPECTED = "โรงเรียน", "โรงเรียนที่ต้องมีข้อมูล"
ON_TIME, TO_CONFIRM, ERRORS = "โรงเรียนที่ยืนยันทันเวลา", "โรงเรียนที่ต้องยืนยัน", "ข้อที่ต้องแก้ไข"
COUNTED = {
    PUPILS: "pupils.total",
    PUPILS_BEFORE: "pupils.total.previous_round",
    PUPILS_LAST_YEAR: "pupils.total.last_year",
    SCHOOLS: "schools.total",
    SCHOOLS_EXPECTED: "schools.expected",
    ON_TIME: "schools.on_time",
    TO_CONFIRM: "schools.to_confirm",
    ERRORS: "findings.errors",
}
"""What is taken over of an office's report on the round, by the name that readers know, and the fact that states it."""
ALLOTTED = "allotted.total"
"""The fact that is taken over of an office's report on the fiscal year's money."""

_OFFICE = text("office", "สำนักงาน", PUBLIC)
_AREA = text("area_code", "รหัสเขต", PUBLIC)
_FOLDER = text("folder", "โฟลเดอร์ของสำนักงาน", OFFICE_ONLY)
_ORIGIN = (
    text("report", "รายงานของสำนักงาน", PUBLIC),
    text("fact", "ข้อเท็จจริงในรายงานของสำนักงาน", PUBLIC),
    text("fingerprint", "ลายนิ้วมือของรายงานของสำนักงาน", CONFIDENTIAL),
)

OFFICES = TableSchema(
    "offices",
    "สำนักงานหนึ่งแห่ง ไม่ว่าตัวเลขเข้าแล้วหรือไม่",
    (
        _OFFICE,
        _AREA,
        _FOLDER,
        text("state", "ตัวเลขของสำนักงาน", OFFICE_ONLY, allowed=STATES),
        parts("standing", "สำนักงาน", "เหตุ", sensitivity=OFFICE_ONLY),
        *ROW_KEYS,
    ),
    unique=("office",),
)
COUNTS = TableSchema(
    "office_counts",
    "สำนักงาน × สิ่งที่นับ (ไม่มีแถวถ้ารายงานของสำนักงานไม่มีตัวเลขนั้น)",
    (
        _OFFICE,
        _AREA,
        _FOLDER,
        text("measure", "สิ่งที่นับ", PUBLIC, allowed=tuple(COUNTED)),
        *_ORIGIN,
        count("number", "จำนวน", "คน โรงเรียน หรือข้อ", OFFICE_ONLY),
        Field("thousands", pa.decimal128(14, 3), "จำนวน เป็นพัน", OFFICE_ONLY, "พันคน"),
        Field("with_before", pa.bool_(), "สำนักงานมีนักเรียนของรอบที่แล้วให้เทียบ", OFFICE_ONLY),
        Field("with_last_year", pa.bool_(), "สำนักงานมีนักเรียนของปีที่แล้วให้เทียบ", OFFICE_ONLY),
        Field("with_money", pa.bool_(), "สำนักงานมีรายงานเงินของปีงบประมาณ", OFFICE_ONLY),
        *ROW_KEYS,
    ),
    unique=("office", "measure"),
)
MONEY = TableSchema(
    "office_money",
    "สำนักงาน × เงินที่ได้รับจัดสรรของปีงบประมาณที่วันของรอบอยู่",
    (
        _OFFICE,
        _AREA,
        _FOLDER,
        *_ORIGIN,
        Field("amount", pa.decimal128(18, 2), "จำนวนเงิน", OFFICE_ONLY, "บาท"),
        *ROW_KEYS,
    ),
    unique=("office",),
)
SCHEMAS = (OFFICES, COUNTS, MONEY)
