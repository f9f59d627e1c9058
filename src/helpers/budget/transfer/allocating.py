"""Accepted transfers as amounts for the programmes that receive them, and the proposals that were left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpers.budget.allocation import ONE, AllocationRow, Excluded
from helpers.budget.movements import half_of
from helpers.budget.transfer.proposals import ACCEPTED, Decided
from helpers.params.fiscal_years import Half
from helpers.params.programmes.transfer import TransferProgramme
from helpers.periods import thai_date_short
from helpers.thai import bracketed


def transfer_rows(
    found: Iterable[Decided], programme: TransferProgramme, labels: Mapping[str, str], halves: Sequence[Half]
) -> Iterator[AllocationRow]:
    """One row for every accepted proposal, in their order, in the half-year of its day. It pays for nobody."""
    source = programme.transfer_amounts
    for own in (each.proposal for each in found if each.outcome == ACCEPTED):
        half = half_of(own.day, halves)
        yield AllocationRow(
            smis="",
            payee=f"ข้อเสนอ {own.number}",
            item=labels[own.taker],
            tranche=half,
            half=half,
            quantity=ONE,
            quantity_unit="ข้อเสนอ",
            rate=own.amount,
            rate_unit="บาท/ข้อเสนอ",
            reference=source.reference,
            status=source.status,
            rule=f"ข้อเสนอ {own.number} วันที่ {thai_date_short(own.day)} โอนจาก {labels[own.giver]}"
            f"{bracketed(own.reason)}",
            source=own.source,
        )


def left_out(found: Iterable[Decided]) -> Iterator[Excluded]:
    """Every proposal that does not count, and why."""
    for each in found:
        if each.outcome != ACCEPTED:
            own = each.proposal
            detail = f"ข้อเสนอ {own.number} โอนจาก {own.giver} ไป {own.taker}"
            yield Excluded("", each.outcome, 1, own.source, detail, own.amount)
