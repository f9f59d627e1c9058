"""The requests in the register and their assessment: lunch by the rate for the school's size, which the pupils in DMC
determine, anything else as requested; and the check of the worked examples."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from numbers import Integral

import pandas as pd

from helpers.forms.claims import APPROVED, LUNCH
from helpers.forms.claims import PAID as CLAIM_PAID
from helpers.params.programmes.base import DatedRate
from helpers.params.programmes.local_support import LUNCH as LUNCH_RATE
from helpers.params.programmes.local_support import LocalSupportProgramme, SupportExample
from helpers.periods import FiscalYear
from helpers.programmes.allocation import ONE, ZERO, SourceRow, rounded


@dataclass(frozen=True, slots=True)
class Request:
    """One row of the register. `asked` and `approved` are in baht; `pupils` and `days` are None where they are not
    filled in, `approved` where nothing is approved yet."""

    smis: str
    number: str
    authority: str
    purpose: str
    description: str
    pupils: int | None
    days: int | None
    asked: Decimal
    asked_on: date
    state: str
    approved: Decimal | None
    document: str
    source: SourceRow

    @property
    def is_lunch(self) -> bool:
        """Whether it is for lunch, which is paid by rates."""
        return self.purpose == LUNCH

    @property
    def granted(self) -> bool:
        """Whether the local government approved it, paid or not."""
        return self.state in (APPROVED, CLAIM_PAID)


@dataclass(frozen=True, slots=True)
class SchoolEnrolment:
    """The pupils of one school who get lunch, as counted by one DMC round, and the keys of the source rows."""

    pupils: int
    keys: tuple[str, ...]


def requests_of(register: pd.DataFrame) -> tuple[Request, ...]:
    """The requests of a register, sorted by school and number."""
    read = (_request({str(name): value for name, value in row.items()}) for row in register.to_dict("records"))
    return tuple(sorted(read, key=lambda request: (request.smis, request.number)))


def enrolled_by_school(enrolment: pd.DataFrame, levels: Collection[str]) -> dict[str, SchoolEnrolment]:
    """The pupils of these levels by SMIS code; a school without any is left out."""
    level_rows = enrolment[enrolment["level"].isin(levels)]
    return {
        str(smis): SchoolEnrolment(int(rows["pupils"].sum()), tuple(rows["row_key"].unique()))
        for smis, rows in level_rows.groupby("smis")
    }


def newest(rounds: Sequence[Mapping[str, SchoolEnrolment]], smis: str) -> SchoolEnrolment | None:
    """A school's enrolment in the newest round that has it, where `rounds` begin with the oldest; None for none."""
    return next((enrolled[smis] for enrolled in reversed(rounds) if smis in enrolled), None)


def _request(row: Mapping[str, object]) -> Request:
    asked_on = row["requested_on"]
    assert isinstance(asked_on, date), "the form takes no row without its day"
    return Request(
        smis=str(row["smis"]),
        number=str(row["request_no"]),
        authority=str(row["local_government"]),
        purpose=str(row["purpose"]),
        description=str(row["description"]),
        pupils=_whole(row["pupils"]),
        days=_whole(row["days"]),
        asked=Decimal(str(row["amount_requested"])),
        asked_on=date(asked_on.year, asked_on.month, asked_on.day),
        state=str(row["state"]),
        approved=_money(row["amount_approved"]),
        document=str(row["document_no"]),
        source=SourceRow(str(row["delivery"]), str(row["sheet"]), int(str(row["row"]))),
    )


def _whole(value: object) -> int | None:
    """The number of a cell; None for an empty one."""
    return int(value) if isinstance(value, Integral) else None


def _money(value: object) -> Decimal | None:
    """The baht of a cell; None for an empty one."""
    return value if isinstance(value, Decimal) else None


INCOMPLETE = "ไม่ได้กรอกจำนวนนักเรียนหรือจำนวนวัน"
IMPOSSIBLE = "จำนวนนักเรียนหรือจำนวนวันเป็นไปไม่ได้"
NOT_RATED = "ไม่มีอัตราที่ใช้"
_MOST_DAYS = 366
MOST_QUANTITY = Decimal(99_999_999)
"""The largest product of pupils and days; more is implausible and does not fit the column of the allocation."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A request and its assessment. `obstacle` is the reason for which no amount can be computed, empty for none;
    `size` and `rate` are those of a lunch; `counted` is the school's enrolment in DMC, None where no round has it."""

    request: Request
    counted: SchoolEnrolment | None
    size: str = ""
    rate: DatedRate | None = None
    obstacle: str = ""

    @property
    def quantity(self) -> Decimal:
        """Pupils × days for a lunch, one for anything else."""
        request = self.request
        return Decimal((request.pupils or 0) * (request.days or 0)) if request.is_lunch else ONE

    @property
    def price(self) -> Decimal:
        """Baht per unit of `quantity`."""
        return self.rate.value if self.rate else self.request.asked

    @property
    def due(self) -> Decimal:
        """The amount by the rules in baht; zero where there is an obstacle."""
        return rounded(Decimal(0) if self.obstacle else self.quantity * self.price)


@dataclass(frozen=True, slots=True)
class SupportTerms:
    """The terms by which requests are assessed: the programme, the day whose rates apply, and the enrolment by school
    in each round, the oldest round first."""

    programme: LocalSupportProgramme
    day: date
    rounds: Sequence[Mapping[str, SchoolEnrolment]]

    def assess(self, request: Request) -> Assessed:
        """Assess one request."""
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
    """The size of a school with that number of pupils, and its rate on a day; None before the first rate."""
    size = programme.lunch_sizes.size_of(pupils)
    rate = programme.rate(LUNCH_RATE, size)
    return size, rate.on(day) if rate else None


Amounts = Mapping[str, Decimal]


def check_example(programme: LocalSupportProgramme, example: SupportExample) -> tuple[Amounts, Amounts]:
    """The amount that the example states, and the computed one, zero where the year has no rate yet."""
    _, rate = lunch_rate(programme, FiscalYear.parse(example.year).opens, example.school_pupils)
    amount = rounded(example.pupils * example.days * rate.value) if rate else ZERO
    return {"amount": example.amount}, {"amount": amount}
