"""Reading an area aggregate: its layout is recognised, then its cells become a cube of counts for checks and tables.

The files have no header. Which column is which shows only in the sums that a file states beside their parts: of the
known orders of columns, the one in which these sums hold is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from helpers.errors import DeliveryError
from helpers.foreign.spreadsheets import HEADER_WITHIN, Spreadsheet
from helpers.identifiers import AREA_BLOCK, SMIS, area_block_code
from helpers.params.checks import Checks, Plausible, RenamedLabel
from helpers.periods import Round
from helpers.systems.dmc.labels import label_in, renamed, respelled
from helpers.systems.dmc.layouts import (
    BOTH_SEXES,
    GRADES_BY_LEVEL,
    LAYOUTS,
    LEVELS,
    ROOMS,
    SEXES,
    TOTAL,
    Layout,
    Shape,
    subtotal,
)
from helpers.systems.system import Recognition
from helpers.tables.file_names import refuse_other_areas
from helpers.tables.findings import Finding
from helpers.tables.register import Delivery
from helpers.tables.schemas import NOT_STATED

_ROUND_CELL = re.compile(r"25[0-9]{2}-[123]")
_AREA_ALONE = re.compile(r"[0-9]{4}")
_ROUND_AS_DAY = re.compile(r"(?P<year>25[0-9]{2})-0(?P<number>[123])-01")
_BECAME_DATE = re.compile(r"(?:[A-Za-z]{3,9}|[ก-๙.]{3,12})[ -]?[0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9/]{6,10}")
_COUNT = "(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}|[0-9]{1,9})"
"""Spreadsheet programs save a count as they show it, `1,318` too."""
_LEAST_SHARE = 0.5
"""A file is taken for a report when at least this share of the different cells of its third column fit: they are labels
of that report, or numbers where it has no categories."""
_RENAMED = "dmc.aggregate.category_renamed"
_WrongCell = tuple[str, int, int, str, str]
"""A cell without a usable count: rule, index of its row, index of its column among the counts, content, what is
allowed."""


@dataclass(frozen=True)
class Aggregate:
    """One aggregate file, opened: `counts[row, group, measure]`, with the school, category and file row of each row."""

    layout: Layout
    groups: tuple[str, ...]
    delivery: Delivery
    sheet: str
    smis: npt.NDArray[np.str_]
    category: npt.NDArray[np.str_]
    rows: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    of_area: npt.NDArray[np.bool_]
    """True for rows of the area's own total."""
    of_schools: npt.NDArray[np.bool_]
    """True for rows of schools: no area's total is one, whichever area it is of."""
    findings: list[Finding] = field(default_factory=list)

    def finding(self, rule: str, index: int, **details: str) -> Finding:
        """A finding at one row of this file."""
        smis, row = str(self.smis[index]) if self.of_schools[index] else "", int(self.rows[index])
        return Finding(rule, smis, self.layout.slug, self.delivery.id, self.delivery.name, self.sheet, row, **details)

    def finding_of_file(self, rule: str, row: int = 0, **details: str) -> Finding:
        """A finding about the file as a whole, which is the area's; `row` is where it first shows, 0 for nowhere."""
        return Finding(rule, "", self.layout.slug, self.delivery.id, self.delivery.name, self.sheet, row, **details)

    @property
    def group_names(self) -> tuple[str, ...]:
        """The labels of the groups of columns for readers; `กลุ่มที่ 1` where their meaning is unknown."""
        return self.groups or tuple(f"กลุ่มที่ {number}" for number in range(1, self.counts.shape[1] + 1))

    @property
    def sums(self) -> tuple[Sums, ...]:
        """The sums that the report states: of the sexes, and of grades and levels where it has them."""
        if self.layout.shape is Shape.FLAGS:
            return ()
        sexes = sex_sums(self.counts, self.group_names)
        return (sexes, level_sums(self.counts, self.groups)) if self.layout.shape is Shape.LEVELS else (sexes,)

    @property
    def broken_sums(self) -> list[tuple[str, int, int]]:
        """The sums that fail in most rows: name, rows in which it fails, rows. A file with any of them has no known
        layout."""
        return [broken for sums in self.sums for broken in sums.broken]


def recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    """Which aggregate a file is, else None. Raises DeliveryError for an aggregate that cannot be used."""
    rows = filled_rows(sheet)
    if not rows or not _opens(rows[0][1]) or _is_headed_list(sheet, rows):
        _refuse_dates(sheet, rows)
        return None
    sheet.refuse_merged(rows[0][0] - 1)
    _refuse_ragged(sheet, rows)
    layout = _layout_of(sheet, rows)
    _refuse_foreign(sheet, rows, area_code)
    schools = {row[1] for _, row in rows} - {area_block_code(area_code)}
    return Recognition(layout.slug, Round.parse(rows[0][1][0]), len(rows), holds=len(schools))


def filled_rows(sheet: Spreadsheet) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with their row numbers; headings that an office put above them are left out."""
    filled = [(number, _as_usual(row)) for number, row in sheet.numbered if any(row)]
    first = next((index for index, (_, row) in enumerate(filled[:HEADER_WITHIN]) if _opens(row)), 0)
    headings = not any(cell.isdecimal() for _, row in filled[:first] for cell in row)
    return filled[first:] if headings else filled


def _as_usual(row: list[str]) -> list[str]:
    """The row as files have it today. Excel makes the date 2568-02-01 of the round `2568-2`; files up to 2566 name the
    area by its code alone."""
    round_, code, *others = (*row, "", "")[: max(2, len(row))]
    month = _ROUND_AS_DAY.fullmatch(round_)
    round_ = f"{month['year']}-{month['number']}" if month else round_
    if not _ROUND_CELL.fullmatch(round_):
        return row
    return [round_, area_block_code(code) if _AREA_ALONE.fullmatch(code) else code, *others]


def _opens(row: list[str]) -> bool:
    """Whether a row begins as all of an aggregate do: with the round, and a school or an area."""
    return len(row) > 2 and bool(_ROUND_CELL.fullmatch(row[0]) and SMIS.fullmatch(row[1]))


def _refuse_dates(sheet: Spreadsheet, rows: list[tuple[int, list[str]]]) -> None:
    """Refuse a file in which Excel turned the round, such as `2568-2`, into a month when it opened and saved the
    CSV."""
    dated = [row for _, row in rows if len(row) > 2 and SMIS.fullmatch(row[1]) and _BECAME_DATE.fullmatch(row[0])]
    if dated and len(dated) == len(rows) and any(len(dated[0]) in layout.widths for layout in LAYOUTS):
        problem = f"คอลัมน์ที่ 1 ควรเป็นรอบ เช่น 2568-2 แต่เป็น “{dated[0][0]}” เพราะ Excel แปลงรอบเป็นวันที่เมื่อเปิดและบันทึกไฟล์"
        remedy = "ดาวน์โหลดไฟล์นี้จากระบบอีกครั้ง แล้วส่งโดยไม่เปิดและบันทึกด้วย Excel"
        raise DeliveryError(problem, where=f"{sheet.name} แถว {rows[0][0]}", remedy=remedy)


def _refuse_ragged(sheet: Spreadsheet, rows: list[tuple[int, list[str]]]) -> None:
    usual = Counter(len(row) for _, row in rows).most_common(1)[0][0]
    odd = [number for number, row in rows if len(row) != usual]
    if odd:
        listed = ", ".join(map(str, odd[:5])) + (" …" if len(odd) > 5 else "")
        problem = f"จำนวนคอลัมน์ไม่เท่ากัน: ส่วนใหญ่มี {usual} คอลัมน์ แต่แถว {listed} ไม่ใช่ (ไฟล์อาจขาดตอน)"
        raise DeliveryError(problem, where=sheet.name, remedy="ดาวน์โหลดรายงานนี้จากระบบอีกครั้ง")


def _is_headed_list(sheet: Spreadsheet, rows: list[tuple[int, list[str]]]) -> bool:
    """Whether the rows are another system's list: they have a heading above them and fit no aggregate."""
    if rows[0][0] == next(number for number, row in sheet.numbered if any(row)):
        return False
    share, layout = _best_layout(rows)
    return share < _LEAST_SHARE or layout.shape is Shape.FLAGS


def _best_layout(rows: list[tuple[int, list[str]]]) -> tuple[float, Layout]:
    """The share of the third column's labels that fit the best layout of this width, and that layout."""
    width = len(rows[0][1])
    labels = {respelled(row[2]) for _, row in rows if len(row) > 2}
    numbers = {label for label in labels if re.fullmatch(_COUNT, label)}
    shares = [
        (len(labels & set(layout.labels) if layout.labels else numbers) / len(labels), layout)
        for layout in LAYOUTS
        if width in layout.widths
    ]
    return max(shares, key=lambda pair: pair[0], default=(0.0, LAYOUTS[0]))


