"""The verbs verify, trace and compare."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from shlex import quote

from helpers.audit.comparing import CellChange, Comparison, compare, printed_text, unit, unit_of_change
from helpers.audit.comparison_files import about, write_comparison
from helpers.audit.inventory import take_inventory
from helpers.audit.manifest import HISTORY, damaged, in_place, superseded
from helpers.audit.second_reader import read_again
from helpers.audit.tracing import OfficeFact, Trace, trace
from helpers.audit.verification import Verified, verify
from helpers.catalogue import open_graph
from helpers.errors import CollectionError, VerificationError
from helpers.facts.definitions import Operation
from helpers.incidents import stopped
from helpers.processes import LocalWorkers, Workers, batches
from helpers.publish.edition.auditing import Audited, audit_edition
from helpers.publish.edition.record import PUBLIC
from helpers.reports.catalogue import existing_reports, selected
from helpers.reports.folders import Folders
from helpers.reports.school_kind import is_school_page
from helpers.thai import PER_CENT, decimals, grouped

_ROWS_SHOWN = 40
_OUTPUTS = "outputs"
"""Stands for all that lies beside the reports."""


def verify_reports(options: Namespace, folders: Folders) -> None:
    """workbook verify [REPORT…] [--deep]: recompute every fact, check every digest, read every page; with `--deep` have
    the second reader recompute what it can from the delivered files. `public` names the public edition."""
    named = [report for report in options.reports if report.strip("/") != PUBLIC]
    made = wanted_reports(named, folders) if named or not options.reports else []
    if not made and named == options.reports:
        raise CollectionError("ยังไม่มีรายงานให้ตรวจ", where=str(folders.outputs), remedy="สร้างรายงานด้วย workbook run")
    tasks = [(report_id, folders) for report_id in made]
    verifications = verified_reports(tasks, LocalWorkers(options.jobs))
    results = sorted((verified for _, verified in verifications), key=lambda verified: verified.report_id)
    pages = [verified for verified in results if is_school_page(verified.report_id) and not verified.problems]
    if pages:
        recomputed = sum(verified.facts for verified in pages)
        print(f"ถูกต้อง หน้าโรงเรียน {len(pages):,} หน้า: คำนวณซ้ำ {recomputed:,} ค่า")
    for verified in (verified for verified in results if verified not in pages):
        print(f"{'ถูกต้อง' if not verified.problems else 'ไม่ตรง '} {verified.report_id}: คำนวณซ้ำ {verified.facts:,} ค่า")
        for approval in verified.approvals:
            print(f"  {approval}")
    if not options.reports:
        results.append(_verify_outputs(folders))
    if named != options.reports or not options.reports:
        results += _verify_edition(folders, options.jobs)
    if options.deep:
        recomputed_ids = [verified.report_id for verified in results if verified.facts and verified.report_id in made]
        results.append(_read_again(recomputed_ids, folders))
    _raise_differences(results)


def _read_again(report_ids: Sequence[str], folders: Folders) -> Verified:
    """What the second reader says of these reports, as the result of one more report."""
    reading = read_again([folders.outputs / report_id for report_id in report_ids], folders)
    print(f"ผู้อ่านที่สอง (recheck): {reading.verdict}", reading.printed.rstrip(), sep="\n")
    return Verified("recheck", 0, () if reading.agrees else (reading.verdict,))


def _verify_outputs(folders: Folders) -> Verified:
    """What lies beside the reports in place, as the result of one more report."""
    inventory = take_inventory(folders, folders.read_params())
    correct = "ไม่ตรง " if inventory.problems else "ถูกต้อง"
    print(f"{correct} {_OUTPUTS}: ตรวจไฟล์และลายมือชื่อของฉบับก่อน {inventory.earlier:,} ฉบับ สารบัญ และไฟล์ที่ไม่มีใครบอกที่มา")
    print(*(f"  {notice}" for notice in inventory.notices), sep="\n", end="\n" * bool(inventory.notices))
    return Verified(_OUTPUTS, 0, inventory.problems)


def _verify_edition(folders: Folders, jobs: int) -> list[Verified]:
    """The public edition in place, as the result of one more report; none where there is none."""
    audited = audited_edition(folders, jobs)
    if audited is None:
        return []
    correct = "ไม่ตรง " if audited.problems else "ถูกต้อง"
    print(f"{correct} ฉบับเผยแพร่: ตรวจ {audited.numbers:,} ค่า ไฟล์ทุกไฟล์ และสิ่งที่คำนวณย้อนกลับได้")
    return [Verified(PUBLIC, audited.numbers, audited.problems)]


def audited_edition(folders: Folders, jobs: int) -> Audited | None:
    """What there is to say of an office's public edition; None where it has none."""
    params = folders.read_params()
    return audit_edition(folders, params, open_graph(folders.data_folder, params), jobs)


