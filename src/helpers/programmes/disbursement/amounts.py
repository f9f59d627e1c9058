"""Spending compared with a dated target (how much should have been spent, and whether spending is behind, on or ahead
of target), and the check of the worked examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from helpers.params.fiscal_years import Target
from helpers.params.programmes.disbursement import DisbursementExample, DisbursementProgramme
from helpers.programmes.allocation import ZERO, rounded

BEHIND, ON_TARGET, AHEAD = "ล่าช้ากว่าเป้าหมาย", "ตามเป้าหมาย", "เร็วกว่าเป้าหมาย"
NOT_DUE, NOT_ALLOTTED = "ยังไม่ถึงกำหนดเป้าหมาย", "ไม่มีเงินจัดสรร"
STANDINGS = (BEHIND, ON_TARGET, AHEAD, NOT_DUE, NOT_ALLOTTED)
INVESTMENT = "งบลงทุน"
"""The one expenditure type that is not current expenditure."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class SpendingStanding:
    """Money in baht, with the amount that should have been spent by now (`target`, None before the first target)."""

    allotted: Decimal
    spent: Decimal
    target: Decimal | None
    tolerance: Decimal
    """Percentage points."""

    @property
    def gap(self) -> Decimal:
        """Spent minus target; zero where there is no target."""
        return ZERO if self.target is None else self.spent - self.target

    @property
    def name(self) -> str:
        """The result of the comparison, one of `STANDINGS`."""
        if self.allotted <= 0:
            return NOT_ALLOTTED
        if self.target is None:
            return NOT_DUE
        if abs(self.gap) * HUNDRED <= self.tolerance * self.allotted:
            return ON_TARGET
        return BEHIND if self.gap < 0 else AHEAD


def due_amount(allotted: Decimal, percent: Decimal) -> Decimal:
    """The part of an allotment that a target requires to be spent, to the satang."""
    return rounded(allotted * percent / HUNDRED)


def percent_of(target: Target, expenditure: str) -> Decimal:
    """The target of an expenditure type in per cent: that of investment, else that of current expenditure."""
    current_percent = target.overall if target.current is None else target.current
    return target.investment if expenditure == INVESTMENT else current_percent


def current(targets: Sequence[Target], as_of: date) -> Target | None:
    """The latest target that is due on a day; None before the first one."""
    return max((each for each in targets if each.by <= as_of), key=lambda each: each.by, default=None)


Amounts = Mapping[str, Decimal]


def check_example(programme: DisbursementProgramme, example: DisbursementExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that are computed, by name; a standing is given as its index in
    `STANDINGS`. Raises ValueError for an unknown standing."""
    target = due_amount(example.allotted, example.percent)
    standing = SpendingStanding(example.allotted, example.spent, target, programme.tolerance.points)
    stated = {"target": example.target, "gap": example.gap, "standing": _standing_number(example.standing)}
    return stated, {"target": target, "gap": standing.gap, "standing": _standing_number(standing.name)}


def _standing_number(standing: str) -> Decimal:
    return Decimal(STANDINGS.index(standing))
