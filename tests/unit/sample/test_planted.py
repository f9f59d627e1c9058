"""The checks of the collection find exactly what is planted: every line of it, and nothing else."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from helpers.catalogue import open_graph
from helpers.deliveries.receiving import ReceiptOutcome, receive
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.forms.definitions import FORMS
from helpers.forms.reading import Area, read_form
from helpers.params.folder import Params, read_params
from helpers.periods import FiscalYear
from helpers.programmes.reading import choices_of, offered_by
from helpers.systems.system import EarlierRound, RoundInputs, systems
from helpers.tables.data_folder import DataFolder
from helpers.tables.register import Delivery, Entry
from unit.sample.downloads import SCHOOL_LIST, Sample

Expected = tuple[str, str, str, str, str]
KEY = b"a key for tests only, 32 bytes.."
PLACELESS = {"dmc.rounds.grade_changed"}
"""Rules that compare two rounds and name no file."""
FISCAL_YEAR = "2569"


@dataclass(frozen=True)
class Office:
    """An office that received the sample like any download."""

    params: Params
    data: DataFolder


@pytest.fixture(scope="module")
def office(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder: Path = tmp_path_factory.mktemp("office")
    shutil.copytree(SCHOOL_LIST.parents[1], folder / "params")
    shutil.copy(sample.folder / "schools.csv", folder / "params" / "schools" / SCHOOL_LIST.name)
    data = DataFolder(folder / "data")
    received = receive([sample.folder / "downloads"], data, read_params(folder / "params"))
    assert {each.outcome for each in received} == {ReceiptOutcome.RECEIVED}
    return Office(read_params(folder / "params"), data)


def built(office: Office, system: str) -> Iterator[pd.DataFrame]:
    """The findings of each round of a system, earlier rounds first, as the later ones are compared with them."""
    params, data, earlier = office.params, office.data, None
    for round_ in data.rounds(system):
        round_deliveries = deliveries(data, data.received(system, round_))
        tables = systems()[system].build(RoundInputs(round_, round_deliveries, params, KEY, earlier))
        earlier = EarlierRound(round_, tables.__getitem__)
        yield tables["findings"].assign(round=str(round_))


def deliveries(data: DataFolder, entries: list[Entry]) -> tuple[Delivery, ...]:
    """Received files as those who build tables take them."""
    return tuple(
        Delivery(data.deliveries / entry.path, entry.name, entry.sha256, entry.report, entry.rows, entry.encoding)
        for entry in entries
    )


def planted(sample: Sample, prefix: str) -> set[Expected]:
    """What a check must find, of the rules of one kind."""
    return {
        (line["rule"], line["round"], line["smis"])
        + (("", "") if line["rule"] in PLACELESS else (line["file"], line["row"]))
        for line in sample.planted
        if line["rule"].startswith(prefix)
    }


@pytest.mark.parametrize("system", systems())
def test_the_checks_find_what_is_planted_and_nothing_else(sample: Sample, office: Office, system: str) -> None:
    findings: set[Expected] = set()
    for finding in pd.concat(built(office, system), ignore_index=True).itertuples():
        file_and_row = ("", "") if finding.rule in PLACELESS else (str(finding.file), str(finding.row or ""))
        findings.add((str(finding.rule), str(finding.round), str(finding.smis), *file_and_row))
    assert findings == planted(sample, f"{system}.")
    assert findings


@pytest.fixture(scope="module")
def found_by_programme(office: Office) -> set[tuple[str, str]]:
    """Rule and school of every finding of the fiscal year's programmes."""
    graph, year = open_graph(office.data, office.params), FiscalYear.parse(FISCAL_YEAR)
    snapshots = (graph.snapshot(name, year) for name in office.params.programmes)
    findings = pd.concat([snapshot.read("findings") for snapshot in snapshots if snapshot], ignore_index=True)
    return set(zip(findings["rule"], findings["smis"], strict=True))


def test_the_rules_of_the_programmes_find_what_is_planted(
    sample: Sample, found_by_programme: set[tuple[str, str]]
) -> None:
    expected = {(rule, smis) for rule, _, smis, *_ in planted(sample, "budget.")}
    assert expected <= found_by_programme
    assert len({rule for rule, _ in expected}) >= 14


@pytest.mark.parametrize("kind", ["hire", "ceiling_salary", "local_support", "rent", "disbursement"])
def test_the_rules_of_most_programmes_find_nothing_else(
    sample: Sample, found_by_programme: set[tuple[str, str]], kind: str
) -> None:
    programme_findings = {each for each in found_by_programme if each[0].startswith(f"budget.{kind}.")}
    assert programme_findings == {(rule, smis) for rule, _, smis, *_ in planted(sample, f"budget.{kind}.")}


def test_reading_the_forms_finds_what_is_planted_and_nothing_else(sample: Sample, office: Office) -> None:
    found_in_forms: set[Expected] = set()
    params = office.params
    forms = [entry for entry in office.data.register() if entry.period == FISCAL_YEAR]
    area = Area(params.office.area_code, frozenset(params.schools))
    for entry, delivery in zip(forms, deliveries(office.data, forms), strict=True):
        sheet = open_spreadsheet(delivery.path, params.checks.file_limits, name=delivery.name)
        form = offered_by(params.programmes.get(entry.system), FORMS[delivery.report])
        _, findings = read_form(form, sheet, delivery, choices_of(params), area, params.checks.form_limits)
        found_in_forms |= {(each.rule, FISCAL_YEAR, each.smis, each.file, str(each.row)) for each in findings}
    assert found_in_forms == planted(sample, "form.")
