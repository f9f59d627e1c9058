"""What a notebook asks for when it states a fact: the tables that its report reads, the rows that the fact is about,
and the refusal of every word that no schema knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from helpers.catalogue import deliverables, rules
from helpers.errors import NotebookError
from helpers.facts.definitions import Condition, Not, Operation
from helpers.facts.indexed import IndexedTable
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.reports.folders import Folders
from helpers.reports.opened import Opened
from helpers.reports.prose import refuse_unknown
from helpers.reports.school_kind import linked_pages
from helpers.reports.shown_rows import SCHOOL, is_by_school
from helpers.reports.specs import Spec
from helpers.systems.dmc.schemas import NO_PUPILS
from helpers.tables.findings import Severity
from helpers.tables.graph import Dataset
from helpers.tables.schemas import DELIVERIES, NOT_STATED, Field, TableSchema
from helpers.tables.snapshots import Snapshot

SEVERITIES = tuple(map(str, Severity))
"""From what must be mended to what is only told."""


class Tables:
    """The tables of the snapshots that a report reads, each read once."""

    def __init__(
        self,
        spec: Spec,
        snapshots: Mapping[str, Snapshot],
        datasets: Mapping[str, Dataset[Any]],
        params: Params,
        now_open: Opened | None = None,
    ) -> None:
        """`now_open` has the tables read already, and knows to which pages names of schools lead."""
        self.spec = spec
        self._open = now_open or Opened(Folders(Path(), params.folder, Path()), params)
        self.pages = now_open.in_edition(linked_pages(spec.period, now_open.graph)) if now_open else {}
        """The pages to which the names of schools lead, by code."""
        self.released = now_open.released(spec.id) if now_open else None
        """What the public edition may say of the report; None in the office edition."""
        self.snapshots = snapshots
        self._datasets = datasets
        self._params = params
        self._frames: dict[tuple[str, str], pd.DataFrame] = {}
        self._indexed: dict[tuple[str, str], IndexedTable] = {}
        self._answers: dict[tuple[str, str], frozenset[str]] = {}

    def dataset(self, at: str = "this") -> Dataset[Any]:
        """Where the tables that the report knows as `at` come from."""
        return self._datasets[self.spec.reads[at][0]]

    def schemas(self, at: str) -> tuple[TableSchema, ...]:
        """The tables of the data set that the report knows as `at`, as far as it may ask for them."""
        every, readable = self.dataset(at).tables, self.spec.tables.get(at)
        return every if readable is None else tuple(schema for schema in every if schema.name in readable)

    def schema(self, at: str, of: str) -> TableSchema:
        """The table of `table.column` as the data set that the report knows as `at` declares it."""
        table = of.partition(".")[0]
        return next((schema for schema in self.schemas(at) if schema.name == table), TableSchema(table, "", ()))

    def reports(self, at: str) -> tuple[str, ...]:
        """The reports that may be needed there: of a system its own; of what reads others everything that can be
        received, also a form of which this office has no programme, and what it keeps itself."""
        of_dataset, period = tuple(self.dataset(at).reports), self.spec.reads[at][1]
        if of_dataset and isinstance(period, Round):
            return of_dataset
        return tuple(dict.fromkeys((*deliverables().reports, *of_dataset)))

    def stored(self, table: str, column: str) -> frozenset[str]:
        """The values of a label column in that table of any snapshot."""
        there = [at for at in self.snapshots if table in {schema.name for schema in self.schemas(at)}]
        frames = [frame for at in there if column in (frame := self.frame(at, table))]
        return frozenset(str(value) for frame in frames for value in frame[column].unique())

    def frame(self, at: str, table: str) -> pd.DataFrame:
        """One table of the snapshot that the report knows as `at`; of a report on one school its rows alone. Raises
        NotebookError for a table that the report does not read."""
        if (at, table) not in self._frames:
            readable = (DELIVERIES.name, *(schema.name for schema in self.schemas(at)))
            refuse_unknown(table, readable, "ตาราง", self.spec.id)
            school = self.spec.school
            self._frames[at, table] = (
                self._open.part(self.snapshots[at], table, SCHOOL, school)
                if school and is_by_school(table, self.schema(at, table).arrow.names)
                else self._open.frame(self.snapshots[at], table)
            )
        return self._frames[at, table]

    def indexed(self, at: str, table: str) -> IndexedTable:
        """The same rows as `frame` has, for what is asked of them again and again."""
        if (at, table) not in self._indexed:
            self._indexed[at, table] = IndexedTable(self.frame(at, table))
        return self._indexed[at, table]

    def schools(self) -> pd.DataFrame:
        """What the schools are called: as the report's own data has them, else as the first other data that it reads,
        else as the office's list; `smis`, `name` and `district`, one row a school."""
        there = [at for at in ("this", *self.snapshots) if "schools" in {schema.name for schema in self.schemas(at)}]
        if there:
            return self.frame(there[0], "schools")
        rows = [(smis, school.name, school.district or NOT_STATED) for smis, school in self._params.schools.items()]
        return pd.DataFrame(rows, columns=["smis", "name", "district"])

    def known_values(self, at: str, report: str) -> Mapping[str, Sequence[str]]:
        """The values that label columns can have by what is known beside the tables, in reading order, by column: those
        of the data set, the office's sizes, severities and rules. Whatever else, a district or a religion, is open."""
        return {
            **self.dataset(at).value_order(report),
            "size": (*(band.size for band in self._params.office.size_bands.bands), NO_PUPILS, NOT_STATED),
            "severity": SEVERITIES,
            "rule": tuple(rules()),
        }

    def answers(self, at: str, table: str) -> frozenset[str]:
        """The reports that were delivered for a snapshot, and those that the table answers from another delivery."""
        if (at, table) not in self._answers:
            asked = (self.indexed(at, "deliveries"), self.indexed(at, table))
            columns = [indexed.column("report") for indexed in asked if "report" in indexed.frame]
            self._answers[at, table] = frozenset(report for column in columns for report in column.values)
        return self._answers[at, table]

    def why_empty(self, at: str, table: str) -> str:
        """Why a table without rows says nothing, in Thai; empty where it has rows, or where none says that there is
        nothing."""
        why = self.schema(at, table).why_empty
        return why if why and self.frame(at, table).empty else ""


