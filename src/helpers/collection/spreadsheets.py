"""Opening a delivered file without trusting it: what kind it is, how it is encoded, and its cells as text."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from helpers.collection.decoding import decoded, decoded_by_line
from helpers.collection.json_records import as_rows, opens_like_json, read_records
from helpers.collection.school_codes import called as received_name
from helpers.digests import file_digest
from helpers.errors import DeliveryError
from helpers.params.checks import FileLimits

MEGABYTE = 1 << 20
HEADER_WITHIN = 5
"""Rows from the top among which every system looks for a header."""
SUFFIXES = (".csv", ".xlsx", ".xls", ".txt", ".json")
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DAMAGED = "ดาวน์โหลดไฟล์จากระบบอีกครั้ง แล้วสั่ง receive ใหม่"
_CELL_COLUMN = re.compile(rb"r=[\"']([A-Z]{1,3})[0-9]")
_CELL_ROW = re.compile(rb"r=[\"'][A-Z]{1,3}([0-9]{1,9})")
_MADE = re.compile(r"(?<![0-9])20[0-9]{2}-[0-9]{2}-[0-9]{2}(?![0-9])")
_LONGEST_REFERENCE = 16
"""Bytes in which a cell's reference (`r="XFD1048576"`) surely stands."""
_CELL_BYTES = 32
"""Memory that a cell takes in an opened table, empty or not."""


@dataclass(frozen=True)
class Spreadsheet:
    """One opened file: its first sheet's cells as stripped text, row by row; `rows[0]` is row 1 of the file.

    `encoding` is utf-8, utf-8-sig, cp874, mixed (some lines in one and some in the other: `mixed_rows` are the fewer
    ones, by row number), or xlsx/xls. `sheet` is empty for text files. Of a JSON list `rows[0]` are the names of the
    values, which no row of the file holds: `first_row` is 0, so that the records count from 1. `other_sheets` are those
    after the first that are in sight and hold anything; their cells are not read.
    """

    name: str
    sha256: str
    encoding: str
    sheet: str
    rows: list[list[str]]
    mixed_rows: tuple[int, ...] = ()
    first_row: int = 1
    other_sheets: tuple[str, ...] = ()

    @property
    def made(self) -> date | None:
        """The day on which the file says that it was made: one that its first cell names among other words."""
        day = _MADE.search(self.rows[0][0]) if self.rows and self.rows[0] else None
        try:
            return date.fromisoformat(day[0]) if day else None
        except ValueError:
            return None


def open_spreadsheet(path: Path, limits: FileLimits, *, name: str = "") -> Spreadsheet:
    """Read a CSV, Excel or JSON file. `name` is what the file was called when it was received.

    Raises DeliveryError: empty, not a spreadsheet, damaged, of unknown encoding, or larger than `limits`.
    """
    called = name or received_name(path)
    if path.stat().st_size == 0:
        raise DeliveryError("ไฟล์ว่างเปล่า (0 ไบต์)", where=called, remedy=_DAMAGED)
    if path.stat().st_size > limits.unpacked_megabytes * MEGABYTE:
        raise _too_large(called, limits)
    with path.open("rb") as stream:
        head = stream.read(4)
    if head in (_ZIP, _OLD_EXCEL):
        return _open_excel(path, called, limits, zipped=head == _ZIP)
    return _open_text(path, called, limits)


def _too_large(called: str, limits: FileLimits) -> DeliveryError:
    problem = f"ไฟล์ใหญ่เกินกำหนด (เกิน {limits.unpacked_megabytes:,} เมกะไบต์เมื่อคลาย หรือเกิน {limits.rows:,} แถว)"
    return DeliveryError(
        problem, where=called, remedy="ตรวจว่าเป็นไฟล์จากระบบจริง ถ้าใช่ให้เพิ่ม file_limits ใน params/checks.yml"
    )


def _open_excel(path: Path, called: str, limits: FileLimits, *, zipped: bool) -> Spreadsheet:
    try:
        if zipped:
            _refuse_bomb(path, called, limits)
        workbook = CalamineWorkbook.from_path(path)
        sheet = workbook.sheet_names[0]
        cells = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
        others = _other_sheets(workbook)
    except (CalamineError, zipfile.BadZipFile, zlib.error, IndexError, OSError, EOFError, RuntimeError) as error:
        problem = "เปิดเป็นตาราง Excel ไม่ได้ (ไฟล์เสียหาย มีรหัสผ่าน หรือเป็นไฟล์ ZIP)"
        remedy = f"ถ้าเป็น ZIP ให้แตกไฟล์ก่อน ถ้ามีรหัสผ่านให้เอาออก มิฉะนั้น{_DAMAGED}"
        raise DeliveryError(problem, where=called, remedy=remedy) from error
    if len(cells) > limits.rows:
        raise _too_large(called, limits)
    rows = [[_as_text(value) for value in row] for row in cells]
    kind = "xlsx" if zipped else "xls"
    return Spreadsheet(called, file_digest(path), kind, sheet, rows, other_sheets=others)


