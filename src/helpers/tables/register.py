"""The register of received files, one line an event, and which of the received files are in force.

Lines are only ever added: a file is received, withdrawn or restored. Of several files of one report the one that was
made last counts. When a file was made, the file says itself; where it does not, the time at which it was saved decides,
then the number that a browser adds to the name of a copy; of files made at the same time, the one received last counts.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from helpers.errors import DeliveryError, WorkbookError, raise_together
from helpers.periods import Round, parse_period
from helpers.tables.file_names import copy_number, named_school
from helpers.tables.schemas import DELIVERY_DIGITS


class Event(StrEnum):
    """What happened to a file."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    """The file is kept, but no longer in force."""
    RESTORED = "restored"
    """A withdrawn file is in force again, as of the time at which it was made. One that was in force already counts
    over all files that were made before it was restored."""


@dataclass(frozen=True)
class Entry:
    """One line of the register: what happened to a file, and which file. `received` is when it happened, ISO, the same
    moment for all that one command did; `period` is a round or a fiscal year, `system` the collection system, register
    or programme; `path` is relative to the deliveries folder and identifies the file; `rows` is how many it has."""

    received: str
    period: str
    system: str
    report: str
    sha256: str
    name: str
    path: str
    rows: int
    encoding: str
    made: str = ""
    """The day on which the file says that it was made, ISO; empty where it says none, or was received before this was
    noted."""
    saved: str = ""
    """When the file was last saved before it was received, ISO; empty where it was received before this was noted."""
    kind: str = ""
    """`real` or `sample`: what the folder held; empty where it was received before this was noted."""
    event: str = Event.RECEIVED


_COLUMNS = tuple(field.name for field in fields(Entry))
_LETTERS_SHOWN = 80
"""How many characters of a wrong cell a message shows."""
_MUST_BE = dict.fromkeys(("received", "saved"), " ต้องเป็นวันเวลาที่มีเขตเวลา เช่น 2026-05-02T04:10:12+07:00")
_SLUG = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_LATER = ("made", "saved", "kind", "event")
"""Columns that registers of earlier versions do not have."""


@dataclass(frozen=True)
class Delivery:
    """One received file in force: where it lies and what it is, as readers of files take it."""

    path: Path
    name: str
    sha256: str
    report: str
    rows: int
    encoding: str

    @property
    def id(self) -> str:
        """The `delivery` of row keys that point into the file: the first 12 hex digits of its SHA-256."""
        return self.sha256[:DELIVERY_DIGITS]


@dataclass(frozen=True)
class Deliverables:
    """What can be received: the reports of each collection system, the forms that are filled in for programmes, and the
    registers, which are forms of their own."""

    systems: tuple[tuple[str, tuple[str, ...]], ...]
    forms: tuple[str, ...]
    registers: tuple[str, ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """Everything that can be received, by its slug."""
        return (*(report for _, reports in self.systems for report in reports), *self.forms, *self.registers)


def register_text(entries: Iterable[Entry]) -> str:
    """The register as a CSV file, every field quoted."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(asdict(entry) for entry in entries)
    return text.getvalue()


def read_register(
    content: bytes, where: str, remedy: str, deliverables: Deliverables | None = None
) -> tuple[Entry, ...]:
    """The lines of a register, also of one that Excel saved as CSV UTF-8. Where `deliverables` are given, every line
    must name one of them.

    Raises DeliveryError that names the file and the lines that were damaged.
    """
    try:
        text = content.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = tuple(next(reader, ()))
        lines = [(reader.line_num, line) for line in reader]
    except (ValueError, csv.Error) as error:
        raise _damaged(f"อ่านไม่ได้ ({type(error).__name__})", where, remedy) from error
    if not set(_COLUMNS) - set(_LATER) <= set(header) <= set(_COLUMNS) or len(set(header)) < len(header):
        raise _damaged("หัวคอลัมน์ไม่ครบหรือไม่รู้จัก", f"{where} บรรทัด 1", remedy)
    problems = (
        _damaged(problem, f"{where} บรรทัด {number}", remedy)
        for number, line in lines
        if (problem := _problem(header, line, deliverables))
    )
    raise_together(problems)
    return tuple(_entry(dict(zip(header, line, strict=True))) for _, line in lines)


