"""Reading EMIS files into the pages of single schools.

A file is one school's page as downloaded, or the same page of many schools with a column of school codes in front.
Which of the four pages it is shows in its content; whose a single page is, in the name of the file or of its folder.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
"""The endings of the last columns of the page of staff."""
_COLUMNS = {labels.STUDENT: labels.STUDENT_COLUMNS, labels.STAFF: (*labels.STAFF_COLUMNS, *_SEXES)}
_LABELS = (labels.SCHOOL_COLUMN, *labels.STUDENT_COLUMNS, *labels.STAFF_COLUMNS, labels.FUNDING_COLUMN)
_OPTIONAL = {labels.STAFF: labels.FUNDING_COLUMN}


@dataclass(frozen=True)
class PageLine:
    """One row of a page: the school's code as the file states it, the row's number, its cells without the school."""

    school: str
    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class EmisFile:
    """One page of one or more schools: its rows below the header. `columns` are the header's labels, empty where the
    page has none."""

    report: str
    columns: tuple[str, ...]
    lines: tuple[PageLine, ...]


def recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    """Which page a file holds; None for a file of another system. Raises DeliveryError for other columns, ragged rows,
    a page without a school, and another area."""
    file = read_file(sheet)
    if file is None:
        return None
    schools = Counter(line.school for line in file.lines)
    refuse_other_areas([(line.row, line.school) for line in file.lines], area_code, sheet.name)
    return Recognition(file.report, named_round(sheet.name), len(file.lines), schools)


def read_file(sheet: Spreadsheet) -> EmisFile | None:
    """The rows of an EMIS file; None for a file of another system. Raises DeliveryError as `recognise` does."""
    filled = [(number, _trimmed(row)) for number, row in sheet.numbered if any(row)]
    filled[:HEADER_WITHIN] = [(number, headings(row, _LABELS)) for number, row in filled[:HEADER_WITHIN]]
    start = next((index for index, (_, row) in enumerate(filled[:HEADER_WITHIN]) if _report(row)), None)
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
    return EmisFile(report, columns, tuple(_lines(sheet, body, len(columns), by_column=by_column)))


def _trimmed(row: list[str]) -> list[str]:
    cells = list(row)
    while not cells[-1]:
        cells.pop()
    return cells


def _report(row: list[str]) -> str:
    """The report whose page begins with this row; empty for none."""
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
    """Whether the first column holds school codes."""
    return any(_is_school(row[0]) for _, row in rows)


def _refuse_resembling(sheet: Spreadsheet, rows: list[list[str]]) -> None:
    """Refuse a page that lacks its first columns: most of its other headings are those of a page, and most of a page's
    are there."""
    for columns in (tuple(row[row[0] == labels.SCHOOL_COLUMN :]) for row in rows):
        for report, needed in _COLUMNS.items():
            known = set(_standard(report, columns)) & {*needed, _OPTIONAL.get(report, needed[0])}
            if 2 * len(known) > max(len(needed), len(columns)):
                _refuse_other_columns(sheet, report, columns)


def _standard(report: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The header's labels as `_COLUMNS` has them: on the page of staff the sex may follow other words."""
    if report != labels.STAFF:
        return columns
    ends = (column.rpartition("_")[2].strip() for column in columns)
    return tuple(f"…_{end}" if end in labels.SEX_COLUMNS else column for column, end in zip(columns, ends, strict=True))


def _refuse_other_columns(sheet: Spreadsheet, report: str, columns: tuple[str, ...]) -> None:
    if report not in _COLUMNS:
        return
    needed, optional, standard = _COLUMNS[report], _OPTIONAL.get(report, ""), _standard(report, columns)
    if standard == needed or (optional and standard == (*needed[:-3], optional, *needed[-3:])):
        return
    missing = [column for column in needed if column not in standard]
    added = [column for column, label in zip(columns, standard, strict=True) if label not in (*needed, optional)]
    differences = [f"ขาด {', '.join(missing)}"] * bool(missing) + [f"เกิน {', '.join(added)}"] * bool(added)
    problem = (
        f"คอลัมน์ของ {labels.TITLES[report]}ไม่ตรง: {' '.join(differences) or 'เรียงผิดหรือซ้ำ'} (พบ {', '.join(columns)})"
    )
    maybe = f" (มี {optional} ก่อนสามคอลัมน์ท้ายได้)" if optional else ""
    remedy = f"ดาวน์โหลดใหม่โดยไม่แทรก ลบ หรือย้ายคอลัมน์ ต้องมีตามลำดับ: {', '.join(needed)}{maybe}"
    raise DeliveryError(problem, where=sheet.name, remedy=remedy)


def _refuse_ragged(sheet: Spreadsheet, body: list[tuple[int, list[str]]], width: int) -> None:
    odd = [number for number, row in body if len(row) != width]
    if odd or not body:
        listed = ", ".join(map(str, odd[:_CODES_SHOWN])) + " …" * (len(odd) > _CODES_SHOWN)
        problem = f"ต้องมี {width} ช่องทุกแถว แต่แถว {listed} ไม่ใช่ (ไฟล์อาจขาดตอน)" if odd else "มีแต่หัวตาราง"
        raise DeliveryError(problem, where=sheet.name, remedy="ดาวน์โหลดไฟล์นี้จากระบบอีกครั้ง")


