"""Sarabun for web pages: a subset with the characters of one page and no others, small enough to travel inside it."""

from __future__ import annotations

import base64
from functools import lru_cache
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from markupsafe import Markup

from helpers.reports.rendering.lettering import FONT_FILES

WEIGHTS = {400: "Sarabun-Regular.ttf", 700: "Sarabun-Bold.ttf"}
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "๐๑๒๓๔๕๖๗๘๙"
"""Characters that a page may come to show only while it is read: typed into a search, or a count that changes."""
_SARA_AM, _ITS_PARTS = "ำ", "ํา"
"""Browsers draw the vowel of `คำ` as its two parts."""
_FACE = '@font-face{{font-family:"Sarabun";font-weight:{};src:url(data:font/woff2;base64,{}) format("woff2")}}\n'


def font_faces(text: str) -> Markup:
    """The @font-face rules of the regular and bold weight for a page with this text, fonts included."""
    characters = "".join(sorted({*text, *ALWAYS}))
    faces = (_FACE.format(weight, _base64(subset_woff2(weight, characters))) for weight in WEIGHTS)
    return Markup("".join(faces))


@lru_cache(maxsize=8)
def subset_woff2(weight: int, characters: str) -> bytes:
    """The weight's WOFF2 file with the glyphs that these characters need, combined ones included.

    Characters that the font does not have are left to the reader's own fonts. The same characters give the same
    bytes: the date of change in the file stays that of the font.
    """
    with TTFont(FONT_FILES / WEIGHTS[weight], recalcTimestamp=False) as font:
        subsetter = Subsetter(Options(hinting=False, drop_tables=["DSIG", "FFTM"]))
        subsetter.populate(text=characters + _ITS_PARTS * (_SARA_AM in characters))
        subsetter.subset(font)
        font.flavor = "woff2"
        written = BytesIO()
        font.save(written)
    return written.getvalue()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
