"""Registers and budget programmes as data sets: a programme's allocation, and what it was made from.

The newest file of a register counts. It must still hold every entry of the file before it: what was wrong is corrected
by another entry, never taken out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from helpers.forms.definitions import FORMS
from helpers.forms.form import Form
from helpers.forms.reading import RULES
from helpers.identifiers import area_block_code
from helpers.params.folder import Params
from helpers.periods import FiscalYear, Round
from helpers.programmes.allocation import (
    ALLOCATION,
    EXCLUDED,
    RATES,
    SCHOOLS,
    allocation_frame,
    excluded_frame,
    rates_frame,
    school_frame,
)
from helpers.programmes.kinds import ProgrammeInputs, kinds, programme_labels, refuse_contradicted
from helpers.programmes.reading import FormTable, offered_by, read_newest
from helpers.programmes.uncomputed import UNCOMPUTED, Uncomputed, rows_not_counted, uncomputed_frame
from helpers.programmes.unfinished import UNFINISHED, unfinished
from helpers.programmes.what_if import WHAT_IF, what_if_frame
from helpers.tables.findings import Finding, all_deliveries, delivery_frame, empty_frame, finding_frame
from helpers.tables.graph import Dataset, Graph, Origin
from helpers.tables.schemas import TableSchema
from helpers.tables.snapshots import Snapshot


def register_datasets(forms: Mapping[str, Form]) -> dict[str, Dataset[Any]]:
    """Every register as a data set, by name: its table has the form's columns, one row an entry."""
    return {slug: _register_dataset(form) for slug, form in forms.items() if form.register}


def _register_dataset(form: Form) -> Dataset[FiscalYear]:
    reports, choices = {form.slug: form.title}, {each.name: each.choices for each in form.columns if each.choices}

    def build(year: FiscalYear, graph: Graph) -> dict[str, pd.DataFrame]:
        """The entries of the newest file, and what is wrong with them."""
        read = read_newest(form, graph.deliveries(form.slug, year), graph.params)
        return {
            form.schema.name: read.table,
            "findings": finding_frame(read.findings, RULES),
            "deliveries": delivery_frame(read.used, reports, graph.params),
        }

    return Dataset(
        name=form.slug,
        title=form.title,
        period_type=FiscalYear,
        schemas=(form.schema,),
        modules=(__name__,),
        build=build,
        missing_reason=lambda _needs, year, _params: f"ยังไม่ได้รับ{form.title}ของ{year.thai}",
        rules=RULES,
        reports=reports,
        value_order=lambda report: {} if report else choices,
        depends=lambda _year, graph: {
            "programmes": {name: programme.title for name, programme in graph.params.programmes.items()}
        },
    )


@dataclass(frozen=True)
class _Read:
    """What a programme reads beside its own form: snapshots by the kind's names; absent ones left out."""

    snapshots: Mapping[str, Snapshot]

    def table(self, name: str, table: str) -> pd.DataFrame | None:
        return self.snapshots[name].read(table) if name in self.snapshots else None

    def counted(self) -> Iterator[pd.DataFrame]:
        """The schools of the rounds, the oldest first."""
        rounds = {each.period: each for each in self.snapshots.values() if isinstance(each.period, Round)}
        yield from (rounds[round_].read("schools") for round_ in sorted(rounds))

    def deliveries(self) -> list[pd.DataFrame]:
        return [snapshot.read("deliveries") for snapshot in self.snapshots.values()]

    def registers(self) -> Mapping[str, Snapshot]:
        """The registers themselves, by their slugs."""
        by_dataset = {snapshot.dataset: snapshot for snapshot in self.snapshots.values()}
        return {slug: each for slug, each in by_dataset.items() if slug in FORMS and FORMS[slug].register}


