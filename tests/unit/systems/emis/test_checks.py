"""Which schools and rows a check of the EMIS pages names."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from builders import PROJECT_PARAMS, Office, make_office
from helpers.params.folder import Params, read_params
from helpers.params.school_list import School
from helpers.systems.emis import labels
from helpers.systems.emis.checks import check_pages
from helpers.systems.emis.reading import SchoolPage
from helpers.tables.findings import Finding
from unit.systems.emis.pages import OTHER, ROUND, SCHOOL, THIRD, Pages, clean_pages, receive_pages, staff_rows


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def named(office: Office, pages: Pages) -> list[tuple[str, str, str, int]]:
    """The last word of the rule, school, page and row."""
    receive_pages(office, pages)
    findings = office.snapshot(ROUND, "emis").read("findings")[["rule", "smis", "report", "row"]].fillna({"row": 0})
    rows = [(rule.rpartition(".")[2], *place, int(row)) for rule, *place, row in findings.itertuples(index=False)]
    return sorted(rows)


def test_a_school_without_a_teacher_is_named_at_its_first_row_of_staff(office: Office) -> None:
    pages = clean_pages()
    kept = [row for row in staff_rows() if "ครู" not in row[0]]
    kept[-1][4:] = ["2", "1", "3"]
    pages[labels.STAFF][OTHER] = kept
    first = 2 + len(pages[labels.STAFF][SCHOOL])
    assert named(office, pages) == [("no_teacher", OTHER, labels.STAFF, first)]


def test_a_school_that_is_not_on_the_list_is_named_at_its_first_row(office: Office) -> None:
    pages = clean_pages()
    first = 2 + sum(map(len, pages[labels.STUDENT].values()))
    for by_school in pages.values():
        by_school["34019999"] = by_school[OTHER]
    assert named(office, pages) == [("not_on_list", "34019999", labels.STUDENT, first)]


def test_every_school_that_lacks_a_page_is_named_with_the_first_that_it_lacks(office: Office) -> None:
    pages = clean_pages()
    for smis, report in ((SCHOOL, labels.COMPUTER), (SCHOOL, labels.INTERNET), (THIRD, labels.INTERNET)):
        del pages[report][smis]
    rows = named(office, pages)
    assert [each[:3] for each in rows] == [
        ("incomplete", SCHOOL, labels.COMPUTER),
        ("incomplete", THIRD, labels.INTERNET),
    ]


DAY = date(2025, 6, 10)
STATED = read_params(PROJECT_PARAMS)
LINE: Any = SimpleNamespace(row=7)


def _page(smis: str, report: str, *findings: Finding) -> SchoolPage:
    """A page of one line, in row 7 of a file of its own."""
    return SchoolPage(smis, report, f"{report}-id", f"{report}.csv", "", (), (LINE,), list(findings))


def _params(*schools: School) -> Params:
    return replace(STATED, schools={school.smis: school for school in schools})


def _school(smis: str, **days: date) -> School:
    return School(smis, "1034000001", "000001", "บ้านตัวอย่าง", "อนุบาล-ประถมศึกษา", "", "", **days)


def _check(pages: dict[str, dict[str, SchoolPage]], params: Params, *bands: tuple[str, str]) -> list[Finding]:
    frame = pd.DataFrame(bands or [(SCHOOL, "")], columns=["smis", "teacher_band"])
    every = {report: pages.get(report, {}) for report in labels.TITLES}
    return list(check_pages(every, frame, params, DAY))


def _every_page(*schools: str) -> dict[str, dict[str, SchoolPage]]:
    return {report: {smis: _page(smis, report) for smis in schools} for report in labels.TITLES}


def test_complete_pages_of_open_schools_show_nothing() -> None:
    assert _check(_every_page(SCHOOL, OTHER), _params(_school(SCHOOL), _school(OTHER))) == []


def test_what_reading_found_is_passed_on_from_every_page() -> None:
    seen = [Finding(f"emis.row.{number}", SCHOOL, "") for number in range(3)]
    pages = _every_page(SCHOOL)
    pages[labels.STUDENT][SCHOOL] = _page(SCHOOL, labels.STUDENT, *seen[:2])
    pages[labels.STAFF][SCHOOL] = _page(SCHOOL, labels.STAFF, seen[2])
    assert _check(pages, _params(_school(SCHOOL))) == seen


def _at(rule: str, smis: str, report: str = labels.STUDENT, **said: str) -> Finding:
    return Finding(rule, smis, report, f"{report}-id", f"{report}.csv", "", 7, **said)


def test_an_unlisted_and_a_closed_school_are_named_on_the_first_page_that_they_sent() -> None:
    pages = _every_page(SCHOOL, OTHER, THIRD)
    del pages[labels.STUDENT][THIRD]
    params = _params(_school(SCHOOL), _school(OTHER, last_day=date(2025, 6, 9)))
    assert _check(pages, params) == [
        _at("emis.school.closed", OTHER, allowed=params.schools[OTHER].days_open),
        _at("emis.school.not_on_list", THIRD, list(labels.TITLES)[1], found=THIRD),
        Finding("emis.school.incomplete", THIRD, labels.STUDENT, found=f"ขาด {labels.PAGES[labels.STUDENT]}"),
    ]


def test_without_a_school_list_that_alone_is_said_and_codes_of_two_kinds() -> None:
    where = f"params/schools/{STATED.office.area_code}.csv"
    empty = Finding("emis.school.list_empty", "", labels.STUDENT, file=where)
    assert _check(_every_page(SCHOOL), _params()) == [empty]
    assert _check(_every_page(SCHOOL, "1034000001"), _params()) == [
        empty,
        Finding("emis.school.codes_mixed", "", labels.STUDENT, found=f"{SCHOOL} กับ 1034000001"),
    ]


def test_a_page_that_nobody_sent_is_the_areas_and_no_school_is_blamed_for_it() -> None:
    pages = _every_page(SCHOOL)
    pages[labels.COMPUTER] = {}
    assert _check(pages, _params(_school(SCHOOL), _school(OTHER))) == [
        Finding("emis.page.missing", "", labels.COMPUTER, found=labels.PAGES[labels.COMPUTER]),
        Finding("emis.school.missing", OTHER, labels.STUDENT),
    ]


def test_a_closed_school_that_sent_nothing_is_not_missing() -> None:
    closed = _school(OTHER, last_day=date(2025, 6, 9))
    assert _check(_every_page(SCHOOL), _params(_school(SCHOOL), closed)) == []


def test_all_pages_that_a_school_lacks_are_told() -> None:
    pages = _every_page(SCHOOL, OTHER)
    del pages[labels.STAFF][OTHER], pages[labels.INTERNET][OTHER]
    lacks = f"ขาด {labels.PAGES[labels.STAFF]}, {labels.PAGES[labels.INTERNET]}"
    assert _check(pages, _params(_school(SCHOOL), _school(OTHER))) == [
        Finding("emis.school.incomplete", OTHER, labels.STAFF, found=lacks)
    ]


def test_no_teacher_is_told_at_the_page_of_staff() -> None:
    found = _check(
        _every_page(SCHOOL, OTHER), _params(_school(SCHOOL), _school(OTHER)), (SCHOOL, ""), (OTHER, labels.NO_TEACHER)
    )
    assert found == [_at("emis.staff.no_teacher", OTHER, labels.STAFF, found="ครู 0 คน")]
