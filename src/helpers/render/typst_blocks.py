"""The pieces of a notebook as items of the data that `templates/report.typ` typesets.

Markdown becomes the few kinds of token that a printed report needs, with every text unescaped.

Blocks: heading (level, words), paragraph (words), list (ordered, items of blocks), quote (body), code (text), rule,
grid (head, rows of cells of words). Words: text, strong, emphasis (words inside), code (text), link (url, words), run
(words without a style of their own), break.
What Markdown allows and print does not (raw HTML, remote pictures) stays visible as text.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import mistune

from helpers.lettering import breakable, name_parts, printable, width
from helpers.render.blocks import (
    AnnexTitle,
    Block,
    Chart,
    Flags,
    Headlines,
    IndicatorExport,
    Inline,
    MethodsNote,
    Number,
    Opening,
    Receipts,
    Signatures,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from helpers.render.methods_note import methods_words
from helpers.render.notebook_parts import Annex, Code, NotebookPicture, Piece, Plain, Prose, ShownBlock
from helpers.render.table_layout import (
    CELL_MARGIN,
    TableLayout,
    account_layout,
    head_rows,
    headline_grid,
    layout,
    lines_of,
)
from helpers.render.wording import MARKS, NO_FLAGS, flag_words, in_cell, in_prose, unit_words
from helpers.thai import in_digits

Token = dict[str, Any]
NAMES = frozenset({"โรงเรียน", "อำเภอ"})
"""The labels of columns that hold the office's own names."""
_LINKED = ("http://", "https://", "mailto:")


def tokens(source: str, written: Callable[[str], str]) -> list[Token]:
    """The block tokens of a Markdown text; `written` gives the printed form of every text."""
    parsed, _ = mistune.create_markdown(renderer=None, plugins=["table"]).parse(source)
    return _MarkdownReader(written).blocks(parsed if isinstance(parsed, list) else [])


class _MarkdownReader:
    def __init__(self, written: Callable[[str], str]) -> None:
        self.written = written

    def blocks(self, parsed: Iterable[Token]) -> list[Token]:
        return [self.block(token) for token in parsed if token["type"] != "blank_line"]

    def block(self, token: Token) -> Token:
        inner = token.get("children", [])
        match token["type"]:
            case "heading":
                return {"kind": "heading", "level": token["attrs"]["level"], "words": self.words(inner)}
            case "list":
                items = [self.blocks(item["children"]) for item in inner]
                start = token["attrs"].get("start", 1)
                return {"kind": "list", "ordered": token["attrs"]["ordered"], "start": start, "items": items}
            case "block_quote":
                return {"kind": "quote", "body": self.blocks(inner)}
            case "block_code":
                return {"kind": "code", "text": self.written(token["raw"].rstrip("\n"))}
            case "thematic_break":
                return {"kind": "rule"}
            case "table":
                return self.grid(inner)
            case "block_html":
                return {"kind": "paragraph", "words": [self.text(token["raw"].strip())]}
        return {"kind": "paragraph", "words": self.words(inner)}

    def grid(self, parts: list[Token]) -> Token:
        head = [self.words(cell["children"]) for cell in parts[0]["children"]]
        body = parts[1]["children"] if len(parts) > 1 else []
        rows = [[self.words(cell["children"]) for cell in row["children"]] for row in body]
        aligns = ["end" if cell["attrs"].get("align") == "right" else "start" for cell in parts[0]["children"]]
        return {"kind": "grid", "head": head, "aligns": aligns, "rows": rows}

    def words(self, parsed: Iterable[Token]) -> list[Token]:
        return [self.word(token) for token in parsed]

    def word(self, token: Token) -> Token:
        inner = token.get("children", [])
        match token["type"]:
            case "strong" | "emphasis":
                return {"kind": token["type"], "words": self.words(inner)}
            case "codespan":
                return {"kind": "code", "text": self.written(token["raw"])}
            case "link" if token["attrs"]["url"].startswith(_LINKED):
                return {"kind": "link", "url": token["attrs"]["url"], "words": self.words(inner)}
            case "link":
                return {"kind": "run", "words": self.words(inner)}
            case "image":
                return {"kind": "run", "words": [self.text("[ภาพ: "), *self.words(inner), self.text("]")]}
            case "linebreak":
                return {"kind": "break"}
            case "softbreak":
                return self.text(" ")
        return self.text(html.unescape(token["raw"]))

    def text(self, raw: str) -> Token:
        return {"kind": "text", "text": self.written(raw)}


