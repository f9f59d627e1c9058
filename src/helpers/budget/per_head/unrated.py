"""Pupils of an item for whom no rate is known: nothing is computed for them, and the report says how many they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from helpers.budget.allocation import SourceRow
from helpers.collection.schemas import ROW_KEYS, TableSchema, count, text, with_row_keys

UNRATED = TableSchema(
    "unrated",
    "โรงเรียน × รายการ × ระดับหรือชั้น × งวด ที่มีนักเรียนแต่ไม่มีอัตรา",
    (
        text("smis", "รหัสโรงเรียน"),
        text("item", "รายการ"),
        text("level", "ระดับ"),
        text("grade", "ชั้น (ว่างเมื่อคิดทั้งระดับ)"),
        text("tranche", "งวด"),
        count("pupils", "นักเรียนที่ยังไม่ได้คิดเงิน", "คน"),
        *ROW_KEYS,
    ),
)


@dataclass(frozen=True, slots=True)
class Unrated:
    """Pupils of one school, level or grade, and item in one tranche."""

    smis: str
    item: str
    level: str
    grade: str
    tranche: str
    pupils: int
    source: SourceRow


def unrated_frame(found: Iterable[Unrated]) -> pd.DataFrame:
    """As their table, in their order."""
    names = [field.name for field in UNRATED.fields][:-1]
    own = names[: names.index("delivery")]
    cells = [(*(getattr(each, name) for name in own), *_keys(each.source)) for each in found]
    frame = pd.DataFrame(cells, columns=names)
    return with_row_keys(frame.astype({"row": "int64", "pupils": "int64"}))


def _keys(source: SourceRow) -> tuple[str, str, int]:
    return source.delivery, source.sheet, source.row
