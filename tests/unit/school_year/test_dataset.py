"""An academic year by school holds what other data sets have counted, and says nothing of what was not sent."""

import shutil
from pathlib import Path

import pytest

from builders import ENROLLED, PROJECT_PARAMS, Office, aggregate, make_office, pupil_rows, roster, write_csv
from helpers.catalogue import open_graph
from helpers.periods import AcademicYear
from helpers.reports.catalogue import existing_reports
from helpers.reports.school_kind import SchoolKind, linked_pages, newest_year
from helpers.school_year.dataset import NAME, fiscal_year_of
from helpers.tables.snapshots import Snapshot

YEAR = AcademicYear(2568)


def receive(office: Office, round_: str, enrolled: object = ENROLLED) -> None:
    rows = aggregate("enrolment", round_, enrolled)  # type: ignore[arg-type]
    office.receive(write_csv(office.folder / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv", rows))


def tables(office: Office, year: AcademicYear = YEAR) -> Snapshot:
    snapshot = open_graph(office.data, office.params).snapshot(NAME, year)
    assert snapshot is not None
    return snapshot


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two rounds of DMC and nothing else."""
    made = make_office(tmp_path_factory.mktemp("schools"))
    shutil.copy(PROJECT_PARAMS / "similar_schools.yml", made.folder / "params")
    receive(made, "2568-1", {**ENROLLED, "34010001": {("ป.1", "ช"): 9}})
    receive(made, "2568-2")
    return made


def test_the_pupils_of_the_schools_are_those_of_the_latest_round(office: Office) -> None:
    counts = tables(office).read("counts")
    pupils = counts[counts["measure"] == "pupils"]
    assert set(pupils["round"]) == {"2568-2"}
    assert pupils["amount"].sum() == office.snapshot("2568-2").read("enrolment")["pupils"].sum()
    assert set(pupils["row_key"]) <= set(office.snapshot("2568-2").read("enrolment")["row_key"])


def test_all_rounds_of_the_store_show_the_course(office: Office) -> None:
    course = tables(office).read("headcounts")
    mine = course[course["smis"] == "34010001"].groupby("round")["pupils"].sum()
    assert mine.to_dict() == {"2568-1": 9, "2568-2": 7}


def test_what_no_system_sent_has_no_row(office: Office) -> None:
    made = tables(office)
    assert set(made.read("counts")["measure"]) == {"pupils", "rooms"}
    assert made.read("money").empty
    assert set(made.read("similar").groupby("smis")["peer"].unique().explode()) == {"34010001", "34010003"}, (
        "the two with the same levels"
    )


def test_what_is_about_persons_is_marked(tmp_path: Path) -> None:
    made = make_office(tmp_path)
    receive(made, "2568-1")
    pupils = roster()
    pupils[0]["sex"] = "?"
    rows = pupil_rows(pupils)
    made.receive(write_csv(made.folder / "2568-1-student-1.csv", rows), round_="2568-1")
    to_mend = tables(made).read("to_mend")
    assert set(to_mend["rule"].str.startswith("dmc.pupil.") == to_mend["personal"]) == {True}
    assert to_mend["personal"].any()


def test_pages_of_pupils_alone_are_made_only_when_asked_for(office: Office) -> None:
    graph = open_graph(office.data, office.params)
    pages = {f"school/2568/{smis}" for smis in office.params.schools}
    assert newest_year(graph) is None
    assert linked_pages(YEAR.rounds[0], graph) == {}
    assert not pages & {spec.id for spec in existing_reports(graph)}
    assert pages <= {spec.id for spec in existing_reports(graph, ["school/2568/"])}
    assert {spec.id for spec in SchoolKind().older(graph)} == pages
    one = min(pages)
    assert {spec.id for spec in existing_reports(graph, [one])} & pages == {one}


def test_the_money_is_that_of_the_fiscal_year_that_begins_in_the_year() -> None:
    first, last = YEAR.rounds[0], fiscal_year_of(YEAR)
    assert (first.year, last.year, last.opens.year) == (2568, 2569, 2568 - 543)


def test_without_pupils_there_is_nothing(tmp_path: Path) -> None:
    made = make_office(tmp_path)
    assert open_graph(made.data, made.params).snapshot(NAME, YEAR) is None
