"""The verbs receive and deliveries."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from helpers.audit.manifest import made_from
from helpers.catalogue import datasets, rules
from helpers.deliveries.downloads import downloads
from helpers.deliveries.receiving import ReceiptOutcome, Received, receive, receive_in_place
from helpers.deliveries.withdrawing import Overlap, number_of, numbered, overlaps, restore, undo_receive, withdraw
from helpers.errors import DeliveryError, raise_together
from helpers.forms.definitions import FORMS
from helpers.forms.form import CHOOSE
from helpers.forms.rules import BLANK, OF_CELLS
from helpers.params.folder import Params
from helpers.periods import Round, parse_period, thai_date_short
from helpers.programmes.reading import offered_by, read_newest
from helpers.reports.folders import Folders
from helpers.tables.data_folder import DataFolder
from helpers.tables.findings import Finding
from helpers.tables.graph import delivery_of
from helpers.tables.register import LIST, Entry, Event, counted_instead, replaced_by

_SCHOOLS_NAMED = 5
_FINDINGS_NAMED = 5
_REPORTS_NAMED = 5
_HAPPENED = {Event.RECEIVED: "รับ", Event.WITHDRAWN: "เอาออก", Event.RESTORED: "นำกลับ"}


def receive_files(options: Namespace, folders: Folders) -> None:
    """workbook receive PATH… [--round ROUND] [--accept-fewer], or --undo"""
    folder, params = folders.data_folder, folders.read_params()
    if options.undo:
        _print_withdrawn(undo_receive(folder), folders)
        return
    round_ = Round.parse(options.round) if options.round else None
    paths = [Path(path) for path in options.paths]
    receipts = receive(paths, folder, params, round_, accept_fewer=options.accept_fewer)
    _print_receipts(receipts, folders, params)
    print(_summary(receipts))
    raise_together([*(receipt.error for receipt in receipts if receipt.error), *_without_files(paths)])


def _without_files(paths: Sequence[Path]) -> Iterator[DeliveryError]:
    """The folders in which there is nothing to be received."""
    for path in paths:
        if path.is_dir() and not any(downloads([path])):
            remedy = "ตรวจว่าเลือกโฟลเดอร์ที่มีไฟล์ซึ่งดาวน์โหลดไว้"
            yield DeliveryError(f"ไม่พบไฟล์ใน {path}", remedy=remedy)


def receive_waiting(folders: Folders) -> tuple[Params, bool]:
    """Receive the files that somebody put into the deliveries folder by hand, and return the parameters as they are
    afterwards, for a first file of a round can add that round, and whether all files could be used. One that cannot is
    named on standard error, and stops nothing else."""
    params = folders.read_params()
    receipts = receive_in_place(folders.data_folder, params)
    all_usable = print_waiting(receipts, folders, params)
    return folders.read_params(), all_usable


def print_waiting(receipts: Sequence[Received], folders: Folders, params: Params) -> bool:
    """Say what became of the files that were put into the deliveries folder by hand; whether all could be used."""
    _print_receipts(receipts, folders, params)
    if receipts:
        print(_summary(receipts))
    for receipt in receipts:
        if receipt.error:
            print(f"ข้ามไฟล์ใน deliveries ที่ใช้ไม่ได้: {receipt.error}", file=sys.stderr)
    return not any(receipt.error for receipt in receipts)


def show_deliveries(options: Namespace, folders: Folders) -> None:
    """workbook deliveries [PERIOD] [--remove N | --restore N | --new-key]"""
    folder = folders.data_folder
    if options.remove is not None:
        _print_withdrawn([withdraw(folder, options.remove)], folders)
    elif options.restore is not None:
        entry = restore(folder, options.restore)
        instead = counted_instead(entry, folder.in_force())
        in_use = "" if instead else f" ขณะนี้ใช้ {entry.name}"
        print(f"นำกลับมาใช้แล้ว {_about(entry)}  เลขรับ {options.restore}  {entry.name}{in_use}")
        if instead:
            print(_instead(entry, instead, folder))
    elif options.new_key:
        kept = folder.begin_new_key()
        print(f"เริ่มกุญแจใหม่แล้ว {f'ดอกเดิมเก็บไว้ที่ {kept}' if kept else 'ดอกเดิมไม่มีแล้ว'} สำรองไฟล์ key ดอกใหม่ไว้ด้วย")
    else:
        wanted = str(parse_period(options.period)) if options.period else None
        _print_files(folder, folders.read_params(), wanted)


def _print_files(folder: DataFolder, params: Params, wanted: str | None) -> None:
    """Every file that was received, by period and report: in use, replaced, or withdrawn."""
    files, last = folder.in_force(), ("", "", "")
    entries = [(entry, number) for number, entry in numbered(folder.register()).items()]
    for entry, number in sorted(entries, key=lambda line: (_report(line[0]), line[1])):
        if wanted not in (None, entry.period):
            continue
        if _report(entry) != last:
            print(f"{_about(entry)}  {_title(entry, params)}")
        last = _report(entry)
        state = _state(entry, folder, files)
        print(f"  {state}  เลขรับ {number}  {entry.name}  {entry.rows:,} แถว  {_times(entry)}")
    if not last[0]:
        print("ยังไม่ได้รับไฟล์")


def _state(entry: Entry, folder: DataFolder, files: Sequence[Entry]) -> str:
    if entry.event == Event.WITHDRAWN:
        return "เอาออก"
    instead = replaced_by(entry, files)
    if instead is None:
        return "ใช้"
    number = number_of(instead, folder.register())
    # What stood there already when this file came in was made later: this one never counted.
    never = instead.received <= entry.received
    return f"ไม่ใช้ เพราะมีไฟล์ที่ทำหลังกว่า (เลขรับ {number})" if never else f"แทนด้วยเลขรับ {number}"


def _times(entry: Entry) -> str:
    """When a file was made, saved, and received, withdrawn or restored, as far as it is known."""
    times = (("ทำ", entry.made), ("บันทึก", entry.saved), (_HAPPENED[Event(entry.event)], entry.received))
    return "  ".join(f"{word} {_when(text)}" for word, text in times if text)


def _when(text: str) -> str:
    """A day or moment of the register, in Thai."""
    moment = datetime.fromisoformat(text)
    day = thai_date_short(moment.date())
    return f"{day} {moment:%H:%M} น." if "T" in text else day


def _report(entry: Entry) -> tuple[str, str, str]:
    return entry.period, entry.system, entry.report


def _title(entry: Entry, params: Params) -> str:
    """The report's title; of a programme that no longer exists, the names that stand in the register."""
    dataset = datasets(params).get(entry.system)
    return dataset.reports.get(entry.report, entry.report) if dataset else f"{entry.system} {entry.report}"


