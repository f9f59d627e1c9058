"""An executed notebook as the list of what a reader may see, in order: what every renderer starts from.

Annexes: which pieces of a report stand together on the sheets that a letter carries with it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
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
    Table,
    Text,
    from_json,
)
from helpers.render.table_layout import layout

if TYPE_CHECKING:
    from nbformat import NotebookNode


_ESCAPE_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_NO_DAY = "1980-01-01"
"""The day that files of a report without a day carry: the first one that a zip archive can write."""


@dataclass(frozen=True)
class Prose:
    """A Markdown cell."""

    source: str


@dataclass(frozen=True)
class Code:
    """A code cell's source: hidden unless the exporter is asked to show code."""

    source: str


@dataclass(frozen=True)
class Shown:
    """A block that a notebook cell emitted; `svg` is its picture, `narrow` that for a phone (charts only, not all)."""

    block: Block
    svg: str = ""
    narrow: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture of a notebook that was run by hand: no block describes it."""

    data: bytes
    form: str
    """`svg` or `png`."""
    alt: str


@dataclass(frozen=True)
class Plain:
    """Any other output of a notebook that was run by hand: printed text, an error, a bare value."""

    text: str


Piece = Prose | Code | Shown | Picture | Plain


def pieces(notebook: NotebookNode) -> list[Piece]:
    """Everything in the notebook, in order. Raises RenderingError for a block that is none."""
    return [piece for cell in notebook.cells for piece in _of_cell(cell)]


def opening_of(found: list[Piece]) -> Opening | None:
    """The report's opening; None where the notebook stopped before it, or is no report."""
    return next((piece.block for piece in found if isinstance(piece, Shown) and isinstance(piece.block, Opening)), None)


def day_of(opening: Opening | None) -> datetime:
    """The fixed time that the report's files carry: midnight UTC of the data's day."""
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
        return Shown(_block(data[BLOCK_MIME]), *(str(data.get(mime, "")) for mime in (SVG_MIME, NARROW_MIME)))
    if SVG_MIME in data:
        return Picture(str(data[SVG_MIME]).encode(), "svg", words)
    if "image/png" in data:
        return Picture(base64.b64decode(data["image/png"]), "png", words)
    return Plain(words or str(data.get("text/html", "")))


def _block(value: Any) -> Block:
    try:
        return from_json(value)
    except ValidationError as error:
        kind = value.get("kind", "?") if isinstance(value, dict) else "?"
        raise RenderingError(
            "ผลลัพธ์ในสมุดงานไม่ใช่รูปแบบที่รู้จัก (อาจสร้างด้วยสมุดรายงานต่างรุ่น)",
            where=f"block “{kind}”: {error.error_count()} จุด เช่น {error.errors()[0]['loc']}",
            remedy="สั่ง workbook run ใหม่เพื่อสร้างสมุดงานด้วยรุ่นปัจจุบัน",
        ) from error


def _without_colour(text: str) -> str:
    return _ESCAPE_CODES.sub("", text)


_HEADING = re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE)
_ONLY_A_HEADING = re.compile(r"\s*#{1,6} [^\n]*\s*")


@dataclass(frozen=True)
class Annex:
    """A title and what stands below it; `before` is a heading that would be left behind on the page before."""

    title: AnnexTitle
    inside: tuple[Piece, ...]
    before: tuple[Piece, ...] = ()

    @property
    def sideways(self) -> bool:
        """Whether one of its tables needs a page turned by 90 degrees, and so the whole annex does."""
        return any(layout(block).sideways for block in _blocks(self.inside) if isinstance(block, Table))


@dataclass(frozen=True)
class Leaf:
    """A table as a sheet of its own, with the centred lines above it and what is said and signed below it."""

    table: Table
    above: tuple[tuple[Inline, ...], ...] = ()
    below: tuple[Text | Signatures, ...] = ()


def with_annexes(found: Sequence[Piece]) -> list[Piece | Annex]:
    """The pieces in order, those of an annex gathered into it: from its title through the next places to sign, or up
    to the next heading, annex or closing cell."""
    gathered: list[Piece | Annex] = []
    place = 0
    while place < len(found):
        piece = found[place]
        place += 1
        if not (isinstance(piece, Shown) and isinstance(piece.block, AnnexTitle)):
            gathered.append(piece)
            continue
        end = _end(found, place)
        gathered.append(Annex(piece.block, tuple(found[place:end]), _left_behind(gathered)))
        place = end
    return gathered


def leaves(found: Sequence[Piece]) -> list[Leaf]:
    """The report's tables in order. Places to sign outside an annex belong to the table before them."""
    made: list[Leaf] = []
    for piece in with_annexes(found):
        if isinstance(piece, Annex):
            made += _leaves_of(piece)
        elif isinstance(piece, Shown) and isinstance(piece.block, Table):
            made.append(Leaf(piece.block))
        elif isinstance(piece, Shown) and isinstance(piece.block, Signatures) and made:
            made[-1] = replace(made[-1], below=(*made[-1].below, piece.block))
    return made


def _end(found: Sequence[Piece], start: int) -> int:
    for place in range(start, len(found)):
        piece = found[place]
        block = piece.block if isinstance(piece, Shown) else None
        if isinstance(block, Signatures):
            return place + 1
        if isinstance(block, AnnexTitle | Receipts | Opening):
            return place
        if isinstance(piece, Prose) and _HEADING.search(piece.source):
            return place
    return len(found)


def _left_behind(gathered: list[Piece | Annex]) -> tuple[Piece, ...]:
    """Take a heading with nothing below it, and code that shows nothing, off the end of what came before the annex."""
    start = len(gathered)
    while start and isinstance(gathered[start - 1], Code):
        start -= 1
    last = gathered[start - 1] if start else None
    if not (isinstance(last, Prose) and _ONLY_A_HEADING.fullmatch(last.source)):
        return ()
    taken = tuple(piece for piece in gathered[start - 1 :] if not isinstance(piece, Annex))
    del gathered[start - 1 :]
    return taken


def _leaves_of(annex: Annex) -> list[Leaf]:
    """The annex's tables: title and words before the first one stand above that, all else below the table before it."""
    above: list[tuple[Inline, ...]] = list(annex.title.lines)
    made: list[Leaf] = []
    for block in _blocks(annex.inside):
        if isinstance(block, Table):
            made.append(Leaf(block, () if made else tuple(above)))
        elif isinstance(block, Text | Signatures) and made:
            made[-1] = replace(made[-1], below=(*made[-1].below, block))
        elif isinstance(block, Text):
            above += block.paragraphs
    return made


def _blocks(found: Sequence[Piece]) -> Iterator[Block]:
    return (piece.block for piece in found if isinstance(piece, Shown))
