"""Words and numbers as HTML, every text escaped.

A number is `<data value=… data-fact=… data-key=…>`: `value` is the unformatted value, the two others name the fact, so
that a click can show its receipt and a check can find numerals that are no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from markupsafe import Markup, escape

from helpers.reports.blocks import Column, Inline, Number, Table
from helpers.reports.rendering.wording import NO_BREAK, around, unit_is_named

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
