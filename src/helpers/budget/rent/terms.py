"""What one rent comes to in a fiscal year: by the month, or by the contract year in the half in which that begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from helpers.budget.allocation import ONE, rounded
from helpers.budget.months import TEN_PLACES, month_parts, month_runs, month_share
from helpers.params.fiscal_years import Half
from helpers.params.programmes.base import BrokenMonth

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Rent:
    """What a claim or contract says: baht a month or a year, the most that may be paid of it (None for no such limit),
    its first day, and its last (None for one that goes on)."""

    yearly: bool
    rent: Decimal
    ceiling: Decimal | None
    opens: date
    closes: date | None

    @property
    def payable(self) -> Decimal:
        """What is paid of the rent: up to the ceiling."""
        return self.rent if self.ceiling is None else min(self.rent, self.ceiling)


@dataclass(frozen=True, slots=True)
class RentPart:
    """One amount of a rent: `quantity` months or one contract year, and the share of it that is due."""

    rent: Rent
    half: str
    opens: date
    closes: date
    quantity: int
    share: Decimal

    @property
    def months(self) -> Decimal:
        """The months that the amount is for."""
        return self.quantity * self.share * (MONTHS_A_YEAR if self.rent.yearly else 1)

    @property
    def due(self) -> Decimal:
        """Baht of rent, whoever bears them."""
        return rounded(self.quantity * self.rent.rent * self.share)

    @property
    def paid(self) -> Decimal:
        """Baht that the office pays; what is due above them the tenant bears."""
        return rounded(self.quantity * self.rent.payable * self.share)


def rent_parts(rent: Rent, halves: Sequence[Half], rule: BrokenMonth) -> tuple[RentPart, ...]:
    """The amounts of a rent in the halves of a fiscal year, in the order of their days; empty where none is due."""
    return tuple(_by_year(rent, halves, rule) if rent.yearly else _by_month(rent, halves, rule))


def _by_month(rent: Rent, halves: Sequence[Half], rule: BrokenMonth) -> Iterator[RentPart]:
    for run in month_runs(month_parts(rent.opens, rent.closes or date.max, halves), rule):
        yield RentPart(rent, run.half, run.opens, run.closes, run.count, run.share)


def _by_year(rent: Rent, halves: Sequence[Half], rule: BrokenMonth) -> Iterator[RentPart]:
    """A contract year is paid whole in the half in which it begins; the last one by its months where it is cut off."""
    for half in halves:
        for opens, full in _contract_years(rent, half):
            closes = min(full, rent.closes or full)
            share = ONE if closes == full else _share_of_year(opens, closes, rule)
            yield RentPart(rent, half.title, opens, closes, 1, share)


def _contract_years(rent: Rent, half: Half) -> Iterator[tuple[date, date]]:
    """First and last day of every contract year that begins in a half; the last day as if nothing cut it off."""
    last = min(half.closes, rent.closes or half.closes)
    for number in range(half.closes.year - rent.opens.year + 1):
        opens = _years_later(rent.opens, number)
        if half.opens <= opens <= last:
            yield opens, _years_later(rent.opens, number + 1) - timedelta(days=1)


def _years_later(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 1 March where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _share_of_year(opens: date, closes: date, rule: BrokenMonth) -> Decimal:
    """The months of a contract year that was cut off, as a share of twelve, to ten places."""
    cut_off = Half(title="ปีสัญญา", opens=opens, closes=closes)
    months = sum((month_share(part, rule) for part in month_parts(opens, closes, (cut_off,))), Decimal(0))
    return min(ONE, (months / MONTHS_A_YEAR).quantize(TEN_PLACES, ROUND_HALF_UP))
