"""The layout of an Excel sheet: widths of its columns, lines across them, and number formats.

A cell holds a fact's exact value with a number format that shows it as in the report. The only exception is a
difference of rounded numbers, which is printed otherwise than it would round: the cell holds what is printed.
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
from helpers.render.blocks import Inline, Number, SignatureLine, Signatures, TableBlock
from helpers.render.table_layout import head_rows
from helpers.render.wording import in_cell, run_text
from helpers.thai import MINUS

_NARROWEST, _WIDEST = 7.0, 40.0
_WIDEST_FROZEN = 60.0
"""The most letters of frozen columns: about half of a laptop's screen, so that the numbers beside them are visible."""
_BOLD = 1.2
"""The width of a header's letter relative to the digit in which Excel measures columns."""


def widths(table: TableBlock) -> list[float]:
    """The widths of the columns in letters: enough for the cells and for every word of the header, up to a limit beyond
    which words wrap."""
    return [_width(table, index) for index in range(len(table.columns))]


def set_columns(sheet: Worksheet, table: TableBlock, wide: Sequence[float], head: int, first: int) -> None:
    """Set the widths, the height of the header that begins in row `head`, and the frozen panes above and beside the
    body, which begins in row `first`."""
    for column, width in enumerate(wide, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.sheet_format.defaultRowHeight = look.LINE_HEIGHT
    _raise_head(sheet, table, head, wide)
    sheet.freeze_panes = f"{get_column_letter(_frozen(table, wide) + 1)}{first}"


def _frozen(table: TableBlock, wide: Sequence[float]) -> int:
    """The number of frozen row header columns: as many as leave room for the numbers, at least one."""
    headers = min(table.headers, len(wide) - 1)
    fitting = sum(taken <= _WIDEST_FROZEN for taken in accumulate(wide[:headers]))
    return max(fitting, min(headers, 1))


def _raise_head(sheet: Worksheet, table: TableBlock, head: int, wide: Sequence[float]) -> None:
    """Make the last header row high enough for its longest label, which Excel does not do for merged cells."""
    rows = head_rows(table.columns)
    last = head + len(rows) - 1
    lines = (
        math.ceil(look.letters(cell.label) * _BOLD / wide[cell.column]) - (cell.rows - 1)
        for row in rows
        for cell in row
        if cell.columns == 1
    )
    sheet.row_dimensions[last].height = look.LINE_HEIGHT * max([1, *lines])


def _width(table: TableBlock, index: int) -> float:
    column = table.columns[index]
    cells = ["".join(in_cell(inline, column, table) for inline in row.cells[index]) for row in table.rows]
    longest = max(map(look.letters, [*cells, *column.label.split(), ""]))
    return min(max(longest * 1.05 + 2.5, _NARROWEST), _WIDEST)


_DOTS = "." * 40
_LEAST_SIGNATURE = 30.0
"""The least width in letters of signature lines side by side; narrower ones go below each other."""
_CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
_Columns = tuple[int, int]


@dataclass(frozen=True)
class SheetLines:
    """Writes lines across all columns of one sheet; `widths` are those of the columns, `words` puts digits into the
    office's form."""

    sheet: Worksheet
    widths: Sequence[float]
    words: Callable[[str], str]

    def line(self, row: int, run: Sequence[Inline], font: Font, *, centred: bool) -> Iterator[tuple[str, Number]]:
        """Write a run of words across all columns; yields each fact's number in it with the cell's address."""
        text = run_text(run)
        address = self._write_across(row, (1, len(self.widths)), text, font, _CENTRED if centred else _LEFT)
        self._set_height(row, [(text, sum(self.widths))], font)
        yield from ((address, part) for part in run if isinstance(part, Number))

    def signatures(self, row: int, block: Signatures) -> int:
        """Write signature lines, side by side where the columns are wide enough, and return the row after them."""
        spans = _spans(self.widths, len(block.lines))
        if min(sum(self.widths[first - 1 : last]) for first, last in spans) >= _LEAST_SIGNATURE:
            return self._signatures(row, dict(zip(spans, block.lines, strict=True)))
        for signer in block.lines:
            row = self._signatures(row, {(1, len(self.widths)): signer})
        return row

    def _signatures(self, row: int, signers: dict[_Columns, SignatureLine]) -> int:
        lines = {span: _signature_lines(signer) for span, signer in signers.items()}
        height = max(map(len, lines.values()))
        for offset in range(height):
            texts = {span: self.words(signer_lines[offset]) for span, signer_lines in lines.items()}
            for span, text in texts.items():
                self._write_across(row + offset, span, text, look.BODY, _CENTRED)
            taken = [(text, sum(self.widths[first - 1 : last])) for (first, last), text in texts.items()]
            self._set_height(row + offset, taken, look.BODY)
        return row + height + 1

    def _write_across(self, row: int, columns: _Columns, text: str, font: Font, alignment: Alignment) -> str:
        first, last = columns
        if first < last:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        cell = look.put(self.sheet, row, first, self.words(text) or None, font)
        cell.alignment = alignment
        return f"{get_column_letter(first)}{row}"

    def _set_height(self, row: int, taken: Sequence[tuple[str, float]], font: Font) -> None:
        """Make the row high enough for its longest text, which Excel does not do for merged cells."""
        lines = max(math.ceil(look.letters(text) / width) for text, width in taken)
        self.sheet.row_dimensions[row].height = look.LINE_HEIGHT * font.size / look.SIZE * max(1, lines)


def _signature_lines(signer: SignatureLine) -> tuple[str, ...]:
    """One signature, line by line; two empty lines leave room for the hand."""
    return "", "", f"ลงชื่อ {_DOTS} {signer.role}", f"({_DOTS})", f"ตำแหน่ง {signer.position}", f"วันที่ {_DOTS}"


def _spans(widths: Sequence[float], count: int) -> list[_Columns]:
    """The columns in `count` neighbouring groups of about the same width, as (first, last); each is the whole row where
    there are fewer columns."""
    if len(widths) < count:
        return [(1, len(widths))] * count
    ends = list(accumulate(widths))
    cuts = [0]
    for number in range(1, count):
        allowed = range(cuts[-1] + 1, len(widths) - (count - number) + 1)
        cuts.append(_nearest(ends, allowed, ends[-1] * number / count))
    return [(first + 1, last) for first, last in pairwise([*cuts, len(widths)])]


def _nearest(ends: Sequence[float], cuts: Sequence[int], wanted: float) -> int:
    """The one of these cuts before which the width is nearest to the wanted one."""
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
    """The value of a cell (a whole number, an exact decimal or a date) and its number format."""

    value: int | Decimal | date
    number_format: str


def number_cell(number: Number, *, digits: str = "arabic", unit: str = "") -> NumberCell | None:
    """The number as a typed cell; None where its value is no number (a figure that is withheld or not known).

    A share of one becomes the percentage that is printed, so that the cell reads as the page does. `unit` is shown
    after the number; it is given where no header of the table names it.
    """
    value = _exact(number.value)
    if value is None:
        return None
    shown = _NUMERAL.fullmatch(number.text)
    if shown is None:
        return NumberCell(_whole_if_possible(value), _with_unit(_digits("#,##0", -_exponent(value)), digits, unit))
    if number.share:
        value *= _PER_CENT
    decimal_places = len(shown["places"] or "")
    value = _as_printed(value, Decimal(f"{shown['whole'].replace(',', '')}.{shown['places'] or 0}"), decimal_places)
    grouped = "," in shown["whole"] or abs(value) < 1000
    body = _body(value, "#,##0" if grouped else "0", decimal_places, shown["sign"])
    return NumberCell(_whole_if_possible(value), _with_unit(body, digits, unit))


def fact_cell(value: str, *, share: bool) -> NumberCell | None:
    """A fact's value as in facts.csv, with all its decimals; a `share` of one keeps its value and is shown as a
    percentage. None where the value is no number."""
    exact = _exact(value)
    if exact is None:
        return None
    decimal_places = -_exponent(exact)
    return NumberCell(
        _whole_if_possible(exact),
        _digits("0", max(0, decimal_places - 2)) + "%" if share else _digits("#,##0", decimal_places),
    )


def rank_cell(text: str, *, digits: str = "arabic") -> NumberCell | None:
    """A rank like `01` with its leading zeros; None for other texts, such as the label of a total."""
    return NumberCell(int(text), _with_unit("0" * len(text), digits, "")) if _RANK.fullmatch(text) else None


def day_cell(text: str, *, digits: str = "arabic") -> NumberCell | None:
    """A day like `10 มิ.ย. 2568` as a date in the Buddhist calendar; None for other texts, as of a step not yet
    taken."""
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


def _as_printed(value: Decimal, read: Decimal, decimal_places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-decimal_places), ROUND_HALF_UP)
    return value if abs(rounded) == read else read.copy_sign(value)


def _whole_if_possible(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _exponent(value: Decimal) -> int:
    return min(int(value.as_tuple().exponent), 0)


def _digits(whole: str, decimal_places: int) -> str:
    return whole + ("." + "0" * decimal_places if decimal_places else "")


def _body(value: Decimal, whole: str, decimal_places: int, sign: str) -> str:
    """The number format: `+#,##0` for a printed sign, `#,##0.00` without. Minus is the minus sign of the report; a
    negative number that is printed without one (it rounds to zero, or a word says it) is shown without one."""
    digits = _digits(whole, decimal_places)
    if sign:
        return f'+{digits};"{MINUS}"{digits};{digits}'
    return f"{digits};{digits}" if value < 0 else digits


def _with_unit(body: str, digits: str, unit: str) -> str:
    shape = _THAI_DIGITS if digits == "thai" else ""
    tail = ' "' + unit.replace('"', "") + '"' if unit else ""
    return ";".join(f"{shape}{section}{tail}" for section in body.split(";"))
