"""A collection system: what its files look like, which tables they become, and the discovery of those that exist.

A system is one module (or package) in `helpers.systems` with a constant `SYSTEM`; nothing else is told about it.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

import helpers.systems
from helpers.foreign.spreadsheets import Spreadsheet
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.tables.data_folder import DataFolder
from helpers.tables.findings import Rule
from helpers.tables.graph import Dataset, Graph, named
from helpers.tables.register import Delivery
from helpers.tables.schemas import TableSchema

_BRACKETS = re.compile(r"\((.+)\)")
NUMBERS = (1, 2, 3)
"""The rounds of an academic year."""


@dataclass(frozen=True)
class Recognition:
    """What a file turned out to be. `round` is None where neither content nor name says it; `schools` are those
    for which the last file that holds them counts, its rows by code; none for a report that is replaced as a whole,
    which `holds` so many schools."""

    report: str
    round: Round | None
    rows: int
    schools: Mapping[str, int] = field(default_factory=dict)
    holds: int = 0


@dataclass(frozen=True)
class EarlierRound:
    """A round that came before. `table` gives one of its tables by name; ask for it last, because it may have to be
    built first, by this process or another."""

    round: Round
    table: Callable[[str], pd.DataFrame]


@dataclass(frozen=True)
class RoundInputs:
    """What a system builds a round's tables from. `deliveries` are in force; of several for one report the last counts,
    or, where its files hold schools, the last that holds a school for that school. `earlier` is the latest round before
    this one of which anything was received, or None."""

    round: Round
    deliveries: tuple[Delivery, ...]
    params: Params
    key: bytes
    earlier: EarlierRound | None


@dataclass(frozen=True)
class System:
    """A national collection system."""

    name: str
    title: str
    order: int
    """Where it stands among the systems, from 1: as the office goes through them in a round."""
    reports: Mapping[str, str]
    """Slug to Thai title of every file that the system delivers."""
    schemas: tuple[TableSchema, ...]
    """The canonical tables of a round, among them `schools` with `smis`, `name` and `district`; `findings` and
    `deliveries` are every system's own too."""
    rules: tuple[Rule, ...]
    """Every check that the system makes."""
    expected: Callable[[Round], tuple[str, ...]]
    """The reports that a round of this number normally brings."""
    value_order: Callable[[str], Mapping[str, Sequence[str]]]
    """The reading order of the values of label columns; of `category` as the given report lists them."""
    recognise: Callable[[Spreadsheet, str], Recognition | None]
    """Tell what a file is by its content, then its name, for the area of this code; None for a file of another system.
    Raises DeliveryError for a file of this system that cannot be used: wrong area, broken columns, several rounds."""
    build: Callable[[RoundInputs], dict[str, pd.DataFrame]]
    """The round's canonical tables by schema name. A table for which nothing was delivered is empty."""
    pupil_references: Callable[[Spreadsheet, Collection[int]], Mapping[int, str]] = lambda _sheet, _rows: {}
    """By row number, the number by which the school itself knows the pupil of that row; never one of the State's. Rows
    without one are left out; empty for a file that lists no pupils."""

    @property
    def short_title(self) -> str:
        """What people call it: `DMC`."""
        return short_title(self.title)

    @property
    def knows_persons(self) -> bool:
        """Whether a column of its tables stands for one person, so that they depend on the office's key."""
        return any(field.identifies for schema in self.schemas for field in schema.fields)


def short_title(title: str) -> str:
    """What people call a system: what its title has in brackets, else the title."""
    short = _BRACKETS.search(title)
    return short[1] if short else title


@cache
def systems() -> Mapping[str, System]:
    """Every system that exists, by name, in their order."""
    names = (module.name for module in pkgutil.iter_modules(helpers.systems.__path__))
    modules = (importlib.import_module(f"helpers.systems.{name}") for name in names)
    offered: list[System] = [module.SYSTEM for module in modules if hasattr(module, "SYSTEM")]
    return {system.name: system for system in sorted(offered, key=lambda system: (system.order, system.name))}


def earlier_round(system: str, round_: Round, folder: DataFolder) -> Round | None:
    """The latest round before this one of which anything of the system was received."""
    return max((received for received in folder.rounds(system) if received < round_), default=None)


def expected_reports(system: System, round_: Round, params: Params) -> tuple[str, ...]:
    """The reports that a round brings: those of its parameters, where they name the system. Raises ParameterError for a
    round that has no parameters."""
    return params.round(round_).expected.get(system.name, system.expected(round_))


def first_received(system: System, round_: Round, graph: Graph) -> dict[str, pd.DataFrame]:
    """A round's tables as they were before anything was corrected: where several files were received for one thing, the
    first of them counts."""
    return _built(system, round_, graph, graph.deliveries(system.name, round_)[::-1])


def round_dataset(system: System) -> Dataset[Round]:
    """A collection system as a data set: its period is a round.

    A round is checked against the one before it, whose deliveries it therefore depends on, and not on the snapshot that
    they gave: that would in turn depend on all rounds before.
    """

    def depends(round_: Round, graph: Graph) -> dict[str, Any]:
        graph.params.round(round_)
        earlier = earlier_round(system.name, round_, graph.folder)
        return {
            "earlier_round": str(earlier or ""),
            "earlier_deliveries": named(graph.folder.received(system.name, earlier)) if earlier else [],
            "key": graph.folder.key_id() if system.knows_persons else "",
        }

    return Dataset(
        name=system.name,
        title=system.title,
        period_type=Round,
        schemas=system.schemas,
        modules=(__name__, system.build.__module__),
        build=lambda round_, graph: _built(system, round_, graph, graph.deliveries(system.name, round_)),
        missing_reason=lambda needs, round_, params: _missing_reason(system, needs, round_, params),
        rules=system.rules,
        reports=system.reports,
        value_order=system.value_order,
        param_files=round_file,
        depends=depends,
    )


def round_file(round_: Round, params: Params) -> list[str]:
    """The round's own parameter file, where there is one."""
    return [f"rounds/{round_}.yml"] if round_ in params.rounds else []


def _built(system: System, round_: Round, graph: Graph, deliveries: tuple[Delivery, ...]) -> dict[str, pd.DataFrame]:
    earlier = earlier_round(system.name, round_, graph.folder)

    def table(name: str) -> pd.DataFrame:
        snapshot = graph.snapshot(system.name, earlier) if earlier else None
        if snapshot is None:
            raise KeyError(name)
        return snapshot.read(name)

    params = graph.params.as_of(graph.params.round(round_).as_of.date)
    before = EarlierRound(earlier, table) if earlier else None
    return system.build(RoundInputs(round_, deliveries, params, graph.folder.key(), before))


def _missing_reason(system: System, needs: Collection[str], round_: Round, params: Params) -> str:
    """A report that other rounds of the year bring and this one does not was not forgotten by anybody."""
    if not needs:
        return f"ยังไม่ได้รับข้อมูล {system.short_title} รอบ {round_}"
    of_year = {report for number in NUMBERS for report in system.expected(Round(round_.year, number))}
    if set(needs) & (of_year - set(expected_reports(system, round_, params))):
        return f"รอบ {round_} ไม่มีรายงานส่วนนี้"
    titles = " หรือ ".join(f"“{system.reports[report]}”" for report in needs)
    return f"ไม่ได้รับไฟล์ {titles} ที่ใช้ได้ของรอบ {round_}"
