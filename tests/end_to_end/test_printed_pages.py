"""What a reader's own program finds in the PDF: text on every page, in order, that can be searched and copied."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.reports.rendering.pdf import render
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


def test_every_page_has_its_number_and_the_report(pages: list[str]) -> None:
    for number, page in enumerate(pages, 1):
        assert page.endswith(f"{OPENING.report_id}หน้า{number}จาก{len(pages)}")


def test_running_heads_begin_on_the_second_page(pages: list[str]) -> None:
    head = f"{OPENING.office_short}·{OPENING.title}{OPENING.period}".replace(" ", "")
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
    for words in ("นักเรียนทั้งหมด", "เพิ่มขึ้นจากรอบก่อน", "ไม่ได้รับไฟล์จำนวนนักเรียนพักนอน", "ไฟล์ข้อมูลต้นทาง"):
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
    assert [kinds.count(kind) for kind in ("Table", "THead", "Figure:", "L", "Caption")] == [3, 3, 1, 1, 4]
    assert kinds.count("H1") == 5
