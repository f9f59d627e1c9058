"""Which rows of a sheet are rows of its form: neither empty, nor a note below the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from helpers.collection.forms.banner import FIRST_ROW
from helpers.collection.forms.form import Form
from helpers.collection.spreadsheets import Spreadsheet


@dataclass(frozen=True)
class FilledRow:
    """One row: its number in the file, its cells as they stand there, and what they mean. An absent text is the empty
    string, any other absent value None."""

    number: int
    texts: Mapping[str, str]
    values: Mapping[str, object]

    @property
    def smis(self) -> str:
        """The school that the row is about; empty for the office, and where the code cannot be read."""
        return str(self.values.get("smis") or "")


class SheetRow(NamedTuple):
    """One row that holds anything, as texts: at least as many cells as the form has columns."""

    number: int
    cells: Sequence[str]
    note: bool
    """Whether it holds fewer than half of the cells that a row needs: a signature or a remark below the table."""


def sheet_rows(form: Form, sheet: Spreadsheet) -> Iterator[SheetRow]:
    """The rows below the headings that hold anything."""
    needed = [place for place, column in enumerate(form.columns) if column.needed]
    for number, cells in enumerate(sheet.rows[FIRST_ROW - 1 :], FIRST_ROW):
        if any(cells):
            padded = [*cells, *[""] * (len(form.columns) - len(cells))]
            held = sum(bool(padded[place]) for place in needed)
            yield SheetRow(number, padded, held * 2 < len(needed))
