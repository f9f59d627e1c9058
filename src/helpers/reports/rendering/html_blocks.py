"""Blocks as HTML: what stands on the report's page, and what JupyterLab shows while a notebook is being written.

Everything reads completely without script or style.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers.reports.blocks import Block
from helpers.reports.rendering.headline_layout import on_screen
from helpers.reports.rendering.html_inlines import inlines
from helpers.reports.rendering.html_tables import Screen
from helpers.reports.rendering.table_heads import head_rows
from helpers.reports.rendering.table_layout import layout
from helpers.thai import in_digits

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
