"""The words of M-OBEC: the columns of a list of equipment, and the three states that it counts in.

The columns are those of the system's own page in 2565, where `รายการ` is the category and `รายการ(cm.)` the item.
"""

from __future__ import annotations

from helpers.collection.listings.listing import Column, Listing
from helpers.collection.mobec.codes import items

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
