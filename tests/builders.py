"""Small deliveries for tests: aggregates and pupil lists of three invented schools, and an office to receive them."""

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from helpers.catalogue import open_graph
from helpers.deliveries.new_round import write_round
from helpers.deliveries.receiving import Received, receive
from helpers.identifiers import area_block_code, citizen_check_digit
from helpers.params.folder import Params, read_params
from helpers.params.school_list import COLUMNS
from helpers.periods import Round
from helpers.systems.dmc import labels
from helpers.systems.dmc.layouts import (
    GRADES_BY_LEVEL,
    LAYOUT_BY_SLUG,
    LEVEL_GROUPS,
    LEVEL_GROUPS_BEFORE_VOCATIONAL,
    LEVELS,
    TOTAL,
    Layout,
    Shape,
    subtotal,
)
from helpers.systems.dmc.pupil_list import BANNER, PUPIL_COLUMNS
from helpers.tables.data_folder import DataFolder
from helpers.tables.snapshots import Snapshot

PROJECT_PARAMS = Path(__file__).resolve().parents[1] / "params"
AREA = "3401"
ROUND = "2568-3"
Counts = Mapping[str, Mapping[tuple[str, str], int]]
Rows = list[list[str]]
SCHOOL_ROWS = (
    ("34010001", "1034000001", "000001", "บ้านตัวอย่างหนึ่ง", "อนุบาล-ประถมศึกษา", "เมืองตัวอย่าง", "ในเมือง"),
    ("34010002", "1034000002", "000002", "บ้านตัวอย่างสอง", "อนุบาล-มัธยมศึกษาตอนต้น", "เมืองตัวอย่าง", "นอกเมือง"),
    ("34010003", "1034000003", "000003", "บ้านตัวอย่างสาม", "อนุบาล-ประถมศึกษา", "ชายตัวอย่าง", "ท้ายเมือง"),
)
ENROLLED: Counts = {
    "34010001": {("อ.2", "ช"): 1, ("อ.2", "ญ"): 1, ("ป.1", "ช"): 3, ("ป.1", "ญ"): 2},
    "34010002": {("ป.6", "ช"): 2, ("ม.1", "ญ"): 2},
    "34010003": {("อ.3", "ญ"): 1, ("ป.3", "ช"): 1},
}
ALL_PUPILS = sum(count for school in ENROLLED.values() for count in school.values())
_MEASURES = {"ช": ("ช",), "ญ": ("ญ",), "รวม": ("ช", "ญ")}


def parted(page: str) -> str:
    """A page's HTML without the marks of words that hold together."""
    return re.sub(r'<span class="whole">(.*?)</span>', r"\1", page)


def _grades_of(group: str) -> tuple[str, ...]:
    if group == TOTAL:
        return tuple(grade for grades in GRADES_BY_LEVEL.values() for grade in grades)
    return {subtotal(level): GRADES_BY_LEVEL[level] for level in LEVELS}.get(group, (group,))


def _cells(layout: Layout, groups: Sequence[str], counts: Mapping[tuple[str, str], int]) -> list[int]:
    cells = []
    for group in groups:
        grades = _grades_of(group)
        for measure in layout.measures:
            if measure in _MEASURES:
                places = [(grade, sex) for grade in grades for sex in _MEASURES[measure]]
                cells.append(sum(counts.get(place, 0) for place in places))
            else:
                cells.append(len({grade for grade, _ in counts if grade in grades}))
    return cells


def aggregate(slug: str, round_: str = ROUND, enrolled: Counts = ENROLLED, *, older: bool = False) -> Rows:
    """A report of the schools and the area, with every pupil in its first category; nobody has a G code.

    `older` is the width that files had before the vocational grades.
    """
    schools = tuple((smis, tuple(counts.items())) for smis, counts in enrolled.items())
    return [list(row) for row in _aggregate(slug, round_, schools, older=older)]


Schools = tuple[tuple[str, tuple[tuple[tuple[str, str], int], ...]], ...]
"""Counts as what a cache can tell apart."""


