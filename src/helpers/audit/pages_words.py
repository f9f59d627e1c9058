"""What a report's pages must say, from its executed notebook: passage after passage, in the words that every page has.

Words are compared without spaces, line ends and the marks of Markdown, and in Arabic digits: pages differ in these
alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from helpers.facts.definitions import key_parts
from helpers.lettering import printable
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
    Signatures,
    Span,
    TableBlock,
    Text,
)
from helpers.render.methods_note import methods_words
from helpers.render.notebook_parts import Annex, Piece, Plain, Prose, ShownBlock, with_annexes
from helpers.render.wording import NO_FLAGS, approval_words, flag_words, in_cell, run_text
from helpers.thai import THAI_DIGITS

_TO_ARABIC = {thai: arabic for arabic, thai in THAI_DIGITS.items()}
_NOT_COMPARED = re.compile("[\\s\u0002\u00ad\u200b-\u200f\u2060-\u206f\ufeff\ufffe\ufffd*_`\\\\-]+")
"""Besides spaces and Markdown: hyphens, which PDF readers take for those of a parted word, and unknown letters."""
_HEADING = re.compile(r" {0,3}#{1,6} +(.*?)[ #]*")
_TITLE = re.compile(r"^ {0,3}# +(.*?)[ #]*$", re.MULTILINE)
_SECTION = re.compile(r"^ {0,3}##? +(.*?)[ #]*$", re.MULTILINE)
"""The notebook's own title, in whose place a page has that of the report."""
_LIST_MARK = re.compile(r"\s*(?:[-*+]|\d+\.)\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def plain(text: str) -> str:
    """The text as it is compared."""
    return _NOT_COMPARED.sub("", text.translate(_TO_ARABIC)).replace("\u0e4d\u0e32", "\u0e33")


@cache
def parts_of(key: str) -> Mapping[str, str]:
    """The parts of a key, which are asked for many times while a report is read."""
    return MappingProxyType(key_parts(key))


@dataclass(frozen=True)
class Passage:
    """A run of words that stands unbroken in a page. `words` are plain; `about` says in Thai where they stand. The
    heads of a table are `loose`: their letters may be in any order, as they run over several lines."""

    words: str
    about: str
    loose: bool = False


def passages(pieces: Sequence[Piece]) -> Iterator[Passage]:
    """The passages of the pieces in reading order."""
    titles = (match for piece in pieces if isinstance(piece, Prose) for match in _TITLE.finditer(piece.source))
    title = next((match[1] for match in titles), "")
    for piece in with_annexes(pieces):
        for part in (*piece.before, ShownBlock(piece.title), *piece.inside) if isinstance(piece, Annex) else (piece,):
            yield from (passage for passage in _passages(part, title) if passage.words)


def section_titles(pieces: Sequence[Piece]) -> Iterator[str]:
    """What a table of contents lists, in order: the sections, and the annexes that no heading stands before."""
    titles = [match for piece in pieces if isinstance(piece, Prose) for match in _TITLE.finditer(piece.source)]
    for piece in with_annexes(pieces):
        if isinstance(piece, Annex) and not piece.before:
            yield run_text(piece.title.lines[0])
        for part in piece.before if isinstance(piece, Annex) else (piece,):
            headings = _SECTION.finditer(part.source) if isinstance(part, Prose) else ()
            yield from (_line(match[0]) for match in headings if not titles or match[0] != titles[0][0])


def approvals_shown(opening: Opening) -> list[str]:
    """The approvals as a page's head says them."""
    return [plain(printable(approval_words(approval) + approval.version)) for approval in opening.approvals]


def first_words(opening: Opening | None) -> tuple[str, ...]:
    """What every page says first: which report it is, and for whom it is made."""
    if opening is None:
        return ()
    words = (opening.office, opening.title, opening.period, opening.as_of, opening.edition, opening.reservation)
    return tuple(filter(None, words))


def shown_blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
    """The blocks among the pieces, in the notebook's order."""
    return (piece.block for piece in pieces if isinstance(piece, ShownBlock))


def printed_runs(block: Block) -> Iterator[Sequence[Inline]]:
    """The runs of words and numbers of a block, in reading order."""
    match block:
        case Text(paragraphs=runs) | AnnexTitle(lines=runs):
            yield from runs
        case Headlines(items=items):
            yield from (run for item in items for run in (item.number, item.note))
        case Flags(items=flags):
            yield from (flag.sentence for flag in flags)
        case TableBlock(rows=rows):
            yield from (cell for row in rows for cell in row.cells)


def printed_parts(pieces: Sequence[Piece]) -> Iterator[Inline]:
    """All words and numbers of the pages' blocks, in reading order."""
    for piece in with_annexes(pieces):
        inside = (ShownBlock(piece.title), *piece.inside) if isinstance(piece, Annex) else (piece,)
        yield from (part for block in shown_blocks(inside) for run in printed_runs(block) for part in run)


def printed_numbers(pieces: Sequence[Piece]) -> Iterator[Number]:
    """Every number of the pages that is a fact, in reading order."""
    return (part for part in printed_parts(pieces) if isinstance(part, Number))


def leading(pieces: Sequence[Piece]) -> Iterator[Span]:
    """The words that lead to pages of other reports, in reading order."""
    return (part for part in printed_parts(pieces) if isinstance(part, Span) and part.page)


def _passages(piece: Piece, title: str) -> Iterator[Passage]:
    match piece:
        case Prose(source=source):
            lines = filter(None, map(_line, source.split("\n")))
            yield from (Passage(plain(line), f"“{line[:60]}”") for line in lines if plain(line) != plain(title))
        case Plain(text=text):
            yield Passage(plain(printable(text)), "ข้อความของสมุดงาน")
        case ShownBlock(block=block):
            yield from _of_block(block)


def _line(markdown: str) -> str:
    """A line of Markdown as it is read."""
    heading = _HEADING.fullmatch(markdown)
    return _LINK.sub(r"\1", heading[1] if heading else _LIST_MARK.sub("", markdown, count=1)).strip()


def _of_block(block: Block) -> Iterator[Passage]:
    match block:
        case TableBlock():
            yield from _of_table(block)
        case Chart(title=title):
            yield Passage(_joined([title]), f"ภาพ “{title}”")
        case MethodsNote(title=title):
            yield Passage(_joined([methods_words(block), title]), f"ที่อยู่ของ{title}")
        case IndicatorExport(note=note):
            yield Passage(_joined([note]), f"“{note[:60]}”")
        case Headlines(items=items):
            for item in items:
                words = (item.label, run_text(item.number), run_text(item.note))
                yield Passage(_joined(words), f"ตัวเลขสำคัญ “{item.label}”")
        case Flags(items=flags):
            lines = [(flag_words(flag), run_text(flag.sentence)) for flag in flags] or [NO_FLAGS]
            yield from (Passage(_joined(line), f"“{line[1][:60]}”") for line in lines)
        case Signatures(lines=lines):
            for line in lines:
                signed = ("ลงชื่อ", line.role, "()", "ตำแหน่ง", line.position, "วันที่")
                yield Passage(_joined(signed), f"ช่องลงชื่อ {line.role}")
        case Text() | AnnexTitle():
            for run in printed_runs(block):
                yield Passage(_joined([run_text(run)]), f"“{run_text(run)[:60]}”")


def _of_table(table: TableBlock) -> Iterator[Passage]:
    yield Passage(_joined([table.title]), f"ตาราง “{table.title}”")
    groups = [column.group for column in table.columns]
    spanning = [group for index, group in enumerate(groups) if group and group != (groups[index - 1] if index else "")]
    labels = (*spanning, *(column.label for column in table.columns))
    yield Passage(_joined(labels), f"หัวตาราง “{table.title}”", loose=True)
    for row in table.rows:
        cells = zip(row.cells, table.columns, strict=True)
        words = ["".join(in_cell(part, column, table) for part in cell) for cell, column in cells]
        yield Passage(_joined(words), f"ตาราง “{table.title}” แถว “{' '.join(words[: table.headers])}”")
    for note in table.notes:
        yield Passage(_joined(["หมายเหตุ:", note]), f"หมายเหตุของตาราง “{table.title}”")


def _joined(words: Iterable[str]) -> str:
    return "".join(plain(printable(word)) for word in words)


_FAR = 25
"""Words of so many letters are known again anywhere; shorter ones only where they are expected."""


def text_problems(text: str, expected: Iterable[Passage], name: str, usual: Iterable[str], near: int) -> Iterator[str]:
    """What of the expected passages is not in a page's plain `text` in that order, and what stands between them.

    `usual` are words that the page's form adds itself; heads of tables may come again, as at the top of a sheet of
    paper. Short passages are expected within `near` letters after the one before.
    """
    position, waiting, heads = 0, "", ""
    for passage in expected:
        if passage.loose:
            waiting = heads = passage.words
            continue
        at = _position(text, passage.words, position, near + len(heads))
        if at < 0:
            yield f"{name} ไม่มี{passage.about} ตามสมุดงาน"
            continue
        between = text[position:at]
        if waiting and not _holds(between, waiting):
            yield f"{name} ไม่มีหัวตารางเหนือ{passage.about} ตามสมุดงาน"
        if left := _left(between, usual, heads):
            yield f"{name} มีข้อความที่สมุดงานไม่มี ก่อน{passage.about}: “{left[:60]}”"
        position, waiting = at + len(passage.words), ""
    if left := _left(text[position:], usual, heads):
        yield f"{name} มีข้อความที่สมุดงานไม่มี ต่อท้าย: “{left[:60]}”"


def _position(text: str, words: str, position: int, near: int) -> int:
    at = text.find(words, position, position + near + len(words))
    return text.find(words, position) if at < 0 and len(words) >= _FAR else at


def _holds(text: str, letters: str) -> bool:
    """Whether a text has all these letters, in any order."""
    return all(text.count(letter) >= letters.count(letter) for letter in set(letters))


def _left(between: str, usual: Iterable[str], heads: str) -> str:
    """What stands between two passages besides the usual words and heads of tables, which may come more than once."""
    if _repeats(between, heads):
        return ""
    for words in usual:
        between = between.replace(words, "")
    return "" if _repeats(between, heads) else between


def _repeats(text: str, heads: str) -> bool:
    """Whether a text is nothing but the letters of these heads, none or several times."""
    times = len(text) // len(heads) if heads else 0
    return sorted(text) == sorted(heads * times)
