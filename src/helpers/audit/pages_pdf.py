"""report.pdf read back: the words and numbers in its text, the cells of its tables by row and column, and what its
pictures are said to show."""

import ctypes
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from helpers.audit.pages_words import approvals_shown, passages, plain, section_titles, shown_blocks, text_problems
from helpers.lettering import printable
from helpers.render.blocks import Chart, Opening, Text
from helpers.render.for_paper import for_paper
from helpers.render.notebook_parts import Annex, FramedTable, Piece, framed_tables, with_annexes
from helpers.render.typst_document import PAGES_WITHOUT_COVER
from helpers.render.wording import MARKS, in_cell, run_text

_NEAR = 700
"""Letters that heads of a table, a page's foot and the next one's head may take between two rows."""
_LETTERS = re.compile("[A-Za-z\u0e01-\u0e4e]")
_WORDS = "words"
_LETTERS_AT_ONCE = 512
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
    text = "".join(_without_margins(page.text, number, len(read), opening) for number, page in enumerate(read, 1))
    described = [alt for page in read for alt in page.alts]
    head = _head(opening)
    if not text.startswith(head):
        yield "report.pdf ไม่มีชื่อรายงาน สำนักงาน งวด วันที่ และการรับรองตามสมุดงาน"
    pieces = for_paper(pieces)
    text, usual = text.removeprefix(head), (*_USUAL, *_closing(opening))
    if len(read) > PAGES_WITHOUT_COVER:
        contents = list(section_titles(pieces))
        cover = _cover(pieces, contents).match(text)
        yield from _cover_problems(cover, contents, pieces, read)
        text = text[cover.end() :] if cover else text
    yield from text_problems(text, passages(pieces), "report.pdf", usual, _NEAR)
    alts = [plain(printable(block.alt)) for block in shown_blocks(pieces) if isinstance(block, Chart)]
    if [plain(alt) for alt in described] != alts:
        yield "report.pdf อธิบายภาพไม่เหมือนสมุดงาน"
    yield from _cell_problems([row for page in read for row in page.rows], framed_tables(list(pieces)))


@dataclass(frozen=True)
class _Page:
    """The plain text of a page; the alternative texts of its pictures and the plain texts of the cells of every row of
    its tables, heads and the first column left out, in reading order."""

    text: str
    alts: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def page_texts(content: bytes) -> Iterator[str]:
    """The text of each page. Raises PdfiumError for what is no PDF."""
    document = pypdfium2.PdfDocument(content)
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        yield text_page.get_text_range()
        text_page.close()
        page.close()
    document.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> _Page:
    page = document[number]
    text_page = page.get_textpage()
    text: str = text_page.get_text_range()
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    alts, rows = list[str](), list[list[list[int]]]()
    for child in range(raw.FPDF_StructTree_CountChildren(tree) if tree else 0):
        element = raw.FPDF_StructTree_GetChildAtIndex(tree, child)
        alts += _alternatives(element)
        rows += _rows(element)
    written = _contents(page.raw, text_page.raw, {content for row in rows for cell in row for content in cell})
    if tree:
        raw.FPDF_StructTree_Close(tree)
    text_page.close()
    page.close()
    cells = (tuple(_figure("".join(written[content] for content in cell)) for cell in row) for row in rows)
    return _Page(plain(text), tuple(alts), tuple(cells))


def _contents(page: object, text_page: object, wanted: set[int]) -> Mapping[int, str]:
    """The texts of these marked contents of a page."""
    texts: defaultdict[int, str] = defaultdict(str)
    letters, room = (ctypes.c_ushort * _LETTERS_AT_ONCE)(), _LETTERS_AT_ONCE * 2
    for index in range(raw.FPDFPage_CountObjects(page) if wanted else 0):
        part = raw.FPDFPage_GetObject(page, index)
        content = raw.FPDFPageObj_GetMarkedContentID(part)
        if content in wanted and raw.FPDFPageObj_GetType(part) == raw.FPDF_PAGEOBJ_TEXT:
            size = raw.FPDFTextObj_GetText(part, text_page, letters, room)
            if size > room:
                letters, room = (ctypes.c_ushort * size)(), size * 2
                size = raw.FPDFTextObj_GetText(part, text_page, letters, room)
            texts[content] += ctypes.string_at(letters, max(size - 2, 0)).decode("utf-16-le")
    return texts


def _rows(element: object) -> Iterator[list[list[int]]]:
    """The rows of the tables below an element of the tag tree: the marked contents of every cell but the first. A row
    without a number has empty cells; the head of a table has none."""
    children = list(_children(element))
    if _tag(element) != "TR":
        for child in filter(None, children):
            yield from _rows(child)
    elif any(not child or _tag(child) == "TD" for child in children):
        yield [list(_marked(child)) if child else [] for child in children[1:]]


def _marked(element: object) -> Iterator[int]:
    count = raw.FPDF_StructElement_GetMarkedContentIdCount(element)
    contents = (raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index) for index in range(max(count, 0)))
    yield from (content for content in contents if content >= 0)
    for child in filter(None, _children(element)):
        yield from _marked(child)


