"""Programme 16: the spending of all programmes, compared with the dated targets of the fiscal year."""

from typing import Literal

from helpers.params.models import Line, ParameterModel, Referenced
from helpers.params.programmes.base import Money, Percent, Programme


class Tolerance(Referenced):
    """The percentage points by which spending may differ from the target and still count as on target."""

    points: Percent


class DisbursementExample(ParameterModel):
    """One allotment compared with one target, worked by hand."""

    explained: Line
    allotted: Money
    spent: Money
    percent: Percent
    """The target, in per cent of the allotment."""
    target: Money
    gap: Money
    """The amount spent minus the target."""
    standing: Line
    """The status as the report names it."""


class DisbursementProgramme(Programme):
    """The programme that reports the spending of all programmes of the office."""

    kind: Literal["disbursement"]
    tolerance: Tolerance
    register_amounts: Referenced
    """The reference of every amount: the registers of allotments and spending."""
    examples: tuple[DisbursementExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""


PROGRAMME = DisbursementProgramme
