"""Another office's real downloads, read where they lie: their published totals must come out."""

from pathlib import Path

import pytest

from builders import Office, make_office, write_csv
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.params.school_list import COLUMNS


@pytest.fixture(scope="module")
def office(real_deliveries: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    real_office = make_office(tmp_path_factory.mktemp("real"))
    real_office.edit("office.yml", lambda text: text.replace('"3401"', '"8601"'))
    write_csv(real_office.folder / "params" / "schools" / "8601.csv", [COLUMNS])
    received = real_office.receive(real_deliveries / "chumphon1")
    assert {each.outcome for each in received} == {ReceiptOutcome.RECEIVED}
    return real_office


@pytest.mark.parametrize(("round_", "pupils"), [("2567-3", 24_378), ("2568-2", 24_060)])
def test_the_pupils_are_those_of_the_areas_own_total(office: Office, round_: str, pupils: int) -> None:
    snapshot = office.snapshot(round_)
    totals = snapshot.read("area_totals").query(
        "report == 'enrolment' and group_label == 'รวมทั้งหมด' and measure == 'รวม'"
    )
    assert snapshot.read("enrolment")["pupils"].sum() == totals["value"].item() == pupils
    assert len(snapshot.read("schools")) == 107
    assert snapshot.read("schools")["delivered"].all()


@pytest.mark.parametrize("round_", ["2567-3", "2568-2"])
def test_real_deliveries_break_no_identity(office: Office, round_: str) -> None:
    assert office.rules(round_) == {"dmc.school.list_empty"}


def test_a_report_of_all_pupils_counts_as_many_as_the_enrolment(office: Office) -> None:
    whole = office.snapshot("2568-2").read("categories").query("whole and report == 'religion'")
    assert whole["pupils"].sum() == 24_060
