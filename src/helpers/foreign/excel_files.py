"""Reading an Excel file: the cells of its first sheet as a person sees them.

calamine reads the values. What it leaves out (errors, formulas without a value, percentages) is read from the file's
XML, or, for Excel 97 files (.xls), from its records: such a file is a container of sectors ([MS-CFB]), of which one
stream holds the workbook as a sequence of records ([MS-XLS]).
"""

import hashlib
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from helpers.errors import DeliveryError
from helpers.foreign.foreign_files import CELL_BYTES, DOWNLOAD_AGAIN, MEGABYTE, CleanTexts, Corners, Limits, SheetCells
from helpers.foreign.sheet_xml import UNKNOWN_ERROR, BrokenXmlError, SheetXml, read_sheet_xml, refuse_broken

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_OTHER_FORMATS = (b"xl/workbook.bin", b"application/vnd.oasis.opendocument")
_PERCENT_FORMATS = frozenset(("9", "10"))
"""Numbers of Excel's own formats `0%` and `0.00%`."""
_NOT_UNPACKED = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError)
"""What reading an archive raises: RuntimeError where a member is locked, or packed in another way."""
_NOT_READ = (CalamineError, BrokenXmlError, ValueError, struct.error, IndexError, KeyError)
_SHEET_FIRST = "ย้ายแผ่นที่มีข้อมูลมาเป็นแผ่นแรก ถ้าเปิดด้วย Excel แล้วเห็นข้อมูล ให้บันทึกใหม่เป็น .xlsx แล้วส่งใหม่"
_DIGITS_HELD = ".15g"
"""Excel holds fifteen digits; more are the noise of binary arithmetic."""
_FIXED_BELOW = 1e15


