"""A fact's number as Excel holds it: the exact value, and a number format under which it reads as in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from helpers.reports.blocks import Number
from helpers.thai import MINUS

_NUMERAL = re.compile(r"(?P<sign>[+\-−]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<places>\d+))?")
_THAI_DIGITS = "[$-D00041E]"
"""Excel's number shape 0D (Thai digits) in the language 041E (Thai)."""
_PER_CENT = Decimal(100)


@dataclass(frozen=True)
class NumberCell:
    """What goes into a cell: a whole number, or an exact decimal, and its number format."""

    value: int | Decimal
    number_format: str


def number_cell(number: Number, *, share: bool = False, digits: str = "arabic", unit: str = "") -> NumberCell | None:
    """The number as a typed cell; None where its value is no number (a figure that is withheld, or not known).

    A `share` of one, printed as a percentage, becomes that percentage, so that the cell reads as the page does. `unit`
    is printed after the number where no header of the table says it.
    """
    value = _exact(number.value)
    if value is None:
        return None
    shown = _NUMERAL.fullmatch(number.text)
    if shown is None:
        return NumberCell(_narrow(value), _dressed(_body(value, "#,##0", -_exponent(value)), digits, unit))
    if share:
        value *= _PER_CENT
    grouped = "," in shown["whole"] or abs(value) < 1000
    body = _body(value, "#,##0" if grouped else "0", len(shown["places"] or ""), shown["sign"])
    return NumberCell(_narrow(value), _dressed(body, digits, unit))


def share_facts(numbers: Iterable[Number]) -> frozenset[str]:
    """The facts that are shares of one and printed as percentages: some cell's text is a hundred times its value."""
    return frozenset(number.fact for number in numbers if _is_share(number))


def _is_share(number: Number) -> bool:
    value, shown = _exact(number.value), _NUMERAL.fullmatch(number.text)
    if value is None or shown is None:
        return False
    read = Decimal(number.text.replace(",", "").replace(MINUS, "-"))
    step = Decimal(1).scaleb(-len(shown["places"] or ""))
    return abs(value - read) >= step and abs(value * _PER_CENT - read) < step


def _exact(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _narrow(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _exponent(value: Decimal) -> int:
    return min(int(value.as_tuple().exponent), 0)


def _body(value: Decimal, whole: str, places: int, sign: str = "") -> str:
    """`+#,##0` for a change, `#,##0.00` else; minus is the true minus sign that the report prints."""
    digits = whole + ("." + "0" * places if places else "")
    if sign == "+" or (sign and value < 0):
        return f'+{digits};"{MINUS}"{digits};{digits}'
    return digits


def _dressed(body: str, digits: str, unit: str) -> str:
    shape = _THAI_DIGITS if digits == "thai" else ""
    tail = ' "' + unit.replace('"', "") + '"' if unit else ""
    return ";".join(f"{shape}{section}{tail}" for section in body.split(";"))
