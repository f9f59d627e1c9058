"""Complete and current: the reports that each round expects, and the files that were used for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import numpy as np
import pandas as pd

from helpers.collection.schemas import with_row_keys
from helpers.params.folder import Params
from helpers.performance.parameters import round_row
from helpers.performance.rounds import ORIGIN, ReadRound
from helpers.performance.schemas import OWN, REPEATED

_THOUSAND = Decimal("0.001")


def reports(read: Iterable[ReadRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a report. Its source is its first file, or the file of the round that expects it."""
    for each in read:
        expected = each.source.expected(each.round, params)
        first = each.deliveries.drop_duplicates("report").set_index("report")[ORIGIN].to_dict("index")
        rows = [
            {
                "title": each.source.reports.get(slug, slug),
                "expected": slug in expected,
                "received": slug in first,
                **(first.get(slug) or round_row(each.round, params)),
            }
            for slug in dict.fromkeys((*expected, *first))
        ]
        yield each.placed(pd.DataFrame(rows))


def files(read: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """One row a file that was used. A file with the bytes of one of an earlier round brought nothing new."""
    seen: dict[str, set[str]] = {}
    for each in read:
        own, before = each.deliveries, seen.setdefault(each.source.name, set())
        yield each.placed(
            with_row_keys(own).assign(
                currency=np.where(own["sha256"].isin(before), REPEATED, OWN),
                records=own["rows"],
                thousands=[int(rows) * _THOUSAND for rows in own["rows"]],
            )
        )
        before.update(own["sha256"])
