"""The section on what changed: two rounds of three schools, one of which sent nothing the second time."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builders import Office, aggregate, make_office, pupil, pupil_rows, write_csv, write_round
from helpers.catalogue import open_graph
from helpers.errors import NotebookError
from helpers.facts.definitions import Fact
from helpers.facts.recomputing import disagreements
from helpers.periods import Round
from helpers.render.blocks import BLOCK_MIME
from helpers.reports import views
from helpers.reports.changes import show_changes, state_change
from helpers.reports.pupils import show_pupil_moves
from helpers.reports.session import Report, open_report
from helpers.tables.changes.causes import CAUSE_WORDS, Cause
from unit.facts.stated import lines

FIRST = {
    "34010001": {("ป.1", "ช"): 3, ("ป.1", "ญ"): 2},
    "34010002": {("ป.6", "ช"): 2, ("ม.1", "ญ"): 2},
    "34010003": {("ป.3", "ช"): 1},
}
SECOND = {
    "34010001": {("ป.1", "ช"): 5, ("ป.1", "ญ"): 1},
    "34010002": {("ป.6", "ช"): 2, ("ม.1", "ญ"): 2, ("ม.2", "ช"): 4},
}
LISTS = {
    "2568-1": [pupil(1), pupil(2), pupil(3, smis="34010002", school_name="บ้านตัวอย่างสอง")],
    "2568-2": [pupil(1, smis="34010002", school_name="บ้านตัวอย่างสอง"), pupil(2), pupil(4)],
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = make_office(tmp_path_factory.mktemp("changes"))
    for round_, enrolled in (("2568-1", FIRST), ("2568-2", SECOND)):
        made.receive(
            write_csv(made.folder / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", round_, enrolled)),
            write_csv(made.folder / f"{round_}-student.csv", pupil_rows(LISTS[round_])),
        )
    return made


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The blocks that a report shows, as they come."""
    blocks: list[dict[str, Any]] = []
    monkeypatch.setattr(views, "display", lambda bundle, **_: blocks.append(bundle[BLOCK_MIME]))
    return blocks


def opened(office: Office, round_: str, monkeypatch: pytest.MonkeyPatch) -> Report:
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(office.folder / name))
    report = open_report("round/dmc", round_id=round_)
    report.sum("pupils.total", "นักเรียน", "enrolment.pupils", needs=["enrolment"])
    report.sum("pupils.male", "นักเรียนชาย", "enrolment.pupils", where={"sex": "ช"}, needs=["enrolment"])
    report.ratio("pupils.share_male", "ร้อยละชาย", "pupils.male", "pupils.total")
    report.count("schools.total", "โรงเรียน", "schools", unit="โรงเรียน", where={"delivered": True})
    report.count("findings.total", "ข้อที่พบ", "findings", unit="ข้อ")
    report.headlines(
        ("นักเรียน", "{pupils.total}", ""),
        ("ชาย", "{pupils.share_male}", ""),
        ("โรงเรียน", "{schools.total}", ""),
        ("ข้อที่พบ", "{findings.total}", ""),
    )
    return report


