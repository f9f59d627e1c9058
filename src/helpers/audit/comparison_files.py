"""The sheets of comparison.xlsx: which inputs differ, every number that differs, and its largest reasons.

A comparison as files: cells.csv and reasons.csv hold all of it, comparison.xlsx what a person reads.
"""

import csv
import io
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.audit.comparing import CellChange, Comparison, unit, unit_of_change
from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.publishing import NAME_DIGEST
from helpers.audit.reasons import Reason
from helpers.audit.versions import Version
from helpers.facts.definitions import key_text
from helpers.facts.ledger import value_text
from helpers.files import PRIVATE, folder_in_the_making, write_whole
from helpers.params.folder import Params
from helpers.reports.folders import Folders
from helpers.tables.changes.causes import Cause
from helpers.thai import decimals, in_digits

LARGEST = 10
"""How many reasons of one number are listed; those beyond stand together in one line, so that the sum holds."""
_HEAD_ROW = 5
_NUMBERS = (("รหัสตัวเลข", 30), ("ช่อง", 28), ("ความหมาย", 34), ("หน่วย", 10), ("ก่อน", 17), ("หลัง", 17), ("ต่าง", 17))
_CELL_COLUMNS = (*_NUMBERS, *((str(cause), 15) for cause in Cause), ("หมายเหตุ", 40))
_REASON_COLUMNS = (
    *(("รหัสตัวเลข", 30), ("ช่อง", 28), ("เหตุ", 16), ("เรื่อง", 44), ("ก่อน", 17), ("หลัง", 17), ("ต่าง", 17)),
    *(("อัตรา", 24), ("ไฟล์", 34), ("แผ่นงาน", 12), ("แถว", 9)),
)
_INPUTS = (("สิ่งที่ต่าง", 110),)


def comparison_workbook(comparison: Comparison, params: Params) -> bytes:
    """The workbook: same comparison, same bytes."""
    day = datetime.combine(comparison.after.subject.as_of, time.min, UTC)
    title = f"เทียบ {comparison.before.id} กับ {comparison.after.id}"
    workbook = look.new_workbook(title, params.office.name, day)
    names = {smis: school.name for smis, school in params.schools.items()}
    inputs = [(line,) for line in comparison.inputs] or [("สร้างจากสิ่งเดียวกันทุกอย่าง",)]
    cells = [_cell_line(cell) for cell in comparison.cells]
    reasons = [line for cell in comparison.cells for line in _reason_rows(cell, names)]
    for name, columns, lines in (
        ("ตัวเลขที่ต่าง", _CELL_COLUMNS, cells),
        ("เหตุ", _REASON_COLUMNS, reasons),
        ("ไฟล์และกฎที่ต่าง", _INPUTS, inputs),
    ):
        _sheet(workbook, name, columns, lines, comparison, params)
    return look.saved_bytes(workbook, day)


def _sheet(
    workbook: Workbook,
    name: str,
    columns: Sequence[tuple[str, int]],
    lines: Sequence[Sequence[Any]],
    comparison: Comparison,
    params: Params,
) -> None:
    sheet = workbook.create_sheet(name)
    sample = comparison.before.is_sample or comparison.after.is_sample
    look.put(sheet, 1, 1, name, look.TITLE)
    sheet.row_dimensions[1].height = 30
    look.put(sheet, 2, 1, f"{f'{look.SAMPLE} · ' if sample else ''}{params.office.name}", look.STRONG)
    for row, (title, version) in enumerate((("ก่อน", comparison.before), ("หลัง", comparison.after)), 3):
        look.put(sheet, row, 1, f"{title}: {_named(version, params)}")
    look.write_heads(sheet, _HEAD_ROW, columns)
    for row, line in enumerate(lines, _HEAD_ROW + 1):
        look.write_line(sheet, row, line)
        _show_places(sheet, row, line)
    look.set_up_list(sheet, _HEAD_ROW, len(lines), len(columns))
    mark = look.SAMPLE if sample else ""
    look.set_up_print(sheet, head=(_HEAD_ROW, _HEAD_ROW), wide=True, mark=mark, foot=params.office.name)


def _named(version: Version, params: Params) -> str:
    return f"{in_digits(version.title, params.office.digits)} [{version.id}]"


def _show_places(sheet: Worksheet, row: int, line: Sequence[Any]) -> None:
    """Thousands apart, and as many decimals as the number itself has."""
    for column, value in enumerate(line, 1):
        if isinstance(value, Decimal):
            shown = decimals(value)
            sheet.cell(row, column).number_format = "#,##0" + ("." + "0" * shown if shown else "")


