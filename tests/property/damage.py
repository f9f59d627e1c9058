"""One damage to one delivered file: of the kinds that hands, Excel, old programs and broken downloads do, at a place
that chance chooses."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from helpers.foreign.text_files import decoded

Cells = list[list[Any]]
_FORMULA = "=1+1"
"""What openpyxl writes without a value, as programs do that do not compute."""


@dataclass(frozen=True)
class Grid:
    """A file as cells; `head` rows of it come before the data. `merged` are areas like `B3:B5`."""

    rows: Cells
    head: int
    suffix: str
    encoding: str = "utf-8"
    merged: tuple[str, ...] = ()

    @property
    def is_excel(self) -> bool:
        """Whether the file can hold what only Excel knows."""
        return self.suffix == ".xlsx"


def read_grid(path: Path) -> Grid:
    """A delivered file as cells, with the standard library and openpyxl alone."""
    if path.suffix == ".xlsx":
        sheet = load_workbook(path).worksheets[0]
        rows = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
        return Grid(rows, _head(rows), ".xlsx")
    text = decoded(path.read_bytes())
    assert text
    if path.suffix == ".json":
        records = json.loads(text.text)
        names = list(dict.fromkeys(name for record in records for name in record))
        return Grid([names, *([record.get(name, "") for name in names] for record in records)], 1, ".json")
    rows = [list(row) for row in csv.reader(io.StringIO(text.text, newline=""))]
    return Grid(rows, _head(rows), ".csv", text.encoding)


def _head(rows: Cells) -> int:
    return next(
        number for number, row in enumerate(rows) if any(str(cell).isdigit() and cell != "0" for cell in row[:2])
    )


def write_grid(grid: Grid, path: Path) -> Path:
    """The cells as a file of the same kind; its path."""
    if grid.is_excel:
        book = Workbook()
        for row in grid.rows:
            book.worksheets[0].append(row)
        for area in grid.merged:
            book.worksheets[0].merge_cells(area)
        book.save(path)
    elif grid.suffix == ".json":
        names, *records = grid.rows
        path.write_text(json.dumps([dict(zip(names, record, strict=False)) for record in records]), encoding="utf-8")
    else:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(grid.rows)
        path.write_bytes(text.getvalue().encode(grid.encoding))
    return path


Damage = Callable[[Grid, Random], Grid | None]
"""Gives the damaged cells; None where a file has nothing that can be damaged so."""


def _place(grid: Grid, chance: Random) -> tuple[int, int] | None:
    """A cell of the data that holds anything."""
    filled = [
        (row, column)
        for row in range(grid.head, len(grid.rows))
        for column, cell in enumerate(grid.rows[row])
        if cell not in ("", "-")
    ]
    return chance.choice(filled) if filled else None


def _cell(change: Callable[[Any], Any], *, excel: bool = False) -> Damage:
    def damage(grid: Grid, chance: Random) -> Grid | None:
        place = _place(grid, chance)
        if place is None or (excel and not grid.is_excel):
            return None
        rows = [list(row) for row in grid.rows]
        before = rows[place[0]][place[1]]
        rows[place[0]][place[1]] = change(before)
        return None if rows[place[0]][place[1]] == before else replace(grid, rows=rows)

    return damage


def _rows(change: Callable[[Cells, Random], Cells]) -> Damage:
    def damage(grid: Grid, chance: Random) -> Grid:
        data = [list(row) for row in grid.rows[grid.head :]]
        return replace(grid, rows=[*grid.rows[: grid.head], *change(data, chance)])

    return damage


def _one_row(change: Callable[[list[Any]], Cells]) -> Damage:
    def damage(rows: Cells, chance: Random) -> Cells:
        at = chance.randrange(len(rows))
        return [*rows[:at], *change(rows[at]), *rows[at + 1 :]]

    return _rows(damage)


def _columns(change: Callable[[list[Any], int], list[Any]], *, head: bool = True) -> Damage:
    """`head` says whether the names of the columns go with them."""

    def damage(grid: Grid, chance: Random) -> Grid | None:
        at = chance.randrange(len(grid.rows[grid.head]) - 1)
        rows = [
            list(row) if number < (grid.head - 1 if head else grid.head) else change(list(row), at)
            for number, row in enumerate(grid.rows)
        ]
        return None if rows == grid.rows else replace(grid, rows=rows)

    return damage


def _exchanged(row: list[Any], at: int) -> list[Any]:
    if at + 1 < len(row):
        row[at], row[at + 1] = row[at + 1], row[at]
    return row


def _in_thai(change: Callable[[str], str]) -> Damage:
    """A change of one Thai word of the data."""

    def changed(cell: Any) -> Any:
        return change(cell) if isinstance(cell, str) and any("ก" <= letter <= "๛" for letter in cell) else cell

    return _cell(changed)


def _merged(grid: Grid, chance: Random) -> Grid | None:
    place = _place(grid, chance)
    if place is None or not grid.is_excel or place[0] + 1 >= len(grid.rows):
        return None
    letter = get_column_letter(place[1] + 1)
    return replace(grid, merged=(f"{letter}{place[0] + 1}:{letter}{place[0] + 2}",))


def _encoded(encoding: str) -> Damage:
    def damage(grid: Grid, _: Random) -> Grid | None:
        return replace(grid, encoding=encoding) if grid.suffix == ".csv" and grid.encoding != encoding else None

    return damage


KINDS: Mapping[str, Damage] = {
    "cell: emptied": _cell(lambda _: ""),
    "cell: word": _cell(lambda _: "ไม่ทราบ"),
    "cell: below zero": _cell(lambda _: "-3"),
    "cell: fraction": _cell(lambda _: "2.5"),
    "cell: enormous": _cell(lambda _: "999999999"),
    "cell: percentage": _cell(lambda _: "15000%"),
    "cell: two values": _cell(lambda cell: f"{cell} {cell}"),
    "cell: wrong century": _cell(lambda _: "12/10/2457"),
    "label: mistyped": _in_thai(lambda cell: cell[:-1] + "ฮ"),
    "label: space inside": _in_thai(lambda cell: f"{cell[:2]} {cell[2:]}"),
    "label: zero width inside": _in_thai(lambda cell: f"{cell[:1]}\u200b{cell[1:]}"),
    "label: two letters for one": _in_thai(lambda cell: cell.replace("ำ", "ํา").replace("แ", "เเ")),
    "label: spaces around": _in_thai(lambda cell: f"\u00a0{cell}  "),
    "row: left out": _one_row(lambda _: []),
    "row: twice": _one_row(lambda row: [row, list(row)]),
    "row: shifted": _one_row(lambda row: [["", *row[:-1]]]),
    "row: cut off": _one_row(lambda row: [row[: max(2, len(row) // 2)]]),
    "row: signature below": _rows(lambda rows, _: [*rows, ["ลงชื่อ ........................ ผู้รายงาน"]]),
    "column: left out": _columns(lambda row, at: row[:at] + row[at + 1 :]),
    "column: exchanged": _columns(_exchanged),
    "column: exchanged under its name": _columns(_exchanged, head=False),
    "column: emptied": _columns(lambda row, at: [*row[:at], "", *row[at + 1 :]], head=False),
    "block: cut off": _rows(lambda rows, chance: rows[: chance.randrange(1, len(rows))] if len(rows) > 1 else []),
    "block: beginning lost": _rows(
        lambda rows, chance: rows[chance.randrange(1, len(rows)) :] if len(rows) > 1 else []
    ),
    "block: twice": _rows(lambda rows, _: [*rows, *(list(row) for row in rows)]),
    "encoding: utf-16": _encoded("utf-16"),
    "encoding: cp874": _encoded("cp874"),
    "encoding: marked utf-8": _encoded("utf-8-sig"),
    "excel: error": _cell(lambda _: "#N/A", excel=True),
    "excel: formula without a value": _cell(lambda _: _FORMULA, excel=True),
    "excel: truth value": _cell(lambda _: True, excel=True),
    "excel: merged downwards": _merged,
}


def _truncated(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _flipped(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


BYTES: Mapping[str, Callable[[bytes, Random], bytes]] = {
    "file: cut off": _truncated,
    "file: one bit turned": _flipped,
    "file: empty": lambda _, __: b"",
    "file: nothing but zeros": lambda content, _: bytes(len(content)),
    "file: twice in one": lambda content, _: content + content,
}
