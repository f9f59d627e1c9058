"""The verbs `offices new` and `offices receive`, and what all verbs of many offices share: which folders are offices,
and where their work is done."""

import csv
import io
import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from helpers.audit.gathering import NATIONAL_FOLDER, is_office
from helpers.audit.updating import here, of_offices
from helpers.deliveries.receiving import ReceiptOutcome, Received, receive
from helpers.errors import ClusterError, ParameterError, WorkbookError, raise_together
from helpers.files import BOM
from helpers.incidents import stopped, unforeseen
from helpers.params.new import write_office
from helpers.processes import TaskOutcome, Workers
from helpers.reports.folders import Folders, folders_of
from helpers.reports.production import PRELOADED
from helpers.sample import DOWNLOADS

_COLUMNS = ("area_code", "name")
_SHORT_NAME = "short_name"


def offices_in(root: Path) -> list[Folders]:
    """The folders of every office in ROOT: each direct subfolder that has any of the folders of one, in the order of
    their names, that of all offices last. Raises ParameterError where there is none."""
    every = sorted(root.resolve().iterdir()) if root.is_dir() else []
    national = root.resolve() / NATIONAL_FOLDER
    offices = [folders_of(path) for path in every if is_office(path) or (path == national and path.is_dir())]
    if not offices:
        remedy = "สร้างด้วย workbook offices new หรือวางโฟลเดอร์ของแต่ละสำนักงาน (params, data, outputs) ไว้ในนั้น"
        raise ParameterError("ไม่มีโฟลเดอร์ของสำนักงานใด", where=str(root), remedy=remedy)
    return sorted(offices, key=lambda office: (is_national(office), office_name(office)))


def office_name(office: Folders) -> str:
    """What an office's folder is called, by which messages name the office."""
    return office.data.parent.name


def is_national(office: Folders) -> bool:
    """Whether these are the folders of the view over all offices."""
    return office_name(office) == NATIONAL_FOLDER


@contextmanager
def workers_of(options: Namespace, root: Path) -> Iterator[Workers]:
    """Where the work of a command is done: in processes of this machine, or on the cluster that it names. Raises
    ClusterError where that cannot be reached."""
    if not options.cluster:
        yield here(options.jobs or os.cpu_count() or 1)
        return
    if find_spec("distributed") is None:
        remedy = 'ติดตั้งด้วย python -m pip install "distributed" ตามรุ่นใน requirements.lock หรือใช้ --jobs แทน'
        raise ClusterError("ยังไม่ได้ติดตั้งไลบรารี distributed ซึ่ง --cluster ต้องใช้", where="--cluster", remedy=remedy)
    from helpers.cluster import Cluster

    with Cluster(options.cluster, [root], PRELOADED) as cluster:
        yield cluster


def in_office(error: WorkbookError, office: Folders) -> list[WorkbookError]:
    """The problems that an error lists, each with the office's name before what it is about."""
    named = [copy(part) for part in error.parts or (error,)]
    for part in named:
        part.where = f"{office_name(office)}: {part.where}" if part.where else office_name(office)
    return named


def new_offices(options: Namespace, folders: Folders) -> None:
    """workbook offices new ROOT FILE.csv: a folder for every line that has none yet. A line that cannot be used stops
    no other."""
    root, problems = Path(options.root), list[WorkbookError]()
    written, there = 0, list[str]()
    for number, line in _lines_of(Path(options.list)):
        folder = root / line["area_code"].strip()
        if line["area_code"].strip() and (folder / "params").exists():
            there.append(folder.name)
            continue
        try:
            _write(folder, folders.params, line)
            written += 1
        except WorkbookError as error:
            where = f"{options.list} บรรทัด {number}"
            problems.append(ParameterError(error.problem, where=where, remedy=error.remedy))
    print(f"สร้าง {written:,} สำนักงานใน {root} มีอยู่แล้ว {len(there):,} ใช้ไม่ได้ {len(problems):,}")
    if there:
        print(f"มีอยู่แล้ว ไม่แก้ไข: {', '.join(there)}")
    raise_together(problems)


def _write(folder: Path, template: Path, line: dict[str, str]) -> None:
    name = line["name"].strip()
    if not name:
        raise ParameterError("ไม่มีชื่อสำนักงาน", remedy="เติมชื่อในคอลัมน์ name")
    short = (line.get(_SHORT_NAME) or "").strip()
    write_office(folder, template, area_code=folder.name, name=name, short_name=short)