def _children(element: object) -> Iterator[object]:
    """The elements below one; nothing in the place of one that has no content on the page, as an empty cell."""
    return (
        raw.FPDF_StructElement_GetChildAtIndex(element, index)
        for index in range(raw.FPDF_StructElement_CountChildren(element))
    )


def _tag(element: object) -> str:
    return _string(raw.FPDF_StructElement_GetType, element)


def _string(read: Callable[[object, object, int], int], element: object) -> str:
    """A string that pdfium writes as UTF-16 with a zero at its end; empty for none."""
    size = read(element, None, 0)
    if size <= 2:
        return ""
    written = ctypes.create_string_buffer(size)
    read(element, written, size)
    return written.raw[: size - 2].decode("utf-16-le")


def _figure(text: str) -> str:
    """The plain text of a cell; of one with words only that there are some: the letters of these are in the page's
    text, and parts of a page do not keep them whole."""
    return _WORDS if _LETTERS.search(text) else plain(printable(text))


def _cell_problems(rows: Sequence[tuple[str, ...]], tables: Sequence[FramedTable]) -> Iterator[str]:
    """Rows of the report's tables that no row of the tag tree has in the same columns, in the same order."""
    position = 0
    for table in (framed.table for framed in tables):
        for row in table.rows:
            pairs = zip(row.cells[1:], table.columns[1:], strict=True)
            wanted = tuple(_figure("".join(in_cell(part, column, table) for part in cell)) for cell, column in pairs)
            try:
                position = rows.index(wanted, position) + 1
            except ValueError:
                head = "".join(part.text for part in row.cells[0])
                yield f"report.pdf ตาราง “{table.title}” แถว “{head}” ไม่มีตัวเลขในคอลัมน์ตามสมุดงาน"


def _without_margins(text: str, number: int, pages: int, opening: Opening | None) -> str:
    """A page's text without its running head and foot."""
    if opening is None:
        return text
    head = plain(f"{opening.office_short}·{opening.edition}") if number > 1 else ""
    foot = plain(f"{opening.title}{opening.period}หน้า{number}จาก{pages}")
    return text.removesuffix(foot).removeprefix(head + _SAMPLE * opening.sample)


def _head(opening: Opening | None) -> str:
    """What stands above the report on its first page."""
    if opening is None:
        return ""
    day = f"ข้อมูล ณ วันที่ {opening.as_of}" if opening.as_of else ""
    edition = f"{opening.edition}{opening.reservation}" if opening.reservation else ""
    title = plain(printable("".join((opening.office, opening.title, opening.period, day, edition))))
    return title + "".join(approvals_shown(opening))


def _cover(pieces: Sequence[Piece], contents: Sequence[str]) -> re.Pattern[str]:
    """What stands below the head of a long report: on a cover why the report is provisional, and the contents with
    their pages."""
    drafts = [block for block in shown_blocks(pieces) if isinstance(block, Text) and block.role == "draft"]
    lines = [run_text(paragraph) for text in drafts[:1] for paragraph in text.paragraphs]
    draft = re.escape(plain(printable("".join((MARKS["draft"] * bool(lines), *lines)))))
    entries = (
        f"{re.escape(plain(printable(title)))}(?P<page{index}>\\d{{1,3}}?)" for index, title in enumerate(contents)
    )
    return re.compile(f"(?P<draft>{draft})?{plain('สารบัญ')}{''.join(entries)}(?!\\d)")


def _cover_problems(
    cover: re.Match[str] | None, contents: Sequence[str], pieces: Sequence[Piece], read: Sequence[_Page]
) -> Iterator[str]:
    if cover is None:
        yield "report.pdf ไม่มีสารบัญตามหัวข้อของสมุดงาน"
        return
    numbers = [int(cover[f"page{index}"]) for index in range(len(contents))]
    for title, number in zip(contents, numbers, strict=True):
        if not 1 <= number <= len(read) or plain(printable(title)) not in read[number - 1].text:
            yield f"report.pdf สารบัญบอกหน้า {number} ของ “{title}” ซึ่งไม่อยู่หน้านั้น"
    accounts = sum(isinstance(piece, Annex) for piece in with_annexes(pieces))
    read_pages = numbers[-accounts] - 1 if accounts else len(read)
    if read_pages > PAGES_WITHOUT_COVER and cover["draft"] is None:
        yield "report.pdf ไม่บอกบนปกว่าเป็นร่าง"


def _closing(opening: Opening | None) -> tuple[str, ...]:
    """The words that say how to verify the report; the public edition has none."""
    if opening is None or opening.is_public:
        return ()
    proof = f"ลายนิ้วมือของรายงาน{opening.fingerprint}" if opening.fingerprint else ""
    command = f"ตรวจทานตัวเลขทุกตัวในรายงานนี้จากไฟล์ต้นทางได้ด้วยคำสั่งworkbook verify {opening.report_id}"
    return (plain(proof + command),)


def _alternatives(element: object) -> Iterator[str]:
    if alternative := _string(raw.FPDF_StructElement_GetAltText, element):
        yield alternative
    for child in filter(None, _children(element)):
        yield from _alternatives(child)
