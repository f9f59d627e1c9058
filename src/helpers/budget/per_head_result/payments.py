"""Payments and returns of the register as amounts, one an entry, each in the half-year of its day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from helpers.budget.allocation import ONE, AllocationRow, SourceRow
from helpers.budget.per_head_result.results import Entitlement, Place
from helpers.collection.changes.causes import PER_ENTRY
from helpers.collection.forms.registers import PAID, RETURNED
from helpers.params.fiscal_years import Half
from helpers.params.programmes.per_head_result import PerHeadResultProgramme
from helpers.periods import thai_date_short

UNIT = "รายการ"
_COLUMNS = ("smis", "item", "tranche", "entry", "amount", "date", "document_no", "delivery", "sheet", "row")

Halves = Sequence[Half]


def payment_rows(
    programme: PerHeadResultProgramme, register: pd.DataFrame, entitled: Mapping[Place, Entitlement], halves: Halves
) -> list[AllocationRow]:
    """By source row. A return is a negative amount. The first payment for an entitlement carries its pupils, so that
    each is counted once."""
    rows: list[AllocationRow] = []
    seen: set[Place] = set()
    moved = register[register["entry"].isin((PAID, RETURNED))].sort_values(["delivery", "sheet", "row"], kind="stable")
    columns = [moved[name].tolist() for name in _COLUMNS]
    for smis, item, tranche, entry, amount, day, document, *source in zip(*columns, strict=True):
        place = (smis, item, tranche)
        first = entry == PAID and place not in seen
        due = entitled.get(place) if first else None
        seen |= {place} if first else set()
        money = _money(programme, amount if entry == PAID else -amount)
        pays = _heads(due.counted, due.headcount) if due else {}
        rows.append(
            AllocationRow(
                smis=smis,
                item=item,
                tranche=tranche,
                half=_half(day, halves),
                rule=f"{entry}เมื่อ {thai_date_short(day)} ตาม {document}",
                source=SourceRow(*source),
                **money,
                **pays,
            )
        )
    return rows


def _money(programme: PerHeadResultProgramme, amount: Decimal) -> dict[str, Any]:
    """What a payment says of its amount; a return is once less its amount."""
    source = programme.payment_amounts
    return {
        "quantity": ONE if amount >= 0 else -ONE,
        "quantity_unit": UNIT,
        "rate": abs(amount),
        "rate_unit": PER_ENTRY,
        "reference": source.reference,
        "status": source.status,
    }


def _heads(counted: int, headcount: int) -> dict[str, Any]:
    return {"counted": counted, "headcount": headcount}


def _half(day: date, halves: Sequence[Half]) -> str:
    """The half-year of a day; empty for a day of another year, which the form's own check names."""
    return next((half.title for half in halves if half.opens <= day <= half.closes), "")
