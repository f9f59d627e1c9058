"""Recompute the numbers of made reports from the delivered files, with nothing but Python's standard library.

A second reader for auditors. It shares no code with the workbook and was written from what the project publishes:
docs/deliveries.md (layouts of the files, and which of several counts), docs/auditing.md (facts.csv and manifest.json),
docs/comparing.md (why a figure changed), the parameters in YAML and the notebooks (which fact reads which table).

    python3 recheck.py OUTPUTS/round/2568-1/dmc --data DATA --params PARAMS

It says per report how many facts it recomputed and found equal, which differ, and which it does not recompute and why.
Exit codes: 0 everything recomputed is equal, 1 something differs, 2 a report or a file could not be read.
It prints no name and no number of a person: a key that names one does not exist in facts.csv.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import datetime
import functools
import hashlib
import io
import itertools
import json
import os
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree

Value = str | bool | Decimal | None
Row = dict[str, Value]
FactKey = tuple[str, str]


class UnreadableError(Exception):
    """A report, a parameter or a delivered file cannot be read; the message says which, in Thai."""


class NotRecomputedError(Exception):
    """This reader does not recompute a fact; the message is the reason by which such facts are counted, in Thai."""


# Text: the same word must be the same string, whoever typed it.

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TONE_BEFORE_VOWEL = re.compile("([\u0e48-\u0e4b])([\u0e31\u0e34-\u0e3a\u0e47])")
_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def tidy(text: str) -> str:
    """Thai text in its regular order, without invisible characters, on one line; the spelling stays."""
    return text if text.isascii() and text.isalnum() else _tidied(text)


@functools.lru_cache(maxsize=1 << 17)
def _tidied(text: str) -> str:
    text = _INVISIBLE.sub("", text).replace("เเ", "แ")
    text = _TONE_BEFORE_VOWEL.sub(r"\2\1", text)
    text = _SPLIT_AM.sub("\\1\u0e33", text)
    return " ".join(text.split())


def heading(text: str) -> str:
    """A column heading for comparison: spaces do not count."""
    return tidy(text).replace(" ", "")


def label_key(text: str) -> str:
    """A category's name for comparison: files write it with and without a space or slash, and with ฎ or ฏ."""
    return heading(text).replace("/", "").replace("ฎ", "ฏ")


_ERROR = re.compile(
    r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!|BLOCKED!|CONNECT!|FIELD!|UNKNOWN!)"
)


def is_blank(text: str) -> bool:
    """Nothing was stated: an empty cell or a dash."""
    return text in ("", "-")


def is_error_cell(text: str) -> bool:
    """An Excel error such as #N/A, or a formula whose value the file does not keep."""
    return text.startswith("#") and (text == NO_VALUE or bool(_ERROR.fullmatch(text)))


def number(text: str) -> Decimal | None:
    """A number as typed, Thai digits and thousands' commas allowed; None when the text is not one."""
    plain = text.translate(_THAI_DIGITS).replace(",", "").strip()
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def whole_number(text: str) -> int | None:
    """A count of 0 or more; None when the text is not one."""
    if text.isascii() and text.isdigit():
        return int(text)
    value = number(text)
    return int(value) if value is not None and value >= 0 and value == value.to_integral_value() else None


def day_of(text: str) -> datetime.date | None:
    """A date typed as dd/mm/พ.ศ. or kept by Excel as a date cell of either era; None when the text is not one."""
    plain = text.translate(_THAI_DIGITS)
    if match := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", plain):
        day, month, year = (int(part) for part in match.groups())
    else:
        return None
    try:
        return datetime.date(year - 543 if year > 2400 else year, month, day)
    except ValueError:
        return None


THAI_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("ม.ค.", "มกราคม"),
            ("ก.พ.", "กุมภาพันธ์"),
            ("มี.ค.", "มีนาคม"),
            ("เม.ย.", "เมษายน"),
            ("พ.ค.", "พฤษภาคม"),
            ("มิ.ย.", "มิถุนายน"),
            ("ก.ค.", "กรกฎาคม"),
            ("ส.ค.", "สิงหาคม"),
            ("ก.ย.", "กันยายน"),
            ("ต.ค.", "ตุลาคม"),
            ("พ.ย.", "พฤศจิกายน"),
            ("ธ.ค.", "ธันวาคม"),
        ),
        start=1,
    )
    for name in names
}


def thai_day(text: str) -> datetime.date:
    """A date as parameters write it, `10 มิ.ย. 2568` or with the whole month. UnreadableError when it is not one."""
    match = re.fullmatch(r"(\d{1,2}) (\S+) (\d{4})", text.strip())
    try:
        if match and match[2] in THAI_MONTHS:
            return datetime.date(int(match[3]) - 543, THAI_MONTHS[match[2]], int(match[1]))
    except ValueError:
        pass
    raise UnreadableError(f"วันที่อ่านไม่ได้: {text}")


# Spreadsheets: CSV, XLSX and JSON become sheets of text.

NO_VALUE = "#ไม่มีค่า"
Area: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file: rows of cell texts as written; rows[0] is row `first_row` of the file.

    JSON has a made-up heading row, which is row 0, so that its first record is row 1. Rows that the file skips are [].
    `mixed` says that some lines are in UTF-8 and some in cp874. `merged` are the areas of merged cells as first row,
    last row, first column and last column: every row of theirs that holds anything else holds their value too.
    """

    name: str
    rows: list[list[str]]
    first_row: int = 1
    mixed: bool = False
    merged: tuple[Area, ...] = ()

    @property
    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """The rows, each with its number in the file."""
        return enumerate(self.rows, self.first_row)

    def error_cells(self) -> int:
        """How many cells show an error of Excel or are formulas without a value."""
        return sum(cell.startswith("#") and is_error_cell(cell) for row in self.rows for cell in row)


def rows_of(path: Path) -> list[Sheet]:
    """The visible sheets of a CSV, XLSX or JSON file, by its content, not its name. UnreadableError for other kinds."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"เปิดไฟล์ไม่ได้: {path.name}") from error
    if content.startswith(b"PK\x03\x04"):
        return _xlsx_sheets(content, path.name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(f"อ่านไม่ได้: {path.name} เป็น .xls แบบเก่า")
    text, mixed = decode(content)
    if re.match(r"\s*<", text):
        raise UnreadableError(f"อ่านไม่ได้: {path.name} เป็นหน้าเว็บหรือ XML")
    if re.match(r"\s*[\[{]", text):
        return [_json_sheet(text, path.name)]
    return [Sheet("", _csv_rows(text), mixed=mixed)]


def decode(content: bytes) -> tuple[str, bool]:
    """Text of UTF-16 with a mark, UTF-8 or cp874, and whether its lines mix the last two: such a file is read line by
    line."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16"), False
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        in_utf8 = [_is_thai_utf8(line) for line in lines]
        pairs = zip(lines, in_utf8, strict=True)
        return "\n".join(line.decode("utf-8" if own else "cp874", "replace") for line, own in pairs), any(in_utf8)


def _is_thai_utf8(line: bytes) -> bool:
    """Whether a line with letters beyond ASCII is UTF-8: most of them are Thai then, those of cp874 seldom."""
    try:
        letters = [letter for letter in line.decode("utf-8") if not letter.isascii()]
    except UnicodeDecodeError:
        return False
    return 2 * sum("\u0e00" <= letter <= "\u0e7f" or letter in "“”‘’–—…" for letter in letters) > len(letters)


def _csv_rows(text: str) -> list[list[str]]:
    """Cells between commas, semicolons or tabs: what the first line says with `sep=`, else what stands there most."""
    first = text.split("\n", 1)[0]
    match = re.match(r'"?sep=(.)"?', first)
    separator = match[1] if match else max(",;\t", key=first.count)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    rows = list(csv.reader(io.StringIO(lines), delimiter=separator))
    return [[], *rows[1:]] if match else rows


def _json_sheet(text: str, name: str) -> Sheet:
    """A list of records as a table; what stands in `details` belongs to its record."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise UnreadableError(f"อ่านไม่ได้: {name} เป็น JSON ที่ไม่สมบูรณ์") from error
    if not isinstance(content, list) or not all(isinstance(record, dict) for record in content):
        raise UnreadableError(f"อ่านไม่ได้: {name} ไม่ใช่รายการของระเบียน")
    records = [_flat(record) for record in content]
    headings = list(dict.fromkeys(key for record in records for key in record))
    return Sheet("", [headings, *([record.get(key, "") for key in headings] for record in records)], first_row=0)


def _flat(record: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in record.items():
        if key == "details" and isinstance(value, dict):
            flat |= _flat(value)
        else:
            flat[key] = "" if value is None else str(value)
    return flat


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DATE_FORMATS = frozenset({14, 15, 16, 17, 18, 19, 20, 21, 22, *range(27, 37), 45, 46, 47, *range(50, 59)})
_PERCENT_FORMATS = frozenset({9, 10})


@dataclass(frozen=True)
class _Workbook:
    """What the cells of an XLSX file point to: shared texts, and which cell styles show a day or a percentage."""

    texts: list[str]
    day_styles: frozenset[int]
    percent_styles: frozenset[int]
    epoch: datetime.datetime


def _xlsx_sheets(content: bytes, name: str) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            targets = _sheet_targets(archive)
            parts = _workbook_parts(archive, names, book)
            return [
                _xlsx_sheet(sheet.get("name", ""), archive, targets[sheet.get(_RELATION, "")], parts)
                for sheet in book.iter(f"{_MAIN}sheet")
                if sheet.get("state", "visible") == "visible" and targets.get(sheet.get(_RELATION, "")) in names
            ]
    except (KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise UnreadableError(f"อ่านไม่ได้: {name} เป็น Excel ที่ไม่สมบูรณ์") from error


def _sheet_targets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Path inside the archive by relation id."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    return {
        relation.get("Id", ""): (
            relation.get("Target", "").lstrip("/")
            if relation.get("Target", "").startswith("/")
            else f"xl/{relation.get('Target', '')}"
        )
        for relation in relations
    }


def _workbook_parts(archive: zipfile.ZipFile, names: set[str], book: ElementTree.Element) -> _Workbook:
    texts: list[str] = []
    if "xl/sharedStrings.xml" in names:
        shared = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        texts = [_rich_text(item) for item in shared.iter(f"{_MAIN}si")]
    days, percents = _styles(archive) if "xl/styles.xml" in names else (frozenset(), frozenset())
    properties = book.find(f"{_MAIN}workbookPr")
    later = properties is not None and properties.get("date1904") in ("1", "true")
    epoch = datetime.datetime(1904, 1, 1) if later else datetime.datetime(1899, 12, 30)
    return _Workbook(texts, days, percents, epoch)


def _rich_text(element: ElementTree.Element) -> str:
    """The text of a string item; the reading aids of Japanese (rPh) are no part of it."""
    parts = [element.find(f"{_MAIN}t"), *(run.find(f"{_MAIN}t") for run in element.findall(f"{_MAIN}r"))]
    return "".join(part.text or "" for part in parts if part is not None)


def _styles(archive: zipfile.ZipFile) -> tuple[frozenset[int], frozenset[int]]:
    """Which cell styles show a day, and which a percentage."""
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = {int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in styles.iter(f"{_MAIN}numFmt")}
    cells = styles.find(f"{_MAIN}cellXfs")
    formats = [int(style.get("numFmtId", "0")) for style in cells] if cells is not None else []
    plain = {key: re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code) for key, code in codes.items()}
    days = _DATE_FORMATS | {key for key, code in plain.items() if re.search(r"[dmyhsDMYHSปดว]", code)}
    percents = _PERCENT_FORMATS | {key for key, code in plain.items() if "%" in code}
    return (
        frozenset(style for style, key in enumerate(formats) if key in days),
        frozenset(style for style, key in enumerate(formats) if key in percents),
    )


def _xlsx_sheet(name: str, archive: zipfile.ZipFile, target: str, parts: _Workbook) -> Sheet:
    rows: list[list[str]] = []
    merged: list[Area] = []
    with archive.open(target) as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag == f"{_MAIN}mergeCell":
                merged.append(_area(element.get("ref", "")))
            elif element.tag == f"{_MAIN}row":
                position = int(element.get("r") or len(rows) + 1)
                rows.extend([] for _ in range(position - len(rows) - 1))
                rows.append(_xlsx_cells(element, parts))
                element.clear()
    _fill_merged(rows, merged)
    return Sheet(name, rows, merged=tuple(sorted(merged)))


def _area(reference: str) -> Area:
    """First row, last row, first column and last column of `B3:C5`."""
    first, _, last = reference.partition(":")
    corners = [(int(re.sub(r"\D", "", corner)), _column_number(corner)) for corner in (first, last or first)]
    return corners[0][0], corners[1][0], corners[0][1], corners[1][1]


def _fill_merged(rows: list[list[str]], merged: list[Area]) -> None:
    """Give every row of an area of several rows the value of its first cell, as a person reads it, unless nothing else
    stands in the row. An area of one row is a heading: only its first cell keeps the value."""
    filled = [any(cell.strip() for cell in row) for row in rows]
    for top, bottom, left, right in sorted(merged):
        if bottom == top or top > len(rows) or left > len(rows[top - 1]):
            continue
        value = rows[top - 1][left - 1]
        for index in range(top - 1, min(bottom, len(rows))):
            if filled[index]:
                rows[index].extend("" for _ in range(right - len(rows[index])))
                rows[index][left - 1 : right] = [value] * (right - left + 1)


def _xlsx_cells(row: ElementTree.Element, parts: _Workbook) -> list[str]:
    cells: list[str] = []
    for cell in row:
        column = _column_number(cell.get("r", "")) or len(cells) + 1
        cells.extend("" for _ in range(column - len(cells) - 1))
        cells.append(_cell_text(cell, parts))
    return cells


def _column_number(reference: str) -> int:
    """1 for A, 27 for AA, 0 without a reference."""
    return _number_of_letters(reference.rstrip("0123456789"))


@functools.lru_cache
def _number_of_letters(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - ord("A") + 1
    return total


def _cell_text(cell: ElementTree.Element, parts: _Workbook) -> str:
    """The value as text: dates in ISO form, percentages with their sign, numbers without a needless `.0`."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return _rich_text(inline) if inline is not None else ""
    stored = cell.find(f"{_MAIN}v")
    if stored is None or stored.text is None:
        return NO_VALUE if cell.find(f"{_MAIN}f") is not None else ""
    if kind == "s":
        return parts.texts[int(stored.text)]
    if kind == "b":
        return "TRUE" if stored.text == "1" else "FALSE"
    return stored.text if kind != "n" else _number_text(stored.text, int(cell.get("s", "0")), parts)


def _number_text(stored: str, style: int, parts: _Workbook) -> str:
    value = Decimal(stored)
    if style in parts.day_styles:
        moment = parts.epoch + datetime.timedelta(seconds=round(float(value) * 86400))
        return str(moment.date()) if moment.time() == datetime.time() else moment.isoformat(" ")
    if style in parts.percent_styles:
        return f"{_plain(value * 100)}%"
    return _plain(value)


def _plain(value: Decimal) -> str:
    """Digits without an exponent; Excel keeps 17 digits of a binary fraction, of which 15 say something."""
    if value == value.to_integral_value():
        return str(int(value))
    return format(Decimal(format(float(value), ".15g")), "f")


# Parameters: the part of YAML that params/ uses.


@functools.lru_cache
def read_yaml(path: Path) -> Any:
    """Mappings, lists and scalars of a parameter file; whole numbers as int, fractions as Decimal.

    UnreadableError when the file is missing or uses what this reader does not know.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UnreadableError(f"ไม่พบพารามิเตอร์ {path.name}") from error
    try:
        return _Yaml(lines).document()
    except (IndexError, ValueError) as error:
        raise UnreadableError(f"พารามิเตอร์ {path.name} ใช้ YAML ที่อ่านไม่ได้: {error}") from error


class _Yaml:
    """Reads a block by its indentation; `position` is the line that comes next."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.position = 0

    def document(self) -> Any:
        self.skip()
        return self.block(self.indent()) if self.position < len(self.lines) else None

    def skip(self) -> None:
        """Go over lines that hold nothing but a comment."""
        while self.position < len(self.lines) and not _without_comment(self.lines[self.position]).strip():
            self.position += 1

    def indent(self) -> int:
        """Depth of the next line that says something; -1 at the end."""
        self.skip()
        if self.position >= len(self.lines):
            return -1
        line = self.lines[self.position]
        return len(line) - len(line.lstrip(" "))

    def text(self) -> str:
        return _without_comment(self.lines[self.position]).strip()

    def block(self, depth: int) -> Any:
        if re.match(r"-( |$)", self.text()):
            return self.items(depth)
        if _KEY.match(self.text()):
            return self.mapping(depth)
        return self.scalar(self.text(), depth - 1)

    def items(self, depth: int) -> list[Any]:
        values = []
        while self.indent() == depth and re.match(r"-( |$)", self.text()):
            rest = self.text()[1:].lstrip()
            if not rest:
                self.position += 1
                values.append(self.block(self.indent()))
                continue
            line = self.lines[self.position]
            inner = line.index("-") + 1
            self.lines[self.position] = line[: inner - 1] + " " + line[inner:]
            values.append(self.entry(rest, depth))
        return values

    def entry(self, rest: str, depth: int) -> Any:
        """What follows a dash: a mapping of its own, or a scalar."""
        if (rest[0] not in "\"'[{" and _KEY.match(rest)) or re.match(r"(\"[^\"]*\"|'[^']*'): ", rest):
            return self.mapping(self.indent())
        return self.scalar(rest, depth)

    def mapping(self, depth: int) -> dict[Any, Any]:
        values: dict[Any, Any] = {}
        while self.indent() == depth and (match := _KEY.match(self.text())):
            key, rest = _plain_scalar(match[1]), match[2] or ""
            if rest:
                values[key] = self.scalar(rest, depth)
                continue
            self.position += 1
            deeper = self.indent()
            nested = deeper > depth or (deeper == depth and re.match(r"-( |$)", self.text()))
            values[key] = self.block(deeper) if nested else None
        return values

    def scalar(self, text: str, depth: int) -> Any:
        """A value that begins on the current line and goes on over deeper ones."""
        self.position += 1
        if re.fullmatch(r"[>|][+-]?", text):
            return self.folded(depth, " " if text[0] == ">" else "\n")
        while not _closed(text) or (text[0] not in "\"'[{" and self.indent() > depth):
            text = f"{text} {self.text()}"
            self.position += 1
        return _flow(text)

    def folded(self, depth: int, joint: str) -> str:
        parts = []
        while self.position < len(self.lines):
            line = self.lines[self.position]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= depth:
                break
            parts.append(line.strip())
            self.position += 1
        return joint.join(part for part in parts if part)


_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s"'\[\]{},&*!|>%@`-][^:#]*?|-?\d[^:#]*?)\s*:(?:\s+(.*))?$""")


def _without_comment(line: str) -> str:
    quote = ""
    for index, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote and line[index - 1] != "\\" else quote
        elif letter in "\"'" and line[:index].rstrip()[-1:] in ("", ":", "-", "[", "{", ","):
            quote = letter
        elif letter == "#" and (index == 0 or line[index - 1] in " \t"):
            return line[:index]
    return line


def _closed(text: str) -> bool:
    """Whether quotes and brackets that the text opens are closed again."""
    if text[0] in "\"'":
        return len(text) > 1 and text.endswith(text[0]) and not text.endswith("\\" + text[0])
    return text[0] not in "[{" or text.count(text[0]) == text.count("]" if text[0] == "[" else "}")


def _flow(text: str) -> Any:
    text = text.strip()
    if text[:1] in ("[", "{"):
        parts = _flow_parts(text[1:-1])
        if text[0] == "[":
            return [_flow(part) for part in parts]
        pairs = [re.match(r"""("[^"]*"|'[^']*'|[^:]+?)\s*:(?:\s+(.*))?$""", part, re.S) for part in parts]
        return {_plain_scalar(pair[1]): _flow(pair[2] or "") for pair in pairs if pair}
    return _plain_scalar(text)


def _flow_parts(text: str) -> list[str]:
    """What stands between the commas of the outermost level."""
    parts, depth, quote = [""], 0, ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and parts[-1].rstrip()[-1:] in ("", ":", "[", "{", ","):
            quote = letter
        depth += 0 if quote else (letter in "[{") - (letter in "]}")
        if letter == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def _plain_scalar(text: str) -> Any:
    if text[:1] == '"':
        return json.loads(text)
    if text[:1] == "'":
        return text[1:-1].replace("''", "'")
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"[+-]?(0|[1-9]\d*)", text):
        return int(text)
    return Decimal(text) if re.fullmatch(r"[+-]?\d+\.\d+", text) else text


# The register: which of the delivered files are in force.


@dataclass(frozen=True)
class Delivery:
    """One received file: `path` on disk, `report` its kind, `period` a round or fiscal year, `sha256` of its bytes, and
    `made` the day that the file states itself, empty for none."""

    path: Path
    report: str
    system: str
    period: str
    name: str
    sha256: str
    made: str = ""


# Of these each school's rows come from the file made last that holds the school, and the facts of offices count side by
# side; of all others one file counts.
LISTS_BY_SCHOOL = frozenset(
    {
        "pupil_list",
        "building_list",
        "equipment_list",
        "student_list",
        "staff_list",
        "computer_list",
        "internet_list",
        "learner_list",
        "user_list",
        "round_list",
        "money_list",
    }
)

_BEFORE_ALL = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)


@dataclass
class _Standing:
    """What the register's lines say so far of one path: the delivery, its turn, and whether it is withdrawn."""

    delivery: Delivery
    turn: tuple[datetime.datetime, int, int]
    withdrawn: bool = False


def in_force(data_dir: Path, period: str, system: str, until: str = "", *, first: bool = False) -> list[Delivery]:
    """Files that count, of the period and system, oldest first; none when nothing was received.

    Of a list by school all files are given: the last one that holds a school has its rows. Of other reports only the
    newest is. A file's turn is the day that it states, else its file time, neither after it was received, then the
    number that a browser gives a copy, then the order received. A file put back has its old turn; one put before the
    others while it was not out is as new as that moment. `until` is the moment at which the register is looked at,
    `first` turns the order of the files around.
    """
    standings = [item for item in _standings(data_dir, until) if not item.withdrawn]
    chosen = [item for item in standings if (item.delivery.period, item.delivery.system) == (period, system)]
    chosen.sort(key=lambda item: item.turn, reverse=first)
    newest = {item.delivery.report: item.delivery for item in chosen}
    return [
        item.delivery
        for item in chosen
        if item.delivery.report in LISTS_BY_SCHOOL or newest[item.delivery.report] is item.delivery
    ]


@functools.lru_cache
def _standings(data_dir: Path, until: str) -> list[_Standing]:
    standings: dict[str, _Standing] = {}
    for order, line in enumerate(_register_lines(data_dir)):
        if until and _moment(line["received"]) > _moment(until):
            continue
        path, event = line["path"], line.get("event") or "received"
        if event == "received" or path not in standings:
            standings[path] = _received(data_dir, line, order)
        elif event == "withdrawn":
            standings[path].withdrawn = True
        elif standings[path].withdrawn:
            standings[path].withdrawn = False
        else:
            standings[path].turn = (_moment(line["received"]), 0, order)
    return list(standings.values())


def _register_lines(data_dir: Path) -> list[dict[str, str]]:
    register = data_dir / "register.csv"
    try:
        text = register.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableError(f"ไม่พบทะเบียนรับไฟล์ {register}") from error
    return list(csv.DictReader(io.StringIO(text)))


def _received(data_dir: Path, line: dict[str, str], order: int) -> _Standing:
    delivery = Delivery(
        data_dir / "deliveries" / line["path"],
        line["report"],
        line["system"],
        line["period"],
        line["name"],
        line["sha256"],
        line.get("made") or "",
    )
    stated = line.get("made") or line.get("saved") or ""
    moment = min(_moment(stated), _moment(line["received"])) if stated else _BEFORE_ALL
    copy = re.search(r" ?\((\d+)\)(?=\.[^.]*$|$)", line["name"])
    return _Standing(delivery, (moment, int(copy[1]) if copy else 0, order))


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def read_delivery(delivery: Delivery) -> list[Sheet]:
    """The sheets of a delivered file, which must be the file that was received. UnreadableError when it is not."""
    try:
        digest = hashlib.sha256(delivery.path.read_bytes()).hexdigest()
    except OSError as error:
        raise UnreadableError(f"เปิดไฟล์ไม่ได้: {delivery.name}") from error
    if digest != delivery.sha256:
        raise UnreadableError(f"ไฟล์ไม่ตรงกับทะเบียนรับ: {delivery.name}")
    return rows_of(delivery.path)


# Several tables are made from the files of a round, which are read once; lists of pupils are too large to keep many.
_pupil_list_of = functools.lru_cache(maxsize=1)(read_delivery)
_other_file_of = functools.lru_cache(maxsize=32)(read_delivery)


def sheets_of(delivery: Delivery) -> list[Sheet]:
    """The sheets of a delivered file, read anew only where it was not read of late."""
    return (_pupil_list_of if delivery.report == "pupil_list" else _other_file_of)(delivery)


# The reports: what they state, and how each figure is said to come about.


@dataclass(frozen=True)
class Fact:
    """One line of facts.csv; `table` is `<period>/<system>/<table>`, empty for what two facts make up."""

    fact: str
    key: str
    value: str
    unit: str
    operation: str
    table: str
    column: str
    where: str
    rows: str
    digest: str


@dataclass
class Context:
    """One report and where its inputs lie. Tables are made once and kept by their name.

    `until` is when an earlier version was made, which lies in outputs/history; empty for a report of today. `first`
    says that of several files for one thing the first counts, as before anything was replaced. `kept` are the files
    that the tables of a round and system use, `sources` how many delivered rows stand behind a fact and their digest.
    """

    report: str
    facts: list[Fact]
    data: Path
    params: Path
    manifest: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    until: str = ""
    first: bool = False
    kept: dict[tuple[str, str], list[Delivery]] = field(default_factory=dict)
    sources: dict[FactKey, tuple[int, str]] = field(default_factory=dict)

    def deliveries(self, period: str, system: str) -> list[Delivery]:
        """The files that count for this report, oldest first."""
        return in_force(self.data, period, system, self.until, first=self.first)

    def table(self, name: str) -> Table:
        """The table `<period>/<system>/<table>`. NotRecomputedError when this reader has none of that kind."""
        if name not in self.tables:
            period, kind = name.split("/", 1)
            if kind not in TABLES:
                raise NotRecomputedError(NOT_MADE.get(kind.split("/")[-1], f"ไม่สร้างตาราง {kind}"))
            self.tables[name] = Table(TABLES[kind](self, period))
        return self.tables[name]


Recompute = Callable[[Context], dict[FactKey, Decimal]]

# How a table is made, by `<system>/<table>`; given the context and the period.
TABLES: dict[str, Callable[[Context, str], list[Row]]] = {}

# Values by (fact, key) that are computed otherwise than from a table and a filter, by kind of report, e.g.
# `programme/per_head`. What is given here comes before what the tables give.
RECOMPUTE: dict[str, Recompute] = {}

# Why tables of this name are not made.
NOT_MADE = {
    "findings": "ข้อที่พบในแบบกรอกและโครงการ ซึ่งโปรแกรมนี้ไม่ตรวจ",
    "to_mend": "ข้อที่โรงเรียนต้องแก้ ซึ่งรวมข้อที่พบในแบบกรอกและโครงการ",
}


class Table:
    """Rows that can be asked by column values; every question is looked up by the columns that it names.

    `read_as` says how the labels of a question are cut down to what these rows hold; None = as READ_AS says.
    """

    def __init__(self, rows: list[Row], read_as: dict[str, Callable[[str], str]] | None = None) -> None:
        self.rows = rows
        self.read_as = read_as
        self.columns = frozenset(rows[0]) if rows else frozenset()
        self._by_values: dict[tuple[str, ...], dict[tuple[Value, ...], list[Row]]] = {}

    def select(self, conditions: list[Condition]) -> list[Row]:
        """Rows that meet every condition. NotRecomputedError when a column does not exist here."""
        for condition in conditions:
            self.require(condition.column)
        equal = {item.column: item.values[0] for item in conditions if item.operator == "="}
        rest = [item for item in conditions if item.operator != "="]
        rows = self._bucket(equal) if equal else self.rows
        return [row for row in rows if all(item.holds(row) for item in rest)] if rest else rows

    def require(self, column: str) -> None:
        if self.rows and column not in self.columns:
            raise NotRecomputedError(f"ไม่มีคอลัมน์ {column}")

    def _bucket(self, equal: dict[str, Value]) -> list[Row]:
        columns = tuple(sorted(equal))
        if columns not in self._by_values:
            index: dict[tuple[Value, ...], list[Row]] = defaultdict(list)
            for row in self.rows:
                index[tuple(row[column] for column in columns)].append(row)
            self._by_values[columns] = index
        return self._by_values[columns].get(tuple(equal[column] for column in columns), [])


@dataclass(frozen=True)
class Condition:
    """One comparison of a filter: `operator` is `=`, `<>` or `IN`."""

    column: str
    operator: str
    values: list[Value]

    def holds(self, row: Row) -> bool:
        """As SQL has it, nothing equals a missing value and nothing differs from it."""
        value = row[self.column]
        if value is None:
            return False
        return value not in self.values if self.operator == "<>" else value in self.values


_LITERAL = r"'(?:[^']|'')*'|TRUE|FALSE|-?\d+(?:\.\d+)?"
_CONDITION = re.compile(rf"(\w+) (?:(=|<>) ({_LITERAL})|IN \(((?:{_LITERAL})(?:, (?:{_LITERAL}))*)\))")


# How a label that a report prints is cut down to what the delivered files say of it, by column: a school's code, an
# item's code. Names of schools, items and units in such labels are the workbook's words.
READ_AS: dict[str, Callable[[str], str]] = {
    "category": label_key,
    "nationality": label_key,
    "item": lambda label: label.split(" ", 1)[0],
    "improvement": lambda label: " | ".join(label.split(" | ")[:3]),
    "lacking": lambda label: label.split(" | ", 1)[0],
    "lack": lambda label: f"{label.split(' | ')[0]} | {label.split(' | ')[-1]}",
    "building": lambda label: " | ".join([label.split(" | ")[0], *label.split(" | ")[-2:]]),
    "entry": lambda label: f"{label.split(' | ')[0]} | {label.split(' | ')[-1].split(' ', 1)[0]}",
}


def conditions_of(where: str, read_as: dict[str, Callable[[str], str]] | None = None) -> list[Condition]:
    """The comparisons of a filter of facts.csv, all of which must hold. NotRecomputedError for any other form.

    `read_as` says how labels are cut down, by column; None = as READ_AS says.
    """
    cut_down = READ_AS if read_as is None else read_as
    conditions, position = [], 0
    while position < len(where):
        match = _CONDITION.match(where, position)
        if not match:
            raise NotRecomputedError("เงื่อนไขแบบที่อ่านไม่ได้")
        listed = match[4] if match[3] is None else match[3]
        values = [_literal(item, cut_down.get(match[1])) for item in re.findall(_LITERAL, listed)]
        conditions.append(Condition(match[1], match[2] or "IN", values))
        position = match.end()
        if where.startswith(" AND ", position):
            position += len(" AND ")
        elif position < len(where):
            raise NotRecomputedError("เงื่อนไขแบบที่อ่านไม่ได้")
    return conditions


def _literal(text: str, cut_down: Callable[[str], str] | None) -> Value:
    if text.startswith("'"):
        label = text[1:-1].replace("''", "'")
        return cut_down(label) if label and cut_down else label
    return text == "TRUE" if text in ("TRUE", "FALSE") else Decimal(text)


SIX_PLACES = Decimal("0.000001")


def evaluate(context: Context) -> tuple[dict[FactKey, Decimal], dict[FactKey, str]]:
    """Values recomputed by (fact, key), and the reason for each fact that is not."""
    values: dict[FactKey, Decimal] = {}
    reasons: dict[FactKey, str] = {}
    if kind := RECOMPUTE.get(report_kind(context)):
        values |= kind(context)
    for fact in context.facts:
        if fact.table and (fact.fact, fact.key) not in values:
            try:
                values[fact.fact, fact.key] = from_table(context, fact)
            except NotRecomputedError as reason:
                reasons[fact.fact, fact.key] = str(reason)
            except UnreadableError as problem:
                reasons[fact.fact, fact.key] = "อ่านไฟล์ไม่ได้"
                context.problems.append(str(problem))
    combine(context.facts, values, reasons)
    return values, reasons


def combine(facts: list[Fact], values: dict[FactKey, Decimal], reasons: dict[FactKey, str]) -> None:
    """Add the facts that two others make up, again and again, since these may be made of two in their turn."""
    stated = {(fact.fact, fact.key) for fact in facts}
    pending = [fact for fact in facts if not fact.table and (fact.fact, fact.key) not in values]
    while pending:
        left_over = []
        for fact in pending:
            try:
                values[fact.fact, fact.key] = from_two_facts(fact, values, stated)
            except NotRecomputedError as reason:
                reasons[fact.fact, fact.key] = str(reason)
                left_over.append(fact)
            else:
                reasons.pop((fact.fact, fact.key), None)
        if len(left_over) == len(pending):
            return
        pending = left_over


def digest_of(rows: list[Row]) -> tuple[int, str] | None:
    """How many delivered rows these are and the digest of their keys, as docs/auditing.md builds it; None where this
    reader does not know the delivered row of each, or there is none."""
    keys = {row.get("row_key") for row in rows}
    known = sorted(key for key in keys if isinstance(key, str) and key)
    if not known or len(known) < len(keys):
        return None
    return len(known), hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


def from_table(context: Context, fact: Fact) -> Decimal:
    """Count, sum, middle or number of distinct values over the rows that the fact's filter leaves."""
    table = context.table(fact.table)
    conditions = conditions_of(fact.where, table.read_as)
    if any(item.column == "rule" and not RULES.keys() >= set(item.values) for item in conditions):
        raise NotRecomputedError(NOT_MADE["findings"])
    rows = table.select(conditions)
    if source := digest_of(rows):
        context.sources[fact.fact, fact.key] = source
    if fact.operation == "count":
        return Decimal(len(rows))
    table.require(fact.column)
    stated = [row[fact.column] for row in rows if row[fact.column] is not None]
    if fact.operation == "distinct":
        return Decimal(len(set(stated)))
    if fact.operation == "median":
        return median_of([value for value in stated if isinstance(value, Decimal)])
    if fact.operation not in ("sum", "rule"):
        raise NotRecomputedError(f"วิธีคำนวณ {fact.operation}")
    return sum((value for value in stated if isinstance(value, Decimal)), Decimal(0))


def median_of(values: list[Decimal]) -> Decimal:
    """The middle value, or half of the sum of the two in the middle."""
    if not values:
        raise NotRecomputedError("ไม่มีค่าที่จะหาค่ากลาง")
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def from_two_facts(fact: Fact, values: dict[FactKey, Decimal], stated: set[FactKey]) -> Decimal:
    """A ratio, rounded half up to six places, or a difference of two facts that were recomputed.

    `stated` are all facts of the report, by which the two are told apart in the text that names them.
    """
    sign = " / " if fact.operation == "ratio" else " - "
    first, second = _operands(fact.where, sign, stated)
    if first not in values or second not in values:
        raise NotRecomputedError("ประกอบจากตัวเลขที่ไม่ได้คำนวณซ้ำ")
    if fact.operation == "difference":
        return values[first] - values[second]
    if not values[second]:
        raise NotRecomputedError("ตัวหารเป็นศูนย์")
    return (values[first] / values[second]).quantize(SIX_PLACES, ROUND_HALF_UP)


def _operands(where: str, sign: str, stated: set[FactKey]) -> tuple[FactKey, FactKey]:
    """The two facts of `a(key) / b(key)`. Keys may hold any text, so every cut is tried until both sides exist."""
    for match in re.finditer(re.escape(f"){sign}"), where):
        sides = [where[: match.start()], where[match.end() : -1]]
        first, second = ((side.partition("(")[0], side.partition("(")[2]) for side in sides)
        if first in stated and second in stated:
            return first, second
    raise NotRecomputedError("ประกอบจากตัวเลขที่ไม่มีใน facts.csv")


# Reading a report's folder.


def report_kind(context: Context) -> str:
    """`round/dmc`, `annual/performance`, `school/school`, or `programme/<kind>` by the kind that the programme's
    parameters name."""
    room, _, name = context.report.split("/", 2)
    if room == "school":
        return "school/school"
    if room != "programme":
        return f"{room}/{name}"
    return f"programme/{read_yaml(context.params / 'programmes' / f'{name}.yml')['kind']}"


def read_report(folder: Path, data: Path | None, params: Path | None) -> Context:
    """The facts and the manifest of a made report. UnreadableError when one of them is missing or broken."""
    try:
        written = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = written["content"]
        until = written["execution"]["made"] if "history" in folder.resolve().parts else ""
        with (folder / "facts.csv").open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.DictReader(stream))
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableError(f"อ่านรายงานไม่ได้: {folder}") from error
    names = list(Fact.__dataclass_fields__)
    facts = [Fact(**{name: line[name] for name in names}) for line in lines]
    return Context(
        manifest["report"],
        facts,
        data or _folder_beside(folder, "data", "WORKBOOK_DATA"),
        params or _folder_beside(folder, "params", "WORKBOOK_PARAMS"),
        manifest,
        until=until,
    )


def _folder_beside(folder: Path, name: str, variable: str) -> Path:
    """The project's folder of that name: of `X/outputs/sample/…` it is `X/data/sample` and `X/params`."""
    if variable in os.environ:
        return Path(os.environ[variable])
    for parent in folder.resolve().parents:
        if parent.name == "outputs":
            inner = folder.resolve().relative_to(parent).parts
            office = "" if inner[0] in ("round", "programme", "annual", "school", "history") else inner[0]
            beside = parent.parent / name / (office if name == "data" else "")
            if beside.is_dir():
                return beside
    what = "register.csv กับโฟลเดอร์ deliveries" if name == "data" else "office.yml"
    raise UnreadableError(f"ไม่พบโฟลเดอร์ {name} ของรายงาน {folder} ให้สั่งพร้อม --{name} <โฟลเดอร์ที่มี {what}>")


def other_files(context: Context) -> list[str]:
    """Files that the report was made from and that are not in force now, or the other way round, by name."""
    differing = []
    for source, files in context.manifest["inputs"]["deliveries"].items():
        period, _, system = source.partition("/")
        now = {delivery.sha256: delivery.name for delivery in context.deliveries(period, system)}
        then = {item["sha256"]: name for name, item in files.items()}
        differing += [f"{source}: {then.get(key) or now.get(key)}" for key in sorted(then.keys() ^ now.keys())]
    return differing


# DMC: aggregates of the area, the pupil list and the confirmations.

MALE, FEMALE, NOT_STATED = "ช", "ญ", "ไม่ระบุ"
LEVELS = {
    "ก่อนประถม": ["อ.1", "อ.2", "อ.3"],
    "ประถม": ["ป.1", "ป.2", "ป.3", "ป.4", "ป.5", "ป.6"],
    "มัธยมต้น": ["ม.1", "ม.2", "ม.3"],
    "มัธยมปลาย/ปวช.": ["ม.4", "ม.5", "ม.6", "ปวช.1", "ปวช.2", "ปวช.3"],
}
LEVEL_OF = {grade: level for level, grades in LEVELS.items() for grade in grades}
ALL = "รวมทั้งหมด"
VOCATIONAL = ["ปวช.1", "ปวช.2", "ปวช.3"]

# The order of the groups of columns. A level's name stands for the sum of its grades, ALL for that of the levels.
_LOWER = [entry for level in ("ก่อนประถม", "ประถม", "มัธยมต้น") for entry in (*LEVELS[level], level)]
LAYOUTS = [
    [*_LOWER, *LEVELS["มัธยมปลาย/ปวช."], "มัธยมปลาย/ปวช.", ALL],
    [*_LOWER, "ม.4", "ม.5", "ม.6", "มัธยมปลาย/ปวช.", ALL],
    [*_LOWER, "ม.4", "ม.5", "ม.6", "มัธยมปลาย/ปวช.", *VOCATIONAL, ALL],
]

# The category of the row that holds everybody, by report; reports that are not here have no such row.
WHOLE_ROW = {
    "age": "นักเรียนทั้งหมด",
    "nationality": "นักเรียนทั้งหมด",
    "religion": "นักเรียนทั้งหมด",
    "disadvantage": "นักเรียนด้อยโอกาสทั้งหมด",
    "disability": "นักเรียนพิการทั้งหมด",
    "disability_and_disadvantage": "นักเรียนพิการและด้อยโอกาสทั้งหมด",
    "travel": "นักเรียนอยู่ห่างเกิน 3 กม.",
    "boarding": "นักเรียนพักนอนทั้งหมด",
    "shortage": "นักเรียนขาดแคลนทั้งหมด",
    "weight_for_height": "นักเรียนทั้งหมด",
    "height_for_age": "นักเรียนทั้งหมด",
    "inspection": "นักเรียนต้นปีการศึกษา",
    "discharge": "นักเรียนโดนจำหน่ายทั้งหมด",
    "dropout": "นักเรียนออกกลางคันทั้งหมด",
    "not_passed": "นักเรียนไม่ผ่านการประเมินทั้งหมด",
    "completion_time": "นักเรียนจบทั้งหมด",
    "p6_destination": "นักเรียนจบทั้งหมด",
    "m3_destination": "นักเรียนจบทั้งหมด",
    "m6_destination": "นักเรียนจบทั้งหมด",
}
G_CODE_CATEGORY = "จำนวนนักเรียนรหัส G"
CATEGORY_REPORTS = [*WHOLE_ROW, "g_code"]
OTHER_GROUPS = {
    "completion_time": ["อ.3", "ป.3", "ป.6", "ม.3", "ม.6", "ปวช.3"],
    "p6_destination": ["ป.6"],
    "m3_destination": ["ม.3"],
    "m6_destination": ["ม.6"],
}


# Reports whose columns are flags without a known meaning: they are checked for repeated rows alone, and not counted.
FLAG_REPORTS = ("electricity", "water", "internet")
CATEGORY_WORDS: dict[str, list[str]] = {}


# The counts of one group of columns: men, women, both, and rooms where the group has four columns.
Numbers: TypeAlias = tuple[int | None, ...]


@dataclass(frozen=True)
class AggregateRow:
    """One line of a school (or the area): numbers of one group of columns by the group's name, in file order. A cell
    without a count, or with one that no school can have, is None. `key` is the row's key."""

    code: str
    category: str
    groups: dict[str, Numbers]
    key: str = ""

    @property
    def is_area(self) -> bool:
        return self.code.endswith("0000")

    @property
    def school(self) -> str:
        """The school's code; empty for the area's own total."""
        return "" if self.is_area else self.code

    @cached_property
    def has_count(self) -> bool:
        """Whether it counts anybody."""
        return any(map(any, self.groups.values()))

    @cached_property
    def is_empty(self) -> bool:
        """Whether every cell is zero, so that every sum holds."""
        return not self.has_count and not any(None in numbers for numbers in self.groups.values())


@dataclass(frozen=True)
class AggregateFile:
    """A report of the area: every line, also repeated ones. `wrong` are the rules that single cells break, each with
    the school's code, `renamed` the labels of other rounds; `unknown_layout` says that its sums do not hold."""

    report: str
    rows: list[AggregateRow]
    wrong: list[tuple[str, str]]
    renamed: list[str]
    unknown_layout: bool

    @cached_property
    def counted(self) -> list[AggregateRow]:
        """Of lines of the same school and category the first that counts anybody, else the first."""
        chosen: dict[tuple[str, str], AggregateRow] = {}
        for index, row in enumerate(self.rows):
            label = f"{index}" if row.category == NOT_STATED else row.category
            if (row.code, label) not in chosen or (row.has_count and not chosen[row.code, label].has_count):
                chosen[row.code, label] = row
        return list(chosen.values())


def newest(context: Context, period: str, system: str, report: str) -> Delivery | None:
    """The file of a report that is in force, or None when none was received."""
    matching = [item for item in context.deliveries(period, system) if item.report == report]
    return matching[-1] if matching else None


def aggregate_file(context: Context, period: str, report: str) -> AggregateFile | None:
    """A report of the area that was received, whether its layout is known or not."""
    delivery = newest(context, period, "dmc", report)
    checks = read_yaml(context.params / "checks.yml")
    words = tuple((tidy(word["found"]), tidy(word["stands_for"])) for word in checks["renamed_labels"]["words"])
    limits = (int(checks["plausible"]["pupils"]), int(checks["plausible"]["rooms"]))
    return _read_aggregate(delivery, words, limits) if delivery else None


def usable(context: Context, period: str, report: str) -> AggregateFile | None:
    """A report of the area that was received in a layout that is known."""
    file = aggregate_file(context, period, report)
    return file if file and not file.unknown_layout else None


def aggregate(context: Context, period: str, report: str) -> list[AggregateRow]:
    """Rows of a report of the area, each school and category once; none when it was not received or not usable."""
    file = usable(context, period, report)
    return file.counted if file else []


def _lead_and_size(report: str) -> tuple[int, int]:
    """How many columns stand before the counts, and how many make one group."""
    if report in FLAG_REPORTS:
        return 2, 1
    return (2, 4 if report == "enrolment" else 3) if report in ("enrolment", "g_code") else (3, 3)


@functools.lru_cache(maxsize=256)
def _read_aggregate(delivery: Delivery, words: tuple[tuple[str, str], ...], limits: tuple[int, int]) -> AggregateFile:
    report = delivery.report
    lead, size = _lead_and_size(report)
    (sheet, *_) = sheets_of(delivery)
    lines = [(number, line) for number, line in sheet.numbered if len(line) > lead]
    lines = [(number, line) for number, line in lines if re.fullmatch(r"\d{4}|\d{8}", line[1].strip())]
    names = _group_names(report, [line for _, line in lines], lead, size)
    labels = [_label_in(line[2]) if lead == 3 else G_CODE_CATEGORY for _, line in lines]
    renamed = _renamed_labels(report, labels, words) if lead == 3 else {}
    rows: list[AggregateRow] = []
    wrong: list[tuple[str, str]] = []
    for (number, line), label in zip(lines, labels, strict=True):
        code = line[1].strip().ljust(8, "0")
        groups, bad = _groups(line, lead, size, names, (0, 0) if code.endswith("0000") else limits)
        rows.append(AggregateRow(code, renamed.get(label, label), groups, row_key(delivery, sheet, number)))
        wrong += [(rule, rows[-1].school) for rule in bad]
    unknown = report not in FLAG_REPORTS and (not names or _is_broken(report, rows))
    return AggregateFile(report, rows, wrong, list(renamed), unknown)


def row_key(delivery: Delivery, sheet: Sheet, row: int) -> str:
    """The key of a row, as docs/auditing.md builds it."""
    return f"{delivery.sha256[:12]}:{sheet.name}:{row}"


def _label_in(cell: str) -> str:
    """The label of a cell in the spelling that reports print; not stated for an empty cell and for what is no label."""
    label = tidy(cell)
    if not label or is_error_cell(label) or label.upper() in ("TRUE", "FALSE"):
        return NOT_STATED
    return respelled(label)


def respelled(label: str) -> str:
    """The one spelling of words that files write in several ways."""
    return label.replace("ปรากฎ", "ปรากฏ").replace("อื่นๆ", "อื่น ๆ")


def _renamed_labels(report: str, labels: list[str], words: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Labels that checks.yml says stand for another one of the report, which the file itself does not have."""
    known = known_labels(report)
    renamed: dict[str, str] = {}
    for label in dict.fromkeys(labels):
        other = label
        for written, meant in words:
            other = other.replace(written, meant)
        if label not in known and other in known and other not in labels:
            renamed[label] = other
    return renamed


def known_labels(report: str) -> list[str]:
    """Every label that the category column of a report may hold, that of the whole first."""
    return [WHOLE_ROW[report], *CATEGORY_WORDS[report]] if report in WHOLE_ROW else []


def _group_names(report: str, lines: list[list[str]], lead: int, size: int) -> list[str]:
    """The names of the groups of columns; groups that nobody documents are numbered: checked, not published."""
    width = Counter(len(line) for line in lines).most_common(1)[0][0] if lines else 0
    if report in OTHER_GROUPS or report in FLAG_REPORTS:
        first = OTHER_GROUPS.get(report, [])
        return [*first, *(f"กลุ่มที่ {number}" for number in range(len(first) + 1, (width - lead) // size + 1))]
    return _layout(lines, width, lead, size)


def _groups(
    line: list[str], lead: int, size: int, names: list[str], limits: tuple[int, int]
) -> tuple[dict[str, Numbers], list[str]]:
    """The numbers of every group, and the rules that its cells break. `limits` are the most pupils and rooms of a
    school; 0 for the area, which has none."""
    groups: dict[str, Numbers] = {}
    wrong: list[str] = []
    for index, name in enumerate(names):
        cells = tuple(line[lead + size * index : lead + size * (index + 1)])
        groups[name], broken = _numbers_in(cells, limits)
        wrong += broken
    return groups, wrong


@functools.lru_cache(maxsize=1 << 16)
def _numbers_in(cells: tuple[str, ...], limits: tuple[int, int]) -> tuple[Numbers, tuple[str, ...]]:
    """The counts of one group of cells, and the rules that they break. Most groups of a file are alike."""
    numbers: list[int | None] = []
    wrong: list[str] = []
    for measure, cell in enumerate(cells):
        count = whole_number(cell.strip())
        highest = limits[measure == 3] and (1 if len(cells) == 1 else limits[measure == 3])
        if count is None or (highest and count > highest):
            wrong.append("dmc.aggregate.not_a_count" if count is None else "dmc.aggregate.count_implausible")
            count = None
        numbers.append(count)
    return tuple(numbers), tuple(wrong)


def _layout(lines: list[list[str]], width: int, lead: int, size: int) -> list[str]:
    """Of the orders of groups of this width the one in which the fewest sums of grades and levels fail."""
    fitting = [layout for layout in LAYOUTS if lead + size * len(layout) == width]
    if len(fitting) < 2:
        return fitting[0] if fitting else []
    wrong = dict.fromkeys(range(len(fitting)), 0)
    for line in lines:
        for index, layout in enumerate(fitting):
            groups, _ = _groups(line, lead, size, layout, (0, 0))
            wrong[index] += sum(stated != total for _, stated, total in level_sums(groups) if any(groups[ALL]))
    return fitting[min(wrong, key=lambda index: wrong[index])]


Sum = tuple[str, int | None, int | None]


def level_sums(groups: dict[str, Numbers]) -> Iterator[Sum]:
    """Every sum of grades or levels of a line, measure by measure: its name, as the line states it, and as its parts
    add up; None where a cell has no count."""
    parts = {name: [grade for grade in grades if grade in groups] for name, grades in LEVELS.items()} | {
        ALL: list(LEVELS)
    }
    for name, of in parts.items():
        for measure, stated in enumerate(groups[name]):
            yield name, stated, sum_of(groups[part][measure] for part in of)


def sex_sums(groups: dict[str, Numbers]) -> Iterator[Sum]:
    """Of every group of a line: its name, both sexes as stated, and boys and girls together."""
    for name, numbers in groups.items():
        yield name, numbers[2], sum_of(numbers[:2])


def sum_of(parts: Iterable[int | None]) -> int | None:
    """The sum; None where a part is no count."""
    total = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def _is_broken(report: str, rows: list[AggregateRow]) -> bool:
    """Whether one of the sums that the report states fails in most of the rows, and in more than two."""
    about: Counter[str] = Counter()
    against: Counter[str] = Counter()
    for row in (row for row in rows if not row.is_empty):
        for kind, sums in (("sexes", sex_sums(row.groups)), ("levels", _level_sums_of(report, row))):
            known = [(f"{kind} {name}", a, b) for name, a, b in sums if a is not None and b is not None]
            about.update({name for name, stated, total in known if stated or total})
            against.update({name for name, stated, total in known if stated != total})
    return any(wrong > 2 and 2 * wrong > about[name] for name, wrong in against.items())


def _level_sums_of(report: str, row: AggregateRow) -> Iterator[Sum]:
    """The sums of grades and levels; none in a report that has other groups."""
    return iter(()) if report in OTHER_GROUPS else level_sums(row.groups)


def most(context: Context, name: str) -> int:
    """The largest count that a school can have; what is above it was mistyped and does not count."""
    return int(read_yaml(context.params / "checks.yml")["plausible"][name])


def dmc_enrolment(context: Context, period: str) -> list[Row]:
    """School x grade x sex with its pupils, from the aggregate, else counted from the pupil list."""
    if not usable(context, period, "enrolment"):
        return _counted_pupils(context, period)
    limit = most(context, "pupils")
    return [
        {
            "smis": row.code,
            "grade": grade,
            "level": LEVEL_OF[grade],
            "sex": sex,
            "pupils": Decimal(count),
            "row_key": row.key,
        }
        for row in aggregate(context, period, "enrolment")
        if not row.is_area
        for grade, numbers in row.groups.items()
        if grade in LEVEL_OF
        for sex, count in zip((MALE, FEMALE), numbers, strict=False)
        if count and count <= limit
    ]


def dmc_classrooms(context: Context, period: str) -> list[Row]:
    """School x grade with its rooms, from the aggregate, else the different rooms of the pupil list."""
    if not usable(context, period, "enrolment"):
        rooms = {
            (row["smis"], row["grade"], row["level"], row["room"]) for row in context.table(f"{period}/dmc/pupils").rows
        }
        counted = Counter(item[:3] for item in rooms if item[3])
        return [{"smis": key[0], "grade": key[1], "level": key[2], "rooms": Decimal(n)} for key, n in counted.items()]
    limit = most(context, "rooms")
    return [
        {"smis": row.code, "grade": grade, "level": LEVEL_OF[grade], "rooms": Decimal(numbers[3]), "row_key": row.key}
        for row in aggregate(context, period, "enrolment")
        if not row.is_area
        for grade, numbers in row.groups.items()
        if grade in LEVEL_OF and numbers[3] and numbers[3] <= limit
    ]


def _counted_pupils(context: Context, period: str) -> list[Row]:
    """Everyone on the pupil list is one row."""
    keys = ("smis", "grade", "level", "sex", "row_key")
    return [
        {key: row[key] for key in keys} | {"pupils": Decimal(1)} for row in context.table(f"{period}/dmc/pupils").rows
    ]


def dmc_categories(context: Context, period: str) -> list[Row]:
    """Report x school x category x grade x sex with its pupils; `whole` marks the row that holds everybody."""
    limit = most(context, "pupils")
    rows: list[Row] = []
    for report in CATEGORY_REPORTS:
        if not usable(context, period, report):
            rows += _listed_category(context, period, report)
            continue
        whole = label_key(WHOLE_ROW.get(report, ""))
        for row in aggregate(context, period, report):
            if row.is_area:
                continue
            category = label_key(row.category)
            shared: Row = {"report": report, "smis": row.code, "category": category, "whole": category == whole}
            shared["row_key"] = row.key
            rows += [shared | cell for cell in _category_cells(row, limit)]
    return rows


def _category_cells(row: AggregateRow, limit: int) -> Iterator[Row]:
    for grade, numbers in row.groups.items():
        if grade not in LEVEL_OF:
            continue
        for sex, count in zip((MALE, FEMALE), numbers, strict=False):
            if count and count <= limit:
                yield {"grade": grade, "level": LEVEL_OF[grade], "sex": sex, "pupils": Decimal(count)}


def dmc_area_totals(context: Context, period: str) -> list[Row]:
    """What the file itself states for the area: report x category x group x measure."""
    rows: list[Row] = []
    for report in ("enrolment", *CATEGORY_REPORTS):
        for row in aggregate(context, period, report):
            if not row.is_area:
                continue
            for name, numbers in row.groups.items():
                label = name if name in LEVEL_OF or name == ALL else f"รวม{name}"
                shared: Row = {"report": report, "category": row.category, "group_label": label, "row_key": row.key}
                rows += [
                    shared | {"measure": measure, "value": Decimal(value)}
                    for measure, value in zip(("ชาย", "หญิง", "รวม", "ห้อง"), numbers, strict=False)
                    if value
                ]
    return rows


# Columns of the pupil list by position; the headings repeat themselves and are no key.
LIST_COLUMNS = {"smis": 0, "school_name": 1, "number": 2, "grade": 3, "room": 4, "sex": 6, "title": 7, "first_name": 8}
LIST_COLUMNS |= {"last_name": 9, "born": 10, "weight": 12, "height": 13, "religion": 15, "nationality": 17}
LIST_COLUMNS |= {"disadvantage": 34, "pending": 35}


def dmc_pupils(context: Context, period: str) -> list[Row]:
    """One row a pupil, of each school from the list made last that holds it. Numbers and names are kept in memory
    alone."""
    by_school: dict[str, list[Row]] = {}
    lists = [delivery for delivery in context.deliveries(period, "dmc") if delivery.report == "pupil_list"]
    if not lists:  # a round that nobody has entered yet needs no parameters
        return []
    day, oldest = as_of(context, period), most(context, "oldest")
    for delivery in lists:
        sheet, _ = sheets_of(delivery)[0], file_words(delivery)
        start = len(sheet.rows) - len(_below_heading(sheet.rows, "รหัสโรงเรียน"))
        of_file: dict[str, list[Row]] = defaultdict(list)
        for index, line in enumerate(sheet.rows[start:], start):
            cells = [*line, *[""] * 36]
            if re.fullmatch(r"\d{8}", cells[0].strip()):
                pupil = _listed_pupil(cells, day, oldest)
                pupil |= {"delivery": delivery.sha256, "row_key": row_key(delivery, sheet, index + sheet.first_row)}
                of_file[str(pupil["smis"])].append(pupil)
        by_school |= of_file
    return [row for rows in by_school.values() for row in rows]


def _below_heading(rows: list[list[str]], first: str) -> list[list[str]]:
    """The rows under the heading, which stands in one of the first five rows."""
    for index, row in enumerate(rows[:5]):
        if row and heading(row[0]) == first:
            return rows[index + 1 :]
    raise UnreadableError(f"ไม่พบหัวตาราง {first} ใน 5 แถวแรก")


def _listed_pupil(cells: list[str], day: datetime.date, oldest: int) -> Row:
    tidied = {name: tidy(cells[position]) for name, position in LIST_COLUMNS.items()}
    words = {name: "" if _is_no_word(text) else text for name, text in tidied.items()}
    stated = {name: "" if is_blank(text) else text for name, text in words.items()}
    grade = _listed_grade(stated["grade"])
    born, problem = _birth(tidied["born"], day, oldest)
    return {
        "smis": stated["smis"],
        "number": tidied["number"],
        "number_kind": _number_kind(tidied["number"]),
        "grade": grade,
        "level": LEVEL_OF.get(grade, NOT_STATED),
        "room": _room(stated["room"]),
        "sex": stated["sex"] if stated["sex"] in (MALE, FEMALE) else NOT_STATED,
        "born": tidied["born"] if born else "",
        "birth_problem": problem,
        "age": None if born is None else Decimal(_years(born, day)),
        "religion": stated["religion"] or NOT_STATED,
        "nationality": label_key(stated["nationality"]) or NOT_STATED,
        "disadvantage": words["disadvantage"] or (NOT_STATED if tidied["disadvantage"] else ""),
        "name": f"{tidied['first_name']} {tidied['last_name']}",
        **{name: words[name] for name in ("school_name", "title", "pending")},
        **{name: tidied[name] for name in ("weight", "height")},
        **{
            f"{name}_label": _label_in(cells[LIST_COLUMNS[name]])
            for name in ("religion", "nationality", "disadvantage")
        },
    }


def _is_no_word(text: str) -> bool:
    """Whether a cell cannot hold a word: an error of Excel or a truth value."""
    return is_error_cell(text) or text.upper() in ("TRUE", "FALSE")


def _room(text: str) -> str:
    """A room as its number: 01 is room 1, and 0 is none."""
    plain = text.translate(_THAI_DIGITS)
    return plain.lstrip("0") if plain.isdecimal() else plain


def _listed_grade(text: str) -> str:
    """อบ.1 and อนุบาล 1 are อ.1; what is no grade is not stated."""
    plain = re.sub(r"^(อบ\.|อนุบาล)", "อ.", text.translate(_THAI_DIGITS).replace(" ", ""))
    return plain if plain in LEVEL_OF else NOT_STATED


def _number_kind(text: str) -> str:
    if text in ("", "-"):
        return "missing"
    if re.fullmatch(r"G\d{12}", text):
        return "g_code"
    return "citizen" if re.fullmatch(r"\d{13}", text) else "malformed"


def _birth(text: str, day: datetime.date, oldest: int) -> tuple[datetime.date | None, str]:
    """A birth date and what is wrong with it: typed in ค.ศ. or after the day of the data (`era`), older than a pupil
    can be (`century`), or no date (`impossible`). A date cell of Excel has no era."""
    typed = re.fullmatch(r"\d{1,2}/\d{1,2}/(\d{4})", text)
    if typed and not 2400 <= int(typed[1]) <= day.year + 543:
        return None, "era"
    born = day_of(text) if typed or re.match(r"\d{4}-", text) else None
    if born is None:
        return None, "impossible"
    if born > day:
        return None, "era"
    return (born, "") if _years(born, day) <= oldest else (None, "century")


def _listed_category(context: Context, period: str, report: str) -> list[Row]:
    """Of reports that were not received: what the pupil list says of everybody on it."""
    rows: list[Row] = []
    if report not in ("age", "nationality", "religion", "disadvantage", "g_code"):
        return rows
    for pupil in context.table(f"{period}/dmc/pupils").rows:
        category = _category_of(report, pupil)
        if category:
            shared: Row = {key: pupil[key] for key in ("smis", "grade", "level", "sex", "row_key")}
            rows.append(
                shared | {"report": report, "category": label_key(category), "whole": False, "pupils": Decimal(1)}
            )
    return rows


def _category_of(report: str, pupil: Row) -> str:
    """Empty when the pupil does not belong into the report: who is not disadvantaged, or has no G code."""
    if report == "g_code":
        return G_CODE_CATEGORY if pupil["number_kind"] == "g_code" else ""
    if report == "age":
        age = pupil["age"]
        if not isinstance(age, Decimal):
            return NOT_STATED
        return "น้อยกว่า 2 ปี" if age < 2 else f"{age} ปี" if age <= 20 else "20 ปีขึ้นไป"
    if report == "disadvantage":
        return "" if is_blank(str(pupil[report])) else str(pupil[report])
    return str(pupil[report])


def _years(born: datetime.date, day: datetime.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def round_params(context: Context, period: str) -> Any:
    """The parameters of a round: its dates and what is expected."""
    return read_yaml(context.params / "rounds" / f"{period}.yml")


def as_of(context: Context, period: str) -> datetime.date:
    """The day that a round's data describe."""
    return thai_day(round_params(context, period)["as_of"]["date"])


def school_list(context: Context) -> dict[str, dict[str, str]]:
    """The lines of the office's school list by SMIS code; none when it has no list."""
    return _school_lines(context.params / "schools" / f"{read_yaml(context.params / 'office.yml')['area_code']}.csv")


@functools.lru_cache
def _school_lines(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {line["smis"]: line for line in csv.DictReader(stream)}


def open_schools(context: Context, period: str) -> set[str]:
    """The listed schools that are open on the day of the round's data."""
    day = as_of(context, period)
    return {smis for smis, line in school_list(context).items() if _is_open(line, day)}


def _is_open(line: dict[str, str], day: datetime.date) -> bool:
    first, last = (line.get(name) or "" for name in ("first_day", "last_day"))
    return (not first or thai_day(first) <= day) and (not last or day <= thai_day(last))


def district_of(context: Context, smis: str) -> str:
    """The school's district; not stated for a school that the list lacks or leaves open."""
    return school_list(context).get(smis, {}).get("district") or NOT_STATED


def size_of(context: Context, pupils: Decimal) -> str:
    """The size band of a school with so many pupils."""
    if not pupils:
        return "ไม่มีนักเรียน"
    bands = read_yaml(context.params / "office.yml")["size_bands"]["bands"]
    return next(str(band["size"]) for band in bands if "up_to" not in band or pupils <= band["up_to"])


def dmc_schools(context: Context, period: str) -> list[Row]:
    """One row a school that is listed or has data; `delivered` says that the round's data name it."""
    pupils: dict[str, Decimal] = defaultdict(Decimal)
    for row in context.table(f"{period}/dmc/enrolment").rows:
        pupils[str(row["smis"])] += decimal(row["pupils"])
    delivered = pupils.keys() | {row.code for row in aggregate(context, period, "enrolment") if not row.is_area}
    return [
        {
            "smis": smis,
            "district": district_of(context, smis),
            "delivered": smis in delivered,
            "pupils": pupils[smis],
            "size": size_of(context, pupils[smis]) if smis in delivered else "",
        }
        for smis in sorted(delivered | open_schools(context, period))
    ]


def dmc_positions(context: Context, period: str) -> list[Row]:
    """The round's schools of which the school list says where they lie, in degrees."""
    listed = school_list(context)
    schools = (str(row["smis"]) for row in context.table(f"{period}/dmc/schools").rows)
    return [
        {"smis": smis, "latitude": Decimal(listed[smis]["latitude"]), "longitude": Decimal(listed[smis]["longitude"])}
        for smis in schools
        if listed.get(smis, {}).get("latitude")
    ]


def decimal(value: Value) -> Decimal:
    """A number of a row; what is not stated counts nothing."""
    return value if isinstance(value, Decimal) else Decimal(0)


def dmc_confirmations(context: Context, period: str) -> list[Row]:
    """One row a school: whether it confirmed the round's data, and whether by the last day of the window."""
    delivery = newest(context, period, "dmc", "confirmations")
    days = _confirmed_days(delivery) if delivery else {}
    opens, latest = confirmation_days(context, period)
    closes = thai_day(round_params(context, period)["window"]["closes"])
    rows: list[Row] = []
    for school in context.table(f"{period}/dmc/schools").rows:
        day = days.get(str(school["smis"]))
        believed = day is not None and opens <= day <= latest
        standing = "ยังไม่ยืนยัน" if day is None or not believed else "ทันเวลา" if day <= closes else "ล่าช้า"
        count = Decimal((day - opens).days + 1) if day and believed else None
        rows.append({"smis": school["smis"], "confirmation": standing, "day": count})
    return rows


def confirmation_days(context: Context, period: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day on which a school can have confirmed a round."""
    window = round_params(context, period)["window"]
    closes = thai_day(window["closes"])
    beyond = datetime.timedelta(days=read_yaml(context.params / "checks.yml")["confirmed_within"]["days"])
    return thai_day(window["opens"]), max(closes, as_of(context, period)) + beyond


def _confirmed_days(delivery: Delivery) -> dict[str, datetime.date]:
    """The last day on which a school confirmed."""
    days: dict[str, datetime.date] = {}
    for row in _below_heading(sheets_of(delivery)[0].rows, "รหัสโรงเรียน"):
        cells = [*(tidy(cell) for cell in row), "", ""]
        day = day_of(cells[1])
        if day:
            days[cells[0]] = max(day, days.get(cells[0], day))
    return days


TABLES |= {
    "dmc/enrolment": dmc_enrolment,
    "dmc/classrooms": dmc_classrooms,
    "dmc/categories": dmc_categories,
    "dmc/positions": dmc_positions,
    "dmc/area_totals": dmc_area_totals,
    "dmc/pupils": dmc_pupils,
    "dmc/schools": dmc_schools,
    "dmc/confirmations": dmc_confirmations,
}


# What changed since an earlier period: docs/comparing.md.

CAME, WENT, PROMOTED, MORE, FEWER, CHANGED = "เข้ามา", "ออกไป", "เลื่อนชั้น", "จำนวนเพิ่ม", "จำนวนลด", "เปลี่ยนสถานะ"
PROMOTIONS = [
    *itertools.pairwise(["อ.1", "อ.2", "อ.3", *LEVELS["ประถม"], *LEVELS["มัธยมต้น"], "ม.4", "ม.5", "ม.6"]),
    *itertools.pairwise(VOCATIONAL),
]


@dataclass(frozen=True)
class Followed:
    """How a table is compared: whose coming and going is told, what is added up, and by what each sum stands apart.

    An entity is there when it has a row, and `present`, where a column is named, is true in it.
    """

    entity: tuple[str, ...]
    measures: tuple[str, ...]
    apart: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    present: str = ""
    promoted: bool = False


def previous_round(period: str) -> str:
    """The round just before: 2567-3 of 2568-1."""
    year, number = (int(part) for part in period.split("-"))
    return f"{year}-{number - 1}" if number > 1 else f"{year - 1}-3"


def last_year(period: str) -> str:
    """The same round a year before."""
    year, number = period.split("-")
    return f"{int(year) - 1}-{number}"


def changes(context: Context, names: tuple[str, str], followed: Followed) -> list[Row]:
    """What rose and fell between two tables, subject by subject, with its cause; names are now and before.

    A subject is what all columns but the measures say together. Its cause is that of its entity: came or went with
    all that it has, or has more or fewer in sum, or only changed its state. Every measure has rows of its own.
    """
    now, before = (_summed(context.table(name).rows, followed) for name in names)
    moved = _promoted(now, before) if followed.promoted and names[0][:4] != names[1][:4] else {}
    entities = [{_part(key, followed.entity) for key in side if _is_present(key, followed)} for side in (now, before)]
    nothing: Row = dict.fromkeys(followed.measures)
    rows: list[Row] = [
        dict(key) | nothing | {followed.measures[0]: number, "cause": PROMOTED} for key, number in moved.items()
    ]
    for index, measure in enumerate(followed.measures):
        difference = _difference(now, before, index)
        for key, promoted in moved.items():
            difference[key] = difference.get(key, Decimal(0)) - promoted
        net: dict[tuple[Value, ...], Decimal] = defaultdict(Decimal)
        for key, number in difference.items():
            net[_part(key, followed.entity + followed.apart)] += number
        for key, number in difference.items():
            cause = _cause(_part(key, followed.entity), entities, net[_part(key, followed.entity + followed.apart)])
            rows.append(dict(key) | nothing | {measure: number, "cause": cause})
    return rows


Subject = tuple[tuple[str, Value], ...]

# Columns that say where a row stands or what is wrong with it: they are no part of what it is about.
NO_LABELS = ("delivery", "row_key", "date_wrong", "too_late", "out_of_order", "number_wrong", "number_kind")


def _summed(rows: list[Row], followed: Followed) -> dict[Subject, list[Decimal]]:
    """The measures of every subject; a table without a column `records` counts its rows by it."""
    summed: dict[Subject, list[Decimal]] = {}
    for row in rows:
        left_out = (*followed.measures, *followed.ignored, *NO_LABELS)
        key = tuple((column, value) for column, value in row.items() if column not in left_out)
        numbers = [Decimal(1) if measure == "records" else decimal(row[measure]) for measure in followed.measures]
        summed[key] = [a + b for a, b in zip(summed.get(key, [Decimal(0)] * len(numbers)), numbers, strict=True)]
    return summed


def _difference(
    now: dict[Subject, list[Decimal]], before: dict[Subject, list[Decimal]], index: int
) -> dict[Subject, Decimal]:
    """By how much a measure of each subject rose or fell."""
    difference = {key: numbers[index] for key, numbers in now.items()}
    for key, numbers in before.items():
        difference[key] = difference.get(key, Decimal(0)) - numbers[index]
    return difference


def _part(key: Subject, columns: tuple[str, ...]) -> tuple[Value, ...]:
    values = dict(key)
    return tuple(values[column] for column in columns)


def _is_present(key: Subject, followed: Followed) -> bool:
    return not followed.present or dict(key)[followed.present] is True


def _cause(entity: tuple[Value, ...], entities: list[set[tuple[Value, ...]]], net: Decimal) -> str:
    if entity not in entities[1]:
        return CAME
    if entity not in entities[0]:
        return WENT
    return MORE if net > 0 else FEWER if net < 0 else CHANGED


def _promoted(now: dict[Subject, list[Decimal]], before: dict[Subject, list[Decimal]]) -> dict[Subject, Decimal]:
    """By how much moving up a grade changed each subject: as many moved as both grades leave room for."""
    moved: dict[Subject, Decimal] = defaultdict(Decimal)
    pairs = dict(PROMOTIONS)
    for key, (number, *_) in before.items():
        upper = pairs.get(str(dict(key)["grade"]))
        if not upper:
            continue
        target = tuple((column, _moved_up(column, value, upper)) for column, value in key)
        count = min(number, now.get(target, [Decimal(0)])[0])
        moved[key] -= count
        moved[target] += count
    return {key: number for key, number in moved.items() if number}


def _moved_up(column: str, value: Value, upper: str) -> Value:
    return upper if column == "grade" else LEVEL_OF[upper] if column == "level" else value


FOLLOWED = {
    "dmc/enrolment": Followed(("smis",), ("pupils",), promoted=True),
    "dmc/classrooms": Followed(("smis",), ("rooms",)),
    "dmc/categories": Followed(("smis",), ("pupils",), apart=("report", "category")),
    "dmc/schools": Followed(("smis",), ("pupils", "records"), present="delivered"),
}


def since(kind: str, earlier: Callable[[str], str]) -> Callable[[Context, str], list[Row]]:
    """How the table of changes of a kind of table is made, against the period that `earlier` gives."""

    def made(context: Context, period: str) -> list[Row]:
        return changes(context, (f"{period}/{kind}", f"{earlier(period)}/{kind}"), FOLLOWED[kind])

    return made


def all_rounds(context: Context, period: str) -> list[Row]:
    """Round x school x level with its pupils, of every round of which anything was received, up to and with the
    period's own; a row rests on the first of its school and level."""
    rounds = {item.delivery.period for item in _standings(context.data, context.until) if not item.withdrawn}
    counted: dict[tuple[str, Value, Value], Row] = {}
    for name in sorted(name for name in rounds if re.fullmatch(r"\d{4}-[123]", name) and name <= period):
        for row in context.table(f"{name}/dmc/enrolment").rows if context.deliveries(name, "dmc") else ():
            line = {"round": name, "smis": row["smis"], "level": row["level"], "row_key": row.get("row_key")}
            first = counted.setdefault((name, row["smis"], row["level"]), line | {"pupils": Decimal(0)})
            first["pupils"] = decimal(first["pupils"]) + decimal(row["pupils"])
    return list(counted.values())


def pupil_moves(context: Context, period: str) -> list[Row]:
    """Person x school between two rounds, of the schools that are on the lists of both.

    Who is on one list only came or went. Of others a school has more or fewer rows. `persons` counts each person once
    for each cause, at a school that is new to it or that it left; a number that is no citizen number and no G code
    tells nobody from others, so it counts no person, as docs/comparing.md says.
    """
    sides = [_persons(context, name) for name in (period, previous_round(period))]
    both = {school for _, school in sides[0]} & {school for _, school in sides[1]}
    persons = [{person for person, school in side if school in both} for side in sides]
    counted: set[tuple[str, str]] = set()
    rows: list[Row] = []
    for person, school in sorted(sides[0].keys() | sides[1].keys()):
        if school in both:
            records = sides[0][person, school] - sides[1][person, school]
            cause = _cause((person,), [{(name,) for name in ({person} & side)} for side in persons], Decimal(records))
            moved = ((person, school) in sides[0]) - ((person, school) in sides[1])
            counts = bool(person and moved) and (person, cause) not in counted
            counted |= {(person, cause)} if counts else set()
            rows.append(
                {"smis": school, "records": Decimal(records), "cause": cause, "persons": Decimal(moved * counts)}
            )
    return rows


def _persons(context: Context, period: str) -> Counter[tuple[str, str]]:
    """Rows of the pupil lists by person and school; the person is empty when the number names nobody."""
    pupils = context.table(f"{period}/dmc/pupils").rows
    known = {"g_code", "citizen"}
    return Counter((str(row["number"]) if row["number_kind"] in known else "", str(row["smis"])) for row in pupils)


# Listings by school: EMIS, B-OBEC, M-OBEC and G-Code.

SCHOOL = "รหัสโรงเรียน"
# What a line of a listing also says of itself, under names that no heading has.
DELIVERY, ROW_KEY = "\nfile", "\nrow"


def listing(
    context: Context, deliveries: list[Delivery], first: str, names: dict[str, str]
) -> dict[str, list[dict[str, str]]]:
    """Lines by school, of each school from the file made last that holds it; a line is text by heading.

    `first` is a heading that every file has; `names` gives the heading that stands for another. A page of three
    columns may come without its heading `0, 1, 2`.
    """
    by_school: dict[str, list[dict[str, str]]] = {}
    for delivery in deliveries:
        of_file: dict[str, list[dict[str, str]]] = defaultdict(list)
        for line in _delivered_lines(delivery, first, tuple(names.items())):
            code = line.get(SCHOOL, "") or _code_in(delivery.name)
            if re.fullmatch(r"\d{8}|\d{10}", code):
                of_file[_smis_of(context, code)].append(line | {DELIVERY: f"{delivery.sha256}\n{delivery.name}"})
        by_school |= of_file
    return by_school


@functools.lru_cache(maxsize=4096)
def _delivered_lines(delivery: Delivery, first: str, names: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    """The lines of a listing, each with its row key."""
    sheet = sheets_of(delivery)[0]
    lines = list(_lines(sheet.rows, first, dict(names), delivery.name))
    headed = next((at for at, row in enumerate(sheet.rows[:5]) if first in map(_known(dict(names)), row)), -1)
    filled = [number for number, row in list(sheet.numbered)[headed + 1 :] if any(tidy(cell) for cell in row)]
    numbered = zip(lines, filled, strict=True)
    return [line | {ROW_KEY: row_key(delivery, sheet, number)} for line, number in numbered]


def _known(names: dict[str, str]) -> Callable[[str], str]:
    """How a cell of a heading is read: `names` gives the heading that stands for another."""
    return lambda cell: names.get(heading(cell), heading(cell))


def _lines(rows: list[list[str]], first: str, names: dict[str, str], name: str) -> Iterator[dict[str, str]]:
    for index, row in enumerate(rows[:5]):
        headings = [names.get(heading(cell), heading(cell)) for cell in row]
        if first in headings:
            return _cells_below(rows[index + 1 :], headings)
    if first == "0":
        return _cells_below(rows, ["0", "1", "2"])
    raise UnreadableError(f"ไม่พบหัวตาราง {first} ใน 5 แถวแรก: {name}")


def _cells_below(rows: list[list[str]], headings: list[str]) -> Iterator[dict[str, str]]:
    for row in rows:
        cells = [tidy(cell) for cell in row]
        if any(cells):
            yield dict(zip(headings, [*cells, *[""] * len(headings)], strict=False))


def _code_in(name: str) -> str:
    """The code of the school in a file's name; a single school's file does not state it."""
    match = re.search(r"(?<!\d)(\d{10}|\d{8})(?!\d)", name)
    return match[1] if match else ""


def _smis_of(context: Context, code: str) -> str:
    """The SMIS code of a ministry code that the school list knows; any other code stays."""
    if len(code) == 8:
        return code
    by_ministry = {line["ministry_code"]: smis for smis, line in school_list(context).items()}
    return by_ministry.get(code, code)


def received(context: Context, period: str, system: str, report: str) -> list[Delivery]:
    """All files of a list by school, oldest first."""
    return [item for item in context.deliveries(period, system) if item.report == report]


def count_of(text: str, limit: int) -> Decimal:
    """A count with or without its unit; 0 for what is blank, no count, or more than a school can have."""
    match = re.match(r"[\d,๐-๙]+(?=\D*$)", text)
    value = whole_number(match[0]) if match and not re.search(r"\d", text[match.end() :]) else None
    return Decimal(value) if value is not None and value <= limit else Decimal(0)


EMIS_PAGES = {
    "student_list": "นักเรียน",
    "staff_list": "บุคลากร",
    "computer_list": "คอมพิวเตอร์",
    "internet_list": "อินเทอร์เน็ต",
}
_EMIS_FIRST = {"student_list": "ชั้น/เพศ", "staff_list": "ตำแหน่ง", "computer_list": "0", "internet_list": "0"}


def emis_page(context: Context, period: str, report: str) -> dict[str, list[dict[str, str]]]:
    """The lines of a page by school."""
    return listing(context, received(context, period, "emis", report), _EMIS_FIRST[report], {})


def _grade_lines(context: Context, period: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """School, grade and line of the pupils' page; of a repeated grade the first line that has numbers."""
    for smis, lines in emis_page(context, period, "student_list").items():
        chosen: dict[str, dict[str, str]] = {}
        for line in lines:
            grade = line.get("ชั้น/เพศ", "").replace(" ", "").replace("อบ.", "อ.")
            stated = any(
                whole_number(chosen.get(grade, {}).get(name, "")) is not None for name in ("ชาย", "หญิง", "ห้องเรียน")
            )
            if grade in LEVEL_OF and not stated:
                chosen[grade] = line
        for grade, line in chosen.items():
            yield smis, grade, line


def emis_enrolment(context: Context, period: str) -> list[Row]:
    """School x grade x sex with its pupils."""
    limit = most(context, "pupils")
    return [
        {
            "smis": smis,
            "grade": grade,
            "level": LEVEL_OF[grade],
            "sex": sex,
            "pupils": count_of(line.get(name, ""), limit),
            "delivery": line[DELIVERY],
        }
        for smis, grade, line in _grade_lines(context, period)
        for sex, name in ((MALE, "ชาย"), (FEMALE, "หญิง"))
        if count_of(line.get(name, ""), limit)
    ]


def emis_classrooms(context: Context, period: str) -> list[Row]:
    """School x grade with its rooms."""
    limit = most(context, "rooms")
    return [
        {"smis": smis, "grade": grade, "level": LEVEL_OF[grade], "rooms": count_of(line.get("ห้องเรียน", ""), limit)}
        for smis, grade, line in _grade_lines(context, period)
        if count_of(line.get("ห้องเรียน", ""), limit)
    ]


def emis_staff(context: Context, period: str) -> list[Row]:
    """School x position x rank x level of post x funding x sex with its people."""
    limit = most(context, "people")
    teachers = read_yaml(context.params / "checks.yml")["pupils_per_teacher"]["positions"]
    rows: list[Row] = []
    for smis, lines in emis_page(context, period, "staff_list").items():
        chosen: dict[tuple[str, ...], dict[str, str]] = {}
        for line in lines:
            key = tuple(line.get(name, "") for name in ("ตำแหน่ง", "วิทยฐานะ", "ระดับ_ตำแหน่ง", "แหล่งงบประมาณ"))
            if key[1] != "รวม" and not key[0].startswith("รวม") and not _has_people(chosen.get(key, {})):
                chosen[key] = line
        for key, line in chosen.items():
            shared = {"smis": smis} | _post(key, teachers)
            rows += [shared | {"sex": sex, "people": count} for sex, count in _people(line, limit) if count]
    return rows


def _post(key: tuple[str, ...], teachers: list[str]) -> Row:
    position = re.sub(r"^\d+\.\s*", "", key[0])
    return {
        "position": position,
        "rank": "ไม่มีวิทยฐานะ" if is_blank(key[1]) else key[1],
        "post_level": key[2],
        "funding": NOT_STATED if is_blank(key[3]) else key[3],
        "teacher": position in teachers,
        "hired": position == "ลูกจ้างชั่วคราว",
    }


def _people(line: dict[str, str], limit: int) -> Iterator[tuple[str, Decimal]]:
    for name, text in line.items():
        for sex, ending in ((MALE, "ชาย"), (FEMALE, "หญิง")):
            if name.endswith(ending):
                yield sex, count_of(text, limit)


def _has_people(line: dict[str, str]) -> bool:
    return any(whole_number(text) is not None for name, text in line.items() if name.endswith(("ชาย", "หญิง")))


_PURPOSES = ("เพื่อการเรียนการสอน", "เพื่อการบริหารจัดการ")


def _computer_counts(context: Context, period: str) -> Iterator[tuple[str, str, str, Decimal]]:
    """School, purpose, what is counted, and how many; of a repeated line the first that has a number."""
    limit = most(context, "pieces")
    for smis, lines in emis_page(context, period, "computer_list").items():
        chosen: dict[tuple[str, str], str] = {}
        for line in lines:
            key = (line.get("0", "").removeprefix("จำนวนคอมพิวเตอร์"), line.get("1", "").rstrip(":").strip())
            if not re.match(r"\d", chosen.get(key, "")):
                chosen[key] = line.get("2", "")
        for (purpose, counted), text in chosen.items():
            if purpose in _PURPOSES:
                yield smis, purpose, counted, count_of(text, limit)


def emis_computers(context: Context, period: str) -> list[Row]:
    """School x purpose x source with its computers."""
    sources = ("งบประมาณ สพฐ.", "จัดหาเอง/บริจาค")
    return [
        {"smis": smis, "purpose": purpose, "source": counted, "computers": count}
        for smis, purpose, counted, count in _computer_counts(context, period)
        if counted in sources
    ]


def emis_computer_conditions(context: Context, period: str) -> list[Row]:
    """School x purpose x condition with its computers."""
    return [
        {"smis": smis, "purpose": purpose, "condition": counted, "computers": count}
        for smis, purpose, counted, count in _computer_counts(context, period)
        if counted in ("ใช้งานได้", "ใช้งานไม่ได้")
    ]


def _internet(context: Context, period: str) -> dict[str, dict[str, str]]:
    """What the internet page says by school; a dash is nothing."""
    return {
        smis: {
            line.get("1", "").rstrip(":").strip(): "" if is_blank(line.get("2", "")) else line["2"] for line in lines
        }
        for smis, lines in emis_page(context, period, "internet_list").items()
    }


_RENTED = {
    "ผู้ให้บริการ": "provider",
    "ประเภท": "kind",
    "ความเร็ว": "speed",
    "สถานะการใช้งาน": "status",
    "งบประมาณ/เดือน": "cost",
}


def emis_connections(context: Context, period: str) -> list[Row]:
    """One row a line that a school rents itself; cost in baht a month and speed in Mbps, absent when unreadable."""
    rows: list[Row] = []
    for smis, stated in _internet(context, period).items():
        line = {name: stated.get(label, "") for label, name in _RENTED.items()}
        if any(line.values()):
            speed = _mbps(line["speed"])
            shown: Row = {name: line[name] or NOT_STATED for name in ("provider", "kind", "status")}
            money = number(re.sub(r"\s*บาท.*$", "", line["cost"]))
            rows.append({"smis": smis, "mbps": speed, "measured": speed is not None, "monthly_cost": money} | shown)
    return rows


def _mbps(text: str) -> Decimal | None:
    """The first speed, which is that of downloading: 100 of `100/50 Mbps`, 1000 of `1 Gbps`."""
    match = re.match(r"([\d.,]+)(?:\s*/\s*[\d.,]+)?\s*([MG])", text, re.I)
    value = number(match[1]) if match else None
    return value * (1000 if match and match[2].upper() == "G" else 1) if value is not None else None


def emis_networks(context: Context, period: str) -> list[Row]:
    """School x kind of network inside the school, and whether it has one."""
    labels = {"ระบบเครือข่าย (LAN)": "LAN", "ระบบเครือข่ายไร้สาย (Wireless LAN)": "Wireless LAN"}
    return [
        {"smis": smis, "network": network, "state": _network_state(stated.get(label, ""))}
        for smis, stated in _internet(context, period).items()
        for label, network in labels.items()
    ]


def _network_state(text: str) -> str:
    return "ไม่มี" if text.startswith("ไม่มี") else "มี" if text.startswith("มี") else NOT_STATED


def emis_coverage(context: Context, period: str) -> list[Row]:
    """School x page: whether it was submitted, and of schools that lack some, which pages they lack."""
    sent = {page: emis_page(context, period, report).keys() for report, page in EMIS_PAGES.items()}
    delivered = {school for schools in sent.values() for school in schools}
    listed = expected_schools(context, period, delivered)
    rows: list[Row] = []
    for smis in sorted(listed | delivered):
        lacking = [page for page in sent if smis not in sent[page]]
        for page in sent:
            state = "ยังไม่ส่ง" if page in lacking else "ส่งแล้ว"
            row: Row = {"smis": smis, "page": page, "submission": state, "expected": smis in listed}
            rows.append(row | {"lacking": smis if page in lacking else ""})
    return rows


def _sums(rows: list[Row], measure: str) -> dict[str, Decimal]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        total[str(row["smis"])] += decimal(row[measure])
    return total


def emis_schools(context: Context, period: str) -> list[Row]:
    """One row a school that is listed or has a page, with its pupils, teachers and working teaching computers."""
    sent = {report: emis_page(context, period, report).keys() for report in EMIS_PAGES}
    delivered = {school for schools in sent.values() for school in schools}
    listed = expected_schools(context, period, delivered)
    pupils = _sums(context.table(f"{period}/emis/enrolment").rows, "pupils")
    teachers = _sums([row for row in context.table(f"{period}/emis/staff").rows if row["teacher"]], "people")
    working = context.table(f"{period}/emis/computer_conditions").rows
    working = [row for row in working if row["condition"] == "ใช้งานได้" and row["purpose"] == _PURPOSES[0]]
    computers = _sums(working, "computers")
    rented = {row["smis"] for row in context.table(f"{period}/emis/connections").rows}
    rows: list[Row] = []
    for smis in sorted(listed | delivered):
        pages = [report for report in sent if smis in sent[report]]
        row: Row = {
            "smis": smis,
            "expected": smis in listed,
            "delivered": bool(pages),
            "complete": len(pages) == len(sent),
        }
        row |= {"pupils": pupils[smis], "teachers": teachers[smis], "computers": computers[smis]}
        row |= _bands(context, row, pages)
        row["size"] = size_of(context, pupils[smis]) if "student_list" in pages else ""
        row["district"] = district_of(context, smis)
        row["rental"] = _rental(smis in rented, "internet_list" in pages)
        rows.append(row)
    return rows


def _rental(rented: bool, sent: bool) -> str:
    return "เช่าเอง" if rented else "ไม่มีข้อมูลการเช่าเอง" if sent else "ไม่ได้ส่งหน้าอินเทอร์เน็ต"


def _bands(context: Context, row: Row, pages: list[str]) -> Row:
    """Pupils to a teacher and to a computer against the ranges of checks.yml."""
    checks = read_yaml(context.params / "checks.yml")
    least, limit = (Decimal(checks["pupils_per_teacher"][name]) for name in ("least", "most"))
    pupils, teachers, computers = (decimal(row[name]) for name in ("pupils", "teachers", "computers"))
    incomplete = "ข้อมูลไม่ครบ"
    teacher = computer = incomplete
    if {"student_list", "staff_list"} <= set(pages):
        inside = "น้อยกว่าช่วง" if pupils < least * teachers else "ในช่วง" if pupils <= limit * teachers else "มากกว่าช่วง"
        teacher = "ไม่มีนักเรียน" if not pupils else "ไม่มีครู" if not teachers else inside
    if {"student_list", "computer_list"} <= set(pages):
        enough = pupils <= computers * Decimal(checks["pupils_per_computer"]["most"])
        inside = "ในเกณฑ์" if enough else "เกินเกณฑ์"
        computer = "ไม่มีนักเรียน" if not pupils else "ไม่มีเครื่อง" if not computers else inside
    return {"teacher_band": teacher, "computer_band": computer}


def thresholds(context: Context, period: str) -> list[Row]:
    """The thresholds of checks.yml that the reports print, by their name; they are the same for every period."""
    del period
    checks = read_yaml(context.params / "checks.yml")
    stated = {
        "teacher_least": checks["pupils_per_teacher"]["least"],
        "teacher_most": checks["pupils_per_teacher"]["most"],
        "computer_most": checks["pupils_per_computer"]["most"],
        "waiting_usual": checks["gcode_waiting"]["usual"],
        "waiting_long": checks["gcode_waiting"]["long"],
    }
    return [{"name": name, "threshold": Decimal(value)} for name, value in stated.items()]


TABLES |= {
    "emis/enrolment": emis_enrolment,
    "emis/classrooms": emis_classrooms,
    "emis/staff": emis_staff,
    "emis/computers": emis_computers,
    "emis/computer_conditions": emis_computer_conditions,
    "emis/connections": emis_connections,
    "emis/networks": emis_networks,
    "emis/coverage": emis_coverage,
    "emis/schools": emis_schools,
    "emis/thresholds": thresholds,
    "gcode/thresholds": thresholds,
}

# M-OBEC: pieces of equipment.

EQUIPMENT_STATES = {"จำนวนที่ใช้ได้": "ใช้ได้", "จำนวนรอซ่อม": "รอซ่อม", "จำนวนรอจำหน่าย": "รอจำหน่าย"}
DESKS_FOR = {"11001": "ก่อนประถม", "22001": "ประถม", "22002": "มัธยม"}


def _item_lines(context: Context, period: str) -> dict[str, dict[str, dict[str, str]]]:
    """By school and code; of a repeated code the first line that has a number."""
    deliveries = received(context, period, "mobec", "equipment_list")
    chosen: dict[str, dict[str, dict[str, str]]] = {}
    for smis, lines in listing(context, deliveries, "จำนวนที่ใช้ได้", {}).items():
        codes = chosen.setdefault(smis, {})
        for line in lines:
            code = line.get("รหัส", "").translate(_THAI_DIGITS)
            kept = codes.get(code, {})
            if code and not any(whole_number(kept.get(name, "")) is not None for name in EQUIPMENT_STATES):
                codes[code] = line
    return chosen


def mobec_equipment(context: Context, period: str) -> list[Row]:
    """School x code x state with its pieces. The item is its code: names and units are the workbook's words."""
    limit = most(context, "pieces")
    rows: list[Row] = []
    for smis, codes in _item_lines(context, period).items():
        for code, line in codes.items():
            shared: Row = {"smis": smis, "item": code, "desks_for": DESKS_FOR.get(code, "")}
            shared["row_key"] = line[ROW_KEY]
            shared |= {"category": label_key(line.get("รายการ", "")), "entry": f"{smis} | {code}"}
            for name, state in EQUIPMENT_STATES.items():
                pieces = count_of(line.get(name, ""), limit)
                if pieces:
                    rows.append(shared | {"state": state, "pieces": pieces})
    return rows


def _delivered_schools(context: Context, period: str, schools: Iterable[str]) -> list[Row]:
    """One row a school that is expected or has data."""
    delivered = set(schools)
    expected = expected_schools(context, period, delivered)
    return [
        {"smis": smis, "expected": smis in expected, "delivered": smis in delivered}
        for smis in sorted(expected | delivered)
    ]


def expected_schools(context: Context, period: str, delivered: set[str]) -> set[str]:
    """The open schools of the office's list; as long as the list is empty, those that have data."""
    return open_schools(context, period) if school_list(context) else delivered


def mobec_schools(context: Context, period: str) -> list[Row]:
    """One row a school that is listed or has a list of equipment."""
    return _delivered_schools(context, period, _item_lines(context, period))


TABLES |= {"mobec/equipment": mobec_equipment, "mobec/schools": mobec_schools}

FOLLOWED |= {
    "emis/enrolment": Followed(("smis",), ("pupils",), promoted=True),
    "emis/staff": Followed(("smis",), ("people",)),
    "emis/computer_conditions": Followed(("smis",), ("computers",)),
    "emis/schools": Followed(("smis",), ("pupils", "records"), present="delivered"),
    "mobec/equipment": Followed(("smis",), ("pieces",)),
}


# B-OBEC: buildings and structures.

CLASSROOMS = "อาคารเรียน"
CONDITIONS = ("ดี", "พอใช้", "ทรุดโทรม")
_BUILDING_HEADINGS = {"รายการ": "ประเภท", "name": "ประเภท", "ลำดับ": "ลำดับที่", "ปีที่สร้าง": "สร้าง"}
ASSET_COLUMNS = ("จำนวนห้องพิเศษ", "จำนวนห้องต่อเติม", "อายุการใช้งาน", "งบประมาณ", "แหล่งงบประมาณ", "สถานะการใช้งาน")
AGE_BANDS = ((10, "0–10 ปี"), (20, "11–20 ปี"), (30, "21–30 ปี"), (40, "31–40 ปี"), (50, "41–50 ปี"))


def _building_lines(context: Context, period: str) -> dict[str, list[dict[str, str]]]:
    deliveries = received(context, period, "bobec", "building_list")
    return listing(context, deliveries, "ประเภท", _BUILDING_HEADINGS)


def bobec_buildings(context: Context, period: str) -> list[Row]:
    """One row an entry of a school's list, with what it states; age in years at the end of the year of the data."""
    return [
        _building(context, period, smis, line)
        for smis, lines in _building_lines(context, period).items()
        for line in lines
    ]


def _building(context: Context, period: str, smis: str, line: dict[str, str]) -> Row:
    kind, order = _kind_and_order(line)
    plan = "" if is_blank(line.get("แบบ", "")) else line["แบบ"]
    year = _year_built(line.get("สร้าง", ""), as_of(context, period).year + 543)
    age = Decimal(as_of(context, period).year + 543 - year) if year else None
    condition = line.get("สภาพปัจจุบัน", "")
    rooms = _stated_count(line.get("จำนวนห้องตามแปลน", ""), most(context, "rooms"))
    shown = (
        f"{smis} | {kind}{f' {order}' if order else ''} | {plan or NOT_STATED} · {f'พ.ศ. {year}' if year else 'ไม่ระบุปี'}"
    )
    row: Row = {"smis": smis, "kind": kind, "number": order, "building": shown, "plan": plan or NOT_STATED}
    row |= {"row_key": line[ROW_KEY], "district": district_of(context, smis)}
    row |= {"classrooms": kind == CLASSROOMS, "rooms": rooms if kind == CLASSROOMS else None}
    row |= {"age": age, "dated": age is not None, "age_band": _age_band(age)}
    return row | {"condition": condition if condition in CONDITIONS else NOT_STATED}


def _kind_and_order(line: dict[str, str]) -> tuple[str, str]:
    """Kind and running number, which may be written together: `อาคารเรียน ลำดับที่ 1`."""
    text = re.sub(r"\s*/\s*", "/", "" if _is_no_word(line.get("ประเภท", "")) else line.get("ประเภท", ""))
    match = re.fullmatch(r"(.*?)\s*(?:ลำดับที่|หลังที่)\s*([\d๐-๙]{1,4})", text)
    kind, written = (match[1], match[2]) if match else (text, "")
    order = line.get("ลำดับที่", "")
    order = written if is_blank(order) else order if unit_count(order, ()) is not None else ""
    return kind, order.translate(_THAI_DIGITS)


def _year_built(text: str, latest: int) -> int | None:
    """The year in พ.ศ.; None when it is not stated, cannot be read, is to come or looks like a year ค.ศ."""
    match = re.fullmatch(r"(?:พ\.ศ\.)?\s*(\d{4})", text.translate(_THAI_DIGITS))
    year = int(match[1]) if match else 0
    return year if 2400 <= year <= latest else None


def _stated_count(text: str, limit: int) -> Decimal | None:
    """A count with or without its unit; None when it is not stated, no count, or too large."""
    match = re.fullmatch(r"([\d,]+)\D*", text.translate(_THAI_DIGITS))
    value = whole_number(match[1].replace(",", "")) if match else None
    return Decimal(value) if value is not None and value <= limit else None


def _age_band(age: Decimal | None) -> str:
    return NOT_STATED if age is None else next((label for limit, label in AGE_BANDS if age <= limit), "51 ปีขึ้นไป")


def bobec_gaps(context: Context, period: str) -> list[Row]:
    """Building x what its entry does not state, or states in a way that cannot be read."""
    rows: list[Row] = []
    for row in context.table(f"{period}/bobec/buildings").rows:
        lacking = {
            "ลำดับที่": not row["number"],
            "แบบ": row["plan"] == NOT_STATED,
            "จำนวนห้อง": row["classrooms"] is True and row["rooms"] is None,
            "ปีที่สร้าง": not row["dated"],
            "สภาพ": row["condition"] == NOT_STATED,
        }
        shared = {name: row[name] for name in ("smis", "building", "row_key")}
        rows += [shared | {"gap": gap} for gap in lacking if lacking[gap]]
    return rows


def bobec_expected_kinds(context: Context, period: str) -> list[Row]:
    """School with a list x kind that every school should have."""
    kinds = read_yaml(context.params / "checks.yml")["expected_buildings"]["kinds"]
    present = {(row["smis"], row["kind"]) for row in context.table(f"{period}/bobec/buildings").rows}
    return [
        {"smis": smis, "kind": kind, "lack": f"{smis} | {kind}", "present": (smis, kind) in present}
        for smis in _building_lines(context, period)
        for kind in kinds
    ]


def bobec_assets(context: Context, period: str) -> list[Row]:
    """What files with columns of the newer asset register state of each entry; money in baht."""
    rows: list[Row] = []
    checks = read_yaml(context.params / "checks.yml")["plausible"]
    for smis, lines in _building_lines(context, period).items():
        for line in lines:
            if any(name in line for name in ASSET_COLUMNS):
                age = _building(context, period, smis, line)["age"]
                life = _stated_count(line.get("อายุการใช้งาน", ""), checks["service_life"])
                past = isinstance(age, Decimal) and life is not None and age > life
                row: Row = {"smis": smis, "life": "เกินอายุการใช้งาน" if past else "ไม่เกินหรือไม่ระบุ"}
                row |= {
                    "use": _or_not_stated(line, "สถานะการใช้งาน"),
                    "budget_source": _or_not_stated(line, "แหล่งงบประมาณ"),
                }
                row |= {"special_rooms": _stated_count(line.get("จำนวนห้องพิเศษ", ""), checks["rooms"])}
                row |= {"added_rooms": _stated_count(line.get("จำนวนห้องต่อเติม", ""), checks["rooms"])}
                rows.append(row | {"budget": number(re.sub(r"\s*บาท.*$", "", line.get("งบประมาณ", "")))})
    return rows


def _or_not_stated(line: dict[str, str], name: str) -> str:
    text = line.get(name, "")
    return NOT_STATED if is_blank(text) else text


def bobec_photographs(context: Context, period: str) -> list[Row]:
    """One row a name of a photograph."""
    rows: list[Row] = []
    for smis, lines in _building_lines(context, period).items():
        for line in lines:
            building = _building(context, period, smis, line)
            names = [name.strip() for name in line.get("ภาพถ่าย", "").split(";")]
            rows += [
                {"kind": building["kind"], "building": building["building"]} for name in names if not is_blank(name)
            ]
    return rows


def bobec_schools(context: Context, period: str) -> list[Row]:
    """One row a school that is listed or has a list of buildings."""
    return _delivered_schools(context, period, _building_lines(context, period))


TABLES |= {
    "bobec/buildings": bobec_buildings,
    "bobec/gaps": bobec_gaps,
    "bobec/expected_kinds": bobec_expected_kinds,
    "bobec/assets": bobec_assets,
    "bobec/photographs": bobec_photographs,
    "bobec/schools": bobec_schools,
}

# G-Code: the register of learners, and that of users.

DONE, WAITING = "เสร็จแล้ว", "รออยู่"


def gcode_learners(context: Context, period: str) -> list[Row]:
    """One row a line of the register; `codes` is 1 on the first line of each certified code."""
    counted: set[str] = set()
    rows: list[Row] = []
    for smis, lines in listing(context, received(context, period, "gcode", "learner_list"), "รหัสG", {}).items():
        for line in lines:
            code = line["รหัสG"] if _number_kind(line["รหัสG"]) == "g_code" else None
            row = _waiting(context, period, line.get("วันที่บันทึก", ""), line.get("วันที่รับรอง", ""))
            first = row["status"] == DONE and code is not None and code not in counted
            if first and code:
                counted.add(code)
            sex = {"ชาย": MALE, "หญิง": FEMALE}.get(line.get("เพศ", ""), line.get("เพศ", ""))
            citizen = line.get("เลขประจำตัวประชาชน", "")
            row |= {
                "smis": smis,
                "person": code,
                "codes": Decimal(first),
                "nationality": _nationality(line.get("สัญชาติ", "")),
                "number_kind": _number_kind(line["รหัสG"]),
                "number_wrong": not is_blank(citizen) and not is_citizen_number(citizen),
            }
            row |= {"sex": sex if sex in (MALE, FEMALE) else NOT_STATED}
            rows.append(row | {"has_citizen_number": is_citizen_number(citizen), "row_key": line[ROW_KEY]})
    return rows


def _nationality(text: str) -> str:
    """A nationality for comparison; a cell without a word, or with digits, states none."""
    return NOT_STATED if is_blank(text) or _is_no_word(text) or re.search(r"[0-9]", text) else label_key(text)


def _waiting(context: Context, period: str, begun: str, ended: str) -> Row:
    """Whether the office has answered, and if not how long the request waits, in days to the day of the data."""
    today = as_of(context, period)
    first = today - datetime.timedelta(days=most(context, "oldest") * 365)
    day, end = (moment if moment and moment >= first else None for moment in (day_of(begun), day_of(ended)))
    done = not is_blank(ended)
    row: Row = {"date_wrong": day is None or (done and end is None), "too_late": day is not None and day > today}
    row |= {"out_of_order": day is not None and end is not None and end < day}
    if done or day is None:
        return row | {"status": DONE if done else WAITING, "waiting": "" if done else "ไม่ทราบวันที่", "days_waiting": None}
    limits = read_yaml(context.params / "checks.yml")["gcode_waiting"]
    days = max(0, (today - day).days)
    band = "ไม่เกินเวลาปกติ" if days <= limits["usual"] else "เกินเวลาปกติ" if days <= limits["long"] else "รอนาน"
    return row | {"status": WAITING, "waiting": band, "days_waiting": Decimal(days)}


def is_citizen_number(text: str) -> bool:
    """13 digits of which the last checks the others."""
    if not re.fullmatch(r"\d{13}", text):
        return False
    total = sum(int(digit) * (13 - position) for position, digit in enumerate(text[:12]))
    return (11 - total % 11) % 10 == int(text[12])


def gcode_users(context: Context, period: str) -> list[Row]:
    """One row a teacher who is a user or asks to be one; the name is kept in memory alone."""
    rows: list[Row] = []
    for smis, lines in listing(context, received(context, period, "gcode", "user_list"), "วันที่ลงทะเบียน", {}).items():
        for line in lines:
            row = _waiting(context, period, line.get("วันที่ลงทะเบียน", ""), line.get("วันที่อนุมัติ", ""))
            row["row_key"] = line[ROW_KEY]
            rows.append(row | {"smis": smis, "person": f"{line.get('ชื่อ', '')} {line.get('นามสกุล', '')}"})
    return rows


TABLES |= {"gcode/learners": gcode_learners, "gcode/users": gcode_users}

# Between the systems: what two of them say of the same schools.


def between_pupils(context: Context, period: str) -> list[Row]:
    """School in both x grade x side with its pupils; `differs` says that the grade's sides are apart."""
    sides = [_grade_sums(context.table(f"{period}/{system}/enrolment").rows) for system in ("emis", "dmc")]
    both = {key[0] for key in sides[0]} & {key[0] for key in sides[1]}
    allowed = read_yaml(context.params / "checks.yml")["between_systems"]["pupils"]
    rows: list[Row] = []
    for key in sorted(sides[0].keys() | sides[1].keys()):
        if key[0] in both:
            differs = abs(sides[0].get(key, Decimal(0)) - sides[1].get(key, Decimal(0))) > allowed
            for side, sums in zip(("EMIS", "DMC"), sides, strict=True):
                rows.append(
                    {"smis": key[0], "grade": key[1], "side": side, "pupils": sums.get(key), "differs": differs}
                )
    return rows


def _grade_sums(rows: list[Row]) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[str(row["smis"]), str(row["grade"])] += decimal(row["pupils"])
    return sums


def _short(
    names: tuple[str, str], sides: tuple[dict[str, Decimal], dict[str, Decimal]], schools: set[str], measure: str
) -> list[Row]:
    """School x side; `short` says that the first side, what there is, is less than the second, what is needed."""
    return [
        {"smis": smis, "side": name, measure: side.get(smis), "short": sides[0].get(smis, 0) < sides[1].get(smis, 0)}
        for smis in sorted(schools)
        for name, side in zip(names, sides, strict=True)
    ]


def between_rooms(context: Context, period: str) -> list[Row]:
    """Rooms by plan of B-OBEC against the classes of DMC, of schools that are in both."""
    planned = _sums(context.table(f"{period}/bobec/buildings").rows, "rooms")
    taught = _sums(context.table(f"{period}/dmc/classrooms").rows, "rooms")
    return _short(("B-OBEC", "DMC"), (planned, taught), planned.keys() & taught.keys(), "rooms")


def between_desks(context: Context, period: str) -> list[Row]:
    """Usable desks of M-OBEC against the pupils of DMC, of schools that have a piece of equipment and a pupil."""
    pieces = context.table(f"{period}/mobec/equipment").rows
    desks = _sums([row for row in pieces if row["desks_for"] and row["state"] == "ใช้ได้"], "pieces")
    pupils = _sums(context.table(f"{period}/dmc/enrolment").rows, "pupils")
    schools = {str(row["smis"]) for row in pieces} & pupils.keys()
    return _short(("M-OBEC", "DMC"), (desks, pupils), schools, "number")


def between_codes(context: Context, period: str) -> list[Row]:
    """Side x code, once each: the pupil list of DMC, and the certified codes of the register."""
    listed = context.table(f"{period}/dmc/pupils").rows
    schools = {row["smis"] for row in listed}
    dmc = {row["number"]: row for row in reversed(listed) if row["number_kind"] == "g_code"}
    register = {row["person"]: row for row in reversed(context.table(f"{period}/gcode/learners").rows) if row["codes"]}
    rows: list[Row] = []
    for code, row in dmc.items():
        standing = "ตรงกัน" if code in register else "มีในระบบนี้เท่านั้น"
        rows.append({"side": "DMC", "standing": standing, "smis": row["smis"], "nationality": row["nationality"]})
    for code, row in register.items():
        exempt = row["has_citizen_number"] or row["smis"] not in schools
        standing = "ตรงกัน" if code in dmc else "ไม่ต้องมีใน DMC" if exempt else "มีในระบบนี้เท่านั้น"
        rows.append({"side": "G-Code", "standing": standing, "smis": row["smis"], "nationality": row["nationality"]})
    return rows


def between_hired(context: Context, period: str) -> list[Row]:
    """School with a page of staff x kind of personnel x side: people paid within the budget on the day of the data."""
    pages = emis_page(context, period, "staff_list").keys()
    emis, unclear = _emis_hired(context.table(f"{period}/emis/staff").rows)
    roster = Counter(_roster_people(context, as_of(context, period)))
    rows: list[Row] = []
    for smis, personnel in sorted(emis.keys() | roster.keys()):
        if smis in pages:
            least, listed = emis.get((smis, personnel), Decimal(0)), Decimal(roster[smis, personnel])
            extra = unclear.get(smis, Decimal(0)) if personnel == TEMPORARY else Decimal(0)
            differs = not least <= listed <= least + extra
            shared: Row = {"smis": smis, "personnel": personnel, "differs": differs}
            rows.append(shared | {"side": "EMIS", "people": least})
            rows.append(shared | {"side": "ทะเบียนผู้รับจ้าง", "people": listed})
    return rows


EMPLOYEE, TEMPORARY = "พนักงานราชการ", "ลูกจ้างชั่วคราว"


def _emis_hired(rows: list[Row]) -> tuple[dict[tuple[str, str], Decimal], dict[str, Decimal]]:
    """People by school and personnel, and by school the temporary employees of whom the funding is not stated."""
    people: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    unclear: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        smis, position = str(row["smis"]), str(row["position"])
        if position == EMPLOYEE or (position == TEMPORARY and row["funding"] == "ในงบประมาณ"):
            people[smis, position] += decimal(row["people"])
        elif position == TEMPORARY and row["funding"] == NOT_STATED:
            unclear[smis] += decimal(row["people"])
    return people, unclear


def _roster_people(context: Context, day: datetime.date) -> Iterator[tuple[str, str]]:
    """School and personnel of every post that a hiring programme's roster has filled on the day, each once."""
    return ((smis, personnel) for _, smis, personnel in _rosters(context, day) if personnel)


def _rosters(context: Context, day: datetime.date) -> Iterator[tuple[str, str, str]]:
    """Programme, school and personnel of every post that is filled on the day, each once; of a roster without one the
    programme alone."""
    year = str(day.year + 543 + (day.month >= 10))
    for path in sorted((context.params / "programmes").glob("*.yml")):
        if read_yaml(path)["kind"] != "hire":
            continue
        for delivery in received(context, year, path.stem, "roster"):
            filled = [line for line in form_lines(delivery) if _is_at_work(line, day)]
            posts = {line["เลขที่ตำแหน่ง"]: line for line in reversed(filled)}
            yield path.stem, "", ""
            for line in posts.values():
                personnel = EMPLOYEE if line[_FORM] == EMPLOYEE else TEMPORARY
                yield path.stem, _smis_of(context, line[SCHOOL]), personnel


_FORM, _NO_END = "ประเภทการจ้าง", "ยังไม่มีกำหนดสิ้นสุด"


def _is_at_work(line: dict[str, str], day: datetime.date) -> bool:
    """Whether the line counts, with every cell that must be filled readable, and its contract holds on the day."""
    begun, ended = form_day(line["วันเริ่มจ้าง"]), form_day(line["วันสิ้นสุดการจ้าง"])
    if begun is None or (ended is None and line["วันสิ้นสุดการจ้าง"] not in ("", "-", _NO_END)):
        return False
    forms = (EMPLOYEE, TEMPORARY, "จ้างเหมาบริการ")
    counts = line[_FORM] in forms and bool(line["ตำแหน่ง"]) and bool(number(line["ค่าจ้างต่อเดือน(บาท)"]))
    return counts and begun <= day <= (ended or datetime.date.max)


def form_lines(delivery: Delivery) -> Iterator[dict[str, str]]:
    """The filled lines of a form, whose heading is in row 2, by heading without the mark of what must be filled."""
    rows = sheets_of(delivery)[0].rows
    headings = [heading(cell).rstrip("*") for cell in rows[1]]
    return _cells_below(rows[2:], headings)


def form_day(text: str) -> datetime.date | None:
    """A date as people write it in forms: a date cell, 01/10/2568 or 1 ต.ค. 2568; None for words or nothing."""
    try:
        return day_of(text) or thai_day(text.translate(_THAI_DIGITS))
    except UnreadableError:
        return None


TABLES |= {
    "between/pupils": between_pupils,
    "between/hired": between_hired,
    "between/rooms": between_rooms,
    "between/desks": between_desks,
    "between/codes": between_codes,
}

FOLLOWED |= {
    "bobec/buildings": Followed(("smis", "kind", "number"), ("records", "rooms", "age")),
    "gcode/learners": Followed(("smis", "person"), ("codes",)),
    "gcode/users": Followed(("smis", "person"), ("records",)),
}


TABLES |= {
    f"{kind.replace('/', name + '/')}": since(kind, earlier)
    for kind in FOLLOWED
    for name, earlier in (("-since-previous", previous_round), ("-since-last-year", last_year))
}
TABLES["dmc-since-previous/pupils"] = pupil_moves
TABLES["dmc-all-rounds/headcounts"] = all_rounds


# What docs/checks.md says of every rule of the collection systems: its id, how bad it is, who corrects it, its title.
_RULE_LIST = """
dmc.pupil.number_missing | error | school | ไม่มีเลขประจำตัวประชาชนหรือรหัส G
dmc.pupil.number_malformed | error | school | เลขประจำตัวไม่ใช่เลข 13 หลักหรือรหัส G
dmc.pupil.number_check_digit | error | school | เลขประจำตัวประชาชนไม่ผ่านเลขตรวจสอบ
dmc.pupil.number_duplicate_in_school | error | school | เลขประจำตัวซ้ำในโรงเรียนเดียวกัน
dmc.pupil.number_duplicate_across_schools | error | school | เลขประจำตัวซ้ำกับโรงเรียนอื่นในเขต
dmc.pupil.age_outside_grade | warning | school | อายุอยู่นอกช่วงปกติของชั้น
dmc.pupil.birth_date_impossible | error | school | วันเกิดไม่มีในปฏิทินหรืออ่านไม่ได้
dmc.pupil.birth_date_era | error | school | ปีเกิดดูเหมือนเป็น ค.ศ. หรือปีในอนาคต
dmc.pupil.birth_date_century | error | school | ปีเกิดทำให้อายุมากเกินกว่าจะเป็นนักเรียน จึงนับอายุเป็นไม่ระบุ
dmc.pupil.grade_unknown | error | school | ไม่รู้จักชั้นเรียน
dmc.pupil.grade_not_offered | warning | school | โรงเรียนไม่ได้เปิดสอนชั้นนี้ตามทะเบียนโรงเรียน
dmc.pupil.sex_unknown | error | school | เพศไม่ใช่ ช หรือ ญ
dmc.pupil.sex_against_title | error | school | เพศไม่ตรงกับคำนำหน้าชื่อ
dmc.pupil.label_missing | error | school |
  ไม่ระบุศาสนาหรือสัญชาติ ช่องความด้อยโอกาสว่าง หรือช่องประเภทไม่ใช่ข้อความ นับเป็นไม่ระบุ
dmc.pupil.column_empty | error | area | คอลัมน์ศาสนา สัญชาติ หรือความด้อยโอกาสว่างทั้งไฟล์ นับทุกคนเป็นไม่ระบุ
dmc.pupil.label_unknown | warning | school |
  ศาสนา สัญชาติ หรือความด้อยโอกาสไม่ใช่คำที่ DMC ใช้ จึงนับแยกเป็นอีกประเภทหนึ่ง
dmc.pupil.room_missing | warning | school | ไม่ระบุห้องเรียน จึงไม่นับเป็นห้อง
dmc.pupil.room_no_number | warning | school | ห้องเรียนไม่ใช่ตัวเลข จึงนับเป็นอีกห้องหนึ่ง
dmc.pupil.school_name_differs | warning | area | ชื่อโรงเรียนในแถวไม่ใช่ของรหัสโรงเรียนนั้น นับตามรหัส
dmc.pupil.weight_impossible | warning | school | น้ำหนักเป็นไปไม่ได้หรืออ่านไม่ได้
dmc.pupil.height_impossible | warning | school | ส่วนสูงเป็นไปไม่ได้หรืออ่านไม่ได้
dmc.pupil.nationality_against_number | warning | school | สัญชาติไทยแต่ใช้รหัส G
dmc.pupil.pending_discharge | notice | school | มีสถานะยังไม่สามารถจำหน่ายได้ (3.1.8)
dmc.school.not_on_list | error | area | โรงเรียนไม่อยู่ในทะเบียนโรงเรียนของเขต
dmc.school.list_empty | warning | area | ยังไม่มีทะเบียนโรงเรียนของเขต
dmc.school.missing | error | school | โรงเรียนในทะเบียนไม่มีข้อมูลในรอบนี้
dmc.school.closed | warning | area | โรงเรียนมีข้อมูลในวันที่ทะเบียนระบุว่าไม่ได้เปิด ข้อมูลยังนับอยู่
dmc.school.district_missing | notice | area | ทะเบียนโรงเรียนไม่ระบุอำเภอของโรงเรียน ยอดรายอำเภอจึงไม่ครบ
dmc.school.no_pupils | notice | school | โรงเรียนมีชื่อในข้อมูลแต่ไม่มีนักเรียน
dmc.school.name_unsafe | warning | school | ชื่อโรงเรียนมีสูตรหรือสัญลักษณ์ที่ไม่ควรมี
dmc.file.encoding_mixed | warning | area | ไฟล์เดียวมีรหัสอักขระสองแบบ
dmc.file.error_cell | error | area | ช่องในไฟล์เป็นข้อผิดพลาดของ Excel หรือเป็นสูตรที่ไม่มีค่า จึงไม่รู้ค่าจริง
dmc.aggregate.not_a_count | error | area | ช่องจำนวนไม่ใช่จำนวนเต็มตั้งแต่ 0
dmc.aggregate.count_implausible | error | area | จำนวนมากเกินกว่าที่โรงเรียนหนึ่งจะมีได้ จึงไม่นับ
dmc.aggregate.layout_unknown | error | area | ผลรวมในไฟล์ไม่ลงตัวตามรูปแบบใดที่รู้จัก จึงไม่นำไฟล์นี้มาใช้
dmc.aggregate.columns_exchanged | error | area | คอลัมน์ดูเหมือนสลับที่กันทั้งไฟล์เมื่อเทียบกับรายงานแยกชั้น
dmc.aggregate.sex_sum | error | area | ชาย + หญิง ไม่เท่ากับ รวม
dmc.aggregate.level_sum | error | area | ผลรวมชั้นไม่เท่ากับยอดรวมระดับ
dmc.aggregate.category_sum | error | area | ผลรวมประเภทไม่เท่ากับยอดทั้งหมด
dmc.aggregate.category_unknown | warning | area | ไม่รู้จักประเภทนี้ในรายงาน
dmc.aggregate.category_renamed | notice | area | ชื่อประเภทในไฟล์เขียนอีกอย่าง นับรวมกับชื่อเดิม
dmc.aggregate.category_missing | error | area | ไฟล์หรือโรงเรียนขาดบางประเภทในรายงาน
dmc.aggregate.area_sum | error | area | ผลรวมโรงเรียนไม่เท่ากับยอดรวมของเขตในไฟล์
dmc.aggregate.area_missing | error | area | ไม่มีแถวยอดรวมของเขต ไฟล์อาจขาดตอน
dmc.aggregate.schools_missing | error | area | รายงานไม่มีแถวของบางโรงเรียน ไฟล์อาจขาดตอน
dmc.aggregate.whole_enrolment | error | area | จำนวนทั้งหมดในรายงานไม่เท่ากับนักเรียนแยกชั้น
dmc.aggregate.duplicate_school_rows | error | area | โรงเรียนมีแถวซ้ำ นับแถวแรกที่มีจำนวนแถวเดียว
dmc.aggregate.inspection_balance | error | school | ตารางตรวจพินิจไม่สมดุล (ต้นปี + เข้า − ออก ≠ สิ้นปี)
dmc.aggregate.inspection_end | error | school | นักเรียนวันสิ้นปีไม่เท่ากับนักเรียนแยกชั้น
dmc.aggregate.g_code_nationality | warning | school | รหัส G มากกว่านักเรียนที่ไม่ใช่สัญชาติไทย
dmc.compare.list_against_enrolment | error | area | รายชื่อนักเรียนไม่เท่ากับรายงานแยกชั้น
dmc.compare.columns_exchanged | error | area |
  คอลัมน์ของรายงานแยกชั้นดูเหมือนสลับที่กันทั้งไฟล์เมื่อเทียบกับรายชื่อนักเรียน
dmc.compare.list_against_category | error | area |
  จำนวนในประเภทของรายงานไม่เท่ากับรายชื่อนักเรียน ชื่อประเภทอาจสลับที่กัน
dmc.confirmation.school_unknown | error | area |
  โรงเรียนในไฟล์ยืนยันไม่อยู่ในทะเบียนและไม่มีข้อมูลในรอบนี้ จึงไม่นับการยืนยันนี้
dmc.confirmation.date_impossible | error | area |
  วันที่ยืนยันข้อมูลอยู่นอกช่วงที่เป็นไปได้ของรอบ จึงไม่นับการยืนยันนี้
dmc.rounds.school_gone | warning | school | โรงเรียนเคยมีข้อมูลในรอบก่อนแต่ไม่มีในรอบนี้
dmc.rounds.grade_changed | warning | school | จำนวนนักเรียนในชั้นเปลี่ยนจากรอบก่อนมากผิดปกติ
dmc.rounds.columns_exchanged | error | area |
  คอลัมน์ของรายงานแยกชั้นดูเหมือนสลับที่กันทั้งไฟล์เมื่อเทียบกับรอบก่อน
bobec.building.kind_unknown | warning | area | ไม่รู้จักประเภทสิ่งก่อสร้าง
bobec.building.number_missing | warning | school | ไม่ระบุลำดับที่ของสิ่งก่อสร้าง
bobec.building.number_repeated | error | school | ประเภทและลำดับที่ซ้ำกันในโรงเรียน นับทุกรายการ
bobec.building.plan_missing | warning | school | ไม่ระบุแบบของสิ่งก่อสร้าง
bobec.building.rooms_missing | error | school | อาคารเรียนไม่ระบุจำนวนห้องตามแปลน
bobec.building.rooms_malformed | error | school | จำนวนห้องตามแปลนอ่านไม่ได้หรือมากเกินไป จึงไม่นับ
bobec.building.year_missing | warning | school | ไม่ระบุปีที่สร้าง
bobec.building.year_malformed | error | school | ปีที่สร้างอ่านไม่ได้
bobec.building.year_impossible | error | school | ปีที่สร้างเป็นอนาคต หรือดูเหมือนเป็น ค.ศ.
bobec.building.condition_missing | warning | school | ไม่ระบุสภาพปัจจุบัน
bobec.building.condition_unknown | error | school | สภาพปัจจุบันไม่ใช่ ดี พอใช้ หรือทรุดโทรม
bobec.asset.malformed | error | school | จำนวนห้อง อายุการใช้งาน หรืองบประมาณอ่านไม่ได้หรือมากเกินไป จึงไม่นับ
bobec.school.kind_missing | warning | school | โรงเรียนไม่มีสิ่งก่อสร้างประเภทที่ควรมี
bobec.school.not_on_list | error | area | โรงเรียนไม่อยู่ในทะเบียนโรงเรียนของเขต
bobec.school.list_empty | warning | area | ยังไม่มีทะเบียนโรงเรียนของเขต
bobec.school.codes_mixed | error | area |
  มีทั้งรหัส SMIS และรหัสกระทรวง แต่ยังไม่มีทะเบียนโรงเรียน โรงเรียนเดียวอาจนับเป็นสองแห่ง
bobec.school.missing | error | school | โรงเรียนในทะเบียนไม่มีข้อมูล B-OBEC ในรอบนี้
bobec.school.closed | warning | area | โรงเรียนมีข้อมูล B-OBEC ในวันที่ทะเบียนระบุว่าไม่ได้เปิด ข้อมูลยังนับอยู่
bobec.file.encoding_mixed | warning | area | ไฟล์เดียวมีรหัสอักขระสองแบบ
bobec.file.error_cell | error | area |
  ช่องในไฟล์เป็นข้อผิดพลาดของ Excel หรือเป็นสูตรที่ไม่มีค่า จึงไม่รู้ค่าจริง
bobec.file.column_unknown | notice | area | มีคอลัมน์ที่ไม่รู้จักหรือไม่มีหัว ซึ่งไม่ได้นำมาใช้
mobec.item.code_unknown | warning | area | รหัสครุภัณฑ์ไม่อยู่ในบัญชีรหัส
mobec.item.repeated | error | school | รหัสซ้ำในโรงเรียนเดียวกัน นับแถวแรกที่มีจำนวนแถวเดียว
mobec.item.not_a_count | error | school | ช่องจำนวนไม่ใช่จำนวนเต็มตั้งแต่ 0 หรือมากเกินไป จึงไม่ได้นับ
mobec.item.name_of_other_code | warning | school | ชื่อรายการเป็นของรหัสอื่น แถวอาจเลื่อน
mobec.school.codes_missing | warning | school | ไฟล์ของโรงเรียนมีรหัสไม่ครบ
mobec.school.all_zero | warning | school | โรงเรียนรายงานเป็น 0 ทุกรายการ
mobec.school.not_on_list | error | area | โรงเรียนไม่อยู่ในทะเบียนโรงเรียนของเขต
mobec.school.list_empty | warning | area | ยังไม่มีทะเบียนโรงเรียนของเขต
mobec.school.codes_mixed | error | area |
  มีทั้งรหัส SMIS และรหัสกระทรวง แต่ยังไม่มีทะเบียนโรงเรียน โรงเรียนเดียวอาจนับเป็นสองแห่ง
mobec.school.missing | error | school | โรงเรียนในทะเบียนไม่มีข้อมูล M-OBEC ในรอบนี้
mobec.school.closed | warning | area | โรงเรียนมีข้อมูล M-OBEC ในวันที่ทะเบียนระบุว่าไม่ได้เปิด ข้อมูลยังนับอยู่
mobec.file.encoding_mixed | warning | area | ไฟล์เดียวมีรหัสอักขระสองแบบ
mobec.file.error_cell | error | area |
  ช่องในไฟล์เป็นข้อผิดพลาดของ Excel หรือเป็นสูตรที่ไม่มีค่า จึงไม่รู้ค่าจริง
mobec.file.column_unknown | notice | area | มีคอลัมน์ที่ไม่รู้จักหรือไม่มีหัว ซึ่งไม่ได้นำมาใช้
emis.school.not_on_list | error | area | โรงเรียนใน EMIS ไม่อยู่ในทะเบียนโรงเรียนของเขต
emis.school.list_empty | warning | area | ยังไม่มีทะเบียนโรงเรียนของเขตให้เทียบกับ EMIS
emis.school.codes_mixed | error | area |
  มีทั้งรหัส SMIS และรหัสกระทรวง แต่ยังไม่มีทะเบียนโรงเรียน โรงเรียนเดียวอาจนับเป็นสองแห่ง
emis.school.missing | error | school | โรงเรียนในทะเบียนยังไม่ส่งข้อมูล EMIS ของรอบนี้
emis.school.closed | warning | area | โรงเรียนส่งข้อมูล EMIS ในวันที่ทะเบียนระบุว่าไม่ได้เปิด ข้อมูลยังนับอยู่
emis.school.incomplete | error | school | โรงเรียนส่งข้อมูล EMIS ไม่ครบทุกหน้า
emis.page.missing | error | area | ไม่มีโรงเรียนใดส่งหน้านี้ของ EMIS
emis.file.encoding_mixed | warning | area | ไฟล์เดียวมีรหัสอักขระสองแบบ
emis.file.error_cell | error | area | ช่องในไฟล์เป็นข้อผิดพลาดของ Excel หรือเป็นสูตรที่ไม่มีค่า จึงไม่รู้ค่าจริง
emis.row.not_a_count | error | school | ช่องจำนวนใน EMIS ไม่ใช่จำนวนเต็มตั้งแต่ 0
emis.row.count_implausible | error | school | จำนวนใน EMIS มากเกินกว่าที่โรงเรียนหนึ่งจะมีได้ จึงไม่นับ
emis.row.duplicate | error | school | แถวของ EMIS ซ้ำในโรงเรียนเดียวกัน นับแถวแรกที่มีค่าแถวเดียว
emis.row.missing | error | school | หน้า EMIS ขาดแถวที่ทุกหน้าต้องมี
emis.row.unknown | warning | school | ไม่รู้จักชื่อแถวใน EMIS
emis.row.sex_sum | error | school | ชาย + หญิง ไม่เท่ากับ รวม ใน EMIS
emis.student.level_sum | error | school | ผลรวมชั้นไม่เท่ากับแถวรวมใน EMIS
emis.staff.position_sum | error | school | ผลรวมบุคลากรไม่เท่ากับแถวรวมใน EMIS
emis.staff.no_teacher | warning | school | โรงเรียนมีนักเรียนแต่ไม่มีครู
emis.staff.funding_not_stated | notice | school | ไม่ระบุว่าลูกจ้างชั่วคราวจ้างด้วยเงินในหรือนอกงบประมาณ
emis.computer.source_sum | error | school | คอมพิวเตอร์ตามแหล่งที่มารวมแล้วไม่เท่ากับ รวม
emis.computer.condition_sum | error | school | คอมพิวเตอร์ใช้งานได้ + ใช้งานไม่ได้ ไม่เท่ากับ รวม
emis.computer.total_sum | error | school | คอมพิวเตอร์ทุกการใช้รวมแล้วไม่เท่ากับยอดทั้งหมด
emis.internet.cost_unreadable | error | school | ค่าบริการอินเทอร์เน็ตต่อเดือนอ่านไม่ได้ จึงไม่รวมในยอดเงิน
emis.internet.cost_missing | warning | school | มีอินเทอร์เน็ตที่เช่าเองแต่ไม่ระบุค่าบริการต่อเดือน
emis.internet.speed_unreadable | warning | school | ความเร็วอินเทอร์เน็ตอ่านไม่ได้
emis.internet.network_unclear | warning | school | ไม่ชัดว่ามีระบบเครือข่ายในโรงเรียนหรือไม่
gcode.pupil.code_missing | error | area | รับรองแล้วแต่ไม่มีรหัส G
gcode.pupil.code_malformed | error | school | รหัส G ไม่ใช่ G ตามด้วยเลข 12 หลัก
gcode.pupil.code_duplicate_in_school | error | school | รหัส G ซ้ำในโรงเรียนเดียวกัน
gcode.pupil.code_duplicate_across_schools | error | school | รหัส G ซ้ำกับโรงเรียนอื่นในเขต
gcode.pupil.number_malformed | error | school | เลขประจำตัวประชาชนในทะเบียน G-Code ไม่ถูกต้อง
gcode.pupil.has_citizen_number | warning | school | มีเลขประจำตัวประชาชนแล้วแต่ยังอยู่ในทะเบียนรหัส G
gcode.pupil.sex_unknown | error | school | เพศของผู้เรียนไม่ใช่ ช หรือ ญ
gcode.pupil.nationality_missing | error | school | ไม่มีสัญชาติหรืออ่านไม่ได้
gcode.pupil.nationality_unknown | warning | school | สัญชาติไม่ใช่คำที่ DMC ใช้ จึงนับแยกเป็นอีกสัญชาติหนึ่ง
gcode.pupil.nationality_thai | warning | school | สัญชาติไทยแต่อยู่ในทะเบียนรหัส G
gcode.pupil.date_unreadable | error | school | วันที่บันทึกหรือวันที่รับรองอ่านไม่ได้หรือผิดศตวรรษ
gcode.pupil.date_order | error | school | วันที่รับรองมาก่อนวันที่บันทึก
gcode.pupil.after_as_of | notice | area | บันทึกหลังวันที่ของข้อมูล นับรวมด้วยแต่ถือว่ารอ 0 วัน
gcode.pupil.waiting_long | warning | area | ผู้เรียนรอการรับรองนาน
gcode.user.date_unreadable | error | school | วันที่ลงทะเบียนหรือวันที่อนุมัติผู้ใช้อ่านไม่ได้หรือผิดศตวรรษ
gcode.user.waiting_long | warning | area | ครูรอการอนุมัติเป็นผู้ใช้นาน
gcode.school.no_user | warning | school | โรงเรียนมีผู้เรียนรหัส G แต่ไม่มีผู้ใช้ที่อนุมัติแล้ว
gcode.school.not_on_list | error | area | โรงเรียนไม่อยู่ในทะเบียนโรงเรียนของเขต
gcode.school.list_empty | warning | area | ยังไม่มีทะเบียนโรงเรียนของเขต
gcode.school.codes_mixed | error | area |
  มีทั้งรหัส SMIS และรหัสกระทรวง แต่ยังไม่มีทะเบียนโรงเรียน โรงเรียนเดียวอาจนับเป็นสองแห่ง
gcode.school.closed | warning | area | โรงเรียนมีข้อมูล G-Code ในวันที่ทะเบียนระบุว่าไม่ได้เปิด ข้อมูลยังนับอยู่
gcode.file.encoding_mixed | warning | area | ไฟล์เดียวมีรหัสอักขระสองแบบ
gcode.file.error_cell | error | area |
  ช่องในไฟล์เป็นข้อผิดพลาดของ Excel หรือเป็นสูตรที่ไม่มีค่า จึงไม่รู้ค่าจริง
gcode.file.column_unknown | notice | area | มีคอลัมน์ที่ไม่รู้จักหรือไม่มีหัว ซึ่งไม่ได้นำมาใช้
between.grade.pupils_differ | error | school | จำนวนนักเรียนในชั้นของ EMIS ไม่เท่ากับ DMC
between.pupils.columns_exchanged | error | area |
  คอลัมน์จำนวนนักเรียนใน EMIS ดูเหมือนสลับที่กันทั้งไฟล์เมื่อเทียบกับ DMC
national.office.missing | error | area | สำนักงานยังไม่มีรายงานของรอบนี้ ตัวเลขรวมจึงยังไม่มีสำนักงานนี้
national.office.failed | error | area | สำนักงานทำรายงานไม่สำเร็จ ตัวเลขรวมจึงไม่มีสำนักงานนี้
national.office.stale | error | area | รายงานของสำนักงานเก่ากว่าไฟล์ที่ได้รับ ตัวเลขรวมจึงไม่มีสำนักงานนี้
national.office.damaged | error | area | รายงานของสำนักงานเสียหาย เป็นของรอบอื่น หรือถูกแก้หลังสร้าง จึงไม่นำตัวเลขมารวม
national.office.unreadable | error | area | อ่านโฟลเดอร์ params หรือ data ของสำนักงานไม่ได้ จึงไม่นำตัวเลขมารวม
national.office.repeated | error | area | มีสองโฟลเดอร์ที่ใช้รหัสเขตเดียวกัน จึงนับโฟลเดอร์แรกเท่านั้น
national.money.missing | notice | area | สำนักงานไม่มีรายงานเงินของปีงบประมาณที่ใช้ได้ เงินต่อนักเรียนจึงไม่นับสำนักงานนี้
national.figure.missing | warning | area | รายงานของสำนักงานไม่มีตัวเลขนี้ ผลรวมของตัวเลขนี้จึงไม่มีสำนักงานนี้
between.rooms.classes_differ | warning | school | จำนวนห้องเรียนของโรงเรียนใน EMIS ไม่เท่ากับ DMC
between.rooms.fewer_than_classes | warning | school | ห้องเรียนตามแปลนใน B-OBEC น้อยกว่าห้องที่เปิดสอนใน DMC
between.pupil.code_not_registered | error | school | รหัส G ใน DMC ไม่มีในทะเบียน G-Code
between.pupil.code_not_in_dmc | warning | school | รหัส G ที่รับรองแล้วไม่มีในบัญชีรายชื่อ DMC
between.pupil.nationality_differs | error | school | สัญชาติในทะเบียน G-Code ไม่ตรงกับ DMC
between.codes.count_differs | warning | school | จำนวนรหัส G ที่รับรองแล้วไม่เท่ากับจำนวนในรายงาน DMC
between.hired.fewer_in_emis | warning | school | ผู้รับจ้างด้วยเงินงบประมาณใน EMIS น้อยกว่าทะเบียนผู้รับจ้าง
between.hired.more_in_emis | warning | school | ผู้รับจ้างด้วยเงินงบประมาณใน EMIS มากกว่าทะเบียนผู้รับจ้าง
between.school.not_in_all | warning | area | โรงเรียนมีในบางระบบแต่ไม่มีในระบบอื่น
between.delivery.old | warning | area | ไฟล์เก่ากว่ารอบข้อมูล
between.delivery.same_as_before | warning | area | ไฟล์เหมือนของรอบก่อนทุกไบต์
"""

# The words of the category column of each report of DMC, as docs/deliveries.md lists them, without that of the whole.
_LABEL_LIST = """
age: น้อยกว่า 2 ปี | 2 ปี | 3 ปี | 4 ปี | 5 ปี | 6 ปี | 7 ปี | 8 ปี | 9 ปี | 10 ปี | 11 ปี | 12 ปี | 13 ปี |
  14 ปี | 15 ปี | 16 ปี | 17 ปี | 18 ปี | 19 ปี | 20 ปี | 20 ปีขึ้นไป
nationality: ไทย | กัมพูชา | เกาหลีใต้ | จีน | ซาอุดีอาระเบีย | ญี่ปุ่น | เนปาล | ปากีสถาน | เมียนมา |
  ฟิลิปปิน | มาเลเซีย | ลาว | เวียดนาม | ศรีลังกา | สิงคโปร์ | อินเดีย | อินโดนีเซีย | ไม่ปรากฏสัญชาติ |
  อื่น ๆ | ข้อมูลผิดปกติ | อายุนอกเกณฑ์
religion: พุทธ | อิสลาม | คริสต์ | ซิกส์ | พราหมณ์/ฮินดู | อื่น ๆ | ข้อมูลผิดปกติ | อายุนอกเกณฑ์
disadvantage: เด็กถูกบังคับให้ขายแรงงาน | เด็กที่อยู่ในธุรกิจทางเพศ | เด็กถูกทอดทิ้ง |
  เด็กในสถานพินิจและคุ้มครองเยาวชน | เด็กเร่ร่อน | ผลกระทบจากเอดส์ | ชนกลุ่มน้อย | เด็กที่ถูกทำร้ายทารุณ |
  เด็กยากจน | เด็กที่มีปัญหาเกี่ยวกับยาเสพติด | อื่น ๆ | กำพร้า | ทำงานรับผิดชอบตนเองและครอบครัว |
  มีความด้อยโอกาสมากกว่า 1 ประเภท | อายุนอกเกณฑ์
disability: ความพิการทางการมองเห็น | ความพิการทางการได้ยิน | ความพิการทางสติปัญญา | ความพิการร่างกายและสุขภาพ |
  ความพิการทางการเรียนรู้ | ความพิการทางการพูดและภาษา | ความพิการทางการพฤติกรรมและอารมณ์ |
  ความพิการทางการออทิสติก | ความพิการทางการซ้ำซ้อน | อื่น ๆ | ข้อมูลผิดปกติ | อายุนอกเกณฑ์
disability_and_disadvantage: นักเรียนพิการ | นักเรียนด้อยโอกาส | นักเรียนพิการและด้อยโอกาส | ข้อมูลผิดปกติ |
  อายุนอกเกณฑ์
travel: เดินเท้า | ไม่เสียค่าโดยสารโดยใช้พาหนะ | เสียค่าโดยสารโดยใช้พาหนะ | จักรยานยืมเรียน | ข้อมูลผิดปกติ |
  อายุนอกเกณฑ์
boarding: บ้านพักนักเรียน/หอนอน | บ้านพักครู | พักรวมกับชุมชน/อื่น ๆ | ข้อมูลผิดปกติ | อายุนอกเกณฑ์
shortage: เครื่องแบบนักเรียน | เครื่องเขียน | แบบเรียน(หนังสือยืมเรียน) | อาหารกลางวัน |
  ขาดแคลน 3 รายการหรือมากกว่า | อายุนอกเกณฑ์
weight_for_height: ผอม | ค่อนข้างผอม | สมส่วน | ท้วม | เริ่มอ้วน | อ้วน | ค่านอกเกณฑ์ | อายุนอกเกณฑ์
height_for_age: เตี้ย | ค่อนข้างเตี้ย | สูงตามเกณฑ์ | ค่อนข้างสูง | สูง | ส่วนสูงนอกเกณฑ์ | อายุนอกเกณฑ์
inspection: ย้ายมาเรียนระหว่างปี | ย้ายไปเรียนรร.อื่นระหว่างปี | ออกกลางคัน | จำหน่าย/ตาย |
  นักเรียนในวันสินปีการศึกษา
discharge: เรียนจบขั้นสูงสุด | อายุพ้นเกณฑ์ | ได้รับการยกเว้นตาม พรบ. | เสียชีวิต | ไม่มีตัวตนในเขตพื้นที่ |
  อายุนอกเกณฑ์
dropout: มีปัญหาในการปรับตัว | สมรส | ต้องคดี/ถูกจับ | เจ็บป่วย/อุบัติเหตุ | หาเลี้ยงครอบครัว |
  อพยพตามผู้ปกครอง | ฐานะยากจน | มีปัญหาครอบครัว | กรณีอื่น ๆ | อายุนอกเกณฑ์
not_passed: การประเมินกลุ่มทักษะการเรียนรู้ 8 กลุ่ม | การประเมินการอ่าน คิด วิเคราะห์ และเขียน |
  การประเมินคุณลักษณะที่พึงประสงค์ของโรงเรียน | การประเมินกิจกรรมพัฒนาผู้เรียน | 2 เกณฑ์ | 3 เกณฑ์ | 4 เกณฑ์
completion_time: เรียนจบภายในเวลา 1 ปี | 2 ปี | มากกว่า 2 ปี | เรียนจบภายในเวลา 3 ปี | 4 ปี | 5 ปี |
  มากกว่า 5 ปี
p6_destination: โรงเรียนเดิม | โรงเรียนอื่น สังกัด สพฐ. | โรงเรียนสังกัดเอกชน |
  โรงเรียนพระปริยัติธรรม แผนกสามัญ | กศน. | อื่น ๆ | โรงเรียนอื่น สังกัด อบท. | ศึกษาต่อต่างประเทศ
m3_destination: ศึกษาต่อ ม.4 โรงเรียนเดิม | ศึกษาต่อ ม.4 โรงเรียนอื่น ในจังหวัดเดิม |
  ศึกษาต่อ ม.4 โรงเรียนอื่น ในต่างจังหวัด | ศึกษาต่อ ม.4 โรงเรียนอื่น ใน กทม. | สถาบันอาชีวศึกษาของรัฐบาล |
  สถาบันอาชีวศึกษาของเอกชน | ศึกษาต่อสถาบันอื่น ๆ | ไม่ศึกษาต่อ ทำงานภาคอุตสาหกรรม |
  ไม่ศึกษาต่อ ทำงานภาคการเกษตร | ไม่ศึกษาต่อ ทำงานการประมง | ไม่ศึกษาต่อ ทำงานค้าขาย ธุรกิจ |
  ไม่ศึกษาต่อ ทำงานบริการ | ไม่ศึกษาต่อ ทำงานรับจ้างทั่วไป | ไม่ศึกษาต่อ ทำงานอื่น ๆ | บวชในศาสนา |
  ไม่ประกอบอาชีพและไม่ศึกษาต่อ | อื่น ๆ
m6_destination: มหาวิทยาลัยของรัฐ | มหาวิทยาลัยเปิดของรัฐ | มหาวิทยาลัยของเอกชน | สถาบันอาชีวศึกษาของรัฐบาล |
  สถาบันอาชีวศึกษาของเอกชน | สถาบันพยาบาล | สถาบันทหาร | สถาบันตำรวจ | สถาบันอื่น ๆ | รับราชการ |
  ทำงานรัฐวิสาหกิจ | ภาคอุตสาหกรรม | ภาคการเกษตร | การประมง | ค้าขาย ธุรกิจ | งานบริการ | รับจ้างทั่วไป |
  บวชในศาสนา | ไม่ประกอบอาชีพและไม่ศึกษาต่อ | อื่น ๆ
"""

# The equipment codes of M-OBEC with the name of each item, as docs/deliveries.md says where they stand.
_EQUIPMENT_LIST = """
11001 โต๊ะเก้าอี้นักเรียนก่อนประถมศึกษา
11002 ชุดฝึกทักษะนักเรียนก่อนประถมศึกษา
11003 ตู้เก็บอุปกรณ์นักเรียนก่อนประถมศึกษา
21001 เครื่องถ่ายเอกสาร
21002 เครื่องพิมพ์สำเนาระบบดิจิตอล
21003 เครื่องโทรสาร
21004 เครื่องอัดสำเนา
21005 เครื่องพิมพ์ดีด
21006 ตู้นิรภัย
21007 เครื่องไมโครคอมพิวเตอร์
21008 เครื่องพิมพ์ (Printer)
21009 เครื่องเจาะกระดาษและเข้าเล่ม
21010 เครื่องถ่ายภาพนิ่งระบบดิจิตอล
21011 คอมพิวเตอร์พกพา(Tablet)(ใช้บริหารจัดการ)
21012 เครื่องคอมพิวเตอร์พกพา(Notebook)(ใช้บริหารจัดการ)
21013 กล้องถ่ายภาพดิจิตอล
22001 โต๊ะเก้าอี้นักเรียน ประถมศึกษา
22002 โต๊ะเก้าอี้นักเรียน มัธยมศึกษา
22003 ครุภัณฑ์การสอนวิทยาศาสตร์ ประถมศึกษา
22004 ครุภัณฑ์อุปกรณ์วิทยาศาสตร์ ม.ต้น
22005 ครุภัณฑ์วิทยาศาสตร์ ม.ปลาย
22006 หุ่นจำลองแสดงอวัยวะภายในมนุษย์
22007 ครุภัณฑ์ไฟฟ้า
22008 ครุภัณฑ์งานอาหารและโภชนาการ
22009 ครุภัณฑ์งานผ้าและการตัดเย็บ
22010 ครุภัณฑ์โรงฝึกงาน
22011 ครุภัณฑ์งานไม้
22012 ครุภัณฑ์งานโลหะ
22013 ครุภัณฑ์ช่างอุตสาหกรรม
22014 ครุภัณฑ์งานยนต์
22015 ครุภัณฑ์วิชาคหกรรม
22016 ครุภัณฑ์วิชาศิลปกรรม
22017 ครุภัณฑ์ห้องปฏิบัติการเพาะเห็ด
22018 ชุดอุปกรณ์วิชาชีพเกษตรกรรม
22019 ครุภัณฑ์งานเขียนแบบ ม.ต้น
22020 เครื่องดนตรีสากล
22021 เครื่องดนตรีไทย ชุดเล็ก ประถมศึกษา
22022 เครื่องดนตรีไทย ชุดใหญ่ มัธยมศึกษา
22023 ชุดอุปกรณ์วิชาพลานามัย
22024 โต๊ะเทเบิลเทนนิส
22025 ชุดอุปกรณ์เปตอง
22026 โทรทัศน์สี
22027 วิทยุ - เทป - ซีดี
22028 เครื่องเล่น ดีวีดี
22029 จานรับสัญญาณดาวเทียม
22030 ครุภัณฑ์ห้องสมุด ชุดเล็ก ประถมศึกษา
22031 ครุภัณฑ์ห้องสมุด ชุดใหญ่ มัธยมศึกษา
22032 เครื่องมัลติมีเดียโปรเจคเตอร์ LCD
22033 เครื่องไมโครคอมพิวเตอร์
22034 เครื่องพิมพ์ (Printer)
22035 อุปกรณ์ห้องสมุดรร.ระดับประถมศึกษา-มัธยมศึกษา
22036 ครุภัณฑ์พัฒนาทักษะคิดวิเคราะห์ระดับก่อนประถมศึกษา
22037 ครุภัณฑ์พัฒนาทักษะคิดวิเคราะห์ระดับประถมศึกษา
22038 อุปกรณ์ศูนย์การเรียนรร.ขนาดเล็ก
22039 อุปกรณ์ห้องปฏิบัติการวิทยาศาสตร์ (ประถม-มัธยมต้น)
22040 อุปกรณ์ห้องปฏิบัติการวิทยาศาสตร์ (มัธยมศึกษา)
22041 คอมพิวเตอร์พกพา(Tablet)
22042 เครื่องคอมพิวเตอร์พกพา(Notebook)(ใช้ในการเรียนการสอน)
22043 โทรทัศน์สีชนิด จอแบน (LCD)
23001 เครื่องกำเนิดไฟฟ้าพลังแสงอาทิตย์ เบนซิน
23002 เครื่องตัดกระแสไฟฟ้า
23003 เครื่องขยายเสียง
23004 เครื่องกำเนิดไฟฟ้า 5, 10 กิโลวัตต์
23005 เครื่องปรับอากาศ
24001 เครื่องกรองน้ำ
24002 เครื่องทำน้ำเย็น
24003 ถังน้ำขนาด 2000 ลิตร แบบไฟเบอร์กลาส
24004 เครื่องตัดหญ้า
24005 โต๊ะอาหารพร้อมเก้าอี้
24006 ตู้เย็น
24007 ถังน้ำขนาด 2000 ลิตร แบบพลาสติก
24008 ถังน้ำขนาด 1000 ลิตร ขึ้นไป แบบไฟเบอร์กลาส
24009 ถังน้ำขนาด 1000 ลิตร ขึ้นไป แบบพลาสติก
24010 ถังน้ำขนาด 1000 ลิตร ขึ้นไป แบบสแตนเลส
25001 รถโดยสาร 12 ที่นั่ง
25002 รถกระบะ
"""


# Findings: what docs/checks.md calls wrong. A check gives the rules that are broken, once for each finding.


@dataclass(frozen=True)
class Broken:
    """One finding: the rule, the school's code (empty for the area's), and the report in which it shows."""

    rule: str
    smis: str
    report: str


@dataclass(frozen=True)
class RuleWords:
    """What docs/checks.md says of a rule: how bad it is, who corrects it, and its title."""

    severity: str
    owner: str
    title: str


Check = Callable[[Context, str], Iterator[Broken]]


def _entries(text: str) -> Iterator[str]:
    """The entries of a list, one a line; an indented line goes on with the one above."""
    yield from (" ".join(entry.split()) for entry in re.sub(r"\n  ", " ", text.strip()).split("\n"))


def _rule_words(entry: str) -> tuple[str, RuleWords]:
    rule, severity, owner, title = entry.split(" | ", 3)
    return rule, RuleWords(severity, owner, title)


RULES: dict[str, RuleWords] = dict(_rule_words(entry) for entry in _entries(_RULE_LIST))
CATEGORY_WORDS |= {name: words.split(" | ") for name, _, words in (e.partition(": ") for e in _entries(_LABEL_LIST))}
EQUIPMENT = {code: item for code, _, item in (entry.partition(" ") for entry in _entries(_EQUIPMENT_LIST))}

ENROLLED_REPORTS = ("age", "nationality", "religion", "weight_for_height", "height_for_age")
NO_PARTITION = ("shortage", "inspection")


def files_used(context: Context, period: str, system: str) -> list[Delivery]:
    """The files of which the round's tables have rows: of a list by school those that are the last to hold a school."""
    kept = context.kept.get((period, system))
    if kept is None:
        kept = context.kept[period, system] = _files_used(context, period, system)
    return kept


def _files_used(context: Context, period: str, system: str) -> list[Delivery]:
    used: dict[Delivery, None] = {}
    last: dict[tuple[str, str], Delivery] = {}
    for delivery in context.deliveries(period, system):
        if delivery.report not in LISTS_BY_SCHOOL:
            file = (
                usable(context, period, delivery.report) if system == "dmc" and delivery.report in AGGREGATES else True
            )
            used |= {delivery: None} if file else {}
        for school in _schools_in(context, delivery) if delivery.report in LISTS_BY_SCHOOL else ():
            last[delivery.report, school] = delivery
    return [*used, *dict.fromkeys(last.values())]


AGGREGATES = ("enrolment", *CATEGORY_REPORTS, *FLAG_REPORTS)


def _schools_in(context: Context, delivery: Delivery) -> set[str]:
    """The schools that a list by school holds."""
    if delivery.report == "pupil_list":
        return set(file_words(delivery).schools)
    first, names = LISTINGS[delivery.report]
    return set(listing(context, [delivery], first, names))


@dataclass(frozen=True)
class FileWords:
    """What a file says as a whole: whether its lines are in two encodings, how many cells show an error, and of a list
    of pupils its schools and how many rows it has."""

    mixed: bool
    errors: int
    schools: frozenset[str] = frozenset()
    rows: int = 0


@functools.lru_cache(maxsize=4096)
def file_words(delivery: Delivery) -> FileWords:
    """What is remembered of a file that is not kept."""
    sheet = sheets_of(delivery)[0]
    if delivery.report != "pupil_list":
        return FileWords(sheet.mixed, sheet.error_cells())
    rows = [row for row in _below_heading(sheet.rows, SCHOOL) if any(cell.strip() for cell in row)]
    schools = frozenset(row[0].strip() for row in rows if re.fullmatch(r"\d{8}", row[0].strip()))
    return FileWords(sheet.mixed, sheet.error_cells(), schools, len(rows))


def file_findings(context: Context, period: str, system: str) -> Iterator[Broken]:
    """One of a file whose lines are in two encodings, and one for each cell with an error of Excel. Of the files of DMC
    all that count are looked at, of those of other systems those that are used."""
    chosen = context.deliveries(period, system) if system == "dmc" else files_used(context, period, system)
    for delivery in chosen:
        words = file_words(delivery)
        if words.mixed:
            yield Broken(f"{system}.file.encoding_mixed", "", delivery.report)
        for _ in range(words.errors):
            yield Broken(f"{system}.file.error_cell", "", delivery.report)


def _aggregate_findings(context: Context, period: str) -> Iterator[Broken]:
    """What every report of the area shows by itself."""
    for report in AGGREGATES:
        file = aggregate_file(context, period, report)
        if file and file.unknown_layout:
            yield Broken("dmc.aggregate.layout_unknown", "", report)
        elif file:
            rules = [*file.wrong, *(("dmc.aggregate.category_renamed", "") for _ in file.renamed)]
            rules += [("dmc.aggregate.duplicate_school_rows", row.school) for row in _repeated_rows(file)]
            rules += _sums_apart(file) if report not in FLAG_REPORTS else []
            yield from (Broken(rule, smis, report) for rule, smis in rules)


def _repeated_rows(file: AggregateFile) -> list[AggregateRow]:
    counted = {id(row) for row in file.counted}
    return [row for row in file.rows if id(row) not in counted]


def _sums_apart(file: AggregateFile) -> Iterator[tuple[str, str]]:
    """The rule and school of every sum of a file that does not hold."""
    for row in (row for row in file.rows if not row.is_empty):
        for rule, sums in (("sex_sum", sex_sums(row.groups)), ("level_sum", _level_sums_of(file.report, row))):
            for _, stated, total in sums:
                if stated != total and stated is not None and total is not None:
                    yield f"dmc.aggregate.{rule}", row.school
    yield from _categories_apart(file)
    yield from _area_apart(file)
    if file.report == "inspection":
        yield from _inspection_unbalanced(file)


def _blocks(file: AggregateFile) -> dict[str, dict[str, AggregateRow]]:
    """By school, and for the area, its counted rows by category."""
    blocks: dict[str, dict[str, AggregateRow]] = {}
    for row in file.counted:
        blocks.setdefault(row.code, {})[row.category] = row
    return blocks


def _categories_apart(file: AggregateFile) -> Iterator[tuple[str, str]]:
    """Labels that lack or that nobody knows, and categories that do not add up to the whole, cell by cell."""
    known = known_labels(file.report)
    if not known:
        return
    labels = dict.fromkeys(row.category for row in file.rows)
    absent = [label for label in known if label not in labels]
    yield from (("dmc.aggregate.category_missing", "") for _ in absent[:1])
    yield from (("dmc.aggregate.category_unknown", "") for label in labels if label not in known)
    for rows in _blocks(file).values():
        school = next(iter(rows.values())).school
        if any(label not in rows and label not in absent for label in known):
            yield "dmc.aggregate.category_missing", school
        elif file.report not in NO_PARTITION and known[0] in rows:
            rest = [row for label, row in rows.items() if label != known[0]]
            for name, numbers in rows[known[0]].groups.items():
                for measure, stated in enumerate(numbers):
                    total = sum_of(row.groups[name][measure] for row in rest)
                    if stated is not None and total is not None and stated != total:
                        yield "dmc.aggregate.category_sum", school


def _area_apart(file: AggregateFile) -> Iterator[tuple[str, str]]:
    """Schools do not add up to what the file states for the area, category by category and cell by cell."""
    areas = [row for row in file.counted if row.is_area]
    if not areas:
        yield "dmc.aggregate.area_missing", ""
    sums: dict[tuple[str, str, int], int] = defaultdict(int)
    for row in (row for row in file.counted if not row.is_area and row.has_count):
        for name, numbers in row.groups.items():
            for measure, number in enumerate(numbers if any(numbers) else ()):
                sums[row.category, name, measure] += number or 0
    for row in areas:
        for name, numbers in row.groups.items():
            for measure, stated in enumerate(numbers):
                if stated is not None and stated != sums[row.category, name, measure]:
                    yield "dmc.aggregate.area_sum", ""


INSPECTION_SIGNS = {
    "นักเรียนต้นปีการศึกษา": 1,
    "ย้ายมาเรียนระหว่างปี": 1,
    "ย้ายไปเรียนรร.อื่นระหว่างปี": -1,
    "ออกกลางคัน": -1,
    "จำหน่าย/ตาย": -1,
}
INSPECTION_END = "นักเรียนในวันสินปีการศึกษา"


def _inspection_unbalanced(file: AggregateFile) -> Iterator[tuple[str, str]]:
    """Start + in - out is not the end, school by school and cell by cell."""
    for rows in _blocks(file).values():
        if rows.keys() < {*INSPECTION_SIGNS, INSPECTION_END}:
            continue
        for name, numbers in rows[INSPECTION_END].groups.items():
            for measure, stated in enumerate(numbers):
                parts = [(sign, rows[label].groups[name][measure]) for label, sign in INSPECTION_SIGNS.items()]
                known = stated is not None and all(number is not None for _, number in parts)
                if known and stated != sum(sign * (number or 0) for sign, number in parts):
                    yield "dmc.aggregate.inspection_balance", rows[INSPECTION_END].school


Totals = dict[str, int | None]


def _totals(file: AggregateFile, category: str) -> Totals:
    """Both sexes of all grades by school, and for the area, of one category."""
    return {row.code: row.groups[ALL][2] for row in file.counted if row.category == category}


def _between_files(context: Context, period: str) -> Iterator[Broken]:
    """What the reports of the area show of each other."""
    enrolment = usable(context, period, "enrolment")
    pupils = context.table(f"{period}/dmc/pupils").rows
    for report in AGGREGATES if enrolment else ():
        file = usable(context, period, report)
        if file and enrolment and report != "enrolment":
            yield from _against_enrolment(context, period, file, enrolment)
    if enrolment and pupils:
        yield from _list_apart(context, period, enrolment)
    for report in ("religion", "nationality", "disadvantage") if pupils else ():
        if usable(context, period, report):
            yield from _labels_apart(context, period, report)
    codes, nations = usable(context, period, "g_code"), usable(context, period, "nationality")
    if codes and nations:
        everyone, thai = _totals(nations, WHOLE_ROW["nationality"]), _totals(nations, "ไทย")
        for code, number in _totals(codes, G_CODE_CATEGORY).items():
            if code in everyone and code in thai and not code.endswith("0000"):
                foreign = sum_of([everyone[code], thai[code]])
                if foreign is not None and (number or 0) > (everyone[code] or 0) - (thai[code] or 0):
                    yield Broken("dmc.aggregate.g_code_nationality", code, "g_code")


def _against_enrolment(
    context: Context, period: str, file: AggregateFile, enrolment: AggregateFile
) -> Iterator[Broken]:
    """A report of all pupils, and the end of the year, against the enrolment; of others whether schools lack."""
    report = file.report
    if report in ENROLLED_REPORTS:
        yield from _whole_apart(file, enrolment, WHOLE_ROW[report], "dmc.aggregate.whole_enrolment")
        whole = [row for row in _aggregate_cells(file) if row["category"] == WHOLE_ROW[report]]
        if exchanged(whole, context.table(f"{period}/dmc/enrolment").rows):
            yield Broken("dmc.aggregate.columns_exchanged", "", report)
    else:
        present = {row.code for row in file.rows}
        enrolled = _totals(enrolment, G_CODE_CATEGORY)
        lacking = [code for code, number in enrolled.items() if number and code not in present]
        if any(not code.endswith("0000") for code in lacking):
            yield Broken("dmc.aggregate.schools_missing", "", report)
    if report == "inspection":
        yield from _whole_apart(file, enrolment, INSPECTION_END, "dmc.aggregate.inspection_end")


def _whole_apart(file: AggregateFile, enrolment: AggregateFile, category: str, rule: str) -> Iterator[Broken]:
    """A category of all pupils is not the enrolment of the school, or the school has no such row."""
    expected, stated = _totals(enrolment, G_CODE_CATEGORY), _totals(file, category)
    for code, number in stated.items():
        area = code.endswith("0000")
        enrolled = expected.get(code, 0)
        if (code in expected or not area) and None not in (number, enrolled) and number != enrolled:
            yield Broken(rule, "" if area else code, file.report)
    for code in expected.keys() - stated.keys():
        if expected[code] and not code.endswith("0000"):
            yield Broken(rule, code, file.report)


def _aggregate_cells(file: AggregateFile) -> list[Row]:
    """School x category x grade x sex with its pupils, of the counted rows of schools."""
    return [
        {"smis": row.code, "category": row.category, "grade": grade, "sex": sex, "pupils": Decimal(count)}
        for row in file.counted
        if not row.is_area
        for grade, numbers in row.groups.items()
        if grade in LEVEL_OF
        for sex, count in zip((MALE, FEMALE), numbers, strict=False)
        if count
    ]


Cells = dict[tuple[str, str, str], int]


def exchanged(counted: list[Row], reference: list[Row]) -> bool:
    """Whether two columns (the sexes of all grades or of one, or two grades) seem to be exchanged in every row: to
    exchange them back leaves less than half of the differences and at least ten pupils fewer."""
    ours, theirs = _cells_of(counted), _cells_of(reference)
    schools = sorted({key[0] for key in ours} & {key[0] for key in theirs})
    both = [grade for grade in LEVEL_OF if any(k[1] == grade for k in ours) and any(k[1] == grade for k in theirs)]

    def explains(grades: list[str], turned: list[str], sexes: tuple[str, str], least: int = 10) -> bool:
        straight = turn = 0
        for school, (grade, other), (sex, own) in itertools.product(
            schools, zip(grades, turned, strict=True), zip((MALE, FEMALE), sexes, strict=True)
        ):
            wanted = theirs.get((school, grade, sex), 0)
            straight += abs(ours.get((school, grade, sex), 0) - wanted)
            turn += abs(ours.get((school, other, own), 0) - wanted)
        return 2 * turn < straight and straight - turn >= least

    swapped, same = (FEMALE, MALE), (MALE, FEMALE)
    if not schools or not both:
        return False
    if explains(both, both, swapped) or any(explains([grade], [grade], swapped) for grade in both):
        return True
    return any(
        explains([one, two], [two, one], same) and explains([one], [two], same, 1) and explains([two], [one], same, 1)
        for one, two in itertools.combinations(both, 2)
    )


def _cells_of(rows: list[Row]) -> Cells:
    cells: Cells = defaultdict(int)
    for row in rows:
        cells[str(row["smis"]), str(row["grade"]), str(row["sex"])] += int(decimal(row["pupils"]))
    return dict(cells)


def _counted_one(rows: Iterable[Row]) -> list[Row]:
    return [row | {"pupils": Decimal(1)} for row in rows]


def _list_apart(context: Context, period: str, enrolment: AggregateFile) -> Iterator[Broken]:
    """The pupil list is not the enrolment, school by school, grade by grade and sex by sex; one finding of the file
    where its columns seem to be exchanged."""
    pupils = _counted_one(context.table(f"{period}/dmc/pupils").rows)
    if exchanged(context.table(f"{period}/dmc/enrolment").rows, pupils):
        yield Broken("dmc.compare.columns_exchanged", "", "enrolment")
        return
    listed = _cells_of(pupils)
    schools = {key[0] for key in listed}
    for row in enrolment.counted:
        for grade in LEVEL_OF if row.code in schools else ():
            for sex, stated in zip((MALE, FEMALE), row.groups.get(grade, ()), strict=False):
                if stated not in (None, listed.get((row.code, grade, sex), 0)):
                    yield Broken("dmc.compare.list_against_enrolment", row.code, "enrolment")


def _labels_apart(context: Context, period: str, report: str) -> Iterator[Broken]:
    """A category has another number of pupils in the list than in the report, over the schools that both have, by more
    than those without a known category, and those in one of the two alone, could explain."""
    file = usable(context, period, report)
    listed = _listed_category(context, period, report)
    stated = [row for row in _aggregate_cells(file) if row["category"] != WHOLE_ROW[report]] if file else []
    schools = {row["smis"] for row in context.table(f"{period}/dmc/pupils").rows}
    schools &= {row.code for row in file.rows} if file else set()
    names = [label for label in CATEGORY_WORDS[report] if label not in ("ข้อมูลผิดปกติ", "อายุนอกเกณฑ์")]
    sides: list[Counter[str]] = [Counter(), Counter()]
    for side, rows in zip(sides, (stated, listed), strict=True):
        for row in rows:
            side[label_key(str(row["category"]))] += int(decimal(row["pupils"])) if row["smis"] in schools else 0
    known = {label_key(name) for name in names}
    unplaced = sum(count for side in sides for label, count in side.items() if label not in known)
    if report in ENROLLED_REPORTS:
        unplaced += abs(sum(sides[0].values()) - sum(sides[1].values()))
    for name in known:
        if abs(sides[0][name] - sides[1][name]) > unplaced:
            yield Broken("dmc.compare.list_against_category", "", report)


TITLED = {"เด็กชาย": MALE, "ด.ช.": MALE, "นาย": MALE}
TITLED |= dict.fromkeys(("เด็กหญิง", "ด.ญ.", "นางสาว", "น.ส.", "นาง"), FEMALE)
TAUGHT = dict(zip(("อนุบาล", "ประถมศึกษา", "มัธยมศึกษาตอนต้น", "มัธยมศึกษาตอนปลาย"), LEVELS, strict=True))


def _pupil_findings(context: Context, period: str) -> Iterator[Broken]:
    """What the pupil list shows by itself, pupil by pupil."""
    pupils = context.table(f"{period}/dmc/pupils").rows
    numbered = [row for row in pupils if row["number_kind"] in ("citizen", "g_code")]
    within = Counter((row["number"], row["smis"]) for row in numbered)
    schools = Counter(number for number, _ in within)
    for row in pupils:
        rules = [
            *_cell_rules(row),
            *_age_rules(context, row),
            *_measure_rules(context, row),
            *_grade_rules(context, row),
        ]
        rules += ["number_duplicate_in_school"] * (within[row["number"], row["smis"]] > 1)
        rules += ["number_duplicate_across_schools"] * (schools[row["number"]] > 1)
        yield from (Broken(f"dmc.pupil.{rule}", str(row["smis"]), "pupil_list") for rule in rules)
    yield from _label_findings(pupils)
    yield from _name_findings(context, period, pupils)


def _cell_rules(row: Row) -> Iterator[str]:
    """The rules that single cells of a pupil break."""
    number, kind, room = str(row["number"]), row["number_kind"], str(row["room"])
    broken = {
        "number_missing": kind == "missing",
        "number_malformed": kind == "malformed",
        "number_check_digit": kind == "citizen" and not is_citizen_number(number),
        "sex_unknown": row["sex"] == NOT_STATED,
        "sex_against_title": row["sex"] != NOT_STATED and TITLED.get(str(row["title"]), row["sex"]) != row["sex"],
        "room_missing": not room,
        "room_no_number": bool(room) and not room.isdecimal(),
        "nationality_against_number": kind == "g_code" and row["nationality"] == "ไทย",
        "pending_discharge": row["pending"] not in ("", "-"),
        "birth_date_impossible": row["birth_problem"] == "impossible",
        "birth_date_era": row["birth_problem"] == "era",
        "birth_date_century": row["birth_problem"] == "century",
        "grade_unknown": row["grade"] == NOT_STATED,
    }
    yield from (rule for rule, holds in broken.items() if holds)


@functools.lru_cache
def _usual_ages(params: Path) -> dict[str, dict[str, Any]]:
    """The youngest and the oldest that usually are in a grade."""
    return {limit["grade"]: limit for limit in read_yaml(params / "checks.yml")["ages"]["ranges"]}


def _age_rules(context: Context, row: Row) -> Iterator[str]:
    limit, age = _usual_ages(context.params).get(str(row["grade"])), row["age"]
    if limit and isinstance(age, Decimal) and not limit["youngest"] <= age <= limit["oldest"]:
        yield "age_outside_grade"


def _measure_rules(context: Context, row: Row) -> Iterator[str]:
    """Weight and height that cannot be; an empty cell is no finding."""
    checks = read_yaml(context.params / "checks.yml")
    for name in ("weight", "height"):
        text = str(row[name])
        value = number(text)
        limit = checks["weight_kg" if name == "weight" else "height_cm"]
        if text not in ("", "-") and (value is None or not limit["least"] <= value <= limit["most"]):
            yield f"{name}_impossible"


def _grade_rules(context: Context, row: Row) -> Iterator[str]:
    """A grade that the school does not teach, of schools whose line in the list says so in words that are known."""
    words = school_list(context).get(str(row["smis"]), {}).get("levels_offered") or ""
    ends = [TAUGHT.get(word.strip()) for word in words.split("-")]
    if row["grade"] != NOT_STATED and None not in ends:
        order = list(LEVELS)
        first, last = order.index(str(ends[0])), order.index(str(ends[-1]))
        if row["level"] not in order[first : last + 1]:
            yield "grade_not_offered"


def _label_findings(pupils: list[Row]) -> Iterator[Broken]:
    """Religion, nationality and disadvantage that are not stated (once where the column of a whole file is empty) or
    whose word DMC does not use."""
    for name in ("religion", "nationality", "disadvantage"):
        bare = {row["delivery"] for row in pupils} - {
            row["delivery"] for row in pupils if row[f"{name}_label"] != NOT_STATED
        }
        yield from (Broken("dmc.pupil.column_empty", "", "pupil_list") for _ in bare)
        known = {*known_labels(name), NOT_STATED, "-"}
        for row in pupils:
            label = row[f"{name}_label"]
            silent = label == NOT_STATED or (label == "-" and name in ENROLLED_REPORTS)
            if silent and row["delivery"] not in bare:
                yield Broken("dmc.pupil.label_missing", str(row["smis"]), "pupil_list")
            elif label not in known:
                yield Broken("dmc.pupil.label_unknown", str(row["smis"]), "pupil_list")


def _name_findings(context: Context, period: str, pupils: list[Row]) -> Iterator[Broken]:
    """Names of schools that are not those of their code, and names with signs that no name has."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for row in pupils:
        names[str(row["smis"])].update([str(row["school_name"])] if row["school_name"] else [])
    day = as_of(context, period)
    listed = {smis: _name_on(line, day) for smis, line in school_list(context).items()}
    owners = {name: smis for smis, name in listed.items()}
    unsafe: set[str] = set()
    for row in pupils:
        smis, name = str(row["smis"]), str(row["school_name"])
        if name:
            usual = min((-count, text) for text, count in names[smis].items())[1]
            other = owners.get(name, smis) != smis
            if name != usual or (other and name != listed.get(smis)):
                yield Broken("dmc.pupil.school_name_differs", smis, "pupil_list")
        if re.search(r"^[=+@]|^-.|[<>{}\x00-\x1f\x7f]", name) and smis not in unsafe:
            unsafe.add(smis)
            yield Broken("dmc.school.name_unsafe", smis, "pupil_list")


def _name_on(line: dict[str, str], day: datetime.date) -> str:
    """A school's name on a day: it had another one before it was renamed."""
    renamed, former = line.get("renamed") or "", line.get("former_name") or ""
    return former if renamed and former and day < thai_day(renamed) else line["name"]


def school_findings(context: Context, period: str, system: str, report: str, schools: set[str]) -> Iterator[Broken]:
    """Schools with data that the office's list lacks or that were not open; one alone where there is no list."""
    listed = school_list(context)
    if not listed:
        yield Broken(f"{system}.school.list_empty", "", report)
        if system != "dmc" and len({len(code) for code in schools}) > 1:
            yield Broken(f"{system}.school.codes_mixed", "", report)
        return
    day = as_of(context, period)
    for smis in sorted(schools):
        if smis not in listed:
            yield Broken(f"{system}.school.not_on_list", smis, report)
        elif not _is_open(listed[smis], day):
            yield Broken(f"{system}.school.closed", smis, report)


def _missing(context: Context, period: str, system: str, report: str, schools: set[str]) -> Iterator[Broken]:
    """The open schools of the list without data."""
    missing = sorted(open_schools(context, period) - schools)
    return (Broken(f"{system}.school.missing", smis, report) for smis in missing)


def _dmc_schools(context: Context, period: str) -> Iterator[Broken]:
    """What is wrong with the schools of DMC: in any of the files, and in those that say who is there."""
    first: dict[str, str] = {}
    for report in AGGREGATES:
        file = usable(context, period, report)
        for line in file.rows if file else ():
            if not line.is_area:
                first.setdefault(line.code, report)
    for pupil in context.table(f"{period}/dmc/pupils").rows:
        first.setdefault(str(pupil["smis"]), "pupil_list")
    for broken in school_findings(context, period, "dmc", "enrolment", set(first)):
        yield Broken(broken.rule, broken.smis, first.get(broken.smis, broken.report))
    schools = context.table(f"{period}/dmc/schools").rows
    delivered = {str(row["smis"]) for row in schools if row["delivered"]}
    if delivered:
        empty = [row for row in schools if row["delivered"] and not row["pupils"]]
        yield from (Broken("dmc.school.no_pupils", str(row["smis"]), "enrolment") for row in empty)
        yield from _missing(context, period, "dmc", "enrolment", delivered)
        listed = school_list(context)
        for smis in (str(row["smis"]) for row in schools):
            if smis in listed and not listed[smis]["district"]:
                yield Broken("dmc.school.district_missing", smis, "enrolment")


def _confirmation_findings(context: Context, period: str) -> Iterator[Broken]:
    """Confirmations of schools that the round does not know, and on days that cannot be."""
    delivery = newest(context, period, "dmc", "confirmations")
    known = {row["smis"] for row in context.table(f"{period}/dmc/schools").rows}
    opens, latest = confirmation_days(context, period)
    unknown: set[str] = set()
    for row in _below_heading(sheets_of(delivery)[0].rows, "รหัสโรงเรียน") if delivery else ():
        smis, text = (*(tidy(cell) for cell in row), "", "")[:2]
        day = day_of(text)
        if day is None:
            continue
        if known and smis not in known:
            unknown.add(smis)
        elif not opens <= day <= latest:
            yield Broken("dmc.confirmation.date_impossible", smis, "confirmations")
    yield from (Broken("dmc.confirmation.school_unknown", "", "confirmations") for _ in unknown)


def _earlier_round(context: Context, period: str, system: str) -> str:
    """The latest round before, of which anything of the system was received; empty for none."""
    rounds = {item.delivery.period for item in _standings(context.data, context.until) if not item.withdrawn}
    earlier = sorted(name for name in rounds if re.fullmatch(r"\d{4}-[123]", name) and name < period)
    return next((name for name in reversed(earlier) if context.deliveries(name, system)), "")


def _since_earlier(context: Context, period: str) -> Iterator[Broken]:
    """Schools that are gone since the round before, and grades that changed unusually within a school year."""
    earlier = _earlier_round(context, period, "dmc")
    now = context.table(f"{period}/dmc/enrolment").rows
    if not earlier or not now:
        return
    before = context.table(f"{earlier}/dmc/enrolment").rows
    listed, day = school_list(context), as_of(context, period)
    present = {row["smis"] for row in context.table(f"{period}/dmc/schools").rows if row["delivered"]}
    for smis in sorted({str(row["smis"]) for row in before} - present):
        if smis not in listed or _is_open(listed[smis], day):
            yield Broken("dmc.rounds.school_gone", smis, "enrolment")
    if usable(context, period, "enrolment") and exchanged(now, _moved_up_a_year(before, earlier, period)):
        yield Broken("dmc.rounds.columns_exchanged", "", "enrolment")
    elif earlier[:4] == period[:4]:
        yield from _changed_grades(context, now, before)


def _moved_up_a_year(rows: list[Row], earlier: str, period: str) -> list[Row]:
    """The earlier enrolment as it would stand now: a year later every pupil is a grade higher in the level; nothing
    where more years lie between."""
    years = int(period[:4]) - int(earlier[:4])
    if years == 0:
        return rows
    above = {one: two for grades in LEVELS.values() for one, two in itertools.pairwise(grades) if two != "อ.2"}
    return [row | {"grade": above[str(row["grade"])]} for row in rows if years == 1 and row["grade"] in above]


def _changed_grades(context: Context, now: list[Row], before: list[Row]) -> Iterator[Broken]:
    limit = read_yaml(context.params / "checks.yml")["grade_change"]
    sides = [_grade_sums(rows) for rows in (now, before)]
    schools = {key[0] for key in sides[0]} & {key[0] for key in sides[1]}
    for key in sorted(sides[0].keys() | sides[1].keys()):
        was = sides[1].get(key, Decimal(0))
        change = abs(sides[0].get(key, Decimal(0)) - was)
        if key[0] in schools and change > limit["pupils"] and change > limit["share"] * was:
            yield Broken("dmc.rounds.grade_changed", key[0], "enrolment")


def dmc_findings(context: Context, period: str) -> Iterator[Broken]:
    """Everything that is wrong with a round of DMC."""
    yield from file_findings(context, period, "dmc")
    yield from _aggregate_findings(context, period)
    yield from _pupil_findings(context, period)
    yield from _between_files(context, period)
    yield from _dmc_schools(context, period)
    yield from _confirmation_findings(context, period)
    yield from _since_earlier(context, period)


# EMIS: every page of every school, line by line.

GRADE_SUMS = {"รวมอบ.": "ก่อนประถม", "รวมก่อนประถม": "ก่อนประถม", "รวมประถม": "ประถม", "รวมมัธยมต้น": "มัธยมต้น"}
GRADE_SUMS |= {"รวมมัธยมปลายและเทียบเท่า": "มัธยมปลาย/ปวช."}
POSITIONS = ("ผู้อำนวยการโรงเรียน", "รองผู้อำนวยการโรงเรียน", "ครู", "ครูผู้ช่วย", "ลูกจ้างประจำ", "พนักงานราชการ", "ลูกจ้างชั่วคราว")
SOURCES, STATES = ("งบประมาณ สพฐ.", "จัดหาเอง/บริจาค"), ("ใช้งานได้", "ใช้งานไม่ได้")
COMPUTER_LINES = [(purpose, name) for purpose in _PURPOSES for name in (*SOURCES, "รวม", *STATES)]
COMPUTER_LINES += [("ทั้งหมด", name) for name in ("คอมพิวเตอร์", *STATES)]
NETWORKS = ("ระบบเครือข่าย (LAN)", "ระบบเครือข่ายไร้สาย (Wireless LAN)")

Labels = tuple[str, ...]
PageCells = list[str]


@dataclass
class Page:
    """One page of one school: the cells of its lines without the school's code, and the rules that it breaks."""

    lines: list[PageCells]
    broken: list[str] = field(default_factory=list)

    def counted(self, width: int, spelled: Callable[[Labels], Labels]) -> dict[Labels, PageCells]:
        """By the labels in the first cells the line that counts: the first that has a value other than zero, else the
        first. A cell that is no label is one of its line alone."""
        alike: dict[Labels, list[PageCells]] = {}
        for number, line in enumerate(self.lines):
            none = f"{NOT_STATED} ({number})"
            cells = [none if _is_no_word(cell) else cell for cell in line[:width]]
            alike.setdefault(spelled((cells[0] or none, *cells[1:])), []).append(line)
        self.broken += ["row.duplicate" for lines in alike.values() for _ in lines[1:]]
        return {
            labels: next((line for line in lines if any(map(_is_value, line[width:]))), lines[0])
            for labels, lines in alike.items()
        }

    def count(self, text: str, limit: int) -> int | None:
        """A count with or without its unit; None, and a broken rule, where it is none or more than a school has."""
        value = unit_count(text, ("เครื่อง", "คน", "ห้อง"))
        if value is None or value > limit:
            self.broken.append("row.not_a_count" if value is None else "row.count_implausible")
            return None
        return value

    def check_sum(self, rule: str, stated: int | None, parts: Iterable[int | None]) -> None:
        """A stated sum that is not that of its parts breaks the rule, where all of them are counts."""
        total = sum_of(parts)
        if stated is not None and total is not None and stated != total:
            self.broken.append(rule)

    def require(self, needed: Iterable[Labels], lines: Iterable[Labels]) -> None:
        """A page that lacks lines that every page has breaks one rule."""
        self.broken += ["row.missing"] * bool({*needed} - {*lines})


def _is_value(cell: str) -> bool:
    return not is_blank(cell) and not re.fullmatch(r"[0๐]+\s*[^0-9๐-๙]*", cell)


def unit_count(text: str, units: tuple[str, ...]) -> int | None:
    """A whole number from 0 up, alone or before one of the units; None for anything else, an empty cell included."""
    match = re.fullmatch(r"([0-9๐-๙]{1,3}(?:,[0-9๐-๙]{3}){1,2}|[0-9๐-๙]{1,9})\s*([^\d\s,.]*)", text)
    return int(match[1].replace(",", "")) if match and match[2] in ("", *units) else None


def _page_cells(context: Context, period: str, report: str) -> dict[str, Page]:
    """The pages of one kind by school, of each school from the file made last that holds it."""
    pages: dict[str, Page] = {}
    for delivery in received(context, period, "emis", report):
        of_file: dict[str, Page] = {}
        width = {"student_list": 5, "computer_list": 3, "internet_list": 3}.get(report, 0)
        rows = [[tidy(cell) for cell in row] for row in sheets_of(delivery)[0].rows]
        start = next((index for index, row in enumerate(rows[:5]) if _is_page_heading(report, row)), -1)
        by_column = start >= 0 and heading(rows[start][0]) == SCHOOL
        width = width or len([cell for cell in rows[start] if cell]) - by_column
        for row in rows[start + 1 :]:
            code = row[0] if row and (by_column or re.fullmatch(r"\d{8}|\d{10}", row[0])) else _code_in(delivery.name)
            cells = [*row, *[""] * width][bool(row) and code == row[0] :][:width]
            if any(row):
                of_file.setdefault(_smis_of(context, code), Page([])).lines.append(cells)
        pages |= of_file
    return pages


def _is_page_heading(report: str, row: list[str]) -> bool:
    return _EMIS_FIRST[report] in [heading(cell) for cell in row]


def _bare(text: str) -> str:
    return "".join(text.split())


def _grade_labels(cells: Labels) -> Labels:
    """A grade as the tables spell it; of the several names of a level's sum the first."""
    grade = re.sub(r"^อบ\.", "อ.", _bare(cells[0]))
    names = [name for name, level in GRADE_SUMS.items() if level == GRADE_SUMS.get(grade)]
    return (names[0] if names else grade,)


def _student_page(context: Context, page: Page) -> None:
    """Counts, sums of sexes and of levels, lines that nobody knows and lines that lack."""
    limits = [most(context, "pupils")] * 3 + [most(context, "rooms")]
    counts = {
        labels[0]: [page.count(cell, limit) for cell, limit in zip(line[1:5], limits, strict=True)]
        for labels, line in page.counted(1, _grade_labels).items()
    }
    grades = {label: numbers for label, numbers in counts.items() if not label.startswith("รวม")}
    for label, numbers in counts.items():
        page.check_sum("row.sex_sum", numbers[2], numbers[:2])
        level = GRADE_SUMS.get(label)
        if label in grades or (level is None and label != "รวมทั้งหมด"):
            page.broken += ["row.unknown"] * (label not in LEVEL_OF)
            continue
        parts = [part for grade, part in grades.items() if level is None or grade in LEVELS[level]]
        for measure, stated in enumerate(numbers):
            page.check_sum("student.level_sum", stated, [part[measure] for part in parts])
    sums = {level: name for name, level in reversed(GRADE_SUMS.items())}
    page.require([(name,) for name in (*LEVEL_OF, *sums.values(), "รวมทั้งหมด")], [(label,) for label in counts])


def _staff_labels(cells: Labels) -> Labels:
    """Position, rank, level of post and funding; of a sum the position alone."""
    position, rank, level, money = (*cells, "")[:4]
    position = re.sub(r"^[0-9]+\.\s*", "", position)
    rank = "ไม่มีวิทยฐานะ" if is_blank(rank) else rank
    if position == "รวมทั้งหมด" or rank == "รวม":
        return position, "รวม", "", ""
    if money not in ("ในงบประมาณ", "นอกงบประมาณ"):
        money = NOT_STATED if not is_blank(money) or position == TEMPORARY else "ในงบประมาณ"
    return position, rank, NOT_STATED if is_blank(level) else level, money


def _staff_page(context: Context, page: Page) -> None:
    limit, width = most(context, "people"), len(page.lines[0]) - 3
    counts = {
        labels: [page.count(cell, limit) for cell in line[width:]]
        for labels, line in page.counted(width, _staff_labels).items()
    }
    for (position, rank, _, funding), numbers in counts.items():
        page.check_sum("row.sex_sum", numbers[2], numbers[:2])
        is_sum = rank == "รวม"
        page.broken += ["row.unknown"] * (position not in (*POSITIONS, "รวมทั้งหมด"))
        page.broken += ["staff.funding_not_stated"] * (not is_sum and funding == NOT_STATED and any(numbers))
        parts = [n for key, n in counts.items() if key[1] != "รวม" and position in (key[0], "รวมทั้งหมด")]
        for measure, stated in enumerate(numbers if is_sum else ()):
            page.check_sum("staff.position_sum", stated, [part[measure] for part in parts])
    page.require([("รวมทั้งหมด",)], [labels[:1] for labels in counts])


def _computer_labels(cells: Labels) -> Labels:
    purpose = re.sub(r"^จำนวนคอมพิวเตอร?์?", "", cells[0])
    name = cells[1].rstrip(": ")
    known = {_bare(f"{one}|{other}"): (one, other) for one, other in COMPUTER_LINES}
    return known.get(_bare(f"{purpose}|{name}"), (purpose, name))


def _computer_page(context: Context, page: Page) -> None:
    limit = most(context, "pieces")
    counts: dict[Labels, int | None] = {}
    for labels, line in page.counted(2, _computer_labels).items():
        if labels in COMPUTER_LINES:
            counts[labels] = page.count(line[2], limit)
        else:
            page.broken.append("row.unknown")
    for purpose in _PURPOSES:
        for rule, names in (("source_sum", SOURCES), ("condition_sum", STATES)):
            if {(purpose, name) for name in ("รวม", *names)} <= counts.keys():
                parts = [counts[purpose, name] for name in names]
                page.check_sum(f"computer.{rule}", counts[purpose, "รวม"], parts)
    for name, part in (("คอมพิวเตอร์", "รวม"), *((state, state) for state in STATES)):
        parts = [counts[purpose, part] for purpose in _PURPOSES if (purpose, part) in counts]
        if ("ทั้งหมด", name) in counts and parts:
            page.check_sum("computer.total_sum", counts["ทั้งหมด", name], parts)
    page.require(COMPUTER_LINES, counts)


def _internet_labels(cells: Labels) -> Labels:
    name = cells[1].rstrip(": ")
    known = {_bare(item): item for item in (*_RENTED, *NETWORKS)}
    name = known.get(_bare(name), name)
    return ("" if name in NETWORKS else cells[0].rstrip(": "), name)


def _internet_page(page: Page) -> None:
    sections: dict[str, dict[str, str]] = defaultdict(dict)
    names = set()
    for (section, name), line in page.counted(2, _internet_labels).items():
        names.add((name,))
        if name in NETWORKS:
            page.broken += ["internet.network_unclear"] * (not line[2].startswith(("ไม่มี", "มี")))
        elif name in _RENTED:
            sections[section][name] = line[2]
        else:
            page.broken.append("row.unknown")
    page.require([(name,) for name in (*_RENTED, *NETWORKS)], names)
    for stated in sections.values():
        if any(not is_blank(text) for text in stated.values()):
            known = {name: "" if is_blank(text) or _is_no_word(text) else text for name, text in stated.items()}
            page.broken += _connection_rules(known.get("ความเร็ว", ""), known.get("งบประมาณ/เดือน", ""))


def _connection_rules(speed: str, cost: str) -> Iterator[str]:
    """What is wrong with the speed and the cost of a line that a school rents."""
    shape = r"([0-9]{1,6}|[0-9]{1,3},[0-9]{3})(?:\s*/\s*[0-9,]{1,7})?\s*(g|m)?(?:b(?:it)?(?:ps|/s)?)?"
    if speed and not re.fullmatch(shape, speed, re.I):
        yield "internet.speed_unreadable"
    amount = baht_of(re.sub(r"\s*(?:บาท)?(?:\s*/\s*เดือน)?$", "", cost))
    if amount is None:
        yield "internet.cost_unreadable" if cost else "internet.cost_missing"


def baht_of(text: str) -> Decimal | None:
    """An amount from 0 up with at most two decimals; None for anything else, an empty cell included."""
    amount = number(text) if re.fullmatch(r"[0-9๐-๙,.]+", text) else None
    return amount if amount is not None and amount == round(amount, 2) and amount < 10**13 else None


def emis_findings(context: Context, period: str) -> Iterator[Broken]:
    """Everything that is wrong with a round of EMIS."""
    yield from file_findings(context, period, "emis")
    pages = {report: _page_cells(context, period, report) for report in EMIS_PAGES}
    for report, by_school in pages.items():
        for smis, page in by_school.items():
            if report == "student_list":
                _student_page(context, page)
            elif report == "staff_list":
                _staff_page(context, page)
            elif report == "computer_list":
                _computer_page(context, page)
            else:
                _internet_page(page)
            yield from (Broken(f"emis.{rule}", smis, report) for rule in page.broken)
    yield from _emis_schools(context, period, pages)


def _emis_schools(context: Context, period: str, pages: dict[str, dict[str, Page]]) -> Iterator[Broken]:
    """Schools that are not on the list, did not send or did not send all, and have pupils without a teacher."""
    first = {smis: report for report, schools in reversed(pages.items()) for smis in schools}
    for broken in school_findings(context, period, "emis", "student_list", set(first)):
        yield Broken(broken.rule, broken.smis, first.get(broken.smis, broken.report))
    yield from (Broken("emis.page.missing", "", report) for report in pages if not pages[report])
    yield from _missing(context, period, "emis", "student_list", set(first))
    for smis in sorted(first):
        lacking = [report for report, schools in pages.items() if schools and smis not in schools]
        yield from (Broken("emis.school.incomplete", smis, report) for report in lacking[:1])
    for row in context.table(f"{period}/emis/schools").rows:
        if row["teacher_band"] == "ไม่มีครู":
            yield Broken("emis.staff.no_teacher", str(row["smis"]), "staff_list")


# B-OBEC, M-OBEC and G-Code: listings by school.

BUILDING_KINDS = (
    CLASSROOMS,
    "อาคารอเนกประสงค์/โรงอาหาร/โรงฝึกงาน/หอประชุม",
    "บ้านพักครู",
    "ส้วม",
    "สนามเด็กเล่น",
    "เรือนเพาะชำ",
    "สนามกีฬา",
    "ถังเก็บน้ำ",
    "รั้ว",
    "ถนน/รางระบายน้ำ",
)
LISTINGS: dict[str, tuple[str, dict[str, str]]] = {report: (first, {}) for report, first in _EMIS_FIRST.items()}
LISTINGS |= {"building_list": ("ประเภท", _BUILDING_HEADINGS), "equipment_list": ("จำนวนที่ใช้ได้", {})}
LISTINGS |= {"learner_list": ("รหัสG", {}), "user_list": ("วันที่ลงทะเบียน", {})}
# The headings, without spaces, that the listings know beside the school's.
KNOWN_HEADINGS = {
    "building_list": "ประเภท รายการ name ลำดับที่ ลำดับ แบบ จำนวนห้องตามแปลน สร้าง ปีที่สร้าง สภาพปัจจุบัน จำนวนห้องพิเศษ "
    "จำนวนห้องต่อเติม อายุการใช้งาน งบประมาณ แหล่งงบประมาณ สถานะการใช้งาน ภาพถ่าย",
    "equipment_list": "ลำดับ รหัส รายการ รายการ(cm.) จำนวนที่ใช้ได้ จำนวนรอซ่อม จำนวนรอจำหน่าย",
    "learner_list": "รหัสG เลขประจำตัวประชาชน เลขประจำตัวนักเรียน ชื่อ นามสกุล เพศ สัญชาติ วันที่บันทึก วันที่รับรอง",
    "user_list": "ชื่อ นามสกุล วันที่ลงทะเบียน วันที่อนุมัติ",
}


def _unknown_columns(context: Context, period: str, system: str) -> Iterator[Broken]:
    """One of a file with columns that the listing does not know, or with filled columns that have no heading."""
    for delivery in files_used(context, period, system):
        first, names = LISTINGS[delivery.report]
        known = {SCHOOL, *KNOWN_HEADINGS[delivery.report].split()}
        rows = sheets_of(delivery)[0].rows
        for index, row in enumerate(rows[:5]):
            headings = [heading(cell).strip(":") for cell in row]
            if first in [names.get(name, name) for name in headings]:
                bare = [at for at, name in enumerate(headings) if not name]
                filled = any(tidy(line[at]) for line in rows[index + 1 :] for at in bare if at < len(line))
                if filled or any(name and name not in known for name in headings):
                    yield Broken(f"{system}.file.column_unknown", "", delivery.report)
                break


def bobec_findings(context: Context, period: str) -> Iterator[Broken]:
    """Everything that is wrong with a round of B-OBEC."""
    yield from file_findings(context, period, "bobec")
    yield from _unknown_columns(context, period, "bobec")
    schools = _building_lines(context, period)
    yield from school_findings(context, period, "bobec", "building_list", set(schools))
    yield from _missing(context, period, "bobec", "building_list", set(schools))
    year = as_of(context, period).year + 543
    for smis, lines in schools.items():
        numbered: set[tuple[str, int]] = set()
        for line in lines:
            kind, order = _kind_and_order(line)
            rules = [*_building_rules(context, line, kind, year), *_asset_rules(context, line)]
            if order.isdecimal():
                rules += ["building.number_repeated"] * ((kind, int(order)) in numbered)
                numbered.add((kind, int(order)))
            yield from (Broken(f"bobec.{rule}", smis, "building_list") for rule in rules)
    for row in context.table(f"{period}/bobec/expected_kinds").rows:
        if not row["present"]:
            yield Broken("bobec.school.kind_missing", str(row["smis"]), "building_list")


def _building_rules(context: Context, line: dict[str, str], kind: str, last_year: int) -> Iterator[str]:
    """What is wrong with an entry of a list of buildings."""
    rooms, year, condition = (line.get(name, "") for name in ("จำนวนห้องตามแปลน", "สร้าง", "สภาพปัจจุบัน"))
    built = re.fullmatch(r"(?:พ\.?\s*ศ\.?)?\s*([0-9๐-๙]{4})", year)
    plan, order = line.get("แบบ", ""), line.get("ลำดับที่", "")
    unnumbered = is_blank(order) and not _kind_and_order(line)[1]
    counted = unit_count(rooms, ("ห้อง",))
    broken = {
        "kind_unknown": kind not in BUILDING_KINDS,
        "number_missing": unnumbered or (not is_blank(order) and unit_count(order, ()) is None),
        "plan_missing": is_blank(plan) or _is_no_word(plan),
        "rooms_missing": kind == CLASSROOMS and is_blank(rooms),
        "rooms_malformed": not is_blank(rooms) and (counted is None or counted > most(context, "rooms")),
        "year_missing": is_blank(year),
        "year_malformed": not is_blank(year) and not built,
        "year_impossible": built is not None and not 2400 <= int(built[1]) <= last_year,
        "condition_missing": is_blank(condition),
        "condition_unknown": not is_blank(condition) and condition not in CONDITIONS,
    }
    yield from (f"building.{rule}" for rule, holds in broken.items() if holds)


def _asset_rules(context: Context, line: dict[str, str]) -> Iterator[str]:
    """Cells of the newer asset register, and names of photographs, that cannot be read."""
    limits = {"จำนวนห้องพิเศษ": ("ห้อง", "rooms", 0), "จำนวนห้องต่อเติม": ("ห้อง", "rooms", 0)}
    limits |= {"อายุการใช้งาน": ("ปี", "service_life", 1)}
    for name, (unit, limit, least) in limits.items():
        text = line.get(name, "")
        value = unit_count(text, (unit,))
        if not is_blank(text) and (value is None or not least <= value <= most(context, limit)):
            yield "asset.malformed"
    money = line.get("งบประมาณ", "")
    if not is_blank(money) and baht_of(re.sub(r"\s*บาท$", "", money)) is None:
        yield "asset.malformed"
    shown = line.get("ภาพถ่าย", "")
    names = [] if is_blank(shown) or is_error_cell(shown) else re.split("[;,]", shown)
    yield from ("asset.malformed" for name in names if name.strip() and not re.search(r"\.\w{2,5}$", name.strip()))


def mobec_findings(context: Context, period: str) -> Iterator[Broken]:
    """Everything that is wrong with a round of M-OBEC."""
    yield from file_findings(context, period, "mobec")
    yield from _unknown_columns(context, period, "mobec")
    deliveries = received(context, period, "mobec", "equipment_list")
    schools = listing(context, deliveries, *LISTINGS["equipment_list"])
    yield from school_findings(context, period, "mobec", "equipment_list", set(schools))
    yield from _missing(context, period, "mobec", "equipment_list", set(schools))
    pieces = {row["smis"] for row in context.table(f"{period}/mobec/equipment").rows}
    names = {_bare(item) for item in EQUIPMENT.values()}
    for smis, lines in schools.items():
        rules = ["school.codes_missing"] * bool(EQUIPMENT.keys() - {_item_code(line) for line in lines})
        rules += ["school.all_zero"] * (smis not in pieces)
        codes: set[str] = set()
        for line in lines:
            rules += _item_rules(line, names, most(context, "pieces"))
            rules += ["item.repeated"] * (bool(_item_code(line)) and _item_code(line) in codes)
            codes.add(_item_code(line))
        yield from (Broken(f"mobec.{rule}", smis, "equipment_list") for rule in rules)


def _item_code(line: dict[str, str]) -> str:
    code = line.get("รหัส", "")
    return "" if _is_no_word(code) else code


def _item_rules(line: dict[str, str], names: set[str], limit: int) -> Iterator[str]:
    """What is wrong with a line of a list of equipment."""
    item, name = EQUIPMENT.get(_item_code(line)), _bare(line.get("รายการ(cm.)", ""))
    if item is None:
        yield "item.code_unknown"
    elif name != _bare(item) and name in names:
        yield "item.name_of_other_code"
    for column in EQUIPMENT_STATES:
        pieces = unit_count(line.get(column, ""), ())
        if pieces is None or pieces > limit:
            yield "item.not_a_count"


def gcode_findings(context: Context, period: str) -> Iterator[Broken]:
    """Everything that is wrong with a round of G-Code. A school without data is nothing wrong."""
    yield from file_findings(context, period, "gcode")
    yield from _unknown_columns(context, period, "gcode")
    learners, users = (context.table(f"{period}/gcode/{name}").rows for name in ("learners", "users"))
    schools = {str(row["smis"]) for row in (*learners, *users)}
    yield from school_findings(context, period, "gcode", "learner_list", schools)
    numbered: Counter[tuple[Value, Value]] = Counter((row["person"], row["smis"]) for row in learners if row["person"])
    codes: Counter[Value] = Counter(person for person, _ in numbered)
    for row in learners:
        rules = [*_learner_rules(row), *_date_rules(row)]
        rules += ["code_duplicate_in_school"] * (numbered[row["person"], row["smis"]] > 1)
        rules += ["code_duplicate_across_schools"] * (codes[row["person"]] > 1)
        yield from (Broken(f"gcode.pupil.{rule}", str(row["smis"]), "learner_list") for rule in rules)
    for row in users:
        rules = [rule for rule in _date_rules(row) if rule in ("date_unreadable", "waiting_long")]
        yield from (Broken(f"gcode.user.{rule}", str(row["smis"]), "user_list") for rule in rules)
    if received(context, period, "gcode", "user_list"):
        approved = {row["smis"] for row in users if row["status"] == DONE}
        for smis in sorted({str(row["smis"]) for row in learners if row["smis"] not in approved}):
            yield Broken("gcode.school.no_user", smis, "learner_list")


def _learner_rules(row: Row) -> Iterator[str]:
    """What is wrong with the code, the number and the labels of a learner."""
    kind = row["number_kind"]
    broken = {
        "code_missing": kind == "missing" and row["status"] == DONE,
        "code_malformed": kind in ("malformed", "citizen"),
        "number_malformed": row["number_wrong"] is True,
        "has_citizen_number": row["has_citizen_number"] is True,
        "sex_unknown": row["sex"] == NOT_STATED,
        "nationality_missing": row["nationality"] == NOT_STATED,
        "nationality_unknown": row["nationality"] not in (NOT_STATED, *map(label_key, NATIONALITIES)),
        "nationality_thai": row["nationality"] == "ไทย",
    }
    yield from (rule for rule, holds in broken.items() if holds)


NATIONALITIES = [label for label in CATEGORY_WORDS["nationality"] if label not in ("ข้อมูลผิดปกติ", "อายุนอกเกณฑ์")]


def _date_rules(row: Row) -> Iterator[str]:
    """What is wrong with the two dates of a request, and whether it waits long."""
    broken = {
        "date_unreadable": row["date_wrong"] is True,
        "date_order": row["out_of_order"] is True,
        "after_as_of": row["too_late"] is True,
        "waiting_long": row["waiting"] == "รอนาน",
    }
    yield from (rule for rule, holds in broken.items() if holds)


# Between the systems.

SIDES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("between.grade.pupils_differ", "between.pupils.columns_exchanged"), ("emis", "dmc")),
    "between.rooms.classes_differ": ("emis", "dmc"),
    "between.rooms.fewer_than_classes": ("bobec", "dmc"),
    **dict.fromkeys(
        (
            "between.pupil.code_not_registered",
            "between.pupil.code_not_in_dmc",
            "between.pupil.nationality_differs",
            "between.codes.count_differs",
        ),
        ("gcode", "dmc"),
    ),
    **dict.fromkeys(("between.hired.fewer_in_emis", "between.hired.more_in_emis"), ("emis", "roster")),
}


def between_findings(context: Context, period: str) -> Iterator[Broken]:
    """Everything in which the systems of a round disagree, and files that are too old for the round."""
    yield from _old_files(context, period)
    yield from _pupils_apart(context, period)
    yield from _rooms_apart(context, period)
    yield from _codes_apart(context, period)
    yield from _hired_apart(context, period)
    yield from _not_in_all(context, period)


def _old_files(context: Context, period: str) -> Iterator[Broken]:
    """Files made long before the day of the data, as they state themselves, and files with the bytes of an earlier
    round; of the school whose code is in the file's name, else of the area."""
    limit = read_yaml(context.params / "checks.yml")["between_systems"]["days"]
    oldest = as_of(context, period) - datetime.timedelta(days=int(limit))
    earlier = {
        (item.delivery.system, item.delivery.sha256)
        for item in _standings(context.data, context.until)
        if re.fullmatch(r"\d{4}-[123]", item.delivery.period) and item.delivery.period < period and not item.withdrawn
    }
    for system in SYSTEMS:
        for delivery in files_used(context, period, system):
            code = _code_in(delivery.name)
            smis = _smis_of(context, code) if code else ""
            if delivery.made and datetime.date.fromisoformat(delivery.made) < oldest:
                yield Broken("between.delivery.old", smis, delivery.report)
            if (system, delivery.sha256) in earlier:
                yield Broken("between.delivery.same_as_before", smis, delivery.report)


def _pupils_apart(context: Context, period: str) -> Iterator[Broken]:
    emis, dmc = (context.table(f"{period}/{system}/enrolment").rows for system in ("emis", "dmc"))
    for row in context.table(f"{period}/between/pupils").rows:
        if row["differs"] and row["side"] == "EMIS":
            yield Broken("between.grade.pupils_differ", str(row["smis"]), "student_list")
    of_file: dict[Value, list[Row]] = defaultdict(list)
    for row in emis if dmc else ():
        of_file[row["delivery"]].append(row)
    for rows in of_file.values():
        if exchanged(rows, dmc):
            schools = {str(row["smis"]) for row in rows}
            yield Broken("between.pupils.columns_exchanged", min(schools) if len(schools) == 1 else "", "student_list")


def _rooms_apart(context: Context, period: str) -> Iterator[Broken]:
    """Schools whose classes differ between EMIS and DMC, and whose rooms by plan are fewer than their classes."""
    buildings = context.table(f"{period}/bobec/buildings").rows
    planned = _sums([row for row in buildings if row["classrooms"]], "rooms")
    taught = _sums(context.table(f"{period}/dmc/classrooms").rows, "rooms")
    sent = _sums(context.table(f"{period}/emis/classrooms").rows, "rooms")
    for smis in sorted(sent.keys() & taught.keys()):
        if sent[smis] != taught[smis]:
            yield Broken("between.rooms.classes_differ", smis, "student_list")
    for smis in sorted({str(row["smis"]) for row in buildings} & taught.keys()):
        if planned.get(smis, Decimal(0)) < taught[smis]:
            yield Broken("between.rooms.fewer_than_classes", smis, "building_list")


def _codes_apart(context: Context, period: str) -> Iterator[Broken]:
    """Codes of the pupil list that the register does not have, certified ones that the list does not have though the
    school's pupils are on it, and nationalities that differ; without a list, numbers that differ."""
    learners = context.table(f"{period}/gcode/learners").rows
    pupils = context.table(f"{period}/dmc/pupils").rows
    certified = [row for row in learners if row["status"] == DONE and row["person"]]
    if not learners or not pupils:
        yield from _code_counts(context, period, certified) if learners else ()
        return
    coded = [row for row in pupils if row["number_kind"] == "g_code"]
    registered, schools = {row["person"] for row in learners if row["person"]}, {row["smis"] for row in pupils}
    nations: dict[Value, Value] = {}
    for row in coded:
        nations.setdefault(row["number"], row["nationality"])
        if row["number"] not in registered:
            yield Broken("between.pupil.code_not_registered", str(row["smis"]), "pupil_list")
    compared: set[Value] = set()
    for row in certified:
        if row["smis"] not in schools or row["has_citizen_number"]:
            continue
        if row["person"] not in nations:
            yield Broken("between.pupil.code_not_in_dmc", str(row["smis"]), "learner_list")
        elif row["person"] not in compared:
            compared.add(row["person"])
            if nations[row["person"]] != row["nationality"]:
                yield Broken("between.pupil.nationality_differs", str(row["smis"]), "learner_list")


def _code_counts(context: Context, period: str, certified: list[Row]) -> Iterator[Broken]:
    counted = [row for row in context.table(f"{period}/dmc/categories").rows if row["report"] == "g_code"]
    in_dmc = _sums(counted, "pupils")
    registered = Counter(str(row["smis"]) for row in certified)
    for smis, number in registered.items() if counted else ():
        if in_dmc.get(smis, Decimal(0)) != number:
            yield Broken("between.codes.count_differs", smis, "learner_list")


def _hired_apart(context: Context, period: str) -> Iterator[Broken]:
    """Hired people of schools that sent their staff: EMIS has fewer than the rosters, even with those of whom it does
    not say who pays them, or more, where there is a roster of every programme."""
    staff = context.table(f"{period}/emis/staff").rows
    rosters = list(_rosters(context, as_of(context, period)))
    hiring = [path.stem for path in (context.params / "programmes").glob("*.yml") if read_yaml(path)["kind"] == "hire"]
    if not staff or not rosters:
        return
    complete = {programme for programme, *_ in rosters} >= set(hiring)
    posts = Counter((smis, personnel) for _, smis, personnel in rosters if personnel)
    paid, unclear = _emis_hired(staff)
    for smis, personnel in itertools.product(sorted({str(row["smis"]) for row in staff}), (EMPLOYEE, TEMPORARY)):
        least, listed = paid.get((smis, personnel), Decimal(0)), posts[smis, personnel]
        extra = unclear.get(smis, Decimal(0)) if personnel == TEMPORARY else Decimal(0)
        if least + extra < listed:
            yield Broken("between.hired.fewer_in_emis", smis, "staff_list")
        elif complete and least > listed:
            yield Broken("between.hired.more_in_emis", smis, "staff_list")


def _not_in_all(context: Context, period: str) -> Iterator[Broken]:
    """Schools that some systems have and others, to which every school must send, do not."""
    delivered = {system: delivered_schools(context, period, system) for system in ("dmc", "emis", "bobec", "mobec")}
    delivered = {system: schools for system, schools in delivered.items() if context.deliveries(period, system)}
    for smis in sorted(set().union(*delivered.values())) if school_list(context) else ():
        if any(smis not in schools for schools in delivered.values()):
            yield Broken("between.school.not_in_all", smis, "")


SYSTEMS = {"dmc": "DMC", "emis": "EMIS", "bobec": "B-OBEC", "mobec": "M-OBEC", "gcode": "G-Code"}


def delivered_schools(context: Context, period: str, system: str) -> set[str]:
    """The schools in a system's data of a round."""
    if system == "gcode":
        rows = [row for name in ("learners", "users") for row in context.table(f"{period}/gcode/{name}").rows]
        return {str(row["smis"]) for row in rows}
    if not context.deliveries(period, system):
        return set()
    return {str(row["smis"]) for row in context.table(f"{period}/{system}/schools").rows if row["delivered"]}


CHECKS: dict[str, Check] = {
    "dmc": dmc_findings,
    "emis": emis_findings,
    "bobec": bobec_findings,
    "mobec": mobec_findings,
    "gcode": gcode_findings,
    "between": between_findings,
}


def findings_of(system: str) -> Callable[[Context, str], list[Row]]:
    """How the findings of a system are made: one row a finding, with what docs/checks.md says of its rule."""

    def made(context: Context, period: str) -> list[Row]:
        return [_finding_row(broken) for broken in CHECKS[system](context, period)]

    return made


def _finding_row(broken: Broken) -> Row:
    words = RULES[broken.rule]
    return {"severity": words.severity, "owner": words.owner} | vars(broken)


TABLES |= {f"{system}/findings": findings_of(system) for system in CHECKS}


# The command line.


@dataclass
class Outcome:
    """What came of one report: how many facts are equal, the lines of those that differ, reasons with their counts, and
    of how many facts the delivered rows were followed too."""

    report: str
    equal: int
    differing: list[str]
    reasons: Counter[str]
    problems: list[str]
    traced: int = 0


def recheck(context: Context) -> Outcome:
    """Recompute every fact that can be, and hold it against what the report prints."""
    values, reasons = evaluate(context)
    differing = []
    for fact in context.facts:
        value = values.get((fact.fact, fact.key))
        if value is not None and value != number(fact.value):
            differing.append(f"{fact.fact} [{fact.key}] รายงานว่า {fact.value} คำนวณซ้ำได้ {_plain_value(value)}")
        elif wrong := _other_rows(context, fact):
            differing.append(wrong)
    equal = len(values) - len(differing)
    problems = list(dict.fromkeys(context.problems))
    return Outcome(context.report, equal, differing, Counter(reasons.values()), problems, len(context.sources))


def _other_rows(context: Context, fact: Fact) -> str:
    """What is said of a fact that rests on other delivered rows than the report states; empty where it does not, or
    this reader does not know them."""
    source = context.sources.get((fact.fact, fact.key))
    if source is None or not re.fullmatch(r"[0-9a-f]{16}", fact.digest) or source == (int(fact.rows), fact.digest):
        return ""
    stated = f"รายงานว่ามาจาก {fact.rows} แถว ({fact.digest})"
    return f"{fact.fact} [{fact.key}] {stated} อ่านซ้ำได้ {source[0]} แถว ({source[1]})"


def _plain_value(value: Decimal) -> str:
    return format(value, "f")


def describe(outcome: Outcome, files: Iterable[str]) -> Iterator[str]:
    """The lines that tell a reader what came of one report, in Thai."""
    verdict = "ไม่ตรง" if outcome.differing else "ตรงกัน" if outcome.equal else "ไม่ได้คำนวณซ้ำ"
    missing = sum(outcome.reasons.values())
    yield f"{verdict} {outcome.report}: คำนวณซ้ำตรงกัน {outcome.equal:,} ค่า ไม่ตรง {len(outcome.differing):,} ค่า"
    if outcome.traced:
        yield f"  แถวต้นทางและลายนิ้วมือที่อ่านซ้ำด้วย {outcome.traced:,} ค่า"
    yield from (f"  ไฟล์ที่ใช้อยู่ต่างจากที่รายงานใช้: {name}" for name in files)
    yield from (f"  ไม่ตรง: {line}" for line in outcome.differing)
    yield from (f"  {problem}" for problem in outcome.problems)
    if missing:
        yield f"  ไม่ได้คำนวณซ้ำ {missing:,} ค่า"
        yield from (f"    {count:,} ค่า: {reason}" for reason, count in outcome.reasons.most_common())


def report_folders(paths: Iterable[Path]) -> list[Path]:
    """The folders of made reports at or under the given ones, sorted by path."""
    folders: list[Path] = []
    for path in paths:
        inside = sorted(manifest.parent for manifest in path.rglob("manifest.json"))
        if not inside:
            raise UnreadableError(f"ไม่พบรายงานใน {path}")
        folders += inside
    return list(dict.fromkeys(folders))


def main(arguments: list[str] | None = None) -> int:
    """Check the reports that the command line names; the exit code says what came of it."""
    parser = argparse.ArgumentParser(prog="recheck", description="คำนวณตัวเลขของรายงานซ้ำจากไฟล์ที่ได้รับ ด้วยโปรแกรมอีกชุดหนึ่ง")
    here = Path(__file__).parent
    parser.add_argument(
        "reports", nargs="*", type=Path, default=[here], help="โฟลเดอร์ของรายงาน หรือโฟลเดอร์ที่มีหลายรายงาน ไม่ใส่ = ที่ไฟล์นี้อยู่"
    )
    parser.add_argument("--data", type=Path, help="โฟลเดอร์ data ที่มี register.csv")
    parser.add_argument("--params", type=Path, help="โฟลเดอร์ params")
    options = parser.parse_args(arguments)
    code = 0
    total: Counter[str] = Counter()
    tables: dict[tuple[Path, Path], dict[str, Table]] = defaultdict(dict)
    try:
        for folder in report_folders(options.reports):
            context = read_report(folder, options.data, options.params)
            if not context.until:
                context.tables = tables[context.data, context.params]
            outcome = recheck(context)
            sys.stdout.write("".join(f"{line}\n" for line in describe(outcome, other_files(context))))
            code = max(code, 2 if outcome.problems else 1 if outcome.differing else 0)
            missing = sum(outcome.reasons.values())
            total += Counter(report=1, equal=outcome.equal, differing=len(outcome.differing), missing=missing)
            total += Counter(traced=outcome.traced)
        sys.stdout.write(
            f"รวม {total['report']:,} รายงาน: ตรงกัน {total['equal']:,} ค่า ไม่ตรง {total['differing']:,} ค่า"
            f" ไม่ได้คำนวณซ้ำ {total['missing']:,} ค่า อ่านแถวต้นทางซ้ำ {total['traced']:,} ค่า\n"
        )
    except UnreadableError as problem:
        sys.stderr.write(f"ผิดพลาด: {problem}\n")
        return 2
    return code


# Allocations: from the delivered forms, by the rules as params states them. Every `…_tables` function gives the tables
# of one report under the names that facts.csv uses (`2569/janitors/allocation`), a dictionary a row. Money is an exact
# Decimal in baht, dates are real dates, an absent number is None and an absent text is "".

# One row of a table while it is made: beside what facts filter and add it may hold dates, counts and exact fractions.
Entry: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[Entry]]

ZERO = Decimal("0.00")
OFFICE_DISTRICT = "สำนักงานเขต"
STATUS_WORDS = {"confirmed": "ยืนยันแล้ว", "to_confirm": "ต้องยืนยัน"}
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
LONG_MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)


DIGITS = dict(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))


class BadCellError(Exception):
    """A cell of a form is not what its column asks for."""


# Dates and amounts


def satang(amount: Fraction | Decimal) -> Decimal:
    """An exact amount rounded half away from zero to satang."""
    return rounded(amount, Decimal("0.01"))


def rounded(amount: Fraction | Decimal, unit: Decimal) -> Decimal:
    """An exact number rounded half away from zero to whole `unit`s, with as many decimals as the unit has."""
    exact = Fraction(amount) / Fraction(unit)
    whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return (whole if exact >= 0 else -whole) * unit


def typed_date(text: str) -> date:
    """A date as people type it into a form: `1 ต.ค. 2568`, `01/10/2568` or a date cell.

    BadCellError where it is no day of the calendar.
    """
    day = day_of(text)
    match = re.fullmatch(
        r"(\d{1,2}) ?(\D+?) ?(?:พ\.ศ\. ?)?(\d{4})", "".join(DIGITS.get(letter, letter) for letter in text)
    )
    if day is None and match and match[2] in (*SHORT_MONTHS, *LONG_MONTHS):
        month = (SHORT_MONTHS if match[2] in SHORT_MONTHS else LONG_MONTHS).index(match[2]) + 1
        year = int(match[3]) - 543 if int(match[3]) > 2400 else int(match[3])
        if int(match[1]) <= calendar.monthrange(year, month)[1] and int(match[1]):
            day = date(year, month, int(match[1]))
    if day is None:
        raise BadCellError
    return day


def written_date(day: date | None) -> str:
    """A date as reports write it: `2 มิ.ย. 2569`, or a dash where there is none."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + 543}" if day else "–"


@dataclass(frozen=True)
class Share:
    """One calendar month of a half year: its first day and the part of it (0 to 1) that a contract covers."""

    month: date
    part: Fraction


def month_shares(starts: date, ends: date | None, opens: date, closes: date, rule: str) -> list[Share]:
    """The months between `opens` and `closes` that a contract covers, each with its part.

    `rule` is `broken_months.rule`: `calendar_days` divides the days by the days of that month, `thirty_days` by 30
    (never above one).
    """
    first, last = max(starts, opens), min(ends or closes, closes)
    shares: list[Share] = []
    month = first.replace(day=1)
    while month <= last:
        length = calendar.monthrange(month.year, month.month)[1]
        month_end = month.replace(day=length)
        days = (min(last, month_end) - max(first, month)).days + 1
        part = (
            Fraction(days, length)
            if rule == "calendar_days" or days == length
            else min(Fraction(days, 30), Fraction(1))
        )
        shares.append(Share(month, part))
        month = month_end + timedelta(days=1)
    return shares


@dataclass(frozen=True)
class Contribution:
    """One period of the employer's contribution: percent of the wage between floor and ceiling, in baht a month."""

    since: date
    percent: Decimal
    floor: Decimal
    ceiling: Decimal
    rounding: str
    reference: str = ""
    status: str = ""

    def due(self, wage: Decimal) -> Decimal:
        """The contribution for one month in which `wage` baht are paid, rounded as the period says."""
        base = min(max(wage, self.floor), self.ceiling)
        unit = Decimal("1") if self.rounding == "baht" else Decimal("0.01")
        return satang(rounded(base * self.percent / 100, unit))


def contributions(entries: Iterable[Mapping[str, Any]]) -> list[Contribution]:
    """The contribution periods as params and worked examples write them, oldest first."""
    return [
        Contribution(
            thai_day(entry["since"]),
            Decimal(entry["percent"]),
            Decimal(entry["floor"]),
            Decimal(entry["ceiling"]),
            entry["rounding"],
            entry.get("reference", ""),
            entry.get("status", ""),
        )
        for entry in entries
    ]


@dataclass(frozen=True)
class Rate:
    """One value of a rate, valid from `since` to `until` (None = not limited), with its reference and status.

    `elsewhere` is the amount that another source states; None = none does, or only in words.
    """

    since: date
    until: date | None
    value: Decimal
    reference: str
    status: str
    elsewhere: Decimal | None = None


def contribution_on(periods: Iterable[Contribution], day: date) -> Contribution | None:
    """The contribution period of `day`; None before the first."""
    begun = [period for period in periods if period.since <= day]
    return begun[-1] if begun else None


def rate_on(values: Iterable[Rate], day: date) -> Rate | None:
    """The value of a rate on `day`; None before the first and after the last day of the newest one."""
    begun = [value for value in values if value.since <= day]
    return begun[-1] if begun and not (begun[-1].until and day > begun[-1].until) else None


# What the parameters say


@dataclass(frozen=True)
class Half:
    """One half of the fiscal year: its title and its first and last day."""

    title: str
    opens: date
    closes: date


@dataclass(frozen=True)
class Office:
    """One fiscal year of one office: its data and parameter folders and everything that is read from the latter."""

    data: Path
    params: Path
    year: str

    @cached_property
    def area(self) -> str:
        """The four digits of the area's code."""
        return str(read_yaml(self.params / "office.yml")["area_code"])

    @cached_property
    def short_name(self) -> str:
        """The office's short name, by which reports call the office itself."""
        return str(read_yaml(self.params / "office.yml")["short_name"])

    @property
    def code(self) -> str:
        """The code that stands where a school's would when the money is the office's own."""
        return self.area + "0000"

    @cached_property
    def fiscal_year(self) -> dict[str, Any]:
        """The parameters of the fiscal year."""
        return dict(read_yaml(self.params / "fiscal_years" / f"{self.year}.yml"))

    @cached_property
    def halves(self) -> list[Half]:
        """The two halves in which money is allocated."""
        halves = self.fiscal_year["halves"]["halves"]
        return [Half(half["title"], thai_day(half["opens"]), thai_day(half["closes"])) for half in halves]

    @property
    def opens(self) -> date:
        """The first day of the fiscal year."""
        return date(int(self.year) - 544, 10, 1)

    @property
    def closes(self) -> date:
        """The last day of the fiscal year."""
        return date(int(self.year) - 543, 9, 30)

    @property
    def as_of(self) -> date:
        """The day on which the registers are closed for the year's reports."""
        return thai_day(self.fiscal_year["as_of"]["date"])

    def half_of(self, day: date) -> str:
        """The title of the half that a day belongs to; a day outside the year belongs to the half next to it."""
        return next((half.title for half in self.halves if day <= half.closes), self.halves[-1].title)

    @cached_property
    def rounds(self) -> Context:
        """Where the tables of DMC rounds are made and kept."""
        return Context("", [], self.data, self.params)

    def district_of(self, smis: str) -> str:
        """The district that reports group a school under."""
        return OFFICE_DISTRICT if smis == self.code else district_of(self.rounds, smis)

    def name_of(self, smis: str) -> str:
        """The name by which reports call a school or the office; its code where the school list does not have it."""
        return self.short_name if smis == self.code else school_list(self.rounds).get(smis, {}).get("name") or smis

    @cached_property
    def programmes(self) -> dict[str, dict[str, Any]]:
        """The parameters of every programme by its name, in the order of their numbers."""
        files = sorted((self.params / "programmes").glob("*.yml"))
        entries = {file.stem: dict(read_yaml(file)) for file in files}
        return dict(sorted(entries.items(), key=lambda entry: [int(part) for part in entry[1]["number"].split(".")]))

    def label_of(self, programme: str) -> str:
        """A programme's number and title, as registers write it."""
        entry = self.programmes[programme]
        return f"{entry['number']} {entry['title']}"

    @cached_property
    def labels(self) -> dict[str, str]:
        """The programme's name by what registers write for it."""
        return {self.label_of(programme): programme for programme in self.programmes}

    @cached_property
    def insured(self) -> set[str]:
        """The legal forms of hire for which the employer contributes."""
        return set(read_yaml(self.params / "social_security.yml")["legal_forms"]["insured"])

    @cached_property
    def contributions(self) -> list[Contribution]:
        """The periods of the employer's contribution, oldest first."""
        return contributions(read_yaml(self.params / "social_security.yml")["periods"])

    @cached_property
    def checks(self) -> dict[str, Any]:
        """The thresholds of checks.yml."""
        return dict(read_yaml(self.params / "checks.yml"))


@dataclass(frozen=True)
class Try:
    """What is tried in place of every rate that nobody has confirmed: `factor` times the rate, to the satang; None =
    what another source states."""

    title: str
    factor: Decimal | None

    def value(self, status: str, present: Decimal, elsewhere: Decimal | None) -> Decimal | None:
        """The value to try; None where the present one is confirmed, or there is nothing to try."""
        if status != "to_confirm":
            return None
        return elsewhere if self.factor is None else satang(present * self.factor)


def tries(office: Office) -> list[Try]:
    """The rates lower and higher by the year's step, five per cent where it states none, and those of other sources."""
    step = Decimal(office.fiscal_year.get("rate_step", {"percent": "5"})["percent"])
    ways = (("ต่ำลง", 1 - step / 100), ("สูงขึ้น", 1 + step / 100))
    return [*(Try(f"{word}ร้อยละ {step}", factor) for word, factor in ways), Try("แหล่งอื่น", None)]


def stated_elsewhere(source: Mapping[str, Any]) -> Decimal | None:
    """The first amount of baht among what other sources state of a value."""
    stated = (str(seen["value"]) for seen in source.get("also_seen", []))
    amounts = (text for text in stated if re.fullmatch(r"\d[\d,]*(\.\d{1,2})?", text, re.ASCII))
    return next((satang(Decimal(text.replace(",", ""))) for text in amounts), None)


def tried_row(office: Office, row: Entry, alternative: Try, words: Line, change: Decimal) -> Entry:
    """By how much an alternative changes the money of a row; `words` are the item, unit, reference and status of the
    rate that is tried."""
    *others, status = words
    return {
        "smis": row["smis"],
        "district": office.district_of(row["smis"]),
        "rate_used": " | ".join((*others, STATUS_WORDS[status])),
        "alternative": alternative.title,
        "amount": change,
    }


def rates_of(programme: Mapping[str, Any]) -> dict[tuple[str, str], list[Rate]]:
    """A programme's rates by item and group (empty = all groups), oldest value first."""
    return {
        (entry["item"], entry.get("group", "")): [
            Rate(
                thai_day(value["since"]),
                thai_day(value["until"]) if "until" in value else None,
                Decimal(value["value"]),
                value["reference"],
                value["status"],
                stated_elsewhere(value),
            )
            for value in entry["values"]
        ]
        for entry in programme.get("rates", [])
    }


# What the forms say


@dataclass(frozen=True)
class Column:
    """One column of a form: its title without the star, what it is called here, and what a cell of it must be.

    `kind` is school, office (a school or the office), text, choice, programme, date, start, end, money, whole or
    percent. A cell that must be filled and is empty, or that cannot be read, leaves its row out; a `may_be_empty`
    cell that cannot be read counts as empty.
    """

    title: str
    name: str
    kind: str
    may_be_empty: bool = False


ROSTER = (
    Column("รหัสโรงเรียน", "smis", "office"),
    Column("เลขที่ตำแหน่ง", "post_no", "text"),
    Column("ตำแหน่ง", "position", "text"),
    Column("ประเภทการจ้าง", "legal_form", "choice"),
    Column("วันเริ่มจ้าง", "starts", "start"),
    Column("วันสิ้นสุดการจ้าง", "ends", "end"),
    Column("ค่าจ้างต่อเดือน (บาท)", "monthly_rate", "money"),
)
CEILING_ROSTER = (
    Column("รหัสโรงเรียน", "smis", "office"),
    Column("เลขที่ตำแหน่ง", "post_no", "text"),
    Column("ประเภทบุคลากร", "group", "choice"),
    Column("ตำแหน่ง", "position", "text"),
    Column("เงินเดือนเต็มขั้น (บาท)", "ceiling_salary", "money"),
    Column("ร้อยละที่ได้รับ", "percent", "percent"),
    Column("วันเริ่ม", "starts", "date"),
    Column("วันสิ้นสุด", "ends", "end"),
)
HOUSE_RENT = (
    Column("เลขที่สิทธิ", "claim_no", "text"),
    Column("รหัสโรงเรียน", "smis", "office"),
    Column("ตำแหน่ง", "position", "text"),
    Column("ประเภทสิทธิ", "claim_kind", "choice"),
    Column("ค่าเช่าต่อเดือน (บาท)", "monthly_rent", "money"),
    Column("วงเงินสิทธิต่อเดือน (บาท)", "monthly_ceiling", "money"),
    Column("วันเริ่ม", "starts", "date"),
    Column("วันสิ้นสุด", "ends", "end"),
    Column("เลขที่เอกสาร", "document", "text"),
)
LAND_RENT = (
    Column("เลขที่สัญญา", "claim_no", "text"),
    Column("รหัสโรงเรียน", "smis", "school"),
    Column("วัดร้าง", "temple", "text"),
    Column("ค่าเช่า (บาท)", "rent", "money"),
    Column("รอบการจ่าย", "per", "choice"),
    Column("วันเริ่ม", "starts", "date"),
    Column("วันสิ้นสุด", "ends", "end"),
    Column("เลขที่เอกสาร", "document", "text"),
)
SUPPORT_REQUESTS = (
    Column("เลขที่คำขอ", "request_no", "text"),
    Column("องค์กรปกครองส่วนท้องถิ่น", "authority", "text"),
    Column("รหัสโรงเรียน", "smis", "school"),
    Column("วัตถุประสงค์", "purpose", "choice"),
    Column("จำนวนนักเรียน (คน)", "pupils", "whole", may_be_empty=True),
    Column("จำนวนวัน (วัน)", "days", "whole", may_be_empty=True),
    Column("จำนวนเงินที่ขอ (บาท)", "amount_requested", "money"),
    Column("วันที่ยื่นคำขอ", "requested_on", "date"),
    Column("สถานะ", "state", "choice"),
    Column("จำนวนเงินที่อนุมัติ (บาท)", "amount_approved", "money", may_be_empty=True),
)
PAYMENTS = (
    Column("วันที่", "on", "date"),
    Column("เลขที่เอกสาร", "document", "text"),
    Column("รหัสโรงเรียน", "smis", "school"),
    Column("รายการ", "item", "choice"),
    Column("งวด", "tranche", "choice"),
    Column("ประเภทรายการ", "entry", "choice"),
    Column("จำนวนเงิน (บาท)", "amount", "money"),
)
REGISTER = (
    Column("วันที่", "on", "date"),
    Column("เลขที่เอกสาร", "document", "text"),
    Column("โครงการ", "programme", "programme"),
    Column("งบรายจ่าย", "expenditure", "choice"),
    Column("ประเภทรายการ", "entry", "choice"),
    Column("จำนวนเงิน (บาท)", "amount", "signed_money"),
)
TRANSFERS = (
    Column("เลขที่ข้อเสนอ", "proposal_no", "text"),
    Column("วันที่เสนอ", "proposed_on", "date"),
    Column("โอนจากโครงการ", "origin", "programme"),
    Column("โอนไปโครงการ", "target", "programme"),
    Column("จำนวนเงิน (บาท)", "amount", "money"),
    Column("วันที่คณะกรรมการเห็นชอบ", "committee_on", "date", may_be_empty=True),
    Column("วันที่ผู้ว่าฯ เห็นชอบ", "governor_on", "date", may_be_empty=True),
    Column("วันที่รายงาน สพฐ.", "reported_on", "date", may_be_empty=True),
    Column("สถานะ", "state", "choice"),
)
FORMS = {
    "roster": ROSTER,
    "ceiling_roster": CEILING_ROSTER,
    "house_rent": HOUSE_RENT,
    "land_rent": LAND_RENT,
    "support_requests": SUPPORT_REQUESTS,
    "per_head_payments": PAYMENTS,
    "allotments": REGISTER,
    "spending": REGISTER,
    "transfers": TRANSFERS,
}
# The rows of these forms are the same claim when these cells are equal: the first counts. Registers count equal
# rows each time.
KEYS = {
    "roster": ("post_no", "starts"),
    "ceiling_roster": ("post_no", "starts"),
    "house_rent": ("claim_no",),
    "land_rent": ("claim_no",),
    "support_requests": ("request_no",),
    "transfers": ("proposal_no", "origin", "target"),
}
CHOICES = {
    ("roster", "legal_form"): {"พนักงานราชการ", "ลูกจ้างชั่วคราว", "จ้างเหมาบริการ"},
    ("house_rent", "claim_kind"): {"เช่าบ้าน", "ผ่อนชำระเงินกู้"},
    ("land_rent", "per"): {"รายเดือน", "รายปี"},
    ("support_requests", "state"): {"ยื่นคำขอ", "อนุมัติ", "ได้รับเงินแล้ว", "ไม่อนุมัติ"},
    ("ceiling_roster", "group"): {"ข้าราชการ", "ลูกจ้างประจำ"},
    ("per_head_payments", "entry"): {"จัดสรร", "จ่าย", "ส่งคืน"},
    ("allotments", "entry"): {"จัดสรร", "จัดสรรเพิ่ม", "ดึงกลับ", "แก้ไข"},
    ("spending", "entry"): {"ผูกพัน", "เบิกจ่าย", "ส่งคืน", "แก้ไขผูกพัน", "แก้ไขเบิกจ่าย"},
    ("transfers", "state"): {"เสนอ", "คณะกรรมการเห็นชอบ", "ผู้ว่าราชการจังหวัดเห็นชอบ", "รายงาน สพฐ. แล้ว", "ยกเลิก"},
}
EXPENDITURES = {"งบบุคลากร", "งบดำเนินงาน", "งบลงทุน", "งบเงินอุดหนุน", "งบรายจ่ายอื่น"}
# Whether an entry's amount must be above zero (+), below zero (-) or may be either; entries of other forms must
# be above zero.
SIGNS = {"ดึงกลับ": "-", "แก้ไข": "±", "แก้ไขผูกพัน": "±", "แก้ไขเบิกจ่าย": "±"}
# Dates that must not come before an earlier one of these in the same row.
ORDER = ("starts", "ends", "proposed_on", "committee_on", "governor_on", "reported_on")
# The date of a row that must be inside the fiscal year of its form.
IN_YEAR = {"allotments": "on", "spending": "on", "per_head_payments": "on", "transfers": "proposed_on"}
VACANT = "อัตราว่าง"
OFFICE_WORD = "สำนักงานเขตพื้นที่"
NO_END = "ยังไม่มีกำหนดสิ้นสุด"


def typed_number(text: str) -> Decimal:
    """A number as people type it: Thai digits, commas between thousands, a unit after it. BadCellError otherwise."""
    value = number(re.sub(r"\s*(บาท|คน|วัน|%)$", "", text))
    if value is None:
        raise BadCellError
    return value


def typed_money(text: str) -> Decimal:
    """Baht above zero with at most two decimals. BadCellError otherwise."""
    amount = typed_signed_money(text)
    if amount <= 0:
        raise BadCellError
    return amount


def typed_signed_money(text: str) -> Decimal:
    """Baht of either sign with at most two decimals. BadCellError otherwise."""
    amount = typed_number(text)
    if amount != satang(amount):
        raise BadCellError
    return satang(amount)


def typed_count(text: str) -> Decimal:
    """A whole number of one or more. BadCellError otherwise."""
    amount = typed_number(text)
    if amount != amount.to_integral_value() or amount < 1:
        raise BadCellError
    return amount


def typed_percent(text: str) -> Decimal:
    """A percentage from 1 to 100, written with or without the sign. BadCellError otherwise."""
    amount = typed_number(text)
    if not 1 <= amount <= 100:
        raise BadCellError
    return amount


@dataclass(frozen=True)
class FormReader:
    """Reads the rows of one form; `choices` holds the words that a choice column takes, by column name."""

    office: Office
    form: str
    choices: Mapping[str, set[str]]

    def rows(self, folder: str) -> list[Entry]:
        """The counted rows of the form in force for `folder` (a programme or a register), in the order of the file.

        Each row holds its `row` number and one typed value per column. Rows that cannot be counted and repeated claims
        are left out.
        """
        counted: list[Entry] = []
        claims: set[tuple[Any, ...]] = set()
        for delivery in in_force(self.office.data, self.office.year, folder):
            if delivery.report != self.form:
                continue
            for row in self._read(sheets_of(delivery)[0]):
                claim = tuple(row[name] for name in KEYS.get(self.form, ("row",)))
                if claim not in claims:
                    claims.add(claim)
                    counted.append(row)
        return counted

    def _read(self, sheet: Sheet) -> Iterator[Entry]:
        """The rows of the sheet that can be counted; the second line is the head."""
        lines = sheet.rows
        titles = [tidy(title).removesuffix("*").strip() for title in lines[1]]
        letters = [(column, titles.index(column.title)) for column in FORMS[self.form]]
        unclear = set(self._unclear_rows(sheet, titles))
        for index, line in enumerate(lines[2:], start=3):
            cells = {column.name: tidy(line[letter]) if letter < len(line) else "" for column, letter in letters}
            if index in unclear or not any(cell.strip() for cell in line):
                continue
            try:
                row = {"row": index} | {column.name: self._value(column, cells[column.name]) for column, _ in letters}
            except BadCellError:
                continue
            if self._possible(row):
                yield row

    def _unclear_rows(self, sheet: Sheet, titles: list[str]) -> Iterator[int]:
        """The numbers of the rows in which a merged area leaves open what a cell holds that matters: an area across
        columns or out of the headings, and a number merged over rows, which may be meant once or for each row."""
        columns = {column.title: column for column in FORMS[self.form]}
        for top, bottom, left, right in sheet.merged:
            covered = [title for title in titles[left - 1 : right] if title]
            known = [columns[title] for title in covered if title in columns]
            filled = [row for row in range(top, min(bottom, len(sheet.rows)) + 1) if any(sheet.rows[row - 1])]
            numbers = [column.kind in ("money", "signed_money", "whole", "percent") for column in known]
            unclear = len(covered) > 1 or top < 3 or (len(filled) > 1 and numbers[:1] == [True])
            matters = any(numbers) or any(not column.may_be_empty for column in known)
            if unclear and matters and left <= len(sheet.rows[top - 1]) and sheet.rows[top - 1][left - 1].strip():
                yield from filled

    def _value(self, column: Column, text: str) -> Any:
        """What one cell holds, None or "" where it may be empty and is."""
        empty = "" if column.kind in ("text", "choice") else None
        if not text and column.may_be_empty:
            return empty
        try:
            value = self._parse(column, text)
        except BadCellError:
            if column.may_be_empty:
                return empty
            raise
        self._check_amount(column.name, value)
        return value

    def _parse(self, column: Column, text: str) -> Any:
        """One cell by the kind of its column."""
        if column.kind in ("start", "end"):
            return None if text in ("", VACANT, NO_END) else typed_date(text)
        if column.kind in ("school", "office"):
            return self._school(text, column.kind)
        if column.kind == "choice":
            return self._choice(column.name, text)
        if not text or is_error_cell(text):
            raise BadCellError
        if column.kind == "programme":
            return self._programme(text)
        parsers: dict[str, Callable[[str], Any]] = {
            "date": typed_date,
            "money": typed_money,
            "signed_money": typed_signed_money,
            "whole": typed_count,
            "percent": typed_percent,
            "text": str,
        }
        return parsers[column.kind](text)

    def _school(self, text: str, kind: str) -> str:
        """The SMIS code of a school, or the office's where the column may hold the office."""
        if kind == "office" and text in ("", OFFICE_WORD):
            return self.office.code
        code = "".join(DIGITS.get(letter, letter) for letter in text)
        if not re.fullmatch(r"\d{8}", code) or not code.startswith(self.office.area):
            raise BadCellError
        return code

    def _choice(self, name: str, text: str) -> str:
        """A word that the column takes."""
        if text not in self.choices.get(name, CHOICES.get((self.form, name), EXPENDITURES)):
            raise BadCellError
        return text

    def _programme(self, text: str) -> str:
        """The name of the programme that a register writes by number and title."""
        if text not in self.office.labels:
            raise BadCellError
        return self.office.labels[text]

    def _check_amount(self, name: str, value: Any) -> None:
        """BadCellError where a number is outside what form_limits says is possible; the sign does not matter there."""
        for limit in self.office.checks["form_limits"]["amounts"]:
            limited = limit["form"] == self.form and limit["column"] == name and isinstance(value, Decimal)
            if limited and not limit["least"] <= abs(value) <= limit["most"]:
                raise BadCellError

    def _possible(self, row: Entry) -> bool:
        """Whether the dates of a row are in order and possible, and in a register inside the fiscal year."""
        days = [row[name] for name in ORDER if row.get(name)]
        if days != sorted(days) or not self._plausible(row):
            return False
        dated = row.get(IN_YEAR.get(self.form, ""))
        if dated and not self.office.opens <= dated <= self.office.closes:
            return False
        if "entry" not in row:
            return True
        sign = SIGNS.get(row["entry"], "-" if self.form == "spending" and row["entry"] == "ส่งคืน" else "+")
        return bool(row["amount"]) and (sign == "±" or (row["amount"] < 0) == (sign == "-"))

    def _plausible(self, row: Entry) -> bool:
        """Whether every date of a row is within the years around the fiscal year that form_limits allows."""
        limits = self.office.checks["form_limits"]
        first = self.office.opens.replace(year=self.office.opens.year - int(limits["years_before"]))
        last = self.office.closes.replace(year=self.office.closes.year + int(limits["years_after"]))
        return all(first <= value <= last for value in row.values() if isinstance(value, date))


def form_rows(office: Office, folder: str, form: str, choices: Mapping[str, set[str]] | None = None) -> list[Entry]:
    """The counted rows of one delivered form; none where no form was received."""
    return FormReader(office, form, choices or {}).rows(folder)


# Tables that several kinds of programme have


@dataclass
class RateLine:
    """One line of the rates that a report used.

    The same item, unit, reference and status, with the lowest and highest value.
    """

    item: str
    unit: str
    reference: str
    status: str
    values: list[Decimal] = field(default_factory=list)

    def row(self) -> Entry:
        """The line as a row of the rates table."""
        words = (self.item, self.unit, self.reference, STATUS_WORDS[self.status])
        return {
            "rate_used": " | ".join(words),
            "status": self.status,
            "lowest": min(self.values),
            "highest": max(self.values),
        }


class RatesUsed:
    """Gathers the values used, one line per item, unit, reference and status."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str, str, str], RateLine] = {}

    def add(self, item: str, unit: str, reference: str, status: str, value: Decimal) -> None:
        """Notes that `value` was used."""
        key = (item, unit, reference, status)
        self._lines.setdefault(key, RateLine(*key)).values.append(value)

    def rows(self) -> list[Entry]:
        """The rows of the rates table."""
        return [line.row() for line in self._lines.values()]


def excluded_row(office: Office, smis: str, reason: str, headcount: int, amount: Decimal) -> Entry:
    """One row of what was not allocated, with what it would have cost."""
    return {
        "smis": smis,
        "district": office.district_of(smis),
        "reason": reason,
        "headcount": headcount,
        "amount": amount,
    }


def first_of_payee(rows: Iterable[Entry]) -> None:
    """Sets `counted` to 1 on the first row of every payee and to 0 on the others.

    A post counts once, whoever holds it when.
    """
    payees: set[str] = set()
    for row in rows:
        row["counted"] = 0 if row["payee"] in payees else 1
        payees.add(row["payee"])


class Occupied:
    """The periods in which posts are held; nobody is paid for a post that somebody else holds already."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[date, date]]] = defaultdict(list)

    def take(self, post: str, starts: date, ends: date | None) -> bool:
        """Holds the post for the period (None = without end); False, and not held, where the periods overlap."""
        last = ends or date.max
        free = all(last < taken or until < starts for taken, until in self._held[post])
        if free:
            self._held[post].append((starts, last))
        return free


@dataclass
class LineTotal:
    """What one line comes to in one period: baht, months, and the quantity that it is, which is baht by the rate."""

    amount: Fraction = Fraction()
    months: Decimal = Decimal(0)
    quantity: Fraction = Fraction()
    rows: int = 0

    def add(self, row: Entry) -> None:
        """Adds one row of an allocation."""
        self.amount += Fraction(row["amount"])
        self.months += row.get("months", Decimal(0))
        self.quantity += Fraction(row["amount"]) / row["rate"] if row.get("rate") else row["quantity"]
        self.rows += 1


Line: TypeAlias = tuple[str, ...]
Pair: TypeAlias = tuple[LineTotal, LineTotal]


def half_changes(allocation: list[Entry], halves: list[Half]) -> list[Entry]:
    """How the second half differs from the first; a line is one item, level and grade."""
    first, second = ([row for row in allocation if row["half"] == half.title] for half in halves)
    return changes_between(first, second, ("item", "level", "grade"))


def changes_between(before: Iterable[Entry], after: Iterable[Entry], names: tuple[str, ...]) -> list[Entry]:
    """How a period differs from an earlier one, a row per line and cause; the amounts add up to the whole difference.

    A payee (a school where there is none) that is in a single period comes in or leaves with all its lines. Of a payee
    in both a change of quantity is priced at the line's earlier rate, and the rest is a change of rate. Whether its
    quantities are more or fewer is netted over its lines. `names` are the columns that make a line.
    """
    payees: dict[tuple[str, str], dict[Line, Pair]] = {}
    for position, rows in enumerate((before, after)):
        for row in rows:
            line = tuple(str(row.get(name, "")) for name in names)
            lines = payees.setdefault((row["smis"], row["payee"]), {})
            lines.setdefault(line, (LineTotal(), LineTotal()))[position].add(row)
    changes: list[Entry] = []
    for (smis, payee), lines in payees.items():
        for line, cause, amount, months in payee_changes(lines):
            shared = {"smis": smis, "payee": payee} | dict(zip(names, line, strict=True))
            changes.append(shared | {"cause": cause, "amount": amount, "months": months})
    return changes


def payee_changes(lines: Mapping[Line, Pair]) -> list[tuple[Line, str, Decimal, Decimal]]:
    """The causes of one payee's change, line by line, with their amounts and months."""
    differences = {line: satang(after.amount - before.amount) for line, (before, after) in lines.items()}
    months = {line: after.months - before.months for line, (before, after) in lines.items()}
    for position, word in enumerate(("เข้ามา", "ออกไป")):
        if not any(pair[position].rows for pair in lines.values()):
            return [(line, word, amount, months[line]) for line, amount in differences.items()]
    by_count = {line: count_change(pair, differences[line]) for line, pair in lines.items()}
    net = sum(by_count.values(), ZERO)
    word = "จำนวนเพิ่ม" if net > 0 else "จำนวนลด" if net else "เปลี่ยนสถานะ"
    causes = [(line, word, by_count[line], months[line]) for line in lines]
    causes += [(line, "อัตราเปลี่ยน", differences[line] - by_count[line], Decimal(0)) for line in lines]
    return [cause for cause in causes if cause[2] or cause[3]]


def count_change(pair: Pair, difference: Decimal) -> Decimal:
    """The part of a line's difference that its quantity makes, at the earlier rate; all where a period has no line."""
    before, after = pair
    if not after.rows or not before.quantity:
        return difference
    return satang((after.quantity - before.quantity) * before.amount / before.quantity)


def programme_tables(office: Office, name: str, tables: Mapping[str, list[Entry]]) -> Tables:
    """A programme's tables as facts.csv names them, with the changes between the halves and the allotments added."""
    base = f"{office.year}/{name}"
    named = {f"{base}/{table}": rows for table, rows in tables.items()}
    named[f"{base}-since-first-half/allocation"] = half_changes(tables["allocation"], office.halves)
    named[f"{office.year}/allotments/allotments"] = form_rows(office, "allotments", "allotments")
    return named


# Hire

WAGE, INSURANCE = "ค่าตอบแทน", "เงินสมทบประกันสังคม"
OVERLAPS = "ช่วงจ้างซ้อนกับผู้ปฏิบัติงานคนก่อน"


@dataclass(frozen=True)
class MonthPaid:
    """What one month of a contract costs: its part of a month, the wage and the employer's contribution in baht."""

    month: date
    part: Fraction
    wage: Decimal
    insurance: Decimal
    period: Contribution | None


def hire_months(rate: Decimal, shares: Iterable[Share], periods: list[Contribution]) -> list[MonthPaid]:
    """The cost of every month; no `periods` = the employer does not contribute.

    A broken month's wage is rounded to satang, and its contribution is taken from the wage that is paid in that month.
    """
    paid = []
    for share in shares:
        wage = satang(Fraction(rate) * share.part)
        period = contribution_on(periods, share.month)
        paid.append(MonthPaid(share.month, share.part, wage, period.due(wage) if period else ZERO, period))
    return paid


def contract_months(office: Office, programme: Mapping[str, Any], row: Entry) -> dict[str, list[MonthPaid]]:
    """What every month of a contract costs, by half; a vacant post is costed as if it were held for the whole year."""
    rule = programme["broken_months"]["rule"]
    starts, ends = (row["starts"], row["ends"]) if row["starts"] else (office.opens, None)
    periods = office.contributions if row["legal_form"] in office.insured else []
    return {
        half.title: hire_months(row["monthly_rate"], month_shares(starts, ends, half.opens, half.closes, rule), periods)
        for half in office.halves
    }


def hire_tables(office: Office, name: str) -> Tables:
    """The allocation, excluded, rates and roster tables of one hire programme.

    A vacancy of a post that somebody holds in the same roster overlaps and costs nothing.
    """
    programme = office.programmes[name]
    roster = form_rows(office, name, "roster", {"legal_form": set(programme["legal_forms"]["allowed"])})
    allocation: list[Entry] = []
    excluded: list[Entry] = []
    tried: list[Entry] = []
    used, occupied = RatesUsed(), Occupied()
    held = {row["post_no"] for row in roster if row["starts"]}
    for row in sorted(roster, key=lambda row: (row["post_no"], row["starts"] or date.min, row["row"])):
        months = contract_months(office, programme, row)
        reason = ""
        if row["starts"] is None:
            reason, months = (OVERLAPS, {}) if row["post_no"] in held else (VACANT, months)
        elif not any(months.values()):
            reason = "ไม่ได้จ้างในปีงบประมาณนี้"
        elif not occupied.take(row["post_no"], row["starts"], row["ends"]):
            reason = OVERLAPS
        if reason:
            cost = sum((month.wage + month.insurance for paid in months.values() for month in paid), ZERO)
            excluded.append(excluded_row(office, row["smis"], reason, 1, cost))
        else:
            allocation += hire_rows(office, row, months)
            note_hire_rates(used, programme, row, months)
            tried += (trial for way in tries(office) for trial in tried_post(office, programme, row, months, way))
    first_of_payee(allocation)
    tables = {"allocation": allocation, "excluded": excluded, "rates": used.rows(), "uncomputed": [], "roster": roster}
    return programme_tables(office, name, tables | {"what_if": tried})


def hire_rows(office: Office, row: Entry, months: Mapping[str, list[MonthPaid]]) -> list[Entry]:
    """The allocation rows of one contract: per half its wage, and its contribution where there is one."""
    rows = []
    for half, paid in months.items():
        part = sum((month.part for month in paid), Fraction())
        wage = sum((month.wage for month in paid), ZERO)
        due = sum((month.insurance for month in paid), ZERO)
        shared = post_row(office, row, half)
        stated = {"months": rounded(part, Decimal("0.0001")), "quantity": part, "rate": Fraction(row["monthly_rate"])}
        if paid:
            rows.append(shared | stated | {"item": WAGE, "amount": wage})
        if any(month.period for month in paid):
            counted = {"months": Decimal(0), "quantity": Fraction(len(paid))}
            rows.append(shared | counted | {"item": INSURANCE, "amount": due})
    return rows


def post_row(office: Office, row: Entry, half: str) -> Entry:
    """What the allocation rows of one post and half share; the payee is the post."""
    payee = f"{row['position']} {row['post_no']}"
    return {
        "smis": row["smis"],
        "district": office.district_of(row["smis"]),
        "half": half,
        "tranche": half,
        "payee": payee,
    }


A_MONTH = "บาท/เดือน"


def pay_source(
    values: Mapping[tuple[str, str], list[Rate]], pay: Mapping[str, Any], row: Entry, month: date
) -> tuple[str, str, Decimal | None]:
    """The reference and status that a month's wage stands on, and what another source states: those of the rate in
    force where that is what is paid, else of the programme's pay."""
    dated = values.get(("monthly_rate", row["legal_form"])) or values.get(("monthly_rate", ""), [])
    rate = rate_on(dated, month)
    if rate and rate.value == row["monthly_rate"]:
        return rate.reference, rate.status, rate.elsewhere
    return pay["reference"], pay["status"], stated_elsewhere(pay)


def note_hire_rates(
    used: RatesUsed, programme: Mapping[str, Any], row: Entry, months: Mapping[str, list[MonthPaid]]
) -> None:
    """Notes the wage and the contributions of one contract, each with the reference that it stands on."""
    values = rates_of(programme)
    for paid in months.values():
        for month in paid:
            reference, status, _ = pay_source(values, programme["pay"], row, month.month)
            used.add(WAGE, A_MONTH, reference, status, row["monthly_rate"])
            if month.period:
                used.add(INSURANCE, A_MONTH, month.period.reference, month.period.status, month.insurance)


def tried_post(
    office: Office, programme: Mapping[str, Any], row: Entry, months: Mapping[str, list[MonthPaid]], way: Try
) -> Iterator[Entry]:
    """One contract by another pay, with what of its contributions follows within floor and ceiling, and by another
    percentage of the contribution, which other sources state in no amount that can be told from floor and ceiling."""
    values = rates_of(programme)
    for month in (month for paid in months.values() for month in paid):
        reference, status, elsewhere = pay_source(values, programme["pay"], row, month.month)
        monthly = way.value(status, row["monthly_rate"], elsewhere)
        if monthly is not None:
            wage = satang(Fraction(monthly) * month.part)
            change = wage - month.wage + (month.period.due(wage) - month.insurance if month.period else ZERO)
            yield tried_row(office, row, way, (WAGE, A_MONTH, reference, status), change)
        period = month.period
        percent = way.value(period.status, period.percent, None) if period and way.factor else None
        if period and percent is not None:
            change = replace(period, percent=percent).due(month.wage) - month.insurance
            yield tried_row(office, row, way, (INSURANCE, A_MONTH, period.reference, period.status), change)


# Ceiling salary


def ceiling_tables(office: Office, name: str) -> Tables:
    """The allocation, excluded and rates tables of the special pay of people at or near the ceiling of their salary."""
    programme = office.programmes[name]
    items = {group["group"]: group["item"] for group in programme["staff"]["groups"]}
    allocation: list[Entry] = []
    excluded: list[Entry] = []
    used = RatesUsed()
    occupied = Occupied()
    roster = form_rows(office, name, "ceiling_roster")
    for row in sorted(roster, key=lambda row: (row["post_no"], row["starts"], row["row"])):
        shares = ceiling_shares(office, programme, row)
        reason = ""
        if row["group"] not in items:
            reason = "ประเภทบุคลากรไม่อยู่ในโครงการ"
        elif not any(shares.values()):
            reason = "ไม่ได้รับในปีงบประมาณนี้"
        elif not ceiling_rate(programme, row["percent"], max(row["starts"], office.opens)):
            reason = "ร้อยละไม่อยู่ในอัตราของโครงการ"
        elif not occupied.take(row["post_no"], row["starts"], row["ends"]):
            reason = "ช่วงที่ได้รับซ้อนกับแถวก่อน"
        if reason:
            pays = (ceiling_pay(row["ceiling_salary"], row["percent"], months) for months in shares.values())
            excluded.append(excluded_row(office, row["smis"], reason, 1, sum(pays, ZERO)))
            continue
        allocation += ceiling_rows(office, row, items[row["group"]], shares)
        note_ceiling_rates(used, programme, row, items[row["group"]], shares)
    first_of_payee(allocation)
    return programme_tables(
        office, name, {"allocation": allocation, "excluded": excluded, "rates": used.rows(), "uncomputed": []}
    )


def ceiling_pay(salary: Decimal, percent: Decimal, shares: Iterable[Share]) -> Decimal:
    """The pay of one half: the percentage of the ceiling salary for its months and parts of months, rounded once."""
    months = sum((share.part for share in shares), Fraction())
    return satang(Fraction(salary) * Fraction(percent) / 100 * months)


def ceiling_rate(programme: Mapping[str, Any], percent: Decimal, day: date) -> Rate | None:
    """The rate of the programme that allows a percentage on a day; None where no rate is that percentage."""
    rates = [rate_on(values, day) for (item, _), values in rates_of(programme).items() if item == "percent_of_ceiling"]
    return next((rate for rate in rates if rate and rate.value == percent), None)


def ceiling_shares(office: Office, programme: Mapping[str, Any], row: Entry) -> dict[str, list[Share]]:
    """The months of one person's period by half."""
    rule = programme["broken_months"]["rule"]
    return {
        half.title: month_shares(row["starts"], row["ends"], half.opens, half.closes, rule) for half in office.halves
    }


def ceiling_rows(office: Office, row: Entry, item: str, shares: Mapping[str, list[Share]]) -> list[Entry]:
    """The allocation rows of one person's period, one per half in which there is a month of it.

    The rate is the ceiling salary, so the quantity is months times percent: another percentage is a change of quantity.
    """
    rows = []
    for half, months in shares.items():
        part = sum((share.part for share in months), Fraction())
        stated = {
            "item": item,
            "amount": ceiling_pay(row["ceiling_salary"], row["percent"], months),
            "months": rounded(part, Decimal("0.0001")),
            "quantity": part * Fraction(row["percent"]),
            "rate": Fraction(row["ceiling_salary"]) / 100,
        }
        if months:
            rows.append(post_row(office, row, half) | stated)
    return rows


def note_ceiling_rates(
    used: RatesUsed, programme: Mapping[str, Any], row: Entry, item: str, shares: Mapping[str, list[Share]]
) -> None:
    """Notes the ceiling salary of one person under the reference of the percentage that it is multiplied by."""
    for share in (share for months in shares.values() for share in months):
        rate = ceiling_rate(programme, row["percent"], share.month)
        if rate:
            used.add(item, "บาท/เดือน (ฐานที่คูณร้อยละ)", rate.reference, rate.status, row["ceiling_salary"])


# Rent

NOTHING_DUE = "ไม่มีค่าเช่าที่ต้องจ่ายในปีนี้"
LOAN, RENTED = "ผ่อนชำระเงินกู้", "เช่าบ้าน"
HOUSE_ITEMS = {RENTED: "ค่าเช่าบ้าน", LOAN: "ค่าผ่อนชำระเงินกู้"}
LAND_ITEMS = {"รายเดือน": ("ค่าเช่าที่ดินรายเดือน", "บาท/เดือน"), "รายปี": ("ค่าเช่าที่ดินรายปี", "บาท/ปีสัญญา")}


@dataclass(frozen=True)
class RentDue:
    """What one claim costs in one half, in baht.

    By the contract and as paid, and the months (or contract years) it is due for.
    """

    due: Decimal
    paid: Decimal
    quantity: Fraction
    rate: Fraction


def monthly_rent(rent: Decimal, ceiling: Decimal | None, shares: Iterable[Share]) -> RentDue:
    """Rent by the month.

    What is due by the contract, and what is paid, which is not above the ceiling (None = no ceiling).
    """
    covered = list(shares)
    payable = rent if ceiling is None else min(rent, ceiling)
    due = sum((satang(Fraction(rent) * share.part) for share in covered), ZERO)
    paid = sum((satang(Fraction(payable) * share.part) for share in covered), ZERO)
    return RentDue(due, paid, sum((share.part for share in covered), Fraction()), Fraction(payable))


def yearly_rent(rent: Decimal, starts: date, ends: date | None, half: Half, rule: str) -> RentDue:
    """Rent by the contract year.

    Paid whole in the half in which a contract year begins, a last year that is not whole by its months.
    """
    quantity = Fraction()
    begins = starts
    while begins <= min(half.closes, ends or date.max):
        closes = same_day(begins, begins.year + 1) - timedelta(days=1)
        if half.opens <= begins:
            months = month_shares(begins, ends, begins, closes, rule)
            quantity += min(sum((share.part for share in months), Fraction()) / 12, Fraction(1))
        begins = same_day(starts, begins.year + 1)
    amount = satang(Fraction(rent) * quantity)
    return RentDue(amount, amount, quantity, Fraction(rent))


def same_day(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes 28 February in a year that has none."""
    return (
        day.replace(year=year, day=28)
        if (day.month, day.day) == (2, 29) and not calendar.isleap(year)
        else day.replace(year=year)
    )


def rent_tables(office: Office, name: str) -> Tables:
    """The allocation, excluded, rates and claims tables of house rent or of the rent of temple land."""
    programme = office.programmes[name]
    form = programme["form"]
    allocation: list[Entry] = []
    excluded: list[Entry] = []
    claims: list[Entry] = []
    used = RatesUsed()
    source = programme["contract_amounts"]
    for row in form_rows(office, name, form):
        item, unit, rent = rent_item(form, row)
        dues = {half.title: rent_of_half(programme, form, row, half) for half in office.halves}
        allocation += rent_rows(office, row, item, dues)
        claims.append(claim_row(office, form, row, dues))
        above = claims[-1]["above"]
        if above:
            excluded.append(excluded_row(office, row["smis"], "ส่วนที่เกินวงเงินสิทธิ", 1, above))
        if claims[-1]["outcome"] == NOTHING_DUE:
            excluded.append(excluded_row(office, row["smis"], NOTHING_DUE, 1, ZERO))
        else:
            used.add(item, unit, source["reference"], source["status"], min(rent, row.get("monthly_ceiling") or rent))
    tables = {"allocation": allocation, "excluded": excluded, "rates": used.rows(), "uncomputed": [], "claims": claims}
    return programme_tables(office, name, tables)


def rent_item(form: str, row: Entry) -> tuple[str, str, Decimal]:
    """The item, unit and rent of one claim."""
    if form == "house_rent":
        return HOUSE_ITEMS[row["claim_kind"]], "บาท/เดือน", row["monthly_rent"]
    return *LAND_ITEMS[row["per"]], row["rent"]


def rent_of_half(programme: Mapping[str, Any], form: str, row: Entry, half: Half) -> RentDue:
    """What one claim costs in one half."""
    rule = programme["broken_months"]["rule"]
    if row.get("per") == "รายปี":
        return yearly_rent(row["rent"], row["starts"], row["ends"], half, rule)
    shares = month_shares(row["starts"], row["ends"], half.opens, half.closes, rule)
    if form == "house_rent":
        return monthly_rent(row["monthly_rent"], row["monthly_ceiling"], shares)
    return monthly_rent(row["rent"], None, shares)


def rent_rows(office: Office, row: Entry, item: str, dues: Mapping[str, RentDue]) -> list[Entry]:
    """The allocation rows of one claim, one per half in which it is due; the payee is the claim.

    A plot of land is no person: it counts 0.
    """
    shared = {"smis": row["smis"], "district": office.district_of(row["smis"]), "item": item, "payee": row["claim_no"]}
    rows = [
        shared
        | {"half": half, "tranche": half, "amount": due.paid, "quantity": due.quantity, "rate": due.rate, "counted": 0}
        for half, due in dues.items()
        if due.quantity
    ]
    for first in rows[:1]:
        first["counted"] = int("claim_kind" in row)
    return rows


def claim_row(office: Office, form: str, row: Entry, dues: Mapping[str, RentDue]) -> Entry:
    """One claim of the register: what is due, paid and above the ceiling in the year, and whether it ends by then."""
    due = sum((due.due for due in dues.values()), ZERO)
    paid = sum((due.paid for due in dues.values()), ZERO)
    who = f"{row['position']} {row['claim_no']}" if form == "house_rent" else f"{row['temple']} สัญญา {row['claim_no']}"
    outcome = "จ่ายเท่าวงเงินสิทธิ" if due > paid else "จ่ายตามสัญญา" if due else NOTHING_DUE
    ends = row["ends"] is not None and row["ends"] <= office.closes
    return {
        "smis": row["smis"],
        "claim": f"{office.name_of(row['smis'])} {who}",
        "due": due,
        "paid": paid,
        "above": due - paid,
        "outcome": outcome,
        "standing": "สิ้นสุดในหรือก่อนปีงบประมาณนี้" if ends else "",
    }


# Registers: what was allotted, committed and spent

ALLOTTED, COMMITTED, SPENT = "จัดสรร", "ผูกพัน", "เบิกจ่าย"
MEASURES = {"ผูกพัน": COMMITTED, "แก้ไขผูกพัน": COMMITTED, "เบิกจ่าย": SPENT, "ส่งคืน": SPENT, "แก้ไขเบิกจ่าย": SPENT}
AFTER_AS_OF = "ลงวันที่หลังวันที่ของข้อมูล"
INVESTMENT = "งบลงทุน"


def quarter_of(day: date) -> str:
    """The quarter of the fiscal year, which begins in October."""
    return f"ไตรมาสที่ {(day.month - 10) % 12 // 3 + 1}"


def movements(office: Office) -> list[Entry]:
    """Every counted entry of the allotment and the spending register, with what it measures.

    Returns are below zero as registered.
    """
    entries = [row | {"measure": ALLOTTED} for row in form_rows(office, "allotments", "allotments")]
    entries += [row | {"measure": MEASURES[row["entry"]]} for row in form_rows(office, "spending", "spending")]
    for row in entries:
        row |= {
            "month": SHORT_MONTHS[row["on"].month - 1],
            "quarter": quarter_of(row["on"]),
            "half": office.half_of(row["on"]),
        }
    return entries


def total(rows: Iterable[Entry], **values: str) -> Decimal:
    """The sum of the amounts of the rows that hold the given values."""
    return sum((row["amount"] for row in rows if all(row[name] == value for name, value in values.items())), ZERO)


@dataclass(frozen=True)
class Target:
    """The cumulative target of one quarter, in percent of what was allotted."""

    quarter: str
    by: date
    overall: Decimal
    investment: Decimal
    current: Decimal
    commitment: Decimal | None

    def percent(self, expenditure: str) -> Decimal:
        """The target of one expenditure type: investment has its own, all others are current expenditure."""
        return self.investment if expenditure == INVESTMENT else self.current


def targets(office: Office) -> list[Target]:
    """The year's targets by quarter; without a target for current expenditure the overall one holds."""
    return [
        Target(
            f"ไตรมาสที่ {entry['quarter']}",
            thai_day(entry["by"]),
            Decimal(entry["overall"]),
            Decimal(entry["investment"]),
            Decimal(entry.get("current", entry["overall"])),
            Decimal(entry["commitment"]) if "commitment" in entry else None,
        )
        for entry in office.fiscal_year["targets"]["targets"]
    ]


def standing_of(allotted: Decimal, gap: Decimal, points: Decimal) -> str:
    """What a gap to the target means: within `points` percentage points of what was allotted it is on target."""
    if not allotted:
        return "ไม่มีเงินจัดสรร"
    share = gap * 100 / allotted
    return "ตามเป้าหมาย" if abs(share) <= points else "เร็วกว่าเป้าหมาย" if share > 0 else "ล่าช้ากว่าเป้าหมาย"


def disbursement_tables(office: Office, name: str) -> Tables:
    """The tables of the disbursement report: movements until the day of the data, held against the targets."""
    programme = office.programmes[name]
    entries = movements(office)
    known = [row for row in entries if row["on"] <= office.as_of]
    used = RatesUsed()
    source = programme["register_amounts"]
    allocation: list[Entry] = []
    for row in known:
        if row["measure"] == SPENT:
            item = office.label_of(row["programme"])
            used.add(item, "บาท/รายการ", source["reference"], source["status"], row["amount"])
            allocation.append(office_row(office, item, row["half"], row["quarter"], row["amount"]))
    tables = {
        "allocation": allocation,
        "excluded": later_rows(office, entries),
        "rates": used.rows(),
        "uncomputed": [],
        "movements": known,
        "targets": target_rows(office, known),
        "reached": reached_rows(office, known),
        "standing": standing_rows(office, known, Decimal(programme["tolerance"]["points"])),
    }
    return programme_tables(office, name, tables)


def later_rows(office: Office, entries: list[Entry]) -> list[Entry]:
    """The entries that are dated after the day of the data and therefore are not counted."""
    later = [row for row in entries if row["on"] > office.as_of]
    return [excluded_row(office, office.code, AFTER_AS_OF, 1, row["amount"]) for row in later]


def office_row(office: Office, item: str, half: str, tranche: str, amount: Decimal) -> Entry:
    """One allocation row of money that is the office's own and nobody's pay."""
    return {
        "smis": office.code,
        "district": OFFICE_DISTRICT,
        "item": item,
        "half": half,
        "tranche": tranche,
        "amount": amount,
        "payee": "",
        "counted": 0,
        "quantity": Fraction(1),
    }


def always(percent: Decimal) -> Callable[[str], Decimal]:
    """The same percentage for every expenditure type."""
    return lambda _: percent


def target_of(part: list[Entry], percent: Callable[[str], Decimal]) -> Decimal:
    """The target in baht of what is allotted: every programme and expenditure type is rounded for itself."""
    sources = dict.fromkeys((row["programme"], row["expenditure"]) for row in part)
    sums = (
        satang(total(part, measure=ALLOTTED, programme=name, expenditure=kind) * percent(kind) / 100)
        for name, kind in sources
    )
    return sum(sums, ZERO)


def target_rows(office: Office, known: list[Entry]) -> list[Entry]:
    """The targets in baht, from what is allotted by the day of the data."""
    return [
        {
            "quarter": target.quarter,
            "overall": target_of(known, always(target.overall)),
            "commits": target.commitment is not None,
            "commitment": target_of(known, always(target.commitment or ZERO)),
        }
        for target in targets(office)
    ]


def reached_rows(office: Office, known: list[Entry]) -> list[Entry]:
    """What is spent by the end of every quarter that has ended by the day of the data."""
    return [
        {"quarter": target.quarter, "amount": total((row for row in known if row["on"] <= target.by), measure=SPENT)}
        for target in targets(office)
        if target.by <= office.as_of
    ]


def standing_rows(office: Office, known: list[Entry], points: Decimal) -> list[Entry]:
    """The whole, every expenditure type and every programme against the last target that has fallen due."""
    due = [target for target in targets(office) if target.by <= office.as_of][-1:]
    rows = [standing_row("ภาพรวม", "ภาพรวม", "", known, due, points)]
    for expenditure in dict.fromkeys(row["expenditure"] for row in known):
        part = [row for row in known if row["expenditure"] == expenditure]
        rows.append(standing_row("งบรายจ่าย", expenditure, "", part, due, points))
    for programme in dict.fromkeys(row["programme"] for row in known):
        part = [row for row in known if row["programme"] == programme]
        rows.append(standing_row("โครงการ", office.label_of(programme), programme, part, due, points))
    return rows


def standing_row(
    scope: str, title: str, programme: str, part: list[Entry], due: list[Target], points: Decimal
) -> Entry:
    """One line against the target; a programme's target is the sum of the targets of its expenditure types."""
    allotted, spent = total(part, measure=ALLOTTED), total(part, measure=SPENT)
    target = ZERO
    for last in due:
        target = target_of(part, always(last.overall) if scope == "ภาพรวม" else last.percent)
    standing = standing_of(allotted, spent - target, points)
    return {
        "scope": scope,
        "programme": programme,
        "named": f"{title} | {standing}",
        "standing": standing,
        "allotted": allotted,
        "spent": spent,
        "bound": spent + total(part, measure=COMMITTED),
        "target": target,
        "gap": spent - target,
    }


# Transfers

COUNTED, CANCELLED, OVERDRAWN = "นับ", "ยกเลิกแล้ว", "โอนเกินเงินเหลือจ่าย"
SAME_PROGRAMME = "ต้นทางและปลายทางเป็นโครงการเดียวกัน"
ALL_STEPS, NO_FOLLOW_UP = "ครบทุกขั้น", "ไม่ต้องติดตาม"
STEPS = (
    ("committee_on", "committee", "รอคณะกรรมการเห็นชอบ"),
    ("governor_on", "governor", "รอผู้ว่าราชการจังหวัดเห็นชอบ"),
    ("reported_on", "report", "รอรายงาน สพฐ."),
)


def leftover(allotted: Decimal, committed: Decimal, spent: Decimal, rule: str) -> Decimal:
    """What may be transferred: allotted less spent less what is committed and not paid yet, but nothing below zero.

    `rule` is `leftover.commitments`: `outstanding` = the register lowers a commitment when it is paid, `kept` = it
    never does.
    """
    unpaid = committed if rule == "outstanding" else max(committed - spent, ZERO)
    return max(allotted - spent - unpaid, ZERO)


def may_be_moved(programme: Mapping[str, Any], origin: str) -> bool:
    """Whether a programme's leftover money may be transferred, by what is decided about its success."""
    states = {entry["programme"]: entry["state"] for entry in programme["success"]["states"]}
    return bool(states.get(origin, "met" if programme["success"]["unknown"] == "counted" else "not_met") == "met")


def balance_rows(office: Office, programme: Mapping[str, Any]) -> list[Entry]:
    """What every programme and expenditure type has left on the day of the data, before any transfer."""
    known = [row for row in movements(office) if row["on"] <= office.as_of]
    rows = []
    for name, expenditure in dict.fromkeys((row["programme"], row["expenditure"]) for row in known):
        allotted, committed, spent = (
            total(known, programme=name, expenditure=expenditure, measure=measure)
            for measure in (ALLOTTED, COMMITTED, SPENT)
        )
        rule = programme["leftover"]["commitments"]
        left = leftover(allotted, committed, spent, rule) if may_be_moved(programme, name) else ZERO
        rows.append(
            {
                "programme": name,
                "expenditure": expenditure,
                "allotted": allotted,
                "committed": committed,
                "spent": spent,
                "leftover": left,
                "moved_out": ZERO,
                "moved_in": ZERO,
                "free": left,
            }
        )
    return rows


def outcome_of(proposal: Entry, balances: list[Entry]) -> str:
    """What becomes of one proposal; one that counts is taken from its origin's money."""
    if proposal["state"] == "ยกเลิก":
        return CANCELLED
    if proposal["origin"] == proposal["target"]:
        return SAME_PROGRAMME
    sources = [row for row in balances if row["programme"] == proposal["origin"]]
    if proposal["amount"] > sum((row["free"] for row in sources), ZERO):
        return OVERDRAWN
    rest = proposal["amount"]
    for row in sources:
        taken = min(rest, row["free"])
        row["free"] -= taken
        row["moved_out"] += taken
        rest -= taken
    return COUNTED


def trail_row(office: Office, programme: Mapping[str, Any], proposal: Entry, outcome: str) -> Entry:
    """One proposal with the steps of its approval: which step it waits for and by how many days that is overdue."""
    waiting, overdue, last = ALL_STEPS, 0, proposal["proposed_on"]
    for column, limit, word in STEPS:
        if proposal[column] is None or proposal[column] > office.as_of:
            waiting, overdue = word, max((office.as_of - last).days - int(programme["approval"][limit]), 0)
            break
        last = proposal[column]
    if outcome != COUNTED:
        waiting, overdue = NO_FOLLOW_UP, 0
    timing = "ไม่มีขั้นที่รอ" if waiting in (ALL_STEPS, NO_FOLLOW_UP) else "เกินกำหนด" if overdue else "ยังไม่ถึงกำหนด"
    dates = [written_date(proposal[column]) for column in ("proposed_on", *(step[0] for step in STEPS))]
    names = [office.label_of(proposal[column]) for column in ("origin", "target")]
    return {
        "proposal": " | ".join([proposal["proposal_no"], *names]),
        "amount": proposal["amount"],
        "outcome": outcome,
        "waiting": waiting,
        "overdue": overdue,
        "timing": timing,
        "steps": " | ".join([proposal["proposal_no"], *dates, outcome, waiting]),
    }


def transfer_tables(office: Office, name: str) -> Tables:
    """The tables of the transfer report: what is left, and which proposals count, in the order in which they came."""
    programme = office.programmes[name]
    balances = balance_rows(office, programme)
    source = programme["transfer_amounts"]
    tables: Tables = {"allocation": [], "uncomputed": [], "balances": balances, "trail": []}
    tables["excluded"] = later_rows(office, movements(office))
    used = RatesUsed()
    proposals = sorted(form_rows(office, "transfers", "transfers"), key=lambda row: (row["proposed_on"], row["row"]))
    for proposal in proposals:
        outcome = AFTER_AS_OF if proposal["proposed_on"] > office.as_of else outcome_of(proposal, balances)
        tables["trail"].append(trail_row(office, programme, proposal, outcome))
        if outcome != COUNTED:
            tables["excluded"].append(excluded_row(office, office.code, outcome, 1, proposal["amount"]))
            continue
        item, half = office.label_of(proposal["target"]), office.half_of(proposal["proposed_on"])
        tables["allocation"].append(
            office_row(office, item, half, half, proposal["amount"]) | {"payee": proposal["proposal_no"]}
        )
        used.add(item, "บาท/ข้อเสนอ", source["reference"], source["status"], proposal["amount"])
        receive(balances, proposal, programme)
    tables["rates"] = used.rows()
    return programme_tables(office, name, tables)


def receive(balances: list[Entry], proposal: Entry, programme: Mapping[str, Any]) -> None:
    """Adds a counted proposal to what its target gets; a target without any movement gets a row of its own."""
    rows = [row for row in balances if row["programme"] == proposal["target"]]
    if not rows:
        rows = [
            {"programme": proposal["target"], "expenditure": programme["expenditure"]}
            | dict.fromkeys(("allotted", "committed", "spent", "leftover", "moved_out", "moved_in", "free"), ZERO)
        ]
        balances += rows
    rows[0]["moved_in"] += proposal["amount"]


# Pupils of a DMC round

Grades: TypeAlias = dict[str, int]


@dataclass(frozen=True)
class Round:
    """What one DMC round says, as far as money depends on it.

    Counts are pupils by school and grade, both sexes together.

    `enrolment` None = nothing was received. `categories` holds the reports by category that were received: report,
    label, school, grade. `confirmed` None = no confirmations were received. `left_out` are listed pupils who are
    not counted: school, grade, reason, and the disadvantage that the list states.
    """

    code: str
    enrolment: dict[str, Grades] | None
    categories: dict[str, dict[str, dict[str, Grades]]]
    confirmed: set[str] | None
    left_out: list[tuple[str, str, str, str]]


def by_school(rows: Iterable[Row]) -> dict[str, Grades]:
    """The pupils of the rows by school and grade."""
    schools: dict[str, Grades] = {}
    for row in rows:
        grades = schools.setdefault(str(row["smis"]), {})
        grades[str(row["grade"])] = grades.get(str(row["grade"]), 0) + int(decimal(row["pupils"]))
    return schools


@lru_cache
def read_round(office: Office, code: str, name: str) -> Round:
    """The round as the per-head programme `name` counts it; a report that was not received is not in it."""
    context = office.rounds
    pupils = context.table(f"{code}/dmc/enrolment").rows
    enrolment = None
    if pupils:
        schools = context.table(f"{code}/dmc/schools").rows
        enrolment = {str(row["smis"]): Grades() for row in schools if row["delivered"]} | by_school(pupils)
    confirmed = None
    if newest(context, code, "dmc", "confirmations"):
        rows = context.table(f"{code}/dmc/confirmations").rows
        confirmed = {str(row["smis"]) for row in rows if row["confirmation"] != "ยังไม่ยืนยัน"}
    return Round(code, enrolment, round_categories(office, code, name), confirmed, left_out(office, code, name))


def round_categories(office: Office, code: str, name: str) -> dict[str, dict[str, dict[str, Grades]]]:
    """The reports by category that the programme's items count, as far as they were received."""
    wanted = {item["category"]["report"] for item in office.programmes[name]["items"] if "category" in item}
    rows = office.rounds.table(f"{code}/dmc/categories").rows
    categories: dict[str, dict[str, dict[str, Grades]]] = {}
    for report in wanted:
        part = [row for row in rows if row["report"] == report]
        if part or newest(office.rounds, code, "dmc", report):
            labels = dict.fromkeys(str(row["category"]) for row in part)
            categories[report] = {label: by_school(row for row in part if row["category"] == label) for label in labels}
    return categories


def left_out(office: Office, code: str, name: str) -> list[tuple[str, str, str, str]]:
    """The listed pupils who are not counted, by the programme's rules: school, grade, reason and stated disadvantage.

    One pupil has one reason.

    Pupils are told apart by a valid number alone, which stays in memory.
    """
    pupils = office.rounds.table(f"{code}/dmc/pupils").rows
    programme = office.programmes[name]
    rules = programme["duplicates"]
    numbers = Counter((row["number"], row["smis"]) for row in pupils if row["number_kind"] in ("citizen", "g_code"))
    schools = Counter(who for who, _ in numbers)
    day = as_of(office.rounds, code) if pupils else date.max
    known: set[tuple[Value, Value]] = set()
    reasons: list[tuple[str, str, str, str]] = []
    for row in pupils:
        who = (row["number"], row["smis"])
        again = who in numbers and who in known
        known.add(who)
        reason = ""
        if schools[row["number"]] > 1 and rules["across_schools"] == "none_counted":
            reason = "ซ้ำกับโรงเรียนอื่น"
        elif again and rules["within_school"] == "first_counted":
            reason = "ซ้ำในโรงเรียนเดียวกัน"
        elif too_young(programme, str(row["grade"]), day_of(str(row["born"])), day):
            reason = "อายุต่ำกว่าเกณฑ์"
        if reason:
            reasons.append((str(row["smis"]), str(row["grade"]), reason, str(row["disadvantage"])))
    return reasons


def too_young(programme: Mapping[str, Any], grade: str, born: date | None, day: date) -> bool:
    """Whether a pupil is below the lowest age of the grade in full years; one whose birthday is not stated is not."""
    if programme["under_age"]["rule"] != "left_out" or born is None:
        return False
    ages = {entry["grade"]: int(entry["age"]) for entry in programme["under_age"]["ages"]}
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < ages.get(grade, 0)


# Per-head subsidy

TERM_2, TERM_1 = "ภาคเรียนที่ 2", "ภาคเรียนที่ 1"
FIRST_PART, REST_PART = "งวดแรก", "ส่วนที่เหลือ"
NO_RATE, NO_FILE, NO_ROUND = "ไม่มีอัตรา", "ไม่ได้รับไฟล์", "ไม่ได้รับข้อมูลของรอบ"
ALL_ITEMS = "ทุกรายการ"
NOT_CONFIRMED, NOT_IN_ROUND = "ไม่ยืนยันข้อมูล", "ไม่มีข้อมูลในรอบ"


@dataclass(frozen=True)
class Tranche:
    """One payment of a term.

    Its title and half, the round that it counts, whether grades move up, and the part of the term it pays.

    `before` is the tranche whose payments are taken off; None = nothing was paid before.
    """

    title: str
    half: str
    term: str
    round: str
    moved_up: bool
    part: Decimal
    before: str | None


def tranches(office: Office, programme: Mapping[str, Any]) -> list[Tranche]:
    """The tranches of the fiscal year in the order in which they are paid.

    Term 2 in the first half, then term 1 in the second.
    """
    rounds = office.fiscal_year["rounds"]
    first, second = (half.title for half in office.halves)
    share = Decimal(programme["term_2"]["first"]) / 100
    listed = []
    if share < 1:
        early = f"{TERM_2} {FIRST_PART}"
        code = rounds["term_2_advance"]["round"] if "term_2_advance" in rounds else rounds["term_2"]
        listed.append(Tranche(early, first, "term_2", code, False, share, None))
        listed.append(Tranche(f"{TERM_2} {REST_PART}", first, "term_2", rounds["term_2"], False, Decimal(1), early))
    else:
        listed.append(Tranche(TERM_2, first, "term_2", rounds["term_2"], False, Decimal(1), None))
    early = f"{TERM_1} {FIRST_PART}"
    part = Decimal(programme["term_1"]["first"]) / 100
    listed.append(Tranche(early, second, "term_1", rounds["term_1_advance"], True, part, None))
    listed.append(Tranche(f"{TERM_1} {REST_PART}", second, "term_1", rounds["term_1"], False, Decimal(1), early))
    return listed


def moved_up(grades: Grades, order: list[str], entry_grades: Iterable[str]) -> Grades:
    """Every grade gets the pupils of the grade below it; an entry grade keeps its own."""
    entry = set(entry_grades)
    return {
        grade: grades.get(grade if grade in entry or not index else order[index - 1], 0)
        for index, grade in enumerate(order)
    }


def term_rate(rate: Decimal, item: Mapping[str, Any], term: str, odd_baht: str) -> Decimal:
    """Baht a pupil for one term: the term's percentage of the annual rate.

    `term_1` of odd_baht: of an annual rate in whole baht, term 2 is rounded down to whole baht, and term 1 has what
    remains; `exact`, and of a rate with satang: the percentage as it is.
    """
    percent = Decimal(item[term]) / 100
    if odd_baht == "exact" or percent in (0, 1) or rate != rate.to_integral_value():
        return rate * percent
    term_2 = (rate * Decimal(item["term_2"]) / 100).to_integral_value(ROUND_FLOOR)
    return term_2 if term == "term_2" else rate - term_2


@dataclass(frozen=True)
class PerHead:
    """The per-head rules of one programme, with what they need of its parameters."""

    programme: Mapping[str, Any]

    @cached_property
    def level_of(self) -> dict[str, str]:
        """The level of every grade that money is paid for, from the lowest grade up."""
        return {grade: level["level"] for level in self.programme["levels"]["levels"] for grade in level["grades"]}

    @property
    def order(self) -> list[str]:
        """The grades from the lowest up."""
        return list(self.level_of)

    @cached_property
    def rates(self) -> dict[tuple[str, str], list[Rate]]:
        """The rates by item and by grade or level."""
        return rates_of(self.programme)

    def rate(self, item: str, grade: str, level: str, day: date) -> Rate | None:
        """The annual rate on a day: the grade's, else the level's, else the one for all."""
        return next(
            (rate for group in (grade, level, "") if (rate := rate_on(self.rates.get((item, group), []), day))), None
        )

    def level_pupils(self, grades: Grades) -> dict[str, int]:
        """Pupils by level."""
        counts = dict.fromkeys(self.level_of.values(), 0)
        for grade, level in self.level_of.items():
            counts[level] += grades.get(grade, 0)
        return counts

    def small_levels(self, grades: Grades) -> set[str]:
        """The levels in which a school is small by these pupils."""
        pupils = self.level_pupils(grades)
        groups = self.programme["small_schools"]["groups"]
        small = [
            group
            for group in groups
            if sum(pupils[level] for level in group.get("counted", group["levels"])) <= int(group["most"])
        ]
        return {level for group in small for level in group["levels"]}

    def counted(
        self, item: Mapping[str, Any], grades: Grades, category: Grades
    ) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
        """The pupils that one item is paid for, by level and grade, and by level those above the cap, which are not.

        Pupils of a category are counted by level, with an empty grade, because the cap is the level's.
        """
        if item["counts"] == "category_pupils":
            return self._category_pupils(item, grades, category)
        levels = set(item["levels"])
        if item["counts"] == "small_school_pupils":
            levels &= self.small_levels(grades)
        return {(level, grade): grades.get(grade, 0) for grade, level in self.level_of.items() if level in levels}, {}

    def _category_pupils(
        self, item: Mapping[str, Any], grades: Grades, category: Grades
    ) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
        caps = {cap["level"]: Decimal(cap["most"]) for cap in item["category"].get("caps", [])}
        counts, above = {}, {}
        pupils, whole = self.level_pupils(category), self.level_pupils(grades)
        for level in item["levels"]:
            most = int(whole[level] * caps[level] / 100) if level in caps else pupils[level]
            counts[level, ""] = min(pupils[level], most)
            above[level] = max(pupils[level] - most, 0)
        return counts, above


def category_of(item: Mapping[str, Any], counted: Round) -> dict[str, Grades] | None:
    """The pupils of an item's category by school and grade, all labels together, without those whom the pupil lists
    leave out and count to it.

    None where the report was not received.
    """
    if "category" not in item:
        return {}
    report = counted.categories.get(item["category"]["report"])
    if report is None:
        return None
    schools: dict[str, Grades] = {}
    for label in item["category"]["labels"]:
        for smis, grades in report.get(label_key(label), {}).items():
            added = schools.setdefault(smis, {})
            for grade, pupils in grades.items():
                added[grade] = added.get(grade, 0) + pupils
    labels = [label_key(label) for label in item["category"]["labels"]]
    for smis, grade, _, stated in counted.left_out:
        of_category = item["category"]["report"] == "disadvantage" and label_key(stated) in labels
        if of_category and schools.get(smis, {}).get(grade):
            schools[smis][grade] -= 1
    return schools


@dataclass
class PerHeadTables:
    """The tables of the per-head programme while they are made, tranche by tranche.

    `paid` holds what a tranche pays by school, item, level and grade, so that the next one of the term can take it off;
    `by_school` the same claims by tranche and school.
    """

    office: Office
    name: str
    rules: PerHead
    allocation: list[Entry] = field(default_factory=list)
    excluded: list[Entry] = field(default_factory=list)
    uncomputed: list[Entry] = field(default_factory=list)
    unrated: list[Entry] = field(default_factory=list)
    used: RatesUsed = field(default_factory=RatesUsed)
    paid: dict[str, dict[tuple[str, str, str, str], Decimal]] = field(default_factory=dict)
    by_school: dict[tuple[str, str], list[tuple[str, str, str, str]]] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)

    def round(self, code: str) -> Round:
        """A round, read once."""
        if code not in self.rounds:
            self.rounds[code] = read_round(self.office, code, self.name)
        return self.rounds[code]

    def schools(self, counted: Round) -> dict[str, Grades]:
        """The pupils that are counted by school: the enrolment without those that the pupil lists leave out."""
        schools = {smis: dict(grades) for smis, grades in (counted.enrolment or {}).items()}
        for smis, grade, *_ in counted.left_out:
            if schools.get(smis, {}).get(grade):
                schools[smis][grade] -= 1
        return schools

    def rate_day(self, tranche: Tranche) -> date:
        """The day whose rates hold: that of the data, but this fiscal year's rates for data of an earlier one."""
        return max(as_of(self.office.rounds, tranche.round), self.office.opens)

    def withheld(self, counted: Round, smis: str) -> bool:
        """Whether a school is not paid from a round because it did not confirm its data."""
        if self.rules.programme["not_confirmed"]["rule"] != "withheld" or counted.confirmed is None:
            return False
        return smis not in counted.confirmed

    def add(self, tranche: Tranche) -> None:
        """Computes one tranche for all schools."""
        counted = self.round(tranche.round)
        self.paid[tranche.title] = {}
        if counted.enrolment is None:
            line = f"{ALL_ITEMS} | {NO_ROUND} {tranche.round}"
            self.uncomputed.append({"item": ALL_ITEMS, "cause": NO_ROUND, "line": line})
            return
        schools = self.schools(counted)
        if tranche.moved_up:
            entry = self.rules.programme["term_1"]["entry_grades"]
            schools = {smis: moved_up(grades, self.rules.order, entry) for smis, grades in schools.items()}
        gone = {smis for title, smis in self.by_school if title == tranche.before} - set(schools)
        for item in self.rules.programme["items"]:
            self._add_item(tranche, counted, schools | dict.fromkeys(sorted(gone), Grades()), item)

    def _add_item(
        self, tranche: Tranche, counted: Round, schools: Mapping[str, Grades], item: Mapping[str, Any]
    ) -> None:
        """Computes one item of one tranche; what it lacks to be computed is noted instead."""
        if not Decimal(item[tranche.term]) or (tranche.moved_up and not item["in_advance"]):
            return
        category = category_of(item, counted)
        if category is None:
            self.uncomputed.append({"item": item["title"], "cause": NO_FILE, "line": f"{item['title']} | {NO_FILE}"})
            return
        missing: set[str] = set()
        for smis, grades in schools.items():
            pupils, above = self.rules.counted(item, grades, category.get(smis, {}))
            pupils |= {claim: 0 for claim in self._paid_before(tranche, smis, item["item"]) if claim not in pupils}
            missing |= self._add_school(tranche, counted, smis, item, pupils)
            if tranche.part == 1:
                self._note_above(tranche, counted, smis, item, above)
        rated = any(name == item["item"] for name, _ in self.rules.rates)
        lines = {
            f"{item['title']} | {NO_RATE} ระดับ{level}" if rated else f"{item['title']} | {NO_RATE}" for level in missing
        }
        self.uncomputed += [{"item": item["title"], "cause": NO_RATE, "line": line} for line in sorted(lines)]

    def _add_school(
        self,
        tranche: Tranche,
        counted: Round,
        smis: str,
        item: Mapping[str, Any],
        pupils: Mapping[tuple[str, str], int],
    ) -> set[str]:
        """The rows of one school and item; the levels that have pupils and no rate."""
        missing: set[str] = set()
        day = self.rate_day(tranche)
        withheld = self.withheld(counted, smis)
        for (level, grade), headcount in pupils.items():
            rate = self.rules.rate(item["item"], grade, level, day)
            before = self.paid.get(tranche.before or "", {}).get((smis, item["item"], level, grade), ZERO)
            if rate is None:
                if headcount and not withheld:
                    missing.add(level)
                    self.unrated.append({"item": item["title"], "tranche": tranche.title, "pupils": headcount})
            elif headcount or before:
                amount = satang(headcount * self._per_pupil(rate, item, tranche)) - before
                if withheld:
                    self._note_withheld(smis, tranche, amount)
                else:
                    self._pay(tranche, (smis, item["item"], level, grade), amount)
                    self.allocation.append(self._row(tranche, smis, item, rate, (level, grade), headcount, amount))
        return missing

    def _pay(self, tranche: Tranche, claim: tuple[str, str, str, str], amount: Decimal) -> None:
        """Remembers what a tranche pays, for the next tranche of the term."""
        self.paid[tranche.title][claim] = amount
        self.by_school.setdefault((tranche.title, claim[0]), []).append(claim)

    def _row(
        self,
        tranche: Tranche,
        smis: str,
        item: Mapping[str, Any],
        rate: Rate,
        group: tuple[str, str],
        headcount: int,
        amount: Decimal,
    ) -> Entry:
        """One allocation row; `group` is its level and grade. Its rate is noted where there is a pupil."""
        level, grade = group
        words = (f"{item['title']} {level}", "บาท/คน/ปี", rate.reference, rate.status)
        if headcount:
            self.used.add(*words, rate.value)
        return {
            "rate_words": words,
            "smis": smis,
            "district": self.office.district_of(smis),
            "item": item["title"],
            "level": level,
            "grade": grade,
            "half": tranche.half,
            "tranche": tranche.title,
            "payee": "",
            "headcount": headcount,
            "amount": amount,
            "counted": headcount if self._counts(item, tranche) else 0,
            "overpaid": "งวดก่อนจ่ายเกินสิทธิ" if amount < 0 else "",
            "counted_from": tranche.round if headcount else self._round_before(tranche),
            "rate": Fraction(rate.value),
            "quantity": Fraction(headcount),
        }

    def _round_before(self, tranche: Tranche) -> str:
        """The round that an earlier payment was counted by, which a row without pupils takes back."""
        earlier = (
            known.round for known in tranches(self.office, self.rules.programme) if known.title == tranche.before
        )
        return next(earlier, tranche.round)

    def _paid_before(self, tranche: Tranche, smis: str, item: str) -> list[tuple[str, str]]:
        """The levels and grades that a school was paid an item for in the tranche before.

        What it paid is taken off even if none are left.
        """
        before = self.by_school.get((tranche.before or "", smis), [])
        return [(level, grade) for _, name, level, grade in before if name == item]

    def _per_pupil(self, rate: Rate, item: Mapping[str, Any], tranche: Tranche) -> Decimal:
        """Baht a pupil that the tranche comes to, before what was paid is taken off."""
        odd_baht = self.rules.programme.get("odd_baht", {}).get("rule", "exact")
        return term_rate(rate.value, item, tranche.term, odd_baht) * tranche.part

    def _counts(self, item: Mapping[str, Any], tranche: Tranche) -> bool:
        """Whether these rows count the pupils who are paid: those of the first item and the newest count."""
        return bool(item is self.rules.programme["items"][0] and tranche.title == self.newest_count)

    @cached_property
    def newest_count(self) -> str:
        """The last tranche whose round was received and counts pupils in their own grades; empty for none."""
        whole = (
            tranche
            for tranche in reversed(tranches(self.office, self.rules.programme))
            if tranche.part == 1 and self.round(tranche.round).enrolment is not None
        )
        return next((tranche.title for tranche in whole), "")

    def _note_withheld(self, smis: str, tranche: Tranche, amount: Decimal) -> None:
        """Adds to what a school is not paid because it did not confirm a round."""
        for row in self.excluded:
            if (row["smis"], row["reason"], row["round"]) == (smis, NOT_CONFIRMED, tranche.round):
                row["amount"] += amount
                return
        pupils = sum(self.rules.level_pupils((self.round(tranche.round).enrolment or {}).get(smis, {})).values())
        self.excluded.append(excluded_row(self.office, smis, NOT_CONFIRMED, pupils, amount) | {"round": tranche.round})

    def _note_above(
        self, tranche: Tranche, counted: Round, smis: str, item: Mapping[str, Any], above: Mapping[str, int]
    ) -> None:
        """Notes the pupils above an item's cap, with what they would have cost in the whole term."""
        day = self.rate_day(tranche)
        for level, pupils in above.items():
            rate = self.rules.rate(item["item"], "", level, day)
            if pupils and not self.withheld(counted, smis):
                cost = satang(pupils * self._per_pupil(rate, item, tranche)) if rate else ZERO
                reason = f"เกินเพดาน{item['title']}"
                self.excluded.append(excluded_row(self.office, smis, reason, pupils, cost) | {"round": tranche.round})

    def note_left_out(self) -> None:
        """Notes the pupils that the lists leave out, and the schools that a round does not have.

        Neither has an amount.
        """
        every = {smis for counted in self.rounds.values() for smis in counted.enrolment or {}}
        for counted in self.rounds.values():
            for smis, _, reason, _ in counted.left_out:
                self.excluded.append(excluded_row(self.office, smis, reason, 1, ZERO) | {"round": counted.code})
            for smis in sorted(every - set(counted.enrolment or every)):
                self.excluded.append(excluded_row(self.office, smis, NOT_IN_ROUND, 0, ZERO) | {"round": counted.code})


def payments(office: Office, allocation: list[Entry], order: list[str], rule: str) -> list[Entry]:
    """What every school is paid by tranche, by the rule for what an earlier tranche paid too much.

    `carried` takes a school's sum below zero off its next tranche, `returned` has it pay every row below zero back.
    """
    sums: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(lambda: [ZERO, ZERO]))
    for row in allocation:
        sums[row["smis"]][row["tranche"]][row["amount"] < 0] += row["amount"]
    rows = []
    for smis, by_tranche in sums.items():
        carried = ZERO
        for tranche in order:
            above, below = by_tranche.get(tranche, [ZERO, ZERO])
            returned = -below if rule == "returned" else ZERO
            due = above + below + returned + carried
            carried = min(due, ZERO)
            rows.append(payment_sums(office, smis, tranche, max(due, ZERO), carried) | {"returned": returned})
    return rows


def payment_sums(office: Office, smis: str, tranche: str, paid: Decimal, carried: Decimal) -> Entry:
    """What one school is paid in a tranche, and what of a sum below zero is carried to the next."""
    shared = {"smis": smis, "district": office.district_of(smis), "tranche": tranche}
    return shared | {"paid": paid, "carried": carried}


def tried_pupils(made: PerHeadTables, order: list[Tranche], way: Try) -> Iterator[Entry]:
    """The year again by other rates: every row whose rate or amount differs."""
    rules = PerHead(made.rules.programme)
    rules.rates.update(
        {key: [replace(rate, value=tried_rate(rate, way)) for rate in values] for key, values in rules.rates.items()}
    )
    again = PerHeadTables(made.office, made.name, rules, rounds=made.rounds)
    for tranche in order:
        again.add(tranche)
    for row, other in zip(made.allocation, again.allocation, strict=True):
        if (row["rate"], row["amount"]) != (other["rate"], other["amount"]):
            yield tried_row(made.office, row, way, row["rate_words"], other["amount"] - row["amount"])


def tried_rate(rate: Rate, way: Try) -> Decimal:
    """The value to try for a rate; its own where there is none."""
    tried = way.value(rate.status, rate.value, rate.elsewhere)
    return rate.value if tried is None else tried


def per_head_tables(office: Office, name: str) -> Tables:
    """The tables of the per-head programme.

    What every school is entitled to by tranche, item and grade, and what it is paid.
    """
    programme = office.programmes[name]
    made = PerHeadTables(office, name, PerHead(programme))
    order = tranches(office, programme)
    for tranche in order:
        made.add(tranche)
    made.note_left_out()
    titles = [tranche.title for tranche in order]
    tables = {
        "what_if": [trial for way in tries(office) for trial in tried_pupils(made, order, way)],
        "allocation": made.allocation,
        "excluded": made.excluded,
        "rates": made.used.rows(),
        "uncomputed": made.uncomputed,
        "unrated": made.unrated,
        "payments": payments(office, made.allocation, titles, programme["overpaid"]["rule"]),
    }
    return programme_tables(office, name, tables)


# Requests to local authorities

LUNCH = "อาหารกลางวัน"
GRANTED = ("อนุมัติ", "ได้รับเงินแล้ว")
NOT_GRANTED = {"ยื่นคำขอ": "รอผลการพิจารณา", "ไม่อนุมัติ": "ไม่อนุมัติ"}
NOT_FILLED = "ไม่ได้กรอกจำนวนนักเรียนหรือจำนวนวัน"


def lunch_size(bands: Iterable[Mapping[str, Any]], pupils: int) -> str:
    """The band of a school with so many pupils; the last band has no upper end."""
    return next(str(band["size"]) for band in bands if "up_to" not in band or pupils <= int(band["up_to"]))


def lunch_rates(programme: Mapping[str, Any], day: date) -> dict[str, Rate]:
    """Baht a pupil and day by size of school; a size without a rate on that day is not among them."""
    rates = {group: rate_on(values, day) for (item, group), values in rates_of(programme).items() if item == "lunch"}
    return {group: rate for group, rate in rates.items() if rate}


def lunch_pupils(office: Office, programme: Mapping[str, Any]) -> dict[str, int]:
    """The pupils by whom a school's size is told.

    Of the year's newest DMC round that has the school, in the levels that get lunch.
    """
    levels = programme["lunch_levels"]["levels"]
    pupils: dict[str, int] = {}
    for term in ("term_2", "term_1"):
        rows = office.rounds.table(f"{office.fiscal_year['rounds'][term]}/dmc/enrolment").rows
        counts = {
            smis: sum(grades.values())
            for smis, grades in by_school(row for row in rows if row["level"] in levels).items()
        }
        pupils |= dict.fromkeys((str(row["smis"]) for row in rows), 0) | counts
    return pupils


def support_rows(office: Office, name: str) -> list[Entry]:
    """The counted requests."""
    return form_rows(office, name, "support_requests", {"purpose": {LUNCH, "อื่น ๆ"}})


def support_tables(office: Office, name: str) -> Tables:
    """The tables of requests to local authorities: lunch by the rate of the school's size, everything else as asked."""
    programme = office.programmes[name]
    pupils = lunch_pupils(office, programme)
    tables: Tables = {"allocation": [], "excluded": [], "rates": [], "uncomputed": [], "requests": []}
    used = RatesUsed()
    for row in support_rows(office, name):
        request = request_row(office, programme, pupils, row)
        tables["requests"].append(request)
        reason = request["reason"] or NOT_GRANTED.get(row["state"], "")
        if reason:
            money = row["amount_requested"] if reason == NOT_FILLED else request["due"]
            tables["excluded"].append(excluded_row(office, row["smis"], reason, int(row["pupils"] or 0), money))
            continue
        tables["allocation"].append(support_row(office, row, request))
        used.add(row["purpose"], request["unit"], request["reference"], request["status"], request["rate"])
    tables["rates"] = used.rows()
    count_pupils(tables["allocation"])
    return programme_tables(office, name, tables)


def request_row(office: Office, programme: Mapping[str, Any], pupils: Mapping[str, int], row: Entry) -> Entry:
    """One request: what is asked, due by the rules and approved, and why it cannot be computed where that is so."""
    source = programme["request_amounts"]
    request = {
        "smis": row["smis"],
        "authority": row["authority"],
        "item": row["purpose"],
        "state": row["state"],
        "lunch_size": "",
        "request": f"{office.name_of(row['smis'])} {row['request_no']} {row['purpose']}",
        "asked": row["amount_requested"],
        "approved": row["amount_approved"] or ZERO,
        "reason": "",
    }
    if row["purpose"] == LUNCH:
        return request | lunch_due(office, programme, pupils, row)
    stated = {"reference": source["reference"], "status": source["status"], "rate": row["amount_requested"]}
    return request | stated | {"due": row["amount_requested"], "unit": "บาท/คำขอ"}


def lunch_due(office: Office, programme: Mapping[str, Any], pupils: Mapping[str, int], row: Entry) -> Entry:
    """What is due for lunch: pupils by days by the rate of the school's size, on the first day of the year."""
    if not row["pupils"] or not row["days"]:
        return {"due": ZERO, "reason": NOT_FILLED}
    size = lunch_size(programme["lunch_sizes"]["bands"], pupils.get(row["smis"], int(row["pupils"])))
    rate = lunch_rates(programme, office.opens).get(size)
    if rate is None:
        return {"due": ZERO, "reason": "ไม่มีอัตราที่ใช้ในปีงบประมาณนี้", "lunch_size": size}
    stated = {"reference": rate.reference, "status": rate.status, "rate": rate.value}
    return stated | {"due": satang(row["pupils"] * row["days"] * rate.value), "lunch_size": size, "unit": "บาท/คน/วัน"}


def support_row(office: Office, row: Entry, request: Entry) -> Entry:
    """The allocation row of one granted request, in the half in which it was handed in."""
    half = office.half_of(row["requested_on"])
    return {
        "smis": row["smis"],
        "district": office.district_of(row["smis"]),
        "item": row["purpose"],
        "half": half,
        "tranche": half,
        "payee": row["authority"],
        "amount": request["due"],
        "headcount": int(row["pupils"] or 0),
        "counted": 0,
        "rate": Fraction(request["rate"]),
        "quantity": Fraction(1),
    }


def count_pupils(allocation: list[Entry]) -> None:
    """Counts every school's pupils once: on the request with the most."""
    most: dict[str, Entry] = {}
    for row in allocation:
        if row["headcount"] > most.get(row["smis"], {"headcount": 0})["headcount"]:
            most[row["smis"]] = row
    for row in most.values():
        row["counted"] = row["headcount"]


# What became of the per-head subsidy

NOT_ENTITLED = "มีรายการแต่ไม่มีสิทธิ"
PAYMENT_NAMES = {"จัดสรร": "allocated", "จ่าย": "paid", "ส่งคืน": "returned"}
Claim: TypeAlias = tuple[str, str, str]


def payment_state(entitled: Decimal | None, allocated: Decimal, paid: Decimal, returned: Decimal) -> str:
    """What the office calls one school's item and tranche; `entitled` None = the school is not entitled to it."""
    if entitled is None:
        return NOT_ENTITLED
    net = paid - returned
    remaining = entitled - net
    if remaining < 0:
        return "รอหักหรือส่งคืน" if entitled < 0 and not net else "จ่ายเกินสิทธิ"
    if not remaining:
        return "จ่ายครบ"
    if net < 0:
        return "ส่งคืนเกิน"
    if not net:
        return "จัดสรรแล้วยังไม่จ่าย" if allocated else "ยังไม่จัดสรร"
    return "จ่ายไม่ครบ"


def baht(amount: Decimal) -> str:
    """An amount as reports print it."""
    return f"{amount:,.2f} บาท"


def result_row(office: Office, claim: Claim, entitled: Decimal | None, sums: Mapping[str, Decimal]) -> Entry:
    """One school's item and tranche.

    What it is entitled to, what was allocated, paid and returned, and what remains.
    """
    smis, item, tranche = claim
    allocated, paid, returned = (sums.get(name, ZERO) for name in ("allocated", "paid", "returned"))
    remaining = (entitled or ZERO) - (paid - returned)
    words = f"เกินไป {baht(-remaining)}" if remaining < 0 else f"ยังขาด {baht(remaining)}"
    if remaining > 0 and allocated != (entitled or ZERO):
        words += f" จัดสรรไว้ {baht(allocated)}จากสิทธิ {baht(entitled or ZERO)}"
    if remaining > 0 and returned:
        words += f" ส่งคืนแล้ว {baht(returned)}"
    return {
        "smis": smis,
        "district": office.district_of(smis),
        "item": item,
        "tranche": tranche,
        "entitled": entitled or ZERO,
        "allocated": allocated,
        "paid": paid,
        "returned": returned,
        "net": paid - returned,
        "remaining": remaining,
        "state": payment_state(entitled, allocated, paid, returned),
        "line": f"{smis} {item} {tranche} {words}",
    }


def payment_rows(office: Office, name: str) -> list[Entry]:
    """The counted rows of the register of per-head money, by the items and tranches of the entitling programme."""
    entitlement = office.programmes[office.programmes[name]["entitlement"]]
    choices = {
        "item": {item["title"] for item in entitlement["items"]},
        "tranche": {tranche.title for tranche in tranches(office, entitlement)},
    }
    return form_rows(office, name, "per_head_payments", choices)


def claim_of(row: Entry) -> Claim:
    """The school, item and tranche of a row."""
    return row["smis"], row["item"], row["tranche"]


def per_head_result_tables(office: Office, name: str) -> Tables:
    """The tables of the per-head result: payments held against the entitlement, by school, item and tranche."""
    programme = office.programmes[name]
    entitlement = made_tables(office, programme["entitlement"])
    entitled_rows = entitlement[f"{office.year}/{programme['entitlement']}/allocation"]
    entitled: dict[Claim, Decimal] = defaultdict(Decimal)
    for row in entitled_rows:
        entitled[claim_of(row)] += row["amount"]
    sums: dict[Claim, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    allocation: list[Entry] = []
    used = RatesUsed()
    source = programme["payment_amounts"]
    for row in payment_rows(office, name):
        sums[claim_of(row)][PAYMENT_NAMES[row["entry"]]] += row["amount"]
        if row["entry"] != "จัดสรร":
            used.add(row["item"], "บาท/รายการ", source["reference"], source["status"], row["amount"])
            allocation.append(payment_row(office, row))
    count_entitled(allocation, entitled_rows)
    claims = dict.fromkeys([*entitled, *sums])
    results = [result_row(office, claim, entitled.get(claim), sums.get(claim, {})) for claim in claims]
    tables = {"allocation": allocation, "excluded": [], "rates": used.rows(), "uncomputed": [], "results": results}
    return entitlement | programme_tables(office, name, tables)


def payment_row(office: Office, row: Entry) -> Entry:
    """The allocation row of one payment; money that comes back is below zero."""
    half = office.half_of(row["on"])
    amount = row["amount"] if row["entry"] == "จ่าย" else -row["amount"]
    return {
        "smis": row["smis"],
        "district": office.district_of(row["smis"]),
        "item": row["item"],
        "half": half,
        "tranche": row["tranche"],
        "payee": "",
        "amount": amount,
        "counted": 0,
        "rate": Fraction(1),
        "quantity": Fraction(amount),
    }


def count_entitled(allocation: list[Entry], entitled: list[Entry]) -> None:
    """Counts a school's entitled pupils once it is paid the item and tranche by which they are counted."""
    pupils: dict[Claim, int] = defaultdict(int)
    for row in entitled:
        pupils[claim_of(row)] += row["counted"]
    for row in allocation:
        row["counted"] = pupils.pop(claim_of(row), 0) if row["amount"] > 0 else 0


# The year's allocation

MAKERS: dict[str, Callable[[Office, str], Tables]] = {
    "hire": hire_tables,
    "ceiling_salary": ceiling_tables,
    "rent": rent_tables,
    "local_support": support_tables,
    "per_head": per_head_tables,
    "per_head_result": per_head_result_tables,
    "disbursement": disbursement_tables,
    "transfer": transfer_tables,
}
PAYING_KINDS = ("hire", "ceiling_salary", "rent", "local_support", "per_head")
INSIDE, OUTSIDE = "เงินงบประมาณ", "เงินนอกงบประมาณ"
DUE, RECEIVED, HANDED_ON, LEFT = "ต้องจ่าย", "ได้รับจัดสรร", "จัดสรรแล้ว", "คงเหลือ"


@lru_cache
def made_tables(office: Office, name: str) -> Tables:
    """The tables of one programme, made once; they are not to be changed."""
    return MAKERS[office.programmes[name]["kind"]](office, name)


def money_row(
    office: Office, name: str, fund: str, measure: str, expenditure: str, row: Entry, amount: Decimal
) -> Entry:
    """One amount of the year; its payee is the row's, so that changes are told of whom they are.

    What no rule counts is baht itself.
    """
    return {
        "fund": fund,
        "measure": measure,
        "label": office.label_of(name),
        "expenditure": expenditure,
        "half": row["half"],
        "tranche": row.get("tranche", ""),
        "amount": amount,
        "months": row.get("months", Decimal(0)),
        "item": row.get("item", ""),
        "smis": row.get("smis", ""),
        "payee": row.get("payee", ""),
        "level": row.get("level", ""),
        "grade": row.get("grade", ""),
        "rate": row.get("rate") if "quantity" in row else Fraction(1),
        "quantity": row.get("quantity"),
    }


def fund_of(programme: Mapping[str, Any]) -> str:
    """Whether a programme's money is the office's budget; what local authorities give schools is not."""
    return OUTSIDE if programme["kind"] == "local_support" else INSIDE


def due_money(office: Office) -> list[Entry]:
    """What is due by the rules of every programme that pays; money of others than the office is outside the budget."""
    rows = []
    for name, programme in office.programmes.items():
        if programme["kind"] not in PAYING_KINDS:
            continue
        fund = fund_of(programme)
        tables = made_tables(office, name)
        rows += [
            money_row(office, name, fund, DUE, programme["expenditure"], row, row["amount"])
            for row in tables[f"{office.year}/{name}/allocation"]
        ]
        for row in support_rows(office, name) if fund == OUTSIDE else []:
            if row["state"] == "ได้รับเงินแล้ว":
                half = {"half": office.half_of(row["requested_on"])}
                rows.append(
                    money_row(
                        office, name, fund, RECEIVED, programme["expenditure"], half, row["amount_approved"] or ZERO
                    )
                )
    return rows


def registered_money(office: Office) -> list[Entry]:
    """What the registers say: received, spent and left by the day of the data, and what is handed on to schools."""
    rows = []
    for row in movements(office):
        if row["on"] > office.as_of or row["measure"] == COMMITTED:
            continue
        measure, sign = (RECEIVED, 1) if row["measure"] == ALLOTTED else (SPENT, -1)
        name, kind, half = row["programme"], row["expenditure"], {"half": row["half"]}
        fund = fund_of(office.programmes[name])
        rows.append(money_row(office, name, fund, measure, kind, half, row["amount"]))
        rows.append(money_row(office, name, fund, LEFT, kind, half, sign * row["amount"]))
    for name, programme in office.programmes.items():
        for row in payment_rows(office, name) if programme["kind"] == "per_head_result" else []:
            if row["entry"] == "จัดสรร":
                entitling = programme["entitlement"]
                school = {"half": office.half_of(row["on"]), "item": row["item"], "smis": row["smis"]}
                expenditure = office.programmes[entitling]["expenditure"]
                rows.append(money_row(office, entitling, INSIDE, HANDED_ON, expenditure, school, row["amount"]))
    return rows


def money_changes(money: list[Entry], compare: Callable[[list[Entry]], list[Entry]]) -> list[Entry]:
    """The changes of every fund, measure and programme for itself, by `compare`."""
    changes: list[Entry] = []
    for fund, measure, label in dict.fromkeys((row["fund"], row["measure"], row["label"]) for row in money):
        part = [row for row in money if (row["fund"], row["measure"], row["label"]) == (fund, measure, label)]
        changes += [change | {"fund": fund, "measure": measure, "label": label} for change in compare(part)]
    return changes


@lru_cache
def year_tables(office: Office) -> Tables:
    """The tables of the year's allocation report, over all programmes."""
    money = due_money(office) + registered_money(office)
    changes = money_changes(money, lambda part: half_changes(part, office.halves))
    base = f"{office.year}/programmes"
    tables: Tables = {
        f"{base}/money": money,
        f"{base}-since-first-half/money": changes,
        f"{base}/rates": [],
        f"{base}/uncomputed": [],
    }
    for name, programme in office.programmes.items():
        if programme["kind"] not in PAYING_KINDS:
            continue
        made = made_tables(office, name)
        for row in made[f"{office.year}/{name}/rates"]:
            tables[f"{base}/rates"].append(row | {"rate_used": f"{programme['number']} {row['rate_used']}"})
        for row in made[f"{office.year}/{name}/uncomputed"]:
            tables[f"{base}/uncomputed"].append(row | {"line": f"{programme['number']} {row['line']}"})
    return tables


# Reports


def as_rows(entries: Iterable[Entry]) -> list[Row]:
    """The rows as facts are evaluated on them: counts become Decimals.

    Dates and fractions, which no fact asks for, are left out.
    """
    rows: list[Row] = []
    for entry in entries:
        row: dict[str, Value] = {}
        for name, value in entry.items():
            if isinstance(value, int) and not isinstance(value, bool):
                row[name] = Decimal(value)
            elif value is None or isinstance(value, str | bool | Decimal):
                row[name] = value
        rows.append(row)
    return rows


def fill(context: Context, tables: Tables) -> dict[FactKey, Decimal]:
    """Gives a report its tables; every fact is then evaluated on them by its own filter."""
    context.tables |= {name: Table(as_rows(entries), {}) for name, entries in tables.items()}
    return {}


YEAR_LINE = ("item", "level", "grade", "half", "tranche")


def year_before(context: Context, office: Office) -> Office | None:
    """The office in the year before; None where the report states nothing of it."""
    year = str(int(office.year) - 1)
    return Office(office.data, office.params, year) if any(f"{year}/" in fact.table for fact in context.facts) else None


def recompute_programme(context: Context) -> dict[FactKey, Decimal]:
    """The tables of a programme's report, `programme/<fiscal year>/<programme>`."""
    _, year, name = context.report.split("/")
    office = Office(context.data, context.params, year)
    tables = made_tables(office, name)
    if before := year_before(context, office):
        earlier = made_tables(before, name)
        rows = (earlier[f"{before.year}/{name}/allocation"], tables[f"{year}/{name}/allocation"])
        tables = earlier | tables | {f"{year}/{name}-since-last-year/allocation": changes_between(*rows, YEAR_LINE)}
    return fill(context, tables | spending_told(context, office, name))


def spending_told(context: Context, office: Office, name: str) -> Tables:
    """How the spending of a programme stands, where its own report tells it from the report on all spending."""
    asked = {fact.table for fact in context.facts}
    others = (other for other, each in office.programmes.items() if each["kind"] == "disbursement" and other != name)
    tables = {f"{office.year}/{other}/standing": other for other in others}
    return {table: made_tables(office, other)[table] for table, other in tables.items() if table in asked}


def recompute_allocation(context: Context) -> dict[FactKey, Decimal]:
    """The tables of the year's allocation report, `annual/<fiscal year>/allocation`."""
    office = Office(context.data, context.params, context.report.split("/")[1])
    tables = year_tables(office)
    if before := year_before(context, office):
        earlier = year_tables(before)
        was, now = earlier[f"{before.year}/programmes/money"], tables[f"{office.year}/programmes/money"]
        dated = [row | {"year": year} for year, rows in (("0", was), ("1", now)) for row in rows]
        changes = money_changes(dated, compare_years)
        tables = earlier | tables | {f"{office.year}/programmes-since-last-year/money": changes}
    return fill(context, tables)


def compare_years(part: list[Entry]) -> list[Entry]:
    """The changes between the rows of the earlier and the later year."""
    before, after = ([row for row in part if row["year"] == year] for year in ("0", "1"))
    return changes_between(before, after, YEAR_LINE)


# An academic year's information work: complete, on time, correct, current and used, as docs/deliveries.md and the
# indicators say. Its tables are made together, of every round up to the year's last of which anything was received.

COMPARED = "ตรวจระหว่างระบบ"
ACTIONABLE = ("error", "warning")
END_OF_YEAR = ("inspection", "discharge", "dropout", "not_passed", *OTHER_GROUPS)


@dataclass(frozen=True)
class Judged:
    """A round of a system, or (system `between`) the checks between its systems; `earlier` is the one before it of the
    same system, empty for the first."""

    period: str
    system: str
    own: bool
    earlier: str

    @property
    def labels(self) -> Row:
        """Whether it is of the year, its round, and what people call the system."""
        return {"own": self.own, "round": self.period, "system": SYSTEMS.get(self.system, COMPARED)}


def judged_rounds(context: Context, year: str) -> list[Judged]:
    """Every system's rounds up to the year's last, then the checks between them, oldest first within each."""
    rounds = {item.delivery.period for item in _standings(context.data, context.until) if not item.withdrawn}
    rounds = {name for name in rounds if re.fullmatch(r"\d{4}-[123]", name) and name[:4] <= year}
    judged: list[Judged] = []
    for system in (*SYSTEMS, "between"):
        received_rounds = [name for name in sorted(rounds) if system == "between" or context.deliveries(name, system)]
        for earlier, period in itertools.pairwise(["", *received_rounds]):
            judged.append(Judged(period, system, period[:4] == year, earlier))
    return judged


def silent_rounds(context: Context, judged: list[Judged]) -> list[Judged]:
    """The systems that sent nothing in a round in which others did, though its parameters name reports of theirs."""
    sent = {(item.period, item.system): item.own for item in judged}
    return [
        Judged(period, system, own, "")
        for period, own in sorted({(item.period, item.own) for item in judged})
        for system in SYSTEMS
        if (period, system) not in sent and (round_params(context, period).get("expected") or {}).get(system)
    ]


def district_of_code(context: Context, smis: str) -> str:
    """The district of a school; the whole area, which has no code, has none."""
    return district_of(context, smis) if smis else ""


def performance_tables(context: Context, year: str) -> dict[str, list[Row]]:
    """The tables of the year's report by name."""
    judged = judged_rounds(context, year)
    read, silent = [item for item in judged if item.system in SYSTEMS], silent_rounds(context, judged)
    money = _year_money(context, read)
    problems = [row for item in judged for row in _problems(context, item)]
    return {
        "submissions": [row for item in (*read, *silent) for row in _submissions(context, item, item in silent)],
        "confirmations": [row for item in (*read, *silent) for row in _timed(context, item, item in silent)],
        "reports": [row for item in (*read, *silent) for row in _expected_reports(context, item)],
        "files": _year_files(context, read),
        "problems": problems,
        "issues": [row for item in judged for row in _issues(context, item)],
        "improvements": _improvements(problems, money),
        "money": money,
        "uses": _uses(context, read, money),
        "flows": _flows(context, [item for item in read if item.own and item.system == "dmc"]),
        "rolls": [row for item in read if item.system == "dmc" for row in _rolls(context, item)],
        "calendar": _calendar(context, year),
        "targets": _indicator_targets(context),
        "requests": answered_requests(context, year),
    }


def _indicators(context: Context) -> dict[str, Any]:
    return dict(read_yaml(context.params / "indicators.yml"))


def _school_states(context: Context, item: Judged) -> dict[str, tuple[bool, bool]]:
    """By school of the round, whether it delivered anything and everything."""
    if item.system == "gcode":
        delivered = delivered_schools(context, item.period, "gcode")
        return {smis: (smis in delivered, smis in delivered) for smis in delivered | open_schools(context, item.period)}
    rows = context.table(f"{item.period}/{item.system}/schools").rows
    return {str(row["smis"]): (bool(row["delivered"]), bool(row.get("complete", row["delivered"]))) for row in rows}


def _submissions(context: Context, item: Judged, silent: bool) -> Iterator[Row]:
    """Round x system x open school of the list: whether all of its data is there, some, or nothing."""
    required = item.system not in _indicators(context)["partial_systems"]["systems"]
    states = {} if silent else _school_states(context, item)
    for smis in sorted(open_schools(context, item.period)):
        if silent or smis in states:
            delivered, complete = states.get(smis, (False, False))
            state = "ครบ" if complete else "บางส่วน" if delivered else "ไม่มีข้อมูล"
            row: Row = {"smis": smis, "district": district_of(context, smis), "required": required}
            yield row | {"submission": state} | item.labels


def _timed(context: Context, item: Judged, silent: bool) -> Iterator[Row]:
    """Round x system x open school of the list: when it confirmed, and on which day of the collection. Of a system
    without a file of confirmations nothing is known; who must send and sent nothing has not confirmed."""
    if silent and item.system in _indicators(context)["partial_systems"]["systems"]:
        return
    known: dict[str, Row] = {}
    if not silent and item.system == "dmc" and newest(context, item.period, "dmc", "confirmations"):
        known = {str(row["smis"]): row for row in context.table(f"{item.period}/dmc/confirmations").rows}
    default: Row = {"confirmation": "ยังไม่ยืนยัน" if silent else "ไม่ทราบ", "day": None}
    states = {} if silent else _school_states(context, item)
    for smis in sorted(open_schools(context, item.period)):
        if silent or smis in states:
            row = known.get(smis, default)
            shared: Row = {"smis": smis, "district": district_of(context, smis), "timing": row["confirmation"]}
            yield shared | {"days": row["day"]} | item.labels


def _expected_reports(context: Context, item: Judged) -> Iterator[Row]:
    """Round x system x report that the round expects or that was received. Titles are the workbook's words."""
    stated = (round_params(context, item.period).get("expected") or {}).get(item.system)
    usual = [report for report, system in REPORT_SYSTEMS.items() if system == item.system]
    if item.system == "dmc":
        usual = [report for report in usual if report not in END_OF_YEAR or item.period.endswith("-3")]
    expected = usual if stated is None else stated
    present = {delivery.report for delivery in files_used(context, item.period, item.system)}
    for report in dict.fromkeys([*expected, *sorted(present)]):
        row: Row = {"expected": report in expected, "received": report in present}
        yield row | item.labels


REPORT_SYSTEMS = dict.fromkeys(("enrolment", *CATEGORY_REPORTS), "dmc") | dict.fromkeys(EMIS_PAGES, "emis")
REPORT_SYSTEMS |= {"building_list": "bobec", "equipment_list": "mobec", "learner_list": "gcode", "user_list": "gcode"}


def _year_files(context: Context, read: list[Judged]) -> list[Row]:
    """Every file that was used, with its records; one with the bytes of an earlier round's file has nothing new."""
    rows: list[Row] = []
    before: dict[str, set[str]] = defaultdict(set)
    for item in read:
        files = files_used(context, item.period, item.system)
        for delivery in files:
            records = Decimal(_records(context, item.period, delivery))
            repeated = delivery.sha256 in before[item.system]
            row: Row = {"currency": "ซ้ำกับไฟล์ของรอบก่อน" if repeated else "ข้อมูลของรอบนี้", "entries": records}
            rows.append(row | {"thousands": records / 1000} | item.labels)
        before[item.system] |= {delivery.sha256 for delivery in files}
    return rows


def _records(context: Context, period: str, delivery: Delivery) -> int:
    """How many records a file holds: its rows below the heading that are not empty; of confirmations the schools."""
    if delivery.report in AGGREGATES:
        file = aggregate_file(context, period, delivery.report)
        return len(file.rows) if file else 0
    if delivery.report == "confirmations":
        return len(_confirmed_days(delivery))
    if delivery.report == "pupil_list":
        return file_words(delivery).rows
    first, names = LISTINGS[delivery.report]
    return len(_delivered_lines(delivery, first, tuple(names.items())))


def _problems(context: Context, item: Judged) -> Iterator[Row]:
    """One row a finding."""
    listed = school_list(context)
    for row in context.table(f"{item.period}/{item.system}/findings").rows:
        smis = str(row["smis"])
        yield row | {"district": district_of_code(context, smis), "listed": smis in listed} | item.labels


Issues = dict[tuple[str, str], Row]


def _issues_of(rows: Iterable[Row]) -> Issues:
    """The first finding of every rule and school that somebody must act on."""
    issues: Issues = {}
    for row in rows:
        if row["severity"] in ACTIONABLE:
            issues.setdefault((str(row["rule"]), str(row["smis"])), row)
    return issues


def _issues(context: Context, item: Judged) -> Iterator[Row]:
    """What became of the issues of the round before, and of the first files of the round where others replaced them."""
    now = _issues_of(context.table(f"{item.period}/{item.system}/findings").rows)
    compared: list[tuple[str, Issues]] = []
    if item.earlier:
        earlier = context.table(f"{item.earlier}/{item.system}/findings").rows
        compared.append(("รอบก่อน", _issues_of(earlier)))
    if item.system in SYSTEMS and _was_replaced(context, item):
        first = Context(context.report, [], context.data, context.params, until=context.until, first=True)
        compared.append(("ไฟล์แรกของรอบ", _issues_of(first.table(f"{item.period}/{item.system}/findings").rows)))
    for since, before in compared:
        for issue, row in (before | now).items():
            movement = "ยังอยู่" if issue in before else "พบใหม่"
            if issue not in now:
                movement = "แก้แล้ว" if _could_find(context, item, row) else "ตรวจต่อไม่ได้"
            labels: Row = {"since": since, "movement": movement, "district": district_of_code(context, issue[1])}
            yield {"rule": issue[0], "smis": issue[1], "severity": row["severity"]} | labels | item.labels


def _was_replaced(context: Context, item: Judged) -> bool:
    """Whether a file of the round was received that is not used any more."""
    used = {delivery.sha256 for delivery in files_used(context, item.period, item.system)}
    standings = [standing for standing in _standings(context.data, context.until) if not standing.withdrawn]
    of_round = [standing.delivery for standing in standings]
    return any(
        delivery.sha256 not in used
        for delivery in of_round
        if (delivery.period, delivery.system) == (item.period, item.system)
    )


def _could_find(context: Context, item: Judged, row: Row) -> bool:
    """Whether an earlier issue could be found in this round: its school and its report, or both sides, are in it."""
    smis = str(row["smis"])
    if item.system == "between":
        sides = SIDES.get(str(row["rule"]), ())
        of_round = [system for system in SYSTEMS if context.deliveries(item.period, system)]
        delivered = {system: delivered_schools(context, item.period, system) for system in of_round}
        if list(_rosters(context, as_of(context, item.period))):
            delivered["roster"] = set().union(*delivered.values())
        there = [smis in delivered.get(side, ()) for side in sides or delivered]
        return not smis or (all(there) if sides else any(there))
    reports = {delivery.report for delivery in files_used(context, item.period, item.system)}
    return row["report"] in reports and (not smis or smis in delivered_schools(context, item.period, item.system))


def _improvements(problems: list[Row], money: list[Row]) -> list[Row]:
    """One row a rule, round and school of the year; rules are ranked by their schools, money and findings."""
    cells: dict[tuple[str, str, str, str], int] = Counter(
        (str(row["rule"]), str(row["round"]), str(row["system"]), str(row["smis"]))
        for row in problems
        if row["own"] and row["severity"] in ACTIONABLE
    )
    amounts: dict[tuple[Value, ...], Decimal] = defaultdict(Decimal)
    for row in money:
        amounts[row["round"], row["system"], row["smis"]] += decimal(row["amount"])
    rows: list[Row] = []
    for (rule, period, system, smis), count in cells.items():
        sides = SIDES.get(rule, ()) if rule.startswith("between.") else ()
        systems = [SYSTEMS[side] for side in sides or SYSTEMS if side in SYSTEMS] if system == COMPARED else [system]
        baht_sum = sum((amounts[period, name, smis] for name in systems if smis), ZERO)
        cell: Row = {"rule": rule, "round": period, "system": system, "smis": smis, "findings": Decimal(count)}
        rows.append(cell | {"money": baht_sum, "funded": bool(baht_sum)})
    ranks = _ranks(rows)
    for row in rows:
        rank = ranks[str(row["rule"])]
        row["foremost"] = rank <= 10
        title = RULES[str(row["rule"])].title.replace("|", "/")
        row["improvement"] = f"{rank:0{len(str(len(ranks)))}} | {row['system']} | {title}"
    return rows


def _ranks(rows: list[Row]) -> dict[str, int]:
    """Every rule's rank from 1: by its schools, its money, its findings, and of equals by its id."""
    schools: dict[str, set[Value]] = defaultdict(set)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for row in rows:
        schools[str(row["rule"])] |= {row["smis"]} if row["smis"] else set()
        for index, name in enumerate(("money", "findings")):
            sums[str(row["rule"])][index] += decimal(row[name])
    ordered = sorted(sums, key=lambda rule: (-len(schools[rule]), -sums[rule][0], -sums[rule][1], rule))
    return {rule: rank for rank, rule in enumerate(ordered, 1)}


def _allocations(context: Context) -> Iterator[tuple[Office, str, set[str]]]:
    """The allocations that read rounds of DMC, with these rounds; of every fiscal year that has parameters."""
    for path in sorted((context.params / "fiscal_years").glob("*.yml")):
        office = Office(context.data, context.params, path.stem)
        rounds = office.fiscal_year["rounds"]
        for name, programme in office.programmes.items():
            if programme["kind"] == "per_head":
                read = {tranche.round for tranche in tranches(office, programme)}
                if any(context.deliveries(code, "dmc") for code in read):
                    yield office, name, read
            elif programme["kind"] == "local_support" and in_force(context.data, path.stem, name, context.until):
                yield office, name, {rounds["term_2"], rounds["term_1"]}


def _year_money(context: Context, read: list[Judged]) -> list[Row]:
    """One row an allocation row that is counted from a file of a round of the year."""
    own = {item.period for item in read if item.own and item.system == "dmc"}
    rows: list[Row] = []
    for office, name, _ in _allocations(context):
        for entry in made_tables(office, name)[f"{office.year}/{name}/allocation"]:
            if entry.get("counted_from") in own:
                smis = entry["smis"]
                row: Row = {"own": True, "round": entry["counted_from"], "system": SYSTEMS["dmc"], "smis": smis}
                row |= {"label": office.label_of(name), "district": district_of(context, smis)}
                rows.append(row | {"amount": entry["amount"]})
    return rows


def _uses(context: Context, read: list[Judged], money: list[Row]) -> list[Row]:
    """One row an allocation that reads a round of the year: it pays by the round, or only looks at it."""
    paid = {(row["round"], row["label"]) for row in money}
    rows: list[Row] = []
    for item in (item for item in read if item.own and item.system == "dmc"):
        for office, name, rounds in _allocations(context):
            if item.period in rounds:
                label = office.label_of(name)
                use = "จัดสรรเงินจากข้อมูล" if (item.period, label) in paid else "ใช้ข้อมูลประกอบการจัดสรร"
                row: Row = {"use": use, "reader": f"{label} ปีงบประมาณ {office.year}"}
                rows.append(row | item.labels)
    return rows


STEPS_OF_YEAR = {"12": "ภาคเรียนที่ 1 ถึงภาคเรียนที่ 2", "23": "ภาคเรียนที่ 2 ถึงสิ้นปี", "13": "ภาคเรียนที่ 1 ถึงสิ้นปี"}


def _flows(context: Context, rounds: list[Judged]) -> list[Row]:
    """Who came, went and moved between neighbouring rounds of the year: pupil by pupil where every round has a list,
    else by how much each grade of each school grew or shrank."""
    counted = [item.period for item in rounds if context.table(f"{item.period}/dmc/enrolment").rows]
    listed = all(context.table(f"{period}/dmc/pupils").rows for period in counted)
    rows: list[Row] = []
    for before, after in itertools.pairwise(counted):
        step = STEPS_OF_YEAR[before[-1] + after[-1]]
        parts = (_followed if listed else _net)(context, before, after)
        ends: Row = {"opening": before == counted[0], "closing": after == counted[-1], "step": step}
        rows += [ends | {"flow": flow, "smis": smis, "pupils": Decimal(pupils)} for flow, smis, pupils in parts]
    return rows


def _people_of(context: Context, period: str) -> dict[str, str]:
    """The school of every pupil on the list by who it is: a valid number, else the name in the school, each numbered
    where the list has it more than once."""
    times: Counter[str] = Counter()
    people: dict[str, str] = {}
    for row in context.table(f"{period}/dmc/pupils").rows:
        valid = row["number_kind"] in ("citizen", "g_code")
        who = str(row["number"]) if valid else f"{row['smis']}:{row['name']}"
        people[f"{who}#{times[who]}"] = str(row["smis"])
        times[who] += 1
    return people


def _followed(context: Context, before: str, after: str) -> Iterator[tuple[str, str, int]]:
    """Flow, school and pupils between two lists; who changed schools is at the new one."""
    old, new = _people_of(context, before), _people_of(context, after)
    yield from (("ต้นช่วง", smis, 1) for smis in old.values())
    yield from (("ปลายช่วง", smis, 1) for smis in new.values())
    yield from (("ออก", smis, 1) for who, smis in old.items() if who not in new)
    for who, smis in new.items():
        if who not in old:
            yield "เข้า", smis, 1
        elif old[who] != smis:
            yield "ย้ายโรงเรียนในเขต", smis, 1


def _net(context: Context, before: str, after: str) -> Iterator[tuple[str, str, int]]:
    """Flow, school and pupils between two enrolments, grade by grade."""
    old, new = (_grade_sums(context.table(f"{period}/dmc/enrolment").rows) for period in (before, after))
    for (smis, grade), count in old.items():
        yield "ต้นช่วง", smis, int(count)
        gone = count - new.get((smis, grade), Decimal(0))
        yield from [("ออก", smis, int(gone))] if gone > 0 else []
    for (smis, grade), count in new.items():
        yield "ปลายช่วง", smis, int(count)
        more = count - old.get((smis, grade), Decimal(0))
        yield from [("เข้า", smis, int(more))] if more > 0 else []


def _rolls(context: Context, item: Judged) -> Iterator[Row]:
    """The schools of a round that have pupils."""
    for row in context.table(f"{item.period}/dmc/schools").rows:
        if row["pupils"]:
            smis = str(row["smis"])
            shared: Row = {"smis": smis, "district": district_of(context, smis)}
            yield shared | {"pupils": row["pupils"]} | item.labels


def _calendar(context: Context, year: str) -> list[Row]:
    """The rounds of the next year: by their parameters, else by those of this year, a year later."""
    rows: list[Row] = []
    for number in (1, 2, 3):
        period = f"{int(year) + 1}-{number}"
        of_next = (context.params / "rounds" / f"{period}.yml").exists()
        stated = period if of_next else f"{year}-{number}"
        if (context.params / "rounds" / f"{stated}.yml").exists():
            window = round_params(context, stated)["window"]
            opens, closes = (thai_day(window[name]) for name in ("opens", "closes"))
            if not of_next:
                opens, closes = (same_day(day, day.year + 1) for day in (opens, closes))
            standing = "พารามิเตอร์ของรอบ" if of_next else "วันเดียวกับปีนี้"
            rows.append({"entry": f"{period} | {standing}", "days": Decimal((closes - opens).days + 1)})
    return rows


def _indicator_targets(context: Context) -> list[Row]:
    stated = {name: entry for name, entry in _indicators(context).items() if isinstance(entry, dict)}
    return [
        {"indicator": name, "target": Decimal(str(entry["target"]))}
        for name, entry in stated.items()
        if entry.get("target") is not None
    ]


AUDIENCES = {"public": "เผยแพร่ได้", "office": "ใช้ในราชการ"}


def answered_requests(context: Context, year: str) -> list[Row]:
    """The requests for data that were answered in the academic year, from 16 May to 15 May. Their delivery is the
    year's lines as a register of their own, their row the line in the whole register."""
    try:
        text = (context.data / "requests.csv").read_text(encoding="utf-8-sig")
    except OSError:
        return []
    header, *lines = csv.reader(io.StringIO(text))
    first, last = (datetime.date(int(year) - 543 + later, 5, 16) for later in (0, 1))
    numbered = [(number, dict(zip(header, line, strict=True))) for number, line in enumerate(lines, 2)]
    until = _moment(context.until).date() if context.until else last
    of_year = [
        (number, line)
        for number, line in numbered
        if first <= datetime.date.fromisoformat(line["answered"]) < last
        and datetime.date.fromisoformat(line["answered"]) <= until
    ]
    alone = io.StringIO()
    writer = csv.writer(alone, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([header, *(line.values() for _, line in of_year)])
    delivery = hashlib.sha256(alone.getvalue().encode()).hexdigest()[:12]
    return [
        {
            "audience": AUDIENCES[line["audience"]],
            "dataset": _dataset_title(context, line["dataset"]),
            "row_key": f"{delivery}::{number}",
        }
        for number, line in of_year
    ]


def _dataset_title(context: Context, name: str) -> str:
    """What people call a system or programme; the other data sets stand together."""
    stated = context.params / "programmes" / f"{name}.yml"
    return SYSTEMS.get(name) or (str(read_yaml(stated)["title"]) if stated.exists() else "ชุดข้อมูลอื่น")


def recompute_performance(context: Context) -> dict[FactKey, Decimal]:
    """The tables of the year's report on information work, `annual/<academic year>/performance`."""
    year = context.report.split("/")[1]
    for name, rows in performance_tables(context, year).items():
        context.tables[f"{year}-year/performance/{name}"] = Table(rows)
    return {}


# The pages of schools: what every school has by the latest round of each system, and what similar schools have.

COUNTED_IN_SCHOOLS: dict[str, tuple[str, str, str, dict[str, Value]]] = {
    "pupils": ("dmc", "enrolment", "pupils", {}),
    "rooms": ("dmc", "classrooms", "rooms", {}),
    "teachers": ("emis", "staff", "people", {"teacher": True}),
    "computers": ("emis", "schools", "computers", {}),
    "classroom_buildings": ("bobec", "buildings", "", {"classrooms": True}),
    "dilapidated": ("bobec", "buildings", "", {"classrooms": True, "condition": CONDITIONS[-1]}),
    "desks": ("mobec", "equipment", "pieces", {"state": "ใช้ได้"}),
    "equipment": ("mobec", "equipment", "pieces", {"state": "ใช้ได้"}),
}
"""What is counted: in which system's table, what of a row, and in which rows; a row counts as one for nothing."""
QUOTIENTS = (
    ("pupils_per_teacher", "pupils", "teachers"),
    ("pupils_per_room", "pupils", "rooms"),
    ("desks_per_pupil", "desks", "pupils"),
)
OWN_PAGE = {"teachers": "บุคลากร", "computers": "คอมพิวเตอร์"}
"""The page of EMIS that a school must have sent for what is counted in it."""
TO_PAYEES = "เงินที่มีผู้รับเป็นราย: ค่าตอบแทน สิทธิ และค่าเช่า (ทุกโครงการรวมกัน)"
TWO_PLACES = Decimal("0.01")
Held = dict[str, dict[str, Decimal]]
"""What every school has, by school and measure."""


def latest_round(context: Context, year: str, system: str) -> str:
    """The latest round of an academic year of which a system sent anything; empty for none."""
    rounds = (f"{year}-{number}" for number in (3, 2, 1))
    return next((name for name in rounds if context.deliveries(name, system)), "")


def dmc_rounds(context: Context) -> list[str]:
    """Every round of which pupils were received, the earliest first."""
    periods = {item.delivery.period for item in _standings(context.data, context.until) if not item.withdrawn}
    return [name for name in sorted(periods) if re.fullmatch(r"\d{4}-[123]", name) and context.deliveries(name, "dmc")]


def held_by_schools(context: Context, year: str) -> Held:
    """What the latest rounds of a year say that every school has; nothing of a school that did not send it."""
    held: Held = defaultdict(dict)
    for measure, (system, table, column, conditions) in COUNTED_IN_SCHOOLS.items():
        if not (period := latest_round(context, year, system)):
            continue
        counted: dict[str, Decimal] = defaultdict(Decimal)
        for row in context.table(f"{period}/{system}/{table}").rows:
            fits = all(row.get(name) == value for name, value in conditions.items())
            if fits and (measure != "desks" or row["desks_for"]):
                counted[str(row["smis"])] += decimal(row[column]) if column else 1
        for smis in sent_by_schools(context, period, system, measure):
            held[smis][measure] = counted[smis]
    return held


def sent_by_schools(context: Context, period: str, system: str, measure: str) -> set[str]:
    """The schools that sent what a measure is counted from."""
    sent = delivered_schools(context, period, system)
    if measure in OWN_PAGE:
        coverage = context.table(f"{period}/emis/coverage").rows
        sent &= {
            str(row["smis"]) for row in coverage if row["page"] == OWN_PAGE[measure] and row["submission"] == "ส่งแล้ว"
        }
    return sent


def similar_rows(
    held: Held, levels: Mapping[str, tuple[str, ...]], districts: Mapping[str, str], most: int
) -> list[Row]:
    """What the similar schools of every school have: of the same levels, the nearest in pupils, on ties the same
    district first and then the lower code."""
    rows: list[Row] = []
    pupils = {smis: there.get("pupils", Decimal(0)) for smis, there in held.items()}
    for smis, mine in levels.items():
        alike = [peer for peer, theirs in levels.items() if theirs == mine and peer != smis]
        near = sorted((abs(pupils[peer] - pupils[smis]), districts[peer] != districts[smis], peer) for peer in alike)
        for *_, peer in near[:most]:
            values = dict(held[peer])
            for name, part, whole in QUOTIENTS:
                if part in values and values.get(whole):
                    values[name] = (values[part] / values[whole]).quantize(TWO_PLACES, ROUND_HALF_UP)
            rows += [{"smis": smis, "peer": peer, "measure": name, "amount": value} for name, value in values.items()]
    return rows


def headcount_rows(context: Context) -> list[Row]:
    """Round x school x level with pupils, over every round received."""
    rows: list[Row] = []
    for period in dmc_rounds(context):
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in context.table(f"{period}/dmc/enrolment").rows:
            sums[str(row["smis"]), str(row["level"])] += decimal(row["pupils"])
        rows += [
            {"round": period, "smis": smis, "level": level, "pupils": count} for (smis, level), count in sums.items()
        ]
    return rows


def school_money(context: Context, year: str) -> list[Row]:
    """What is due to schools and was paid to them in the fiscal year that begins in an academic year; nothing of a year
    without parameters."""
    in_year = str(int(year) + 1)
    if not (context.params / "fiscal_years" / f"{in_year}.yml").exists():
        return []
    office = Office(context.data, context.params, in_year)
    rows: list[Row] = []
    for row in year_tables(office)[f"{in_year}/programmes/money"]:
        if row["fund"] == INSIDE and row["measure"] in (DUE, HANDED_ON):
            line = TO_PAYEES if row.get("payee") else row["label"]
            standing = "ต้องจ่าย" if row["measure"] == DUE else "จ่ายแล้ว"
            rows.append({"smis": row["smis"], "line": line, "standing": standing, "amount": row["amount"]})
    for name, programme in office.programmes.items():
        if programme["kind"] in PAYING_KINDS and fund_of(programme) == OUTSIDE:
            rows += [
                {
                    "smis": row["smis"],
                    "line": office.label_of(name),
                    "standing": "จ่ายแล้ว",
                    "amount": row["amount_approved"] or ZERO,
                }
                for row in support_rows(office, name)
                if row["state"] == "ได้รับเงินแล้ว"
            ]
    return rows


def school_tables(context: Context, year: str) -> dict[str, list[Row]]:
    """The tables of the pages of an academic year."""
    held, headcounts = held_by_schools(context, year), headcount_rows(context)
    now = latest_round(context, year, "dmc")
    before = f"{int(now[:4]) - 1}{now[4:]}"
    counts: list[Row] = [
        {"smis": smis, "measure": measure, "amount": amount}
        for smis, there in held.items()
        for measure, amount in there.items()
    ]
    last_year: dict[str, Decimal] = defaultdict(Decimal)
    levels: dict[str, set[str]] = defaultdict(set)
    for row in headcounts:
        if row["round"] == before:
            last_year[str(row["smis"])] += decimal(row["pupils"])
        if row["round"] == now:
            levels[str(row["smis"])].add(str(row["level"]))
    counts += [{"smis": smis, "measure": "pupils_last_year", "amount": amount} for smis, amount in last_year.items()]
    stated = context.params / "similar_schools.yml"
    most = int(read_yaml(stated)["most"]) if stated.exists() else 0
    in_order = {smis: tuple(sorted(there)) for smis, there in levels.items()}
    districts = {smis: district_of(context, smis) for smis in in_order}
    return {
        "headcounts": headcounts,
        "counts": counts,
        "similar": similar_rows(held, in_order, districts, most),
        "money": school_money(context, year),
    }


_MADE_YEARS: dict[tuple[Path, Path, str, str], dict[str, Table]] = {}
"""The tables of an academic year that pages of its schools were made of: they are the same for all of them."""


def recompute_school(context: Context) -> dict[FactKey, Decimal]:
    """The tables of a school's page, `school/<academic year>/<school>`."""
    year = context.report.split("/")[1]
    known = (context.data, context.params, context.until, year)
    if known not in _MADE_YEARS:
        made = school_tables(context, year)
        _MADE_YEARS[known] = {f"{year}-year/school-year/{name}": Table(rows, {}) for name, rows in made.items()}
    context.tables |= _MADE_YEARS[known]
    return {}


RECOMPUTE["school/school"] = recompute_school


# The offices side by side: their own facts.csv as they were taken over, by the roster that came with them.

IN_ORDER = "ตัวเลขเข้าแล้ว"
OFFICE_FACTS = {
    "นักเรียน": "pupils.total",
    "นักเรียนรอบที่แล้ว": "pupils.total.previous_round",
    "นักเรียนปีที่แล้ว": "pupils.total.last_year",
    "โรงเรียน": "schools.total",
    "โรงเรียนที่ต้องมีข้อมูล": "schools.expected",
    "โรงเรียนที่ยืนยันทันเวลา": "schools.on_time",
    "โรงเรียนที่ต้องยืนยัน": "schools.to_confirm",
    "ข้อที่ต้องแก้ไข": "findings.errors",
}
OFFICE_MONEY = "allotted.total"
MAY_BE_NEW = ("นักเรียนรอบที่แล้ว", "นักเรียนปีที่แล้ว")
OFFICE_RULES = {
    "ยังไม่มีรายงาน": "national.office.missing",
    "ทำรายงานไม่สำเร็จ": "national.office.failed",
    "รายงานไม่เป็นปัจจุบัน": "national.office.stale",
    "รายงานเสียหาย": "national.office.damaged",
    "อ่านพารามิเตอร์ไม่ได้": "national.office.unreadable",
    "รหัสเขตซ้ำ": "national.office.repeated",
}


@dataclass
class TakenOffice:
    """One line of the roster, and what the files that it names state: by fact the value and its row key."""

    label: str
    line: dict[str, str]
    row_key: str
    counts: dict[str, tuple[Decimal, str]]
    money: tuple[Decimal, str] | None


def taken_offices(context: Context, period: str) -> list[TakenOffice]:
    """Every office of the newest roster, in its order. UnreadableError for facts that the roster names and nobody
    received."""
    received = context.deliveries(period, "national")
    rosters = [delivery for delivery in received if delivery.report == "offices"]
    files = {delivery.sha256: delivery for delivery in received}
    lines = _csv_lines(rosters[-1].path) if rosters else []
    names = Counter(line["name"] for line in lines)
    offices = []
    for row, line in enumerate(lines, 2):
        in_order = line["state"] == IN_ORDER
        counts = _stated_facts(files, line["sha256"]) if in_order else {}
        money = _stated_facts(files, line["money_sha256"]).get(OFFICE_MONEY) if in_order else None
        label = line["name"] if names[line["name"]] == 1 else f"{line['name']} ({line['folder']})"
        label = label.translate(str.maketrans("[]{}", "()()"))
        offices.append(TakenOffice(label, line, f"{rosters[-1].sha256[:12]}::{row}", counts, money))
    return offices


def _csv_lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def _stated_facts(files: Mapping[str, Delivery], sha256: str) -> dict[str, tuple[Decimal, str]]:
    """The facts of one cell in an office's facts.csv; none where the roster names no file."""
    if not sha256:
        return {}
    if sha256 not in files or hashlib.sha256(files[sha256].path.read_bytes()).hexdigest() != sha256:
        raise UnreadableError(f"ไม่พบตัวเลขของสำนักงานที่บัญชีบอกไว้ ({sha256[:12]})")
    return {
        line["fact"]: (Decimal(line["value"]), f"{sha256[:12]}::{row}")
        for row, line in enumerate(_csv_lines(files[sha256].path), 2)
        if not line["key"]
    }


def office_rows(context: Context, period: str) -> list[Row]:
    """One row an office of the roster."""
    return [
        {
            "office": office.label,
            "state": office.line["state"],
            "standing": f"{office.label.replace('|', '/')} | {office.line['state']}",
            "row_key": office.row_key,
        }
        for office in taken_offices(context, period)
    ]


def office_count_rows(context: Context, period: str) -> list[Row]:
    """One row an office and figure of its report on the round."""
    rows: list[Row] = []
    for office in taken_offices(context, period):
        compared: Row = {
            "with_before": OFFICE_FACTS["นักเรียนรอบที่แล้ว"] in office.counts,
            "with_last_year": OFFICE_FACTS["นักเรียนปีที่แล้ว"] in office.counts,
            "with_money": office.money is not None,
        }
        for measure, fact in OFFICE_FACTS.items():
            if fact in office.counts:
                value, key = office.counts[fact]
                counted: Row = {"measure": measure, "number": value, "thousands": value / 1000, "row_key": key}
                rows.append({"office": office.label} | compared | counted)
    return rows


def office_money_rows(context: Context, period: str) -> list[Row]:
    """One row an office that has a report on the fiscal year's money."""
    taken = ((office.label, office.money) for office in taken_offices(context, period))
    return [{"office": label, "amount": money[0], "row_key": money[1]} for label, money in taken if money]


def national_findings(context: Context, period: str) -> Iterator[Broken]:
    """Whose numbers are not in, and what those that are in lack."""
    for office in taken_offices(context, period):
        if office.line["state"] != IN_ORDER:
            yield Broken(OFFICE_RULES[office.line["state"]], "", "offices")
            continue
        for measure, fact in OFFICE_FACTS.items():
            if fact not in office.counts and measure not in MAY_BE_NEW:
                yield Broken("national.figure.missing", "", "offices")
        if office.money is None:
            yield Broken("national.money.missing", "", "offices")


CHECKS["national"] = national_findings
TABLES |= {
    "national/offices": office_rows,
    "national/office_counts": office_count_rows,
    "national/office_money": office_money_rows,
    "national/findings": findings_of("national"),
}
RECOMPUTE |= {f"programme/{kind}": recompute_programme for kind in MAKERS} | {"annual/allocation": recompute_allocation}
RECOMPUTE["annual/performance"] = recompute_performance


if __name__ == "__main__":
    sys.exit(main())
