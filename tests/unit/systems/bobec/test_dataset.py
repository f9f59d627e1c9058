"""Lists of buildings: what becomes of them, and that each rule finds its own mistake and no other."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from builders import Office, make_office, write_csv
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.systems.bobec.checks import RULES
from helpers.systems.bobec.schemas import BUILDINGS, LABELS, LISTING
from helpers.tables.changes.movements import DiffTable

FIRST = "34010001"
CLEAN = {"kind": "อาคารเรียน", "number": "1", "plan": "017", "rooms": "8 ห้อง", "year": "พ.ศ. 2506", "condition": "ดี"}
HALL = {"kind": "อาคารอเนกประสงค์/โรงอาหาร/โรงฝึกงาน/หอประชุม", "rooms": ""}
ASSET = {
    "special_rooms": "2",
    "added_rooms": "-",
    "service_life": "25 ปี",
    "budget": "1,250,000.50",
    "budget_source": "งบ สพฐ.",
    "use": "ใช้งาน",
    "photographs": "รูป/หน้า.jpg; หลัง.jpg",
}
FOUND = "bobec.building."


def whole(smis: str) -> list[dict[str, str]]:
    """A school with everything that a school should have, and nothing wrong."""
    others = [CLEAN | HALL, CLEAN | {"kind": "ส้วม", "rooms": ""}]
    return [{"smis": smis, **row} for row in (CLEAN, *others)]


def delivered(office: Office, rows: list[dict[str, str]], columns: tuple[str, ...] = tuple(CLEAN)) -> None:
    header = ["รหัสโรงเรียน", *(LABELS[column] for column in columns)]
    cells = [[row["smis"], *(row.get(column, "") for column in columns)] for row in rows]
    (received,) = office.receive(write_csv(office.folder / "2568-1-bobec.csv", [header, *cells]))
    assert received.outcome is ReceiptOutcome.RECEIVED, received.error


def tables(office: Office, *names: str) -> list[pd.DataFrame]:
    snapshot = office.snapshot("2568-1", "bobec")
    return [snapshot.read(name) for name in names]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.fixture
def schools() -> list[dict[str, str]]:
    return [row for smis in (FIRST, "34010002", "34010003") for row in whole(smis)]


def test_a_clean_list_is_laid_out_and_breaks_no_rule(office: Office, schools: list[dict[str, str]]) -> None:
    delivered(office, schools)
    buildings, gaps, findings = tables(office, "buildings", "gaps", "findings")
    assert (len(buildings), len(gaps), len(findings)) == (9, 0, 0)
    first: Any = buildings.iloc[0]
    assert (first.smis, first.kind, first.number, first.plan, first.rooms) == (FIRST, "อาคารเรียน", 1, "017", 8)
    assert (first.year_built, first.age, first.age_band, first.condition) == (2506, 62, "51 ปีขึ้นไป", "ดี")
    assert first.building == "34010001 | บ้านตัวอย่างหนึ่ง | อาคารเรียน 1 | 017 · พ.ศ. 2506"
    assert first.row == 2
    assert buildings["classrooms"].tolist() == [True, False, False] * 3
    assert buildings["rooms"].sum() == 24


@pytest.mark.parametrize(
    ("change", "rule", "gap"),
    [
        ({"kind": "อาคารลึกลับ", "rooms": ""}, "kind_unknown", ""),
        ({"kind": ""}, "kind_unknown", ""),
        ({"number": ""}, "number_missing", "ลำดับที่"),
        ({"number": "หนึ่ง"}, "number_missing", "ลำดับที่"),
        ({"number": "1"}, "number_repeated", ""),
        ({"plan": "-"}, "plan_missing", "แบบ"),
        ({"rooms": ""}, "rooms_missing", "จำนวนห้อง"),
        ({"rooms": "แปดห้อง"}, "rooms_malformed", "จำนวนห้อง"),
        ({"year": ""}, "year_missing", "ปีที่สร้าง"),
        ({"year": "พ.ศ. 25xx"}, "year_malformed", "ปีที่สร้าง"),
        ({"year": "1985"}, "year_impossible", "ปีที่สร้าง"),
        ({"year": "พ.ศ. 2569"}, "year_impossible", "ปีที่สร้าง"),
        ({"condition": ""}, "condition_missing", "สภาพ"),
        ({"condition": "ชำรุด"}, "condition_unknown", "สภาพ"),
    ],
)
def test_each_mistake_is_found_by_its_rule_alone_and_the_building_is_still_counted(
    office: Office, schools: list[dict[str, str]], change: dict[str, str], rule: str, gap: str
) -> None:
    delivered(office, [*schools, {"smis": FIRST, **CLEAN, "number": "2", **change}])
    buildings, gaps, findings = tables(office, "buildings", "gaps", "findings")
    (finding,) = findings.itertuples()
    assert (finding.rule, finding.smis, finding.row, finding.file) == (FOUND + rule, FIRST, 11, "2568-1-bobec.csv")
    assert len(buildings) == 10
    assert gaps["gap"].tolist() == [gap] * bool(gap)


def test_two_buildings_of_one_number_stay_two_rows_of_a_report(office: Office, schools: list[dict[str, str]]) -> None:
    delivered(office, [*schools, {"smis": FIRST, **CLEAN}])
    (buildings,) = tables(office, "buildings")
    names = [name for name in buildings["building"] if name.startswith(f"{FIRST} ") and "อาคารเรียน" in name]
    assert [name.rpartition(" (")[2] for name in names] == ["แถว 2)", "แถว 11)"]


def test_a_building_that_was_corrected_is_the_same_building(office: Office, schools: list[dict[str, str]]) -> None:
    delivered(office, schools)
    (before,) = tables(office, "buildings")
    worse = CLEAN | {"year": "พ.ศ. 2516", "condition": "ทรุดโทรม", "plan": "105"}
    unnumbered = [{"smis": FIRST, **CLEAN, "kind": "ส้วม", "number": "", "rooms": ""}]
    delivered(office, [{"smis": FIRST, **worse}, *schools[1:], *unnumbered])
    (after,) = tables(office, "buildings")
    followed = DiffTable(BUILDINGS)
    moved = followed.frame(before, after)
    followed.schema.table(moved)
    assert moved.loc[moved["records"] != 0, ["cause", "kind", "condition", "records"]].values.tolist() == [
        ["เข้ามา", "ส้วม", "ดี", 1],
        ["เปลี่ยนสถานะ", "อาคารเรียน", "ดี", -1],
        ["เปลี่ยนสถานะ", "อาคารเรียน", "ทรุดโทรม", 1],
    ]
    assert moved["age"].sum() == after["age"].sum() - before["age"].sum()


@pytest.mark.parametrize(
    ("year", "age", "band"),
    [(2568, 0, "0–10 ปี"), (2558, 10, "0–10 ปี"), (2557, 11, "11–20 ปี"), (2518, 50, "41–50 ปี"), (2517, 51, "51 ปีขึ้นไป")],
)
def test_ages_stand_in_bands_of_ten_years(
    office: Office, schools: list[dict[str, str]], year: int, age: int, band: str
) -> None:
    delivered(office, [row | {"year": str(year)} for row in schools])
    (buildings,) = tables(office, "buildings")
    assert set(zip(buildings["age"], buildings["age_band"], strict=True)) == {(age, band)}


def test_a_school_without_a_kind_that_it_should_have_is_found(office: Office, schools: list[dict[str, str]]) -> None:
    delivered(office, [row for row in schools if (row["smis"], row["kind"]) != (FIRST, "ส้วม")])
    expected, findings = tables(office, "expected_kinds", "findings")
    assert len(expected) == 9
    assert expected[~expected["present"]]["lack"].tolist() == ["34010001 | บ้านตัวอย่างหนึ่ง | ส้วม"]
    assert findings[["rule", "smis", "column"]].to_numpy().tolist() == [["bobec.school.kind_missing", FIRST, "ส้วม"]]


def test_what_a_school_should_have_is_a_parameter(office: Office, schools: list[dict[str, str]]) -> None:
    office.edit("checks.yml", lambda text: text.replace("หอประชุม, ส้วม]", "หอประชุม, เรือนเพาะชำ]"))
    delivered(office, schools)
    (expected,) = tables(office, "expected_kinds")
    assert set(expected[~expected["present"]]["kind"]) == {"เรือนเพาะชำ"}


def test_the_newer_register_and_photographs_are_tables_of_their_own(
    office: Office, schools: list[dict[str, str]]
) -> None:
    rows = [schools[0] | ASSET, *schools[1:]]
    delivered(office, rows, tuple(column.name for column in LISTING.columns))
    assets, photographs, findings = tables(office, "assets", "photographs", "findings")
    assert (len(assets), len(findings)) == (9, 0)
    first: Any = assets.iloc[0]
    assert (first.special_rooms, first.service_life, first.budget) == (2, 25, Decimal("1250000.50"))
    assert pd.isna(first.added_rooms)
    assert (first.life, first.budget_source, first.use) == ("เกินอายุการใช้งาน", "งบ สพฐ.", "ใช้งาน")
    assert set(assets["use"].iloc[1:]) == {"ไม่ระบุ"}
    assert photographs["photograph"].tolist() == ["หน้า.jpg", "หลัง.jpg"]


def test_a_list_without_the_newer_columns_states_nothing_of_them(office: Office, schools: list[dict[str, str]]) -> None:
    delivered(office, schools)
    assert [len(table) for table in tables(office, "assets", "photographs")] == [0, 0]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("special_rooms", "สอง"),
        *(("service_life", life) for life in ("25 ห้อง", "2525", "0", "101 ปี")),
        ("budget", "1.234"),
        ("added_rooms", "-1"),
    ],
)
def test_a_number_of_the_register_that_cannot_be_read_is_found(
    office: Office, schools: list[dict[str, str]], column: str, text: str
) -> None:
    rows = [schools[0] | ASSET | {column: text}, *schools[1:]]
    delivered(office, rows, tuple(each.name for each in LISTING.columns))
    (findings,) = tables(office, "findings")
    assert findings[["rule", "column", "row"]].to_numpy().tolist() == [["bobec.asset.malformed", LABELS[column], 2]]


def test_what_a_cell_holds_is_cut_before_it_stands_in_a_finding(office: Office, schools: list[dict[str, str]]) -> None:
    delivered(office, [schools[0] | {"condition": "ก" * 500}, *schools[1:]])
    (findings,) = tables(office, "findings")
    assert findings["found"].tolist() == ["ก" * 60]


ERROR_RULES = {"rooms": "rooms_malformed", "year": "year_malformed", "number": "number_missing"} | {
    "kind": "kind_unknown",
    "plan": "plan_missing",
    "condition": "condition_unknown",
}


@pytest.mark.parametrize("error", ["#N/A", "#REF!"])
@pytest.mark.parametrize("column", ERROR_RULES)
def test_an_error_of_excel_is_found_and_is_no_value(
    column: str, error: str, office: Office, schools: list[dict[str, str]]
) -> None:
    schools[0] |= {column: error}
    delivered(office, schools)
    buildings, gaps, findings = tables(office, "buildings", "gaps", "findings")
    assert FOUND + ERROR_RULES[column] in set(findings["rule"])
    assert len(buildings) == len(schools)
    assert not buildings.isin([error]).any(axis=None)
    assert not gaps.isin([error]).any(axis=None)


def test_rooms_that_no_building_has_are_not_counted(office: Office, schools: list[dict[str, str]]) -> None:
    schools[0] |= {"rooms": "999999999"}
    delivered(office, schools)
    buildings, findings = tables(office, "buildings", "findings")
    assert findings["rule"].tolist() == ["bobec.building.rooms_malformed"]
    assert buildings["rooms"].sum() == 16


def test_every_rule_about_buildings_was_tried() -> None:
    tried = {"kind_unknown", "number_missing", "number_repeated", "plan_missing", "rooms_missing", "rooms_malformed"}
    tried |= {"year_missing", "year_malformed", "year_impossible", "condition_missing", "condition_unknown"}
    assert {rule.id for rule in RULES if rule.id.startswith(FOUND)} == {FOUND + name for name in tried}
