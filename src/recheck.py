"""Recompute the numbers of made reports from the delivered files, with nothing but Python's standard library.

A second reader for auditors. It shares no code with the workbook and was written from what the project publishes:
docs/deliveries.md (layouts of the files, and which of several counts), docs/auditing.md (facts.csv and manifest.json),
docs/comparing.md (why a figure changed), the parameters in YAML and the notebooks (which fact reads which table).

    python3 recheck.py OUTPUTS/round/2568-1/dmc --data DATA --params PARAMS

It says per report how many facts it recomputed and found equal, which differ, and which it does not recompute and why.
Exit codes: 0 everything recomputed is equal, 1 something differs, 2 a report or a file could not be read.
It prints no name and no number of a person: a key that names one does not exist in facts.csv.
"""

import argparse
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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any
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
    if text.isascii() and text.isalnum():
        return text
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


def is_blank(text: str) -> bool:
    """Nothing was stated: an empty cell or a dash."""
    return text in ("", "-")


def is_error_cell(text: str) -> bool:
    """An Excel error such as #N/A, or a formula whose value the file does not keep."""
    return text == NO_VALUE or bool(re.fullmatch(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", text))


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


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file: rows of cell texts as written; rows[0] is row `first_row` of the file.

    JSON has a made-up heading row, which is row 0, so that its first record is row 1. Rows that the file skips are [].
    """

    name: str
    rows: list[list[str]]
    first_row: int = 1


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
    text = decode(content)
    if re.match(r"\s*<", text):
        raise UnreadableError(f"อ่านไม่ได้: {path.name} เป็นหน้าเว็บหรือ XML")
    if re.match(r"\s*[\[{]", text):
        return [_json_sheet(text, path.name)]
    return [Sheet("", _csv_rows(text))]


def decode(content: bytes) -> str:
    """Text of UTF-16 with a mark, UTF-8 or cp874; a file that mixes the last two is read line by line."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        return "\n".join(_decode_line(line) for line in lines)


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp874", errors="replace")


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
                Sheet(sheet.get("name", ""), _xlsx_rows(archive, targets[sheet.get(_RELATION, "")], parts))
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


def _xlsx_rows(archive: zipfile.ZipFile, target: str, parts: _Workbook) -> list[list[str]]:
    rows: list[list[str]] = []
    with archive.open(target) as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag != f"{_MAIN}row":
                continue
            position = int(element.get("r") or len(rows) + 1)
            rows.extend([] for _ in range(position - len(rows) - 1))
            rows.append(_xlsx_cells(element, parts))
            element.clear()
    return rows


def _xlsx_cells(row: ElementTree.Element, parts: _Workbook) -> list[str]:
    cells: list[str] = []
    for cell in row:
        column = _column_number(cell.get("r", "")) or len(cells) + 1
        cells.extend("" for _ in range(column - len(cells) - 1))
        cells.append(_cell_text(cell, parts))
    return cells


def _column_number(reference: str) -> int:
    """1 for A, 27 for AA, 0 without a reference."""
    total = 0
    for letter in reference.rstrip("0123456789"):
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
    """One received file: `path` on disk, `report` its kind, `period` a round or fiscal year, `sha256` of its bytes."""

    path: Path
    report: str
    system: str
    period: str
    name: str
    sha256: str


# Of these each school's rows come from the file made last that holds the school; of all others one file counts.
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
    }
)

_BEFORE_ALL = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)


@dataclass
class _Standing:
    """What the register's lines say so far of one path: the delivery, its turn, and whether it is withdrawn."""

    delivery: Delivery
    turn: tuple[datetime.datetime, int, int]
    withdrawn: bool = False


def in_force(data_dir: Path, period: str, system: str, until: str = "") -> list[Delivery]:
    """Files that count, of the period and system, oldest first; none when nothing was received.

    Of a list by school all files are given: the last one that holds a school has its rows. Of other reports only the
    newest is. A file's turn is the day that it states, else its file time, neither after it was received, then the
    number that a browser gives a copy, then the order received. A file put back has its old turn; one put before the
    others while it was not out is as new as that moment. `until` is the moment at which the register is looked at.
    """
    return _chosen([item for item in _standings(data_dir, until) if not item.withdrawn], period, system)


def _chosen(standings: list[_Standing], period: str, system: str) -> list[Delivery]:
    """Of these files those of the period and system that count, oldest first."""
    chosen = [item for item in standings if (item.delivery.period, item.delivery.system) == (period, system)]
    chosen.sort(key=lambda item: item.turn)
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


# Several tables are made from one file; lists of pupils are read once and are too large to keep.
sheets_of = functools.lru_cache(maxsize=8)(read_delivery)


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


