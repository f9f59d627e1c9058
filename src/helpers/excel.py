"""What every Excel file of the project has in common: typefaces, safe text, names, print set-up and reproducible
bytes."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell._writer import write_cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.compat import safe_string
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

TYPEFACE = "TH Sarabun New"
"""The Thai government's standard typeface, installed in Thai offices; other machines substitute a Thai font of
theirs."""
SIZE = 14
ACCENT, QUIET = "1B4B72", "55606B"
BODY = Font(name=TYPEFACE, size=SIZE)
STRONG = Font(name=TYPEFACE, size=SIZE, bold=True)
TITLE = Font(name=TYPEFACE, size=20, bold=True, color=ACCENT)
SMALL = Font(name=TYPEFACE, size=12, color=QUIET)
MARK = Font(name=TYPEFACE, size=16, bold=True, color="6B4700")
LINK = Font(name=TYPEFACE, size=SIZE, color=ACCENT, underline="single")
HEAD_FILL = PatternFill("solid", fgColor="E9EFF5")
TOTAL_FILL = PatternFill("solid", fgColor="F3F6F9")
MARK_FILL = PatternFill("solid", fgColor="FFF4D6")
HEAD_EDGE = Border(top=Side("thin", color=ACCENT), bottom=Side("thin", color=ACCENT))
TOTAL_EDGE = Border(top=Side("thin", color=ACCENT), bottom=Side("medium", color=ACCENT))
APART_EDGE = Border(top=Side("thin", color=ACCENT))
HEAD_ALIGNMENT = Alignment(horizontal="center", vertical="center", wrap_text=True)
TOP, WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
NUMBER_ALIGNMENT = Alignment(horizontal="right", vertical="top")
SAMPLE = "ข้อมูลตัวอย่าง"
CONFIDENTIAL = "ลับ: มีข้อมูลที่ระบุตัวนักเรียนได้ ห้ามเผยแพร่"
FOR_THE_OFFICE = "ลับ: ใช้ในสำนักงาน"
"""The mark of findings by which no pupil can be identified."""
VERIFIED_BY = "ตรวจทานตัวเลขทุกตัวได้ด้วยคำสั่ง workbook verify"
LINE_HEIGHT = 21.0
"""The height in points of one line of body text, vowels and tone marks included."""
LONGEST_NAME = 31
LONGEST_TEXT = 32_767
"""Characters that a cell holds; Excel has no room for more."""
_SHORTEST_NAME = 10
"""The least number of letters that a shortened name keeps."""
_LAST_BRACKETS = re.compile(r"(?<=\S)\s*\([^()]*\)?$")
_BETWEEN_PHRASES = re.compile(r"(?<![0-9]) (?![0-9(])")
"""A space of Thai prose; a number stays with its unit."""
_WRITTEN_FIRST, _WRITTEN_AFTER = frozenset("เแโใไ"), frozenset("ะาำๅๆฯ")
_FILLED = 0.9
"""The share of a line that words fill before they wrap."""
_A4 = 9
_FORMULA_MARKS = ("=", "+", "-", "@", "\t")
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def new_workbook(title: str, creator: str, day: datetime) -> Workbook:
    """A workbook without sheets whose normal style is the Thai typeface."""
    workbook = Workbook()
    del workbook[workbook.sheetnames[0]]
    # openpyxl has no public way to the type of cells without a style of their own, nor to where it keeps styles.
    workbook._fonts = _Known([BODY])  # type: ignore[attr-defined]
    for kept in ("_fills", "_borders", "_alignments"):
        setattr(workbook, kept, _Known(getattr(workbook, kept)))
    workbook._named_styles["Normal"].font = BODY  # type: ignore[attr-defined]
    properties = workbook.properties
    properties.title, properties.creator, properties.language = plain(title), plain(creator), "th"
    properties.created = properties.modified = day.replace(tzinfo=None)
    return workbook


class _Known(IndexedList[Any]):
    """Fonts, fills, borders or alignments of a workbook. Those that were added once are known as the same object:
    openpyxl compares every part of a style for each of its cells."""

    def __init__(self, styles: Iterable[Any]) -> None:
        super().__init__(styles)
        self._added: dict[int, tuple[Any, int]] = {}

    def add(self, value: Any) -> int:
        """The number of a style."""
        if id(value) not in self._added:
            self._added[id(value)] = value, super().add(value)  # it is held, so its id is no other's
        return self._added[id(value)][1]


def saved_bytes(workbook: Workbook, day: datetime) -> bytes:
    """The workbook as an .xlsx file that is the same whenever and wherever it is saved: all its times are `day`."""
    saved = BytesIO()
    workbook.properties.modified = day.replace(tzinfo=None)
    _Writer(workbook, ZipFile(saved, "w", ZIP_STORED)).save()
    return steady_archive(saved, day)


def steady_archive(saved: BytesIO, day: datetime) -> bytes:
    """An Office file of any kind with all its times set to `day`.

    The parts are stored, not deflated: deflate's bytes differ between builds of zlib, and the promise holds for every
    machine.
    """
    steady = BytesIO()
    with ZipFile(saved) as source, ZipFile(steady, "w", ZIP_STORED) as target:
        for name in sorted(source.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            target.writestr(_entry(name, day), _dated(name, source.read(name), day))
    return steady.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: Any, font: Font | None = None) -> Cell:
    """Write one cell; text always stays text, also where Excel would take it for a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        # openpyxl would look for the same characters again, and for formulas and errors.
        cell._value, cell.data_type = plain(value)[:LONGEST_TEXT], "s"  # type: ignore[attr-defined]
        if value.startswith(_FORMULA_MARKS):
            cell.quotePrefix = True
    else:
        cell.value = value
    if font is not None:
        cell.font = font
    return cell


