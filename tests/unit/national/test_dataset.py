"""The offices side by side: every figure leads to its line in the office's own facts, and nobody vanishes."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from helpers.catalogue import open_graph
from helpers.national.dataset import NAME
from helpers.national.schemas import COUNTED, MISSING, PUPILS, READY, STATES
from helpers.reports.folders import Folders
from helpers.tables.snapshots import Snapshot
from made_up.side_by_side import OFFICES, ROUND, MadeUp, gathered, national_folder
from unit.audit.small_office import office, received

NAMED = "สพป.ตัวอย่าง {}".format


def snapshot_of(folders: Folders) -> Snapshot:
    snapshot = open_graph(folders.data_folder, folders.read_params()).snapshot(NAME, ROUND)
    assert snapshot
    return snapshot


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return national_folder(tmp_path)


def numbers(counts: pd.DataFrame, measure: str) -> dict[str, int]:
    rows = counts[counts["measure"] == measure]
    return dict(zip(rows["area_code"], rows["number"], strict=True))


def test_every_office_is_a_row_whatever_became_of_its_report(folders: Folders) -> None:
    offices = snapshot_of(folders).read("offices")
    assert list(offices["area_code"]) == ["9701", "9702", "9703", "9704"]
    assert list(offices["state"]) == [READY, READY, READY, MISSING]
    assert offices["standing"].iloc[-1] == f"{NAMED(9704)} | {MISSING}"


def test_the_figures_are_the_facts_of_the_offices_and_lead_to_their_lines(folders: Folders) -> None:
    snapshot = snapshot_of(folders)
    counts, files = snapshot.read("office_counts"), snapshot.read("deliveries").set_index("delivery")["name"]
    lying = {entry.name: folders.data_folder.deliveries / entry.path for entry in folders.data_folder.in_force()}
    for row in counts.to_dict("records"):
        line = lying[files[row["delivery"]]].read_text(encoding="utf-8-sig").splitlines()[row["row"] - 1]
        assert line.split(",")[:3] == [row["fact"], "", str(row["number"])]
        assert row["thousands"] == Decimal(row["number"]) / 1000
    assert numbers(counts, PUPILS) == {"9701": 1000, "9702": 500, "9703": 250}


def test_only_offices_that_have_both_sides_are_compared(folders: Folders) -> None:
    counts = snapshot_of(folders).read("office_counts")
    pupils = counts[counts["measure"] == PUPILS].set_index("area_code")
    assert dict(pupils["with_before"]) == {"9701": True, "9702": True, "9703": False}
    assert dict(pupils["with_last_year"]) == {"9701": True, "9702": False, "9703": False}
    assert dict(pupils["with_money"]) == {"9701": True, "9702": True, "9703": False}


def test_money_is_exact(folders: Folders) -> None:
    money = snapshot_of(folders).read("office_money")
    assert list(money["amount"]) == [Decimal("2000000.50"), Decimal("750000.25")]


def test_what_is_missing_is_a_finding_and_a_new_office_lacks_nothing(folders: Folders) -> None:
    findings = snapshot_of(folders).read("findings")
    said = Counter(zip(findings["rule"], findings["column"], strict=True))
    assert said == {
        ("national.money.missing", f"{NAMED(9703)} (9703)"): 1,
        ("national.office.missing", f"{NAMED(9704)} (9704)"): 1,
    }


@pytest.mark.parametrize("state", [state for state in STATES if state != READY])
def test_every_reason_for_an_office_not_to_be_in_has_its_finding(folders: Folders, state: str) -> None:
    gathered(folders, (OFFICES[0], MadeUp("9704", OFFICES[1].facts, "1.00", state)))
    snapshot = snapshot_of(folders)
    assert set(snapshot.read("office_counts")["area_code"]) == {"9701"}
    (rule,) = snapshot.read("findings")["rule"]
    assert rule.startswith("national.office.")


@pytest.mark.parametrize("fact", [fact for fact in COUNTED.values() if not fact.startswith("pupils.total.")])
def test_a_figure_that_a_report_lacks_is_a_finding_and_no_zero(folders: Folders, fact: str) -> None:
    facts = {name: number for name, number in OFFICES[0].facts.items() if name != fact}
    gathered(folders, (MadeUp("9701", facts, "1.00"),))
    snapshot = snapshot_of(folders)
    assert fact not in set(snapshot.read("office_counts")["fact"])
    assert list(snapshot.read("findings")["rule"]) == ["national.figure.missing"]
    assert list(snapshot.read("findings")["allowed"]) == [f"round/{ROUND}/dmc {fact}"]


def test_offices_of_one_name_are_told_apart(folders: Folders) -> None:
    alike = (
        MadeUp(code, dict(OFFICES[1].facts) | {"findings.errors": int(code)}, name="สพป.ก") for code in ("9701", "9702")
    )
    gathered(folders, tuple(alike))
    assert list(snapshot_of(folders).read("offices")["office"]) == ["สพป.ก (9701)", "สพป.ก (9702)"]


def test_what_is_no_longer_wanted_is_withdrawn_and_kept(folders: Folders) -> None:
    before = {entry.path for entry in folders.data_folder.in_force()}
    gathered(folders, OFFICES)
    assert {entry.path for entry in folders.data_folder.in_force()} == before
    lines = len(folders.data_folder.register())
    changed = MadeUp("9702", {**OFFICES[1].facts, "pupils.total": 501}, "750000.25")
    gathered(folders, (OFFICES[0], changed, *OFFICES[2:]))
    now = {entry.path for entry in folders.data_folder.in_force()}
    assert len(now) == len(before)
    assert len(before - now) == 2  # the second office's facts of the round, and the roster
    assert all((folders.data_folder.deliveries / path).is_file() for path in before | now)
    assert len(folders.data_folder.register()) == lines + 4
    assert numbers(snapshot_of(folders).read("office_counts"), PUPILS)["9702"] == 501
    gathered(folders, OFFICES)
    assert {entry.path for entry in folders.data_folder.in_force()} == before


def test_an_ordinary_office_has_nothing_of_it(tmp_path: Path) -> None:
    folders = office(tmp_path)
    params = received(folders)
    assert not open_graph(folders.data_folder, params).available(NAME, ROUND)