def _about(entry: Entry) -> str:
    return f"{'รอบ' if '-' in entry.period else 'ปีงบประมาณ'} {entry.period}"


def _print_withdrawn(entries: Sequence[Entry], folders: Folders) -> None:
    """A line a file that was withdrawn, then how to restore it, and the reports that were made from these files."""
    files, register = folders.data_folder.in_force(), folders.data_folder.register()
    numbers = {entry.path: number_of(entry, register) for entry in entries}
    for entry in entries:
        counts = next((file for file in reversed(files) if _report(file) == _report(entry)), None)
        in_use = f"ใช้ {_named(counts, register)}" if counts else "ไม่มีไฟล์อื่นของรายงานนี้"
        print(f"เอาออกแล้ว {_about(entry)}  เลขรับ {numbers[entry.path]}  {entry.name} ขณะนี้{in_use}")
    shown = next(iter(numbers.values())) if len(numbers) == 1 else "N (N คือเลขรับ)"
    print(f"ไฟล์ยังเก็บไว้ ถ้าต้องการนำกลับ สั่ง workbook deliveries --restore {shown}")
    old = made_from(folders.outputs, {entry.sha256 for entry in entries})
    if old:
        more = f" และอีก {len(old) - _REPORTS_NAMED:,} ฉบับ" if len(old) > _REPORTS_NAMED else ""
        print(f"รายงานที่ทำจากไฟล์ที่เอาออกไม่เป็นปัจจุบันแล้ว: {', '.join(old[:_REPORTS_NAMED])}{more} ให้สั่ง workbook run")


def _named(entry: Entry, register: Sequence[Entry]) -> str:
    """A file's name with what distinguishes it from another of the same name: its number, and the day on which it was
    made, else saved, if that is known."""
    day = entry.made or entry.saved
    return f"{entry.name} เลขรับ {number_of(entry, register)}{f' ไฟล์วันที่ {_when(day)}' if day else ''}"


def _line(receipt: Received, entry: Entry, folder: DataFolder, params: Params) -> str:
    register = folder.register()
    if receipt.outcome is ReceiptOutcome.ALREADY:
        return f"มีอยู่แล้ว {_about(entry)}  {receipt.display_path} (ไบต์เดียวกับ {_named(entry, register)})"
    instead = f" (แทน {_named(receipt.before, register)} ซึ่งยังเก็บไว้)" if receipt.before else ""
    about = f"{_about(entry)}  {_title(entry, params)}  {entry.rows:,} แถว  {entry.encoding}  {entry.name}"
    return f"รับแล้ว   {about}{instead}"


