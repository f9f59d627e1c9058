"""What print shows of a report: what is read first, then the accounts that are signed; long lists only where an office
prints them."""

from collections.abc import Sequence

from helpers.render.blocks import Span, TableBlock, Text
from helpers.render.notebook_parts import Annex, Code, Piece, ShownBlock, opening_of, with_annexes
from helpers.render.silent_sections import Section, sections
from helpers.thai import listed

_ROWS_PRINTED = 20
"""So many rows a table outside annexes has at most where lists are not printed."""
_PRINTED_WHOLE = "findings-by-rule"
"""The table that is printed however long it is: what must be mended is read on paper."""
_WHERE = "ดูทุกแถวในรายงาน HTML หรือ Excel"


def for_paper(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces as print has them: annexes last, since each begins a page of its own. In an office that does not print
    lists, a long table outside an annex gives way to a line that says where it is; of sections that hold nothing else
    one line, where the report says what it rests on."""
    opening = opening_of(list(pieces))
    read, signed = list[Piece](), list[Piece]()
    for piece in with_annexes(pieces):
        if isinstance(piece, Annex):
            signed += (*piece.before, ShownBlock(piece.title), *piece.inside)
        else:
            read.append(piece)
    if opening is None or opening.prints_lists:
        return read + signed
    return _without_lists(read) + signed


def _without_lists(pieces: Sequence[Piece]) -> list[Piece]:
    kept, titles = list[Piece](), list[str]()
    for section in sections(pieces):
        lists = [title for piece in section.shown if (title := _list_title(piece))]
        if lists and section.title and len(lists) == len(section.shown):
            titles += lists
            kept += (piece for piece in section.pieces if isinstance(piece, Code))
            continue
        shown = [_elsewhere(title) if (title := _list_title(piece)) else piece for piece in section.pieces]
        kept += _begun_with(titles, section, shown) if section.closes else shown
    return kept


def _list_title(piece: Piece) -> str:
    """The title of a table that is not printed; empty for everything else."""
    match piece:
        case ShownBlock(block=TableBlock(name=name, long=long, rows=rows, title=title)) if name != _PRINTED_WHOLE:
            return title if long or len(rows) > _ROWS_PRINTED else ""
    return ""


def _begun_with(titles: Sequence[str], section: Section, shown: Sequence[Piece]) -> list[Piece]:
    """The last section with a line below its heading that names the tables left out."""
    head = 1 if section.title else 0
    return [*shown[:head], *([_elsewhere(listed(list(titles)))] if titles else []), *shown[head:]]


def _elsewhere(title: str) -> ShownBlock:
    return ShownBlock(Text(role="note", paragraphs=((Span(text=f"{title}: {_WHERE}"),),)))
