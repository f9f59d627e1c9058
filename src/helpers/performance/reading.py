"""The rounds that an academic year is judged by, and those before it that show the course of the years.

Three kinds: a system's round that was read, one of which nothing was received though it was expected, and the checks
between the systems of a round, which are judged like a system though they receive nothing themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.forms.rosters import ROSTER
from helpers.params.folder import Params
from helpers.performance.schemas import COMPARED
from helpers.periods import AcademicYear, Period, Round
from helpers.systems.cross_checks.checks import SYSTEMS_COMPARED
from helpers.systems.cross_checks.dataset import NAME
from helpers.systems.system import System, first_received
from helpers.tables.graph import Graph, Origin
from helpers.tables.schemas import NOT_STATED, TableSchema
from helpers.tables.snapshots import Snapshot

ORIGIN = ["delivery", "sheet", "row", "row_key"]


@dataclass(frozen=True)
class ReadRound:
    """One system's round as it was read. `of_year` says whether it is of the year that is judged; `previous` is the
    round that the system itself compares it with, None for the first one; `first` gives the tables `findings` and
    `deliveries` as they were before any file was replaced, None where none was."""

    system: System
    round: Round
    of_year: bool
    snapshot: Snapshot
    previous: ReadRound | None
    first: Mapping[str, pd.DataFrame] | None

    @property
    def system_title(self) -> str:
        """What people call the system."""
        return self.system.short_title

    @cached_property
    def schools(self) -> pd.DataFrame:
        """Every school of the round, with whether it `delivered` anything and was `complete`; both are true where the
        system does not say so."""
        frame = self.snapshot.read("schools")
        delivered = frame["delivered"] if "delivered" in frame else pd.Series(True, index=frame.index)
        complete = frame.get("complete", delivered)
        return frame.assign(delivered=delivered.astype(bool), complete=complete.astype(bool))

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong with it."""
        return self.snapshot.read("findings")

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """The files that were received for the round and used; the school list and parameter files are left out."""
        frame = self.snapshot.read("deliveries")
        return frame[frame["report"].isin(self.system.reports)]

    def table(self, schema: str) -> pd.DataFrame | None:
        """One of its tables; None where the system has none of that name or it has no rows."""
        if schema not in {known.name for known in self.system.schemas}:
            return None
        frame = self.snapshot.read(schema)
        return None if frame.empty else frame

    def could_find(self, issues: pd.DataFrame) -> pd.Series:
        """Row by row, whether an earlier round's issue could be found in this one: whether its school and its report
        are in it."""
        schools = {"", *self.schools.loc[self.schools["delivered"], "smis"]}
        return issues["smis"].isin(schools) & issues["report"].isin(set(self.deliveries["report"]))

    def labelled(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with their round and system, and whether they are of the year that is judged."""
        return frame.assign(own=self.of_year, round=str(self.round), system=self.system_title)


@dataclass(frozen=True)
class SilentRound:
    """A system's round of which nothing was received, though the round's parameters name the system. `of_year` says
    whether it is of the year that is judged."""

    system: System
    round: Round
    of_year: bool

    @property
    def system_title(self) -> str:
        """What people call the system."""
        return self.system.short_title

    def labelled(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with their round and system, and whether they are of the year that is judged."""
        return frame.assign(own=self.of_year, round=str(self.round), system=self.system_title)


def silent_rounds(read: Iterable[ReadRound], systems: Mapping[str, System], params: Params) -> Iterator[SilentRound]:
    """The systems that sent nothing in a round in which others did, though its parameters name reports of theirs."""
    sent: dict[Round, set[str]] = {}
    of_year = {}
    for read_round in read:
        sent.setdefault(read_round.round, set()).add(read_round.system.name)
        of_year[read_round.round] = read_round.of_year
    for round_ in sorted(sent):
        expected = params.round(round_).expected
        for name, system in systems.items():
            if expected.get(name) and name not in sent[round_]:
                yield SilentRound(system, round_, of_year[round_])


def origins(year: AcademicYear, systems: Iterable[str], graph: Graph) -> list[tuple[str, Round]]:
    """Every system's rounds of which anything was received, up to the year's last; systems in their order."""
    return [(name, round_) for name in systems for round_ in graph.folder.rounds(name) if round_.year <= year.year]


def read_rounds(year: AcademicYear, systems: Mapping[str, System], graph: Graph) -> list[ReadRound]:
    """The rounds of `origins`, each with the one before it of the same system."""
    read: list[ReadRound] = []
    previous: dict[str, ReadRound] = {}
    for name, period in origins(year, systems, graph):
        snapshot = graph.snapshot(name, period)
        assert snapshot is not None
        first = _first(systems[name], period, snapshot, graph)
        read_round = ReadRound(systems[name], period, period.year == year.year, snapshot, previous.get(name), first)
        read.append(read_round)
        previous[name] = read_round
    return read


def _first(system: System, round_: Round, snapshot: Snapshot, graph: Graph) -> Mapping[str, pd.DataFrame] | None:
    """The tables of the round as it was first received; None where no file has replaced another since."""
    used = set(snapshot.read("deliveries")["sha256"])
    received = {entry.sha256 for entry in graph.folder.received(system.name, round_)}
    if received <= used:
        return None
    tables = first_received(system, round_, graph)
    return {name: tables[name] for name in ("findings", "deliveries")}


def districts(params: Params) -> Callable[[pd.Series], list[str]]:
    """A function that gives the districts of a column of school codes; the empty code, the whole area's, has none."""
    known = {smis: school.district or NOT_STATED for smis, school in params.schools.items()} | {"": ""}
    return lambda codes: [known.get(smis, NOT_STATED) for smis in codes]


def stacked(frames: Iterable[pd.DataFrame], schema: TableSchema) -> pd.DataFrame:
    """The frames as one, with the schema's columns alone; an empty table for none."""
    columns = [field.name for field in schema.fields]
    with_rows = [frame[columns] for frame in frames if not frame.empty]
    if not with_rows:
        empty: pd.DataFrame = schema.arrow.empty_table().to_pandas()
        return empty
    return pd.concat(with_rows, ignore_index=True)


@dataclass(frozen=True)
class ComparedRound:
    """The checks between the systems of one round. `of_year` says whether it is of the year that is judged; `delivered`
    are the schools in each system's data, by system. `first` is always None: the files that were replaced are not
    compared again."""

    round: Round
    of_year: bool
    snapshot: Snapshot
    delivered: Mapping[str, Collection[str]]
    previous: ComparedRound | None
    first: None = None

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong between them."""
        return self.snapshot.read("findings")

    def could_find(self, issues: pd.DataFrame) -> pd.Series:
        """Row by row, whether an earlier round's issue could be found in this one: whether its school is on both
        sides."""
        findable = [self._has(*issue) for issue in zip(issues["rule"], issues["smis"], strict=True)]
        return pd.Series(findable, index=issues.index, dtype=bool)

    def labelled(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with their round, and whether they are of the year that is judged."""
        return frame.assign(own=self.of_year, round=str(self.round), system=COMPARED)

    def _has(self, rule: str, smis: str) -> bool:
        sides = SYSTEMS_COMPARED.get(rule)
        delivered = (smis in self.delivered.get(side, ()) for side in sides or self.delivered)
        return not smis or (all(delivered) if sides else any(delivered))


def compared_origins(origins: Iterable[Origin]) -> list[Origin]:
    """The checks between the systems, of every round of which anything was received."""
    rounds: set[Period] = {period for _, period in origins}
    return [(NAME, round_) for round_ in sorted(rounds, key=str)]


def compared_rounds(read: Sequence[ReadRound], graph: Graph) -> list[ComparedRound]:
    """The checks between the systems of every round that was read, oldest first, each with the one before it."""
    compared: list[ComparedRound] = []
    for round_ in sorted({read_round.round for read_round in read}):
        of_round = [read_round for read_round in read if read_round.round == round_]
        snapshot = graph.snapshot(NAME, round_)
        assert snapshot is not None
        delivered = dict(_delivered(of_round, snapshot))
        previous = compared[-1] if compared else None
        compared.append(ComparedRound(round_, of_round[0].of_year, snapshot, delivered, previous))
    return compared


def _delivered(of_round: Iterable[ReadRound], snapshot: Snapshot) -> Iterator[tuple[str, set[str]]]:
    """The schools in each system's data; a roster that the office filled in is about all of them."""
    schools = {
        read_round.system.name: set(read_round.schools.loc[read_round.schools["delivered"], "smis"])
        for read_round in of_round
    }
    yield from schools.items()
    if ROSTER.slug in set(snapshot.read("deliveries")["report"]):
        yield ROSTER.slug, set().union(*schools.values())


def compared_systems(systems: Mapping[str, System]) -> dict[str, tuple[str, ...]]:
    """By rule, what people call the systems that a rule between systems compares; all systems where it names none."""
    titles = {name: system.short_title for name, system in systems.items()}
    return {
        rule: tuple(titles[side] for side in sides or titles if side in titles)
        for rule, sides in SYSTEMS_COMPARED.items()
    }
