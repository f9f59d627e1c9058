"""The claims of house rent and the contracts for land of deserted temples; the rent that is due in a fiscal year, by
the month, or by the contract year in the half in which that begins; and the check of the worked examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from helpers.params.fiscal_years import HALF_TITLES, Half
from helpers.params.programmes.base import BrokenMonth
from helpers.params.programmes.rent import RentExample, RentForm, RentProgramme
from helpers.periods import FiscalYear
from helpers.programmes.allocation import ONE, ZERO, SourceRow, rounded
from helpers.programmes.months import TEN_PLACES, month_parts, month_runs, month_share, usual_halves

HOUSE_ITEMS: Mapping[str, str] = {"เช่าบ้าน": "ค่าเช่าบ้าน", "ผ่อนชำระเงินกู้": "ค่าผ่อนชำระเงินกู้"}
LAND_ITEMS: Mapping[str, str] = {"รายเดือน": "ค่าเช่าที่ดินรายเดือน", "รายปี": "ค่าเช่าที่ดินรายปี"}
ITEMS: Mapping[RentForm, tuple[str, ...]] = {
    "house_rent": tuple(HOUSE_ITEMS.values()),
    "land_rent": tuple(LAND_ITEMS.values()),
}
"""The items of each form, in reading order."""
_YEARLY = "รายปี"


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of a form: a claim of house rent or a land contract. `smis` is empty for the office; `temple` is the
    owner of the land, empty for a house."""

    smis: str
    number: str
    payee: str
    temple: str
    item: str
    rent: Rent
    document: str
    source: SourceRow


def claims_of(form: RentForm, rows: pd.DataFrame) -> tuple[Claim, ...]:
    """The rows of a form as claims, sorted by school and number."""
    read = _house if form == "house_rent" else _land
    claims = (read({str(name): value for name, value in row.items()}) for row in rows.to_dict("records"))
    return tuple(sorted(claims, key=lambda claim: (claim.smis, claim.number)))


def _house(row: Mapping[str, object]) -> Claim:
    number = str(row["claim_no"])
    amounts = _money(row["monthly_rent"]), _money(row["monthly_ceiling"])
    return _claim(row, number, f"{row['position']} {number}", HOUSE_ITEMS[str(row["kind"])], amounts)


def _land(row: Mapping[str, object]) -> Claim:
    number, temple = str(row["contract_no"]), str(row["temple"])
    period = str(row["period"])
    return _claim(
        row,
        number,
        f"{temple} สัญญา {number}",
        LAND_ITEMS[period],
        (_money(row["rent"]), None),
        temple=temple,
        yearly=period == _YEARLY,
    )


def _claim(
    row: Mapping[str, object],
    number: str,
    payee: str,
    item: str,
    amounts: tuple[Decimal, Decimal | None],
    *,
    temple: str = "",
    yearly: bool = False,
) -> Claim:
    starts = _day(row["starts"])
    assert starts is not None, "the form takes no row without its first day"
    return Claim(
        smis=str(row["smis"]),
        number=number,
        payee=payee,
        temple=temple,
        item=item,
        rent=Rent(yearly, *amounts, starts, _day(row["ends"])),
        document=str(row["document_no"]),
        source=SourceRow(str(row["delivery"]), str(row["sheet"]), int(str(row["row"]))),
    )


def _money(value: object) -> Decimal:
    return Decimal(str(value))


def _day(value: object) -> date | None:
    """The day of a cell; None for an empty one."""
    return date(value.year, value.month, value.day) if isinstance(value, date) and not pd.isna(value) else None


MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Rent:
    """The terms of a claim or contract: baht a month (or a year where `yearly`), the most that may be paid of it (None
    for no ceiling), the first day, and the last (None for no end)."""

    yearly: bool
    rent: Decimal
    ceiling: Decimal | None
    opens: date
    closes: date | None

    @property
    def payable(self) -> Decimal:
        """The part of the rent that is paid: up to the ceiling."""
        return self.rent if self.ceiling is None else min(self.rent, self.ceiling)


@dataclass(frozen=True, slots=True)
class RentPart:
    """One amount of a rent: `quantity` months or one contract year, and the `share` of each that is due."""

    rent: Rent
    half: str
    opens: date
    closes: date
    quantity: int
    share: Decimal

    @property
    def months(self) -> Decimal:
        """The number of months of the amount."""
        return self.quantity * self.share * (MONTHS_A_YEAR if self.rent.yearly else 1)

    @property
    def due(self) -> Decimal:
        """The rent in baht, whoever pays it."""
        return rounded(self.quantity * self.rent.rent * self.share)

    @property
    def paid(self) -> Decimal:
        """Baht that the office pays; the tenant pays the rest."""
        return rounded(self.quantity * self.rent.payable * self.share)


def rent_parts(rent: Rent, halves: Sequence[Half], rule: BrokenMonth) -> tuple[RentPart, ...]:
    """The amounts of a rent in the halves of a fiscal year, in the order of their days; empty where nothing is due."""
    return tuple(_by_year(rent, halves, rule) if rent.yearly else _by_month(rent, halves, rule))


def _by_month(rent: Rent, halves: Sequence[Half], rule: BrokenMonth) -> Iterator[RentPart]:
    for run in month_runs(month_parts(rent.opens, rent.closes or date.max, halves), rule):
        yield RentPart(rent, run.half, run.opens, run.closes, run.count, run.share)


def _by_year(rent: Rent, halves: Sequence[Half], rule: BrokenMonth) -> Iterator[RentPart]:
    """A contract year is paid in full in the half in which it begins; an incomplete last one is paid by its months."""
    for half in halves:
        for opens, full in _contract_years(rent, half):
            closes = min(full, rent.closes or full)
            share = ONE if closes == full else _share_of_year(opens, closes, rule)
            yield RentPart(rent, half.title, opens, closes, 1, share)


def _contract_years(rent: Rent, half: Half) -> Iterator[tuple[date, date]]:
    """The first and last day of every contract year that begins in a half; the last day is that of a complete year."""
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
    """The months of an incomplete contract year as a share of twelve, to ten decimals."""
    cut_off = Half(title="ปีสัญญา", opens=opens, closes=closes)
    months = sum((month_share(part, rule) for part in month_parts(opens, closes, (cut_off,))), Decimal(0))
    return min(ONE, (months / MONTHS_A_YEAR).quantize(TEN_PLACES, ROUND_HALF_UP))


Amounts = Mapping[str, Decimal]


def check_example(programme: RentProgramme, example: RentExample) -> tuple[Amounts, Amounts]:
    """The amounts that the example states, and those that are computed, by name."""
    rent = Rent(example.per == "year", example.rent, example.ceiling, example.opens, example.closes)
    halves = usual_halves(FiscalYear.parse(example.year))
    parts = rent_parts(rent, halves, programme.broken_months.rule)
    names = dict(zip(HALF_TITLES, ("first_half", "second_half"), strict=True))
    amounts = dict.fromkeys((*names.values(), "above_ceiling"), ZERO)
    for part in parts:
        amounts[names[part.half]] += part.paid
        amounts["above_ceiling"] += part.due - part.paid
    return {name: getattr(example, name) for name in amounts}, amounts
