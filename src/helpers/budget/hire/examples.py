"""The worked examples of a programme of hired posts, held against its rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from helpers.budget.allocation import ZERO
from helpers.budget.hire.wages import Employment
from helpers.budget.months import usual_halves
from helpers.params.fiscal_years import HALF_TITLES
from helpers.params.programmes.hire import HireExample, HireProgramme
from helpers.periods import FiscalYear

Amounts = Mapping[str, Decimal]


def check_example(programme: HireProgramme, example: HireExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that the rules give, by name."""
    employment = Employment(example.starts, example.ends, example.monthly_rate)
    halves, rule = usual_halves(FiscalYear.parse(example.year)), programme.broken_months.rule
    names = dict(zip(HALF_TITLES, ("first_half", "second_half"), strict=True))
    found = dict.fromkeys((*names.values(), "social_security"), ZERO)
    for wage in employment.wages(halves, rule, None):
        found[names[wage.run.half]] += wage.amount
    for part in employment.contributions(halves, rule, example.contributions):
        found["social_security"] += part.amount
    return {name: getattr(example, name) for name in found}, found
