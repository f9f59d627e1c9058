"""What a year's money would be if a rate that nobody has confirmed were another: the same rules, with the other rate.

Nothing is multiplied in proportion: caps, ceilings and rounding take the other rate as they take the present one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

import pandas as pd

from helpers.params.fiscal_years import RateStep
from helpers.params.models import Referenced
from helpers.params.programmes.base import DatedRate, Programme
from helpers.programmes.allocation import (
    ALLOCATION,
    MONEY,
    RATE,
    AllocationRow,
    allocation_frame,
    rate_labels,
    rounded,
)
from helpers.tables.schemas import OFFICE_ONLY, PUBLIC, Field, TableSchema, parts, text

TO_CONFIRM = "to_confirm"
STEP_TITLE = "ขั้นที่ใช้ลองอัตราที่ยังไม่ยืนยัน"
"""What readers call the step."""
ELSEWHERE = "แหล่งอื่น"
"""The alternative that takes what another source states."""
_CHANGED = {
    "rate": Field("rate", RATE, "อัตราที่ลอง", PUBLIC, "บาท"),
    "less": Field("less", MONEY, "จ่ายไปแล้วในงวดก่อน และที่ต้องจ่ายตามอัตราที่ใช้อยู่", OFFICE_ONLY, "บาท"),
    "amount": Field("amount", MONEY, "เงินที่เปลี่ยนจากอัตราที่ใช้อยู่", OFFICE_ONLY, "บาท"),
}
"""The columns that mean something else than in an allocation; all others are those of the tried row."""
WHAT_IF = TableSchema(
    "what_if",
    "แถวของบัญชีจัดสรร × ค่าที่ลองแทนอัตราที่ยังไม่ยืนยัน: จำนวน × อัตราที่ลอง × สัดส่วน − จ่ายแล้วและต้องจ่ายอยู่ = เงินที่เปลี่ยน",
    (
        parts("rate_used", "รายการ", "หน่วย", "ที่มาของอัตรา", "สถานะ", sensitivity=PUBLIC),
        text("alternative", "ค่าที่ลองแทนอัตรา", PUBLIC),
        *(_CHANGED.get(field.name, field) for field in ALLOCATION.fields),
    ),
    persons=ALLOCATION.persons,
)
_AMOUNT = re.compile(r"[0-9][0-9,]*(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Alternative:
    """What is tried in place of every unconfirmed rate: its `factor` times the rate, to the satang; without a factor
    what another source states."""

    title: str
    factor: Decimal | None = None

    def tried(self, source: Referenced, value: Decimal) -> Decimal | None:
        """The value to try for one that `source` states; None where it is confirmed, or there is nothing to try."""
        if source.status != TO_CONFIRM:
            return None
        return stated_elsewhere(source) if self.factor is None else rounded(value * self.factor)


def alternatives(step: RateStep) -> tuple[Alternative, ...]:
    """A step down, a step up, and what other sources state; the titles sort in this order."""
    share = step.percent / 100
    return (
        Alternative(f"ต่ำลงร้อยละ {step.percent}", 1 - share),
        Alternative(f"สูงขึ้นร้อยละ {step.percent}", 1 + share),
        Alternative(ELSEWHERE),
    )


def stated_elsewhere(source: Referenced) -> Decimal | None:
    """The first amount of baht among what other sources state; None where all of them are words."""
    values = (seen.value for seen in source.also_seen if _AMOUNT.fullmatch(seen.value))
    return next((rounded(Decimal(value.replace(",", ""))) for value in values), None)


@dataclass(frozen=True, slots=True)
class Trial:
    """By how much one amount changes under an alternative: `rated` is the row whose rate is tried, `effect` the amount
    that changes by it, which may be another one (a contribution that follows a wage)."""

    alternative: str
    rated: AllocationRow
    effect: AllocationRow


def effect(present: AllocationRow, tried: AllocationRow) -> AllocationRow:
    """The tried row less what is due by the present rate: its amount is the change."""
    return replace(tried, already_paid=tried.already_paid + present.amount)


_Programme = TypeVar("_Programme", bound=Programme)


def with_tried_rates(programme: _Programme, alternative: Alternative) -> _Programme:
    """The programme as the alternative has it; a rate for which it has no value stays."""
    rates = (
        rate.model_copy(update={"values": tuple(_tried(value, alternative) for value in rate.values)})
        for rate in programme.rates
    )
    return programme.model_copy(update={"rates": tuple(rates)})


def _tried(dated: DatedRate, alternative: Alternative) -> DatedRate:
    value = alternative.tried(dated, dated.value)
    return dated if value is None else dated.model_copy(update={"value": value})


def changed_rows(
    alternative: Alternative, present: Iterable[AllocationRow], tried: Iterable[AllocationRow]
) -> Iterator[Trial]:
    """The rows whose rate or amount the alternative changes. Both are one allocation, row by row: no rate decides how
    many rows there are. What a settlement deducts goes with the rate of the settlement."""
    for row, again in zip(present, tried, strict=True):
        if (row.rate, row.amount) != (again.rate, again.amount):
            yield Trial(alternative.title, row, effect(row, again))


def what_if_frame(trials: Iterable[Trial], schools: pd.DataFrame, office: str) -> pd.DataFrame:
    """The trials as a table, in their order; `schools` and `office` as in `allocation_frame`."""
    listed = list(trials)
    frame = allocation_frame((trial.effect for trial in listed), schools, office)
    return frame.assign(
        rate_used=pd.Series(rate_labels(trial.rated for trial in listed), dtype="str"),
        alternative=pd.Series([trial.alternative for trial in listed], dtype="str"),
    )
