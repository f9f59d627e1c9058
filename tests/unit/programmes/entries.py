"""Entries of the registers of allotments, spending and transfers, as tests write them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from helpers.programmes.kinds import Allocated
from unit.programmes.filled import allocate, day, form_table, numbered

Entry = dict[str, Any]


def entry(kind: str, amount: str, programme: str = "janitors", on: str = "2568-11-01", **changes: Any) -> Entry:
    """One line of the register of allotments or of spending."""
    return {
        "date": day(on),
        "document_no": "1",
        "programme": programme,
        "expenditure": "งบดำเนินงาน",
        "entry": kind,
        "amount": Decimal(amount),
        **changes,
    }


def proposal(amount: str, number: str = "1/2569", on: str = "2569-03-01", **changes: Any) -> Entry:
    """One line of the register of transfers: money of the janitors goes to the house rents."""
    return {
        "proposal_no": number,
        "date": day(on),
        "from_programme": "janitors",
        "to_programme": "house-rent",
        "amount": Decimal(amount),
        "reason": "เหลือจ่ายจากอัตราว่าง",
        "state": "เสนอ",
        **changes,
    }


def registers(**lines: list[Entry]) -> Mapping[tuple[str, str], pd.DataFrame]:
    """The registers by name, as a kind reads them."""
    return {(slug, slug): form_table(slug, numbered(*rows)) for slug, rows in lines.items()}


def reported(programme: str, **lines: list[Entry]) -> Allocated:
    """What a programme that reports on registers makes of them."""
    return allocate(programme, [], registers(**lines))


def table(allocated: Allocated, name: str) -> pd.DataFrame:
    """One of the kind's own tables."""
    assert allocated.tables is not None
    return allocated.tables[name]


def rules(allocated: Allocated) -> list[str]:
    """The last words of the ids of what was found, sorted."""
    return sorted(finding.rule.rpartition(".")[2] for finding in allocated.findings)
