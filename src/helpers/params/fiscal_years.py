"""What one fiscal year's file holds: which rounds feed it, its halves, its disbursement targets."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from helpers.errors import ParameterError
from helpers.params.models import DatedValue, Frozen, Line, Referenced, ThaiDate, Whole
from helpers.params.programmes.base import Percent
from helpers.periods import Round

HALF_TITLES = ("ครึ่งปีแรก", "ครึ่งปีหลัง")
"""What the halves are called in every year, so that years can be compared by them."""


def _round_id(value: str) -> str:
    try:
        return str(Round.parse(value))
    except ParameterError as error:
        raise ValueError(f"{error.problem} {error.remedy}") from error


RoundId = Annotated[str, AfterValidator(_round_id)]


class CountedRound(Referenced):
    """One counted round with a source of its own."""

    round: RoundId


class CountedRounds(Referenced):
    """The DMC rounds whose pupils the per-head subsidy pays for."""

    term_2_advance: CountedRound | None = None
    """The counts of 10 มิ.ย., a term before: the first payment of term 2 where the programme pays it in two, which
    counts the round of `term_2` where none is stated."""
    term_2: RoundId
    """Term 2 of the academic year before."""
    term_1_advance: RoundId
    """The counts of the previous 10 พ.ย., moved up one grade: the first payment of term 1."""
    term_1: RoundId
    """The counts of 10 มิ.ย.: the second payment of term 1."""


class Half(Frozen):
    """One half-year window, both days included."""

    title: Line
    opens: ThaiDate
    closes: ThaiDate


class Halves(Referenced):
    """The windows in which money is allotted for months."""

    halves: tuple[Half, Half]

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Self:
        first, second = self.halves
        if not first.opens <= first.closes < second.opens <= second.closes:
            raise ValueError("ครึ่งปีแรกต้องจบก่อนครึ่งปีหลังเริ่ม และวันเปิดต้องไม่หลังวันปิด")
        if (first.title, second.title) != HALF_TITLES:
            raise ValueError(f"title ของครึ่งปีต้องเป็น {' และ '.join(HALF_TITLES)}")
        return self


class Target(Frozen):
    """How much of the year's money must have been spent by a day, in hundredths of what was allotted."""

    quarter: Whole = Field(ge=1, le=4)
    by: ThaiDate
    overall: Percent
    investment: Percent
    current: Percent | None = None
    """Of all that is no investment; the overall target where none is stated."""
    commitment: Percent | None = None
    """What must be spent or committed; None for no such target."""
    source: Referenced | None = None
    """Where this quarter's targets are written; None for where all of them are."""

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


class FiscalYearParams(Frozen):
    """One fiscal year."""

    as_of: DatedValue
    """The day on which the year's registers were closed for the reports."""
    rounds: CountedRounds
    halves: Halves
    targets: DisbursementTargets
