"""Which items of a round cannot be computed, because the report that counts their pupils was not received."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.collection.dmc.layouts import LAYOUT_BY_SLUG
from helpers.collection.dmc.pupil_tables import ANSWERED
from helpers.params.programmes.per_head import PerHeadProgramme


@dataclass(frozen=True, slots=True)
class Lacking:
    """What was not received for an item, in Thai, and the schools of whose pupils nobody therefore knows."""

    detail: str
    schools: frozenset[str]


def lacking(
    programme: PerHeadProgramme, enrolled: Collection[str], pupils: pd.DataFrame, deliveries: pd.DataFrame
) -> Mapping[str, Lacking]:
    """By item, what was not received for it: its report, where no pupil list answers in its place. Items that are known
    of every school with pupils are left out."""
    received, listed = set(deliveries["report"]), set(pupils["smis"])
    found = {}
    for item in programme.items:
        report = item.category.report if item.category else ""
        if not report or report in received:
            continue
        silent = frozenset(enrolled) - (listed if report in ANSWERED else set())
        title = LAYOUT_BY_SLUG[report].title if report in LAYOUT_BY_SLUG else report
        some = f" และบัญชีรายชื่อของ {len(silent):,} โรงเรียน" if len(silent) < len(frozenset(enrolled)) else ""
        if silent:
            found[item.item] = Lacking(f"“{title}”{some}", silent)
    return found
