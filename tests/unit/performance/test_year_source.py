"""A year of three schools: what its tables say, and what makes them anew."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from builders import ENROLLED, Office, aggregate, make_office, pupil_rows, roster, write_csv, write_xlsx
from helpers.catalogue import open_graph
from helpers.performance.dataset import NAME
from helpers.performance.schemas import CLOSED, FIRST_FILES, NEW, OF_ROUND, UNKNOWN
from helpers.periods import AcademicYear, FiscalYear, Round, parse_period
from helpers.tables.graph import Graph
from helpers.tables.snapshots import Snapshot

YEAR = AcademicYear(2568)
GONE = {smis: grades for smis, grades in ENROLLED.items() if smis != "34010003"}


def graph(office: Office) -> Graph:
    return open_graph(office.data, office.params)


def year(office: Office) -> Snapshot:
    snapshot = graph(office).snapshot(NAME, YEAR)
    assert snapshot is not None
    return snapshot


def enrolment(office: Office, round_: str, name: str = "", **counted: object) -> Path:
    path = office.folder / f"{round_}-{name}จำนวนนักเรียนแยกชั้น,เพศ.csv"
    return write_csv(path, aggregate("enrolment", round_, **counted))  # type: ignore[arg-type]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Two rounds of enrolment, the second without the third school; who confirmed the first."""
    new_office = make_office(tmp_path)
    new_office.receive(enrolment(new_office, "2568-1"))
    new_office.receive(enrolment(new_office, "2568-2", enrolled=GONE))
    rows = [["รหัสโรงเรียน", "วันเวลาที่ยืนยัน"], ["34010001", "01/06/2568"], ["34010002", "11/06/2568"]]
    new_office.receive(write_csv(new_office.folder / "2568-1-ยืนยัน.csv", rows), round_="2568-1")
    return new_office


def by(frame: pd.DataFrame, *columns: str) -> dict[object, int]:
    counts: dict[object, int] = frame.groupby(list(columns) if len(columns) > 1 else columns[0]).size().to_dict()
    return counts


def of_dmc(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["system"] == "DMC"]


def test_every_school_is_complete_or_not_in_every_round(office: Office) -> None:
    submissions = of_dmc(year(office).read("submissions"))
    assert by(submissions, "round", "submission") == {
        ("2568-1", "ครบ"): 3,
        ("2568-2", "ครบ"): 2,
        ("2568-2", "ไม่มีข้อมูล"): 1,
    }
    assert submissions["required"].all()


def test_only_a_confirmation_says_who_was_on_time(office: Office) -> None:
    assert by(of_dmc(year(office).read("confirmations")), "round", "timing") == {
        ("2568-1", "ทันเวลา"): 1,
        ("2568-1", "ล่าช้า"): 1,
        ("2568-1", "ยังไม่ยืนยัน"): 1,
        ("2568-2", UNKNOWN): 3,
    }


def test_a_system_that_is_expected_and_sent_nothing_is_neither_complete_nor_on_time(office: Office) -> None:
    def edited(text: str) -> str:
        return re.sub(r"(  mobec:).*\n(?:  - .*\n)*", r"\1 []\n", text)

    office.edit("rounds/2568-1.yml", edited)
    tables = year(office)
    submissions, timings, reports = (tables.read(name) for name in ("submissions", "confirmations", "reports"))
    silent = submissions[submissions["system"] != "DMC"]
    assert set(silent["submission"]) == {"ไม่มีข้อมูล"}
    assert by(silent[silent["round"] == "2568-1"], "system", "required") == {
        ("EMIS", True): 3,
        ("B-OBEC", True): 3,
        ("G-Code", False): 3,
    }
    # Not every school has somebody in G-Code, so its silence says nothing of any.
    assert by(timings[(timings["system"] != "DMC") & (timings["round"] == "2568-1")], "system", "timing") == {
        ("EMIS", "ยังไม่ยืนยัน"): 3,
        ("B-OBEC", "ยังไม่ยืนยัน"): 3,
    }
    assert by(reports[reports["system"] == "EMIS"], "round", "received") == {("2568-1", False): 4, ("2568-2", False): 4}
    sources = set(tables.read("deliveries")["delivery"])
    assert {*submissions["delivery"], *timings["delivery"], *reports["delivery"]} <= sources


def test_a_school_that_was_not_open_owes_nothing(office: Office) -> None:
    (path,) = (office.folder / "params" / "schools").glob("*.csv")
    header, first, *others = path.read_text(encoding="utf-8").splitlines()
    closed = [f"{header},last_day", f"{first},31 พ.ค. 2568", *(f"{line}," for line in others)]
    path.write_text("\n".join(closed) + "\n", encoding="utf-8")
    tables = year(office)
    assert "34010001" not in {*tables.read("submissions")["smis"], *tables.read("confirmations")["smis"]}


def test_reports_that_were_expected_and_did_not_come_are_named(office: Office) -> None:
    reports = year(office).read("reports")
    first = reports[reports["round"] == "2568-1"]
    assert by(first, "expected", "received")[True, True] == 1
    assert "จำนวนนักเรียนแยกตามศาสนา" in " ".join(first.loc[~first["received"], "title"])


