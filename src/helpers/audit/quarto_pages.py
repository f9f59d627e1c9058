"""What Quarto made of a project, read back before it is put in place: every number is there with its value, every
picture is described, every page says what it is, and nothing leads out of the office."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

import pypdfium2

from helpers.audit.pages_pdf import page_texts
from helpers.audit.pages_words import plain
from helpers.audit.quarto_addresses import addresses
from helpers.render.quarto.forms import Form, Format
from helpers.render.quarto.pages import QuartoPage
from helpers.render.quarto.project import files_made, marks

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TYPST = "typst"
_Printed = tuple[str, str, str, str]
"""A number of a page: fact, key, value and text."""


def made_problems(
    made: Mapping[str, bytes], pages: Sequence[QuartoPage], form: Form, formats: Iterable[Format]
) -> Iterator[str]:
    """What is wrong with the files that Quarto made of these pages, in Thai; nothing where all is as it should be."""
    by_name = {page.name: page for page in pages}
    for name, names in files_made(pages, form, formats).items():
        if not made.get(name):
            yield f"ไม่มี {name} หรือว่างเปล่า"
        else:
            yield from _file_problems(name, made[name], [by_name[page] for page in names])
    for name, content in sorted(made.items()):
        for address in sorted(set(addresses(name, content))):
            yield f"{name} มีที่อยู่ภายนอก {address}"


def _file_problems(name: str, content: bytes, pages: Sequence[QuartoPage]) -> Iterator[str]:
    try:
        match name.rpartition(".")[2]:
            case Format.HTML:
                yield from _html_problems(name, content.decode(errors="replace"), pages)
            case Format.DOCX:
                yield from _word_problems(name, content, pages)
            case Format.PDF:
                yield from _pdf_problems(name, content, pages)
    except (BadZipFile, KeyError, ElementTree.ParseError, pypdfium2.PdfiumError):
        yield f"{name} อ่านไม่ได้ (อาจเขียนไม่ครบ)"


class _Html(HTMLParser):
    """The numbers of a page, the descriptions of its charts, and its text."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.numbers: list[list[str]] = []
        self.alts: list[str] = []
        self.text: list[str] = []
        self.whole = False
        self._depth = 0
        self._figures: list[bool] = []
        self._unseen = False
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._unseen = tag in ("script", "style")
        if tag == "span" and "data-fact" in given:
            self.numbers.append([given["data-fact"], given.get("data-key", ""), given.get("data-value", ""), ""])
            self._depth = 1
        elif tag == "span" and self._depth:
            self._depth += 1
        elif tag == "figure":
            self._figures.append("chart" in given.get("class", "").split())
        elif tag == "img" and any(self._figures):
            self.alts.append(given.get("alt", ""))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.text.append(data)
        if self._depth:
            self.numbers[-1][3] += data

    def handle_endtag(self, tag: str) -> None:
        self._unseen = False
        if tag == "span" and self._depth:
            self._depth -= 1
        elif tag == "figure" and self._figures:
            self._figures.pop()
        elif tag == "html":
            self.whole = True


def _html_problems(name: str, content: str, pages: Sequence[QuartoPage]) -> Iterator[str]:
    page = _Html(content)
    if not page.whole:
        yield f"{name} เขียนไม่ครบ"
    expected = [(word["fact"], word["key"], word["value"], word["text"]) for word in _numbers(pages)]
    yield from _number_problems(name, expected, [(fact, key, value, text) for fact, key, value, text in page.numbers])
    yield from _alt_problems(name, pages, page.alts)
    text = "".join(page.text)
    yield from _passage_problems(name, pages, Format.HTML, text)
    yield from _mark_problems(name, pages, text)


def _number_problems(name: str, expected: Sequence[_Printed], printed: Sequence[_Printed]) -> Iterator[str]:
    if expected == printed:
        return
    for expected_number, number in zip(expected, printed, strict=False):
        if expected_number != number:
            fact, key, value, text = expected_number
            yield f"{name} พิมพ์ {number[3]} ในตำแหน่งของ {fact} {key} ซึ่งเป็น {text} ({value})"
            return
    yield f"{name} มีตัวเลข {len(printed):,} ตัว จากที่ต้องมี {len(expected):,} ตัว"


