"""How numbers are written for Thai readers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
MINUS = "−"


def in_digits(text: str, digits: str) -> str:
    """The text with its digits as the office writes them: `arabic` leaves them, `thai` turns 0-9 into ๐-๙."""
    return text.translate(THAI_DIGITS) if digits == "thai" else text


def grouped(value: int | Decimal, places: int = 0, *, signed: bool = False) -> str:
    """`24,060`; `1,836,000.00` with places=2; `+311` or `−48` with signed=True. Halves round up. Never a float."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):,f}"
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if signed and rounded else text


def percent(share: Decimal, places: int = 1) -> str:
    """A share of one as a percentage without sign: Decimal('0.4712') gives `47.1`."""
    return grouped(share * 100, places)
