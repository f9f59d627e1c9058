"""Programmes 13 and 14: house rent of officials, and rent of the land of deserted temples. Every claim or contract
states its own amount; there are no published rates."""

from typing import Literal, Self

from pydantic import model_validator

from helpers.params.models import Line, ParameterModel, Referenced, ThaiDate
from helpers.params.programmes.base import BrokenMonths, Money, Programme

RentForm = Literal["house_rent", "land_rent"]


class RentExample(ParameterModel):
    """One claim or contract worked by hand, in one fiscal year of the usual halves."""

    explained: Line
    year: Line
    """The fiscal year: `"2569"`."""
    per: Literal["month", "year"] = "month"
    rent: Money
    ceiling: Money | None = None
    """The most that the official is entitled to, per month; None for land."""
    opens: ThaiDate
    closes: ThaiDate
    first_half: Money
    second_half: Money
    above_ceiling: Money


class EntitlementRange(Referenced):
    """The lowest and highest entitlement of the decree, baht a month."""

    least: Money
    most: Money

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.most < self.least:
            raise ValueError("most ต้องไม่น้อยกว่า least")
        return self


class RentProgramme(Programme):
    """A programme of rents by claim or contract."""

    kind: Literal["rent"]
    form: RentForm
    """The form of the claims (`house_rent`) or contracts (`land_rent`)."""
    broken_months: BrokenMonths
    contract_amounts: Referenced
    """The reference of every amount: the contract itself."""
    entitlements: EntitlementRange | None = None
    """The range of officials' entitlements; None for land."""
    examples: tuple[RentExample, ...]
    """Worked by hand; empty as long as nobody has worked one for the programme."""

    @model_validator(mode="after")
    def _examples_fit_the_form(self) -> Self:
        if any((each.ceiling is None) == (self.form == "house_rent") for each in self.examples):
            raise ValueError("ตัวอย่างค่าเช่าบ้านต้องมี ceiling ตัวอย่างค่าเช่าที่ดินต้องไม่มี")
        if (self.entitlements is None) == (self.form == "house_rent"):
            raise ValueError("ค่าเช่าบ้านต้องมี entitlements ค่าเช่าที่ดินต้องไม่มี")
        return self


PROGRAMME = RentProgramme
