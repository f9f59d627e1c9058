"""Complete and current: the reports that each round expects, and the files that were used for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import numpy as np
import pandas as pd

from helpers.params.folder import Params
from helpers.performance.parameters import round_row
from helpers.performance.rounds import ORIGIN, ReadRound, SilentRound
from helpers.performance.schemas import OWN, REPEATED

_THOUSAND = Decimal("0.001")


def reports(read: Iterable[ReadRound], silent: Iterable[SilentRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a report. Its source is its first file, or the file of the round that expects it."""
    for each in read:
        expected, stated = each.source.expected(each.round, params), round_row(each.round, params)
        first = {
            str(slug): own.iloc[0][ORIGIN].to_dict() for slug, own in each.deliveries.groupby("report", sort=False)
        }
        rows = [
            {
                "title": each.source.reports.get(slug, slug),
                "expected": slug in expected,
                "received": slug in first,
                **(first.get(slug) or stated),
            }
            for slug in dict.fromkeys((*expected, *first))
        ]
        yield each.placed(pd.DataFrame(rows))
    for absent in silent:
        titles = [absent.source.reports.get(slug, slug) for slug in absent.source.expected(absent.round, params)]
        awaited = {"expected": True, "received": False, **round_row(absent.round, params)}
        yield absent.placed(pd.DataFrame([{"title": title, **awaited} for title in titles]))


def files(read: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """One row a file that was used. A file with the bytes of one of an earlier round brought nothing new."""
    seen: dict[str, set[str]] = {}
    for each in read:
        own, before = each.deliveries, seen.setdefault(each.source.name, set())
        repeated = own["sha256"].isin(before)
        frame = own.assign(currency=np.where(repeated, REPEATED, OWN), entries=own["rows"])
        yield each.placed(frame.assign(thousands=frame["rows"].map(lambda rows: int(rows) * _THOUSAND)))
        before.update(own["sha256"])
