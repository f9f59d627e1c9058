"""What is taken out of a foreign file, and how much of it: plain values that one process can hand to another."""

from collections.abc import Callable
from typing import NamedTuple

from helpers.errors import DeliveryError
from helpers.thai import normalised

MEGABYTE = 1 << 20
CELL_BYTES = 32
"""Memory that a cell takes in an opened table, empty or not."""
ANEW = "ดาวน์โหลดไฟล์จากระบบอีกครั้ง แล้วสั่ง receive ใหม่"
Corners = tuple[int, int, int, int]
"""First and last row, first and last column, from 1."""


class Limits(NamedTuple):
    """What may be taken from one file: rows, and MiB of it unpacked and opened."""

    rows: int
    megabytes: int

    def refuse(self, called: str, *, rows: int = 0, size: int = 0) -> None:
        """Raise DeliveryError where there are more rows, or more bytes, than may be taken."""
        if rows > self.rows or size > self.megabytes * MEGABYTE:
            problem = f"ไฟล์ใหญ่เกินกำหนด (เกิน {self.megabytes:,} เมกะไบต์เมื่อคลาย หรือเกิน {self.rows:,} แถว)"
            remedy = "ตรวจว่าเป็นไฟล์จากระบบจริง ถ้าใช่ให้เพิ่ม file_limits ใน params/checks.yml"
            raise DeliveryError(problem, where=called, remedy=remedy)


class Content(NamedTuple):
    """The cells of a file's first sheet as clean text, row by row; what the fields mean, `Spreadsheet` says."""

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
    """Texts by what they are cleaned of: each different one is normalised once, and kept once."""

    def __missing__(self, text: str) -> str:
        self[text] = clean = normalised(text)
        return clean


Read = Callable[[bytes, str, Limits], Content]
