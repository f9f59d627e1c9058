"""The error cells of an Excel 97 file (.xls), which calamine gives as nothing.

The file is a container of sectors ([MS-CFB]); one stream of it holds the workbook as a row of records ([MS-XLS]).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from helpers.collection.sheet_xml import UNKNOWN_ERROR, SheetXml

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOF, _EOF, _BOUND_SHEET, _BOOL_OR_ERROR, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0205, 0x0006
_LAST_REGULAR_SECTOR = 0xFFFFFFFA
_HEADER, _DIRECTORY_ENTRY, _NUMBER = 512, 128, 4
_STREAMS = ("Workbook", "Book")


def read_old_excel(content: bytes) -> SheetXml:
    """What the first sheet's errors show, and where. Raises ValueError, IndexError or struct.error for no such file."""
    book = _Container(content).stream(_STREAMS)
    sheet = SheetXml()
    for kind, record in _records(book, _first_sheet(book)):
        code = _error(kind, record)
        if code is not None:
            row, column = struct.unpack_from("<HH", record)
            sheet.valueless[row + 1, column + 1] = _ERRORS.get(code, UNKNOWN_ERROR)
    return sheet


def _error(kind: int, record: bytes) -> int | None:
    """The code of a cell's error; None for any other record."""
    if kind == _BOOL_OR_ERROR and record[7]:
        return record[6]
    of_error = kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2
    return record[8] if of_error else None


def _first_sheet(book: bytes) -> int:
    for kind, record in _records(book, 0):
        if kind == _BOUND_SHEET:
            start: int = struct.unpack_from("<I", record)[0]
            return start
    raise ValueError(_BOUND_SHEET)


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, those of charts inside it left out."""
    depth = 0
    while start < len(book):
        kind, length = struct.unpack_from("<HH", book, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, book[start + 4 : start + 4 + length]
        start += 4 + length


class _Container:
    """The streams of a compound file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini_table = struct.unpack_from("<I4xII", content, 48)
        self._table = self._numbers(b"".join(map(self._at, self._table_sectors())))
        entries = self._chain(directory)
        self._entries = [entries[n : n + _DIRECTORY_ENTRY] for n in range(0, len(entries), _DIRECTORY_ENTRY)]
        self._mini_table = self._numbers(self._chain(mini_table))

    def stream(self, names: tuple[str, ...]) -> bytes:
        """The bytes of the first stream of one of these names."""
        for entry in self._entries:
            length, start, size = *struct.unpack_from("<H", entry, 64), *struct.unpack_from("<II", entry, 116)
            if entry[: max(0, length - 2)].decode("utf-16-le", "replace") in names:
                return (self._chain(start) if size >= self._cutoff else self._mini_chain(start))[:size]
        raise ValueError(names)

    def _table_sectors(self) -> list[int]:
        """Where the table of sectors stands: in the header, and for large files in a list that goes on elsewhere."""
        listed = list(self._numbers(self._content[76:_HEADER]))
        further = struct.unpack_from("<I", self._content, 68)[0]
        while further < _LAST_REGULAR_SECTOR and len(listed) < len(self._content):
            *more, further = self._numbers(self._at(further))
            listed += more
        return [sector for sector in listed if sector < _LAST_REGULAR_SECTOR]

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._content[start : start + self._sector]

    def _chain(self, sector: int) -> bytes:
        return b"".join(self._at(each) for each in _followed(self._table, sector))

    def _mini_chain(self, sector: int) -> bytes:
        root = self._chain(struct.unpack_from("<I", self._entries[0], 116)[0])
        size = self._mini_sector
        return b"".join(root[each * size : (each + 1) * size] for each in _followed(self._mini_table, sector))

    @staticmethod
    def _numbers(content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // _NUMBER}I", content[: len(content) // _NUMBER * _NUMBER])


def _followed(table: tuple[int, ...], sector: int) -> Iterator[int]:
    """A chain of sectors from its first. Raises ValueError for one that comes back to itself."""
    seen: set[int] = set()
    while sector < _LAST_REGULAR_SECTOR:
        if sector in seen:
            raise ValueError(sector)
        seen.add(sector)
        yield sector
        sector = table[sector]
