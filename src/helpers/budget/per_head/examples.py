"""The worked examples of per-head programmes, run through the rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from helpers.budget.allocation import ZERO, SourceRow
from helpers.budget.per_head.allocating import year_amounts
from helpers.budget.per_head.counting import Count, RoundCount
from helpers.budget.per_head.rounds import PaidRound
from helpers.budget.per_head.tranches import TERM_1, TERM_1_ADVANCE, TERM_2
from helpers.params.programmes.per_head import ExampleCount, PerHeadExample, PerHeadProgramme

_SCHOOL = "00000000"


def check_example(
    programme: PerHeadProgramme, example: PerHeadExample
) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    """The amounts that the example expects, and those that the rules give, by tranche and item."""
    before = _round(programme, "before", example.before)
    rounds = {TERM_2: before, TERM_1_ADVANCE: before}
    if example.after:
        rounds[TERM_1] = _round(programme, "after", example.after)
    found: dict[str, Decimal] = {}
    for row in year_amounts(programme, rounds).rows:
        name = f"{row.tranche} · {row.item}"
        found[name] = found.get(name, ZERO) + row.amount
    amounts = example.amounts.items()
    return {f"{tranche} · {item}": amount for tranche, own in amounts for item, amount in own.items()}, found


def _round(programme: PerHeadProgramme, name: str, stated: ExampleCount) -> PaidRound:
    own = {item.item: _school(stated.categories.get(item.item, {})) for item in programme.items if item.category}
    return PaidRound(name, RoundCount(stated.on, _school(stated.pupils), own), {}, (), ())


def _school(pupils: Mapping[str, int]) -> Mapping[str, Mapping[str, Count]]:
    return {_SCHOOL: {grade: Count(number, SourceRow("", "", 0)) for grade, number in pupils.items()}}
