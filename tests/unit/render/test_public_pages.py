"""Pages that everybody may read say nothing of rows, files and commands of the office; those of the office say that
they are not for everybody."""

import re
from io import BytesIO

import pytest
from nbformat import NotebookNode
from openpyxl import load_workbook

from helpers.audit.pages_pdf import page_texts
from helpers.audit.pages_words import plain
from helpers.render import html, pdf, xlsx
from helpers.render.blocks import BLOCK_MIME, OFFICE_EDITION, PUBLIC_EDITION, Opening, to_json
from unit.reports.specimen import OPENING, receipts, specimen

LEFT_OUT = "“ปิดไว้” คือมีน้อยกว่า 10 คน"
PUBLIC = OPENING.model_copy(update={"edition": PUBLIC_EDITION, "reservation": LEFT_OUT, "approvals": ()})
FILE = receipts().files[0]
DIGEST = receipts().facts[0].cells[0][4]
OF_THE_OFFICE = (DIGEST, FILE.name, FILE.sha256[:12], "workbook", OPENING.fingerprint, "ลายนิ้วมือ", "แถวต้นทาง")


def opened_by(opening: Opening) -> NotebookNode:
    """The specimen, opened so."""
    notebook = specimen()
    bundles = [output.data for cell in notebook.cells for output in cell.get("outputs", ())]
    for data in bundles:
        if BLOCK_MIME in data and data[BLOCK_MIME]["kind"] == "opening":
            data[BLOCK_MIME] = to_json(opening)
    return notebook


def said(form: str, opening: Opening) -> str:
    """What the page of a form says, its receipts too, without the marks of HTML."""
    notebook = opened_by(opening)
    if form == "pdf":
        return "\n".join(page_texts(pdf.render(notebook)))
    if form == "xlsx":
        workbook = load_workbook(BytesIO(xlsx.render(notebook)))
        return "\n".join(str(cell.value) for sheet in workbook for row in sheet for cell in row)
    page = html.render(notebook).decode()
    return re.sub("<[^>]*>", "", page.partition("</style>")[2].rpartition("<script>")[0])


@pytest.mark.parametrize("form", ["html", "pdf", "xlsx"])
def test_a_public_page_says_what_it_is_and_nothing_of_the_office(form: str) -> None:
    text = said(form, PUBLIC)
    assert plain(PUBLIC_EDITION) in plain(text)
    assert plain(LEFT_OUT) in plain(text)
    assert [word for word in OF_THE_OFFICE if word and word in text] == []


@pytest.mark.parametrize("form", ["html", "pdf", "xlsx"])
def test_a_page_of_the_office_says_first_that_it_is_not_for_everybody(form: str) -> None:
    text = said(form, OPENING)
    assert plain(OFFICE_EDITION) in plain(text)
    assert plain("ไม่ใช่ฉบับสำหรับเผยแพร่") in plain(text)
    assert "workbook verify" in text


def test_public_receipts_name_the_source_by_report_and_period() -> None:
    page = said("html", PUBLIC)
    assert '"files":[{"title":"จำนวนนักเรียนแยกชั้น,เพศ","round":"2568-1"}]' in page
    workbook = load_workbook(BytesIO(xlsx.render(opened_by(PUBLIC))))
    assert [cell.value for cell in workbook["แหล่งข้อมูล"][2]] == [1, FILE.title, FILE.round]
    heads = [cell.value for cell in workbook["ข้อเท็จจริง"][1]]
    assert "จำนวนแถวต้นทาง" not in heads
    assert heads[-2:] == ["เงื่อนไข", "ไฟล์ (ลำดับ)"]
