"""Spending against a dated target: how much should have been spent, and whether that is behind, on or ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from helpers.budget.allocation import ZERO, rounded
from helpers.params.fiscal_years import Target

BEHIND, ON_TARGET, AHEAD = "ล่าช้ากว่าเป้าหมาย", "ตามเป้าหมาย", "เร็วกว่าเป้าหมาย"
NOT_DUE, NOT_ALLOTTED = "ยังไม่ถึงกำหนดเป้าหมาย", "ไม่มีเงินจัดสรร"
STANDINGS = (BEHIND, ON_TARGET, AHEAD, NOT_DUE, NOT_ALLOTTED)
INVESTMENT = "งบลงทุน"
"""The expenditure type that is no current expenditure."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Standing:
    """One sum of money, baht. `target` is what should have been spent of it by now; None before the first target."""

    allotted: Decimal
    spent: Decimal
    target: Decimal | None
    tolerance: Decimal
    """Percentage points."""

    @property
    def gap(self) -> Decimal:
        """Spent less the target; zero where there is none."""
        return ZERO if self.target is None else self.spent - self.target

    @property
    def name(self) -> str:
        """One of the standings."""
        if self.allotted <= 0:
            return NOT_ALLOTTED
        if self.target is None:
            return NOT_DUE
        if abs(self.gap) * HUNDRED <= self.tolerance * self.allotted:
            return ON_TARGET
        return BEHIND if self.gap < 0 else AHEAD


def due_amount(allotted: Decimal, percent: Decimal) -> Decimal:
    """What of an allotment a target asks to be spent, to the satang."""
    return rounded(allotted * percent / HUNDRED)


def percent_of(target: Target, expenditure: str) -> Decimal:
    """The target of an expenditure type: that of investment, else that of current expenditure."""
    current_percent = target.overall if target.current is None else target.current
    return target.investment if expenditure == INVESTMENT else current_percent


def current(targets: Sequence[Target], as_of: date) -> Target | None:
    """The latest target that is due by a day; None before the first."""
    return max((each for each in targets if each.by <= as_of), key=lambda each: each.by, default=None)
