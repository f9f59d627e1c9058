"""Receiving downloads: recognise each file, copy it into the folder of its period, enter it in the register. A file
that cannot be used does not stop the others."""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from helpers.deliveries.downloads import Download, downloads
from helpers.deliveries.far_fewer import RowsInForce, refuse_far_fewer, refuse_fewer_rows
from helpers.deliveries.new_round import write_round
from helpers.deliveries.recognising import Recognised, recognise, refuse_other_period
from helpers.digests import file_digest
from helpers.errors import DeliveryError, WorkbookError
from helpers.files import PRIVATE, close_to_others, folder_named, private_folder
from helpers.foreign.spreadsheets import refuse_irregular
from helpers.incidents import storage_error
from helpers.params.folder import Params
from helpers.periods import Round, parse_period
from helpers.tables.data_folder import DataFolder, Kind, read_mark
from helpers.tables.file_names import delivery_name, named_round, named_school, readable, same_school
from helpers.tables.register import Entry, Event, counted_instead, in_force, replaced


class ReceiptOutcome(StrEnum):
    """The result of receiving one file."""

    RECEIVED = "received"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True)
class Received:
    """The receipt of one file: the outcome, its entry in the register (None where it was refused), and the error for
    which it was refused.

    `display_path` is its path as messages show it; `schools` are the schools for which it counts unless a later file
    holds them.
    """

    path: Path
    display_path: str
    outcome: ReceiptOutcome
    entry: Entry | None = None
    before: Entry | None = None
    """The file that it replaces; that file is kept."""
    instead: Entry | None = None
    """The file that counts instead of this one; None where this one counts."""
    new_round: Path | None = None
    """The parameter file that was written because the round was new; None where it was not."""
    error: WorkbookError | None = None
    schools: frozenset[str] = frozenset()
    taken_over: int = 0
    """The number of schools whose rows in an earlier list it replaces."""

    @property
    def replaces(self) -> str:
        """The name of the file that it replaces; empty for none."""
        return self.before.name if self.before else ""


@dataclass(frozen=True)
class _Intake:
    """The settings of one call: all its entries have the same `moment`, and `round_` is the round of files that do not
    state theirs."""

    folder: DataFolder
    params: Params
    round_: Round | None
    accept_fewer: bool
    moment: str
    rows: RowsInForce


def receive(
    paths: Iterable[Path],
    folder: DataFolder,
    params: Params,
    round_: Round | None = None,
    *,
    accept_fewer: bool = False,
) -> list[Received]:
    """Receive files and folders of files. `round_` is the round of files that do not state theirs; `accept_fewer` lets
    a file replace one that holds far more.

    A file that cannot be used is refused in its receipt and stays where it is. Raises DeliveryError where sample and
    real data mix, and where nothing can be written.
    """
    files = list(downloads(paths))
    present = [each.path for each in files if each.path.exists()]
    if present:
        folder.mark(_kind(present))
    if not files:
        return []
    intake = _Intake(folder, params, round_, accept_fewer, moment(), RowsInForce(folder, params))
    with folder.entering():
        return [_attempt(each, partial(_receive_file, each, intake)) for each in files]


def receive_in_place(folder: DataFolder, params: Params) -> list[Received]:
    """Enter files that somebody copied directly into `deliveries/<round or fiscal year>/<source>/`; the folder must be
    that of the file's period."""
    if not folder.deliveries.is_dir():
        return []
    intake = _Intake(folder, params, None, accept_fewer=False, moment=moment(), rows=RowsInForce(folder, params))
    with folder.entering():
        known = {entry.path for entry in folder.register()}
        new = [each for each in downloads([folder.deliveries]) if _relative_path(each.path, folder) not in known]
        if new:
            folder.mark(folder.kind)
        return [_attempt(each, partial(_enter_in_place, each, intake)) for each in new]


def moment() -> str:
    """The present time as the register writes it, in microseconds, so that no two commands share a moment."""
    return datetime.now().astimezone().isoformat(timespec="microseconds")


def _relative_path(path: Path, folder: DataFolder) -> str:
    """A file's path relative to the deliveries folder, as the register holds it."""
    full_path = path.parent.resolve() / path.name
    return full_path.relative_to(folder.deliveries.resolve()).as_posix()


