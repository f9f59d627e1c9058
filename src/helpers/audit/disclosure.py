"""The last look at every output before it is put in place: does it hold anything that identifies a pupil?"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

from helpers.errors import DataQualityError
from helpers.identifiers import (
    BEGINNING,
    LONGEST_NAME,
    NAME_ALPHABETS,
    as_seen,
    citizen_number_holds,
    name_beginning,
    without_titles,
    words_digest,
)

_DIGITS = re.compile(rb"\d{12,}")
_THIRTEEN = re.compile(rb"(?<![0-9A-Za-z.])(G?\d{12,13})(?![0-9A-Za-z]|\.\d)")
_DASHES = re.compile(rb"-\d{4}-\d{5}-\d{2}-")
_DASHED = re.compile(rb"(?<!\d)(\d)-(\d{4})-(\d{5})-(\d{2})-(\d)(?!\d)")
"""A citizen number as identity cards print it; what all have in common is found in a tenth of the time."""
_ESCAPED = (rb"\n", rb"\r", rb"\t")
"""How a line end or tab stands in JSON: the letter would hide the number after it."""
_EMBEDDED = re.compile(rb"base64,[A-Za-z0-9+/]{100,}")
"""A font or a picture: letters that are no words."""
_TEXTS = (".html", ".csv", ".ipynb", ".json", ".txt")


def refuse_disclosure(files: Mapping[str, bytes], name_digests: Iterable[str], key: bytes, report_id: str) -> None:
    """Raise DataQualityError that names the file in which a learner's number or the name of a delivered pupil stands.

    A 13-digit number is a learner's when its check digit holds, so digests and sums of money are not taken for one;
    names are looked up, words in a row, among the keyed digests that the store keeps of them (`name_digest`).
    """
    scan = _NameScan(frozenset(name_digests), key)
    for name, content in files.items():
        if name.endswith(_TEXTS) and (_holds_number(content) or scan.finds(content)):
            remedy = "ลบข้อความที่ระบุตัวนักเรียนออกจากสมุดงานหรือข้อมูล แล้วสั่งใหม่ รายงานฉบับเดิมยังอยู่ครบ"
            raise DataQualityError("พบข้อมูลที่ระบุตัวนักเรียนได้ จึงไม่เผยแพร่", where=f"{report_id}/{name}", remedy=remedy)


def _holds_number(content: bytes) -> bool:
    plain = _unescaped(content)
    if _DASHES.search(plain):
        plain = _DASHED.sub(rb" \1\2\3\4\5 ", plain)
    # Only what surrounds the few long rows of digits is looked at: everywhere takes ten times as long.
    around = (plain[max(0, digits.start() - 2) : digits.end() + 2] for digits in _DIGITS.finditer(plain))
    numbers = (match[1].decode() for text in around for match in _THIRTEEN.finditer(text))
    return any(number.startswith("G") or citizen_number_holds(number) for number in numbers)


def _unescaped(content: bytes) -> bytes:
    for escaped in _ESCAPED:
        content = content.replace(escaped, b" ")
    return content


class _NameScan:
    """Looks for names in one text after another. The files of a report say much the same: what was no name in one of
    them is not looked up again."""

    def __init__(self, names: frozenset[str], key: bytes) -> None:
        self._names = names
        self._key = key
        self._beginnings = {name.rpartition(BEGINNING)[0] for name in names}
        self._begins: dict[str, bool] = {}
        self._cleared: set[tuple[str, ...]] = set()

    def finds(self, content: bytes) -> bool:
        """Whether one of the names stands in the text, however it is spelled there."""
        return bool(self._names) and any(map(self._is_named, _spellings(content)))

    def _is_named(self, text: str) -> bool:
        candidates: set[tuple[str, ...]] = set()
        for alphabet in NAME_ALPHABETS:
            words = alphabet.findall(text)
            first = {word for word in set(words) if self._begins_a_name(word)}
            starts = (index for index, word in enumerate(words) if word in first) if first else ()
            candidates.update(name for index in starts for name in _names_from(words, index))
        candidates -= self._cleared
        self._cleared |= candidates
        return any(self._is_known(words_digest(name, self._key)) for name in candidates)

    def _is_known(self, digest: str) -> bool:
        return digest in self._names or digest.rpartition(BEGINNING)[2] in self._names

    def _begins_a_name(self, word: str) -> bool:
        if word not in self._begins:
            # Tables of an earlier version of the program hold digests without a beginning: any word may be theirs.
            self._begins[word] = not self._beginnings.isdisjoint({"", name_beginning(word, self._key)})
        return self._begins[word]


_CODE_POINT = re.compile(r"\\u([0-9a-fA-F]{4})")
_WITHIN_WORDS = re.compile(r"</?(?:wbr|span|b|i|u|em|strong|mark|small|sub|sup|a|code|data|font)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


def _spellings(content: bytes) -> Iterator[str]:
    """The text as it stands; as a reader sees it, without marks of HTML and JSON and letters of no width; and the same
    without titles before names."""
    text = _unescaped(_EMBEDDED.sub(b" ", content)).decode("utf-8", "replace")
    yield text
    seen = unescape(_CODE_POINT.sub(lambda match: chr(int(match[1], 16)), text))
    seen = _TAG.sub(" ", _WITHIN_WORDS.sub("", seen))
    seen = as_seen(seen)
    yield seen
    yield without_titles(seen)


def _names_from(words: Sequence[str], first: int) -> Iterator[tuple[str, ...]]:
    """The names of two to four words of one alphabet in a row that may begin with this word of a text, whatever stands
    between them: as they stand, and of two or three with the last name first."""
    for length in range(2, LONGEST_NAME + 1):
        if first + length <= len(words):
            yield tuple(words[first : first + length])
    for length in range(2, LONGEST_NAME):
        for start in range(max(0, first - length + 1), min(first, len(words) - length + 1)):
            yield (*words[first : start + length], *words[start:first])
