"""An academic year's information work as a data set, and its tables of use: what money and which allocations rest on
the rounds. `helpers.performance` says where the other tables are made."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

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
from helpers.performance.requests import (
    NO_REGISTER,
    REGISTER,
    TITLE,
    answered_requests,
    register_files,
    requests_digest,
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
from helpers.periods import AcademicYear, FiscalYear
from helpers.programmes.dataset import BudgetProgramme
from helpers.systems.listed_schools import name_of
from helpers.systems.system import System
from helpers.tables.findings import Rule, all_deliveries, delivery_frame, school_list_delivery
from helpers.tables.graph import Dataset, Graph, Origin
from helpers.tables.schemas import NOT_STATED, with_row_keys
from helpers.tables.snapshots import Snapshot


@dataclass(frozen=True)
class ReadAllocation:
    """A programme's allocation of one fiscal year that rests on a round of the academic year."""

    programme: BudgetProgramme
    year: FiscalYear
    snapshot: Snapshot

    @property
    def label(self) -> str:
        """What readers call the programme: its number and title."""
        return self.programme.label


def readers(
    year: AcademicYear, programmes: Mapping[str, BudgetProgramme], systems: Iterable[str], graph: Graph
) -> list[tuple[str, FiscalYear]]:
    """The allocations that read a round of the year, as programme and fiscal year; of every fiscal year in which the
    programme's tables are available."""
    wanted = {(system, round_) for system in systems for round_ in year.rounds}
    return [
        (name, in_year)
        for in_year in sorted(graph.params.fiscal_years)
        for name, programme in programmes.items()
        if programme.kind.allocates
        and wanted & set(programme.reads(in_year, graph.params).values())
        and graph.available(name, in_year)
    ]


def money(read: Iterable[ReadRound], allocations: Iterable[ReadAllocation], params: Params) -> Iterator[pd.DataFrame]:
    """One row an allocation row that is counted from a file of the round."""
    counted = [(allocation.label, allocation.snapshot.read("allocation")) for allocation in allocations]
    for read_round in read:
        for label, rows in counted:
            of_round = rows[rows["delivery"].isin(read_round.deliveries["delivery"])]
            yield read_round.labelled(of_round.assign(label=label, district=districts(params)(of_round["smis"])))


def uses(
    read: Iterable[ReadRound], allocations: Sequence[ReadAllocation], counted: pd.DataFrame, params: Params
) -> Iterator[pd.DataFrame]:
    """One row an allocation that uses the round; its row keys are those of the round's first file. `counted` is the
    table of `money`: it says which allocations paid by the round, and did not only read it."""
    spent = set(zip(counted["round"], counted["system"], counted["label"], strict=True))
    for read_round in read:
        rows = []
        first = read_round.snapshot.read("deliveries").iloc[0][ORIGIN].to_dict()
        origin = (read_round.system.name, read_round.round)
        for allocation in allocations:
            if origin in allocation.programme.reads(allocation.year, params).values():
                paid = (str(read_round.round), read_round.system_title, allocation.label) in spent
                reader = f"{allocation.label} ปีงบประมาณ {allocation.year}"
                rows.append({"use": ALLOCATING if paid else READING, "reader": reader, **first})
        yield read_round.labelled(pd.DataFrame(rows, columns=["use", "reader", *ORIGIN]))


NAME = "performance"
FEWEST_ROUNDS = 2
"""A year is judged from its second round on: before, there is nothing that it can be compared with."""


