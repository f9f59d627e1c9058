"""Reading a delivered text: CSV with whatever stands between its cells, or JSON."""

from __future__ import annotations

import csv
import hashlib
import io

from helpers.collection.decoding import decoded, decoded_by_line
from helpers.collection.foreign_files import ANEW, CELL_BYTES, CleanTexts, Content, Limits
from helpers.collection.json_records import as_rows, opens_like_json, read_records
from helpers.errors import DeliveryError


def read_text(content: bytes, called: str, limits: Limits) -> Content:
    """The cells of a CSV or JSON file. Raises DeliveryError for one that is neither, or too large."""
    if b"\x00" in content:
        raise DeliveryError("ไฟล์ไม่ใช่ตาราง (CSV หรือ Excel)", where=called, remedy="ส่งไฟล์ที่ดาวน์โหลดจากระบบโดยไม่แปลง")
    read = decoded_by_line(content, called)
    if opens_like_json(read.text):
        return _json_table(content, called, limits)
    try:
        rows = _csv_rows(read.text, called, limits)
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


def _csv_rows(text: str, called: str, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    clean = CleanTexts()
    cells = 0
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        rows.append([clean[value] for value in row])
        cells += len(row)
        limits.refuse(called, rows=len(rows), size=cells * CELL_BYTES)
    return rows
