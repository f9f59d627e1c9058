"""Lists as files: a header of known labels, one row a thing, of one school or of many.

For systems of which no official bulk layout is known. A file of many schools names each row's school in the column
`รหัสโรงเรียน`; a file of one school names it in its own name or in that of its folder.

A listing: the columns that a system's list has, and how a file is known to be such a list.

Opening every list of a round: which file counts for which school, and the rows of all schools in one frame.

What every system of lists does alike as a `helpers.systems.system.System`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl.utils import get_column_letter

from helpers.errors import DeliveryError
from helpers.foreign.cells import headings
from helpers.foreign.checks import check_file
from helpers.foreign.spreadsheets import HEADER_WITHIN, Spreadsheet, open_spreadsheet
from helpers.periods import Round
from helpers.systems.system import Recognition, RoundInputs
from helpers.tables.file_names import (
    is_school_code,
    named_round,
    named_school,
    refuse_other_areas,
    smis_by_code,
    wrong_codes,
)
from helpers.tables.findings import Finding, Rule
from helpers.tables.register import Delivery
from helpers.tables.schemas import TableSchema

SCHOOL = "รหัสโรงเรียน"
_LISTED = 5
_Rows = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Column:
    """One column of a listing: our name for it, the labels under which files have it, and whether every file must."""

    name: str
    labels: tuple[str, ...]
    needed: bool = False


@dataclass(frozen=True)
class Filled:
    """A file as a listing reads it: where each column stands, labels that it does not know (`คอลัมน์ H ไม่มีหัว` for a
    filled column without one), and the filled rows with their numbers, all of the header's width. `school` is the code
    in the file's name where no column has one."""

    places: Mapping[str, int]
    unknown: tuple[str, ...]
    rows: _Rows
    school: str

    def code(self, row: tuple[str, ...]) -> str:
        """The code of a row's school, as the file has it."""
        return row[self.places[SCHOOL]] if SCHOOL in self.places else self.school


@dataclass(frozen=True)
class Listing:
    """The list of one report."""

    report: str
    title: str
    columns: tuple[Column, ...]
    of_persons: bool = False
    """Whether names and numbers of persons may stand in it, also where they do not belong: no message repeats them."""

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        """Tell whether a file is this list; None for one that is not. Raises DeliveryError for one that is and
        cannot be used: a column is missing or repeated, no rows, no school, another area's."""
        filled = self.filled(sheet)
        if filled is None:
            return None
        schools = Counter(filled.code(row) for _, row in filled.rows)
        refuse_other_areas([(number, filled.code(row)) for number, row in filled.rows], area_code, sheet.name)
        return Recognition(self.report, named_round(sheet.name), len(filled.rows), schools)

    def filled(self, sheet: Spreadsheet) -> Filled | None:
        """The file as this listing reads it. Raises as `recognise` does, but for the area."""
        header = self._header(sheet)
        if header is None:
            return None
        labels = self._labels(sheet.rows[header])
        places = self._places(labels, sheet)
        rows = _rows(sheet, header, len(labels))
        filled = Filled(places, self._unknown(labels, rows), rows, named_school(sheet.name))
        _refuse_schoolless(filled, sheet, hidden=self.of_persons)
        return filled

    def _labels(self, row: list[str]) -> list[str]:
        known = [SCHOOL, *(label for column in self.columns for label in column.labels)]
        return headings((cell.strip(" :") for cell in row), known)

    def _header(self, sheet: Spreadsheet) -> int | None:
        """The row that has most of the labels which every file has, and more than half of them."""
        needed = [column for column in self.columns if column.needed]
        tops = sheet.rows[:HEADER_WITHIN]
        shown = [set(self._labels(row)) for row in tops]
        found = [sum(bool(labels & set(column.labels)) for column in needed) for labels in shown]
        most = max(found, default=0)
        return found.index(most) if 2 * most > len(needed) else None

    def _places(self, labels: list[str], sheet: Spreadsheet) -> dict[str, int]:
        repeated = [label for label, times in Counter(labels).items() if label and times > 1]
        wanted = {column.name: [label for label in column.labels if label in labels] for column in self.columns}
        missing = [column.labels[0] for column in self.columns if column.needed and not wanted[column.name]]
        if repeated or missing:
            said = [f"ไม่มีคอลัมน์ {', '.join(missing)}"] * bool(missing) + [f"คอลัมน์ซ้ำ {', '.join(repeated)}"] * bool(
                repeated
            )
            remedy = f"ใช้หัวคอลัมน์ตามแบบ: {', '.join(column.labels[0] for column in self.columns if column.needed)}"
            raise DeliveryError(f"{self.title}: {' '.join(said)}", where=sheet.name, remedy=remedy)
        places = {name: labels.index(own[0]) for name, own in wanted.items() if own}
        return places | ({SCHOOL: labels.index(SCHOOL)} if SCHOOL in labels else {})

    def _unknown(self, labels: list[str], rows: _Rows) -> tuple[str, ...]:
        known = {SCHOOL, ""}.union(*(column.labels for column in self.columns))
        strange = [label for label in labels if label not in known]
        bare = [place for place, label in enumerate(labels) if not label and any(row[place] for _, row in rows)]
        return (*strange, *(f"คอลัมน์ {get_column_letter(place + 1)} ไม่มีหัว" for place in bare))


