import pytest

from helpers.systems.cross_checks.comparisons import compare_desks
from unit.systems.cross_checks.small_tables import ONE, THREE, TWO, round_tables

PUPILS = [{"smis": ONE, "pupils": 20}, {"smis": ONE, "pupils": 10}, {"smis": TWO, "pupils": 5}]


def sets(smis: str, pieces: int, state: str = "ใช้ได้", desks_for: str = "ประถม") -> dict[str, object]:
    return {"smis": smis, "pieces": pieces, "state": state, "desks_for": desks_for}


@pytest.mark.parametrize(("usable", "short"), [(29, {ONE, TWO}), (30, {TWO}), (31, {TWO})])
def test_fewer_usable_sets_than_pupils_is_short_and_no_finding(usable: int, short: set[str]) -> None:
    equipment = [sets(ONE, usable), sets(ONE, 9, "รอซ่อม"), sets(TWO, 50, desks_for=""), sets(THREE, 4)]
    compared = compare_desks(round_tables({("mobec", "equipment"): equipment, ("dmc", "enrolment"): PUPILS}))
    assert set(compared.frame.loc[compared.frame["short"], "smis"]) == short
    assert compared.frame.groupby(["smis", "side"])["number"].sum().to_dict() == {
        (ONE, "M-OBEC"): usable,
        (ONE, "DMC"): 30,
        (TWO, "DMC"): 5,
    }
    assert not compared.findings


def test_nothing_is_compared_with_one_side_alone() -> None:
    assert compare_desks(round_tables({("mobec", "equipment"): [sets(ONE, 1)]})).frame.empty