@dataclass
class Context:
    """One report and where its inputs lie. Tables are made once and kept by their name.

    `until` is when an earlier version was made, which lies in outputs/history; empty for a report of today.
    """

    report: str
    facts: list[Fact]
    data: Path
    params: Path
    manifest: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, "Table"] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    until: str = ""

    def deliveries(self, period: str, system: str) -> list[Delivery]:
        """The files that count for this report, oldest first."""
        return in_force(self.data, period, system, self.until)

    def table(self, name: str) -> "Table":
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
NOT_MADE = {"findings": "ข้อที่พบในข้อมูลตามกฎที่โปรแกรมนี้ไม่ตรวจ"}


class Table:
    """Rows that can be asked by column values; every question is looked up by the columns that it names.

    `read_as` says how the labels of a question are cut down to what these rows hold; None = as READ_AS says.
    """

    def __init__(self, rows: list[Row], read_as: "dict[str, Callable[[str], str]] | None" = None) -> None:
        self.rows = rows
        self.read_as = read_as
        self.columns = frozenset(rows[0]) if rows else frozenset()
        self._by_values: dict[tuple[str, ...], dict[tuple[Value, ...], list[Row]]] = {}

    def select(self, conditions: "list[Condition]") -> list[Row]:
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


def _literal(text: str, cut_down: "Callable[[str], str] | None") -> Value:
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


def from_table(context: Context, fact: Fact) -> Decimal:
    """Count, sum or number of distinct values over the rows that the fact's filter leaves."""
    if fact.table.endswith("/findings"):
        asked = [item for item in conditions_of(fact.where) if (item.column, item.operator) == ("rule", "=")]
        rules = [value for item in asked for value in item.values]
        if not rules or rules[0] not in RULES:
            raise NotRecomputedError(NOT_MADE["findings"])
    table = context.table(fact.table)
    rows = table.select(conditions_of(fact.where, table.read_as))
    if fact.operation == "count":
        return Decimal(len(rows))
    table.require(fact.column)
    stated = [row[fact.column] for row in rows if row[fact.column] is not None]
    if fact.operation == "distinct":
        return Decimal(len(set(stated)))
    if fact.operation not in ("sum", "rule"):
        raise NotRecomputedError(f"วิธีคำนวณ {fact.operation}")
    return sum((value for value in stated if isinstance(value, Decimal)), Decimal(0))


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
    """`round/dmc`, `annual/performance`, or `programme/<kind>` by the kind that the programme's parameters name."""
    room, _, name = context.report.split("/", 2)
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
    raise UnreadableError(f"ไม่ทราบโฟลเดอร์ {name} ของรายงาน {folder} ใส่ --{name}")


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
    [*_LOWER, "ม.4", "ม.5", "ม.6", "มัธยมปลาย", *VOCATIONAL, ALL],
]
_SENIOR_ONLY = {"มัธยมปลาย": ["ม.4", "ม.5", "ม.6"]}

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


@dataclass(frozen=True)
class AggregateRow:
    """One school (or the area) and category: numbers of one group of columns by the group's name, in file order."""

    code: str
    category: str
    groups: dict[str, list[int | None]]

    @property
    def is_area(self) -> bool:
        return len(self.code) == 4 or self.code.endswith("0000")


def newest(context: Context, period: str, system: str, report: str) -> Delivery | None:
    """The file of a report that is in force, or None when none was received."""
    matching = [item for item in context.deliveries(period, system) if item.report == report]
    return matching[-1] if matching else None


def aggregate(context: Context, period: str, report: str) -> list[AggregateRow]:
    """Rows of a report of the area, each school and category once; none when it was not received."""
    delivery = newest(context, period, "dmc", report)
    words = read_yaml(context.params / "checks.yml").get("renamed_labels", {}).get("words", [])
    renamed = tuple((tidy(word["found"]), tidy(word["stands_for"])) for word in words)
    return _aggregate_rows(delivery, renamed) if delivery else []


@functools.lru_cache
def _aggregate_rows(delivery: Delivery, renamed: tuple[tuple[str, str], ...]) -> list[AggregateRow]:
    """Of lines for the same school and category, the first that has numbers."""
    report = delivery.report
    lead = 2 if report in ("enrolment", "g_code") else 3
    size = 4 if report == "enrolment" else 3
    lines = [line for line in sheets_of(delivery)[0].rows if len(line) > lead]
    lines = [line for line in lines if re.fullmatch(r"\d{4}|\d{8}", line[1].strip())]
    names = OTHER_GROUPS.get(report) or _layout(lines, lead, size)
    rows: dict[tuple[str, str], AggregateRow] = {}
    for line in lines:
        category = _renamed(tidy(line[2]), renamed) if lead == 3 else G_CODE_CATEGORY
        row = AggregateRow(line[1].strip(), category, _groups(line, lead, size, names))
        kept = rows.get((row.code, category))
        if kept is None or not any(value is not None for numbers in kept.groups.values() for value in numbers):
            rows[row.code, category] = row
    return list(rows.values())