def _rows(sheet: Spreadsheet, header: int, width: int) -> _Rows:
    sheet.refuse_merged(sheet.first_row + header)
    numbered = list(sheet.numbered)[header + 1 :]
    filled = [(number, row) for number, row in numbered if any(row)]
    if not filled:
        raise DeliveryError("มีแต่หัวตาราง ไม่มีรายการ", where=sheet.name, remedy="ดาวน์โหลดหรือกรอกรายการก่อนส่ง")
    moved = [number for number, row in filled if any(row[width:])]
    if moved:
        raise DeliveryError(f"มีช่องเกินหัวตารางที่{_places_of(moved)}", where=sheet.name, remedy="ลบช่องที่เกินหรือเพิ่มหัวคอลัมน์")
    return tuple((number, tuple([*row, *[""] * width][:width])) for number, row in filled)


def _refuse_schoolless(filled: Filled, sheet: Spreadsheet, *, hidden: bool) -> None:
    if SCHOOL in filled.places:
        codes = [(number, filled.code(row)) for number, row in filled.rows]
        wrong = [each for each in codes if not is_school_code(each[1])]
        if wrong:
            problem = f"{SCHOOL}ไม่ใช่รหัส 8 หลักหรือรหัสกระทรวง 10 หลักที่{wrong_codes(wrong, hidden=hidden)}"
            raise DeliveryError(problem, where=sheet.name, remedy="เติมรหัสทุกแถว และลบแถวยอดรวม")
    elif not filled.school:
        remedy = f"วางไฟล์ในโฟลเดอร์ที่ชื่อเป็นรหัสโรงเรียน ใส่รหัสในชื่อไฟล์ หรือเพิ่มคอลัมน์ {SCHOOL}"
        raise DeliveryError("ไม่รู้ว่าเป็นข้อมูลของโรงเรียนใด", where=sheet.name, remedy=remedy)


def _places_of(numbers: list[int]) -> str:
    return f"แถว {', '.join(map(str, numbers[:_LISTED]))}{' …' if len(numbers) > _LISTED else ''}"


ORIGIN = ["smis", "delivery", "file", "sheet", "row"]


@dataclass(frozen=True)
class Opened:
    """The rows that count, the files that they are from, and what is wrong with those files as such.

    `rows` has the listing's columns as text (None where the file has no such column), and `ORIGIN`.
    """

    rows: pd.DataFrame
    used: tuple[Delivery, ...]
    findings: tuple[Finding, ...]

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows one by one."""
        return [{str(name): value for name, value in row.items()} for row in self.rows.to_dict("records")]


def open_listings(listing: Listing, inputs: RoundInputs, system: str) -> Opened:
    """Open the round's files. Each school's rows come from the last file that holds the school; a ministry
    code becomes the SMIS code of the school list, and stays as it is where the list does not have it."""
    codes = smis_by_code(inputs.params.schools)
    kept: list[pd.DataFrame] = []
    used: list[Delivery] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    for delivery in reversed(inputs.deliveries):
        sheet = open_spreadsheet(delivery.path, inputs.params.checks.file_limits, name=delivery.name)
        filled = _read(listing, sheet)
        frame = _frame(listing, filled, delivery, sheet.sheet)
        frame = frame.assign(smis=frame["smis"].map(lambda code: codes.get(code, code)))
        frame = frame[~frame["smis"].isin(seen)]
        if not frame.empty:
            seen |= set(frame["smis"])
            kept.insert(0, frame)
            used.insert(0, delivery)
            findings += _of_file(system, sheet, delivery, filled)
    return Opened(pd.concat(kept, ignore_index=True), tuple(used), tuple(findings))


def _read(listing: Listing, sheet: Spreadsheet) -> Filled:
    filled = listing.filled(sheet)
    if filled is None:
        raise DeliveryError(f"ไม่ใช่{listing.title}แล้ว", where=sheet.name, remedy="สั่ง workbook receive กับไฟล์นี้อีกครั้ง")
    return filled


def _frame(listing: Listing, filled: Filled, delivery: Delivery, sheet: str) -> pd.DataFrame:
    rows = [row for _, row in filled.rows]
    columns: dict[str, object] = {
        column.name: [row[filled.places[column.name]] if column.name in filled.places else None for row in rows]
        for column in listing.columns
    }
    columns |= {"smis": [filled.code(row) for row in rows], "row": [number for number, _ in filled.rows]}
    return pd.DataFrame(columns, dtype=object).assign(delivery=delivery.id, file=delivery.name, sheet=sheet)


def _of_file(system: str, sheet: Spreadsheet, delivery: Delivery, filled: Filled) -> Iterator[Finding]:
    yield from check_file(system, sheet, delivery)
    if filled.unknown:
        found, rule = ", ".join(filled.unknown)[:200], f"{system}.file.column_unknown"
        yield Finding(rule, "", delivery.report, delivery.id, delivery.name, sheet.sheet, found=found)


@dataclass(frozen=True)
class ListingSystem:
    """A system that delivers lists of one kind, the same in every round, and knows no pupils."""

    name: str
    title: str
    place: int
    listing: Listing
    reports: Mapping[str, str]
    schemas: tuple[TableSchema, ...]
    rules: tuple[Rule, ...]
    label_orders: Mapping[str, Sequence[str]]
    build: Callable[[RoundInputs], dict[str, pd.DataFrame]]

    def expected(self, round_: Round) -> tuple[str, ...]:
        """The list itself."""
        return (self.listing.report,)

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """The reading order of the labels."""
        return self.label_orders

    def recognise(self, sheet: Spreadsheet, area_code: str) -> Recognition | None:
        """Tell this system's list."""
        return self.listing.recognise(sheet, area_code)

    def pupil_references(self, sheet: Spreadsheet, rows: Collection[int]) -> Mapping[int, str]:
        """None: no row is a pupil's."""
        return {}