def link(cell: Cell, sheet: str, address: str = "A1", style_of: Cell | None = None) -> None:
    """Make the cell a link to another cell of the same workbook. With `style_of` it takes the style of an earlier link,
    which for thousands of links is much faster than setting the font."""
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")
    if style_of is None:
        cell.font = LINK
    else:
        cell._style = copy(style_of._style)  # type: ignore[attr-defined]


def plain(text: str) -> str:
    """The text without the control characters that a spreadsheet file cannot hold."""
    return text if text.isprintable() else ILLEGAL_CHARACTERS_RE.sub("", text)


def csv_text(text: str) -> str:
    """The text as a CSV cell that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def letters(text: str) -> int:
    """The width of the text in letters, of its longest line: Thai marks above and below have no width."""
    lines = text.split("\n") or [""]
    return max(len(line) if line.isascii() else _letters(line) for line in lines)


def _letters(line: str) -> int:
    return sum(unicodedata.category(letter) not in ("Mn", "Cf") for letter in line)


def lines(text: str, width: float) -> int:
    """The number of lines of the text in a column of this width, with some allowance for bold headings."""
    return sum(max(1, math.ceil(letters(line) / (width * _FILLED))) for line in text.split("\n"))


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A sheet name that Excel accepts: at most 31 characters, none forbidden, and unique whatever the case.

    A longer name loses the unit in brackets at its end, then its last phrases; a word that is cut ends in `…`.
    """
    clean = " ".join(_FORBIDDEN_IN_NAME.sub(" ", wanted).split()).strip("' ") or "ตาราง"
    used = {name.casefold() for name in taken}
    name, number = _shortened(clean, LONGEST_NAME), 1
    while name.casefold() in used:
        number += 1
        tail = f" ({number})"
        name = _shortened(clean, LONGEST_NAME - len(tail)) + tail
    return name


