"""From an aggregate's cells to tables and findings."""

from decimal import Decimal
from pathlib import Path

import pytest

from builders import (
    ALL_PUPILS,
    AREA,
    ENROLLED,
    Office,
    Rows,
    aggregate,
    csv_bytes,
    make_office,
    place_of,
    pupils_by,
    write_csv,
)
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.identifiers import area_block_code
from helpers.systems.dmc.layouts import LAYOUTS, TOTAL

EXPECTED = {(smis, grade, sex): count for smis, school in ENROLLED.items() for (grade, sex), count in school.items()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _receive(office: Office, slug: str, rows: Rows, encoding: str = "utf-8") -> None:
    office.receive(write_csv(office.folder / f"{slug}.csv", rows, encoding))


@pytest.mark.parametrize("older", [False, True])
def test_the_enrolment_is_one_row_a_school_grade_and_sex(office: Office, older: bool) -> None:
    _receive(office, "enrolment", aggregate("enrolment", older=older))
    snapshot = office.snapshot()
    assert pupils_by(snapshot.read("enrolment"), "smis", "grade", "sex") == EXPECTED
    rooms = snapshot.read("classrooms").set_index(["smis", "grade"])["rooms"].to_dict()
    assert rooms == {(smis, grade): 1 for smis, grade, _ in EXPECTED}
    assert office.rules() == set()


def test_every_report_becomes_rows_that_lead_back_to_the_file(office: Office) -> None:
    for layout in LAYOUTS:
        _receive(office, layout.slug, aggregate(layout.slug))
    snapshot = office.snapshot()
    categories = snapshot.read("categories")
    counted = {layout.slug for layout in LAYOUTS if layout.shape != "flags"} - {"enrolment", "g_code"}
    assert set(categories["report"]) == counted
    first = categories[(categories["report"] == "religion") & (categories["smis"] == "34010002")].iloc[0]
    assert (first["category"], first["whole"], first["row"]) == ("นักเรียนทั้งหมด", True, 10)
    file = snapshot.read("deliveries").set_index("delivery").loc[first["delivery"]]
    assert (file["name"], file["report"]) == ("religion.csv", "religion")
    flags = snapshot.read("facility_flags")
    assert flags.groupby("report").size().to_dict() == {"electricity": 6, "internet": 27, "water": 48}


def test_what_the_system_misspells_is_read_and_kept_in_the_right_spelling(office: Office) -> None:
    right = aggregate("nationality")
    theirs = {"ไม่ปรากฏสัญชาติ": "ไม่ปรากฎสัญชาติ", "อื่น ๆ": "อื่นๆ"}
    _receive(office, "nationality", [[theirs.get(cell, cell) for cell in row] for row in right])
    totals = office.snapshot().read("area_totals")
    assert office.rules() == set()
    assert not set(theirs.values()) & set(totals["category"])


def test_the_areas_own_block_is_kept_apart(office: Office) -> None:
    _receive(office, "enrolment", aggregate("enrolment"))
    totals = office.snapshot().read("area_totals").set_index(["group_label", "measure"])["value"]
    assert (totals[TOTAL, "รวม"], totals["รวมประถม", "ช"], totals["ป.1", "ห้อง"]) == (ALL_PUPILS, 6, 1)
    assert area_block_code(AREA) not in set(office.snapshot().read("schools")["smis"])


@pytest.mark.parametrize(
    "cell", ["สอง", "-1", "1.5", "", "1e3", "0x1F", "1,00", "0,001", "1,0000", "+2", "9" * 30, "๑", "=1+1"]
)
def test_a_cell_that_is_no_count_is_found_and_left_out(cell: str, office: Office) -> None:
    rows = aggregate("enrolment")
    row, column = place_of("enrolment", rows, "34010001", "ป.1", "ช")
    rows[row][column] = cell
    _receive(office, "enrolment", rows)
    snapshot = office.snapshot()
    findings = snapshot.read("findings").query("rule == 'dmc.aggregate.not_a_count'")
    assert findings[["smis", "row", "column", "found"]].to_numpy().tolist() == [
        ["34010001", 1, f"คอลัมน์ {column + 1}", cell or "(ว่าง)"]
    ]
    assert snapshot.read("enrolment")["pupils"].sum() == ALL_PUPILS - 3
    assert office.rules() == {"dmc.aggregate.not_a_count", "dmc.aggregate.area_sum"}


def test_a_count_with_separators_is_the_same_count(office: Office) -> None:
    rows = aggregate("enrolment")
    row, column = place_of("enrolment", rows, "34010001", "ป.1", "ช")
    rows[row][column] = "1,003"
    _receive(office, "enrolment", rows)
    assert pupils_by(office.snapshot().read("enrolment"), "smis", "grade", "sex")["34010001", "ป.1", "ช"] == 1003
    assert "dmc.aggregate.not_a_count" not in office.rules()


def test_a_file_cut_at_the_end_of_a_block_is_found(office: Office) -> None:
    rows = [row for row in aggregate("religion") if row[1] in ("34010001", "34010002")]
    _receive(office, "enrolment", aggregate("enrolment"))
    _receive(office, "religion", rows)
    assert office.rules() == {"dmc.aggregate.area_missing", "dmc.aggregate.whole_enrolment"}
    findings = office.snapshot().read("findings").query("rule == 'dmc.aggregate.whole_enrolment'")
    assert findings["smis"].tolist() == ["34010003"]


def test_a_file_cut_inside_a_block_is_found(office: Office) -> None:
    _receive(office, "religion", aggregate("religion")[:11])
    assert office.rules() == {"dmc.aggregate.area_missing", "dmc.aggregate.category_missing"}


def test_a_file_cut_inside_its_last_number_is_found(office: Office) -> None:
    path = office.folder / "cut.csv"
    path.write_bytes(csv_bytes(aggregate("enrolment")).rstrip()[:-1])
    assert office.receive(path)[0].outcome is ReceiptOutcome.RECEIVED
    assert office.rules() == {"dmc.aggregate.not_a_count"}


def test_repeated_school_rows_are_found_and_counted_once(office: Office) -> None:
    rows = aggregate("enrolment")
    _receive(office, "enrolment", [*rows[:1], *rows])
    assert office.snapshot().read("enrolment")["pupils"].sum() == ALL_PUPILS
    assert office.rules() == {"dmc.aggregate.duplicate_school_rows"}


def test_a_school_that_is_on_the_list_and_missing_is_kept_and_found(office: Office) -> None:
    _receive(office, "enrolment", aggregate("enrolment", enrolled={"34010001": ENROLLED["34010001"]}))
    schools = office.snapshot().read("schools").set_index("smis")
    assert schools["delivered"].to_dict() == {"34010001": True, "34010002": False, "34010003": False}
    missing = office.snapshot().read("findings").query("rule == 'dmc.school.missing'")
    assert missing["smis"].tolist() == ["34010002", "34010003"]


def test_a_school_that_is_not_on_the_list_is_counted_and_found(office: Office) -> None:
    _receive(office, "enrolment", aggregate("enrolment", enrolled={**ENROLLED, "34010099": {("ป.1", "ช"): 1}}))
    schools = office.snapshot().read("schools").set_index("smis")
    assert (schools.loc["34010099", "name"], bool(schools.loc["34010099", "listed"])) == ("โรงเรียนรหัส 34010099", False)
    assert office.snapshot().read("enrolment")["pupils"].sum() == ALL_PUPILS + 1
    assert office.rules() == {"dmc.school.not_on_list"}


def test_an_inspection_table_that_comes_to_less_than_nothing_is_found(office: Office) -> None:
    rows = aggregate("inspection")
    for code in ("34010001", area_block_code(AREA)):
        for label, value in (("ออกกลางคัน", "9"), ("นักเรียนต้นปีการศึกษา", "0"), ("นักเรียนในวันสินปีการศึกษา", "0")):
            for group in ("ป.1", "รวมประถม", TOTAL):
                for measure, count in (("ช", value), ("ญ", "0"), ("รวม", value)):
                    row, column = place_of("inspection", rows, code, group, measure, label)
                    rows[row][column] = count
    _receive(office, "inspection", rows)
    findings = office.snapshot().read("findings").query("rule == 'dmc.aggregate.inspection_balance'")
    assert set(findings["allowed"]) >= {"-9"}


def test_schools_lie_where_the_school_list_says(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    _receive(office, "enrolment", aggregate("enrolment"))
    assert office.snapshot().read("positions").empty

    def located(text: str) -> str:
        head, first, *others = text.splitlines()
        lines = (f"{head},latitude,longitude", f"{first},15.2,104.847299", *(f"{line},," for line in others))
        return "\n".join([*lines, ""])

    office.edit("schools/3401.csv", located)
    rows = office.snapshot().read("positions")
    assert rows[["smis", "latitude", "longitude", "row"]].to_numpy().tolist() == [
        ["34010001", Decimal("15.200000"), Decimal("104.847299"), 2]
    ]


def test_the_district_and_size_of_a_school_come_from_the_parameters(office: Office) -> None:
    _receive(office, "enrolment", aggregate("enrolment", enrolled={**ENROLLED, "34010002": {("ป.6", "ช"): 121}}))
    schools = office.snapshot().read("schools").set_index("smis")
    assert schools["size"].to_dict() == {"34010001": "เล็ก", "34010002": "กลาง", "34010003": "เล็ก"}
    assert schools["district"].to_dict() == {
        "34010001": "เมืองตัวอย่าง",
        "34010002": "เมืองตัวอย่าง",
        "34010003": "ชายตัวอย่าง",
    }
