"""Schools that are in several files that were taken in together, of which only the last one counts for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.collection.receiving import Received
from helpers.collection.register import Entry


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
