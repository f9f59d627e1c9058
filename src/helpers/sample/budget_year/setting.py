"""A form that is filled in, and what its rows make the office spend month by month.

What a fiscal year's forms are made from: the parameters, and the pupils whom the year pays for.
"""

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
"""Baht that a row costs in a month (named by its first day) of which it covers a share."""
Need = Mapping[date, Decimal]
"""Baht by the first day of a month; a month without any is left out."""
ZERO = Decimal(0)
SATANG = Decimal("0.01")


@dataclass
class Filled:
    """One form: the programme's id (of a register: its slug), and its rows by column name."""

    form: Form
    subject: str
    rows: list[Row]
    cost: Cost | None = None
    """What a row with `starts` and `ends` costs; none where rows cost nothing, or not by the month."""
    lost: set[int] = field(default_factory=set)
    """Positions of rows that cannot be counted any more."""

    def need(self, year: FiscalYear) -> Need:
        """What the rows that count cost in the months of a year."""
        if self.cost is None:
            return {}
        held = [row for place, row in enumerate(self.rows) if place not in self.lost]
        needed = {month: sum((self._month(row, month) for row in held), ZERO) for month in year.months}
        return {month: amount for month, amount in needed.items() if amount}

    def _month(self, row: Row, month: date) -> Decimal:
        share = share_of_month(month, row.get("starts"), row.get("ends"))
        return satang(self.cost(row, month, share)) if self.cost and share else ZERO


def satang(amount: Decimal) -> Decimal:
    """Rounded to the satang."""
    return amount.quantize(SATANG, ROUND_HALF_UP)


def document(number: int, year: FiscalYear) -> str:
    """The number of a made-up letter: `ตย 12/2569`."""
    return f"ตย {number}/{year}"


def share_of_month(month: date, starts: object, ends: object) -> Decimal:
    """How much of a month lies between two days, both included; no first day is nothing, no last day no end."""
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
class Heads:
    """Pupils of one round by school and grade (rows and columns as Schools and GRADES), and the poor among them."""

    pupils: Ints
    poor: Ints

    @classmethod
    def of(cls, data: RoundPupils) -> Heads:
        """Count a round; a school that it misses has no pupils."""
        count = len(data.schools)
        poor = data.pupils[data.pupils["disadvantage"] == POOR]
        return cls(headcounts(data.pupils, count), headcounts(poor, count))

    def moved_up(self, kept: tuple[str, ...]) -> Heads:
        """Every grade moved up one, but for those that keep their old count."""
        source = [grade if GRADES[grade] in kept else grade - 1 for grade in range(len(GRADES))]
        return Heads(self.pupils[:, source], self.poor[:, source])


@dataclass(frozen=True)
class Setting:
    """One fiscal year of one area."""

    params: Params
    choices: Choices
    year: FiscalYear
    codes: tuple[str, ...]
    """SMIS codes of the schools."""
    before: Heads
    """The counts of 10 พ.ย., within the year."""
    after: Heads
    """The counts of 10 มิ.ย., within the year."""
    confirmed_before: Bools
    """Which schools confirmed the counts of 10 พ.ย."""
    confirmed_after: Bools
    order: tuple[int, ...]
    """The schools in an order of chance: who comes first gets a post or a claim first."""

    @classmethod
    def of(cls, params: Params, choices: Choices, history: History, downloads: Path, seed: int) -> Setting:
        """The fiscal year of the last round of the history, of which everything was written to `downloads`. Its chances
        are its own."""
        after = history.rounds[-1]
        year = FiscalYear(after.round.year)
        (before,) = (data for data in history.rounds if data.round == Round(year.year - 1, 2))
        order = np.random.default_rng([seed, year.year]).permutation(len(after.schools))
        codes = tuple(after.schools.codes)
        confirmed = [confirmed_schools(downloads / confirmations_name(data.round)) for data in (before, after)]
        early, late = (np.array([code in own for code in codes]) for own in confirmed)
        return cls(params, choices, year, codes, Heads.of(before), Heads.of(after), early, late, tuple(order.tolist()))

    def programmes(self, model: type[Model]) -> dict[str, Model]:
        """The programmes of one kind by id, in the order of their ids."""
        found = sorted(self.params.programmes.items())
        return {name: programme for name, programme in found if isinstance(programme, model)}

    def chosen(self, first: float, last: float) -> list[int]:
        """The schools between two shares of the order, at least one."""
        start, end = (int(share * len(self.order)) for share in (first, last))
        return list(self.order[start : max(end, start + 1)])
