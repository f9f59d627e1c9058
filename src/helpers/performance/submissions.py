"""Complete and on time: what every school on the list had in every round, and when it confirmed it.

When a file was received stands in the register alone (docs/decisions/0004); so a system without confirmations has no
time that is data, and its schools are `UNKNOWN`, never on time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from helpers.params.folder import Params
from helpers.performance.rounds import ORIGIN, ReadRound, districts
from helpers.performance.schemas import COMPLETE, NOTHING, PARTIAL, UNKNOWN


def submissions(read: Iterable[ReadRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a school on the list; none for schools that the list lacks."""
    partial = params.indicators.partial_systems.systems
    for each in read:
        schools = _listed(each, params)
        found = np.where(schools["complete"], COMPLETE, np.where(schools["delivered"], PARTIAL, NOTHING))
        yield each.placed(schools.assign(submission=found, required=each.source.name not in partial))


def confirmations(read: Iterable[ReadRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a school on the list. Its source row is that of the confirmation file, where there is one."""
    for each in read:
        schools = _listed(each, params)
        confirmed = each.table("confirmations")
        if confirmed is None:
            yield each.placed(schools.assign(timing=UNKNOWN))
        else:
            own = confirmed.rename(columns={"confirmation": "timing"})[["smis", "timing", *ORIGIN]]
            yield each.placed(schools[["smis", "district"]].merge(own, on="smis", validate="one_to_one"))


def _listed(each: ReadRound, params: Params) -> pd.DataFrame:
    schools = each.schools
    listed = schools[schools["smis"].isin(params.schools)]
    return listed.assign(district=districts(params)(listed["smis"]))
