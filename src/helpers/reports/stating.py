"""Stating facts: what a notebook asks for, computed from the snapshots that its report reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from helpers.collection.store import Snapshot
from helpers.collection.systems import System
from helpers.errors import ParameterError
from helpers.facts.computing import aggregate_cells, difference_cells, filtered, ratio_cells
from helpers.facts.definitions import Absent, Condition, Fact, Operation
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.reports.catalogue import Spec

_COMPLETE = {"sex": ("ช", "ญ")}
"""Values that a reader looks for even where nobody has them."""
_SEVERITIES = ("error", "warning", "notice")


class Tables:
    """The tables of the snapshots that a report reads, each read once."""

    def __init__(self, spec: Spec, snapshots: Mapping[str, Snapshot]) -> None:
        self.spec = spec
        self.snapshots = snapshots
        self._frames: dict[tuple[str, str], pd.DataFrame] = {}
        self._answers: dict[tuple[str, str], frozenset[str]] = {}

    def frame(self, at: str, table: str) -> pd.DataFrame:
        """One table of the snapshot that the report knows as `at`."""
        if (at, table) not in self._frames:
            self._frames[at, table] = self.snapshots[at].read(table)
        return self._frames[at, table]

    def answers(self, at: str, table: str) -> frozenset[str]:
        """The reports that were delivered for a snapshot, and those that the table answers from another delivery."""
        if (at, table) not in self._answers:
            frames = [frame for frame in (self.frame(at, "deliveries"), self.frame(at, table)) if "report" in frame]
            self._answers[at, table] = frozenset(report for frame in frames for report in frame["report"].unique())
        return self._answers[at, table]


@dataclass(frozen=True)
class Rows:
    """Which rows of a table a fact is about, and how they are grouped."""

    by: Sequence[str] = ()
    """Columns whose values make the fact's keys."""
    totals: Sequence[str] = ()
    """Those of them that get a margin."""
    where: Mapping[str, Condition] = field(default_factory=dict)
    at: str = "this"
    """The report's name for the snapshot: `this`, `previous` or `last_year`."""
    needs: Sequence[str] = ()
    """At least one of these reports must have been delivered, else the fact is absent and says so."""

    @property
    def report(self) -> str:
        """The one report that the rows are of, empty where they are of several."""
        report = self.where.get("report")
        return report if isinstance(report, str) else ""


class Stated:
    """The facts of one report as they are stated, by id; an id is stated once."""

    def __init__(self, tables: Tables, system: System, params: Params) -> None:
        self._tables = tables
        self._system = system
        self._params = params
        self.facts: dict[str, Fact | Absent] = {}

    def from_table(
        self,
        operation: Operation,
        fact: str,
        title: str,
        of: str,
        unit: str,
        rows: Rows,
    ) -> None:
        """State a count, sum or distinct count of `table.column` (a count needs no column)."""
        table, _, column = of.partition(".")
        missing = self._missing(rows.at, table, rows.needs or ((rows.report,) if rows.report else ()))
        if missing:
            self._enter(Absent(fact, missing))
            return
        frame = self._tables.frame(rows.at, table)
        orders = self._orders(rows.report)
        cells = aggregate_cells(frame, operation, column, rows.where, rows.by, orders, rows.totals, _COMPLETE)
        origins = frozenset(filtered(frame, rows.where)["delivery"].unique()) - {""}
        name = f"{self._tables.snapshots[rows.at].id}/{table}"
        self._enter(Fact(fact, title, unit, operation, name, column, cells, origins))

    def from_facts(self, operation: Operation, fact: str, title: str, left: str, right: str, unit: str) -> None:
        """State the ratio or difference of two facts; absent when one of them is."""
        one, other = self.known(left), self.known(right)
        if isinstance(one, Absent) or isinstance(other, Absent):
            self._enter(Absent(fact, one.reason if isinstance(one, Absent) else other.reason))  # type: ignore[union-attr]
            return
        cells = (ratio_cells if operation is Operation.RATIO else difference_cells)(one, other)
        self._enter(Fact(fact, title, unit, operation, cells=cells, deliveries=one.deliveries | other.deliveries))

    def known(self, fact: str) -> Fact | Absent:
        """A stated fact. Raises ParameterError for an id that nobody stated."""
        if fact not in self.facts:
            raise ParameterError(f"ไม่มีข้อเท็จจริง “{fact}”", remedy="ประกาศด้วย report.sum, report.count หรืออื่น ๆ ก่อนใช้")
        return self.facts[fact]

    def present(self) -> list[Fact]:
        """The facts that are not absent, in the order stated."""
        return [fact for fact in self.facts.values() if isinstance(fact, Fact)]

    def _enter(self, fact: Fact | Absent) -> None:
        if fact.id in self.facts:
            raise ParameterError(f"ข้อเท็จจริง “{fact.id}” ประกาศซ้ำ", remedy="ใช้ชื่ออื่น ชื่อหนึ่งมีความหมายเดียว")
        self.facts[fact.id] = fact

    def _orders(self, report: str) -> Mapping[str, Sequence[str]]:
        sizes = tuple(band.size for band in self._params.office.size_bands.bands)
        return {**self._system.orders(report), "size": sizes, "severity": _SEVERITIES}

    def _missing(self, at: str, table: str, needs: Sequence[str]) -> str:
        """Why a table cannot answer, in Thai; the empty string when it can."""
        round_ = self._tables.spec.reads[at][1]
        if at not in self._tables.snapshots:
            return f"ยังไม่ได้รับข้อมูลรอบ {round_}"
        if not needs or set(needs) & self._tables.answers(at, table):
            return ""
        if set(needs) & self._elsewhere(round_):
            return f"รอบ {round_} ไม่มีรายงานส่วนนี้"
        titles = " หรือ ".join(f"“{self._system.reports[report]}”" for report in needs)
        return f"ไม่ได้รับไฟล์ {titles} ของรอบ {round_}"

    def _elsewhere(self, round_: Round) -> set[str]:
        """The reports that other rounds of the year bring and this one does not."""
        others = {report for number in (1, 2, 3) for report in self._system.expected(Round(round_.year, number))}
        return others - set(self._params.round(round_).expected.get(self._system.name, self._system.expected(round_)))
