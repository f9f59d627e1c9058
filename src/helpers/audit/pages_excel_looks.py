"""How an Excel file shows what its cells hold: number formats read back into the text that readers see, and what is
hidden from them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from io import BytesIO
from posixpath import join
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from helpers.thai import MINUS

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
"""The formats that Excel has without saying so, by number."""
_TAG = re.compile(r"<(row|col|c|conditionalFormatting|drawing|legacyDrawing)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_FALSE = frozenset({"", "0", "false"})
_LOCALE, _LITERAL = re.compile(r"\[[^\]]*\]"), re.compile(r'"([^"]*)"')
_DIGITS = re.compile(r"[#,]*(0+)(?:\.(0+))?(%?)")
_THAI_DAY = re.compile(r"\[\$-(?:D|1)?07041E\]d mmm yyyy")
GENERAL = "General"
_SEEN = 0.5
"""Rows of less points and columns of less letters are as good as hidden."""


@dataclass(frozen=True)
class SheetLook:
    """How a sheet shows its cells: the number formats by address, its hidden rows, and whether columns or the sheet
    itself are hidden, or it shows things that are no cells."""

    formats: Mapping[str, str]
    hidden_rows: frozenset[int]
    hides_columns: bool
    is_hidden: bool
    has_more: bool


def read_looks(content: bytes) -> dict[str, SheetLook]:
    """The looks of the sheets by name. Raises ValueError for a file that is none of Excel's."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            formats = _formats(ElementTree.fromstring(parts.read("xl/styles.xml")))
            relations = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
            targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
            workbook = ElementTree.fromstring(parts.read("xl/workbook.xml"))
            return {
                sheet.get("name", ""): _look(
                    parts.read(join("xl", targets[sheet.get(_ID)]).removeprefix("/")).decode(),
                    formats,
                    is_hidden=sheet.get("state", "visible") != "visible",
                )
                for sheet in workbook.iter(f"{_MAIN}sheet")
            }
    except (BadZipFile, KeyError, IndexError, ElementTree.ParseError) as error:
        raise ValueError(str(error)) from error


def _formats(styles: ElementTree.Element) -> list[str]:
    """The number formats by the numbers that cells have for their styles."""
    named = {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in styles.iter(f"{_MAIN}numFmt")}
    cells = styles.find(f"{_MAIN}cellXfs")
    ids = [int(style.get("numFmtId", 0)) for style in (cells if cells is not None else ())]
    return [named.get(number, _BUILT_IN.get(number, "")) for number in ids]


def _look(sheet: str, formats: list[str], *, is_hidden: bool) -> SheetLook:
    shown, rows, hides_columns, has_more = dict[str, str](), set[int](), False, False
    for match in _TAG.finditer(sheet):
        tag, given = match[1], dict(_ATTRIBUTE.findall(match[2]))
        if tag == "c":
            shown[given.get("r", "")] = unescape(formats[int(given.get("s", 0))]) if formats else GENERAL
        elif tag in ("row", "col"):
            size = given.get("ht" if tag == "row" else "width", "1")
            if given.get("hidden", "") not in _FALSE or float(size) < _SEEN:
                rows |= {int(given.get("r", 0))} if tag == "row" else set()
                hides_columns |= tag == "col"
        else:
            has_more = True
    return SheetLook(shown, frozenset(rows), hides_columns, is_hidden, has_more)


def shown_number(value: float, number_format: str) -> str | None:
    """The number that Excel shows for a value, without words around it: `1,836,000.01`, `−4`, `46.8%`, `01`. None for a
    format that is not known to show numbers as they are."""
    sections = list(_sections(number_format))
    if number_format == GENERAL or not sections:
        return None
    chosen = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = _LOCALE.sub("", sections[chosen])
    literals, body = "".join(_LITERAL.findall(section)), _LITERAL.sub("", section)
    sign = "+" if body.startswith("+") else MINUS if MINUS in literals or (value < 0 and chosen == 0) else ""
    digits = _DIGITS.fullmatch(body.strip().removeprefix("+"))
    if digits is None:
        return None
    whole, decimals, per_cent = len(digits[1]), len(digits[2] or ""), digits[3]
    exact = abs(Decimal(repr(value))) * (100 if per_cent else 1)
    shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    grouping = "," if "," in body else ""
    left, point, right = f"{shown:{grouping}.{decimals}f}".partition(".")
    return f"{sign}{left.zfill(whole)}{point}{right}{per_cent}"


def shows_thai_day(number_format: str) -> bool:
    """Whether a format shows a date as reports print it, with the year พ.ศ."""
    return _THAI_DAY.fullmatch(number_format) is not None


def _sections(number_format: str) -> Iterator[str]:
    """The parts of a format for positive numbers, negative ones and zero; `;` in quotation marks parts nothing."""
    section, quoted = "", False
    for letter in number_format:
        quoted ^= letter == '"'
        if letter == ";" and not quoted:
            yield section
            section = ""
        else:
            section += letter
    yield section
