"""The register of requests as requests, and the pupils that DMC counts for the lunch."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from numbers import Integral

import pandas as pd

from helpers.budget.allocation import SourceRow
from helpers.collection.forms.claims import APPROVED, LUNCH, PAID


@dataclass(frozen=True, slots=True)
class Request:
    """One row of the register. `pupils` and `days` are None where they are not filled in, `approved` where nothing is
    approved yet."""

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
        """Whether it is paid by rate."""
        return self.purpose == LUNCH

    @property
    def granted(self) -> bool:
        """Whether the authority agreed, paid or not."""
        return self.state in (APPROVED, PAID)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The pupils of one school for whom there is lunch, as one DMC round counts them, and the rows that say so."""

    pupils: int
    keys: tuple[str, ...]


def requests_of(register: pd.DataFrame) -> tuple[Request, ...]:
    """The requests by school and number, whatever their order in the file."""
    read = (_request({str(name): value for name, value in row.items()}) for row in register.to_dict("records"))
    return tuple(sorted(read, key=lambda request: (request.smis, request.number)))


def enrolled_by_school(enrolment: pd.DataFrame, levels: Collection[str]) -> dict[str, Enrolled]:
    """By school, the pupils of these levels; a school without any is left out."""
    own = enrolment[enrolment["level"].isin(levels)]
    return {
        str(smis): Enrolled(int(rows["pupils"].sum()), tuple(rows["row_key"].unique()))
        for smis, rows in own.groupby("smis")
    }


def newest(rounds: Sequence[Mapping[str, Enrolled]], smis: str) -> Enrolled | None:
    """A school in the newest of the rounds that has it, the oldest round first; None where none has."""
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
