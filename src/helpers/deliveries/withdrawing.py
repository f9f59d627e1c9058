"""Withdrawing received files, restoring them, and naming schools that stand in several files received together.

No file is deleted: the register states which files are in force. A file's number is the number of its first line in the
register, as an office numbers what it receives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.deliveries.receiving import Received, moment
from helpers.errors import DeliveryError
from helpers.tables.data_folder import DataFolder
from helpers.tables.register import Entry, Event

_LIST = "ดูเลขรับด้วย workbook deliveries"


def numbered(register: Sequence[Entry]) -> dict[int, Entry]:
    """The last entry of every file that was ever received, by the file's number."""
    last = {entry.path: entry for entry in register}
    numbers: dict[str, int] = {}
    for number, entry in enumerate(register, 1):
        numbers.setdefault(entry.path, number)
    return {number: last[path] for path, number in numbers.items()}


def number_of(entry: Entry, register: Sequence[Entry]) -> int:
    """A file's number."""
    return next(number for number, each in enumerate(register, 1) if each.path == entry.path)


def undo_receive(folder: DataFolder) -> list[Entry]:
    """Withdraw the files in force of the last receipt that has any, and return their entries.

    Raises DeliveryError where nothing is in force.
    """
    with folder.entering():
        received = [entry for entry in folder.in_force() if entry.event == Event.RECEIVED]
        turns = {entry.received: turn for turn, entry in enumerate(folder.register())}
        last = max((entry.received for entry in received), default="", key=turns.__getitem__)
        entries = [entry for entry in received if entry.received == last]
        if not entries:
            raise DeliveryError("ไม่มีการรับไฟล์ให้ย้อน", where=str(folder.root), remedy=_LIST)
        return _enter(folder, entries, Event.WITHDRAWN)


def withdraw(folder: DataFolder, number: int) -> Entry:
    """Withdraw one file. Raises DeliveryError for an unknown number, and for a file that is withdrawn already."""
    with folder.entering():
        entry = _numbered(folder, number)
        if entry.event == Event.WITHDRAWN:
            raise DeliveryError(f"เลขรับ {number} เอาออกไปแล้ว", where=entry.name, remedy=_LIST)
        return _enter(folder, [entry], Event.WITHDRAWN)[0]


def restore(folder: DataFolder, number: int) -> Entry:
    """Restore one file: a withdrawn file returns to its place in the order of files, and one in force comes before all
    files that were made until now. Raises DeliveryError for an unknown number, and for a file that is missing or was
    changed."""
    with folder.entering():
        entry = _numbered(folder, number)
        folder.refuse_changed([entry])
        return _enter(folder, [entry], Event.RESTORED)[0]


def _numbered(folder: DataFolder, number: int) -> Entry:
    entry = numbered(folder.register()).get(number)
    if entry is None:
        raise DeliveryError(f"ไม่มีเลขรับ {number}", where=str(folder.root / "register.csv"), remedy=_LIST)
    return entry


def _enter(folder: DataFolder, entries: Sequence[Entry], event: Event) -> list[Entry]:
    now = moment()
    lines = [replace(entry, received=now, event=event, kind=folder.kind) for entry in entries]
    folder.enter(lines)
    return lines


@dataclass(frozen=True)
class Overlap:
    """Schools that several files received together hold: the display path of the file that counts for them, and those
    of the others."""

    schools: tuple[str, ...]
    counted: str
    left_out: tuple[str, ...]


def overlaps(receipts: Iterable[Received], in_force: Iterable[Entry]) -> list[Overlap]:
    """The overlaps among files received together, of which the last one in force counts. A later file corrects an
    earlier one, but of two files received together nobody has decided which is right."""
    turns = {entry.path: turn for turn, entry in enumerate(in_force)}
    files: dict[tuple[str, str, str, str], list[str]] = {}
    together = [receipt for receipt in receipts if receipt.entry and receipt.entry.path in turns]
    for receipt in sorted(together, key=lambda receipt: turns[receipt.entry.path] if receipt.entry else 0):
        for school in receipt.schools:
            assert receipt.entry
            key = (receipt.entry.period, receipt.entry.system, receipt.entry.report, school)
            files.setdefault(key, []).append(receipt.display_path)
    shared: dict[tuple[str, ...], set[str]] = {}
    for (*_, school), names in files.items():
        if len(names) > 1:
            shared.setdefault(tuple(names), set()).add(school)
    return [Overlap(tuple(sorted(schools)), names[-1], names[:-1]) for names, schools in sorted(shared.items())]
