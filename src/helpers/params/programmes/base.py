"""What every budget programme states: its title, budget codes, legal grounds, and dated rates."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from helpers.params.models import Line, ParameterModel, Referenced, ThaiDate

EXPENDITURES = ("งบบุคลากร", "งบดำเนินงาน", "งบลงทุน", "งบเงินอุดหนุน", "งบรายจ่ายอื่น")
"""The five expenditure types of the budget."""
Expenditure = Literal["งบบุคลากร", "งบดำเนินงาน", "งบลงทุน", "งบเงินอุดหนุน", "งบรายจ่ายอื่น"]
LARGEST_STEP = 2
"""A rate that changes by more than this factor from one value to the next must be explained."""
PROGRAMME_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""The pattern of a programme's id, which is the name of its file and a part of the id of its report."""
_MONEY = re.compile(r"-?[0-9]{1,12}\.[0-9]{2}")


def _money(value: object) -> object:
    if not isinstance(value, str) or not _MONEY.fullmatch(value):
        raise ValueError('จำนวนเงินเขียนเป็นข้อความมีทศนิยมสองตำแหน่ง เช่น "1904.00"')
    return Decimal(value)


def _share(value: object) -> object:
    try:
        return Decimal(value) if isinstance(value, str) else value
    except InvalidOperation as error:
        raise ValueError('ร้อยละเขียนเป็นข้อความ เช่น "70"') from error


Money = Annotated[Decimal, BeforeValidator(_money)]
"""Baht with two decimals, written in quotation marks, so that it is never read as a float."""
Percent = Annotated[Decimal, BeforeValidator(_share), Field(strict=True, ge=0, le=100)]
"""A percentage, written in quotation marks: `"70"` is 70 %."""

BrokenMonth = Literal["calendar_days", "thirty_days"]
"""How an incomplete month is paid: by its days divided by the days of that month, or by thirty."""


class BrokenMonths(Referenced):
    """The rule for a month that a post, a claim or a contract covers in part."""

    rule: BrokenMonth


class DatedRate(Referenced):
    """The value of a rate from the day `since` on, until that of the next one."""

    since: ThaiDate
    until: ThaiDate | None = None
    """The last day on which it is known to apply, where the value after it is unknown; None for until the next one."""
    value: Money
    explained: str = ""
    """Why it differs so much from the value before; required where it more than doubles or halves."""


class Rate(ParameterModel):
    """One rate through the years: the item and group that it is paid for, its unit, and its `values` from the oldest to
    the newest."""

    item: Line
    """The name by which the computation asks for it, in ASCII: `teaching`."""
    group: str = ""
    """Whom it is for: a level, a grade, a size, a legal form; empty where it is the same for all."""
    title: Line
    unit: Line
    """The unit in Thai: `บาท/คน/ปี`."""
    values: tuple[DatedRate, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for earlier, later in pairwise(self.values):
            if later.since <= (earlier.until or earlier.since):
                raise ValueError(f"อัตรา {self.item} {self.group} เรียงวันเริ่มใช้จากเก่าไปใหม่และต้องไม่ซ้ำกัน")
            if not later.explained and _is_a_jump(earlier.value, later.value):
                raise ValueError(f"อัตรา {self.item} {self.group} เปลี่ยนเกินเท่าตัว ให้ตรวจเลข หรือบอกเหตุใน explained")
        return self

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if any(each.until and each.until < each.since for each in self.values):
            raise ValueError(f"อัตรา {self.item} {self.group} มี until ก่อน since")
        return self

    def on(self, day: date) -> DatedRate | None:
        """The value in force on a day; None before the first one, and after `until` of the last one."""
        newest = next((each for each in reversed(self.values) if each.since <= day), None)
        return newest if newest and (newest.until is None or day <= newest.until) else None

    def between(self, opens: date, closes: date) -> Iterator[DatedRate]:
        """The values in force on any day from `opens` to `closes`, the oldest first."""
        days = dict.fromkeys((opens, *(each.since for each in self.values if opens < each.since <= closes)))
        yield from filter(None, map(self.on, days))


def _is_a_jump(earlier: Decimal, later: Decimal) -> bool:
    low, high = sorted((abs(earlier), abs(later)))
    return high > low * LARGEST_STEP


class BudgetCodes(Referenced):
    """The accounting codes of the money; empty until the year's budget letter is entered."""

    output: Annotated[str, StringConstraints(pattern=r"^([0-9]{16})?$")] = ""
    """ผลผลิต: 16 digits."""
    activity: Annotated[str, StringConstraints(pattern=r"^([0-9A-Z]{14})?$")] = ""
    """กิจกรรมหลัก: 14 characters."""
    source_kind: Literal["", "210", "220", "230", "310", "320", "410", "510"] = ""
    """The last three digits of แหล่งของเงิน: 210 ค่าตอบแทน, 220 ใช้สอย, 230 วัสดุ, 310 ครุภัณฑ์, 320
    ที่ดิน/สิ่งก่อสร้าง, 410 อุดหนุน, 510 รายจ่ายอื่น."""

    def source(self, fiscal_year: int) -> str:
        """แหล่งของเงิน, the code of the fund source: two digits of the fiscal year, 11, and the kind (`6911410`); empty
        where the kind is."""
        return f"{fiscal_year % 100:02}11{self.source_kind}" if self.source_kind else ""


class Programme(ParameterModel):
    """One budget programme or sub-programme. Its id is the name of its file."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}(\.[0-9])?$")]
    """Its number in the manual: `5.1`."""
    title: Line
    kind: Line
    expenditure: Expenditure
    codes: BudgetCodes
    references: tuple[Line, ...]
    """The laws, regulations and circulars that it rests on; empty as long as the office has not entered them."""
    conditions: tuple[Line, ...]
    """Who is paid, and when; empty like the references."""
    rates: tuple[Rate, ...] = ()

    @model_validator(mode="after")
    def _one_rate_each(self) -> Self:
        named = [(rate.item, rate.group) for rate in self.rates]
        if len(set(named)) < len(named):
            raise ValueError("อัตรามี item และ group ซ้ำกัน รวมไว้ในรายการเดียวแล้วแยกตามวันเริ่มใช้")
        return self

    def rate(self, item: str, group: str = "") -> Rate | None:
        """The rate of an item for a group, else the one for all groups; None where the programme has neither."""
        by_group = {rate.group: rate for rate in self.rates if rate.item == item}
        return by_group.get(group) or by_group.get("")
