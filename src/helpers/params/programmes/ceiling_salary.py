"""Programme 9: the special pay of officials and permanent employees whose salary has reached the top of its scale."""

from typing import Literal, Self

from pydantic import Field, model_validator

from helpers.params.models import Line, ParameterModel, Referenced, ThaiDate
from helpers.params.programmes.base import BrokenMonths, Money, Percent, Programme

PERCENT = "percent_of_ceiling"
"""The item of the programme's rates; their values are per cent of the ceiling salary, per month."""


class StaffGroup(ParameterModel):
    """One group of staff that is counted and paid separately."""

    group: Line
    """Its name in the roster."""
    item: Line
    """Its item in the allocation."""


class StaffGroups(Referenced):
    """The groups, in the order of the report."""

    groups: tuple[StaffGroup, ...] = Field(min_length=1)


class CeilingExample(ParameterModel):
    """One person's pay worked by hand, for one fiscal year with the usual halves and the programme's rule for
    incomplete months."""

    explained: Line
    """The working, for a reader who follows it with a pencil."""
    year: Line
    """The fiscal year: `"2569"`."""
    ceiling_salary: Money
    percent: Percent
    starts: ThaiDate
    ends: ThaiDate
    first_half: Money
    second_half: Money


class CeilingSalaryProgramme(Programme):
    """A programme of special pay at the top of the salary scale."""

    kind: Literal["ceiling_salary"]
    staff: StaffGroups
    broken_months: BrokenMonths
    examples: tuple[CeilingExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""

    @model_validator(mode="after")
    def _has_percentages(self) -> Self:
        if not any(rate.item == PERCENT for rate in self.rates):
            raise ValueError(f"ต้องมีอัตรา {PERCENT} อย่างน้อยหนึ่งรายการ")
        return self


PROGRAMME = CeilingSalaryProgramme
