"""What one post is paid in a fiscal year, and what its employer contributes: month by month, exact.

Months of one rate within one half stand together, a broken month alone. A month's contribution is computed from what
was paid in that month, so it changes where the wage or the terms of social security change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic

from helpers.budget.allocation import rounded
from helpers.budget.months import MonthPart, MonthRun, month_parts, month_runs
from helpers.params.fiscal_years import Half
from helpers.params.programmes.base import BrokenMonth, DatedRate, Rate
from helpers.params.social_security import Terms, terms_on


@dataclass(frozen=True, slots=True)
class Wage:
    """Baht paid for a run of months; `rated` is the programme's rate in force, None where it has none."""

    run: MonthRun
    monthly: Decimal
    rated: DatedRate | None

    @property
    def amount(self) -> Decimal:
        """Baht."""
        return rounded(self.run.count * self.monthly * self.run.share)


@dataclass(frozen=True, slots=True)
class Contribution(Generic[Terms]):
    """Baht contributed for a run of months; `paid` is the wage of one of them."""

    run: MonthRun
    paid: Decimal
    terms: Terms

    @property
    def monthly(self) -> Decimal:
        """The contribution of one month, baht."""
        return self.terms.contribution(self.paid)

    @property
    def amount(self) -> Decimal:
        """Baht."""
        return self.run.count * self.monthly


@dataclass(frozen=True, slots=True)
class Employment:
    """From the first to the last day of a post (None for no last day), and its pay, baht a month."""

    opens: date
    closes: date | None
    monthly: Decimal

    def wages(self, halves: Sequence[Half], rule: BrokenMonth, rate: Rate | None) -> tuple[Wage, ...]:
        """What is paid in the halves, in the order of the months; empty where the post lies outside them."""
        runs = month_runs(self._parts(halves), rule, lambda part: _rated(rate, part.opens))
        return tuple(Wage(run, self.monthly, _rated(rate, run.opens)) for run in runs)

    def contributions(
        self, halves: Sequence[Half], rule: BrokenMonth, terms: Sequence[Terms]
    ) -> tuple[Contribution[Terms], ...]:
        """What the employer contributes, in the same order; months before the first terms are left out."""
        runs = month_runs(self._parts(halves), rule, lambda part: terms_on(terms, part.opens))
        found = ((run, terms_on(terms, run.opens)) for run in runs)
        return tuple(Contribution(run, rounded(self.monthly * run.share), each) for run, each in found if each)

    def _parts(self, halves: Sequence[Half]) -> tuple[MonthPart, ...]:
        return month_parts(self.opens, self.closes or date.max, halves)


def _rated(rate: Rate | None, day: date) -> DatedRate | None:
    return rate.on(day) if rate else None
