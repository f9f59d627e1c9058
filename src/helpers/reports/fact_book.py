"""The facts of one report as they are stated: each computed from the snapshots that the report reads, each under one
name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.errors import NotebookError, ParameterError
from helpers.facts.computing import aggregate_cells, difference_cells, ratio_cells
from helpers.facts.definitions import WHOLE, Absent, Fact, FactCell, Operation, key_parts
from helpers.facts.indexed import IndexedTable, Positions
from helpers.facts.withholding import withheld_keys
from helpers.params.folder import Params
from helpers.reports.fact_specs import SEVERITIES, FactSpec, Selection, Tables, refuse_misspelt, refuse_value
from helpers.reports.prose import printed_differences, refuse_unknown

_COMPLETE = {"sex": ("ช", "ญ")}
"""Values that a reader looks for even where nobody has them."""
_NO_LIST = "ทะเบียนโรงเรียนของเขตยังว่าง จึงบอกไม่ได้ว่าโรงเรียนใดต้องมีข้อมูล"


class FactBook:
    """The facts of one report as they are stated, by id; an id is stated once."""

    def __init__(self, tables: Tables, params: Params) -> None:
        self._tables = tables
        self._params = params
        self.facts: dict[str, Fact | Absent] = {}
        self.asked: dict[str, FactSpec] = {}
        self._by_question: dict[tuple[object, ...], str] = {}
        self.reserved: set[str] = set()
        """The ids with a reserved ending that were stated by the section to which the ending belongs."""

    def from_table(
        self,
        operation: Operation,
        fact: str,
        title: str,
        of: str,
        unit: str,
        rows: Selection,
    ) -> None:
        """State a count, sum, distinct count or rule's sum of `table.column` (a count needs no column)."""
        asked = FactSpec(operation, title, unit, of, rows)
        refuse_misspelt(self._tables, fact, asked)
        self._ask(fact, asked)
        missing = self.missing(asked)
        self._enter(Absent(fact, missing) if missing else self._of_rows(fact, asked))

    def _of_rows(self, fact: str, asked: FactSpec) -> Fact | Absent:
        """A fact from a table that is there."""
        table, _, column = asked.of.partition(".")
        operation, rows = asked.operation, asked.rows
        indexed = self._tables.indexed(rows.at, table)
        chosen = indexed.chosen(rows.where)
        if rows.given and not len(chosen):
            return Absent(fact, f"ไม่มี{'ข้อมูล' if operation is Operation.SUM else ''}{asked.title}")
        orders = {**_rules_by_weight(indexed, chosen, rows.by), **self._orders(rows)}
        complete = {**_COMPLETE, **self._values_of(rows.complete_from), **rows.complete}
        cells = aggregate_cells(indexed, operation, column, rows.where, rows.by, orders, rows.totals, complete)
        whole = replace(self._described(fact, asked), cells=cells, narrowed=rows.narrowed)
        return whole.without(self._withheld(asked, cells))

    def _described(self, fact: str, asked: FactSpec) -> Fact:
        """A fact from a table without its cells."""
        table, _, column = asked.of.partition(".")
        indexed = self._tables.indexed(asked.rows.at, table)
        origins = frozenset(indexed.names("delivery", indexed.chosen(asked.rows.where))) - {""}
        name = f"{self._tables.snapshots[asked.rows.at].id}/{table}"
        return Fact(fact, asked.title, asked.unit, asked.operation, name, column, deliveries=origins)

    def from_facts(self, operation: Operation, fact: str, title: str, left: str, right: str, unit: str) -> None:
        """State the ratio or difference of two facts; absent when one of them is."""
        self._ask(fact, FactSpec(operation, title, unit, parts=(left, right)))
        one, other = self.known(left), self.known(right)
        if isinstance(one, Absent) or isinstance(other, Absent):
            self._enter(Absent(fact, one.reason if isinstance(one, Absent) else other.reason))  # type: ignore[union-attr]
        else:
            self._enter(self._of_facts(fact, self.asked[fact], one, other))

    def _of_facts(self, fact: str, asked: FactSpec, one: Fact, other: Fact) -> Fact | Absent:
        """The ratio or difference of two facts that are there."""
        is_ratio = asked.operation is Operation.RATIO
        cells = (ratio_cells if is_ratio else difference_cells)(one, other)
        printed = {} if is_ratio else printed_differences(one, other)
        files = one.deliveries | other.deliveries
        made = Fact(fact, asked.title, asked.unit, asked.operation, cells=cells, deliveries=files, printed=printed)
        unknown = {*one.withheld, *other.withheld}
        return replace(made, withheld=tuple(key for key in one.keys if key in unknown), order=one.keys)

    def _ask(self, fact: str, asked: FactSpec) -> None:
        """Keep how a fact is asked for. Raises NotebookError where another asks for the same numbers."""
        first = self._by_question.setdefault(asked.question, fact)
        if first != fact:
            remedy = f"ใช้ “{first}” ที่ประกาศไว้แล้ว ตัวเลขหนึ่งมีชื่อเดียว"
            raise NotebookError("ข้อเท็จจริงนี้ซ้ำกับที่ประกาศแล้วในชื่ออื่น", where=fact, remedy=remedy)
        self.asked[fact] = asked

    def absent(self, fact: str, reason: str) -> None:
        """State that a fact cannot be stated, and why, in Thai."""
        self._enter(Absent(fact, reason))

    def known(self, fact: str) -> Fact | Absent:
        """A stated fact. Raises ParameterError for an id that nobody stated."""
        if fact not in self.facts:
            raise ParameterError(f"ไม่มีข้อเท็จจริง “{fact}”", remedy="ประกาศด้วย report.sum, report.count หรืออื่น ๆ ก่อนใช้")
        return self.facts[fact]

    def present(self) -> list[Fact]:
        """The facts that are not absent, in the order stated."""
        return [fact for fact in self.facts.values() if isinstance(fact, Fact)]

    def closed_in(self, fact: Fact, dimension: str) -> str:
        """Why the public sees of a fact no value of one dimension of its keys but the margin; empty where it sees them,
        as the office does."""
        return ""

    def is_partial(self, fact: str) -> bool:
        """Whether cells of a fact are closed to its readers; none are in the office edition."""
        return False

    def _keyed(self, fact: str) -> FactSpec | None:
        """The question that gives a fact its keys: its own, or that of the first of its parts; None for no fact."""
        asked = self.asked.get(fact)
        while asked and asked.parts:
            asked = self.asked.get(asked.parts[0])
        return asked

    def refuse_unknown_dimension(self, fact: str, name: str, where: str) -> None:
        """Raise NotebookError for a column that the keys of a fact do not have."""
        if asked := self._keyed(fact):
            refuse_unknown(name, asked.rows.by, f"คอลัมน์ในกุญแจ (by) ของข้อเท็จจริง {fact}", where)

    def refuse_unknown_key(self, fact: Fact, rows: str, key: Mapping[str, str], where: str) -> None:
        """Raise NotebookError for a column of a fact that no row of its table can fill: of a dimension or a value that
        the fact's keys cannot have, or that leaves a dimension of them open."""
        for name in (rows, *key):
            self.refuse_unknown_dimension(fact.id, name, where)
        if (asked := self._keyed(fact.id)) is None:
            return
        there = {name: [key_parts(each).get(name, "") for each in fact.keys] for name in asked.rows.by}
        for name, values in there.items():
            if name in key and key[name] not in values and key[name] != WHOLE:
                refuse_value(self._tables, asked, name, key[name], where)
            if name not in (rows, *key):
                remedy = f'ใส่ {name}= ด้วยค่าใดค่าหนึ่ง เช่น {name}="{next(iter(values), WHOLE)}"'
                raise NotebookError(f"ขาดคอลัมน์ {name} ในกุญแจของข้อเท็จจริง {fact.id}", where=where, remedy=remedy)

    def _withheld(self, asked: FactSpec, cells: Mapping[str, FactCell]) -> tuple[str, ...]:
        """The keys of the cells that would tell of single persons: of counts by a column that is sensitive."""
        fields = self._tables.schema(asked.rows.at, asked.of).fields
        if not {field.name for field in fields if field.sensitive} & set(asked.rows.by):
            return ()
        hidden = withheld_keys(cells, asked.rows.by, self._params.checks.small_cells.below)
        return tuple(key for key in cells if key in hidden)

    def _values_of(self, fact: str) -> dict[str, set[str]]:
        """The values that the dimensions of a fact's keys take; none for an absent fact, or for no fact."""
        other = self.known(fact) if fact else Absent(fact, "")
        values: dict[str, set[str]] = {}
        for key in other.keys if isinstance(other, Fact) else ():
            for name, value in key_parts(key).items():
                values.setdefault(name, set()).update({value} - {WHOLE})
        return values

    def _enter(self, fact: Fact | Absent) -> None:
        if fact.id in self.facts:
            raise ParameterError(f"ข้อเท็จจริง “{fact.id}” ประกาศซ้ำ", remedy="ใช้ชื่ออื่น ชื่อหนึ่งมีความหมายเดียว")
        self.facts[fact.id] = fact

    def _orders(self, rows: Selection) -> Mapping[str, Sequence[str]]:
        """The reading order of the values of label columns; of one that must hold one of several, their order."""
        named = {name: value for name, value in rows.where.items() if isinstance(value, tuple)}
        sizes = tuple(band.size for band in self._params.office.size_bands.bands)
        of_dataset = self._tables.dataset(rows.at).value_order(rows.report)
        return {**of_dataset, "size": sizes, "severity": SEVERITIES, **named}

    def missing(self, asked: FactSpec) -> str:
        """Why a table cannot answer, in Thai; the empty string when it can."""
        at, table = asked.rows.at, asked.of.partition(".")[0]
        needs = asked.rows.needs or ((asked.rows.report,) if asked.rows.report else ())
        period = self._tables.spec.reads[at][1]
        if at not in self._tables.snapshots:
            return self._tables.dataset(at).missing_reason((), period, self._params)
        if asked.rows.listed and not self._params.schools:
            return _NO_LIST
        lacking = [each for each in needs if each not in self._tables.answers(at, table)]
        if not lacking or (len(lacking) < len(needs) and not asked.rows.every):
            return self._tables.why_empty(at, table)
        return self._tables.dataset(at).missing_reason(lacking, period, self._params)

    def answered(self, fact: str) -> tuple[str, ...]:
        """The titles of the reports that a fact was counted from, where it says which would do; none for every other,
        and where there was nothing to count."""
        known, rows = self.known(fact), self.asked[fact].rows
        if isinstance(known, Absent) or not (rows.needs or rows.report):
            return ()
        files = self._tables.frame(rows.at, "deliveries")
        used = set(files.loc[files["delivery"].isin(known.deliveries), "report"])
        return tuple(title for slug, title in self._tables.dataset(rows.at).reports.items() if slug in used)


def _rules_by_weight(table: IndexedTable, rows: Positions, by: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The reading order of the rules of findings: what must be mended first, then what was found most often."""
    if "rule" not in by or "severity" not in table.frame:
        return {}
    counts = {key: len(findings) for key, findings in table.groups(["severity", "rule"], rows).items()}
    weighed = sorted(counts, key=lambda each: (SEVERITIES.index(each[0]), -counts[each], each[1]))
    return {"rule": [rule for _, rule in weighed]}
