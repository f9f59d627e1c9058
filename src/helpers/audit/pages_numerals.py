"""The numerals that a report prints, by what they are: facts, days and periods, identifiers, declared parameters, and
the others, which nothing vouches for.

Pages say what the executed notebook says (`pages.py`), so its passages are counted once for a report as a whole; each
format is also counted as it is read back.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from helpers.audit.pages_drawings import read_drawing
from helpers.audit.pages_html import Page
from helpers.audit.pages_numbers import Lines, rounded
from helpers.audit.pages_pdf import page_texts
from helpers.audit.pages_words import plain, printed_numbers, printed_runs
from helpers.facts.ledger import FactLine
from helpers.periods import THAI_MONTHS, THAI_MONTHS_SHORT
from helpers.render.blocks import Block, Chart, Headlines, IndicatorExport, Number, Span, TableBlock
from helpers.render.notebook_parts import Piece, Prose, ShownBlock
from helpers.render.xlsx import FACTS, FILES
from helpers.thai import MINUS

_NUMERAL = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_MONTH = "|".join(map(re.escape, (*THAI_MONTHS, *THAI_MONTHS_SHORT)))
_PERIODS = re.compile(
    rf"\d{{1,2}}\s*(?:{_MONTH})(?:\s*\d{{4}})?|(?:{_MONTH})\s*\d{{4}}|\b2[45]\d\d(?:[-/]\d{{1,4}})?"
    r"|(?:ภาคเรียนที่|ไตรมาสที่|ไตรมาส|งวดที่|งวด|ครั้งที่|รอบที่|รอบ|ครึ่งปีที่|วันที่)\s*\d{1,2}(?!\d)"
)
_IDENTIFIERS = re.compile(
    r"\b\d{8}\b|\b\d{10}\b|(?:อ|ป|ม|ปวช)\.\s*\d(?:\s*[–-]\s*\d)?|\b[A-Z]\d+|เขต\s*\d+|\b\d+(?:\.\d+)+(?=\s)|^\d+(?:\.\d+)?\s"
    r"|หน้า\s*\d+\s*จาก\s*\d+|(?:ข้อ|มาตรา|ที่|เลขที่|ว|ศธ|นร|กค)\s*[\d.]+(?:/[\d\s]+)?|[\w.-]+\.(?:csv|xlsx?|yml|pdf)"
)


class Kind(StrEnum):
    """What a printed numeral is."""

    FACT = "fact"
    PERIOD = "period"
    IDENTIFIER = "identifier"
    PARAMETER = "parameter"
    OTHER = "other"


def numerals(pieces: Sequence[Piece], facts: Sequence[FactLine], params: Path) -> Counter[Kind]:
    """How many numerals of each kind a report prints. `params` is the folder of its parameters."""
    return Counter(kind for kind, _ in kinds_of_numerals(pieces, facts, params))


def kinds_of_numerals(pieces: Sequence[Piece], facts: Sequence[FactLine], params: Path) -> Iterator[tuple[Kind, str]]:
    """Every printed numeral with its kind, and for others the words around it."""
    declared = _declared(params)
    labels = {numeral for line in facts for numeral in _NUMERAL.findall(plain(line.key))}
    for piece in pieces:
        if isinstance(piece, Prose):
            yield from _in_words(piece.source, declared, labels)
        elif isinstance(piece, ShownBlock):
            yield from ((Kind.FACT, number.text) for number in _numbers(piece.block))
            if isinstance(piece.block, Chart):
                yield from _in_chart(piece, declared, labels, {(line.fact, line.key): line for line in facts})
            for words in _words(piece.block):
                yield from _in_words(words, declared, labels)


class Format(StrEnum):
    """Where a numeral is read."""

    HTML = "html"
    PDF = "pdf"
    EXCEL = "xlsx"
    CHARTS = "charts"


def numerals_by_format(
    folder: Path, pieces: Sequence[Piece], facts: Sequence[FactLine], params: Path
) -> dict[Format, Counter[Kind]]:
    """How many numerals of each kind each format of a report in this folder prints. In HTML a number says itself which
    fact it is, in Excel the sheet of facts says it, which is not counted itself, nor is that of files. In the PDF the
    numbers that the notebook prints are facts, each as often as it prints them. Charts are those of the notebook."""
    labels = {numeral for line in facts for numeral in _NUMERAL.findall(plain(line.key))}
    known = _Known(_declared(params), labels)
    lines = {(line.fact, line.key): line for line in facts}
    charts = (piece for piece in pieces if isinstance(piece, ShownBlock) and isinstance(piece.block, Chart))
    drawn = chain.from_iterable(_in_chart(piece, *known, lines) for piece in charts)
    return {
        Format.HTML: Counter(_in_html(folder / "report.html", known)),
        Format.PDF: Counter(_in_pdf(folder / "report.pdf", pieces, known)),
        Format.EXCEL: Counter(_in_excel(folder / "tables.xlsx", known)),
        Format.CHARTS: Counter(kind for kind, _ in drawn),
    }


class _Known(NamedTuple):
    """The numerals that the parameters hold, and those of the keys of facts."""

    declared: frozenset[str]
    labels: set[str]


def _in_html(path: Path, known: _Known) -> Iterator[Kind]:
    page = Page(path.read_text(encoding="utf-8"))
    yield from (Kind.FACT for _ in page.numbers)
    yield from (kind for words in page.between for kind, _ in _in_words(words, *known))


def _in_pdf(path: Path, pieces: Sequence[Piece], known: _Known) -> Iterator[Kind]:
    printed = Counter(plain(number.text).lstrip(f"+{MINUS}") for number in printed_numbers(pieces))
    for text in page_texts(path.read_bytes()):
        numerals = [match[0] for match in _NUMERAL.finditer(text)]
        for numeral, (kind, _) in zip(numerals, _in_words(text, *known), strict=True):
            is_fact = kind is not Kind.PERIOD and printed[numeral] > 0
            printed[numeral] -= is_fact
            yield Kind.FACT if is_fact else kind


def _in_excel(path: Path, known: _Known) -> Iterator[Kind]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    rows = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names}
    facts = {(str(row[0]), str(row[1])) for row in rows.pop(FACTS)[1:]}
    del rows[FILES]
    for name, sheet in rows.items():
        for number, row in enumerate(sheet, 1):
            for column, cell in enumerate(row, 1):
                if (name, f"{get_column_letter(column)}{number}") in facts:
                    yield Kind.FACT
                elif isinstance(cell, date):
                    yield Kind.PERIOD
                elif isinstance(cell, float):
                    yield Kind.IDENTIFIER if cell.is_integer() else Kind.OTHER
                elif isinstance(cell, str):
                    yield from (kind for kind, _ in _in_words(cell, *known))


def _numbers(block: Block) -> Iterator[Number]:
    yield from (part for run in printed_runs(block) for part in run if isinstance(part, Number))


def _words(block: Block) -> Iterator[str]:
    """The words of a block that are no number."""
    for run in printed_runs(block):
        yield from (part.text for part in run if isinstance(part, Span))
    if isinstance(block, TableBlock):
        yield from (block.title, *block.notes)
        yield from (text for column in block.columns for text in (column.label, column.group))
    elif isinstance(block, Headlines):
        yield from (item.label for item in block.items)
    elif isinstance(block, IndicatorExport):
        yield block.note


def _in_chart(
    piece: ShownBlock, declared: frozenset[str], labels: set[str], lines: Lines
) -> Iterator[tuple[Kind, str]]:
    """Numerals of a drawing and of the words that describe it: those of its facts, then as in other words. Sums and
    differences that the words tell are no facts."""
    assert isinstance(piece.block, Chart)
    drawing = read_drawing(piece.svg)
    yield from ((Kind.FACT, number.text) for number in drawing.numbers)
    facts = {fact for fact, _ in drawing.addresses}
    values = [line for (fact, _), line in lines.items() if fact in facts]
    shown = {f"{abs(value):,f}" for line in values for decimals in range(3) for value in rounded(line, lines, decimals)}
    for words in (*drawing.words, piece.block.title, piece.block.alt):
        yield from _in_words(words, declared, labels, shown)


def _in_words(
    text: str, declared: frozenset[str], labels: set[str], shown: set[str] | None = None
) -> Iterator[tuple[Kind, str]]:
    spans = [(Kind.PERIOD, match.span()) for match in _PERIODS.finditer(text)]
    spans += [(Kind.IDENTIFIER, match.span()) for match in _IDENTIFIERS.finditer(text)]
    for match in _NUMERAL.finditer(text):
        within = (kind for kind, (start, end) in spans if start <= match.start() and match.end() <= end)
        kind = next(within, None) or _kind(match[0], declared, labels, shown or set())
        yield kind, text[max(0, match.start() - 30) : match.end() + 20]


def _kind(numeral: str, declared: frozenset[str], labels: set[str], shown: set[str]) -> Kind:
    if numeral in shown:
        return Kind.FACT
    if numeral in labels:
        return Kind.IDENTIFIER
    return Kind.PARAMETER if _bare(numeral) in declared else Kind.OTHER


def _declared(params: Path) -> frozenset[str]:
    """The numerals that the parameters hold."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(params.rglob("*.yml")))
    return frozenset(_bare(numeral) for text in texts for numeral in _NUMERAL.findall(text))


def _bare(numeral: str) -> str:
    """A numeral without its grouping and the zeros that say nothing."""
    digits = numeral.replace(",", "")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def shares(counted: Mapping[Kind, int]) -> dict[Kind, float]:
    """The share of each kind among all numerals; none where nothing is printed."""
    printed = sum(counted.values())
    return {kind: counted.get(kind, 0) / printed for kind in Kind} if printed else {}
