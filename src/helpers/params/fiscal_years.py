"""The parameters of one fiscal year: the rounds whose pupils are paid for, the halves, the disbursement targets."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from helpers.errors import ParameterError
from helpers.params.models import DatedValue, Line, ParameterModel, Referenced, ThaiDate, Whole
from helpers.params.programmes.base import Percent
from helpers.periods import Round

HALF_TITLES = ("ครึ่งปีแรก", "ครึ่งปีหลัง")
"""The titles of the halves, the same in every year, so that years can be compared."""


def _round_id(value: str) -> str:
    try:
        return str(Round.parse(value))
    except ParameterError as error:
        raise ValueError(f"{error.problem} {error.remedy}") from error


RoundId = Annotated[str, AfterValidator(_round_id)]


class CountedRound(Referenced):
    """One counted round with its own reference."""

    round: RoundId


class CountedRounds(Referenced):
    """The DMC rounds whose pupils the per-head subsidy pays for, by payment."""

    term_2_advance: CountedRound | None = None
    """The counts of 10 มิ.ย., one term earlier, for the first of two payments of term 2. None for a programme that pays
    term 2 at once; if it pays twice all the same, both payments count the round of `term_2`."""
    term_2: RoundId
    """The round of term 2 of the previous academic year."""
    term_1_advance: RoundId
    """The counts of the previous 10 พ.ย., every grade promoted by one, for the first payment of term 1."""
    term_1: RoundId
    """The counts of 10 มิ.ย., for the second payment of term 1."""


class Half(ParameterModel):
    """One half-year window, both days included."""

    title: Line
    opens: ThaiDate
    closes: ThaiDate


class Halves(Referenced):
    """The two half-years by which money is allotted for months."""

    halves: tuple[Half, Half]

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Self:
        first, second = self.halves
        if not first.opens <= first.closes < second.opens <= second.closes:
            raise ValueError("ครึ่งปีแรกต้องจบก่อนครึ่งปีหลังเริ่ม และวันเปิดต้องไม่หลังวันปิด")
        if (first.title, second.title) != HALF_TITLES:
            raise ValueError(f"title ของครึ่งปีต้องเป็น {' และ '.join(HALF_TITLES)}")
        return self


class Target(ParameterModel):
    """The share of the year's allotted money, in per cent, that must be spent by a day."""

    quarter: Whole = Field(ge=1, le=4)
    by: ThaiDate
    overall: Percent
    investment: Percent
    current: Percent | None = None
    """The target of all expenditure but investment; None for the overall target."""
    commitment: Percent | None = None
    """The share that must be spent or committed; None for no such target."""
    source: Referenced | None = None
    """The reference of this quarter's targets; None where it is that of all targets."""

    def falls_below(self, earlier: Target) -> bool:
        """Whether any percentage is lower than an earlier target's."""
        kinds = ("overall", "investment", "current", "commitment")
        pairs = ((getattr(earlier, kind), getattr(self, kind)) for kind in kinds)
        return any(one is not None and other is not None and other < one for one, other in pairs)


class DisbursementTargets(Referenced):
    """The targets, by quarter."""

    targets: tuple[Target, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        for earlier, later in pairwise(self.targets):
            in_time = earlier.quarter < later.quarter and earlier.by < later.by
            if not in_time or later.falls_below(earlier):
                raise ValueError("เป้าหมายต้องเรียงตามไตรมาส และไม่ลดลง")
        return self


class RateStep(Referenced):
    """How far up and down the reports try a rate that nobody has confirmed, in per cent of it."""

    percent: Percent = Field(gt=0, lt=100)


USUAL_STEP = RateStep(percent="5", reference="ไม่มีเอกสารกำหนด เลือกให้เห็นขนาดของผล", status="confirmed")
"""The step of a year that states none."""


class FiscalYearParams(ParameterModel):
    """One fiscal year."""

    as_of: DatedValue
    """The closing day of the year's registers for the reports."""
    rounds: CountedRounds
    halves: Halves
    targets: DisbursementTargets
    rate_step: RateStep = USUAL_STEP
