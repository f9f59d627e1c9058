"""Blocks as HTML, for the report's page and for JupyterLab while a notebook is written.

Every text is escaped, and everything can be read without script or style. A number is
`<data value=… data-fact=… data-key=…>`: `value` is unformatted, and the two others name the fact, so that a click can
show its receipt and a check can find numerals that are no fact. A `ScreenTable` decides what stays in view and what a
narrow screen folds away; its lengths are in em of the table's type.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from helpers.lettering import KEPT, width
from helpers.render.blocks import Block, Inline, Number, Span, TableBlock, TableColumn, TableRow
from helpers.render.methods_note import methods_words
from helpers.render.table_layout import CELL_MARGIN, head_rows, layout, least_width, widest_headline
from helpers.render.wording import ASKS, MARKS, MORE, NO_BREAK, NO_FLAGS, URGENCY, unit_is_named, unit_words
from helpers.thai import in_digits

_DATA = Markup('<data value="{}" data-fact="{}" data-key="{}">{}</data>')
_LINK = Markup('<a href="{}">{}</a>')
UP = "../../../"
"""The way from a report's page to the folder of all reports: every id has three steps."""
_PRINTED = re.compile(r'<data value="[^"]*" data-fact="([^"]*)" data-key="([^"]*)">')


def facts_printed_in(fragments: Iterable[Markup]) -> set[tuple[str, str]]:
    """Fact and key of every number in the HTML."""
    matches = (_PRINTED.findall(fragment) for fragment in fragments)
    return {(unescape(fact), unescape(key)) for pairs in matches for fact, key in pairs}


def inlines(run: tuple[Inline, ...]) -> Markup:
    """Words and numbers of a paragraph; every number with its unit."""
    return Markup("").join(
        _with_unit(part) if isinstance(part, Number) else _words(part, escape(part.text)) for part in run
    )


def _has_number(run: tuple[Inline, ...]) -> bool:
    return any(isinstance(part, Number) for part in run)


def cell_words(run: tuple[Inline, ...], column: TableColumn, table: TableBlock) -> Markup:
    """Words and numbers of a table cell, with a unit only where neither the table's title nor a header names it."""
    return Markup("").join(_cell_part(part, column, table) for part in run)


def _cell_part(part: Inline, column: TableColumn, table: TableBlock) -> Markup:
    if not isinstance(part, Number):
        return _words(part, _held(part.text))
    return _number(part) if unit_is_named(part, column, table) else _with_unit(part)


def _words(part: Span, text: Markup) -> Markup:
    """The part's text, as its use on the page wants it, with what it is besides."""
    if part.page:
        return _LINK.format(quote(f"{UP}{part.page}/report.html"), text)
    if part.technical:
        return Markup("<code>{}</code>").format(text)
    return Markup("<strong>{}</strong>").format(text) if part.strong else text


def _number(number: Number) -> Markup:
    return _DATA.format(number.value, number.fact, number.key, number.text)


def _with_unit(number: Number) -> Markup:
    before, after = (Markup('<span class="unit">{}</span>').format(unit) if unit else "" for unit in unit_words(number))
    return Markup(NO_BREAK).join(part for part in (before, _number(number), after) if part)


_WHOLE = re.compile(KEPT)
_PIECE = re.compile(r"\s+|\(?[^\s(/]+/*|\(/*|/+")
"""A cell's words fall apart at spaces, before brackets and after strokes; no letter is left out."""
_WIDEST_WHOLE = 8.5
"""In em: a piece that is no wider never breaks in a cell, so a name does not."""
_WIDEST_NAME = 16.0
"""In em: the same for a name in a sentence, which has a phone's width."""
_HELD = Markup('<span class="whole">{}</span>')


def _held(text: str) -> Markup:
    """A cell's words with every short piece held together, and the listed words in longer ones."""
    pieces = _PIECE.findall(text)
    if len(pieces) == 1 and not any(map(_is_thai, text)):
        return escape(text)
    held = [_held_piece(piece) for piece in pieces]
    parted = (Markup("<wbr>") if index and piece[0] == "(" else "" for index, piece in enumerate(pieces))
    return Markup("").join(part for pair in zip(parted, held, strict=True) for part in pair)


_BETWEEN_LETTERS = re.compile("(?<=[\u0e00-\u0e7f])(?=[\u0e01-\u0e2e\u0e40-\u0e44])")
_JOINER = "\u2060"


def _joined(text: str) -> str:
    """Words for an attribute, which has no markup: joiners hold the short pieces together. Nobody searches or copies
    what a style sheet shows of it."""
    pieces = _PIECE.findall(text)
    return "".join(
        _BETWEEN_LETTERS.sub(_JOINER, piece) if width(piece, 1) <= _WIDEST_WHOLE else piece for piece in pieces
    )


