"""The canonical tables of a round of M-OBEC."""

from __future__ import annotations

from helpers.collection.listings.schools import SCHOOLS
from helpers.collection.mobec.labels import CATEGORIES, DESK_LEVELS, STATES
from helpers.collection.schemas import ROW_KEYS, TableSchema, count, parts, text

EQUIPMENT = TableSchema(
    "equipment",
    "แถวต้นทาง × สภาพ (ไม่มีแถวสำหรับศูนย์)",
    (
        text("smis", "รหัสโรงเรียน"),
        text("code", "รหัสครุภัณฑ์"),
        text("category", "หมวดครุภัณฑ์", allowed=CATEGORIES),
        text("item", "ครุภัณฑ์ (หน่วยนับ)"),
        parts("entry", "รหัส", "โรงเรียน", "ครุภัณฑ์"),
        text("desks_for", "ระดับชั้นของโต๊ะเก้าอี้นักเรียน", allowed=("", *DESK_LEVELS)),
        text("state", "สภาพ", allowed=tuple(STATES.values())),
        count("pieces", "จำนวน", "ชิ้น"),
        *ROW_KEYS,
    ),
    unique=("row_key", "state"),
    subject=("smis", "category", "code", "item", "desks_for", "state"),
    entity=("smis",),
)
SCHEMAS = (EQUIPMENT, SCHOOLS)
