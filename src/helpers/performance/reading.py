"""The rounds that an academic year is judged by, and those before it that show the course of the years.

What is wrong between the systems of a round: judged like a system, though it sends nothing itself.
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
    """One system's round as it was read; `own` where it is of the year that is judged. `previous` is the round that the
    system itself compares it with, None for the first one; `first` gives its findings and files before anything was
    corrected, None where nothing was."""

    system: System
    round: Round
    own: bool
    snapshot: Snapshot
    previous: ReadRound | None
    first: Mapping[str, pd.DataFrame] | None

    @property
    def system_title(self) -> str:
        """What people call the system."""
        return self.system.short_title

    @cached_property
    def schools(self) -> pd.DataFrame:
        """Every school of the round, with `delivered` and `complete`; those that the system says nothing of are."""
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
        """The files of the round that were used; what stands behind them (school list, thresholds) left out."""
        frame = self.snapshot.read("deliveries")
        return frame[frame["report"].isin(self.system.reports)]

    def table(self, schema: str) -> pd.DataFrame | None:
        """One of its tables; None where the system has none of that name or it has no rows."""
        if schema not in {each.name for each in self.system.schemas}:
            return None
        frame = self.snapshot.read(schema)
        return None if frame.empty else frame

    def could_find(self, issues: pd.DataFrame) -> pd.Series:
        """Which of an earlier round's issues could be found in this one: their school is in it, and their report."""
        schools = {"", *self.schools.loc[self.schools["delivered"], "smis"]}
        return issues["smis"].isin(schools) & issues["report"].isin(set(self.deliveries["report"]))

    def placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with their round and system, and whether they are of the year that is judged."""
        return frame.assign(own=self.own, round=str(self.round), system=self.system_title)


@dataclass(frozen=True)
class SilentRound:
    """A system that a round's parameters name, of which nothing was received; `own` where it is of the year that is
    judged."""

    system: System
    round: Round
    own: bool

    @property
    def system_title(self) -> str:
        """What people call the system."""
        return self.system.short_title

    def placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with their round and system, and whether they are of the year that is judged."""
        return frame.assign(own=self.own, round=str(self.round), system=self.system_title)


def silent_rounds(read: Iterable[ReadRound], systems: Mapping[str, System], params: Params) -> Iterator[SilentRound]:
    """The systems that sent nothing in a round in which others did, though its parameters name reports of theirs."""
    sent: dict[Round, set[str]] = {}
    owned = {}
    for each in read:
        sent.setdefault(each.round, set()).add(each.system.name)
        owned[each.round] = each.own
    for round_ in sorted(sent):
        expected = params.round(round_).expected
        for name, system in systems.items():
            if expected.get(name) and name not in sent[round_]:
                yield SilentRound(system, round_, owned[round_])


def origins(year: AcademicYear, systems: Iterable[str], graph: Graph) -> list[tuple[str, Round]]:
    """Every system's rounds of which anything was received, up to the year's last; systems in their order."""
    return [(name, each) for name in systems for each in graph.folder.rounds(name) if each.year <= year.year]


def read_rounds(year: AcademicYear, systems: Mapping[str, System], graph: Graph) -> list[ReadRound]:
    """The rounds of `origins`, each with the one before it."""
    read: list[ReadRound] = []
    previous: dict[str, ReadRound] = {}
    for name, period in origins(year, systems, graph):
        snapshot = graph.snapshot(name, period)
        assert snapshot is not None
        first = _first(systems[name], period, snapshot, graph)
        each = ReadRound(systems[name], period, period.year == year.year, snapshot, previous.get(name), first)
        read.append(each)
        previous[name] = each
    return read


def _first(system: System, round_: Round, snapshot: Snapshot, graph: Graph) -> Mapping[str, pd.DataFrame] | None:
    """The round as it was first received, where a file has taken the place of another since."""
    used = set(snapshot.read("deliveries")["sha256"])
    received = {entry.sha256 for entry in graph.folder.received(system.name, round_)}
    if received <= used:
        return None
    tables = first_received(system, round_, graph)
    return {name: tables[name] for name in ("findings", "deliveries")}


def districts(params: Params) -> Callable[[pd.Series], list[str]]:
    """The districts of a column of school codes; empty for the whole area."""
    known = {smis: school.district or NOT_STATED for smis, school in params.schools.items()} | {"": ""}
    return lambda codes: [known.get(smis, NOT_STATED) for smis in codes]


def stacked(frames: Iterable[pd.DataFrame], schema: TableSchema) -> pd.DataFrame:
    """The frames as one, with the schema's columns alone; an empty table for none."""
    columns = [field.name for field in schema.fields]
    found = [frame[columns] for frame in frames if not frame.empty]
    if not found:
        empty: pd.DataFrame = schema.arrow.empty_table().to_pandas()
        return empty
    return pd.concat(found, ignore_index=True)


@dataclass(frozen=True)
class ComparedRound:
    """What is between the systems of one round; `own` where it is of the year that is judged. `delivered` are the
    schools that each system brought. `first` is never known: what the systems brought first was not compared."""

    round: Round
    own: bool
    snapshot: Snapshot
    delivered: Mapping[str, Collection[str]]
    previous: ComparedRound | None
    first: None = None

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is wrong between them."""
        return self.snapshot.read("findings")

    def could_find(self, issues: pd.DataFrame) -> pd.Series:
        """Which of an earlier round's issues could be found in this one: their school is on both sides."""
        found = [self._has(*issue) for issue in zip(issues["rule"], issues["smis"], strict=True)]
        return pd.Series(found, index=issues.index, dtype=bool)

    def placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows with their round, and whether they are of the year that is judged."""
        return frame.assign(own=self.own, round=str(self.round), system=COMPARED)

    def _has(self, rule: str, smis: str) -> bool:
        sides = SYSTEMS_COMPARED.get(rule)
        there = (smis in self.delivered.get(side, ()) for side in sides or self.delivered)
        return not smis or (all(there) if sides else any(there))


def compared_origins(origins: Iterable[Origin]) -> list[Origin]:
    """What is between the systems of every round of which anything was received."""
    rounds: set[Period] = {period for _, period in origins}
    return [(NAME, each) for each in sorted(rounds, key=str)]


def compared_rounds(read: Sequence[ReadRound], graph: Graph) -> list[ComparedRound]:
    """Every round of any of the systems, each with the one before it."""
    found: list[ComparedRound] = []
    for round_ in sorted({each.round for each in read}):
        own = [each for each in read if each.round == round_]
        snapshot = graph.snapshot(NAME, round_)
        assert snapshot is not None
        delivered = dict(_delivered(own, snapshot))
        found.append(ComparedRound(round_, own[0].own, snapshot, delivered, found[-1] if found else None))
    return found


def _delivered(own: Sequence[ReadRound], snapshot: Snapshot) -> Iterator[tuple[str, set[str]]]:
    """The schools of each system; where the office filled in a roster, it speaks of all of them."""
    schools = {each.system.name: set(each.schools.loc[each.schools["delivered"], "smis"]) for each in own}
    yield from schools.items()
    if ROSTER.slug in set(snapshot.read("deliveries")["report"]):
        yield ROSTER.slug, set().union(*schools.values())


def compared_systems(systems: Mapping[str, System]) -> dict[str, tuple[str, ...]]:
    """What people call the systems that each rule between systems lays side by side; all where it names none."""
    titles = {name: system.short_title for name, system in systems.items()}
    return {
        rule: tuple(titles[side] for side in sides or titles if side in titles)
        for rule, sides in SYSTEMS_COMPARED.items()
    }
