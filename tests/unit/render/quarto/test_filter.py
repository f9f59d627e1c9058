"""The Lua filter by real Pandoc: what becomes of each kind of block on a screen, in Word and on paper."""

import json
import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypandoc
import pytest

from helpers.render.quarto.forms import Form, Format
from helpers.render.quarto.project import project_files
from unit.render.quarto.quarto_specimen import SEEN, page

NAME = "round-2568-1-dmc"


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The project of the report, and of the one with probes."""
    folders = {probed: tmp_path_factory.mktemp("project") for probed in (False, True)}
    for probed, folder in folders.items():
        for name, content in project_files([page(probed=probed)], Form.DOCUMENTS, list(Format)).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
    return folders


def pandoc(project: Path, form: str, *options: str) -> bytes:
    command = [
        pypandoc.get_pandoc_path(),
        "-f",
        "markdown",
        f"{NAME}.qmd",
        "-L",
        "workbook.lua",
        "-t",
        form,
        "--wrap=none",
        *options,
    ]
    return subprocess.run([*command, "-o", "-"], cwd=project, check=True, capture_output=True).stdout


def test_on_a_screen_every_number_says_which_fact_it_is(projects: dict[bool, Path]) -> None:
    html = pandoc(projects[False], "html").decode()
    stated = re.findall(
        r'<span class="fact" data-fact="([^"]*)" data-key="([^"]*)" data-value="([^"]*)">([^<]*)<', html
    )
    expected = [(word["fact"], word["key"], word["value"], word["text"]) for word in page().numbers]
    assert stated == expected
    assert len(expected) > 25
    assert '<th colspan="2"' in html
    assert '<th rowspan="2"' in html
    assert '<tr class="total">' in html
    assert 'alt="แผนภูมิแท่ง: ชั้น ป.2 มากที่สุด 2,279 คน"' in html
    assert re.search(
        rf'<figure [^>]*id="{NAME}-by-grade-chart"[^>]*>\s*<img src="charts/{NAME}-by-grade-chart.svg"', html
    )
    assert "ที่มาของตัวเลข" in html
    assert "<pre><code>พิมพ์เอง" in html


def test_word_has_real_tables_with_grouped_heads(projects: dict[bool, Path]) -> None:
    document = docx.Document(BytesIO(pandoc(projects[False], "docx", "--reference-doc", "word.docx")))
    figures, grades, *_, signatures = document.tables
    assert [cell.text for cell in figures.rows[1].cells] == ["นักเรียนทั้งหมด", "24,060\u00a0คน", "เพิ่มขึ้นจากรอบก่อน"]
    assert [cell.text for cell in grades.rows[0].cells] == ["ชั้น", "นักเรียน", "นักเรียน", "ห้องเรียน"]
    assert [cell.text for cell in grades.rows[1].cells] == ["ชั้น", "ชาย", "หญิง", "ห้องเรียน"]
    assert [cell.text for cell in grades.rows[-1].cells] == ["รวม", "24,060", "", ""]
    assert all(run.bold for run in grades.rows[-1].cells[1].paragraphs[0].runs)
    assert grades.style.name == "Table"
    assert [row._tr.xpath("./w:trPr/w:tblHeader") != [] for row in grades.rows] == [True, True, False, False, False]
    assert "ลงชื่อ" in signatures.rows[0].cells[0].text
    assert not any(table.rows[0].cells[0].text == "ตัวเลข" for table in document.tables)
    head = document.sections[0].header.paragraphs[0].text
    assert head == "ฉบับใช้ภายในสำนักงาน · ข้อมูลตัวอย่าง มิใช่ข้อมูลจริง"


def test_print_sets_tables_in_the_size_of_their_layout(projects: dict[bool, Path]) -> None:
    typst = pandoc(projects[False], "typst").decode()
    assert "#set text(size: 8.5pt)" in typst
    assert "#figure" not in typst.replace("#figure(\n  align(center)[#table", "")
    assert "table.header" in typst
    assert f'image("charts/{NAME}-by-grade-chart.svg"' in typst


def texts(node: Any) -> list[str]:
    """The texts of a document of Pandoc, in order; spaces are words of their own."""
    if isinstance(node, list):
        return [text for part in node for text in texts(part)]
    if not isinstance(node, dict):
        return []
    match node.get("t"):
        case "Str":
            return [node["c"]]
        case "Space" | "SoftBreak":
            return [" "]
        case "Code" | "CodeBlock":
            return [node["c"][1]]
        case _:
            return [text for part in node.values() for text in texts(part)]


def kinds(node: Any) -> set[str]:
    if isinstance(node, list):
        return {kind for part in node for kind in kinds(part)}
    if not isinstance(node, dict):
        return set()
    return {node.get("t", "")} | {kind for part in node.values() for kind in kinds(part)}


def test_what_is_delivered_stays_text_in_every_format(projects: dict[bool, Path]) -> None:
    tree = json.loads(pandoc(projects[True], "json"))
    assert "".join(texts(tree)).count(SEEN) >= 9
    assert not kinds(tree) & {"RawInline", "Math", "Link", "Cite", "Note"}
    html = pandoc(projects[True], "html").decode()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    typst = re.sub(r'raw\("(?:[^"\\]|\\.)*"\)', "", pandoc(projects[True], "typst").decode())
    assert not re.search(r"(?<!\\)#strong\[d|(?<!\\)\$x|(?<!\\)@fig", typst)
    word = docx.Document(BytesIO(pandoc(projects[True], "docx")))
    assert any(SEEN in cell.text for table in word.tables for row in table.rows for cell in row.cells)


def test_a_block_without_tokens_stops_the_page(projects: dict[bool, Path], tmp_path: Path) -> None:
    (tmp_path / "workbook.lua").write_bytes((projects[False] / "workbook.lua").read_bytes())
    (tmp_path / f"{NAME}.qmd").write_text('::: {#b1 .workbook-block data-page="x"}\n:::\n', encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        pandoc(tmp_path, "html")
