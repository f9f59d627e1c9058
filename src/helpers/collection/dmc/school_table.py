"""The schools of a round: those on the list and those that delivered, with size and district; and who confirmed
when."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from helpers.collection.dmc.schemas import LATE, NOT_CONFIRMED, ON_TIME
from helpers.collection.schemas import NOT_STATED
from helpers.params.folder import Params
from helpers.params.school_list import School

_ORIGIN = ["delivery", "sheet", "row"]
_COLUMNS = ["smis", "name", "district", "size", "listed", "delivered", "pupils", *_ORIGIN]


def school_frame(
    enrolment: pd.DataFrame,
    names: Mapping[str, str],
    params: Params,
    list_delivery: str,
) -> pd.DataFrame:
    """One row a school. Its source row is its first row in the enrolment, or its line in the school list where it
    delivered nothing. `names` are what the deliveries call schools that the list lacks."""
    pupils = {str(smis): int(count) for smis, count in enrolment.groupby("smis")["pupils"].sum().items()}
    first = enrolment.drop_duplicates("smis").set_index("smis")[_ORIGIN].to_dict("index")
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    rows = [
        {
            **_described(smis, params.schools.get(smis), names),
            "size": params.office.size_bands.size_of(pupils[smis]) if smis in pupils else "",
            "delivered": smis in pupils,
            "pupils": pupils.get(smis, 0),
            **(first.get(smis) or {"delivery": list_delivery, "sheet": "", "row": lines[smis]}),
        }
        for smis in sorted({*params.schools, *pupils})
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _described(smis: str, school: School | None, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "smis": smis,
        "name": school.name if school else names.get(smis, f"โรงเรียนรหัส {smis}"),
        "district": (school.district if school else "") or NOT_STATED,
        "listed": school is not None,
    }


@dataclass(frozen=True)
class Confirmed:
    """A confirmation file: when each school confirmed, and in which row it says so."""

    delivery: str
    sheet: str
    moments: Mapping[str, tuple[datetime, int]]


def confirmation_frame(schools: pd.DataFrame, confirmed: Confirmed, deadline: datetime) -> pd.DataFrame:
    """One row a school of the round. Its source row is that of the confirmation file; of a school that the file does
    not name, the school's own."""
    rows = []
    for school in schools[["smis", *_ORIGIN]].to_dict("records"):
        moment, row = confirmed.moments.get(school["smis"], (None, 0))
        if moment is None:
            rows.append({**school, "confirmation": NOT_CONFIRMED, "confirmed_at": None})
            continue
        origin: dict[Hashable, object] = {"delivery": confirmed.delivery, "sheet": confirmed.sheet, "row": row}
        kind = ON_TIME if moment <= deadline else LATE
        rows.append({"smis": school["smis"], **origin, "confirmation": kind, "confirmed_at": moment})
    columns = ["smis", *_ORIGIN, "confirmation", "confirmed_at"]
    return pd.DataFrame(rows, columns=columns).astype({"confirmed_at": "datetime64[s]"})
