"""Short codes of numbers: what paper and pictures print beside a number, and what leads back to its fact and key."""

import hashlib
import re
from collections.abc import Iterable

from helpers.facts.ledger import Cell

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Consonants alone: no code is a word, and no digit of it is taken for a number or for the letter O or I."""
_LENGTH = 6
_CODE = re.compile(rf"[{_LETTERS}]{{{_LENGTH}}}")


def number_code(fact: str, key: str) -> str:
    """The code of a cell, `KTMRXB`: the SHA-256 of `fact;key` as a number in base 20, its last six digits written as
    consonants. The same in every report and period that states the cell; one of 64 million."""
    rest = int.from_bytes(hashlib.sha256(f"{fact};{key}".encode()).digest(), "big")
    written = ""
    for _ in range(_LENGTH):
        rest, digit = divmod(rest, len(_LETTERS))
        written = _LETTERS[digit] + written
    return written


def is_code(text: str) -> bool:
    """Whether the text is written as a code is; the id of a fact, in small letters, never is."""
    return _CODE.fullmatch(text) is not None


def cells_of_code(code: str, cells: Iterable[Cell]) -> list[Cell]:
    """The cells that have this code: one, or none, or by rare chance two of a report."""
    return [cell for cell in cells if number_code(*cell) == code]
