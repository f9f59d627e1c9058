"""What a programme cannot compute, and why: its amounts are incomplete by it, and the report says so before anything
else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from helpers.collection.schemas import ROW_KEYS, TableSchema, joined, parts, text, with_row_keys

CAUSES = NO_ROUND, NO_FILE, NO_RATE = ("ไม่ได้รับข้อมูลของรอบ", "ไม่ได้รับไฟล์", "ไม่มีอัตรา")
"""What is missing, in few words."""
EVERY_ITEM = "ทุกรายการ"
"""Stands for the item where a whole tranche cannot be computed."""
UNCOMPUTED = TableSchema(
    "uncomputed",
    "รายการ × ระดับ × งวด ที่ยังคิดเงินไม่ได้ และเหตุ",
    (
        parts("line", "รายการ", "เหตุ"),
        text("item", "รายการ"),
        text("level", "ระดับ (ว่างถ้าทุกระดับ)"),
        text("tranche", "งวด"),
        text("cause", "เหตุ", allowed=CAUSES),
        *ROW_KEYS,
    ),
    unique=("item", "level", "tranche", "cause"),
)


@dataclass(frozen=True, slots=True)
class Uncomputed:
    """One item in one tranche, for all levels or one; `detail` says what is missing, where the cause does not."""

    item: str
    tranche: str
    cause: str
    detail: str
    level: str = ""

    @property
    def line(self) -> str:
        """As a table heads it."""
        return joined(self.item, f"{self.cause} {self.detail}".rstrip())


def uncomputed_frame(found: Iterable[Uncomputed]) -> pd.DataFrame:
    """As their table, in their order. What is not there has no source row: the row keys only tell the rows apart."""
    cells = [
        (each.line, each.item, each.level, each.tranche, each.cause, "", "", row) for row, each in enumerate(found)
    ]
    names = [field.name for field in UNCOMPUTED.fields][:-1]
    return with_row_keys(pd.DataFrame(cells, columns=names).astype({"row": "int64"}))