def _held_piece(piece: str) -> Markup:
    if piece.isspace():
        return escape(piece)
    if width(piece, 1) <= _WIDEST_WHOLE:
        return _HELD.format(piece)
    return Markup(_WHOLE.sub(lambda word: str(_HELD.format(Markup(word[0]))), str(escape(piece))))


def _is_thai(letter: str) -> bool:
    return "\u0e00" <= letter <= "\u0e7f"


PARTS, LABELLED_FROM = " · ", 3
"""The separator of words folded below a name; from so many words on, each has a line with its column's label."""
_PIN_MARGIN, _WIDEST_PIN, _NARROW_PIN = 1.6, 14.0, 8.0
_BOLD = 1.06
_HEAD_LINES, _RAGGED = 2, 1.15
"""The most lines of a head on a narrow screen, and how much more width broken lines need than even ones."""
_WORDS = 9.0
"""The width in em that a column of words gets at least on a narrow screen."""


@dataclass(frozen=True)
class ScreenTable:
    """The layout of one table on a screen."""

    table: TableBlock

    @cached_property
    def pinned(self) -> int:
        """The index of the row header column that stays in view: the one with the most different words, codes aside; -1
        where there is none."""
        heads = range(min(self.table.headers, len(self.table.columns)))
        words = [{_cell_text(row, index) for row in self.table.rows} for index in heads]
        return max(heads, key=lambda index: (sum(map(_has_letters, words[index])), -index), default=-1)

    @cached_property
    def folded(self) -> tuple[int, ...]:
        """The indices of the other row header columns, whose words a narrow screen shows below the name; none with
        numbers."""
        others = (index for index in range(min(self.table.headers, len(self.table.columns))) if index != self.pinned)
        return tuple(index for index in others if self._is_words(index) and not self.table.columns[index].group)

    @property
    def style(self) -> str:
        """The custom properties for the style sheet: the width of the pinned column, of all columns on a wide and on a
        narrow screen, and the numbers of columns."""
        indices = range(len(self.table.columns))
        left = [index for index in indices if index not in self.folded]
        wide = sum(max(self._content(index), self.pin if index == self.pinned else 0) for index in indices)
        narrow = sum(
            min(self._content(index), _NARROW_PIN) if index == self.pinned else self._content(index) for index in left
        )
        counts = f"--columns:{len(indices)};--left:{len(left)};--figures:{len(indices) - self.table.headers}"
        counts += ";--name:11rem" if len(self.folded) >= LABELLED_FROM else ""
        return f"--pin:{self.pin:.2f}em;--wide:{wide:.1f};--narrow:{narrow:.1f};{counts}"

    @cached_property
    def pin(self) -> float:
        """The width of the pinned column: its longest name in one line, up to a limit."""
        names = (_cell_text(row, self.pinned) for row in self.table.rows) if self.pinned >= 0 else ()
        return min(max((width(name, 1) for name in names), default=0.0) + _PIN_MARGIN, _WIDEST_PIN)

    def cells(self, row: TableRow) -> list[Markup]:
        """The cells of a row, row headers as `<th scope=row>`."""
        return [self._cell(row, index) for index in range(len(row.cells))]

    def head(self, index: int) -> Markup:
        """The attributes of a column's lowest header: its classes and, where header or words need more width than the
        numbers, that width for a narrow screen."""
        column = self.table.columns[index]
        least = width(column.label, _BOLD) / _HEAD_LINES * _RAGGED
        if column.align == "start" and index >= self.table.headers:
            longest = max((width(_cell_text(row, index), 1) for row in self.table.rows), default=0.0)
            least = max(least, min(longest, _WORDS))
        style = Markup(' style="--head:{:.1f}em"').format(least) if least > self._content(index) else ""
        return self._classes(index, "end") + style

    def _cell(self, row: TableRow, index: int) -> Markup:
        words = cell_words(row.cells[index], self.table.columns[index], self.table)
        if index >= self.table.headers:
            return Markup("<td{}>{}</td>").format(self._classes(index, "end"), words)
        under = self._under(row) if index == self.pinned else ""
        # The attribute comes last: its digits are converted like those of the words around it (`_NOT_WORDS`).
        attribute = Markup(' data-under="{}"').format(under) if under else ""
        if not words:  # a header without words heads nothing
            return Markup("<td{}{}></td>").format(self._classes(index, "end"), attribute)
        return Markup('<th scope="row"{}{}>{}</th>').format(self._classes(index, "start"), attribute, words)

    def _under(self, row: TableRow) -> str:
        """The folded words that a narrow screen shows below the name."""
        labelled = [(self.table.columns[index].label, _joined(_cell_text(row, index))) for index in self.folded]
        if len(self.folded) >= LABELLED_FROM:
            return "\n".join(f"{label}: {words}" for label, words in labelled if words)
        return PARTS.join(words for _, words in labelled if words)

    def _classes(self, index: int, usual: str) -> Markup:
        """The class attribute of a cell: its alignment where that is not the usual one, `pin` and `fold`."""
        align = self.table.columns[index].align
        names: list[str] = [align] if align != usual else []
        names += ["pin"] if index == self.pinned else ["fold"] if index in self.folded else []
        return Markup(' class="{}"').format(" ".join(names)) if names else Markup("")

    def _content(self, index: int) -> float:
        return self._contents[index]

    @cached_property
    def _contents(self) -> list[float]:
        return [least_width(self.table, index, 1) - 2 * CELL_MARGIN for index in range(len(self.table.columns))]

    def _is_words(self, index: int) -> bool:
        return not any(isinstance(part, Number) for row in self.table.rows for part in row.cells[index])


