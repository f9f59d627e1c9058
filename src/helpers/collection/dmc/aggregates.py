"""Reading an area aggregate: recognise its layout, then turn its cells into a cube that checks and tables share."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from helpers.collection.dmc.labels import respelled
from helpers.collection.dmc.layouts import LAYOUTS, Layout, Shape
from helpers.collection.findings import Finding
from helpers.collection.school_codes import refuse_other_areas
from helpers.collection.spreadsheets import HEADER_WITHIN, Spreadsheet
from helpers.collection.systems import Delivery, Recognition
from helpers.errors import DeliveryError
from helpers.identifiers import SMIS, area_block_code
from helpers.periods import Round

NOT_A_COUNT = -1
"""Stands in the cube for a cell that holds no count; such cells are found, reported and left out of every sum."""
_ROUND_CELL = re.compile(r"25[0-9]{2}-[123]")
_AREA_ALONE = re.compile(r"[0-9]{4}")
_ROUND_AS_DAY = re.compile(r"(?P<year>25[0-9]{2})-0(?P<number>[123])-01")
_BECAME_DATE = re.compile(r"(?:[A-Za-z]{3,9}|[ก-๙.]{3,12})[ -]?[0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9/]{6,10}")
_COUNT = "[0-9]{1,9}"
_OWN_SHARE = 0.5
"""A file is taken for a report when at least this share of the different cells of its third column fit: they are labels
of that report, or numbers where it has no categories."""


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
    findings: list[Finding] = field(default_factory=list)

    def finding(self, rule: str, place: int, **details: str) -> Finding:
        """A finding at one row of this file."""
        return Finding(
            rule=rule,
            smis="" if self.of_area[place] else str(self.smis[place]),
            report=self.layout.slug,
            delivery=self.delivery.id,
            file=self.delivery.name,
            sheet=self.sheet,
            row=int(self.rows[place]),
            **details,
        )


def recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    """Tell which aggregate a file is; None for one that is none. Raises DeliveryError for one that cannot be used."""
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
    """The rows that hold anything, each with its number in the file; without headings that an office put above."""
    filled = [(number, _as_usual(row)) for number, row in sheet.numbered if any(row)]
    first = next((place for place, (_, row) in enumerate(filled[:HEADER_WITHIN]) if _opens(row)), 0)
    headings = not any(cell.isdecimal() for _, row in filled[:first] for cell in row)
    return filled[first:] if headings else filled


def _as_usual(row: list[str]) -> list[str]:
    """The row in the words of today's files. `2568-2` that Excel made a day of, the first of February 2568, still says
    the round; files up to 2566 name the area by its code alone."""
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
    """Excel takes `2568-2` for a month when it opens a CSV, and saves that."""
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
    """Whether the rows stand under a heading, and are those of no aggregate: other systems' lists have rounds too."""
    if rows[0][0] == next(number for number, row in sheet.numbered if any(row)):
        return False
    share, layout = _best_layout(rows)
    return share < _OWN_SHARE or layout.shape is Shape.FLAGS


def _best_layout(rows: list[tuple[int, list[str]]]) -> tuple[float, Layout]:
    """The layout of this width that most of the third column fits, and how much of it does."""
    width = len(rows[0][1])
    labels = {respelled(row[2]) for _, row in rows if len(row) > 2}
    numbers = {label for label in labels if label.isdecimal()}
    shares = [
        (len(labels & set(layout.labels) if layout.labels else numbers) / len(labels), layout)
        for layout in LAYOUTS
        if width in layout.widths
    ]
    return max(shares, key=lambda pair: pair[0], default=(0.0, LAYOUTS[0]))


def _layout_of(sheet: Spreadsheet, rows: list[tuple[int, list[str]]]) -> Layout:
    width, (share, layout) = len(rows[0][1]), _best_layout(rows)
    if share < _OWN_SHARE:
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


def read_aggregate(sheet: Spreadsheet, delivery: Delivery, layout: Layout, area_code: str) -> Aggregate:
    """Open a recognised file as a cube. Cells that hold no count become findings."""
    numbered = filled_rows(sheet)
    groups = layout.widths[len(numbered[0][1])]
    fixed = 2 + bool(layout.whole)
    counts, wrong = _counts([row[fixed:] for _, row in numbered])
    smis = np.array([row[1] for _, row in numbered])
    shape = (len(numbered), -1, 1 if layout.shape is Shape.FLAGS else len(layout.measures))
    aggregate = Aggregate(
        layout=layout,
        groups=groups,
        delivery=delivery,
        sheet=sheet.sheet,
        smis=smis,
        category=np.array([respelled(row[2]) if layout.whole else "" for _, row in numbered]),
        rows=np.array([number for number, _ in numbered]),
        counts=counts.reshape(shape),
        of_area=smis == area_block_code(area_code),
    )
    for place, column, found in wrong:
        aggregate.findings.append(
            aggregate.finding(
                "dmc.aggregate.not_a_count",
                place,
                column=f"คอลัมน์ {fixed + column + 1}",
                found=found[:40] or "(ว่าง)",
                allowed="จำนวนเต็มตั้งแต่ 0",
            )
        )
    return aggregate


def _counts(cells: list[list[str]]) -> tuple[npt.NDArray[np.int64], list[tuple[int, int, str]]]:
    """The cells as whole numbers from 0 up, and the place and text of each that is none."""
    flat = pa.array(chain.from_iterable(cells), pa.string())
    counted = pc.match_substring_regex(flat, f"^{_COUNT}$")
    values = pc.if_else(counted, flat, str(NOT_A_COUNT)).cast(pa.int64()).to_numpy().reshape(len(cells), -1)
    return values, [(int(place), int(column), cells[place][column]) for place, column in np.argwhere(values < 0)]
