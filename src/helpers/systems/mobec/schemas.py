"""The canonical tables of a round of M-OBEC.

The equipment codes of M-OBEC, from `codes.csv`: what each stands for.

Codes, categories and items are those of the system's page. `unit` is the word in which such things are counted in
Thai; the system does not say it. `desks_for` names the level whose pupils sit at a set of that code.

The words of M-OBEC: the columns of a list of equipment, and the three states that it counts in.

The columns are those of the system's own page in 2565, where `รายการ` is the category and `รายการ(cm.)` the item.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.systems.listed_schools import SCHOOLS
from helpers.systems.listings import Column, Listing
from helpers.tables.schemas import ROW_KEYS, TableSchema, count, parts, text

_FILE = Path(__file__).with_name("codes.csv")


@dataclass(frozen=True)
class Item:
    """One code."""

    code: str
    category: str
    item: str
    unit: str
    desks_for: str

    @property
    def label(self) -> str:
        """How reports call it: `22001 โต๊ะเก้าอี้นักเรียน ประถมศึกษา (ชุด)`."""
        return f"{self.code} {self.item} ({self.unit})"


@cache
def items() -> Mapping[str, Item]:
    """Every code, in the order of the system's page."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {each["code"]: Item(**each) for each in csv.DictReader(stream)}


LIST, LIST_TITLE = "equipment_list", "บัญชีครุภัณฑ์"
UNKNOWN_CATEGORY = "รหัสที่ไม่รู้จัก"
STATES = {"usable": "ใช้ได้", "to_repair": "รอซ่อม", "to_dispose": "รอจำหน่าย"}
"""Column to the state that it counts."""

LISTING = Listing(
    LIST,
    LIST_TITLE,
    (
        Column("order", ("ลำดับ",)),
        Column("code", ("รหัส",), needed=True),
        Column("category", ("รายการ",)),
        Column("item", ("รายการ(cm.)", "รายการ (cm.)")),
        Column("usable", ("จำนวนที่ใช้ได้",), needed=True),
        Column("to_repair", ("จำนวนรอซ่อม",), needed=True),
        Column("to_dispose", ("จำนวนรอจำหน่าย",), needed=True),
    ),
)
LABELS = {column.name: column.labels[0] for column in LISTING.columns}
CATEGORIES = (*dict.fromkeys(item.category for item in items().values()), UNKNOWN_CATEGORY)
DESK_LEVELS = tuple(dict.fromkeys(item.desks_for for item in items().values() if item.desks_for))
ORDERS = {"category": CATEGORIES, "state": tuple(STATES.values()), "desks_for": DESK_LEVELS}


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
