"""The canonical tables of an M-OBEC round, the columns of its list of equipment, and the equipment codes of
`codes.csv`.

Codes, categories, items and columns are those of the system's own page in 2565, where `รายการ` is the category and
`รายการ(cm.)` the item. `unit` is the Thai counting word of an item, which the system does not give; `desks_for` names
the level whose pupils sit at a set of that code.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.systems.listed_schools import SCHOOLS
from helpers.systems.listings import Listing, ListingColumn
from helpers.tables.schemas import PUBLIC, ROW_KEYS, TableSchema, count, parts, text

_FILE = Path(__file__).with_name("codes.csv")


@dataclass(frozen=True)
class Item:
    """One equipment code and what it stands for."""

    code: str
    category: str
    item: str
    unit: str
    desks_for: str

    @property
    def label(self) -> str:
        """Its label in reports: `22001 โต๊ะเก้าอี้นักเรียน ประถมศึกษา (ชุด)`."""
        return f"{self.code} {self.item} ({self.unit})"


@cache
def items() -> Mapping[str, Item]:
    """Every code, in the order of the system's page."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: Item(**row) for row in csv.DictReader(stream)}


LIST, LIST_TITLE = "equipment_list", "บัญชีครุภัณฑ์"
UNKNOWN_CATEGORY = "รหัสที่ไม่รู้จัก"
STATES = {"usable": "ใช้ได้", "to_repair": "รอซ่อม", "to_dispose": "รอจำหน่าย"}
"""ListingColumn to the state that it counts."""

LISTING = Listing(
    LIST,
    LIST_TITLE,
    (
        ListingColumn("order", ("ลำดับ",)),
        ListingColumn("code", ("รหัส",), required=True),
        ListingColumn("category", ("รายการ",)),
        ListingColumn("item", ("รายการ(cm.)", "รายการ (cm.)")),
        ListingColumn("usable", ("จำนวนที่ใช้ได้",), required=True),
        ListingColumn("to_repair", ("จำนวนรอซ่อม",), required=True),
        ListingColumn("to_dispose", ("จำนวนรอจำหน่าย",), required=True),
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
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("code", "รหัสครุภัณฑ์", PUBLIC),
        text("category", "หมวดครุภัณฑ์", PUBLIC, allowed=CATEGORIES),
        text("item", "ครุภัณฑ์ (หน่วยนับ)", PUBLIC),
        parts("entry", "รหัส", "โรงเรียน", "ครุภัณฑ์", sensitivity=PUBLIC),
        text("desks_for", "ระดับชั้นของโต๊ะเก้าอี้นักเรียน", PUBLIC, allowed=("", *DESK_LEVELS)),
        text("state", "สภาพ", PUBLIC, allowed=tuple(STATES.values())),
        count("pieces", "จำนวน", "ชิ้น", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("row_key", "state"),
    subject=("smis", "category", "code", "item", "desks_for", "state"),
    entity=("smis",),
)
SCHEMAS = (EQUIPMENT, SCHOOLS)
