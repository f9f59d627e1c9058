from datetime import datetime
from pathlib import Path

import pytest

from builders import Office, aggregate, make_office, write_csv, write_xlsx
from helpers.deliveries.receiving import ReceiptOutcome

HEADER = ["รหัสโรงเรียน", "วันเวลาที่ยืนยัน"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    new_office = make_office(tmp_path)
    new_office.receive(write_csv(new_office.folder / "a.csv", aggregate("enrolment", "2568-1")))
    return new_office


def _confirmed(office: Office, *rows: list[str]) -> dict[str, str]:
    received = office.receive(write_csv(office.folder / "2568-1-confirmations.csv", [HEADER, *rows]))
    assert received[0].outcome is ReceiptOutcome.RECEIVED, received[0].error
    states: dict[str, str] = office.snapshot("2568-1").read("confirmations").set_index("smis")["confirmation"].to_dict()
    return states


def test_without_the_file_nothing_is_said(office: Office) -> None:
    assert office.snapshot("2568-1").read("confirmations").empty


def test_the_last_day_counts_to_its_end(office: Office) -> None:
    states = _confirmed(office, ["34010001", "10/06/2568"], ["34010002", "11/06/2568 00:00"], ["34010003", ""])
    assert states == {"34010001": "ทันเวลา", "34010002": "ล่าช้า", "34010003": "ยังไม่ยืนยัน"}


def test_the_last_confirmation_of_a_school_counts(office: Office) -> None:
    states = _confirmed(office, ["34010001", "12/06/2568 08:00"], ["34010001", "01/06/2568 08:00"])
    assert states["34010001"] == "ล่าช้า"


def test_a_day_that_cannot_be_confirms_nothing_and_is_found(office: Office) -> None:
    late, early, first, last = "01/06/2658", "22/05/2567", "16/05/2568", "07/12/2568"
    rows = [
        ["34010001", late],
        ["34010001", first],
        ["34010002", early],
        ["34010003", last],
        ["34010003", "08/12/2568"],
    ]
    assert _confirmed(office, *rows) == {"34010001": "ทันเวลา", "34010002": "ยังไม่ยืนยัน", "34010003": "ล่าช้า"}
    findings = office.snapshot("2568-1").read("findings")[["rule", "smis", "row", "found", "allowed"]]
    rule, allowed = "dmc.confirmation.date_impossible", "16 พ.ค. 2568 ถึง 7 ธ.ค. 2568"
    assert findings.to_numpy().tolist() == [
        [rule, "34010001", 2, "1 มิ.ย. 2658", allowed],
        [rule, "34010002", 4, "22 พ.ค. 2567", allowed],
        [rule, "34010003", 6, "8 ธ.ค. 2568", allowed],
    ]


def test_a_confirmation_leads_to_its_row_and_a_silent_school_to_its_own(office: Office) -> None:
    _confirmed(office, ["34010001", "12/06/2568 08:00"], ["34010001", "01/06/2568 08:00"])
    snapshot = office.snapshot("2568-1")
    files = snapshot.read("deliveries").set_index("delivery")["report"]
    table = snapshot.read("confirmations").set_index("smis")
    assert (files[table["delivery"]["34010001"]], table["row"]["34010001"]) == ("confirmations", 2)
    assert set(files[table["delivery"].drop("34010001")]) <= {"enrolment", "school_list"}


@pytest.mark.parametrize(
    "cell",
    [
        *("10/06/2568 15:30", "10/06/2568 15:30:00", "2025-06-10 15:30", "2568-06-10 15:30", "๑๐/๐๖/๒๕๖๘ ๑๕:๓๐"),
        *("10 มิ.ย. 2568 เวลา 15.30 น.", datetime(2025, 6, 10, 15, 30), datetime(2568, 6, 10, 15, 30)),
    ],
)
def test_a_moment_is_read_however_it_stands_in_the_file(cell: object, office: Office) -> None:
    office.receive(write_xlsx(office.folder / "2568-1-confirmations.xlsx", [HEADER, ["34010001", cell]]))
    table = office.snapshot("2568-1").read("confirmations").set_index("smis")
    assert str(table["confirmed_at"]["34010001"]).startswith("2025-06-10 15:30")


@pytest.mark.parametrize(
    "row",
    [
        *(["34010001", moment] for moment in ("10/06/2025", "31/06/2568", "10/06/2568 25:00", "#N/A", "TRUE")),
        *([code, "10/06/2568"] for code in ("บ้านก", "", "#N/A", "34010000")),
        ["ลงชื่อ ผู้รายงาน", ""],
        ["", "34010001", "10/06/2568"],
        ["34010001", "", "10/06/2568"],
    ],
)
def test_a_cell_that_cannot_be_read_is_named(row: list[str], office: Office) -> None:
    path = write_csv(office.folder / "2568-1-confirmations.csv", [HEADER, ["34010002", "10/06/2568"], row])
    (received,) = office.receive(path)
    assert "confirmations.csv แถว 3" in str(received.error)


def test_the_confirmations_of_another_area_are_refused(office: Office) -> None:
    path = write_csv(office.folder / "2568-1-confirmations.csv", [HEADER, ["86010001", "10/06/2568"]])
    (received,) = office.receive(path)
    assert "ไม่มีโรงเรียนของเขต 3401" in str(received.error)


def test_a_school_that_nobody_knows_is_found_in_its_row(office: Office) -> None:
    states = _confirmed(office, ["34010001", "10/06/2568"], ["34010020", "10/06/2568"])
    assert "34010020" not in states
    findings = office.snapshot("2568-1").read("findings")
    assert findings[["rule", "smis", "file", "row", "found"]].to_numpy().tolist() == [
        ["dmc.confirmation.school_unknown", "", "2568-1-confirmations.csv", 3, "34010020"]
    ]
