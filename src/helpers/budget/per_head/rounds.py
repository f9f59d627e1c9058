"""One collection round as the subsidy takes it: its counts, what was left out, who did not confirm, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from helpers.budget.allocation import Excluded, SourceRow
from helpers.budget.per_head.counting import RoundCount, count_round, out_of_scope
from helpers.budget.per_head.findings import what_is_missing
from helpers.budget.per_head.lacking import lacking
from helpers.budget.per_head.leaving_out import leave_out
from helpers.collection.dmc.schemas import NOT_CONFIRMED
from helpers.collection.findings import Finding
from helpers.params.programmes.per_head import PerHeadProgramme

NO_DATA = "ไม่มีข้อมูลในรอบ"
UNCONFIRMED = "ไม่ยืนยันข้อมูล"


@dataclass(frozen=True)
class PaidRound:
    """A received round. `withheld` are the schools that are not paid on it, with the row that says so."""

    id: str
    count: RoundCount
    withheld: Mapping[str, SourceRow]
    excluded: tuple[Excluded, ...]
    findings: tuple[Finding, ...]


def read_round(
    programme: PerHeadProgramme, round_id: str, on: date, table: Callable[[str], pd.DataFrame | None]
) -> PaidRound | None:
    """The round by its tables; None where nothing was received that counts pupils."""
    enrolment = table("enrolment")
    if enrolment is None or enrolment.empty:
        return None
    pupils, confirmations = _there(table, "pupils"), _there(table, "confirmations")
    left_out = leave_out(programme, pupils, enrolment)
    count = count_round(programme, on, enrolment, _there(table, "categories"), left_out)
    count = replace(count, lacking=lacking(programme, count.pupils, pupils, _there(table, "deliveries")))
    excluded = (
        *left_out.excluded(round_id),
        *out_of_scope(programme, enrolment, round_id),
        *_without_data(_there(table, "schools"), round_id),
    )
    missing = what_is_missing(round_id, count.pupils, pupils, confirmations)
    return PaidRound(round_id, count, _withheld(programme, confirmations), excluded, tuple(missing))


def _there(table: Callable[[str], pd.DataFrame | None], name: str) -> pd.DataFrame:
    """A table of a round that was received; it always has all of them."""
    frame = table(name)
    if frame is None:
        raise KeyError(name)
    return frame


def _withheld(programme: PerHeadProgramme, confirmations: pd.DataFrame) -> Mapping[str, SourceRow]:
    if programme.not_confirmed.rule == "paid":
        return {}
    silent = confirmations[confirmations["confirmation"] == NOT_CONFIRMED]
    return dict(_sources(silent))


def _without_data(schools: pd.DataFrame, round_id: str) -> Iterator[Excluded]:
    """Listed schools that delivered nothing for the round."""
    for smis, source in _sources(schools[~schools["delivered"].astype(bool)]):
        yield Excluded(smis, NO_DATA, 0, source, f"รอบ {round_id}")


def _sources(rows: pd.DataFrame) -> Iterator[tuple[str, SourceRow]]:
    columns = [rows[name].tolist() for name in ("smis", "delivery", "sheet", "row")]
    for smis, delivery, sheet, row in zip(*columns, strict=True):
        yield smis, SourceRow(delivery, sheet, row)
