"""Receiving downloads: recognise each, copy it to its round, enter it in the register. One bad file stops no other."""

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
from helpers.tables.file_names import called, named_round, named_school, readable, same_school
from helpers.tables.register import Entry, Event, counted_instead, in_force, replaced


class Outcome(StrEnum):
    """What became of one file."""

    RECEIVED = "received"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True)
class Received:
    """One file: what became of it, what it is (when known), and why it was refused.

    `shown` is how it is told to whoever sent it; `schools` are those for which it counts where no later file holds
    them.
    """

    path: Path
    shown: str
    outcome: Outcome
    entry: Entry | None = None
    before: Entry | None = None
    """The file whose place it takes; that file is kept."""
    instead: Entry | None = None
    """The file that counts where this one does not."""
    new_round: Path | None = None
    """The parameter file that was written because the round was new."""
    error: WorkbookError | None = None
    schools: frozenset[str] = frozenset()
    taken_over: int = 0
    """For how many schools a list takes the place of rows that counted before."""

    @property
    def replaces(self) -> str:
        """The name of the file whose place it takes; empty for none."""
        return self.before.name if self.before else ""


@dataclass(frozen=True)
class _Intake:
    """One receiving: all that it enters has the same moment. `round_` is that of files that do not say theirs."""

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
    """Take in files and folders of files. `round_` is the round of files that do not say it themselves; `accept_fewer`
    takes a file even in place of one that holds far more.

    A file that cannot be used is named in the result and stays where it is. Raises DeliveryError where sample and real
    mix, and where nothing can be written.
    """
    files = list(downloads(paths))
    present = [each.path for each in files if each.path.exists()]
    if present:
        folder.mark(_kind(present))
    if not files:
        return []
    intake = _Intake(folder, params, round_, accept_fewer, moment(), RowsInForce(folder, params))
    with folder.locked():
        return [_attempt(each, partial(_receive_file, each, intake)) for each in files]


def receive_in_place(folder: DataFolder, params: Params) -> list[Received]:
    """Enter files that somebody put straight into `deliveries/<round or fiscal year>/<source>/`; the period must be the
    file's own."""
    if not folder.deliveries.is_dir():
        return []
    intake = _Intake(folder, params, None, accept_fewer=False, moment=moment(), rows=RowsInForce(folder, params))
    with folder.locked():
        known = {entry.path for entry in folder.register()}
        new = [each for each in downloads([folder.deliveries]) if _place(each.path, folder) not in known]
        if new:
            folder.mark(folder.kind)
        return [_attempt(each, partial(_enter_in_place, each, intake)) for each in new]


def moment() -> str:
    """Now, as the register writes it: fine enough to tell one command from the next."""
    return datetime.now().astimezone().isoformat(timespec="microseconds")


def _place(path: Path, folder: DataFolder) -> str:
    """How the register names a file in the deliveries folder."""
    place = path.parent.resolve() / path.name
    return place.relative_to(folder.deliveries.resolve()).as_posix()


def _kind(files: list[Path]) -> Kind:
    """Files below a sample folder are sample data, all others real. An unmarked folder takes either, never both."""
    samples = [path for path in files if any(read_mark(parent) == "sample" for parent in path.resolve().parents)]
    if samples and len(samples) < len(files):
        problem = "ไฟล์ที่ส่งมามีทั้งข้อมูลจริงและข้อมูลตัวอย่าง"
        raise DeliveryError(problem, where=str(samples[0]), remedy="รับข้อมูลจริงและข้อมูลตัวอย่างคนละโฟลเดอร์ข้อมูล (--data)")
    return "sample" if samples else "real"


def _attempt(file: Download, take_in: Callable[[], Received]) -> Received:
    try:
        return take_in()
    except WorkbookError as error:
        return Received(file.path, file.shown, Outcome.REFUSED, error=file.placed(error))
    except OSError as error:
        told = storage_error(error)
        problem = (
            " ".join(filter(None, (told.problem, told.where))) if told else f"อ่านหรือคัดลอกไฟล์ไม่ได้ ({error.strerror})"
        )
        remedy = told.remedy if told else "ปิดโปรแกรมที่เปิดไฟล์อยู่ แล้วสั่งอีกครั้ง"
        refusal = DeliveryError(problem, where=file.shown, remedy=remedy)
    except (ValueError, LookupError, ArithmeticError) as error:
        # Whatever a file holds that no reader foresaw: it is named, and the others go on.
        remedy = "ดาวน์โหลดไฟล์จากระบบอีกครั้ง ถ้ายังเกิดซ้ำให้แจ้งผู้ดูแล"
        refusal = DeliveryError(f"อ่านไฟล์นี้ไม่ได้ ({type(error).__name__})", where=file.shown, remedy=remedy)
    return Received(file.path, file.shown, Outcome.REFUSED, error=refusal)


def _receive_file(file: Download, intake: _Intake) -> Received:
    path, folder = file.path, intake.folder
    if not path.exists():
        raise DeliveryError("ไม่พบไฟล์", where=str(path), remedy="ตรวจชื่อไฟล์หรือโฟลเดอร์")
    refuse_irregular(path, file.shown)
    if (path.parent.resolve() / path.name).is_relative_to(folder.deliveries.resolve()):
        return _enter_in_place(file, intake)
    same = _registered(path, folder, str(intake.round_ or ""))
    if same:
        refuse_other_period(path, parse_period(same.period), intake.round_)
        if not (folder.deliveries / same.path).exists():
            _copy(path, folder.deliveries / same.path)
        return _known(file, same, intake)
    seen = recognise(path, intake.params, intake.round_)
    place = _free_place(folder, seen)
    copy = folder.deliveries / place
    was_there = copy.exists()
    try:
        return _entered(file, place, seen, intake, copy=lambda: _copy(path, copy))
    except BaseException:
        if not was_there:
            copy.unlink(missing_ok=True)
        raise


