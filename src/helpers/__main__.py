"""The command line `workbook`. The only place that catches errors and exits."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from helpers.commands.arguments import Parser, Verbs, add_jobs, add_reports, later, positive, verb
from helpers.files import gather_temporary_files
from helpers.incidents import unforeseen
from helpers.processes import collect_garbage_seldom
from helpers.reports.folders import Folders, folders_from_environment, named_folder

if TYPE_CHECKING:
    from typing_extensions import Buffer


INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run one command line and exit: with 0, the error's exit code, 2 for a command that cannot be parsed, or 130
    after Ctrl-C. Whatever happens, the message is in Thai; the details of an unforeseen error are in a file.

    `main(["run", "round/2568-1"])` is `workbook run round/2568-1`.
    """
    collect_garbage_seldom()
    sys.stdout, sys.stderr = (_unhindered(stream) for stream in (sys.stdout, sys.stderr))
    options = parser().parse_args(arguments)
    folders = _folders(options)
    try:
        os.environ.update(folders.environment())
        gather_temporary_files()
        options.run(options, folders)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("หยุดตามคำสั่ง รายงานที่เสร็จแล้วยังอยู่ครบ", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except Exception as reason:
        error = unforeseen(reason, folders.data)
        print(f"ผิดพลาด: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


def _unhindered(stream: TextIO | None) -> TextIO:
    """A stream to print to in place of this one that never stops the work: not when its encoding lacks a letter, not
    when it is closed, and not when its reader ends first (`workbook check … | head`)."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")
    if not isinstance(stream, TextIOWrapper) or stream not in (sys.__stdout__, sys.__stderr__):
        return stream
    raw = _UntilReaderEnds(stream.fileno(), "wb", closefd=False)
    buffering = stream.line_buffering
    return TextIOWrapper(BufferedWriter(raw), stream.encoding, "replace", line_buffering=buffering)


class _UntilReaderEnds(FileIO):
    """A pipe or file into which writing goes on, to nowhere, after its reader has ended."""

    def write(self, content: Buffer, /) -> int:
        """Write to the reader; once it has ended, to nowhere. The bytes that were taken."""
        try:
            return super().write(content)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            return memoryview(content).nbytes


def _folders(options: argparse.Namespace) -> Folders:
    chosen = {name: named_folder(value) for name in ("data", "params", "outputs") if (value := getattr(options, name))}
    return replace(folders_from_environment(), **chosen)


def parser() -> argparse.ArgumentParser:
    """The parser of the command line, with all verbs and options. `options.run(options, folders)` runs the command."""
    top = Parser(prog="workbook", description="สมุดรายงานของสำนักงานเขตพื้นที่การศึกษา")
    top.add_argument("--data", metavar="DIR", help="โฟลเดอร์ข้อมูล (ปกติ data)")
    top.add_argument("--params", metavar="DIR", help="โฟลเดอร์พารามิเตอร์ (ปกติ params)")
    top.add_argument("--outputs", metavar="DIR", help="โฟลเดอร์รายงาน (ปกติ outputs)")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="คำสั่ง")
    _add_receiving(verbs)
    _add_reporting(verbs)
    _add_auditing(verbs)
    _add_template(verbs)
    _add_sample(verbs)
    _add_new(verbs)
    _add_offices(verbs)
    return top


def _add_receiving(verbs: Verbs[Parser]) -> None:
    receive = verb(verbs, "receive", "รับไฟล์ที่ดาวน์โหลด: รู้จักชนิด คัดลอก ลงทะเบียน")
    what = receive.add_mutually_exclusive_group(required=True)
    what.add_argument("paths", nargs="*", default=[], metavar="PATH", help="ไฟล์หรือโฟลเดอร์")
    what.add_argument("--undo", action="store_true", help="ย้อนการรับครั้งล่าสุด ไฟล์ยังเก็บไว้")
    receive.add_argument("--round", metavar="ROUND", help="รอบของไฟล์ที่ไม่ได้บอกรอบไว้เอง เช่น 2568-1")
    receive.add_argument("--accept-fewer", action="store_true", help="ใช้แทนไฟล์เดิมแม้มีโรงเรียนหรือแถวน้อยกว่ามาก")
    receive.set_defaults(run=later("deliveries", "receive_files"))
    _add_deliveries(verbs)
    check = verb(verbs, "check", "ตรวจข้อมูลที่ได้รับ สรุปรายโรงเรียน และเขียนสมุดงานสำหรับส่งโรงเรียน")
    check.add_argument("round", nargs="?", metavar="ROUND", help="รอบ เช่น 2568-1 (ปกติทุกรอบ)")
    check.set_defaults(run=later("checking", "check"))


def _add_deliveries(verbs: Verbs[Parser]) -> None:
    deliveries = verb(verbs, "deliveries", "ไฟล์ที่ได้รับ: ใช้ไฟล์ใด แทนไฟล์ใด เอาออก และนำกลับ")
    deliveries.add_argument("period", nargs="?", metavar="PERIOD", help="รอบหรือปีงบประมาณ (ปกติทั้งหมด)")
    change = deliveries.add_mutually_exclusive_group()
    change.add_argument("--remove", type=positive, metavar="N", help="เอาไฟล์เลขรับนี้ออก ไฟล์ยังเก็บไว้")
    change.add_argument(
        "--restore", type=positive, metavar="N", help="นำไฟล์เลขรับนี้กลับมาใช้ ที่เอาออกไว้กลับเข้าลำดับเดิม ที่ยังอยู่ใช้แทนไฟล์อื่น"
    )
    change.add_argument("--new-key", action="store_true", help="เริ่มกุญแจใหม่ เมื่อไม่มีกุญแจเดิมแล้ว")
    deliveries.set_defaults(run=later("deliveries", "show_deliveries"))


def _add_reporting(verbs: Verbs[Parser]) -> None:
    run = verb(verbs, "run", "ทำรายงานให้เป็นปัจจุบัน")
    add_reports(run)
    run.set_defaults(run=later("running", "run"))
    status = verb(verbs, "status", "รายงานใดเป็นปัจจุบัน ต้องสร้างใหม่ (เพราะอะไร) หรือยังสร้างไม่ได้")
    status.set_defaults(run=later("reports", "status"))
    letter = verb(verbs, "letter", "ทำบันทึกข้อความ สไลด์ แผ่นสรุป และการ์ด จากรายงานที่เป็นปัจจุบัน")
    letter.add_argument("reports", nargs="+", metavar="REPORT", help="รหัสรายงานหรือส่วนต้นของรหัส")
    letter.add_argument(
        "--as", dest="form", choices=("memo", "slides", "sheet", "card"), help="เฉพาะแบบเดียว (ปกติทั้งสี่แบบ)"
    )
    letter.set_defaults(run=later("letters", "letter"))
    _add_extract(verbs)
    publish = verb(verbs, "publish", "ทำฉบับเผยแพร่ของรายงานที่เป็นปัจจุบัน เป็นเว็บไซต์ใน outputs/public")
    add_reports(publish)
    publish.add_argument("--run", dest="run_first", action="store_true", help="ทำรายงานให้เป็นปัจจุบันก่อน")
    publish.set_defaults(run=later("publish", "publish"))
    _add_quarto(verbs)
    lab = verb(verbs, "lab", "เปิด JupyterLab ที่สำเนาของสมุดงาน")
    lab.add_argument("--no-browser", action="store_true", help="ไม่เปิดเบราว์เซอร์ เปิดเองตามที่อยู่ที่พิมพ์ไว้")
    lab.add_argument("--port", type=positive, metavar="N", help="พอร์ตของ JupyterLab (ปกติ 8888 หรือพอร์ตถัดไปที่ว่าง)")
    lab.set_defaults(run=later("lab", "lab"))


def _add_extract(verbs: Verbs[Parser]) -> None:
    extract = verb(verbs, "extract", "ให้ข้อมูลตามคำขอ พร้อมพจนานุกรมข้อมูลและใบรับรอง ไม่ระบุตาราง = บอกสิ่งที่ขอได้")
    extract.add_argument("subject", nargs="?", default="", metavar="DATASET.TABLE", help="เช่น dmc.enrolment หรือ dmc")
    extract.add_argument("--periods", metavar="LIST", help="งวด คั่นด้วยจุลภาค เช่น 2568-1,2568-2 หรือ 2569 (ปกติทุกงวดที่มี)")
    extract.add_argument("--columns", metavar="LIST", help="คอลัมน์ที่แสดงทีละแถว คั่นด้วยจุลภาค (ปกติทุกคอลัมน์)")
    extract.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help='เช่น "grade=ป.1" ซ้ำได้ คอลัมน์เดียวกันคือค่าใดก็ได้',
    )
    extract.add_argument("--by", metavar="LIST", help="รวมแถวแยกตามคอลัมน์ คั่นด้วยจุลภาค ไม่มี --sum คือนับแถว")
    extract.add_argument("--sum", metavar="COLUMN", help="คอลัมน์ที่รวมค่า เช่น pupils")
    extract.add_argument("--count", action="store_true", help="นับแถว")
    extract.add_argument("--format", choices=("csv", "xlsx", "json"), default="csv", help="ชนิดของไฟล์ (ปกติ csv)")
    extract.add_argument(
        "--for", dest="organisation", metavar="NAME", help="หน่วยงานผู้ขอ ไม่ใช่ชื่อบุคคล ไม่ระบุ = สำนักงานใช้เอง"
    )
    extract.add_argument("--purpose", metavar="TEXT", help="วัตถุประสงค์ของผู้ขอ ไม่ใส่ชื่อบุคคล")
    extract.add_argument("--public", action="store_true", help="ไม่ให้ถ้าคำตอบเผยแพร่ไม่ได้")
    extract.add_argument("--preview", action="store_true", help="บอกว่าเผยแพร่ได้หรือไม่และมีกี่แถว ไม่เขียนไฟล์")
    extract.add_argument("-o", "--output", metavar="DIR", help="โฟลเดอร์ใหม่ (ปกติใน outputs/extracts)")
    extract.set_defaults(run=later("extract", "extract"))


def _add_quarto(verbs: Verbs[Parser]) -> None:
    quarto = verb(verbs, "quarto", "ทำเว็บไซต์ เล่ม หรือเอกสาร Word จากรายงานด้วย Quarto (ไม่เป็นส่วนของ run)")
    add_reports(quarto)
    quarto.add_argument(
        "--as", dest="form", required=True, choices=("site", "book", "documents"), help="เว็บไซต์ เล่มเดียว หรือเอกสารรายฉบับ"
    )
    quarto.add_argument(
        "--to", metavar="FORMATS", help="html,docx,pdf (ปกติ site เป็น html, book เป็น docx,pdf, documents เป็น docx)"
    )
    quarto.add_argument("--project-only", action="store_true", help="เขียนเฉพาะโครงการของ Quarto ไม่ต้องมี Quarto")
    quarto.add_argument("--open", action="store_true", help="เปิดในเบราว์เซอร์ (การค้นหาใช้ไม่ได้เมื่อเปิดเป็นไฟล์)")
    quarto.set_defaults(run=later("quarto", "quarto"))


def _add_auditing(verbs: Verbs[Parser]) -> None:
    verify = verb(verbs, "verify", "คำนวณทุกตัวเลขซ้ำด้วยเครื่องคำนวณที่สอง และตรวจไฟล์ทุกไฟล์")
    add_reports(verify)
    verify.add_argument("--deep", action="store_true", help="ให้ผู้อ่านที่สอง (recheck) คำนวณจากไฟล์ที่ได้รับใหม่ด้วย")
    verify.set_defaults(run=later("auditing", "verify_reports"))
    _add_sign(verbs)
    trace = verb(verbs, "trace", "แถวต้นทางของตัวเลขหนึ่งตัว")
    trace.add_argument("report", metavar="REPORT", help="เช่น round/2568-1/dmc")
    trace.add_argument("fact", metavar="FACT", help="เช่น pupils.by_grade หรือรหัสท้ายตัวเลขในเอกสารสรุป เช่น GVWPGM")
    trace.add_argument("--key", default="", metavar="KEY", help='เช่น "grade=ป.1;sex=ช"')
    trace.set_defaults(run=later("auditing", "trace_fact"))
    evidence = verb(verbs, "evidence", "รวมหลักฐานของตัวเลขหนึ่งตัว หรือของรายงานทั้งฉบับ ไว้ในโฟลเดอร์หรือ ZIP เดียว")
    evidence.add_argument("report", metavar="REPORT", help="เช่น round/2568-1/dmc")
    evidence.add_argument(
        "fact",
        nargs="?",
        metavar="FACT",
        help="เช่น pupils.by_grade หรือรหัสท้ายตัวเลขในเอกสารสรุป เช่น GVWPGM (ไม่ใส่ = รายงานทั้งฉบับ เป็น RO-Crate)",
    )
    evidence.add_argument("--key", default="", metavar="KEY", help='เช่น "grade=ป.1;sex=ช"')
    evidence.add_argument(
        "--output", metavar="PATH", help="โฟลเดอร์ใหม่ หรือไฟล์ใหม่ที่ลงท้ายด้วย .zip (ปกติ ZIP ใน outputs/evidence)"
    )
    evidence.set_defaults(run=later("evidence", "collect_evidence"))
    compare = verb(verbs, "compare", "ต่างกันอย่างไร เพราะอะไร ระหว่างรายงานสองฉบับชนิดเดียวกัน")
    compare.add_argument("before", metavar="A", help="ฉบับก่อน เช่น round/2568-1/dmc หรือ history/…/<ลายนิ้วมือ>")
    compare.add_argument("after", metavar="B", help="ฉบับหลัง")
    compare.set_defaults(run=later("auditing", "compare_versions"))


def _add_sign(verbs: Verbs[Parser]) -> None:
    sign = verb(verbs, "sign", "ลงลายมือชื่ออิเล็กทรอนิกส์รับรองตัวเลขของรายงาน")
    sign.add_argument("reports", nargs="+", metavar="REPORT", help="รหัสรายงานหรือส่วนต้นของรหัส")
    sign.add_argument("--signer", required=True, metavar="ID", help="ผู้ลงนามที่ workbook new signer สร้างไว้ เช่น director")
    sign.add_argument("--role", required=True, metavar="ROLE", help="หน้าที่ในการลงนาม เช่น ผู้ตรวจสอบ ผู้อนุมัติ")
    sign.add_argument("--key", required=True, metavar="FILE", help="ไฟล์กุญแจลับของผู้ลงนาม")
    sign.add_argument("--date", metavar="DATE", help='วันที่ลงนาม เช่น "10 มิ.ย. 2568" (ปกติวันนี้)')
    sign.add_argument("--certificate", metavar="FILE", help="ไฟล์ใบรับรอง .p12 สำหรับลงนามในสำเนา PDF ด้วย (ต้องมี pyHanko)")
    add_jobs(sign)
    sign.set_defaults(run=later("signing", "sign_reports"))


def _add_template(verbs: Verbs[Parser]) -> None:
    template = verb(verbs, "template", "เขียนแบบกรอก Excel ของโครงการหรือทะเบียน")
    template.add_argument("name", metavar="PROGRAMME", help="โครงการ หรือทะเบียน allotments, spending, transfers")
    template.add_argument("--year", metavar="YEAR", help="ปีงบประมาณ เช่น 2569 (ปกติปีล่าสุดใน params)")
    template.add_argument("--output", metavar="FILE", help="ชื่อไฟล์ใหม่ (ปกติ PROGRAMME-YEAR.xlsx)")
    template.set_defaults(run=later("starting", "write_template"))


def _add_sample(verbs: Verbs[Parser]) -> None:
    sample = verb(verbs, "sample", "เขียนข้อมูลตัวอย่าง (ไม่ใช่ข้อมูลจริง) พร้อมข้อผิดพลาดที่วางไว้")
    sample.add_argument("folder", metavar="DIR", help="โฟลเดอร์ใหม่")
    sample.add_argument("--schools", type=positive, metavar="N", help="จำนวนโรงเรียน (ปกติทุกโรงเรียนในทะเบียน)")
    sample.add_argument("--pupils", type=positive, metavar="N", help="จำนวนนักเรียน (ปกติตามขนาดโรงเรียนทั่วไป)")
    sample.add_argument("--seed", type=int, default=1, metavar="N", help="เลขตั้งต้น เลขเดิมได้ข้อมูลเดิม")
    sample.add_argument("--year", type=int, default=2568, metavar="YEAR", help="ปีการศึกษา พ.ศ.")
    sample.set_defaults(run=later("starting", "write_sample_data"))


def _add_new(verbs: Verbs[Parser]) -> None:
    new = verb(verbs, "new", "สร้างพารามิเตอร์ใหม่จากแม่แบบ")
    kinds = new.add_subparsers(dest="kind", required=True, metavar="ชนิด")
    round_ = verb(kinds, "round", "รอบใหม่")
    round_.add_argument("id", metavar="ROUND", help="เช่น 2569-1")
    round_.set_defaults(run=later("starting", "new_round"))
    year = verb(kinds, "fiscal-year", "ปีงบประมาณใหม่ ตามแบบปีก่อน")
    year.add_argument("year", metavar="YEAR", help="เช่น 2570")
    year.set_defaults(run=later("starting", "new_fiscal_year"))
    programme = verb(kinds, "programme", "โครงการงบประมาณใหม่ ชนิดเดียวกับโครงการที่มีอยู่")
    programme.add_argument("id", metavar="ID", help="ชื่อไฟล์ใหม่ อักษรอังกฤษตัวเล็ก เช่น extra-teachers")
    programme.add_argument("--like", required=True, metavar="ID", help="โครงการที่ใช้เป็นแบบ")
    programme.add_argument("--number", required=True, metavar="N", help="ลำดับ เช่น 17 หรือ 5.4")
    programme.add_argument("--title", required=True, metavar="TITLE", help="ชื่อโครงการ")
    programme.set_defaults(run=later("starting", "new_programme"))
    _add_signer(kinds)
    office = verb(kinds, "office", "โฟลเดอร์สำหรับสำนักงานอื่น")
    office.add_argument("folder", metavar="DIR", help="โฟลเดอร์ใหม่ของสำนักงาน")
    office.add_argument("--area", required=True, metavar="CODE", help="รหัสเขต 4 หลัก")
    office.add_argument("--name", required=True, metavar="NAME", help="ชื่อสำนักงาน")
    office.add_argument("--short-name", default="", metavar="NAME", help="ชื่อย่อ (ปกติเท่ากับชื่อ)")
    office.set_defaults(run=later("starting", "new_office"))


def _add_offices(verbs: Verbs[Parser]) -> None:
    offices = verb(verbs, "offices", "งานของหลายสำนักงานพร้อมกัน บนเครื่องนี้หรือบนคลัสเตอร์ Dask")
    words = offices.add_subparsers(dest="kind", required=True, metavar="คำสั่ง")
    new = verb(words, "new", "สร้างโฟลเดอร์ของหลายสำนักงานจากรายชื่อ")
    _add_root(new)
    new.add_argument("list", metavar="FILE.csv", help="รายชื่อ หัวตารางคือ area_code,name หรือ area_code,name,short_name")
    new.set_defaults(run=later("office_folders", "new_offices"))
    receive = verb(words, "receive", "รับไฟล์ของทุกสำนักงาน")
    _add_root(receive)
    receive.add_argument(
        "paths", nargs="*", metavar="PATH", help="โฟลเดอร์ที่ชื่อเป็นรหัสเขต หรือที่มีโฟลเดอร์เช่นนั้น (ปกติ downloads ของแต่ละสำนักงาน)"
    )
    _add_workers(receive)
    receive.set_defaults(run=later("office_folders", "receive_offices"))
    run = verb(words, "run", "ทำรายงานของทุกสำนักงานให้เป็นปัจจุบัน")
    verify = verb(words, "verify", "ตรวจทานรายงานของทุกสำนักงาน เช่นเดียวกับ verify")
    for word, function in ((run, "run_offices"), (verify, "verify_offices")):
        _add_root(word)
        word.add_argument("reports", nargs="*", metavar="REPORT", help="รหัสรายงานหรือส่วนต้นของรหัส (ปกติทุกฉบับ)")
        _add_workers(word)
        word.set_defaults(run=later("offices", function))
    status = verb(words, "status", "แต่ละสำนักงานมีรายงานที่เป็นปัจจุบันและไม่เป็นปัจจุบันกี่ฉบับ")
    _add_root(status)
    status.add_argument("-v", "--verbose", action="store_true", help="บอกรายงานที่ไม่เป็นปัจจุบัน พร้อมเหตุ")
    _add_workers(status)
    status.set_defaults(run=later("offices", "status_offices"))


def _add_root(word: Parser) -> None:
    word.add_argument("root", metavar="ROOT", help="โฟลเดอร์ที่มีโฟลเดอร์ของแต่ละสำนักงาน (params, data, outputs)")


def _add_workers(word: Parser) -> None:
    where = word.add_mutually_exclusive_group()
    add_jobs(where)
    where.add_argument(
        "--cluster", metavar="ADDRESS", help="ทำบนคลัสเตอร์ Dask ที่ dask scheduler อยู่ที่นี้ เช่น tcp://host:8786"
    )
    word.set_defaults(jobs=None)  # argparse does not see that both are said where one is its own default


def _add_signer(kinds: Verbs[Parser]) -> None:
    signer = verb(kinds, "signer", "กุญแจของผู้ลงนามรับรองรายงาน")
    signer.add_argument("id", metavar="ID", help="ชื่อกุญแจ อักษรอังกฤษตัวเล็ก เช่น director ไม่ใช่ชื่อบุคคล")
    signer.add_argument("--position", required=True, metavar="POSITION", help="ตำแหน่งของผู้ลงนาม")
    signer.add_argument("--key", required=True, metavar="FILE", help="ไฟล์กุญแจลับใหม่ ต้องอยู่นอกโฟลเดอร์ของสมุดรายงาน")
    signer.add_argument("--no-passphrase", action="store_true", help="ไม่ตั้งรหัสผ่านให้กุญแจ")
    signer.set_defaults(run=later("signing", "new_signer"))


if __name__ == "__main__":
    main()
