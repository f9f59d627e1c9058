"""The register of received files as text: one line for whatever happened to a file. Lines are only ever added."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from helpers.collection.forms.definitions import FORMS
from helpers.collection.systems import systems
from helpers.errors import DeliveryError, WorkbookError, raise_together
from helpers.periods import Round, parse_period


class Event(StrEnum):
    """What happened to a file."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    """It was taken out: kept, but no longer in force."""
    RESTORED = "restored"
    """It was put back: where it was out, into its own turn; where it was in force, over whatever was made before this
    was done."""


@dataclass(frozen=True)
class Entry:
    """One line of the register: what happened to a file, and the file. `received` is when it happened, one moment for
    all that a command did; `period` is a round or a fiscal year, `system` the collection system, register or programme;
    `path` is relative to the deliveries folder and tells files apart."""

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
_TOLD = 80
"""Characters of a wrong cell that are told."""
_MUST_BE = dict.fromkeys(("received", "saved"), " ต้องเป็นวันเวลาที่มีเขตเวลา เช่น 2026-05-02T04:10:12+07:00")
_SLUG = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_LATER = ("made", "saved", "kind", "event")
"""Columns that registers of earlier versions do not have."""


def register_text(entries: Iterable[Entry]) -> str:
    """The register as a CSV file, every field quoted."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(asdict(entry) for entry in entries)
    return text.getvalue()


def read_register(content: bytes, where: str, remedy: str) -> tuple[Entry, ...]:
    """The lines of a register, also of one that Excel saved as CSV UTF-8.

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
    told = (
        _damaged(problem, f"{where} บรรทัด {number}", remedy)
        for number, line in lines
        if (problem := _problem(header, line))
    )
    raise_together(told)
    return tuple(_entry(dict(zip(header, line, strict=True))) for _, line in lines)


def _damaged(problem: str, where: str, remedy: str) -> WorkbookError:
    return DeliveryError(f"ทะเบียนไฟล์ที่ได้รับเสียหาย: {problem}", where=where, remedy=remedy)


def _problem(header: Sequence[str], line: Sequence[str]) -> str:
    """What is wrong with a line, as a program for tables may have left it; the empty string for a good one."""
    if len(line) != len(header):
        return f"มี {len(line)} ช่อง ต้องมี {len(header)}"
    cells = dict(zip(header, line, strict=True))
    wrong = [name for name, holds in _HOLDS.items() if name in cells and not holds(cells[name])]
    allowed = {wrong[0]: _MUST_BE.get(wrong[0], "")} if wrong else _contradiction(cells)
    return next((f"คอลัมน์ {name} เป็น “{cells[name][:_TOLD]}”{must}" for name, must in allowed.items()), "")


def _contradiction(cells: Mapping[str, str]) -> dict[str, str]:
    """The column of a line that is not one with its other columns, and what it must be; empty where all are. A file
    that names no source there is, or lies elsewhere than it says, would be in no count."""
    period, system, report = cells["period"], cells["system"], cells["report"]
    if isinstance(parse_period(period), Round):
        if system not in systems():
            return {"system": f" ของรอบ {period} ต้องเป็น {', '.join(systems())}"}
        known: Iterable[str] = systems()[system].reports
    else:
        known = [slug for slug, form in FORMS.items() if not form.register or slug == system]
    if report not in known:
        return {"report": f" ของ {system} ต้องเป็น {', '.join(known)}"}
    *place, name = cells["path"].split("/")
    if place != [period, system] or name in {"", ".", ".."} or "\\" in name:
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