@dataclass(frozen=True)
class Selection:
    """Which rows of a table a fact is about, and how they are grouped."""

    by: Sequence[str] = ()
    """Columns whose values make the fact's keys."""
    totals: Sequence[str] = ()
    """Those of them that get a margin."""
    where: Mapping[str, Condition] = field(default_factory=dict)
    at: str = "this"
    """The report's name for the snapshot: `this`, `previous`, `last_year`, `allotments` …"""
    needs: Sequence[str] = ()
    """At least one of these reports must have been delivered, else the fact is absent and says so."""
    every: bool = False
    """Whether all of them must have been."""
    complete_from: str = ""
    """Another fact: what its keys name is looked for here too, also where no row has it."""
    listed: bool = False
    """Whether it asks what every school on the list must have: absent where the list is empty, for nobody knows."""
    given: bool = False
    """Whether it is absent where no row gives it: what a file leaves out is not zero."""
    complete: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Values of `by` columns that are looked for, also where no row has them."""

    @property
    def report(self) -> str:
        """The one report that the rows are of, empty where they are of several."""
        report = self.where.get("report")
        return report if isinstance(report, str) else ""

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The key columns among whose values the conditions choose."""
        return tuple(column for column in self.by if column in self.where)


def selection(**rows: Any) -> Selection:
    """The rows that a notebook asks for. Raises NotebookError for an unknown keyword, and names the nearest."""
    for name in rows:
        refuse_unknown(name, [field.name for field in fields(Selection)], "คำที่ใช้เลือกแถว", "ข้อเท็จจริง")
    return Selection(**rows)


