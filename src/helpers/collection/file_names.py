"""What the name of a delivered file says: its round, and which copy of a download it is; and names that can be kept."""

from __future__ import annotations

import os
import re
from pathlib import Path

from helpers.periods import NAMED_ROUND, Round
from helpers.thai import normalised

_COPY = re.compile(r"\(([0-9]{1,3})\)$")
_NAMELESS = "ไม่มีชื่อ"
_LONGEST_NAME = 200
"""Bytes: file systems take 255, and a digest or a mark may stand before or behind."""


def named_round(name: str) -> Round | None:
    """The round in a file's name, or None."""
    named = NAMED_ROUND.search(name)
    return Round.parse(named[0]) if named else None


def copy_number(name: str) -> int:
    """The number that a browser gives a second download of one name: 1 for `X (1).csv`; 0 for none."""
    found = _COPY.search(Path(name).stem)
    return int(found[1]) if found else 0


def readable(name: str) -> str:
    """The name of a file as everybody can read, print and store it; a usual name as it is.

    Bytes that are no UTF-8 are cp874, as old ZIP programs leave Thai names. What nobody sees, line breaks above all, is
    dropped, and a name too long to be copied under is cut before its suffix.
    """
    stored = os.fsencode(name)
    try:
        text = stored.decode()
    except UnicodeDecodeError:
        text = stored.decode("cp874", errors="replace")
    stem, dot, suffix = (normalised(text) or _NAMELESS).rpartition(".")
    while len(f"{stem}{dot}{suffix}".encode()) > _LONGEST_NAME:
        stem, suffix = (stem[:-1], suffix) if stem else (stem, suffix[:-1])
    return f"{stem}{dot}{suffix}"
