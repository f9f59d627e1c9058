"""Words across the columns of a sheet: the lines above an annexed account, what stands below it, and places to sign."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.reports.blocks import Inline, Number, Signatures, SigningPlace
from helpers.reports.rendering.wording import run_text

_DOTS = "." * 40
_LEAST_PLACE = 30.0
"""Letters: narrower places to sign stand below each other."""
_CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
_Columns = tuple[int, int]


@dataclass(frozen=True)
class SheetLines:
    """Writes whole lines on one sheet whose columns have these widths, in the report's digits."""

    sheet: Worksheet
    widths: Sequence[float]
    words: Callable[[str], str]

    def line(self, row: int, run: Sequence[Inline], font: Font, *, centred: bool) -> Iterator[tuple[str, Number]]:
        """A run of words over all columns; yields each fact's number in it with the cell's address."""
        text = run_text(run)
        address = self._over(row, (1, len(self.widths)), text, font, _CENTRED if centred else _LEFT)
        self._raise(row, [(text, sum(self.widths))], font)
        yield from ((address, part) for part in run if isinstance(part, Number))

    def signatures(self, row: int, block: Signatures) -> int:
        """Places to sign, side by side where the columns are wide enough; returns the row after them."""
        spans = _spans(self.widths, len(block.places))
        if min(sum(self.widths[first - 1 : last]) for first, last in spans) >= _LEAST_PLACE:
            return self._places(row, dict(zip(spans, block.places, strict=True)))
        for place in block.places:
            row = self._places(row, {(1, len(self.widths)): place})
        return row

    def _places(self, row: int, places: dict[_Columns, SigningPlace]) -> int:
        lines = {span: _said(place) for span, place in places.items()}
        height = max(map(len, lines.values()))
        for offset in range(height):
            said = {span: self.words(each[offset]) for span, each in lines.items()}
            for span, text in said.items():
                self._over(row + offset, span, text, look.BODY, _CENTRED)
            taken = [(text, sum(self.widths[first - 1 : last])) for (first, last), text in said.items()]
            self._raise(row + offset, taken, look.BODY)
        return row + height + 1

    def _over(self, row: int, columns: _Columns, text: str, font: Font, place: Alignment) -> str:
        first, last = columns
        if first < last:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        cell = look.put(self.sheet, row, first, self.words(text) or None, font)
        cell.alignment = place
        return f"{get_column_letter(first)}{row}"

    def _raise(self, row: int, taken: Sequence[tuple[str, float]], font: Font) -> None:
        """Make the row high enough for its longest text: Excel does not do so for merged cells."""
        lines = max(math.ceil(look.letters(text) / width) for text, width in taken)
        self.sheet.row_dimensions[row].height = look.LINE_HEIGHT * font.size / look.SIZE * max(1, lines)


def _said(place: SigningPlace) -> tuple[str, ...]:
    """One place to sign, line by line; two empty ones leave room for the hand."""
    return "", "", f"ลงชื่อ {_DOTS} {place.role}", f"({_DOTS})", f"ตำแหน่ง {place.position}", f"วันที่ {_DOTS}"


def _spans(widths: Sequence[float], count: int) -> list[_Columns]:
    """The columns in as many neighbouring groups of about the same width, each of one column at least; one group of all
    where there are fewer columns than that."""
    if len(widths) < count:
        return [(1, len(widths))] * count
    ends = list(accumulate(widths))
    cuts = [0]
    for number in range(1, count):
        allowed = range(cuts[-1] + 1, len(widths) - (count - number) + 1)
        cuts.append(_nearest(ends, allowed, ends[-1] * number / count))
    return [(first + 1, last) for first, last in pairwise([*cuts, len(widths)])]


def _nearest(ends: Sequence[float], cuts: Sequence[int], wanted: float) -> int:
    """After which of these columns to cut, so that what lies before comes nearest to the wanted width."""
    return min(cuts, key=lambda cut: abs(ends[cut - 1] - wanted))
