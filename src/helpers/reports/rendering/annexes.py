"""Annexes: which pieces of a report stand together on the sheets that a letter carries with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from helpers.reports.blocks import AnnexTitle, Block, Inline, Opening, Receipts, Signatures, Table, Text
from helpers.reports.rendering.pieces import Code, Piece, Prose, Shown
from helpers.reports.rendering.table_layout import layout

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
