"""Reading one cell of a form: dates, money and numbers as people write them, codes, choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from helpers.collection.forms.form import Cell, FormColumn, Options
from helpers.errors import ParameterError
from helpers.identifiers import SMIS
from helpers.periods import from_buddhist, parse_thai_date
from helpers.thai import MINUS, THAI_DIGITS

_ARABIC_DIGITS = {thai: arabic for arabic, thai in THAI_DIGITS.items()}
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_LAST_CE_YEAR = 2400
"""Later years are พ.ศ.: no form is about ค.ศ. 2401."""
_YEARS = range(1900, 2201)
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_SATANG, _STEP = Decimal("0.01"), Decimal("0.0001")
_NOISE = Decimal("0.00001")
"""Excel computes in binary: a sum that it shows as 1,234.56 may be stored as 1234.5600000000001."""
_PERSONAL = re.compile(
    r"(?<![0-9])(?:[0-9]{13}|[0-9][ -][0-9]{4}[ -][0-9]{5}[ -][0-9]{2}[ -][0-9]|G[0-9]{12})(?![0-9])"
)
"""A citizen number, run together or as the identity card prints it, or a G code."""
_LONGEST_NUMBER = 18
"""Digits before the point; no form takes as many, and exact arithmetic holds 28 in all."""
HIDDEN = "(ปกปิดเลขประจำตัว)"
_LONGEST_SHOWN = 60


class CellValue(NamedTuple):
    """What a cell holds: None for an empty cell and for one that cannot be used; then `rule` says what is wrong.

    A value with a rule is used, but something about it must be put right.
    """

    value: object = None
    rule: str = ""


def read_cell(column: FormColumn, text: str, options: Options) -> CellValue:
    """A cell that holds something, as its column understands it."""
    return _READERS[column.kind](column, text, options)


def parse_date(text: str) -> date | None:
    """`1 ต.ค. 2568`, `01/10/2568`, `2025-10-01`, also in Thai digits; years above 2400 are พ.ศ. None for no day."""
    words = " ".join(text.translate(_ARABIC_DIGITS).replace("พ.ศ.", " ").split())
    parts = _DAY_FIRST.fullmatch(words) or _YEAR_FIRST.fullmatch(words)
    if parts is None:
        return _parse_written_date(words)
    year, month, day = int(parts["year"]), int(parts["month"]), int(parts["day"])
    try:
        found = from_buddhist(year, month, day) if year > _LAST_CE_YEAR else date(year, month, day)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _parse_written_date(words: str) -> date | None:
    try:
        return parse_thai_date(words)
    except ParameterError:
        return None


def parse_number(text: str) -> Decimal | None:
    """`1,234.50`, `-5`, also in Thai digits and with the true minus sign; None for anything else."""
    plain = text.translate(_ARABIC_DIGITS).replace(MINUS, "-").strip()
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def parse_to_step(text: str, step: Decimal) -> Decimal | None:
    """A number that is a multiple of `step` but for the noise of Excel's arithmetic; None for any other text."""
    found = parse_number(text)
    if found is None or found.adjusted() > _LONGEST_NUMBER:
        return None
    rounded = found.quantize(step)
    return rounded + 0 if abs(found - rounded) < _NOISE else None


def parse_money(text: str) -> Decimal | None:
    """Baht to the satang; None for anything else, more than two decimals included."""
    return parse_to_step(text, _SATANG)


def parse_whole(text: str) -> int | None:
    """A whole number; None for anything else."""
    found = parse_to_step(text, Decimal(1))
    return None if found is None else int(found)


def shown(text: str) -> str:
    """A cell as findings show it: shortened, and without what may be a citizen number."""
    masked = _PERSONAL.sub(HIDDEN, text.translate(_ARABIC_DIGITS)) if _is_personal(text) else text
    return masked if len(masked) <= _LONGEST_SHOWN else f"{masked[: _LONGEST_SHOWN - 1]}…"


def _is_personal(text: str) -> bool:
    return bool(_PERSONAL.search(text.translate(_ARABIC_DIGITS)))


def _text(_column: FormColumn, text: str, _options: Options) -> CellValue:
    if _is_personal(text):
        return CellValue(_PERSONAL.sub(HIDDEN, text.translate(_ARABIC_DIGITS)), "form.cell.personal_number")
    return CellValue(text)


def _choice(_column: FormColumn, text: str, options: Options) -> CellValue:
    """What the list shows, or what is stored for it."""
    words = " ".join(text.split())
    for key, label in options:
        if words in (key, " ".join(label.split())):
            return CellValue(key)
    return CellValue(None, "form.cell.not_a_choice")


def _smis(_column: FormColumn, text: str, _options: Options) -> CellValue:
    code = text.translate(_ARABIC_DIGITS)
    return CellValue(code) if SMIS.fullmatch(code) else CellValue(None, "form.cell.bad_code")


def _code(column: FormColumn, text: str, _options: Options) -> CellValue:
    code = text.translate(_ARABIC_DIGITS)
    return CellValue(code) if re.fullmatch(column.pattern, code) else CellValue(None, "form.cell.bad_code")


def _date(_column: FormColumn, text: str, _options: Options) -> CellValue:
    day = parse_date(text)
    return CellValue(day) if day else CellValue(None, "form.cell.not_a_date")


def _number(parse: Callable[[str], Decimal | int | None], rule: str) -> Callable[..., CellValue]:
    def read(column: FormColumn, text: str, _options: Options) -> CellValue:
        found = parse(text)
        if found is None:
            return CellValue(None, rule)
        least, most = column.limits
        return CellValue(found) if least <= found <= most else CellValue(None, "form.cell.out_of_range")

    return read


_READERS: Mapping[Cell, Callable[[FormColumn, str, Options], CellValue]] = {
    Cell.TEXT: _text,
    Cell.CHOICE: _choice,
    Cell.SMIS: _smis,
    Cell.CODE: _code,
    Cell.DATE: _date,
    Cell.MONEY: _number(parse_money, "form.cell.not_money"),
    Cell.WHOLE: _number(parse_whole, "form.cell.not_whole"),
    Cell.DECIMAL: _number(lambda text: parse_to_step(text, _STEP), "form.cell.not_a_number"),
}
