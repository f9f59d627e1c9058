"""What the name of a delivered file says: its round, and which earlier file it takes the place of."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.collection.data_folder import Entry
from helpers.collection.school_codes import named_school
from helpers.periods import NAMED_ROUND, Round

LIST = "_list"
"""How a report's slug ends of which a round may have several files: the last one that holds a school counts for it."""


def named_round(name: str) -> Round | None:
    """The round in a file's name, or None."""
    named = NAMED_ROUND.search(name)
    return Round.parse(named[0]) if named else None


def replaced(entry: Entry, register: Iterable[Entry]) -> str:
    """The file whose place this one takes, empty for none. Several files of a list are in force together; only that of
    the same school is replaced as a whole."""
    kind = (entry.period, entry.system, entry.report)
    earlier = [each.name for each in register if (each.period, each.system, each.report) == kind]
    if entry.report.endswith(LIST):
        own = named_school(entry.name)
        earlier = [name for name in earlier if own and named_school(name) == own]
    return earlier[-1] if earlier else ""
