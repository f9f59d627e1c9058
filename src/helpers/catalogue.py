"""Everything that gives tables: collection systems, registers, every programme, and the years as a whole."""

from collections.abc import Mapping
from functools import cache

from helpers.forms.definitions import FORMS
from helpers.forms.reading import RULES
from helpers.params.fiscal_years import HALF_TITLES
from helpers.params.folder import Params
from helpers.performance.dataset import NAME as ACADEMIC_YEAR
from helpers.performance.dataset import PerformanceSource
from helpers.programmes.dataset import ProgrammeSource, register_sources
from helpers.programmes.kinds import kinds
from helpers.programmes.unfinished import UNFINISHED
from helpers.programmes.year import NAME as FISCAL_YEAR
from helpers.programmes.year import YearSource
from helpers.systems.cross_checks.checks import RULES as BETWEEN_RULES
from helpers.systems.cross_checks.dataset import NAME as BETWEEN
from helpers.systems.cross_checks.dataset import Between
from helpers.systems.system import round_sources, systems
from helpers.tables.changes.source import OWN_SINCE_LAST_YEAR, ROUND_SINCES, SINCE_LAST_YEAR, ChangesSource, Since
from helpers.tables.data_folder import DataFolder
from helpers.tables.findings import Rule
from helpers.tables.register import Deliverables
from helpers.tables.sources import Source
from helpers.tables.store import Store

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
def deliverables() -> Deliverables:
    """Everything that can be received: the files of every system, and the forms."""
    of_systems = tuple((name, tuple(system.reports)) for name, system in systems().items())
    registers = tuple(slug for slug, form in FORMS.items() if form.register)
    return Deliverables(of_systems, tuple(slug for slug in FORMS if slug not in registers), registers)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule that any check can name, by id."""
    of_systems = (rule for system in systems().values() for rule in system.rules)
    of_kinds = (rule for kind in kinds().values() for rule in kind.rules)
    return {rule.id: rule for rule in (*of_systems, *BETWEEN_RULES, *RULES, UNFINISHED, *of_kinds)}
