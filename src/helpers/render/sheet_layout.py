"""How wide the columns of a sheet stand, which of them stay in view, and how high that makes the header.

Words across the columns of a sheet: the lines above an annexed account, what stands below it, and places to sign.

A fact's number as Excel holds it: the exact value, and a number format under which it reads as in the report. Only a
difference of rounded numbers, which reads otherwise than it would by rounding, is held as it reads.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import accumulate, pairwise

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.errors import ParameterError
from helpers.periods import parse_thai_date
from helpers.render.blocks import Inline, Number, Signatures, SigningPlace, Table
from helpers.render.table_layout import head_rows
from helpers.render.wording import in_cell, run_text
from helpers.thai import MINUS

_NARROWEST, _WIDEST = 7.0, 40.0
_WIDEST_FROZEN = 60.0
"""Letters that may stay in view: about half of a laptop's screen, so that the numbers beside them can be read."""
_BOLD = 1.2
"""How much wider a header's letter stands than the digit in which Excel measures columns."""


def widths(table: Table) -> list[float]:
    """In letters: wide enough for the cells and for every word of the header, up to a limit where words are wrapped."""
    return [_width(table, place) for place in range(len(table.columns))]


def set_columns(sheet: Worksheet, table: Table, wide: Sequence[float], head: int, first: int) -> None:
    """Set the widths, the height of the header from row `head` on, and what stays in view over and beside the body
    from row `first` on."""
    for place, width in enumerate(wide, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
    _raise_head(sheet, table, head, wide)
    sheet.freeze_panes = f"{get_column_letter(_frozen(table, wide) + 1)}{first}"


def _frozen(table: Table, wide: Sequence[float]) -> int:
    """How many of the row headers stay in view: as many as leave room for the numbers, at least one."""
    headers = min(table.headers, len(wide) - 1)
    fitting = sum(taken <= _WIDEST_FROZEN for taken in accumulate(wide[:headers]))
    return max(fitting, min(headers, 1))


def _raise_head(sheet: Worksheet, table: Table, head: int, wide: Sequence[float]) -> None:
    """Make the last header row high enough for its longest label: Excel does not do so for merged cells."""
    rows = head_rows(table.columns)
    last = head + len(rows) - 1
    lines = (
        math.ceil(look.letters(cell.label) * _BOLD / wide[cell.column]) - (cell.rows - 1)
        for row in rows
        for cell in row
        if cell.columns == 1
    )
    sheet.row_dimensions[last].height = look.LINE_HEIGHT * max([1, *lines])


def _width(table: Table, place: int) -> float:
    column = table.columns[place]
    cells = ["".join(in_cell(inline, column, table) for inline in row.cells[place]) for row in table.rows]
    longest = max(map(look.letters, [*cells, *column.label.split(), ""]))
    return min(max(longest * 1.05 + 2.5, _NARROWEST), _WIDEST)


_DOTS = "." * 40
_LEAST_PLACE = 30.0
"""Letters: narrower places to sign stand below each other."""
_CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
_Columns = tuple[int, int]


@dataclass(frozen=True)
class SheetLines:
    """Writes whole lines on one sheet whose columns have these widths, in the report's digits."""

    sheet: Worksheet
    widths: Sequence[float]
    words: Callable[[str], str]

    def line(self, row: int, run: Sequence[Inline], font: Font, *, centred: bool) -> Iterator[tuple[str, Number]]:
        """A run of words over all columns; yields each fact's number in it with the cell's address."""
        text = run_text(run)
        address = self._over(row, (1, len(self.widths)), text, font, _CENTRED if centred else _LEFT)
        self._raise(row, [(text, sum(self.widths))], font)
        yield from ((address, part) for part in run if isinstance(part, Number))

    def signatures(self, row: int, block: Signatures) -> int:
        """Places to sign, side by side where the columns are wide enough; returns the row after them."""
        spans = _spans(self.widths, len(block.places))
        if min(sum(self.widths[first - 1 : last]) for first, last in spans) >= _LEAST_PLACE:
            return self._places(row, dict(zip(spans, block.places, strict=True)))
        for place in block.places:
            row = self._places(row, {(1, len(self.widths)): place})
        return row

    def _places(self, row: int, places: dict[_Columns, SigningPlace]) -> int:
        lines = {span: _said(place) for span, place in places.items()}
        height = max(map(len, lines.values()))
        for offset in range(height):
            said = {span: self.words(each[offset]) for span, each in lines.items()}
            for span, text in said.items():
                self._over(row + offset, span, text, look.BODY, _CENTRED)
            taken = [(text, sum(self.widths[first - 1 : last])) for (first, last), text in said.items()]
            self._raise(row + offset, taken, look.BODY)
        return row + height + 1

    def _over(self, row: int, columns: _Columns, text: str, font: Font, place: Alignment) -> str:
        first, last = columns
        if first < last:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        cell = look.put(self.sheet, row, first, self.words(text) or None, font)
        cell.alignment = place
        return f"{get_column_letter(first)}{row}"

    def _raise(self, row: int, taken: Sequence[tuple[str, float]], font: Font) -> None:
        """Make the row high enough for its longest text: Excel does not do so for merged cells."""
        lines = max(math.ceil(look.letters(text) / width) for text, width in taken)
        self.sheet.row_dimensions[row].height = look.LINE_HEIGHT * font.size / look.SIZE * max(1, lines)


def _said(place: SigningPlace) -> tuple[str, ...]:
    """One place to sign, line by line; two empty ones leave room for the hand."""
    return "", "", f"ลงชื่อ {_DOTS} {place.role}", f"({_DOTS})", f"ตำแหน่ง {place.position}", f"วันที่ {_DOTS}"


def _spans(widths: Sequence[float], count: int) -> list[_Columns]:
    """The columns in as many neighbouring groups of about the same width, each of one column at least; one group of all
    where there are fewer columns than that."""
    if len(widths) < count:
        return [(1, len(widths))] * count
    ends = list(accumulate(widths))
    cuts = [0]
    for number in range(1, count):
        allowed = range(cuts[-1] + 1, len(widths) - (count - number) + 1)
        cuts.append(_nearest(ends, allowed, ends[-1] * number / count))
    return [(first + 1, last) for first, last in pairwise([*cuts, len(widths)])]


def _nearest(ends: Sequence[float], cuts: Sequence[int], wanted: float) -> int:
    """After which of these columns to cut, so that what lies before comes nearest to the wanted width."""
    return min(cuts, key=lambda cut: abs(ends[cut - 1] - wanted))


_NUMERAL = re.compile(r"(?P<sign>[+\-−]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<places>\d+))?")
_THAI_DIGITS = "[$-D00041E]"
"""Excel's number shape 0D (Thai digits) in the language 041E (Thai)."""
_THAI_DAY = {"arabic": "[$-107041E]d mmm yyyy", "thai": "[$-D07041E]d mmm yyyy"}
"""Number shape 01 or 0D, calendar 07 (years พ.ศ.), language 041E: `10 มิ.ย. 2568`, as the report prints days."""
_RANK = re.compile(r"[0-9]{1,9}")
_PER_CENT = Decimal(100)


@dataclass(frozen=True)
class NumberCell:
    """What goes into a cell: a whole number, an exact decimal or a day, and its number format."""

    value: int | Decimal | date
    number_format: str


def number_cell(number: Number, *, digits: str = "arabic", unit: str = "") -> NumberCell | None:
    """The number as a typed cell; None where its value is no number (a figure that is withheld, or not known).

    A share of one, printed as a percentage, becomes that percentage, so that the cell reads as the page does. `unit`
    is printed after the number where no header of the table says it.
    """
    value = _exact(number.value)
    if value is None:
        return None
    shown = _NUMERAL.fullmatch(number.text)
    if shown is None:
        return NumberCell(_narrow(value), _dressed(_digits("#,##0", -_exponent(value)), digits, unit))
    if number.share:
        value *= _PER_CENT
    places = len(shown["places"] or "")
    value = _as_read(value, Decimal(f"{shown['whole'].replace(',', '')}.{shown['places'] or 0}"), places)
    grouped = "," in shown["whole"] or abs(value) < 1000
    body = _body(value, "#,##0" if grouped else "0", places, shown["sign"])
    return NumberCell(_narrow(value), _dressed(body, digits, unit))


def fact_cell(value: str, *, share: bool) -> NumberCell | None:
    """A fact's value as facts.csv holds it, with all its decimals; a `share` of one stays one and reads as a
    percentage. None where the value is no number."""
    exact = _exact(value)
    if exact is None:
        return None
    places = -_exponent(exact)
    return NumberCell(_narrow(exact), _digits("0", max(0, places - 2)) + "%" if share else _digits("#,##0", places))


def rank_cell(text: str, *, digits: str = "arabic") -> NumberCell | None:
    """A rank like `01`, which keeps its leading zeros; None where the text is none (the word of a sum)."""
    return NumberCell(int(text), _dressed("0" * len(text), digits, "")) if _RANK.fullmatch(text) else None


def day_cell(text: str, *, digits: str = "arabic") -> NumberCell | None:
    """A day like `10 มิ.ย. 2568`, shown in the Buddhist calendar; None where the text is none (a step not taken)."""
    try:
        return NumberCell(parse_thai_date(text), _THAI_DAY[digits])
    except ParameterError:
        return None


def _exact(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _as_read(value: Decimal, read: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return value if abs(rounded) == read else read.copy_sign(value)


def _narrow(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _exponent(value: Decimal) -> int:
    return min(int(value.as_tuple().exponent), 0)


def _digits(whole: str, places: int) -> str:
    return whole + ("." + "0" * places if places else "")


def _body(value: Decimal, whole: str, places: int, sign: str) -> str:
    """`+#,##0` for a change, `#,##0.00` else; minus is the true minus sign that the report prints. What is printed
    without one, because it rounds to zero or a word says it, shows none."""
    digits = _digits(whole, places)
    if sign:
        return f'+{digits};"{MINUS}"{digits};{digits}'
    return f"{digits};{digits}" if value < 0 else digits


def _dressed(body: str, digits: str, unit: str) -> str:
    shape = _THAI_DIGITS if digits == "thai" else ""
    tail = ' "' + unit.replace('"', "") + '"' if unit else ""
    return ";".join(f"{shape}{section}{tail}" for section in body.split(";"))
