"""The HTML report: one file without network access for screen, phone and paper, in which every number has its receipt.

`page_of` turns an executed notebook into the plain data of a page (title, contents, fragments in order, receipts), and
the template lays it out. Markdown cells go through nbconvert's Markdown; headings get anchors that do not change from
run to run. Receipts are written as JSON for the page's script.
"""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets import Bool, default

from helpers.facts.definitions import Operation, key_parts, parse_reference, where_text
from helpers.lettering import font_faces
from helpers.render.blocks import AnnexTitle, Chart, FactReceipt, Opening, Receipts, RelatedReport, TableBlock
from helpers.render.html_blocks import (
    TEMPLATES,
    block_html,
    facts_printed_in,
    file_text,
    kept_whole,
    names_in,
    picture_url,
    words_in_digits,
)
from helpers.render.methods_note import for_readers
from helpers.render.notebook_parts import (
    Annex,
    Code,
    NotebookPicture,
    Piece,
    Plain,
    Prose,
    ShownBlock,
    notebook_pieces,
    opening_of,
    with_annexes,
)
from helpers.render.screen_amounts import on_screen
from helpers.render.wording import approval_words, run_text

_LETTERS_MARKS_DIGITS = frozenset("LMN")
"""The Unicode categories that an anchor keeps; marks are Thai vowels and tones above and below."""


@dataclass(frozen=True)
class Heading:
    """An entry of the table of contents; `level` is 2 for a section and more for headings below it."""

    level: int
    anchor: str
    label: str


class ReportMarkdown(IPythonRenderer):
    """Renders the Markdown of one report and collects its `headings`, without the notebook's own title, which all
    reports of its kind share: the page's title says which of them it is.

    Raw HTML stays visible as text. Only the title has level 1: any other heading of that level becomes a section.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
        self.titled = False
        self.taken = set(taken)
        self.headings: list[Heading] = []

    def html(self, source: str) -> Markup:
        """The HTML of one Markdown cell."""
        return Markup(MarkdownWithMath(renderer=self).render(source).strip())

    def heading(self, text: str, level: int, **_: Any) -> str:
        """A heading with its anchor; empty for the notebook's title."""
        label = " ".join(Markup(text).striptags().split())
        if level == 1 and not self.titled:
            self.titled = True
            return ""
        shown = Heading(max(level, 2), self._anchor(label), label)
        self.headings.append(shown)
        return f'<h{shown.level} id="{shown.anchor}">{text}</h{shown.level}>\n'

    def _anchor(self, label: str) -> str:
        """An anchor that is unique on the page: a second `ผลรวม` becomes `ผลรวม-2`."""
        plain = slug(label)
        anchor, copy = plain, 1
        while anchor in self.taken:
            copy += 1
            anchor = f"{plain}-{copy}"
        self.taken.add(anchor)
        return anchor


def slug(label: str) -> str:
    """The label as an anchor: letters, vowels, tones, digits, else hyphens; `ส่วน` where nothing is left."""
    kept = (letter if unicodedata.category(letter)[0] in _LETTERS_MARKS_DIGITS else "-" for letter in label.lower())
    return re.sub("-+", "-", "".join(kept)).strip("-") or "ส่วน"


_Cell = tuple[str, str, str, int, str]
_FROM_TWO_CELLS = frozenset({Operation.RATIO, Operation.DIFFERENCE})


def receipts_json(receipts: Receipts, printed: Collection[tuple[str, str]], *, public: bool = False) -> Markup:
    """The receipts as JSON: facts by id, and in each the `printed` cells by key as (filter, source rows, digest), of
    the `public` edition as (filter,).

    Where the filters of a fact's cells differ only in the values of their keys, the fact has one `where` with `{name}`
    for each part of the key. A ratio or difference has the titles of its two `parts` instead. `printed` are pairs of
    fact and key. No `<` is left in the JSON, so that no name can end the script element.
    """
    titles = {fact.fact: fact.title for fact in receipts.facts}
    shown = ((fact, [cell for cell in fact.cells if (fact.fact, cell[0]) in printed]) for fact in receipts.facts)
    facts = {fact.fact: _receipt(fact, cells, titles) for fact, cells in shown if cells}
    if public:
        facts = {fact: receipt | {"cells": _filters(receipt["cells"])} for fact, receipt in facts.items()}
    words = {"columns": receipts.columns, "values": receipts.values}
    known = {"title", "round"} if public else None
    content = {"files": [file.model_dump(include=known) for file in receipts.files], "facts": facts, **words}
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.replace("<", "\\u003c"))


