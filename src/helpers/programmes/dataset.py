"""Registers and budget programmes as sources of tables: a programme's allocation, and what it was made from.

The newest file of a register counts. It must still hold every entry of the file before it: what was wrong is corrected
by another entry, never taken out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from helpers.digests import description_digest, source_digests
from helpers.forms.definitions import FORMS
from helpers.forms.form import Form
from helpers.forms.reading import RULES
from helpers.identifiers import area_block_code
from helpers.params.folder import Params
from helpers.periods import FiscalYear, Period, Round
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
from helpers.programmes.choices import offered_by
from helpers.programmes.form_rows import FormTable, read_newest
from helpers.programmes.kinds import ProgrammeInputs, kinds, programme_labels, refuse_contradicted
from helpers.programmes.uncomputed import UNCOMPUTED, Uncomputed, rows_not_counted, uncomputed_frame
from helpers.programmes.unfinished import UNFINISHED, unfinished
from helpers.tables.findings import Finding, Rule, all_deliveries, delivery_frame, empty_frame, finding_frame
from helpers.tables.schemas import TableSchema
from helpers.tables.sources import Origin, Source, deliveries_of, named, params_digests
from helpers.tables.store import Snapshot, Store


class RegisterSource:
    """One register: its table has the form's columns, one row an entry."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.name = form.slug
        self.title = form.title
        self.reports: Mapping[str, str] = {form.slug: form.title}
        self.schemas: tuple[TableSchema, ...] = (form.schema,)
        self.rules: tuple[Rule, ...] = RULES

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """Choices in the order of the form."""
        return {column.name: column.choices for column in self._form.columns if column.choices and not report}

    def missing_reason(self, needs: Collection[str], period: Period, params: Params) -> str:
        """The register itself is all that can be missing."""
        return f"ยังไม่ได้รับ{self.title}ของปี {period}"

    def available(self, period: Period, store: Store) -> bool:
        """Whether any was received."""
        return bool(store.folder.received(self.name, period))

    def inputs(self, period: Period, store: Store) -> dict[str, Any]:
        """The files received, the programmes that entries may name, and the helpers that read them."""
        return {
            "deliveries": named(store.folder.received(self.name, period)),
            "params": params_digests(self, period, store.params),
            "programmes": {name: programme.title for name, programme in store.params.programmes.items()},
            "helpers": description_digest(
                source_digests("params", "tables", "foreign", "forms", "systems", "programmes")
            ),
        }

    def param_files(self, period: Period, params: Params) -> list[str]:
        """None of its own."""
        return []

    def build(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """The entries of the newest file, and what is wrong with them."""
        read: FormTable = read_newest(self._form, deliveries_of(self, period, store), store.params)
        return {
            self._form.schema.name: read.table,
            "findings": finding_frame(read.findings, self.rules),
            "deliveries": delivery_frame(read.used, self.reports, store.params),
        }


def register_sources(forms: Mapping[str, Form]) -> dict[str, Source]:
    """Every register as a source, by name."""
    return {slug: RegisterSource(form) for slug, form in forms.items() if form.register}


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
        found = {each.source: each for each in self.snapshots.values()}
        return {slug: each for slug, each in found.items() if slug in FORMS and FORMS[slug].register}


class ProgrammeSource:
    """One programme of the parameters; its period is a fiscal year."""

    def __init__(self, name: str, params: Params) -> None:
        self.name = name
        self.programme = params.programmes[name]
        self.title = self.programme.title
        self.kind = kinds()[self.programme.kind]
        self._labels = programme_labels(params.programmes)
        self.label = self._labels[name]
        known = FORMS.get(self.kind.form(self.programme))
        form = self._form = offered_by(self.programme, known) if known else None
        self.reports: Mapping[str, str] = {form.slug: form.title} if form else {}
        forms: tuple[TableSchema, ...] = (form.schema,) if form else ()
        self.schemas = (ALLOCATION, EXCLUDED, UNCOMPUTED, RATES, SCHOOLS, *self.kind.schemas, *forms)
        self.rules = (*RULES, UNFINISHED, *self.kind.rules)

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """The levels and grades of pupils, the halves, and what the kind says of its own items; programmes, also where
        they are items, come by their numbers."""
        programmes = {"item": tuple(self._labels.values()), "programme": tuple(self._labels)}
        return {**programmes, **self.kind.orders(self.programme)}

    def missing_reason(self, needs: Collection[str], period: Period, params: Params) -> str:
        """The form that was not received, or the rounds that the programme counts."""
        form = f"แบบกรอก “{self._form.title}” " if self._form else "ข้อมูล"
        return f"ยังไม่ได้รับ{form}ของ{self.title} ปีงบประมาณ {period}"

    def reads(self, period: Period, params: Params) -> Mapping[str, Origin]:
        """The other sources that the programme reads in a fiscal year, by the kind's names for them."""
        year = fiscal_year(period)
        return self.kind.reads(self.programme, year, params.fiscal_year(year))

    def available(self, period: Period, store: Store) -> bool:
        """Whether its own form was received, or something else that is enough."""
        if not isinstance(period, FiscalYear) or period not in store.params.fiscal_years:
            return False
        if store.folder.received(self.name, period):
            return True
        origins = self.reads(period, store.params)
        return any(store.available(*origins[name]) for name in self.kind.sufficient if name in origins)

    def inputs(self, period: Period, store: Store) -> dict[str, Any]:
        """Its deliveries, the snapshots that it reads, its parameters, and the helpers."""
        origins = self.reads(period, store.params)
        there = {name: origin for name, origin in origins.items() if store.available(*origin)}
        return {
            "deliveries": named(store.folder.received(self.name, period)),
            "snapshots": {name: store.fingerprint(*origin) for name, origin in there.items()},
            "params": params_digests(self, period, store.params),
            "helpers": description_digest(
                source_digests("params", "tables", "foreign", "forms", "systems", "programmes")
            ),
        }

    def param_files(self, period: Period, params: Params) -> list[str]:
        """Its own file, the fiscal year's, the rounds' whose pupils it counts, and what all employers share; none for
        a year that has no file."""
        if period not in params.fiscal_years:
            return []
        rounds = {each for _, each in self.reads(period, params).values() if each in params.rounds}
        own = [f"programmes/{self.name}.yml", f"fiscal_years/{period}.yml", "social_security.yml"]
        return [*own, *(f"rounds/{each}.yml" for each in sorted(map(str, rounds)))]

    def build(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """What the kind allocates, in its tables. Raises ProgrammeError where an example contradicts the rules."""
        year, params = fiscal_year(period), store.params
        refuse_contradicted(self.programme, params.folder / "programmes" / f"{self.name}.yml")
        snapshots = {name: store.snapshot(*origin) for name, origin in self.reads(period, params).items()}
        read = _Read({name: snapshot for name, snapshot in snapshots.items() if snapshot is not None})
        own = self._own_form(period, store)
        in_year = params.fiscal_year(year)
        inputs = ProgrammeInputs(self.name, self.programme, year, in_year, params, own.table, read.table)
        allocated = self.kind.allocate(inputs)
        mentioned = {row.smis for row in allocated.rows} | {left_out.smis for left_out in allocated.excluded}
        schools = school_frame(params, read.counted(), mentioned)
        office = area_block_code(params.office.area_code)
        allocation = allocation_frame(allocated.rows, schools, office)
        deliveries = all_deliveries(delivery_frame(own.used, self.reports, params), read.deliveries())
        tables = {schema.name: empty_frame(schema) for schema in self.schemas} | dict(allocated.tables or {})
        if self._form:
            tables[self._form.schema.name] = own.table
        return tables | {
            "allocation": allocation,
            "excluded": excluded_frame(allocated.excluded, schools, office),
            "uncomputed": uncomputed_frame((*allocated.uncomputed, *self._not_counted(own, read))),
            "rates": rates_frame(allocation),
            "schools": schools,
            "findings": self._findings((*own.findings, *_with_file(allocated.findings, deliveries)), read),
            "deliveries": deliveries,
        }

    def _findings(self, own: Sequence[Finding], read: _Read) -> pd.DataFrame:
        """Its own findings; a programme that reports on the money of others stands for the registers that say it."""
        of_registers = [each.read("findings") for each in self._stood_for(read)]
        stated = finding_frame((*unfinished(self.programme), *own), self.rules)
        found: pd.DataFrame = pd.concat([stated, *of_registers], ignore_index=True)
        return found

    def _not_counted(self, own: FormTable, read: _Read) -> Iterator[Uncomputed]:
        """The rows that are missing in its own form, and in the registers that it stands for."""
        if self._form:
            yield from rows_not_counted(
                f"{self._form.title} โครงการ {self.label}", own.table, (each.rule for each in own.findings)
            )
        for register in self._stood_for(read):
            yield from register_not_counted(register)

    def _stood_for(self, read: _Read) -> Sequence[Snapshot]:
        return () if self.kind.allocates else tuple(read.registers().values())

    def _own_form(self, period: Period, store: Store) -> FormTable:
        if self._form is None:
            return FormTable(pd.DataFrame())
        return read_newest(self._form, deliveries_of(self, period, store), store.params)


def fiscal_year(period: Period) -> FiscalYear:
    """The period of a programme. Raises TypeError for a round."""
    if not isinstance(period, FiscalYear):
        raise TypeError(f"a programme's period is a fiscal year, not {period}")
    return period


def register_not_counted(register: Snapshot) -> Iterator[Uncomputed]:
    """The rows that are missing in a register."""
    form = FORMS[register.source]
    return rows_not_counted(form.title, register.read(form.schema.name), register.read("findings")["rule"])


def _with_file(findings: Sequence[Finding], deliveries: pd.DataFrame) -> Iterator[Finding]:
    """Findings with the name of the file that their row is in; a kind knows it by its digest alone."""
    names = dict(zip(deliveries["delivery"], deliveries["name"], strict=True))
    yield from (replace(finding, file=finding.file or names.get(finding.delivery, "")) for finding in findings)
