"""Which of the received files are in force. Of several files of one report the one that was made last counts.

When a file was made it says itself, or else the time at which it was saved, or else the number that a browser adds to
the name of a copy; of files made at the same time, the one received last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from helpers.collection.file_names import copy_number
from helpers.collection.register import Entry, Event
from helpers.collection.school_codes import named_school

LIST = "_list"
"""How a report's slug ends of which a round may have several files: the last one that holds a school counts for it."""
_UNKNOWN = datetime.min.replace(tzinfo=UTC)


def in_force(register: Iterable[Entry]) -> list[Entry]:
    """The files that nobody took out, each once. Reports stand as they were received; among the files of one report the
    one that counts is the last."""
    there = _there(register)
    of_report: dict[tuple[str, ...], list[Entry]] = {}
    for entry in there:
        of_report.setdefault(_report(entry), []).append(entry)
    next_of = {report: iter(sorted(files, key=_turn)) for report, files in of_report.items()}
    return [next(next_of[_report(entry)]) for entry in there]


def _there(register: Iterable[Entry]) -> list[Entry]:
    """The line of every file that nobody took out by which its turn is known. One that was taken out and put back is
    as if it had never been out; one that was there when it was put back is as new as that."""
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


def _turn(entry: Entry) -> tuple[date, datetime, int]:
    """When a file was made. What was received before file times were noted is older than what came after; nothing was
    made after it was received, and what was put back over others is as new as that."""
    received = _moment(entry.received)
    if entry.event == Event.RESTORED:
        return received.date(), received, 0
    saved = min(_moment(entry.saved), received) if entry.saved else _UNKNOWN
    made = min(date.fromisoformat(entry.made), received.date()) if entry.made else saved.date()
    return made, saved, copy_number(entry.name)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else _UNKNOWN


def replaced(entry: Entry, files: Sequence[Entry]) -> Entry | None:
    """The file whose place this one takes among those in force, None for none. Several files of a list are in force
    together; only that of the same school is replaced as a whole."""
    *_, before, last = (None, *(each for each in files if _is_rival(each, entry)))
    return before if last is not None and last.path == entry.path else None


def replaced_by(entry: Entry, files: Sequence[Entry]) -> Entry | None:
    """The file that stands in the place of this one as a whole, None where this one is in its place."""
    last = next((each for each in reversed(files) if _is_rival(each, entry)), None)
    return None if last is None or last.path == entry.path else last


def counted_instead(entry: Entry, files: Sequence[Entry]) -> Entry | None:
    """The file in force that counts where this one does not: a later one, of a list one that may hold its schools."""
    places = [place for place, each in enumerate(files) if each.path == entry.path]
    later = files[places[0] + 1 :] if places else files
    return next((each for each in reversed(later) if _report(each) == _report(entry) and _may_share(each, entry)), None)


def sharing(entry: Entry, files: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The other files in force of an entry's list that may hold its schools: those over which it counts, the last of
    them the one that counted most, and those that count over it. None for a report that is replaced as a whole."""
    if not entry.report.endswith(LIST):
        return [], []
    own = [each for each in files if _report(each) == _report(entry) and _may_share(each, entry)]
    place = next((place for place, each in enumerate(own) if each.path == entry.path), len(own))
    return own[:place], own[place + 1 :]


def _is_rival(one: Entry, other: Entry) -> bool:
    """Whether only one of two files counts."""
    if one.path == other.path:
        return True
    school = named_school(other.name)
    listed = other.report.endswith(LIST)
    return _report(one) == _report(other) and (not listed or (bool(school) and named_school(one.name) == school))


def _may_share(one: Entry, other: Entry) -> bool:
    """Whether two files of a report may hold the same school: a list that names none may hold any."""
    schools = {named_school(one.name), named_school(other.name)}
    return not other.report.endswith(LIST) or "" in schools or len(schools) == 1
