"""The pieces of a notebook as items of the data that `templates/report.typ` typesets.

Markdown becomes the few kinds of token that a printed report needs, with every text unescaped.

Blocks: heading (level, words), paragraph (words), list (ordered, items of blocks), quote (body), code (text), rule,
grid (head, rows of cells of words). Words: text, strong, emphasis (words inside), code (text), link (url, words), run
(words without a style of their own), break.
What Markdown allows and print does not (raw HTML, remote pictures) stays visible as text.
"""

import html
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import mistune

from helpers.charts.lettering import breakable, printable
from helpers.render.blocks import (
    AnnexTitle,
    Block,
    Chart,
    Flags,
    Headlines,
    IndicatorExport,
    Inline,
    Number,
    Opening,
    Receipts,
    Signatures,
    SourceFile,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from helpers.render.notebook_parts import Annex, Code, NotebookPicture, Piece, Plain, Prose, ShownBlock
from helpers.render.table_layout import head_rows, headline_grid, layout
from helpers.render.wording import MARKS, NO_FLAGS, flag_words, in_cell, in_prose, unit_words
from helpers.thai import in_digits

Token = dict[str, Any]
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


_KEPT_WHOLE = 14
"""The most rows of a table that is kept on one page."""
_DIGEST_SHOWN = 16
_SIGNING_ACROSS = {1: 1, 2: 2, 4: 2}
"""By number of signature lines, how many are side by side; else three."""


class TypstWriter:
    """Turns pieces into items of the flow, in the office's digits."""

    def __init__(self, digits: str) -> None:
        self.digits = digits
        self.report = ""
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
                return self.block(piece.block, piece.svg)

    def picture(self, piece: NotebookPicture) -> Token:
        alt = printable(piece.alt).strip() or "ภาพจากสมุดงาน"
        data = piece.data.decode() if piece.form == "svg" else list(piece.data)
        return {"kind": "picture", "title": "", "alt": alt, "data": data, "form": piece.form, "width": 165.0}

    def block(self, block: Block, svg: str) -> list[Token]:
        match block:
            case IndicatorExport():
                return [{"kind": "said", "role": "note", "paragraphs": [[_text(self.written(block.note))]]}]
            case Opening():
                self.report, self.fingerprint = block.report_id, block.fingerprint
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
                return [self.chart(block, svg)]
            case AnnexTitle():
                return self.annex_title(block)
            case Signatures():
                return [self.signatures(block)]
            case Receipts():
                return self.receipts(block)

    def annex(self, annex: Annex, show_code: bool) -> Token:
        """The annex as pages of its own, in landscape where one of its tables needs it."""
        parts = (*annex.before, ShownBlock(annex.title), *annex.inside)
        flow = [item for part in parts for item in self.piece(part, show_code)]
        return {"kind": "pages", "landscape": annex.landscape, "flow": flow}

    def annex_title(self, block: AnnexTitle) -> list[Token]:
        first, *others = [self.words(line) for line in block.lines]
        heading: Token = {"kind": "heading", "level": 2, "top": False, "centred": True, "words": first}
        return [heading, {"kind": "centred", "lines": others}]

    def signatures(self, block: Signatures) -> Token:
        signers = [
            {"role": self.written(signer.role), "position": self.written(signer.position)} for signer in block.lines
        ]
        return {"kind": "signatures", "across": _SIGNING_ACROSS.get(len(signers), 3), "places": signers}

    def chart(self, block: Chart, svg: str) -> Token:
        title, alt = self.written(block.title), self.written(block.alt)
        if not svg:
            return {"kind": "said", "role": "note", "paragraphs": [[_text(f"{title}: {alt}")]]}
        return {"kind": "picture", "title": title, "alt": alt, "data": svg, "form": "svg", "width": block.width_mm}

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
        shown = self.written(text)
        if isinstance(inline, Number) and not inline.words:
            return {"kind": "whole", "text": shown}
        token = _text(breakable(shown))
        return {"kind": "strong", "words": [token]} if isinstance(inline, Span) and inline.strong else token

    def table(self, block: TableBlock) -> Token:
        laid = layout(block)
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
            "rows": [self.row(row, block) for row in block.rows],
            "whole": len(block.rows) <= _KEPT_WHOLE,
            "notes": [self.written(note) for note in block.notes],
        }

    def receipts(self, block: Receipts) -> list[Token]:
        """How to verify the report, and its files. Names and digests keep Arabic digits, as readers search for them.

        The table comes last, so that the last page never holds only the few lines of the proof.
        """
        listed = [TypstWriter("arabic").table(_files_table(block.files, self.written))] if block.files else []
        proof = {"kind": "proof", "report": printable(self.report), "fingerprint": printable(self.fingerprint)}
        return [proof, *listed]

    def row(self, row: TableRow, table: TableBlock) -> Token:
        cells = [
            [self.word(inline, in_cell(inline, column, table)) for inline in cell]
            for cell, column in zip(row.cells, table.columns, strict=True)
        ]
        return {"cells": cells, "total": row.total, "apart": row.apart}


def _text(text: str) -> Token:
    return {"kind": "text", "text": text}


def _files_table(files: Sequence[SourceFile], written: Callable[[str], str]) -> TableBlock:
    """The files that the report read as a table of one row a file."""

    def row(file: SourceFile) -> TableRow:
        texts = written(file.title), written(file.round), written(f"{file.rows:,}")
        shown = (file.name, *texts, file.sha256[:_DIGEST_SHOWN])
        return TableRow(cells=tuple((Span(text=text),) for text in shown))

    start = ("ไฟล์", 3.2), ("รายงาน", 2.6), ("ชุดข้อมูล", 0.9)
    return TableBlock(
        name="source-files",
        title="ไฟล์ข้อมูลต้นทาง",
        columns=(
            *(TableColumn(label=label, align="start", width=weight) for label, weight in start),
            TableColumn(label="แถว", width=0.8),
            TableColumn(label=f"SHA-256 ({written(str(_DIGEST_SHOWN))} หลักแรก)", align="start", width=1.9),
        ),
        rows=tuple(row(file) for file in files),
    )
