"""What every programme has left over, by expenditure type: allotted, committed, spent, and what of it may be moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from helpers.budget.allocation import ZERO
from helpers.budget.movements import ALLOTTED, COMMITTED, SPENT, Movement
from helpers.params.programmes.base import EXPENDITURES
from helpers.params.programmes.transfer import Commitments, Success, TransferProgramme

Purse = tuple[str, str]
"""A programme's money of one expenditure type."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Baht of one purse. `unspent` is negative where more was bound and spent than allotted; `leftover` is what may be
    moved away, never negative."""

    programme: str
    expenditure: str
    state: Success
    allotted: Decimal
    unspent: Decimal
    leftover: Decimal


def unspent(allotted: Decimal, committed: Decimal, spent: Decimal, commitments: Commitments) -> Decimal:
    """What is neither spent nor bound by a commitment that is still to be paid."""
    bound = committed if commitments == "outstanding" else max(committed - spent, ZERO)
    return allotted - spent - bound


def left_over(found: Decimal, state: Success, programme: TransferProgramme) -> Decimal:
    """What of the unspent money may be moved away: none of a programme whose success is wanting."""
    return max(found, ZERO) if programme.success.counts(state) else ZERO


def balances(
    movements: Iterable[Movement], order: Iterable[str], programme: TransferProgramme
) -> Mapping[Purse, Balance]:
    """One for every purse that the registers speak of, programmes in the given order."""
    own: dict[Purse, list[Movement]] = {}
    for each in movements:
        own.setdefault((each.programme, each.expenditure), []).append(each)
    places = {name: place for place, name in enumerate(order)}
    ordered = sorted(own, key=lambda purse: (places[purse[0]], EXPENDITURES.index(purse[1])))
    return {purse: _balance(purse, own[purse], programme) for purse in ordered}


def _balance(purse: Purse, entries: list[Movement], programme: TransferProgramme) -> Balance:
    sums = dict.fromkeys((ALLOTTED, COMMITTED, SPENT), ZERO)
    for each in entries:
        sums[each.measure] += each.amount
    free = unspent(sums[ALLOTTED], sums[COMMITTED], sums[SPENT], programme.leftover.commitments)
    state = programme.success.of(purse[0])
    return Balance(*purse, state, sums[ALLOTTED], free, left_over(free, state, programme))
