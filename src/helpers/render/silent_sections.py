"""Sections in which a report has nothing to show: they give way to a few lines that name them and say why."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.render.blocks import Receipts, Span, Text
from helpers.render.notebook_parts import Code, Piece, Prose, ShownBlock
from helpers.thai import listed

_SECTION = re.compile(r"\s*## (?P<title>[^\n]+?)\s*")
_ABSENT, _NOTE = "absent", "note"


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it; no title for what comes before the first heading."""

    title: str
    pieces: tuple[Piece, ...]

    @property
    def shown(self) -> list[Piece]:
        """What a reader would see below the heading."""
        return [piece for piece in self.pieces if not isinstance(piece, Code | Prose)]

    @property
    def reasons(self) -> list[str]:
        """Why there is nothing to show, each reason once; none where there is something."""
        texts = [piece.block for piece in self.shown if isinstance(piece, ShownBlock) and isinstance(piece.block, Text)]
        if len(texts) < len(self.shown) or any(text.role not in (_ABSENT, _NOTE) for text in texts):
            return []
        return list(dict.fromkeys(_words(text) for text in texts if text.role == _ABSENT))

    @property
    def closes(self) -> bool:
        """Whether the report ends here: it says where its numbers come from."""
        return any(isinstance(piece, ShownBlock) and isinstance(piece.block, Receipts) for piece in self.pieces)


def without_silent_sections(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the sections that hold nothing but the reason why, and notes on what is not there. One that
    says nothing at all after such a section is there for the same reason, which is said once. The section with the
    source files begins with what was left out."""
    kept: list[Piece] = []
    silent: dict[str, list[str]] = {}
    reason = ""
    for section in sections(pieces):
        reasons = section.reasons or ([reason] if reason and not section.shown else [])
        reason = reasons[-1] if section.title and reasons else ""
        if reason:
            silent.setdefault(" ".join(reasons), []).append(section.title)
            kept += (piece for piece in section.pieces if isinstance(piece, Code))
        else:
            kept += _begun_with(silent, section) if section.closes else section.pieces
    return kept


def sections(pieces: Sequence[Piece]) -> Iterator[Section]:
    """The pieces by section, in order; first those before the first heading."""
    title, inside = "", list[Piece]()
    for piece in pieces:
        heading = _SECTION.fullmatch(piece.source) if isinstance(piece, Prose) else None
        if heading:
            yield Section(title, tuple(inside))
            title, inside = heading["title"], []
        inside.append(piece)
    yield Section(title, tuple(inside))


def _begun_with(silent: dict[str, list[str]], section: Section) -> list[Piece]:
    """The section with the lines below its heading; as it is where nothing was left out."""
    lines = tuple((Span(text=f"{reason}: {listed(titles)}"),) for reason, titles in silent.items())
    text = [ShownBlock(Text(role=_ABSENT, paragraphs=lines))] if lines else []
    head = 1 if section.title else 0
    return [*section.pieces[:head], *text, *section.pieces[head:]]


def _words(text: Text) -> str:
    return " ".join(part.text for paragraph in text.paragraphs for part in paragraph if isinstance(part, Span))
