"""What the name of a delivered file says: its round, and which copy of a download it is; and names that can be kept."""

from __future__ import annotations

import os
import re
from pathlib import Path

from helpers.periods import NAMED_ROUND, Round

_COPY = re.compile(r"\(([0-9]{1,3})\)$")
_UNREADABLE = "\ufffd"
_LONGEST = 200
"""Bytes of a name in UTF-8; most disks take 255, and the copy's scratch file needs some more."""


def named_round(name: str) -> Round | None:
    """The round in a file's name, or None."""
    named = NAMED_ROUND.search(name)
    return Round.parse(named[0]) if named else None


def copy_number(name: str) -> int:
    """The number that a browser gives a second download of one name: 1 for `X (1).csv`; 0 for none."""
    found = _COPY.search(Path(name).stem)
    return int(found[1]) if found else 0


def safe_name(path: Path) -> str:
    """A file's name as it can be kept: printable, and no longer than disks take."""
    name = printable(path.name)
    suffix = Path(name).suffix[:20]
    stem = name.removesuffix(suffix).encode()[: _LONGEST - len(suffix.encode())].decode(errors="ignore")
    return f"{stem}{suffix}"


def printable(path: str) -> str:
    """A path or name as it can be shown: bytes of cp874, as old ZIP programs leave them, are read, and what nobody sees
    (line ends, control characters) becomes `_`."""
    raw = os.fsencode(path)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp874", errors="replace")
    return "".join(each if each.isprintable() and each != _UNREADABLE else "_" for each in text)
