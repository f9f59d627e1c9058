"""One real school's pages, read where they lie: the totals that they state must come out."""

from pathlib import Path

import pytest

from builders import Office, make_office
from helpers.deliveries.receiving import ReceiptOutcome
from unit.systems.emis.pages import table

ROUND = "2565-1"


@pytest.fixture(scope="module")
def office(real_deliveries: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    new_office = make_office(tmp_path_factory.mktemp("real"))
    new_office.edit("office.yml", lambda text: text.replace('"3401"', '"2001"'))
    (new_office.folder / "params" / "schools" / "3401.csv").rename(
        new_office.folder / "params" / "schools" / "2001.csv"
    )
    pages = [
        real_deliveries / "emis-2022" / "1020080035" / f"{name}.csv"
        for name in ("student", "staff", "computer", "internet")
    ]
    received = new_office.receive(*pages, round_=ROUND)
    assert {each.outcome for each in received} == {ReceiptOutcome.RECEIVED}
    return new_office


def test_the_pages_totals_come_out(office: Office) -> None:
    assert table(office, "enrolment", ROUND)["pupils"].sum() == 677
    assert table(office, "classrooms", ROUND)["rooms"].sum() == 23
    assert table(office, "staff", ROUND)["people"].sum() == 40
    assert table(office, "staff", ROUND).query("teacher")["people"].sum() == 27
    assert table(office, "computers", ROUND)["computers"].sum() == 78
    assert table(office, "computer_conditions", ROUND).query("condition == 'ใช้งานได้'")["computers"].sum() == 45


def test_the_pages_break_no_identity(office: Office) -> None:
    of_the_page = {rule for rule in office.rules(ROUND, "emis") if not rule.startswith("emis.school.")}
    assert of_the_page == {"emis.staff.funding_not_stated"}


def test_the_school_is_kept_under_the_code_that_the_folder_has(office: Office) -> None:
    delivered = table(office, "schools", ROUND).query("delivered")
    assert delivered["smis"].tolist() == ["1020080035"]
    assert delivered["rental"].tolist() == ["ไม่มีข้อมูลการเช่าเอง"]