def _renamed(label: str, words: tuple[tuple[str, str], ...]) -> str:
    """A label as the tables have it: checks.yml says which words some rounds write otherwise."""
    for written, meant in words:
        label = label.replace(written, meant)
    return label


def _groups(line: list[str], lead: int, size: int, names: list[str]) -> dict[str, list[int | None]]:
    """The numbers of every group: men, women, together, and rooms where the group has four columns."""
    return {
        name: [whole_number(cell) for cell in line[lead + size * index : lead + size * (index + 1)]]
        for index, name in enumerate(names)
    }


def _layout(lines: list[list[str]], lead: int, size: int) -> list[str]:
    """The order of groups in which the levels add up in most rows; none, so that the file is not used, without one."""
    width = Counter(len(line) for line in lines).most_common(1)[0][0] if lines else 0
    fitting = [layout for layout in LAYOUTS if lead + size * len(layout) == width]
    share = {index: _share_that_adds_up(lines, lead, size, layout) for index, layout in enumerate(fitting)}
    best = max(share, key=lambda index: share[index], default=None)
    return fitting[best] if best is not None and share[best] > Decimal("0.5") else []


def _share_that_adds_up(lines: list[list[str]], lead: int, size: int, layout: list[str]) -> Decimal:
    """The share of lines in which every sum of the layout is the sum of its grades, of both sexes together."""
    column = {name: lead + size * index + 2 for index, name in enumerate(layout)}
    grades = [name for name in layout if name in LEVEL_OF]
    parts = {name: LEVELS.get(name) or _SENIOR_ONLY.get(name) or grades for name in layout if name not in LEVEL_OF}
    checks = [(column[name], [column[grade] for grade in of if grade in column]) for name, of in parts.items()]
    right = 0
    for line in lines:
        numbers = {index: whole_number(line[index]) or 0 for index in column.values() if index < len(line)}
        right += all(numbers.get(total) == sum(numbers.get(grade, 0) for grade in of) for total, of in checks)
    return Decimal(right) / len(lines)


def most(context: Context, name: str) -> int:
    """The largest count that a school can have; what is above it was mistyped and does not count."""
    return int(read_yaml(context.params / "checks.yml")["plausible"][name])


def dmc_enrolment(context: Context, period: str) -> list[Row]:
    """School x grade x sex with its pupils, from the aggregate, else counted from the pupil list."""
    if not newest(context, period, "dmc", "enrolment"):
        return _counted_pupils(context, period)
    limit = most(context, "pupils")
    return [
        {"smis": row.code, "grade": grade, "level": LEVEL_OF[grade], "sex": sex, "pupils": Decimal(count)}
        for row in aggregate(context, period, "enrolment")
        if not row.is_area
        for grade, numbers in row.groups.items()
        if grade in LEVEL_OF
        for sex, count in zip((MALE, FEMALE), numbers, strict=False)
        if count and count <= limit
    ]


def dmc_classrooms(context: Context, period: str) -> list[Row]:
    """School x grade with its rooms, from the aggregate, else the different rooms of the pupil list."""
    if not newest(context, period, "dmc", "enrolment"):
        rooms = {
            (row["smis"], row["grade"], row["level"], row["room"]) for row in context.table(f"{period}/dmc/pupils").rows
        }
        counted = Counter(item[:3] for item in rooms if item[3])
        return [{"smis": key[0], "grade": key[1], "level": key[2], "rooms": Decimal(n)} for key, n in counted.items()]
    limit = most(context, "rooms")
    return [
        {"smis": row.code, "grade": grade, "level": LEVEL_OF[grade], "rooms": Decimal(numbers[3])}
        for row in aggregate(context, period, "enrolment")
        if not row.is_area
        for grade, numbers in row.groups.items()
        if grade in LEVEL_OF and numbers[3] and numbers[3] <= limit
    ]


def _counted_pupils(context: Context, period: str) -> list[Row]:
    """Everyone on the pupil list is one row."""
    keys = ("smis", "grade", "level", "sex")
    return [
        {key: row[key] for key in keys} | {"pupils": Decimal(1)} for row in context.table(f"{period}/dmc/pupils").rows
    ]


def dmc_categories(context: Context, period: str) -> list[Row]:
    """Report x school x category x grade x sex with its pupils; `whole` marks the row that holds everybody."""
    limit = most(context, "pupils")
    rows: list[Row] = []
    for report in CATEGORY_REPORTS:
        if not newest(context, period, "dmc", report):
            rows += _listed_category(context, period, report)
            continue
        whole = label_key(WHOLE_ROW.get(report, ""))
        for row in aggregate(context, period, report):
            if row.is_area:
                continue
            category = label_key(row.category)
            shared: Row = {"report": report, "smis": row.code, "category": category, "whole": category == whole}
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
                rows += [
                    {"report": report, "category": row.category, "group_label": label, "measure": measure}
                    | {"value": None if value is None else Decimal(value)}
                    for measure, value in zip(("ชาย", "หญิง", "รวม", "ห้อง"), numbers, strict=False)
                ]
    return rows


