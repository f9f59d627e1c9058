"""An executed notebook as the data that `templates/report.typ` typesets.

All texts are JSON values and never typst markup, so that no text of a delivery or notebook can become a command.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from nbformat import NotebookNode

from helpers.lettering import POINTS_PER_MM, name_parts, printable, width
from helpers.render.blocks import Opening, TableBlock
from helpers.render.for_paper import for_paper
from helpers.render.methods_note import for_readers
from helpers.render.notebook_parts import Piece, ShownBlock, notebook_pieces, opening_of, with_annexes
from helpers.render.table_layout import GAP_BESIDE, TableLayout, layouts_beside, lines_of
from helpers.render.typst_blocks import NAMES, Token, TypstWriter
from helpers.render.wording import approval_words

UNTITLED = "สมุดรายงาน"


def document(notebook: NotebookNode, *, show_code: bool = False) -> dict[str, Any]:
    """The whole report: the data of title block and running heads, and `flow`, the list of items below them."""
    pieces = for_paper(for_readers(notebook_pieces(notebook)))
    opening = opening_of(pieces)
    writer = TypstWriter(opening.digits if opening else "arabic")
    flow = _levelled(item for piece in with_annexes(pieces) for item in writer.piece(piece, show_code))
    head = _head(writer, opening, _take_title(flow, writer, opening))
    return head | _draft(flow) | {"names": _names(pieces), "flow": _paired(_with_landscape_pages(flow))}


def _names(pieces: Iterable[Piece]) -> list[str]:
    """The names of schools and districts in the tables, part by part and the long ones first: no line of prose parts
    them."""
    tables = (piece.block for piece in pieces if isinstance(piece, ShownBlock) and isinstance(piece.block, TableBlock))
    cells = (
        "".join(inline.text for inline in cell)
        for table in tables
        for row in table.rows
        for cell, column in zip(row.cells, table.columns, strict=True)
        if column.label in NAMES and not row.total
    )
    parts = {part.strip() for name in cells for part in name_parts(printable(name))}
    return sorted(
        (part for part in parts if len(part) > 1 and width(part, 1) <= _NAME), key=lambda part: (-len(part), part)
    )


def row_headers(flow: Iterable[Token]) -> Iterator[int]:
    """For every table that is printed, in reading order, how many leading columns head its rows."""
    for item in flow:
        match item["kind"]:
            case "table":
                yield item["headers"]
            case "grid":
                yield 1
            case "pages":
                yield from row_headers(item["flow"])
            case "pair":
                yield from row_headers(item["items"])
            case "list":
                yield from row_headers(inner for blocks in item["items"] for inner in blocks)
            case "quote":
                yield from row_headers(item["body"])


PAGES_WITHOUT_COVER = 8
"""A report of more pages, annexed accounts aside, has a cover with its contents; where it is these that make it longer,
the contents stand below its title."""
_NAME = 20.0
"""In em: the widest name that a line of prose is moved for."""
_TITLE_FIELDS = ("office", "office_short", "period", "as_of", "edition", "reservation")
"""The fields of the opening that pages print beside the title."""


def _head(writer: TypstWriter, opening: Opening | None, title: str) -> dict[str, Any]:
    shown = {"title": title, "pages_without_cover": PAGES_WITHOUT_COVER}
    if opening is None:
        empty = {"foot": title, "sample": False, "digits": "arabic", "one_page": False, "approvals": []}
        return shown | empty | dict.fromkeys(_TITLE_FIELDS, "")
    texts = {name: writer.written(getattr(opening, name)) for name in _TITLE_FIELDS}
    marks = {
        "foot": f"{title} {texts['period']}".strip(),
        "sample": opening.sample,
        "digits": opening.digits,
        "one_page": opening.one_page,
    }
    approvals = [
        {"words": writer.written(approval_words(approval)), "version": printable(approval.version)}
        for approval in opening.approvals
    ]
    return shown | {"approvals": approvals} | texts | marks


def _draft(flow: Iterable[Token]) -> dict[str, str]:
    """Why the report is provisional, in the words of its first page; empty where it is not."""
    for item in flow:
        if item.get("role") == "draft":
            return {"draft_mark": item["mark"], "draft": " ".join(map(_plain, item["paragraphs"]))}
    return {"draft_mark": "", "draft": ""}


def _take_title(flow: list[Token], writer: TypstWriter, opening: Opening | None) -> str:
    """The report's title. The notebook's own, which all reports of its kind share, is removed from the flow."""
    index = next((index for index, item in enumerate(flow) if item["kind"] == "heading" and item["top"]), None)
    if index is None:
        return writer.written(opening.title) if opening else UNTITLED
    heading = flow.pop(index)
    return writer.written(opening.title) if opening else _plain(heading["words"])


def _plain(words: Iterable[Token]) -> str:
    return "".join(word["text"] if "text" in word else _plain(word.get("words", [])) for word in words)


def _levelled(items: Iterable[Token], current: int = 0) -> list[Token]:
    """Headings renumbered from 1 without gaps, as PDF/UA requires: below the title, `##` is the first level.

    An annex is a section of its own. The titles of tables and pictures are headings too, by which readers reach them.
    """
    levelled = []
    for item in items:
        if item["kind"] == "heading":
            current = min(max(item["level"] - 1, 1), current + 1)
            top = item["level"] == 1
            item = item | {"level": current, "top": top}
            current = 0 if top else current  # it is taken out, as the report's title
        elif item["kind"] in ("table", "picture"):
            item = item | {"level": current + 1}
        elif item["kind"] == "pages":
            item = item | {"flow": _levelled(item["flow"], current)}
            current = 1
        levelled.append(item)
    return levelled


def _with_landscape_pages(flow: Iterable[Token]) -> list[Token]:
    """The flow with every landscape table on landscape pages of its own, along with the heading and words before it."""
    turned: list[Token] = []
    for item in flow:
        if item["kind"] == "table" and item["landscape"]:
            start = _beginning(turned)
            flow_of_pages = [*turned[start:], item]
            item = {"kind": "pages", "landscape": True, "close": False, "account": False, "flow": flow_of_pages}
            del turned[start:]
        turned.append(item)
    return turned


def _beginning(flow: list[Token]) -> int:
    """The index at which the headings and leads at the end of the flow begin; one paragraph may follow them."""
    start = len(flow)
    if start and flow[start - 1]["kind"] == "paragraph":
        start -= 1
    while start and (flow[start - 1]["kind"] == "heading" or flow[start - 1].get("role") == "lead"):
        start -= 1
    return start


def _paired(flow: Iterable[Token]) -> list[Token]:
    """The flow with neighbours side by side where they have room, and that saves paper."""
    paired: list[Token] = []
    for item in flow:
        if item["kind"] == "pages":
            item = item | {"flow": [_plain_item(part) for part in item["flow"]]}
        beside = _beside(paired[-1], item) if paired else ()
        if beside and max(map(_height, beside)) < _height(paired[-1]) + _height(item):
            paired[-1] = {
                "kind": "pair",
                "columns": list(map(_width, beside)),
                "gap": GAP_BESIDE,
                "items": list(beside),
            }
        else:
            paired.append(item)
    return [
        item | {"items": list(map(_plain_item, item["items"]))} if item["kind"] == "pair" else _plain_item(item)
        for item in paired
    ]


def _plain_item(item: Token) -> Token:
    """The item as the template has it."""
    return {name: value for name, value in item.items() if name not in ("block", "narrow", "row_lines")}


def _beside(*both: Token) -> tuple[Token, ...]:
    """Two items as they stand side by side: two tables, or one and a chart that has a narrow drawing; none where they
    have no room. Both stay on one page."""
    tables = [item for item in both if item["kind"] == "table" and len(item["rows"]) <= _MOST_ROWS]
    charts = [item for item in both if item["kind"] == "picture" and item["narrow"]]
    if not tables or len(tables) + len(charts) < len(both):
        return ()
    laid = layouts_beside([table["block"] for table in tables], taken=_NARROW_CHART * len(charts))
    waiting = iter([_table_as(table, each) for table, each in zip(tables, laid, strict=False)])
    beside = tuple(next(waiting, item) if item["kind"] == "table" else _narrow(item) for item in both)
    lines = [(part["row_lines"], item["row_lines"]) for item, part in zip(both, beside, strict=True) if "rows" in item]
    broken = any(narrow > _MOST_BROKEN * alone for narrow, alone in lines)
    return beside if laid and not broken else ()


def _table_as(item: Token, laid: TableLayout) -> Token:
    lines = lines_of(item["block"], laid)
    return item | {"size": laid.size, "widths": list(laid.widths), "row_lines": lines, "whole": True}


def _narrow(item: Token) -> Token:
    return item | {"data": item["narrow"], "width": _NARROW_CHART / POINTS_PER_MM}


def _width(item: Token) -> float:
    return float(sum(item["widths"])) if item["kind"] == "table" else _NARROW_CHART


_MOST_ROWS = 20
"""The most rows of a table beside another."""
_MOST_BROKEN = 1.3
"""So many times as many lines a table may have beside another: words in narrow columns are hard to read."""
_NARROW_CHART = 234.0
"""The width of a narrow drawing, in points."""
_TITLE, _LINE, _MARGINS = 24.0, 1.35, 0.35
"""The heights of the title of a table or picture, in points, and of a table's line and a row's margins, in em."""
_DRAWN = re.compile(r'<svg[^>]*? viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def _height(item: Token) -> float:
    """About how high a table or picture is, in points."""
    if item["kind"] == "table":
        rows, lines = len(item["head"]) + len(item["rows"]), 2 * len(item["head"]) + item["row_lines"]
        return float(_TITLE + (lines * _LINE + rows * _MARGINS) * item["size"])
    drawn = _DRAWN.search(item["data"])
    return _TITLE + float(item["width"]) * POINTS_PER_MM * (float(drawn[2]) / float(drawn[1]) if drawn else 1)
