"""Reading a delivered text file: CSV with any of the usual separators, or a JSON list of records (one row per record,
one column for each name that any record has).

The encoding is UTF-8, UTF-16 with a byte order mark, cp874 (TIS-620), or a mixture of lines in UTF-8 and cp874. The
bytes alone cannot decide between those two: `อบ` in cp874 is one letter of another script in UTF-8, and `ลาว` in UTF-8
is six Thai characters in cp874. So the decision rests on which decoded text is mostly Thai, first for the file as a
whole, then line by line.
"""

import codecs
import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.errors import DeliveryError
from helpers.foreign.foreign_files import CELL_BYTES, DOWNLOAD_AGAIN, CleanTexts, Limits, SheetCells
from helpers.thai import normalised

HEADER_WITHIN = 5
"""Rows from the top among which every system looks for a header."""
_SEPARATORS = (",", "\t", ";")
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\r?\n", re.IGNORECASE)
"""A first line that tells Excel the separator. Excel does not show it: row 1 is the line below."""
_QUOTED = re.compile(r'"[^"]*"')
_LOOKED_AT = 1 << 16
_WEB_ARCHIVE = "MIME-Version:"
_TABLE = re.compile(r"<(?:\w+:)?(?:table|worksheet)\b", re.IGNORECASE)
_LOG_IN = re.compile(r"type=[\"']?password|log[ -]?in\b|sign[ -]?in\b|เข้าสู่ระบบ|ลงชื่อเข้าใช้", re.IGNORECASE)


def read_text(content: bytes, display_name: str, limits: Limits) -> SheetCells:
    """The cells of a CSV or JSON file. Raises DeliveryError for one that is neither, or too large."""
    read = decoded_by_line(content, display_name) if b"\x00" not in content else decoded(content)
    if read is None or "\x00" in read.text:
        raise DeliveryError("ไฟล์ไม่ใช่ตาราง (CSV หรือ Excel)", where=display_name, remedy="ส่งไฟล์ที่ดาวน์โหลดจากระบบโดยไม่แปลง")
    if opens_like_json(read.text):
        return _json_table(content, display_name, limits)
    _refuse_markup(read.text, display_name)
    separator_line = _SEPARATOR_LINE.match(read.text)
    text = read.text[separator_line.end() :] if separator_line else read.text
    try:
        rows = _csv_rows(text, separator_line[1] if separator_line else _separator(text), display_name, limits)
    except csv.Error as error:
        raise DeliveryError(f"อ่าน CSV ไม่ได้ ({error})", where=display_name, remedy=DOWNLOAD_AGAIN) from error
    return SheetCells(hashlib.sha256(content).hexdigest(), read.encoding, "", rows, read.mixed_lines)


def _json_table(content: bytes, display_name: str, limits: Limits) -> SheetCells:
    """A JSON file is one text, not lines: it is in one encoding as a whole. Row 0 holds the names of the values."""
    read = decoded(content)
    if read is None:
        raise DeliveryError("ไฟล์ JSON ไม่ใช่ทั้ง UTF-8 และ cp874 (TIS-620)", where=display_name, remedy=DOWNLOAD_AGAIN)
    names, records = read_records(read.text, display_name)
    limits.refuse(display_name, rows=len(records), size=len(records) * len(names) * CELL_BYTES)
    rows = as_rows(names, records)
    return SheetCells(hashlib.sha256(content).hexdigest(), read.encoding, "", rows, first_row=0)


def _refuse_markup(text: str, display_name: str) -> None:
    """Refuse web pages: some systems send an HTML table, or their log-in page, under the suffix of a table."""
    start = text.lstrip()
    if not start.startswith(("<", _WEB_ARCHIVE)):
        return
    if start.startswith(_WEB_ARCHIVE) or _TABLE.search(text):
        problem = "เป็นหน้าเว็บ (HTML) หรือ XML ที่ตั้งชื่อเป็นตาราง ไม่ใช่ไฟล์ Excel หรือ CSV"
        remedy = "เปิดไฟล์นี้ด้วย Excel แล้วบันทึกเป็น .xlsx แล้วส่งใหม่"
    elif _LOG_IN.search(text):
        problem, remedy = "เป็นหน้าเข้าสู่ระบบ ไม่ใช่ข้อมูล", "เข้าสู่ระบบใหม่ แล้วดาวน์โหลดอีกครั้ง"
    else:
        problem, remedy = "เป็นหน้าเว็บหรือ XML ที่ไม่มีตาราง", "เปิดดูว่าหน้านี้แจ้งอะไร แล้วดาวน์โหลดจากระบบอีกครั้ง"
    raise DeliveryError(problem, where=display_name, remedy=remedy)


def _separator(text: str) -> str:
    """The separator of the cells: the one that every one of the first lines holds, else the one that they hold most."""
    lines = [_QUOTED.sub("", line) for line in text[:_LOOKED_AT].splitlines() if line.strip()][:HEADER_WITHIN]
    counts = {each: [line.count(each) for line in lines] or [0] for each in _SEPARATORS}
    return max(_SEPARATORS, key=lambda each: (min(counts[each]), sum(counts[each])))


