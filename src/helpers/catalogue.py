"""The list of all data sets: collection systems and the checks between them, registers, programmes, the years as a
whole, and the changes in any of these. Also every report that can be received, and every rule that a check can name."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from helpers.forms.definitions import FORMS
from helpers.forms.reading import RULES
from helpers.national.checks import RULES as NATIONAL_RULES
from helpers.national.dataset import NAME as NATIONAL
from helpers.national.dataset import REPORTS as NATIONAL_REPORTS
from helpers.national.dataset import national_dataset
from helpers.params.fiscal_years import HALF_TITLES
from helpers.params.folder import Params
from helpers.performance.dataset import InformationWork
from helpers.programmes.dataset import BudgetProgramme, register_datasets
from helpers.programmes.kinds import kinds
from helpers.programmes.unfinished import UNFINISHED
from helpers.programmes.year import FiscalYearMoney
from helpers.school_year.dataset import school_year_dataset
from helpers.systems.cross_checks.checks import RULES as CROSS_CHECK_RULES
from helpers.systems.cross_checks.dataset import cross_checks_dataset
from helpers.systems.dmc.all_rounds import all_rounds_dataset
from helpers.systems.system import round_dataset, systems
from helpers.tables.changes.dataset import OWN_SINCE_LAST_YEAR, ROUND_BASELINES, SINCE_LAST_YEAR, Baseline, Changes
from helpers.tables.data_folder import DataFolder
from helpers.tables.findings import Rule
from helpers.tables.graph import Dataset, Graph
from helpers.tables.register import Deliverables

YEAR_BASELINES = (
    SINCE_LAST_YEAR,
    Baseline("since-first-half", column="half", values=HALF_TITLES, ignore=("half", "tranche")),
)
"""A fiscal year: the year before, and its own first half for the second."""


def open_graph(folder: DataFolder, params: Params) -> Graph:
    """The graph of all data sets on a data folder and its parameters."""
    return Graph(folder, params, datasets(params))


def datasets(params: Params) -> Mapping[str, Dataset[Any]]:
    """Every data set, by name."""
    rounds, money, work = _followed(params)
    followed = {changes.name: changes.dataset() for changes in _changes(rounds, money, work)}
    of_rounds = {dataset.name: dataset for dataset in (cross_checks_dataset(), all_rounds_dataset())}
    others = {dataset.name: dataset for dataset in (work, school_year_dataset(), national_dataset())}
    return {**rounds, **money, **of_rounds, **others, **followed}


def changes(params: Params) -> Mapping[str, Changes]:
    """The changes of the rounds, the money and the information work from period to period, by the name of their data
    set: `dmc-since-previous`."""
    return {followed.name: followed for followed in _changes(*_followed(params))}


_Datasets = Mapping[str, Dataset[Any]]


def _followed(params: Params) -> tuple[_Datasets, _Datasets, Dataset[Any]]:
    """The rounds of the systems, the money (registers, programmes, all of them together), and the information work."""
    programmes = {name: BudgetProgramme(name, params) for name in params.programmes}
    rounds = {name: round_dataset(system) for name, system in systems().items()}
    of_year = FiscalYearMoney(programmes, params).dataset()
    allocations = {name: programme.dataset() for name, programme in programmes.items()}
    money = {**register_datasets(FORMS), **allocations, of_year.name: of_year}
    return rounds, money, InformationWork(systems(), programmes, rules).dataset()


def _changes(rounds: _Datasets, money: _Datasets, work: Dataset[Any]) -> list[Changes]:
    return [
        *(Changes(dataset, baseline) for dataset in rounds.values() for baseline in ROUND_BASELINES),
        *(Changes(dataset, baseline) for dataset in money.values() for baseline in YEAR_BASELINES),
        Changes(work, OWN_SINCE_LAST_YEAR),
    ]


@cache
def deliverables() -> Deliverables:
    """Everything that can be received: the files of every system, the facts of offices, and the forms."""
    received = {name: tuple(system.reports) for name, system in systems().items()} | {NATIONAL: tuple(NATIONAL_REPORTS)}
    of_systems = tuple(received.items())
    registers = tuple(slug for slug, form in FORMS.items() if form.register)
    return Deliverables(of_systems, tuple(slug for slug in FORMS if slug not in registers), registers)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule that a check can name, by id."""
    of_systems = (rule for system in systems().values() for rule in system.rules)
    of_kinds = (rule for kind in kinds().values() for rule in kind.rules)
    return {rule.id: rule for rule in (*of_systems, *CROSS_CHECK_RULES, *NATIONAL_RULES, *RULES, UNFINISHED, *of_kinds)}
