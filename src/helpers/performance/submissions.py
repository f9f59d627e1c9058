"""Complete and on time: what every school on the list had in every round, and when it confirmed it.

A system that the round's parameters name and that sent nothing counts: each of its schools has nothing and has not
confirmed. When a file was received stands in the register alone (docs/decisions/0004); so a system that did send, but
without confirmations, has no time that is data, and its schools are `UNKNOWN`, never on time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np
import pandas as pd

from helpers.collection.dmc.schemas import NOT_CONFIRMED
from helpers.params.folder import Params
from helpers.performance.parameters import round_row
from helpers.performance.rounds import ORIGIN, ReadRound, SilentRound, districts
from helpers.performance.schemas import COMPLETE, NOTHING, PARTIAL, UNKNOWN


def submissions(read: Iterable[ReadRound], silent: Iterable[SilentRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a school on the list; none for schools that the list lacks."""
    partial = params.indicators.partial_systems.systems
    for each in read:
        schools = _listed(each, params)
        found = np.where(schools["complete"], COMPLETE, np.where(schools["delivered"], PARTIAL, NOTHING))
        yield each.placed(schools.assign(submission=found, required=each.source.name not in partial))
    for absent in silent:
        schools = _unheard(absent, params)
        yield absent.placed(schools.assign(submission=NOTHING, required=absent.source.name not in partial))


def confirmations(read: Iterable[ReadRound], silent: Iterable[SilentRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a school on the list. Its source row is that of the confirmation file, where there is one. The silence
    of a system in which not every school must be says nothing."""
    for each in read:
        schools = _listed(each, params)
        confirmed = each.table("confirmations")
        if confirmed is None:
            yield each.placed(schools.assign(timing=UNKNOWN))
        else:
            own = confirmed.rename(columns={"confirmation": "timing"})[["smis", "timing", *ORIGIN]]
            yield each.placed(schools[["smis", "district"]].merge(own, on="smis", validate="one_to_one"))

    for absent in silent:
        if absent.source.name not in params.indicators.partial_systems.systems:
            yield absent.placed(_unheard(absent, params).assign(timing=NOT_CONFIRMED))


def _unheard(each: SilentRound, params: Params) -> pd.DataFrame:
    """Every school that was open; that it was awaited stands in the round's parameters."""
    codes, awaited = sorted(_open(each, params)), round_row(each.round, params)
    schools = pd.DataFrame([{"smis": smis, **awaited} for smis in codes], columns=["smis", *ORIGIN])
    return schools.assign(district=districts(params)(schools["smis"]))


def _listed(each: ReadRound, params: Params) -> pd.DataFrame:
    schools = each.schools
    listed = schools[schools["smis"].isin(_open(each, params))]
    return listed.assign(district=districts(params)(listed["smis"]))


def _open(each: ReadRound | SilentRound, params: Params) -> Collection[str]:
    """The schools of the list that were there on the round's day."""
    return params.open_schools(params.round(each.round).as_of.date)
