"""What a notebook sees: one report object that states facts and shows them as prose, tables and charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpers.errors import DeliveryError, NotebookError
from helpers.facts.definitions import Absent, Fact, Not, Operation, Value, natural_key
from helpers.render.blocks import RelatedReport
from helpers.reports.catalogue import kinds, reports_on, spec_for
from helpers.reports.chart_views import ChartViews
from helpers.reports.fact_specs import FactSpec, Tables, selection
from helpers.reports.folders import folders_from_environment
from helpers.reports.inputs import described_inputs, fingerprint, gathered_from, injected_parameters
from helpers.reports.opened import opened
from helpers.reports.prose import refuse_unknown
from helpers.reports.released_facts import NOT_RELEASED, edition_marks
from helpers.reports.specs import Spec
from helpers.reports.tables import FactColumn, column, row_values
from helpers.tables.graph import Graph, Origin
from helpers.tables.snapshots import Snapshot

__all__ = ["Not", "Report", "column", "open_report"]
FEW = 3
"""So many schools are named in a sentence instead of counted."""


def open_report(kind: str, **parameters: str) -> Report:
    """Open a report of a kind (`round/dmc`) with the notebook's parameters, and show its title block.

    Raises ParameterError for wrong parameters, and for an injected one that the notebook does not know; DeliveryError
    where nothing was received for it or where the data changed since the run began.
    """
    folders = folders_from_environment()
    now_open = opened(folders)
    params, graph = now_open.params, now_open.graph
    spec = spec_for(kind, injected_parameters() | parameters, params)
    snapshots = now_open.snapshots(spec.reads)
    if "this" not in snapshots:
        remedy = "รับไฟล์ด้วย workbook receive ก่อน"
        raise DeliveryError(f"ยังไม่ได้รับข้อมูลของรายงาน {spec.id}", where=str(folders.data), remedy=remedy)
    now = fingerprint(described_inputs(spec, folders, graph))
    if spec.parameters.fingerprint not in ("", now):
        raise DeliveryError("ข้อมูลหรือพารามิเตอร์เปลี่ยนไประหว่างสร้างรายงาน", where=spec.id, remedy="สั่ง workbook run อีกครั้ง")
    tables = Tables(spec, snapshots, graph.datasets, params, now_open)
    subject = kinds()[kind].subject(spec, params)
    reports = {
        f"{other.title} {other.period.thai}": other.id for other in reports_on(_beside(spec, snapshots, graph), params)
    }
    related = tuple(RelatedReport(report_id=id_, label=label) for label, id_ in now_open.in_edition(reports).items())
    marks = {"sample": graph.folder.kind == "sample", "fingerprint": now, "related": related}
    return Report(subject, params, tables, **marks, **edition_marks(spec.id, now_open.release))


def _beside(spec: Spec, snapshots: Mapping[str, Snapshot], graph: Graph) -> list[Origin]:
    """The data sets beside its own that a report reads; of the page of a school, those that its own is gathered
    from."""
    if spec.school:
        return gathered_from(spec, graph)
    return [spec.reads[name] for name in snapshots if name != "this"]


def reserved(fact: str, ending: str) -> NotebookError:
    """The error for a notebook's own fact whose id ends as those that are stated of a headline figure."""
    remedy = f"ใช้ชื่อที่ไม่ลงท้ายด้วย “{ending}” ซึ่งสงวนไว้ให้ส่วนที่บอกการเปลี่ยนแปลง"
    return NotebookError("ชื่อข้อเท็จจริงซ้ำกับชื่อที่สงวนไว้", where=fact, remedy=remedy)


