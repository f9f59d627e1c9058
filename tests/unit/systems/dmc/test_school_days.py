"""The list of today does not make the rounds of the past wrong, nor those the list."""

from pathlib import Path

import pytest

from builders import AREA, ENROLLED, SCHOOL_ROWS, Office, aggregate, make_office, write_csv
from helpers.params.school_list import COLUMNS

ALL = set(ENROLLED)
LAST = "34010003"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _last_school(office: Office, **cells: str) -> None:
    """Give the last school of the list these days."""
    rows = [[*row, *("" for _ in cells)] for row in SCHOOL_ROWS[:-1]]
    path = office.folder / "params" / "schools" / f"{AREA}.csv"
    write_csv(path, [[*COLUMNS, *cells], *rows, [*SCHOOL_ROWS[-1], *cells.values()]])


def _rows(*schools: str) -> list[list[str]]:
    return aggregate("enrolment", "2568-1", {smis: ENROLLED[smis] for smis in schools})


@pytest.mark.parametrize(
    ("days", "delivered", "rules", "schools"),
    [
        ({"last_day": "31 มี.ค. 2568"}, ALL - {LAST}, set(), ALL - {LAST}),
        ({"last_day": "31 มี.ค. 2568"}, ALL, {"dmc.school.closed"}, ALL),
        ({"last_day": "31 มี.ค. 2569"}, ALL, set(), ALL),
        ({"last_day": "31 มี.ค. 2569"}, ALL - {LAST}, {"dmc.school.missing"}, ALL),
        ({"first_day": "16 พ.ค. 2570"}, ALL - {LAST}, set(), ALL - {LAST}),
        ({"first_day": "16 พ.ค. 2570"}, ALL, {"dmc.school.closed"}, ALL),
        ({"last_day": "10 มิ.ย. 2568"}, ALL, set(), ALL),
        ({"last_day": "9 มิ.ย. 2568"}, ALL, {"dmc.school.closed"}, ALL),
        ({"first_day": "10 มิ.ย. 2568"}, ALL, set(), ALL),
        ({"first_day": "11 มิ.ย. 2568"}, ALL, {"dmc.school.closed"}, ALL),
    ],
)
def test_a_school_must_deliver_on_the_days_on_which_it_is_open(
    days: dict[str, str], delivered: set[str], rules: set[str], schools: set[str], office: Office
) -> None:
    _last_school(office, **days)
    office.receive(write_csv(office.folder / "a.csv", _rows(*sorted(delivered))))
    assert office.rules("2568-1") == rules
    assert set(office.snapshot("2568-1").read("schools")["smis"]) == schools


def test_a_closed_school_has_not_gone_without_a_word(office: Office) -> None:
    office.receive(write_csv(office.folder / "a.csv", _rows(*ENROLLED)))
    later = aggregate("enrolment", "2568-3", {smis: ENROLLED[smis] for smis in ENROLLED if smis != LAST})
    office.receive(write_csv(office.folder / "b.csv", later))
    assert office.rules("2568-3") == {"dmc.school.missing", "dmc.rounds.school_gone"}
    _last_school(office, last_day="1 ม.ค. 2569", successor="34010002")
    assert office.rules("2568-3") == set()


def test_a_school_without_pupils_has_not_gone(office: Office) -> None:
    office.receive(write_csv(office.folder / "a.csv", _rows(*ENROLLED)))
    office.receive(write_csv(office.folder / "b.csv", aggregate("enrolment", "2568-3", {**ENROLLED, LAST: {}})))
    assert office.rules("2568-3") == {"dmc.school.no_pupils"}


def test_a_round_prints_the_name_of_its_day(office: Office) -> None:
    office.receive(write_csv(office.folder / "a.csv", _rows(*ENROLLED)))
    before = office.snapshot("2568-1")
    _last_school(office, former_name="บ้านชื่อเดิม", renamed="1 ม.ค. 2570")
    after = office.snapshot("2568-1")
    assert after.fingerprint != before.fingerprint
    assert after.read("schools").set_index("smis")["name"][LAST] == "บ้านชื่อเดิม"
