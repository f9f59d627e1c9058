import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.thai import baht_text, grouped, in_digits, listed, normalised, percent, without_spaces


@pytest.mark.parametrize(
    ("value", "decimal_places", "signed", "text"),
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
def test_a_number_is_grouped(value: int | Decimal, decimal_places: int, signed: bool, text: str) -> None:
    assert grouped(value, decimal_places, signed=signed) == text


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


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("จํานวน", "จำนวน"),
        ("น้ําหนัก", "น้ำหนัก"),
        ("นํ้าหนัก", "น้ำหนัก"),
        ("นำ้หนัก", "น้ำหนัก"),
        ("ท ำงาน", "ทำงาน"),
        ("ทํ างาน", "ทำงาน"),
        ("เเม่", "แม่"),
        ("ท่ีดิน", "ที่ดิน"),
        ("ผู้้เรียน", "ผู้เรียน"),
        ("เด ็กยากจน", "เด็กยากจน"),
        ("ไทย\u200b", "ไทย"),
        ("\ufeff340\u206010001", "34010001"),
        ("\u202aป.1\u202c", "ป.1"),
        ("นาย\u00a0 ก\u3000ข", "นาย ก ข"),
        ("เลข\r\nที่\x0b1", "เลข ที่ 1"),
        ("\ud83d1", "\ufffd1"),
        ("2568-1", "2568-1"),
        ("อื่น ๆ", "อื่น ๆ"),
    ],
)
def test_a_text_is_put_into_the_one_order_of_thai(typed: str, right: str) -> None:
    assert normalised(typed) == right


_LETTERS = st.text(
    st.sampled_from([*map(chr, range(0x0E01, 0x0E5C)), " ", "\n", "\u00a0", "\u200b", "a", "1", "\ud800"])
)


@given(st.one_of(_LETTERS, st.text()))
def test_a_normalised_text_stays_as_it_is(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert once.encode() and not re.search(r"\s\s|^\s|\s$|[\n\r\t]", once) if once else not without_spaces(text)


def test_no_word_of_the_code_lists_and_parameters_is_changed() -> None:
    """Every word in quotation marks of the collection systems, and every line of the parameters."""
    root = Path(__file__).resolve().parents[2]
    words = {
        word
        for room in ("tables", "deliveries", "forms", "systems")
        for path in (root / "src/helpers" / room).rglob("*.py")
        for word in re.findall(r'"([^"\\\n]*[ก-๛][^"\\\n]*)"', path.read_text(encoding="utf-8"))
    }
    words |= {line for path in (root / "params").rglob("*.*") for line in path.read_text(encoding="utf-8").splitlines()}
    assert len(words) > 1000
    assert [word for word in words if normalised(word) != " ".join(word.split())] == []