# Columns of the pupil list by position; the headings repeat themselves and are no key.
LIST_COLUMNS = {"smis": 0, "number": 2, "grade": 3, "room": 4, "sex": 6, "born": 10, "religion": 15, "nationality": 17}
LIST_DISADVANTAGE = 34


def dmc_pupils(context: Context, period: str) -> list[Row]:
    """One row a pupil, of each school from the list made last that holds it. Numbers are kept in memory alone."""
    by_school: dict[str, list[Row]] = {}
    for delivery in context.deliveries(period, "dmc"):
        if delivery.report != "pupil_list":
            continue
        of_file: dict[str, list[Row]] = defaultdict(list)
        for line in _below_heading(read_delivery(delivery)[0].rows, "รหัสโรงเรียน"):
            cells = [*line, *[""] * 36]
            if re.fullmatch(r"\d{8}", cells[0].strip()):
                of_file[cells[0]].append(_listed_pupil(cells))
        by_school |= of_file
    return [row for rows in by_school.values() for row in rows]


def _below_heading(rows: list[list[str]], first: str) -> list[list[str]]:
    """The rows under the heading, which stands in one of the first five rows."""
    for index, row in enumerate(rows[:5]):
        if row and heading(row[0]) == first:
            return rows[index + 1 :]
    raise UnreadableError(f"ไม่พบหัวตาราง {first} ใน 5 แถวแรก")


def _listed_pupil(cells: list[str]) -> Row:
    tidied = {name: tidy(cells[position]) for name, position in LIST_COLUMNS.items()}
    stated = {name: "" if is_error_cell(text) or is_blank(text) else text for name, text in tidied.items()}
    grade = _listed_grade(stated["grade"])
    disadvantage = tidy(cells[LIST_DISADVANTAGE])
    return {
        "smis": stated["smis"],
        "number": stated["number"],
        "number_kind": _number_kind(stated["number"]),
        "grade": grade,
        "level": LEVEL_OF.get(grade, NOT_STATED),
        "room": stated["room"].lstrip("0") or stated["room"],
        "sex": stated["sex"] if stated["sex"] in (MALE, FEMALE) else NOT_STATED,
        "born": stated["born"],
        "religion": stated["religion"] or NOT_STATED,
        "nationality": label_key(stated["nationality"]) or NOT_STATED,
        "disadvantage": NOT_STATED if is_error_cell(disadvantage) else disadvantage,
    }


def _listed_grade(text: str) -> str:
    """อบ.1 and อนุบาล 1 are อ.1; what is no grade is not stated."""
    plain = re.sub(r"^(อบ\.|อนุบาล)", "อ.", text.translate(_THAI_DIGITS).replace(" ", ""))
    return plain if plain in LEVEL_OF else NOT_STATED


def _number_kind(text: str) -> str:
    if re.fullmatch(r"G\d{12}", text):
        return "g_code"
    return "citizen" if re.fullmatch(r"\d{13}", text) else "other"


def _listed_category(context: Context, period: str, report: str) -> list[Row]:
    """Of reports that were not received: what the pupil list says of everybody on it."""
    rows: list[Row] = []
    if report not in ("age", "nationality", "religion", "disadvantage", "g_code"):
        return rows
    for pupil in context.table(f"{period}/dmc/pupils").rows:
        category = _category_of(context, period, report, pupil)
        if category:
            shared: Row = {key: pupil[key] for key in ("smis", "grade", "level", "sex")}
            rows.append(
                shared | {"report": report, "category": label_key(category), "whole": False, "pupils": Decimal(1)}
            )
    return rows


def _category_of(context: Context, period: str, report: str, pupil: Row) -> str:
    """Empty when the pupil does not belong into the report: who is not disadvantaged, or has no G code."""
    if report == "g_code":
        return G_CODE_CATEGORY if pupil["number_kind"] == "g_code" else ""
    if report == "age":
        born = _birth_date(str(pupil["born"]))
        age = None if born is None else _years(born, as_of(context, period))
        return f"{age} ปี" if age is not None and 0 <= age <= most(context, "oldest") else NOT_STATED
    if report == "disadvantage":
        return "" if is_blank(str(pupil[report])) else str(pupil[report])
    return str(pupil[report])


def _birth_date(text: str) -> datetime.date | None:
    """A birth date, which is typed in พ.ศ.; None when it was typed in ค.ศ. or cannot be read."""
    typed = re.match(r"\d{1,2}/\d{1,2}/(\d{4})", text.translate(_THAI_DIGITS))
    return None if typed and int(typed[1]) <= 2400 else day_of(text)


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


def decimal(value: Value) -> Decimal:
    """A number of a row; what is not stated counts nothing."""
    return value if isinstance(value, Decimal) else Decimal(0)