def set_up_print(sheet: Worksheet, *, head: tuple[int, int] | None, wide: bool, mark: str, foot: str) -> None:
    """Print on A4, fitted to the page's width, with header rows on every page, the mark above and the page number
    below."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if head:
        sheet.print_title_rows = f"{head[0]}:{head[1]}"
    sheet.oddHeader = HeaderFooterItem(right=_margin_text(mark))
    sheet.oddFooter = HeaderFooterItem(left=_margin_text(foot), right=_margin_text("หน้า {page} จาก {pages}"))


def write_heads(sheet: Worksheet, row: int, columns: Sequence[tuple[str, int]]) -> None:
    """Write the header of a list: labels and widths of its columns."""
    for column, (label, width) in enumerate(columns, 1):
        cell = put(sheet, row, column, label, STRONG)
        cell.fill, cell.border, cell.alignment = HEAD_FILL, HEAD_EDGE, HEAD_ALIGNMENT
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[row].height = LINE_HEIGHT * 2


def write_line(sheet: Worksheet, row: int, values: Sequence[Any]) -> None:
    """Write one row of a list; an empty text leaves its cell empty."""
    for column, value in enumerate(values, 1):
        cell = put(sheet, row, column, value if value != "" else None)
        cell.alignment = WRAPPED if isinstance(value, str) else NUMBER_ALIGNMENT


def set_up_list(sheet: Worksheet, head: int, rows: int, columns: int) -> None:
    """Freeze the header of a list of this many rows and give it filters."""
    sheet.sheet_format.defaultRowHeight = LINE_HEIGHT
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(columns)}{head + rows}"


def _margin_text(text: str) -> _HeaderFooterPart:
    """Text above or below the printed page; Excel fills in `{page}` and `{pages}`."""
    safe = plain(text).replace("&", "&&").replace("{pages}", "&N").replace("{page}", "&P")
    return _HeaderFooterPart(text=safe or None, font=f"{TYPEFACE},Regular", size=12)


def _shortened(text: str, longest: int) -> str:
    """The name cut between phrases where that keeps enough of it, else before a syllable, which in Thai text shows only
    in vowels that are written first."""
    if len(text) > longest:
        text = _LAST_BRACKETS.sub("", text)
    if len(text) <= longest:
        return text
    ends = [gap.start() for gap in _BETWEEN_PHRASES.finditer(text) if _SHORTEST_NAME <= gap.start() <= longest]
    if ends:
        return _LAST_BRACKETS.sub("", text[: ends[-1]]).rstrip("' ")
    end = longest - 1
    begins = [index for index in range(_SHORTEST_NAME, end + 1) if text[index] in _WRITTEN_FIRST]
    while end > 1 and _belongs_to_previous(text[end]):
        end -= 1
    return text[: begins[-1] if begins else end].rstrip("' ") + "…"


def _belongs_to_previous(letter: str) -> bool:
    """Whether the letter belongs to the one before it: vowels and marks written after, above or below."""
    return unicodedata.category(letter) == "Mn" or letter in _WRITTEN_AFTER


def _entry(name: str, day: datetime) -> ZipInfo:
    entry = ZipInfo(name, date_time=day.timetuple()[:6])
    entry.create_system = 0
    return entry


def _dated(name: str, content: bytes, day: datetime) -> bytes:
    """The part with the report's day as the time of the last change, where openpyxl writes the present moment."""
    if name != "docProps/core.xml":
        return content
    return _MODIFIED.sub(rb"\g<1>" + day.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)


class _Writer(ExcelWriter):
    """Writes to the byte what openpyxl writes, with the rows of sheets as text at once: openpyxl makes an XML element
    of every cell and looks up its names anew. What is no plain number or text it writes itself."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """As openpyxl has it for a sheet without drawings and pictures, by our own writer of rows."""
        if ws._charts or ws._images:  # type: ignore[attr-defined]
            super().write_worksheet(ws)
            return
        rows = _Rows(ws, BytesIO())
        rows.write()
        ws._rels = rows._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], rows.read())  # type: ignore[attr-defined]
        self.manifest.append(ws)


class _Rows(WorksheetWriter):
    def __init__(self, sheet: Worksheet, out: BytesIO) -> None:
        super().__init__(sheet, out)
        self._styles: dict[bytes, str] = {}

    def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
        """Write the cells of a row, each plain one as text."""
        sheet: Any = self.ws
        if any(cell._comment is not None for cell in row):
            super().write_row(xf, row, row_idx)
            return
        attributes = {"r": f"{row_idx}", **dict(sheet.row_dimensions.get(row_idx, {}))}
        with xf.element("row", attributes):
            write, plain_cells = xf._file, list[str]()  # what it writes goes in as it is
            for cell in row:
                if cell._value is None and not cell.has_style:
                    continue
                if written := _plain_cell(cell, self._style_of(cell)):
                    plain_cells.append(written)
                    sheet._hyperlinks.extend([cell.hyperlink] if cell.hyperlink else ())
                else:
                    write("".join(plain_cells))
                    plain_cells.clear()
                    write_cell(xf, sheet, cell, cell.has_style)
            write("".join(plain_cells))

    def _style_of(self, cell: Any) -> str:
        """The attribute of a cell's style, which openpyxl would look up by all its parts; empty for none."""
        if cell._style is None:
            return ""
        style = cell._style.tobytes()
        if style not in self._styles:
            self._styles[style] = f' s="{cell.style_id}"' if cell.has_style else ""
        return self._styles[style]


def _plain_cell(cell: Cell, style: str) -> str:
    """The XML of a cell that holds a number, a text or nothing; empty for any other."""
    value, kind = cell._value, cell.data_type  # type: ignore[attr-defined]
    head = f'<c r="{cell.coordinate}"{style} t="'
    if kind == "n":
        return f'{head}n" />' if value is None else f'{head}n"><v>{safe_string(value)}</v></c>'
    if kind == "s" and isinstance(value, str):
        if not value:
            return f'{head}inlineStr" />'
        kept = ' xml:space="preserve"' if value != value.strip() and value.strip() else ""
        return f'{head}inlineStr"><is><t{kept}>{escape(value)}</t></is></c>'
    return ""
