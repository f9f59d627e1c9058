"""The PDF as a file: standards, document data, determinism, and what stops it."""

import base64
import re
import time
import zlib
from typing import Any

import pytest
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.errors import RenderingError
from helpers.render.blocks import Chart, Headline, Headlines, Receipts, Span, TableBlock, TableColumn, TableRow, Text
from helpers.render.pdf import WorkbookPDFExporter, render
from unit.reports.specimen import DANGEROUS, OPENING, SVG, output, specimen

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(specimen())


def streams(pdf: bytes) -> str:
    """The drawing commands of all pages."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = (zlib.decompressobj().decompress(part) for part in packed if part[:1] == b"\x78")
    return b"\n".join(part for part in opened if b"BT" in part).decode("latin-1")


def pages(pdf: bytes) -> int:
    return int(re.search(rb"<xmpTPg:NPages>(\d+)", pdf)[1])  # type: ignore[index]


def with_table(rows: int, *, one_page: bool) -> NotebookNode:
    table = TableBlock(
        name="t", title="ก", columns=(TableColumn(label="ข"),), rows=(TableRow(cells=((Span(text="ค"),),)),) * rows
    )
    blocks = (OPENING.model_copy(update={"one_page": one_page}), table, Receipts(files=(), facts=()))
    return new_notebook(cells=[new_code_cell("1", outputs=[output(block)]) for block in blocks])


def test_a_report_of_one_page_is_made_smaller_where_it_would_need_two() -> None:
    assert pages(render(with_table(50, one_page=False))) == 2
    printed = {rows: render(with_table(rows, one_page=True)) for rows in (5, 50)}
    assert {rows: pages(pdf) for rows, pdf in printed.items()} == {5: 1, 50: 1}
    scales = {rows: set(re.findall(r"q ([01][.\d]*) 0 0 -", streams(pdf))) for rows, pdf in printed.items()}
    assert scales == {5: {"1"}, 50: {"1", "0.82"}}


def test_says_which_standards_it_keeps(made: bytes) -> None:
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_document_data_are_the_reports_own(made: bytes) -> None:
    assert f">{OPENING.title} {OPENING.period}<".encode() in made
    assert f"<rdf:li>{OPENING.office}</rdf:li>".encode() in made
    assert b"/Lang(th)" in made
    assert b"<xmp:CreateDate>2025-06-10T00:00:00+00:00</xmp:CreateDate>" in made


def test_only_sarabun_is_embedded(made: bytes) -> None:
    families = {name.split(b"+")[1].split(b"-")[0] for name in re.findall(rb"/FontName/([^/\s]+)", made)}
    assert families == {b"Sarabun", b"DejaVuSansMono"}


def test_headings_are_bookmarks(made: bytes) -> None:
    root = re.search(rb"/Type/Outlines/First \d+ 0 R/Last \d+ 0 R/Count (\d+)", made)
    assert root
    assert int(root[1]) == 4  # a section without data has no heading


def test_no_syllable_is_written_twice() -> None:
    """A raised tone mark must not become a run of its own: its whole syllable would be read out again."""
    drawn = streams(render(new_notebook(cells=[new_markdown_cell("ทั้งขึ้น **ฝั่งปั้น**")])))
    syllables = ["ทั้", "ขึ้", "ฝั่", "ปั้"]
    assert [drawn.count(f"<FEFF{syllable.encode('utf-16-be').hex().upper()}>") for syllable in syllables] == [
        1,
        1,
        1,
        1,
    ]


def test_a_notebook_that_never_opened_a_report_still_prints() -> None:
    printed = new_output("stream", name="stdout", text="\x1b[31mแดง\x1b[0m")
    failed = new_output("error", ename="ValueError", evalue="ผิด", traceback=["line 1"])
    picture = new_output("display_data", data={"image/png": base64.b64encode(PIXEL).decode()})
    drawing = new_output("display_data", data={"image/svg+xml": SVG, "text/plain": "<Figure>"})
    made = render(new_notebook(cells=[new_code_cell("1", outputs=[printed, failed, picture, drawing])]))
    assert pages(made) == 2
    assert b"<xmp:CreateDate>1980-01-01T" in made


def test_every_school_of_a_large_area_takes_few_pages_and_little_time() -> None:
    notebook = specimen(241)
    render(notebook)
    started = time.perf_counter()
    made = render(notebook)
    assert 5 <= pages(made) <= 9
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize("text", ["😀 中文", "\uf70a", "\x00\x08", "\ufeff\u202e", DANGEROUS, "ก" * 400, "a" * 400])
def test_no_text_of_a_delivery_stops_it(text: str) -> None:
    notebook = specimen(4)
    table = next(cell for cell in notebook.cells if "by-school" in cell.source)
    block = table.outputs[0].data["application/vnd.workbook.block+json"]
    block["rows"][0]["cells"][1][0]["text"] = text
    block["title"] = text
    assert pages(render(notebook)) >= 1


@pytest.mark.parametrize(
    "block",
    [
        TableBlock(name="t", title="ว่าง", columns=(TableColumn(label="ก", group="ข"), TableColumn(label="ค")), rows=()),
        TableBlock(name="t", title="", columns=(TableColumn(label=""),), rows=(TableRow(cells=((),), total=True),)),
        Headlines(items=()),
        Headlines(items=(Headline(label="", number=()),)),
        Text(paragraphs=()),
        Text(role="warning", paragraphs=((),)),
        Receipts(files=(), facts=()),
        Chart(name="c", title="ไม่มีภาพ", alt="อธิบาย"),
    ],
)
def test_empty_blocks_are_set(block: Any) -> None:
    assert pages(render(new_notebook(cells=[new_code_cell("1", outputs=[output(block)])]))) == 1


def test_a_damaged_chart_is_named() -> None:
    chart = output(Chart(name="c", title="ภาพ", alt="ภาพ"), "<svg")
    with pytest.raises(RenderingError, match="PDF ไม่สำเร็จ"):
        render(new_notebook(cells=[new_code_cell("1", outputs=[chart])]))


def test_a_block_of_no_kind_is_named() -> None:
    wrong = new_output("display_data", data={"application/vnd.workbook.block+json": {"kind": "tabel"}})
    with pytest.raises(RenderingError, match="tabel"):
        render(new_notebook(cells=[new_code_cell("1", outputs=[wrong])]))


def test_the_exporter_is_one_of_nbconverts() -> None:
    exporter = get_exporter("workbook_pdf")()
    assert isinstance(exporter, WorkbookPDFExporter)
    made, resources = exporter.from_notebook_node(specimen(2))
    assert made == render(specimen(2))
    assert resources["output_extension"] == ".pdf"


def test_code_is_shown_when_asked_for() -> None:
    plain, _ = WorkbookPDFExporter().from_notebook_node(specimen(2))
    shown, _ = WorkbookPDFExporter(show_code=True).from_notebook_node(specimen(2))
    assert plain == render(specimen(2))
    assert shown == render(specimen(2), show_code=True)
    assert len(shown) > len(plain)
