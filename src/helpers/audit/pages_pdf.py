"""report.pdf read back: the words and numbers in its text, and what its pictures are said to show."""

import ctypes
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from helpers.audit.pages_words import approvals_shown, passages, plain, shown_blocks, text_problems
from helpers.charts.lettering import printable
from helpers.render.blocks import Chart, Opening, SourceFile
from helpers.render.notebook_parts import Piece, for_paper
from helpers.render.wording import MARKS

_NEAR = 700
"""Letters that heads of a table, a page's foot and the next one's head may take between two rows."""
_SHORT = 16
_SAMPLE = plain("ข้อมูลตัวอย่าง")
_USUAL = (*MARKS.values(), "ไม่มีข้อมูล", "•")


def pdf_problems(content: bytes, pieces: Sequence[Piece], opening: Opening | None) -> Iterator[str]:
    """What differs between report.pdf and the executed notebook, in Thai."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        yield "report.pdf อ่านไม่ได้"
        return
    try:
        read = [_page(document, number) for number in range(len(document))]
    finally:
        document.close()
    text = "".join(_without_margins(text, number, len(read), opening) for number, (text, _) in enumerate(read, 1))
    described = [alt for _, alts in read for alt in alts]
    head = _head(opening)
    if not text.startswith(head):
        yield "report.pdf ไม่มีชื่อรายงาน สำนักงาน งวด วันที่ และการรับรองตามสมุดงาน"
    pieces = for_paper(pieces)
    text, usual = text.removeprefix(head), (*_USUAL, *_closing(opening))
    yield from text_problems(text, passages(pieces, _file_words), "report.pdf", usual, _NEAR)
    alts = [plain(printable(block.alt)) for block in shown_blocks(pieces) if isinstance(block, Chart)]
    if [plain(alt) for alt in described] != alts:
        yield "report.pdf อธิบายภาพไม่เหมือนสมุดงาน"


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[str, list[str]]:
    """The plain text of a page, and the alternative texts of its pictures, in reading order."""
    page = document[number]
    text_page = page.get_textpage()
    text: str = text_page.get_text_range()
    text_page.close()
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    alts = list[str]()
    if tree:
        for child in range(raw.FPDF_StructTree_CountChildren(tree)):
            alts += _alternatives(raw.FPDF_StructTree_GetChildAtIndex(tree, child))
        raw.FPDF_StructTree_Close(tree)
    page.close()
    return plain(text), alts


def _without_margins(text: str, number: int, pages: int, opening: Opening | None) -> str:
    """A page's text without its running head and foot."""
    if opening is None:
        return text
    head = plain(f"{opening.office_short}·{opening.title}{opening.period}") if number > 1 else ""
    foot = plain(f"{opening.report_id}{opening.edition}หน้า{number}จาก{pages}")
    return text.removesuffix(foot).removeprefix(head + _SAMPLE * opening.sample)


def _head(opening: Opening | None) -> str:
    """What stands above the report on its first page."""
    if opening is None:
        return ""
    day = f"ข้อมูล ณ วันที่ {opening.as_of}" if opening.as_of else ""
    title = plain(printable("".join((opening.office, opening.title, opening.period, day))))
    return title + "".join(approvals_shown(opening))


def _closing(opening: Opening | None) -> tuple[str, ...]:
    """The words around the list of files: how to verify the report, and the list's title and heads."""
    if opening is None:
        return ()
    proof = f"ลายนิ้วมือของรายงาน{opening.fingerprint}" if opening.fingerprint else ""
    command = f"ตรวจทานตัวเลขทุกตัวในรายงานนี้จากไฟล์ต้นทางได้ด้วยคำสั่งworkbook verify {opening.report_id}"
    heads = ("ไฟล์ข้อมูลต้นทาง", f"ไฟล์รายงานชุดข้อมูลแถวSHA-256({_SHORT}หลักแรก)")
    return tuple(map(plain, (proof + command, *heads)))


def _file_words(file: SourceFile) -> tuple[str, ...]:
    return file.name, file.title, file.round, f"{file.rows:,}", file.sha256[:_SHORT]


def _alternatives(element: object) -> Iterator[str]:
    if not element:
        return
    size = raw.FPDF_StructElement_GetAltText(element, None, 0)
    if size > 2:
        written = ctypes.create_string_buffer(size)
        raw.FPDF_StructElement_GetAltText(element, written, size)
        yield written.raw[: size - 2].decode("utf-16-le")
    for child in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from _alternatives(raw.FPDF_StructElement_GetChildAtIndex(element, child))
