"""The special pay of each holder in the roster, a percentage of the ceiling salary for each month, and the check of the
worked examples."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from helpers.params.fiscal_years import HALF_TITLES, Half
from helpers.params.programmes.base import BrokenMonth
from helpers.params.programmes.ceiling_salary import CeilingExample, CeilingSalaryProgramme
from helpers.periods import FiscalYear
from helpers.programmes.allocation import ZERO, SourceRow, rounded
from helpers.programmes.months import TEN_PLACES, MonthRun, month_parts, month_runs, usual_halves

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Holder:
    """One row of the roster: a post whose holder gets one percentage from `starts` to `ends` (None for no last day).
    `smis` is empty for the office."""

    smis: str
    number: str
    position: str
    personnel: str
    ceiling_salary: Decimal
    percentage: Decimal
    """The monthly pay in per cent of the ceiling salary."""
    starts: date
    ends: date | None
    source: SourceRow

    @property
    def payee(self) -> str:
        """Position and number of the post; the person is never named."""
        return f"{self.position} {self.number}"


@dataclass(frozen=True, slots=True)
class SpecialPay:
    """The pay for a run of months."""

    run: MonthRun
    ceiling_salary: Decimal
    percentage: Decimal

    @property
    def share(self) -> Decimal:
        """The share of the ceiling salary that is paid for one month of the run, to ten decimals."""
        return (self.percentage / _HUNDRED * self.run.share).quantize(TEN_PLACES, ROUND_HALF_UP)

    @property
    def amount(self) -> Decimal:
        """Baht."""
        return rounded(self.run.count * self.ceiling_salary * self.share)


def holders_of(roster: pd.DataFrame) -> tuple[Holder, ...]:
    """The holders of a roster, sorted by school, number and first day."""
    read = (_holder(row) for row in roster.to_dict("records"))
    return tuple(sorted(read, key=lambda each: (each.smis, each.number, each.starts, each.source.row)))


def special_pay(
    holder: Holder, halves: Sequence[Half], rule: BrokenMonth, in_force: Callable[[date], Hashable] = lambda _: None
) -> tuple[SpecialPay, ...]:
    """The pay of a holder in the halves, in the order of the months; a run ends where the value of `in_force` changes
    (the rate on a day, for example)."""
    parts = month_parts(holder.starts, holder.ends or date.max, halves)
    runs = month_runs(parts, rule, lambda part: in_force(part.opens))
    return tuple(SpecialPay(run, holder.ceiling_salary, holder.percentage) for run in runs)


def _holder(row: Mapping[Hashable, Any]) -> Holder:
    return Holder(
        smis=row["smis"],
        number=row["post_no"],
        position=row["position"],
        personnel=row["personnel"],
        ceiling_salary=row["ceiling_salary"],
        percentage=row["percentage"],
        starts=row["starts"],
        ends=row["ends"],
        source=SourceRow(row["delivery"], row["sheet"], row["row"]),
    )


Amounts = Mapping[str, Decimal]


def check_example(programme: CeilingSalaryProgramme, example: CeilingExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that are computed, by name."""
    nowhere = SourceRow("", "", 0)
    given = (example.ceiling_salary, example.percent, example.starts, example.ends)
    halves = usual_halves(FiscalYear.parse(example.year))
    names = dict(zip(HALF_TITLES, ("first_half", "second_half"), strict=True))
    amounts = dict.fromkeys(names.values(), ZERO)
    for paid in special_pay(Holder("", "", "", "", *given, nowhere), halves, programme.broken_months.rule):
        amounts[names[paid.run.half]] += paid.amount
    return {name: getattr(example, name) for name in amounts}, amounts
