"""The paying list: what each school is paid in each tranche, when negative amounts are carried or returned."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import pandas as pd

from helpers.budget.allocation import MONEY, ZERO, AllocationRow
from helpers.collection.schemas import ROW_KEYS, Field, TableSchema, text, with_row_keys

PAYMENTS = TableSchema(
    "payments",
    "โรงเรียน × งวด: สิทธิ = เงินที่จ่าย − เงินที่หักหรือส่งคืน − เงินที่ยกไปหักงวดถัดไป",
    (
        text("smis", "รหัสโรงเรียน"),
        text("tranche", "งวด"),
        Field("due", MONEY, "สิทธิสุทธิของงวด", "บาท"),
        Field("brought", MONEY, "ยอดติดลบที่ยกมา", "บาท"),
        Field("paid", MONEY, "เงินที่จ่ายโรงเรียน", "บาท"),
        Field("returned", MONEY, "เงินที่โรงเรียนส่งคืน", "บาท"),
        Field("carried", MONEY, "ยอดติดลบที่ยกไป", "บาท"),
        *ROW_KEYS,
    ),
    unique=("smis", "tranche"),
)
"""due + brought = paid − returned + carried."""


def paying_list(rows: Sequence[AllocationRow], rule: Literal["carried", "returned"]) -> pd.DataFrame:
    """By school, its tranches in the order of `rows`. A row rests on the first source row of its tranche."""
    amounts: dict[tuple[str, str], list[AllocationRow]] = {}
    for row in rows:
        amounts.setdefault((row.smis, row.tranche), []).append(row)
    brought: dict[str, Decimal] = {}
    cells = []
    for (smis, tranche), own in sorted(amounts.items(), key=lambda item: item[0][0]):
        owed = brought.get(smis, ZERO)
        paid, returned, carried = _paid(own, owed, rule)
        brought[smis] = carried
        due = sum((row.amount for row in own), ZERO)
        source = own[0].source
        cells.append((smis, tranche, due, owed, paid, returned, carried, source.delivery, source.sheet, source.row))
    names = [field.name for field in PAYMENTS.fields][:-1]
    frame = pd.DataFrame(cells, columns=names)
    return with_row_keys(frame.astype({"row": "int64"}))


def _paid(
    rows: Sequence[AllocationRow], owed: Decimal, rule: Literal["carried", "returned"]
) -> tuple[Decimal, Decimal, Decimal]:
    """What is paid, what is returned, and what is carried on to the next tranche."""
    amounts = [row.amount for row in rows]
    if rule == "returned":
        positive = sum((amount for amount in amounts if amount > 0), ZERO)
        return positive, positive - sum(amounts, ZERO), ZERO
    balance = sum(amounts, owed)
    return max(balance, ZERO), ZERO, min(balance, ZERO)
