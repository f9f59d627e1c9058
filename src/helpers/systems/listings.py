"""Listings: files with a header of known labels and one row an item, of one school or of many.

For systems of which no official bulk layout is known. A `Listing` says which columns the file of such a system has,
`open_listings` gives the rows that count in a round. A file of many schools names each row's school in the column
`รหัสโรงเรียน`; a file of one school names it in the name of the file or of its folder.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl.utils import get_column_letter

from helpers.errors import DeliveryError
from helpers.foreign.cells import headings
from helpers.foreign.checks import check_file
from helpers.foreign.spreadsheets import HEADER_WITHIN, Spreadsheet, open_spreadsheet
from helpers.systems.system import Recognition, RoundInputs
from helpers.tables.file_names import (
    is_school_code,
    named_round,
    named_school,
    refuse_other_areas,
    smis_by_code,
    wrong_codes,
)
from helpers.tables.findings import Finding
from helpers.tables.register import Delivery

SCHOOL = "รหัสโรงเรียน"
_LISTED = 5
_Rows = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ListingColumn:
    """One column of a listing: its name in the code, the headings that it has in files, and whether every file must
    have it. `ListingColumn("rooms", ("จำนวนห้อง", "ห้อง"))` is optional and known by either heading."""

    name: str
    labels: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class ListingFile:
    """A file read as a listing: the index of each column by its name, the headings that the listing does not know
    (`คอลัมน์ H ไม่มีหัว` for a filled column without one), and the filled rows with their row numbers, all of the
    header's width. `school` is the code in the file's name, used where the file has no column of schools."""

    column_index: Mapping[str, int]
    unknown: tuple[str, ...]
    rows: _Rows
    school: str

    def code(self, row: tuple[str, ...]) -> str:
        """The code of a row's school as the file states it."""
        return row[self.column_index[SCHOOL]] if SCHOOL in self.column_index else self.school


@dataclass(frozen=True)
class Listing:
    """The columns by which a report's files are recognised and read, in the order in which a template has them."""

    report: str
    title: str
    columns: tuple[ListingColumn, ...]
    of_persons: bool = False
    """Whether cells may hold names and numbers of persons, even in the wrong column: no message repeats a cell then."""

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        """What the file is if it is this listing, else None. Raises DeliveryError for a file of this listing that
        cannot be used: a column is missing or repeated, there are no rows, no school, or schools of another area."""
        file = self.read(sheet)
        if file is None:
            return None
        schools = Counter(file.code(row) for _, row in file.rows)
        refuse_other_areas([(number, file.code(row)) for number, row in file.rows], area_code, sheet.name)
        return Recognition(self.report, named_round(sheet.name), len(file.rows), schools)

    def read(self, sheet: Spreadsheet) -> ListingFile | None:
        """The rows of the file; None if it is not this listing. Raises as `recognise` does, except for another area."""
        header = self._header(sheet)
        if header is None:
            return None
        labels = self._labels(sheet.rows[header])
        column_index = self._column_index(labels, sheet)
        rows = _rows(sheet, header, len(labels))
        file = ListingFile(column_index, self._unknown(labels, rows), rows, named_school(sheet.name))
        _refuse_schoolless(file, sheet, hidden=self.of_persons)
        return file

    def _labels(self, row: list[str]) -> list[str]:
        known = [SCHOOL, *(label for column in self.columns for label in column.labels)]
        return headings((cell.strip(" :") for cell in row), known)

    def _header(self, sheet: Spreadsheet) -> int | None:
        """The index of the row with the most of the required columns, and with more than half of them; None if there is
        none."""
        required = [column for column in self.columns if column.required]
        tops = sheet.rows[:HEADER_WITHIN]
        shown = [set(self._labels(row)) for row in tops]
        counts = [sum(bool(labels & set(column.labels)) for column in required) for labels in shown]
        most = max(counts, default=0)
        return counts.index(most) if 2 * most > len(required) else None

    def _column_index(self, labels: list[str], sheet: Spreadsheet) -> dict[str, int]:
        repeated = [label for label, times in Counter(labels).items() if label and times > 1]
        wanted = {column.name: [label for label in column.labels if label in labels] for column in self.columns}
        missing = [column.labels[0] for column in self.columns if column.required and not wanted[column.name]]
        if repeated or missing:
            lacking = [f"ไม่มีคอลัมน์ {', '.join(missing)}"] * bool(missing)
            differences = [*lacking, *[f"คอลัมน์ซ้ำ {', '.join(repeated)}"] * bool(repeated)]
            remedy = f"ใช้หัวคอลัมน์ตามแบบ: {', '.join(column.labels[0] for column in self.columns if column.required)}"
            raise DeliveryError(f"{self.title}: {' '.join(differences)}", where=sheet.name, remedy=remedy)
        column_index = {name: labels.index(present[0]) for name, present in wanted.items() if present}
        return column_index | ({SCHOOL: labels.index(SCHOOL)} if SCHOOL in labels else {})

    def _unknown(self, labels: list[str], rows: _Rows) -> tuple[str, ...]:
        known = {SCHOOL, ""}.union(*(column.labels for column in self.columns))
        strange = [label for label in labels if label not in known]
        bare = [index for index, label in enumerate(labels) if not label and any(row[index] for _, row in rows)]
        return (*strange, *(f"คอลัมน์ {get_column_letter(index + 1)} ไม่มีหัว" for index in bare))


