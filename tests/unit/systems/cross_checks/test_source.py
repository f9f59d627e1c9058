"""The checks between systems as a source: made from the systems' snapshots, and stale with them alone."""

import shutil
from pathlib import Path

import pytest

from builders import PROJECT_PARAMS, Office, aggregate, make_office, write_csv
from helpers.catalogue import open_graph
from helpers.periods import FiscalYear, Round
from helpers.systems.cross_checks.dataset import NAME
from helpers.systems.emis import labels
from helpers.tables.graph import Graph
from helpers.tables.snapshots import Snapshot
from unit.systems.emis.pages import ROUND, SCHOOL, clean_pages, receive_pages

DMC = f"{ROUND}-จำนวนนักเรียนแยกชั้น,เพศ.csv"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that received DMC and EMIS of a round."""
    made = make_office(tmp_path)
    made.receive(write_csv(tmp_path / "in" / DMC, aggregate("enrolment", ROUND)))
    receive_pages(made, clean_pages())
    return made


def graph(office: Office) -> Graph:
    return open_graph(office.data, office.params)


def snapshot(office: Office) -> Snapshot:
    built = graph(office).snapshot(NAME, Round.parse(ROUND))
    assert built is not None
    return built


def test_what_two_systems_say_is_compared_and_leads_to_their_files(office: Office) -> None:
    between = snapshot(office)
    findings = between.read("findings")
    assert set(findings["rule"]) >= {"between.grade.pupils_differ"}
    names = set(between.read("deliveries")["name"])
    assert set(findings["file"]) <= {*names, ""}
    assert DMC in names
    assert between.read("pupils")["row_key"].str.match(r"^[0-9a-f]{12}:.*:[0-9]+$").all()


def test_it_is_anew_with_a_systems_delivery_and_not_with_another_rounds(office: Office) -> None:
    before = snapshot(office).fingerprint
    later = office.folder / "in" / DMC.replace(ROUND, "2568-3")
    office.receive(write_csv(later, aggregate("enrolment", "2568-3")))
    assert snapshot(office).fingerprint == before
    changed = {SCHOOL: clean_pages()[labels.STUDENT][SCHOOL][1:]}
    receive_pages(office, {labels.STUDENT: changed})
    assert snapshot(office).fingerprint != before


def test_it_is_anew_with_a_hire_programme_that_has_no_roster_yet(office: Office) -> None:
    before = snapshot(office).fingerprint
    janitors = Path("programmes") / "janitors.yml"
    (office.folder / "params" / "programmes").mkdir()
    shutil.copy(PROJECT_PARAMS / janitors, office.folder / "params" / janitors)
    assert snapshot(office).fingerprint != before


def test_it_is_anew_with_its_thresholds(office: Office) -> None:
    before = len(snapshot(office).read("findings"))
    office.edit("checks.yml", lambda text: text.replace("  pupils: 0\n", "  pupils: 1000\n"))
    after = snapshot(office).read("findings")
    assert len(after) < before
    assert "between.grade.pupils_differ" not in set(after["rule"])


def test_there_is_none_for_a_round_of_which_nothing_was_received(office: Office) -> None:
    assert graph(office).snapshot(NAME, Round(2568, 2)) is None
    assert graph(office).snapshot(NAME, FiscalYear(2569)) is None


def test_what_was_not_received_is_named_with_what_it_is_for(office: Office) -> None:
    dataset = graph(office).datasets[NAME]
    reason = dataset.missing_reason(("roster",), Round.parse(ROUND), office.params)
    assert reason == "ยังไม่ได้รับ “ทะเบียนผู้รับจ้าง” ของรอบ 2568-1 จึงยังไม่ได้เทียบ"
