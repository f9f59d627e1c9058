"""Parsing single cells: dates, money, numbers and counts as people write them, in Arabic or Thai digits."""

import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal

from helpers.errors import ParameterError
from helpers.periods import from_buddhist, parse_thai_date
from helpers.thai import MINUS, THAI_DIGITS, without_spaces

ARABIC_DIGITS = {thai: arabic for arabic, thai in THAI_DIGITS.items()}
DIGIT = "[0-9๐-๙]"
_ABSENT = ("", "-")
UNCOMPUTED = "#สูตรไม่มีค่า"
"""The text of a formula cell without a stored value: a program other than Excel wrote the file and computed nothing."""
_ERRORS = "NULL! DIV/0! VALUE! REF! NAME? NUM! N/A GETTING_DATA SPILL! CALC! BLOCKED! CONNECT! FIELD! UNKNOWN!"
_ERROR_CELLS = frozenset((UNCOMPUTED, *(f"#{name}" for name in _ERRORS.split())))
_TRUTH = ("TRUE", "FALSE")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_MOMENT = re.compile(
    r"(?P<day>.+?)(?:[ ,]+(?:เวลา )?(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})"
    r"(?:[:.](?P<second>[0-9]{2})(?:\.[0-9]+)?)?(?: ?น\.)?)?"
)
_LAST_CE_YEAR = 2400
"""Later years are พ.ศ.: no form is about ค.ศ. 2401."""
_YEARS = range(1900, 2201)
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_LEADING_ZEROS = re.compile(r"(?<![0-9.])0+(?=[0-9])")
_SATANG = Decimal("0.01")
_NOISE = Decimal("0.00001")
"""Excel computes in binary: a sum that it shows as 1,234.56 may be stored as 1234.5600000000001."""
_COUNT = re.compile(rf"({DIGIT}{{1,3}}(?:,{DIGIT}{{3}}){{1,2}}|{DIGIT}{{1,9}})\s*([^\d\s,.]*)")
_LONGEST_NUMBER = 18
"""Digits before the point; no file takes as many, and exact arithmetic holds 28 in all."""
_LONGEST_AMOUNT = 13
"""Digits of baht; tables hold sixteen."""


def is_empty(text: str | None) -> bool:
    """Whether a cell states nothing (`-` included), or there is no such cell."""
    return text is None or text in _ABSENT


def is_error(text: str | None) -> bool:
    """Whether a cell of an Excel file holds no value but an error (`#N/A`, `#REF!`), or a formula without its value.

    Its value is unknown, so it is never read as empty and never as a label.
    """
    return text in _ERROR_CELLS


def comparable(text: str) -> str:
    """The form in which typed numbers and names are compared: `๔๐๐๑`, `04001` and `4 001` are equal, and so are upper
    and lower case."""
    return _LEADING_ZEROS.sub("", "".join(text.translate(ARABIC_DIGITS).casefold().split()))


def headings(row: Iterable[str], labels: Iterable[str]) -> list[str]:
    """The cells of a header, each as the label that it is, however a narrow column broke it into lines or words; a cell
    that is no label stays as it is."""
    known = {without_spaces(label): label for label in labels}
    return [known.get(without_spaces(cell), cell) for cell in row]


def is_no_label(text: str | None) -> bool:
    """Whether a cell cannot hold a label: it is an Excel error or a truth value."""
    return is_error(text) or (text is not None and text.upper() in _TRUTH)


def parse_date(text: str) -> date | None:
    """`1 ต.ค. 2568`, `01/10/2568`, `2025-10-01`, also in Thai digits; years above 2400 are พ.ศ. None for no day."""
    words = " ".join(text.translate(ARABIC_DIGITS).replace("พ.ศ.", " ").split())
    parts = _DAY_FIRST.fullmatch(words) or _YEAR_FIRST.fullmatch(words)
    if parts is None:
        return _parse_written_date(words)
    year, month, day = int(parts["year"]), int(parts["month"]), int(parts["day"])
    try:
        written_day = from_buddhist(year, month, day) if year > _LAST_CE_YEAR else date(year, month, day)
    except ValueError:
        return None
    return written_day if written_day.year in _YEARS else None


def parse_moment(text: str) -> tuple[date, time | None] | None:
    """A day as `parse_date` reads it, and the time of day behind it where there is one: `10/06/2568 15:30`,
    `2025-06-10 15:30:12`, `10 มิ.ย. 2568 เวลา 15.30 น.`. None for no day or no time of day."""
    parts = _MOMENT.fullmatch(text.translate(ARABIC_DIGITS))
    day = parse_date(parts["day"]) if parts else None
    if parts is None or day is None:
        return None
    if parts["hour"] is None:
        return day, None
    try:
        return day, time(int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0))
    except ValueError:
        return None


def _parse_written_date(words: str) -> date | None:
    try:
        return parse_thai_date(words)
    except ParameterError:
        return None


def parse_number(text: str) -> Decimal | None:
    """`1,234.50`, `-5`, also in Thai digits and with the true minus sign; None for anything else."""
    plain = text.translate(ARABIC_DIGITS).replace(MINUS, "-").strip()
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def parse_to_step(text: str, step: Decimal) -> Decimal | None:
    """A number that is a multiple of `step` but for the noise of Excel's arithmetic; None for any other text."""
    number = parse_number(text)
    if number is None or number.adjusted() > _LONGEST_NUMBER:
        return None
    rounded = number.quantize(step)
    return rounded + 0 if abs(number - rounded) < _NOISE else None


def parse_money(text: str) -> Decimal | None:
    """Baht to the satang; None for anything else, more than two decimals included."""
    return parse_to_step(text, _SATANG)


def parse_whole(text: str) -> int | None:
    """A whole number; None for anything else."""
    number = parse_to_step(text, Decimal(1))
    return None if number is None else int(number)


def baht_in(text: str | None, *units: str) -> Decimal | None:
    """Baht to the satang, alone or with one of the units behind it: `599.00`, `980,000 บาท`; None for an empty cell.

    Raises ValueError for anything else, a negative amount and a third decimal included.
    """
    if text is None or is_empty(text):
        return None
    unit = next((unit for unit in units if text.endswith(unit)), "")
    amount = parse_money(text.removesuffix(unit))
    if amount is None or amount < 0 or amount.adjusted() >= _LONGEST_AMOUNT:
        raise ValueError(text)
    return amount


def count_in(text: str | None, *units: str) -> int | None:
    """A whole number from 0 up, alone or with one of the units behind it: `1,200`, `8 ห้อง`; None for an empty cell.

    Raises ValueError for anything else.
    """
    match = matched(_COUNT, text)
    if match is None:
        return None
    if match[2] not in ("", *units):
        raise ValueError(text)
    return int(match[1].replace(",", ""))


def matched(pattern: re.Pattern[str], text: str | None) -> re.Match[str] | None:
    """The match of the pattern with the whole cell; None for an empty cell. Raises ValueError where it does not
    match."""
    if text is None or is_empty(text):
        return None
    match = pattern.fullmatch(text)
    if not match:
        raise ValueError(text)
    return match
