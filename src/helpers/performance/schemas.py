"""The tables of an academic year's information work. The column `own` is true in the rows of the year itself; those of
earlier years show the course of the years. `system` is what people call a system, or `COMPARED` for what is wrong
between systems.

Tables with an `entity` are followed from year to year: their subjects name no round, because a year's rounds are not
those of another."""

import pyarrow as pa

from helpers.programmes.allocation import MONEY as BAHT
from helpers.systems.dmc.schemas import CONFIRMATIONS
from helpers.tables.findings import Owner, Severity
from helpers.tables.requests import AUDIENCE_THAI
from helpers.tables.schemas import CONFIDENTIAL, OFFICE_ONLY, PUBLIC, ROW_KEYS, Field, TableSchema, count, parts, text

COMPLETE, PARTIAL, NOTHING = SUBMISSIONS = ("ครบ", "บางส่วน", "ไม่มีข้อมูล")
COMPARED = "ตรวจระหว่างระบบ"
"""The value of `system` in the rows about what is wrong between systems."""
UNKNOWN = "ไม่ทราบ"
TIMINGS = (*CONFIRMATIONS, UNKNOWN)
OF_ROUND, REPEATED = CURRENCIES = ("ข้อมูลของรอบนี้", "ซ้ำกับไฟล์ของรอบก่อน")
REMAINING, NEW, CLOSED, UNCHECKED = MOVEMENTS = ("ยังอยู่", "พบใหม่", "แก้แล้ว", "ตรวจต่อไม่ได้")
"""What became of an issue, which is one rule at one school: found again, found for the first time, no longer found,
or nothing was received by which it could be found again."""
EARLIER_ROUND, FIRST_FILES = SINCES = ("รอบก่อน", "ไฟล์แรกของรอบ")
ALLOCATING, READING = USES = ("จัดสรรเงินจากข้อมูล", "ใช้ข้อมูลประกอบการจัดสรร")
START, IN, OUT, END, MOVED = FLOWS = ("ต้นช่วง", "เข้า", "ออก", "ปลายช่วง", "ย้ายโรงเรียนในเขต")
PERSONS, NET = BASES = ("รายคนตามบัญชีรายชื่อ", "สุทธิรายโรงเรียนและชั้น")
STEPS = ("ภาคเรียนที่ 1 ถึงภาคเรียนที่ 2", "ภาคเรียนที่ 2 ถึงสิ้นปี", "ภาคเรียนที่ 1 ถึงสิ้นปี")

_ROUND = (Field("own", pa.bool_(), "ของปีที่รายงาน", PUBLIC), text("round", "รอบ", PUBLIC), text("system", "ระบบ", PUBLIC))
_OF_SCHOOL = ("own", "system", "smis", "district")
_SCHOOL = (text("smis", "รหัสโรงเรียน (ว่างถ้าเป็นของทั้งเขต)", PUBLIC), text("district", "อำเภอ", PUBLIC))
_RULE = (
    text("rule", "รหัสกฎ", OFFICE_ONLY),
    text("severity", "ระดับ", OFFICE_ONLY, allowed=[str(severity) for severity in Severity]),
)

