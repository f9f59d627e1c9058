"""A report's page as plain data: title, contents, fragments in order, receipts; the template only lays it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from helpers.reports.blocks import AnnexTitle, Chart, Opening, Receipts, Table
from helpers.reports.rendering.annexes import Annex, with_annexes
from helpers.reports.rendering.html_blocks import block_html, picture_url
from helpers.reports.rendering.html_inlines import printed_in
from helpers.reports.rendering.html_markdown import Heading, ReportMarkdown
from helpers.reports.rendering.html_receipts import receipts_json
from helpers.reports.rendering.pieces import Code, Picture, Piece, Plain, Prose, Shown, opening_of, pieces
from helpers.reports.rendering.wording import run_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

UNTITLED = "สมุดรายงาน"
OWN_ANCHORS = ("contents", "content", "receipt", "receipt-title", "receipts", "source-files", "source-files-caption")
"""Anchors of the template itself."""
_FIRST_HEADING = re.compile(r"^# +(.+?) *#* *$", re.MULTILINE)
_PLAIN = Markup("<pre>{}</pre>")
_ANNEX = Markup('<section class="annex{}">\n{}\n</section>')
_PICTURE = Markup('<figure class="chart"><img src="{}" alt="{}"></figure>')


@dataclass(frozen=True)
class Page:
    """What the template needs. `opening` is None for a notebook that is no report or stopped before it became one."""

    title: str
    opening: Opening | None
    headings: tuple[Heading, ...]
    fragments: tuple[Markup, ...]
    receipts: Markup
    """JSON for a script element; empty where the report has no receipts."""


def page_of(notebook: NotebookNode, *, show_code: bool = False) -> Page:
    """The page of an executed notebook. Raises RenderingError for a block that is none."""
    found = pieces(notebook)
    opening = opening_of(found)
    title = opening.title if opening else _first_heading(found) or UNTITLED
    markdown = ReportMarkdown(title, _anchors(found))
    read = [piece for piece in found if show_code or not isinstance(piece, Code)]
    fragments = tuple(_fragment(piece, markdown) for piece in with_annexes(read))
    receipts = next((piece.block for piece in _blocks(found) if isinstance(piece.block, Receipts)), None)
    written = receipts_json(receipts, printed_in(fragments)) if receipts else Markup("")
    return Page(title, opening, tuple(markdown.headings), fragments, written)


def _first_heading(found: list[Piece]) -> str:
    sources = (piece.source for piece in found if isinstance(piece, Prose))
    return next((match[1] for match in map(_FIRST_HEADING.search, sources) if match), "")


def _blocks(found: list[Piece]) -> Iterator[Shown]:
    return (piece for piece in found if isinstance(piece, Shown))


def _anchors(found: list[Piece]) -> Iterator[str]:
    """Every anchor that a heading must not take."""
    yield from OWN_ANCHORS
    for piece in _blocks(found):
        if isinstance(piece.block, AnnexTitle):
            yield piece.block.name
        if isinstance(piece.block, Table | Chart):
            yield from (piece.block.name, f"{piece.block.name}-caption")


def _fragment(piece: Piece | Annex, markdown: ReportMarkdown) -> Markup:
    match piece:
        case Annex(title, inside, before):
            parts = (*before, Shown(title), *inside)
            body = Markup("\n").join(_fragment(part, markdown) for part in parts)
            return _ANNEX.format(" sideways" if piece.sideways else "", body)
        case Shown(AnnexTitle(name=name, lines=lines) as block):
            markdown.headings.append(Heading(2, name, run_text(lines[0])))
            return Markup(block_html(block))
        case Prose(source):
            return markdown.html(source)
        case Code(source) | Plain(source):
            return _PLAIN.format(source)
        case Picture(data, form, alt):
            return _PICTURE.format(picture_url(data, form), alt)
        case Shown(Opening()):
            return Markup("")  # the page's header shows it
        case Shown(block, svg, narrow):
            return Markup(block_html(block, svg, narrow))
