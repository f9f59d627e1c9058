"""The checks between systems find every planted difference, and nothing at schools where nothing is planted."""

import csv
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.catalogue import open_graph
from helpers.deliveries.receiving import receive
from helpers.params.folder import read_params
from helpers.periods import Round
from helpers.systems.cross_checks.checks import RULES
from helpers.systems.cross_checks.dataset import NAME
from helpers.tables.data_folder import DataFolder
from unit.sample.downloads import LISTED_ROUNDS, PARAMS, SCHOOL_LIST
from unit.sample.writing import write

Place = tuple[str, str, str]
NOT_PLANTED = {"between.codes.count_differs", "between.pupils.columns_exchanged", "between.rooms.classes_differ"}
"""Only where a round has no pupil list, which a sample's rounds have; where a whole file is of no use; and where two
systems count the classrooms, which a sample counts once."""
HIRED = "between.hired."


@dataclass(frozen=True)
class Checked:
    """Rule, round and school of every planted defect and of every finding between the systems; and how many rows of the
    rosters are spoiled."""

    planted: Counter[Place]
    findings: Counter[Place]
    spoiled_posts: int


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """A sample large enough for every difference, received and checked."""
    folder: Path = tmp_path_factory.mktemp("between")
    write(folder / "sample", schools=40, pupils=4000)
    shutil.copytree(PARAMS, folder / "params")
    shutil.copy(folder / "sample" / "schools.csv", folder / "params" / "schools" / SCHOOL_LIST.name)
    params, data = read_params(folder / "params"), DataFolder(folder / "data")
    receive([folder / "sample" / "downloads"], data, params)
    graph, expected_findings = open_graph(data, params), Counter[Place]()
    for round_ in LISTED_ROUNDS:
        snapshot = graph.snapshot(NAME, Round.parse(round_))
        assert snapshot
        findings = snapshot.read("findings")
        expected_findings.update(zip(findings["rule"], [round_] * len(findings), findings["smis"], strict=True))
    with (folder / "sample" / "planted.csv").open(encoding="utf-8", newline="") as file:
        planted = list(csv.DictReader(file))
    rosters = {entry.name for entry in data.register() if entry.report == "roster"}
    spoiled = {(each["file"], each["row"]) for each in planted if each["file"] in rosters}
    planted_schools = Counter((each["rule"], each["round"], each["smis"]) for each in planted)
    return Checked(planted_schools, expected_findings, len(spoiled))


def between(counts: Counter[Place]) -> Counter[Place]:
    return Counter({place: times for place, times in counts.items() if place[0].startswith("between.")})


def test_every_rule_is_planted(checked: Checked) -> None:
    assert {rule for rule, *_ in between(checked.planted)} == {rule.id for rule in RULES} - NOT_PLANTED


def test_every_planted_difference_is_found(checked: Checked) -> None:
    assert not between(checked.planted) - checked.findings


def test_nothing_is_found_where_nothing_is_planted(checked: Checked) -> None:
    """But for the consequences: a cell that one system cannot read is one less there."""
    spoiled = {place[1:] for place in checked.planted}
    extra = checked.findings - checked.planted
    assert not [place for place in extra if place[1:] not in spoiled and not place[0].startswith(HIRED)]


def test_a_spoiled_post_is_missed_at_two_schools_at_most(checked: Checked) -> None:
    """Where it was, and where its row now says that it is."""
    for round_ in LISTED_ROUNDS:
        extra = checked.findings - checked.planted
        hired = [place for place in extra if place[0].startswith(HIRED) and place[1] == round_]
        assert len(hired) <= 2 * checked.spoiled_posts