def test_a_school_that_is_missing_is_a_new_issue(office: Office) -> None:
    issues = year(office).read("issues")
    assert issues.loc[issues["rule"] == "dmc.school.missing", ["smis", "movement"]].values.tolist() == [
        ["34010003", NEW]
    ]


def test_a_corrected_file_closes_what_the_first_one_had_wrong(office: Office) -> None:
    office.receive(enrolment(office, "2568-2", "ใหม่-"))
    issues = year(office).read("issues")
    first = issues[issues["since"] == FIRST_FILES]
    closed = first.loc[first["movement"] == CLOSED, "rule"]
    assert set(closed) == {"dmc.school.missing", "dmc.rounds.school_gone"}
    assert set(first["round"]) == {"2568-2"}
    sources = set(year(office).read("deliveries")["delivery"])
    assert set(first["delivery"]) <= sources | {""}


def test_flows_are_net_until_every_round_has_a_list(office: Office) -> None:
    office.receive(write_xlsx(office.folder / "2568-1-student.xlsx", pupil_rows(roster())))
    assert set(year(office).read("flows")["basis"]) == {"สุทธิรายโรงเรียนและชั้น"}
    office.receive(write_xlsx(office.folder / "2568-2-student.xlsx", pupil_rows(roster(GONE))))
    flows = year(office).read("flows")
    assert set(flows["basis"]) == {"รายคนตามบัญชีรายชื่อ"}
    assert by(flows, "flow") == {"ต้นช่วง": 13, "ออก": 2, "ปลายช่วง": 11}


def test_files_are_those_of_their_round(office: Office) -> None:
    files = year(office).read("files")
    assert set(files["currency"]) == {OF_ROUND}
    assert (files["thousands"] * 1000).astype(int).tolist() == files["entries"].tolist()


def test_a_year_without_enrolment_has_no_flows_and_is_told_all_the_same(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    for round_ in ("2568-1", "2568-3"):
        office.receive(write_csv(tmp_path / f"{round_}-religion.csv", aggregate("religion", round_)))
    tables = year(office)
    assert [len(tables.read(name)) for name in ("flows", "rolls", "files")] == [0, 0, 2]
    assert set(tables.read("submissions")["submission"]) == {"ไม่มีข้อมูล"}


def test_a_year_needs_two_rounds_and_indicators(office: Office) -> None:
    assert graph(office).available(NAME, YEAR)
    assert not graph(office).available(NAME, AcademicYear(2567))
    assert not graph(office).available(NAME, FiscalYear(2568))
    (office.folder / "params" / "indicators.yml").unlink()
    assert not graph(office).available(NAME, YEAR)


def test_inputs_name_the_snapshots_and_build_none(office: Office) -> None:
    inputs = graph(office).inputs(NAME, YEAR)
    asked = graph(office)
    both = ((name, Round(2568, number)) for name in ("dmc", "between") for number in (1, 2))
    rounds = {f"{round_}/{name}": asked.fingerprint(name, round_) for name, round_ in both}
    assert inputs["snapshots"] == rounds
    assert not list(office.data.store.rglob("snapshot.json"))


def test_the_year_is_made_anew_by_its_rounds_and_indicators_alone(office: Office) -> None:
    before = graph(office).fingerprint(NAME, YEAR)
    office.receive(enrolment(office, "2568-3"))
    after = graph(office).fingerprint(NAME, YEAR)
    office.edit("indicators.yml", lambda text: text + "\n")
    assert len({before, after, graph(office).fingerprint(NAME, YEAR)}) == 3


def test_an_academic_year_is_written_apart_from_a_fiscal_year() -> None:
    assert parse_period(str(YEAR)) == YEAR
    assert parse_period("2568") == FiscalYear(2568)


def test_what_changed_since_the_year_before_is_told_by_subject(office: Office) -> None:
    """Every year has two rounds; the school that is missing in this one's second round was in both of last year's."""
    for round_ in ("2567-1", "2567-2"):
        office.receive(enrolment(office, round_))
    changes = graph(office).snapshot(f"{NAME}-since-last-year", YEAR)
    assert changes is not None
    submissions = changes.read("submissions")
    complete = submissions[submissions["submission"] == "ครบ"]
    assert complete[["cause", "smis", "records"]].values.tolist() == [["เปลี่ยนสถานะ", "34010003", -1]]
    problems = changes.read("problems")
    missing = problems[problems["rule"] == "dmc.school.missing"]
    assert missing[["cause", "smis", "records"]].values.tolist() == [["เข้ามา", "34010003", 1]]
    assert set(changes.read("files")["own"]) <= {True}


def test_nothing_is_told_to_have_changed_without_the_year_before(office: Office) -> None:
    assert graph(office).snapshot(f"{NAME}-since-last-year", YEAR) is None


def test_the_day_of_a_confirmation_counts_from_the_opening_of_the_round(office: Office) -> None:
    opens = office.params.rounds[Round.parse("2568-1")].window.opens
    confirmed = of_dmc(year(office).read("confirmations")).set_index(["round", "smis"])["days"]
    assert confirmed["2568-1", "34010001"] == (date(2025, 6, 1) - opens).days + 1
    assert confirmed["2568-1", "34010002"] == confirmed["2568-1", "34010001"] + 10
    assert pd.isna(confirmed["2568-1", "34010003"])
    assert confirmed["2568-2"].isna().all()
