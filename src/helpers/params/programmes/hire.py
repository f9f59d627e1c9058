"""Programmes 1 to 8: people hired by the month for schools and for the office, with the employer's social security."""

from typing import Literal, Self

from pydantic import Field, model_validator

from helpers.params.models import Line, ParameterModel, Referenced, ThaiDate
from helpers.params.programmes.base import BrokenMonths, Money, Programme
from helpers.params.social_security import ContributionTerms

MONTHLY_RATE = "monthly_rate"
"""The item of a programme's rate of pay."""
Pay = Literal["as_rated", "at_least", "as_contracted"]


class PayRule(Referenced):
    """How the monthly pay of a post relates to the programme's rate: equal to it, at least it, or as contracted.

    The reference is the source of any pay that is not the programme's rate.
    """

    rule: Pay


class LegalForms(Referenced):
    """The legal forms in which the programme hires, the usual one first; the form offers them in this order."""

    allowed: tuple[Line, ...] = Field(min_length=1)


class HireExample(ParameterModel):
    """One post's pay worked by hand, for one fiscal year with the usual halves and the programme's rule for incomplete
    months."""

    explained: Line
    """The working, for a reader who follows it with a pencil."""
    year: Line
    """The fiscal year: `"2569"`."""
    monthly_rate: Money
    starts: ThaiDate
    ends: ThaiDate | None = None
    """The last day; None for a post without an end."""
    contributions: tuple[ContributionTerms, ...] = ()
    """The terms of social security for the example, oldest first; empty for a legal form that is not insured."""
    first_half: Money
    second_half: Money
    social_security: Money


class HireProgramme(Programme):
    """A programme that hires people by the month."""

    kind: Literal["hire"]
    pay: PayRule
    legal_forms: LegalForms
    broken_months: BrokenMonths
    examples: tuple[HireExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""

    @model_validator(mode="after")
    def _rated_by_its_rule(self) -> Self:
        if (self.rate(MONTHLY_RATE) is None) != (self.pay.rule == "as_contracted"):
            raise ValueError(f"ต้องมีอัตรา {MONTHLY_RATE} เว้นแต่ pay.rule เป็น as_contracted ซึ่งต้องไม่มี")
        return self


PROGRAMME = HireProgramme
