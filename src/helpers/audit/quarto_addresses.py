"""The addresses outside the office to which a file leads, or from which it would load anything."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pypdfium2
from pypdfium2 import raw

_LOADING = frozenset(
    [
        "src",
        "srcset",
        "href",
        "action",
        "formaction",
        "data",
        "poster",
        "background",
        "cite",
        "ping",
        "manifest",
        "xlink:href",
        "content",
        "style",
    ]
)
"""The attributes by which a page loads or leads on; the words of others are for readers."""
_OUTSIDE = re.compile(r"(?:(?<=[\s,;=])|^)(?:[a-z][a-z0-9+.-]*:)?//[^\s\"'<>)]+", re.IGNORECASE)
_STYLE_LOADS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:[a-z][a-z0-9+.-]*:)?//[^\s\"')]+)", re.IGNORECASE)
_EXTERNAL = re.compile(r"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
_TARGET = re.compile(r"\bTarget=\"([^\"]*)\"")
_LONGEST_ADDRESS = 2_000


def addresses(name: str, content: bytes) -> Iterator[str]:
    """The outside addresses in a page, a style sheet, a drawing, a Word file or a PDF; in other files none are
    sought."""
    match name.rpartition(".")[2]:
        case "html" | "svg":
            yield from _Html(content.decode(errors="replace")).addresses
        case "css":
            yield from _STYLE_LOADS.findall(content.decode(errors="replace"))
        case "docx":
            yield from _in_word(content)
        case "pdf":
            yield from _in_pdf(content)


class _Html(HTMLParser):
    """The addresses in the attributes and styles of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self._style = False
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        for name, value in attrs:
            if name == "style":
                self.addresses += _STYLE_LOADS.findall(value or "")
            elif name in _LOADING and not (value or "").startswith("data:"):
                self.addresses += _OUTSIDE.findall(value or "")

    def handle_data(self, data: str) -> None:
        if self._style:
            self.addresses += _STYLE_LOADS.findall(data)

    def handle_endtag(self, tag: str) -> None:
        self._style = False


def _in_word(content: bytes) -> Iterator[str]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = [archive.read(part).decode() for part in archive.namelist() if part.endswith(".rels")]
    except BadZipFile:
        return  # it is said elsewhere that it cannot be read
    for relation in (relation for part in parts for relation in _EXTERNAL.findall(part)):
        yield from _TARGET.findall(relation)


def _in_pdf(content: bytes) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return
    for number in range(len(document)):
        page = document[number]
        yield from _links(document, page)
        page.close()
    document.close()


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[str]:
    position, link = raw.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page.raw, position, link):
        room = raw.create_string_buffer(_LONGEST_ADDRESS)
        size = raw.FPDFAction_GetURIPath(document.raw, raw.FPDFLink_GetAction(link), room, _LONGEST_ADDRESS)
        if size > 0:
            yield room.value.decode(errors="replace")
