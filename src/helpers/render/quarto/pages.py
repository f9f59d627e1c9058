"""A report as a page for Quarto: Markdown without code, the tokens of its blocks, and its pictures.

The Markdown holds the notebook's prose, and an empty div for each block; the blocks enter when Quarto has done with all
that it reads as commands.
"""

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from helpers.errors import RenderingError
from helpers.render.blocks import Chart, Opening
from helpers.render.methods_note import for_readers
from helpers.render.notebook_parts import (
    Annex,
    NotebookPicture,
    Piece,
    Plain,
    Prose,
    ShownBlock,
    notebook_pieces,
    opening_of,
    with_annexes,
)
from helpers.render.quarto.markdown import ProseWriter, inert
from helpers.render.quarto.tokens import Token, TokenWriter, numbers_of, page_name

BLOCK_CLASS, PAGE_ATTRIBUTE, CHAPTER_CLASS = "workbook-block", "data-page", "workbook-chapter"
"""By these the filter knows the divs that are its own, the file that holds their tokens, and where a report begins in a
book."""
TABLES = frozenset({"figures", "table", "signatures"})
"""The kinds of token that are tables on paper."""
_BLANK = "\n\n"


@dataclass(frozen=True)
class QuartoPage:
    """One report: its Markdown, the tokens by the id of their div, and its pictures by name, each as form (svg, png)
    and content."""

    opening: Opening
    body: str
    tokens: Mapping[str, list[Token]]
    drawings: Mapping[str, tuple[str, bytes]]

    @property
    def name(self) -> str:
        """The page's name, and that of the files made of it."""
        return page_name(self.opening.report_id)

    @property
    def markdown(self) -> str:
        """The page as a file of its own."""
        return f"{page_head(self.opening.title, self.opening.period)}{_BLANK}{self.body}"

    @property
    def chapter(self) -> str:
        """The page as a part of a book."""
        title, period = inert(self.opening.title), inert(self.opening.period)
        return f"# {title} {period} {{#{self.name} .{CHAPTER_CLASS}}}{_BLANK}{self.body}"

    @property
    def numbers(self) -> list[Token]:
        """The numbers that the page prints, in order."""
        return [number for tokens in self.tokens.values() for number in numbers_of(tokens)]

    @property
    def pictures(self) -> list[Token]:
        """The pictures that the page shows, in order."""
        return [token for tokens in self.tokens.values() for token in tokens if token["kind"] == "picture"]

    def tables(self, form: str) -> list[Token]:
        """The tokens that are tables in files of this form, in order."""
        tokens = (token for tokens in self.tokens.values() for token in tokens)
        return [token for token in tokens if token["kind"] in TABLES and form in token.get("only", (form,))]


def tokens_json(tokens: Mapping[str, list[Token]]) -> str:
    """The tokens of a page as the file that the filter reads."""
    return json.dumps(tokens, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def empty_div(name: str, page: str) -> str:
    """The div that the filter fills with the tokens of this name in the file of this page."""
    return f'::: {{#{name} .{BLOCK_CLASS} {PAGE_ATTRIBUTE}="{page}"}}\n:::'


def quarto_page(notebook: NotebookNode, pages: Container[str]) -> QuartoPage:
    """The page of a report's executed notebook, whose words may lead to these others. Raises RenderingError for a
    notebook that is no report, or holds an output that cannot be shown."""
    pieces = for_readers(notebook_pieces(notebook))
    opening = opening_of(pieces)
    if opening is None:
        remedy = "สั่ง workbook run เพื่อสร้างรายงานใหม่ด้วยรุ่นปัจจุบัน"
        raise RenderingError("สมุดงานไม่มีส่วนเปิดของรายงาน", where="report.ipynb", remedy=remedy)
    written = _PageWriter(opening, pages)
    parts = [part for piece in with_annexes(pieces) for part in written.piece(piece)]
    return QuartoPage(opening, _BLANK.join(parts) + "\n", written.tokens, written.drawings)


def page_head(title: str, subtitle: str = "") -> str:
    """The head of a file for Quarto."""
    below = f'subtitle: "{inert(subtitle)}"\n' if subtitle else ""
    return f'---\ntitle: "{inert(title)}"\n{below}engine: markdown\n---'


class _PageWriter:
    """Collects the tokens and drawings of one page while its Markdown is written."""

    def __init__(self, opening: Opening, pages: Container[str]) -> None:
        self._page = page_name(opening.report_id)
        self._prose = ProseWriter(self._page, opening.digits)
        self._blocks = TokenWriter(self._page, opening.digits, pages)
        self.tokens: dict[str, list[Token]] = {}
        self.drawings: dict[str, tuple[str, bytes]] = {}

    def piece(self, piece: Piece | Annex) -> Iterator[str]:
        """The Markdown of a piece; nothing for code."""
        match piece:
            case Annex(title, inside, before):
                yield from (part for inner in (*before, ShownBlock(title), *inside) for part in self.piece(inner))
            case Prose(source):
                yield from filter(None, (self._prose.written(source),))
            case Plain(text):
                yield self._div([self._blocks.printed(text)])
            case NotebookPicture(data, form, alt):
                yield self._div([self._drawn(Chart(name=f"p{len(self.tokens):03}", title="", alt=alt), form, data)])
            case ShownBlock(Chart() as chart, svg) if svg:
                yield self._div([self._drawn(chart, "svg", svg.encode())])
            case ShownBlock(block):
                yield self._div(self._blocks.block(block))

    def _drawn(self, chart: Chart, form: str, content: bytes) -> Token:
        self.drawings[self._blocks.anchor(chart.name)] = form, content
        return self._blocks.picture(chart, form)

    def _div(self, tokens: list[Token]) -> str:
        """The empty div that these tokens will fill."""
        name = f"{self._page}-b{len(self.tokens) + 1:03}"
        self.tokens[name] = tokens
        return empty_div(name, self._page)
