"""A fiscal year's tranches from the rounds that were received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from helpers.budget.allocation import ZERO, AllocationRow, Excluded
from helpers.budget.per_head.amounts import tranche_amounts
from helpers.budget.per_head.findings import paid_too_much, without_file, without_rate
from helpers.budget.per_head.rounds import UNCONFIRMED, PaidRound
from helpers.budget.per_head.tranches import TERM_1, TERM_1_ADVANCE, TERM_2, TERM_2_ADVANCE, Tranche, tranches
from helpers.budget.per_head.unrated import Unrated
from helpers.budget.uncomputed import NO_FILE, NO_RATE, Uncomputed
from helpers.collection.findings import Finding
from helpers.params.programmes.per_head import PerHeadProgramme

_BY_AGE = (TERM_1, TERM_2, TERM_1_ADVANCE, TERM_2_ADVANCE)
"""Counted rounds, the newest first; moved-up counts are a forecast, so they come after what they are made from."""


@dataclass
class YearAmounts:
    """What the year comes to so far: rows in the order of the tranches, exclusions, findings, pupils without a rate,
    and what cannot be computed."""

    rows: list[AllocationRow] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unrated: list[Unrated] = field(default_factory=list)
    uncomputed: list[Uncomputed] = field(default_factory=list)


def year_amounts(
    programme: PerHeadProgramme, rounds: Mapping[str, PaidRound], planned: Sequence[Tranche] = ()
) -> YearAmounts:
    """Every tranche whose round is there, in the order in which they are paid. `rounds` are by the kind's names;
    `planned` are the year's tranches, or those of the programme alone."""
    year = YearAmounts()
    newest = next((name for name in _BY_AGE if name in rounds), "")
    different = {each.id: each for each in rounds.values()}
    withheld: dict[str, list[AllocationRow]] = {name: [] for name in different}
    for each in different.values():
        year.excluded += each.excluded
        year.findings += each.findings
    for tranche in planned or tranches(programme):
        if tranche.counted in rounds:
            counted = rounds[tranche.counted]
            withheld[counted.id] += _pay(programme, tranche, counted, year, newest=tranche.counted == newest)
            year.uncomputed += _without_file(programme, tranche, counted)
    for name, rows in withheld.items():
        year.excluded += _unconfirmed(different[name], rows)
    year.uncomputed += _without_rate(programme, year.unrated)
    year.findings += (*without_file(year.uncomputed), *without_rate(year.unrated), *paid_too_much(year.rows))
    return year


def _pay(
    programme: PerHeadProgramme, tranche: Tranche, counted: PaidRound, year: YearAmounts, *, newest: bool
) -> list[AllocationRow]:
    """Add a tranche to the year; returns what is withheld of it. Persons are counted in the tranche that settles a
    count, or in one that only forecasts it or comes before it."""
    paid = [row for row in year.rows if tranche.after and row.tranche == tranche.after]
    counting = newest and (tranche.settles or tranche.moved_up or tranche.counted == TERM_2_ADVANCE)
    found = tranche_amounts(programme, tranche, counted.count, paid, newest=counting)
    year.rows += [row for row in found.rows if row.smis not in counted.withheld]
    year.excluded += [each for each in found.over_caps if each.smis not in counted.withheld]
    year.unrated += [each for each in found.unrated if each.smis not in counted.withheld]
    return [row for row in found.rows if row.smis in counted.withheld]


def _without_file(programme: PerHeadProgramme, tranche: Tranche, counted: PaidRound) -> Iterator[Uncomputed]:
    for item in tranche.items(programme):
        missing = counted.count.lacking.get(item.item)
        if missing:
            yield Uncomputed(item.title, tranche.title, NO_FILE, f"{missing.detail} รอบ {counted.id}")


def _without_rate(programme: PerHeadProgramme, unrated: Iterable[Unrated]) -> Iterator[Uncomputed]:
    """Each item, level and tranche once, as the programme lists its items; of an item of which no rate is known at all
    the levels together."""
    known, titles = {rate.item for rate in programme.rates}, [item.title for item in programme.items]
    unknown = {item.title for item in programme.items if item.item not in known}
    places = dict.fromkeys((each.item, "" if each.item in unknown else each.level, each.tranche) for each in unrated)
    for item, level, tranche in sorted(places, key=lambda place: titles.index(place[0])):
        yield Uncomputed(item, tranche, NO_RATE, f"ระดับ{level}" if level else "", level)


def _unconfirmed(counted: PaidRound, rows: list[AllocationRow]) -> list[Excluded]:
    """The schools that were not paid on a round, each once, with what they would have been paid on it."""
    amounts: dict[str, list[AllocationRow]] = {}
    for row in rows:
        amounts.setdefault(row.smis, []).append(row)
    return [
        Excluded(
            smis,
            UNCONFIRMED,
            sum(count.pupils for count in counted.count.pupils.get(smis, {}).values()),
            counted.withheld[smis],
            f"รอบ {counted.id}",
            sum((row.amount for row in own), ZERO),
        )
        for smis, own in amounts.items()
    ]
