"""The canonical tables of a G-Code round."""

from dataclasses import replace

import pyarrow as pa

from helpers.systems.dmc.layouts import SEXES
from helpers.systems.listed_schools import SCHOOLS
from helpers.tables.findings import THRESHOLDS
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

STATUSES = DONE, PENDING = ("เสร็จแล้ว", "รออยู่")
"""Of a learner: certified, waiting for certification. Of a user: approved, waiting for approval."""
WAITING = USUAL, OVER, LONG, UNDATED, NOT_WAITING = ("ไม่เกินเวลาปกติ", "เกินเวลาปกติ", "รอนาน", "ไม่ทราบวันที่", "ไม่ได้รอ")
_SMIS = text("smis", "รหัสโรงเรียน", PUBLIC)
_NAME = text("name_digest", "รหัสย่อของชื่อและนามสกุลที่เข้ากุญแจ ใช้ตรวจว่ารายงานไม่เปิดเผยชื่อ", CONFIDENTIAL, identifies=True)
_WAITING = (
    text("status", "สถานะ", OFFICE_ONLY, allowed=STATUSES),
    text("waiting", "ระยะเวลาที่รอ", OFFICE_ONLY, allowed=WAITING),
    count("days_waiting", "วันที่รอถึงวันที่ของข้อมูล (ว่างถ้าไม่ได้รอหรือไม่ทราบวันที่)", "วัน", OFFICE_ONLY, nullable=True),
)

LEARNERS = TableSchema(
    "learners",
    "ผู้เรียนหนึ่งคนในหนึ่งโรงเรียน ไม่มีชื่อหรือเลขประจำตัว",
    (
        replace(_SMIS, sensitive=True),
        text("person", "รหัสย่อของรหัส G ที่เข้ากุญแจ (ว่างถ้าไม่มีหรือใช้ไม่ได้)", CONFIDENTIAL, nullable=True, identifies=True),
        text("number_kind", "ชนิดของรหัส G ที่กรอก", OFFICE_ONLY, allowed=("g_code", "malformed", "missing")),
        text(
            "citizen",
            "รหัสย่อของเลขประจำตัวประชาชนที่เข้ากุญแจ (ว่างถ้าไม่มีหรือใช้ไม่ได้)",
            CONFIDENTIAL,
            nullable=True,
            identifies=True,
        ),
        count("codes", "รหัส G ที่ออกแล้ว นับรหัสละครั้ง", "รหัส", OFFICE_ONLY),
        Field("has_citizen_number", pa.bool_(), "มีเลขประจำตัวประชาชนที่ถูกต้องแล้ว", OFFICE_ONLY),
        _NAME,
        text("sex", "เพศ", PUBLIC, allowed=(*SEXES, NOT_STATED)),
        text("nationality", "สัญชาติ", OFFICE_ONLY, sensitive=True),
        Field("recorded", pa.date32(), "วันที่บันทึก (ค.ศ.)", CONFIDENTIAL, nullable=True),
        Field("certified", pa.date32(), "วันที่รับรอง (ค.ศ.)", CONFIDENTIAL, nullable=True),
        *_WAITING,
        *ROW_KEYS,
    ),
    unique=("row_key",),
    subject=("smis", "name_digest", "status", "waiting", "has_citizen_number"),
    entity=("smis", "name_digest"),
    noun="ผู้เรียน",
    rows=OFFICE_ONLY,
)
USERS = TableSchema(
    "users",
    "ครูหนึ่งคนที่ลงทะเบียนเป็นผู้ใช้ ไม่มีชื่อ",
    (
        _SMIS,
        _NAME,
        Field("registered", pa.date32(), "วันที่ลงทะเบียน (ค.ศ.)", CONFIDENTIAL, nullable=True),
        Field("approved", pa.date32(), "วันที่อนุมัติ (ค.ศ.)", CONFIDENTIAL, nullable=True),
        *_WAITING,
        *ROW_KEYS,
    ),
    unique=("row_key",),
    subject=("smis", "name_digest", "status", "waiting"),
    entity=("smis", "name_digest"),
    noun="ครู",
)
SCHEMAS = (LEARNERS, USERS, SCHOOLS, THRESHOLDS)