def _receipt(fact: FactReceipt, cells: Sequence[_Cell], titles: Mapping[str, str]) -> dict[str, Any]:
    described = fact.model_dump(include={"title", "unit", "operation", "table", "column", "files"})
    if fact.operation in _FROM_TWO_CELLS:
        parts = [titles.get(part, part) for part, _ in parse_reference(cells[0][2])]
        return described | {"parts": parts, "cells": _by_key(cells, "")}
    patterns = {_pattern(key, where) for key, _, where, _, _ in cells}
    if len(patterns) == 1 and len(cells) > 1:
        return described | {"where": patterns.pop(), "cells": _by_key(cells, "")}
    return described | {"cells": _by_key(cells)}


def _filters(cells: Mapping[str, tuple[str, int, str]]) -> dict[str, tuple[str]]:
    return {key: (where,) for key, (where, *_) in cells.items()}


def _by_key(cells: Sequence[_Cell], where: str | None = None) -> dict[str, tuple[str, int, str]]:
    return {key: (cell_where if where is None else where, rows, digest) for key, _, cell_where, rows, digest in cells}


def _pattern(key: str, where: str) -> str:
    """The filter with `{name}` for the values of the key; unchanged where a value could be misread."""
    if "\\" in key or "{" in where or "'" in key:
        return where
    for name, value in key_parts(key).items():
        where = where.replace(where_text({name: value}), f"{name} = {{{name}}}", 1)
    return where


UNTITLED = "สมุดรายงาน"
OWN_ANCHORS = ("contents", "content", "receipt", "receipt-title", "receipts")
"""The anchors that the template uses itself."""
_FIRST_HEADING = re.compile(r"^# +(.+?) *#* *$", re.MULTILINE)
_PLAIN = Markup("<pre>{}</pre>")
_ANNEX = Markup('<section class="annex{}">\n{}\n</section>')
_PICTURE = Markup('<figure class="chart"><img src="{}" alt="{}"></figure>')


@dataclass(frozen=True)
class Page:
    """The data of the template. `opening` is None for a notebook that is no report or stopped before its opening
    cell."""

    title: str
    opening: Opening | None
    headings: tuple[Heading, ...]
    fragments: tuple[Markup, ...]
    receipts: Markup
    """JSON for a script element; empty where the report has no receipts."""
    names: frozenset[str] = frozenset()
    """The schools and districts that the report's tables list: no line's end parts them."""


def page_of(notebook: NotebookNode, *, show_code: bool = False) -> Page:
    """The page of an executed notebook. Raises RenderingError for an output that claims to be a block and is none."""
    pieces = for_readers(notebook_pieces(notebook))
    opening = opening_of(pieces)
    title = opening.title if opening else _first_heading(pieces) or UNTITLED
    markdown = ReportMarkdown(_anchors(pieces))
    visible = [piece for piece in pieces if show_code or not isinstance(piece, Code)]
    fragments = tuple(_fragment(piece, markdown) for piece in with_annexes(on_screen(visible)))
    receipts = next((piece.block for piece in _blocks(pieces) if isinstance(piece.block, Receipts)), None)
    public = opening is not None and opening.is_public
    written = receipts_json(receipts, facts_printed_in(fragments), public=public) if receipts else Markup("")
    names = names_in(piece.block for piece in _blocks(pieces) if isinstance(piece.block, TableBlock))
    return Page(title, opening, tuple(markdown.headings), fragments, written, names)


def _first_heading(pieces: list[Piece]) -> str:
    sources = (piece.source for piece in pieces if isinstance(piece, Prose))
    return next((match[1] for match in map(_FIRST_HEADING.search, sources) if match), "")


def _blocks(pieces: list[Piece]) -> Iterator[ShownBlock]:
    return (piece for piece in pieces if isinstance(piece, ShownBlock))


