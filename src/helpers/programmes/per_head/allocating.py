"""A fiscal year's tranches from the rounds that were received.

The worked examples of per-head programmes, run through the rules.

One collection round as the subsidy takes it: its counts, what was left out, who did not confirm, what is missing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import pandas as pd

from helpers.params.programmes.per_head import ExampleCount, PerHeadExample, PerHeadProgramme
from helpers.programmes.allocation import ZERO, AllocationRow, Excluded, SourceRow
from helpers.programmes.per_head.amounts import tranche_amounts
from helpers.programmes.per_head.checks import Unrated, paid_too_much, what_is_missing, without_file, without_rate
from helpers.programmes.per_head.counting import Count, RoundCount, count_round, lacking, leave_out, out_of_scope
from helpers.programmes.per_head.tranches import TERM_1, TERM_1_ADVANCE, TERM_2, TERM_2_ADVANCE, Tranche, tranches
from helpers.programmes.uncomputed import NO_FILE, NO_RATE, Uncomputed
from helpers.systems.dmc.schemas import NOT_CONFIRMED
from helpers.tables.findings import Finding

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


_SCHOOL = "00000000"


def check_example(
    programme: PerHeadProgramme, example: PerHeadExample
) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    """The amounts that the example expects, and those that the rules give, by tranche and item."""
    before = _round(programme, "before", example.before)
    rounds = {TERM_2: before, TERM_1_ADVANCE: before}
    if example.after:
        rounds[TERM_1] = _round(programme, "after", example.after)
    found: dict[str, Decimal] = {}
    for row in year_amounts(programme, rounds).rows:
        name = f"{row.tranche} · {row.item}"
        found[name] = found.get(name, ZERO) + row.amount
    amounts = example.amounts.items()
    return {f"{tranche} · {item}": amount for tranche, own in amounts for item, amount in own.items()}, found


def _round(programme: PerHeadProgramme, name: str, stated: ExampleCount) -> PaidRound:
    own = {item.item: _school(stated.categories.get(item.item, {})) for item in programme.items if item.category}
    return PaidRound(name, RoundCount(stated.on, _school(stated.pupils), own), {}, (), ())


def _school(pupils: Mapping[str, int]) -> Mapping[str, Mapping[str, Count]]:
    return {_SCHOOL: {grade: Count(number, SourceRow("", "", 0)) for grade, number in pupils.items()}}
