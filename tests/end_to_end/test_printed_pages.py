"""What a reader's own program finds in the PDF: text on every page, in order, that can be searched and copied."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from helpers.lettering import width
from helpers.render.blocks import Block, Span, TableBlock, TableColumn, TableRow, Text
from helpers.render.pdf import render
from helpers.render.table_layout import CELL_MARGIN
from helpers.render.typst_document import document
from made_up.line_ends import pieces
from made_up.project import Home
from unit.reports.specimen import OPENING, output, specimen

SCHOOLS = 241


@pytest.fixture(scope="module")
def read_pages(
    find_program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[bytes], list[str]]:
    """`read_pages(pdf)`: the text of every page, without the spaces that readers put between Thai words."""
    program, place = find_program("pdftotext"), tmp_path_factory.mktemp("pages") / "report.pdf"

    def read(made: bytes) -> list[str]:
        place.write_bytes(made)
        done = subprocess.run([program, "-layout", str(place), "-"], capture_output=True, check=True)
        return ["".join(page.split()) for page in done.stdout.decode("utf-8").split("\f")[:-1]]

    return read


@pytest.fixture(scope="module")
def pages(read_pages: Callable[[bytes], list[str]]) -> list[str]:
    return read_pages(render(specimen(SCHOOLS)))


def test_every_page_says_that_data_are_a_sample(pages: list[str]) -> None:
    assert all(page.count("ข้อมูลตัวอย่าง") == 1 for page in pages)


def test_every_page_has_its_number_the_report_and_the_edition(pages: list[str]) -> None:
    for number, page in enumerate(pages, 1):
        assert page.endswith(f"{OPENING.title}{OPENING.period}หน้า{number}จาก{len(pages)}".replace(" ", ""))


def test_running_heads_begin_on_the_second_page(pages: list[str]) -> None:
    head = f"{OPENING.office_short}·{OPENING.edition}".replace(" ", "")
    assert [head in page for page in pages] == [False] + [True] * (len(pages) - 1)
    assert pages[0].replace(" ", "").startswith(f"ข้อมูลตัวอย่าง{OPENING.office}{OPENING.title}".replace(" ", ""))


def test_headers_come_again_on_every_page_of_a_long_table(pages: list[str]) -> None:
    with_rows = [page for page in pages if "บ้านตัวอย่างวิทยาที่" in page]
    assert len(with_rows) > 3
    assert all("รหัสโรงเรียนนักเรียนเปลี่ยนแปลง" in page for page in with_rows)


def test_every_school_is_there_once(pages: list[str]) -> None:
    whole = "".join(pages)
    assert [whole.count(f"{34010001 + place}") for place in range(SCHOOLS)] == [1] * SCHOOLS


def test_thai_syllables_are_found_whole_and_once(pages: list[str]) -> None:
    for words in ("นักเรียนทั้งหมด", "เพิ่มขึ้นจากรอบก่อน", "ไม่ได้รับไฟล์จำนวนนักเรียนพักนอน", "วิธีการและแหล่งข้อมูล"):
        assert words in "".join(pages)


def test_code_and_real_reports_show_neither_code_nor_mark(read_pages: Callable[[bytes], list[str]]) -> None:
    notebook = specimen(3)
    notebook.cells[2].outputs[0] = output(OPENING.model_copy(update={"sample": False, "digits": "thai"}))
    whole = "".join(read_pages(render(notebook)))
    assert "ข้อมูลตัวอย่าง" not in whole
    assert "open_report" not in whole
    assert "หน้า๑จาก" in whole
    assert "ปีการศึกษา๒๕๖๘" in whole


def test_marks_of_structure(find_program: Callable[[str], str], tmp_path: Path) -> None:
    place = tmp_path / "report.pdf"
    place.write_bytes(render(specimen(5)))
    done = subprocess.run([find_program("pdfinfo"), "-struct", str(place)], capture_output=True, check=True)
    kinds = [line.split()[0] for line in done.stdout.decode(errors="replace").splitlines() if line.strip()]
    assert [kinds.count(kind) for kind in ("Table", "THead", "Figure:", "L", "Caption")] == [2, 2, 1, 1, 3]
    assert kinds.count("H1") == 4, "a section without data has no heading"


def test_nothing_that_a_line_cannot_part_is_wider_than_its_column(
    made: Home, budgeted: Home, find_program: Callable[[str], str], tmp_path: Path
) -> None:
    notebooks = [place for home in (made, budgeted) for place in home.outputs.rglob("report.ipynb")]
    found = {
        cell for place in notebooks for cell in printed_cells(document(nbformat.read(place, as_version=4))["flow"])
    }
    assert len(found) > 1000
    texts = sorted({cell.text for cell in found})
    parted = dict(zip(texts, pieces(texts, find_program("pdftotext"), tmp_path), strict=True))
    assert [
        (piece, cell) for cell in found for piece in parted[cell.text] if width(piece, cell.size) > cell.room + 0.01
    ] == []


def test_no_zero_width_character_is_left_in_the_text(read_pages: Callable[[bytes], list[str]]) -> None:
    notebook = specimen(3)
    notebook.cells.append(text_cell("2569-2-school-clerks_15000_of_the_office.xlsx บ้านบก(วงศ์ทีประชา)"))
    whole = "".join(read_pages(render(notebook)))
    assert "2569-2-school-clerks_15000_of_the_office.xlsxบ้านบก(วงศ์ทีประชา)" in whole
    assert not set(whole) & {"\u200b", "\u2060"}


def test_a_running_foot_of_any_length_stands_in_one_line(find_program: Callable[[str], str], tmp_path: Path) -> None:
    notebook, place = specimen(80), tmp_path / "report.pdf"
    title = "การขอรับการสนับสนุนงบประมาณจากองค์กรปกครองส่วนท้องถิ่น " * 2
    notebook.cells[2].outputs[0] = output(OPENING.model_copy(update={"title": title.strip()}))
    place.write_bytes(render(notebook))
    done = subprocess.run(
        [find_program("pdftotext"), "-layout", "-f", "2", str(place), "-"], capture_output=True, check=True
    )
    last = done.stdout.decode().split("\f")[0].strip().splitlines()[-1]
    assert "".join(f"{title}{OPENING.period}".split()) in "".join(last.split())


def test_no_page_begins_with_a_mere_total(read_pages: Callable[[bytes], list[str]]) -> None:
    for rows in range(30, 42):
        *_, last = read_pages(render(notebook_of(counted(rows))))
        assert last.count("แถวที่") >= 2


@pytest.mark.parametrize("role", ["body", "lead"])
def test_words_stay_on_the_page_of_what_they_lead_to(read_pages: Callable[[bytes], list[str]], role: str) -> None:
    words = Text(role=role, paragraphs=((Span(text="เกณฑ์ที่ใช้คัดกรอง"),),))  # type: ignore[arg-type]
    for lines in range(14, 30):
        before = Text(paragraphs=((Span(text="ข้อความ"),),) * lines)
        pages = read_pages(render(notebook_of(before, words, counted(12))))
        (page,) = [page for page in pages if "เกณฑ์ที่ใช้คัดกรอง" in page]
        assert "ตารางนับ" in page


@dataclass(frozen=True)
class Cell:
    """Words of a printed cell that may break: the type's size and the room between the cell's margins, in points."""

    text: str
    size: float
    room: float


def printed_cells(flow: list[dict[str, Any]]) -> Iterator[Cell]:
    for item in flow:
        if item["kind"] == "pages":
            yield from printed_cells(item["flow"])
        elif item["kind"] == "table":
            rooms = [each - 2 * CELL_MARGIN * item["size"] for each in item["widths"]]
            for row in item["rows"]:
                for cell, room in zip(row["cells"], rooms, strict=True):
                    yield from (Cell(said(word), item["size"], room) for word in cell if said(word))


def said(word: dict[str, Any]) -> str:
    return str(word["text"]) if "text" in word else "".join(map(said, word["words"]))


def counted(rows: int) -> TableBlock:
    numbered = tuple(TableRow(cells=((Span(text=f"แถวที่ {place}"),),)) for place in range(rows))
    total = TableRow(cells=((Span(text="รวม"),),), total=True)
    return TableBlock(
        name="t", title="ตารางนับ", columns=(TableColumn(label="ก", align="start"),), rows=(*numbered, total)
    )


def text_cell(text: str) -> NotebookNode:
    return new_code_cell("1", outputs=[output(Text(paragraphs=((Span(text=text),),)))])


def notebook_of(*blocks: Block) -> NotebookNode:
    return new_notebook(cells=[new_code_cell("1", outputs=[output(block) for block in blocks])])