def dmc_confirmations(context: Context, period: str) -> list[Row]:
    """One row a school: whether it confirmed the round's data, and whether by the last day of the window."""
    delivery = newest(context, period, "dmc", "confirmations")
    days = _confirmed_days(delivery) if delivery else {}
    window = round_params(context, period)["window"]
    opens, closes = thai_day(window["opens"]), thai_day(window["closes"])
    beyond = datetime.timedelta(days=read_yaml(context.params / "checks.yml")["confirmed_within"]["days"])
    latest = max(closes, as_of(context, period)) + beyond
    rows: list[Row] = []
    for school in context.table(f"{period}/dmc/schools").rows:
        day = days.get(str(school["smis"]))
        believed = day is not None and opens <= day <= latest
        standing = "ยังไม่ยืนยัน" if day is None or not believed else "ทันเวลา" if day <= closes else "ล่าช้า"
        rows.append({"smis": school["smis"], "confirmation": standing})
    return rows


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


def _summed(rows: list[Row], followed: Followed) -> dict[Subject, list[Decimal]]:
    """The measures of every subject; a table without a column `records` counts its rows by it."""
    summed: dict[Subject, list[Decimal]] = {}
    for row in rows:
        left_out = (*followed.measures, *followed.ignored)
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


def pupil_moves(context: Context, period: str) -> list[Row]:
    """Person x school between two rounds, of the schools that are on the lists of both.

    Who is on one list only came or went. Of others a school has more or fewer rows; all whose number is no citizen
    number and no G code are taken for one person, as docs/comparing.md says.
    """
    sides = [_persons(context, name) for name in (period, previous_round(period))]
    both = {school for _, school in sides[0]} & {school for _, school in sides[1]}
    persons = [{person for person, school in side if school in both} for side in sides]
    rows: list[Row] = []
    for person, school in sides[0].keys() | sides[1].keys():
        if school in both:
            records = sides[0][person, school] - sides[1][person, school]
            cause = _cause((person,), [{(name,) for name in ({person} & side)} for side in persons], Decimal(records))
            rows.append({"smis": school, "records": Decimal(records), "cause": cause})
    return rows


def _persons(context: Context, period: str) -> Counter[tuple[str, str]]:
    """Rows of the pupil lists by person and school; the person is empty when the number names nobody."""
    pupils = context.table(f"{period}/dmc/pupils").rows
    known = {"g_code", "citizen"}
    return Counter((str(row["number"]) if row["number_kind"] in known else "", str(row["smis"])) for row in pupils)


# Listings by school: EMIS, B-OBEC, M-OBEC and G-Code.

SCHOOL = "รหัสโรงเรียน"


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
        for line in _lines(sheets_of(delivery)[0].rows, first, names, delivery.name):
            code = line.get(SCHOOL, "") or _code_in(delivery.name)
            if re.fullmatch(r"\d{8}|\d{10}", code):
                of_file[_smis_of(context, code)].append(line)
        by_school |= of_file
    return by_school


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
        ratio = pupils / teachers if teachers else None
        teacher = (
            "ไม่มีครู" if ratio is None else "น้อยกว่าช่วง" if ratio < least else "ในช่วง" if ratio <= limit else "มากกว่าช่วง"
        )
    if {"student_list", "computer_list"} <= set(pages):
        enough = pupils <= computers * Decimal(checks["pupils_per_computer"]["most"])
        computer = "ไม่มีเครื่อง" if not computers else "ในเกณฑ์" if enough else "เกินเกณฑ์"
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
    row |= {"classrooms": kind == CLASSROOMS, "rooms": rooms if kind == CLASSROOMS else None}
    row |= {"age": age, "dated": age is not None, "age_band": _age_band(age)}
    return row | {"condition": condition if condition in CONDITIONS else NOT_STATED}


def _kind_and_order(line: dict[str, str]) -> tuple[str, str]:
    """Kind and running number, which may be written together: `อาคารเรียน ลำดับที่ 1`."""
    text = line.get("ประเภท", "")
    match = re.fullmatch(r"(.*?)\s*ลำดับที่\s*([\d๐-๙]*)", text)
    kind, order = (match[1], match[2]) if match else (text, line.get("ลำดับที่", ""))
    return kind, "" if is_blank(order) else order.translate(_THAI_DIGITS)


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
        rows += [{"smis": row["smis"], "building": row["building"], "gap": gap} for gap in lacking if lacking[gap]]
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
            sex = line.get("เพศ", "")
            row |= {
                "smis": smis,
                "person": code,
                "codes": Decimal(first),
                "nationality": label_key(_or_not_stated(line, "สัญชาติ")),
            }
            row |= {"sex": sex if sex in (MALE, FEMALE) else NOT_STATED}
            rows.append(row | {"has_citizen_number": is_citizen_number(line.get("เลขประจำตัวประชาชน", ""))})
    return rows


