"""The canonical tables of an EMIS round."""

import pyarrow as pa

from helpers.systems.dmc.layouts import LADDERS, SEXES
from helpers.systems.emis.labels import COMPUTER_BANDS, FUNDINGS, RENTALS, STATES, SUBMISSIONS, TEACHER_BANDS
from helpers.tables.findings import THRESHOLDS
from helpers.tables.schemas import OFFICE_ONLY, PARTS, PUBLIC, ROW_KEYS, Field, TableSchema, count, text

MONEY = pa.decimal128(18, 2)
_SMIS = text("smis", "รหัสโรงเรียน (รหัสกระทรวงถ้าทะเบียนไม่มีโรงเรียน)", PUBLIC)
_GRADE_OF_SCHOOL = (_SMIS, text("level", "ระดับ", PUBLIC), text("grade", "ชั้น", PUBLIC))
_SEX = text("sex", "เพศ", PUBLIC, allowed=SEXES)

ENROLMENT = TableSchema(
    "enrolment",
    "โรงเรียน × ชั้น × เพศ (ไม่มีแถวสำหรับศูนย์คน)",
    (*_GRADE_OF_SCHOOL, _SEX, count("pupils", "นักเรียน", "คน", PUBLIC), *ROW_KEYS),
    unique=("smis", "grade", "sex"),
    subject=("smis", "level", "grade", "sex"),
    entity=("smis",),
    ladders=LADDERS,
)
CLASSROOMS = TableSchema(
    "classrooms",
    "โรงเรียน × ชั้น ที่มีห้องเรียน",
    (*_GRADE_OF_SCHOOL, count("rooms", "ห้องเรียน", "ห้อง", PUBLIC), *ROW_KEYS),
    unique=("smis", "grade"),
    subject=("smis", "level", "grade"),
    entity=("smis",),
)
STAFF = TableSchema(
    "staff",
    "โรงเรียน × ตำแหน่ง × วิทยฐานะ × ระดับ × แหล่งงบประมาณ × เพศ (ไม่มีแถวสำหรับศูนย์คน)",
    (
        _SMIS,
        text("position", "ตำแหน่ง", PUBLIC),
        text("rank", "วิทยฐานะ", OFFICE_ONLY),
        text("post_level", "ระดับของตำแหน่ง", OFFICE_ONLY),
        text("funding", "แหล่งงบประมาณ", OFFICE_ONLY, allowed=FUNDINGS),
        Field("hired", pa.bool_(), "ลูกจ้างชั่วคราว", PUBLIC),
        Field("teacher", pa.bool_(), "นับเป็นครูตามตำแหน่งใน checks.yml", PUBLIC),
        _SEX,
        count("people", "บุคลากร", "คน", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis", "position", "rank", "post_level", "funding", "sex"),
    subject=("smis", "position", "rank", "post_level", "funding", "hired", "teacher", "sex"),
    persons="people",
    entity=("smis",),
)
COMPUTERS = TableSchema(
    "computers",
    "โรงเรียน × การใช้ × แหล่งที่มา (ไม่มีแถวสำหรับศูนย์เครื่อง)",
    (
        _SMIS,
        text("purpose", "การใช้", PUBLIC),
        text("source", "แหล่งที่มา", PUBLIC),
        count("computers", "คอมพิวเตอร์", "เครื่อง", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis", "purpose", "source"),
    entity=("smis",),
)
COMPUTER_CONDITIONS = TableSchema(
    "computer_conditions",
    "โรงเรียน × การใช้ × สภาพ (ไม่มีแถวสำหรับศูนย์เครื่อง)",
    (
        _SMIS,
        text("purpose", "การใช้", PUBLIC),
        text("condition", "สภาพ", PUBLIC),
        count("computers", "คอมพิวเตอร์", "เครื่อง", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis", "purpose", "condition"),
    entity=("smis",),
)
CONNECTIONS = TableSchema(
    "connections",
    "อินเทอร์เน็ตหนึ่งวงจรของหนึ่งโรงเรียน (ไม่มีแถวถ้าทุกช่องว่าง)",
    (
        _SMIS,
        text("contract", "ระบบเครือข่าย", PUBLIC),
        text("provider", "ผู้ให้บริการ", PUBLIC),
        text("kind", "ประเภทการเชื่อมต่อ", PUBLIC),
        text("status", "สถานะการใช้งาน", PUBLIC),
        text("speed", "ความเร็วตามที่เขียน", PUBLIC),
        count("mbps", "ความเร็วรับ", "เมกะบิตต่อวินาที", PUBLIC, nullable=True),
        Field("measured", pa.bool_(), "ความเร็วอ่านได้", PUBLIC),
        Field("monthly_cost", MONEY, "ค่าบริการต่อเดือน", PUBLIC, "บาท", nullable=True),
        *ROW_KEYS,
    ),
    unique=("smis", "contract"),
    entity=("smis",),
)
NETWORKS = TableSchema(
    "networks",
    "โรงเรียน × ระบบเครือข่ายในโรงเรียน",
    (_SMIS, text("network", "ระบบเครือข่าย", PUBLIC), text("state", "มีหรือไม่", PUBLIC, allowed=STATES), *ROW_KEYS),
    unique=("smis", "network"),
)
STATED_TOTALS = TableSchema(
    "stated_totals",
    "แถวรวมตามไฟล์ × เพศ ห้อง หรือเครื่อง เก็บแยกจากแถวย่อย",
    (
        text("report", "รายงานต้นทาง", PUBLIC),
        _SMIS,
        text("label", "แถวรวม", PUBLIC),
        text("measure", "ช ญ รวม ห้อง หรือเครื่อง", PUBLIC),
        count("value", "จำนวนตามไฟล์", "คน ห้อง หรือเครื่อง", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("report", "smis", "label", "measure"),
)
COVERAGE = TableSchema(
    "coverage",
    "โรงเรียนในทะเบียนหรือในข้อมูลของรอบ × หน้าของ EMIS",
    (
        _SMIS,
        Field("expected", pa.bool_(), "ต้องมีข้อมูล: เปิดอยู่ตามทะเบียนในวันที่ของข้อมูล หรือเขตยังไม่มีทะเบียน", PUBLIC),
        text("page", "หน้า EMIS", PUBLIC),
        text("submission", "การส่ง", PUBLIC, allowed=SUBMISSIONS),
        text("lacking", PARTS.join(("รหัส", "โรงเรียน", "หน้าที่ยังขาด")), PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis", "page"),
)
SCHOOLS = TableSchema(
    "schools",
    "โรงเรียนในทะเบียนหรือในข้อมูลของรอบ",
    (
        _SMIS,
        text("name", "ชื่อโรงเรียน", PUBLIC),
        text("district", "อำเภอ", PUBLIC),
        text("size", "ขนาด (ไม่ระบุถ้าไม่ได้ส่งจำนวนนักเรียน)", PUBLIC),
        Field("listed", pa.bool_(), "อยู่ในทะเบียนโรงเรียนและเปิดอยู่ในวันที่ของข้อมูล", PUBLIC),
        Field("expected", pa.bool_(), "ต้องมีข้อมูล: เปิดอยู่ตามทะเบียนในวันที่ของข้อมูล หรือเขตยังไม่มีทะเบียน", PUBLIC),
        Field("delivered", pa.bool_(), "ส่งข้อมูลอย่างน้อยหนึ่งหน้าในรอบนี้", PUBLIC),
        Field("complete", pa.bool_(), "ส่งครบทุกหน้าในรอบนี้", PUBLIC),
        count("pupils", "นักเรียน", "คน", PUBLIC),
        count("staff", "บุคลากร", "คน", PUBLIC),
        count("teachers", "ครู", "คน", PUBLIC),
        count("computers", "คอมพิวเตอร์เพื่อการเรียนการสอนที่ใช้งานได้", "เครื่อง", PUBLIC),
        text("teacher_band", "นักเรียนต่อครูเทียบกับช่วง", PUBLIC, allowed=TEACHER_BANDS),
        text("computer_band", "นักเรียนต่อคอมพิวเตอร์เทียบกับเกณฑ์", PUBLIC, allowed=COMPUTER_BANDS),
        text("rental", "อินเทอร์เน็ตที่โรงเรียนเช่าเอง", PUBLIC, allowed=RENTALS),
        *ROW_KEYS,
    ),
    unique=("smis",),
    subject=("smis", "expected", "delivered", "complete", "teacher_band", "computer_band", "rental"),
    entity=("smis",),
    present="delivered",
)
SCHEMAS = (
    *(ENROLMENT, CLASSROOMS, STAFF, COMPUTERS, COMPUTER_CONDITIONS, CONNECTIONS, NETWORKS, STATED_TOTALS),
    *(COVERAGE, SCHOOLS, THRESHOLDS),
)
