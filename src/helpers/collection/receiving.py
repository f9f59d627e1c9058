"""Receiving downloads: recognise each, copy it to its round, enter it in the register. One bad file stops no other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from helpers.collection.data_folder import DataFolder, Entry, Kind
from helpers.collection.downloads import Download, downloads
from helpers.collection.file_names import named_round, replaced
from helpers.collection.new_round import write_round
from helpers.collection.recognising import Recognised, recognise, refuse_other_period
from helpers.collection.school_codes import called, named_school, same_school
from helpers.collection.spreadsheets import refuse_irregular
from helpers.digests import file_digest
from helpers.errors import DeliveryError, WorkbookError
from helpers.params.folder import Params
from helpers.periods import Round, parse_period


class Outcome(StrEnum):
    """What became of one file."""

    RECEIVED = "received"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True)
class Received:
    """One file: what became of it, what it is (when known), and why it was refused.

    `shown` is how it is told to whoever sent it; `schools` are those for which it counts from now on.
    """

    path: Path
    shown: str
    outcome: Outcome
    entry: Entry | None = None
    replaces: str = ""
    """Name of the file whose place it takes; that file is kept."""
    new_round: Path | None = None
    """The parameter file that was written because the round was new."""
    error: WorkbookError | None = None
    schools: frozenset[str] = frozenset()


def receive(paths: Iterable[Path], folder: DataFolder, params: Params, round_: Round | None = None) -> list[Received]:
    """Take in files and folders of files. `round_` is the round of files that do not say it themselves.

    A file that cannot be used is named in the result and stays where it is. Raises DeliveryError where sample and real
    mix.
    """
    files = list(downloads(paths))
    present = [each.path for each in files if each.path.exists()]
    if present:
        folder.mark(_kind(present))
    if not files:
        return []
    with folder.locked():
        return [_attempt(each, partial(_receive_file, each, folder, params, round_)) for each in files]


def receive_in_place(folder: DataFolder, params: Params) -> list[Received]:
    """Enter files that somebody put straight into `deliveries/<round or fiscal year>/<source>/`; the period must be the
    file's own."""
    if not folder.deliveries.is_dir():
        return []
    with folder.locked():
        known = {entry.path for entry in folder.register()}
        new = [each for each in downloads([folder.deliveries]) if _place(each.path, folder) not in known]
        if new:
            folder.mark(folder.kind)
        return [_attempt(each, partial(_enter_in_place, each, folder, params)) for each in new]


def _place(path: Path, folder: DataFolder) -> str:
    """How the register names a file in the deliveries folder."""
    return path.resolve().relative_to(folder.deliveries.resolve()).as_posix()


def _kind(files: list[Path]) -> Kind:
    """Files below a sample folder are sample data, all others real. An unmarked folder takes either, never both."""
    samples = [path for path in files if any(DataFolder(parent).kind == "sample" for parent in path.resolve().parents)]
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
        remedy = "ปิดโปรแกรมที่เปิดไฟล์อยู่ ตรวจสิทธิ์และพื้นที่ว่างของดิสก์"
        refusal = DeliveryError(f"อ่านหรือคัดลอกไฟล์ไม่ได้ ({error.strerror})", where=file.shown, remedy=remedy)
        return Received(file.path, file.shown, Outcome.REFUSED, error=refusal)


def _receive_file(file: Download, folder: DataFolder, params: Params, round_: Round | None) -> Received:
    path = file.path
    if not path.exists():
        raise DeliveryError("ไม่พบไฟล์", where=str(path), remedy="ตรวจชื่อไฟล์หรือโฟลเดอร์")
    refuse_irregular(path, file.shown)
    if path.resolve().is_relative_to(folder.deliveries.resolve()):
        return _enter_in_place(file, folder, params)
    same = _registered(path, folder, str(round_ or ""))
    if same:
        refuse_other_period(path, parse_period(same.period), round_)
        if not (folder.deliveries / same.path).exists():
            _copy(path, folder.deliveries / same.path)
        return Received(path, file.shown, Outcome.ALREADY, same)
    seen = recognise(path, params, round_)
    place = _free_place(folder, seen)
    _copy(path, folder.deliveries / place)
    return _entered(file, folder, place, seen, params)


def _registered(path: Path, folder: DataFolder, stated: str) -> Entry | None:
    """The register's line of a file with the same bytes.

    A page of one school says neither whose it is nor when: with the same bytes it may be another school's, or that
    school's in another round.
    """
    digest, own = file_digest(path), called(path)
    round_ = (stated or str(named_round(path.name) or "")) if named_school(own) else ""
    same = (each for each in folder.register() if each.sha256 == digest and same_school(each.name, own))
    return next((each for each in same if round_ in ("", each.period)), None)


def _enter_in_place(file: Download, folder: DataFolder, params: Params) -> Received:
    path, place = file.path, _place(file.path, folder)
    parts = place.split("/")
    same = _registered(path, folder, parts[0])
    if same:
        return Received(path, file.shown, Outcome.ALREADY, same)
    if len(parts) != 3:
        remedy = "วางไฟล์ไว้ใน deliveries/<รอบหรือปีงบประมาณ>/<ระบบหรือโครงการ>/ หรือใช้ workbook receive"
        raise DeliveryError("ไฟล์อยู่ผิดที่", where=str(path), remedy=remedy)
    seen = recognise(path, params, parse_period(parts[0]))
    if seen.source != parts[1]:
        problem = f"ไฟล์ของ {seen.source} อยู่ในโฟลเดอร์ของ {parts[1]}"
        raise DeliveryError(problem, where=str(path), remedy=f"ย้ายไปโฟลเดอร์ {parts[0]}/{seen.source}")
    return _entered(file, folder, place, seen, params)


def _free_place(folder: DataFolder, seen: Recognised) -> str:
    """Where the copy goes, relative to the deliveries folder. Names are kept; a taken one gets the digest added."""
    place = Path(str(seen.period)) / seen.source / seen.sheet.name
    taken = folder.deliveries / place
    if taken.exists() and file_digest(taken) != seen.sheet.sha256:
        place = place.with_name(f"{place.stem}~{seen.sheet.sha256[:8]}{place.suffix}")
    return place.as_posix()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, scratch)
    scratch.replace(target)


def _entry(place: str, seen: Recognised) -> Entry:
    received = datetime.now().astimezone().isoformat(timespec="seconds")
    return Entry(
        received=received,
        period=str(seen.period),
        system=seen.source,
        report=seen.report,
        sha256=seen.sheet.sha256,
        name=seen.sheet.name,
        path=place,
        rows=seen.rows,
        encoding=seen.sheet.encoding,
        made=str(seen.sheet.made or ""),
    )


def _entered(file: Download, folder: DataFolder, place: str, seen: Recognised, params: Params) -> Received:
    entry = _entry(place, seen)
    replaces = replaced(entry, folder.register())
    period = parse_period(entry.period)
    new_round = write_round(params.folder, period) if isinstance(period, Round) else None
    folder.enter([entry])
    return Received(file.path, file.shown, Outcome.RECEIVED, entry, replaces, new_round, schools=seen.schools)
