"""A year of requests: what those that were granted come to, and which were left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from helpers.budget.allocation import AllocationRow, Excluded
from helpers.budget.local_support.assessing import Assessed, Terms
from helpers.budget.local_support.requests import Request
from helpers.collection.forms.claims import REFUSED
from helpers.params.fiscal_years import Half
from helpers.periods import thai_date_short
from helpers.thai import grouped

NOT_GRANTED = "ไม่อนุมัติ"
PENDING = "รอผลการพิจารณา"


def support_rows(assessed: Iterable[Assessed], terms: Terms, halves: Sequence[Half]) -> Iterator[AllocationRow]:
    """One row for every request that was granted. A school's pupils are counted once, with its largest request."""
    granted = (each for each in assessed if each.request.granted and not each.obstacle)
    for _, school in groupby(granted, lambda each: each.request.smis):
        rows = [_row(each, terms, halves) for each in school]
        largest = max(rows, key=lambda row: row.headcount)
        yield from (replace(row, counted=row.headcount) if row is largest else row for row in rows)


def left_out(assessed: Iterable[Assessed]) -> Iterator[Excluded]:
    """Requests that were refused, that wait, or that cannot be computed; the amount is what they would come to, or
    what was asked where that cannot be said."""
    for each in assessed:
        request = each.request
        if not request.granted or each.obstacle:
            yield Excluded(
                request.smis,
                _reason(each),
                request.pupils or 0,
                request.source,
                f"คำขอ {request.number} {request.purpose} {request.authority}",
                request.asked if each.obstacle else each.due,
            )


def _reason(each: Assessed) -> str:
    if each.request.granted:
        return each.obstacle
    return NOT_GRANTED if each.request.state == REFUSED else PENDING


def _row(each: Assessed, terms: Terms, halves: Sequence[Half]) -> AllocationRow:
    request, half = each.request, _half(each.request, halves)
    source = each.rate or terms.programme.request_amounts
    return AllocationRow(
        smis=request.smis,
        payee=request.authority,
        item=request.purpose,
        tranche=half,
        half=half,
        quantity=each.quantity,
        quantity_unit="คน-วัน" if request.is_lunch else "คำขอ",
        rate=each.price,
        rate_unit="บาท/คน/วัน" if request.is_lunch else "บาท/คำขอ",
        reference=source.reference,
        status=source.status,
        rule=_said(each),
        source=request.source,
        headcount=request.pupils or 0,
        note=f"{request.state} คำขอ {request.number}",
        also=each.counted.keys if each.counted and request.is_lunch else (),
    )


def _half(request: Request, halves: Sequence[Half]) -> str:
    """The half in which the request was made; what was asked for before the year counts in its first half."""
    first, second = halves
    return first.title if request.asked_on < second.opens else second.title


def _said(each: Assessed) -> str:
    request = each.request
    if not request.is_lunch:
        return (
            f"{request.purpose} {request.description} ตามที่ขอ คำขอ {request.number} {thai_date_short(request.asked_on)}"
        )
    size = f"DMC {each.counted.pupils} คน" if each.counted else f"ตามคำขอ {request.pupils} คน ไม่มีข้อมูล DMC"
    price = f"{grouped(each.price, 2)} บาท ขนาด {each.size} ({size})"
    return f"{request.purpose} {request.pupils} คน × {request.days} วัน × {price}"
