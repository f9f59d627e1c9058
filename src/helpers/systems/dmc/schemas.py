"""The canonical tables of a DMC round."""

import pyarrow as pa

from helpers.systems.dmc.layouts import BOTH_SEXES, LADDERS, ROOMS, SEXES
from helpers.tables.schemas import NOT_STATED, ROW_KEYS, Field, TableSchema, count, text

NO_PUPILS = "ไม่มีนักเรียน"
"""The size of a school that is in the deliveries without a pupil."""
CONFIRMATIONS = ON_TIME, LATE, NOT_CONFIRMED = ("ทันเวลา", "ล่าช้า", "ยังไม่ยืนยัน")

_GRADE_OF_SCHOOL = (
    text("smis", "รหัสโรงเรียน 8 หลัก"),
    text("level", "ระดับ"),
    text("grade", "ชั้น"),
)
_SEX = text("sex", "เพศ", allowed=(*SEXES, NOT_STATED))

ENROLMENT = TableSchema(
    "enrolment",
    "แถวต้นทาง × ชั้น × เพศ (ไม่มีแถวสำหรับศูนย์คน); หนึ่งแถวต่อนักเรียนเมื่อมาจากบัญชีรายชื่อ",
    (*_GRADE_OF_SCHOOL, _SEX, count("pupils", "นักเรียน", "คน"), *ROW_KEYS),
    subject=("smis", "level", "grade", "sex"),
    entity=("smis",),
    ladders=LADDERS,
    why_empty="ไม่มีจำนวนนักเรียนในไฟล์ที่ได้รับ",
)
CLASSROOMS = TableSchema(
    "classrooms",
    "โรงเรียน × ชั้น ที่มีห้องเรียน",
    (*_GRADE_OF_SCHOOL, count("rooms", "ห้องเรียน", "ห้อง"), *ROW_KEYS),
    unique=("smis", "grade"),
    subject=("smis", "level", "grade"),
    entity=("smis",),
)
CATEGORIES = TableSchema(
    "categories",
    "แถวต้นทาง × ชั้น × เพศ ของรายงานจำแนกประเภท (ไม่มีแถวสำหรับศูนย์คน)",
    (
        text("report", "รายงานต้นทาง"),
        text("category", "ประเภท"),
        Field("whole", pa.bool_(), "แถวยอดทั้งหมดของรายงาน ไม่ใช่ประเภทย่อย"),
        *_GRADE_OF_SCHOOL,
        _SEX,
        count("pupils", "นักเรียน", "คน"),
        *ROW_KEYS,
    ),
    subject=("report", "category", "whole", "smis", "level", "grade", "sex"),
    entity=("report", "smis"),
    apart=("category", "whole"),
)
AREA_TOTALS = TableSchema(
    "area_totals",
    "รายงาน × ประเภท × กลุ่มชั้น × เพศ/ห้อง ตามแถวยอดรวมของเขตในไฟล์ (ไม่มีแถวสำหรับศูนย์)",
    (
        text("report", "รายงานต้นทาง"),
        text("category", "ประเภท (ว่างถ้ารายงานไม่มีประเภท)"),
        text("group_label", "ชั้นหรือยอดรวมระดับ"),
        text("measure", "ช ญ รวม หรือ ห้อง", allowed=(*SEXES, BOTH_SEXES, ROOMS)),
        count("value", "จำนวนตามไฟล์", "คนหรือห้อง"),
        *ROW_KEYS,
    ),
)
FACILITY_FLAGS = TableSchema(
    "facility_flags",
    "โรงเรียน × ช่องของรายงานสาธารณูปโภค เก็บตามที่ได้รับ ไม่ตีความ",
    (
        text("report", "รายงานต้นทาง"),
        text("smis", "รหัสโรงเรียน"),
        count("flag", "ลำดับช่อง", ""),
        count("value", "ค่า", ""),
        *ROW_KEYS,
    ),
)
PUPILS = TableSchema(
    "pupils",
    "นักเรียนหนึ่งคนในหนึ่งโรงเรียน ไม่มีชื่อ เลขประจำตัว ที่อยู่ หรือผู้ปกครอง",
    (
        text("smis", "รหัสโรงเรียน"),
        text("person", "รหัสย่อของเลขประจำตัวที่เข้ากุญแจ (ว่างถ้าเลขใช้ไม่ได้)", nullable=True, identifies=True),
        text(
            "name_digest",
            "รหัสย่อของชื่อและนามสกุลที่เข้ากุญแจ ใช้ตรวจว่ารายงานไม่เปิดเผยชื่อ",
            identifies=True,
        ),
        text("number_kind", "ชนิดของเลขประจำตัว", allowed=("citizen", "g_code", "malformed", "missing")),
        text("grade", "ชั้นตามที่ได้รับ"),
        text("room", "ห้อง"),
        text("sex", "เพศตามที่ได้รับ"),
        Field("birth_date", pa.date32(), "วันเกิด (ค.ศ.)", nullable=True),
        count("age", "อายุเต็มปี ณ วันที่ของข้อมูล", "ปี", nullable=True),
        Field("weight_kg", pa.float64(), "น้ำหนัก", "กิโลกรัม", nullable=True),
        Field("height_cm", pa.float64(), "ส่วนสูง", "เซนติเมตร", nullable=True),
        text("religion", "ศาสนา"),
        text("nationality", "สัญชาติ"),
        text("disadvantage", "ความด้อยโอกาส"),
        text("pending_discharge", "สถานะยังไม่สามารถจำหน่ายได้"),
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
        text("smis", "รหัสโรงเรียน"),
        text("name", "ชื่อโรงเรียน"),
        text("district", "อำเภอ"),
        text("size", "ขนาด (ว่างถ้าไม่มีข้อมูลในรอบนี้)"),
        Field("listed", pa.bool_(), "อยู่ในทะเบียนโรงเรียนและเปิดอยู่ในวันที่ของข้อมูล"),
        Field("delivered", pa.bool_(), "มีชื่อในข้อมูลของรอบนี้ แม้ไม่มีนักเรียน"),
        count("pupils", "นักเรียน", "คน"),
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
        text("smis", "รหัสโรงเรียน"),
        Field("latitude", _DEGREES, "ละติจูด", "องศา"),
        Field("longitude", _DEGREES, "ลองจิจูด", "องศา"),
        *ROW_KEYS,
    ),
    unique=("smis",),
    why_empty="ทะเบียนโรงเรียนไม่บอกพิกัดของโรงเรียน",
)
CONFIRMED = TableSchema(
    "confirmations",
    "โรงเรียนในทะเบียนหรือในข้อมูลของรอบ (ตารางว่างถ้าไม่ได้รับไฟล์ยืนยัน)",
    (
        text("smis", "รหัสโรงเรียน"),
        text("confirmation", "การยืนยันข้อมูล", allowed=CONFIRMATIONS),
        Field("confirmed_at", pa.timestamp("s"), "วันเวลาที่ยืนยันครั้งล่าสุด (ค.ศ.)", nullable=True),
        *ROW_KEYS,
    ),
    unique=("smis",),
)
SCHEMAS = (ENROLMENT, CLASSROOMS, CATEGORIES, AREA_TOTALS, FACILITY_FLAGS, PUPILS, SCHOOLS, POSITIONS, CONFIRMED)
