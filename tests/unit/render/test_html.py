"""The report page: whole, safe, readable without script, and the same bytes every time."""

import base64
import hashlib
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from builders import parted
from helpers.errors import RenderingError
from helpers.render.blocks import BLOCK_MIME, Receipts, Span, TableBlock, Text
from helpers.render.html import WorkbookHTMLExporter, render
from unit.reports.specimen import DANGEROUS, OPENING, SVG, by_grade_table, output, receipts, specimen

TECHNICAL = ("code", "pre", "script", "style")


def page(notebook: nbformat.NotebookNode) -> BeautifulSoup:
    return BeautifulSoup(render(notebook), "html.parser")


@pytest.fixture(scope="module")
def soup() -> BeautifulSoup:
    return page(specimen())


def facts_of(value: Any) -> list[tuple[str, str, str]]:
    """Every printed number of a block's JSON value: fact, key, value."""
    if isinstance(value, list):
        return [shown for part in value for shown in facts_of(part)]
    if not isinstance(value, dict):
        return []
    number = [(value["fact"], value.get("key", ""), value["value"])] if {"fact", "value"} <= value.keys() else []
    return number + [shown for part in value.values() for shown in facts_of(part)]


def test_every_number_is_a_fact_with_its_key_and_value(soup: BeautifulSoup) -> None:
    blocks = [out.data[BLOCK_MIME] for cell in specimen().cells if "outputs" in cell for out in cell.outputs]
    shown = [(data["data-fact"], data["data-key"], data["value"]) for data in soup.select("main data")]
    assert Counter(shown) == Counter(facts_of(blocks))
    assert len(shown) > 240


def test_the_page_has_its_landmarks_one_title_and_its_language(soup: BeautifulSoup) -> None:
    assert soup.html["lang"] == "th"
    assert [len(soup.select(f"body > {name}, .columns > {name}")) for name in ("header", "nav", "main", "footer")] == [
        1
    ] * 4
    assert [heading.text for heading in soup.select("h1")] == [OPENING.title]
    assert soup.select_one("a.skip")["href"] == f"#{soup.main['id']}"
    assert OPENING.period in soup.title.text
    assert soup.body.find(True)["class"] == ["skip"]


def test_anchors_are_unique_and_every_link_leads_to_one(soup: BeautifulSoup) -> None:
    anchors = Counter(tag["id"] for tag in soup.select("[id]"))
    assert max(anchors.values()) == 1
    assert {link["href"].removeprefix("#") for link in soup.select('a[href^="#"]')} <= anchors.keys()
    assert {tag["aria-labelledby"] for tag in soup.select("[aria-labelledby]")} <= anchors.keys()
    assert [link.text for link in soup.select("#contents a")] == [
        heading.text for heading in soup.select("main :is(h2, h3)")
    ]


def test_a_heading_never_takes_the_anchor_of_a_table() -> None:
    notebook = specimen(3)
    notebook.cells.insert(3, new_markdown_cell("## by-school\n\n## receipts\n\n## by-school"))
    anchors = Counter(tag["id"] for tag in page(notebook).select("[id]"))
    assert max(anchors.values()) == 1
    assert {"by-school", "by-school-2", "by-school-3", "receipts-2"} <= anchors.keys()


def test_nothing_is_fetched(soup: BeautifulSoup) -> None:
    named = [tag[name] for name in ("src", "href") for tag in soup.select(f"[{name}]")]
    ways = {"../../../index.html", "../../../methods/2568/report.html", "report.pdf", "tables.xlsx"}
    assert all(address.startswith(("data:", "#")) or address.partition("#")[0] in ways for address in named)
    assert {tag["href"] for tag in soup.select("a[href]")} >= ways
    assert set(re.findall(r"url\((.{5})", soup.style.text)) == {"data:"}
    assert "@import" not in soup.style.text
    policy = soup.select_one("meta[http-equiv]")["content"]
    assert policy.startswith("default-src 'none'")


def test_the_policy_allows_the_one_script_and_no_other(soup: BeautifulSoup) -> None:
    (script,) = soup.select("script:not([type])")
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    assert re.findall(r"script-src ([^;]+);", soup.select_one("meta[http-equiv]")["content"]) == [f"'sha256-{digest}'"]


def test_names_that_are_code_stay_words(soup: BeautifulSoup) -> None:
    assert len(soup.select("script")) == 2
    assert [cell.text for cell in soup.select("#by-school th") if "HYPERLINK" in cell.text] == [DANGEROUS]


def test_receipts_survive_a_name_that_ends_the_script() -> None:
    dangerous = receipts().files[0].model_copy(update={"name": "a</script><script>alert(1)</script><!--.csv"})
    block = Receipts(files=(dangerous,), facts=receipts().facts)
    shown = page(
        new_notebook(cells=[new_code_cell("", outputs=[output(each) for each in (OPENING, by_grade_table(), block)])])
    )
    content = json.loads(shown.select_one("#receipts").string)
    assert content["files"][0]["name"] == dangerous.name
    assert content["facts"]["pupils.by_grade"]["cells"] == {
        "grade=ป.1;sex=ช": ["grade = 'ป.1' AND sex = 'ช'", 107, "a1b2c3d4e5f60719"]
    }
    assert len(shown.select("script")) == 2