class BudgetProgramme:
    """One programme of the parameters, with its kind and its form; its period is a fiscal year."""

    def __init__(self, name: str, params: Params) -> None:
        self.name = name
        self.programme = params.programmes[name]
        self.kind = kinds()[self.programme.kind]
        self._labels = programme_labels(params.programmes)
        self.label = self._labels[name]
        form = FORMS.get(self.kind.form(self.programme))
        self._form = offered_by(self.programme, form) if form else None
        self.reports = {self._form.slug: self._form.title} if self._form else {}
        forms: tuple[TableSchema, ...] = (self._form.schema,) if self._form else ()
        self._schemas = (ALLOCATION, EXCLUDED, UNCOMPUTED, RATES, WHAT_IF, SCHOOLS, *self.kind.schemas, *forms)
        self._rules = (*RULES, UNFINISHED, *self.kind.rules)

    def dataset(self) -> Dataset[FiscalYear]:
        """The programme's allocation as a data set."""
        return Dataset(
            name=self.name,
            title=self.programme.title,
            period_type=FiscalYear,
            schemas=self._schemas,
            modules=(__name__, type(self.kind).__module__),
            build=self._build,
            missing_reason=self._missing_reason,
            rules=self._rules,
            reports=self.reports,
            value_order=self._value_order,
            reads=lambda year, graph: self.reads(year, graph.params),
            param_files=self._param_files,
            available=self._is_available,
        )

    def reads(self, year: FiscalYear, params: Params) -> Mapping[str, Origin]:
        """The other data sets that the programme reads in a fiscal year, by the kind's names for them."""
        return self.kind.reads(self.programme, year, params.fiscal_year(year))

    def _value_order(self, report: str) -> Mapping[str, Sequence[str]]:
        """The levels and grades of pupils, the halves, and what the kind says of its own items; programmes, also where
        they are items, come by their numbers."""
        programmes = {"item": tuple(self._labels.values()), "programme": tuple(self._labels)}
        return {**programmes, **self.kind.value_order(self.programme)}

    def _missing_reason(self, needs: Collection[str], year: FiscalYear, params: Params) -> str:
        """The form that was not received, or the rounds that the programme counts."""
        form = f"แบบกรอก “{self._form.title}” " if self._form else "ข้อมูล"
        return f"ยังไม่ได้รับ{form}ของโครงการ “{self.programme.title}” {year.thai}"

    def _is_available(self, year: FiscalYear, graph: Graph) -> bool:
        """Whether its own form was received, or something else that is enough; not in a year that has no file."""
        if year not in graph.params.fiscal_years:
            return False
        reads = self.reads(year, graph.params)
        enough = {name: reads[name] for name in self.kind.sufficient if name in reads}
        return bool(graph.folder.received(self.name, year) or graph.present(enough))

    def _param_files(self, year: FiscalYear, params: Params) -> list[str]:
        """Its names file, the fiscal year's, the rounds' whose pupils it counts, and what all employers share; none for
        a year that has no file."""
        if year not in params.fiscal_years:
            return []
        rounds = {period for _, period in self.reads(year, params).values() if period in params.rounds}
        names = [f"programmes/{self.name}.yml", f"fiscal_years/{year}.yml", "social_security.yml"]
        return [*names, *(f"rounds/{round_}.yml" for round_ in sorted(map(str, rounds)))]

    def _build(self, year: FiscalYear, graph: Graph) -> dict[str, pd.DataFrame]:
        """What the kind allocates, in its tables. Raises ProgrammeError where an example contradicts the rules."""
        params = graph.params
        refuse_contradicted(self.kind, self.programme, params.folder / "programmes" / f"{self.name}.yml")
        read, form = _Read(graph.snapshots(self.reads(year, params))), self._filled_in(year, graph)
        in_year = params.fiscal_year(year)
        inputs = ProgrammeInputs(self.name, self.programme, year, in_year, params, form.table, read.table)
        allocated = self.kind.allocate(inputs)
        mentioned = {row.smis for row in allocated.rows} | {excluded.smis for excluded in allocated.excluded}
        schools, office = school_frame(params, read.counted(), mentioned), area_block_code(params.office.area_code)
        allocation = allocation_frame(allocated.rows, schools, office)
        deliveries = all_deliveries(delivery_frame(form.used, self.reports, params), read.deliveries())
        tables = {schema.name: empty_frame(schema) for schema in self._schemas} | dict(allocated.tables or {})
        if self._form:
            tables[self._form.schema.name] = form.table
        if allocated.trials:
            tables[WHAT_IF.name] = what_if_frame(allocated.trials, schools, office)
        return tables | {
            "allocation": allocation,
            "excluded": excluded_frame(allocated.excluded, schools, office),
            "uncomputed": uncomputed_frame((*allocated.uncomputed, *self._not_counted(form, read))),
            "rates": rates_frame(allocation),
            "schools": schools,
            "findings": self._findings((*form.findings, *_with_file(allocated.findings, deliveries)), read),
            "deliveries": deliveries,
        }

    def _findings(self, findings: Sequence[Finding], read: _Read) -> pd.DataFrame:
        """Its own findings; a programme that reports on the money of others stands for the registers that say it."""
        of_registers = [register.read("findings") for register in self._stood_for(read)]
        stated = finding_frame((*unfinished(self.programme), *findings), self._rules)
        frame: pd.DataFrame = pd.concat([stated, *of_registers], ignore_index=True)
        return frame

    def _not_counted(self, form: FormTable, read: _Read) -> Iterator[Uncomputed]:
        """The rows that are missing in its own form, and in the registers that it stands for."""
        if self._form:
            title, rules = f"{self._form.title} โครงการ {self.label}", (finding.rule for finding in form.findings)
            yield from rows_not_counted(title, form.table, rules)
        for register in self._stood_for(read):
            yield from register_not_counted(register)

    def _stood_for(self, read: _Read) -> Sequence[Snapshot]:
        return () if self.kind.allocates else tuple(read.registers().values())

    def _filled_in(self, year: FiscalYear, graph: Graph) -> FormTable:
        if self._form is None:
            return FormTable(pd.DataFrame())
        return read_newest(self._form, graph.deliveries(self.name, year), graph.params)


def register_not_counted(register: Snapshot) -> Iterator[Uncomputed]:
    """The rows that are missing in a register."""
    form = FORMS[register.dataset]
    return rows_not_counted(form.title, register.read(form.schema.name), register.read("findings")["rule"])


def _with_file(findings: Sequence[Finding], deliveries: pd.DataFrame) -> Iterator[Finding]:
    """Findings with the name of the file that their row is in; a kind knows it by its digest alone."""
    names = dict(zip(deliveries["delivery"], deliveries["name"], strict=True))
    yield from (replace(finding, file=finding.file or names.get(finding.delivery, "")) for finding in findings)
