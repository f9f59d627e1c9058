"""Planting defects in the aggregate tables.

Most defects move a pupil on paper from one school to another, in some cells only. One school gains what the other
loses, so that the area's totals stay right and only the intended rule is broken, at both schools.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from helpers.periods import Round
from helpers.sample.aggregates import AggregateTable
from helpers.sample.files import CONSEQUENCE, Planted
from helpers.systems.dmc.layouts import (
    BOTH_SEXES,
    GRADES,
    INSPECTION_END,
    INSPECTION_START,
    LAYOUT_BY_SLUG,
    LEVEL_OF_GRADE,
    SEXES,
    TOTAL,
    subtotal,
)

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Tables = dict[Round, dict[str, AggregateTable]]

NO_LABEL = ""
NO_SCHOOL = ""
"""The school of a defect in the rows of the area itself."""
THAI = "ไทย"
SUM = len(SEXES)
"""Position of the column for both sexes."""
UNKNOWN_CATEGORY = "ประเภทที่ไม่มีในแบบ"


class PaperMove(NamedTuple):
    """A pupil moved on paper. `signs` are the changes at one school by label (+1 or -1); the other school gets the
    reverse."""

    rule: str
    number: int
    slug: str
    signs: Mapping[str, int]
    shown_at: str
    """The label of the row at which the rule is broken."""
    measures: tuple[str, ...] = (*SEXES, BOTH_SEXES)
    """The changed columns: one of the sexes and the sum, or the sum only."""
    subtotals: bool = True


_RELIGION, _TRAVEL = LAYOUT_BY_SLUG["religion"].whole, LAYOUT_BY_SLUG["travel"].whole
PAPER_MOVES = (
    PaperMove("dmc.aggregate.sex_sum", 2, "shortage", {"เครื่องเขียน": 1}, "เครื่องเขียน", measures=(BOTH_SEXES,)),
    PaperMove("dmc.aggregate.level_sum", 3, "shortage", {"เครื่องแบบนักเรียน": 1}, "เครื่องแบบนักเรียน", subtotals=False),
    PaperMove("dmc.aggregate.category_sum", 2, "travel", {"ไม่เสียค่าโดยสารโดยใช้พาหนะ": 1}, _TRAVEL),
    PaperMove("dmc.aggregate.whole_enrolment", 1, "religion", {_RELIGION: 1, "พุทธ": 1}, _RELIGION),
    PaperMove("dmc.aggregate.inspection_balance", 3, "inspection", {INSPECTION_START: 1}, INSPECTION_END),
    PaperMove(
        "dmc.aggregate.inspection_end", 3, "inspection", {INSPECTION_START: 1, INSPECTION_END: 1}, INSPECTION_END
    ),
)
AREA_SLIPS = ((1, "shortage", "อาหารกลางวัน"), (3, "shortage", "อาหารกลางวัน"))
"""Round, report and label at which the area's row has one pupil too many."""
G_CODES_TOO_MANY = 2
"""The number of schools at which pupils with a G code are reported as Thai."""
REPEATED_ROWS = (1, 2)
"""The rounds in which a school without G codes occurs twice in that report."""
UNKNOWN_CATEGORIES = ((1, "disadvantage"), (3, "dropout"))
ENROLMENT = "enrolment"
UNLISTED_SCHOOLS = ((3, ENROLMENT, "9901"), (3, "g_code", "9902"))
"""Round, report and running number after the area code, higher than any in a school list."""


