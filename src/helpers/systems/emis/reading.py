"""Reading EMIS files: one school's page as downloaded, or the same page of many schools with a school column in front.

Which page it is shows in its content. The school of a single page is told by its folder or its name.

One school's rows of one page: where they come from, and what is found while they are read.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from helpers.errors import DeliveryError
from helpers.foreign.cells import count_in, headings, is_empty, is_no_label
from helpers.foreign.spreadsheets import HEADER_WITHIN, Spreadsheet
from helpers.systems.emis import labels
from helpers.systems.system import Recognition
from helpers.tables.file_names import is_school_code, named_round, named_school, refuse_other_areas, wrong_codes
from helpers.tables.findings import Finding
from helpers.tables.schemas import NOT_STATED

_CODES_SHOWN = 5
_SEXES = tuple(f"…_{sex}" for sex in labels.SEX_COLUMNS)
"""How the last columns of the page of staff end."""
_COLUMNS = {labels.STUDENT: labels.STUDENT_COLUMNS, labels.STAFF: (*labels.STAFF_COLUMNS, *_SEXES)}
_LABELS = (labels.SCHOOL_COLUMN, *labels.STUDENT_COLUMNS, *labels.STAFF_COLUMNS, labels.FUNDING_COLUMN)
_OPTIONAL = {labels.STAFF: labels.FUNDING_COLUMN}


@dataclass(frozen=True)
class Line:
    """One row of a page: the school's code as the file tells it, the row's number, its cells without the school."""

    school: str
    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A file's rows below its header. `columns` are the header's labels; numbers or nothing where it has none."""

    report: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    """Tell which page a file holds. Raises DeliveryError: other columns, ragged rows, no school, another area."""
    page = read_page(sheet)
    if page is None:
        return None
    schools = Counter(line.school for line in page.lines)
    refuse_other_areas([(line.row, line.school) for line in page.lines], area_code, sheet.name)
    return Recognition(page.report, named_round(sheet.name), len(page.lines), schools)


def read_page(sheet: Spreadsheet) -> Page | None:
    """The page of a file; None for a file of another system. Raises DeliveryError as `recognise` does."""
    filled = [(number, _trimmed(row)) for number, row in sheet.numbered if any(row)]
    filled[:HEADER_WITHIN] = [(number, headings(row, _LABELS)) for number, row in filled[:HEADER_WITHIN]]
    start = next((place for place, (_, row) in enumerate(filled[:HEADER_WITHIN]) if _report(row)), None)
    if start is None:
        _refuse_resembling(sheet, [row for _, row in filled[:HEADER_WITHIN]])
        return None
    head = filled[start][1]
    report, by_column = _report(head), _schools_stand_in(filled[: start + 1])
    with_header = report in (labels.STUDENT, labels.STAFF)
    columns = tuple(head[by_column:]) if with_header else ("", "", "")
    _refuse_other_columns(sheet, report, columns)
    sheet.refuse_merged(filled[start][0])
    body = filled[start + with_header :]
    _refuse_ragged(sheet, body, len(columns) + by_column)
    return Page(report, columns, tuple(_lines(sheet, body, len(columns), by_column=by_column)))


def _trimmed(row: list[str]) -> list[str]:
    cells = list(row)
    while not cells[-1]:
        cells.pop()
    return cells


def _report(row: list[str]) -> str:
    """Which page begins with this row; the empty string for none."""
    first, second = (*row, "", "")[:2] if not _is_school(row[0]) else (*row, "", "", "")[1:3]
    if first == labels.STUDENT_COLUMNS[0]:
        return labels.STUDENT
    if (first, second) == labels.STAFF_COLUMNS[:2]:
        return labels.STAFF
    starts = {labels.COMPUTERS_START: labels.COMPUTER, labels.NETWORK_START: labels.INTERNET}
    return next((report for start, report in starts.items() if first.startswith(start)), "")


def _is_school(cell: str) -> bool:
    return cell == labels.SCHOOL_COLUMN or is_school_code(cell)


def _schools_stand_in(rows: list[tuple[int, list[str]]]) -> bool:
    """Whether the first column is that of the schools."""
    return any(_is_school(row[0]) for _, row in rows)


