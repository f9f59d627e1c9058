"""The interface that every collection system keeps, and the discovery of those that exist.

A system is one module (or package) in `helpers.systems` with a constant `SYSTEM`; nothing else is told about it.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

import pandas as pd

import helpers.systems
from helpers.digests import description_digest, source_digests
from helpers.foreign.spreadsheets import Spreadsheet
from helpers.params.folder import Params
from helpers.periods import Period, Round
from helpers.tables.findings import Rule
from helpers.tables.register import Delivery
from helpers.tables.schemas import TableSchema
from helpers.tables.sources import deliveries_of, named, params_digests, round_of
from helpers.tables.store import Store

_BRACKETS = re.compile(r"\((.+)\)")


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


class System(Protocol):
    """A national collection system: what its files look like and which tables they become."""

    name: str
    title: str
    order: int
    """Its position among the systems, from 1: as the office goes through them in a round."""

    @property
    def reports(self) -> Mapping[str, str]:
        """Slug to Thai title of every file that the system delivers."""

    @property
    def schemas(self) -> tuple[TableSchema, ...]:
        """The canonical tables of a round, among them `schools` with `smis`, `name` and `district`; `findings` and
        `deliveries` are every system's own too."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every check that the system makes."""

    def expected(self, round_: Round) -> tuple[str, ...]:
        """The reports that a round of this number normally brings."""

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """The reading order of the values of label columns; of `category` as the given report lists them."""

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        """Tell what a file is by its content, then its name; None for a file of another system.

        Raises DeliveryError for a file of this system that cannot be used: wrong area, broken columns, several rounds.
        """

    def build(self, inputs: RoundInputs) -> dict[str, pd.DataFrame]:
        """The round's canonical tables by schema name. A table for which nothing was delivered is empty."""

    def pupil_references(self, sheet: Spreadsheet, rows: Collection[int]) -> Mapping[int, str]:
        """By row number, the number by which the school itself knows the pupil of that row; never one of the State's.

        Rows without one are left out; empty for a file that lists no pupils.
        """


def short_title(title: str) -> str:
    """What people call a system: what its title has in brackets, else the title."""
    short = _BRACKETS.search(title)
    return short[1] if short else title


@cache
def systems() -> Mapping[str, System]:
    """Every system that exists, by name, in their places."""
    modules = pkgutil.iter_modules(helpers.systems.__path__)
    offered = (getattr(importlib.import_module(f"helpers.systems.{each.name}"), "SYSTEM", None) for each in modules)
    found = (system for system in offered if system is not None)
    return {system.name: system for system in sorted(found, key=lambda system: (system.order, system.name))}


class RoundSource:
    """A collection system as a source: its period is a round."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.name = system.name
        self.title = system.title
        self.reports = system.reports
        self.schemas = system.schemas
        self.rules = system.rules
        self.orders = system.orders
        self._keyed = any(field.identifies for schema in system.schemas for field in schema.fields)

    def missing_reason(self, needs: Collection[str], period: Period, params: Params) -> str:
        """A report that other rounds of the year bring and this one does not was not forgotten by anybody."""
        round_ = round_of(period)
        if not needs:
            return f"ยังไม่ได้รับข้อมูล {short_title(self.title)} รอบ {round_}"
        if set(needs) & self._elsewhere(round_, params):
            return f"รอบ {round_} ไม่มีรายงานส่วนนี้"
        titles = " หรือ ".join(f"“{self.reports[report]}”" for report in needs)
        return f"ไม่ได้รับไฟล์ {titles} ที่ใช้ได้ของรอบ {round_}"

    def available(self, period: Period, store: Store) -> bool:
        """Whether anything was received."""
        return bool(store.folder.received(self.name, period))

    def inputs(self, period: Period, store: Store) -> dict[str, Any]:
        """Deliveries of the round and of the latest one before it, the key of its digests, parameters and helpers."""
        round_ = round_of(period)
        store.params.round(round_)
        earlier = self.earlier(round_, store)
        return {
            "deliveries": named(store.folder.received(self.name, round_)),
            "earlier_round": str(earlier or ""),
            "earlier_deliveries": named(store.folder.received(self.name, earlier)) if earlier else [],
            "key": store.folder.key_id() if self._keyed else "",
            "params": params_digests(self, round_, store.params),
            "helpers": description_digest(source_digests("params", "tables", "foreign", "forms", "systems")),
        }

    def param_files(self, period: Period, params: Params) -> list[str]:
        """The round's own file, where there is one."""
        return [f"rounds/{period}.yml"] if period in params.rounds else []

    def build(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """As the system builds them."""
        return self._built(round_of(period), store, deliveries_of(self, period, store))

    def as_first_received(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """The tables as they were before anything was corrected: where several files were received for one thing, the
        first of them counts."""
        return self._built(round_of(period), store, deliveries_of(self, period, store)[::-1])

    def earlier(self, round_: Round, store: Store) -> Round | None:
        """The latest round before this one of which anything was received."""
        return max((each for each in store.folder.rounds(self.name) if each < round_), default=None)

    def expected(self, round_: Round, params: Params) -> tuple[str, ...]:
        """The reports that a round brings: those of its parameters, where they name the system."""
        return params.round(round_).expected.get(self.name, self._system.expected(round_))

    def _built(self, round_: Round, store: Store, deliveries: tuple[Delivery, ...]) -> dict[str, pd.DataFrame]:
        earlier_round = self.earlier(round_, store)

        def table(name: str) -> pd.DataFrame:
            snapshot = store.snapshot(self.name, earlier_round) if earlier_round else None
            if snapshot is None:
                raise KeyError(name)
            return snapshot.read(name)

        earlier = EarlierRound(earlier_round, table) if earlier_round else None
        params = store.params.as_of(store.params.round(round_).as_of.date)
        return self._system.build(RoundInputs(round_, deliveries, params, store.folder.key(), earlier))

    def _elsewhere(self, round_: Round, params: Params) -> set[str]:
        """The reports that other rounds of the year bring and this one does not."""
        others = {report for number in (1, 2, 3) for report in self._system.expected(Round(round_.year, number))}
        return others - set(self.expected(round_, params))


def round_sources() -> dict[str, RoundSource]:
    """Every collection system as a source, by name."""
    return {name: RoundSource(system) for name, system in systems().items()}
