"""Taking received files out and putting them back. Nothing is deleted: the register says what is in force from now on.

A file's number is that of its first line in the register, as an office numbers what it receives.

Schools that are in several files that were taken in together, of which only the last one counts for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.deliveries.receiving import Received, moment
from helpers.errors import DeliveryError
from helpers.tables.data_folder import DataFolder
from helpers.tables.register import Entry, Event

_LIST = "ดูเลขรับด้วย workbook deliveries"


def numbered(register: Sequence[Entry]) -> dict[int, Entry]:
    """Every file that was ever received, with the last line about it, by its number."""
    last = {entry.path: entry for entry in register}
    numbers: dict[str, int] = {}
    for number, entry in enumerate(register, 1):
        numbers.setdefault(entry.path, number)
    return {number: last[path] for path, number in numbers.items()}


def number_of(entry: Entry, register: Sequence[Entry]) -> int:
    """A file's number."""
    return next(number for number, each in enumerate(register, 1) if each.path == entry.path)


def undo_receive(folder: DataFolder) -> list[Entry]:
    """Take out what the last receiving entered that still has anything in force; the files.

    Raises DeliveryError where nothing is in force.
    """
    with folder.locked():
        received = [entry for entry in folder.in_force() if entry.event == Event.RECEIVED]
        turns = {entry.received: turn for turn, entry in enumerate(folder.register())}
        last = max((entry.received for entry in received), default="", key=turns.__getitem__)
        entries = [entry for entry in received if entry.received == last]
        if not entries:
            raise DeliveryError("ไม่มีการรับไฟล์ให้ย้อน", where=str(folder.root), remedy=_LIST)
        return _enter(folder, entries, Event.WITHDRAWN)


def take_out(folder: DataFolder, number: int) -> Entry:
    """Take one file out. Raises DeliveryError for a number that there is none of, and for a file that is out."""
    with folder.locked():
        entry = _numbered(folder, number)
        if entry.event == Event.WITHDRAWN:
            raise DeliveryError(f"เลขรับ {number} เอาออกไปแล้ว", where=entry.name, remedy=_LIST)
        return _enter(folder, [entry], Event.WITHDRAWN)[0]


def put_back(folder: DataFolder, number: int) -> Entry:
    """Put one file back: one that was taken out into its own turn, one that is in force over all that were made before
    now. Raises DeliveryError for a number that there is none of, and for a file that is gone or was changed."""
    with folder.locked():
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
    """Schools that the same files hold: the one that counts for them, and those that do not, as they were named."""

    schools: tuple[str, ...]
    counted: str
    left_out: tuple[str, ...]


def overlaps(found: Iterable[Received], in_force: Iterable[Entry]) -> list[Overlap]:
    """By the files; of several the last one in force counts. What was there before is corrected by a newer file; of two
    that were taken in together nobody said which is right."""
    turns = {entry.path: turn for turn, entry in enumerate(in_force)}
    files: dict[tuple[str, str, str, str], list[str]] = {}
    together = [each for each in found if each.entry and each.entry.path in turns]
    for each in sorted(together, key=lambda each: turns[each.entry.path] if each.entry else 0):
        for school in each.schools:
            assert each.entry
            place = (each.entry.period, each.entry.system, each.entry.report, school)
            files.setdefault(place, []).append(each.shown)
    shared: dict[tuple[str, ...], set[str]] = {}
    for (*_, school), names in files.items():
        if len(names) > 1:
            shared.setdefault(tuple(names), set()).add(school)
    return [Overlap(tuple(sorted(own)), names[-1], names[:-1]) for names, own in sorted(shared.items())]
