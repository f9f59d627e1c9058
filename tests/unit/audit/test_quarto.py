"""What Quarto gets wrong is not taken; what lies under `outputs/quarto/` is known, and told when it is older, changed
or foreign."""

import json
from argparse import Namespace
from hashlib import sha256
from pathlib import Path

import nbformat
import pytest

from helpers.audit.inventory import take_inventory
from helpers.audit.manifest import read_manifest
from helpers.audit.quarto import made_by_quarto
from helpers.audit.quarto_record import QUARTO, RECORD, compilations_in_place
from helpers.commands.reports import status
from helpers.errors import RenderingError
from helpers.render.quarto.forms import Form, Format
from helpers.render.quarto.pages import QuartoPage, quarto_page
from helpers.render.quarto.program import Quarto
from helpers.reports.folders import Folders
from made_up.fake_quarto import write_fake_quarto
from unit.audit import in_place
from unit.render.quarto.quarto_specimen import page, whole_report
from unit.reports.specimen import OPENING

NAME = "round-2568-1-dmc"


def made(
    folder: Path, form: Form, *formats: Format, part: str = "", pages: tuple[QuartoPage, ...] = ()
) -> dict[str, bytes]:
    return made_by_quarto(pages or (page(),), form, formats, Quarto(write_fake_quarto(folder, part), "1.9.38"))


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("fails", "Quarto จบด้วยรหัส 1"),
        ("half", "เขียนไม่ครบ"),
        ("loses", "ในตำแหน่งของ"),
        ("changes", "ในตำแหน่งของ"),
        ("adds", "มีที่อยู่ภายนอก https://cdn.example/a.js"),
    ],
)
def test_what_quarto_does_wrong_is_not_taken(tmp_path: Path, part: str, why: str) -> None:
    with pytest.raises(RenderingError) as refused:
        made(tmp_path, Form.DOCUMENTS, Format.HTML, part=part)
    assert why in str(refused.value)


def test_a_site_has_a_page_for_each_report_and_a_list_of_them(tmp_path: Path) -> None:
    files = made(tmp_path, Form.SITE, Format.HTML)
    assert sorted(files) == ["index.html", f"{NAME}.html"]
    assert f'href="{NAME}.html"' in files["index.html"].decode()


def test_a_book_holds_all_reports_in_print(tmp_path: Path) -> None:
    other = whole_report()
    opening = OPENING.model_copy(update={"report_id": "round/2568-1/emis", "title": "รายงานอื่น"})
    text = nbformat.writes(other).replace(json.dumps(OPENING.title, ensure_ascii=False), json.dumps(opening.title))
    second = quarto_page(nbformat.reads(text.replace(OPENING.report_id, opening.report_id), as_version=4), set())
    files = made(tmp_path, Form.BOOK, Format.DOCX, Format.PDF, pages=(page(), second))
    assert sorted(files) == ["book.docx", "book.pdf"]


@pytest.fixture
def compiled(folders: Folders) -> Folders:
    """An office with one report in place and a site of it."""
    in_place.put_in_place(folders)
    in_place.page(folders)
    manifest = read_manifest(folders.outputs / in_place.REPORT)
    assert manifest
    record(folders, reports={in_place.REPORT: manifest.content["fingerprint"]})
    return folders


def record(folders: Folders, **changed: object) -> None:
    """Write a site of one file with its record."""
    folder = folders.outputs / QUARTO / "site"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_bytes(b"page")
    content = {"formats": ["html"], "version": "1.9.38", "files": {"index.html": sha256(b"page").hexdigest()}}
    (folder / RECORD).write_text(json.dumps(content | changed), encoding="utf-8")


def test_a_current_site_is_told_and_nothing_is_wrong_with_it(
    compiled: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    inventory = take_inventory(compiled, compiled.read_params())
    assert (inventory.problems, inventory.notices) == ((), ())
    status(Namespace(), compiled)
    assert "เว็บไซต์ของ Quarto (quarto/site) รวมรายงาน 1 ฉบับ เป็นปัจจุบัน" in capsys.readouterr().out


@pytest.mark.parametrize("report", [in_place.REPORT, "round/2560-1/dmc"])
def test_a_site_of_older_reports_is_told(compiled: Folders, report: str, capsys: pytest.CaptureFixture[str]) -> None:
    record(compiled, reports={report: "earlier"})
    older = f"เว็บไซต์ของ Quarto (quarto/site) เป็นของรายงานฉบับก่อน: {report} สั่ง workbook quarto --as site"
    assert take_inventory(compiled, compiled.read_params()).notices == (older,)
    status(Namespace(), compiled)
    assert older in capsys.readouterr().out


def test_a_changed_a_missing_and_a_foreign_file_are_problems(compiled: Folders) -> None:
    folder = compiled.outputs / QUARTO / "site"
    (folder / "index.html").write_bytes(b"other")
    (folder / "more").mkdir()
    (folder / "more" / "notes.txt").write_text("x", encoding="utf-8")
    problems = take_inventory(compiled, compiled.read_params()).problems
    foreign = "quarto/site/more/notes.txt ไม่ใช่ไฟล์ของรายงานที่สมบูรณ์ฉบับใด"
    assert problems == (foreign, "quarto/site/index.html ถูกแก้ไขหลังสร้าง")
    (folder / "index.html").unlink()
    assert "quarto/site/index.html หายไป" in take_inventory(compiled, compiled.read_params()).problems


@pytest.mark.parametrize(
    "damage", [{"reports": {}}, {"files": {"/etc/passwd": "x"}}, {"formats": ["exe"]}, {"files": 1}]
)
def test_a_damaged_record_is_told(compiled: Folders, damage: dict[str, object]) -> None:
    record(compiled, **damage)
    (told,) = compilations_in_place(compiled.outputs)
    assert told.problems == ("quarto/site/quarto.json เสียหาย",)
