"""The worked examples of a programme of transfers, held against its rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from helpers.budget.allocation import ZERO, SourceRow
from helpers.budget.transfer.balances import left_over, unspent
from helpers.budget.transfer.proposals import Proposal, accepted, decided
from helpers.collection.forms.registers import PROPOSED
from helpers.params.programmes.base import EXPENDITURES
from helpers.params.programmes.transfer import TransferExample, TransferProgramme

Amounts = Mapping[str, Decimal]
_GIVER, _TAKER = "giver", "taker"
_DAY = date(2026, 1, 1)


def check_example(programme: TransferProgramme, example: TransferExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that the rules give, by name."""
    found = unspent(example.allotted, example.committed, example.spent, programme.leftover.commitments)
    leftover = left_over(found, example.state, programme)
    steps = (None, None, None)
    proposals = [
        Proposal(str(number), _DAY, _GIVER, _TAKER, amount, "", steps, PROPOSED, SourceRow("", "", number))
        for number, amount in enumerate(example.proposals)
    ]
    counted = accepted(decided(proposals, {(_GIVER, EXPENDITURES[0]): leftover}, _DAY))
    moved = sum((each.proposal.amount for each in counted), ZERO)
    expected = {"leftover": example.leftover, "accepted": example.accepted, "free": example.free}
    return expected, {"leftover": leftover, "accepted": moved, "free": leftover - moved}
