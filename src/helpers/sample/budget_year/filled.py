"""A form that is filled in, and what its rows make the office spend month by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from helpers.collection.forms.form import Form
from helpers.periods import FiscalYear

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