@dataclass(frozen=True)
class FactSpec:
    """What a notebook asked for when it stated a fact. One made of two others names them in `parts`; one from a table
    has `of` and `rows`."""

    operation: Operation
    title: str
    unit: str
    of: str = ""
    rows: Selection = field(default_factory=Selection)
    parts: tuple[str, ...] = ()

    @property
    def question(self) -> tuple[object, ...]:
        """What makes its numbers and keys: equal for two that state the same, however they are called and whatever
        has to be delivered for them."""
        rows = self.rows
        conditions = sorted((name, str(condition)) for name, condition in rows.where.items())
        complete = sorted((name, *values) for name, values in rows.complete.items())
        keys = (tuple(sorted(rows.by)), tuple(sorted(rows.totals)), rows.complete_from, tuple(complete))
        return (self.operation, self.of, self.parts, rows.at, tuple(conditions), *keys)


def refuse_misspelt(tables: Tables, fact: str, asked: FactSpec) -> None:
    """Raise NotebookError for a word that the schemas do not know: of it a fact would state that there is nothing."""
    at, rows, where = asked.rows.at, asked.rows, f"ข้อเท็จจริง “{fact}”"
    refuse_unknown(at, tables.spec.reads, "ชื่อชุดข้อมูล (at)", where)
    table, _, column = asked.of.partition(".")
    refuse_unknown(table, [schema.name for schema in tables.schemas(at)], "ตาราง", where)
    columns = tables.schema(at, table).arrow.names
    counted = [column] if column or asked.operation is not Operation.COUNT else []
    for name in (*counted, *rows.by, *rows.where, *rows.complete):
        refuse_unknown(name, columns, f"คอลัมน์ของตาราง {table}", where)
    for name in rows.totals:
        refuse_unknown(name, rows.by, "คอลัมน์ที่ขอผลรวม (totals) ใน by", where)
    for report in (*rows.needs, *filter(None, [rows.report])):
        refuse_unknown(report, tables.reports(at), "รายงานต้นทาง", where)
    for name, value in _words(rows):
        refuse_value(tables, asked, name, value, where)


def _words(rows: Selection) -> Iterator[tuple[str, str | bool]]:
    """The values that a fact asks for, by column."""
    for name, condition in rows.where.items():
        values = condition if isinstance(condition, tuple) else (condition,)
        yield from ((name, each.value if isinstance(each, Not) else each) for each in values)
    yield from ((name, value) for name, values in rows.complete.items() for value in values)


def refuse_value(tables: Tables, asked: FactSpec, name: str, value: str | bool, where: str) -> None:
    """Raise NotebookError for a value that a column cannot have: where it has a closed list, one that is not on it;
    where its values are known beside the tables, one that neither these nor any stored table has."""
    at, table = asked.rows.at, asked.of.partition(".")[0]
    column = next(field for field in tables.schema(at, table).fields if field.name == name)
    what = f"ค่าของคอลัมน์ {name} ในตาราง {table}"
    if isinstance(value, bool) or column.type == pa.bool_():
        _refuse_untrue(column, value, what, where)
    elif column.allowed:
        refuse_unknown(value, [str(each) for each in column.allowed], what, where)
    else:
        known = tables.known_values(at, asked.rows.report).get(name, ())
        if known and value not in known and at in tables.snapshots:
            refuse_unknown(value, [*known, *sorted(tables.stored(table, name))], what, where)


def _refuse_untrue(column: Field, value: str | bool, what: str, where: str) -> None:
    if isinstance(value, bool) and column.type == pa.bool_():
        return
    remedy = "ใช้ True หรือ False" if column.type == pa.bool_() else "ใช้ข้อความตามที่ตารางมี ไม่ใช่ True หรือ False"
    raise NotebookError(f"ไม่รู้จัก{what} “{value}”", where=where, remedy=remedy)