def _not_counted(receipt: Received, entry: Entry, folder: DataFolder) -> str:
    """Why a received file does not count, and how to make it count; the empty string for one that does."""
    number, instead = number_of(entry, folder.register()), receipt.instead
    if entry.event == Event.WITHDRAWN:
        return f"  ไฟล์นี้ถูกเอาออกไปแล้ว ถ้าต้องการใช้ สั่ง workbook deliveries --restore {number}"
    # Of lists that came in together, `_twice` names the schools that are in several of them.
    if instead is None or (entry.report.endswith(LIST) and instead.received == entry.received):
        return ""
    return _instead(entry, instead, folder)


def _instead(entry: Entry, instead: Entry, folder: DataFolder) -> str:
    """The file that counts where this one does not, and how to make this one count."""
    number = number_of(entry, folder.register())
    whose = "ของโรงเรียนที่มีในทั้งสองไฟล์" if entry.report.endswith(LIST) else ""
    return (
        f"  ต้องตรวจสอบ ขณะนี้ใช้ข้อมูล{whose}จาก {_named(instead, folder.register())} ซึ่งสร้างหรือนำมาใช้ทีหลัง ไม่ใช้จากไฟล์นี้\n"
        f"  วิธีแก้: ถ้าต้องการใช้ไฟล์นี้ สั่ง workbook deliveries --restore {number}"
    )


def _in_form(entry: Entry, folder: DataFolder, params: Params) -> Iterator[str]:
    """The lines about what is wrong in a form that was received, cell by cell."""
    if entry.report not in FORMS:
        return
    form = offered_by(params.programmes.get(entry.system), FORMS[entry.report])
    findings = read_newest(form, [delivery_of(entry, folder)], params).findings
    if findings:
        yield f"  พบ {len(findings):,} ข้อในแบบกรอกนี้ ดูทั้งหมดด้วย workbook check {entry.period}"
    for finding in findings[:_FINDINGS_NAMED]:
        cell = f"ช่อง {finding.column}" if finding.column else f"แถว {finding.row}"
        if finding.rule == BLANK:
            yield f"    {cell} ว่าง จึงถือว่า {finding.allowed}"
        else:
            wrong = f"({finding.found})" if finding.found else ""
            yield f"    {cell}: {' '.join(filter(None, (rules()[finding.rule].title, wrong, _demanded(finding))))}"


def _demanded(finding: Finding) -> str:
    """What a cell must be, as a demand; the rules of whole rows word their demand themselves."""
    if finding.allowed.startswith(CHOOSE):
        return f"ต้อง{finding.allowed}"
    return f"ต้องเป็น {finding.allowed}" if finding.allowed and finding.rule.startswith(OF_CELLS) else finding.allowed


def _twice(overlap: Overlap) -> str:
    more = len(overlap.schools) - _SCHOOLS_NAMED
    named = f"{', '.join(overlap.schools[:_SCHOOLS_NAMED])}{f' และอีก {more:,} แห่ง' if more > 0 else ''}"
    left_out = " และ ".join(overlap.left_out)
    return (
        f"ต้องตรวจสอบ โรงเรียน {named} อยู่ในหลายไฟล์ที่รับครั้งนี้ ใช้ข้อมูลใน {overlap.counted} ไม่ใช้ใน {left_out}\n"
        "  วิธีแก้: ถ้าไม่ถูกต้อง ให้แก้ไฟล์ที่ถูกต้องให้มีโรงเรียนนี้ครบ แล้วรับเข้าอีกครั้ง ไฟล์ที่สร้างหลังสุดใช้แทน"
    )


def _print_receipts(receipts: Sequence[Received], folders: Folders, params: Params) -> None:
    """What became of each file that could be used."""
    folder = folders.data_folder
    for receipt in receipts:
        if receipt.entry:
            print(_line(receipt, receipt.entry, folder, params))
            details = [f"  แทนของ {receipt.taken_over:,} โรงเรียน"] * bool(receipt.taken_over)
            details += [_not_counted(receipt, receipt.entry, folder)]
            details += _in_form(receipt.entry, folder, params) if receipt.outcome is ReceiptOutcome.RECEIVED else ()
            print(*filter(None, details), sep="\n", end="\n" * any(details))
        if receipt.new_round:
            print(f"สร้าง {receipt.new_round} แล้ว ให้ตรวจวันที่กับหนังสือสั่งการของรอบ")
    for overlap in overlaps(receipts, folder.in_force()):
        print(_twice(overlap))


def _summary(receipts: Sequence[Received]) -> str:
    counts = {outcome: sum(receipt.outcome is outcome for receipt in receipts) for outcome in ReceiptOutcome}
    received, already, refused = (f"{counts[outcome]:,}" for outcome in ReceiptOutcome)
    return f"สรุป: รับเข้า {received} ไฟล์ มีอยู่แล้ว {already} ไฟล์ ใช้ไม่ได้ {refused} ไฟล์"