def _waiting(context: Context, period: str, begun: str, ended: str) -> Row:
    """Whether the office has answered, and if not how long the request waits, in days to the day of the data."""
    if not is_blank(ended):
        return {"status": DONE, "waiting": "", "days_waiting": None}
    day = day_of(begun)
    if day is None:
        return {"status": WAITING, "waiting": "ไม่ทราบวันที่", "days_waiting": None}
    limits = read_yaml(context.params / "checks.yml")["gcode_waiting"]
    days = max(0, (as_of(context, period) - day).days)
    band = "ไม่เกินเวลาปกติ" if days <= limits["usual"] else "เกินเวลาปกติ" if days <= limits["long"] else "รอนาน"
    return {"status": WAITING, "waiting": band, "days_waiting": Decimal(days)}


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
            rows.append(row | {"smis": smis, "person": f"{line.get('ชื่อ', '')} {line.get('นามสกุล', '')}"})
    return rows


TABLES |= {"gcode/learners": gcode_learners, "gcode/users": gcode_users}

# Between the systems: what two of them say of the same schools.


def between_pupils(context: Context, period: str) -> list[Row]:
    """School in both x grade x side with its pupils; `differs` says that the grade's sides are apart."""
    sides = [_grade_sums(context.table(f"{period}/{system}/enrolment").rows) for system in ("emis", "dmc")]
    delivered = {row["smis"] for row in context.table(f"{period}/dmc/schools").rows if row["delivered"]}
    both = delivered & emis_page(context, period, "student_list").keys()
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
    year = str(day.year + 543 + (day.month >= 10))
    for path in sorted((context.params / "programmes").glob("*.yml")):
        if read_yaml(path)["kind"] != "hire":
            continue
        for delivery in received(context, year, path.stem, "roster"):
            filled = [line for line in form_lines(delivery) if _is_at_work(line, day)]
            posts = {line["เลขที่ตำแหน่ง"]: line for line in reversed(filled)}
            for line in posts.values():
                yield _smis_of(context, line[SCHOOL]), EMPLOYEE if line[_FORM] == EMPLOYEE else TEMPORARY


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


# Findings: the identities that docs/deliveries.md says must hold, and what the tables above show of themselves.

SUMMED_REPORTS = [report for report in WHOLE_ROW if report not in ("shortage", "inspection")]
ENROLLED_REPORTS = ("age", "nationality", "religion", "weight_for_height", "height_for_age")
Finding = Callable[[Context, str], Iterator[str]]


def _school_rows(context: Context, period: str, report: str) -> Iterator[AggregateRow]:
    return (row for row in aggregate(context, period, report) if not row.is_area)


def _sexes_apart(context: Context, period: str) -> Iterator[str]:
    """Boys and girls do not add up to both, group by group."""
    for report in ("enrolment", *CATEGORY_REPORTS):
        for row in _school_rows(context, period, report):
            for numbers in row.groups.values():
                if len(numbers) > 2 and (numbers[0] or 0) + (numbers[1] or 0) != (numbers[2] or 0):
                    yield row.code


def _levels_apart(context: Context, period: str) -> Iterator[str]:
    """Grades do not add up to their level, or levels to the whole, column by column."""
    for report in ("enrolment", *CATEGORY_REPORTS):
        if report in OTHER_GROUPS:
            continue
        for row in _school_rows(context, period, report):
            levels = [name for name in row.groups if name not in LEVEL_OF and name != ALL]
            parts = {name: LEVELS.get(name) or _SENIOR_ONLY[name] for name in levels} | {ALL: levels}
            if "มัธยมปลาย" in levels:
                parts[ALL] = [*levels, *VOCATIONAL]
            for name, of in parts.items():
                yield from (row.code for _ in range(_columns_apart(row.groups, name, of)))


def _columns_apart(groups: dict[str, list[int | None]], name: str, parts: list[str]) -> int:
    """How many columns of a group are not the sum of the same columns of its parts."""
    sums = [sum(groups[part][index] or 0 for part in parts if part in groups) for index in range(len(groups[name]))]
    return sum((number or 0) != total for number, total in zip(groups[name], sums, strict=True))


def _summed_groups(rows: Iterable[AggregateRow]) -> dict[str, list[int]]:
    sums: dict[str, list[int]] = {}
    for row in rows:
        for name, numbers in row.groups.items():
            kept = sums.get(name, [0] * len(numbers))
            sums[name] = [a + (b or 0) for a, b in zip(kept, numbers, strict=True)]
    return sums


