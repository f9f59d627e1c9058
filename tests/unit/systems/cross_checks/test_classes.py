import pytest

from helpers.systems.cross_checks.classes import check_classes
from unit.systems.cross_checks.small_tables import ONE, THREE, TWO, round_tables

DMC = [
    {"smis": ONE, "grade": "ป.1", "rooms": 2},
    {"smis": ONE, "grade": "ป.2", "rooms": 1},
    {"smis": THREE, "rooms": 4},
]


@pytest.mark.parametrize(("rooms", "differs"), [(1, True), (2, False), (3, True)])
def test_a_school_whose_classrooms_are_other_in_dmc_is_named_at_its_first_row(rooms: int, differs: bool) -> None:
    emis = [{"smis": ONE, "grade": "ป.1", "rooms": 1}, {"smis": ONE, "grade": "ป.2", "rooms": rooms}]
    findings = list(check_classes(round_tables({("emis", "classrooms"): emis, ("dmc", "classrooms"): DMC})))
    assert [(finding.rule, finding.smis, finding.row, finding.found, finding.allowed) for finding in findings] == [
        ("between.rooms.classes_differ", ONE, 2, f"EMIS {rooms + 1} ห้อง", "DMC 3 ห้อง")
    ] * differs


def test_a_school_that_one_system_alone_has_is_none_of_these() -> None:
    emis = [{"smis": TWO, "rooms": 9}]
    assert not list(check_classes(round_tables({("emis", "classrooms"): emis, ("dmc", "classrooms"): DMC})))
    assert not list(check_classes(round_tables({("emis", "classrooms"): emis})))
    assert not list(check_classes(round_tables({("dmc", "classrooms"): DMC})))