def _layout_of(sheet: Spreadsheet, rows: list[tuple[int, list[str]]]) -> Layout:
    width, (share, layout) = len(rows[0][1]), _best_layout(rows)
    if share < _LEAST_SHARE:
        widths = sorted({width for layout in LAYOUTS for width in layout.widths})
        problem = f"มี {width} คอลัมน์ และคอลัมน์ที่ 3 เป็น “{rows[0][1][2]}” ไม่ตรงกับรายงาน DMC แบบใด"
        allowed = f"จำนวนคอลัมน์ที่รู้จักคือ {', '.join(map(str, widths))} และคอลัมน์ที่ 3 ต้องเป็นชื่อประเภทของรายงานนั้น"
        raise DeliveryError(problem, where=sheet.name, remedy=f"ดาวน์โหลดใหม่โดยไม่แทรก ลบ หรือย้ายคอลัมน์ ({allowed})")
    return layout


def _refuse_foreign(sheet: Spreadsheet, rows: list[tuple[int, list[str]]], area_code: str) -> None:
    rounds = {row[0] for _, row in rows}
    if len(rounds) > 1:
        problem = f"มีหลายรอบในไฟล์เดียว: {', '.join(sorted(rounds)[:4])}"
        raise DeliveryError(problem, where=sheet.name, remedy="ดาวน์โหลดแยกไฟล์ละรอบ")
    malformed = [number for number, row in rows if not SMIS.fullmatch(row[1])]
    if malformed:
        problem = f"รหัสโรงเรียนในคอลัมน์ที่ 2 ไม่ใช่เลข 8 หลัก ที่แถว {malformed[0]}"
        raise DeliveryError(problem, where=sheet.name, remedy="ดาวน์โหลดใหม่โดยไม่ย้ายคอลัมน์หรือแก้รหัส")
    refuse_other_areas([(number, row[1]) for number, row in rows], area_code, sheet.name)


def read_aggregate(sheet: Spreadsheet, delivery: Delivery, layout: Layout, area_code: str, checks: Checks) -> Aggregate:
    """The cube of a recognised file; counts that no school can have and renamed labels become findings."""
    numbered = filled_rows(sheet)
    fixed = 2 + bool(layout.whole)
    cells, wrong = _counts([row[fixed:] for _, row in numbered])
    smis = np.array([row[1] for _, row in numbered])
    of_schools = ~np.char.endswith(smis, AREA_BLOCK)
    counts = cells.reshape(len(numbered), -1, 1 if layout.shape is Shape.FLAGS else len(layout.measures))
    counts, too_many = _plausible(counts, of_schools, layout, checks.plausible)
    written = [(label_in(row[2]) or NOT_STATED) if layout.whole else "" for _, row in numbered]
    other = _renamed(layout, written, checks.renamed_labels.words)
    aggregate = Aggregate(
        layout=layout,
        groups=order_that_adds_up(counts, layout.orders(len(numbered[0][1]))),
        delivery=delivery,
        sheet=sheet.sheet,
        smis=smis,
        category=np.array([other.get(label, label) for label in written]),
        rows=np.array([number for number, _ in numbered]),
        counts=counts,
        of_area=smis == area_block_code(area_code),
        of_schools=of_schools,
    )
    for label, known in other.items():
        row = numbered[written.index(label)][0]
        aggregate.findings.append(aggregate.finding_of_file(_RENAMED, row, found=label, allowed=known))
    for rule, index, column, cell, allowed in (*wrong, *too_many):
        named = f"คอลัมน์ {fixed + column + 1}"
        aggregate.findings.append(aggregate.finding(rule, index, column=named, found=cell, allowed=allowed))
    return aggregate


def _plausible(
    counts: Cube, of_schools: npt.NDArray[np.bool_], layout: Layout, limits: Plausible
) -> tuple[Cube, list[_WrongCell]]:
    """The counts without those that no school can have, and these as wrong cells; a flag is 0 or 1."""
    if layout.shape is Shape.FLAGS:
        most = np.array([1])
    else:
        most = np.array([limits.rooms if measure == ROOMS else limits.pupils for measure in layout.measures])
    too_many = (counts > most) & of_schools[:, None, None]
    implausible = [
        (
            "dmc.aggregate.count_implausible",
            int(row),
            int(group * len(most) + measure),
            f"{counts[row, group, measure]:,}",
            f"ไม่เกิน {most[measure]:,}",
        )
        for row, group, measure in np.argwhere(too_many)
    ]
    return np.where(too_many, NOT_A_COUNT, counts), implausible


