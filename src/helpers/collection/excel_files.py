"""Reading an Excel file: the cells of its first sheet as a person sees them.

calamine reads the values. What it leaves out (errors, formulas without a value, percentages) is read from the file.
"""

from __future__ import annotations

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

from helpers.collection.foreign_files import ANEW, CELL_BYTES, MEGABYTE, CleanTexts, Content, Corners, Limits
from helpers.collection.old_excel import read_old_excel
from helpers.collection.sheet_xml import BrokenXmlError, SheetXml, read_sheet_xml, refuse_broken
from helpers.errors import DeliveryError

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


def read_excel(content: bytes, called: str, limits: Limits) -> Content:
    """The cells of a workbook. Raises DeliveryError for one that is damaged, locked, empty or too large."""
    zipped = content.startswith(ZIP)
    try:
        xml = _first_sheet_xml(content, called, limits) if zipped else read_old_excel(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        first = workbook.get_sheet_by_index(0)
        cells = first.to_python(skip_empty_area=False)
        others = _other_sheets(workbook)
    except (*_NOT_UNPACKED, *_NOT_READ) as error:
        raise _unreadable(content, called) from error
    limits.refuse(called, rows=len(cells))
    rows = _as_seen(cells, xml)
    if not any(map(any, rows)):
        raise DeliveryError(f"แผ่นงานแรก “{first.name}” ไม่มีข้อมูล", where=called, remedy=_SHEET_FIRST)
    merged = tuple(sorted(_corners(first)))
    _fill_downwards(rows, merged)
    digest, kind = hashlib.sha256(content).hexdigest(), "xlsx" if zipped else "xls"
    return Content(digest, kind, first.name, rows, other_sheets=others, hidden_rows=xml.hidden_rows, merged=merged)


def _unreadable(content: bytes, called: str) -> DeliveryError:
    if any(member in content for member in _OTHER_FORMATS):
        problem, remedy = "เป็นไฟล์ตารางแบบอื่น (.xlsb หรือ .ods)", "เปิดไฟล์นี้แล้วบันทึกเป็น .xlsx แล้วส่งใหม่"
    else:
        problem = "เปิดเป็นตาราง Excel ไม่ได้ (ไฟล์เสียหาย มีรหัสผ่าน หรือเป็นไฟล์ ZIP)"
        remedy = f"ถ้าเป็น ZIP ให้แตกไฟล์ก่อน ถ้ามีรหัสผ่านให้เอาออก มิฉะนั้น{ANEW}"
    return DeliveryError(problem, where=called, remedy=remedy)


def _first_sheet_xml(content: bytes, called: str, limits: Limits) -> SheetXml:
    """Look every sheet of the archive through before anything else opens it; what the first one says."""
    members = _unpacked(content, called, limits)
    first = _sheet_members(members)[0]
    percent = _percent_styles(members[_STYLES]) if _STYLES in members else frozenset[str]()
    seen = SheetXml()
    for name, xml in members.items():
        if name.startswith("xl/worksheets/"):
            sheet = read_sheet_xml(xml, percent)
            limits.refuse(called, rows=sheet.rows, size=sheet.rows * sheet.columns * CELL_BYTES)
            seen = sheet if name == first else seen
        else:
            refuse_broken(xml)
    return seen


def _unpacked(content: bytes, called: str, limits: Limits) -> dict[str, bytes]:
    """The XML of the archive, unpacked piece by piece: the sizes that its directory declares may lie."""
    members: dict[str, bytes] = {}
    size = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        limits.refuse(called, size=sum(member.file_size for member in archive.infolist()))
        for member in archive.infolist():
            pieces = []
            with archive.open(member) as stream:
                while piece := stream.read(MEGABYTE):
                    size += len(piece)
                    limits.refuse(called, size=size)
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
    """The numbers by which cells name the formats that show a percentage."""
    refuse_broken(xml)
    elements = list(_elements(xml))
    own = {each.get("numFmtId") for each in elements if "%" in each.get("formatCode", "")}
    used = next((list(each) for each in elements if each.tag.endswith("}cellXfs")), [])
    return frozenset(str(n) for n, each in enumerate(used) if each.get("numFmtId") in _PERCENT_FORMATS | own)


def _elements(xml: bytes) -> Iterator[ElementTree.Element]:
    return ElementTree.fromstring(xml).iter()


def _other_sheets(workbook: CalamineWorkbook) -> tuple[str, ...]:
    """The sheets after the first that a person sees and that hold anything."""
    tables = [each for each in workbook.sheets_metadata[1:] if each.typ is SheetTypeEnum.WorkSheet]
    seen = [each.name for each in tables if each.visible is SheetVisibleEnum.Visible]
    return tuple(name for name in seen if _holds_anything(workbook.get_sheet_by_name(name)))


def _holds_anything(sheet: CalamineSheet) -> bool:
    return any(_as_text(value).strip() for row in sheet.to_python() for value in row)


def _as_seen(cells: Sequence[Sequence[object]], xml: SheetXml) -> list[list[str]]:
    """The cells as text, with what only the XML tells."""
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
    """Give each row that a merged area covers the area's value, as a person reads it. A row that holds nothing of its
    own stays empty, and the cells beside the first of an area of one row do too: what is merged there is a heading."""
    own = [any(row) for row in rows]
    for top, bottom, left, right in merged:
        if bottom == top or top > len(rows) or left > len(rows[top - 1]):
            continue
        value = rows[top - 1][left - 1]
        for row in (each for each, filled in zip(rows[top - 1 : bottom], own[top - 1 : bottom], strict=True) if filled):
            row[left - 1 : right] = [value] * len(row[left - 1 : right])
