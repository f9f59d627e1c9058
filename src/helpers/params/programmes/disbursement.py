"""Programme 16: what was spent of every programme's money, held against the dated targets of the fiscal year."""

from typing import Literal

from helpers.params.models import Frozen, Line, Referenced
from helpers.params.programmes.base import Money, Percent, Programme


class Tolerance(Referenced):
    """By how many percentage points spending may differ from the target and still be on it."""

    points: Percent


class DisbursementExample(Frozen):
    """One allotment worked by hand against one target."""

    explained: Line
    allotted: Money
    spent: Money
    percent: Percent
    """The target, in hundredths of what was allotted."""
    target: Money
    gap: Money
    """Spent less the target."""
    standing: Line
    """As the report calls it."""


class DisbursementProgramme(Programme):
    """Spending of all programmes of the office."""

    kind: Literal["disbursement"]
    tolerance: Tolerance
    register_amounts: Referenced
    """What stands behind every amount: the registers of allotments and spending."""
    examples: tuple[DisbursementExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""


PROGRAMME = DisbursementProgramme
