"""Used: which allocations rest on each round, and how much money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from helpers.budget.programme_source import ProgrammeSource
from helpers.collection.sources import Origin
from helpers.collection.store import Snapshot, Store
from helpers.params.folder import Params
from helpers.performance.rounds import ORIGIN, ReadRound, districts
from helpers.performance.schemas import ALLOCATING, READING
from helpers.periods import AcademicYear


def readers(
    year: AcademicYear, programmes: Mapping[str, ProgrammeSource], systems: Iterable[str], store: Store
) -> list[Origin]:
    """The allocations that read a round of the year, of every fiscal year for which there is anything."""
    wanted = {(system, round_) for system in systems for round_ in year.rounds}
    return [
        (name, in_year)
        for in_year in sorted(store.params.fiscal_years)
        for name, source in programmes.items()
        if source.kind.allocates
        and wanted & set(source.reads(in_year, store.params).values())
        and store.available(name, in_year)
    ]


def money(
    read: Iterable[ReadRound], allocations: Iterable[tuple[ProgrammeSource, Snapshot]], params: Params
) -> Iterator[pd.DataFrame]:
    """One row an allocation row that is counted from a file of the round."""
    counted = [(source, snapshot.read("allocation")) for source, snapshot in allocations]
    for each in read:
        for source, allocation in counted:
            own = allocation[allocation["delivery"].isin(each.deliveries["delivery"])]
            yield each.placed(own.assign(label=source.label, district=districts(params)(own["smis"])))


def uses(
    read: Iterable[ReadRound],
    allocations: Iterable[tuple[ProgrammeSource, Snapshot]],
    counted: pd.DataFrame,
    params: Params,
) -> Iterator[pd.DataFrame]:
    """One row for each allocation that the round is used by; its source is the round's first file."""
    known, spent = list(allocations), set(zip(counted["round"], counted["system"], counted["label"], strict=True))
    for each in read:
        found = []
        for source, snapshot in known:
            if (each.source.name, each.round) in source.reads(snapshot.period, params).values():
                paid = (str(each.round), each.system, source.label) in spent
                found.append((ALLOCATING if paid else READING, f"{source.label} ปีงบประมาณ {snapshot.period}"))
        first = each.snapshot.read("deliveries").iloc[0][ORIGIN].to_dict()
        yield each.placed(pd.DataFrame([{"use": use, "reader": reader, **first} for use, reader in found]))
