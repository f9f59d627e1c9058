"""The worked examples of the special pay, held against its rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from helpers.budget.allocation import ZERO, SourceRow
from helpers.budget.ceiling_salary.holders import Holder, special_pay
from helpers.budget.months import usual_halves
from helpers.params.fiscal_years import HALF_TITLES
from helpers.params.programmes.ceiling_salary import CeilingExample, CeilingSalaryProgramme
from helpers.periods import FiscalYear

Amounts = Mapping[str, Decimal]


def check_example(programme: CeilingSalaryProgramme, example: CeilingExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that the rules give, by name."""
    nowhere = SourceRow("", "", 0)
    given = (example.ceiling_salary, example.percent, example.starts, example.ends)
    halves = usual_halves(FiscalYear.parse(example.year))
    names = dict(zip(HALF_TITLES, ("first_half", "second_half"), strict=True))
    found = dict.fromkeys(names.values(), ZERO)
    for paid in special_pay(Holder("", "", "", "", *given, nowhere), halves, programme.broken_months.rule):
        found[names[paid.run.half]] += paid.amount
    return {name: getattr(example, name) for name in found}, found
