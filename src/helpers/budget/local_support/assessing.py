"""What a request comes to by the rules: lunch by the rate of the school's size, anything else as it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from helpers.budget.allocation import ONE, rounded
from helpers.budget.local_support.requests import Enrolled, Request, newest
from helpers.params.programmes.base import DatedRate
from helpers.params.programmes.local_support import LUNCH, LocalSupportProgramme

INCOMPLETE = "ไม่ได้กรอกจำนวนนักเรียนหรือจำนวนวัน"
IMPOSSIBLE = "จำนวนนักเรียนหรือจำนวนวันเป็นไปไม่ได้"
NOT_RATED = "ไม่มีอัตราที่ใช้"
_MOST_DAYS = 366
MOST_QUANTITY = Decimal(99_999_999)
"""Pupils × days; more cannot be, and the allocation's column does not hold it."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A request, and what the rules make of it. `obstacle` says why that is nothing, empty where it is an amount.
    `size` and `rate` are those of a lunch; `counted` is the school in DMC, None where no round has it."""

    request: Request
    counted: Enrolled | None
    size: str = ""
    rate: DatedRate | None = None
    obstacle: str = ""

    @property
    def quantity(self) -> Decimal:
        """Pupils × days of a lunch, one of anything else."""
        request = self.request
        return Decimal((request.pupils or 0) * (request.days or 0)) if request.is_lunch else ONE

    @property
    def price(self) -> Decimal:
        """Baht for one of the quantity."""
        return self.rate.value if self.rate else self.request.asked

    @property
    def due(self) -> Decimal:
        """Baht by the rules; zero where there is an obstacle."""
        return rounded(Decimal(0) if self.obstacle else self.quantity * self.price)


@dataclass(frozen=True, slots=True)
class Terms:
    """By what requests are assessed: the programme, the day whose rates hold, and the pupils by round, oldest first."""

    programme: LocalSupportProgramme
    day: date
    rounds: Sequence[Mapping[str, Enrolled]]

    def assess(self, request: Request) -> Assessed:
        """What one request comes to."""
        counted = newest(self.rounds, request.smis)
        if not request.is_lunch:
            return Assessed(request, counted)
        if request.pupils is None or request.days is None:
            return Assessed(request, counted, obstacle=INCOMPLETE)
        if request.days > _MOST_DAYS or request.pupils * request.days > MOST_QUANTITY:
            return Assessed(request, counted, obstacle=IMPOSSIBLE)
        size, rate = lunch_rate(self.programme, self.day, counted.pupils if counted else request.pupils)
        return Assessed(request, counted, size, rate, "" if rate else NOT_RATED)


def lunch_rate(programme: LocalSupportProgramme, day: date, pupils: int) -> tuple[str, DatedRate | None]:
    """The size of a school of so many pupils, and its rate on a day; None before the first one."""
    size = programme.lunch_sizes.size_of(pupils)
    rate = programme.rate(LUNCH, size)
    return size, rate.on(day) if rate else None
