"""Blocks as the tokens that the Lua filter (`files/workbook.lua`) turns into Pandoc's elements: plain data, in which
every text is a value and none is markup.

Words: text, and where they are so strong, code, page (the name of the page they lead to); a number has fact, key and
value. Tokens by `kind`: opening (lines, marks), text (role, mark, paragraphs), figures (heads, rows of label, number
and note), flags (urgency, mark, words), table (see `_table`), picture (title, alt, file, form, width as a share of
the line's), annex (words, lines), signatures (rows of cells of text), code (text),
links (items, which are words).
A token with `only` is for these formats alone.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from helpers.facts.definitions import Operation
from helpers.render.blocks import (
    AnnexTitle,
    ApprovalLine,
    Block,
    Chart,
    FactReceipt,
    Flags,
    Headlines,
    IndicatorExport,
    Inline,
    MethodsNote,
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
from helpers.render.methods_note import methods_words
from helpers.render.quarto.markdown import seen
from helpers.render.table_layout import head_rows, layout
from helpers.render.wording import (
    BLANK,
    MARKS,
    NO_BREAK,
    NO_FLAGS,
    OPERATIONS,
    approval_words,
    flag_words,
    unit_is_named,
    unit_words,
)
from helpers.thai import in_digits

Token = dict[str, Any]
FIGURE_HEADS = ("รายการ", "จำนวน", "หมายเหตุ")
SAMPLE_WORDS = "ข้อมูลตัวอย่าง มิใช่ข้อมูลจริง"
SOURCES = "ที่มาของตัวเลข"
_SOURCE_HEADS = ("ตัวเลข", "คิดอย่างไร", "จากไฟล์")
CHARTS = "charts"
"""The folder of the pictures."""
_MILLIMETRES = 170.0
"""The width between the margins of a page."""
_ON_SCREEN_AND_PRINT = ["html", "typst"]


def page_name(report_id: str) -> str:
    """The name of a report's page, and of the files made of it: `round-2568-1-dmc`."""
    return report_id.replace("/", "-")