def _lines_of(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The lines of a list of offices with their numbers. Raises ParameterError for a file that is no such list."""
    heading = ",".join(_COLUMNS)
    remedy = f"บันทึกเป็น CSV UTF-8 ที่บรรทัดแรกคือ {heading} หรือ {heading},{_SHORT_NAME}"
    try:
        rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8").removeprefix(BOM)), restval="")
        lines = [(rows.line_num, dict(row)) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ParameterError("อ่านรายชื่อสำนักงานไม่ได้", where=str(path), remedy=remedy) from error
    if not {*_COLUMNS} <= {*(rows.fieldnames or ())} <= {*_COLUMNS, _SHORT_NAME} or any(
        None in row for _, row in lines
    ):
        raise ParameterError("หัวตารางหรือจำนวนคอลัมน์ของรายชื่อสำนักงานไม่ถูกต้อง", where=str(path), remedy=remedy)
    return lines


@dataclass(frozen=True)
class ReceiptTask:
    """An office and the folders from which it is to receive; those that belong to it by its area code for `by_code`."""

    folders: Folders
    paths: tuple[Path, ...]
    by_code: bool = False


@dataclass(frozen=True)
class OfficeReceipts:
    """What an office received, of which files, from which folders; or why nothing."""

    folders: Folders
    taken_from: tuple[Path, ...] = ()
    receipts: tuple[Received, ...] = ()
    error: WorkbookError | None = None

    def count(self, outcome: ReceiptOutcome) -> int:
        """The number of files of which this became."""
        return sum(receipt.outcome is outcome for receipt in self.receipts)

    @property
    def problems(self) -> list[WorkbookError]:
        """What could not be received, and why."""
        return [*filter(None, (self.error, *(receipt.error for receipt in self.receipts)))]


def receive_offices(options: Namespace, _: Folders) -> None:
    """workbook offices receive ROOT [PATH…]: every office receives its own files. A file that cannot be used, and an
    office that cannot receive, stop no other."""
    root, paths = Path(options.root), tuple(Path(path).resolve() for path in options.paths)
    offices = [office for office in offices_in(root) if not is_national(office)]
    tasks = [ReceiptTask(office, paths or _own_downloads(office), by_code=bool(paths)) for office in offices]
    with workers_of(options, root) as workers:
        received = [outcome.done or _unreceived(outcome) for outcome in of_offices(received_by, tasks, workers)]
    problems = [
        part for office in _printed(received) for error in office.problems for part in in_office(error, office.folders)
    ]
    raise_together([*problems, *_unclaimed(paths, received)])


def _unreceived(outcome: TaskOutcome[ReceiptTask, OfficeReceipts]) -> OfficeReceipts:
    office = outcome.task.folders
    return OfficeReceipts(office, error=stopped(outcome.stopped, outcome.details, office.data))


def _own_downloads(office: Folders) -> tuple[Path, ...]:
    """Where an office's downloads lie: beside its data, or among them as in a sample."""
    folders = (office.data.parent / DOWNLOADS, office.data / DOWNLOADS)
    return tuple(folder for folder in folders if folder.is_dir())


def received_by(task: ReceiptTask) -> OfficeReceipts:
    """Have an office receive. Never raises a WorkbookError, nor what the machine refuses."""
    try:
        params = task.folders.read_params()
        paths = _of_area(task.paths, params.office.area_code) if task.by_code else task.paths
        receipts = receive(paths, task.folders.data_folder, params)
        return OfficeReceipts(task.folders, paths, tuple(receipts))
    except (WorkbookError, OSError) as error:
        return OfficeReceipts(task.folders, error=unforeseen(error, task.folders.data))


def _of_area(paths: Iterable[Path], area_code: str) -> tuple[Path, ...]:
    """Those of the folders, or of the folders in them, that are called by the area's code."""
    named = (path if path.name == area_code else path / area_code for path in paths)
    return tuple(folder for folder in named if folder.is_dir())


def _printed(received: Sequence[OfficeReceipts]) -> list[OfficeReceipts]:
    """A line for each office, in the order of their names."""
    in_order = sorted(received, key=lambda office: office_name(office.folders))
    for office in in_order:
        new, same = office.count(ReceiptOutcome.RECEIVED), office.count(ReceiptOutcome.ALREADY)
        words = f"รับ {new:,} ไฟล์ มีอยู่แล้ว {same:,} ใช้ไม่ได้ {office.count(ReceiptOutcome.REFUSED):,}"
        print(f"{office_name(office.folders):<12} {'รับไม่ได้' if office.error else words}")
    return in_order


def _unclaimed(paths: Iterable[Path], received: Iterable[OfficeReceipts]) -> Iterator[ParameterError]:
    """The folders that were named and from which no office received."""
    taken = {folder for office in received for folder in office.taken_from}
    for path in paths:
        if not any(path in (folder, folder.parent) for folder in taken):
            remedy = "ตั้งชื่อโฟลเดอร์เป็นรหัสเขต 4 หลักของสำนักงาน"
            yield ParameterError("ไม่มีสำนักงานใดรับไฟล์จากโฟลเดอร์นี้", where=str(path), remedy=remedy)
