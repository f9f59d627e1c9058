"""Programme 15: transfers between programmes: which money counts as left over, and when each approval step is
overdue."""

from typing import Literal, Self

from pydantic import Field, model_validator

from helpers.params.models import Line, ParameterModel, Referenced, Whole
from helpers.params.programmes.base import Money, Programme

Commitments = Literal["outstanding", "kept"]
"""The commitments that the register holds: only those not paid yet (`outstanding`: a correction removes a paid one), or
all of them (`kept`)."""
Success = Literal["met", "not_met", "unknown"]


class LeftoverRule(Referenced):
    """How leftover money is computed: allotted minus spent minus committed but not paid yet."""

    commitments: Commitments


class ProgrammeSuccess(Referenced):
    """The decision whether one programme has met its conditions of success."""

    programme: Line
    state: Literal["met", "not_met"]


class SuccessStates(Referenced):
    """The programmes that were decided on; the state of all others is unknown, and their money counts as left over
    (`counted`) or not (`held`)."""

    unknown: Literal["counted", "held"]
    states: tuple[ProgrammeSuccess, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        named = [each.programme for each in self.states]
        if len(set(named)) < len(named):
            raise ValueError("states มีโครงการซ้ำกัน")
        return self

    def of(self, programme: str) -> Success:
        """The state of a programme, by its id."""
        return next((each.state for each in self.states if each.programme == programme), "unknown")

    def counts(self, state: Success) -> bool:
        """Whether leftover money of programmes in that state may be transferred."""
        return state == "met" or (state == "unknown" and self.unknown == "counted")


class ApprovalDays(Referenced):
    """The days after the previous step from which on each step of an approval is overdue."""

    committee: Whole = Field(gt=0)
    governor: Whole = Field(gt=0)
    report: Whole = Field(gt=0)


class TransferExample(ParameterModel):
    """One source of money and the proposals to transfer it, in order, worked by hand."""

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
    """The programme that reports the transfers between all programmes of the office."""

    kind: Literal["transfer"]
    leftover: LeftoverRule
    success: SuccessStates
    approval: ApprovalDays
    transfer_amounts: Referenced
    """The reference of every amount: the register of transfers."""
    examples: tuple[TransferExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""


PROGRAMME = TransferProgramme
