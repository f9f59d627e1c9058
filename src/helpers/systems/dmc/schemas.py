"""The canonical tables of a DMC round."""

import pyarrow as pa

from helpers.systems.dmc.layouts import BOTH_SEXES, LADDERS, ROOMS, SEXES
from helpers.tables.schemas import (
    CONFIDENTIAL,
    NOT_STATED,
    OFFICE_ONLY,
    PUBLIC,
    ROW_KEYS,
    Field,
    TableSchema,
    count,
    text,
)

NO_PUPILS = "ไม่มีนักเรียน"
"""The size of a school that is in the deliveries without a pupil."""
CONFIRMATIONS = ON_TIME, LATE, NOT_CONFIRMED = ("ทันเวลา", "ล่าช้า", "ยังไม่ยืนยัน")

_GRADE_OF_SCHOOL = (
    text("smis", "รหัสโรงเรียน 8 หลัก", PUBLIC),
    text("level", "ระดับ", PUBLIC),
    text("grade", "ชั้น", PUBLIC),
)
_SEX = text("sex", "เพศ", PUBLIC, allowed=(*SEXES, NOT_STATED))

ENROLMENT = TableSchema(
    "enrolment",
    "แถวต้นทาง × ชั้น × เพศ (ไม่มีแถวสำหรับศูนย์คน); หนึ่งแถวต่อนักเรียนเมื่อมาจากบัญชีรายชื่อ",
    (*_GRADE_OF_SCHOOL, _SEX, count("pupils", "นักเรียน", "คน", PUBLIC), *ROW_KEYS),
    subject=("smis", "level", "grade", "sex"),
    entity=("smis",),
    ladders=LADDERS,
    why_empty="ไม่มีจำนวนนักเรียนในไฟล์ที่ได้รับ",
)
CLASSROOMS = TableSchema(
    "classrooms",
    "โรงเรียน × ชั้น ที่มีห้องเรียน",
    (*_GRADE_OF_SCHOOL, count("rooms", "ห้องเรียน", "ห้อง", PUBLIC), *ROW_KEYS),
    unique=("smis", "grade"),
    subject=("smis", "level", "grade"),
    entity=("smis",),
)
CATEGORIES = TableSchema(
    "categories",
    "แถวต้นทาง × ชั้น × เพศ ของรายงานจำแนกประเภท (ไม่มีแถวสำหรับศูนย์คน)",
    (
        text("report", "รายงานต้นทาง", PUBLIC),
        text("category", "ประเภท", OFFICE_ONLY),
        Field("whole", pa.bool_(), "แถวยอดทั้งหมดของรายงาน ไม่ใช่ประเภทย่อย", PUBLIC),
        *_GRADE_OF_SCHOOL,
        _SEX,
        count("pupils", "นักเรียน", "คน", OFFICE_ONLY),
        *ROW_KEYS,
    ),
    subject=("report", "category", "whole", "smis", "level", "grade", "sex"),
    entity=("report", "smis"),
    persons="pupils",
    apart=("category", "whole"),
)
AREA_TOTALS = TableSchema(
    "area_totals",
    "รายงาน × ประเภท × กลุ่มชั้น × เพศ/ห้อง ตามแถวยอดรวมของเขตในไฟล์ (ไม่มีแถวสำหรับศูนย์)",
    (
        text("report", "รายงานต้นทาง", PUBLIC),
        text("category", "ประเภท (ว่างถ้ารายงานไม่มีประเภท)", OFFICE_ONLY),
        text("group_label", "ชั้นหรือยอดรวมระดับ", PUBLIC),
        text("measure", "ช ญ รวม หรือ ห้อง", PUBLIC, allowed=(*SEXES, BOTH_SEXES, ROOMS)),
        count("value", "จำนวนตามไฟล์", "คนหรือห้อง", OFFICE_ONLY),
        *ROW_KEYS,
    ),
    persons="value",
)
FACILITY_FLAGS = TableSchema(
    "facility_flags",
    "โรงเรียน × ช่องของรายงานสาธารณูปโภค เก็บตามที่ได้รับ ไม่ตีความ",
    (
        text("report", "รายงานต้นทาง", PUBLIC),
        text("smis", "รหัสโรงเรียน", PUBLIC),
        count("flag", "ลำดับช่อง", "", PUBLIC),
        count("value", "ค่า", "", PUBLIC),
        *ROW_KEYS,
    ),
)
PUPILS = TableSchema(
    "pupils",
    "นักเรียนหนึ่งคนในหนึ่งโรงเรียน ไม่มีชื่อ เลขประจำตัว ที่อยู่ หรือผู้ปกครอง",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("person", "รหัสย่อของเลขประจำตัวที่เข้ากุญแจ (ว่างถ้าเลขใช้ไม่ได้)", CONFIDENTIAL, nullable=True, identifies=True),
        text(
            "name_digest",
            "รหัสย่อของชื่อและนามสกุลที่เข้ากุญแจ ใช้ตรวจว่ารายงานไม่เปิดเผยชื่อ",
            CONFIDENTIAL,
            identifies=True,
        ),
        text("number_kind", "ชนิดของเลขประจำตัว", OFFICE_ONLY, allowed=("citizen", "g_code", "malformed", "missing")),
        text("grade", "ชั้นตามที่ได้รับ", PUBLIC),
        text("room", "ห้อง", OFFICE_ONLY),
        text("sex", "เพศตามที่ได้รับ", PUBLIC),
        Field("birth_date", pa.date32(), "วันเกิด (ค.ศ.)", CONFIDENTIAL, nullable=True),
        count("age", "อายุเต็มปี ณ วันที่ของข้อมูล", "ปี", OFFICE_ONLY, nullable=True),
        Field("weight_kg", pa.float64(), "น้ำหนัก", OFFICE_ONLY, "กิโลกรัม", nullable=True),
        Field("height_cm", pa.float64(), "ส่วนสูง", OFFICE_ONLY, "เซนติเมตร", nullable=True),
        text("religion", "ศาสนา", OFFICE_ONLY),
        text("nationality", "สัญชาติ", OFFICE_ONLY),
        text("disadvantage", "ความด้อยโอกาส", OFFICE_ONLY),
        text("pending_discharge", "สถานะยังไม่สามารถจำหน่ายได้", OFFICE_ONLY),
        *ROW_KEYS,
    ),
    unique=("row_key",),
    subject=("smis", "person"),
    entity=("person",),
    noun="นักเรียน",
    apart=("smis",),
    comparable_by=("smis",),
)
SCHOOLS = TableSchema(
    "schools",
    "โรงเรียนที่เปิดอยู่ตามทะเบียนในวันที่ของข้อมูล หรือมีในข้อมูลของรอบ",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("name", "ชื่อโรงเรียน", PUBLIC),
        text("district", "อำเภอ", PUBLIC),
        text("size", "ขนาด (ว่างถ้าไม่มีข้อมูลในรอบนี้)", PUBLIC),
        Field("listed", pa.bool_(), "อยู่ในทะเบียนโรงเรียนและเปิดอยู่ในวันที่ของข้อมูล", PUBLIC),
        Field("delivered", pa.bool_(), "มีชื่อในข้อมูลของรอบนี้ แม้ไม่มีนักเรียน", PUBLIC),
        count("pupils", "นักเรียน", "คน", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis",),
    subject=("smis", "delivered"),
    entity=("smis",),
    present="delivered",
)
_DEGREES = pa.decimal128(9, 6)
POSITIONS = TableSchema(
    "positions",
    "โรงเรียนของรอบที่ทะเบียนโรงเรียนบอกพิกัด",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        Field("latitude", _DEGREES, "ละติจูด", PUBLIC, "องศา"),
        Field("longitude", _DEGREES, "ลองจิจูด", PUBLIC, "องศา"),
        *ROW_KEYS,
    ),
    unique=("smis",),
    why_empty="ทะเบียนโรงเรียนไม่บอกพิกัดของโรงเรียน",
)
CONFIRMED = TableSchema(
    "confirmations",
    "โรงเรียนในทะเบียนหรือในข้อมูลของรอบ (ตารางว่างถ้าไม่ได้รับไฟล์ยืนยัน)",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("confirmation", "การยืนยันข้อมูล", PUBLIC, allowed=CONFIRMATIONS),
        Field("confirmed_at", pa.timestamp("s"), "วันเวลาที่ยืนยันครั้งล่าสุด (ค.ศ.)", PUBLIC, nullable=True),
        *ROW_KEYS,
    ),
    unique=("smis",),
)
SCHEMAS = (ENROLMENT, CLASSROOMS, CATEGORIES, AREA_TOTALS, FACILITY_FLAGS, PUPILS, SCHOOLS, POSITIONS, CONFIRMED)
