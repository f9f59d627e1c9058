"""Sarabun as print needs it: which characters it has and how wide they are."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_sarabun
from fontTools.ttLib import TTFont

FONT_FILES = Path(fontpkg_sarabun.__file__).parent / "files"
UNKNOWN = "\ufffd"
"""What stands in print for a character that the font does not have."""
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_REFUSED = frozenset({"Cc", "Co"})
"""Unicode categories that PDF/A refuses even where the font has them: control and private characters."""


def printable(text: str) -> str:
    """The text without control and direction characters; what the font cannot show becomes U+FFFD.

    PDF/A forbids characters without a glyph, and one odd character in a delivered name must not stop a report.
    """
    return "".join(_shown(character) for character in _INVISIBLE.sub("", text))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text stands in Sarabun of this size, in the size's unit; marks above or below add nothing."""
    advances = _advances("Bold" if bold else "Regular")
    return size * sum(advances.get(character, 0.6) for character in text)


def _shown(character: str) -> str:
    if character == "\n" or (character in _advances() and unicodedata.category(character) not in _REFUSED):
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) == "Cc" else UNKNOWN


@cache
def _advances(weight: str = "Regular") -> dict[str, float]:
    """Every character of the font with its width in em."""
    with TTFont(FONT_FILES / f"Sarabun-{weight}.ttf") as font:
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}
