import pytest

from helpers.systems.cross_checks.comparisons import compare_rooms
from unit.systems.cross_checks.small_tables import ONE, TWO, findings_of, round_tables

CLASSES = [{"smis": ONE, "rooms": 2}, {"smis": ONE, "rooms": 3}, {"smis": TWO, "rooms": 1}]


def building(smis: str, rooms: int | None, *, classrooms: bool = True) -> dict[str, object]:
    return {"smis": smis, "rooms": rooms, "classrooms": classrooms}


@pytest.mark.parametrize(("rooms", "short"), [(4, True), (5, False), (6, False)])
def test_a_school_with_fewer_rooms_than_classes_is_found(rooms: int, short: bool) -> None:
    buildings = [building(ONE, rooms), building(ONE, 9, classrooms=False), building(TWO, 1)]
    compared = compare_rooms(round_tables({("bobec", "buildings"): buildings, ("dmc", "classrooms"): CLASSES}))
    expected = [("between.rooms.fewer_than_classes", ONE, f"B-OBEC {rooms} ห้อง", "DMC เปิดสอน 5 ห้อง")]
    assert findings_of(compared) == expected * short
    assert set(compared.frame.loc[compared.frame["short"], "smis"]) == ({ONE} if short else set())
    assert compared.frame.groupby(["smis", "side"])["rooms"].sum().to_dict() == {
        (ONE, "B-OBEC"): rooms,
        (ONE, "DMC"): 5,
        (TWO, "B-OBEC"): 1,
        (TWO, "DMC"): 1,
    }


def test_a_building_that_states_no_rooms_is_told() -> None:
    buildings = [building(ONE, 4), building(ONE, None)]
    compared = compare_rooms(round_tables({("bobec", "buildings"): buildings, ("dmc", "classrooms"): CLASSES}))
    assert [each.found for each in compared.findings] == ["B-OBEC 4 ห้อง (ไม่ระบุจำนวนห้อง 1 หลัง)"]


def test_a_school_without_any_classroom_building_is_found() -> None:
    buildings = [building(TWO, None, classrooms=False)]
    compared = compare_rooms(round_tables({("bobec", "buildings"): buildings, ("dmc", "classrooms"): CLASSES}))
    assert findings_of(compared) == [("between.rooms.fewer_than_classes", TWO, "B-OBEC 0 ห้อง", "DMC เปิดสอน 1 ห้อง")]
