"""The interface that every collection system keeps, and the discovery of those that exist.

A system is one module (or package) in `helpers.systems` with a constant `SYSTEM`; nothing else is told about it.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

import pandas as pd

import helpers.systems
from helpers.deliveries.spreadsheets import Spreadsheet
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.tables.findings import Rule
from helpers.tables.register import Delivery
from helpers.tables.schemas import TableSchema

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
    place: int
    """Where it stands among the systems, from 1: as the office goes through them in a round."""

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
    return {system.name: system for system in sorted(found, key=lambda system: (system.place, system.name))}
