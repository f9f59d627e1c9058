"""Blocks as HTML: what stands on the report's page, and what JupyterLab shows while a notebook is being written.

A number is `<data value=… data-fact=… data-key=…>`: `value` is the unformatted value, the two others name the fact, so
that a click can show its receipt and a check can find numerals that are no fact. Everything reads completely without
script or style.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from helpers.reports.blocks import Block, Column, Inline, Number, Row, Table
from helpers.reports.rendering.headline_layout import on_screen
from helpers.reports.rendering.lettering import width
from helpers.reports.rendering.table_heads import head_rows
from helpers.reports.rendering.table_layout import layout
from helpers.reports.rendering.wording import NO_BREAK, around, unit_is_named
from helpers.thai import in_digits

TEMPLATES = Path(__file__).parent / "templates" / "html"
SHORT_DIGEST = 12
_PIN_MARGIN, _WIDEST_PIN = 1.6, 14.0
_DATA = Markup('<data value="{}" data-fact="{}" data-key="{}">{}</data>')
_NOT_WORDS = re.compile(r"<(script|style|code|pre|svg)\b.*?</\1>|<[^>]*>|&#?\w+;", re.DOTALL)


def block_html(block: Block, svg: str = "") -> str:
    """The block as an HTML fragment, every text escaped; `svg` is the picture of a chart."""
    picture = picture_url(svg.encode(), "svg") if svg else ""
    return _environment().get_template(f"blocks/{block.kind}.html.j2").render(block=block, picture=picture).strip()


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


def _cells(row: Row, table: Table) -> list[Markup]:
    """A row's cells: row headers as `<th scope=row>`, one of them marked as the one that stays in view."""
    return [_cell(place, run, table) for place, run in enumerate(row.cells)]


def _cell(place: int, run: tuple[Inline, ...], table: Table) -> Markup:
    words = cell_words(run, table.columns[place], table)
    if place < table.headers:
        return Markup('<th scope="row"{}>{}</th>').format(place_class(table, place, "start"), words)
    return Markup("<td{}>{}</td>").format(place_class(table, place, "end"), words)


def place_class(table: Table, place: int, usual: str) -> Markup:
    """The class attribute of a column's cell: the side it is set to where that is not the usual one, and `pin`."""
    align = table.columns[place].align
    names: list[str] = [align] if align != usual else []
    names += ["pin"] if place == _pinned(table) else []
    return Markup(' class="{}"').format(" ".join(names)) if names else Markup("")


def _pinned(table: Table) -> int:
    """The column of row headers that stays in view: the widest one, which holds names; -1 where there is none."""
    return max(
        range(min(table.headers, len(table.columns))), key=lambda place: (table.columns[place].width, place), default=-1
    )


def pin_width(table: Table) -> float:
    """How wide the column that stays in view would like to be, in em: its names in one line, up to a limit."""
    place = _pinned(table)
    words = ("".join(part.text for part in row.cells[place]) for row in table.rows) if place >= 0 else ()
    return min(max((width(each, 1) for each in words), default=0.0) + _PIN_MARGIN, _WIDEST_PIN)


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
    found.globals |= {"cells": _cells, "head_rows": head_rows, "layout": layout, "place_class": place_class}
    found.globals |= {"short": SHORT_DIGEST, "widest_figure": on_screen, "pin_width": pin_width}
    return found
