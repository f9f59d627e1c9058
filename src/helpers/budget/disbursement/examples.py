"""The worked examples of a programme of spending, held against its rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from helpers.budget.disbursement.standings import STANDINGS, Standing, due_amount
from helpers.params.programmes.disbursement import DisbursementExample, DisbursementProgramme

Amounts = Mapping[str, Decimal]


def check_example(programme: DisbursementProgramme, example: DisbursementExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that the rules give, by name; the standing by its place in the
    list of all. Raises ValueError for a standing that does not exist."""
    target = due_amount(example.allotted, example.percent)
    found = Standing(example.allotted, example.spent, target, programme.tolerance.points)
    stated = {"target": example.target, "gap": example.gap, "standing": _place(example.standing)}
    return stated, {"target": target, "gap": found.gap, "standing": _place(found.name)}


def _place(standing: str) -> Decimal:
    return Decimal(STANDINGS.index(standing))
