"""Tables on a screen: what stays in view, what a narrow screen folds away, and in which type the columns fit.

Lengths are in em of the table's type; the style sheet sets the type by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from helpers.reports.blocks import Number, Row, Table
from helpers.reports.rendering.html_inlines import cell_words
from helpers.reports.rendering.lettering import width
from helpers.reports.rendering.table_layout import CELL_MARGIN, least_width

PARTS, LABELLED_FROM = " · ", 3
"""Between two words below a name; from so many on each stands in a line of its own, behind its column's label."""
_PIN_MARGIN, _WIDEST_PIN, _NARROW_PIN = 1.6, 14.0, 8.0
_BOLD = 1.06
_HEAD_LINES, _RAGGED = 2, 1.15
"""A head should not take more lines than this on a narrow screen; broken lines are so much wider than even ones."""
_WORDS = 9.0
"""What a column of words is promised on a narrow screen."""


@dataclass(frozen=True)
class Screen:
    """One table as a screen shows it."""

    table: Table

    @cached_property
    def pinned(self) -> int:
        """The column of row headers that stays in view, that of the names: the one whose words tell most rows apart,
        codes aside; -1 where there is none."""
        heads = range(min(self.table.headers, len(self.table.columns)))
        words = [{_said(row, place) for row in self.table.rows} for place in heads]
        return max(heads, key=lambda place: (sum(map(_has_letters, words[place])), -place), default=-1)

    @cached_property
    def folded(self) -> tuple[int, ...]:
        """The other columns of row headers, whose words a narrow screen shows below the name: none with numbers."""
        others = (place for place in range(min(self.table.headers, len(self.table.columns))) if place != self.pinned)
        return tuple(place for place in others if self._is_words(place) and not self.table.columns[place].group)

    @property
    def style(self) -> str:
        """The lengths that the style sheet needs: the name's, and those of all columns, on a wide and a narrow screen;
        and how many columns there are."""
        places = range(len(self.table.columns))
        left = [place for place in places if place not in self.folded]
        wide = sum(max(self._content(place), self.pin if place == self.pinned else 0) for place in places)
        narrow = sum(
            min(self._content(place), _NARROW_PIN) if place == self.pinned else self._content(place) for place in left
        )
        counts = f"--columns:{len(places)};--left:{len(left)};--figures:{len(places) - self.table.headers}"
        counts += ";--name:11rem" if len(self.folded) >= LABELLED_FROM else ""
        return f"--pin:{self.pin:.2f}em;--wide:{wide:.1f};--narrow:{narrow:.1f};{counts}"

    @cached_property
    def pin(self) -> float:
        """How wide the column that stays in view would like to be: its names in one line, up to a limit."""
        said = (_said(row, self.pinned) for row in self.table.rows) if self.pinned >= 0 else ()
        return min(max((width(each, 1) for each in said), default=0.0) + _PIN_MARGIN, _WIDEST_PIN)

    def cells(self, row: Row) -> list[Markup]:
        """A row's cells, its heads as `<th scope=row>`."""
        return [self._cell(row, place) for place in range(len(row.cells))]

    def head(self, place: int) -> Markup:
        """The attributes of a column's lowest head: its classes and, where it or the words below it need more than the
        numbers do, the width that it should have on a narrow screen."""
        column = self.table.columns[place]
        least = width(column.label, _BOLD) / _HEAD_LINES * _RAGGED
        if column.align == "start" and place >= self.table.headers:
            longest = max((width(_said(row, place), 1) for row in self.table.rows), default=0.0)
            least = max(least, min(longest, _WORDS))
        style = Markup(' style="--head:{:.1f}em"').format(least) if least > self._content(place) else ""
        return self._classes(place, "end") + style

    def _cell(self, row: Row, place: int) -> Markup:
        words = cell_words(row.cells[place], self.table.columns[place], self.table)
        if place >= self.table.headers:
            return Markup("<td{}>{}</td>").format(self._classes(place, "end"), words)
        under = self._under(row) if place == self.pinned else ""
        # The attribute stands last: the page writes its digits as those of the words around it.
        told = Markup(' data-under="{}"').format(under) if under else ""
        return Markup('<th scope="row"{}{}>{}</th>').format(self._classes(place, "start"), told, words)

    def _under(self, row: Row) -> str:
        """What a narrow screen shows below the name, instead of columns of their own."""
        said = [(self.table.columns[place].label, _said(row, place)) for place in self.folded]
        if len(self.folded) >= LABELLED_FROM:
            return "\n".join(f"{label}: {words}" for label, words in said if words)
        return PARTS.join(words for _, words in said if words)

    def _classes(self, place: int, usual: str) -> Markup:
        """The side that a column's cells are set to where that is not the usual one, `pin`, and `fold`."""
        align = self.table.columns[place].align
        names: list[str] = [align] if align != usual else []
        names += ["pin"] if place == self.pinned else ["fold"] if place in self.folded else []
        return Markup(' class="{}"').format(" ".join(names)) if names else Markup("")

    def _content(self, place: int) -> float:
        return least_width(self.table, place, 1) - 2 * CELL_MARGIN

    def _is_words(self, place: int) -> bool:
        return not any(isinstance(part, Number) for row in self.table.rows for part in row.cells[place])


def _has_letters(words: str) -> bool:
    return any(letter.isalpha() for letter in words)


def _said(row: Row, place: int) -> str:
    return "".join(part.text for part in row.cells[place])
