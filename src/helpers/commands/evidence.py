"""The verb evidence: all that shows where one number comes from, in one folder or ZIP."""

from argparse import Namespace
from pathlib import Path

from helpers.audit.evidence import EVIDENCE, evidence_files, gather_evidence, write_evidence
from helpers.digests import text_digest
from helpers.errors import ParameterError
from helpers.reports.folders import Folders

_KEY_DIGITS = 8


def collect_evidence(options: Namespace, folders: Folders) -> None:
    """workbook evidence REPORT FACT [--key KEY] [--output PATH]: FACT may be a short code."""
    params = folders.read_params()
    evidence = gather_evidence(options.report, options.fact, options.key, folders, params)
    line = evidence.line
    key = f"-{text_digest(line.key)[:_KEY_DIGITS]}" if line.key else ""
    usual = folders.outputs / EVIDENCE / f"{options.report.replace('/', '-')}-{line.fact}{key}.zip"
    target = Path(options.output).expanduser() if options.output else usual
    if target.suffix.lower() != ".zip" and target.resolve().is_relative_to(folders.outputs.resolve()):
        problem = "โฟลเดอร์หลักฐานใน outputs จะปนกับรายงาน"
        raise ParameterError(problem, where=str(target), remedy="ใช้ --output ชี้ไปนอก outputs หรือชื่อไฟล์ที่ลงท้ายด้วย .zip")
    written = write_evidence(evidence_files(evidence, folders, params), target)
    print(f"{line.fact}{f' [{line.key}]' if line.key else ''} = {line.value} {line.unit}  ({line.title})")
    agrees = "ไม่ตรง" if evidence.second_engine else "ตรงกัน"
    print(f"  เครื่องคำนวณที่สอง: {agrees}  ผู้อ่านที่สอง: {evidence.second_reader.verdict}")
    print(*(f"  {words}" for words in evidence.approvals.words), sep="\n")
    print(f"{written} ตรวจได้บนเครื่องที่มีเพียง Python: python3 check.py")
