"""Schools that are in several files that were taken in together, of which only the last one counts for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.collection.receiving import Received


@dataclass(frozen=True)
class Overlap:
    """Schools that the same files hold: the one that counts for them, and those that do not, as they were named."""

    schools: tuple[str, ...]
    counted: str
    left_out: tuple[str, ...]


def overlaps(found: Iterable[Received]) -> list[Overlap]:
    """By the files, in the order in which they were taken in. What was there before is corrected by a new file; of two
    new ones nobody said which is right."""
    files: dict[tuple[str, str, str, str], list[str]] = {}
    for each in found:
        if each.entry:
            for school in each.schools:
                place = (each.entry.period, each.entry.system, each.entry.report, school)
                files.setdefault(place, []).append(each.shown)
    together: dict[tuple[str, ...], set[str]] = {}
    for (*_, school), names in files.items():
        if len(names) > 1:
            together.setdefault(tuple(names), set()).add(school)
    return [Overlap(tuple(sorted(own)), names[-1], names[:-1]) for names, own in sorted(together.items())]