def _rows(sheet: Spreadsheet, header: int, width: int) -> _Rows:
    sheet.refuse_merged(sheet.first_row + header)
    numbered = list(sheet.numbered)[header + 1 :]
    filled = [(number, row) for number, row in numbered if any(row)]
    if not filled:
        raise DeliveryError("มีแต่หัวตาราง ไม่มีรายการ", where=sheet.name, remedy="ดาวน์โหลดหรือกรอกรายการก่อนส่ง")
    moved = [number for number, row in filled if any(row[width:])]
    if moved:
        raise DeliveryError(f"มีช่องเกินหัวตารางที่{_listed_rows(moved)}", where=sheet.name, remedy="ลบช่องที่เกินหรือเพิ่มหัวคอลัมน์")
    return tuple((number, tuple([*row, *[""] * width][:width])) for number, row in filled)


def _refuse_schoolless(file: ListingFile, sheet: Spreadsheet, *, hidden: bool) -> None:
    if SCHOOL in file.column_index:
        codes = [(number, file.code(row)) for number, row in file.rows]
        wrong = [(number, code) for number, code in codes if not is_school_code(code)]
        if wrong:
            problem = f"{SCHOOL}ไม่ใช่รหัส 8 หลักหรือรหัสกระทรวง 10 หลักที่{wrong_codes(wrong, hidden=hidden)}"
            raise DeliveryError(problem, where=sheet.name, remedy="เติมรหัสทุกแถว และลบแถวยอดรวม")
    elif not file.school:
        remedy = f"วางไฟล์ในโฟลเดอร์ที่ชื่อเป็นรหัสโรงเรียน ใส่รหัสในชื่อไฟล์ หรือเพิ่มคอลัมน์ {SCHOOL}"
        raise DeliveryError("ไม่รู้ว่าเป็นข้อมูลของโรงเรียนใด", where=sheet.name, remedy=remedy)


def _listed_rows(numbers: list[int]) -> str:
    return f"แถว {', '.join(map(str, numbers[:_LISTED]))}{' …' if len(numbers) > _LISTED else ''}"


ORIGIN = ["smis", "delivery", "file", "sheet", "row"]


@dataclass(frozen=True)
class RoundRows:
    """The rows of a listing that count in a round, the files that they come from, and the findings about those files.

    `rows` has the listing's columns as text (None where the file has no such column), and `ORIGIN`.
    """

    rows: pd.DataFrame
    used: tuple[Delivery, ...]
    findings: tuple[Finding, ...]

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column name."""
        return [{str(name): value for name, value in row.items()} for row in self.rows.to_dict("records")]


def open_listings(listing: Listing, inputs: RoundInputs, system: str) -> RoundRows:
    """The rows that count in a round. Each school's come from the last file that holds the school; a ministry code
    becomes the SMIS code of the school list, or stays where the list does not have it."""
    codes = smis_by_code(inputs.params.schools)
    kept: list[pd.DataFrame] = []
    used: list[Delivery] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    for delivery in reversed(inputs.deliveries):
        sheet = open_spreadsheet(delivery.path, inputs.params.checks.file_limits, name=delivery.name)
        file = _read(listing, sheet)
        frame = _frame(listing, file, delivery, sheet.sheet)
        frame = frame.assign(smis=frame["smis"].map(lambda code: codes.get(code, code)))
        frame = frame[~frame["smis"].isin(seen)]
        if not frame.empty:
            seen |= set(frame["smis"])
            kept.insert(0, frame)
            used.insert(0, delivery)
            findings += _of_file(system, sheet, delivery, file)
    return RoundRows(pd.concat(kept, ignore_index=True), tuple(used), tuple(findings))


def _read(listing: Listing, sheet: Spreadsheet) -> ListingFile:
    file = listing.read(sheet)
    if file is None:
        raise DeliveryError(f"ไม่ใช่{listing.title}แล้ว", where=sheet.name, remedy="สั่ง workbook receive กับไฟล์นี้อีกครั้ง")
    return file


def _frame(listing: Listing, file: ListingFile, delivery: Delivery, sheet: str) -> pd.DataFrame:
    rows = [row for _, row in file.rows]
    columns: dict[str, object] = {
        column.name: [row[file.column_index[column.name]] if column.name in file.column_index else None for row in rows]
        for column in listing.columns
    }
    columns |= {"smis": [file.code(row) for row in rows], "row": [number for number, _ in file.rows]}
    return pd.DataFrame(columns, dtype=object).assign(delivery=delivery.id, file=delivery.name, sheet=sheet)


def _of_file(system: str, sheet: Spreadsheet, delivery: Delivery, file: ListingFile) -> Iterator[Finding]:
    yield from check_file(system, sheet, delivery)
    if file.unknown:
        unknown, rule = ", ".join(file.unknown)[:200], f"{system}.file.column_unknown"
        yield Finding(rule, "", delivery.report, delivery.id, delivery.name, sheet.sheet, found=unknown)
