"""Everything that gives tables: collection systems, registers, every programme, and the years as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from helpers.budget.kinds import kinds
from helpers.budget.programme_source import ProgrammeSource
from helpers.budget.registers import register_sources
from helpers.budget.year_source import NAME as FISCAL_YEAR
from helpers.budget.year_source import YearSource
from helpers.collection.between.rules import RULES as BETWEEN_RULES
from helpers.collection.between.source import NAME as BETWEEN
from helpers.collection.between.source import Between
from helpers.collection.changes.periods import OWN_SINCE_LAST_YEAR, ROUND_SINCES, SINCE_LAST_YEAR
from helpers.collection.changes.source import ChangesSource, Since
from helpers.collection.data_folder import DataFolder
from helpers.collection.findings import Rule
from helpers.collection.forms.definitions import FORMS
from helpers.collection.forms.reading import RULES
from helpers.collection.sources import Source, round_sources
from helpers.collection.store import Store
from helpers.collection.systems import systems
from helpers.params.fiscal_years import HALF_TITLES
from helpers.params.folder import Params
from helpers.performance.year_source import NAME as ACADEMIC_YEAR
from helpers.performance.year_source import PerformanceSource

YEAR_SINCES = (
    SINCE_LAST_YEAR,
    Since("since-first-half", column="half", values=HALF_TITLES, without=("half", "tranche")),
)
"""A fiscal year: the year before, and its own first half for the second."""


def open_store(folder: DataFolder, params: Params) -> Store:
    """The store of a data folder, able to build every source that there is."""
    return Store(folder, params, sources(params))


def sources(params: Params) -> Mapping[str, Source]:
    """Every source, by name, and what follows the rounds and the money from period to period."""
    rounds = round_sources()
    programmes = {name: ProgrammeSource(name, params) for name in params.programmes}
    money: dict[str, Source] = {**programmes, FISCAL_YEAR: YearSource(programmes, params)}
    work = PerformanceSource(rounds, programmes, rules)
    changes = [
        *(ChangesSource(source, since) for source in rounds.values() for since in ROUND_SINCES),
        *(ChangesSource(source, since) for source in money.values() for since in YEAR_SINCES),
        ChangesSource(work, OWN_SINCE_LAST_YEAR),
    ]
    beside: dict[str, Source] = {BETWEEN: Between(), ACADEMIC_YEAR: work}
    beside |= {source.name: source for source in changes}
    return {**rounds, **register_sources(FORMS), **money, **beside}


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule that any check can name, by id."""
    of_systems = (rule for system in systems().values() for rule in system.rules)
    of_kinds = (rule for kind in kinds().values() for rule in kind.rules)
    return {rule.id: rule for rule in (*of_systems, *BETWEEN_RULES, *RULES, *of_kinds)}
