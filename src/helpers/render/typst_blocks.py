"""Each kind of piece of a notebook as items of the data that `templates/report.typ` sets.

Markdown as plain data: the few kinds of token that a printed report needs, every text still unescaped.

Blocks: heading (level, words), paragraph (words), list (ordered, items of blocks), quote (body), code (text), rule,
grid (head, rows of cells of words). Words: text, strong, emphasis (words inside), code (text), link (url, words), run
(words without a form of their own), break.
Anything that Markdown allows and print does not (raw HTML, remote pictures) stays visible as its own text.
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
    Column,
    Headlines,
    IndicatorExport,
    Inline,
    Number,
    Opening,
    Receipts,
    Row,
    Signatures,
    SourceFile,
    Span,
    Table,
    Text,
)
from helpers.render.notebook_parts import Annex, Code, Picture, Piece, Plain, Prose, Shown
from helpers.render.table_layout import head_rows, layout, on_paper
from helpers.render.wording import around, in_cell, in_prose
from helpers.thai import in_digits

Token = dict[str, Any]
_LINKED = ("http://", "https://", "mailto:")


def tokens(source: str, written: Callable[[str], str]) -> list[Token]:
    """The block tokens of a Markdown text; `written` turns every text that is read as words into its printed form."""
    parsed, _ = mistune.create_markdown(renderer=None, plugins=["table"]).parse(source)
    return _Reader(written).blocks(parsed if isinstance(parsed, list) else [])


class _Reader:
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
"""A table of at most so many rows is never parted by a page's end."""
_DIGEST_SHOWN = 16
_SIGNING_ACROSS = {1: 1, 2: 2, 4: 2}
"""Places to sign side by side; else three."""


class Setter:
    """Turns pieces into items of the flow, in the digits that the office writes."""

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
            case Picture():
                return [self.picture(piece)]
            case Plain():
                return [{"kind": "code", "text": printable(piece.text)}] if piece.text.strip() else []
            case Shown():
                return self.block(piece.block, piece.svg)

    def picture(self, piece: Picture) -> Token:
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
                said = [self.words(run) for run in block.paragraphs]
                return [{"kind": "said", "role": block.role, "paragraphs": said}]
            case Headlines():
                return [self.headlines(block)]
            case Table():
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
        """The annex as pages of its own, turned where a table of it needs that."""
        parts = (*annex.before, Shown(annex.title), *annex.inside)
        flow = [item for part in parts for item in self.piece(part, show_code)]
        return {"kind": "pages", "sideways": annex.sideways, "flow": flow}

    def annex_title(self, block: AnnexTitle) -> list[Token]:
        first, *others = [self.words(line) for line in block.lines]
        heading: Token = {"kind": "heading", "level": 2, "top": False, "centred": True, "words": first}
        return [heading, {"kind": "centred", "lines": others}]

    def signatures(self, block: Signatures) -> Token:
        places = [{"role": self.written(each.role), "position": self.written(each.position)} for each in block.places]
        return {"kind": "signatures", "across": _SIGNING_ACROSS.get(len(places), 3), "places": places}

    def chart(self, block: Chart, svg: str) -> Token:
        title, alt = self.written(block.title), self.written(block.alt)
        if not svg:
            return {"kind": "said", "role": "note", "paragraphs": [[_text(f"{title}: {alt}")]]}
        return {"kind": "picture", "title": title, "alt": alt, "data": svg, "form": "svg", "width": block.width_mm}

    def headlines(self, block: Headlines) -> Token:
        items: list[Token] = [
            {"label": self.written(item.label), "number": self.large(item.number), "note": self.words(item.note)}
            for item in block.items
        ]
        across, size = on_paper(block.items)
        return {"kind": "headlines", "across": across, "size": size, "items": items}

    def large(self, inlines: Iterable[Inline]) -> list[Token]:
        """A headline's figure: numerals large, unit and other words small."""
        shown = []
        for inline in inlines:
            before, after = ("", "") if isinstance(inline, Span) else around(inline)
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
        said = _text(breakable(shown))
        return {"kind": "strong", "words": [said]} if isinstance(inline, Span) and inline.strong else said

    def table(self, block: Table) -> Token:
        laid = layout(block)
        head = [
            [{"label": self.written(cell.label), "columns": cell.columns, "rows": cell.rows} for cell in row]
            for row in head_rows(block.columns)
        ]
        return {
            "kind": "table",
            "title": self.written(block.title),
            "sideways": laid.sideways,
            "size": laid.size,
            "widths": list(laid.widths),
            "aligns": [column.align for column in block.columns],
            "head": head,
            "rows": [self.row(row, block) for row in block.rows],
            "whole": len(block.rows) <= _KEPT_WHOLE,
            "notes": [self.written(note) for note in block.notes],
        }

    def receipts(self, block: Receipts) -> list[Token]:
        """How to check the report, and its files; names and digests keep their own digits, as they are searched for.

        The table comes last, so that no last page holds nothing but the few lines of the proof.
        """
        listed = [Setter("arabic").table(_files_table(block.files, self.written))] if block.files else []
        proof = {"kind": "proof", "report": printable(self.report), "fingerprint": printable(self.fingerprint)}
        return [proof, *listed]

    def row(self, row: Row, table: Table) -> Token:
        cells = [
            [self.word(inline, in_cell(inline, column, table)) for inline in cell]
            for cell, column in zip(row.cells, table.columns, strict=True)
        ]
        return {"cells": cells, "total": row.total}


def _text(text: str) -> Token:
    return {"kind": "text", "text": text}


def _files_table(files: Sequence[SourceFile], written: Callable[[str], str]) -> Table:
    """The files behind the report as one more table: a row a file."""

    def row(file: SourceFile) -> Row:
        said = written(file.title), written(file.round), written(f"{file.rows:,}")
        shown = (file.name, *said, file.sha256[:_DIGEST_SHOWN])
        return Row(cells=tuple((Span(text=text),) for text in shown))

    start = ("ไฟล์", 3.2), ("รายงาน", 2.6), ("ชุดข้อมูล", 0.9)
    return Table(
        name="source-files",
        title="ไฟล์ข้อมูลต้นทาง",
        columns=(
            *(Column(label=label, align="start", width=weight) for label, weight in start),
            Column(label="แถว", width=0.8),
            Column(label=f"SHA-256 ({written(str(_DIGEST_SHOWN))} หลักแรก)", align="start", width=1.9),
        ),
        rows=tuple(row(file) for file in files),
    )
