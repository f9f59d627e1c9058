"""The list of planted defects: what a check must find, and nothing else.

But for the rules on the subsidy for pupils and on transfers, which find more that follows from the amounts, and those
between the systems, which find more where a defect of one system makes it differ from another."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

CONSEQUENCE = "ผลสืบเนื่อง"
"""First word of the note on a finding that another planted defect cannot help causing."""
_ABSENT = {
    *("dmc.school.missing", "emis.school.missing", "bobec.school.missing", "mobec.school.missing"),
    *("emis.school.not_on_list", "bobec.school.not_on_list", "mobec.school.not_on_list"),
}


class Planted(NamedTuple):
    """One finding to be expected; `row` counts from 1. File, sheet and row are empty where none is in question, the
    school where a finding is about the office. Forms have their fiscal year for a round."""

    rule: str
    round: str
    smis: str
    file: str = ""
    sheet: str = ""
    row: str = ""
    note: str = ""


def not_in_all(planted: Iterable[Planted]) -> Iterator[Planted]:
    """What a school that is missing from one system, or known to one alone, is found for between the systems."""
    named = {(each.round, each.smis) for each in planted if each.rule in _ABSENT}
    yield from (Planted("between.school.not_in_all", *each, note=CONSEQUENCE) for each in sorted(named))


def write_planted(path: Path, planted: Iterable[Planted]) -> None:
    """Write the list as UTF-8 CSV, sorted."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Planted._fields)
        writer.writerows(sorted(planted))
