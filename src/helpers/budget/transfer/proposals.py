"""The register of transfers as proposals, and which of them the leftover money suffices for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from helpers.budget.allocation import ZERO, SourceRow
from helpers.budget.movements import AFTER_CLOSING
from helpers.budget.transfer.balances import Purse
from helpers.collection.forms.registers import CANCELLED
from helpers.params.programmes.base import EXPENDITURES

ACCEPTED, OVERDRAWN, SAME, WITHDRAWN = "นับ", "โอนเกินเงินเหลือจ่าย", "ต้นทางและปลายทางเป็นโครงการเดียวกัน", "ยกเลิกแล้ว"
OUTCOMES = (ACCEPTED, OVERDRAWN, SAME, WITHDRAWN, AFTER_CLOSING)
"""What becomes of a proposal; all but the first are left out."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row of the register. A step that was not reached has no day."""

    number: str
    day: date
    giver: str
    taker: str
    amount: Decimal
    reason: str
    steps: tuple[date | None, date | None, date | None]
    """The days of committee, governor and report."""
    state: str
    source: SourceRow


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal and what becomes of it. `parts` say from which expenditure types an accepted one takes how much;
    `free` is what its programme had left when its turn came."""

    proposal: Proposal
    outcome: str
    free: Decimal
    parts: tuple[tuple[str, Decimal], ...] = ()


def proposals_of(register: pd.DataFrame) -> tuple[Proposal, ...]:
    """The proposals by day, then by number, whatever their order in the file."""
    read = (_proposal({str(name): value for name, value in row.items()}) for row in register.to_dict("records"))
    return tuple(sorted(read, key=lambda each: (each.day, each.number, each.giver, each.taker)))


def decided(proposals: Sequence[Proposal], leftover: Mapping[Purse, Decimal], as_of: date) -> tuple[Decided, ...]:
    """What becomes of every proposal, in turn: each takes from what those before it left."""
    left = dict(leftover)
    found = []
    for each in proposals:
        free = sum((left.get((each.giver, kind), ZERO) for kind in EXPENDITURES), ZERO)
        outcome = _outcome(each, free, as_of)
        parts = _taken(each, left) if outcome == ACCEPTED else ()
        for kind, amount in parts:
            left[each.giver, kind] -= amount
        found.append(Decided(each, outcome, free, parts))
    return tuple(found)


def _outcome(proposal: Proposal, free: Decimal, as_of: date) -> str:
    if proposal.state == CANCELLED:
        return WITHDRAWN
    if proposal.day > as_of:
        return AFTER_CLOSING
    if proposal.giver == proposal.taker:
        return SAME
    return ACCEPTED if proposal.amount <= free else OVERDRAWN


def _taken(proposal: Proposal, left: Mapping[Purse, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    """The amount by expenditure type, in the order of the budget, each as far as it goes."""
    parts, rest = [], proposal.amount
    for kind in EXPENDITURES:
        taken = min(rest, left.get((proposal.giver, kind), ZERO))
        if taken:
            parts.append((kind, taken))
            rest -= taken
    return tuple(parts)


def accepted(found: Iterable[Decided]) -> tuple[Decided, ...]:
    """Those that count."""
    return tuple(each for each in found if each.outcome == ACCEPTED)


def _proposal(row: Mapping[str, object]) -> Proposal:
    day, amount = _day(row["date"]), row["amount"]
    assert day is not None, "the form takes no row without its day"
    assert isinstance(amount, Decimal), "the form takes no row without its amount"
    return Proposal(
        number=str(row["proposal_no"]),
        day=day,
        giver=str(row["from_programme"]),
        taker=str(row["to_programme"]),
        amount=amount,
        reason=str(row["reason"]),
        steps=(_day(row["committee_date"]), _day(row["governor_date"]), _day(row["reported_date"])),
        state=str(row["state"]),
        source=SourceRow(str(row["delivery"]), str(row["sheet"]), int(str(row["row"]))),
    )


def _day(value: object) -> date | None:
    """The day of a cell; None for an empty one."""
    return date(value.year, value.month, value.day) if isinstance(value, date) and not pd.isna(value) else None