def verified_reports(tasks: Sequence[tuple[str, Folders]], workers: Workers) -> Iterator[tuple[Folders, Verified]]:
    """Verify reports of one office or of many, each in a process, the pages of an office's schools in batches; the
    office and what came of it. Of one whose verification stopped the reason is its problem."""
    together = batches(tasks, workers.jobs, lambda task: is_school_page(task[0]) and task[1])
    for outcome in workers.outcomes(_verify, list(together)):
        report_id, folders = outcome.task
        unverified = (str(stopped(outcome.stopped, outcome.details, folders.data)),) if outcome.done is None else ()
        yield folders, outcome.done or Verified(report_id, 0, unverified)


def _verify(task: tuple[str, Folders]) -> Verified:
    return verify(*task)


def wanted_reports(names: list[str], folders: Folders) -> list[str]:
    """The ids of the reports to be verified: those named, else all that are in place, also where their files were
    withdrawn since or their manifest is damaged; superseded ones where `history/…` is named."""
    earlier = [name for name in names if name.partition("/")[0] == HISTORY]
    current = [name for name in names if name not in earlier]
    wanted = selected(superseded(folders.outputs), earlier) if earlier else []
    if current or not names:
        made = {*in_place(folders.outputs), *damaged(folders.outputs)}
        known = made if made.issuperset(current) else made | _possible(folders, current)
        wanted += selected(sorted(known), current)
    return wanted


def _possible(folders: Folders, asked: list[str]) -> set[str]:
    """The ids of the reports for which there is data: one that is named and not yet made is a difference."""
    return {spec.id for spec in existing_reports(open_graph(folders.data_folder, folders.read_params()), asked)}


def _raise_differences(results: list[Verified]) -> None:
    raise_problems([f"{verified.report_id}: {problem}" for verified in results for problem in verified.problems])


def raise_problems(problems: Sequence[str]) -> None:
    """Raise VerificationError that lists these problems; nothing for none."""
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems[:_ROWS_SHOWN])
        more = f"\n  … อีก {len(problems) - _ROWS_SHOWN:,} รายการ" if len(problems) > _ROWS_SHOWN else ""
        remedy = "นำไฟล์ต้นทางเดิมกลับมาถ้าถูกแก้ไขหรือหายไป แล้วสั่ง workbook run เพื่อสร้างรายงานและตารางใหม่"
        raise VerificationError(f"ตรวจพบความแตกต่าง {len(problems):,} รายการ\n{listed}{more}", remedy=remedy)


def trace_fact(options: Namespace, folders: Folders) -> None:
    """workbook trace REPORT FACT [--key KEY]: the rows behind one number."""
    _print_trace(trace(options.report, options.fact, options.key, folders), folders, 0)


