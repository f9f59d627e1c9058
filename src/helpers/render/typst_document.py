"""An executed notebook as the data that `templates/report.typ` sets.

Everything travels as JSON values, never as typst markup: no text of a delivery or a notebook can become a command.
"""

from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode

from helpers.charts.lettering import printable
from helpers.render.blocks import Opening
from helpers.render.notebook_parts import opening_of, pieces, with_annexes
from helpers.render.typst_blocks import Setter, Token

UNTITLED = "สมุดรายงาน"


def document(notebook: NotebookNode, *, show_code: bool = False) -> dict[str, Any]:
    """The whole report: what the title block and running heads need, and `flow`, the list of what stands below."""
    found = pieces(notebook)
    opening = opening_of(found)
    setter = Setter(opening.digits if opening else "arabic")
    flow = _levelled(item for piece in with_annexes(found) for item in setter.piece(piece, show_code))
    return _head(setter, opening, _take_title(flow, setter, opening)) | {"flow": _turned(flow)}


_SAID = ("office", "office_short", "period", "as_of", "edition")
"""What the pages say of the report beside its title."""


def _head(setter: Setter, opening: Opening | None, title: str) -> dict[str, Any]:
    if opening is None:
        empty = dict.fromkeys(("office", "office_short", "period", "as_of", "report_id", "edition"), "")
        return {"title": title, "sample": False, "digits": "arabic"} | empty
    said = {name: setter.written(getattr(opening, name)) for name in _SAID}
    marks = {"report_id": printable(opening.report_id), "sample": opening.sample, "digits": opening.digits}
    return {"title": title} | said | marks


def _take_title(flow: list[Token], setter: Setter, opening: Opening | None) -> str:
    """The report's title; a heading that says the same is taken out of the flow, where it would be read twice."""
    place = next((place for place, item in enumerate(flow) if item["kind"] == "heading" and item["top"]), None)
    heading = "" if place is None else _plain(flow[place]["words"])
    title = setter.written(opening.title) if opening else heading or UNTITLED
    if place is not None and heading.split() == title.split():
        del flow[place]
    return title


def _plain(words: Iterable[Token]) -> str:
    return "".join(word["text"] if "text" in word else _plain(word.get("words", [])) for word in words)


def _levelled(items: Iterable[Token], current: int = 0) -> list[Token]:
    """Headings renumbered from 1 and without gaps, as PDF/UA asks: below the title, `##` is the first level.

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


def _turned(flow: Iterable[Token]) -> list[Token]:
    """The flow with every sideways table on turned pages of its own, along with the heading and words before it."""
    turned: list[Token] = []
    for item in flow:
        if item["kind"] == "table" and item["sideways"]:
            start = _beginning(turned)
            item = {"kind": "pages", "sideways": True, "flow": [*turned[start:], item]}
            del turned[start:]
        turned.append(item)
    return turned


def _beginning(flow: list[Token]) -> int:
    """Where the headings and leads at the end of the flow begin; one paragraph may stand below them."""
    start = len(flow)
    if start and flow[start - 1]["kind"] == "paragraph":
        start -= 1
    while start and (flow[start - 1]["kind"] == "heading" or flow[start - 1].get("role") == "lead"):
        start -= 1
    return start