def _has_letters(words: str) -> bool:
    return any(letter.isalpha() for letter in words)


def _cell_text(row: TableRow, index: int) -> str:
    return "".join(part.text for part in row.cells[index])


TEMPLATES = Path(__file__).parent / "templates" / "html"
_NOT_WORDS = re.compile(r"<(script|style|code|pre|svg)\b.*?</\1>|<[^>]*? data-under=\"|<[^>]*>|&#?\w+;", re.DOTALL)
"""Matches what is no text for readers: markup, except `data-under`, the last attribute of its tag."""


_MOST_KEPT = 2_000
_fragments: dict[str, str] = {}
"""The fragments that this process made, by their block: a notebook shows what its page shows again."""


def block_html(block: Block, svg: str = "", narrow: str = "") -> str:
    """The block as an HTML fragment with every text escaped; `svg` is the drawing of a chart, `narrow` that for
    phones."""
    if svg or narrow:
        return _made(block, *(picture_url(drawn.encode(), "svg") if drawn else "" for drawn in (svg, narrow)))
    described = block.model_dump_json()
    if described not in _fragments:
        if len(_fragments) >= _MOST_KEPT:
            _fragments.clear()
        _fragments[described] = _made(block)
    return _fragments[described]


def _made(block: Block, picture: str = "", phone: str = "") -> str:
    template = _environment().get_template(f"blocks/{block.kind}.html.j2")
    return template.render(block=block, picture=picture, phone=phone).strip()


def words_in_digits(fragment: str, digits: str) -> Markup:
    """The HTML with the digits of its text in the office's form; markup, scripts and technical text stay as they
    are."""
    written, end = [], 0
    for match in _NOT_WORDS.finditer(fragment):
        written += [in_digits(fragment[end : match.start()], digits), match[0]]
        end = match.end()
    return Markup("".join([*written, in_digits(fragment[end:], digits)]))


_NOT_KEPT = re.compile(r"<(script|style|code|pre|svg|tbody)\b.*?</\1>|<[^>]*>", re.DOTALL)
"""What is left as it is: markup, technical text, and the cells of tables, whose words are held together already."""


def kept_whole(fragment: str, names: Iterable[str] = ()) -> Markup:
    """The HTML with these names, dates, codes and the listed words that browsers would part (`ร้อย|ละ`) held together;
    no character is added, so that searching and copying find the words."""
    pieces = {piece for name in names for piece in _PIECE.findall(name) if any(map(_is_thai, piece))}
    fitting = (str(escape(piece)) for piece in pieces if width(piece, 1) <= _WIDEST_NAME)
    longest = sorted(fitting, key=lambda piece: (-len(piece), piece))
    held = re.compile("|".join([*map(re.escape, longest), KEPT]))
    written, end = [], 0
    for match in [*_NOT_KEPT.finditer(fragment), None]:
        text = fragment[end : match.start() if match else None]
        written += [held.sub(lambda word: str(_HELD.format(Markup(word[0]))), text), match[0] if match else ""]
        end = match.end() if match else end
    return Markup("".join(written))


_NAMED = frozenset({"โรงเรียน", "อำเภอ", "ตำบล"})
"""The heads of columns that hold names."""


def names_in(tables: Iterable[TableBlock]) -> frozenset[str]:
    """The names of schools and districts that tables list."""
    return frozenset(
        _cell_text(row, index)
        for table in tables
        for index, column in enumerate(table.columns[: table.headers])
        if column.label in _NAMED
        for row in table.rows
        if not row.total
    )


def file_text(name: str) -> Markup:
    """A style sheet or script beside the template, verbatim: it is not read as a template."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


def picture_url(content: bytes, form: str) -> str:
    """A picture as a data URL for `<img>`, in which its ids cannot clash with others and its scripts cannot run."""
    kind = {"svg": "image/svg+xml", "png": "image/png"}[form]
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"inlines": inlines, "has_number": _has_number}
    environment.globals |= {"head_rows": head_rows, "layout": layout, "screen": ScreenTable}
    environment.globals |= {"marks": MARKS, "urgency": URGENCY, "asks": ASKS, "no_flags": NO_FLAGS, "more": MORE}
    environment.globals |= {"methods_words": methods_words, "widest_figure": widest_headline}
    return environment
