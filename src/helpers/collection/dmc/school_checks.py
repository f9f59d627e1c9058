"""The schools of a round against the school list: who is not on it, who is missing, who has no pupil."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from helpers.collection.dmc.aggregates import Aggregate
from helpers.collection.findings import Finding
from helpers.params.folder import Params


def check_schools(
    aggregates: Mapping[str, Aggregate], pupils: pd.DataFrame, params: Params, day: date
) -> Iterator[Finding]:
    """Schools of any delivery that the list does not have, or has as closed or not yet open on the day of the data."""
    if not params.schools:
        where = f"params/schools/{params.office.area_code}.csv"
        yield Finding("dmc.school.list_empty", smis="", report="enrolment", file=where)
        return
    for smis, place in sorted(_first_places(aggregates, pupils).items()):
        school = params.schools.get(smis)
        if school is None:
            yield Finding("dmc.school.not_on_list", smis, **place)
        elif not school.is_open(day):
            yield Finding("dmc.school.closed", smis, **place, allowed=school.days_open)


def check_standing(standing: pd.DataFrame, schools: pd.DataFrame, params: Params, day: date) -> Iterator[Finding]:
    """Schools that stand in the deliveries without a pupil, and those that are open and do not stand there at all."""
    empty = set(schools.loc[schools["pupils"] == 0, "smis"])
    for origin in standing[standing["smis"].isin(empty)].to_dict("records"):
        place = {str(name): value for name, value in origin.items()}
        yield Finding("dmc.school.no_pupils", report="enrolment", found="0 คน", **place)
    for smis in params.open_schools(day):
        if smis not in set(standing["smis"]):
            yield Finding("dmc.school.missing", smis, "enrolment")


def _first_places(aggregates: Mapping[str, Aggregate], pupils: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Where each school first stands: in the first report that has it, else in the list of pupils."""
    places: dict[str, dict[str, Any]] = {}
    for aggregate in aggregates.values():
        origin = {"delivery": aggregate.delivery.id, "file": aggregate.delivery.name, "sheet": aggregate.sheet}
        for row in np.flatnonzero(aggregate.of_schools)[::-1]:
            own = {"report": aggregate.layout.slug, **origin, "row": int(aggregate.rows[row])}
            places[str(aggregate.smis[row])] = own
    listed = pupils.drop_duplicates("smis").reindex(columns=["smis", "delivery", "file", "sheet", "row"])
    for each in listed.to_dict("records"):
        own = {str(name): value for name, value in each.items() if name != "smis"}
        places.setdefault(str(each["smis"]), {"report": "pupil_list", **own})
    return places
