"""The employer's contribution to the social security fund: who is insured, and the dated terms of the contribution."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal, Self, TypeVar

from pydantic import Field, model_validator

from helpers.params.models import Line, ParameterModel, Referenced, ThaiDate
from helpers.params.programmes.base import Money, Percent

_HUNDRED = Decimal(100)
_UNIT = {"baht": Decimal(1), "satang": Decimal("0.01")}


class ContributionTerms(ParameterModel):
    """How a month's contribution is computed from the day `since` on."""

    since: ThaiDate
    percent: Percent
    """The contribution in per cent of the base."""
    floor: Money
    """The smallest base, baht a month; a lower wage contributes like this one."""
    ceiling: Money
    """The largest base, baht a month."""
    rounding: Literal["baht", "satang"]
    """The unit to which a month's contribution is rounded, halves up."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 <= self.floor <= self.ceiling:
            raise ValueError("floor ต้องไม่ติดลบ และ ceiling ต้องไม่น้อยกว่า floor")
        return self

    def base(self, wage: Decimal) -> Decimal:
        """The base of a month's contribution, baht: the wage within floor and ceiling."""
        return min(max(wage, self.floor), self.ceiling)

    def contribution(self, wage: Decimal) -> Decimal:
        """The employer's contribution for a month in which a wage was paid, baht with two decimals."""
        exact = self.base(wage) * self.percent / _HUNDRED
        return exact.quantize(_UNIT[self.rounding], ROUND_HALF_UP).quantize(_UNIT["satang"])


class ContributionPeriod(ContributionTerms, Referenced):
    """Terms with their reference, in force until the next period begins."""


DatedTerms = TypeVar("DatedTerms", bound=ContributionTerms)


def terms_on(terms: Sequence[DatedTerms], day: date) -> DatedTerms | None:
    """The terms in force on a day, out of `terms` from the oldest to the newest; None before the first ones."""
    return next((each for each in reversed(terms) if each.since <= day), None)


class InsuredForms(Referenced):
    """The legal forms of hiring that are insured and that are not; a form on neither list is reported as a finding."""

    insured: tuple[Line, ...] = Field(min_length=1)
    not_insured: tuple[Line, ...]

    @model_validator(mode="after")
    def _on_one_list(self) -> Self:
        if both := set(self.insured) & set(self.not_insured):
            raise ValueError(f"{', '.join(sorted(both))} อยู่ทั้งสองรายการ")
        return self


class SocialSecurity(ParameterModel):
    """The employer's social security, the same for all programmes."""

    legal_forms: InsuredForms
    periods: tuple[ContributionPeriod, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if any(later.since <= earlier.since for earlier, later in pairwise(self.periods)):
            raise ValueError("เรียงวันเริ่มใช้จากเก่าไปใหม่และต้องไม่ซ้ำกัน")
        return self
