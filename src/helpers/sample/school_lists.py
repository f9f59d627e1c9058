"""Lists of many schools, for the systems of buildings and equipment: choosing rows for defects, and writing the file.

The modules of the systems make the rows and their defects; this module holds the rows while defects are planted, and
plants the defects that all lists share: a missing or unknown school, an unknown column, a mixed encoding.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from helpers.periods import Round
from helpers.sample.files import SHEET_NAME, Planted, write_sheet
from helpers.systems.listings import SCHOOL

Row = dict[str, str]
"""One row by the labels of its columns."""
BANNER = "ข้อมูลตัวอย่าง"
STRANGE_COLUMN = "หมายเหตุของโรงเรียน"
_UTF8, _CP874 = "utf-8", "cp874"


class SchoolList:
    """One round's list. Defects of single rows are planted at schools without a defect of the whole school."""

    def __init__(self, system: str, round_: Round, rows: list[Row], rng: np.random.Generator) -> None:
        self.system, self.round, self.rows, self._rng = system, round_, rows, rng
        codes = list(dict.fromkeys(row[SCHOOL] for row in rows))
        self._schools = [codes[index] for index in rng.permutation(len(codes))]
        self._hit: list[Row] = []
        self._at_rows: list[tuple[str, Row]] = []
        self._strange = False
        self.planted: list[Planted] = []

    def take_school(self) -> str | None:
        """Reserve a school for a defect of the whole school; None where only one is left, which the other defects
        need."""
        return self._schools.pop() if len(self._schools) > 1 else None

    def of(self, smis: str) -> list[Row]:
        """The rows of a school."""
        return [row for row in self.rows if row[SCHOOL] == smis]

    def draw(self, eligible: Callable[[Row], bool]) -> Row | None:
        """An eligible row without a defect; None for none."""
        free = [row for row in self.rows if row[SCHOOL] in self._schools and not self.is_hit(row) and eligible(row)]
        if not free:
            return None
        chosen = free[int(self._rng.integers(len(free)))]
        self._hit.append(chosen)
        return chosen

    def is_hit(self, row: Row) -> bool:
        """Whether this row, by identity, has a defect or is reserved."""
        return any(row is other for other in self._hit)

    def spare(self, row: Row) -> None:
        """Reserve a row that another defect needs unchanged."""
        self._hit.append(row)

    def change(self, rule: str, eligible: Callable[[Row], bool], changes: Mapping[str, str]) -> None:
        """Change cells of one eligible row, where the rule must find them."""
        row = self.draw(eligible)
        if row is not None:
            row.update(changes)
            self.note(rule, row)

    def note(self, rule: str, row: Row) -> None:
        """Expect a finding at a row, whose number is known when the file is written."""
        self._at_rows.append((f"{self.system}.{rule}", row))

    def note_school(self, rule: str, smis: str, note: str = "") -> None:
        """Expect a finding about a school as a whole."""
        self.planted.append(Planted(f"{self.system}.{rule}", str(self.round), smis, note=note))

    def leave_out_a_school(self) -> None:
        """Remove all rows of a listed school."""
        smis = self.take_school()
        if smis is not None:
            self.rows = [row for row in self.rows if row[SCHOOL] != smis]
            self.note_school("school.missing", smis)

    def add_unknown_school(self, code: str) -> None:
        """Add a school that is not on the school list, with copies of another school's rows; call it before planting
        defects in rows."""
        copies = [row | {SCHOOL: code} for row in self.of(self._schools[0])]
        self.rows += copies
        self.note("school.not_on_list", copies[0])

    def add_strange_column(self) -> None:
        """Add a column that no list has."""
        self._strange = True

    def write(self, downloads: Path, labels: Sequence[str], *, mixed_into: str = "") -> Iterator[Planted]:
        """Write the file, and yield the findings to be expected. The file is an Excel workbook, or, where `mixed_into`
        names an encoding, a CSV file in it with one line in another encoding.
        """
        if not self.rows:
            return
        header = [SCHOOL, *labels, *[STRANGE_COLUMN] * self._strange]
        cells = [[row.get(label, "") for label in header] for row in self.rows]
        name = f"{self.round}-{self.system}.{'csv' if mixed_into else 'xlsx'}"
        first = 2 if mixed_into else 3
        sheet = "" if mixed_into else SHEET_NAME
        if mixed_into:
            odd = int(self._rng.integers(len(cells)))
            (downloads / name).write_bytes(_mixed([header, *cells], odd + 1, mixed_into))
            rule = f"{self.system}.file.encoding_mixed"
            yield Planted(rule, str(self.round), "", name, row=str(odd + first))
        else:
            write_sheet(downloads / name, BANNER, tuple(header), np.array(cells, dtype=object))
        if self._strange:
            yield Planted(f"{self.system}.file.column_unknown", str(self.round), "", name, sheet)
        for rule, row in self._at_rows:
            number = next(index for index, other in enumerate(self.rows) if other is row) + first
            yield Planted(rule, str(self.round), row[SCHOOL], name, sheet, str(number))
        yield from self.planted


def _mixed(rows: Sequence[Sequence[str]], odd: int, encoding: str) -> bytes:
    other = _CP874 if encoding == _UTF8 else _UTF8
    lines = [_line(row).encode(other if number == odd else encoding) for number, row in enumerate(rows)]
    return b"".join(lines)


def _line(row: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    return text.getvalue()


def write_csv(path: Path, labels: Sequence[str], rows: Sequence[Row]) -> None:
    """Write the page of one school as a CSV file in UTF-8."""
    lines = [_line(labels), *(_line([row.get(label, "") for label in labels]) for row in rows)]
    path.write_text("".join(lines), encoding="utf-8", newline="")