def _cell_line(cell: CellChange) -> Sequence[Any]:
    line, by_cause = cell.line, cell.by_cause
    numbers = (*cell.printed, cell.printed_difference, *(by_cause.get(cause) for cause in Cause))
    points = [f"ต่างเป็น{points}"] if (points := unit_of_change(line)) else []
    return line.fact, line.key, line.title, unit(line), *numbers, "; ".join([*points, *cell.notes])


def _reason_rows(cell: CellChange, names: dict[str, str]) -> Iterator[Sequence[Any]]:
    """The largest reasons, and the rest together."""
    ordered = sorted(cell.reasons, key=lambda reason: -abs(reason.change))
    named = (cell.line.fact, cell.line.key)
    for reason in ordered[:LARGEST]:
        numbers = (reason.before, reason.after, reason.change)
        yield (
            *named,
            str(reason.cause),
            about(reason, names),
            *numbers,
            reason.note,
            reason.file,
            reason.sheet,
            reason.row,
        )
    if rest := ordered[LARGEST:]:
        change = sum((reason.change for reason in rest), Decimal(0))
        yield *named, "อื่น ๆ", f"อีก {len(rest):,} รายการ ดู reasons.csv", None, None, change, "", "", "", None


def about(reason: Reason, names: dict[str, str]) -> str:
    """Whom or what a reason is about: its labels, and the name of the school beside its code."""
    labels = ((value, names.get(value, "") if label == "smis" else "") for label, value in reason.about.items())
    return " ".join(word for pair in labels for word in pair if word) or "(ไม่แสดงตัวบุคคล)"


FOLDER = "compare"
_CAUSES = {
    Cause.ENTERED: "came_in",
    Cause.LEFT: "went_out",
    Cause.PROMOTED: "promoted",
    Cause.INCREASED: "more",
    Cause.DECREASED: "fewer",
    Cause.CHANGED: "changed",
    Cause.RATE: "rate",
}
_CELLS = ("fact", "key", "title", "unit", "before", "after", "difference", *_CAUSES.values(), "notes")
_REASONS = ("fact", "key", "cause", "subject", "before", "after", "change", "notes", "file", "sheet", "row")


def write_comparison(comparison: Comparison, folders: Folders, params: Params) -> Path:
    """Write `outputs/compare/<before>__<after>/` (in the names, dots stand for slashes); returns the folder.

    For its owner alone: it tells by row and school what reports may withhold. Whole or not at all; same versions, same
    bytes. Raises DataQualityError where a file would name a pupil.
    """
    name = "__".join(version.id.replace("/", ".") for version in (comparison.before, comparison.after))
    final = folders.outputs / FOLDER / name
    files = {
        "cells.csv": _csv(_CELLS, _cell_lines(comparison)),
        "reasons.csv": _csv(_REASONS, _reason_lines(comparison)),
        "comparison.xlsx": comparison_workbook(comparison, params),
    }
    digests = [*_name_digests(comparison.before), *_name_digests(comparison.after)]
    refuse_disclosure(files, digests, folders.data_folder.key(), f"{FOLDER}/{name}")
    with folder_in_the_making(final, PRIVATE) as scratch:
        for file_name, content in files.items():
            write_whole(scratch / file_name, content, PRIVATE)
        shutil.rmtree(final, ignore_errors=True)
        scratch.rename(final)
    return final


def _cell_lines(comparison: Comparison) -> Iterable[Sequence[object]]:
    for cell in comparison.cells:
        line, by_cause = cell.line, cell.by_cause
        numbers = (cell.before, cell.after, cell.difference, *(by_cause.get(cause) for cause in _CAUSES))
        stated = ("" if number is None else value_text(number) for number in numbers)
        yield line.fact, line.key, line.title, line.unit, *stated, "; ".join(cell.notes)


def _reason_lines(comparison: Comparison) -> Iterable[Sequence[object]]:
    for cell in comparison.cells:
        for reason in cell.reasons:
            numbers = (reason.before, reason.after, reason.change)
            stated = ("" if number is None else value_text(number) for number in numbers)
            named = (cell.line.fact, cell.line.key, reason.cause, key_text(reason.about))
            yield *named, *stated, reason.note, reason.file, reason.sheet, reason.row


def _csv(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return text.getvalue().encode()


def _name_digests(version: Version) -> Iterable[str]:
    """The keyed digests of the names of the pupils whom the version's tables know."""
    for snapshot in version.snapshots.values():
        for table in snapshot.description["tables"]:
            if NAME_DIGEST in snapshot.columns(table):
                yield from snapshot.read(table)[NAME_DIGEST].dropna()
