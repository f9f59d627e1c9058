"""compare."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from decimal import Decimal

from helpers.audit.comparing import CellChange, Comparison, compare
from helpers.audit.comparison_files import write_comparison
from helpers.audit.comparison_sheets import about
from helpers.reports.places import Places
from helpers.thai import grouped

_CELLS_SHOWN = 40
_REASONS_SHOWN = 5


def compare_versions(options: Namespace, places: Places) -> None:
    """workbook compare A B: what differs between two stored versions of a report, and why."""
    params = places.read_params()
    found = compare(options.before, options.after, places, params)
    folder = write_comparison(found, places, params)
    names = {smis: school.name for smis, school in params.schools.items()}
    _tell_inputs(found)
    single_first = sorted(found.cells, key=lambda cell: bool(cell.line.key))
    for cell in single_first[:_CELLS_SHOWN]:
        _tell(cell, names)
    if len(found.cells) > _CELLS_SHOWN:
        print(f"… อีก {len(found.cells) - _CELLS_SHOWN:,} ช่อง ดูในไฟล์")
    print(f"ตัวเลขต่างกัน {len(found.cells):,} ช่อง จาก {len({*found.before.facts, *found.after.facts}):,} ช่อง")
    print(folder)


def _tell_inputs(found: Comparison) -> None:
    print(f"ก่อน: {found.before.title} [{found.before.id}]")
    print(f"หลัง: {found.after.title} [{found.after.id}]")
    for line in found.inputs:
        print(f"  - {line}")


def _tell(cell: CellChange, names: dict[str, str]) -> None:
    line = cell.line
    key = f" [{line.key}]" if line.key else ""
    change = "" if cell.difference is None else f" ({_signed(cell.difference)})"
    print(f"{line.fact}{key}: {_said(cell.before)} → {_said(cell.after)} {line.unit}{change}  {line.title}")
    counted = Counter(each.cause for each in cell.reasons)
    if cell.by_cause:
        print("  " + " · ".join(f"{cause} {_signed(own)} ({counted[cause]:,})" for cause, own in cell.by_cause.items()))
    for each in sorted(cell.reasons, key=lambda one: -abs(one.change))[:_REASONS_SHOWN]:
        sheet = f"แผ่นงาน {each.sheet}" if each.sheet else ""
        values = f"{_said(each.before)} → {_said(each.after)} ({_signed(each.change)})"
        told = (each.cause, f"{about(each, names)}:", values, each.note, each.file, sheet, f"แถว {each.row}")
        print(f"    {' '.join(filter(None, told))}")
    for note in cell.notes:
        print(f"    {note}")


def _said(value: Decimal | None) -> str:
    return "–" if value is None else grouped(value, _places(value))


def _signed(value: Decimal) -> str:
    return grouped(value, _places(value), signed=True)


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))
