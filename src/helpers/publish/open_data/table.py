"""What one table of open data is: its columns, its rows, and the bytes of its CSV."""

import csv
import io
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from helpers.excel import csv_text
from helpers.files import BOM

FOLDER = "data"
"""The folder of the open data in the edition."""


class ColumnKind(StrEnum):
    """What the cells of a column are, in the words of Table Schema."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


@dataclass(frozen=True)
class OpenColumn:
    """One column: its name in English, what it is called in Thai, and whether every row has a value in it."""

    name: str
    title: str
    kind: ColumnKind = ColumnKind.STRING
    description: str = ""
    required: bool = False


@dataclass(frozen=True)
class Measure:
    """A fact that a table has rows of. `partial` where cells of it are closed: its rows are then not all there are."""

    fact: str
    title: str
    unit: str
    partial: bool


@dataclass(frozen=True)
class OpenTable:
    """One table. `kind` is that of the reports whose numbers it has, empty for a list of what others name by a code;
    `unique` are the columns that together name a row, `reports` the ids of the reports that it is from, `sources` what
    the data behind it are called."""

    name: str
    title: str
    columns: tuple[OpenColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    unique: tuple[str, ...]
    kind: str = ""
    measures: tuple[Measure, ...] = ()
    reports: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Its name in the folder of the open data."""
        return f"{self.name}.csv"

    @property
    def path(self) -> str:
        """Its address in the edition."""
        return f"{FOLDER}/{self.file}"

    @cached_property
    def content(self) -> bytes:
        """The CSV in UTF-8, with a mark by which Excel knows the encoding. Text that a spreadsheet would take for a
        formula has an apostrophe before it; numbers have none."""
        text = io.StringIO()
        # With both characters in the line's end, the writer quotes a field that holds either of them.
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(column.name for column in self.columns)
        numbers = [column.kind is ColumnKind.NUMBER for column in self.columns]
        for row in self.rows:
            writer.writerow(part if number else csv_text(part) for part, number in zip(row, numbers, strict=True))
        return (BOM + text.getvalue()).encode()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the CSV, in hex."""
        return sha256(self.content).hexdigest()
