"""A fact's number as Excel holds it: the exact value, and a number format under which it reads as in the report. Only a
difference of rounded numbers, which reads otherwise than it would by rounding, is held as it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from helpers.errors import ParameterError
from helpers.periods import parse_thai_date
from helpers.reports.blocks import Number
from helpers.thai import MINUS

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