@lru_cache(maxsize=64)
def _aggregate(slug: str, round_: str, schools: Schools, *, older: bool) -> Rows:
    """The rows, which most tests of a system begin with and only some change: made once, and copied for each."""
    enrolled: Counts = {smis: dict(counts) for smis, counts in schools}
    layout = LAYOUT_BY_SLUG[slug]
    if layout.shape is Shape.FLAGS:
        return [[round_, code, *["1"] * (layout.width - 2)] for code in (*enrolled, area_block_code(AREA))]
    groups: Sequence[str] = LEVEL_GROUPS_BEFORE_VOCATIONAL if older else LEVEL_GROUPS
    if layout.shape is not Shape.LEVELS:
        groups = layout.widths[layout.width] or [TOTAL, *["?"] * (layout.width // 3 - 2)]
    everybody = {"", *layout.labels[:2], *({labels.INSPECTION_END} if slug == "inspection" else ())}
    everybody -= {labels.INSPECTION_MOVED_IN}
    rows, totals = [], {label: [0] * len(groups) * len(layout.measures) for label in layout.labels or ("",)}
    for smis, counts in enrolled.items():
        for label in totals:
            cells = _cells(layout, groups, counts if label in everybody and slug != "g_code" else {})
            totals[label] = [total + cell for total, cell in zip(totals[label], cells, strict=True)]
            rows.append([round_, smis, *([label] if label else []), *map(str, cells)])
    area = area_block_code(AREA)
    return rows + [[round_, area, *([label] if label else []), *map(str, cells)] for label, cells in totals.items()]


def place_of(slug: str, rows: Rows, code: str, group: str, measure: str, label: str = "") -> tuple[int, int]:
    """Row (from 0) and column (from 0) of one count."""
    layout = LAYOUT_BY_SLUG[slug]
    row = next(n for n, row in enumerate(rows) if row[1] == code and (not label or row[2] == label))
    groups = layout.widths[len(rows[row])]
    fixed = 2 + bool(layout.whole)
    return row, fixed + groups.index(group) * len(layout.measures) + layout.measures.index(measure)


def csv_bytes(rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode(encoding)


def write_csv(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> Path:
    """Write the rows as a CSV file; its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_bytes(rows, encoding))
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[object]], **more: Iterable[Sequence[object]]) -> Path:
    """Write the rows as the first sheet of an Excel workbook, and `more` by the names of the others; its path."""
    book = Workbook()
    sheets = [(book.worksheets[0], rows), *((book.create_sheet(name), each) for name, each in more.items())]
    for sheet, each in sheets:
        for row in each:
            sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def citizen_number(serial: int) -> str:
    """A number that carries its check digit and that no registry issues."""
    first_twelve = f"9{serial:011d}"
    return first_twelve + citizen_check_digit(first_twelve)


_YOUNGEST = {"อ.2": 3, "อ.3": 4, "ป.1": 5, "ป.3": 7, "ป.6": 10, "ม.1": 11}
_PUPIL = {column.name: "-" for column in PUPIL_COLUMNS} | {
    "school_name": "บ้านตัวอย่าง",
    "room": "1",
    "first_name": "นามสมมติ",
    "last_name": "สกุลสมมติ",
    "weight_kg": "25",
    "height_cm": "120",
    "religion": "พุทธ",
    "ethnicity": "ไทย",
    "nationality": "ไทย",
    "house_no": "99/999",
    "disadvantage": "เด็กยากจน",
}


def pupil(serial: int, smis: str = "34010001", grade: str = "ป.1", sex: str = "ช", **changes: str) -> dict[str, str]:
    """One row of the pupil list, by column name; of a plausible age on the day of any round of 2568."""
    return _PUPIL | {
        "smis": smis,
        "learner_number": citizen_number(serial),
        "grade": grade,
        "student_number": str(serial),
        "sex": sex,
        "title": {"ช": "เด็กชาย", "ญ": "เด็กหญิง"}.get(sex, "-"),
        "birth_date": f"01/02/{2568 - _YOUNGEST.get(grade, 7) - 2}",
        **changes,
    }


def roster(enrolled: Counts = ENROLLED) -> list[dict[str, str]]:
    """A pupil list that agrees with the enrolment."""
    places = [
        (smis, *place) for smis, school in enrolled.items() for place, count in school.items() for _ in range(count)
    ]
    return [pupil(serial, *place) for serial, place in enumerate(places, 1)]


def pupil_rows(pupils: Iterable[Mapping[str, str]]) -> Rows:
    """Banner, header and the pupils."""
    banner = [f"{BANNER} 2026-05-02 04:10:12.244315", *[""] * (len(PUPIL_COLUMNS) - 1)]
    header = [column.header for column in PUPIL_COLUMNS]
    return [banner, header, *([each[column.name] for column in PUPIL_COLUMNS] for each in pupils)]


@dataclass(frozen=True)
class Office:
    """An office with three schools on its list, its parameters and its data folder."""

    folder: Path

    @property
    def data(self) -> DataFolder:
        """Its data folder."""
        return DataFolder(self.folder / "data")

    @property
    def params(self) -> Params:
        """Its parameters as the files are now."""
        return _params_as_of(self.folder / "params", _file_states(self.folder / "params"))

    def receive(self, *paths: Path, round_: str = "", accept_fewer: bool = False) -> list[Received]:
        """Receive files."""
        stated = Round.parse(round_) if round_ else None
        return receive(paths, self.data, self.params, stated, accept_fewer=accept_fewer)

    def snapshot(self, round_: str = ROUND, system: str = "dmc") -> Snapshot:
        """The tables of a round."""
        snapshot = open_graph(self.data, self.params).snapshot(system, Round.parse(round_))
        assert snapshot is not None
        return snapshot

    def rules(self, round_: str = ROUND, system: str = "dmc") -> set[str]:
        """The rules that found anything in a round."""
        return set(self.snapshot(round_, system).read("findings")["rule"])

    def edit(self, file: str, change: Callable[[str], str]) -> None:
        """Change a parameter file."""
        path = self.folder / "params" / file
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


FileStates = tuple[tuple[str, int, int], ...]
"""Path, time and size of every file below a folder: equal as long as nothing in it was written."""


def _file_states(folder: Path) -> FileStates:
    files = ((path, path.stat()) for path in sorted(folder.rglob("*")))
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in files)


@lru_cache(maxsize=8)
def _params_as_of(folder: Path, _states: FileStates) -> Params:
    """The parameters of an office, read once for each state of its files: reading takes as long as a small test."""
    return read_params(folder)


def make_office(folder: Path, schools: Sequence[Sequence[str]] = SCHOOL_ROWS) -> Office:
    """A new office; its parameter folder is the project's with another school list."""
    shutil.copytree(
        PROJECT_PARAMS,
        folder / "params",
        ignore=shutil.ignore_patterns("rounds", "schools", "programmes", "fiscal_years"),
    )
    write_csv(folder / "params" / "schools" / f"{AREA}.csv", [COLUMNS, *schools])
    for round_ in ("2568-1", "2568-2", "2568-3"):
        write_round(folder / "params", Round.parse(round_))
    return Office(folder)


def pupils_by(frame: pd.DataFrame, *columns: str) -> dict[object, int]:
    """Sums of pupils by columns."""
    sums: dict[object, int] = frame.groupby(list(columns))["pupils"].sum().to_dict()
    return sums
