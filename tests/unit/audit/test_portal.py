"""outputs/index.html lists every report where a director looks for it, and leads to nothing that must stay inside."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from builders import parted
from helpers.audit.freshness import State
from helpers.audit.portal import decisions, portal_page, write_portal, years
from helpers.audit.report_cards import Card, report_year
from helpers.deliveries.new_round import write_round
from helpers.errors import DataQualityError
from helpers.periods import Round
from helpers.render.blocks import Flag, Span
from helpers.render.html import script_source
from helpers.reports.folders import Folders
from unit.audit import small_office as small
from unit.audit.in_place import ADDRESS, FILES, REPORT, Elements, cards, fail, made, page, put_in_place


def test_years_and_reports_come_newest_first() -> None:
    ids = ["round/2567-3/dmc", "round/2568-1/emis", "round/2568-1/dmc", "round/2568-2/dmc", "annual/2568/performance"]
    ids += ["programme/2568/per-head", "programme/2569/per-head", "annual/2569/allocation"]
    listed = years([*map(made, ids), made("round/2569-1/dmc", State.WAITING)])
    assert [year.title for year in listed] == [
        "ปีการศึกษา 2568",
        "ปีการศึกษา 2567",
        "ปีงบประมาณ 2569",
        "ปีงบประมาณ 2568",
        "ปีการศึกษา 2569",
    ]
    assert [each.report_id for each in listed[0].reports] == [ids[4], ids[3], ids[2], ids[1]]
    assert [each.report_id for each in listed[2].reports] == ["annual/2569/allocation", "programme/2569/per-head"]
    assert (listed[-1].reports, len(listed[-1].sections[0].waiting)) == ([], 1)


def test_programmes_follow_the_numbers_in_their_titles() -> None:
    titles = {"a": "10 ค่าเช่า", "b": "9 เต็มขั้น", "c": "5.2 ธุรการ", "d": "5.1 ธุรการ"}
    cards_ = [replace(made(f"programme/2569/{name}"), title=title) for name, title in titles.items()]
    (year,) = years([*cards_, made("annual/2569/allocation")])
    assert [card.report_id[-1] for card in year.reports] == ["n", "d", "c", "b", "a"]


def test_a_round_is_named_once_and_all_but_the_newest_are_folded() -> None:
    ids = [f"round/{round_}/{system}" for round_ in ("2568-1", "2568-2") for system in ("dmc", "emis")]
    waiting = [made(f"round/2568-3/{system}", State.WAITING) for system in ("dmc", "emis")]
    (year,) = years([*map(made, ids), *waiting, made("annual/2568/performance")])
    assert [(section.title, section.folded, len(section.cards)) for section in year.sections] == [
        ("", False, 1),
        ("สิ้นปีการศึกษา 2568", True, 2),
        ("ภาคเรียนที่ 2 ปีการศึกษา 2568", False, 2),
        ("ภาคเรียนที่ 1 ปีการศึกษา 2568", True, 2),
    ]


def test_what_names_single_records_is_not_linked_from_the_page_that_one_shares(folders: Folders) -> None:
    put_in_place(folders)
    assert (folders.outputs / REPORT / "findings.csv").exists()
    assert "findings.csv" not in page(folders)


def test_a_report_that_was_not_received_has_no_day_of_its_data(folders: Folders) -> None:
    put_in_place(folders)
    written = BeautifulSoup(page(folders), "html.parser")
    assert written.select(".waiting li")
    assert "ข้อมูล ณ วันที่" not in "".join(each.text for each in written.select(".waiting"))
    assert "ข้อมูล ณ วันที่ 10 มิถุนายน 2568" in written.select_one("article .state").text


@pytest.mark.parametrize("report_id", ["check/2568-1/dmc", "round/2568-4/dmc", "round/2568-1", "round/2568-1/.dmc"])
def test_what_is_no_report_id_has_no_year(report_id: str) -> None:
    assert report_year(report_id) is None


def test_only_the_newest_report_in_place_is_marked_so(folders: Folders) -> None:
    put_in_place(folders)
    put_in_place(folders, "round/2566-2/dmc")
    marked = [own for tag, own in Elements(page(folders)).found if tag == "article" and "newest" in str(own["class"])]
    assert [own["data-report"] for own in marked] == [REPORT]


def test_links_are_relative_percent_encoded_and_lead_to_files(folders: Folders) -> None:
    put_in_place(folders, "round/2568-1/แบบ 100%#1")
    addresses = [own["href"] for tag, own in Elements(page(folders)).found if tag == "a" and own["href"]]
    files = [address for address in addresses if not address.startswith("#")]
    methods = ["methods/2568/report.html", "methods/2568/report.pdf"]
    assert len(files) == len(FILES) - 1 + len(methods), "all but findings.csv"
    assert files[-2:] == methods
    for address in files:
        assert address.isascii()
        assert not address.startswith(("/", "file:"))
        assert not {" ", "#", "?"} & set(address)
        assert (folders.outputs / unquote(address)).is_file()


def test_anchors_are_on_the_page(folders: Folders) -> None:
    put_in_place(folders)
    found = Elements(page(folders)).found
    there = {own["id"] for _, own in found if "id" in own}
    assert {own["href"] for tag, own in found if tag == "a" and str(own["href"]).startswith("#")} <= {
        f"#{name}" for name in there
    }


def test_it_needs_nothing_from_outside_and_runs_one_script_of_its_own(folders: Folders) -> None:
    put_in_place(folders)
    written = page(folders)
    (script,) = re.findall(r"<script>(.*?)</script>", written, re.DOTALL)
    policy = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; script-src"
    assert f"{policy} '{script_source(script)}'; " in written
    assert not [address for address in ADDRESS.findall(written) if address.startswith(("http", "//", "file:"))]
    assert 'font-family:"Sarabun"' in written


def test_the_findings_workbooks_are_not_linked(folders: Folders) -> None:
    put_in_place(folders)
    (folders.outputs / "check" / "2568-1" / "dmc").mkdir(parents=True)
    (folders.outputs / "check" / "2568-1" / "dmc" / "findings.xlsx").write_bytes(b"")
    assert "findings.xlsx" not in page(folders)
    assert "check/" not in page(folders)


def test_sample_data_are_marked_on_the_page(tmp_path: Path) -> None:
    folders = small.office(tmp_path, sample=True)
    small.received(folders)
    assert 'class="mark-sample"' in page(folders)
    assert "<title>ข้อมูลตัวอย่าง · " in page(folders)


def test_a_report_of_sample_data_among_real_ones_is_marked(folders: Folders) -> None:
    assert "ข้อมูลตัวอย่าง" not in page(folders)
    put_in_place(folders)  # the specimen's opening says that it is a sample
    written = page(folders)
    assert written.count("ข้อมูลตัวอย่าง") == 1
    assert '<span class="tag of-sample">ข้อมูลตัวอย่าง</span>' in written


def test_the_page_is_the_same_bytes_again_and_elsewhere(folders: Folders, tmp_path: Path) -> None:
    put_in_place(folders)
    other = small.office(tmp_path / "elsewhere", rounds=(small.ROUND, Round(2568, 2), Round(2569, 1)))
    small.received(other)
    put_in_place(other)
    first = page(folders)
    assert page(folders) == first
    assert page(other) == first


def test_a_learners_number_does_not_reach_the_page(folders: Folders) -> None:
    fail(folders, f"สมุดงานหยุดที่ {small.citizen_number(7)}\n")
    with pytest.raises(DataQualityError):
        write_portal(folders, folders.read_params())
    assert not (folders.outputs / "index.html").exists()


def test_the_office_reads_its_own_digits_but_files_keep_their_names(folders: Folders) -> None:
    office = folders.read_params().office.model_copy(update={"digits": "thai"})
    stale = replace(made(REPORT, State.STALE), reasons=("ไฟล์ใน params rounds/2568-1.yml เปลี่ยน",))
    written = parted(portal_page([stale], office, sample=False))
    assert "rounds/2568-1.yml" in written
    assert "ภาคเรียนที่ ๑ ปีการศึกษา ๒๕๖๘</h3>" in written
    assert 'href="round/2568-1/dmc/report.html"' in written


def test_with_nothing_at_all_it_says_how_to_begin(tmp_path: Path) -> None:
    folders = small.office(tmp_path, rounds=())
    written = page(folders)
    assert "ยังไม่มีรายงาน" in written
    assert "workbook receive" in written


def test_a_new_round_of_the_parameters_appears(folders: Folders) -> None:
    write_round(folders.params, Round(2570, 1))
    assert cards(folders)["round/2570-1/dmc"].state is State.WAITING


def waiting(report_id: str, urgency: str, asks: str = "decide") -> Card:
    flag = Flag(
        rule="short", urgency=urgency, asks=asks, sentence=(Span(text=f"ขาด {report_id}"),), table="by-item",
        fact="money.left", keys=("",), when="below", limit="0",
    )  # fmt: skip
    return replace(made(report_id), flags=(flag,))


def test_the_index_opens_with_what_waits_in_the_newest_report_on_each_subject(folders: Folders) -> None:
    cards_ = [
        waiting("round/2568-1/dmc", "watch"),
        waiting("round/2567-3/dmc", "urgent"),
        waiting("programme/2569/janitors", "urgent"),
        waiting("round/2568-1/emis", "urgent", "know"),
    ]
    seen = [(card.report_id, flag.urgency) for card, flag in decisions(years(cards_))]
    assert seen == [("programme/2569/janitors", "urgent"), ("round/2568-1/dmc", "watch")]
    written = BeautifulSoup(portal_page(cards_, folders.read_params().office, sample=False), "html.parser")
    first = written.select_one("main > section")
    assert first.h2.text == "เรื่องที่ต้องตัดสินใจ"
    assert [link["href"] for link in first.select("a")] == [
        "programme/2569/janitors/report.html#by-item",
        "round/2568-1/dmc/report.html#by-item",
    ]
    assert first.details.select_one("li")["class"] == ["watch"]


def test_a_report_leads_to_those_that_build_on_it(folders: Folders) -> None:
    cards_ = [
        made("round/2568-1/dmc"),
        replace(made("round/2568-1/emis"), builds_on=("round/2568-1/dmc",)),
        replace(made("programme/2569/janitors"), builds_on=("round/2568-1/dmc", "round/2567-1/dmc")),
        replace(made("round/2568-1/bobec", State.WAITING), builds_on=("round/2568-1/dmc",)),
    ]
    written = BeautifulSoup(portal_page(cards_, folders.read_params().office, sample=False), "html.parser")
    leads = {
        article["data-report"]: [link["href"] for link in article.select("details.builders a")]
        for article in written.select("article")
    }
    assert leads == {
        "round/2568-1/dmc": ["round/2568-1/emis/report.html", "programme/2569/janitors/report.html"],
        "round/2568-1/emis": [],
        "programme/2569/janitors": [],
    }
