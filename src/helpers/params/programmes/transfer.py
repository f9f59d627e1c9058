"""Programme 15: transfers between programmes: what counts as left over, and how soon each approval is looked for."""

from typing import Literal, Self

from pydantic import Field, model_validator

from helpers.params.models import Frozen, Line, Referenced, Whole
from helpers.params.programmes.base import Money, Programme

Commitments = Literal["outstanding", "kept"]
"""What the register's commitments are: those not paid yet (a paid one is taken off by a correction), or all."""
Success = Literal["met", "not_met", "unknown"]


class LeftoverRule(Referenced):
    """What is left over: allotted less spent less what is committed and not paid yet."""

    commitments: Commitments


class ProgrammeSuccess(Referenced):
    """Whether one programme has met its conditions of success, as somebody decided."""

    programme: Line
    state: Literal["met", "not_met"]


class SuccessStates(Referenced):
    """The decided programmes; all others are unknown, and their money is left over too (`counted`) or not (`held`)."""

    unknown: Literal["counted", "held"]
    states: tuple[ProgrammeSuccess, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        named = [each.programme for each in self.states]
        if len(set(named)) < len(named):
            raise ValueError("states มีโครงการซ้ำกัน")
        return self

    def of(self, programme: str) -> Success:
        """The state of a programme."""
        return next((each.state for each in self.states if each.programme == programme), "unknown")

    def counts(self, state: Success) -> bool:
        """Whether money of programmes in that state may be moved away."""
        return state == "met" or (state == "unknown" and self.unknown == "counted")


class ApprovalDays(Referenced):
    """How many days after the step before each step of an approval is overdue."""

    committee: Whole = Field(gt=0)
    governor: Whole = Field(gt=0)
    report: Whole = Field(gt=0)


class TransferExample(Frozen):
    """One source of money and the proposals to move it, in order, worked by hand."""

    explained: Line
    allotted: Money
    committed: Money
    spent: Money
    state: Success
    proposals: tuple[Money, ...] = ()
    leftover: Money
    accepted: Money
    free: Money


class TransferProgramme(Programme):
    """Transfers between all programmes of the office."""

    kind: Literal["transfer"]
    leftover: LeftoverRule
    success: SuccessStates
    approval: ApprovalDays
    transfer_amounts: Referenced
    """What stands behind every amount: the register of transfers."""
    examples: tuple[TransferExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""


PROGRAMME = TransferProgramme
