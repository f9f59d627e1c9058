"""The requests for data that a year's information work counts."""

from dataclasses import replace

import pytest

from builders import Office, aggregate, make_office, write_csv
from helpers.catalogue import open_graph
from helpers.performance.dataset import NAME
from helpers.performance.requests import NO_REGISTER, OTHER, REGISTER
from helpers.periods import AcademicYear
from helpers.tables.graph import Graph
from helpers.tables.requests import NAME as FILE
from helpers.tables.requests import DataRequest, enter_request
from helpers.tables.snapshots import Snapshot

YEAR = AcademicYear(2568)
REQUEST = DataRequest(
    "2025-05-16", "เทศบาล", "วิจัย", "public", "dmc", "enrolment", "2568-1", 3, "a.csv", "0" * 64, "workbook extract"
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two rounds of enrolment and no request."""
    office = make_office(tmp_path_factory.mktemp("requests"))
    for round_ in ("2568-1", "2568-2"):
        path = office.folder / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv"
        office.receive(write_csv(path, aggregate("enrolment", round_)))
    return office


@pytest.fixture
def office(shared: Office) -> Office:
    (shared.data.root / FILE).unlink(missing_ok=True)
    return shared


def graph(office: Office) -> Graph:
    return open_graph(office.data, office.params)


def year(office: Office) -> Snapshot:
    snapshot = graph(office).snapshot(NAME, YEAR)
    assert snapshot is not None
    return snapshot


def test_without_a_register_there_is_nothing_to_count_and_the_reason_is_said(office: Office) -> None:
    snapshot = year(office)
    assert snapshot.read("requests").empty
    assert REGISTER not in set(snapshot.read("deliveries")["report"])
    assert graph(office).datasets[NAME].missing_reason((REGISTER,), YEAR, office.params) == NO_REGISTER


def test_a_register_without_a_request_of_the_year_counts_none(office: Office) -> None:
    enter_request(office.data, replace(REQUEST, answered="2025-05-15"))
    snapshot = year(office)
    assert snapshot.read("requests").empty
    assert REGISTER in set(snapshot.read("deliveries")["report"])


def test_every_request_of_the_year_is_a_row_that_leads_to_its_line(office: Office) -> None:
    before, first, last, after = "2025-05-15", "2025-05-16", "2026-05-15", "2026-05-16"
    for answered, audience, dataset in (
        (before, "public", "dmc"),
        (first, "public", "dmc"),
        (last, "office", "emis"),
        (last, "office", "between"),
        (after, "public", "dmc"),
    ):
        enter_request(office.data, replace(REQUEST, answered=answered, audience=audience, dataset=dataset))
    snapshot = year(office)
    rows, files = snapshot.read("requests"), snapshot.read("deliveries")
    assert list(zip(rows["row"], rows["audience"], rows["dataset"], strict=True)) == [
        (3, "เผยแพร่ได้", "DMC"),
        (4, "ใช้ในราชการ", "EMIS"),
        (5, "ใช้ในราชการ", OTHER),
    ]
    (register,) = files[files["report"] == REGISTER].to_dict("records")
    assert set(rows["delivery"]) == {register["delivery"]} == {register["sha256"][:12]}
    assert (register["name"], register["rows"]) == (FILE, 3)


def test_requests_of_other_years_leave_the_year_as_it_is(office: Office) -> None:
    enter_request(office.data, REQUEST)
    one = graph(office).fingerprint(NAME, YEAR)
    enter_request(office.data, replace(REQUEST, answered="2026-05-16"))
    assert graph(office).fingerprint(NAME, YEAR) == one
    enter_request(office.data, replace(REQUEST, answered="2026-05-15"))
    assert graph(office).fingerprint(NAME, YEAR) != one
