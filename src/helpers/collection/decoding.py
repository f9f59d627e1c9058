"""How the bytes of a delivered text become letters: UTF-8, UTF-16 that says so, cp874 (TIS-620), or, line by line, two.

Neither encoding excludes the other. `อบ` in cp874 is one letter of another script in UTF-8, and `ลาว` in UTF-8 are six
Thai characters in cp874. What a reading says decides, and the whole file is weighed before a line is.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from helpers.errors import DeliveryError

_THAI = (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))
_MARKS = (0x00A0, 0xFEFF, *range(0x2000, 0x2070))
"""The space that does not break, the byte order mark, and dashes, quotation marks, dots and joiners."""
_EXPECTED = frozenset(map(chr, (*_THAI, *_MARKS)))


@dataclass(frozen=True)
class Decoded:
    """A text, its encoding (utf-8, utf-8-sig, utf-16, cp874 or mixed) and, of a mixed one, the lines in the rarer
    encoding."""

    text: str
    encoding: str
    mixed_lines: tuple[int, ...] = ()


def decoded(content: bytes) -> Decoded | None:
    """The text in one encoding as a whole; None where it is in none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        as_utf16 = _read(content, "utf-16")
        return None if as_utf16 is None else Decoded(as_utf16, "utf-16")
    body = content.removeprefix(codecs.BOM_UTF8)
    as_utf8, marked = _read(body, "utf-8"), len(body) < len(content)
    sure = body.isascii() or any(map(_is_utf8, body.split(b"\n")))
    as_cp874 = None if sure or (marked and as_utf8 is not None) else _read(body, "cp874")
    if as_cp874 is not None:
        return Decoded(as_cp874, "cp874")
    return None if as_utf8 is None else Decoded(as_utf8, "utf-8-sig" if marked else "utf-8")


def decoded_by_line(content: bytes, called: str) -> Decoded:
    """The text, as a whole or else line by line. Raises DeliveryError for a line that is in neither encoding."""
    whole = decoded(content)
    if whole:
        return whole
    lines = content.removeprefix(codecs.BOM_UTF8).split(b"\n")
    read = [_line(line, number, called) for number, line in enumerate(lines, 1)]
    text = "\n".join(line for line, _ in read)
    in_utf8, in_cp874 = (
        tuple(number for number, (_, own) in enumerate(read, 1) if own == encoding) for encoding in ("utf-8", "cp874")
    )
    return Decoded(text, "mixed", min(in_utf8, in_cp874, key=len))


def _line(line: bytes, number: int, called: str) -> tuple[str, str]:
    for encoding in ("ascii", "utf-8", "cp874") if _is_utf8(line) else ("ascii", "cp874", "utf-8"):
        text = _read(line, encoding)
        if text is not None:
            return text, encoding
    remedy = "ดาวน์โหลดไฟล์จากระบบอีกครั้ง แล้วสั่ง receive ใหม่"
    raise DeliveryError("มีบรรทัดที่ไม่ใช่ทั้ง UTF-8 และ cp874 (TIS-620)", where=f"{called} แถว {number}", remedy=remedy)


def _is_utf8(line: bytes) -> bool:
    """Whether a line is surely UTF-8: it can be read so, and most of what is not ASCII is then Thai or a mark."""
    text = None if line.isascii() else _read(line, "utf-8")
    if text is None:
        return False
    letters = [letter for letter in text if not letter.isascii()]
    return 2 * sum(letter in _EXPECTED for letter in letters) > len(letters)


def _read(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