def _kind(files: list[Path]) -> Kind:
    """The kind of data of the files: sample where they lie in a sample folder, else real. An unmarked data folder takes
    on the kind of its first files."""
    samples = [path for path in files if any(read_mark(parent) == "sample" for parent in path.resolve().parents)]
    if samples and len(samples) < len(files):
        problem = "ไฟล์ที่ส่งมามีทั้งข้อมูลจริงและข้อมูลตัวอย่าง"
        raise DeliveryError(problem, where=str(samples[0]), remedy="รับข้อมูลจริงและข้อมูลตัวอย่างคนละโฟลเดอร์ข้อมูล (--data)")
    return "sample" if samples else "real"


def _attempt(file: Download, take_in: Callable[[], Received]) -> Received:
    try:
        return take_in()
    except WorkbookError as error:
        return Received(file.path, file.display_path, ReceiptOutcome.REFUSED, error=file.with_display_path(error))
    except OSError as error:
        storage = storage_error(error)
        problem = (
            " ".join(filter(None, (storage.problem, storage.where)))
            if storage
            else f"อ่านหรือคัดลอกไฟล์ไม่ได้ ({error.strerror})"
        )
        remedy = storage.remedy if storage else "ปิดโปรแกรมที่เปิดไฟล์อยู่ แล้วสั่งอีกครั้ง"
        refusal = DeliveryError(problem, where=file.display_path, remedy=remedy)
    except (ValueError, LookupError, ArithmeticError) as error:
        # No reader foresees everything that a file may hold: it is refused by name, and the others are received.
        remedy = "ดาวน์โหลดไฟล์จากระบบอีกครั้ง ถ้ายังเกิดซ้ำให้แจ้งผู้ดูแล"
        refusal = DeliveryError(f"อ่านไฟล์นี้ไม่ได้ ({type(error).__name__})", where=file.display_path, remedy=remedy)
    return Received(file.path, file.display_path, ReceiptOutcome.REFUSED, error=refusal)


def _receive_file(file: Download, intake: _Intake) -> Received:
    path, folder = file.path, intake.folder
    if not path.exists():
        raise DeliveryError("ไม่พบไฟล์", where=str(path), remedy="ตรวจชื่อไฟล์หรือโฟลเดอร์")
    refuse_irregular(path, file.display_path)
    if (path.parent.resolve() / path.name).is_relative_to(folder.deliveries.resolve()):
        return _enter_in_place(file, intake)
    same = _registered(path, folder, str(intake.round_ or ""))
    if same:
        refuse_other_period(path, parse_period(same.period), intake.round_)
        if not (folder.deliveries / same.path).exists():
            _copy(path, folder.deliveries / same.path)
        return _known(file, same, intake)
    recognised = recognise(path, intake.params, intake.round_)
    relative_path = _free_path(folder, recognised)
    copy = folder.deliveries / relative_path
    was_there = copy.exists()
    try:
        return _entered(file, relative_path, recognised, intake, copy=lambda: _copy(path, copy))
    except BaseException:
        if not was_there:
            copy.unlink(missing_ok=True)
        raise


def _registered(path: Path, folder: DataFolder, stated: str) -> Entry | None:
    """The register's last entry of a file with the same bytes; None for a new file.

    A page of one school states neither the school nor the round: a file with the same bytes may belong to another
    school or another round, so that for such pages the names must agree too.
    """
    digest, name = file_digest(path), delivery_name(path)
    round_ = (stated or str(named_round(path.name) or "")) if named_school(name) else ""
    last = {each.path: each for each in folder.register() if each.sha256 == digest and same_school(each.name, name)}
    return next((each for each in last.values() if round_ in ("", each.period)), None)


def _known(file: Download, same: Entry, intake: _Intake) -> Received:
    """The receipt of a file that was received before; if it was withdrawn, it is in force again."""
    if same.event != Event.WITHDRAWN:
        instead = counted_instead(same, intake.folder.in_force())
        return Received(file.path, file.display_path, ReceiptOutcome.ALREADY, same, instead=instead)
    entry = replace(same, received=intake.moment, event=Event.RECEIVED)
    files = in_force([*intake.folder.register(), entry])
    intake.folder.enter([entry])
    before, instead = replaced(entry, files), counted_instead(entry, files)
    return Received(file.path, file.display_path, ReceiptOutcome.RECEIVED, entry, before, instead)


