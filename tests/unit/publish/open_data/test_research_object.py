"""Crates: valid by their validator, complete for the office, and for the public without a word on delivered files."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from helpers.audit.manifest import NAME as MANIFEST
from helpers.audit.manifest import Manifest, read_manifest
from helpers.errors import ParameterError, VerificationError
from helpers.publish.open_data import research_object
from helpers.publish.open_data.dataset_records import DataCatalogue
from helpers.publish.open_data.fact_sources import FactSources
from helpers.publish.open_data.process_runs import office_run, public_run
from helpers.publish.open_data.research_object import NAME, ProcessRun, crate_text
from helpers.reports.folders import Folders
from unit.audit.small_report import REPORT, report_in_place
from unit.publish.crates import issues, without_network
from unit.publish.editions import DMC, SITE, catalogue, params

# What the validator reads crates with uses a class that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
FILES = {"report.html": b"<p>", "facts.csv": b"fact\n", "tables.xlsx": b"PK"}
SETTINGS = {"threshold": "10", "release": "0123"}
PROFILES = ("ro-crate-1.2", "process-run-crate-0.5")


def public(edition: DataCatalogue, files: Mapping[str, bytes] = FILES) -> ProcessRun:
    (report,) = [report for report in edition.reports if report.id == DMC]
    return public_run(report, files, edition, FactSources(params()), SETTINGS, date(2026, 6, 1))


def entities(text: bytes) -> dict[str, dict[str, Any]]:
    return {entity["@id"]: entity for entity in json.loads(text)["@graph"]}


def written(run: ProcessRun, folder: Path) -> Path:
    folder.mkdir()
    for name, content in run.files.items():
        (folder / name).write_bytes(content)
    (folder / NAME).write_bytes(crate_text(run))
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return report_in_place(tmp_path_factory.mktemp("office") / "office")


def manifest(folders: Folders) -> Manifest:
    known = read_manifest(folders.outputs / REPORT)
    assert known is not None
    return known


def office(folders: Folders) -> ProcessRun:
    return office_run(folders.outputs / REPORT, manifest(folders), params().office)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_public_crate_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str) -> None:
    without_network(monkeypatch)
    edition = catalogue(address=SITE, email="plan@example.go.th")
    assert not issues(written(public(edition), tmp_path / "crate"), profile)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_offices_crate_is_valid(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    """One input of each kind: the validator takes as long as a crate has entities."""
    without_network(monkeypatch)
    run = office(folders)
    kinds = {entity.id.partition("-")[0]: entity for entity in run.inputs}
    assert {"#delivery", "#tables", "#params", "#notebook", "#lock", "#parameter", "#tool"} == set(kinds)
    assert not issues(written(replace(run, inputs=tuple(kinds.values())), tmp_path / "crate"), profile)


def test_the_validator_sees_a_run_without_its_programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_network(monkeypatch)
    folder = written(public(catalogue()), tmp_path / "crate")
    described = json.loads((folder / NAME).read_text(encoding="utf-8"))
    for entity in described["@graph"]:
        entity.pop("instrument", None)
    (folder / NAME).write_text(json.dumps(described), encoding="utf-8")
    assert any("instrument" in issue for issue in issues(folder, "process-run-crate-0.5"))


def test_the_run_says_what_it_was_made_from_and_what_came_out() -> None:
    described = entities(crate_text(public(catalogue())))
    run = described["#run"]
    assert run["endTime"] == "2026-06-01"
    assert {part["@id"] for part in run["result"]} == set(FILES)
    inputs = {described[part["@id"]]["name"]: described[part["@id"]] for part in run["object"]}
    assert inputs["ข้อมูลนักเรียนรายบุคคล (DMC) 2568-2"]["@type"] == "Dataset"
    assert inputs["round_id"]["value"] == "2568-2"
    assert inputs["threshold"]["value"] == "10"
    assert described[run["instrument"]["@id"]]["version"]
    assert described["facts.csv"]["sha256"] == sha256(FILES["facts.csv"]).hexdigest()


def test_the_crate_lists_every_file_but_itself() -> None:
    described = entities(crate_text(public(catalogue(), {**FILES, NAME: b"{}"})))
    assert {part["@id"] for part in described["./"]["hasPart"]} == set(FILES)


def test_the_public_crate_has_no_word_on_what_was_delivered() -> None:
    text = crate_text(public(catalogue())).decode()
    digests = {entity["sha256"] for entity in entities(text.encode()).values() if "sha256" in entity}
    assert len(digests) == len(FILES)
    assert not re.search(r"delivery|\.csv \(|student|/data/|tables-", text)


def test_the_offices_crate_has_the_digest_of_every_input(folders: Folders) -> None:
    run, known = office(folders), manifest(folders)
    described = entities(crate_text(run))
    inputs = {part["@id"] for part in described["#run"]["object"]}
    digests = {described[name]["sha256"] for name in inputs if "sha256" in described[name]}
    assert digests >= {*known.delivered(), *known.inputs["params"].values(), *known.inputs["notebook"].values()}
    fingerprints = {described[name].get("identifier") for name in inputs}
    assert fingerprints >= set(known.inputs["snapshots"].values())
    assert {part["@id"] for part in described["./"]["hasPart"]} == {*known.outputs, MANIFEST}
    assert described["#tool-pandas"]["value"]


def test_the_same_report_gives_the_same_crate(folders: Folders) -> None:
    assert crate_text(office(folders)) == crate_text(office(folders))
    assert crate_text(public(catalogue())) == crate_text(public(catalogue()))


def test_a_changed_report_gives_no_crate(tmp_path: Path) -> None:
    folders = report_in_place(tmp_path / "office")
    (folders.outputs / REPORT / "facts.csv").write_text("", encoding="utf-8")
    with pytest.raises(VerificationError, match=r"facts\.csv ถูกแก้ไข"):
        office(folders)


def test_without_a_licence_the_crate_says_so() -> None:
    described = entities(crate_text(public(catalogue(license_=None))))
    assert described[described["./"]["license"]["@id"]]["name"] == "ยังไม่กำหนดสัญญาอนุญาต"


def test_made_up_data_say_so() -> None:
    described = entities(crate_text(public(catalogue(is_sample=True))))
    assert described["./"]["name"].startswith("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง")


def test_without_the_library_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(research_object, "find_spec", lambda _name: None)
    with pytest.raises(ParameterError, match="public-edition"):
        crate_text(public(catalogue()))