def _damaged(problem: str, where: str, remedy: str) -> WorkbookError:
    return DeliveryError(f"ทะเบียนไฟล์ที่ได้รับเสียหาย: {problem}", where=where, remedy=remedy)


def _problem(header: Sequence[str], line: Sequence[str], deliverables: Deliverables | None) -> str:
    """What is wrong with a line, as a program for tables may have left it; the empty string for a good one."""
    if len(line) != len(header):
        return f"มี {len(line)} ช่อง ต้องมี {len(header)}"
    cells = dict(zip(header, line, strict=True))
    wrong = [name for name, holds in _HOLDS.items() if name in cells and not holds(cells[name])]
    allowed = {wrong[0]: _MUST_BE.get(wrong[0], "")} if wrong else _contradiction(cells, deliverables)
    return next((f"คอลัมน์ {name} เป็น “{cells[name][:_LETTERS_SHOWN]}”{must}" for name, must in allowed.items()), "")


def _contradiction(cells: Mapping[str, str], deliverables: Deliverables | None) -> dict[str, str]:
    """The column of a line that contradicts its other columns, and what it must be; empty where none does. A file of a
    system or report that does not exist, or that lies elsewhere than its line says, would never be counted."""
    period, system, report = cells["period"], cells["system"], cells["report"]
    if deliverables and isinstance(parse_period(period), Round):
        of_system = dict(deliverables.systems)
        if system not in of_system:
            return {"system": f" ของรอบ {period} ต้องเป็น {', '.join(of_system)}"}
        known = of_system[system]
    elif deliverables:
        known = (*deliverables.forms, *(slug for slug in deliverables.registers if slug == system))
    else:
        known = (report,)
    if report not in known:
        return {"report": f" ของ {system} ต้องเป็น {', '.join(known)}"}
    *folders, name = cells["path"].split("/")
    if folders != [period, system] or name in {"", ".", ".."} or "\\" in name:
        return {"path": f" ต้องเป็น {period}/{system}/ตามด้วยชื่อไฟล์"}
    return {}


def _entry(cells: Mapping[str, str]) -> Entry:
    texts = {name: text for name, text in cells.items() if name != "rows"}
    return Entry(rows=int(cells["rows"]), **texts)


def _is_period(text: str) -> bool:
    try:
        return str(parse_period(text)) == text
    except WorkbookError:
        return False


def _is_day(text: str) -> bool:
    return not text or _is_iso(text, date)


def _is_moment(text: str) -> bool:
    """A time without its zone is no moment: it cannot be set against another."""
    return not text or (_is_iso(text, datetime) and datetime.fromisoformat(text).tzinfo is not None)


def _is_iso(text: str, kind: type[date]) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_slug(text: str) -> bool:
    return _SLUG.fullmatch(text) is not None


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


_HOLDS: Mapping[str, Callable[[str], bool]] = {
    "received": _is_moment,
    "period": _is_period,
    "system": _is_slug,
    "report": _is_slug,
    "sha256": _is_digest,
    "path": bool,
    "rows": str.isdecimal,
    "made": _is_day,
    "saved": _is_moment,
    "kind": lambda text: text in {"", "real", "sample"},
    "event": lambda text: text in set(Event),
}
"""What each column may hold, of those that a program for tables changes or that decide which file counts."""


LIST = "_list"
"""The end of the slug of a report of which several files of a round count side by side: for every school, the last file
that holds it counts."""
_UNKNOWN = datetime.min.replace(tzinfo=UTC)


