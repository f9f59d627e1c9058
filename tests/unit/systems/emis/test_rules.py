"""Every rule finds its smallest example, and no other rule does."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from builders import Office, make_office, write_csv, write_xlsx
from helpers.systems.emis import labels
from helpers.systems.emis.checks import RULES
from helpers.systems.emis.schemas import SCHEMAS
from unit.systems.emis.pages import (
    HEADERS,
    OTHER,
    ROUND,
    SCHOOL,
    Pages,
    clean_pages,
    many,
    receive_pages,
    staff_rows,
    student_rows,
)

Change = Callable[[Pages], None]


def _cell(report: str, row: int, column: int, text: str) -> Change:
    def change(pages: Pages) -> None:
        pages[report][SCHOOL][row][column] = text

    return change


def _cells(*changes: Change) -> Change:
    def change(pages: Pages) -> None:
        for apply_change in changes:
            apply_change(pages)

    return change


def _repeat(pages: Pages) -> None:
    pages[labels.STUDENT][SCHOOL].insert(5, list(pages[labels.STUDENT][SCHOOL][4]))


def _lose(report: str, *names: str) -> Change:
    """Without the rows that have one of the names among their first two cells."""

    def change(pages: Pages) -> None:
        pages[report][SCHOOL] = [row for row in pages[report][SCHOOL] if not {*names} & {*row[:2]}]

    return change


def _add_unknown(pages: Pages) -> None:
    pages[labels.COMPUTER][SCHOOL].append(["จำนวนคอมพิวเตอร์เพื่อการเรียนการสอน", "ให้ยืม:", "1 เครื่อง"])


def _no_teacher(pages: Pages) -> None:
    kept = [row for row in staff_rows() if "ครู" not in row[0]]
    kept[-1][4:] = ["2", "1", "3"]
    pages[labels.STAFF][SCHOOL] = kept


def _forget(*reports: str) -> Change:
    def change(pages: Pages) -> None:
        for report in reports:
            del pages[report][SCHOOL]

    return change


EXAMPLES: dict[str, Change] = {
    "emis.school.not_on_list": (
        lambda pages: [own.update({"34019999": own[OTHER]}) for own in pages.values()] and None
    ),
    "emis.school.missing": _forget(*labels.TITLES),
    "emis.school.incomplete": _forget(labels.COMPUTER),
    "emis.page.missing": (lambda pages: pages[labels.INTERNET].clear()),
    "emis.row.not_a_count": _cell(labels.STUDENT, 4, 1, "สาม"),
    "emis.row.count_implausible": _cells(
        *(_cell(labels.STUDENT, row, 4, "999999999") for row in (4, 10, 22)),
    ),
    "emis.row.duplicate": _repeat,
    "emis.row.missing": _lose(labels.STUDENT, "ป.3", "รวมประถม", "รวมทั้งหมด"),
    "emis.row.unknown": _add_unknown,
    "emis.row.sex_sum": _cells(_cell(labels.STUDENT, 4, 3, "6"), _cell(labels.STUDENT, 5, 3, "0")),
    "emis.student.level_sum": _cell(labels.STUDENT, 10, 4, "3"),
    "emis.staff.position_sum": _cells(_cell(labels.STAFF, 4, 4, "1"), _cell(labels.STAFF, 4, 5, "1")),
    "emis.staff.no_teacher": _no_teacher,
    "emis.staff.funding_not_stated": _cell(labels.STAFF, 7, 3, "-"),
    "emis.computer.source_sum": _cell(labels.COMPUTER, 0, 2, "5 เครื่อง"),
    "emis.computer.condition_sum": _cells(
        _cell(labels.COMPUTER, 3, 2, "5 เครื่อง"), _cell(labels.COMPUTER, 11, 2, "6 เครื่อง")
    ),
    "emis.computer.total_sum": _cell(labels.COMPUTER, 10, 2, "8 เครื่อง"),
    "emis.internet.cost_unreadable": _cell(labels.INTERNET, 4, 2, "ห้าร้อย"),
    "emis.internet.cost_missing": _cell(labels.INTERNET, 4, 2, "-"),
    "emis.internet.speed_unreadable": _cell(labels.INTERNET, 2, 2, "เร็ว"),
    "emis.internet.network_unclear": _cell(labels.INTERNET, 5, 2, "-"),
}
ELSEWHERE = {
    "emis.school.list_empty",
    "emis.school.closed",
    "emis.school.codes_mixed",
    "emis.file.encoding_mixed",
    "emis.file.error_cell",
}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_finds_its_example_and_no_other_rule_does(rule: str, office: Office) -> None:
    pages = clean_pages()
    EXAMPLES[rule](pages)
    receive_pages(office, pages)
    assert office.rules(ROUND, "emis") == {rule}


def test_every_rule_has_an_example() -> None:
    assert {rule.id for rule in RULES} == {*EXAMPLES, *ELSEWHERE}


def test_a_school_that_is_closed_is_counted_and_found(office: Office) -> None:
    lines = (office.folder / "params" / "schools" / "3401.csv").read_text(encoding="utf-8").splitlines()
    ends = (",last_day", ",31 มี.ค. 2560", ",", ",")
    office.edit("schools/3401.csv", lambda _: "\n".join(map("".join, zip(lines, ends, strict=True))) + "\n")
    receive_pages(office, clean_pages())
    assert office.rules(ROUND, "emis") == {"emis.school.closed"}


@pytest.mark.parametrize(
    ("report", "row", "column", "spelling"),
    [
        (labels.STUDENT, 3, 0, "รวมก่อนประถม"),
        (labels.STUDENT, 4, 0, "ป. 1"),
        (labels.STUDENT, 0, 0, "อ.1"),
        (labels.STUDENT, 22, 0, "รวม ทั้งหมด"),
        (labels.STAFF, 2, 0, "ครู"),
        (labels.STAFF, 2, 1, "ไม่มีวิทยฐานะ"),
        (labels.STAFF, 8, 1, "รวม"),
        (labels.COMPUTER, 0, 1, "งบประมาณสพฐ.:"),
        (labels.COMPUTER, 2, 1, "รวม:"),
        (labels.COMPUTER, 10, 1, "คอมพิวเตอร์"),
        (labels.INTERNET, 2, 1, "ความเร็ว"),
        (labels.INTERNET, 5, 1, "ระบบเครือข่าย(LAN)"),
    ],
)
def test_a_line_that_stands_twice_under_two_spellings_is_found_and_the_first_counts(
    report: str, row: int, column: int, spelling: str, office: Office, tmp_path: Path
) -> None:
    once = make_office(tmp_path / "once")
    receive_pages(once, clean_pages())
    before = {each.name: once.snapshot(ROUND, "emis").read(each.name) for each in SCHEMAS}
    pages = clean_pages()
    again = list(pages[report][SCHOOL][row])
    again[column] = spelling
    again[-1] = "0" if again[-1] == "0" else "9"
    pages[report][SCHOOL].append(again)
    receive_pages(office, pages)
    snapshot = office.snapshot(ROUND, "emis")
    assert "emis.row.duplicate" in office.rules(ROUND, "emis")
    for name, frame in before.items():
        values = [each for each in frame.columns if each not in ("delivery", "row", "row_key")]
        pd.testing.assert_frame_equal(frame[values], snapshot.read(name)[values])


def test_of_two_lines_the_one_that_says_something_counts(office: Office) -> None:
    pages = clean_pages()
    pages[labels.STUDENT][SCHOOL].insert(4, ["ป. 1", "0", "0", "0", "0"])
    pages[labels.COMPUTER][SCHOOL].insert(0, [pages[labels.COMPUTER][SCHOOL][0][0], "งบประมาณสพฐ.", "0 เครื่อง"])
    receive_pages(office, pages)
    assert office.rules(ROUND, "emis") == {"emis.row.duplicate"}
    computers = office.snapshot(ROUND, "emis").read("computers").query(f"smis == '{SCHOOL}'")
    assert computers["computers"].sum() == 7


@pytest.mark.parametrize("report", [labels.STUDENT, labels.STAFF, labels.COMPUTER, labels.INTERNET])
@pytest.mark.parametrize("cell", ["#N/A", "TRUE", ""])
def test_what_is_no_label_loses_no_line(report: str, cell: str, office: Office) -> None:
    pages = clean_pages()
    for row in (4, 5):
        pages[report][SCHOOL][row][0] = cell
        pages[report][SCHOOL][row][1 if report != labels.STUDENT else 0] = cell
    receive_pages(office, pages)
    snapshot = office.snapshot(ROUND, "emis")
    findings = snapshot.read("findings").query("rule == 'emis.row.unknown'")
    assert len(findings) == 2
    labelled = ["level", "grade", "position", "rank", "purpose", "source", "provider", "contract"]
    for frame in (snapshot.read(each.name) for each in SCHEMAS):
        assert not frame[[name for name in labelled if name in frame]].isin([cell]).any(axis=None)


def test_an_empty_list_is_said_once(office: Office) -> None:
    office.edit("schools/3401.csv", lambda text: text.splitlines()[0] + "\n")
    receive_pages(office, clean_pages())
    assert office.rules(ROUND, "emis") == {"emis.school.list_empty"}


def test_codes_of_both_kinds_without_a_list_are_found(office: Office) -> None:
    office.edit("schools/3401.csv", lambda text: text.splitlines()[0] + "\n")
    student = student_rows()
    office.receive(write_csv(office.folder / f"{ROUND}-all.csv", many(labels.STUDENT, {"34010001": student})))
    assert "emis.school.codes_mixed" not in office.rules(ROUND, "emis")
    office.receive(write_csv(office.folder / f"{ROUND}-1034000001.csv", [HEADERS[labels.STUDENT], *student]))
    findings = office.snapshot(ROUND, "emis").read("findings").set_index("rule")["found"]
    assert findings["emis.school.codes_mixed"] == "34010001 กับ 1034000001"


def test_a_file_in_two_encodings_is_found(office: Office) -> None:
    pages = clean_pages()
    student = pages.pop(labels.STUDENT)
    receive_pages(office, pages)
    path = write_csv(office.folder / "in" / f"{ROUND}-student.csv", many(labels.STUDENT, student))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], lines[-1].decode().encode("cp874")]))
    office.receive(path)
    assert office.rules(ROUND, "emis") == {"emis.file.encoding_mixed"}


def test_an_error_cell_is_found_at_its_place(office: Office) -> None:
    pages = clean_pages()
    internet = pages.pop(labels.INTERNET)
    receive_pages(office, pages)
    rows = [list(row) for row in many(labels.INTERNET, internet)]
    rows[0][-1] = "#REF!"
    office.receive(write_xlsx(office.folder / "in" / f"{ROUND}-internet.xlsx", rows))
    findings = office.snapshot(ROUND, "emis").read("findings")
    assert findings[findings["rule"] == "emis.file.error_cell"][["row", "column", "found"]].to_numpy().tolist() == [
        [1, f"คอลัมน์ {'ABCDEF'[len(rows[0]) - 1]}", "#REF!"]
    ]


def test_a_finding_says_where_and_what_is_allowed(office: Office) -> None:
    pages = clean_pages()
    EXAMPLES["emis.student.level_sum"](pages)
    receive_pages(office, pages)
    (finding,) = office.snapshot(ROUND, "emis").read("findings").to_dict("records")
    assert (finding["smis"], finding["row"], finding["column"]) == (SCHOOL, 12, "รวมประถม (ห้อง)")
    assert (finding["found"], finding["allowed"]) == ("3", "2")


@pytest.mark.parametrize(
    ("report", "lost", "lacking"),
    [
        (labels.STUDENT, ("ป.3", "รวมประถม", "รวมทั้งหมด"), "ขาด ป.3, รวมประถม, รวมทั้งหมด"),
        (labels.STUDENT, ("อบ.1", "รวม อบ."), "ขาด อ.1, รวมอบ."),
        (labels.STAFF, ("รวมทั้งหมด",), "ขาด รวมทั้งหมด"),
        (labels.COMPUTER, ("จำนวนคอมพิวเตอรทั้งหมด",), "ขาด ทั้งหมด · คอมพิวเตอร์, ทั้งหมด · ใช้งานได้, ทั้งหมด · ใช้งานไม่ได้"),
        (labels.INTERNET, ("ระบบเครือข่าย (LAN):",), "ขาด ระบบเครือข่าย (LAN)"),
    ],
)
def test_the_rows_that_a_page_lacks_are_named(report: str, lost: tuple[str, ...], lacking: str, office: Office) -> None:
    pages = clean_pages()
    _lose(report, *lost)(pages)
    receive_pages(office, pages)
    (finding,) = office.snapshot(ROUND, "emis").read("findings").to_dict("records")
    assert (finding["rule"], finding["smis"], finding["report"]) == ("emis.row.missing", SCHOOL, report)
    assert finding["found"] == lacking


def test_of_many_lacking_rows_some_are_named_and_the_others_counted(office: Office) -> None:
    pages = clean_pages()
    pages[labels.COMPUTER][SCHOOL] = pages[labels.COMPUTER][SCHOOL][:3]
    receive_pages(office, pages)
    (finding,) = office.snapshot(ROUND, "emis").read("findings").to_dict("records")
    assert finding["found"].startswith("ขาด เพื่อการเรียนการสอน · ใช้งานได้, ")
    assert finding["found"].endswith(" และอีก 2 แถว")


def test_the_other_name_of_a_sum_is_that_sum(office: Office) -> None:
    pages = clean_pages()
    _cell(labels.STUDENT, 3, 0, "รวมก่อนประถม")(pages)
    receive_pages(office, pages)
    assert office.rules(ROUND, "emis") == set()
