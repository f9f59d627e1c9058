"""The Quarto project of some reports, as files by their path: a site, one document of all, or one of each.

Nothing in it can be executed, and no text of a delivery or parameter is in a file that Quarto reads as Markdown or
settings, but as `inert` writes it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from helpers.errors import RenderingError
from helpers.lettering import FONT_FILES, WEIGHTS
from helpers.render.letters.typesetting import chart_png
from helpers.render.notebook_parts import day_of
from helpers.render.quarto.forms import Form, Format
from helpers.render.quarto.markdown import inert, seen
from helpers.render.quarto.pages import QuartoPage, empty_div, page_head, tokens_json, word_template_name
from helpers.render.quarto.tokens import CHARTS, SAMPLE_WORDS, Token
from helpers.render.quarto.word_styles import word_template
from helpers.render.quarto.words import LANGUAGE
from helpers.thai import in_digits

OUTPUT = "_made"
"""The folder into which Quarto puts what it makes of the project."""
_INDEX, _ALL_REPORTS = "index", "รายงานทั้งหมด"
SETTINGS, INDEX, HEADER = "_quarto.yml", f"{_INDEX}.qmd", "header.typ"
FILTER, STYLE = "workbook.lua", "workbook.css"
BOOK = "book"
"""The name of a book's files."""
_FILES = Path(__file__).parent / "files"
_FILTERS = [{"path": FILTER, "at": "post-quarto"}]
_HEADER = """#set page(header: align(right, text(size: 8pt, fill: rgb("#6b4700"), {})))
#set text(features: (mark: 0, mkmk: 0))
#show figure.where(kind: table): set block(breakable: true)
#set table.cell(breakable: false)
#set table(inset: (x: 0.35em, y: 0.3em), stroke: (bottom: 0.4pt + luma(210)))
"""
"""What is put before every PDF: its marks; Thai that can be copied (decision 0009); and tables longer than a page."""
_BLANK = "\n\n"
_ONE_LINE = 10_000_000
"""The width within which a value of the settings stays on its line."""
_EXECUTABLE = re.compile(r"`|~~~|\{\{<|^(?:jupyter|execute|filters):|<[a-z/!?]", re.MULTILINE | re.IGNORECASE)
"""What would make Quarto, Pandoc or a browser do more than read: code of any kind, shortcodes, kernels, raw markup."""


def project_files(pages: Sequence[QuartoPage], form: Form, formats: Sequence[Format]) -> dict[str, bytes]:
    """The project's files by path, the same for the same reports on every machine. `pages` are in reading order.
    Raises RenderingError for a page that holds anything that could be executed."""
    word, wide = Format.DOCX in formats, any(page.wide for page in pages)
    texts = {f"{page.name}.qmd": page.file(word=word) for page in pages}
    blocks = {f"blocks/{page.name}.json": tokens_json(page.tokens) for page in pages}
    if form is Form.BOOK:
        head = page_head(_title(pages), "", word_template_name(wide) if word else "")
        texts = {f"{BOOK}.qmd": _BLANK.join([head, *(page.chapter for page in pages)])}
    elif form is Form.SITE:
        texts[INDEX], blocks[f"blocks/{_INDEX}.json"] = _index(pages, word_template_name(False) if word else "")
    refuse_executable(texts)
    texts |= blocks
    texts |= {SETTINGS: _yaml(_settings(pages, form, formats)), HEADER: _header(pages)}
    texts |= {name: (_FILES / name).read_text(encoding="utf-8") for name in (FILTER, STYLE)}
    files = {name: text.encode() for name, text in texts.items()}
    files |= {f"fonts/{name}": (FONT_FILES / name).read_bytes() for name in WEIGHTS.values()}
    files |= {name: content for page in pages for name, content in _pictures(page, formats)}
    for on_its_side in {False, wide} if word else ():
        files[word_template_name(on_its_side)] = word_template(marks(pages), last_day(pages), wide=on_its_side)
    return dict(sorted(files.items()))


def refuse_executable(texts: Mapping[str, str]) -> None:
    """Raise RenderingError for a page that holds a cell, a shortcode or raw markup."""
    for name, text in texts.items():
        if executable := _EXECUTABLE.search(text):
            line = text.count("\n", 0, executable.start()) + 1
            remedy = "ลบข้อความที่เป็นคำสั่งออกจากส่วนอธิบายในสมุดงาน แล้วสั่งใหม่"
            raise RenderingError("หน้าที่จะส่งให้ Quarto มีสิ่งที่อาจถูกเรียกทำงาน", where=f"{name} บรรทัดที่ {line}", remedy=remedy)


def last_day(pages: Iterable[QuartoPage]) -> datetime:
    """The latest day that the data of the reports describe: the fixed time of all files."""
    return max(day_of(page.opening) for page in pages)


def files_made(pages: Iterable[QuartoPage], form: Form, formats: Iterable[Format]) -> dict[str, tuple[str, ...]]:
    """The names of the files that hold reports, each with the names of the pages that it holds in their order."""
    names = tuple(page.name for page in pages)
    held = {BOOK: names} if form is Form.BOOK else {name: (name,) for name in names}
    return {f"{name}.{kind}": inside for kind in formats for name, inside in held.items()}


