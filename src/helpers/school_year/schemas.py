"""The tables of an academic year by school: counts alone, no names but those of schools, nothing about single
persons."""

import pyarrow as pa

from helpers.systems.dmc.all_rounds import HEADCOUNTS
from helpers.tables.schemas import OFFICE_ONLY, PUBLIC, ROW_KEYS, Field, TableSchema, text

PUPILS, PUPILS_LAST_YEAR = "pupils", "pupils_last_year"
ROOMS, TEACHERS, COMPUTERS = "rooms", "teachers", "computers"
CLASSROOM_BUILDINGS, DILAPIDATED, DESKS, EQUIPMENT = "classroom_buildings", "dilapidated", "desks", "equipment"
MEASURES = (PUPILS, ROOMS, TEACHERS, COMPUTERS, CLASSROOM_BUILDINGS, DILAPIDATED, DESKS, EQUIPMENT)
"""What is counted in a school and compared with similar ones; `PUPILS_LAST_YEAR` is its own alone."""
QUOTIENTS = {
    "pupils_per_teacher": (PUPILS, TEACHERS),
    "pupils_per_room": (PUPILS, ROOMS),
    "desks_per_pupil": (DESKS, PUPILS),
}
"""What is divided by what, by the name of the quotient."""
STANDINGS = DUE, PAID = ("ต้องจ่าย", "จ่ายแล้ว")
"""What an amount says of a school's year: due from the budget by the rules; handed on to it, or paid by others."""
TO_PAYEES = "เงินที่มีผู้รับเป็นราย: ค่าตอบแทน สิทธิ และค่าเช่า (ทุกโครงการรวมกัน)"
"""The line of all money that single payees get: one sum, for a school may have one such person."""
_SMIS = text("smis", "รหัสโรงเรียน", PUBLIC)
_MEASURE = text("measure", "สิ่งที่นับ", PUBLIC)

SCHOOLS = TableSchema(
    "schools",
    "โรงเรียนในทะเบียนหรือในข้อมูลของปี",
    (
        _SMIS,
        text("name", "ชื่อโรงเรียน", PUBLIC),
        text("district", "อำเภอ", PUBLIC),
        text("levels", "ระดับที่มีนักเรียนในรอบล่าสุดของปี (ว่างถ้าไม่มีนักเรียน)", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis",),
)
COUNTS = TableSchema(
    "counts",
    "โรงเรียน × สิ่งที่นับ ตามรอบล่าสุดของปีที่ระบบนั้นมีข้อมูล (ไม่มีแถวถ้าโรงเรียนไม่ได้ส่ง)",
    (
        _SMIS,
        _MEASURE,
        text("system", "ระบบ", PUBLIC),
        text("round", "รอบ", PUBLIC),
        Field("amount", pa.int64(), "จำนวน", PUBLIC, "คน ห้อง หลัง ชุด เครื่อง หรือชิ้น", least=0),
        *ROW_KEYS,
    ),
    unique=("smis", "measure"),
)
SIMILAR = TableSchema(
    "similar",
    "โรงเรียน × โรงเรียนที่คล้ายกัน × สิ่งที่นับหรือผลหารซึ่งโรงเรียนที่คล้ายกันมี",
    (
        _SMIS,
        text("peer", "โรงเรียนที่คล้ายกัน", PUBLIC),
        text("measure", "สิ่งที่นับหรือผลหาร", PUBLIC),
        Field("amount", pa.decimal128(18, 4), "ค่าของโรงเรียนที่คล้ายกัน ผลหารปัดสองตำแหน่ง", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis", "peer", "measure"),
)
MONEY = TableSchema(
    "money",
    "โรงเรียน × โครงการ × ต้องจ่ายหรือจ่ายแล้ว × แถวต้นทาง; เงินที่มีผู้รับเป็นรายรวมทุกโครงการเป็นบรรทัดเดียว",
    (
        _SMIS,
        text("line", "โครงการ", PUBLIC),
        text("standing", "ต้องจ่ายหรือจ่ายแล้ว", PUBLIC, allowed=STANDINGS),
        Field("amount", pa.decimal128(18, 2), "เงิน", OFFICE_ONLY, "บาท"),
        *ROW_KEYS,
    ),
)
TO_MEND = TableSchema(
    "to_mend",
    "ข้อที่โรงเรียนต้องแก้ไขหรือตรวจสอบหนึ่งข้อ ของรอบล่าสุดของแต่ละระบบและแบบกรอกของปีงบประมาณ",
    (
        _SMIS,
        text("system", "ระบบหรือแบบกรอก", PUBLIC),
        text("round", "รอบหรือปีงบประมาณ", PUBLIC),
        text("deadline", "แก้ไขภายใน", OFFICE_ONLY),
        text("rule", "เรื่อง", OFFICE_ONLY),
        text("severity", "ระดับ", OFFICE_ONLY, allowed=("error", "warning")),
        Field("personal", pa.bool_(), "เรื่องของบุคคลรายคน ซึ่งไม่แสดงจำนวนรายเรื่อง", OFFICE_ONLY),
        *ROW_KEYS,
    ),
    rows=OFFICE_ONLY,
)
SCHEMAS = (SCHOOLS, HEADCOUNTS, COUNTS, SIMILAR, MONEY, TO_MEND)
