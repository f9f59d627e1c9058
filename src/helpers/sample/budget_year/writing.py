"""Writing the forms of a fiscal year as files, and recording the defects planted in them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from helpers.forms.writing import write_form
from helpers.sample.budget_year.claims import rents, support_requests
from helpers.sample.budget_year.defects import FORM_DEFECTS, plant, rule_defects
from helpers.sample.budget_year.payments import SUBSIDY, payments, subsidy, waiting
from helpers.sample.budget_year.registers import allotments, planted_in_sums, spending
from helpers.sample.budget_year.rosters import ceiling_rosters, hire_rosters
from helpers.sample.budget_year.setting import ZERO, FilledForm, Need, Setting
from helpers.sample.budget_year.transfers import transfers
from helpers.sample.files import Planted


def write_budget_year(downloads: Path, setting: Setting) -> Iterator[Planted]:
    """Write the forms of the setting's fiscal year for the programmes of its parameters; yields the findings to be
    expected."""
    tranches = subsidy(setting)
    claims = [*hire_rosters(setting), *ceiling_rosters(setting), *support_requests(setting), *rents(setting)]
    claims += payments(setting, tranches)
    for filled in claims:
        yield from _delivered(downloads, setting, filled)
    needs = {filled.subject: need for filled in claims if (need := filled.need(setting.year))}
    spent = dict(needs)
    if tranches:
        months = [tranche.paid.replace(day=1) for tranche in tranches]
        paid = [tranche.total(waiting(setting, tranches, number)) for number, tranche in enumerate(tranches)]
        needs[SUBSIDY] = dict(zip(months, (tranche.total() for tranche in tranches), strict=True))
        spent[SUBSIDY] = dict(zip(months, paid, strict=True))
    if needs:
        yield from _write_registers(downloads, setting, needs, spent)


def _write_registers(
    downloads: Path, setting: Setting, needs: Mapping[str, Need], spent: Mapping[str, Need]
) -> Iterator[Planted]:
    allotted = allotments(setting, needs, by_letter={SUBSIDY})
    given: dict[str, Decimal] = {}
    for row in allotted.rows:
        given[str(row["programme"])] = given.get(str(row["programme"]), ZERO) + Decimal(str(row["amount"]))
    needed = {name: sum(need.values(), ZERO) for name, need in needs.items()}
    for filled in (allotted, spending(setting, spent, given), transfers(setting, given, needed)):
        yield from _delivered(downloads, setting, filled)
    yield from planted_in_sums(setting, needs, given)


def _delivered(downloads: Path, setting: Setting, filled: FilledForm) -> Iterator[Planted]:
    """Plant the defects of a form and write it."""
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
