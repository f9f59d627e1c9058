"""Assumptions, unconfirmed values and source files: of every report a line, since one page lists them for the year."""

import re
from collections.abc import Iterable, Iterator, Sequence

from helpers.render.blocks import Block, MethodsNote, Receipts, TableBlock, Text
from helpers.render.notebook_parts import Code, Piece, Prose, ShownBlock, opening_of
from helpers.render.silent_sections import Section, sections, without_silent_sections

ASSUMPTIONS, UNCONFIRMED = "assumptions", "unconfirmed"
"""The names of the tables that the page of the year has."""
PROVISIONAL = "ค่าเหล่านี้ใช้ชั่วคราว เมื่อตรวจสอบกับเอกสารต้นเรื่องแล้วให้เปลี่ยนสถานะเป็น “ยืนยันแล้ว”"
"""What stands below unconfirmed values."""
METHODS = "methods"
"""The folder of these pages among the outputs, and the first part of their ids."""
TITLE = "วิธีการและแหล่งข้อมูล"
_YEAR = re.compile(r"(?:round|programme|annual)/(25[0-9]{2})(?:-[0-9])?/")


def methods_year(report_id: str) -> str:
    """The year พ.ศ. of the page that lists what a report rests on: of its round, or its fiscal or academic year. Empty
    for other ids."""
    match = _YEAR.match(report_id)
    return match[1] if match else ""


def year_words(year: str) -> str:
    """The year as the page says it."""
    return f"ปี พ.ศ. {year}"


def for_readers(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces as pages for readers have them: without sections that have nothing to show, and with one line in the
    place of what the page of the year lists. Of a report without a year nothing is listed elsewhere, and nothing of
    the public edition, which has no such page."""
    shown = without_silent_sections(pieces)
    opening = opening_of(shown)
    year = methods_year(opening.report_id) if opening else ""
    receipts = next((block for block in _blocks(shown) if isinstance(block, Receipts)), None)
    if not (opening and year and receipts) or opening.is_public:
        return shown
    up = "../" * len(opening.report_id.split("/"))
    note = MethodsNote(
        assumptions=len(rows_of(_blocks(shown), ASSUMPTIONS)),
        unconfirmed=len(rows_of(_blocks(shown), UNCONFIRMED)),
        files=len(receipts.files),
        title=f"{TITLE} {year_words(year)}",
        href=f"{up}{METHODS}/{year}/report.html",
    )
    return [part for section in sections(shown) for piece in _without_lists(section) for part in _noted(piece, note)]


def methods_words(note: MethodsNote) -> str:
    """The line, up to the name of the page."""
    counted = (
        (note.assumptions, "ข้อสมมติ", "ข้อ"),
        (note.unconfirmed, "ค่าที่ยังไม่มีผู้ยืนยัน", "ค่า"),
        (note.files, "ไฟล์ต้นทาง", "ไฟล์"),
    )
    named = " ".join(f"{what} {number:,} {unit}" for number, what, unit in counted if number)
    return f"รายงานนี้ใช้{named or 'ข้อมูล'} รายการทั้งหมดอยู่ที่"


def rows_of(blocks: Iterable[Block], name: str) -> list[tuple[str, ...]]:
    """The words of the rows of a table of words; none where it is not there."""
    table = next((block for block in blocks if isinstance(block, TableBlock) and block.name == name), None)
    rows = table.rows if table else ()
    return [tuple("".join(part.text for part in cell) for cell in row.cells) for row in rows]


def _without_lists(section: Section) -> Sequence[Piece]:
    """The section without its lists; where nothing else is in it, without its heading too."""
    lists = [piece for piece in section.pieces if _is_list(piece)]
    if not lists:
        return section.pieces
    after = section.pieces[section.pieces.index(lists[-1]) + 1 :]
    lists += [piece for piece in after if isinstance(piece, ShownBlock) and isinstance(piece.block, Text)]
    left = [piece for piece in section.pieces if not any(piece is each for each in lists)]
    return left if any(not isinstance(piece, Code | Prose) for piece in left) else _code(left)


def _code(pieces: Iterable[Piece]) -> list[Piece]:
    return [piece for piece in pieces if isinstance(piece, Code)]


def _is_list(piece: Piece) -> bool:
    return (
        isinstance(piece, ShownBlock)
        and isinstance(piece.block, TableBlock)
        and piece.block.name in (ASSUMPTIONS, UNCONFIRMED)
    )


def _noted(piece: Piece, note: MethodsNote) -> tuple[Piece, ...]:
    closes = isinstance(piece, ShownBlock) and isinstance(piece.block, Receipts)
    return (ShownBlock(note), piece) if closes else (piece,)


def _blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
    return (piece.block for piece in pieces if isinstance(piece, ShownBlock))
