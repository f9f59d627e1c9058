r"""Text as Markdown in which Quarto and Pandoc find no markup but ours: prose of a notebook, titles, names.

Quarto reads shortcodes (`{{< include … >}}`), cells and raw HTML wherever they stand, and Pandoc takes `\(` for the
begin of a formula. A numeric reference (`&#123;`) is none of these to Pandoc, and a reader sees the character. But what
Pandoc has read is read once more by Quarto, for shortcodes: between two braces stands a joiner, which nobody sees.
"""

import re
import unicodedata
from collections.abc import Iterable

from helpers.render.typst_blocks import Token, tokens
from helpers.thai import in_digits

_HARMLESS = frozenset("(),./%;?=:-")
"""Punctuation that means nothing alone inside a line."""
_BEGINS_A_LIST = re.compile(r"(?:\(?[0-9A-Za-z#]+[.)]|[^0-9A-Za-z\s])(?=\s|$)", re.ASCII)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_JOINER = "&#8288;"
_BLANK = "\n\n"


def seen(text: str) -> str:
    """The text without what no reader sees (marks of direction, joiners, NUL); line ends and tabs are spaces, and what
    XML cannot hold is U+FFFD."""
    return text if text.isprintable() else "".join(map(_seen, text))


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace():
        return "\N{NO-BREAK SPACE}" if character == "\N{NO-BREAK SPACE}" else " "
    if category in ("Cc", "Cf"):
        return ""
    return "\N{REPLACEMENT CHARACTER}" if category.startswith("C") else character


def inert(text: str) -> str:
    """The text as one line of Markdown that reads as it is. Characters that nobody sees are left out."""
    line = " ".join(seen(text).split())
    begun = _BEGINS_A_LIST.match(line)
    end = begun.end() if begun else 1
    return _PUNCTUATION.sub(lambda mark: _reference(line, mark.start(), end), line)


def _reference(line: str, index: int, end: int) -> str:
    """The punctuation at this index, as a reference where it is doubled, before `end`, or can mean anything at all."""
    mark = line[index]
    doubled = mark in (line[index - 1 : index], line[index + 1 : index + 2])
    before_a_word = mark == ":" and line[index + 1 : index + 2] not in ("", " ")
    joiner = _JOINER if mark in "{}" and mark == line[index - 1 : index] else ""
    return f"{joiner}&#{ord(mark)};" if index < end or doubled or before_a_word or mark not in _HARMLESS else mark


class ProseWriter:
    """Writes the Markdown cells of one page anew, of the few kinds of block and word that all formats have. Its
    headings get ASCII anchors that do not change from run to run; the notebook's own title is left out, since all
    reports of a kind share it."""

    def __init__(self, page: str, digits: str) -> None:
        self._page = page
        self._digits = digits
        self._titled = False
        self._headings = 0

    def written(self, source: str) -> str:
        """One Markdown cell; empty for the notebook's title alone."""
        return _BLANK.join(filter(None, map(self._block, tokens(source, self._digits_of))))

    def _digits_of(self, text: str) -> str:
        return in_digits(text, self._digits)

    def _block(self, token: Token) -> str:
        match token["kind"]:
            case "heading":
                return self._heading(token["level"], words(token["words"]))
            case "list":
                return self._list(token)
            case "quote":
                return _indented(_BLANK.join(map(self._block, token["body"])), "> ", "> ")
            case "code":
                return _indented("\n".join(map(inert, token["text"].splitlines())), "| ", "| ")
            case "rule":
                return "------"
            case "grid":
                return _grid(token)
        return words(token["words"])

    def _heading(self, level: int, label: str) -> str:
        if level == 1 and not self._titled:
            self._titled = True
            return ""
        self._headings += 1
        return f"{'#' * max(level, 2)} {label} {{#{self._page}-s{self._headings:02}}}"

    def _list(self, token: Token) -> str:
        marks = (f"{token['start'] + index}." if token["ordered"] else "-" for index in range(len(token["items"])))
        items = (_BLANK.join(map(self._block, item)) for item in token["items"])
        return "\n".join(_indented(item, f"{mark:<4}", "    ") for mark, item in zip(marks, items, strict=False))


def words(run: Iterable[Token]) -> str:
    """A run of words on one line."""
    return "".join(map(_word, run)).strip()


def _word(token: Token) -> str:
    match token["kind"]:
        case "strong":
            return _marked(words(token["words"]), "**")
        case "emphasis":
            return _marked(words(token["words"]), "*")
        case "link" | "run":
            return words(token["words"])
        case "break":
            return " "
    return _spaced(token["text"])


def _spaced(text: str) -> str:
    """The text with a space at its ends where it has some: words follow it."""
    before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
    return f"{before}{inert(text)}{after}" if text.strip() else before


def _marked(inside: str, mark: str) -> str:
    return f"{mark}{inside}{mark}" if inside else ""


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(f"{others if index else first}{line}".rstrip() for index, line in enumerate(lines))


def _grid(token: Token) -> str:
    """A table of words: one line a row."""
    rules = ["---:" if align == "end" else ":---" for align in token["aligns"]]
    rows = [list(map(words, cells)) for cells in (token["head"], *token["rows"])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (rows[0], rules, *rows[1:]))