def _categories_apart(context: Context, period: str) -> Iterator[str]:
    """Categories do not add up to the row of the whole, school by school and column by column."""
    for report in SUMMED_REPORTS:
        by_school: dict[str, list[AggregateRow]] = defaultdict(list)
        for row in _school_rows(context, period, report):
            by_school[row.code].append(row)
        for smis, rows in by_school.items():
            whole = [row for row in rows if label_key(row.category) == label_key(WHOLE_ROW[report])]
            rest = _summed_groups(row for row in rows if row not in whole)
            for name, numbers in _summed_groups(whole).items():
                yield from (smis for a, b in zip(numbers, rest.get(name, [0] * len(numbers)), strict=True) if a != b)


def _area_apart(context: Context, period: str) -> Iterator[str]:
    """Schools do not add up to what the file states for the area, category by category and column by column."""
    for report in ("enrolment", *CATEGORY_REPORTS):
        by_category: dict[str, list[AggregateRow]] = defaultdict(list)
        for row in aggregate(context, period, report):
            by_category[row.category].append(row)
        for rows in by_category.values():
            schools = _summed_groups(row for row in rows if not row.is_area)
            for name, numbers in _summed_groups(row for row in rows if row.is_area).items():
                yield from ("" for a, b in zip(numbers, schools.get(name, numbers), strict=True) if a != b)


def _together(context: Context, period: str, report: str, category: str) -> dict[str, int]:
    """Both sexes of all grades by school, of one category."""
    wanted = label_key(category)
    rows = [row for row in _school_rows(context, period, report) if not wanted or label_key(row.category) == wanted]
    return {row.code: row.groups[ALL][2] or 0 for row in rows}


def _whole_apart(context: Context, period: str) -> Iterator[str]:
    """A report's whole is not the enrolment of the school."""
    enrolled = _together(context, period, "enrolment", "")
    for report in ENROLLED_REPORTS:
        whole = _together(context, period, report, WHOLE_ROW[report])
        yield from (smis for smis, number in whole.items() if smis in enrolled and number != enrolled[smis])


INSPECTION_SIGNS = {
    "นักเรียนต้นปีการศึกษา": 1,
    "ย้ายมาเรียนระหว่างปี": 1,
    "ย้ายไปเรียนรร.อื่นระหว่างปี": -1,
    "ออกกลางคัน": -1,
    "จำหน่าย/ตาย": -1,
    "นักเรียนในวันสินปีการศึกษา": -1,
}


def _inspection_unbalanced(context: Context, period: str) -> Iterator[str]:
    """Start + in - out is not the end, school by school and column by column."""
    signs = {label_key(category): sign for category, sign in INSPECTION_SIGNS.items()}
    balance: dict[tuple[str, str, int], int] = defaultdict(int)
    for row in _school_rows(context, period, "inspection"):
        for name, numbers in row.groups.items():
            for index, number in enumerate(numbers):
                balance[row.code, name, index] += signs.get(label_key(row.category), 0) * (number or 0)
    yield from (key[0] for key, number in balance.items() if number)


def _inspection_end_apart(context: Context, period: str) -> Iterator[str]:
    """The pupils at the end of the year are not those of the enrolment."""
    enrolled = _together(context, period, "enrolment", "")
    end = _together(context, period, "inspection", "นักเรียนในวันสินปีการศึกษา")
    yield from (smis for smis, number in end.items() if smis in enrolled and number != enrolled[smis])


def _more_codes_than_foreigners(context: Context, period: str) -> Iterator[str]:
    """More pupils with a G code than pupils who are not Thai."""
    codes = _together(context, period, "g_code", "")
    everyone = _together(context, period, "nationality", WHOLE_ROW["nationality"])
    thai = _together(context, period, "nationality", "ไทย")
    yield from (
        smis for smis, number in codes.items() if smis in everyone and number > everyone[smis] - thai.get(smis, 0)
    )


def rows_that(table: str, holds: Callable[[Row], bool]) -> Finding:
    """A rule that counts the rows of a table of the round which meet a condition."""

    def by_rows(context: Context, period: str) -> Iterator[str]:
        return (str(row["smis"]) for row in context.table(f"{period}/{table}").rows if holds(row))

    return by_rows


def _unlisted(table: str) -> Finding:
    def by_rows(context: Context, period: str) -> Iterator[str]:
        listed = school_list(context)
        rows = context.table(f"{period}/{table}").rows
        return (smis for smis in sorted({str(row["smis"]) for row in rows}) if listed and smis not in listed)

    return by_rows


def _dmc_unlisted(context: Context, period: str) -> Iterator[str]:
    """Schools that any of the round's files names and the office's list lacks."""
    named = {str(row["smis"]) for row in context.table(f"{period}/dmc/pupils").rows}
    for report in ("enrolment", *CATEGORY_REPORTS):
        named |= {row.code for row in _school_rows(context, period, report)}
    listed = school_list(context)
    return (smis for smis in sorted(named) if listed and smis not in listed)