def _refuse_resembling(sheet: Spreadsheet, rows: list[list[str]]) -> None:
    """A page without its first columns is still seen to be one: by most of its words, and of those it should have."""
    for columns in (tuple(row[row[0] == labels.SCHOOL_COLUMN :]) for row in rows):
        for report, needed in _COLUMNS.items():
            known = set(_standard(report, columns)) & {*needed, _OPTIONAL.get(report, needed[0])}
            if 2 * len(known) > max(len(needed), len(columns)):
                _refuse_other_columns(sheet, report, columns)


def _standard(report: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The header's labels as `_COLUMNS` has them: on the page of staff words of the file may stand before the sex."""
    if report != labels.STAFF:
        return columns
    ends = (column.rpartition("_")[2].strip() for column in columns)
    return tuple(f"…_{end}" if end in labels.SEX_COLUMNS else own for own, end in zip(columns, ends, strict=True))


def _refuse_other_columns(sheet: Spreadsheet, report: str, columns: tuple[str, ...]) -> None:
    if report not in _COLUMNS:
        return
    needed, optional, found = _COLUMNS[report], _OPTIONAL.get(report, ""), _standard(report, columns)
    if found == needed or (optional and found == (*needed[:-3], optional, *needed[-3:])):
        return
    missing = [column for column in needed if column not in found]
    added = [own for own, each in zip(columns, found, strict=True) if each not in (*needed, optional)]
    said = [f"ขาด {', '.join(missing)}"] * bool(missing) + [f"เกิน {', '.join(added)}"] * bool(added)
    problem = f"คอลัมน์ของ {labels.TITLES[report]}ไม่ตรง: {' '.join(said) or 'เรียงผิดหรือซ้ำ'} (พบ {', '.join(columns)})"
    maybe = f" (มี {optional} ก่อนสามคอลัมน์ท้ายได้)" if optional else ""
    remedy = f"ดาวน์โหลดใหม่โดยไม่แทรก ลบ หรือย้ายคอลัมน์ ต้องมีตามลำดับ: {', '.join(needed)}{maybe}"
    raise DeliveryError(problem, where=sheet.name, remedy=remedy)


def _refuse_ragged(sheet: Spreadsheet, body: list[tuple[int, list[str]]], width: int) -> None:
    odd = [number for number, row in body if len(row) != width]
    if odd or not body:
        listed = ", ".join(map(str, odd[:_CODES_SHOWN])) + " …" * (len(odd) > _CODES_SHOWN)
        problem = f"ต้องมี {width} ช่องทุกแถว แต่แถว {listed} ไม่ใช่ (ไฟล์อาจขาดตอน)" if odd else "มีแต่หัวตาราง"
        raise DeliveryError(problem, where=sheet.name, remedy="ดาวน์โหลดไฟล์นี้จากระบบอีกครั้ง")


def _lines(sheet: Spreadsheet, body: list[tuple[int, list[str]]], width: int, *, by_column: bool) -> list[Line]:
    own = named_school(sheet.name)
    if not by_column and not own:
        remedy = "วางไฟล์ไว้ในโฟลเดอร์ชื่อรหัสกระทรวง 10 หลักหรือรหัส SMIS 8 หลักของโรงเรียน หรือขึ้นต้นชื่อไฟล์ด้วยรหัสนั้น"
        raise DeliveryError("ไฟล์ไม่บอกว่าเป็นของโรงเรียนใด", where=sheet.name, remedy=remedy)
    wrong = [(number, row[0]) for number, row in body if by_column and not is_school_code(row[0])]
    if wrong:
        problem = f"คอลัมน์{labels.SCHOOL_COLUMN}ไม่ใช่รหัส 8 หรือ 10 หลัก ที่{wrong_codes(wrong)}"
        remedy = "ใส่รหัส SMIS 8 หลักหรือรหัสกระทรวง 10 หลักทุกแถว ไม่ผสานเซลล์ และลบแถวที่ไม่ใช่ของโรงเรียน"
        raise DeliveryError(problem, where=sheet.name, remedy=remedy)
    return [Line(row[0] if by_column else own, number, tuple(row[-width:])) for number, row in body]


_UNITS = ("เครื่อง", "คน", "ห้อง")
_ITEMS_SHOWN = 8
_NOTHING = re.compile(r"[0๐]+\s*[^0-9๐-๙]*")
Labels = tuple[str, ...]
Record = dict[str, Any]
Tables = dict[str, list[Record]]
"""Rows of canonical tables, by the table's name."""


@dataclass(frozen=True)
class SchoolPage:
    """The rows of one school; `delivery` and `sheet` go into their row keys."""

    smis: str
    report: str
    delivery: str
    file: str
    sheet: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    findings: list[Finding] = field(default_factory=list)

    def record(self, line: Line, **values: object) -> Record:
        """A table row that comes from this line."""
        return {"smis": self.smis, **values, "delivery": self.delivery, "sheet": self.sheet, "row": line.row}

    def finding(self, rule: str, row: int, **details: str) -> Finding:
        """A finding at one row of the page; 0 for the page as a whole."""
        return Finding(rule, self.smis, self.report, self.delivery, self.file, self.sheet, row, **details)

    def find(self, rule: str, line: Line, **details: str) -> None:
        """Note a finding."""
        self.findings.append(self.finding(rule, line.row, **details))

    def number(self, line: Line, place: int, column: str, most: int) -> int | None:
        """The count in a cell: `47 เครื่อง` is 47. None, and a finding, for a cell without one, and for one of more than
        `most`, which no school has."""
        text = line.cells[place]
        with suppress(ValueError):
            found = count_in(text, *_UNITS)
            if found is not None and found <= most:
                return found
            if found is not None:
                said = {"found": f"{found:,}", "allowed": f"ไม่เกิน {most:,}"}
                self.find("emis.row.count_implausible", line, column=column, **said)
                return None
        self.find("emis.row.not_a_count", line, column=column, found=text[:40] or "(ว่าง)", allowed="จำนวนเต็มตั้งแต่ 0")
        return None

    def first_lines(self, width: int, spelled: Callable[[Labels], Labels]) -> Iterator[tuple[Labels, Line]]:
        """Each line with the labels in its first `width` cells as the tables spell them. Of lines that have the same,
        in one spelling or several, the first that says anything counts, and the others are found. An error of Excel
        and an empty first cell are no label, and of their row alone.
        """
        alike: dict[Labels, list[Line]] = {}
        for line in self.lines:
            none = f"{NOT_STATED} (แถว {line.row})"
            first, *more = line.cells[:width]
            cells = (first or none, *more)
            labels = spelled(tuple(none if is_no_label(cell) else cell for cell in cells))
            alike.setdefault(labels, []).append(line)
        for labels, lines in alike.items():
            counted = next((line for line in lines if any(map(_says, line.cells[width:]))), lines[0])
            for line in lines:
                if line is not counted:
                    self.find("emis.row.duplicate", line, found=" · ".join(line.cells[:width]))
            yield labels, counted

    def require(self, needed: Iterable[str], there: Collection[str]) -> None:
        """Note one finding, at the page's first row, of the rows that every page has and this one lacks."""
        lacking = [label for label in needed if label not in there]
        if lacking:
            more = f" และอีก {len(lacking) - _ITEMS_SHOWN} แถว" if len(lacking) > _ITEMS_SHOWN else ""
            self.find("emis.row.missing", self.lines[0], found=f"ขาด {', '.join(lacking[:_ITEMS_SHOWN])}{more}")

    def compare(self, rule: str, line: Line, column: str, stated: int | None, parts: list[int | None]) -> None:
        """Note a finding where a stated sum differs from its parts; none where one of them is no count."""
        known = [part for part in parts if part is not None]
        if stated is not None and len(known) == len(parts) and stated != sum(known):
            self.find(rule, line, column=column, found=f"{stated:,}", allowed=f"{sum(known):,}")


def _says(cell: str) -> bool:
    """Whether a cell holds more than nothing: `0`, `0 เครื่อง` and `-` do not."""
    return not is_empty(cell) and not _NOTHING.fullmatch(cell)
