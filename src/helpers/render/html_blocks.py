"""Blocks as HTML: what stands on the report's page, and what JupyterLab shows while a notebook is being written.

Everything reads completely without script or style.

Words and numbers as HTML, every text escaped.

A number is `<data value=… data-fact=… data-key=…>`: `value` is the unformatted value, the two others name the fact, so
that a click can show its receipt and a check can find numerals that are no fact.

Tables on a screen: what stays in view, what a narrow screen folds away, and in which type the columns fit.

Lengths are in em of the table's type; the style sheet sets the type by them.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from helpers.charts.lettering import width
from helpers.render.blocks import Block, Column, Inline, Number, Row, Table
from helpers.render.table_layout import CELL_MARGIN, head_rows, layout, least_width, on_screen
from helpers.render.wording import NO_BREAK, around, unit_is_named
from helpers.thai import in_digits

_DATA = Markup('<data value="{}" data-fact="{}" data-key="{}">{}</data>')
_PRINTED = re.compile(r'<data value="[^"]*" data-fact="([^"]*)" data-key="([^"]*)">')


def printed_in(fragments: Iterable[Markup]) -> set[tuple[str, str]]:
    """The facts and keys of all numbers in the HTML."""
    found = (_PRINTED.findall(fragment) for fragment in fragments)
    return {(unescape(fact), unescape(key)) for pairs in found for fact, key in pairs}


def inlines(run: tuple[Inline, ...]) -> Markup:
    """Words and numbers of a paragraph; every number with its unit."""
    return Markup("").join(_with_unit(part) if isinstance(part, Number) else _words(part) for part in run)


def cell_words(run: tuple[Inline, ...], column: Column, table: Table) -> Markup:
    """Words and numbers of a table cell; units only where the table's title and headers do not say them."""
    return Markup("").join(_cell_part(part, column, table) for part in run)


def _cell_part(part: Inline, column: Column, table: Table) -> Markup:
    if not isinstance(part, Number):
        return _words(part)
    return _number(part) if unit_is_named(part, column, table) else _with_unit(part)


def _words(part: Inline) -> Markup:
    return Markup("<strong>{}</strong>").format(part.text) if getattr(part, "strong", False) else escape(part.text)


def _number(number: Number) -> Markup:
    return _DATA.format(number.value, number.fact, number.key, number.text)


def _with_unit(number: Number) -> Markup:
    before, after = (Markup('<span class="unit">{}</span>').format(unit) if unit else "" for unit in around(number))
    return Markup(NO_BREAK).join(part for part in (before, _number(number), after) if part)


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


TEMPLATES = Path(__file__).parent / "templates" / "html"
SHORT_DIGEST = 12
_NOT_WORDS = re.compile(r"<(script|style|code|pre|svg)\b.*?</\1>|<[^>]*? data-under=\"|<[^>]*>|&#?\w+;", re.DOTALL)
"""What is not words: markup, but for the words that a narrow screen shows below others, last in their tag."""


def block_html(block: Block, svg: str = "", narrow: str = "") -> str:
    """The block as an HTML fragment, every text escaped; `svg` is the picture of a chart, `narrow` that for a phone."""
    picture, phone = (picture_url(drawn.encode(), "svg") if drawn else "" for drawn in (svg, narrow))
    template = _environment().get_template(f"blocks/{block.kind}.html.j2")
    return template.render(block=block, picture=picture, phone=phone).strip()


def words_in_digits(fragment: str, digits: str) -> Markup:
    """The HTML with the digits of its words as the office writes them; tags, script and technical text keep theirs."""
    written, end = [], 0
    for match in _NOT_WORDS.finditer(fragment):
        written += [in_digits(fragment[end : match.start()], digits), match[0]]
        end = match.end()
    return Markup("".join([*written, in_digits(fragment[end:], digits)]))


def file_text(name: str) -> Markup:
    """The style or script beside the template, as it is: no template language is looked for in it."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


def picture_url(content: bytes, form: str) -> str:
    """A picture as a data URL, for `<img>`: there its ids cannot clash with others and no script in it can run."""
    kind = {"svg": "image/svg+xml", "png": "image/png"}[form]
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["inlines"] = inlines
    found.globals |= {"head_rows": head_rows, "layout": layout, "screen": Screen}
    found.globals |= {"short": SHORT_DIGEST, "widest_figure": on_screen}
    return found
