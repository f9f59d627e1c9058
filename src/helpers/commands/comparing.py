"""compare."""

from __future__ import annotations

from argparse import Namespace
from decimal import Decimal

from helpers.audit.comparing import CellChange, Comparison, compare, said_value
from helpers.audit.comparison_files import write_comparison
from helpers.audit.comparison_sheets import about
from helpers.audit.printed import unit, unit_of_change
from helpers.reports.places import Places
from helpers.reports.prose import PER_CENT
from helpers.thai import decimals, grouped

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
    print(f"{line.fact}{key}: {_values(cell)}  {line.title}")
    if cell.by_cause:
        print("  " + " · ".join(f"{cause} {_signed(own)}" for cause, own in cell.by_cause.items()))
    for each in sorted(cell.reasons, key=lambda one: -abs(one.change))[:_REASONS_SHOWN]:
        sheet = f"แผ่นงาน {each.sheet}" if each.sheet else ""
        values = f"{said_value(each.before)} → {said_value(each.after)} ({_signed(each.change)})"
        told = (each.cause, f"{about(each, names)}:", values, each.note, each.file, sheet, f"แถว {each.row}")
        print(f"    {' '.join(filter(None, told))}")
    for note in cell.notes:
        print(f"    {note}")


def _values(cell: CellChange) -> str:
    """`24,378 → 24,060 คน (−318)`, `ร้อยละ 48.8 → 47.8 (−1.0 จุดร้อยละ)`."""
    said = " → ".join(map(said_value, cell.printed))
    named = unit(cell.line)
    said = f"{named} {said}" if named == PER_CENT else f"{said} {named}"
    if cell.printed_difference is None:
        return said
    change = _signed(cell.printed_difference)
    return f"{said} ({' '.join(filter(None, (change, unit_of_change(cell.line))))})"


def _signed(value: Decimal) -> str:
    return grouped(value, decimals(value), signed=True)
