"""The tables of a round: totals by hand, subtotals apart, whose page counts, ratios against the thresholds."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from builders import Office, make_office, write_csv
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.systems.emis import labels
from unit.systems.emis.pages import (
    HEADERS,
    MINISTRY,
    OTHER,
    ROUND,
    SCHOOL,
    THIRD,
    clean_pages,
    internet_rows,
    receive_pages,
    student_rows,
    table,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.fixture
def clean(office: Office) -> Office:
    receive_pages(office, clean_pages())
    return office


def test_clean_pages_give_no_finding(clean: Office) -> None:
    assert table(clean, "findings").empty


def test_pupils_and_rooms_are_counted_once_and_subtotals_stand_apart(clean: Office) -> None:
    assert table(clean, "enrolment")["pupils"].sum() == 3 * 6
    assert table(clean, "classrooms")["rooms"].sum() == 3 * 2
    stated = table(clean, "stated_totals").query(
        "report == 'student_list' and label == 'รวมทั้งหมด' and measure == 'รวม'"
    )
    assert stated["value"].tolist() == [6, 6, 6]


def test_staff_are_told_by_position_rank_sex_and_money(clean: Office) -> None:
    staff = table(clean, "staff").query(f"smis == '{SCHOOL}'")
    assert staff["people"].sum() == 6
    assert staff[staff["teacher"]]["people"].sum() == 3
    hired = staff[staff["hired"]].set_index("funding")["people"].to_dict()
    assert hired == {"ในงบประมาณ": 1, "นอกงบประมาณ": 1}
    assert set(staff[~staff["hired"]]["funding"]) == {"ในงบประมาณ"}
    assert set(staff["rank"]) == {"ชำนาญการพิเศษ", "ชำนาญการ", "ไม่มีวิทยฐานะ"}


def test_computers_are_told_by_source_and_by_condition(clean: Office) -> None:
    computers, conditions = table(clean, "computers"), table(clean, "computer_conditions")
    assert computers["computers"].sum() == conditions["computers"].sum() == 3 * 7
    assert conditions.query("condition == 'ใช้งานได้'")["computers"].sum() == 3 * 5


def test_a_connection_has_its_speed_and_exact_cost(clean: Office) -> None:
    connections = table(clean, "connections")
    assert set(connections["mbps"]) == {100}
    assert connections["monthly_cost"].sum() == Decimal("1797.00")
    states = table(clean, "networks").groupby("network")["state"].unique()
    assert {name: list(connections) for name, connections in states.items()} == {"LAN": ["มี"], "Wireless LAN": ["ไม่มี"]}


@pytest.mark.parametrize(("written", "mbps"), [("1 Gbps", 1000), ("300", 300), ("50/20Mbps", 50), ("1,000 Mbps", 1000)])
def test_speeds_are_read_however_they_are_written(written: str, mbps: int, office: Office) -> None:
    pages = clean_pages()
    pages[labels.INTERNET][SCHOOL][2][2] = written
    receive_pages(office, pages)
    assert table(office, "connections").set_index("smis")["mbps"][SCHOOL] == mbps


def test_a_school_that_says_nothing_of_a_connection_rents_none(office: Office) -> None:
    pages = clean_pages()
    for row in pages[labels.INTERNET][SCHOOL][:5]:
        row[2] = "-"
    receive_pages(office, pages)
    schools = table(office, "schools").set_index("smis")["rental"]
    assert schools[SCHOOL] == labels.NOT_RENTED
    assert schools[OTHER] == labels.RENTED
    assert table(office, "findings").empty


@pytest.mark.parametrize(
    ("pupils", "teacher", "computer"),
    [(14, labels.BELOW, labels.ENOUGH), (15, labels.WITHIN, labels.ENOUGH), (75, labels.WITHIN, labels.ENOUGH),
     (76, labels.ABOVE, labels.ENOUGH), (80, labels.ABOVE, labels.ENOUGH), (81, labels.ABOVE, labels.TOO_FEW),
     (0, labels.NO_PUPILS, labels.NO_PUPILS)],
)  # fmt: skip
def test_bands_hold_at_their_ends(pupils: int, teacher: str, computer: str, office: Office) -> None:
    """Three teachers at 5 to 25 pupils each; four working computers for teaching at 20 pupils each."""
    pages = clean_pages()
    count = str(pupils)
    pages[labels.STUDENT][SCHOOL] = [["ป.1", count, "0", count, "1"], ["รวมทั้งหมด", count, "0", count, "1"]]
    receive_pages(office, pages)
    school = table(office, "schools").set_index("smis").loc[SCHOOL]
    assert (school["teacher_band"], school["computer_band"]) == (teacher, computer)


def test_a_page_that_is_not_there_leaves_the_ratio_open(office: Office) -> None:
    pages = clean_pages()
    del pages[labels.STAFF][SCHOOL]
    receive_pages(office, pages)
    school = table(office, "schools").set_index("smis").loc[SCHOOL]
    assert school["teacher_band"] == labels.INCOMPLETE
    assert school["delivered"]
    assert not school["complete"]
    sent = table(office, "coverage").query(f"smis == '{SCHOOL}'").set_index("page")["submission"]
    lacking = set(table(office, "coverage").query(f"smis == '{SCHOOL}'")["lacking"])
    assert [each.rpartition(" | ")[2] for each in lacking] == ["บุคลากร"], "the page is named, not counted"
    assert sent.to_dict() == {"นักเรียน": "ส่งแล้ว", "บุคลากร": "ยังไม่ส่ง", "คอมพิวเตอร์": "ส่งแล้ว", "อินเทอร์เน็ต": "ส่งแล้ว"}


def test_the_last_received_page_of_a_school_counts_and_leaves_the_others_alone(clean: Office) -> None:
    rows = [HEADERS[labels.STUDENT], *student_rows()]
    rows[5][1], rows[5][3] = "10", "12"
    (one,) = clean.receive(write_csv(clean.folder / "in" / MINISTRY / "student.csv", rows), round_=ROUND)
    assert one.outcome is ReceiptOutcome.RECEIVED
    pupils = table(clean, "enrolment").groupby("smis")["pupils"].sum()
    assert pupils.to_dict() == {SCHOOL: 13, OTHER: 6, THIRD: 6}


def test_a_school_that_the_list_does_not_have_is_kept_under_its_ministry_code(office: Office) -> None:
    path = write_csv(office.folder / "in" / "1034999999" / "student.csv", [HEADERS[labels.STUDENT], *student_rows()])
    office.receive(path, round_=ROUND)
    school = table(office, "schools").set_index("smis").loc["1034999999"]
    assert school["name"] == "โรงเรียนรหัส 1034999999"
    assert school["pupils"] == 6
    assert "emis.school.not_on_list" in office.rules(ROUND, "emis")


def test_the_same_page_of_two_schools_is_two_files_with_rows_of_their_own(office: Office) -> None:
    rows = [HEADERS[labels.INTERNET], *internet_rows()]
    first = write_csv(office.folder / "in" / SCHOOL / "internet.csv", rows)
    (office.folder / "in" / OTHER).mkdir()
    second = Path(shutil.copy(first, office.folder / "in" / OTHER / "internet.csv"))
    received = office.receive(first, second, first, round_=ROUND)
    assert [each.outcome for each in received] == [
        ReceiptOutcome.RECEIVED,
        ReceiptOutcome.RECEIVED,
        ReceiptOutcome.ALREADY,
    ]
    assert not any(each.replaces for each in received)
    connections = table(office, "connections")
    assert set(connections["smis"]) == {SCHOOL, OTHER}
    assert connections["row_key"].nunique() == 2
    names = table(office, "deliveries").query("report == 'internet_list'")
    assert set(names["name"]) == {f"{SCHOOL}-internet.csv", f"{OTHER}-internet.csv"}


def test_an_unchanged_page_is_received_again_for_the_next_round(office: Office) -> None:
    path = write_csv(office.folder / "in" / SCHOOL / "internet.csv", [HEADERS[labels.INTERNET], *internet_rows()])
    first, second = (office.receive(path, round_=round_)[0] for round_ in ("2568-1", "2568-2"))
    assert first.outcome is second.outcome is ReceiptOutcome.RECEIVED
    assert [each.period for each in office.data.register()] == ["2568-1", "2568-2"]


def test_thresholds_are_a_table_that_leads_to_their_file(clean: Office) -> None:
    thresholds = table(clean, "thresholds").set_index("name")
    assert thresholds["threshold"].to_dict() == {"teacher_least": 5, "teacher_most": 25, "computer_most": 20}
    files = table(clean, "deliveries").set_index("delivery")["name"]
    assert {files[each] for each in thresholds["delivery"]} == {"checks.yml"}