_DEEP = re.compile("[ฎฏฐ][\u0e38-\u0e3a]")
"""A vowel below a letter's foot: it reaches lower than any other."""
_KEPT_WHOLE = 14
"""The most rows of a table that is kept on one page."""
_CHART_WIDTH = 120.0
"""Millimetres: the most that a chart takes of a page's width. Its letters are as large as a table's."""
_SIGNING_ACROSS = {1: 1, 2: 2, 4: 2}
"""By number of signature lines, how many are side by side; else three."""


class TypstWriter:
    """Turns pieces into items of the flow, in the office's digits."""

    def __init__(self, digits: str) -> None:
        self.digits = digits
        self.report = ""
        self.public = False
        self.fingerprint = ""

    def written(self, text: str) -> str:
        return in_digits(printable(text), self.digits)

    def piece(self, piece: Piece | Annex, show_code: bool) -> list[Token]:
        match piece:
            case Annex():
                return [self.annex(piece, show_code)]
            case Prose():
                return tokens(piece.source, self.written)
            case Code():
                return [{"kind": "code", "text": printable(piece.source)}] if show_code and piece.source.strip() else []
            case NotebookPicture():
                return [self.picture(piece)]
            case Plain():
                return [{"kind": "code", "text": printable(piece.text)}] if piece.text.strip() else []
            case ShownBlock():
                return self.block(piece.block, piece.svg, piece.narrow)

    def picture(self, piece: NotebookPicture) -> Token:
        alt = printable(piece.alt).strip() or "ภาพจากสมุดงาน"
        data = piece.data.decode() if piece.form == "svg" else list(piece.data)
        drawing = {"kind": "picture", "title": "", "alt": alt, "data": data, "form": piece.form}
        return drawing | {"width": 165.0, "narrow": ""}

    def block(self, block: Block, svg: str, narrow: str) -> list[Token]:
        match block:
            case IndicatorExport():
                return [{"kind": "said", "role": "note", "paragraphs": [[_text(self.written(block.note))]]}]
            case Opening():
                self.report, self.fingerprint, self.public = block.report_id, block.fingerprint, block.is_public
                return []
            case Text():
                paragraphs = [self.words(run) for run in block.paragraphs]
                mark = self.written(MARKS.get(block.role, ""))
                return [{"kind": "said", "role": block.role, "mark": mark, "paragraphs": paragraphs}]
            case Headlines():
                return [self.headlines(block)]
            case Flags():
                return [self.flags(block)]
            case TableBlock():
                return [self.table(block)]
            case Chart():
                return [self.chart(block, svg, narrow)]
            case AnnexTitle():
                return self.annex_title(block, below=False)
            case Signatures():
                return [self.signatures(block)]
            case MethodsNote():
                line = _text(self.written(f"{methods_words(block)} {block.title}"))
                return [{"kind": "said", "role": "note", "paragraphs": [[line]]}]
            case Receipts():
                return [] if self.public else [self.proof()]

    def annex(self, annex: Annex, show_code: bool) -> Token:
        """The annex as pages of its own, in landscape where one of its tables needs it. The rows of an account that is
        longer than a page stand close."""
        flow, landscape, close = list[Token](), False, False
        beside = sum(_height_in_account(part) for part in annex.inside) + _ACCOUNT_TITLE
        for part in (*annex.before, ShownBlock(annex.title), *annex.inside):
            match part:
                case ShownBlock(block=AnnexTitle() as title):
                    flow += self.annex_title(title, below=bool(annex.before))
                case ShownBlock(block=TableBlock() as table):
                    laid = account_layout(table, beside) if table.long else layout(table)
                    landscape, close = landscape or laid.landscape, close or table.long
                    flow.append(self.table(table, laid, close=table.long))
                case _:
                    flow += self.piece(part, show_code)
        return {"kind": "pages", "landscape": landscape, "close": close, "account": True, "flow": flow}

    def annex_title(self, block: AnnexTitle, *, below: bool) -> list[Token]:
        """The lines above an account, the first one as a section, or `below` the heading of one."""
        first, *others = [self.words(line) for line in block.lines]
        heading: Token = {"kind": "heading", "level": 3 if below else 2, "top": False, "centred": True, "words": first}
        return [heading, {"kind": "centred", "lines": others}]

    def signatures(self, block: Signatures) -> Token:
        signers = [
            {"role": self.written(signer.role), "position": self.written(signer.position)} for signer in block.lines
        ]
        return {"kind": "signatures", "across": _SIGNING_ACROSS.get(len(signers), 3), "places": signers}

    def chart(self, block: Chart, svg: str, narrow: str) -> Token:
        title, alt = self.written(block.title), self.written(block.alt)
        if not svg:
            return {"kind": "said", "role": "note", "paragraphs": [[_text(f"{title}: {alt}")]]}
        drawing = {"kind": "picture", "title": title, "alt": alt, "data": svg, "form": "svg"}
        wide = min(block.width_mm, _CHART_WIDTH)
        return drawing | {"width": wide, "narrow": narrow}

    def flags(self, block: Flags) -> Token:
        items: list[Token] = [
            {"urgency": flag.urgency, "mark": self.written(flag_words(flag)), "words": self.words(flag.sentence)}
            for flag in block.items
        ]
        mark, words = NO_FLAGS
        normal = {"urgency": "normal", "mark": mark, "words": [_text(breakable(words))]}
        return {"kind": "flags", "items": items or [normal]}

    def headlines(self, block: Headlines) -> Token:
        items: list[Token] = [
            {"label": self.written(item.label), "number": self.large(item.number), "note": self.words(item.note)}
            for item in block.items
        ]
        across, size = headline_grid(block.items)
        return {"kind": "headlines", "across": across, "size": size, "items": items}

    def large(self, inlines: Iterable[Inline]) -> list[Token]:
        """The figure of a headline: numerals large, unit and other words small."""
        shown = []
        for inline in inlines:
            before, after = ("", "") if isinstance(inline, Span) else unit_words(inline)
            numeral = not isinstance(inline, Span)
            parts = ((before, False), (inline.text, numeral), (after, False))
            shown += [{"text": self.written(text), "large": large} for text, large in parts if text]
        return shown

    def words(self, inlines: Iterable[Inline]) -> list[Token]:
        return [self.word(inline, inline.text if isinstance(inline, Span) else in_prose(inline)) for inline in inlines]

    def word(self, inline: Inline, text: str) -> Token:
        if isinstance(inline, Span) and inline.technical:
            return _text(breakable(printable(text)))
        shown = self.written(text)
        if isinstance(inline, Number) and not inline.words:
            return {"kind": "whole", "text": shown}
        token = _text(breakable(shown))
        return {"kind": "strong", "words": [token]} if isinstance(inline, Span) and inline.strong else token

    def table(self, block: TableBlock, laid: TableLayout | None = None, *, close: bool = False) -> Token:
        laid = laid or layout(block)
        whole = len(block.rows) <= _KEPT_WHOLE
        head = [
            [{"label": self.written(cell.label), "columns": cell.columns, "rows": cell.rows} for cell in row]
            for row in head_rows(block.columns)
        ]
        return {
            "kind": "table",
            "title": self.written(block.title),
            "landscape": laid.landscape,
            "size": laid.size,
            "widths": list(laid.widths),
            "aligns": [column.align for column in block.columns],
            "head": head,
            "rows": [self.row(row, block, laid) for row in block.rows],
            "headers": block.headers,
            "whole": whole,
            "close": close,
            "row_lines": lines_of(block, laid),
            "block": block,
            "notes": [self.written(note) for note in block.notes],
        }

    def proof(self) -> Token:
        """How to verify the report."""
        return {"kind": "proof", "report": printable(self.report), "fingerprint": printable(self.fingerprint)}

    def row(self, row: TableRow, table: TableBlock, laid: TableLayout) -> Token:
        cells = [
            [
                part
                for inline in cell
                for part in self.cell_words(inline, in_cell(inline, column, table), column, room / laid.size)
            ]
            for cell, column, room in zip(row.cells, table.columns, laid.widths, strict=True)
        ]
        deep = any(_DEEP.search(part.text) for cell in row.cells for part in cell)
        return {"cells": cells, "total": row.total, "apart": row.apart, "deep": deep}

    def cell_words(self, inline: Inline, text: str, column: TableColumn, room: float) -> Iterator[Token]:
        """A word or number in a cell `room` em wide. Of names that have room in a line, no line's end parts any."""
        if column.label not in NAMES or not isinstance(inline, Span) or inline.strong:
            yield self.word(inline, text)
            return
        for part in name_parts(self.written(text)):
            fits = width(part, 1, bold=True) + 2 * CELL_MARGIN <= room
            yield {"kind": "whole", "text": part} if fits else _text(breakable(part))


def _text(text: str) -> Token:
    return {"kind": "text", "text": text}


_ACCOUNT_TITLE, _PARAGRAPH, _SIGNATURES = 110.0, 17.0, 110.0
"""Points: about how high the lines above an account are, a paragraph, and the places to sign."""


def _height_in_account(piece: Piece) -> float:
    match piece:
        case ShownBlock(block=Text(paragraphs=paragraphs, role=role)):
            return (len(paragraphs) + (role in MARKS)) * _PARAGRAPH
        case ShownBlock(block=Signatures()):
            return _SIGNATURES
    return 0.0