def _lines(sheet: Spreadsheet, body: list[tuple[int, list[str]]], width: int, *, by_column: bool) -> list[PageLine]:
    named = named_school(sheet.name)
    if not by_column and not named:
        remedy = "วางไฟล์ไว้ในโฟลเดอร์ชื่อรหัสกระทรวง 10 หลักหรือรหัส SMIS 8 หลักของโรงเรียน หรือขึ้นต้นชื่อไฟล์ด้วยรหัสนั้น"
        raise DeliveryError("ไฟล์ไม่บอกว่าเป็นของโรงเรียนใด", where=sheet.name, remedy=remedy)
    wrong = [(number, row[0]) for number, row in body if by_column and not is_school_code(row[0])]
    if wrong:
        problem = f"คอลัมน์{labels.SCHOOL_COLUMN}ไม่ใช่รหัส 8 หรือ 10 หลัก ที่{wrong_codes(wrong)}"
        remedy = "ใส่รหัส SMIS 8 หลักหรือรหัสกระทรวง 10 หลักทุกแถว ไม่ผสานเซลล์ และลบแถวที่ไม่ใช่ของโรงเรียน"
        raise DeliveryError(problem, where=sheet.name, remedy=remedy)
    return [PageLine(row[0] if by_column else named, number, tuple(row[-width:])) for number, row in body]


_UNITS = ("เครื่อง", "คน", "ห้อง")
_ITEMS_SHOWN = 8
_NOTHING = re.compile(r"[0๐]+\s*[^0-9๐-๙]*")
Labels = tuple[str, ...]
Record = dict[str, Any]
Tables = dict[str, list[Record]]
"""Rows of canonical tables, by the table's name."""


@dataclass(frozen=True)
class SchoolPage:
    """The rows of one page of one school, and the findings made while they are read; `delivery` and `sheet` go into
    their row keys."""

    smis: str
    report: str
    delivery: str
    file: str
    sheet: str
    columns: tuple[str, ...]
    lines: tuple[PageLine, ...]
    findings: list[Finding] = field(default_factory=list)

    def record(self, line: PageLine, **values: object) -> Record:
        """A table row that comes from this line."""
        return {"smis": self.smis, **values, "delivery": self.delivery, "sheet": self.sheet, "row": line.row}

    def finding(self, rule: str, row: int, **details: str) -> Finding:
        """A finding at one row of the page; 0 for the page as a whole."""
        return Finding(rule, self.smis, self.report, self.delivery, self.file, self.sheet, row, **details)

    def add_finding(self, rule: str, line: PageLine, **details: str) -> None:
        """Keep a finding at this line."""
        self.findings.append(self.finding(rule, line.row, **details))

    def count(self, line: PageLine, index: int, column: str, most: int) -> int | None:
        """The count in a cell: `47 เครื่อง` is 47. None and a finding for a cell without one, and for one of more than
        `most`, which no school has."""
        text = line.cells[index]
        with suppress(ValueError):
            value = count_in(text, *_UNITS)
            if value is not None and value <= most:
                return value
            if value is not None:
                details = {"found": f"{value:,}", "allowed": f"ไม่เกิน {most:,}"}
                self.add_finding("emis.row.count_implausible", line, column=column, **details)
                return None
        self.add_finding(
            "emis.row.not_a_count", line, column=column, found=text[:40] or "(ว่าง)", allowed="จำนวนเต็มตั้งแต่ 0"
        )
        return None

    def stated_totals(
        self, line: PageLine, label: str, measures: Iterable[str], counts: Iterable[int | None]
    ) -> list[Record]:
        """One row of `stated_totals` a measure that the line states; a cell without a count gives none."""
        return [
            self.record(line, report=self.report, label=label, measure=measure, value=value)
            for measure, value in zip(measures, counts, strict=True)
            if value is not None
        ]

    def counted_lines(self, width: int, spelled: Callable[[Labels], Labels]) -> Iterator[tuple[Labels, PageLine]]:
        """The lines that count, with the labels in their first `width` cells as `spelled` gives them.

        Of lines with the same labels the first that has any value counts, and each other one is a finding. A cell that
        is no label (an error of Excel, an empty first cell) is one of its line alone, so that no two such lines meet.
        """
        alike: dict[Labels, list[PageLine]] = {}
        for line in self.lines:
            none = f"{NOT_STATED} (แถว {line.row})"
            first, *more = line.cells[:width]
            cells = (first or none, *more)
            labels = spelled(tuple(none if is_no_label(cell) else cell for cell in cells))
            alike.setdefault(labels, []).append(line)
        for labels, lines in alike.items():
            counted = next((line for line in lines if any(map(_holds_value, line.cells[width:]))), lines[0])
            for line in lines:
                if line is not counted:
                    self.add_finding("emis.row.duplicate", line, found=" · ".join(line.cells[:width]))
            yield labels, counted

    def require_labels(self, needed: Iterable[str], labels_read: Collection[str]) -> None:
        """Keep one finding, at the page's first row, of the rows that every page has and this one lacks."""
        lacking = [label for label in needed if label not in labels_read]
        if lacking:
            more = f" และอีก {len(lacking) - _ITEMS_SHOWN} แถว" if len(lacking) > _ITEMS_SHOWN else ""
            self.add_finding("emis.row.missing", self.lines[0], found=f"ขาด {', '.join(lacking[:_ITEMS_SHOWN])}{more}")

    def check_sum(self, rule: str, line: PageLine, column: str, stated: int | None, parts: list[int | None]) -> None:
        """Keep a finding where a stated sum differs from its parts; none where one of them is no count."""
        known = [part for part in parts if part is not None]
        if stated is not None and len(known) == len(parts) and stated != sum(known):
            self.add_finding(rule, line, column=column, found=f"{stated:,}", allowed=f"{sum(known):,}")


Pages = Mapping[str, Mapping[str, SchoolPage]]
"""Every school's pages: by report, then by school."""


def _holds_value(cell: str) -> bool:
    """Whether a cell holds a value other than nothing: `0`, `0 เครื่อง` and `-` do not."""
    return not is_empty(cell) and not _NOTHING.fullmatch(cell)
