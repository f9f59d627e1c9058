"""What single cells of a list say. Thai digits are read like others; an empty cell and `-` state nothing."""

from __future__ import annotations

import re

DIGIT = "[0-9๐-๙]"
_EMPTY = ("", "-")
_COUNT = re.compile(rf"({DIGIT}{{1,3}}(?:,{DIGIT}{{3}})+|{DIGIT}{{1,9}})\s*([^\d\s,.]*)")


def is_empty(text: str | None) -> bool:
    """Whether a cell states nothing, or there is no such cell."""
    return text is None or text in _EMPTY


def count_in(text: str | None, *units: str) -> int | None:
    """A whole number from 0 up, alone or with one of the units behind it: `1,200`, `8 ห้อง`; None for an empty cell.

    Raises ValueError for anything else.
    """
    found = matched(_COUNT, text)
    if found is None:
        return None
    if found[2] not in ("", *units):
        raise ValueError(text)
    return int(found[1].replace(",", ""))


def matched(pattern: re.Pattern[str], text: str | None) -> re.Match[str] | None:
    """The whole cell as the pattern reads it; None for an empty cell. Raises ValueError where it does not fit."""
    if text is None or is_empty(text):
        return None
    found = pattern.fullmatch(text)
    if not found:
        raise ValueError(text)
    return found
