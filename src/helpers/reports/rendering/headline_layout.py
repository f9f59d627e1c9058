"""How the figures of a director's page are set, so that an amount of many digits never breaks or leaves its box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpers.reports.blocks import Headline, Number
from helpers.reports.rendering.lettering import width
from helpers.reports.rendering.table_layout import UPRIGHT_WIDTH
from helpers.reports.rendering.wording import around

SIZE, WORDS_SIZE = 20.0, 11.0
"""Points in print: the numerals, and the unit and other words beside them."""
GAP, MARGIN = 9.0, 10.0
"""Points in print: between the boxes and inside them."""
_LEAST_SIZE = 15.0
"""Figures that would be smaller get wider boxes, fewer side by side."""
_ACROSS = {1: (1,), 2: (2,), 3: (3,), 4: (4, 2), 5: (3, 2), 6: (3, 2)}
"""How many may stand side by side, best first: even rows; else four, three or two."""
_SPACE = 0.3
_WORDS_ON_SCREEN = 0.63
"""How large the words beside a figure stand to it on a phone, where they are closest to its size."""


def on_paper(items: Sequence[Headline]) -> tuple[int, float]:
    """How many boxes stand side by side, and the size of the numerals in points."""
    choices = _ACROSS.get(max(len(items), 1), (4, 3, 2))
    sized = [(across, _size(items, across)) for across in choices]
    return next((each for each in sized if each[1] >= _LEAST_SIZE), sized[-1])


def on_screen(items: Iterable[Headline]) -> float:
    """The width of the widest figure with its words, in em of the numerals."""
    return max((numerals + _WORDS_ON_SCREEN * words for numerals, words in map(_widths, items)), default=0.0)


def _size(items: Sequence[Headline], across: int) -> float:
    box = (UPRIGHT_WIDTH - (across - 1) * GAP) / across - 2 * MARGIN
    widths = map(_widths, items)
    return min([SIZE, *((box - words * WORDS_SIZE) / numerals for numerals, words in widths if numerals)])


def _widths(item: Headline) -> tuple[float, float]:
    """The widths of an item's numerals and of its other words, each in em of its own size."""
    numerals = [part.text for part in item.number if isinstance(part, Number)]
    others = [part.text for part in item.number if not isinstance(part, Number)]
    units = [word for part in item.number if isinstance(part, Number) for word in around(part) if word]
    words = sum(width(word, 1) + _SPACE for word in (*others, *units))
    return sum(width(text, 1, bold=True) for text in numerals), words