def _print_trace(traced: Trace, folders: Folders, depth: int) -> None:
    line, pad = traced.line, "  " * depth
    named = f"{line.fact} [{line.key}]" if line.key else line.fact
    print(f"{pad}{named} = {line.value} {line.unit}  ({line.title})")
    print(f"{pad}  วิธีคำนวณ: {line.operation} {line.column}  ตาราง: {line.table or 'จากข้อเท็จจริงอื่น'}")
    print(f"{pad}  เงื่อนไข: {line.where or 'ทุกแถว'}  จาก {line.rows:,} แถว  ลายนิ้วมือของแถว {line.digest}")
    for row in traced.rows:
        sheet = f" แผ่นงาน {row.sheet}" if row.sheet else ""
        print(f"{pad}  {Path(row.file).name}{sheet} แถว {row.row}  {row.school}  {row.value}")
        for working in row.working:
            print(f"{pad}    {working}")
        if row.onward:
            print(f"{pad}    สืบต่อที่สำนักงาน (ฉบับ {row.onward.fingerprint}): {_onward(row.onward, folders)}")
    if line.operation in (Operation.SUM, Operation.RULE):
        total = sum(Decimal(row.value) for row in traced.rows)
        agrees = "ตรงกับรายงาน" if total == Decimal(line.value) else f"ไม่ตรงกับรายงานซึ่งเขียนว่า {line.value}"
        print(f"{pad}  รวมจากแถวข้างบน {total} ({agrees})")
    for part in traced.parts:
        _print_trace(part, folders, depth + 1)


def _onward(fact: OfficeFact, folders: Folders) -> str:
    """The command that traces an office's own fact, to be copied."""
    root = folders.params.resolve().parent.parent / fact.folder
    where = " ".join(f"--{part} {quote(str(root / part))}" for part in ("data", "params", "outputs"))
    return f"workbook {where} trace {fact.report} {fact.fact}"


_CELLS_SHOWN = 40
_REASONS_SHOWN = 5


def compare_versions(options: Namespace, folders: Folders) -> None:
    """workbook compare A B: what differs between two stored versions of a report, and why."""
    params = folders.read_params()
    comparison = compare(options.before, options.after, folders, params)
    folder = write_comparison(comparison, folders, params)
    names = {smis: school.name for smis, school in params.schools.items()}
    _print_inputs(comparison)
    cells = sorted(comparison.cells, key=lambda cell: bool(cell.line.key))  # single numbers first
    for cell in cells[:_CELLS_SHOWN]:
        _print_cell(cell, names)
    if len(cells) > _CELLS_SHOWN:
        print(f"… อีก {len(cells) - _CELLS_SHOWN:,} ช่อง ดูในไฟล์")
    facts = {*comparison.before.facts, *comparison.after.facts}
    print(f"ตัวเลขต่างกัน {len(cells):,} ช่อง จาก {len(facts):,} ช่อง")
    print(folder)


def _print_inputs(comparison: Comparison) -> None:
    print(f"ก่อน: {comparison.before.title} [{comparison.before.id}]")
    print(f"หลัง: {comparison.after.title} [{comparison.after.id}]")
    for line in comparison.inputs:
        print(f"  - {line}")


def _print_cell(cell: CellChange, names: dict[str, str]) -> None:
    line = cell.line
    key = f" [{line.key}]" if line.key else ""
    print(f"{line.fact}{key}: {_values(cell)}  {line.title}")
    if cell.by_cause:
        print("  " + " · ".join(f"{cause} {_signed(change)}" for cause, change in cell.by_cause.items()))
    for reason in sorted(cell.reasons, key=lambda reason: -abs(reason.change))[:_REASONS_SHOWN]:
        sheet = f"แผ่นงาน {reason.sheet}" if reason.sheet else ""
        values = f"{printed_text(reason.before)} → {printed_text(reason.after)} ({_signed(reason.change)})"
        source = (reason.note, reason.file, sheet, f"แถว {reason.row}")
        print(f"    {' '.join(filter(None, (reason.cause, f'{about(reason, names)}:', values, *source)))}")
    for note in cell.notes:
        print(f"    {note}")


def _values(cell: CellChange) -> str:
    """`24,378 → 24,060 คน (−318)`, `ร้อยละ 48.8 → 47.8 (−1.0 จุดร้อยละ)`."""
    values = " → ".join(map(printed_text, cell.printed))
    named = unit(cell.line)
    with_unit = f"{named} {values}" if named == PER_CENT else f"{values} {named}"
    if cell.printed_difference is None:
        return with_unit
    change = _signed(cell.printed_difference)
    return f"{with_unit} ({' '.join(filter(None, (change, unit_of_change(cell.line))))})"


def _signed(value: Decimal) -> str:
    return grouped(value, decimals(value), signed=True)
