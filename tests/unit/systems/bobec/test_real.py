"""One school's real pages, read where they lie: what they say must come out."""

from pathlib import Path

import pytest

from builders import Office, make_office
from helpers.deliveries.receiving import ReceiptOutcome


@pytest.fixture(scope="module")
def office(real_deliveries: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    new_office = make_office(tmp_path_factory.mktemp("real"), schools=())
    new_office.edit("office.yml", lambda text: text.replace('"3401"', '"2001"'))
    (new_office.folder / "params" / "schools" / "3401.csv").rename(
        new_office.folder / "params" / "schools" / "2001.csv"
    )
    folder = real_deliveries / "emis-2022" / "1020080035"
    received = new_office.receive(folder / "building.json", folder / "durable_goods.csv", round_="2565-1")
    assert [each.outcome for each in received] == [ReceiptOutcome.RECEIVED] * 2
    return new_office


def test_the_buildings_of_the_page(office: Office) -> None:
    buildings = office.snapshot("2565-1", "bobec").read("buildings")
    classrooms = buildings[buildings["classrooms"]]
    assert (len(buildings), len(classrooms), classrooms["rooms"].sum()) == (28, 5, 49)
    assert (classrooms["age"].sum(), (buildings["condition"] == "ทรุดโทรม").sum()) == (161, 4)
    assert set(buildings["smis"]) == {"1020080035"}
    assert office.rules("2565-1", "bobec") == {"bobec.school.list_empty"}


def test_the_equipment_of_the_page(office: Office) -> None:
    equipment = office.snapshot("2565-1", "mobec").read("equipment")
    assert equipment.groupby("state")["pieces"].sum().to_dict() == {"ใช้ได้": 1698, "รอซ่อม": 141, "รอจำหน่าย": 190}
    assert equipment["item"].nunique() == 35
    assert equipment[equipment["desks_for"] != ""]["pieces"].sum() == 704
    assert office.rules("2565-1", "mobec") == {"mobec.school.list_empty"}
