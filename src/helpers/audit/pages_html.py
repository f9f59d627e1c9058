"""report.html read back: its words, its numbers with the facts that they say they are, and its pictures."""

import base64
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import zip_longest
from urllib.parse import quote

from helpers.audit.pages_words import (
    approvals_shown,
    first_words,
    leading,
    passages,
    plain,
    printed_numbers,
    text_problems,
)
from helpers.render.blocks import Chart, MethodsNote, Number, Opening
from helpers.render.html_blocks import UP
from helpers.render.notebook_parts import Piece, ShownBlock
from helpers.render.screen_amounts import on_screen
from helpers.render.wording import APPROVED, MARKS, MORE

_UNREAD = frozenset({"script", "style", "title", "template", "dialog", "nav"})
_USUAL = (*MARKS.values(), MORE)
_NEAR = 120
_PICTURE = "data:image/svg+xml;base64,"


class Page(HTMLParser):
    """A page as its readers meet it: the words outside scripts and menus, and in them the numbers and pictures."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.words: list[str] = []
        """Those of the report itself."""
        self.head: list[str] = []
        """Those above the report: its title, office and period."""
        self.between: list[str] = []
        """Those of the report that are no number."""
        self.numbers: list[tuple[str, str, str, str]] = []
        """Fact, key, value and text of every number."""
        self.pictures: list[tuple[str, ...]] = []
        """Alternative text, and the drawings as they are embedded."""
        self.ways: list[tuple[str, str]] = []
        """The words that lead to pages of other reports, and where to."""
        self._way = False
        self._unread = 0
        self._into = self.head
        self._number: tuple[str, str, str] | None = None
        self._narrow = ""
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Numbers begin and pictures stand at their tags."""
        values = {name: value or "" for name, value in attrs}
        self._unread += tag in _UNREAD
        if tag == "main":
            self._into = self.words
        if tag == "a" and values.get("href", "").startswith(UP) and self._into is self.words:
            self.ways.append(("", values["href"]))
            self._way = True
        if tag == "data" and not self._unread:
            self._number = values.get("data-fact", ""), values.get("data-key", ""), values.get("value", "")
            self.numbers.append((*self._number, ""))
        elif tag == "source":
            self._narrow = values.get("srcset", "")
        elif tag == "img":
            self.pictures.append((values.get("alt", ""), values.get("src", ""), self._narrow))
            self._narrow = ""

    def handle_endtag(self, tag: str) -> None:
        """Numbers and what is not read end at their tags."""
        self._unread -= tag in _UNREAD and self._unread > 0
        if tag == "main":
            self._into = []
        if tag == "data":
            self._number = None
        if tag == "a":
            self._way = False

    def handle_data(self, data: str) -> None:
        """Words, and the text of the number that stands around them."""
        if self._unread:
            return
        self._into.append(data)
        if self._way:
            words, href = self.ways[-1]
            self.ways[-1] = (words + data, href)
        if self._number is None and self._into is self.words:
            self.between.append(data)
        if self._number is not None:
            *number, text = self.numbers[-1]
            self.numbers[-1] = (number[0], number[1], number[2], text + data)


def html_problems(content: bytes, pieces: Sequence[Piece], opening: Opening | None) -> Iterator[str]:
    """What differs between report.html and the executed notebook, its amounts as a screen shows them, in Thai."""
    pieces = on_screen(pieces)
    page = Page(content.decode("utf-8", "replace"))
    head = plain("".join(page.head))
    for words in first_words(opening):
        yield from () if plain(words) in head else (f"report.html ไม่มี “{words}” ตามสมุดงาน",)
    approvals = approvals_shown(opening) if opening else []
    if head.count(plain(APPROVED)) != len(approvals) or not all(words in head for words in approvals):
        yield "report.html แสดงการรับรองไม่เหมือนสมุดงาน"
    text = plain("".join(page.words))
    yield from text_problems(text, passages(pieces), "report.html", _USUAL, _NEAR)
    if sorted((plain(words), href) for words, href in page.ways) != sorted(_ways(pieces)):
        yield "report.html มีลิงก์ไปหน้าโรงเรียนหรือหน้าวิธีการไม่เหมือนสมุดงาน"
    yield from _number_problems(page, list(printed_numbers(pieces)))
    yield from _picture_problems(page, pieces)


def _ways(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """The words that lead to other pages, and where to."""
    yield from ((plain(part.text), quote(f"{UP}{part.page}/report.html")) for part in leading(pieces))
    notes = (piece.block for piece in pieces if isinstance(piece, ShownBlock) and isinstance(piece.block, MethodsNote))
    yield from ((plain(note.title), note.href) for note in notes)


def _number_problems(page: Page, numbers: Sequence[Number]) -> Iterator[str]:
    for shown, number in zip_longest(page.numbers, numbers):
        if number is None:
            yield f"report.html มีตัวเลข {shown[0]} [{shown[1]}] {shown[3]} ที่สมุดงานไม่มี"
        elif shown is None:
            yield f"report.html ไม่มีตัวเลข {number.fact} [{number.key}] {number.text} ของสมุดงาน"
        elif (*shown[:3], plain(shown[3])) != (number.fact, number.key, number.value, plain(number.text)):
            stated = f"{number.fact} [{number.key}] {number.text} ({number.value})"
            yield f"report.html พิมพ์ {shown[0]} [{shown[1]}] {shown[3]} ({shown[2]}) แต่สมุดงานว่า {stated}"


def _picture_problems(page: Page, pieces: Sequence[Piece]) -> Iterator[str]:
    drawn = [piece for piece in pieces if isinstance(piece, ShownBlock) and isinstance(piece.block, Chart)]
    if len(page.pictures) != len(drawn):
        yield f"report.html มีภาพ {len(page.pictures)} ภาพ แต่สมุดงานมี {len(drawn)}"
    for (alt, *embedded), piece in zip(page.pictures, drawn, strict=False):
        assert isinstance(piece.block, Chart)
        if plain(alt) != plain(piece.block.alt):
            yield f"report.html อธิบายภาพ “{piece.block.title}” ไม่เหมือนสมุดงาน"
        if embedded != [_embedded(piece.svg), _embedded(piece.narrow)]:
            yield f"report.html แสดงภาพ “{piece.block.title}” ไม่เหมือนสมุดงาน"


def _embedded(drawing: str) -> str:
    return _PICTURE + base64.b64encode(drawing.encode()).decode("ascii") if drawing else ""