class TokenWriter:
    """Writes the blocks of one page, in the office's digits. Words lead to other pages where these are among `pages`,
    the ids of the reports that have one."""

    def __init__(self, page: str, digits: str, pages: Container[str]) -> None:
        self._page = page
        self._digits = digits
        self._pages = pages

    def block(self, block: Block) -> list[Token]:
        """The tokens of a block."""
        match block:
            case Opening():
                return [self._opening(block)]
            case Text():
                return [self._text(block.role, [self._run(run) for run in block.paragraphs])]
            case IndicatorExport():
                return [self._text("note", [[self._words(block.note)]])]
            case MethodsNote():
                return [self._text("note", [[self._words(f"{methods_words(block)} {block.title}")]])]
            case Headlines():
                return [self._figures(block)]
            case Flags():
                return [self._flags(block)]
            case TableBlock():
                return [self._table(block)]
            case Chart():  # without a drawing
                return [self._text("note", [[self._words(f"{block.title}: {block.alt}")]])]
            case AnnexTitle():
                first, *others = map(self._run, block.lines)
                return [{"kind": "annex", "name": self.anchor(block.name), "words": first, "lines": others}]
            case Signatures():
                return [self._signatures(block)]
            case Receipts():
                return [self._sources(block)]

    def picture(self, chart: Chart, form: str) -> Token:
        """The token of a chart whose drawing is a file of this form (svg, png)."""
        texts = {"title": self._written(chart.title), "alt": self._written(chart.alt)}
        name, width = self.anchor(chart.name), min(1.0, chart.width_mm / _MILLIMETRES)
        drawing = {"file": f"{CHARTS}/{name}", "form": form, "width": round(width, 3)}
        return {"kind": "picture", "name": name} | drawing | texts

    def printed(self, text: str) -> Token:
        """The token of what a notebook printed by hand."""
        return {"kind": "code", "text": "\n".join(map(seen, text.splitlines()))}

    def anchor(self, name: str) -> str:
        """The anchor of what the page shows by this name: unique in a book too."""
        return f"{self._page}-{name}"

    def _written(self, text: str) -> str:
        return in_digits(seen(text), self._digits)

    def _words(self, text: str) -> Token:
        return {"text": self._written(text)}

    def _run(self, run: Iterable[Inline]) -> list[Token]:
        return [word for part in run for word in self._inline(part, with_unit=True)]

    def _inline(self, part: Inline, *, with_unit: bool) -> Iterator[Token]:
        """A word; or a number between the words of its unit, where they are to be printed."""
        if isinstance(part, Span):
            yield self._span(part)
            return
        before, after = unit_words(part) if with_unit else ("", "")
        if before:
            yield self._words(before + NO_BREAK)
        yield self._number(part)
        if after:
            yield self._words(NO_BREAK + after)

    def _span(self, part: Span) -> Token:
        if part.technical:
            return {"text": seen(part.text), "code": True}
        strong = {"strong": True} if part.strong else {}
        page = {"page": page_name(part.page)} if part.page in self._pages else {}
        return self._words(part.text) | strong | page

    def _number(self, number: Number) -> Token:
        return self._words(number.text) | {"fact": number.fact, "key": number.key, "value": number.value}

    def _opening(self, block: Opening) -> Token:
        lines = [block.office, block.period, *([f"ข้อมูล ณ วันที่ {block.as_of}"] if block.as_of else [])]
        shown = [*map(self._written, lines), *(self._approval(line) for line in block.approvals)]
        marks = [block.edition, *([SAMPLE_WORDS] if block.sample else [])]
        return {"kind": "opening", "lines": shown, "marks": [seen(mark) for mark in marks]}

    def _approval(self, line: ApprovalLine) -> str:
        return f"{self._written(approval_words(line))} {line.version}"

    def _text(self, role: str, paragraphs: list[list[Token]]) -> Token:
        return {"kind": "text", "role": role, "mark": MARKS.get(role, ""), "paragraphs": paragraphs}

    def _figures(self, block: Headlines) -> Token:
        rows = [
            {"label": self._written(item.label), "number": self._run(item.number), "note": self._run(item.note)}
            for item in block.items
        ]
        return {"kind": "figures", "heads": list(FIGURE_HEADS), "rows": rows}

    def _flags(self, block: Flags) -> Token:
        items = [
            {"urgency": flag.urgency, "mark": flag_words(flag), "words": self._run(flag.sentence)}
            for flag in block.items
        ]
        mark, words = NO_FLAGS
        return {"kind": "flags", "items": items or [{"urgency": "normal", "mark": mark, "words": [self._words(words)]}]}

    def _signatures(self, block: Signatures) -> Token:
        signers = [(self._written(line.role), self._written(line.position)) for line in block.lines]
        rows = [
            [f"ลงชื่อ {BLANK} {role}" for role, _ in signers],
            [f"({BLANK})" for _ in signers],
            [f"ตำแหน่ง {position}" for _, position in signers],
            [f"วันที่ {BLANK}" for _ in signers],
        ]
        return {"kind": "signatures", "rows": rows}

    def _table(self, block: TableBlock) -> Token:
        """A table: name, title, head (rows of label, columns, rows), aligns (start, end), widths (shares of the line),
        rows (cells of words, total, apart), headers (how many columns are row headers), size in points, wide (whether
        it needs a page on its side), long, notes."""
        laid = layout(block)
        head = [
            [{"label": self._written(cell.label), "columns": cell.columns, "rows": cell.rows} for cell in row]
            for row in head_rows(block.columns)
        ]
        return {
            "kind": "table",
            "name": self.anchor(block.name),
            "title": self._written(block.title),
            "head": head,
            "aligns": [column.align for column in block.columns],
            "widths": [round(width / sum(laid.widths), 4) for width in laid.widths],
            "rows": [self._row(row, block) for row in block.rows],
            "headers": block.headers,
            "size": laid.size,
            "wide": laid.landscape,
            "long": block.long,
            "notes": [self._written(f"หมายเหตุ: {note}") for note in block.notes],
        }

    def _row(self, row: TableRow, table: TableBlock) -> Token:
        cells = [
            [word for part in cell for word in self._inline(part, with_unit=not _unit_is_named(part, column, table))]
            for cell, column in zip(row.cells, table.columns, strict=True)
        ]
        return {"cells": cells, "total": row.total, "apart": row.apart}

    def _sources(self, block: Receipts) -> Token:
        """What the page's numbers are and how they were computed. Word has no such table: its numbers are copied into
        other papers, and each leads back by the report."""
        sources = (_source(fact, block.files) for fact in block.facts)
        rows = tuple(TableRow(cells=tuple((Span(text=text),) for text in source)) for source in sources)
        columns = tuple(TableColumn(label=label, align="start") for label in _SOURCE_HEADS)
        table = TableBlock(name="sources", title=SOURCES, columns=columns, rows=rows, headers=1, long=True)
        return self._table(table) | {"only": _ON_SCREEN_AND_PRINT, "wide": False}


def _unit_is_named(part: Inline, column: TableColumn, table: TableBlock) -> bool:
    return isinstance(part, Number) and unit_is_named(part, column, table)


def _source(fact: FactReceipt, files: Sequence[SourceFile]) -> tuple[str, str, str]:
    titles = dict.fromkeys(files[index].title for index in fact.files)
    return fact.title, OPERATIONS[Operation(fact.operation)], " · ".join(titles)


def numbers_of(tokens: Iterable[Token]) -> Iterator[Token]:
    """The words of the tokens that are numbers, in the order in which a page prints them."""
    for token in tokens:
        for run in _runs(token):
            yield from (word for word in run if "fact" in word)


def _runs(token: Token) -> Iterator[list[Token]]:
    match token["kind"]:
        case "text":
            yield from token["paragraphs"]
        case "figures":
            yield from (row[part] for row in token["rows"] for part in ("number", "note"))
        case "flags":
            yield from (item["words"] for item in token["items"])
        case "table":
            yield from (cell for row in token["rows"] for cell in row["cells"])
        case "annex":
            yield from (token["words"], *token["lines"])
