"""verify and trace.

compare.
"""

from argparse import Namespace
from decimal import Decimal
from pathlib import Path

from helpers.audit.comparing import CellChange, Comparison, compare, said_value, unit, unit_of_change
from helpers.audit.comparison_files import about, write_comparison
from helpers.audit.manifest import HISTORY, in_place, superseded
from helpers.audit.tracing import Trace, trace
from helpers.audit.verification import Verified, verify
from helpers.catalogue import open_graph
from helpers.errors import CollectionError, VerificationError
from helpers.facts.definitions import Operation
from helpers.incidents import stopped
from helpers.processes import TaskOutcome, in_processes
from helpers.reports.catalogue import existing_reports, selected
from helpers.reports.folders import Folders
from helpers.thai import PER_CENT, decimals, grouped

_ROWS_SHOWN = 40


def verify_reports(options: Namespace, folders: Folders) -> None:
    """workbook verify [REPORT…]: recompute every fact, check every digest."""
    made = _wanted(options.reports, folders)
    if not made:
        raise CollectionError("ยังไม่มีรายงานให้ตรวจ", where=str(folders.outputs), remedy="สร้างรายงานด้วย workbook run")
    outcomes = in_processes(_verify, [(each, folders) for each in made], options.jobs)
    found = [each.done or _unverified(each, folders) for each in outcomes]
    results = sorted(found, key=lambda verified: verified.report_id)
    for verified in results:
        print(f"{'ถูกต้อง' if not verified.problems else 'ไม่ตรง '} {verified.report_id}: คำนวณซ้ำ {verified.facts:,} ค่า")
    _raise_differences(results)


def _verify(task: tuple[str, Folders]) -> Verified:
    return verify(*task)


def _unverified(outcome: TaskOutcome[tuple[str, Folders], Verified], folders: Folders) -> Verified:
    """A report whose verification stopped: it is not verified, and that is said."""
    return Verified(outcome.task[0], 0, (str(stopped(outcome.stopped, outcome.details, folders.data)),))


def _wanted(names: list[str], folders: Folders) -> list[str]:
    """The ids of the reports to be verified: those named, or all in place, also where their files were taken out since;
    superseded ones where `history/…` is named."""
    earlier = [name for name in names if name.partition("/")[0] == HISTORY]
    current = [name for name in names if name not in earlier]
    found = selected(superseded(folders.outputs), earlier) if earlier else []
    if current or not names:
        made = set(in_place(folders.outputs))
        known = made if made.issuperset(current) else made | _possible(folders)
        found += selected(sorted(known), current)
    return found


def _possible(folders: Folders) -> set[str]:
    """The ids of the reports for which there is data: one that is asked for and not yet made is a finding."""
    return {spec.id for spec in existing_reports(open_graph(folders.data_folder, folders.read_params()))}


def _raise_differences(results: list[Verified]) -> None:
    problems = [f"{verified.report_id}: {problem}" for verified in results for problem in verified.problems]
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems[:_ROWS_SHOWN])
        more = f"\n  … อีก {len(problems) - _ROWS_SHOWN:,} รายการ" if len(problems) > _ROWS_SHOWN else ""
        remedy = "นำไฟล์ต้นทางเดิมกลับมาถ้าถูกแก้ไขหรือหายไป แล้วสั่ง workbook run เพื่อสร้างรายงานและตารางใหม่"
        raise VerificationError(f"ตรวจพบความแตกต่าง {len(problems):,} รายการ\n{listed}{more}", remedy=remedy)


def trace_fact(options: Namespace, folders: Folders) -> None:
    """workbook trace REPORT FACT [--key KEY]: the rows behind one number."""
    _print_trace(trace(options.report, options.fact, options.key, folders), options.report, 0)


def _print_trace(found: Trace, report: str, depth: int) -> None:
    line, pad = found.line, "  " * depth
    named = f"{line.fact} [{line.key}]" if line.key else line.fact
    print(f"{pad}{named} = {line.value} {line.unit}  ({line.title})")
    print(f"{pad}  วิธีคำนวณ: {line.operation} {line.column}  ตาราง: {line.table or 'จากข้อเท็จจริงอื่น'}")
    print(f"{pad}  เงื่อนไข: {line.where or 'ทุกแถว'}  จาก {line.rows:,} แถว  ลายนิ้วมือของแถว {line.digest}")
    for row in found.rows:
        sheet = f" แผ่นงาน {row.sheet}" if row.sheet else ""
        print(f"{pad}  {Path(row.file).name}{sheet} แถว {row.row}  {row.school}  {row.value}")
        for working in row.working:
            print(f"{pad}    {working}")
    if line.operation in (Operation.SUM, Operation.RULE):
        total = sum(Decimal(row.value) for row in found.rows)
        agrees = "ตรงกับรายงาน" if total == Decimal(line.value) else f"ไม่ตรงกับรายงานซึ่งเขียนว่า {line.value}"
        print(f"{pad}  รวมจากแถวข้างบน {total} ({agrees})")
    for part in found.parts:
        _print_trace(part, report, depth + 1)


_CELLS_SHOWN = 40
_REASONS_SHOWN = 5


def compare_versions(options: Namespace, folders: Folders) -> None:
    """workbook compare A B: what differs between two stored versions of a report, and why."""
    params = folders.read_params()
    found = compare(options.before, options.after, folders, params)
    folder = write_comparison(found, folders, params)
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
