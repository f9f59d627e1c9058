"""What a sheet's XML says and calamine does not: errors, formulas without a value, percentages, how far it reaches.

Sheets as Excel and the collection systems write them hold none of that but how far they reach, which a few expressions
find in a tenth of the time that looking at every cell takes; only others are looked at cell by cell.
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
Place = tuple[int, int]
"""Row and column, from 1."""


class BrokenXmlError(ValueError):
    """An XML that no spreadsheet program writes."""


@dataclass
class SheetXml:
    """The last row and column that hold anything, the shown text of cells without a value, the percentages, and the
    rows that are out of sight."""

    rows: int = 0
    columns: int = 0
    valueless: dict[Place, str] = field(default_factory=dict)
    percentages: set[Place] = field(default_factory=set)
    hidden_rows: tuple[int, ...] = ()

    def widened(self, row: int, column: int) -> None:
        """Reach to this cell too."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


def refuse_broken(xml: bytes) -> None:
    """Raise BrokenXmlError for what is no whole XML, or declares a document type: with one, texts come from nowhere."""
    _parse(xml, expat.ParserCreate())


def read_sheet_xml(xml: bytes, percent_styles: Collection[str]) -> SheetXml:
    """Look a sheet through; `percent_styles` are the numbers of the cell formats that show a percentage.

    Raises BrokenXmlError as `refuse_broken` does, and for cells whose place cannot be told.
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
    """Follows a sheet's XML from cell to cell. A cell without a reference stands after the one before it."""

    def __init__(self, percent_styles: Collection[str]) -> None:
        self._sheet = SheetXml()
        self._percent_styles = percent_styles
        self._place: Place = (0, 0)
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
            self._place = (_row_number(attributes.get("r", str(self._place[0] + 1))), 0)
        elif element == "c":
            row, column = self._place
            self._place = _place(attributes["r"]) if "r" in attributes else (row, column + 1)
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
            self._sheet.valueless[self._place] = shown
        elif cell.get("s") in self._percent_styles and cell.get("t", "n") == "n":
            self._sheet.percentages.add(self._place)
        if shown or self._holds:
            self._sheet.widened(*self._place)

    def _shown(self, kind: str) -> str:
        """What a cell without a value shows; empty for one that has a value, or holds nothing at all."""
        if kind == "e":
            return self._value if is_error(self._value) else UNKNOWN_ERROR
        # Excel writes an empty value for a formula that gives an empty text, and says that it is one.
        computed = self._value.strip() or (kind == "str" and "v" in self._holds)
        return UNCOMPUTED if "f" in self._holds and not computed else ""


def _row_number(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > len("1048576"):
        raise BrokenXmlError(text)
    return int(text)


def _place(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise BrokenXmlError(reference)
    return int(found[2]), column_number(found[1])
