"""The cells that are read from a foreign file, and the limits on reading it: plain values that can be sent from one
process to another."""

from collections.abc import Callable
from typing import NamedTuple

from helpers.errors import DeliveryError
from helpers.thai import normalised

MEGABYTE = 1 << 20
CELL_BYTES = 32
"""Memory that a cell takes in an opened table, empty or not."""
DOWNLOAD_AGAIN = "ดาวน์โหลดไฟล์จากระบบอีกครั้ง แล้วสั่ง receive ใหม่"
Corners = tuple[int, int, int, int]
"""First and last row, first and last column, from 1."""


class Limits(NamedTuple):
    """The most that is read from one file: its rows, and its MiB when unpacked."""

    rows: int
    megabytes: int

    def refuse(self, display_name: str, *, rows: int = 0, size: int = 0) -> None:
        """Raise DeliveryError where there are more rows, or more bytes, than the limits allow."""
        if rows > self.rows or size > self.megabytes * MEGABYTE:
            problem = f"ไฟล์ใหญ่เกินกำหนด (เกิน {self.megabytes:,} เมกะไบต์เมื่อคลาย หรือเกิน {self.rows:,} แถว)"
            remedy = "ตรวจว่าเป็นไฟล์จากระบบจริง ถ้าใช่ให้เพิ่ม file_limits ใน params/checks.yml"
            raise DeliveryError(problem, where=display_name, remedy=remedy)


class SheetCells(NamedTuple):
    """The cells of a file's first sheet as clean text, row by row; `Spreadsheet` explains the fields."""

    sha256: str
    encoding: str
    sheet: str
    rows: list[list[str]]
    mixed_rows: tuple[int, ...] = ()
    first_row: int = 1
    other_sheets: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    merged: tuple[Corners, ...] = ()


class CleanTexts(dict[str, str]):
    """A cache of normalised texts by their raw text: each distinct text is normalised once, and kept once."""

    def __missing__(self, text: str) -> str:
        self[text] = clean = normalised(text)
        return clean


Read = Callable[[bytes, str, Limits], SheetCells]
