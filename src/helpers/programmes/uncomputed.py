"""What a programme cannot compute, and why. Its amounts are incomplete then, which the report states at the
beginning."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.forms.rules import DUPLICATE, LEFT_OUT
from helpers.tables.schemas import PUBLIC, ROW_KEYS, TableSchema, joined, parts, text, with_row_keys

CAUSES = NO_ROUND, NO_FILE, NO_RATE, NOT_COUNTED = ("ไม่ได้รับข้อมูลของรอบ", "ไม่ได้รับไฟล์", "ไม่มีอัตรา", "ยังไม่นับ")
"""The causes in a few words: what is missing."""
OF_ITEMS = (NO_ROUND, NO_FILE, NO_RATE)
"""The causes for which a whole item or tranche is missing; `NOT_COUNTED` concerns single rows of a form."""
EVERY_ITEM = "ทุกรายการ"
"""The item where a whole tranche cannot be computed."""
UNCOMPUTED = TableSchema(
    "uncomputed",
    "รายการ × ระดับ × งวด ที่ยังคิดเงินไม่ได้ หรือแบบที่มีแถวยังไม่นับ และเหตุ",
    (
        parts("line", "รายการ", "เหตุ", sensitivity=PUBLIC),
        text("item", "รายการ หรือแบบ", PUBLIC),
        text("level", "ระดับ (ว่างถ้าทุกระดับ)", PUBLIC),
        text("tranche", "งวด", PUBLIC),
        text("cause", "เหตุ", PUBLIC, allowed=CAUSES),
        *ROW_KEYS,
    ),
    unique=("item", "level", "tranche", "cause"),
)


@dataclass(frozen=True, slots=True)
class Uncomputed:
    """One item in one tranche, for one level or (empty `level`) for all; `detail` adds to the cause what is missing."""

    item: str
    tranche: str
    cause: str
    detail: str
    level: str = ""

    @property
    def line(self) -> str:
        """The label of its row in a table."""
        return joined(self.item, f"{self.cause} {self.detail}".rstrip())


def rows_not_counted(form: str, counted: pd.DataFrame, rules: Iterable[str]) -> Iterator[Uncomputed]:
    """One entry with the number of a form's rows that are not counted; none where every row counts. `rules` are those
    of the findings in the file; duplicate rows are not counted as missing."""
    rule_counts = Counter(rules)
    lost = rule_counts[LEFT_OUT]
    if lost:
        every = len(counted) + lost + rule_counts[DUPLICATE]
        yield Uncomputed(form, "", NOT_COUNTED, f"{lost:,} จาก {every:,} แถว")


def uncomputed_frame(entries: Iterable[Uncomputed]) -> pd.DataFrame:
    """The entries as a table, in their order. Missing data have no source row: here the row keys only identify the
    rows."""
    cells = [
        (entry.line, entry.item, entry.level, entry.tranche, entry.cause, "", "", row)
        for row, entry in enumerate(entries)
    ]
    names = [field.name for field in UNCOMPUTED.fields][:-1]
    return with_row_keys(pd.DataFrame(cells, columns=names).astype({"row": "int64"}))
