"""An executed notebook as the list of what a reader may see, in order: what every renderer starts from."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from helpers.errors import RenderingError
from helpers.reports.blocks import BLOCK_MIME, NARROW_MIME, SVG_MIME, Block, Opening, from_json

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
