"""Rows of the year's money that no rule of a programme makes: what registers and requests say was received and paid."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from helpers.budget.allocation import ONE, ZERO, AllocationRow, SourceRow
from helpers.budget.movements import ALLOTTED, Movement, half_of
from helpers.collection.changes.causes import PER_ENTRY
from helpers.params.fiscal_years import Half
from helpers.periods import thai_date_short


def moved(entry: Movement, halves: Sequence[Half]) -> AllocationRow:
    """An entry of a register as an amount of the office."""
    return AllocationRow(
        smis="",
        item=entry.expenditure,
        tranche=entry.quarter,
        half=half_of(entry.day, halves),
        quantity=ONE,
        quantity_unit="รายการ",
        rate=entry.amount,
        rate_unit=PER_ENTRY,
        reference=entry.document,
        status="confirmed",
        rule=f"{entry.entry} {thai_date_short(entry.day)}",
        source=entry.source,
    )


def left(entry: Movement, halves: Sequence[Half]) -> AllocationRow:
    """The same entry in what is left: allotments add to it, spending takes from it."""
    row = moved(entry, halves)
    return row if entry.measure == ALLOTTED else replace(row, quantity=ZERO, less=entry.amount)


def paid(payment: Mapping[Hashable, Any], halves: Sequence[Half]) -> AllocationRow:
    """An allocation of the register of payments as an amount of its school."""
    day = date(payment["date"].year, payment["date"].month, payment["date"].day)
    return AllocationRow(
        smis=payment["smis"],
        item=payment["item"],
        tranche=payment["tranche"],
        half=half_of(day, halves),
        quantity=ONE,
        quantity_unit="รายการ",
        rate=payment["amount"],
        rate_unit=PER_ENTRY,
        reference=payment["document_no"],
        status="confirmed",
        rule=f"{payment['entry']} {thai_date_short(day)}",
        source=_source(payment),
    )


def granted(request: Mapping[Hashable, Any]) -> AllocationRow:
    """What others paid on a request of a school, as an amount of the school; the register says of no day or half."""
    return AllocationRow(
        smis=request["smis"],
        item=request["item"],
        tranche="",
        quantity=ONE,
        quantity_unit="รายการ",
        rate=request["approved"],
        rate_unit=PER_ENTRY,
        reference=request["number"],
        status="confirmed",
        rule=f"{request['state']} {request['authority']}",
        source=_source(request),
    )


def _source(row: Mapping[Hashable, Any]) -> SourceRow:
    return SourceRow(row["delivery"], row["sheet"], int(row["row"]))
