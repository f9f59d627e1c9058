"""A filled-in form with its cost by month, and the inputs of a fiscal year's forms: the parameters, and the pupils for
whom the year pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from helpers.forms.form import Choices, Form
from helpers.params.folder import Params
from helpers.params.programmes.base import Programme
from helpers.periods import FiscalYear, Round
from helpers.sample.confirmations import confirmed_schools
from helpers.sample.files import confirmations_name
from helpers.sample.history import History, RoundPupils
from helpers.sample.schools import headcounts
from helpers.systems.dmc.layouts import GRADES, LAYOUT_BY_SLUG

Row = dict[str, object]
Cost = Callable[[Row, date, Decimal], Decimal]
"""A function that gives the cost in baht of a row in a month, from the row, the first day of the month, and the share
of the month that it covers."""
Need = Mapping[date, Decimal]
"""Baht by the first day of a month; months without a need are left out."""
ZERO = Decimal(0)
SATANG = Decimal("0.01")


@dataclass
class FilledForm:
    """One form: the id of its programme (the slug of a register), and its rows by column name."""

    form: Form
    subject: str
    rows: list[Row]
    cost: Cost | None = None
    """The cost of a row with `starts` and `ends`; None where rows cost nothing, or not by the month."""
    lost: set[int] = field(default_factory=set)
    """The positions of rows that cannot be counted because of a defect."""

    def need(self, year: FiscalYear) -> Need:
        """The cost of the counted rows in the months of a year."""
        if self.cost is None:
            return {}
        held = [row for index, row in enumerate(self.rows) if index not in self.lost]
        needed = {month: sum((self._month(row, month) for row in held), ZERO) for month in year.months}
        return {month: amount for month, amount in needed.items() if amount}

    def _month(self, row: Row, month: date) -> Decimal:
        share = share_of_month(month, row.get("starts"), row.get("ends"))
        return satang(self.cost(row, month, share)) if self.cost and share else ZERO


def satang(amount: Decimal) -> Decimal:
    """Rounded to the satang."""
    return amount.quantize(SATANG, ROUND_HALF_UP)


def document(number: int, year: FiscalYear) -> str:
    """The number of an invented letter: `ตย 12/2569`."""
    return f"ตย {number}/{year}"


def share_of_month(month: date, starts: object, ends: object) -> Decimal:
    """The share of a month between two days, both included; zero without a first day, no end without a last day."""
    if not isinstance(starts, date):
        return ZERO
    closes = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    last = min(closes, ends) if isinstance(ends, date) else closes
    return Decimal(max(0, (last - max(month, starts)).days + 1)) / closes.day


Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Model = TypeVar("Model", bound=Programme)
POOR_LABEL = "เด็กยากจน"
POOR = LAYOUT_BY_SLUG["disadvantage"].categories.index(POOR_LABEL)


@dataclass(frozen=True)
class PupilCounts:
    """The pupils of one round, and the poor ones among them, by school (rows, as in Schools) and grade (columns, as in
    GRADES)."""

    pupils: Ints
    poor: Ints

    @classmethod
    def of(cls, data: RoundPupils) -> PupilCounts:
        """The counts of a round; a school that is missing from it has no pupils."""
        count = len(data.schools)
        poor = data.pupils[data.pupils["disadvantage"] == POOR]
        return cls(headcounts(data.pupils, count), headcounts(poor, count))

    def promoted(self, kept: tuple[str, ...]) -> PupilCounts:
        """The counts with every grade promoted by one; the grades `kept` keep their count."""
        source = [grade if GRADES[grade] in kept else grade - 1 for grade in range(len(GRADES))]
        return PupilCounts(self.pupils[:, source], self.poor[:, source])


@dataclass(frozen=True)
class Setting:
    """The inputs of the forms of one fiscal year in one area."""

    params: Params
    choices: Choices
    year: FiscalYear
    codes: tuple[str, ...]
    """The SMIS codes of the schools."""
    before: PupilCounts
    """The counts of 10 พ.ย., within the year."""
    after: PupilCounts
    """The counts of 10 มิ.ย., within the year."""
    confirmed_before: Bools
    """Whether each school confirmed the counts of 10 พ.ย."""
    confirmed_after: Bools
    order: tuple[int, ...]
    """The schools in random order; the first ones get posts and claims first."""

    @classmethod
    def of(cls, params: Params, choices: Choices, history: History, downloads: Path, seed: int) -> Setting:
        """The fiscal year that contains the last round of the history, whose confirmations are in `downloads`. It has
        its own random numbers."""
        after = history.rounds[-1]
        year = FiscalYear(after.round.year)
        (before,) = (data for data in history.rounds if data.round == Round(year.year - 1, 2))
        order = np.random.default_rng([seed, year.year]).permutation(len(after.schools))
        codes = tuple(after.schools.codes)
        confirmed = [confirmed_schools(downloads / confirmations_name(data.round)) for data in (before, after)]
        early, late = (np.array([code in schools for code in codes]) for schools in confirmed)
        return cls(
            params,
            choices,
            year,
            codes,
            PupilCounts.of(before),
            PupilCounts.of(after),
            early,
            late,
            tuple(order.tolist()),
        )

    def programmes(self, model: type[Model]) -> dict[str, Model]:
        """The programmes of one kind by id, sorted by id."""
        programmes = sorted(self.params.programmes.items())
        return {name: programme for name, programme in programmes if isinstance(programme, model)}

    def chosen(self, first: float, last: float) -> list[int]:
        """The schools from the share `first` to the share `last` of the order, at least one."""
        start, end = (int(share * len(self.order)) for share in (first, last))
        return list(self.order[start : max(end, start + 1)])