def read_excel(content: bytes, display_name: str, limits: Limits) -> SheetCells:
    """The cells of a workbook. Raises DeliveryError for one that is damaged, locked, empty or too large."""
    zipped = content.startswith(ZIP)
    try:
        xml = _first_sheet_xml(content, display_name, limits) if zipped else read_old_excel(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        first = workbook.get_sheet_by_index(0)
        cells = first.to_python(skip_empty_area=False)
        others = _other_sheets(workbook)
    except (*_NOT_UNPACKED, *_NOT_READ) as error:
        raise _unreadable(content, display_name) from error
    limits.refuse(display_name, rows=len(cells))
    rows = _as_seen(cells, xml)
    if not any(map(any, rows)):
        raise DeliveryError(f"แผ่นงานแรก “{first.name}” ไม่มีข้อมูล", where=display_name, remedy=_SHEET_FIRST)
    merged = tuple(sorted(_corners(first)))
    _fill_downwards(rows, merged)
    digest, kind = hashlib.sha256(content).hexdigest(), "xlsx" if zipped else "xls"
    return SheetCells(digest, kind, first.name, rows, other_sheets=others, hidden_rows=xml.hidden_rows, merged=merged)


def _unreadable(content: bytes, display_name: str) -> DeliveryError:
    if any(member in content for member in _OTHER_FORMATS):
        problem, remedy = "เป็นไฟล์ตารางแบบอื่น (.xlsb หรือ .ods)", "เปิดไฟล์นี้แล้วบันทึกเป็น .xlsx แล้วส่งใหม่"
    else:
        problem = "เปิดเป็นตาราง Excel ไม่ได้ (ไฟล์เสียหาย มีรหัสผ่าน หรือเป็นไฟล์ ZIP)"
        remedy = f"ถ้าเป็น ZIP ให้แตกไฟล์ก่อน ถ้ามีรหัสผ่านให้เอาออก มิฉะนั้น{DOWNLOAD_AGAIN}"
    return DeliveryError(problem, where=display_name, remedy=remedy)


def _first_sheet_xml(content: bytes, display_name: str, limits: Limits) -> SheetXml:
    """What the first sheet's XML states. Every sheet of the archive is checked before anything else opens it."""
    members = _unpacked(content, display_name, limits)
    first = _sheet_members(members)[0]
    percent = _percent_styles(members[_STYLES]) if _STYLES in members else frozenset[str]()
    seen = SheetXml()
    for name, xml in members.items():
        if name.startswith("xl/worksheets/"):
            sheet = read_sheet_xml(xml, percent)
            limits.refuse(display_name, rows=sheet.rows, size=sheet.rows * sheet.columns * CELL_BYTES)
            seen = sheet if name == first else seen
        else:
            refuse_broken(xml)
    return seen


def _unpacked(content: bytes, display_name: str, limits: Limits) -> dict[str, bytes]:
    """The XML of the archive, unpacked piece by piece: the sizes that its directory declares may lie."""
    members: dict[str, bytes] = {}
    size = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        limits.refuse(display_name, size=sum(member.file_size for member in archive.infolist()))
        for member in archive.infolist():
            pieces = []
            with archive.open(member) as stream:
                while piece := stream.read(MEGABYTE):
                    size += len(piece)
                    limits.refuse(display_name, size=size)
                    pieces.append(piece)
            if member.filename.startswith("xl/") and member.filename.endswith((".xml", ".rels")):
                members[member.filename] = b"".join(pieces)
    return members


def _sheet_members(members: dict[str, bytes]) -> list[str]:
    """The names of the archive's sheets, in the order of the workbook."""
    for name in (_BOOK, "xl/_rels/workbook.xml.rels"):
        refuse_broken(members[name])
    targets = {each.get("Id"): each.get("Target", "") for each in _elements(members["xl/_rels/workbook.xml.rels"])}
    sheets = [each for each in _elements(members[_BOOK]) if each.tag.endswith("}sheet")]
    ids = [next((value for name, value in each.items() if name.endswith("}id")), None) for each in sheets]
    return [posixpath.normpath(posixpath.join("/xl", targets[each])).lstrip("/") for each in ids]


def _percent_styles(xml: bytes) -> frozenset[str]:
    """The style numbers of the cells that show a percentage."""
    refuse_broken(xml)
    elements = list(_elements(xml))
    percent_formats = {each.get("numFmtId") for each in elements if "%" in each.get("formatCode", "")}
    used = next((list(each) for each in elements if each.tag.endswith("}cellXfs")), [])
    return frozenset(
        str(n) for n, element in enumerate(used) if element.get("numFmtId") in _PERCENT_FORMATS | percent_formats
    )


def _elements(xml: bytes) -> Iterator[ElementTree.Element]:
    return ElementTree.fromstring(xml).iter()


def _other_sheets(workbook: CalamineWorkbook) -> tuple[str, ...]:
    """The names of the sheets after the first that are visible and not empty."""
    tables = [each for each in workbook.sheets_metadata[1:] if each.typ is SheetTypeEnum.WorkSheet]
    seen = [each.name for each in tables if each.visible is SheetVisibleEnum.Visible]
    return tuple(name for name in seen if _holds_anything(workbook.get_sheet_by_name(name)))


def _holds_anything(sheet: CalamineSheet) -> bool:
    return any(_as_text(value).strip() for row in sheet.to_python() for value in row)


def _as_seen(cells: Sequence[Sequence[object]], xml: SheetXml) -> list[list[str]]:
    """The cells as text, with the percentages and error texts that only the XML states."""
    clean = CleanTexts()
    rows = [[clean[value] if type(value) is str else _as_text(value) for value in row] for row in cells]
    for row, column in xml.percentages:
        value = cells[row - 1][column - 1] if row <= len(cells) and column <= len(cells[row - 1]) else ""
        if isinstance(value, int | float):
            rows[row - 1][column - 1] = f"{_number(value * 100)}%"
    for (row, column), shown in xml.valueless.items():
        rows += [[] for _ in range(row - len(rows))]
        rows[row - 1] += [""] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = shown
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _as_text(value: object) -> str:
    """A value as Excel shows it in the plainest of its formats; a day, which has no era there, in ISO form."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float) -> str:
    if float(value).is_integer():
        return str(int(value))
    return format(value, _DIGITS_HELD) if abs(value) < _FIXED_BELOW else str(value)


def _corners(sheet: CalamineSheet) -> Iterator[Corners]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        yield top + 1, bottom + 1, left + 1, right + 1


def _fill_downwards(rows: list[list[str]], merged: tuple[Corners, ...]) -> None:
    """Copy a merged area's value into each row that it covers, as a person reads it. A row without any other value
    stays empty. An area of a single row is a heading: only its first cell keeps the value."""
    has_values = [any(row) for row in rows]
    for top, bottom, left, right in merged:
        if bottom == top or top > len(rows) or left > len(rows[top - 1]):
            continue
        value = rows[top - 1][left - 1]
        for row, filled in zip(rows[top - 1 : bottom], has_values[top - 1 : bottom], strict=True):
            if filled:
                row[left - 1 : right] = [value] * len(row[left - 1 : right])


_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOF, _EOF, _BOUND_SHEET, _BOOL_OR_ERROR, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0205, 0x0006
_LAST_REGULAR_SECTOR = 0xFFFFFFFA
_HEADER, _DIRECTORY_ENTRY, _NUMBER = 512, 128, 4
_STREAMS = ("Workbook", "Book")


def read_old_excel(content: bytes) -> SheetXml:
    """The error cells of the first sheet, with the text that each shows. Raises ValueError, IndexError or struct.error
    for a file that is not of Excel 97."""
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
    """The type and content of the records of one substream, without those of charts nested in it."""
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
    """The sectors of a chain, from its first one. Raises ValueError for a chain that contains a cycle."""
    seen: set[int] = set()
    while sector < _LAST_REGULAR_SECTOR:
        if sector in seen:
            raise ValueError(sector)
        seen.add(sector)
        yield sector
        sector = table[sector]