class AggregateDefects:
    """Plants defects in the tables of one year's rounds, and records in `planted` what the checks must find."""

    def __init__(self, tables: Tables, year: int, rng: np.random.Generator) -> None:
        self._tables, self._year, self._rng = tables, year, rng
        self._used: set[tuple[Round, str, str]] = set()
        self.planted: list[Planted] = []

    def plant(self, area_code: str) -> None:
        """Plant all defects for which there are enough schools and pupils. Rows are inserted first, since they shift
        the rows below them."""
        self._insert_rows(area_code)
        for move in PAPER_MOVES:
            table = self._table(move.number, move.slug)
            for block in self._move_on_paper(table, move):
                self._note(move.rule, table, table.codes[block], table.row_number(block, move.shown_at), move.shown_at)
        schools_with_defect = 0
        # In a small sample not every round has a school with G codes: all are searched until there are enough.
        for number in (1, 3, 2) * G_CODES_TOO_MANY:
            schools_with_defect += schools_with_defect < G_CODES_TOO_MANY and self._too_many_g_codes(number)
        for number, slug, label in AREA_SLIPS:
            self._slip_in_area(self._table(number, slug), label)

    def _table(self, number: int, slug: str) -> AggregateTable:
        return self._tables[Round(self._year, number)][slug]

    def _note(self, rule: str, table: AggregateTable, code: str, row: int, label: str = NO_LABEL) -> None:
        self._used.add((table.round, table.layout.slug, code))
        self.planted.append(Planted(rule, str(table.round), code, table.file, row=str(row), note=label))

    def _drawn(self, blocks: Bools) -> int | None:
        positions = np.flatnonzero(blocks)
        return int(self._rng.choice(positions)) if len(positions) else None

    def _free(self, table: AggregateTable) -> Bools:
        """Whether each school is still without a defect in this table."""
        free = np.array([(table.round, table.layout.slug, code) not in self._used for code in table.codes])
        free[-1] = False
        return free

    def _move_on_paper(self, table: AggregateTable, move: PaperMove, gainers: Bools | None = None) -> tuple[int, ...]:
        """Make the move in some grade and sex at two schools where no count becomes negative, and return the two
        blocks; empty where there are no such schools. `gainers` restricts the first of them.
        """
        free = self._free(table)
        for cell in self._rng.permutation(len(GRADES) * len(SEXES)).tolist():
            grade, sex = divmod(cell, len(SEXES))
            delta = _delta(table, move, GRADES[grade], SEXES[sex])
            taught = free & table.values[:, :, table.groups.index(GRADES[grade])].any(axis=(1, 2))
            may_gain = taught & (table.values + delta >= 0).all(axis=(1, 2, 3))
            gainer = self._drawn(may_gain if gainers is None else may_gain & gainers)
            may_lose = taught & (table.values - delta >= 0).all(axis=(1, 2, 3))
            loser = self._drawn(may_lose & (np.arange(len(table.codes)) != gainer))
            if gainer is not None and loser is not None:
                table.values[gainer] += delta
                table.values[loser] -= delta
                return gainer, loser
        return ()

    def _too_many_g_codes(self, number: int) -> bool:
        """Report foreigners as Thai at a school until it has more G codes than foreigners; False where no school has
        enough of them."""
        nationality, g_codes = self._table(number, "nationality"), self._table(number, "g_code")
        everybody, thai = (nationality.layout.labels.index(label) for label in (nationality.layout.whole, THAI))
        totals = nationality.values[:, :, nationality.groups.index(TOTAL), SUM]
        issued = g_codes.values[:, 0, g_codes.groups.index(TOTAL), SUM]
        spare = totals[:, everybody] - totals[:, thai] - issued
        candidates = self._free(nationality) & (issued > 0)
        block = self._drawn(candidates & (spare == spare[candidates].min(initial=spare.max())))
        if block is None or not all(self._report_as_thai(nationality, block) for _ in range(spare[block] + 1)):
            return False
        self._note("dmc.aggregate.g_code_nationality", g_codes, g_codes.codes[block], g_codes.row_number(block))
        self._used.add((nationality.round, nationality.layout.slug, nationality.codes[block]))
        return True

    def _report_as_thai(self, table: AggregateTable, block: int) -> bool:
        abroad = [label for label in table.layout.categories if label != THAI]
        moves = (PaperMove("", table.round.number, table.layout.slug, {label: -1, THAI: 1}, label) for label in abroad)
        return any(self._move_on_paper(table, move, np.arange(len(table.codes)) == block) for move in moves)

    def _slip_in_area(self, table: AggregateTable, label: str) -> None:
        move = PaperMove("dmc.aggregate.area_sum", table.round.number, table.layout.slug, {label: 1}, label)
        area = len(table.codes) - 1
        table.values[area] += _delta(table, move, "ป.1", SEXES[0])
        self._note(move.rule, table, NO_SCHOOL, table.row_number(area, label), label)

    def _insert_rows(self, area_code: str) -> None:
        """Rows without a pupil, so that no sum changes: a repeated school, an unknown category, an unlisted school."""
        for number in REPEATED_ROWS:
            table = self._table(number, "g_code")
            block = self._drawn(table.values[:-1].sum(axis=(1, 2, 3)) == 0)
            self._insert_behind(table, block, NO_LABEL, "dmc.aggregate.duplicate_school_rows")
        for number, slug in UNKNOWN_CATEGORIES:
            table = self._table(number, slug)
            block = int(self._rng.integers(len(table.codes) - 1))
            self._insert_behind(table, block, UNKNOWN_CATEGORY, "dmc.aggregate.category_unknown")
        for number, slug, running in UNLISTED_SCHOOLS:
            table, code = self._table(number, slug), area_code + running
            row = table.insert(len(table.codes) - 1, code, NO_LABEL)
            self._note("dmc.school.not_on_list", table, code, row)
            if slug == ENROLMENT:
                self._note("dmc.school.no_pupils", table, code, row, CONSEQUENCE)

    def _insert_behind(self, table: AggregateTable, block: int | None, label: str, rule: str) -> None:
        """Insert a row after a school's block; the finding of an unknown category concerns the file, not the school."""
        if block is not None:
            code, row = table.codes[block], table.insert(block + 1, table.codes[block], label)
            self._used.add((table.round, table.layout.slug, code))
            self._note(rule, table, NO_SCHOOL if label == UNKNOWN_CATEGORY else code, row, label)


def _delta(table: AggregateTable, move: PaperMove, grade: str, sex: str) -> Ints:
    """The change of the gaining school's block: one in every cell of the move."""
    groups = (grade, *((subtotal(LEVEL_OF_GRADE[grade]), TOTAL) if move.subtotals else ()))
    measures = [table.layout.measures.index(measure) for measure in move.measures if measure in (sex, BOTH_SEXES)]
    delta = np.zeros(table.values.shape[1:], dtype=np.int64)
    for label, sign in move.signs.items():
        cells = np.ix_([table.layout.labels.index(label)], [table.groups.index(group) for group in groups], measures)
        delta[cells] = sign
    return delta
