"""The last look at every output before it is put in place: does it hold anything that identifies a pupil?"""

import re
from collections.abc import Iterable, Mapping

from helpers.errors import DataQualityError
from helpers.identifiers import citizen_number_holds, keyed_digest

_THIRTEEN = re.compile(rb"(?<![0-9A-Za-z.])(G?\d{12,13})(?![0-9A-Za-z]|\.\d)")
_DASHED = re.compile(rb"(?<!\d)(\d)-(\d{4})-(\d{5})-(\d{2})-(\d)(?!\d)")
"""A citizen number as identity cards print it."""
_ESCAPED = re.compile(rb"\\[nrt]")
"""How a line end or tab stands in JSON: the letter would hide the number after it."""
_EMBEDDED = re.compile(rb"base64,[A-Za-z0-9+/]{100,}")
"""A font or a picture: letters that are no words."""
_ALPHABETS = (re.compile(r"[\u0e00-\u0e7f]+"), re.compile(r"[A-Za-z]+"))
_LONGEST_NAME = 4
"""Words: `สมชาย ณ อยุธยา` has three."""
_TEXTS = (".html", ".csv", ".ipynb", ".json", ".txt")


def refuse_disclosure(files: Mapping[str, bytes], name_digests: Iterable[str], key: bytes, report_id: str) -> None:
    """Raise DataQualityError that names the file in which a learner's number or the name of a delivered pupil stands.

    A 13-digit number is a learner's when its check digit holds, so digests and sums of money are not taken for one;
    names are looked up, words in a row, among the keyed digests that the store keeps of them.
    """
    scan = _NameScan(frozenset(name_digests), key)
    for name, content in files.items():
        if name.endswith(_TEXTS) and (_holds_number(content) or scan.finds(content)):
            remedy = "ลบข้อความที่ระบุตัวนักเรียนออกจากสมุดงานหรือข้อมูล แล้วสั่งใหม่ รายงานฉบับเดิมยังอยู่ครบ"
            raise DataQualityError("พบข้อมูลที่ระบุตัวนักเรียนได้ จึงไม่เผยแพร่", where=f"{report_id}/{name}", remedy=remedy)


def _holds_number(content: bytes) -> bool:
    plain = _DASHED.sub(rb" \1\2\3\4\5 ", _ESCAPED.sub(b" ", content))
    numbers = (match[1].decode() for match in _THIRTEEN.finditer(plain))
    return any(number.startswith("G") or citizen_number_holds(number) for number in numbers)


class _NameScan:
    """Looks for names in one text after another. The files of a report say much the same: what was no name in one of
    them is not looked up again."""

    def __init__(self, names: frozenset[str], key: bytes) -> None:
        self._names = names
        self._key = key
        self._cleared: set[str] = set()

    def finds(self, content: bytes) -> bool:
        """Whether one of the names stands in the text."""
        if not self._names:
            return False
        runs = _runs(_ESCAPED.sub(b" ", _EMBEDDED.sub(b" ", content)).decode()) - self._cleared
        self._cleared |= runs
        return any(keyed_digest(run, self._key) in self._names for run in runs)


def _runs(text: str) -> set[str]:
    """Every two to four words of one alphabet that follow each other; tags and punctuation between them are passed
    over."""
    runs = set()
    for alphabet in _ALPHABETS:
        words = alphabet.findall(text)
        for length in range(2, _LONGEST_NAME + 1):
            runs |= {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}
    return runs