def _renamed(layout: Layout, written: Sequence[str], words: Sequence[RenamedLabel]) -> dict[str, str]:
    """Unknown label to the label of other rounds that it stands for; none where the file has that label too."""
    present = set(written)
    unknown = [label for label in dict.fromkeys(written) if label not in layout.labels]
    other = {label: renamed(label, words) for label in unknown}
    return {label: known for label, known in other.items() if known in layout.labels and known not in present}


def _counts(cells: list[list[str]]) -> tuple[npt.NDArray[np.int64], list[_WrongCell]]:
    """The cells as whole numbers from 0 up (`NOT_A_COUNT` for others), and the cells without one."""
    flat = pa.array(chain.from_iterable(cells), pa.string())
    counted = pc.match_substring_regex(flat, f"^{_COUNT}$")
    plain = pc.replace_substring(flat, ",", "")
    values = pc.if_else(counted, plain, str(NOT_A_COUNT)).cast(pa.int64()).to_numpy().reshape(len(cells), -1)
    wrong = [
        ("dmc.aggregate.not_a_count", int(row), int(column), cells[row][column][:40] or "(ว่าง)", "จำนวนเต็มตั้งแต่ 0")
        for row, column in np.argwhere(values < 0)
    ]
    return values, wrong


NOT_A_COUNT = -1
"""The value in a cube of a cell without a count; such cells are findings and left out of every sum."""
_FEW = 2
"""The number of rows in which a sum may fail whatever their share: a few wrong rows are single findings."""
Cube = npt.NDArray[np.int64]
Groups = tuple[str, ...]


@dataclass(frozen=True)
class Sums:
    """Sums as rows state them and as their parts add up (both rows × sums × measures), with the names of the sums."""

    names: tuple[str, ...]
    stated: Cube
    summed: Cube

    @property
    def broken(self) -> list[tuple[str, int, int]]:
        """The sums that fail in most of the rows in which they are above zero: name, rows in which it fails, rows."""
        known = (self.stated != NOT_A_COUNT) & (self.summed != NOT_A_COUNT)
        about = (known & ((self.stated > 0) | (self.summed > 0))).any(axis=2).sum(axis=0)
        against = (known & (self.stated != self.summed)).any(axis=2).sum(axis=0)
        sums = zip(self.names, against.tolist(), about.tolist(), strict=True)
        return [(name, wrong, rows) for name, wrong, rows in sums if wrong > _FEW and 2 * wrong > rows]


def summed(parts: Cube) -> Cube:
    """The sum over the last axis; `NOT_A_COUNT` where any part is."""
    return np.where((parts == NOT_A_COUNT).any(axis=-1), NOT_A_COUNT, parts.sum(axis=-1))


def level_sums(counts: Cube, groups: Groups) -> Sums:
    """The subtotal of each level with the sum of its grades, and the total with the sum of the subtotals."""
    index = {group: position for position, group in enumerate(groups)}
    parts = {
        subtotal(level): [index[grade] for grade in grades if grade in index]
        for level, grades in GRADES_BY_LEVEL.items()
    }
    parts[TOTAL] = [index[subtotal(level)] for level in LEVELS]
    stated = counts[:, [index[name] for name in parts]]
    sums = [summed(np.moveaxis(counts[:, columns], 1, -1)) for columns in parts.values()]
    return Sums(tuple(parts), stated, np.stack(sums, axis=1))


def sex_sums(counts: Cube, names: Sequence[str]) -> Sums:
    """For each group, both sexes with the sum of boys and girls."""
    return Sums(tuple(names), counts[:, :, 2:3], summed(counts[:, :, :2])[:, :, None])


def order_that_adds_up(counts: Cube, orders: Sequence[Groups]) -> Groups:
    """Of several orders of groups the one in which the fewest level sums fail, the first of equals. `counts` has all
    measures of the layout."""
    pupils = counts[:, :, : len((*SEXES, BOTH_SEXES))]

    def against(groups: Groups) -> int:
        sums = level_sums(pupils, groups)
        return int((sums.stated != sums.summed).sum())

    return min(orders, key=against) if len(orders) > 1 else orders[0]
