from __future__ import annotations

from decimal import Decimal

import pytest

from helpers.thai import baht_text, grouped, in_digits, listed, percent


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


def test_things_are_listed_with_and_before_the_last() -> None:
    assert [listed(["ครู"]), listed(["ครู", "นักเรียน", "ห้องเรียน"])] == ["ครู", "ครู นักเรียน และห้องเรียน"]


def test_digits_are_thai_where_the_office_wants_them() -> None:
    assert in_digits("รอบ 2568-1", "thai") == "รอบ ๒๕๖๘-๑"
    assert in_digits("รอบ 2568-1", "arabic") == "รอบ 2568-1"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("10", "สิบบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("20", "ยี่สิบบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("110", "หนึ่งร้อยสิบบาทถ้วน"),
        ("1500", "หนึ่งพันห้าร้อยบาทถ้วน"),
        ("1500.50", "หนึ่งพันห้าร้อยบาทห้าสิบสตางค์"),
        ("120015.21", "หนึ่งแสนสองหมื่นสิบห้าบาทยี่สิบเอ็ดสตางค์"),
        ("1.01", "หนึ่งบาทหนึ่งสตางค์"),
        ("0.50", "ห้าสิบสตางค์"),
        ("0.01", "หนึ่งสตางค์"),
        ("1000000", "หนึ่งล้านบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("11000000", "สิบเอ็ดล้านบาทถ้วน"),
        ("52345678.50", "ห้าสิบสองล้านสามแสนสี่หมื่นห้าพันหกร้อยเจ็ดสิบแปดบาทห้าสิบสตางค์"),
        ("1000000000000", "หนึ่งล้านล้านบาทถ้วน"),
        ("21000002000000", "ยี่สิบเอ็ดล้านสองล้านบาทถ้วน"),
        ("-3.75", "ลบสามบาทเจ็ดสิบห้าสตางค์"),
        ("-0.25", "ลบยี่สิบห้าสตางค์"),
    ],
)
def test_an_amount_is_written_in_words(amount: str, words: str) -> None:
    assert baht_text(Decimal(amount)) == words


@pytest.mark.parametrize(("amount", "words"), [("0.005", "หนึ่งสตางค์"), ("0.995", "หนึ่งบาทถ้วน"), ("-0.004", "ศูนย์บาทถ้วน")])
def test_words_round_to_satang_as_figures_do(amount: str, words: str) -> None:
    assert baht_text(Decimal(amount)) == words == baht_text(Decimal(grouped(Decimal(amount), 2)))