SCHOOLS = TableSchema(
    "schools",
    "โรงเรียนในทะเบียนหรือในข้อมูลของรอบใดรอบหนึ่ง",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("name", "ชื่อโรงเรียน", PUBLIC),
        text("district", "อำเภอ", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis",),
)
SUBMITTED = TableSchema(
    "submissions",
    "รอบ × ระบบ × โรงเรียนในทะเบียน",
    (
        *_ROUND,
        *_SCHOOL,
        Field("required", pa.bool_(), "ระบบนี้ทุกโรงเรียนต้องมีข้อมูล", PUBLIC),
        text("submission", "ข้อมูลที่มี", PUBLIC, allowed=SUBMISSIONS),
        *ROW_KEYS,
    ),
    unique=("round", "system", "smis"),
    subject=(*_OF_SCHOOL, "required", "submission"),
    entity=("smis",),
)
TIMED = TableSchema(
    "confirmations",
    "รอบ × ระบบ × โรงเรียนในทะเบียน",
    (
        *_ROUND,
        *_SCHOOL,
        text("timing", "การยืนยันข้อมูล", PUBLIC, allowed=TIMINGS),
        count("days", "วันที่ยืนยัน นับวันเปิดรอบเป็นวันแรก (ว่างเมื่อไม่รู้หรือยังไม่ยืนยัน)", "วัน", PUBLIC, nullable=True),
        *ROW_KEYS,
    ),
    unique=("round", "system", "smis"),
    subject=(*_OF_SCHOOL, "timing"),
    entity=("smis",),
)
REPORTS = TableSchema(
    "reports",
    "รอบ × ระบบ × รายงานที่รอบนั้นกำหนดหรือได้รับ",
    (
        *_ROUND,
        text("title", "รายงาน", PUBLIC),
        Field("expected", pa.bool_(), "รอบนี้กำหนดให้มี", PUBLIC),
        Field("received", pa.bool_(), "ได้รับ", PUBLIC),
        *ROW_KEYS,
    ),
    subject=("own", "system", "title", "expected", "received"),
    entity=("system",),
    noun="ระบบ",
)
FILES = TableSchema(
    "files",
    "รอบ × ระบบ × ไฟล์ที่ใช้",
    (
        *_ROUND,
        text("name", "ชื่อไฟล์", CONFIDENTIAL),
        text("currency", "ความเป็นปัจจุบัน", PUBLIC, allowed=CURRENCIES),
        count("entries", "ระเบียนในไฟล์", "ระเบียน", OFFICE_ONLY),
        Field("thousands", pa.decimal128(14, 3), "ระเบียนในไฟล์ เป็นพัน", OFFICE_ONLY, "พันระเบียน"),
        *ROW_KEYS,
    ),
    subject=("own", "system", "currency"),
    persons="entries",
    entity=("system",),
    noun="ระบบ",
)
PROBLEMS = TableSchema(
    "problems",
    "หนึ่งข้อที่พบ ของรอบและระบบหนึ่ง",
    (
        *_ROUND,
        *_SCHOOL,
        Field("listed", pa.bool_(), "ของโรงเรียนในทะเบียน", PUBLIC),
        *_RULE,
        text("owner", "ผู้ที่แก้ไขได้", OFFICE_ONLY, allowed=[str(owner) for owner in Owner]),
        *ROW_KEYS,
    ),
    subject=(*_OF_SCHOOL, "listed", "rule", "severity"),
    entity=("smis",),
    exhaustive=True,
    rows=OFFICE_ONLY,
)
ISSUES = TableSchema(
    "issues",
    "รอบ × ระบบ × เทียบกับ × กฎ × โรงเรียน เฉพาะที่ต้องแก้ไขหรือต้องตรวจสอบ",
    (
        *_ROUND,
        *_SCHOOL,
        *_RULE,
        text("since", "เทียบกับ", PUBLIC, allowed=SINCES),
        text("movement", "เปลี่ยนแปลง", OFFICE_ONLY, allowed=MOVEMENTS),
        *ROW_KEYS,
    ),
    unique=("round", "system", "since", "rule", "smis"),
    subject=(*_OF_SCHOOL, "rule", "severity", "since", "movement"),
    entity=("smis",),
    apart=("since",),
    rows=OFFICE_ONLY,
)
MONEY = TableSchema(
    "money",
    "แถวจัดสรรเงินที่คิดจากไฟล์ของรอบ",
    (*_ROUND, *_SCHOOL, text("label", "โครงการ", PUBLIC), Field("amount", BAHT, "เงิน", OFFICE_ONLY, "บาท"), *ROW_KEYS),
    subject=(*_OF_SCHOOL, "label"),
    entity=("smis",),
)
USED = TableSchema(
    "uses",
    "รอบ × ระบบ × การจัดสรรที่ใช้ข้อมูล",
    (*_ROUND, text("use", "ใช้เพื่อ", PUBLIC, allowed=USES), text("reader", "การจัดสรรที่ใช้ข้อมูล", PUBLIC), *ROW_KEYS),
)
IMPROVEMENTS = TableSchema(
    "improvements",
    "กฎ × รอบ × โรงเรียน ของปี เรียงตามจำนวนโรงเรียน จำนวนเงิน แล้วจำนวนข้อ",
    (
        parts("improvement", "ลำดับ", "ระบบ", "เรื่องที่พบ", "สิ่งที่ต้องทำ", ranks=("ลำดับ",), sensitivity=OFFICE_ONLY),
        text("round", "รอบ", PUBLIC),
        *_SCHOOL,
        Field("foremost", pa.bool_(), "อยู่ในลำดับต้น", PUBLIC),
        Field("funded", pa.bool_(), "มีเงินที่จัดสรรจากข้อมูลนี้", PUBLIC),
        count("findings", "ข้อที่พบ", "ข้อ", OFFICE_ONLY),
        Field("money", BAHT, "เงินที่จัดสรรให้โรงเรียนจากข้อมูลรอบนี้ของระบบนี้", OFFICE_ONLY, "บาท"),
        *ROW_KEYS,
    ),
    unique=("improvement", "round", "smis"),
    rows=OFFICE_ONLY,
    persons="findings",
)
FLOWED = TableSchema(
    "flows",
    "ช่วงระหว่างรอบ × นักเรียนหรือชั้นของโรงเรียน",
    (
        text("step", "ช่วง", PUBLIC, allowed=STEPS),
        text("basis", "วิธีนับ", PUBLIC, allowed=BASES),
        text("flow", "การเข้าออก", OFFICE_ONLY, allowed=FLOWS),
        Field("opening", pa.bool_(), "ช่วงแรกของปี", PUBLIC),
        Field("closing", pa.bool_(), "ช่วงสุดท้ายของปี", PUBLIC),
        *_SCHOOL,
        count("pupils", "นักเรียน", "คน", PUBLIC),
        *ROW_KEYS,
    ),
    persons="pupils",
)
ROLLS = TableSchema(
    "rolls",
    "รอบ × โรงเรียนที่มีนักเรียนใน DMC",
    (*_ROUND, *_SCHOOL, count("pupils", "นักเรียน", "คน", PUBLIC), *ROW_KEYS),
    unique=("round", "smis"),
)
_AS_OF = "ข้อมูล ณ วันที่"
CALENDAR = TableSchema(
    "calendar",
    "รอบของปีการศึกษาถัดไป",
    (
        parts("entry", "รอบ", "ช่วงข้อมูล", "ช่วงเวลาจัดเก็บ", _AS_OF, "ที่มาของวันที่", days=(_AS_OF,), sensitivity=PUBLIC),
        count("days", "จำนวนวันตั้งแต่เปิดถึงปิด", "วัน", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("entry",),
)
TARGETS = TableSchema(
    "targets",
    "ตัวชี้วัดที่มีเป้าหมาย",
    (text("indicator", "ตัวชี้วัด", PUBLIC), Field("target", pa.decimal128(18, 2), "เป้าหมาย", PUBLIC), *ROW_KEYS),
    unique=("indicator",),
)
REQUESTS = TableSchema(
    "requests",
    "คำขอข้อมูลที่ตอบแล้วหนึ่งเรื่องของปี",
    (
        text("audience", "ใครใช้คำตอบได้", PUBLIC, allowed=tuple(AUDIENCE_THAI.values())),
        text("dataset", "ชุดข้อมูลที่ให้", PUBLIC),
        *ROW_KEYS,
    ),
)
SCHEMAS = (
    SCHOOLS,
    SUBMITTED,
    TIMED,
    REPORTS,
    FILES,
    PROBLEMS,
    ISSUES,
    MONEY,
    USED,
    IMPROVEMENTS,
    FLOWED,
    ROLLS,
    CALENDAR,
    TARGETS,
    REQUESTS,
)