def test_the_way_to_the_source_files_and_to_verify_are_printed(soup: BeautifulSoup) -> None:
    (line,) = [line for line in soup.select("main p.note") if line.a]
    assert f"ไฟล์ต้นทาง {len(receipts().files)} ไฟล์" in line.text
    assert line.a.text == "วิธีการและแหล่งข้อมูล ปี พ.ศ. 2568"
    assert receipts().files[0].name not in soup.select_one("main").text
    commands = [code.text for code in soup.select("footer code")]
    assert commands == [OPENING.fingerprint, f"workbook verify {OPENING.report_id}"]


def test_code_is_shown_only_where_it_is_asked_for() -> None:
    shown, _ = WorkbookHTMLExporter(show_code=True).from_notebook_node(specimen(3))
    assert "report.headlines(...)" in shown
    assert "report.headlines(...)" not in render(specimen(3)).decode()


def test_sample_data_say_so_and_real_data_do_not() -> None:
    real = specimen(3)
    real.cells[2].outputs = [output(OPENING.model_copy(update={"sample": False}))]
    assert "ข้อมูลตัวอย่าง" not in page(real).text
    marked = page(specimen(3))
    assert all("ข้อมูลตัวอย่าง" in marked.select_one(place).text for place in ("title", ".mark-sample", ".watermark"))


def test_thai_digits_everywhere_but_in_technical_words() -> None:
    notebook = specimen(3)
    notebook.cells[2].outputs = [output(OPENING.model_copy(update={"digits": "thai"}))]
    shown = page(notebook)
    assert shown.select_one("main data")["value"] == "24060"
    assert "๒๔,๐๖๐" in shown.text
    assert OPENING.fingerprint in shown.text
    for technical in shown.select(", ".join(TECHNICAL)):
        technical.decompose()
    assert not re.findall(r"[0-9]+", shown.text)


def test_a_notebook_run_by_hand_shows_all_of_its_outputs() -> None:
    outputs = [
        new_output("stream", name="stdout", text="<b>พิมพ์</b>"),
        new_output("error", ename="ValueError", evalue="ผิด", traceback=["\x1b[31mบรรทัด 1\x1b[0m"]),
        new_output("display_data", data={"text/html": "<script>alert(1)</script>"}),
        new_output("display_data", data={"image/svg+xml": SVG, "text/plain": "รูป"}),
    ]
    shown = page(new_notebook(cells=[new_markdown_cell("# ลองดู"), new_code_cell("1", outputs=outputs)]))
    assert [block.text for block in shown.select("main pre")] == [
        "<b>พิมพ์</b>",
        "บรรทัด 1\nValueError: ผิด",
        "<script>alert(1)</script>",
    ]
    assert base64.b64decode(shown.select_one("main img")["src"].split(",")[1]).decode() == SVG
    assert shown.h1.text == "ลองดู"
    assert not shown.select("dialog")


def test_an_unknown_block_is_an_error_that_names_it() -> None:
    faulty = new_output("display_data", data={BLOCK_MIME: {"kind": "table", "name": "x"}})
    with pytest.raises(RenderingError, match="table"):
        render(new_notebook(cells=[new_code_cell("", outputs=[faulty])]))


def test_the_export_menu_and_the_command_line_give_the_same_page(tmp_path: Path) -> None:
    exporter = get_exporter("workbook_html")
    assert exporter is WorkbookHTMLExporter
    assert "HTML" in exporter.export_from_notebook
    path = tmp_path / "สมุด งาน.ipynb"
    nbformat.write(specimen(3), path)
    written, resources = exporter().from_filename(str(path))
    assert written.encode() == render(specimen(3))
    assert resources["output_extension"] == ".html"


def test_the_current_folder_cannot_change_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = render(specimen(3))
    (tmp_path / "index.html.j2").write_text("other", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "JUPYTER_PATH", str(tmp_path))
    assert render(specimen(3)) == expected


def test_long_reports_stay_small() -> None:
    assert len(render(specimen(241))) < 250_000


def test_blocks_stand_in_the_order_of_the_notebook() -> None:
    words = [Text(paragraphs=((Span(text=text),),)) for text in ("ก่อน", "หลัง")]
    table = TableBlock(name="empty", title="ว่าง", columns=(), rows=())
    shown = page(new_notebook(cells=[new_code_cell("", outputs=[output(words[0]), output(table), output(words[1])])]))
    assert shown.main.text.split() == ["ก่อน", "ว่าง", "หลัง"]


def test_the_page_says_which_edition_it_is() -> None:
    assert parted(render(specimen()).decode()).count(OPENING.edition) == 2, "above the title, and at its end"
