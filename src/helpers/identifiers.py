"""The identifiers of schools, areas and learners: their formats and check digits."""

import hmac
import re
from collections.abc import Sequence
from enum import StrEnum

SMIS = re.compile(r"[0-9]{8}")
MINISTRY_CODE = re.compile(r"10[0-9]{8}")
"""`10`, the province in two digits, the OBEC code in six."""
AREA_CODE = re.compile(r"[0-9]{4}")
NATIONAL_AREA = "0000"
"""In place of an area code: the folder in which the numbers of many offices are put side by side. No province is 00."""
CITIZEN_NUMBER = re.compile(r"[0-9]{13}")
G_CODE = re.compile(r"G[0-9]{12}")
AREA_BLOCK = "0000"
"""The end of the code of an area's own total, which is no school's."""


class LearnerNumber(StrEnum):
    """The kind of number with which a learner is registered."""

    CITIZEN = "citizen"
    G_CODE = "g_code"
    MALFORMED = "malformed"
    MISSING = "missing"


def area_block_code(area_code: str) -> str:
    """The code of the area's own total in a DMC aggregate: `3401` gives `34010000`."""
    return f"{area_code}{AREA_BLOCK}"


def is_smis(text: str) -> bool:
    """Whether a text is the SMIS code of a school; the code of an area's total is none."""
    return bool(SMIS.fullmatch(text)) and not text.endswith(AREA_BLOCK)


def citizen_check_digit(first_twelve: str) -> str:
    """Check digit of a Thai citizen number: (11 - sum of d[i] * (13 - i), i from 0, mod 11) mod 10."""
    total = sum(int(digit) * (13 - index) for index, digit in enumerate(first_twelve))
    return str((11 - total % 11) % 10)


def citizen_number_holds(number: str) -> bool:
    """Whether a text is a 13-digit number with the right check digit; it may begin with 0."""
    return bool(CITIZEN_NUMBER.fullmatch(number)) and citizen_check_digit(number[:12]) == number[12]


def learner_number_kind(text: str) -> LearnerNumber:
    """The kind of a learner's number by its format alone; `-` and the empty string are MISSING."""
    if text in ("", "-"):
        return LearnerNumber.MISSING
    if CITIZEN_NUMBER.fullmatch(text):
        return LearnerNumber.CITIZEN
    return LearnerNumber.G_CODE if G_CODE.fullmatch(text) else LearnerNumber.MALFORMED


def keyed_digest(number: str, key: bytes) -> str:
    """A keyed digest of 32 hex digits that the store keeps instead of a learner's number; without the office's key it
    cannot be traced back."""
    return hmac.digest(key, number.encode(), "sha256").hex()[:32]


NAME_ALPHABETS = (re.compile(r"[\u0e00-\u0e7f]+"), re.compile(r"[A-Za-z]+"))
"""The letters of which words of names are made; whatever else stands among them parts words."""
LONGEST_NAME = 4
"""Words that are looked at: `สมชาย ณ อยุธยา` has three."""
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
"""The vowel ำ as two letters, a tone mark between them or not."""
_TITLE = re.compile(
    r"เด็กชาย|เด็กหญิง|นางสาว|นาง|นาย|(?<![\u0e00-\u0e7f])(?:ด\s*\.?\s*[ชญ]|น\s*\.?\s*ส)(?:\s*\.|(?=[\u0e00-\u0e7f]{2}))"
)
"""What stands before a name, also glued to it."""
BEGINNING = "-"
"""What stands in the digest of a name between that of its first word and that of the whole."""


def as_seen(text: str) -> str:
    """A text without letters of no width, the vowel ำ as one letter."""
    return _SPLIT_AM.sub("\\1\u0e33", _NO_WIDTH.sub("", text))


def without_titles(text: str) -> str:
    """A text without the titles before names, also those that are glued to them."""
    return _TITLE.sub(" ", text)


def name_digest(name: str, key: bytes) -> str:
    """The keyed digest of a name as who looks for it reads a text: its words without titles and marks, no more than
    four."""
    seen = without_titles(as_seen(name))
    words = next((words for alphabet in NAME_ALPHABETS if len(words := alphabet.findall(seen)) > 1), seen.split())
    return words_digest(words[:LONGEST_NAME], key)


def words_digest(words: Sequence[str], key: bytes) -> str:
    """The keyed digest of the words of a name: eight hex digits that all names with this first word have, so that words
    are looked up and not every few of them in a row; then the keyed digest of the whole."""
    return f"{name_beginning(words[0] if words else '', key)}{BEGINNING}{keyed_digest(' '.join(words), key)}"


def name_beginning(word: str, key: bytes) -> str:
    """What the digests of all names begin with whose first word this is."""
    return keyed_digest(word, key)[:8]
