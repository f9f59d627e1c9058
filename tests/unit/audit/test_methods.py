"""The methods page of a year: every row once, with the reports that rest on it; older than its reports, or edited."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from helpers.audit.inventory import take_inventory
from helpers.audit.methods import PAGE, PDF, RECORD, methods_problems, stale_methods, write_methods
from helpers.audit.methods_lists import methods_notebooks
from helpers.digests import file_digest
from helpers.render.blocks import Receipts, SourceFile, TableBlock
from helpers.render.methods_note import for_readers
from helpers.render.notebook_parts import ShownBlock, notebook_pieces
from helpers.reports.closing import words_table
from helpers.reports.folders import Folders
from unit.audit.in_place import put_in_place
from unit.reports.specimen import OPENING, output

DMC, EMIS, RENT = "round/2568-1/dmc", "round/2568-1/emis", "programme/2568/rent"
SHARED = ("A01", "มั่นใจ", "นับจากรายงานรวม", "ผลต่างแสดงในหัวข้อคุณภาพข้อมูล")
ALONE = ("E01", "ต้องติดตาม", "ไฟล์ไม่บอกวันที่", "อายุเปลี่ยนตามวันที่")
RATE = ("ค่าหนังสือ 650.00 บาท", "kruchiangrai.net", "656.00 (สพฐ.)")


Row = tuple[str, ...]


def rests_on(
    folders: Folders, report_id: str, *assumptions: tuple[str, ...], rates: tuple[tuple[str, ...], ...] = ()
) -> Path:
    """A report in place whose notebook has these lists, and one file of its own beside one that all have."""
    folder = put_in_place(folders, report_id)
    names = (f"{report_id.rpartition('/')[2]}.csv", "schools.csv")
    files = tuple(
        SourceFile(
            name=name, title="ไฟล์", round="2568-1", sha256=name.encode().hex().ljust(64, "0"), rows=5, encoding="utf-8"
        )
        for name in names
    )
    blocks = (
        OPENING.model_copy(update={"report_id": report_id, "title": f"รายงาน {report_id}"}),
        words_table("assumptions", "ข้อสมมติ", [("ก", 1.0)] * 4, assumptions),
        words_table("unconfirmed", "ค่า", [("ก", 1.0)] * 3, rates),
        Receipts(files=files, facts=()),
    )
    notebook = new_notebook(cells=[new_code_cell("1", outputs=[output(block)]) for block in blocks])
    (folder / "report.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    return folder


@pytest.fixture
def year(folders: Folders) -> Folders:
    """Three reports of one year, of which two share an assumption and one has a rate that waits."""
    rests_on(folders, DMC, SHARED)
    rests_on(folders, EMIS, SHARED, ALONE)
    rests_on(folders, RENT, rates=(RATE,))
    write_methods(folders, folders.read_params().office)
    return folders


def tables(notebook: NotebookNode) -> dict[str, list[list[str]]]:
    """The words of every table by its name."""
    blocks = [piece.block for piece in notebook_pieces(notebook) if isinstance(piece, ShownBlock)]
    return {
        block.name: [["".join(part.text for part in cell) for cell in row.cells] for row in block.rows]
        for block in blocks
        if isinstance(block, TableBlock)
    }


def pages(folders: Folders) -> dict[str, NotebookNode]:
    return methods_notebooks(folders.outputs, folders.read_params().office)


def told(folders: Folders) -> tuple[list[str], list[str]]:
    """What is wrong with the pages, and what is only older."""
    office = folders.read_params().office
    return list(methods_problems(folders.outputs, office)), list(stale_methods(folders.outputs, office))


def test_what_several_reports_share_stands_once_beside_their_numbers(year: Folders) -> None:
    (shown,) = pages(year).values()
    listed = [f"รายงาน {report} {OPENING.period}" for report in (DMC, EMIS, RENT)]
    assert [row[:2] for row in tables(shown)["reports"]] == [[str(index), name] for index, name in enumerate(listed, 1)]
    assert tables(shown)["assumptions"] == [[*SHARED, "1–2"], [*ALONE, "2"]]
    assert tables(shown)["unconfirmed"] == [[*RATE, "3"]]
    assert {row[0]: row[-1] for row in tables(shown)["source-files"]} == {
        "dmc.csv": "1", "schools.csv": "ทุกฉบับ", "emis.csv": "2", "rent.csv": "3",
    }  # fmt: skip


def test_a_year_with_its_round_and_its_fiscal_year_has_one_page(year: Folders) -> None:
    rests_on(year, "round/2569-1/dmc")
    assert list(pages(year)) == ["2568", "2569"]


def test_the_pages_say_what_the_reports_in_place_rest_on(year: Folders) -> None:
    assert told(year) == ([], [])


def test_a_page_older_than_a_report_is_stale_until_it_is_written_again(year: Folders) -> None:
    rests_on(year, "round/2568-2/dmc", SHARED)
    assert told(year) == ([], ["methods/2568 ไม่เป็นปัจจุบัน สั่ง workbook run เพื่อเขียนใหม่"])
    write_methods(year, year.read_params().office)
    assert told(year) == ([], [])


def test_a_page_that_is_as_it_would_be_is_not_written_again(year: Folders) -> None:
    folder = year.outputs / "methods" / "2568"
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    write_methods(year, year.read_params().office)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert set(before) == {PAGE, PDF, RECORD}


def test_a_page_of_a_year_without_reports_goes(year: Folders) -> None:
    (year.outputs / "methods" / "2560").mkdir()
    assert told(year)[1] == ["methods/2560 ไม่มีรายงานของปีนี้แล้ว สั่ง workbook run เพื่อลบออก"]
    write_methods(year, year.read_params().office)
    assert [path.name for path in (year.outputs / "methods").iterdir()] == ["2568"]


def test_an_edited_page_is_a_problem(year: Folders) -> None:
    edit(year, "kruchiangrai.net", "obec.go.th")
    problems, older = told(year)
    assert problems == [f"methods/2568/{PAGE} ถูกแก้ไขหลังสร้าง", *problems[1:]]
    assert older
    assert set(problems) <= set(take_inventory(year, year.read_params()).problems)


def test_a_page_that_says_otherwise_is_a_problem_even_if_its_record_agrees(year: Folders) -> None:
    page = edit(year, "kruchiangrai.net", "obec.go.th")
    record = year.outputs / "methods" / "2568" / RECORD
    before = record.read_text(encoding="utf-8")
    record.write_text(before.replace(before.split(f'"{PAGE}": "')[1][:64], file_digest(page)), encoding="utf-8")
    problems, older = told(year)
    assert (len(problems) > 0, older) == (True, [])
    assert all(problem.startswith(f"methods/2568: {PAGE} ") for problem in problems)


def test_a_damaged_record_is_a_problem_and_strange_files_are_listed(year: Folders) -> None:
    folder = year.outputs / "methods" / "2568"
    (folder / "more.html").write_text("", encoding="utf-8")
    problems = take_inventory(year, year.read_params()).problems
    assert "methods/2568/more.html ไม่ใช่ไฟล์ของรายงานที่สมบูรณ์ฉบับใด" in problems
    (folder / RECORD).write_text("{", encoding="utf-8")
    assert f"methods/2568/{RECORD} เสียหาย" in told(year)[0]


def edit(folders: Folders, old: str, new: str) -> Path:
    path = folders.outputs / "methods" / "2568" / PAGE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_a_report_says_how_many_and_where(year: Folders) -> None:
    notebook = nbformat.read(year.outputs / EMIS / "report.ipynb", as_version=4)
    shown = [piece.block for piece in for_readers(notebook_pieces(notebook)) if isinstance(piece, ShownBlock)]
    assert [block.kind for block in shown] == ["opening", "methods", "receipts"]
    note = shown[1]
    assert (note.assumptions, note.unconfirmed, note.files) == (2, 0, 2)  # type: ignore[union-attr]
    assert (year.outputs / EMIS / note.href).resolve() == year.outputs / "methods" / "2568" / PAGE  # type: ignore[union-attr]
