"""The interface that every kind of programme keeps, and the discovery of those that exist.

What readers call a programme: its number in the manual and its title.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

import helpers.programmes
from helpers.errors import ProgrammeError, raise_together
from helpers.params.fiscal_years import FiscalYearParams
from helpers.params.folder import Params
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.periods import FiscalYear
from helpers.programmes.allocation import AllocationRow, Excluded
from helpers.programmes.uncomputed import Uncomputed
from helpers.programmes.what_if import Trial
from helpers.tables.findings import Finding, Rule
from helpers.tables.graph import Origin
from helpers.tables.schemas import TableSchema


@dataclass(frozen=True)
class ProgrammeInputs:
    """What a programme's allocation is made from. `form` is the programme's own form as a table, empty where none was
    delivered. `table(name, table)` gives a table of something else that the kind reads, by the kind's own name for it;
    None where nothing was received for it."""

    programme_id: str
    programme: Programme
    year: FiscalYear
    in_year: FiscalYearParams
    params: Params
    form: pd.DataFrame
    table: Callable[[str, str], pd.DataFrame | None]


@dataclass(frozen=True)
class Allocated:
    """What a kind makes of its inputs: the allocation, what was left out, what is wrong, and its own tables."""

    rows: Sequence[AllocationRow]
    excluded: Sequence[Excluded] = ()
    findings: Sequence[Finding] = ()
    tables: Mapping[str, pd.DataFrame] | None = None
    """The kind's own tables, by schema name; none where it has none."""
    uncomputed: Sequence[Uncomputed] = ()
    """What could not be computed, so that the amounts are incomplete by it."""
    trials: Sequence[Trial] = ()
    """By how much the amounts change by other rates; none for a kind that tries none."""


class Kind(Protocol):
    """A kind of budget programme: which inputs it needs and how they become amounts."""

    name: str
    title: str
    example: str
    """A programme of the kind: what its notebook opens by default."""
    allocates: bool
    """Whether its amounts are money for somebody; False where it reports on the money of other programmes, so that the
    year's totals leave it out."""
    in_budget: bool
    """Whether its money is of the office's budget; False where others (local authorities) give it to schools, so that
    the year's totals show it apart."""
    schemas: tuple[TableSchema, ...]
    """Its own tables, beside allocation, excluded, uncomputed, rates, what_if, schools, findings and deliveries."""
    rules: tuple[Rule, ...]

    def form(self, programme: Programme) -> str:
        """The slug of the form that the programme's rosters or claims come on; empty for none."""

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """The other data sets that it reads, by its own names for them."""

    def value_order(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """The reading order of the values of its tables' label columns: `item`, `tranche`, `half`, `level`, `grade`."""

    def settings(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """Its settings and the year's that were decided by somebody, with what readers call them: what an unconfirmed
        one is listed by. Rates are listed from the rows that use them, so they are not among these."""

    @property
    def sufficient(self) -> tuple[str, ...]:
        """Names in `reads` of which any one is enough to make the report; without one, the form must be there."""

    def check_example(self, programme: Any, example: Any) -> tuple[Mapping[str, object], Mapping[str, object]]:
        """What a worked example of the programme's file says, and what the file's own rules give for it."""

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """The programme's year. Pure: the same inputs give the same rows in the same order."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of programme, by name."""
    by_name: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(helpers.programmes.__path__):
        kind = getattr(importlib.import_module(f"helpers.programmes.{module.name}"), "KIND", None)
        if kind is not None:
            by_name[kind.name] = kind
    return by_name


def refuse_contradicted(kind: Kind, programme: Programme, file: Path) -> None:
    """Raises ProgrammeError where a worked example of the programme's file does not come out by the file's own rules:
    either a rate or setting was mistyped, or the example was not worked anew."""
    examples = enumerate(getattr(programme, "examples", ()), 1)
    worked = ((number, *kind.check_example(programme, example)) for number, example in examples)
    raise_together(
        ProgrammeError(
            f"ตัวอย่างที่ {number} ไม่ตรงกับอัตราและกฎในไฟล์เดียวกัน: {_differences(expected, computed)}",
            where=f"{file} examples ข้อ {number}",
            remedy="ตรวจอัตราและค่าในไฟล์กับหนังสือ ถ้าพิมพ์ผิดให้แก้ ถ้าถูกแล้วให้คิดตัวอย่างใหม่ด้วยมือแล้วแก้ตัวอย่าง",
        )
        for number, expected, computed in worked
        if expected != computed
    )


def _differences(expected: Mapping[str, object], computed: Mapping[str, object]) -> str:
    names = (name for name in dict.fromkeys((*expected, *computed)) if expected.get(name) != computed.get(name))
    return ", ".join(f"{name} ตัวอย่างว่า {expected.get(name, 'ไม่มี')} กฎได้ {computed.get(name, 'ไม่มี')}" for name in names)


def programme_labels(programmes: Mapping[str, Programme]) -> Mapping[str, str]:
    """By id, `5.1 ครูธุรการ …`, in the order of the numbers; programmes of one number by their ids."""
    ordered = sorted(programmes.items(), key=lambda item: (tuple(map(int, item[1].number.split("."))), item[0]))
    return {name: f"{programme.number} {programme.title}" for name, programme in ordered}
