"""What single cells of a list of buildings say: `พ.ศ. 2506`, `1,250,000.00`, `อาคารเรียน ลำดับที่ 1`."""

from __future__ import annotations

import re
from decimal import Decimal

from helpers.collection.cells import DIGIT, baht_in, count_in, matched

_YEAR = re.compile(rf"(?:พ\.?\s*ศ\.?)?\s*({DIGIT}{{4}})")
_NAMED = re.compile(rf"(.*?)\s*(?:ลำดับที่|หลังที่)\s*({DIGIT}{{1,4}})")


def rooms_in(text: str | None, most: int) -> int | None:
    """`8 ห้อง`; None for an empty cell. Raises ValueError for what is no count of rooms, and for more than `most`."""
    rooms = count_in(text, "ห้อง")
    if rooms is not None and rooms > most:
        raise ValueError(text)
    return rooms


def years_in(text: str | None, most: int) -> int | None:
    """`25 ปี`; None for an empty cell. Raises ValueError for what is no number of years, none and more than `most`: a
    year in its place is no number of them."""
    years = count_in(text, "ปี")
    if years is not None and not 1 <= years <= most:
        raise ValueError(text)
    return years


def year_in(text: str | None) -> int | None:
    """A year of four digits in the era that the cell has it in: `พ.ศ. 2506`, `2506`; None for an empty cell.

    Raises ValueError for anything else.
    """
    found = matched(_YEAR, text)
    return None if found is None else int(found[1])


def money_in(text: str | None) -> Decimal | None:
    """Baht: `1,250,000.00`, `980000 บาท`; None for an empty cell.

    Raises ValueError for anything else, a third decimal included.
    """
    return baht_in(text, "บาท")


def kind_and_number(text: str) -> tuple[str, int | None]:
    """`ส้วม ลำดับที่ 2` is a kind and a running number; a text without one is a kind alone."""
    plain = re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", text)).strip()
    named = _NAMED.fullmatch(plain)
    return (named[1], int(named[2])) if named else (plain, None)
