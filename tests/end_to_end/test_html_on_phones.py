"""A report on a phone: sections and long tables fold, wide tables become cards, no name breaks, and whatever leads to a
thing opens it. Paper and wide screens have all of it open."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from helpers.render.blocks import Number, Span, TableBlock, TableColumn, TableRow, Text
from helpers.render.html import render
from unit.reports.specimen import output, specimen

SCHOOLS = 241
TORTURE = (
    ("34010001", "เหล่าเสือโก้ก", "เหล่าเสือโก้ก"),
    ("34010002", "ชุมชนบ้านหนองบ่อ(วิจิตรราษฎร์สามัคคี)", "เมืองอุบลราชธานี"),
    ("34010003", "บ้านน้ำคำแดง", "ม่วงสามสิบ"),
    ("34010004", "ตระการพืชผล/ศรีเมืองใหม่", "เขื่องใน"),
)
FRAME = """
const frame = await framed(PAGE, WIDTH, 812);
const view = frame.contentWindow;
const page = frame.contentDocument;
const one = (selector) => page.querySelector(selector);
const all = (selector) => [...page.querySelectorAll(selector)];
const high = (node) => node.getBoundingClientRect().height > 0;
const shows = (node) => node.checkVisibility({ contentVisibilityAuto: true }) && high(node);
const seen = (node) => Boolean(node) && shows(node);
const rows = () => all("#by-school tbody tr").filter(seen).length;
const opener = () => one("#จำแนกตามโรงเรียน .opener");
"""
FOLDED = """
const told = { openers: all(".opener").length, rows: rows(), more: one("#by-school .more")?.textContent ?? "" };
told.lead = seen(one("#จำแนกตามโรงเรียน + .lead"));
told.found = one(".section")?.getAttribute("hidden") ?? "";
if (told.openers) {
  told.before = opener().getAttribute("aria-expanded");
  opener().click();
  told.after = [opener().getAttribute("aria-expanded"), rows()];
  const search = one("#by-school input");
  search.value = "34010200";
  search.dispatchEvent(new view.Event("input"));
  told.search = [rows(), one("#by-school .more").hidden, seen(one("#by-school output"))];
  search.value = "";
  search.dispatchEvent(new view.Event("input"));
  one("#by-school .more").click();
  told.whole = rows();
  one(".section").dispatchEvent(new view.Event("beforematch"));
}
return told;
"""
ADDRESSED = """
return {
  table: [seen(one("#by-school")), rows()],
  receipt: one("#receipt").open,
  number: seen(one('[data-fact="pupils.by_school"][data-key="smis=34010200"]')),
};
"""
CARDS = """
opener().click();
const block = one("#wide");
const box = block.querySelector(".scroll");
const cell = block.querySelector("tbody td");
const [order] = block.querySelectorAll("select");
const first = () => block.querySelector("tbody tr th").textContent;
const told = {
  cards: block.classList.contains("cards"),
  cut: box.scrollWidth > box.clientWidth + 1,
  label: view.getComputedStyle(cell, "::before").content,
  roles: [block.querySelector("tbody").getAttribute("role"), cell.getAttribute("role")],
  first: first(),
  orders: order?.options.length ?? 0,
};
if (order) {
  order.value = [...order.options].find(({ text }) => text.includes("มากไปน้อย")).value;
  order.dispatchEvent(new view.Event("change"));
}
told.sorted = first();
cell.querySelector("data").click();
told.column = one('#receipt [data-part="place"]').textContent;
return told;
"""
BROKEN = """
const lines = (node) => {
  const range = page.createRange();
  range.selectNodeContents(node);
  const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
  return new Set(boxes.map(({ top }) => Math.round(top / 8))).size;
};
opener().click();
const spans = all("main .whole").filter(seen);
return {
  spans: spans.length,
  broken: spans.filter((span) => lines(span) > 1).map((span) => span.textContent),
  outside: spans.filter((span) => span.getBoundingClientRect().right > 375).map((span) => span.textContent),
  words: [...new Set(spans.map((span) => span.textContent))],
};
"""

OnPhone = Callable[..., Any]


def wide_table(rows: int = 40) -> TableBlock:
    """A long table of seven columns of money: wider than a phone."""
    columns = (
        TableColumn(label="โครงการ", align="start"),
        *(TableColumn(label=f"งวดที่ {n}", group="จ่าย") for n in range(1, 8)),
    )
    shown = [
        TableRow(
            cells=(
                (Span(text=f"โครงการ {row:02}"),),
                *(
                    (
                        Number(
                            fact="paid",
                            key=f"row={row};n={n}",
                            value=str(row * 1000 + n),
                            text=f"{row * 1000 + n:,}.00",
                        ),
                    )
                    for n in range(7)
                ),
            )
        )
        for row in range(1, rows + 1)
    ]
    return TableBlock(name="wide", title="เงินรายงวด (บาท)", columns=columns, rows=tuple(shown), long=True)


def torture_table() -> TableBlock:
    """Names of districts and schools that a browser would part."""
    columns = (TableColumn(label="รหัส", align="start"), TableColumn(label="โรงเรียน", align="start"))
    heads = (*columns, TableColumn(label="อำเภอ", align="start"), TableColumn(label="คน"))
    rows = tuple(
        TableRow(
            cells=(*((Span(text=word),) for word in words), (Number(fact="n", key=words[0], value="1", text="1"),))
        )
        for words in TORTURE
    )
    return TableBlock(name="torture", title="โรงเรียนที่ชื่อยาว", columns=heads, headers=3, rows=rows)


def sectioned() -> NotebookNode:
    """The specimen with its long table and others in a section that has a first sentence."""
    notebook = specimen(SCHOOLS)
    tables = next(cell for cell in notebook.cells if "by-school" in json.dumps(cell, ensure_ascii=False))
    notebook.cells.remove(tables)
    said = " ".join(
        f"{name} อำเภอ{district} วันที่ 30 เมษายน 2569 รอบ 2569-1 ระบบ B-OBEC" for _, name, district in TORTURE
    )
    lead = Text(role="lead", paragraphs=((Span(text="โรงเรียนทั้งหมดมีข้อมูล"),),))
    section = [
        new_markdown_cell("## จำแนกตามโรงเรียน", id="by-school-head"),
        new_code_cell("", id="by-school-lead", outputs=[output(lead)]),
        tables,
        new_code_cell("", id="wide-table", outputs=[output(wide_table()), output(torture_table())]),
        new_code_cell("", id="torture-text", outputs=[output(Text(paragraphs=((Span(text=said),),)))]),
    ]
    notebook.cells[-1:-1] = section
    return notebook


@pytest.fixture(scope="module")
def report() -> str:
    return render(sectioned()).decode()


@pytest.fixture
def on_phone(driven: Callable[..., Any], report: str, tmp_path: Path) -> OnPhone:
    """`on_phone(steps, width=…, address=…)` opens the report in a frame and returns what the steps return."""

    def run(steps: str, width: int = 375, address: str = "") -> Any:
        path = tmp_path / "report.html"
        path.write_text(report, encoding="utf-8")
        opened = FRAME.replace("PAGE", json.dumps(path.as_uri() + address)).replace("WIDTH", str(width))
        return driven("<body></body>", opened + steps)

    return run


def test_a_phone_folds_sections_and_long_tables(on_phone: OnPhone) -> None:
    told = on_phone(FOLDED)
    assert told["openers"] >= 1
    assert (told["rows"], told["lead"], told["before"]) == (0, True, "false")
    assert told["found"] == "until-found", "a search in the page finds what is folded"
    assert told["after"] == ["true", 8]
    assert told["more"] == f"ดูทั้งหมด {SCHOOLS} แถว"
    assert told["search"] == [1, True, True]
    assert told["whole"] == SCHOOLS


def test_a_wide_screen_folds_nothing(on_phone: OnPhone) -> None:
    told = on_phone(FOLDED, width=1280)
    assert (told["openers"], told["rows"]) == (0, SCHOOLS)


@pytest.mark.parametrize(
    ("address", "rows", "receipt"),
    [("#by-school", 8, False), ("#f=pupils.by_school;smis%3D34010200", SCHOOLS, True)],
)
def test_an_address_opens_what_it_leads_to(on_phone: OnPhone, address: str, rows: int, receipt: bool) -> None:
    assert on_phone(ADDRESSED, address=address) == {"table": [True, rows], "receipt": receipt, "number": receipt}


def test_a_table_that_would_be_cut_becomes_cards(on_phone: OnPhone) -> None:
    told = on_phone(CARDS)
    assert (told["cards"], told["cut"]) == (True, False)
    assert told["label"] == '"จ่าย งวดที่ 1"'
    assert told["roles"] == ["rowgroup", "cell"]
    assert told["orders"] == 1 + 2 * 8
    assert (told["first"], told["sorted"]) == ("โครงการ 01", "โครงการ 40")
    assert told["column"] == "โครงการ 01 · จ่าย · งวดที่ 1"


def test_a_wide_screen_has_the_table(on_phone: OnPhone) -> None:
    told = on_phone(CARDS.replace("opener().click();", ""), width=1280)
    assert (told["cards"], told["label"], told["roles"]) == (False, "none", [None, None])


def test_no_name_date_or_code_is_parted(on_phone: OnPhone) -> None:
    told = on_phone(BROKEN)
    assert told["broken"] == []
    assert told["outside"] == []
    for words in ("เหล่าเสือโก้ก", "เมืองอุบลราชธานี", "บ้านน้ำคำแดง", "30 เมษายน 2569", "2569-1", "B-OBEC"):
        assert words in told["words"]


def test_paper_of_a_folded_page_has_every_row(
    chromium: Callable[..., str], find_program: Callable[[str], str], report: str, tmp_path: Path
) -> None:
    page, printed = tmp_path / "report.html", tmp_path / "printed.pdf"
    page.write_text(report, encoding="utf-8")
    chromium(page, "--window-size=500,812", "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    read = subprocess.run([find_program("pdftotext"), "-raw", printed, "-"], capture_output=True, check=True)
    text = re.sub(r"\s", "", read.stdout.decode())
    assert all(f"บ้านตัวอย่างวิทยาที่{number}" in text for number in (1, 100, SCHOOLS))
    assert "ดูทั้งหมด" not in text
    assert "เปิดทุกหัวข้อ" not in text