def in_force(register: Iterable[Entry]) -> list[Entry]:
    """The files that are not withdrawn, once each. Reports are in the order in which they were received; the files of
    one report in the order in which they were made, so that the last of them is the one that counts."""
    not_withdrawn = _not_withdrawn(register)
    of_report: dict[tuple[str, ...], list[Entry]] = {}
    for entry in not_withdrawn:
        of_report.setdefault(_report(entry), []).append(entry)
    next_of = {report: iter(sorted(files, key=_made)) for report, files in of_report.items()}
    return [next(next_of[_report(entry)]) for entry in not_withdrawn]


def _not_withdrawn(register: Iterable[Entry]) -> list[Entry]:
    """One line for every file that is not withdrawn, the one that decides when it was made. A file that was withdrawn
    and restored keeps the line by which it was received; one that was restored while in force has the newer line."""
    lines: dict[str, Entry] = {}
    out: set[str] = set()
    for entry in register:
        if entry.event == Event.WITHDRAWN:
            out.add(entry.path)
        elif entry.event == Event.RESTORED and entry.path in out & lines.keys():
            out.remove(entry.path)
        else:
            out.discard(entry.path)
            lines.pop(entry.path, None)
            lines[entry.path] = entry
    return [entry for path, entry in lines.items() if path not in out]


def _report(entry: Entry) -> tuple[str, ...]:
    return entry.period, entry.system, entry.report


def _made(entry: Entry) -> tuple[date, datetime, int]:
    """When a file was made, to sort by. What was received before file times were noted is older than what came after;
    nothing was made after it was received; what was restored while in force counts as made at that moment."""
    received = _moment(entry.received)
    if entry.event == Event.RESTORED:
        return received.date(), received, 0
    saved = min(_moment(entry.saved), received) if entry.saved else _UNKNOWN
    made = min(date.fromisoformat(entry.made), received.date()) if entry.made else saved.date()
    return made, saved, copy_number(entry.name)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else _UNKNOWN


def replaced(entry: Entry, files: Sequence[Entry]) -> Entry | None:
    """The file that this one replaces as a whole, None for none. `files` are those in force. Several files of a list
    count side by side; among them only a file of the same school is replaced."""
    *_, before, last = (None, *(file for file in files if _is_rival(file, entry)))
    return before if last is not None and last.path == entry.path else None


def replaced_by(entry: Entry, files: Sequence[Entry]) -> Entry | None:
    """The file that has replaced this one as a whole, None where this one counts."""
    last = next((file for file in reversed(files) if _is_rival(file, entry)), None)
    return None if last is None or last.path == entry.path else last


def counted_instead(entry: Entry, files: Sequence[Entry]) -> Entry | None:
    """The file in force that counts instead of this one, None for none: one made later, of a list one that may hold the
    same schools."""
    positions = [position for position, file in enumerate(files) if file.path == entry.path]
    later = files[positions[0] + 1 :] if positions else files
    return next((file for file in reversed(later) if _report(file) == _report(entry) and _may_share(file, entry)), None)


def sharing(entry: Entry, files: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The other files in force of a list that may hold schools of this one: first those made before, over which it
    counts, then those made after, which count over it. Two empty lists for a report that is replaced as a whole."""
    if not entry.report.endswith(LIST):
        return [], []
    alike = [file for file in files if _report(file) == _report(entry) and _may_share(file, entry)]
    position = next((position for position, file in enumerate(alike) if file.path == entry.path), len(alike))
    return alike[:position], alike[position + 1 :]


def _is_rival(one: Entry, other: Entry) -> bool:
    """Whether only one of two files counts."""
    if one.path == other.path:
        return True
    school = named_school(other.name)
    listed = other.report.endswith(LIST)
    return _report(one) == _report(other) and (not listed or (bool(school) and named_school(one.name) == school))


def _may_share(one: Entry, other: Entry) -> bool:
    """Whether two files of a report may hold the same school: a list whose name says no school may hold any."""
    schools = {named_school(one.name), named_school(other.name)}
    return not other.report.endswith(LIST) or "" in schools or len(schools) == 1
