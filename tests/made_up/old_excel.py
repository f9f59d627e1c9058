"""A small Excel 97 file, as no library of ours writes it: numbers, errors and formulas that give errors."""

import struct
from collections.abc import Sequence
from pathlib import Path

SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_CODES = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}


def write_xls(path: Path, rows: Sequence[Sequence[float | str]], *, formulas: bool = False, padded: int = 4096) -> Path:
    """Numbers, texts, and the names of errors as error cells, or as formulas that give them; its path."""
    cells = b"".join(
        _cell(row, column, value, formulas) for row, each in enumerate(rows) for column, value in enumerate(each)
    )
    begins = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    name = "แผ่น1".encode("utf-16-le")
    bound_length = 4 + 8 + len(name)
    start = len(begins) + bound_length + 4
    bound = _record(0x0085, struct.pack("<IHBB", start, 0, len(name) // 2, 1) + name)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    book = begins + bound + _record(0x000A, b"") + sheet + _record(0x0200, size) + cells + _record(0x000A, b"")
    path.write_bytes(_container(book.ljust(padded, b"\0")))
    return path


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, value: float | str, formulas: bool) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if not isinstance(value, str):
        return _record(0x0203, place + struct.pack("<d", value))
    if value not in _CODES:
        text = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)
    if formulas:
        result = bytes([2, 0, _CODES[value], 0, 0, 0, 0xFF, 0xFF])
        return _record(0x0006, place + result + struct.pack("<HIH", 0, 0, 2) + bytes([0x1C, _CODES[value]]))
    return _record(0x0205, place + bytes([_CODES[value], 1]))


def _container(book: bytes) -> bytes:
    sectors = -(-len(book) // SECTOR)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    chain = [_TABLE, _END, *range(3, 2 + sectors), _END]
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[_FREE] * (SECTOR // 4 - len(chain)))
    entries = _entry("Root Entry", 5, _END, 0, 1) + _entry("Workbook", 2, 2, len(book), _FREE)
    return header + table + entries.ljust(SECTOR, b"\0") + book.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