def marks(pages: Sequence[QuartoPage]) -> list[str]:
    """What every page says of itself: for whom it is, and that its data are synthetic."""
    opening = pages[0].opening
    return [opening.edition, *([SAMPLE_WORDS] if opening.sample else [])]


def _pictures(page: QuartoPage, formats: Sequence[Format]) -> Iterator[tuple[str, bytes]]:
    """The drawings as they are; for Word, which shows no SVG everywhere, as PNG too."""
    for name, (form, content) in page.drawings.items():
        yield f"{CHARTS}/{name}.{form}", content
        if form == "svg" and Format.DOCX in formats:
            yield f"{CHARTS}/{name}.png", chart_png(content.decode())


def _yaml(settings: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(settings), allow_unicode=True, sort_keys=False, width=_ONE_LINE)


def _settings(pages: Sequence[QuartoPage], form: Form, formats: Sequence[Format]) -> dict[str, Any]:
    names = [f"{page.name}.qmd" for page in pages]
    rendered = {Form.SITE: [INDEX, *names], Form.BOOK: [f"{BOOK}.qmd"], Form.DOCUMENTS: names}
    kind = "website" if form is Form.SITE else "default"
    return {
        "project": {"type": kind, "output-dir": OUTPUT, "render": rendered[form]},
        **({"website": _website(pages)} if form is Form.SITE else {}),
        "lang": "th",
        "language": LANGUAGE,
        "engine": "markdown",
        "filters": _FILTERS,
        "execute": {"enabled": False},
        "format": {_QUARTO_FORMATS[kind]: _format(kind, form) for kind in formats},
    }


def _title(pages: Sequence[QuartoPage]) -> str:
    return f"รายงานสารสนเทศ {pages[0].opening.office_short}"


_QUARTO_FORMATS = {Format.HTML: "html", Format.DOCX: "docx", Format.PDF: "typst"}


def _website(pages: Sequence[QuartoPage]) -> dict[str, Any]:
    """The site's title, and its reports by period at the side of every page."""
    first = {"text": _ALL_REPORTS, "href": INDEX}
    contents = [
        {"section": inert(period), "contents": [f"{page.name}.qmd" for page in inside]}
        for period, inside in _by_period(pages)
    ]
    side = {"style": "docked", "search": True, "collapse-level": 1, "contents": [first, *contents]}
    # Thai names of periods and reports would take three lines of a phone's head.
    head = {"title": inert(_title(pages)), "bread-crumbs": False, "search": {"type": "overlay"}}
    return head | {"page-navigation": True, "sidebar": side}


def _by_period(pages: Sequence[QuartoPage]) -> list[tuple[str, list[QuartoPage]]]:
    """The pages of each period, in the order in which the periods first appear."""
    periods = dict.fromkeys(page.opening.period for page in pages)
    return [(period, [page for page in pages if page.opening.period == period]) for period in periods]


def _format(kind: Format, form: Form) -> dict[str, Any]:
    match kind:
        case Format.HTML:
            return {
                "theme": "default",
                "css": STYLE,
                "toc": True,
                "html-table-processing": "none",
                "html-math-method": "plain",
                "code-copy": False,
                "anchor-sections": False,
                "embed-resources": form is not Form.SITE,
                "number-sections": False,
            }
        case Format.DOCX:
            return {"toc": False, "number-sections": False}
        case Format.PDF:
            return {
                "papersize": "a4",
                "margin": {"x": "20mm", "y": "20mm"},
                "mainfont": "Sarabun",
                "fontsize": "10pt",
                "font-paths": ["fonts"],
                "include-in-header": HEADER,
                "toc": form is Form.BOOK,
                "number-sections": False,
            }


def _header(pages: Sequence[QuartoPage]) -> str:
    """The typst that is put before every PDF; its marks are a value, not markup."""
    return _HEADER.format(json.dumps(" · ".join(marks(pages)), ensure_ascii=False))


def _index(pages: Sequence[QuartoPage], template: str) -> tuple[str, str]:
    """The first page, who made what and a list of all reports by their period: its Markdown, and the tokens of its
    lists, which are links on a screen alone."""
    opening, blocks = pages[0].opening, dict[str, list[Token]]()
    lines = [page_head(_ALL_REPORTS, "", template), "", inert(opening.office)]
    lines += ["", *(f"**{inert(mark)}**\n" for mark in marks(pages))]
    for number, (period, inside) in enumerate(_by_period(pages), 1):
        name = f"{_INDEX}-b{number:02}"
        items = [{"text": in_digits(seen(page.opening.title), opening.digits), "page": page.name} for page in inside]
        blocks[name] = [{"kind": "links", "items": items}]
        lines += ["", f"## {inert(in_digits(period, opening.digits))} {{#{_INDEX}-s{number:02}}}", ""]
        lines.append(empty_div(name, _INDEX))
    return "\n".join(lines) + "\n", tokens_json(blocks)
