"""Which schools and rows a check of the EMIS pages names."""

from pathlib import Path

import pytest

from builders import Office, make_office
from helpers.systems.emis import labels
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
