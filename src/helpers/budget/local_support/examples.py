"""The worked examples of requests for lunch, held against the rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from helpers.budget.allocation import ZERO, rounded
from helpers.budget.local_support.assessing import lunch_rate
from helpers.params.programmes.local_support import LocalSupportProgramme, SupportExample
from helpers.periods import FiscalYear

Amounts = Mapping[str, Decimal]


def check_example(programme: LocalSupportProgramme, example: SupportExample) -> tuple[Amounts, Amounts]:
    """The amount that the example states, and the one that the rules give; zero where the year has no rate yet."""
    _, rate = lunch_rate(programme, FiscalYear.parse(example.year).opens, example.school_pupils)
    amount = rounded(example.pupils * example.days * rate.value) if rate else ZERO
    return {"amount": example.amount}, {"amount": amount}