RULES: dict[str, Finding] = {
    "dmc.aggregate.sex_sum": _sexes_apart,
    "dmc.aggregate.level_sum": _levels_apart,
    "dmc.aggregate.category_sum": _categories_apart,
    "dmc.aggregate.area_sum": _area_apart,
    "dmc.aggregate.whole_enrolment": _whole_apart,
    "dmc.aggregate.inspection_balance": _inspection_unbalanced,
    "dmc.aggregate.inspection_end": _inspection_end_apart,
    "dmc.aggregate.g_code_nationality": _more_codes_than_foreigners,
    "dmc.school.no_pupils": rows_that("dmc/schools", lambda row: row["size"] == "ไม่มีนักเรียน"),
    "dmc.school.missing": rows_that("dmc/schools", lambda row: not row["delivered"]),
    "dmc.school.not_on_list": _dmc_unlisted,
    "emis.school.missing": rows_that("emis/schools", lambda row: not row["delivered"]),
    "emis.school.incomplete": rows_that(
        "emis/schools", lambda row: bool(row["delivered"] and not row["complete"] and row["expected"])
    ),
    "emis.school.not_on_list": _unlisted("emis/schools"),
    "bobec.school.missing": rows_that("bobec/schools", lambda row: not row["delivered"]),
    "bobec.school.not_on_list": _unlisted("bobec/schools"),
    "bobec.school.kind_missing": rows_that("bobec/expected_kinds", lambda row: not row["present"]),
    "bobec.building.number_missing": rows_that("bobec/gaps", lambda row: row["gap"] == "ลำดับที่"),
    "bobec.building.plan_missing": rows_that("bobec/gaps", lambda row: row["gap"] == "แบบ"),
    "mobec.school.missing": rows_that("mobec/schools", lambda row: not row["delivered"]),
    "mobec.school.not_on_list": _unlisted("mobec/schools"),
    "gcode.school.not_on_list": _unlisted("gcode/learners"),
    "gcode.pupil.waiting_long": rows_that("gcode/learners", lambda row: row["waiting"] == "รอนาน"),
    "gcode.pupil.has_citizen_number": rows_that("gcode/learners", lambda row: row["has_citizen_number"] is True),
    "gcode.pupil.sex_unknown": rows_that("gcode/learners", lambda row: row["sex"] == NOT_STATED),
    "gcode.pupil.nationality_missing": rows_that("gcode/learners", lambda row: row["nationality"] == NOT_STATED),
    "gcode.pupil.nationality_thai": rows_that("gcode/learners", lambda row: row["nationality"] == "ไทย"),
    "gcode.user.waiting_long": rows_that("gcode/users", lambda row: row["waiting"] == "รอนาน"),
}


def findings_of(system: str) -> Callable[[Context, str], list[Row]]:
    """How the findings of a system are made, of the rules that are checked here: one row a finding."""

    def made(context: Context, period: str) -> list[Row]:
        rules = [rule for rule in RULES if rule.startswith(f"{system}.")]
        return [{"rule": rule, "smis": smis} for rule in rules for smis in RULES[rule](context, period)]

    return made


TABLES |= {f"{system}/findings": findings_of(system) for system in ("dmc", "emis", "bobec", "mobec", "gcode")}


# The command line.


@dataclass
class Outcome:
    """What came of one report: how many facts are equal, the lines of those that differ, reasons with their counts."""

    report: str
    equal: int
    differing: list[str]
    reasons: Counter[str]
    problems: list[str]


def recheck(context: Context) -> Outcome:
    """Recompute every fact that can be, and hold it against what the report prints."""
    values, reasons = evaluate(context)
    differing = []
    for fact in context.facts:
        value = values.get((fact.fact, fact.key))
        if value is not None and value != number(fact.value):
            differing.append(f"{fact.fact} [{fact.key}] รายงานว่า {fact.value} คำนวณซ้ำได้ {_plain_value(value)}")
    equal = len(values) - len(differing)
    return Outcome(context.report, equal, differing, Counter(reasons.values()), list(dict.fromkeys(context.problems)))


def _plain_value(value: Decimal) -> str:
    return format(value, "f")


def describe(outcome: Outcome, files: Iterable[str]) -> Iterator[str]:
    """The lines that tell a reader what came of one report, in Thai."""
    verdict = "ไม่ตรง" if outcome.differing else "ตรงกัน" if outcome.equal else "ไม่ได้คำนวณซ้ำ"
    missing = sum(outcome.reasons.values())
    yield f"{verdict} {outcome.report}: คำนวณซ้ำตรงกัน {outcome.equal:,} ค่า ไม่ตรง {len(outcome.differing):,} ค่า"
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
        sys.stdout.write(
            f"รวม {total['report']:,} รายงาน: ตรงกัน {total['equal']:,} ค่า ไม่ตรง {total['differing']:,} ค่า"
            f" ไม่ได้คำนวณซ้ำ {total['missing']:,} ค่า\n"
        )
    except UnreadableError as problem:
        sys.stderr.write(f"ผิดพลาด: {problem}\n")
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
