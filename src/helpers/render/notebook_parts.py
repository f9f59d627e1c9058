"""The parts of an executed notebook that a reader may see, in order: the input of every renderer.

`notebook_pieces` gives them one by one, `with_annexes` groups those that belong to an account annexed to a letter, and
`framed_tables` gives the tables alone, each with the lines that belong above and below it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from helpers.errors import RenderingError
from helpers.render.blocks import (
    BLOCK_MIME,
    NARROW_MIME,
    SVG_MIME,
    AnnexTitle,
    Block,
    Inline,
    Opening,
    Receipts,
    Signatures,
    TableBlock,
    Text,
    from_json,
)
from helpers.render.table_layout import layout

if TYPE_CHECKING:
    from nbformat import NotebookNode


_ESCAPE_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_NO_DAY = "1980-01-01"
"""The date of the files of a report without a date: the earliest that a zip archive can hold."""


@dataclass(frozen=True)
class Prose:
    """A Markdown cell."""

    source: str


@dataclass(frozen=True)
class Code:
    """The source of a code cell: hidden unless the exporter shows code."""

    source: str


@dataclass(frozen=True)
class ShownBlock:
    """A block that a notebook cell emitted; a chart has its drawing as `svg` and may have one for phones as
    `narrow`."""

    block: Block
    svg: str = ""
    narrow: str = ""


@dataclass(frozen=True)
class NotebookPicture:
    """A picture of a notebook that was run by hand: no block describes it."""

    data: bytes
    form: str
    """`svg` or `png`."""
    alt: str


@dataclass(frozen=True)
class Plain:
    """Any other output of a notebook that was run by hand: printed text, an error, a bare value."""

    text: str


Piece = Prose | Code | ShownBlock | NotebookPicture | Plain


def notebook_pieces(notebook: NotebookNode) -> list[Piece]:
    """Every piece of the notebook in order. Raises RenderingError for an output that claims to be a block and is
    none."""
    return [piece for cell in notebook.cells for piece in _of_cell(cell)]


def opening_of(pieces: list[Piece]) -> Opening | None:
    """The report's opening block; None where the notebook stopped before it or is no report."""
    return next(
        (piece.block for piece in pieces if isinstance(piece, ShownBlock) and isinstance(piece.block, Opening)), None
    )


def day_of(opening: Opening | None) -> datetime:
    """The fixed timestamp of the report's files: midnight UTC of the date of the data."""
    day = (opening.as_of_iso if opening else "") or _NO_DAY
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError as error:
        raise RenderingError(
            f"วันที่ของข้อมูล “{day}” อ่านไม่ได้", where="open_report", remedy="ใช้รูปแบบ ปี ค.ศ.-เดือน-วัน เช่น 2025-06-10"
        ) from error


def _of_cell(cell: Any) -> Iterator[Piece]:
    if cell.cell_type == "markdown":
        yield Prose(cell.source)
    elif cell.cell_type == "code":
        yield Code(cell.source)
        for output in cell.outputs:
            yield from _of_output(output)


def _of_output(output: Any) -> Iterator[Piece]:
    if output.output_type == "stream":
        yield Plain(_without_colour(output.text))
    elif output.output_type == "error":
        yield Plain(_without_colour("\n".join([*output.traceback, f"{output.ename}: {output.evalue}"])))
    else:
        yield _of_bundle(output.data)


def _of_bundle(data: Any) -> Piece:
    """The richest form of one output that a renderer can show."""
    words = str(data.get("text/plain", ""))
    if BLOCK_MIME in data:
        return ShownBlock(_block(data[BLOCK_MIME]), *(str(data.get(mime, "")) for mime in (SVG_MIME, NARROW_MIME)))
    if SVG_MIME in data:
        return NotebookPicture(str(data[SVG_MIME]).encode(), "svg", words)
    if "image/png" in data:
        return NotebookPicture(base64.b64decode(data["image/png"]), "png", words)
    return Plain(words or str(data.get("text/html", "")))


@dataclass(frozen=True, eq=False)
class _Emitted:
    """What a notebook holds of a block. The same object of a notebook is the same block, whoever asks."""

    value: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Emitted) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


def _block(value: Any) -> Block:
    try:
        return _parsed(_Emitted(value))
    except ValidationError as error:
        kind = value.get("kind", "?") if isinstance(value, dict) else "?"
        raise RenderingError(
            "ผลลัพธ์ในสมุดงานไม่ใช่รูปแบบที่รู้จัก (อาจสร้างด้วยสมุดรายงานต่างรุ่น)",
            where=f"block “{kind}”: {error.error_count()} จุด เช่น {error.errors()[0]['loc']}",
            remedy="สั่ง workbook run ใหม่เพื่อสร้างสมุดงานด้วยรุ่นปัจจุบัน",
        ) from error


