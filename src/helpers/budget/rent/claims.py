"""The forms of rent as claims: a right to house rent, or a contract on the land of a deserted temple."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from helpers.budget.allocation import SourceRow
from helpers.budget.rent.terms import Rent
from helpers.params.programmes.rent import RentForm

HOUSE_ITEMS: Mapping[str, str] = {"เช่าบ้าน": "ค่าเช่าบ้าน", "ผ่อนชำระเงินกู้": "ค่าผ่อนชำระเงินกู้"}
LAND_ITEMS: Mapping[str, str] = {"รายเดือน": "ค่าเช่าที่ดินรายเดือน", "รายปี": "ค่าเช่าที่ดินรายปี"}
ITEMS: Mapping[RentForm, tuple[str, ...]] = {
    "house_rent": tuple(HOUSE_ITEMS.values()),
    "land_rent": tuple(LAND_ITEMS.values()),
}
"""What each form's rows pay for, in reading order."""
_YEARLY = "รายปี"


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of a form. `smis` is empty for the office; `temple` is whose land is rented, empty for a house."""

    smis: str
    number: str
    payee: str
    temple: str
    item: str
    rent: Rent
    document: str
    source: SourceRow


def claims_of(form: RentForm, rows: pd.DataFrame) -> tuple[Claim, ...]:
    """The rows as claims by school and number, whatever their order in the file."""
    read = _house if form == "house_rent" else _land
    found = (read({str(name): value for name, value in row.items()}) for row in rows.to_dict("records"))
    return tuple(sorted(found, key=lambda claim: (claim.smis, claim.number)))


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
