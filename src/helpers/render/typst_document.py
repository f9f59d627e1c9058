"""An executed notebook as the data that `templates/report.typ` typesets.

All texts are JSON values and never typst markup, so that no text of a delivery or notebook can become a command.
"""

from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode

from helpers.charts.lettering import printable
from helpers.render.blocks import Opening
from helpers.render.notebook_parts import for_paper, notebook_pieces, opening_of, with_annexes
from helpers.render.silent_sections import without_silent_sections
from helpers.render.typst_blocks import Token, TypstWriter
from helpers.render.wording import approval_words

UNTITLED = "สมุดรายงาน"


def document(notebook: NotebookNode, *, show_code: bool = False) -> dict[str, Any]:
    """The whole report: the data of title block and running heads, and `flow`, the list of items below them."""
    pieces = for_paper(without_silent_sections(notebook_pieces(notebook)))
    opening = opening_of(pieces)
    writer = TypstWriter(opening.digits if opening else "arabic")
    flow = _levelled(item for piece in with_annexes(pieces) for item in writer.piece(piece, show_code))
    return _head(writer, opening, _take_title(flow, writer, opening)) | {"flow": _with_landscape_pages(flow)}


_TITLE_FIELDS = ("office", "office_short", "period", "as_of", "edition")
"""The fields of the opening that pages print beside the title."""


def _head(writer: TypstWriter, opening: Opening | None, title: str) -> dict[str, Any]:
    if opening is None:
        empty = dict.fromkeys(("office", "office_short", "period", "as_of", "report_id", "edition"), "")
        return {"title": title, "sample": False, "digits": "arabic", "one_page": False, "approvals": []} | empty
    texts = {name: writer.written(getattr(opening, name)) for name in _TITLE_FIELDS}
    marks = {
        "report_id": printable(opening.report_id),
        "sample": opening.sample,
        "digits": opening.digits,
        "one_page": opening.one_page,
    }
    approvals = [
        {"words": writer.written(approval_words(approval)), "version": printable(approval.version)}
        for approval in opening.approvals
    ]
    return {"title": title, "approvals": approvals} | texts | marks


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

    An annex is a section of its own.
    """
    levelled = []
    for item in items:
        if item["kind"] == "heading":
            current = min(max(item["level"] - 1, 1), current + 1)
            item = item | {"level": current, "top": item["level"] == 1}
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
            item = {"kind": "pages", "landscape": True, "flow": [*turned[start:], item]}
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
