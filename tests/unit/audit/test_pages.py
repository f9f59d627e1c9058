"""What verify sees of pages that say other than their facts. Each fault is planted in a report that is otherwise
whole, with the other pages made anew from the same notebook where it would be forged consistently."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from openpyxl import load_workbook

from helpers.audit.manifest import read_manifest
from helpers.audit.pages import page_problems
from helpers.audit.pages_names import Names
from helpers.audit.verification import stated_facts
from helpers.render.blocks import BLOCK_MIME, SVG_MIME
from helpers.reports.notebooks import notebook_bytes
from unit.audit.small_report import REPORT, rendered, report_in_place

Bundle = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report_in_place(tmp_path_factory.mktemp("pages")).outputs / REPORT


@pytest.fixture
def report(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "report")


def problems(report: Path) -> list[str]:
    manifest = read_manifest(report)
    assert manifest
    return list(page_problems(report, manifest, stated_facts(report), Names()))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def bundles(notebook: nbformat.NotebookNode) -> Iterator[Bundle]:
    yield from (output.data for cell in notebook.cells for output in cell.get("outputs", ()))


def forge(report: Path, change: Callable[[nbformat.NotebookNode], None], *pages: str) -> None:
    """Change the executed notebook, and make these pages from it; where none is named all, and the notebook itself."""
    notebook = nbformat.read(report / "report.ipynb", as_version=4)
    change(notebook)
    for name, page in (rendered(notebook) | {"report.ipynb": notebook_bytes(notebook)}).items():
        if not pages or name in pages:
            (report / name).write_bytes(page)


def table(notebook: nbformat.NotebookNode, name: str) -> Bundle:
    (block,) = [each[BLOCK_MIME] for each in bundles(notebook) if each[BLOCK_MIME].get("name") == name]
    return dict(block)


def sentence(notebook: nbformat.NotebookNode) -> list[Bundle]:
    (lead,) = [each[BLOCK_MIME] for each in bundles(notebook) if each[BLOCK_MIME].get("role") == "lead"]
    return [part for part in lead["paragraphs"][0] if "fact" in part]


def chart(notebook: nbformat.NotebookNode) -> Bundle:
    (bundle,) = [each for each in bundles(notebook) if each[BLOCK_MIME].get("name") == "by-school-chart"]
    return bundle


def test_an_honest_report_has_no_problems(report: Path) -> None:
    assert problems(report) == []


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (">5</data>", ">6</data>", "report.html พิมพ์ pupils.total [] 6 (5) แต่สมุดงานว่า pupils.total [] 5 (5)"),
        ('data-fact="pupils.total"', 'data-fact="schools.total"', "report.html พิมพ์ schools.total [] 5 (5)"),
        ("</main>", "<p>อีก 99 คน</p></main>", "report.html มีข้อความที่สมุดงานไม่มี ต่อท้าย: “อีก99คน”"),
        ("ศาสนา</h2>", "สรุป</h2>", "report.html ไม่มี“ศาสนา” ตามสมุดงาน"),
        ("data:image/svg+xml;base64,", "data:image/svg+xml;base64,A", "report.html แสดงภาพ “รายโรงเรียน” ไม่เหมือนสมุดงาน"),
    ],
)
def test_a_page_that_says_other_than_its_notebook_is_told(report: Path, old: str, new: str, named: str) -> None:
    replace(report / "report.html", old, new)
    assert [problem for problem in problems(report) if named in problem]


def lose_row(notebook: nbformat.NotebookNode) -> None:
    del table(notebook, "pupils-by_school")["rows"][1]


@pytest.mark.parametrize("page", ["report.html", "report.pdf", "tables.xlsx"])
def test_a_row_that_one_page_lost_is_told(report: Path, page: str) -> None:
    forge(report, lose_row, page)
    differences = problems(report)
    assert differences
    assert all(problem.startswith((page, "…")) for problem in differences)


def approve(notebook: nbformat.NotebookNode) -> None:
    line = {"role": "ผู้อนุมัติ", "position": "ผู้อำนวยการ", "signed_on": "12 มิถุนายน 2568", "version": "0123456789ab"}
    (opening,) = [each[BLOCK_MIME] for each in bundles(notebook) if each[BLOCK_MIME]["kind"] == "opening"]
    opening["approvals"] = [line]


def test_pages_that_show_the_approvals_of_their_notebook_are_right(report: Path) -> None:
    forge(report, approve)
    assert not problems(report)


@pytest.mark.parametrize("page", ["report.html", "report.pdf"])
def test_an_approval_that_one_page_alone_shows_is_told(report: Path, page: str) -> None:
    forge(report, approve, page)
    (problem,) = problems(report)
    assert problem.startswith(page)


def test_a_row_that_all_pages_lost_is_told(report: Path) -> None:
    forge(report, lose_row)
    assert "ตาราง “รายโรงเรียน” คอลัมน์ “คน” ไม่มีแถวของ pupils.by_school [smis=34010002]" in problems(report)


def print_other_value(notebook: nbformat.NotebookNode) -> None:
    sentence(notebook)[0].update(value="6", text="6")


def round_wrongly(notebook: nbformat.NotebookNode) -> None:
    sentence(notebook)[2].update(text="80.1")


def change_sex(notebook: nbformat.NotebookNode) -> None:
    sentence(notebook)[1].update(key="sex=ญ", value="1", text="1")


def draw_other_length(notebook: nbformat.NotebookNode) -> None:
    bundle = chart(notebook)
    bundle[SVG_MIME] = re.sub(
        r'(<g id="length [^"]*"><path d="M \S+ )\S+ L (\S+) \S+', r"\1 9 L \2 9", bundle[SVG_MIME], count=1
    )


def draw_other_fact(notebook: nbformat.NotebookNode) -> None:
    bundle = chart(notebook)
    bundle[SVG_MIME] = (
        bundle[SVG_MIME].replace("34010001]", "X]").replace("34010002]", "34010001]").replace("X]", "34010002]")
    )


def describe_wrongly(notebook: nbformat.NotebookNode) -> None:
    block = chart(notebook)[BLOCK_MIME]
    block["alt"] += " รวม 99 คน"


def exchange_rows(notebook: nbformat.NotebookNode) -> None:
    first, second, *_ = table(notebook, "pupils-by_school")["rows"]
    first["cells"][1], second["cells"][1] = second["cells"][1], first["cells"][1]


def rewrite_prose(notebook: nbformat.NotebookNode) -> None:
    cell = next(cell for cell in notebook.cells if cell.source == "## ศาสนา")
    cell.source = "## สรุป"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (print_other_value, "ตัวเลข pupils.total มีค่า 6 แต่ facts.csv ว่า 5"),
        (round_wrongly, "ตัวเลข share [sex=ช] พิมพ์ว่า 80.1 ซึ่งไม่ใช่ 0.800000 ที่ปัดเศษแล้ว"),
        (change_sex, "ตัวเลข pupils.by_sex [sex=ญ] 1 ไม่ตรงกับคำว่า “ชาย”"),
        (draw_other_length, "ภาพ “รายโรงเรียน” วาด pupils.by_school"),
        (draw_other_fact, "ภาพ “รายโรงเรียน” พิมพ์ 3 แต่ pupils.by_school [smis=34010002] คือ 1"),
        (describe_wrongly, "ภาพ “รายโรงเรียน” มีคำอธิบายว่า 99 ซึ่งไม่ใช่ค่าที่ภาพแสดง"),
        (exchange_rows, "ตาราง “รายโรงเรียน” แถว “34010001” พิมพ์ pupils.by_school [smis=34010002]"),
        (rewrite_prose, "หัวข้อ ข้อความ หรือคำสั่งใน report.ipynb ไม่ตรงกับสมุดงาน"),
    ],
)
def test_what_all_pages_say_alike_is_told_by_the_facts(
    report: Path, change: Callable[[nbformat.NotebookNode], None], named: str
) -> None:
    forge(report, change)
    differences = problems(report)
    assert [problem for problem in differences if named in problem], differences


def test_another_value_in_excel_is_told_with_its_cell(report: Path) -> None:
    workbook = load_workbook(report / "tables.xlsx")
    sheet = next(sheet for sheet in workbook.worksheets if sheet.title.startswith("รายโรงเรียน"))
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 3)
    cell.value = 4
    workbook.save(report / "tables.xlsx")
    workbook.close()
    assert f"tables.xlsx แผ่นงาน “{sheet.title}” ช่อง {cell.coordinate} ไม่ใช่ค่าของ" in "\n".join(problems(report))


@pytest.mark.parametrize("name", ["report.ipynb", "report.pdf", "tables.xlsx"])
def test_a_page_that_cannot_be_read_is_told(report: Path, name: str) -> None:
    (report / name).write_bytes(b"page")
    assert f"{name} อ่านไม่ได้" in problems(report)


def test_facts_cut_to_their_heading_are_told_by_the_receipts(report: Path) -> None:
    facts = report / "facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").splitlines(True)[0], encoding="utf-8")
    assert "ข้อเท็จจริงที่ report.ipynb บอกที่มาไม่ตรงกับ facts.csv" in problems(report)


def test_the_notebook_of_another_report_is_told(report: Path) -> None:
    path = report / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["content"]["fingerprint"] = "0123"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert "หน้าแรกของ report.ipynb ไม่ใช่ของรายงานนี้" in problems(report)
