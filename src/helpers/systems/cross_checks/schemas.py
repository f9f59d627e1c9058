"""The tables in which two systems of a round stand side by side: a row is what one of them states, with its source."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from helpers.tables.schemas import OFFICE_ONLY, PUBLIC, ROW_KEYS, Field, TableSchema, count, text

DMC, EMIS, BOBEC, MOBEC, GCODE, ROSTER = ("DMC", "EMIS", "B-OBEC", "M-OBEC", "G-Code", "ทะเบียนผู้รับจ้าง")
"""The values of `side`: the systems and the roster."""
STANDINGS = BOTH, ALONE, WAITING, EXEMPT = ("ตรงกัน", "มีในระบบนี้เท่านั้น", "รอการรับรอง", "ไม่ต้องมีใน DMC")
"""A code compared with the other system: in both, in one alone, in DMC while its certificate is still awaited, or
certified and not required in DMC."""
_SMIS = text("smis", "รหัสโรงเรียน", PUBLIC)
_DIFFERS = Field("differs", pa.bool_(), "สองฝั่งต่างกัน", PUBLIC)

PUPILS = TableSchema(
    "pupils",
    "แถวต้นทาง × ชั้น ของโรงเรียนที่มีนักเรียนทั้งใน EMIS และ DMC",
    (
        _SMIS,
        text("level", "ระดับ", PUBLIC),
        text("grade", "ชั้น", PUBLIC),
        text("side", "ระบบ", PUBLIC, allowed=(EMIS, DMC)),
        count("pupils", "นักเรียน", "คน", PUBLIC),
        _DIFFERS,
        *ROW_KEYS,
    ),
    why_empty="ไม่มีโรงเรียนที่มีข้อมูลทั้งใน EMIS และ DMC จึงยังไม่ได้เทียบ",
)
ROOMS = TableSchema(
    "rooms",
    "อาคารเรียนใน B-OBEC หรือชั้นที่มีห้องเรียนใน DMC ของโรงเรียนที่มีในทั้งสองระบบ",
    (
        _SMIS,
        text("side", "ระบบ", PUBLIC, allowed=(BOBEC, DMC)),
        count("rooms", "ห้องตามแปลน หรือห้องที่เปิดสอน", "ห้อง", PUBLIC),
        Field("short", pa.bool_(), "โรงเรียนมีห้องตามแปลนน้อยกว่าห้องที่เปิดสอน", PUBLIC),
        *ROW_KEYS,
    ),
    why_empty="ไม่มีโรงเรียนที่มีข้อมูลทั้งใน B-OBEC และ DMC จึงยังไม่ได้เทียบ",
)
DESKS = TableSchema(
    "desks",
    "โต๊ะเก้าอี้นักเรียนที่ใช้ได้ใน M-OBEC หรือนักเรียนใน DMC ของโรงเรียนที่มีในทั้งสองระบบ",
    (
        _SMIS,
        text("side", "ระบบ", PUBLIC, allowed=(MOBEC, DMC)),
        count("number", "โต๊ะเก้าอี้ที่ใช้ได้ หรือนักเรียน", "ชุดหรือคน", PUBLIC),
        Field("short", pa.bool_(), "โรงเรียนมีโต๊ะเก้าอี้ที่ใช้ได้น้อยกว่านักเรียน", PUBLIC),
        *ROW_KEYS,
    ),
    why_empty="ไม่มีโรงเรียนที่มีข้อมูลทั้งใน M-OBEC และ DMC จึงยังไม่ได้เทียบ",
)
CODES = TableSchema(
    "codes",
    "รหัส G หนึ่งรหัสในหนึ่งระบบ นับครั้งเดียว: ที่รับรองแล้วในทะเบียน G-Code หรือที่มีในบัญชีรายชื่อ DMC",
    (
        replace(_SMIS, sensitive=True),
        text("side", "ระบบ", PUBLIC, allowed=(GCODE, DMC)),
        text("nationality", "สัญชาติตามระบบนั้น", OFFICE_ONLY, sensitive=True),
        text("standing", "เทียบกับอีกระบบ", OFFICE_ONLY, allowed=STANDINGS),
        *ROW_KEYS,
    ),
    rows=OFFICE_ONLY,
)
HIRED = TableSchema(
    "hired",
    "แถวต้นทางของผู้รับจ้างด้วยเงินงบประมาณในโรงเรียน ณ วันที่ของข้อมูล",
    (
        _SMIS,
        text("personnel", "ประเภทบุคลากร", PUBLIC),
        text("side", "ระบบ", PUBLIC, allowed=(EMIS, ROSTER)),
        count("people", "ผู้รับจ้าง", "คน", OFFICE_ONLY),
        _DIFFERS,
        *ROW_KEYS,
    ),
    persons="people",
)
PRESENCE = TableSchema(
    "presence",
    "โรงเรียน × ระบบ ของระบบที่ทุกโรงเรียนต้องส่ง",
    (_SMIS, text("side", "ระบบ", PUBLIC), Field("delivered", pa.bool_(), "มีข้อมูลในระบบนั้น", PUBLIC), *ROW_KEYS),
    unique=("smis", "side"),
)
SCHEMAS = (PUPILS, ROOMS, DESKS, CODES, HIRED, PRESENCE)
COMPARISONS: Mapping[str, tuple[str, ...]] = {
    "emis": (PUPILS.name, HIRED.name),
    "bobec": (ROOMS.name,),
    "mobec": (DESKS.name,),
    "gcode": (CODES.name,),
}
"""By system, the tables in which it is compared with DMC or with the rosters."""
