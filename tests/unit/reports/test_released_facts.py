"""A report of the public edition: every number is the release's, and nothing is said of what is not in it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import aggregate, make_office, write_csv
from helpers.errors import DeliveryError
from helpers.facts.definitions import Absent, Fact, Operation
from helpers.facts.released import Release, ReleasedCell, ReleasedFact
from helpers.render.blocks import BLOCK_MIME, PUBLIC_EDITION
from helpers.reports import views
from helpers.reports.finding_tables import say_findings, show_findings
from helpers.reports.released_facts import CLOSED, CLOSED_BY_SCHOOL, NOTHING_RELEASED
from helpers.reports.session import Report, column, open_report

REPORT = "round/2568-1/dmc"
ENROLMENT = ("คน", Operation.SUM, "2568-1/dmc/enrolment", "pupils")
FINDINGS = ("ข้อ", Operation.COUNT, "2568-1/dmc/findings", "")
TOTAL = ReleasedFact("นักเรียน", *ENROLMENT, {"": ReleasedCell(777, "")}, ("",))
Opened = Callable[[Mapping[str, ReleasedFact]], Report]


def keyed(values: Mapping[str, int | None], described: tuple[Any, ...] = ENROLMENT, **more: Any) -> ReleasedFact:
    cells = {key: ReleasedCell(value, "") for key, value in values.items() if value is not None}
    return ReleasedFact("นักเรียน", *described, cells, tuple(values), **more)


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(views, "display", lambda bundle, **_: shown.append(bundle[BLOCK_MIME]))
    return shown


@pytest.fixture
def opened(tmp_path: Path, blocks: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Opened:
    assert not blocks
    office = make_office(tmp_path)
    office.receive(write_csv(tmp_path / "2568-1-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", "2568-1")))
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(tmp_path / name))

    def of(facts: Mapping[str, ReleasedFact]) -> Report:
        path = tmp_path / "release.json"
        path.write_text(Release({REPORT: facts}, 10).text, encoding="utf-8")
        monkeypatch.setenv("WORKBOOK_RELEASE", str(path))
        return open_report("round/dmc", round_id="2568-1")

    return of


def test_a_number_is_the_releases_and_not_the_datas(opened: Opened, blocks: list[dict[str, Any]]) -> None:
    report = opened({"pupils.total": TOTAL})
    report.sum("pupils.total", "นักเรียน", "enrolment.pupils")
    report.lead("มีนักเรียน {pupils.total}")
    report.close()
    _, lead, receipts = blocks
    assert [part.get("value") for part in lead["paragraphs"][0]] == [None, "777"]
    (fact,) = receipts["facts"]
    assert fact["cells"] == [["", "777", "", 0, ""]]
    assert [set(file) for file in receipts["files"]] == [{"round", "title"}]


def test_the_first_page_says_what_edition_it_is_and_what_that_leaves_out(
    opened: Opened, blocks: list[dict[str, Any]]
) -> None:
    opened({"pupils.total": TOTAL})
    opened({"pupils.total": keyed({"": None})})
    opened({"pupils.total": ReleasedFact("นักเรียน", *ENROLMENT)})
    assert {block["edition"] for block in blocks} == {PUBLIC_EDITION}
    plain, withheld, closed = (block.get("reservation") for block in blocks)
    assert plain == ""
    assert withheld is not None
    assert "น้อยกว่า 10 คน" in withheld
    assert closed is not None
    assert "ไม่เผยแพร่" in closed


def test_the_edition_and_its_numbers_are_inputs_of_the_report(opened: Opened, blocks: list[dict[str, Any]]) -> None:
    for total in (777, 777, 778):
        opened({"pupils.total": replace(TOTAL, cells={"": ReleasedCell(total, "")})})
    one, same, other = (block["fingerprint"] for block in blocks)
    assert one == same != other


def test_what_is_closed_is_absent_and_its_table_gives_way_to_the_reason(
    opened: Opened, blocks: list[dict[str, Any]]
) -> None:
    report = opened({"by_school": ReleasedFact("นักเรียน", *ENROLMENT), "closed": ReleasedFact("นักเรียน", *ENROLMENT)})
    report.sum("by_school", "นักเรียน", "enrolment.pupils", by=["smis"])
    report.sum("closed", "นักเรียน", "enrolment.pupils", where={"sex": "ช"})
    assert [report.absence(fact) for fact in ("by_school", "closed")] == [CLOSED_BY_SCHOOL, CLOSED]
    report.table("schools", "นักเรียน", "smis", [column("คน", "by_school")], empty="ไม่มีโรงเรียน")
    report.note("รายละเอียดอยู่ในสมุดงานของสำนักงาน")
    report.headlines(("นักเรียน", "{closed}", "ทั้งเขต"))
    assert [block["paragraphs"] for block in blocks[1:]] == [[[{"text": CLOSED_BY_SCHOOL}]]]


def test_of_a_fact_that_is_closed_but_for_its_margin_no_table_says_that_there_is_nothing(
    opened: Opened, blocks: list[dict[str, Any]]
) -> None:
    described = ("คน", Operation.SUM, "2568-1/dmc/categories", "pupils")
    report = opened({"poor": keyed({"smis=รวม": 40}, described, narrowed=True)})
    report.sum("poor", "นักเรียน", "categories.pupils", by=["smis"], totals=["smis"])
    assert report.keeps_back("poor")
    report.table("poor", "นักเรียนยากจน", "smis", [column("คน", "poor")], empty="ไม่มีนักเรียนยากจน")
    assert [block["paragraphs"] for block in blocks[1:]] == [[[{"text": CLOSED_BY_SCHOOL}]]]


def test_a_withheld_number_is_said_to_be_so_and_never_to_be_nothing(
    opened: Opened, blocks: list[dict[str, Any]]
) -> None:
    report = opened({"pupils.total": TOTAL, "few": keyed({"": None}), "by_sex": keyed({"sex=ช": None, "sex=ญ": 40})})
    report.sum("pupils.total", "นักเรียน", "enrolment.pupils")
    report.sum("few", "นักเรียนชาย", "enrolment.pupils", where={"sex": "ช"})
    report.sum("by_sex", "นักเรียนตามเพศ", "enrolment.pupils", by=["sex"])
    report.lead("มี {pupils.total} เป็นชาย {few}")
    report.lead("เป็นชาย {few}")
    report.headlines(("ชาย", "{few}", "จาก {pupils.total}"))
    report.ranked("sexes", "นักเรียนตามเพศ", "sex", column("คน", "by_sex"))
    _, lead, alone, tiles, chart = blocks
    assert "".join(part["text"] for part in lead["paragraphs"][0]) == "มี 777 เป็นชาย (ปิดไว้)"
    assert (alone["role"], "ปิดไว้ เพราะ" in str(alone)) == ("absent", True)
    assert [part["text"] for part in tiles["items"][0]["number"]] == ["ปิดไว้"]
    assert chart["alt"].endswith("(ไม่รวมจำนวนที่ปิดไว้)")


@pytest.mark.parametrize("say", [say_findings, show_findings])
def test_findings_that_are_closed_are_not_said_to_be_none(
    say: Callable[[Report], None], opened: Opened, blocks: list[dict[str, Any]]
) -> None:
    closed = ReleasedFact("ข้อที่พบ", *FINDINGS)
    named = ("findings.by_severity", "findings.total", "findings.errors")
    report = opened(dict.fromkeys(named, closed))
    if say is say_findings:
        report.count("findings.by_severity", "ข้อที่พบ", "findings", unit="ข้อ", by=["severity"], totals=["severity"])
    say(report)
    assert [block["paragraphs"] for block in blocks[1:]] == [[[{"text": CLOSED}]]]


def test_what_the_release_does_not_name_is_only_said_of_what_everybody_may_see(opened: Opened) -> None:
    report = opened({})
    report.count("late", "โรงเรียน", "schools", unit="โรงเรียน", by=["smis"], where={"delivered": False})
    report.count("poor", "นักเรียน", "categories", unit="คน", by=["smis"], where={"report": "disadvantage"})
    late, total = report._stated.facts["late"], report._stated.facts["poor"]
    assert isinstance(late, Fact)
    assert not late.cells
    assert isinstance(total, Absent)


def test_a_number_that_the_data_have_and_the_release_lacks_is_not_computed(opened: Opened) -> None:
    report = opened({})
    report.sum("pupils.total", "นักเรียน", "enrolment.pupils")
    assert report.absence("pupils.total") == NOTHING_RELEASED


def test_accounts_annexed_to_letters_are_no_pages_for_everybody(opened: Opened, blocks: list[dict[str, Any]]) -> None:
    report = opened({"pupils.total": TOTAL})
    report.sum("pupils.total", "นักเรียน", "enrolment.pupils")
    report.annex("account", "บัญชี")
    report.text("รวม {pupils.total}")
    report.signatures()
    report.text("ทั้งหมด {pupils.total}")
    assert [block["kind"] for block in blocks] == ["opening", "text"]
    assert blocks[1]["paragraphs"][0][0] == {"text": "ทั้งหมด "}


def test_a_release_of_another_notebook_is_refused(opened: Opened) -> None:
    report = opened({"pupils.total": TOTAL})
    with pytest.raises(DeliveryError, match=r"ไม่ใช่ของสมุดงานนี้"):
        report.sum("pupils.total", "นักเรียน", "categories.pupils")


def test_ratios_and_differences_are_the_releases_too(opened: Opened) -> None:
    boys = replace(TOTAL, cells={"": ReleasedCell(7, "")})
    share = ReleasedFact("ร้อยละ", "ร้อยละ", Operation.RATIO, cells={}, order=("",))
    report = opened(
        {"pupils.total": TOTAL, "boys": boys, "share": share, "girls": ReleasedFact("ต่าง", "คน", Operation.DIFFERENCE)}
    )
    report.sum("pupils.total", "นักเรียน", "enrolment.pupils")
    report.sum("boys", "ชาย", "enrolment.pupils", where={"sex": "ช"})
    report.ratio("share", "ร้อยละ", "boys", "pupils.total")
    report.difference("girls", "หญิง", "pupils.total", "boys")
    assert report.keeps_back("share")
    assert report.absence("girls") == CLOSED
