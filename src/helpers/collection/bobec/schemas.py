"""The canonical tables of a round of B-OBEC."""

from __future__ import annotations

import pyarrow as pa

from helpers.collection.bobec.labels import AGE_BANDS, ASSETS, CONDITIONS, GAPS, LIFE, PHOTOGRAPHS
from helpers.collection.listings.schools import SCHOOLS
from helpers.collection.schemas import NOT_STATED, ROW_KEYS, Field, TableSchema, count, parts, text

_BUILDING = parts("building", "รหัส", "โรงเรียน", "สิ่งก่อสร้าง", "แบบและปีที่สร้าง")
_KIND = text("kind", "ประเภทสิ่งก่อสร้าง")
_SMIS = text("smis", "รหัสโรงเรียน")

BUILDINGS = TableSchema(
    "buildings",
    "สิ่งก่อสร้างหนึ่งรายการในหนึ่งโรงเรียน",
    (
        _SMIS,
        _BUILDING,
        _KIND,
        count("number", "ลำดับที่", "", nullable=True),
        text("plan", "แบบแปลน"),
        Field("classrooms", pa.bool_(), "เป็นอาคารเรียน"),
        count("rooms", "ห้องตามแปลน", "ห้อง", nullable=True),
        count("year_built", "ปีที่สร้าง (พ.ศ.)", "", nullable=True),
        count("age", "อายุ ณ ปีของข้อมูล", "ปี", nullable=True),
        text("age_band", "ช่วงอายุ", allowed=(*AGE_BANDS, NOT_STATED)),
        Field("dated", pa.bool_(), "ระบุปีที่สร้างซึ่งใช้ได้"),
        text("condition", "สภาพปัจจุบัน", allowed=(*CONDITIONS, NOT_STATED)),
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
    (_SMIS, _BUILDING, text("gap", "เรื่องที่ไม่ครบ", allowed=GAPS), *ROW_KEYS),
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
        text("report", "ส่วนของรายงานต้นทาง", allowed=(ASSETS,)),
        _BUILDING,
        _KIND,
        count("special_rooms", "ห้องพิเศษ", "ห้อง", nullable=True),
        count("added_rooms", "ห้องต่อเติม", "ห้อง", nullable=True),
        count("service_life", "อายุการใช้งานที่กำหนด", "ปี", nullable=True),
        text("life", "อายุเทียบกับอายุการใช้งาน", allowed=(*LIFE, NOT_STATED)),
        Field("budget", pa.decimal128(18, 2), "งบประมาณ", "บาท", nullable=True),
        text("budget_source", "แหล่งงบประมาณ"),
        text("use", "สถานะการใช้งาน"),
        *ROW_KEYS,
    ),
    unique=("building",),
)
PHOTOGRAPH_NAMES = TableSchema(
    "photographs",
    "ภาพถ่ายหนึ่งภาพของสิ่งก่อสร้าง: ชื่อไฟล์เท่านั้น ไม่เก็บภาพ",
    (
        _SMIS,
        text("report", "ส่วนของรายงานต้นทาง", allowed=(PHOTOGRAPHS,)),
        _BUILDING,
        _KIND,
        text("photograph", "ชื่อไฟล์ภาพ"),
        *ROW_KEYS,
    ),
)
EXPECTED_KINDS = TableSchema(
    "expected_kinds",
    "โรงเรียนที่ส่งข้อมูล × ประเภทสิ่งก่อสร้างที่ควรมี",
    (
        _SMIS,
        _KIND,
        Field("present", pa.bool_(), "โรงเรียนมีประเภทนี้"),
        parts("lack", "รหัส", "โรงเรียน", "สิ่งก่อสร้างที่ไม่มีในข้อมูล"),
        *ROW_KEYS,
    ),
    unique=("smis", "kind"),
    subject=("smis", "kind", "present"),
    entity=("smis",),
)
SCHEMAS = (BUILDINGS, MISSING_FIELDS, ASSET_RECORDS, PHOTOGRAPH_NAMES, EXPECTED_KINDS, SCHOOLS)