def _registered(path: Path, folder: DataFolder, stated: str) -> Entry | None:
    """The register's last line of a file with the same bytes.

    A page of one school says neither whose it is nor when: with the same bytes it may be another school's, or that
    school's in another round.
    """
    digest, own = file_digest(path), called(path)
    round_ = (stated or str(named_round(path.name) or "")) if named_school(own) else ""
    last = {each.path: each for each in folder.register() if each.sha256 == digest and same_school(each.name, own)}
    return next((each for each in last.values() if round_ in ("", each.period)), None)


def _known(file: Download, same: Entry, intake: _Intake) -> Received:
    """A file that is there already; one that was taken out is in force again."""
    if same.event != Event.WITHDRAWN:
        instead = counted_instead(same, intake.folder.in_force())
        return Received(file.path, file.shown, Outcome.ALREADY, same, instead=instead)
    entry = replace(same, received=intake.moment, event=Event.RECEIVED)
    files = in_force([*intake.folder.register(), entry])
    intake.folder.enter([entry])
    before, instead = replaced(entry, files), counted_instead(entry, files)
    return Received(file.path, file.shown, Outcome.RECEIVED, entry, before, instead)


def _enter_in_place(file: Download, intake: _Intake) -> Received:
    path, folder, place = file.path, intake.folder, _place(file.path, intake.folder)
    parts = place.split("/")
    same = _registered(path, folder, parts[0])
    if same:
        return Received(path, file.shown, Outcome.ALREADY, same, instead=counted_instead(same, folder.in_force()))
    if len(parts) != 3:
        remedy = "วางไฟล์ไว้ใน deliveries/<รอบหรือปีงบประมาณ>/<ระบบหรือโครงการ>/ หรือใช้ workbook receive"
        raise DeliveryError("ไฟล์อยู่ผิดที่", where=str(path), remedy=remedy)
    seen = recognise(path, intake.params, parse_period(parts[0]))
    if seen.source != parts[1]:
        problem = f"ไฟล์ของ {seen.source} อยู่ในโฟลเดอร์ของ {parts[1]}"
        raise DeliveryError(problem, where=str(path), remedy=f"ย้ายไปโฟลเดอร์ {parts[0]}/{seen.source}")
    close_to_others(path)
    if path.name != readable(path.name):
        place = _free_place(folder, seen)
        return _entered(file, place, seen, intake, copy=lambda: path.replace(folder.deliveries / place))
    return _entered(file, place, seen, intake)


def _free_place(folder: DataFolder, seen: Recognised) -> str:
    """Where the copy goes, relative to the deliveries folder. Names are kept; a taken one gets the digest added."""
    place = Path(str(seen.period)) / seen.source / seen.sheet.name
    taken = folder.deliveries / place
    if taken.exists() and file_digest(taken) != seen.sheet.sha256:
        place = place.with_name(f"{place.stem}~{seen.sheet.sha256[:8]}{place.suffix}")
    return place.as_posix()


def _copy(source: Path, target: Path) -> None:
    """With the time of the file, by which its turn is known should the register be lost."""
    with folder_named(target.parent):
        scratch = private_folder(target.parent) / f".{target.stem[:40]}.part"
        shutil.copyfile(source, scratch)
        scratch.chmod(PRIVATE)
        times = source.stat()
        os.utime(scratch, ns=(times.st_atime_ns, times.st_mtime_ns))
        scratch.replace(target)


def _entry(path: Path, place: str, seen: Recognised, intake: _Intake) -> Entry:
    saved = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return Entry(
        received=intake.moment,
        period=str(seen.period),
        system=seen.source,
        report=seen.report,
        sha256=seen.sheet.sha256,
        name=seen.sheet.name,
        path=place,
        rows=seen.rows,
        encoding=seen.sheet.encoding,
        made=str(seen.sheet.made or ""),
        saved=saved.isoformat(timespec="seconds"),
        kind=intake.folder.kind,
    )


def _entered(
    file: Download, place: str, seen: Recognised, intake: _Intake, copy: Callable[[], object] = lambda: None
) -> Received:
    """Enter a file. Its round's parameters come first: a file that is in the register can be used."""
    entry = _entry(file.path, place, seen, intake)
    files = in_force([*intake.folder.register(), entry])
    before, instead = replaced(entry, files), counted_instead(entry, files)
    rows = intake.rows.taken_over(seen, entry, files)
    if not intake.accept_fewer:
        refuse_fewer_rows(seen, rows, intake.params)
        if before:
            refuse_far_fewer(seen, before, intake.folder, intake.params)
    period = parse_period(entry.period)
    new_round = write_round(intake.params.folder, period) if isinstance(period, Round) else None
    copy()
    intake.folder.enter([entry])
    schools, taken_over = frozenset(seen.schools), len(rows)
    return Received(
        file.path, file.shown, Outcome.RECEIVED, entry, before, instead, new_round, None, schools, taken_over
    )
