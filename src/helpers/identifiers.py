"""The numbers by which schools, areas and learners are known: their shape and check digits."""

import hmac
import re
from enum import StrEnum

SMIS = re.compile(r"[0-9]{8}")
MINISTRY_CODE = re.compile(r"10[0-9]{8}")
"""`10`, the province in two digits, the OBEC code in six."""
AREA_CODE = re.compile(r"[0-9]{4}")
CITIZEN_NUMBER = re.compile(r"[0-9]{13}")
G_CODE = re.compile(r"G[0-9]{12}")
AREA_BLOCK = "0000"
"""How the code of an area's own total ends; it names no school."""


class LearnerNumber(StrEnum):
    """What kind of number a learner is registered with."""

    CITIZEN = "citizen"
    G_CODE = "g_code"
    MALFORMED = "malformed"
    MISSING = "missing"


def area_block_code(area_code: str) -> str:
    """The code under which a DMC aggregate carries the area's own total: `3401` gives `34010000`."""
    return f"{area_code}{AREA_BLOCK}"


def is_smis(text: str) -> bool:
    """Whether a text is the SMIS code of a school, which that of an area's total is not."""
    return bool(SMIS.fullmatch(text)) and not text.endswith(AREA_BLOCK)


def citizen_check_digit(first_twelve: str) -> str:
    """Check digit of a Thai citizen number: (11 - sum of d[i] * (13 - i), i from 0, mod 11) mod 10."""
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(first_twelve))
    return str((11 - total % 11) % 10)


def citizen_number_holds(number: str) -> bool:
    """Whether a 13-digit number carries its own check digit. A number beginning with 0 is not wrong by that alone."""
    return bool(CITIZEN_NUMBER.fullmatch(number)) and citizen_check_digit(number[:12]) == number[12]


def learner_number_kind(text: str) -> LearnerNumber:
    """Tell a citizen number from a G code, by shape alone; `-` and the empty string are MISSING."""
    if text in ("", "-"):
        return LearnerNumber.MISSING
    if CITIZEN_NUMBER.fullmatch(text):
        return LearnerNumber.CITIZEN
    return LearnerNumber.G_CODE if G_CODE.fullmatch(text) else LearnerNumber.MALFORMED


def keyed_digest(number: str, key: bytes) -> str:
    """What the store keeps instead of a learner's number: 32 hex digits, useless without the office's key."""
    return hmac.digest(key, number.encode(), "sha256").hex()[:32]
