"""Rows of the year's money that no rule of a programme makes: what registers and requests say was received and paid."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from helpers.budget.allocation import ZERO, AllocationRow, SourceRow, stated_whole
from helpers.budget.movements import ALLOTTED, Movement, half_of
from helpers.params.fiscal_years import Half
from helpers.periods import thai_date_short


def moved(entry: Movement, halves: Sequence[Half]) -> AllocationRow:
    """An entry of a register as an amount of the office."""
    return stated_whole(
        entry.amount,
        smis="",
        item=entry.expenditure,
        tranche=entry.quarter,
        half=half_of(entry.day, halves),
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
    return stated_whole(
        payment["amount"],
        smis=payment["smis"],
        item=payment["item"],
        tranche=payment["tranche"],
        half=half_of(day, halves),
        reference=payment["document_no"],
        status="confirmed",
        rule=f"{payment['entry']} {thai_date_short(day)}",
        source=_source(payment),
    )


def granted(request: Mapping[Hashable, Any]) -> AllocationRow:
    """What others paid on a request of a school, as an amount of the school; the register says of no day or half."""
    return stated_whole(
        request["approved"],
        smis=request["smis"],
        item=request["item"],
        tranche="",
        reference=request["number"],
        status="confirmed",
        rule=f"{request['state']} {request['authority']}",
        source=_source(request),
    )


def _source(row: Mapping[Hashable, Any]) -> SourceRow:
    return SourceRow(row["delivery"], row["sheet"], int(row["row"]))