@pytest.fixture
def report(office: Office, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Report:
    assert not shown
    found = opened(office, "2568-2", monkeypatch)
    show_changes(found)
    return found


def value(report: Report, fact: str, key: str = "") -> int | Decimal:
    known = report._stated.known(fact)
    assert isinstance(known, Fact)
    return known.cells[key].value


def words(block: dict[str, Any]) -> str:
    return "".join(part.get("text", "") for paragraph in block["paragraphs"] for part in paragraph)


def table(shown: list[dict[str, Any]], name: str) -> list[list[str]]:
    (found,) = (block for block in shown if block["kind"] == "table" and block["name"] == name)
    return [["".join(part["text"] for part in cell) for cell in row["cells"]] for row in found["rows"]]


@pytest.mark.usefixtures("report")
def test_every_headline_figure_stands_beside_the_round_before(shown: list[dict[str, Any]]) -> None:
    rows = table(shown, "changes")
    assert rows[:4] == [
        ["นักเรียน", "คน", "14", "10", "+4"],
        ["นักเรียนชาย", "คน", "11", "6", "+5"],
        ["ร้อยละชาย", "ร้อยละ", "78.6", "60.0", "+18.6"],
        ["โรงเรียน", "โรงเรียน", "2", "3", "−1"],
    ]
    assert rows[4][0] == "ข้อที่พบ"


def test_the_causes_add_up_to_the_change(report: Report, shown: list[dict[str, Any]]) -> None:
    # School 3 went with 1; school 1 has 2 boys more and 1 girl fewer, which is 1 more; school 2 has 4 in a new grade.
    # School 3 is still on the list: it has sent nothing, and is not in the data.
    assert table(shown, "why-previous-round") == [
        ["รายการที่ไม่มีแล้ว", "−1", "−1", "−1"],
        ["เพิ่มขึ้น", "+5", "+6", "0"],
        ["รวม", "+4", "+5", "−1"],
    ]
    for fact in ("pupils.total", "pupils.male", "schools.total"):
        whole = value(report, f"{fact}.why.previous_round", "cause=รวม")
        assert whole == value(report, f"{fact}.change.previous_round")


@pytest.mark.usefixtures("report")
def test_the_comparisons_have_short_sheet_names(shown: list[dict[str, Any]]) -> None:
    sheets = {block["name"]: block.get("sheet", "") for block in shown if block["kind"] == "table"}
    assert sheets["why-previous-round"] == "เหตุ เทียบรอบก่อน"
    assert sheets["schools-previous-round"] == "โรงเรียน เทียบรอบก่อน"


@pytest.mark.usefixtures("report")
def test_the_schools_that_changed_most_are_listed_with_their_causes(shown: list[dict[str, Any]]) -> None:
    assert table(shown, "schools-previous-round") == [
        ["34010002", "บ้านตัวอย่างสอง", "เมืองตัวอย่าง", "0", "+4", "+4"],
        ["34010001", "บ้านตัวอย่างหนึ่ง", "เมืองตัวอย่าง", "0", "+1", "+1"],
        ["34010003", "บ้านตัวอย่างสาม", "ชายตัวอย่าง", "−1", "0", "−1"],
    ]


@pytest.mark.usefixtures("report")
def test_it_is_said_in_words_and_a_round_that_is_not_there_is_named(shown: list[dict[str, Any]]) -> None:
    said = [words(block) for block in shown if block["kind"] == "text"]
    assert "เทียบกับภาคเรียนที่ 1 ปีการศึกษา 2568 นักเรียนเพิ่มขึ้น 4" in said
    assert "เพราะโรงเรียนที่ไม่มีในข้อมูลแล้วทำให้ลดลง 1 และโรงเรียนเดิมเพิ่มขึ้น 5" in said
    assert "ยังไม่ได้รับข้อมูล DMC รอบ 2567-2 จึงเทียบกับรอบเดียวกันปีก่อนไม่ได้" in said


@pytest.mark.usefixtures("report")
def test_only_the_causes_that_are_shown_are_explained(shown: list[dict[str, Any]]) -> None:
    (found,) = (block for block in shown if block["kind"] == "table" and block["name"] == "why-previous-round")
    (note,) = found["notes"]
    assert [cause for cause in Cause if f"“{CAUSE_WORDS[cause]}” คือ" in note] == [Cause.LEFT, Cause.INCREASED]


@pytest.mark.usefixtures("report")
def test_a_figure_whose_cause_is_not_followed_is_named(shown: list[dict[str, Any]]) -> None:
    assert "รายงานนี้ไม่แยกเหตุของข้อที่พบ" in [words(block) for block in shown if block["kind"] == "text"]


def test_a_figure_that_stayed_gives_way_to_the_first_that_changed(
    office: Office, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = opened(office, "2568-2", monkeypatch)
    report.sum("pupils.p6", "นักเรียน ป.6", "enrolment.pupils", where={"grade": "ป.6"})
    report.headlines(("ป.6", "{pupils.p6}", ""), ("ชาย", "{pupils.male}", ""))
    show_changes(report)
    assert [row[0] for row in table(shown, "changes")] == ["นักเรียน ป.6", "นักเรียนชาย"]
    said = [words(block) for block in shown if block["kind"] == "text"]
    assert said[0] == "เทียบกับภาคเรียนที่ 1 ปีการศึกษา 2568 นักเรียนชายเพิ่มขึ้น 5"
    (causes,) = (block for block in shown if block["kind"] == "table" and block["name"] == "why-previous-round")
    assert [column["label"] for column in causes["columns"]] == ["เหตุ", "นักเรียนชาย (คน)"]


def test_where_nothing_changed_nothing_more_is_said(
    office: Office, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = opened(office, "2568-2", monkeypatch)
    report.sum("pupils.p6", "นักเรียน ป.6", "enrolment.pupils", where={"grade": "ป.6"})
    report.headlines(("ป.6", "{pupils.p6}", ""))
    show_changes(report)
    said = [words(block) for block in shown if block["kind"] == "text"]
    assert said[0] == "เทียบกับภาคเรียนที่ 1 ปีการศึกษา 2568 ตัวเลขสำคัญไม่เปลี่ยนแปลง"
    assert [block["name"] for block in shown if block["kind"] == "table"] == ["changes"]


def test_a_first_round_says_what_it_cannot_be_compared_with(
    office: Office, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    show_changes(opened(office, "2568-1", monkeypatch))
    said = [words(block) for block in shown if block["kind"] == "text"]
    assert said == [
        "ยังไม่ได้รับข้อมูล DMC รอบ 2567-3 จึงเทียบกับรอบก่อนไม่ได้ ยังไม่ได้รับข้อมูล DMC รอบ 2567-1 จึงเทียบกับรอบเดียวกันปีก่อนไม่ได้"
    ]
    assert not [block for block in shown if block["kind"] == "table"]


def test_figures_of_files_that_the_earlier_round_has_not_are_named(
    tmp_path: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(tmp_path)
    office.receive(write_csv(tmp_path / "2568-1-student.csv", pupil_rows(LISTS["2568-1"])))
    names = {"enrolment": "จำนวนนักเรียนแยกชั้น,เพศ", "shortage": "จำนวนนักเรียนขาดแคลน"}
    for slug, name in names.items():
        office.receive(write_csv(tmp_path / f"2568-2-{name}.csv", aggregate(slug, "2568-2", SECOND)))
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(tmp_path / name))
    report = open_report("round/dmc", round_id="2568-2")
    report.sum("pupils.total", "นักเรียน", "enrolment.pupils", needs=["enrolment", "pupil_list"])
    report.sum("pupils.shortage", "นักเรียนขาดแคลน", "categories.pupils", where={"report": "shortage"})
    report.headlines(("นักเรียน", "{pupils.total}", ""), ("ขาดแคลน", "{pupils.shortage}", ""))
    show_changes(report)
    said = [words(block) for block in shown if block["kind"] == "text"]
    assert (
        "นักเรียน: ครั้งนี้นับจาก “จำนวนนักเรียนแยกชั้น,เพศ” รอบก่อนนับจาก “บัญชีรายชื่อนักเรียนรายบุคคล” ส่วนต่างจึงรวมความต่างของแหล่งด้วย"
    ) in said
    assert "ไม่ได้รับไฟล์ “จำนวนนักเรียนขาดแคลน” ที่ใช้ได้ของรอบ 2568-1 จึงไม่มีตัวเลขของรอบก่อนสำหรับนักเรียนขาดแคลน" in said


def test_a_new_school_year_moves_pupils_up_and_no_school_is_said_to_have_changed_by_it(
    tmp_path: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(tmp_path)
    write_round(office.folder / "params", Round.parse("2567-3"))
    first = {"34010001": {("ป.5", "ช"): 3, ("ป.6", "ช"): 4}, "34010002": {("ป.5", "ญ"): 5, ("ป.6", "ญ"): 5}}
    second = {"34010001": {("ป.5", "ช"): 2, ("ป.6", "ช"): 3}, "34010002": {("ป.5", "ญ"): 6, ("ป.6", "ญ"): 7}}
    for round_, enrolled in (("2567-3", first), ("2568-1", second)):
        name = f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv"
        office.receive(write_csv(tmp_path / name, aggregate("enrolment", round_, enrolled)))
    show_changes(opened(office, "2568-1", monkeypatch))
    said = [words(block) for block in shown if block["kind"] == "text"]
    assert "โรงเรียนเดิมที่เพิ่มรวมกันเพิ่มขึ้น 3 โรงเรียนเดิมที่ลดรวมกันลดลง 2 สุทธิเพิ่มขึ้น 1" in said
    assert [row[1] for row in table(shown, "why-previous-round")] == ["+3", "−2", "+1"]
    # 8 of 8 in ป.5 are now in ป.6; 8 are new in ป.5, and of the 9 who were in ป.6 two others have come in their place.
    assert table(shown, "grades-previous-round") == [
        ["ป.5", "0", "−8", "+8"],
        ["ป.6", "+1", "+8", "−7"],
        ["รวม", "+1", "0", "+1"],
    ]


def test_lists_tell_who_came_went_and_moved(report: Report, shown: list[dict[str, Any]]) -> None:
    shown.clear()
    show_pupil_moves(report)
    assert {move: value(report, f"moves.{move}.previous_round") for move in ("came", "went", "moved")} == {
        "came": 1,
        "went": -1,
        "moved": 1,
    }
    # Of the year before, which is not there, the section has spoken already.
    assert [words(block) for block in shown] == [
        "บัญชีรายชื่อของโรงเรียนที่มีทั้งสองรอบ เทียบกับภาคเรียนที่ 1 ปีการศึกษา 2568: เข้าใหม่ 1 ออก 1 และย้ายระหว่างโรงเรียนในเขต 1"
    ]


def test_a_list_of_one_round_alone_tells_nothing(
    tmp_path: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(tmp_path)
    for round_ in ("2568-1", "2568-2"):
        office.receive(
            write_csv(tmp_path / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", round_, FIRST))
        )
    office.receive(write_csv(tmp_path / "2568-2-student.csv", pupil_rows(LISTS["2568-2"])))
    show_pupil_moves(opened(office, "2568-2", monkeypatch))
    said = [words(block) for block in shown if block["kind"] == "text"]
    assert "ไม่ครบทั้งสองรอบ (2568-1 และ 2568-2) จึงบอกเหตุของการเปลี่ยนแปลงไม่ได้" in said[0]


def test_the_second_engine_comes_to_the_same(office: Office, report: Report) -> None:
    graph = open_graph(office.data, office.params)
    facts = lines(report._stated.present())
    assert any(line.table.startswith("2568-2/dmc-since-previous/") for line in facts)

    def parquet(table_: str) -> Path:
        period, source, name = table_.split("/")
        (folder,) = (graph.folder.store / period / source).glob("[!.]*/")
        return folder / f"{name}.parquet"

    assert not list(disagreements(facts, parquet))


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("ending", ["change.previous_round", "why.previous_round", "schools.last_year", "alike"])
def test_a_notebooks_own_fact_is_not_called_as_one_that_is_stated_of_a_figure(
    office: Office, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    report = opened(office, "2568-2", monkeypatch)
    report.sum(f"pupils.total.{ending}", "อื่น", "enrolment.pupils", where={"sex": "ญ"})
    with pytest.raises(NotebookError, match=f"pupils.total.{ending}"):
        show_changes(report)


@pytest.mark.usefixtures("shown")
def test_what_a_notebook_calls_the_figure_of_the_round_before_is_that_figure(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = opened(office, "2568-2", monkeypatch)
    report.sum("pupils.total.previous_round", "ชายรอบก่อน", "enrolment.pupils", at="previous", where={"sex": "ช"})
    with pytest.raises(NotebookError, match="previous_round"):
        show_changes(report)


@pytest.mark.parametrize("name", ["previous_round", "last_year"])
def test_a_change_that_is_needed_earlier_is_stated_once(
    office: Office, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    later = opened(office, "2568-2", monkeypatch)
    show_changes(later)
    report = opened(office, "2568-2", monkeypatch)
    state_change(report, "pupils.total", name)
    assert report.is_stated(f"pupils.total.change.{name}")
    shown.clear()
    show_changes(report)
    assert report.asked(f"pupils.total.change.{name}") == later.asked(f"pupils.total.change.{name}")
    assert {*report.stated} == {*later.stated}


@pytest.mark.usefixtures("shown")
def test_a_change_against_what_the_report_does_not_read_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = opened(office, "2568-2", monkeypatch)
    with pytest.raises(NotebookError, match="ใช้ “previous_round”"):
        state_change(report, "pupils.total", "previous_rond")
