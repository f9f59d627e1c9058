"""Reading EMIS files: one school's page as downloaded, or the same page of many schools with a school column in front.

Which page it is shows in its content. The school of a single page is told by its folder or its name.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers.collection.emis import labels
from helpers.collection.file_names import named_round
from helpers.collection.school_codes import is_school_code, named_school, of_area
from helpers.collection.spreadsheets import Spreadsheet
from helpers.collection.systems import Recognition
from helpers.errors import DeliveryError

_DEEPEST_HEADER = 3
"""The header stands in one of so many first rows."""
_SHOWN = 5


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
    schools = frozenset(line.school for line in page.lines)
    if not any(of_area(school, area_code) for school in schools):
        problem = f"ไม่มีโรงเรียนของเขต {area_code} (พบ {', '.join(sorted(schools)[:_SHOWN])})"
        raise DeliveryError(problem, where=sheet.name, remedy="ตรวจไฟล์ที่เลือก หรือแก้ area_code ใน params/office.yml")
    return Recognition(page.report, named_round(sheet.name), len(page.lines), schools)


def read_page(sheet: Spreadsheet) -> Page | None:
    """The page of a file; None for a file of another system. Raises DeliveryError as `recognise` does."""
    filled = [(number, _trimmed(row)) for number, row in enumerate(sheet.rows, sheet.first_row) if any(row)]
    start = next((place for place, (_, row) in enumerate(filled[:_DEEPEST_HEADER]) if _report(row)), None)
    if start is None:
        return None
    head = filled[start][1]
    report, by_column = _report(head), _schools_stand_in(filled[: start + 1])
    with_header = report in (labels.STUDENT, labels.STAFF)
    columns = tuple(head[by_column:]) if with_header else ("", "", "")
    _refuse_other_columns(sheet, report, columns)
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


def _refuse_other_columns(sheet: Spreadsheet, report: str, columns: tuple[str, ...]) -> None:
    if report == labels.STUDENT:
        right = columns == labels.STUDENT_COLUMNS
    elif report == labels.STAFF:
        measures = tuple(column.rpartition("_")[2] for column in columns[-3:])
        between = columns[len(labels.STAFF_COLUMNS) : -3]
        right = columns[: len(labels.STAFF_COLUMNS)] == labels.STAFF_COLUMNS and measures == labels.SEX_COLUMNS
        right = right and between in ((), (labels.FUNDING_COLUMN,))
    else:
        right = True
    if not right:
        problem = f"คอลัมน์ของ{labels.TITLES[report]}ไม่ตรง: {', '.join(columns)}"
        raise DeliveryError(
            problem, where=sheet.name, remedy="ดาวน์โหลดใหม่โดยไม่แทรก ลบ หรือย้ายคอลัมน์ (ดู docs/deliveries.md)"
        )


def _refuse_ragged(sheet: Spreadsheet, body: list[tuple[int, list[str]]], width: int) -> None:
    odd = [number for number, row in body if len(row) != width]
    if odd or not body:
        listed = ", ".join(map(str, odd[:_SHOWN])) + " …" * (len(odd) > _SHOWN)
        problem = f"ต้องมี {width} ช่องทุกแถว แต่แถว {listed} ไม่ใช่ (ไฟล์อาจขาดตอน)" if odd else "มีแต่หัวตาราง"
        raise DeliveryError(problem, where=sheet.name, remedy="ดาวน์โหลดไฟล์นี้จากระบบอีกครั้ง")


def _lines(sheet: Spreadsheet, body: list[tuple[int, list[str]]], width: int, *, by_column: bool) -> list[Line]:
    own = named_school(sheet.name)
    if not by_column and not own:
        remedy = "วางไฟล์ไว้ในโฟลเดอร์ชื่อรหัสกระทรวง 10 หลักหรือรหัส SMIS 8 หลักของโรงเรียน หรือขึ้นต้นชื่อไฟล์ด้วยรหัสนั้น"
        raise DeliveryError("ไฟล์ไม่บอกว่าเป็นของโรงเรียนใด", where=sheet.name, remedy=remedy)
    wrong = [number for number, row in body if by_column and not is_school_code(row[0])]
    if wrong:
        problem = f"คอลัมน์{labels.SCHOOL_COLUMN}ไม่ใช่รหัส 8 หรือ 10 หลัก ที่แถว {wrong[0]}"
        raise DeliveryError(problem, where=sheet.name, remedy="ใส่รหัสโรงเรียนทุกแถว ไม่ผสานเซลล์")
    return [Line(row[0] if by_column else own, number, tuple(row[-width:])) for number, row in body]
