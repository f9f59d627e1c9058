from __future__ import annotations

from decimal import Decimal

import pytest

from helpers.thai import grouped, in_digits, percent


@pytest.mark.parametrize(
    ("value", "places", "signed", "text"),
    [
        (24060, 0, False, "24,060"),
        (-48, 0, True, "−48"),
        (311, 0, True, "+311"),
        (0, 0, True, "0"),
        (Decimal(1836000), 2, False, "1,836,000.00"),
        (Decimal("0.125"), 2, False, "0.13"),
        (Decimal("2.5"), 0, False, "3"),
        (Decimal("-0.04"), 1, True, "0.0"),
        (Decimal("9999999999999999.99"), 2, False, "9,999,999,999,999,999.99"),
    ],
)
def test_a_number_is_grouped(value: int | Decimal, places: int, signed: bool, text: str) -> None:
    assert grouped(value, places, signed=signed) == text


def test_a_share_is_a_percentage_with_halves_up() -> None:
    assert percent(Decimal("0.4712")) == "47.1"
    assert percent(Decimal("0.4725")) == "47.3"


def test_digits_are_thai_where_the_office_wants_them() -> None:
    assert in_digits("รอบ 2568-1", "thai") == "รอบ ๒๕๖๘-๑"
    assert in_digits("รอบ 2568-1", "arabic") == "รอบ 2568-1"