def _other_sheets(workbook: CalamineWorkbook) -> tuple[str, ...]:
    """The sheets after the first that a person sees and that hold anything."""
    tables = [each for each in workbook.sheets_metadata[1:] if each.typ is SheetTypeEnum.WorkSheet]
    seen = [each.name for each in tables if each.visible is SheetVisibleEnum.Visible]
    return tuple(name for name in seen if _holds_anything(workbook.get_sheet_by_name(name)))


def _holds_anything(sheet: CalamineSheet) -> bool:
    return any(_as_text(value) for row in sheet.to_python() for value in row)


def _refuse_bomb(path: Path, called: str, limits: FileLimits) -> None:
    """Count what the archive really unpacks to, piece by piece, and how large a table its cells span.

    The sizes that its directory declares may lie, and one cell in the last corner of a sheet makes the table full size.
    """
    left = limits.unpacked_megabytes * MEGABYTE
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > left:
            raise _too_large(called, limits)
        for member in archive.infolist():
            span, rest = _Span(), b""
            with archive.open(member) as stream:
                while piece := stream.read(MEGABYTE):
                    left -= len(piece)
                    span = span.widened(rest + piece)
                    rest = piece[-_LONGEST_REFERENCE:]
                    if min(left, limits.unpacked_megabytes * MEGABYTE - span.bytes) < 0:
                        raise _too_large(called, limits)


@dataclass(frozen=True)
class _Span:
    """The last row and column that cells of one sheet name."""

    rows: int = 0
    columns: int = 0

    def widened(self, xml: bytes) -> _Span:
        rows = max(map(int, set(_CELL_ROW.findall(xml))), default=0)
        columns = max(map(_column_number, set(_CELL_COLUMN.findall(xml))), default=0)
        return _Span(max(self.rows, rows), max(self.columns, columns))

    @property
    def bytes(self) -> int:
        return self.rows * self.columns * _CELL_BYTES


def _column_number(letters: bytes) -> int:
    """`A` is 1, `Z` 26, `AA` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (date, datetime)):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return str(value)


def _open_text(path: Path, called: str, limits: FileLimits) -> Spreadsheet:
    content = path.read_bytes()
    if b"\x00" in content:
        raise DeliveryError("ไฟล์ไม่ใช่ตาราง (CSV หรือ Excel)", where=called, remedy="ส่งไฟล์ที่ดาวน์โหลดจากระบบโดยไม่แปลง")
    read = decoded_by_line(content, called)
    if opens_like_json(read.text):
        return _json_table(content, called, limits)
    try:
        rows = _csv_rows(read.text, called, limits)
    except csv.Error as error:
        raise DeliveryError(f"อ่าน CSV ไม่ได้ ({error})", where=called, remedy=_DAMAGED) from error
    return Spreadsheet(called, hashlib.sha256(content).hexdigest(), read.encoding, "", rows, read.mixed_lines)


def _json_table(content: bytes, called: str, limits: FileLimits) -> Spreadsheet:
    """A JSON file is one text, not lines: it is in one encoding as a whole."""
    read = decoded(content)
    if read is None:
        raise DeliveryError("ไฟล์ JSON ไม่ใช่ทั้ง UTF-8 และ cp874 (TIS-620)", where=called, remedy=_DAMAGED)
    names, records = read_records(read.text, called)
    span = len(records) * len(names) * _CELL_BYTES
    if len(records) > limits.rows or span > limits.unpacked_megabytes * MEGABYTE:
        raise _too_large(called, limits)
    digest = hashlib.sha256(content).hexdigest()
    return Spreadsheet(called, digest, read.encoding, "", as_rows(names, records), first_row=0)


def _csv_rows(text: str, called: str, limits: FileLimits) -> list[list[str]]:
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        rows.append([value.strip() for value in row])
        if len(rows) > limits.rows:
            raise _too_large(called, limits)
    return rows
