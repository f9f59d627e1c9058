"""Markdown cells as HTML, through nbconvert's own Markdown; headings get anchors that stay the same from run to run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

_LETTERS_MARKS_DIGITS = frozenset("LMN")
"""Unicode categories that an anchor keeps; marks are Thai vowels and tones above and below."""


@dataclass(frozen=True)
class Heading:
    """An entry of the contents list; `level` is 2 for a section, more for what stands below one."""

    level: int
    anchor: str
    label: str


class ReportMarkdown(IPythonRenderer):
    """One report's Markdown: gathers `headings` and leaves out the heading that only repeats the report's title.

    Raw HTML stays visible as text. Level 1 is the title's alone: any other heading of that level becomes a section.
    """

    def __init__(self, title: str, taken: Iterable[str] = ()) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
        self.title = title
        self.taken = set(taken)
        self.headings: list[Heading] = []

    def html(self, source: str) -> Markup:
        """The HTML of one Markdown cell."""
        return Markup(MarkdownWithMath(renderer=self).render(source).strip())

    def heading(self, text: str, level: int, **_: Any) -> str:
        """A heading with its anchor; nothing for the title."""
        label = " ".join(Markup(text).striptags().split())
        if level == 1 and label == " ".join(self.title.split()):
            return ""
        shown = Heading(max(level, 2), self._anchor(label), label)
        self.headings.append(shown)
        return f'<h{shown.level} id="{shown.anchor}">{text}</h{shown.level}>\n'

    def _anchor(self, label: str) -> str:
        """Unique on the page: a second `ผลรวม` becomes `ผลรวม-2`."""
        plain = slug(label)
        found, copy = plain, 1
        while found in self.taken:
            copy += 1
            found = f"{plain}-{copy}"
        self.taken.add(found)
        return found


def slug(label: str) -> str:
    """The label as an anchor: letters, vowels, tones, digits, else hyphens; `ส่วน` where nothing is left."""
    kept = (letter if unicodedata.category(letter)[0] in _LETTERS_MARKS_DIGITS else "-" for letter in label.lower())
    return re.sub("-+", "-", "".join(kept)).strip("-") or "ส่วน"
