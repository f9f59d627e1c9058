"""The tranches of a fiscal year: the rounds that were received, with their counts, exclusions, unconfirmed schools and
missing reports; the amounts of every tranche; and the check of the worked examples."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import pandas as pd

from helpers.params.programmes.per_head import ExampleCount, PerHeadExample, PerHeadProgramme
from helpers.programmes.allocation import ZERO, AllocationRow, Excluded, SourceRow
from helpers.programmes.per_head.amounts import tranche_amounts
from helpers.programmes.per_head.checks import Unrated, paid_too_much, what_is_missing, without_file, without_rate
from helpers.programmes.per_head.counting import (
    Count,
    RoundCount,
    count_round,
    find_excluded_pupils,
    missing_reports,
    out_of_scope,
)
from helpers.programmes.per_head.tranches import TERM_1, TERM_1_ADVANCE, TERM_2, TERM_2_ADVANCE, Tranche, tranches
from helpers.programmes.uncomputed import NO_FILE, NO_RATE, Uncomputed
from helpers.systems.dmc.schemas import NOT_CONFIRMED
from helpers.tables.findings import Finding

NO_DATA = "ไม่มีข้อมูลในรอบ"
UNCONFIRMED = "ไม่ยืนยันข้อมูล"


@dataclass(frozen=True)
class PaidRound:
    """A received round: its counts, exclusions and findings. `withheld` are the schools that are not paid on it, with
    the source row of the reason."""

    id: str
    count: RoundCount
    withheld: Mapping[str, SourceRow]
    excluded: tuple[Excluded, ...]
    findings: tuple[Finding, ...]


def read_round(
    programme: PerHeadProgramme, round_id: str, on: date, table: Callable[[str], pd.DataFrame | None]
) -> PaidRound | None:
    """Read a round from its tables, which `table` gives by name; None where no counts of pupils were received."""
    enrolment = table("enrolment")
    if enrolment is None or enrolment.empty:
        return None
    pupils, confirmations = _there(table, "pupils"), _there(table, "confirmations")
    excluded_pupils = find_excluded_pupils(programme, pupils, enrolment)
    count = count_round(programme, on, enrolment, _there(table, "categories"), excluded_pupils)
    count = replace(
        count, missing_reports=missing_reports(programme, count.pupils, pupils, _there(table, "deliveries"))
    )
    excluded = (
        *excluded_pupils.excluded(round_id),
        *out_of_scope(programme, enrolment, round_id),
        *_without_data(_there(table, "schools"), round_id),
    )
    missing = what_is_missing(round_id, count.pupils, pupils, confirmations)
    return PaidRound(round_id, count, _withheld(programme, confirmations), excluded, tuple(missing))


def _there(table: Callable[[str], pd.DataFrame | None], name: str) -> pd.DataFrame:
    """A table of a received round, which always has all tables."""
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
"""The counted rounds, the newest first; promoted counts are a forecast, so they come after the counts that they are
made from."""


@dataclass
class YearAmounts:
    """The results of the year so far: rows in the order of the tranches, exclusions, findings, pupils without a rate,
    and what cannot be computed."""

    rows: list[AllocationRow] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unrated: list[Unrated] = field(default_factory=list)
    uncomputed: list[Uncomputed] = field(default_factory=list)


def year_amounts(
    programme: PerHeadProgramme, rounds: Mapping[str, PaidRound], planned: Sequence[Tranche] = ()
) -> YearAmounts:
    """The amounts of every tranche whose round was received, in the order of payment. `rounds` are keyed by `TERM_1`
    and so on; `planned` are the year's tranches, by default those of the programme without a year."""
    year = YearAmounts()
    newest = next((name for name in _BY_AGE if name in rounds), "")
    different = {each.id: each for each in rounds.values()}
    withheld: dict[str, list[AllocationRow]] = {name: [] for name in different}
    for paid_round in different.values():
        year.excluded += paid_round.excluded
        year.findings += paid_round.findings
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
    """Add a tranche to the year and return its withheld rows. Persons are counted once, on the newest round: in the
    tranche that settles it, or in an advance on it."""
    paid = [row for row in year.rows if tranche.after and row.tranche == tranche.after]
    counting = newest and (tranche.settles or tranche.promoted or tranche.counted == TERM_2_ADVANCE)
    amounts = tranche_amounts(programme, tranche, counted.count, paid, newest=counting)
    year.rows += [row for row in amounts.rows if row.smis not in counted.withheld]
    year.excluded += [each for each in amounts.over_caps if each.smis not in counted.withheld]
    year.unrated += [each for each in amounts.unrated if each.smis not in counted.withheld]
    return [row for row in amounts.rows if row.smis in counted.withheld]


def _without_file(programme: PerHeadProgramme, tranche: Tranche, counted: PaidRound) -> Iterator[Uncomputed]:
    for item in tranche.items(programme):
        missing = counted.count.missing_reports.get(item.item)
        if missing:
            yield Uncomputed(item.title, tranche.title, NO_FILE, f"{missing.detail} รอบ {counted.id}")


def _without_rate(programme: PerHeadProgramme, unrated: Iterable[Unrated]) -> Iterator[Uncomputed]:
    """One entry for each item, level and tranche without a rate, in the programme's order of items; an item without any
    rate gets a single entry for all levels."""
    known, titles = {rate.item for rate in programme.rates}, [item.title for item in programme.items]
    unknown = {item.title for item in programme.items if item.item not in known}
    lines = dict.fromkeys((each.item, "" if each.item in unknown else each.level, each.tranche) for each in unrated)
    for item, level, tranche in sorted(lines, key=lambda line: titles.index(line[0])):
        yield Uncomputed(item, tranche, NO_RATE, f"ระดับ{level}" if level else "", level)


def _unconfirmed(counted: PaidRound, rows: list[AllocationRow]) -> list[Excluded]:
    """One exclusion for each school that is not paid on a round, with the amount that it would have been paid."""
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
            sum((row.amount for row in school_rows), ZERO),
        )
        for smis, school_rows in amounts.items()
    ]


_SCHOOL = "00000000"


def check_example(
    programme: PerHeadProgramme, example: PerHeadExample
) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    """The amounts that the example states, and those that are computed, by tranche and item."""
    before = _round(programme, "before", example.before)
    rounds = {TERM_2: before, TERM_1_ADVANCE: before}
    if example.after:
        rounds[TERM_1] = _round(programme, "after", example.after)
    computed: dict[str, Decimal] = {}
    for row in year_amounts(programme, rounds).rows:
        name = f"{row.tranche} · {row.item}"
        computed[name] = computed.get(name, ZERO) + row.amount
    amounts = example.amounts.items()
    return {f"{tranche} · {item}": amount for tranche, by_item in amounts for item, amount in by_item.items()}, computed


def _round(programme: PerHeadProgramme, name: str, stated: ExampleCount) -> PaidRound:
    categories = {item.item: _school(stated.categories.get(item.item, {})) for item in programme.items if item.category}
    return PaidRound(name, RoundCount(stated.on, _school(stated.pupils), categories), {}, (), ())


def _school(pupils: Mapping[str, int]) -> Mapping[str, Mapping[str, Count]]:
    return {_SCHOOL: {grade: Count(number, SourceRow("", "", 0)) for grade, number in pupils.items()}}