def _enter_in_place(file: Download, intake: _Intake) -> Received:
    path, folder, relative_path = file.path, intake.folder, _relative_path(file.path, intake.folder)
    parts = relative_path.split("/")
    same = _registered(path, folder, parts[0])
    if same:
        return Received(
            path, file.display_path, ReceiptOutcome.ALREADY, same, instead=counted_instead(same, folder.in_force())
        )
    if len(parts) != 3:
        remedy = "วางไฟล์ไว้ใน deliveries/<รอบหรือปีงบประมาณ>/<ระบบหรือโครงการ>/ หรือใช้ workbook receive"
        raise DeliveryError("ไฟล์อยู่ผิดที่", where=str(path), remedy=remedy)
    recognised = recognise(path, intake.params, parse_period(parts[0]))
    if recognised.source != parts[1]:
        problem = f"ไฟล์ของ {recognised.source} อยู่ในโฟลเดอร์ของ {parts[1]}"
        raise DeliveryError(problem, where=str(path), remedy=f"ย้ายไปโฟลเดอร์ {parts[0]}/{recognised.source}")
    close_to_others(path)
    if path.name != readable(path.name):
        relative_path = _free_path(folder, recognised)
        return _entered(
            file, relative_path, recognised, intake, copy=lambda: path.replace(folder.deliveries / relative_path)
        )
    return _entered(file, relative_path, recognised, intake)


def _free_path(folder: DataFolder, recognised: Recognised) -> str:
    """The path of the copy, relative to the deliveries folder. The name is kept; if another file has it, the digest is
    added."""
    relative_path = Path(str(recognised.period)) / recognised.source / recognised.sheet.name
    taken = folder.deliveries / relative_path
    if taken.exists() and file_digest(taken) != recognised.sheet.sha256:
        relative_path = relative_path.with_name(
            f"{relative_path.stem}~{recognised.sheet.sha256[:8]}{relative_path.suffix}"
        )
    return relative_path.as_posix()


def _copy(source: Path, target: Path) -> None:
    """Copy with the file's modification time, which orders the files should the register be lost."""
    with folder_named(target.parent):
        scratch = private_folder(target.parent) / f".{target.stem[:40]}.part"
        shutil.copyfile(source, scratch)
        scratch.chmod(PRIVATE)
        times = source.stat()
        os.utime(scratch, ns=(times.st_atime_ns, times.st_mtime_ns))
        scratch.replace(target)


def _entry(path: Path, relative_path: str, recognised: Recognised, intake: _Intake) -> Entry:
    saved = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return Entry(
        received=intake.moment,
        period=str(recognised.period),
        system=recognised.source,
        report=recognised.report,
        sha256=recognised.sheet.sha256,
        name=recognised.sheet.name,
        path=relative_path,
        rows=recognised.rows,
        encoding=recognised.sheet.encoding,
        made=str(recognised.sheet.made or ""),
        saved=saved.isoformat(timespec="seconds"),
        kind=intake.folder.kind,
    )


def _entered(
    file: Download,
    relative_path: str,
    recognised: Recognised,
    intake: _Intake,
    copy: Callable[[], object] = lambda: None,
) -> Received:
    """Enter a file in the register. The parameters of its round are written first, since every file in the register
    must be usable."""
    entry = _entry(file.path, relative_path, recognised, intake)
    files = in_force([*intake.folder.register(), entry])
    before, instead = replaced(entry, files), counted_instead(entry, files)
    rows = intake.rows.taken_over(recognised, entry, files)
    if not intake.accept_fewer:
        refuse_fewer_rows(recognised, rows, intake.params)
        if before:
            refuse_far_fewer(recognised, before, intake.folder, intake.params)
    period = parse_period(entry.period)
    new_round = write_round(intake.params.folder, period) if isinstance(period, Round) else None
    copy()
    intake.folder.enter([entry])
    receipt = Received(file.path, file.display_path, ReceiptOutcome.RECEIVED, entry, before, instead, new_round)
    return replace(receipt, schools=frozenset(recognised.schools), taken_over=len(rows))