def _anchors(pieces: list[Piece]) -> Iterator[str]:
    """The anchors that a heading must not take."""
    yield from OWN_ANCHORS
    for piece in _blocks(pieces):
        if isinstance(piece.block, AnnexTitle):
            yield piece.block.name
        if isinstance(piece.block, TableBlock | Chart):
            yield from (piece.block.name, f"{piece.block.name}-caption")


def _fragment(piece: Piece | Annex, markdown: ReportMarkdown) -> Markup:
    match piece:
        case Annex(title, inside, before):
            parts = (*before, ShownBlock(title), *inside)
            body = Markup("\n").join(_fragment(part, markdown) for part in parts)
            return _ANNEX.format(" sideways" if piece.landscape else "", body)
        case ShownBlock(AnnexTitle(name=name, lines=lines) as block):
            markdown.headings.append(Heading(2, name, run_text(lines[0])))
            return Markup(block_html(block))
        case Prose(source):
            return markdown.html(source)
        case Code(source) | Plain(source):
            return _PLAIN.format(source)
        case NotebookPicture(data, form, alt):
            return _PICTURE.format(picture_url(data, form), alt)
        case ShownBlock(Opening() | Receipts()):
            return Markup("")  # the page's header shows it; a press on a number shows its receipt
        case ShownBlock(block, svg, narrow):
            return Markup(block_html(block, svg, narrow))


class WorkbookHTMLExporter(TemplateExporter):
    """The nbconvert exporter `workbook_html`: an executed notebook as a report page, with code only if `show_code` is
    set.

    It extends nbconvert's template exporter, because pages of the HTML exporter load scripts from the network and are
    parsed once more. Raises RenderingError for an output that cannot be shown.
    """

    export_from_notebook = "สมุดรายงาน (HTML)"
    output_mimetype = "text/html"
    show_code = Bool(False, help="Show the code of the notebook's cells").tag(config=True)

    @default("file_extension")
    def _report_file_extension(self) -> str:
        return ".html"

    @default("template_extension")
    def _report_template_extension(self) -> str:
        return ".html.j2"

    @default("template_paths")
    def _report_template_paths(self) -> list[str]:
        """This package's templates alone, so that no template of the current folder or the user can change a report."""
        return [str(TEMPLATES)]

    def default_filters(self) -> Any:
        """nbconvert's filters and those of the report's template."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "report_page", self.page
        yield "block_html", lambda block: Markup(block_html(block))
        yield "in_digits", words_in_digits
        yield "kept_whole", kept_whole
        yield "approval_words", approval_words
        yield "home", home
        yield "way_to", way_to
        yield "download_name", download_name
        yield "font_faces", font_faces
        yield "file_text", file_text
        yield "script_source", script_source

    def page(self, notebook: NotebookNode) -> Page:
        """The data of the template for a notebook."""
        return page_of(notebook, show_code=self.show_code)


def home(opening: Opening) -> str:
    """The way from a report's page to the index of all reports."""
    return f"{'../' * len(opening.report_id.split('/'))}index.html"


def way_to(opening: Opening, report: RelatedReport) -> str:
    """The way from a report's page to that of another report."""
    return quote(f"{'../' * len(opening.report_id.split('/'))}{report.report_id}/report.html")


_NOT_IN_NAMES = re.compile(r"[^\w.\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
"""What a name of a file is without; Thai vowels above and below and tone marks are no letters to a pattern's `w`."""


def download_name(opening: Opening) -> str:
    """What a file of the report is called where it is kept among others: `dmc_2568-1_สพป.ตัวอย่าง-เขต-1`."""
    top, period, name = (*opening.report_id.split("/"), "", "")[:3]
    return "_".join(filter(None, (name or top, period, _NOT_IN_NAMES.sub("-", opening.office_short))))


def render(notebook: NotebookNode) -> bytes:
    """The bytes of `report.html`, the same for the same notebook on every machine."""
    # The template only reads the notebook: it needs none of the copies that nbconvert makes for its preprocessors.
    written: str = _exporter().template.render(nb=notebook, resources={})
    return written.lstrip("\r\n").encode()


@cache
def _exporter() -> WorkbookHTMLExporter:
    return WorkbookHTMLExporter()  # type: ignore[no-untyped-call]


def script_source(script: str) -> str:
    """The digest by which the page's security policy allows its one script and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}"