def _csv_rows(text: str, separator: str, display_name: str, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    clean = CleanTexts()
    cells = 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
        rows.append([clean[value] for value in row])
        cells += len(row)
        limits.refuse(display_name, rows=len(rows), size=cells * CELL_BYTES)
    return rows


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
    """The text, decoded as a whole; None where no single encoding fits."""
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


def decoded_by_line(content: bytes, display_name: str) -> Decoded:
    """The text, decoded as a whole or else line by line. Raises DeliveryError for a line that is in neither
    encoding."""
    whole = decoded(content)
    if whole:
        return whole
    lines = content.removeprefix(codecs.BOM_UTF8).split(b"\n")
    read = [_line(line, number, display_name) for number, line in enumerate(lines, 1)]
    text = "\n".join(line for line, _ in read)
    in_utf8, in_cp874 = (
        tuple(number for number, (_, own) in enumerate(read, 1) if own == encoding) for encoding in ("utf-8", "cp874")
    )
    return Decoded(text, "mixed", min(in_utf8, in_cp874, key=len))


def _line(line: bytes, number: int, display_name: str) -> tuple[str, str]:
    for encoding in ("ascii", "utf-8", "cp874") if _is_utf8(line) else ("ascii", "cp874", "utf-8"):
        text = _read(line, encoding)
        if text is not None:
            return text, encoding
    remedy = "ดาวน์โหลดไฟล์จากระบบอีกครั้ง แล้วสั่ง receive ใหม่"
    raise DeliveryError("มีบรรทัดที่ไม่ใช่ทั้ง UTF-8 และ cp874 (TIS-620)", where=f"{display_name} แถว {number}", remedy=remedy)


def _is_utf8(line: bytes) -> bool:
    """Whether a line is surely UTF-8: it can be decoded so, and most letters beyond ASCII are then Thai or marks."""
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


BETWEEN_VALUES = "; "
"""Separates the values of a list inside a record."""
_REMEDY = "ส่งไฟล์ที่ดาวน์โหลดจากระบบโดยไม่แก้ หรือแปลงเป็น CSV ตามแบบในเอกสาร"
Record = Mapping[str, str]


def opens_like_json(text: str) -> bool:
    """Whether a text can only be JSON: no table of a collection system begins with a bracket."""
    return text.lstrip()[:1] in ("[", "{")


def read_records(text: str, display_name: str) -> tuple[tuple[str, ...], list[Record]]:
    """The names of all values in the order of their first use, and each record's values as clean text.

    The values of a nested record are added to the outer one; those of a list are joined by `BETWEEN_VALUES`. Numbers
    stay as they were written: `[{"a": 1.50, "b": {"c": ["x", "y"]}}]` gives the names `a` and `c` and the record
    `{"a": "1.50", "c": "x; y"}`. Raises DeliveryError for a text that is no list of records, or where a name occurs
    twice in a record.
    """
    try:
        content = json.loads(text, object_pairs_hook=_Pairs, parse_float=str, parse_int=str, parse_constant=str)
        if not isinstance(content, list) or isinstance(content, _Pairs):
            raise ValueError("ต้องเป็นรายการ [ … ] ของระเบียน")
        records = [_record(each, number) for number, each in enumerate(content, 1)]
    except (ValueError, RecursionError) as error:
        reason = "ซ้อนลึกเกินไป" if isinstance(error, RecursionError) else str(error)
        raise DeliveryError(f"อ่าน JSON ไม่ได้ ({reason})", where=display_name, remedy=_REMEDY) from error
    return tuple(dict.fromkeys(name for record in records for name in record)), records


def as_rows(names: Sequence[str], records: Iterable[Record]) -> list[list[str]]:
    """The names, then each record's cells under them; empty where a record lacks the name."""
    return [list(names), *([record.get(name, "") for name in names] for record in records)]


class _Pairs(list[tuple[str, object]]):
    """An object of the file, as it was written: `dict` would lose all but the last of two equal names."""


def _record(value: object, number: int) -> Record:
    if not isinstance(value, _Pairs):
        raise ValueError(f"รายการที่ {number} ไม่ใช่ระเบียน")
    record: dict[str, str] = {}
    for name, text in _values(value):
        if name in record:
            raise ValueError(f"รายการที่ {number} มี “{name}” ซ้ำ")
        record[name] = text
    return record


def _values(pairs: _Pairs) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if isinstance(value, _Pairs):
            yield from _values(value)
        else:
            yield normalised(name), _text(value)


def _text(value: object) -> str:
    if isinstance(value, _Pairs):
        raise ValueError("มีระเบียนอยู่ในรายการย่อย")
    if isinstance(value, list):
        return BETWEEN_VALUES.join(_text(each) for each in value)
    return "" if value is None else normalised(str(value))
