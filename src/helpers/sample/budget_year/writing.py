"""Writing the forms of a fiscal year as files, and telling which defects were planted in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from helpers.collection.forms.form import Choices
from helpers.collection.forms.writing import write_form
from helpers.params.folder import Params
from helpers.sample.budget_year.claims import rents, support_requests
from helpers.sample.budget_year.defects import plant
from helpers.sample.budget_year.filled import ZERO, Filled, Need
from helpers.sample.budget_year.form_defects import FORM_DEFECTS
from helpers.sample.budget_year.payments import SUBSIDY, payments, subsidy
from helpers.sample.budget_year.registers import allotments, spending
from helpers.sample.budget_year.rosters import ceiling_rosters, hire_rosters
from helpers.sample.budget_year.rule_defects import rule_defects
from helpers.sample.budget_year.setting import Setting
from helpers.sample.budget_year.transfers import transfers
from helpers.sample.history import History
from helpers.sample.planted import Planted


def write_budget_year(
    downloads: Path, params: Params, choices: Choices, history: History, seed: int
) -> Iterator[Planted]:
    """Write the forms of the fiscal year that the last round falls into, for the programmes of the parameters; yields
    what a check must find in them. `choices` are the lists that forms offer."""
    setting = Setting.of(params, choices, history, downloads, seed)
    tranches = subsidy(setting)
    claims = [*hire_rosters(setting), *ceiling_rosters(setting), *support_requests(setting), *rents(setting)]
    claims += payments(setting, tranches)
    for filled in claims:
        yield from _delivered(downloads, setting, filled)
    needs = {filled.subject: need for filled in claims if (need := filled.need(setting.year))}
    if tranches:
        needs[SUBSIDY] = {tranche.paid.replace(day=1): tranche.total for tranche in tranches}
    for filled in _registers(setting, needs):
        yield from _delivered(downloads, setting, filled)


def _registers(setting: Setting, needs: Mapping[str, Need]) -> Iterator[Filled]:
    """The three registers; none where no programme spends anything."""
    if not needs:
        return
    allotted = allotments(setting, needs, by_letter={SUBSIDY})
    yield allotted
    yield spending(setting, needs)
    given = dict.fromkeys(needs, ZERO)
    for row in allotted.rows:
        given[str(row["programme"])] += Decimal(str(row["amount"]))
    yield transfers(setting, given, {name: sum(need.values(), ZERO) for name, need in needs.items()})


def _delivered(downloads: Path, setting: Setting, filled: Filled) -> Iterator[Planted]:
    """Plant a form's defects and write it."""
    if not filled.rows:
        return
    file = f"{setting.year}-{filled.subject}.xlsx"
    yield from plant(filled, file, str(setting.year), (*FORM_DEFECTS, *rule_defects(setting.year)))
    programme = setting.params.programmes.get(filled.subject)
    write_form(
        filled.form,
        downloads / file,
        subject_id=filled.subject,
        subject_title=programme.title if programme else filled.form.title,
        year=setting.year,
        office=setting.params.office.name,
        choices=setting.choices,
        rows=filled.rows,
    )
