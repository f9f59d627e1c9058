"""Used: which allocations rest on each round, and how much money.

An academic year's information work as a source of tables; see the package's own page for what is in them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.digests import description_digest, source_digests
from helpers.params.folder import INDICATORS, Params
from helpers.performance import schemas
from helpers.performance.issues import Judged, first_files, flows, improvements, issues, problems, rolls
from helpers.performance.reading import (
    ORIGIN,
    ReadRound,
    compared_origins,
    compared_rounds,
    compared_systems,
    districts,
    origins,
    read_rounds,
    silent_rounds,
    stacked,
)
from helpers.performance.schemas import ALLOCATING, COMPARED, READING
from helpers.performance.submissions import (
    calendar,
    calendar_rounds,
    confirmations,
    file_frame,
    files,
    reports,
    submissions,
    targets,
)
from helpers.periods import AcademicYear, Period
from helpers.programmes.dataset import ProgrammeSource
from helpers.systems.listed_schools import name_of
from helpers.systems.system import RoundSource, short_title
from helpers.tables.findings import Rule, all_deliveries, delivery_frame, school_list_delivery
from helpers.tables.schemas import NOT_STATED, TableSchema, with_row_keys
from helpers.tables.sources import Origin, params_digests
from helpers.tables.store import Snapshot, Store


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


NAME = "performance"
FEWEST_ROUNDS = 2
"""A year is judged from its second round on: before, there is nothing that it can be compared with."""


class PerformanceSource:
    """The information work of an academic year: every collection system, and the allocations that read its rounds."""

    name = NAME
    title = "ผลการดำเนินงานข้อมูลสารสนเทศ"
    reports: Mapping[str, str] = {}
    schemas: tuple[TableSchema, ...] = schemas.SCHEMAS
    rules: tuple[Rule, ...] = ()

    def __init__(
        self,
        rounds: Mapping[str, RoundSource],
        programmes: Mapping[str, ProgrammeSource],
        rules: Callable[[], Mapping[str, Rule]],
    ) -> None:
        self._rounds = rounds
        self._programmes = programmes
        self._rules = rules

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """Systems in their order, the other labels as their tables declare them."""
        declared = {field.name: field.allowed for schema in self.schemas for field in schema.fields if field.allowed}
        return {**declared, "system": [*(short_title(source.title) for source in self._rounds.values()), COMPARED]}

    def missing_reason(self, needs: Collection[str], period: Period, params: Params) -> str:
        """Fewer than two rounds of the year were received, or none of the system that is asked for."""
        year = academic_year(period)
        return f"ยังไม่ได้รับข้อมูลนักเรียนของ{year.thai}" if needs else f"ยังไม่ได้รับข้อมูลของ{year.thai} ถึงสองรอบ"

    def available(self, period: Period, store: Store) -> bool:
        """Whether enough rounds of the year were received, and there are indicators to judge it by."""
        if not isinstance(period, AcademicYear) or store.params.stated_indicators is None:
            return False
        received = {each for name in self._rounds for each in store.folder.rounds(name) if each.year == period.year}
        return len(received) >= FEWEST_ROUNDS

    def inputs(self, period: Period, store: Store) -> dict[str, Any]:
        """The snapshots of the rounds and allocations, the parameters and the helpers."""
        return {
            "snapshots": {f"{at}/{name}": store.fingerprint(name, at) for name, at in self._origins(period, store)},
            "params": params_digests(self, period, store.params),
            "helpers": description_digest(
                source_digests("params", "tables", "foreign", "forms", "systems", "programmes", "performance")
            ),
        }

    def param_files(self, period: Period, params: Params) -> list[str]:
        """The indicators, and the rounds of the year and of the next."""
        return [INDICATORS, *calendar_rounds(academic_year(period), params)]

    def build(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """The year's tables."""
        year, params = academic_year(period), store.params
        read = read_rounds(year, self._rounds, store)
        silent = list(silent_rounds(read, self._rounds, params))
        compared = compared_rounds(read, store)
        allocations = self._allocations(year, store)
        own = [each for each in read if each.own]
        beside = [*(each.snapshot for each in compared), *(snapshot for _, snapshot in allocations)]
        paid = stacked(money(own, allocations, params), schemas.MONEY)
        moved = [frame.assign(district=districts(params)(frame["smis"])) for frame in flows(own)]
        return {
            "schools": _schools(read, params),
            "submissions": stacked(submissions(read, silent, params), schemas.SUBMITTED),
            "confirmations": stacked(confirmations(read, silent, params), schemas.TIMED),
            "reports": stacked(reports(read, silent, params), schemas.REPORTS),
            "files": stacked(files(read), schemas.FILES),
            "money": paid,
            "uses": stacked(uses(own, allocations, paid, params), schemas.USED),
            "flows": stacked(moved, schemas.FLOWED),
            "rolls": stacked(rolls(read), schemas.ROLLS),
            "calendar": stacked([calendar(year, params)], schemas.CALENDAR),
            "targets": stacked([targets(params)], schemas.TARGETS),
            "deliveries": self._deliveries(year, read, beside, params),
            **self._wrong([*read, *compared], paid, params),
        }

    def _wrong(self, judged: Sequence[Judged], paid: pd.DataFrame, params: Params) -> dict[str, pd.DataFrame]:
        """What was found wrong with the systems and between them, what became of it, and what to improve."""
        found = stacked(problems(judged, params), schemas.PROBLEMS)
        ranked = improvements(found[found["own"]], paid, self._rules(), compared_systems(self._rounds))
        return {
            "problems": found,
            "issues": stacked(issues(judged, params), schemas.ISSUES),
            "improvements": stacked([ranked], schemas.IMPROVEMENTS),
            "findings": pd.concat([each.findings for each in judged if each.own], ignore_index=True),
        }

    def _origins(self, period: Period, store: Store) -> list[Origin]:
        year = academic_year(period)
        received = origins(year, self._rounds, store)
        allocated = readers(year, self._programmes, self._rounds, store)
        return [*received, *compared_origins(received), *allocated]

    def _allocations(self, year: AcademicYear, store: Store) -> list[tuple[ProgrammeSource, Snapshot]]:
        found = []
        for name, in_year in readers(year, self._programmes, self._rounds, store):
            snapshot = store.snapshot(name, in_year)
            assert snapshot is not None
            found.append((self._programmes[name], snapshot))
        return found

    def _deliveries(
        self, year: AcademicYear, read: Sequence[ReadRound], beside: Sequence[Snapshot], params: Params
    ) -> pd.DataFrame:
        """Every file behind the tables, the parameter files that decide a row among them."""
        paths = [params.folder / name for name in self.param_files(year, params)]
        rounds = [each.snapshot.read("deliveries") for each in read]
        others = [*rounds, *first_files(read), *(snapshot.read("deliveries") for snapshot in beside)]
        earlier = [params.folder / "rounds" / f"{each.round}.yml" for each in read]
        stated = file_frame(list(dict.fromkeys([*paths, *earlier])), params.folder)
        return all_deliveries(delivery_frame((), self.reports, params), [*others, stated])


def academic_year(period: Period) -> AcademicYear:
    """The period of the year's information work. Raises TypeError for another one."""
    if not isinstance(period, AcademicYear):
        raise TypeError(f"the information work's period is an academic year, not {period}")
    return period


def _schools(read: Sequence[ReadRound], params: Params) -> pd.DataFrame:
    """Every school on the list, and those that only a round knows, as the newest round calls them."""
    named = {smis: name for each in read for smis, name in zip(each.schools["smis"], each.schools["name"], strict=True)}
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    listed = school_list_delivery(params)
    rows = [
        {
            "smis": smis,
            "name": name_of(smis, params) if smis in params.schools else named[smis],
            "district": params.schools[smis].district or NOT_STATED if smis in params.schools else NOT_STATED,
            "delivery": listed,
            "sheet": "",
            "row": lines.get(smis, 0),
        }
        for smis in sorted({*params.schools, *named})
    ]
    return with_row_keys(pd.DataFrame(rows))
