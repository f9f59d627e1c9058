"""One school's rows of one page: where they come from, and what is found while they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from helpers.collection.cells import count_in, is_empty, is_no_label
from helpers.collection.emis.pages import Line
from helpers.collection.findings import Finding
from helpers.collection.schemas import NOT_STATED

_UNITS = ("เครื่อง", "คน", "ห้อง")
_SHOWN = 8
_NOTHING = re.compile(r"[0๐]+\s*[^0-9๐-๙]*")
Labels = tuple[str, ...]
Record = dict[str, Any]
Tables = dict[str, list[Record]]
"""Rows of canonical tables, by the table's name."""


@dataclass(frozen=True)
class SchoolPage:
    """The rows of one school; `delivery` and `sheet` go into their row keys."""

    smis: str
    report: str
    delivery: str
    file: str
    sheet: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    findings: list[Finding] = field(default_factory=list)

    def record(self, line: Line, **values: object) -> Record:
        """A table row that comes from this line."""
        return {"smis": self.smis, **values, "delivery": self.delivery, "sheet": self.sheet, "row": line.row}

    def finding(self, rule: str, row: int, **details: str) -> Finding:
        """A finding at one row of the page; 0 for the page as a whole."""
        return Finding(rule, self.smis, self.report, self.delivery, self.file, self.sheet, row, **details)

    def find(self, rule: str, line: Line, **details: str) -> None:
        """Note a finding."""
        self.findings.append(self.finding(rule, line.row, **details))

    def number(self, line: Line, place: int, column: str, most: int) -> int | None:
        """The count in a cell: `47 เครื่อง` is 47. None, and a finding, for a cell without one, and for one of more than
        `most`, which no school has."""
        text = line.cells[place]
        with suppress(ValueError):
            found = count_in(text, *_UNITS)
            if found is not None and found <= most:
                return found
            if found is not None:
                said = {"found": f"{found:,}", "allowed": f"ไม่เกิน {most:,}"}
                self.find("emis.row.count_implausible", line, column=column, **said)
                return None
        self.find("emis.row.not_a_count", line, column=column, found=text[:40] or "(ว่าง)", allowed="จำนวนเต็มตั้งแต่ 0")
        return None

    def first_lines(self, width: int, spelled: Callable[[Labels], Labels]) -> Iterator[tuple[Labels, Line]]:
        """Each line with the labels in its first `width` cells as the tables spell them. Of lines that have the same,
        in one spelling or several, the first that says anything counts, and the others are found. An error of Excel
        and an empty first cell are no label, and of their row alone.
        """
        alike: dict[Labels, list[Line]] = {}
        for line in self.lines:
            none = f"{NOT_STATED} (แถว {line.row})"
            first, *more = line.cells[:width]
            cells = (first or none, *more)
            labels = spelled(tuple(none if is_no_label(cell) else cell for cell in cells))
            alike.setdefault(labels, []).append(line)
        for labels, lines in alike.items():
            counted = next((line for line in lines if any(map(_says, line.cells[width:]))), lines[0])
            for line in lines:
                if line is not counted:
                    self.find("emis.row.duplicate", line, found=" · ".join(line.cells[:width]))
            yield labels, counted

    def require(self, needed: Iterable[str], there: Collection[str]) -> None:
        """Note one finding, at the page's first row, of the rows that every page has and this one lacks."""
        lacking = [label for label in needed if label not in there]
        if lacking:
            more = f" และอีก {len(lacking) - _SHOWN} แถว" if len(lacking) > _SHOWN else ""
            self.find("emis.row.missing", self.lines[0], found=f"ขาด {', '.join(lacking[:_SHOWN])}{more}")

    def compare(self, rule: str, line: Line, column: str, stated: int | None, parts: list[int | None]) -> None:
        """Note a finding where a stated sum differs from its parts; none where one of them is no count."""
        known = [part for part in parts if part is not None]
        if stated is not None and len(known) == len(parts) and stated != sum(known):
            self.find(rule, line, column=column, found=f"{stated:,}", allowed=f"{sum(known):,}")


def _says(cell: str) -> bool:
    """Whether a cell holds more than nothing: `0`, `0 เครื่อง` and `-` do not."""
    return not is_empty(cell) and not _NOTHING.fullmatch(cell)