class Report(ChartViews):
    """One open report: facts are stated first (by the methods below), then shown (by those it inherits)."""

    @property
    def subject_id(self) -> str:
        """The data set that the report is about: a system, or a programme as registers name it."""
        return self._spec.reads["this"][0]

    @property
    def is_public(self) -> bool:
        """Whether the report is one of the public edition."""
        return self._tables.released is not None

    def origin(self, at: str) -> str:
        """The name of the data set that the report reads as `at`: what registers call a programme that it builds on."""
        refuse_unknown(at, self._spec.reads, "ชื่อชุดข้อมูล (at)", self._spec.id)
        return self._spec.reads[at][0]

    def across(self, fact: str, dimension: str) -> list[FactColumn]:
        """A column of a fact for every value that one dimension of its keys takes, in reading order, the margin last.
        Of an absent fact a single column, so that its reason is said."""
        known = self._stated.known(fact)
        self._stated.refuse_unknown_dimension(fact, dimension, f"ข้อเท็จจริง “{fact}”")
        values = row_values([known], dimension) if isinstance(known, Fact) else [""]
        return [FactColumn(value, fact, {dimension: value}) for value in values]

    @property
    def headline_facts(self) -> tuple[str, ...]:
        """The facts that the director's page prints large, and those that are followed as they are."""
        return self._figures

    def asked(self, fact: str) -> FactSpec:
        """How a fact was asked for, so that the same can be asked of another period."""
        self._stated.known(fact)
        return self._stated.asked[fact]

    def absence(self, fact: str) -> str:
        """Why a fact cannot be stated, in Thai; empty for one that is."""
        known = self._stated.known(fact)
        return known.reason if isinstance(known, Absent) else ""

    def answered(self, fact: str) -> tuple[str, ...]:
        """The titles of the reports that a fact was counted from, where it says which would do; none for every
        other."""
        return self._stated.answered(fact)

    def is_stated(self, fact: str) -> bool:
        """Whether the notebook stated a fact of this name."""
        return fact in self._stated.facts

    @property
    def stated(self) -> tuple[str, ...]:
        """The ids of all facts, absent ones too, in the order stated."""
        return tuple(self._stated.facts)

    def is_whole(self, fact: str) -> bool:
        """Whether every cell of a fact of shares is the whole; not of an absent one, or one of nothing."""
        known = self._stated.known(fact)
        return (
            isinstance(known, Fact)
            and not self.keeps_back(fact)
            and {cell.value for cell in known.cells.values()} == {1}
        )

    def keeps_back(self, fact: str) -> bool:
        """Whether any number of a fact is withheld or closed to the public: of what has none one must not say that
        there is nothing. Not of a fact that nobody stated."""
        known = self._stated.facts.get(fact)
        if isinstance(known, Absent):
            return known.reason in NOT_RELEASED
        return known is not None and (bool(known.withheld) or self._stated.is_partial(fact))

    def named(self, fact: str, dimension: str, most: int = FEW) -> str:
        """What the values of one dimension of a fact's keys are called, in reading order, those of nothing left out;
        the empty string for none, for more than `most`, and of an absent fact. Raises NotebookError for a dimension
        that the keys do not have."""
        self._stated.refuse_unknown_dimension(fact, dimension, f"ข้อเท็จจริง “{fact}”")
        known = self._stated.known(fact)
        words = self._called(known, dimension, self.numbers(fact)) if isinstance(known, Fact) else []
        return " และ ".join(filter(None, (" ".join(words[:-1]), *words[-1:]))) if len(words) <= most else ""

    def word(self, name: str) -> str:
        """One of the report's own words, as `{name}` prints it in prose."""
        return self._words[name]

    def reads(self, at: str) -> bool:
        """Whether the report reads anything under that name, be it in the store or not."""
        return at in self._spec.reads

    def is_there(self, at: str) -> bool:
        """Whether what the report reads under that name is in the store."""
        return at in self._tables.snapshots

    def state(self, fact: str, asked: FactSpec) -> None:
        """State a fact in the way that another was asked for."""
        if asked.parts:
            left, right = asked.parts
            self._stated.from_facts(asked.operation, fact, asked.title, left, right, asked.unit)
        else:
            self._stated.from_table(asked.operation, fact, asked.title, asked.of, asked.unit, asked.rows)

    def state_reserved(self, name: str, asked: FactSpec, ending: str) -> None:
        """State a fact whose id ends in a reserved `ending`, once however often it is asked for. Raises NotebookError
        where the notebook stated a fact of that id itself."""
        if name in self._stated.reserved:
            return
        if self.is_stated(name):
            raise reserved(name, ending)
        self.state(name, asked)
        self._stated.reserved.add(name)

    def is_reserved(self, fact: str) -> bool:
        """Whether a fact of a reserved id was stated by `state_reserved`."""
        return fact in self._stated.reserved

    def sums(self, asked: FactSpec, by: str) -> Mapping[str, Value]:
        """What a sum would come to for each value of a label column, the furthest from zero first, those of nothing
        left out; none where it would be absent."""
        if self._stated.missing(asked):
            return {}
        table, _, summed = asked.of.partition(".")
        indexed = self._tables.indexed(asked.rows.at, table)
        groups, total = indexed.groups([by], indexed.chosen(asked.rows.where)), indexed.sums(summed)
        sums = {value: amount for (value,), rows in groups.items() if (amount := total(rows))}
        return {value: sums[value] for value in sorted(sums, key=lambda value: (-abs(sums[value]), natural_key(value)))}

    def values(self, at: str, table: str, *columns: str) -> tuple[tuple[str, ...], ...]:
        """The different combinations of labels of a table that the report reads as `at`, in the order of its rows; none
        where it is not in the store."""
        refuse_unknown(at, self._spec.reads, "ชื่อชุดข้อมูล (at)", self._spec.id)
        refuse_unknown(table, [schema.name for schema in self._tables.schemas(at)], "ตาราง", self._spec.id)
        for name in columns:
            refuse_unknown(name, self._tables.schema(at, table).arrow.names, f"คอลัมน์ของตาราง {table}", self._spec.id)
        if not self.is_there(at):
            return ()
        rows = self._tables.frame(at, table)[list(columns)].drop_duplicates()
        return tuple(tuple(map(str, row)) for row in rows.itertuples(index=False, name=None))

    def columns(self, at: str, table: str) -> frozenset[str]:
        """The columns of a table that the report reads as `at`; none where its data set has no such table."""
        schemas = self._tables.dataset(at).schemas if at in self._spec.reads else ()
        return frozenset(field.name for schema in schemas if schema.name == table for field in schema.fields)

    def noun(self, of: str) -> str:
        """What readers call that which comes and goes in a table of the report's own source."""
        table = of.partition(".")[0]
        return next(schema.noun for schema in self._tables.dataset().schemas if schema.name == table)

    def order(self, dimension: str) -> tuple[str, ...]:
        """The values of a label column in reading order, as the report's own source has them; the halves of a year."""
        orders = self._tables.dataset().value_order("")
        refuse_unknown(dimension, orders, "คอลัมน์ที่มีลำดับ", self._spec.id)
        return tuple(orders[dimension])

    def absent(self, fact: str, reason: str) -> None:
        """State that a fact cannot be stated, and why, in Thai."""
        self._stated.absent(fact, reason)

    def sum(self, fact: str, title: str, of: str, *, unit: str = "คน", **rows: Any) -> None:
        """State a sum of `table.column`; what else is given is as in `Selection`."""
        self._stated.from_table(Operation.SUM, fact, title, of, unit, selection(**rows))

    def count(self, fact: str, title: str, of: str, *, unit: str, **rows: Any) -> None:
        """State how many rows of a table there are."""
        self._stated.from_table(Operation.COUNT, fact, title, of, unit, selection(**rows))

    def rule(self, fact: str, title: str, of: str = "allocation.amount", *, unit: str = "บาท", **rows: Any) -> None:
        """State a sum of amounts that a budget rule made; `verify` computes each from quantity, rate and share anew."""
        self._stated.from_table(Operation.RULE, fact, title, of, unit, selection(**rows))

    def distinct(self, fact: str, title: str, of: str, *, unit: str, **rows: Any) -> None:
        """State how many different values `table.column` has."""
        self._stated.from_table(Operation.DISTINCT, fact, title, of, unit, selection(**rows))

    def median(self, fact: str, title: str, of: str, *, unit: str, **rows: Any) -> None:
        """State the middle value of `table.column`; absent where no row has one."""
        self._stated.from_table(Operation.MEDIAN, fact, title, of, unit, selection(**rows, given=True))

    def ratio(self, fact: str, title: str, part: str, whole: str, *, unit: str = "ร้อยละ") -> None:
        """State each cell of one fact over the same (or the only) cell of another; unit `ร้อยละ` prints a
        percentage."""
        self._stated.from_facts(Operation.RATIO, fact, title, part, whole, unit)

    def difference(self, fact: str, title: str, minuend: str, subtrahend: str, *, unit: str = "คน") -> None:
        """State each cell of one fact less the same cell of another."""
        self._stated.from_facts(Operation.DIFFERENCE, fact, title, minuend, subtrahend, unit)
