"""What a notebook asks of its facts, to say them in a sentence: names, and whether a share is the whole everywhere."""

from pathlib import Path
from typing import Any

import pytest

from builders import aggregate, make_office, write_csv
from helpers.errors import NotebookError
from helpers.facts.definitions import Fact
from helpers.render.blocks import BLOCK_MIME
from helpers.reports import views
from helpers.reports.information_work import show_shares
from helpers.reports.session import Report, column, open_report
from helpers.reports.tables import ALL_WITHHELD


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(views, "display", lambda bundle, **_: shown.append(bundle[BLOCK_MIME]))
    return shown


@pytest.fixture
def report(tmp_path: Path, blocks: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Report:
    assert not blocks
    office = make_office(tmp_path)
    office.receive(write_csv(tmp_path / "2568-1-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", "2568-1")))
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(tmp_path / name))
    return open_report("round/dmc", round_id="2568-1")


def test_a_few_schools_are_called_by_name_and_many_are_not(report: Report) -> None:
    report.count("delivered", "โรงเรียน", "schools", unit="โรงเรียน", by=["smis"], totals=["smis"])
    names = report.named("delivered", "smis", most=3)
    assert names.count(" และ ") == 1
    assert names.startswith("บ้านตัวอย่างหนึ่ง ")
    assert report.named("delivered", "smis", most=2) == ""


def test_nobody_is_named_for_nothing_and_of_an_absent_fact(report: Report) -> None:
    report.count("missing", "โรงเรียน", "schools", unit="โรงเรียน", by=["smis"], where={"delivered": False})
    report.count("confirmed", "โรงเรียน", "confirmations", unit="โรงเรียน", by=["smis"], needs=["confirmations"])
    assert report.named("missing", "smis", most=3) == report.named("confirmed", "smis", most=3) == ""


def test_shares_that_are_whole_everywhere_are_one_sentence(report: Report, blocks: list[dict[str, Any]]) -> None:
    by = {"by": ["smis"], "unit": "คน"}
    report.sum("pupils", "นักเรียน", "schools.pupils", **by)
    report.sum("boys", "นักเรียนชาย", "enrolment.pupils", where={"sex": "ช"}, **by)
    report.ratio("all", "ทุกคน", "pupils", "pupils")
    report.ratio("some", "ชาย", "boys", "pupils")
    assert (report.is_whole("all"), report.is_whole("some")) == (True, False)
    show_shares(report, "all", "ทุกคน", "all", "ครบทุกโรงเรียน")
    with pytest.raises(NotebookError, match="“round”"):  # a table of systems and rounds, which this fact has none of
        show_shares(report, "some", "ชาย", "some", "ครบทุกโรงเรียน")
    assert str(blocks).count("ครบทุกโรงเรียน") == 1


def test_a_page_shows_one_thing_under_one_name(report: Report) -> None:
    report.sum("pupils", "นักเรียน", "schools.pupils", by=["smis"], unit="คน")
    report.table("schools", "นักเรียน", "smis", [column("คน", "pupils")])
    with pytest.raises(NotebookError, match="รายงานแสดง “schools” ไว้แล้ว"):
        report.ranked("schools", "นักเรียน", "smis", column("คน", "pupils"))


def test_a_table_in_which_everything_is_withheld_is_a_sentence(
    report: Report, blocks: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    report.sum("pupils", "นักเรียน", "schools.pupils", by=["smis"])
    fact = report._stated.facts["pupils"]
    assert isinstance(fact, Fact)
    monkeypatch.setitem(report._stated.facts, "pupils", fact.without(fact.keys))
    report.table("by-school", "นักเรียนรายโรงเรียน (คน)", "smis", [column("คน", "pupils")])
    (shown,) = blocks[-1:]
    assert shown["kind"] != "table"
    assert ALL_WITHHELD in str(shown)


def test_a_name_is_taken_also_where_there_was_nothing_to_show(report: Report) -> None:
    report.count("absent", "โรงเรียน", "confirmations", unit="โรงเรียน", by=["smis"], needs=["confirmations"])
    report.table("schools", "โรงเรียน", "smis", [column("โรงเรียน", "absent")])
    with pytest.raises(NotebookError, match="รายงานแสดง “schools” ไว้แล้ว"):
        report.table("schools", "โรงเรียน", "smis", [column("โรงเรียน", "absent")])


@pytest.mark.parametrize(
    ("rows", "key", "nearest"),
    [("grade", {"sx": "ช"}, "sex"), ("grade", {"sex": "ชาย"}, "ช"), ("grades", {"sex": "ช"}, "grade")],
)
def test_a_column_that_no_row_can_fill_is_not_an_empty_one(
    report: Report, rows: str, key: dict[str, str], nearest: str
) -> None:
    report.sum("pupils", "นักเรียน", "enrolment.pupils", by=["grade", "sex"])
    report.ratio("share", "ร้อยละ", "pupils", "pupils")
    for fact in ("pupils", "share"):
        with pytest.raises(NotebookError) as stopped:
            report.table(f"by-grade-{fact}", "นักเรียน (คน)", rows, [column("ชาย", fact, **key)])
        assert f"“{nearest}”" in stopped.value.remedy


def test_a_column_of_what_nobody_has_is_shown(report: Report, blocks: list[dict[str, Any]]) -> None:
    report.sum("pupils", "นักเรียน", "enrolment.pupils", by=["grade", "sex"])
    report.table(
        "by-grade", "นักเรียน (คน)", "grade", [column("ช", "pupils", sex="ช"), column("?", "pupils", sex="ไม่ระบุ")]
    )
    assert blocks[-1]["kind"] == "table"


def test_a_notebook_asks_only_for_words_that_there_are(report: Report) -> None:
    report.sum("pupils", "นักเรียน", "enrolment.pupils", by=["grade", "sex"])
    with pytest.raises(NotebookError, match="“sx”"):
        report.across("pupils", "sx")
    with pytest.raises(NotebookError, match=r"“sx”[\s\S]*ใช้ “sex”"):
        report.named("pupils", "sx")
    with pytest.raises(NotebookError, match="“previus”"):
        report.origin("previus")
    with pytest.raises(NotebookError, match="“garde”"):
        report.order("garde")
    for asked in (("previus", "enrolment", "smis"), ("this", "enrolments", "smis"), ("this", "enrolment", "smi")):
        with pytest.raises(NotebookError, match="ไม่รู้จัก"):
            report.values(*asked)


def test_a_column_says_every_part_of_the_keys_that_its_rows_do_not(report: Report) -> None:
    report.sum("pupils", "นักเรียน", "enrolment.pupils", by=["grade", "sex"])
    report.sum("all", "นักเรียน", "enrolment.pupils")
    report.ratio("share", "ร้อยละ", "pupils", "all")
    for fact in ("pupils", "share"):
        with pytest.raises(NotebookError, match=r"ขาดคอลัมน์ sex[\s\S]*คอลัมน์ “คน”[\s\S]*sex=\"ช\""):
            report.table(f"by-grade-{fact}", "นักเรียน (คน)", "grade", [column("คน", fact)])


def test_an_absent_fact_is_asked_for_by_right_words_too(report: Report) -> None:
    report.count("confirmed", "โรงเรียน", "confirmations", unit="โรงเรียน", by=["smis"], needs=["confirmations"])
    with pytest.raises(NotebookError, match="ใช้ “smis”"):
        report.named("confirmed", "smi")
