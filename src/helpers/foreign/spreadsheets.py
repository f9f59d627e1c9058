"""Opening a delivered file without trusting it: what kind it is, how it is encoded, and its cells as text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.errors import DeliveryError
from helpers.foreign.cells import is_error
from helpers.foreign.foreign_files import ANEW, Limits
from helpers.foreign.reading_process import read_apart
from helpers.foreign.text_files import HEADER_WITHIN as HEADER_WITHIN
from helpers.params.checks import FileLimits
from helpers.tables.file_names import called as received_name

SUFFIXES = (".csv", ".xlsx", ".xls", ".txt", ".json")
_MADE = re.compile(r"(?<![0-9])20[0-9]{2}-[0-9]{2}-[0-9]{2}(?![0-9])")
_AREAS_NAMED = 5


@dataclass(frozen=True)
class MergedArea:
    """Cells of a sheet that are merged into one. Rows are numbered as in the file, columns from 1; both ends belong to
    it."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def __str__(self) -> str:
        first, last = get_column_letter(self.first_column), get_column_letter(self.last_column)
        return f"{first}{self.first_row}:{last}{self.last_row}"


@dataclass(frozen=True)
class ErrorCell:
    """A cell that holds no value but an error of Excel's, or a formula without its value; `column` is its letter."""

    row: int
    column: str
    shown: str


@dataclass(frozen=True)
class Spreadsheet:
    """One opened file: its first sheet's cells as clean text (`thai.normalised`), row by row; `rows[0]` is row 1.

    A number stands as Excel computes with it, a percentage with its mark, a day as `2025-10-01` and a moment as
    `2025-10-01 15:30`, though the year may have been typed in พ.ศ.; an error stands as `cells.is_error` knows it. In
    every row that a merged area of several rows covers, and that holds anything else, the area's value stands.

    `encoding` is utf-8, utf-8-sig, utf-16, cp874, mixed (some lines in one and some in the other: `mixed_rows` are the
    fewer ones, by row number), or xlsx/xls. `sheet` is empty for text files. Of a JSON list `rows[0]` are the names of
    the values, which no row of the file holds: `first_row` is 0, so that the records count from 1. `other_sheets` are
    those after the first that are in sight and hold anything; their cells are not read. `hidden_rows` are
    read like any.
    """

    name: str
    sha256: str
    encoding: str
    sheet: str
    rows: list[list[str]]
    mixed_rows: tuple[int, ...] = ()
    first_row: int = 1
    other_sheets: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    merged: tuple[MergedArea, ...] = ()

    @property
    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """The rows, each with its number in the file."""
        return enumerate(self.rows, self.first_row)

    def error_cells(self) -> Iterator[ErrorCell]:
        """Every cell without a value that can be known, in the order of the rows."""
        for number, row in self.numbered:
            for column, text in enumerate(row, 1):
                if text[:1] == "#" and is_error(text):
                    yield ErrorCell(number, get_column_letter(column), text)

    def refuse_merged(self, header: int) -> None:
        """Raise DeliveryError that names the merged areas below row `header`: whether their value counts once or in
        each of their rows, nobody can tell."""
        areas = [str(area) for area in self.merged if area.first_row > header]
        if areas:
            more = f" และอีก {len(areas) - _AREAS_NAMED:,} แห่ง" if len(areas) > _AREAS_NAMED else ""
            problem = f"มีเซลล์ที่ผสานกันในแถวข้อมูล: {', '.join(areas[:_AREAS_NAMED])}{more}"
            remedy = "ยกเลิกการผสานเซลล์ กรอกค่าให้ครบทุกช่อง ลบบรรทัดที่ไม่ใช่ข้อมูล แล้วส่งใหม่"
            raise DeliveryError(problem, where=f"{self.name} แผ่นงาน {self.sheet}", remedy=remedy)

    @property
    def made(self) -> date | None:
        """The day on which the file says that it was made: one that its first cell names among other words."""
        day = _MADE.search(self.rows[0][0]) if self.rows and self.rows[0] else None
        try:
            return date.fromisoformat(day[0]) if day else None
        except ValueError:
            return None


def refuse_irregular(path: Path, called: str) -> None:
    """Raise DeliveryError for what is no file: a device or a pipe, reading which never ends, a folder, or nothing."""
    if not path.is_file():
        problem, remedy = "ไม่ใช่ไฟล์ปกติ (เช่น อุปกรณ์หรือท่อข้อมูล) หรือไม่มีไฟล์นี้", "ส่งไฟล์ที่ดาวน์โหลดจากระบบ"
        raise DeliveryError(problem, where=called, remedy=remedy)


def open_spreadsheet(path: Path, limits: FileLimits, *, name: str = "") -> Spreadsheet:
    """Read a CSV, Excel or JSON file. `name` is what the file was called when it was received.

    Raises DeliveryError: empty, not a spreadsheet, damaged, of unknown encoding, or larger than `limits`.
    """
    called = name or received_name(path)
    own = Limits(limits.rows, limits.unpacked_megabytes)
    refuse_irregular(path, called)
    size = path.stat().st_size
    if size == 0:
        raise DeliveryError("ไฟล์ว่างเปล่า (0 ไบต์)", where=called, remedy=ANEW)
    own.refuse(called, size=size)
    read = read_apart(path, called, own)
    merged = tuple(MergedArea(*corners) for corners in read.merged)
    return Spreadsheet(called, *read[:-1], merged=merged)
