"""The verb evidence: all that shows where one number comes from, or how a whole report came to be, in one folder or
ZIP."""

from argparse import Namespace
from pathlib import Path

from helpers.audit.evidence import EVIDENCE, Evidence, evidence_files, gather_evidence, write_evidence
from helpers.audit.verification import report_folder
from helpers.digests import text_digest
from helpers.errors import ParameterError
from helpers.publish.open_data.process_runs import office_run
from helpers.publish.open_data.research_object import NAME as CRATE
from helpers.publish.open_data.research_object import crate_text
from helpers.reports.folders import Folders

_KEY_DIGITS = 8


def collect_evidence(options: Namespace, folders: Folders) -> None:
    """workbook evidence REPORT [FACT [--key KEY]] [--output PATH]: FACT may be a short code; without one, of the whole
    report."""
    if options.fact is None:
        _describe_report(options, folders)
        return
    params = folders.read_params()
    evidence = gather_evidence(options.report, options.fact, options.key, folders, params)
    line = evidence.line
    key = f"-{text_digest(line.key)[:_KEY_DIGITS]}" if line.key else ""
    target = _target(options, f"{options.report.replace('/', '-')}-{line.fact}{key}.zip", folders)
    written = write_evidence(evidence_files(evidence, folders, params), target)
    _say_number(evidence)
    print(f"{written} ตรวจได้บนเครื่องที่มีเพียง Python: python3 check.py")


def _target(options: Namespace, usual: str, folders: Folders) -> Path:
    """Where the evidence is written. Raises ParameterError for a folder among the reports."""
    target = Path(options.output).expanduser() if options.output else folders.outputs / EVIDENCE / usual
    if target.suffix.lower() != ".zip" and target.resolve().is_relative_to(folders.outputs.resolve()):
        problem = "โฟลเดอร์หลักฐานใน outputs จะปนกับรายงาน"
        raise ParameterError(problem, where=str(target), remedy="ใช้ --output ชี้ไปนอก outputs หรือชื่อไฟล์ที่ลงท้ายด้วย .zip")
    return target


def _describe_report(options: Namespace, folders: Folders) -> None:
    """The report with all its files, and what it was made from (RO-Crate)."""
    if options.key:
        raise ParameterError("ระบุ --key โดยไม่ระบุตัวเลข", where="--key", remedy="ระบุรหัสตัวเลขหลังรหัสรายงาน")
    folder, manifest = report_folder(options.report, folders)
    run = office_run(folder, manifest, folders.read_params().office)
    target = _target(options, f"{options.report.replace('/', '-')}.zip", folders)
    written = write_evidence({**run.files, CRATE: crate_text(run)}, target)
    print(f"{options.report} ทุกไฟล์ พร้อม {CRATE} ที่บอกว่าทำจากไฟล์และพารามิเตอร์ใด ใช้ภายในสำนักงาน")
    print(written)


def _say_number(evidence: Evidence) -> None:
    line = evidence.line
    print(f"{line.fact}{f' [{line.key}]' if line.key else ''} = {line.value} {line.unit}  ({line.title})")
    agrees = "ไม่ตรง" if evidence.second_engine else "ตรงกัน"
    print(f"  เครื่องคำนวณที่สอง: {agrees}  ผู้อ่านที่สอง: {evidence.second_reader.verdict}")
    print(*(f"  {words}" for words in evidence.approvals.words), sep="\n")
