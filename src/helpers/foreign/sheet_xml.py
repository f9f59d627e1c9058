"""Reading what calamine leaves out of a sheet's XML: errors, formulas without a value, percentages, and the sheet's
last row and column.

Most sheets that Excel and the collection systems write hold only plain cells. A few regular expressions read those in a
tenth of the time that parsing every cell takes; only the other sheets are parsed cell by cell.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from xml.parsers import expat

from helpers.foreign.cells import UNCOMPUTED, is_error

UNKNOWN_ERROR = "#UNKNOWN!"
_CELL = b"<c "
_FORMULA_OR_ODD_CELL = re.compile(rb"<(?:f[\s/>]|c[>/\t\r\n]|[A-Za-z0-9_]+:[cf][\s/>])")
_PLAIN_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="[0-9]+")?(?: t="(?:s|str|n|b|inlineStr)")?>(?!</c>)'
)
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+")?(?: ?/>|></c>)')
_HIDDEN_ROW = re.compile(rb'<(?:[A-Za-z0-9_]+:)?row\s(?=[^<>]*\bhidden="(?:1|true)")(?:[^<>]*\s)?r="([1-9][0-9]{0,6})"')
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
CellPosition = tuple[int, int]
"""Row number and column number, from 1."""


class BrokenXmlError(ValueError):
    """An XML that no spreadsheet program writes."""


@dataclass
class SheetXml:
    """The last row and column that hold anything, the shown text of cells without a value, the cells that show a
    percentage, and the hidden rows."""

    rows: int = 0
    columns: int = 0
    valueless: dict[CellPosition, str] = field(default_factory=dict)
    percentages: set[CellPosition] = field(default_factory=set)
    hidden_rows: tuple[int, ...] = ()

    def widened(self, row: int, column: int) -> None:
        """Extend the last row and column to include this cell."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


def refuse_broken(xml: bytes) -> None:
    """Raise BrokenXmlError for XML that is not well-formed, or that declares a document type: its entities could expand
    to any amount of text."""
    _parse(xml, expat.ParserCreate())


def read_sheet_xml(xml: bytes, percent_styles: Collection[str]) -> SheetXml:
    """Read a sheet's XML; `percent_styles` are the style numbers of cells that show a percentage.

    Raises BrokenXmlError as `refuse_broken` does, and for a cell reference that is not valid.
    """
    sheet = _looked_through(xml, percent_styles)
    sheet.hidden_rows = tuple(int(row) for row in _HIDDEN_ROW.findall(xml))
    return sheet


def _looked_through(xml: bytes, percent_styles: Collection[str]) -> SheetXml:
    plain = _PLAIN_CELL.findall(xml)
    odd = xml.count(_CELL) > len(plain) + len(_EMPTY_CELL.findall(xml))
    if odd or percent_styles or _FORMULA_OR_ODD_CELL.search(xml):
        return _CellByCell(percent_styles).read(xml)
    refuse_broken(xml)
    rows = max(map(int, {row for _, row in plain}), default=0)
    return SheetXml(rows, max((column_number(each.decode()) for each in {letters for letters, _ in plain}), default=0))


def column_number(letters: str) -> int:
    """`A` is 1, `Z` 26, `AA` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _parse(xml: bytes, parser: expat.XMLParserType) -> None:
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise BrokenXmlError(str(error)) from error


def _refuse_document_type(*_declared: object) -> None:
    raise BrokenXmlError("DOCTYPE")


class _CellByCell:
    """A parser that goes through a sheet's XML cell by cell. A cell without a reference follows the one before it."""

    def __init__(self, percent_styles: Collection[str]) -> None:
        self._sheet = SheetXml()
        self._percent_styles = percent_styles
        self._position: CellPosition = (0, 0)
        self._cell: dict[str, str] | None = None
        self._holds: set[str] = set()
        self._value = ""

    def read(self, xml: bytes) -> SheetXml:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._starts, self._ends
        parser.CharacterDataHandler = self._text
        _parse(xml, parser)
        return self._sheet

    def _starts(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        if element == "row":
            self._position = (_row_number(attributes.get("r", str(self._position[0] + 1))), 0)
        elif element == "c":
            row, column = self._position
            self._position = _position(attributes["r"]) if "r" in attributes else (row, column + 1)
            self._cell, self._holds, self._value = attributes, set(), ""
        elif self._cell is not None:
            self._holds.add(element)

    def _text(self, text: str) -> None:
        if "v" in self._holds:
            self._value += text

    def _ends(self, name: str) -> None:
        if self._cell is None or name.rpartition(":")[2] != "c":
            return
        cell, self._cell = self._cell, None
        shown = self._shown(cell.get("t", ""))
        if shown:
            self._sheet.valueless[self._position] = shown
        elif cell.get("s") in self._percent_styles and cell.get("t", "n") == "n":
            self._sheet.percentages.add(self._position)
        if shown or self._holds:
            self._sheet.widened(*self._position)

    def _shown(self, kind: str) -> str:
        """The text that a cell without a value shows; empty for a cell that has a value or is empty."""
        if kind == "e":
            return self._value if is_error(self._value) else UNKNOWN_ERROR
        # Excel writes an empty value for a formula that gives an empty text, and says that it is one.
        computed = self._value.strip() or (kind == "str" and "v" in self._holds)
        return UNCOMPUTED if "f" in self._holds and not computed else ""


def _row_number(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > len("1048576"):
        raise BrokenXmlError(text)
    return int(text)


def _position(reference: str) -> CellPosition:
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise BrokenXmlError(reference)
    return int(match[2]), column_number(match[1])
