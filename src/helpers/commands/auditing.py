"""verify and trace."""

from __future__ import annotations

from argparse import Namespace
from decimal import Decimal
from pathlib import Path

from helpers.audit.manifest import HISTORY, in_place, superseded
from helpers.audit.tracing import Trace, trace
from helpers.audit.verification import Verified, verify
from helpers.errors import CollectionError, VerificationError
from helpers.facts.definitions import Operation
from helpers.incidents import stopped
from helpers.params.folder import Params
from helpers.performance.sources import open_store
from helpers.processes import Outcome, in_processes
from helpers.reports.catalogue import existing_reports, selected
from helpers.reports.places import Places

_ROWS_SHOWN = 40


def verify_reports(options: Namespace, places: Places) -> None:
    """workbook verify [REPORT…]: recompute every fact, check every digest."""
    params = places.read_params()
    made = _wanted(options.reports, places)
    if not made:
        raise CollectionError("ยังไม่มีรายงานให้ตรวจ", where=str(places.outputs), remedy="สร้างรายงานด้วย workbook run")
    outcomes = in_processes(_verify, [(each, places, params) for each in made], options.jobs)
    found = [each.done or _unverified(each, places) for each in outcomes]
    results = sorted(found, key=lambda verified: verified.report_id)
    for verified in results:
        print(f"{'ถูกต้อง' if not verified.problems else 'ไม่ตรง '} {verified.report_id}: คำนวณซ้ำ {verified.facts:,} ค่า")
    _raise_differences(results)


def _verify(task: tuple[str, Places, Params]) -> Verified:
    return verify(*task)


def _unverified(outcome: Outcome[tuple[str, Places, Params], Verified], places: Places) -> Verified:
    """A report whose verification stopped: it is not verified, and that is said."""
    return Verified(outcome.task[0], 0, (str(stopped(outcome.stopped, outcome.details, places.data)),))


def _wanted(names: list[str], places: Places) -> list[str]:
    """The ids of the reports to be verified: those named, or all in place, also where their files were taken out since;
    superseded ones where `history/…` is named."""
    earlier = [name for name in names if name.partition("/")[0] == HISTORY]
    current = [name for name in names if name not in earlier]
    found = selected(superseded(places.outputs), earlier) if earlier else []
    if current or not names:
        store = open_store(places.data_folder, places.read_params())
        possible = {spec.id for spec in existing_reports(store)}
        chosen = selected(sorted({*possible, *in_place(places.outputs)}), current)
        found += [each for each in chosen if current or (places.outputs / each).exists()]
    return found


def _raise_differences(results: list[Verified]) -> None:
    problems = [f"{verified.report_id}: {problem}" for verified in results for problem in verified.problems]
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems[:_ROWS_SHOWN])
        more = f"\n  … อีก {len(problems) - _ROWS_SHOWN:,} รายการ" if len(problems) > _ROWS_SHOWN else ""
        remedy = "นำไฟล์ต้นทางเดิมกลับมาถ้าถูกแก้ไขหรือหายไป แล้วสั่ง workbook run เพื่อสร้างรายงานและตารางใหม่"
        raise VerificationError(f"ตรวจพบความแตกต่าง {len(problems):,} รายการ\n{listed}{more}", remedy=remedy)


def trace_fact(options: Namespace, places: Places) -> None:
    """workbook trace REPORT FACT [--key KEY]: the rows behind one number."""
    _print_trace(trace(options.report, options.fact, options.key, places, places.read_params()), options.report, 0)


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
