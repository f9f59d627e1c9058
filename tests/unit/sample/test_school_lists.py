"""The lists of buildings and equipment in a sample: shapes, rounds, defects, and a chance of their own."""

import csv
import json
from pathlib import Path

import pytest
from python_calamine import load_workbook

from helpers.sample import deliveries
from helpers.systems.system import systems
from unit.sample.downloads import SCHOOL_LIST, Sample
from unit.sample.writing import write

LISTS = ("bobec", "mobec")
NEVER_PLANTED = {"list_empty", "error_cell", "closed", "codes_mixed"}


@pytest.mark.parametrize("system", LISTS)
def test_every_rule_is_planted(sample: Sample, system: str) -> None:
    planted = {each["rule"] for each in sample.planted if each["rule"].startswith(f"{system}.")}
    rules = {rule.id for rule in systems()[system].rules if rule.id.split(".")[-1] not in NEVER_PLANTED}
    assert planted == rules


def test_each_round_has_a_list_of_many_schools_and_the_page_of_one(sample: Sample) -> None:
    names = {path.name.partition("-2568-")[2] or path.name for path in (sample.folder / "downloads").iterdir()}
    assert {"1-building.json", "2-building.json", "1-durable_goods.csv", "2-durable_goods.csv"} <= names
    assert {"2568-1-bobec.csv", "2568-2-bobec.xlsx", "2568-1-mobec.csv", "2568-2-mobec.xlsx"} <= {
        path.name for path in (sample.folder / "downloads").iterdir()
    }


def test_a_page_of_buildings_looks_as_the_system_gives_it(sample: Sample) -> None:
    (path,) = (sample.folder / "downloads").glob("*-2568-1-building.json")
    records = json.loads(path.read_text(encoding="utf-8"))
    assert all(set(record) == {"name", "details"} for record in records)
    with_rooms = [record["name"] for record in records if "จำนวนห้องตามแปลน" in record["details"]]
    assert with_rooms
    assert all(name.startswith("อาคารเรียน ลำดับที่ ") for name in with_rooms)
    with SCHOOL_LIST.open(encoding="utf-8", newline="") as stream:
        assert path.name.partition("-")[0] in {row["ministry_code"] for row in csv.DictReader(stream)}


def test_the_first_round_lacks_the_newer_register(sample: Sample) -> None:
    folder = sample.folder / "downloads"
    second = load_workbook(folder / "2568-2-bobec.xlsx").get_sheet_by_index(0).to_python()
    assert "อายุการใช้งาน" in second[1]
    assert "อายุการใช้งาน".encode() not in (folder / "2568-1-bobec.csv").read_bytes()


def test_the_other_systems_leave_the_bytes_of_dmc_as_they_are(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "OTHER_SYSTEMS", ())
    write(tmp_path / "dmc", schools=6, pupils=400)
    alone = {path.name: path.read_bytes() for path in (tmp_path / "dmc" / "downloads").iterdir()}
    assert len(alone) > 80
    assert {name: (sample.folder / "downloads" / name).read_bytes() for name in alone} == alone


@pytest.mark.parametrize("schools", [1, 2, 3])
def test_the_smallest_samples_can_be_written(tmp_path: Path, schools: int) -> None:
    write(tmp_path / "s", schools=schools, pupils=40)
    assert (tmp_path / "s" / "downloads" / "2568-1-bobec.csv").exists()
