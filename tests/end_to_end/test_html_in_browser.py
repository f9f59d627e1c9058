"""The report page in a real browser: search, sorting, receipts, keyboard, phone, paper, and no script at all."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from helpers.render.blocks import FactReceipt, Number, Span, Text
from helpers.render.html import render
from unit.reports.specimen import output, receipts, specimen

SCHOOLS = 241
HELP = """
const all = (selector) => [...document.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const press = (key, more = {}) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
const shown = () => all("#by-school tbody tr:not([hidden])");
const column = (place) => shown().map((row) => row.cells[place].textContent);
const search = (words) => {
  one("#by-school input").value = words;
  one("#by-school input").dispatchEvent(new Event("input"));
};
const part = (name) => one(`#receipt [data-part="${name}"]`).textContent;
"""
SEARCH_AND_SORT = """
const told = {};
const count = () => one("#by-school output").textContent;
told.controls = [all(".finder").length, all("thead button").length];
told.start = count();
search("ที่ ๒๔");
told.found = [count(), column(1)];
one("#by-school input").focus();
press("Escape");
told.cleared = [one("#by-school input").value, count()];
const button = all("#by-school thead button")[2];
const turn = () => { button.click(); return [button.parentElement.ariaSort, column(2).slice(0, 2)]; };
const began = performance.now();
told.turns = [turn(), turn(), turn()];
told.milliseconds = performance.now() - began;
all("#by-school thead button")[1].click();
told.names = column(1).slice(0, 3);
told.spoken = one("#by-school .spoken").textContent;
told.sorts = all("#by-school thead [aria-sort]").map((head) => head.ariaSort);
return told;
"""
RECEIPT = """
const told = {};
const stops = () => all("main data[tabindex]").map((number) => number.closest(".table")?.id ?? "prose");
told.stops = stops();
one("#by-grade data").focus();
press("ArrowRight"); told.right = document.activeElement.dataset.key;
press("ArrowDown"); told.down = document.activeElement.dataset.key;
press("Home"); press("ArrowUp"); told.back = document.activeElement.dataset.key;
press("Enter");
told.open = one("#receipt").open;
told.parts = Object.fromEntries(["title", "place", "figure", "operation", "table", "chosen", "where", "rows", "digest",
  "files", "value", "fact", "command"].map((name) => [name, part(name)]));
one("#receipt .close").click();
told.closed = [one("#receipt").open, document.activeElement.dataset.key];
press("End", { ctrlKey: true });
told.last = document.activeElement.dataset.fact;
told.after = stops();
one(".lead data").click();
told.everything = [part("title"), part("place"), part("where"), part("command")];
one("#receipt .close").click();
all(".headlines data")[1].click();
told.unknown = [one('#receipt [data-part="unknown"]').hidden, one("#receipt dl").hidden, part("title")];
return told;
"""
RATIO = """
one(".lead data").click();
const rows = all("#receipt dl > div").filter((row) => row.getClientRects().length);
return {
  operation: part("operation"),
  rows: rows.map((row) => row.querySelector("dt").textContent),
  empty: rows.filter((row) => !row.querySelector("dd").textContent.trim()).length,
  text: one("#receipt").innerText,
};
"""
PHONE = """
const frame = await framed(REPORT, 360, 740);
const page = frame.contentDocument;
const wide = [...page.querySelectorAll("body *")].filter((node) => !node.closest(".scroll, .spoken, dialog"));
return {
  page: page.documentElement.scrollWidth,
  outside: wide.filter((node) => node.getBoundingClientRect().right > 361).map((node) => node.outerHTML.slice(0, 80)),
  contents: page.querySelector("nav details").open,
  tables: [...page.querySelectorAll(".scroll")].every((box) => box.clientWidth <= 360),
  font: frame.contentWindow.getComputedStyle(page.body).fontFamily,
  loaded: [...page.fonts].filter((face) => face.status === "loaded").map((face) => face.weight),
};
"""


@pytest.fixture(scope="module")
def report() -> str:
    return render(specimen(SCHOOLS)).decode()


@pytest.fixture(scope="module")
def saved(report: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report, encoding="utf-8")
    return path


def test_the_page_obeys_its_own_policy(chromium: Callable[..., str], saved: Path) -> None:
    found = BeautifulSoup(chromium(saved), "html.parser")
    assert found.select_one("meta[http-equiv]")
    assert len(found.select("#by-school thead button")) == 4
    assert found.select_one("#by-school output").text == f"แสดง {SCHOOLS} จาก {SCHOOLS} แถว"


def test_search_and_sorting(driven: Callable[..., Any], report: str) -> None:
    told = driven(report, HELP + SEARCH_AND_SORT)
    assert told["controls"] == [1, 4]
    assert told["start"] == "แสดง 241 จาก 241 แถว"
    found = [f"บ้านตัวอย่างวิทยาที่ {number}" for number in (24, 124, 224, 240, 241)]
    assert told["found"] == ["แสดง 5 จาก 241 แถว", found]
    assert told["cleared"] == ["", "แสดง 241 จาก 241 แถว"]
    assert told["turns"] == [
        ["descending", ["1,690", "1,683"]],
        ["ascending", ["10", "17"]],
        ["none", ["10", "17"]],
    ]
    assert told["milliseconds"] < 1000
    assert told["names"][1:] == ["บ้านตัวอย่างวิทยาที่ 1", "บ้านตัวอย่างวิทยาที่ 2"]
    assert told["spoken"] == "โรงเรียน: เรียงจาก ก ถึง ฮ"
    assert told["sorts"] == ["none", "ascending", "none", "none"]


def test_receipts_by_keyboard_and_click(driven: Callable[..., Any], report: str) -> None:
    told = driven(report, HELP + RECEIPT)
    assert told["stops"] == ["prose", "prose", "prose", "by-grade", "by-school"]
    assert [told[step] for step in ("right", "down", "back")] == [
        "grade=ป.1;sex=ญ",
        "grade=ป.2;sex=ญ",
        "grade=ป.1;sex=ช",
    ]
    assert told["open"] is True
    files = told["parts"].pop("files")
    assert told["parts"] == {
        "title": "นักเรียนตามชั้นและเพศ",
        "place": "ป.1 · นักเรียน · ชาย",
        "figure": "1200 คน",
        "operation": "ผลรวม",
        "table": "2568-1/dmc/enrolment · pupils",
        "chosen": "ชั้น: ป.1 · เพศ: ชาย",
        "where": "grade = 'ป.1' AND sex = 'ช'",
        "rows": "107",
        "digest": "a1b2c3d4e5f60719",
        "value": "1200",
        "fact": "pupils.by_grade",
        "command": 'workbook trace round/2568-1/dmc pupils.by_grade --key "grade=ป.1;sex=ช"',
    }
    for words in ("2568-1-จำนวนนักเรียนแยกชั้น,เพศ.csv", "108 แถว", "ab" * 6):
        assert words in files
    assert told["closed"] == [False, "grade=ป.1;sex=ช"]
    assert told["last"] == "pupils.total"
    assert told["after"] == told["stops"]
    assert told["everything"] == [
        "นักเรียนทั้งหมด",
        "",
        "ทุกแถวของตาราง",
        "workbook trace round/2568-1/dmc pupils.total",
    ]
    assert told["unknown"] == [False, True, "pupils.share_poor"]


def test_a_ratio_is_told_in_words_and_leaves_nothing_empty(driven: Callable[..., Any]) -> None:
    share = Number(fact="pupils.share", value="0.5", text="50.0", unit="ร้อยละ")
    ratio = FactReceipt(
        fact="pupils.share", title="ร้อยละยากจน", unit="ร้อยละ", operation="ratio", table="", column="", files=(),
        cells=(("", "0.5", "pupils.by_grade(grade=ป.1;sex=ช) / pupils.total()", 9, "a1b2c3d4e5f60720"),),
    )  # fmt: skip
    notebook = specimen(3)
    notebook.cells[4].outputs = [output(Text(role="lead", paragraphs=((share,),)))]
    notebook.cells[-1].outputs = [output(receipts().model_copy(update={"facts": (*receipts().facts, ratio)}))]
    told = driven(render(notebook).decode(), HELP + RATIO)
    assert told["operation"] == "“นักเรียนตามชั้นและเพศ” หารด้วย “นักเรียนทั้งหมด”"
    audit = ["ค่าก่อนจัดรูปแบบ", "ลายนิ้วมือของแถว", "ดูแถวต้นทางด้วยคำสั่ง", "รหัสตัวเลข"]
    assert told["rows"] == ["วิธีคำนวณ", "แถวต้นทาง", *audit]
    assert told["empty"] == 0
    assert "pupils.by_grade" not in told["text"]


CONDITIONS = """
return all(".lead data").map((number) => {
  number.click();
  const told = [part("chosen"), one('#receipt [data-part="chosen"]').closest("div").hidden];
  one("#receipt .close").click();
  return told;
});
"""
FILTERS = (
    ("sex = 'ญ'", "เพศ: หญิง"),
    ("grade <> 'ไม่''ระบุ'", "ชั้น ไม่ใช่ ไม่'ระบุ"),
    ("grade IN ('ป.1', 'ป.2') AND sex = ''", "ชั้น: ป.1 หรือ ป.2 · เพศ: ว่าง"),
    ("grade = TRUE", "ชั้น: ใช่"),
    ("", "ทุกแถวของตาราง"),
    ("unknown = 'x'", ""),
    ("grade = 'ป.1' OR sex = 'ช'", ""),
)


def test_a_filter_is_told_in_words(driven: Callable[..., Any]) -> None:
    *_, counted = receipts().facts
    numbers = tuple(Number(fact=f"f{index}", value="1", text="1") for index in range(len(FILTERS)))
    stated = tuple(
        counted.model_copy(update={"fact": number.fact, "cells": (("", "1", where, 1, "0"),)})
        for number, (where, _) in zip(numbers, FILTERS, strict=True)
    )
    notebook = specimen(3)
    notebook.cells[4].outputs = [output(Text(role="lead", paragraphs=(numbers,)))]
    notebook.cells[-1].outputs = [output(receipts().model_copy(update={"facts": stated}))]
    told = driven(render(notebook).decode(), HELP + CONDITIONS)
    assert told == [[words, not words] for _, words in FILTERS]


def test_money_is_exact_in_its_receipt(driven: Callable[..., Any]) -> None:
    amount = Number(fact="amount", value="-330706340.5", text="330,706,340.50", unit="บาท")
    lead = Text(role="lead", paragraphs=((Span(text="ขาด "), amount),))
    fact = FactReceipt(
        fact="amount", title="เงิน", unit="บาท", operation="sum", table="2569/x/t", column="a", files=(),
        cells=(("", amount.value, "", 3, "a1"),),
    )  # fmt: skip
    notebook = specimen(3)
    notebook.cells[4].outputs = [output(lead)]
    notebook.cells[-1].outputs = [output(receipts().model_copy(update={"facts": (*receipts().facts, fact)}))]
    steps = 'one(".lead data").click(); return [one(".lead").textContent, part("figure")];'
    assert driven(render(notebook).decode(), HELP + steps) == ["ขาด 330.71\u00a0ล้านบาท", "330,706,340.50 บาท"]


def test_a_phone_needs_no_sideways_scrolling(driven: Callable[..., Any], saved: Path) -> None:
    steps = PHONE.replace("REPORT", f'"{saved.as_uri()}"')
    told = driven("<body></body>", steps)
    assert told["page"] == 360
    assert not told["outside"]
    assert told["contents"] is False
    assert told["tables"] is True
    assert told["font"].startswith("Sarabun")
    assert told["loaded"] == ["400", "700"]


def test_without_script_the_page_reads_whole_and_offers_nothing_dead(
    chromium: Callable[..., str], report: str, tmp_path: Path
) -> None:
    path = tmp_path / "without.html"
    path.write_text(re.sub(r"script-src [^;]+", "script-src 'none'", report), encoding="utf-8")
    found = BeautifulSoup(chromium(path), "html.parser")
    assert len(found.select("#by-school tbody tr:not([hidden])")) == SCHOOLS
    assert not found.select("main button, main input, main [role=button]")
    assert found.select_one(".hint").has_attr("hidden")
    assert not found.dialog.has_attr("open")


def test_paper_repeats_heads_and_the_sample_mark(
    chromium: Callable[..., str], find_program: Callable[[str], str], saved: Path, tmp_path: Path
) -> None:
    printed = tmp_path / "printed.pdf"
    chromium(saved, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    read = subprocess.run([find_program("pdftotext"), "-raw", printed, "-"], capture_output=True, check=True)
    pages = [re.sub(r"\s", "", page) for page in read.stdout.decode().split("\f")[:-1]]
    with_schools = [page for page in pages if "บ้านตัวอย่างวิทยาที่" in page]
    assert len(with_schools) > 3
    assert all("รหัสโรงเรียนนักเรียนเปลี่ยนแปลง" in page for page in with_schools)
    assert not any("ค้นหาในตาราง" in page or "สารบัญ" in page for page in pages)
    assert ["ฉบับพิมพ์คือreport.pdf" in page for page in pages] == [True] + [False] * (len(pages) - 1)
    assert not any(f"{number}/{len(pages)}" in page for number, page in enumerate(pages, 1)), "pages are the PDF's"
    assert all(page.endswith("ข้อมูลตัวอย่าง") for page in pages)
    assert pages[0].removesuffix("ข้อมูลตัวอย่าง").endswith("ไม่รวมโรงเรียนนอกบัญชี"), "marks of page 2 show on page 1"
