"""Reading a delivered text: CSV with whatever stands between its cells, or JSON."""

from __future__ import annotations

import csv
import hashlib
import io
import re

from helpers.collection.decoding import decoded, decoded_by_line
from helpers.collection.foreign_files import ANEW, CELL_BYTES, CleanTexts, Content, Limits
from helpers.collection.json_records import as_rows, opens_like_json, read_records
from helpers.errors import DeliveryError

HEADER_WITHIN = 5
"""Rows from the top among which every system looks for a header."""
_SEPARATORS = (",", "\t", ";")
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\r?\n", re.IGNORECASE)
"""A first line that is for Excel, which does not show it: row 1 is the one below."""
_QUOTED = re.compile(r'"[^"]*"')
_LOOKED_AT = 1 << 16
_WEB_ARCHIVE = "MIME-Version:"
_TABLE = re.compile(r"<(?:\w+:)?(?:table|worksheet)\b", re.IGNORECASE)
_LOG_IN = re.compile(r"type=[\"']?password|log[ -]?in\b|sign[ -]?in\b|เข้าสู่ระบบ|ลงชื่อเข้าใช้", re.IGNORECASE)


def read_text(content: bytes, called: str, limits: Limits) -> Content:
    """The cells of a CSV or JSON file. Raises DeliveryError for one that is neither, or too large."""
    read = decoded_by_line(content, called) if b"\x00" not in content else decoded(content)
    if read is None or "\x00" in read.text:
        raise DeliveryError("ไฟล์ไม่ใช่ตาราง (CSV หรือ Excel)", where=called, remedy="ส่งไฟล์ที่ดาวน์โหลดจากระบบโดยไม่แปลง")
    if opens_like_json(read.text):
        return _json_table(content, called, limits)
    _refuse_markup(read.text, called)
    said = _SEPARATOR_LINE.match(read.text)
    text = read.text[said.end() :] if said else read.text
    try:
        rows = _csv_rows(text, said[1] if said else _separator(text), called, limits)
    except csv.Error as error:
        raise DeliveryError(f"อ่าน CSV ไม่ได้ ({error})", where=called, remedy=ANEW) from error
    return Content(hashlib.sha256(content).hexdigest(), read.encoding, "", rows, read.mixed_lines)


def _json_table(content: bytes, called: str, limits: Limits) -> Content:
    """A JSON file is one text, not lines: it is in one encoding as a whole. Row 0 holds the names of the values."""
    read = decoded(content)
    if read is None:
        raise DeliveryError("ไฟล์ JSON ไม่ใช่ทั้ง UTF-8 และ cp874 (TIS-620)", where=called, remedy=ANEW)
    names, records = read_records(read.text, called)
    limits.refuse(called, rows=len(records), size=len(records) * len(names) * CELL_BYTES)
    rows = as_rows(names, records)
    return Content(hashlib.sha256(content).hexdigest(), read.encoding, "", rows, first_row=0)


def _refuse_markup(text: str, called: str) -> None:
    """Some systems, and their log-in pages, come under the suffix of a table."""
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
    raise DeliveryError(problem, where=called, remedy=remedy)


def _separator(text: str) -> str:
    """What stands between the cells: what each of the first lines has, else what they have most of."""
    lines = [_QUOTED.sub("", line) for line in text[:_LOOKED_AT].splitlines() if line.strip()][:HEADER_WITHIN]
    counts = {each: [line.count(each) for line in lines] or [0] for each in _SEPARATORS}
    return max(_SEPARATORS, key=lambda each: (min(counts[each]), sum(counts[each])))


def _csv_rows(text: str, separator: str, called: str, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    clean = CleanTexts()
    cells = 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
        rows.append([clean[value] for value in row])
        cells += len(row)
        limits.refuse(called, rows=len(rows), size=cells * CELL_BYTES)
    return rows
