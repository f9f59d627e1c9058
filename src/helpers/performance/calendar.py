"""The rounds of the next academic year, and what the indicators aim at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pandas as pd

from helpers.collection.schemas import joined
from helpers.params.folder import Params
from helpers.params.models import CollectionRound
from helpers.performance.parameters import indicators_row, round_file, round_row
from helpers.periods import AcademicYear, Round, thai_date_short

_CENT = Decimal("0.01")


def calendar(year: AcademicYear, params: Params) -> pd.DataFrame:
    """One row a round of the next year: of its own parameter file, else a year after this year's, to be confirmed. A
    round that neither year has is left out."""
    rows = []
    for round_ in year.following.rounds:
        known = next((each for each in (round_, round_.same_last_year) if each in params.rounds), None)
        if known:
            rows.append(_row(round_, params.rounds[known], 0 if known == round_ else 1) | round_row(known, params))
    return pd.DataFrame(rows)


def calendar_rounds(year: AcademicYear, params: Params) -> Iterator[str]:
    """The parameter files that the calendar and the year itself rest on, relative to the folder."""
    for round_ in (*year.rounds, *year.following.rounds):
        if round_ in params.rounds:
            yield round_file(round_, params).relative_to(params.folder).as_posix()


def _row(round_: Round, stated: CollectionRound, later: int) -> dict[str, object]:
    window, as_of = stated.window, stated.as_of
    opens, closes = _later(window.opens, later), _later(window.closes, later)
    if later:
        standing = "วันเดียวกับปีนี้ ต้องยืนยัน"
    else:
        confirmed = {window.status, as_of.status} == {"confirmed"}
        standing = "พารามิเตอร์ของรอบ" + ("" if confirmed else " ต้องยืนยัน")
    collected = f"{thai_date_short(opens)} – {thai_date_short(closes)}"
    described = thai_date_short(_later(as_of.date, later))
    return {
        "entry": joined(str(round_), round_.thai, collected, described, standing),
        "days": (closes - opens).days + 1,
    }


def _later(day: date, years: int) -> date:
    """The same day so many years later; the last of February where the year has no such day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def targets(params: Params) -> pd.DataFrame:
    """One row an indicator with a target."""
    stated = {name: each.target for name, each in params.indicators.by_id().items() if each.target is not None}
    origin = indicators_row(params)
    return pd.DataFrame([{"indicator": name, "target": aim.quantize(_CENT), **origin} for name, aim in stated.items()])