@lru_cache(maxsize=512)
def _parsed(emitted: _Emitted) -> Block:
    """The block; every file of a report is rendered from the same ones, and to check one takes time."""
    return from_json(emitted.value)


def _without_colour(text: str) -> str:
    return _ESCAPE_CODES.sub("", text)


_HEADING = re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE)
_ONLY_A_HEADING = re.compile(r"\s*#{1,6} [^\n]*\s*")


@dataclass(frozen=True)
class Annex:
    """An annex: its title and its pieces. `before` is the heading in front of it, which would else be alone on a
    page."""

    title: AnnexTitle
    inside: tuple[Piece, ...]
    before: tuple[Piece, ...] = ()

    @property
    def landscape(self) -> bool:
        """Whether the annex is printed in landscape, because one of its tables needs it."""
        return any(layout(block).landscape for block in _blocks(self.inside) if isinstance(block, TableBlock))


@dataclass(frozen=True)
class FramedTable:
    """A table with the centred lines above it and the texts and signature lines below it, as for a sheet of its own."""

    table: TableBlock
    above: tuple[tuple[Inline, ...], ...] = ()
    below: tuple[Text | Signatures, ...] = ()


def with_annexes(pieces: Sequence[Piece]) -> list[Piece | Annex]:
    """The pieces in order, with those of an annex grouped into it: from its title through the next signature lines, or
    up to the next heading, annex or closing cell."""
    gathered: list[Piece | Annex] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if not (isinstance(piece, ShownBlock) and isinstance(piece.block, AnnexTitle)):
            gathered.append(piece)
            continue
        end = _end(pieces, index)
        gathered.append(Annex(piece.block, tuple(pieces[index:end]), _left_behind(gathered)))
        index = end
    return gathered


def framed_tables(pieces: Sequence[Piece]) -> list[FramedTable]:
    """The report's tables in order. Signature lines outside an annex belong to the table before them."""
    tables: list[FramedTable] = []
    for piece in with_annexes(pieces):
        if isinstance(piece, Annex):
            tables += _tables_of(piece)
        elif isinstance(piece, ShownBlock) and isinstance(piece.block, TableBlock):
            tables.append(FramedTable(piece.block))
        elif isinstance(piece, ShownBlock) and isinstance(piece.block, Signatures) and tables:
            tables[-1] = replace(tables[-1], below=(*tables[-1].below, piece.block))
    return tables


def _end(pieces: Sequence[Piece], start: int) -> int:
    for index in range(start, len(pieces)):
        piece = pieces[index]
        block = piece.block if isinstance(piece, ShownBlock) else None
        if isinstance(block, Signatures):
            return index + 1
        if isinstance(block, AnnexTitle | Receipts | Opening):
            return index
        if isinstance(piece, Prose) and _HEADING.search(piece.source):
            return index
    return len(pieces)


def _left_behind(gathered: list[Piece | Annex]) -> tuple[Piece, ...]:
    """Remove from the end of `gathered` a heading with nothing below it, with code after it, and return what was
    removed."""
    start = len(gathered)
    while start and isinstance(gathered[start - 1], Code):
        start -= 1
    last = gathered[start - 1] if start else None
    if not (isinstance(last, Prose) and _ONLY_A_HEADING.fullmatch(last.source)):
        return ()
    taken = tuple(piece for piece in gathered[start - 1 :] if not isinstance(piece, Annex))
    del gathered[start - 1 :]
    return taken


def _tables_of(annex: Annex) -> list[FramedTable]:
    """The annex's tables: title and texts before the first table go above it, all others below the table before
    them."""
    above: list[tuple[Inline, ...]] = list(annex.title.lines)
    tables: list[FramedTable] = []
    for block in _blocks(annex.inside):
        if isinstance(block, TableBlock):
            tables.append(FramedTable(block, () if tables else tuple(above)))
        elif isinstance(block, Text | Signatures) and tables:
            tables[-1] = replace(tables[-1], below=(*tables[-1].below, block))
        elif isinstance(block, Text):
            above += block.paragraphs
    return tables


def _blocks(pieces: Sequence[Piece]) -> Iterator[Block]:
    return (piece.block for piece in pieces if isinstance(piece, ShownBlock))