class InformationWork:
    """The information work of an academic year: every collection system, and the allocations that read its rounds."""

    def __init__(
        self,
        collected: Mapping[str, System],
        programmes: Mapping[str, BudgetProgramme],
        rules: Callable[[], Mapping[str, Rule]],
    ) -> None:
        self._systems = collected
        self._programmes = programmes
        self._rules = rules

    def dataset(self) -> Dataset[AcademicYear]:
        """The year's information work as a data set."""
        return Dataset(
            name=NAME,
            title="ผลการดำเนินงานข้อมูลสารสนเทศ",
            period_type=AcademicYear,
            schemas=schemas.SCHEMAS,
            modules=(__name__,),
            build=self._build,
            missing_reason=_missing_reason,
            reports={REGISTER: TITLE},
            value_order=self._value_order,
            reads=self._reads,
            param_files=lambda year, params: [INDICATORS, *calendar_rounds(year, params)],
            depends=lambda year, graph: {"requests": requests_digest(year, graph)},
            available=self._is_available,
        )

    def _value_order(self, report: str) -> Mapping[str, Sequence[str]]:
        """Systems in their order, the other labels as their tables declare them."""
        declared = {field.name: field.allowed for schema in schemas.SCHEMAS for field in schema.fields if field.allowed}
        return {**declared, "system": [*(system.short_title for system in self._systems.values()), COMPARED]}

    def _is_available(self, year: AcademicYear, graph: Graph) -> bool:
        """Whether enough rounds of the year were received, and there are indicators to judge it by."""
        if graph.params.stated_indicators is None:
            return False
        received = {round_ for name in self._systems for round_ in graph.folder.rounds(name)}
        return len({round_ for round_ in received if round_.year == year.year}) >= FEWEST_ROUNDS

    def _reads(self, year: AcademicYear, graph: Graph) -> Mapping[str, Origin]:
        """The rounds, what is between their systems, and the allocations that rest on them."""
        received = origins(year, self._systems, graph)
        allocated = readers(year, self._programmes, self._systems, graph)
        every = [*received, *compared_origins(received), *allocated]
        return {f"{period}/{name}": (name, period) for name, period in every}

    def _build(self, year: AcademicYear, graph: Graph) -> dict[str, pd.DataFrame]:
        """The year's tables."""
        params = graph.params
        read = read_rounds(year, self._systems, graph)
        silent = list(silent_rounds(read, self._systems, params))
        compared = compared_rounds(read, graph)
        allocations = self._allocations(year, graph)
        of_year = [read_round for read_round in read if read_round.of_year]
        beside = [*(checks.snapshot for checks in compared), *(allocation.snapshot for allocation in allocations)]
        paid = stacked(money(of_year, allocations, params), schemas.MONEY)
        moved = [frame.assign(district=districts(params)(frame["smis"])) for frame in flows(of_year)]
        return {
            "schools": _schools(read, params),
            "submissions": stacked(submissions(read, silent, params), schemas.SUBMITTED),
            "confirmations": stacked(confirmations(read, silent, params), schemas.TIMED),
            "reports": stacked(reports(read, silent, params), schemas.REPORTS),
            "files": stacked(files(read), schemas.FILES),
            "money": paid,
            "uses": stacked(uses(of_year, allocations, paid, params), schemas.USED),
            "flows": stacked(moved, schemas.FLOWED),
            "rolls": stacked(rolls(read), schemas.ROLLS),
            "calendar": stacked([calendar(year, params)], schemas.CALENDAR),
            "targets": stacked([targets(params)], schemas.TARGETS),
            "requests": stacked(answered_requests(year, self._titles(), graph), schemas.REQUESTS),
            "deliveries": self._deliveries(year, read, beside, graph),
            **self._wrong([*read, *compared], paid, params),
        }

    def _titles(self) -> Mapping[str, str]:
        """What people call the systems and programmes."""
        programmes = {name: each.programme.title for name, each in self._programmes.items()}
        return programmes | {name: system.short_title for name, system in self._systems.items()}

    def _wrong(self, judged: Sequence[Judged], paid: pd.DataFrame, params: Params) -> dict[str, pd.DataFrame]:
        """The tables of what is wrong with the systems and between them, what became of it, and what to improve."""
        findings = stacked(problems(judged, params), schemas.PROBLEMS)
        ranked = improvements(findings[findings["own"]], paid, self._rules(), compared_systems(self._systems))
        return {
            "problems": findings,
            "issues": stacked(issues(judged, params), schemas.ISSUES),
            "improvements": stacked([ranked], schemas.IMPROVEMENTS),
            "findings": pd.concat([round_.findings for round_ in judged if round_.of_year], ignore_index=True),
        }

    def _allocations(self, year: AcademicYear, graph: Graph) -> list[ReadAllocation]:
        allocations = []
        for name, in_year in readers(year, self._programmes, self._systems, graph):
            snapshot = graph.snapshot(name, in_year)
            assert snapshot is not None
            allocations.append(ReadAllocation(self._programmes[name], in_year, snapshot))
        return allocations

    def _deliveries(
        self, year: AcademicYear, read: Sequence[ReadRound], beside: Sequence[Snapshot], graph: Graph
    ) -> pd.DataFrame:
        """Every file behind the tables, the parameter files that decide a row and the register of requests among
        them."""
        params = graph.params
        paths = [params.folder / name for name in (INDICATORS, *calendar_rounds(year, params))]
        rounds = [read_round.snapshot.read("deliveries") for read_round in read]
        others = [*rounds, *first_files(read), *(snapshot.read("deliveries") for snapshot in beside)]
        earlier = [params.folder / "rounds" / f"{read_round.round}.yml" for read_round in read]
        stated = file_frame(list(dict.fromkeys([*paths, *earlier])), params.folder)
        return all_deliveries(delivery_frame((), {}, params), [*others, stated, *register_files(year, graph)])


def _missing_reason(needs: Collection[str], year: AcademicYear, _params: Params) -> str:
    """Fewer than two rounds of the year were received, none of the system that is asked for, or no request ever."""
    if REGISTER in needs:
        return NO_REGISTER
    return f"ยังไม่ได้รับข้อมูลนักเรียนของ{year.thai}" if needs else f"ยังไม่ได้รับข้อมูลของ{year.thai} ถึงสองรอบ"


def _schools(read: Sequence[ReadRound], params: Params) -> pd.DataFrame:
    """Every school on the list, and those that only a round knows, as the newest round calls them."""
    schools = [read_round.schools for read_round in read]
    named = {smis: name for frame in schools for smis, name in zip(frame["smis"], frame["name"], strict=True)}
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
