"""The worked examples of a programme of rent, held against its rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from helpers.budget.allocation import ZERO
from helpers.budget.months import usual_halves
from helpers.budget.rent.terms import Rent, rent_parts
from helpers.params.fiscal_years import HALF_TITLES
from helpers.params.programmes.rent import RentExample, RentProgramme
from helpers.periods import FiscalYear

Amounts = Mapping[str, Decimal]


def check_example(programme: RentProgramme, example: RentExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that the rules give, by name."""
    rent = Rent(example.per == "year", example.rent, example.ceiling, example.opens, example.closes)
    halves = usual_halves(FiscalYear.parse(example.year))
    parts = rent_parts(rent, halves, programme.broken_months.rule)
    names = dict(zip(HALF_TITLES, ("first_half", "second_half"), strict=True))
    found = dict.fromkeys((*names.values(), "above_ceiling"), ZERO)
    for part in parts:
        found[names[part.half]] += part.paid
        found["above_ceiling"] += part.due - part.paid
    return {name: getattr(example, name) for name in found}, found
