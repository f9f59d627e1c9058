"""With which earlier periods a report is compared."""

from __future__ import annotations

from dataclasses import replace

from helpers.collection.changes.source import Since
from helpers.periods import Period, Round


def _previous(period: Period) -> Period:
    return period.previous


def _last_year(period: Period) -> Period:
    return period.same_last_year if isinstance(period, Round) else period.previous


ROUND_SINCES = (Since("since-previous", _previous), Since("since-last-year", _last_year))
"""A round: the round before it, and the same round a year earlier."""
SINCE_LAST_YEAR = ROUND_SINCES[1]
OWN_SINCE_LAST_YEAR = replace(SINCE_LAST_YEAR, column="own", values=(True, True))
"""The year before, of tables that have rows of still earlier years too."""