def _word_problems(name: str, content: bytes, pages: Sequence[QuartoPage]) -> Iterator[str]:
    """A Word file is compared table by table, cell by cell, and its other numbers paragraph by paragraph."""
    with ZipFile(BytesIO(content)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        heads = [archive.read(part).decode() for part in archive.namelist() if part.startswith("word/header")]
    # Prose has tables of its own between those of the report.
    tables = (_word_rows(table) for table in body.iter(f"{_WORD}tbl"))
    expected = (token for page in pages for token in page.tables(Format.DOCX))
    missing = next((token for token in expected if _rows_of(token) not in tables), None)
    if missing is not None:
        yield f"{name} ไม่มีตาราง “{missing.get('title', 'ตัวเลขสำคัญ')}” ตามรายงาน"
    yield from _passage_problems(name, pages, Format.DOCX, _word_text(body))
    yield from _alt_problems(name, pages, [drawing.get("descr", "") for drawing in body.iter(_DRAWN)])
    yield from _mark_problems(name, pages, "".join(heads))


def _word_rows(table: ElementTree.Element) -> list[list[str]]:
    return [[plain(_word_text(cell)) for cell in row.iter(f"{_WORD}tc")] for row in table.iter(f"{_WORD}tr")]


def _word_text(element: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{_WORD}t"))


def _rows_of(token: Mapping[str, Any]) -> list[list[str]]:
    """The plain texts of a table's cells by row, heads included, as a Word file has them."""
    match token["kind"]:
        case "signatures":
            texts = token["rows"]
        case "figures":
            rows = token["rows"]
            texts = [token["heads"], *([row["label"], _text(row["number"]), _text(row["note"])] for row in rows)]
        case _:
            texts = [*_head_rows(token), *([_text(cell) for cell in row["cells"]] for row in token["rows"])]
    return [[plain(text) for text in row] for row in texts]


def _head_rows(token: Mapping[str, Any]) -> Iterator[list[str]]:
    """The labels of the head; a cell that goes on from the row above is empty."""
    upper, *lower = token["head"]
    yield [cell["label"] for cell in upper]
    for row in lower:
        labels = iter(cell["label"] for cell in row)
        yield [label for cell in upper for label in ([""] if cell["rows"] > 1 else _next(labels, cell["columns"]))]


def _next(labels: Iterator[str], count: int) -> list[str]:
    return [next(labels) for _ in range(count)]


def _text(run: Iterable[Mapping[str, Any]]) -> str:
    return "".join(word["text"] for word in run)


def _pdf_problems(name: str, content: bytes, pages: Sequence[QuartoPage]) -> Iterator[str]:
    texts = list(page_texts(content))
    yield from _passage_problems(name, pages, _TYPST, _between_heads(texts, pages))
    for number, text in enumerate(texts, 1):
        yield from _mark_problems(f"{name} หน้า {number:,}", pages, text)


def _between_heads(texts: Iterable[str], pages: Sequence[QuartoPage]) -> str:
    """The text of all pages without the marks in their heads, which stand between two lines of a paragraph."""
    head = plain(" · ".join(marks(pages)))
    return "".join(plain(text).removeprefix(head).removesuffix(head) for text in texts)


def _passage_problems(name: str, pages: Iterable[QuartoPage], form: str, shown: str) -> Iterator[str]:
    """The first passage that does not follow, in the text, the one before it: a sentence, or a row of a table."""
    text, position = plain(shown), 0
    tokens = (token for page in pages for tokens in page.tokens.values() for token in tokens)
    for passage in (passage for token in tokens if _is_for(token, form) for passage in _passages(token)):
        start = text.find(plain(passage), position)
        if start < 0:
            yield f"{name} ไม่มี “{passage}” ในตำแหน่งของข้อความนั้น"
            return
        position = start + len(plain(passage))


def _is_for(token: Mapping[str, Any], form: str) -> bool:
    return form in token.get("only", (form,))


def _passages(token: Mapping[str, Any]) -> Iterator[str]:
    """What stands unbroken in every file: of a table each row; the heads of figures are on paper alone."""
    match token["kind"]:
        case "text":
            yield from map(_text, token["paragraphs"])
        case "flags":
            yield from (f"{item['mark']} {_text(item['words'])}" for item in token["items"])
        case "annex":
            yield from map(_text, (token["words"], *token["lines"]))
        case "picture":
            yield token["title"]
        case "table":
            yield token["title"]
            yield from ("".join(map(_text, row["cells"])) for row in token["rows"])
            yield from token["notes"]
        case "figures" | "signatures":
            yield from map("".join, _rows_of(token)[1 if "heads" in token else 0 :])


def _alt_problems(name: str, pages: Sequence[QuartoPage], alts: Sequence[str]) -> Iterator[str]:
    expected = [plain(token["alt"]) for page in pages for token in page.pictures]
    if [plain(alt) for alt in alts] != expected:
        yield f"{name} อธิบายภาพไม่เหมือนรายงาน"


def _mark_problems(name: str, pages: Sequence[QuartoPage], text: str) -> Iterator[str]:
    shown = plain(text)
    yield from (f"{name} ไม่บอกว่าเป็น “{mark}”" for mark in marks(pages) if plain(mark) not in shown)


def _numbers(pages: Iterable[QuartoPage]) -> list[Mapping[str, Any]]:
    return [number for page in pages for number in page.numbers]
