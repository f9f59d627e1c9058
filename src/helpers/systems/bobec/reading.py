"""Reading a row of a list of buildings: its cells (`พ.ศ. 2506`, `1,250,000.00`, `อาคารเรียน ลำดับที่ 1`) and its
findings."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TypeVar

from helpers.foreign.cells import DIGIT, baht_in, count_in, is_empty, is_error, is_no_label, matched
from helpers.foreign.text_files import BETWEEN_VALUES
from helpers.params.checks import Plausible
from helpers.systems.bobec import schemas
from helpers.systems.bobec.schemas import CLASSROOM_BUILDING, CONDITIONS, KINDS, LABELS
from helpers.tables.findings import Finding
from helpers.tables.schemas import NOT_STATED

_YEAR = re.compile(rf"(?:พ\.?\s*ศ\.?)?\s*({DIGIT}{{4}})")
_NAMED = re.compile(rf"(.*?)\s*(?:ลำดับที่|หลังที่)\s*({DIGIT}{{1,4}})")


def rooms_in(text: str | None, most: int) -> int | None:
    """A count of rooms: `8 ห้อง` is 8; None for an empty cell. Raises ValueError for anything else and for more than
    `most`."""
    rooms = count_in(text, "ห้อง")
    if rooms is not None and rooms > most:
        raise ValueError(text)
    return rooms


def years_in(text: str | None, most: int) -> int | None:
    """A number of years: `25 ปี` is 25; None for an empty cell. Raises ValueError for anything else, for 0 and for more
    than `most`, as where somebody entered the year itself."""
    years = count_in(text, "ปี")
    if years is not None and not 1 <= years <= most:
        raise ValueError(text)
    return years


def year_in(text: str | None) -> int | None:
    """A year of four digits in the era that the cell has it in: `พ.ศ. 2506`, `2506`; None for an empty cell.

    Raises ValueError for anything else.
    """
    match = matched(_YEAR, text)
    return None if match is None else int(match[1])


def money_in(text: str | None) -> Decimal | None:
    """Baht: `1,250,000.00`, `980000 บาท`; None for an empty cell.

    Raises ValueError for anything else, a third decimal included.
    """
    return baht_in(text, "บาท")


def kind_and_number(text: str) -> tuple[str, int | None]:
    """`ส้วม ลำดับที่ 2` is `("ส้วม", 2)`; the number is None for a text without one."""
    plain = re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", text)).strip()
    named = _NAMED.fullmatch(plain)
    return (named[1], int(named[2])) if named else (plain, None)


_FIRST_BUDDHIST_YEAR = 2400
"""A smaller year is one of the Christian era."""
_IMAGE = re.compile(r"\.\w{2,5}$")
_LONGEST_FOUND = 60
Row = Mapping[str, str | None]
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Asset:
    """The columns of the newer register, budget in baht; None or `NOT_STATED` for a cell without a value."""

    special_rooms: int | None
    added_rooms: int | None
    service_life: int | None
    budget: Decimal | None
    budget_source: str
    use: str


@dataclass(frozen=True)
class Building:
    """One record. `asset` is None where the file has no column of the newer register."""

    kind: str
    number: int | None
    plan: str
    rooms: int | None
    year: int | None
    condition: str
    asset: Asset | None
    photographs: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def has_classrooms(self) -> bool:
        """Whether it is a classroom building."""
        return self.kind == CLASSROOM_BUILDING

    @property
    def gaps(self) -> tuple[str, ...]:
        """The names of the fields that the record does not state, or whose cell cannot be read."""
        stated = {
            schemas.GAP_NUMBER: self.number is not None,
            schemas.GAP_PLAN: self.plan != NOT_STATED,
            schemas.GAP_ROOMS: self.rooms is not None or not self.has_classrooms,
            schemas.GAP_YEAR: self.year is not None,
            schemas.GAP_CONDITION: self.condition != NOT_STATED,
        }
        return tuple(gap for gap, is_stated in stated.items() if not is_stated)


class CellReader:
    """Reads the cells of one row and keeps a finding for each that cannot be read."""

    def __init__(self, row: Row, finding_at_row: Callable[..., Finding]) -> None:
        self._row, self._finding_at_row = row, finding_at_row
        self.findings: list[Finding] = []

    def add_finding(self, rule: str, column: str, allowed: str = "") -> None:
        """Keep a finding at a column of the row."""
        cell = (self._row[column] or "(ว่าง)")[:_LONGEST_FOUND]
        self.findings.append(self._finding_at_row(f"bobec.{rule}", column=LABELS[column], found=cell, allowed=allowed))

    def read(self, column: str, reader: Callable[[str | None], _Value | None], rule: str) -> _Value | None:
        """The value of a cell; None, and a finding under the rule, where it cannot be read."""
        try:
            return reader(self._row[column])
        except ValueError:
            self.add_finding(rule, column)
            return None

    def words(self, column: str) -> str:
        """The text of a cell; `NOT_STATED` for an empty cell and for an error of Excel."""
        text = self._row[column]
        return NOT_STATED if is_empty(text) or is_no_label(text) else str(text)


def read_building(row: Row, last_year: int, limits: Plausible, finding_at_row: Callable[..., Finding]) -> Building:
    """The building of a row. `last_year` (พ.ศ.) is the year of the data, `limits` are counts that no building exceeds,
    and `finding_at_row` makes a finding that names the row."""
    reader = CellReader(row, finding_at_row)
    kind, number = _kind_and_number(reader, row)
    return Building(
        kind=kind or NOT_STATED,
        number=number,
        plan=_plan(reader),
        rooms=_rooms(reader, row, kind, limits.rooms),
        year=_year(reader, row, last_year),
        condition=_condition(reader, row),
        asset=_asset(reader, row, limits),
        photographs=tuple(_photographs(reader, row)),
        findings=tuple(reader.findings),
    )


def _kind_and_number(reader: CellReader, row: Row) -> tuple[str, int | None]:
    kind, number = kind_and_number("" if is_no_label(row["kind"]) else row["kind"] or "")
    if kind not in KINDS:
        reader.add_finding("building.kind_unknown", "kind", ", ".join(KINDS))
    if not is_empty(row["number"]):
        number = reader.read("number", count_in, "building.number_missing")
    elif number is None:
        reader.add_finding("building.number_missing", "kind" if row["number"] is None else "number")
    return kind, number


def _plan(reader: CellReader) -> str:
    plan = reader.words("plan")
    if plan == NOT_STATED:
        reader.add_finding("building.plan_missing", "plan")
    return plan


def _rooms(reader: CellReader, row: Row, kind: str, most: int) -> int | None:
    if kind == CLASSROOM_BUILDING and is_empty(row["rooms"]):
        reader.add_finding("building.rooms_missing", "rooms")
    return reader.read("rooms", partial(rooms_in, most=most), "building.rooms_malformed")


def _year(reader: CellReader, row: Row, last_year: int) -> int | None:
    if is_empty(row["year"]):
        reader.add_finding("building.year_missing", "year")
    year = reader.read("year", year_in, "building.year_malformed")
    if year is not None and not _FIRST_BUDDHIST_YEAR <= year <= last_year:
        reader.add_finding("building.year_impossible", "year", f"{_FIRST_BUDDHIST_YEAR}–{last_year}")
        return None
    return year


def _condition(reader: CellReader, row: Row) -> str:
    if is_empty(row["condition"]):
        reader.add_finding("building.condition_missing", "condition")
    elif row["condition"] not in CONDITIONS:
        reader.add_finding("building.condition_unknown", "condition", ", ".join(CONDITIONS))
    return row["condition"] if row["condition"] in CONDITIONS else NOT_STATED


def _asset(reader: CellReader, row: Row, limits: Plausible) -> Asset | None:
    if all(row[column] is None for column in schemas.ASSET_COLUMNS):
        return None
    rooms = partial(rooms_in, most=limits.rooms)
    return Asset(
        special_rooms=reader.read("special_rooms", rooms, "asset.malformed"),
        added_rooms=reader.read("added_rooms", rooms, "asset.malformed"),
        service_life=reader.read("service_life", partial(years_in, most=limits.service_life), "asset.malformed"),
        budget=reader.read("budget", money_in, "asset.malformed"),
        budget_source=reader.words("budget_source"),
        use=reader.words("use"),
    )


def _photographs(reader: CellReader, row: Row) -> Iterator[str]:
    """The names of the photographs; a word that names no file is a finding instead."""
    for name in _names(row["photographs"]):
        if _IMAGE.search(name):
            yield name
        else:
            reader.add_finding("asset.malformed", "photographs", "ชื่อไฟล์ภาพ เช่น 34010001-01-1.jpg")


def _names(text: str | None) -> Iterator[str]:
    """The names in a cell: a path or an address gives its last part."""
    if not is_empty(text) and not is_error(text):
        parts = str(text).replace(",", BETWEEN_VALUES).split(BETWEEN_VALUES.strip())
        yield from (name for part in parts if (name := part.strip().replace("\\", "/").rpartition("/")[2]))
