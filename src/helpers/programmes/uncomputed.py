"""What a programme cannot compute, and why: its amounts are incomplete by it, and the report says so before anything
else."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.forms.rules import DUPLICATE, LEFT_OUT
from helpers.tables.schemas import ROW_KEYS, TableSchema, joined, parts, text, with_row_keys

CAUSES = NO_ROUND, NO_FILE, NO_RATE, NOT_COUNTED = ("ไม่ได้รับข้อมูลของรอบ", "ไม่ได้รับไฟล์", "ไม่มีอัตรา", "ยังไม่นับ")
"""What is missing, in few words."""
OF_ITEMS = (NO_ROUND, NO_FILE, NO_RATE)
"""The causes by which an item or a tranche is missing as a whole; the last is of single rows of a form."""
EVERY_ITEM = "ทุกรายการ"
"""Stands for the item where a whole tranche cannot be computed."""
UNCOMPUTED = TableSchema(
    "uncomputed",
    "รายการ × ระดับ × งวด ที่ยังคิดเงินไม่ได้ หรือแบบที่มีแถวยังไม่นับ และเหตุ",
    (
        parts("line", "รายการ", "เหตุ"),
        text("item", "รายการ หรือแบบ"),
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


def rows_not_counted(form: str, counted: pd.DataFrame, rules: Iterable[str]) -> Iterator[Uncomputed]:
    """The rows of a form that its table lacks, of all its rows; none where every row counts. `rules` are of what was
    found in the file: a row that says again what another says is no loss."""
    found = Counter(rules)
    lost = found[LEFT_OUT]
    if lost:
        every = len(counted) + lost + found[DUPLICATE]
        yield Uncomputed(form, "", NOT_COUNTED, f"{lost:,} จาก {every:,} แถว")


def uncomputed_frame(found: Iterable[Uncomputed]) -> pd.DataFrame:
    """As their table, in their order. What is not there has no source row: the row keys only tell the rows apart."""
    cells = [
        (each.line, each.item, each.level, each.tranche, each.cause, "", "", row) for row, each in enumerate(found)
    ]
    names = [field.name for field in UNCOMPUTED.fields][:-1]
    return with_row_keys(pd.DataFrame(cells, columns=names).astype({"row": "int64"}))
