"""What an employer pays into the social security fund: who is insured, and the dated terms of the contribution."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal, Self, TypeVar

from pydantic import Field, model_validator

from helpers.params.models import Frozen, Line, Referenced, ThaiDate
from helpers.params.programmes.base import Money, Percent

_HUNDRED = Decimal(100)
_UNIT = {"baht": Decimal(1), "satang": Decimal("0.01")}


class ContributionTerms(Frozen):
    """How a month's contribution is computed, from a day on."""

    since: ThaiDate
    percent: Percent
    """The employer's share of the base."""
    floor: Money
    """The least base; a month that was paid less contributes as if it had been paid this."""
    ceiling: Money
    """The largest base, baht a month."""
    rounding: Literal["baht", "satang"]
    """To what a month's contribution is rounded, halves up."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 <= self.floor <= self.ceiling:
            raise ValueError("floor ต้องไม่ติดลบ และ ceiling ต้องไม่น้อยกว่า floor")
        return self

    def base(self, wage: Decimal) -> Decimal:
        """The part of a month's wage that counts, baht."""
        return min(max(wage, self.floor), self.ceiling)

    def contribution(self, wage: Decimal) -> Decimal:
        """The employer's contribution for a month in which a wage was paid, baht with two decimals."""
        exact = self.base(wage) * self.percent / _HUNDRED
        return exact.quantize(_UNIT[self.rounding], ROUND_HALF_UP).quantize(_UNIT["satang"])


class ContributionPeriod(ContributionTerms, Referenced):
    """Terms with their source, in force until the next one's day."""


Terms = TypeVar("Terms", bound=ContributionTerms)


def terms_on(terms: Sequence[Terms], day: date) -> Terms | None:
    """Of terms from the oldest to the newest those in force on a day; None before the first ones."""
    return next((each for each in reversed(terms) if each.since <= day), None)


class InsuredForms(Referenced):
    """Which legal forms of hiring are insured; a form on neither list is named as a finding."""

    insured: tuple[Line, ...] = Field(min_length=1)
    not_insured: tuple[Line, ...]

    @model_validator(mode="after")
    def _on_one_list(self) -> Self:
        if both := set(self.insured) & set(self.not_insured):
            raise ValueError(f"{', '.join(sorted(both))} อยู่ทั้งสองรายการ")
        return self


class SocialSecurity(Frozen):
    """The employer's social security, the same for all programmes."""

    legal_forms: InsuredForms
    periods: tuple[ContributionPeriod, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if any(later.since <= earlier.since for earlier, later in pairwise(self.periods)):
            raise ValueError("เรียงวันเริ่มใช้จากเก่าไปใหม่และต้องไม่ซ้ำกัน")
        return self
