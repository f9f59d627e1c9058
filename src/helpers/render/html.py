"""The HTML report: one file that needs no network, for screen, phone and paper; every number shows where it is from.

Markdown cells as HTML, through nbconvert's own Markdown; headings get anchors that stay the same from run to run.

Receipts as the page's script reads them: how each number came about, without what the page says already.

A report's page as plain data: title, contents, fragments in order, receipts; the template only lays it out.
"""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets import Bool, default

from helpers.charts.lettering import font_faces
from helpers.facts.definitions import Operation, key_parts, parse_reference, where_text
from helpers.render.blocks import AnnexTitle, Chart, FactReceipt, Opening, Receipts, Table
from helpers.render.html_blocks import TEMPLATES, block_html, file_text, picture_url, printed_in, words_in_digits
from helpers.render.notebook_parts import (
    Annex,
    Code,
    Picture,
    Piece,
    Plain,
    Prose,
    Shown,
    opening_of,
    pieces,
    with_annexes,
)
from helpers.render.wording import run_text

_LETTERS_MARKS_DIGITS = frozenset("LMN")
"""Unicode categories that an anchor keeps; marks are Thai vowels and tones above and below."""


@dataclass(frozen=True)
class Heading:
    """An entry of the contents list; `level` is 2 for a section, more for what stands below one."""

    level: int
    anchor: str
    label: str


class ReportMarkdown(IPythonRenderer):
    """One report's Markdown: gathers `headings` and leaves out the heading that only repeats the report's title.

    Raw HTML stays visible as text. Level 1 is the title's alone: any other heading of that level becomes a section.
    """

    def __init__(self, title: str, taken: Iterable[str] = ()) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
        self.title = title
        self.taken = set(taken)
        self.headings: list[Heading] = []

    def html(self, source: str) -> Markup:
        """The HTML of one Markdown cell."""
        return Markup(MarkdownWithMath(renderer=self).render(source).strip())

    def heading(self, text: str, level: int, **_: Any) -> str:
        """A heading with its anchor; nothing for the title."""
        label = " ".join(Markup(text).striptags().split())
        if level == 1 and label == " ".join(self.title.split()):
            return ""
        shown = Heading(max(level, 2), self._anchor(label), label)
        self.headings.append(shown)
        return f'<h{shown.level} id="{shown.anchor}">{text}</h{shown.level}>\n'

    def _anchor(self, label: str) -> str:
        """Unique on the page: a second `ผลรวม` becomes `ผลรวม-2`."""
        plain = slug(label)
        found, copy = plain, 1
        while found in self.taken:
            copy += 1
            found = f"{plain}-{copy}"
        self.taken.add(found)
        return found


def slug(label: str) -> str:
    """The label as an anchor: letters, vowels, tones, digits, else hyphens; `ส่วน` where nothing is left."""
    kept = (letter if unicodedata.category(letter)[0] in _LETTERS_MARKS_DIGITS else "-" for letter in label.lower())
    return re.sub("-+", "-", "".join(kept)).strip("-") or "ส่วน"


_Cell = tuple[str, str, str, int, str]
MADE_OF_TWO = frozenset({Operation.RATIO, Operation.DIFFERENCE})


def receipts_json(receipts: Receipts, printed: Collection[tuple[str, str]]) -> Markup:
    """Facts by id, and in each the cells by key: (filter, source rows, digest); only what is `printed`, (fact, key).

    A filter that differs between a fact's cells only by what their keys say stands once, as the fact's `where`, with
    `{name}` for each part of the key. A ratio or difference has the titles of its two `parts` instead. No `<` is left
    in it, so that no name in it can end the script element.
    """
    titles = {fact.fact: fact.title for fact in receipts.facts}
    shown = ((fact, [cell for cell in fact.cells if (fact.fact, cell[0]) in printed]) for fact in receipts.facts)
    facts = {fact.fact: _receipt(fact, cells, titles) for fact, cells in shown if cells}
    content = {"files": [file.model_dump() for file in receipts.files], "facts": facts}
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.replace("<", "\\u003c"))


def _receipt(fact: FactReceipt, cells: Sequence[_Cell], titles: Mapping[str, str]) -> dict[str, Any]:
    told = fact.model_dump(include={"title", "unit", "operation", "table", "column", "files"})
    if fact.operation in MADE_OF_TWO:
        parts = [titles.get(part, part) for part, _ in parse_reference(cells[0][2])]
        return told | {"parts": parts, "cells": _by_key(cells, "")}
    patterns = {_pattern(key, where) for key, _, where, _, _ in cells}
    if len(patterns) == 1 and len(cells) > 1:
        return told | {"where": patterns.pop(), "cells": _by_key(cells, "")}
    return told | {"cells": _by_key(cells)}


def _by_key(cells: Sequence[_Cell], where: str | None = None) -> dict[str, tuple[str, int, str]]:
    return {key: (own if where is None else where, rows, digest) for key, _, own, rows, digest in cells}


def _pattern(key: str, where: str) -> str:
    """The filter with `{name}` for the values that the key gives; as it is where a value could be misread."""
    if "\\" in key or "{" in where or "'" in key:
        return where
    for name, value in key_parts(key).items():
        where = where.replace(where_text({name: value}), f"{name} = {{{name}}}", 1)
    return where


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


class WorkbookHTMLExporter(TemplateExporter):
    """An executed notebook as a report page; code is left out unless `show_code` is set.

    Built on nbconvert's template exporter and not on its HTML exporter, whose page loads scripts from the network and
    whose post-processing parses the whole page again. Raises RenderingError for an output that cannot be shown.
    """

    export_from_notebook = "สมุดรายงาน (HTML)"
    output_mimetype = "text/html"
    show_code = Bool(False, help="Show the code of the notebook's cells").tag(config=True)

    @default("file_extension")
    def _own_file_extension(self) -> str:
        return ".html"

    @default("template_extension")
    def _own_template_extension(self) -> str:
        return ".html.j2"

    @default("template_paths")
    def _own_template_paths(self) -> list[str]:
        """This package's templates alone: nothing in the current folder or the user's own can change a report."""
        return [str(TEMPLATES)]

    def default_filters(self) -> Any:
        """nbconvert's filters and those of the report's template."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "report_page", self.page
        yield "block_html", lambda block: Markup(block_html(block))
        yield "in_digits", words_in_digits
        yield "font_faces", font_faces
        yield "file_text", file_text
        yield "script_source", script_source

    def page(self, notebook: NotebookNode) -> Page:
        """What the template lays out."""
        return page_of(notebook, show_code=self.show_code)


def render(notebook: NotebookNode) -> bytes:
    """The bytes of `report.html`: the same for the same notebook, whenever and wherever it is rendered."""
    exporter = WorkbookHTMLExporter()  # type: ignore[no-untyped-call]
    written, _ = exporter.from_notebook_node(notebook)
    return written.encode()


def script_source(script: str) -> str:
    """How the page's security policy names its one script, so that the browser runs no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}"
