"""What must hold for every round, every day and every citizen number."""

import re
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from helpers.identifiers import citizen_check_digit, citizen_number_holds
from helpers.periods import Round, parse_thai_date, thai_date, thai_date_short
from helpers.thai import baht_text, grouped

rounds = st.builds(Round, st.integers(2500, 2599), st.integers(1, 3))
days = st.dates(date(1957, 1, 1), date(2056, 12, 31))
first_twelve = st.text("0123456789", min_size=12, max_size=12)
amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=2)
ONES = (
    {"ศูนย์": 0, "เอ็ด": 1}
    | {word: value for value, word in enumerate(["หนึ่ง", "ยี่", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"], 1)}
    | {"สอง": 2}
)
PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10**4, "แสน": 10**5}


def number_in_words(words: str) -> int:
    """Reads a number aloud from left to right: the digit waits for its place, ล้าน lifts all that was said before."""
    said = digit = 0
    for word in re.findall("|".join([*ONES, *PLACES, "ล้าน"]), words):
        if word == "ล้าน":
            said, digit = (said + digit) * 10**6, 0
        elif word in PLACES:
            said, digit = said + (digit or 1) * PLACES[word], 0
        else:
            digit = ONES[word]
    return said + digit


def amount_in_words(words: str) -> Decimal:
    """The amount that words like `ลบสองบาทสิบสตางค์` say."""
    match = re.fullmatch(r"(ลบ)?(?:(.+)บาท)?(?:ถ้วน|(.+)สตางค์)", words)
    assert match
    satang = number_in_words(match[2] or "") * 100 + number_in_words(match[3] or "")
    return Decimal(-satang if match[1] else satang).scaleb(-2)


@given(rounds)
def test_a_round_is_read_as_it_is_written(one: Round) -> None:
    assert Round.parse(str(one)) == one


@given(rounds)
def test_three_rounds_back_is_the_same_round_last_year(one: Round) -> None:
    assert one.previous < one
    assert one.previous.previous.previous == one.same_last_year


@given(days)
def test_a_thai_date_is_read_as_it_is_written(day: date) -> None:
    assert parse_thai_date(thai_date(day)) == parse_thai_date(thai_date_short(day)) == day


@given(first_twelve)
def test_exactly_one_last_digit_completes_a_citizen_number(digits: str) -> None:
    assert [last for last in "0123456789" if citizen_number_holds(digits + last)] == [citizen_check_digit(digits)]


@given(amounts)
def test_money_keeps_its_value_when_it_is_written(amount: Decimal) -> None:
    assert Decimal(grouped(amount, 2).replace(",", "").replace("−", "-")) == amount


@given(amounts)
def test_money_keeps_its_value_when_it_is_written_in_words(amount: Decimal) -> None:
    assert amount_in_words(baht_text(amount)) == amount


@given(amounts)
def test_no_word_of_an_amount_is_said_where_thai_does_not_say_it(amount: Decimal) -> None:
    assert not re.search(
        "หนึ่งสิบ|สองสิบ|สิบหนึ่ง|ศูนย์.*ล้าน|^ล้าน|(?<!สิบ)(?<!ร้อย)(?<!พัน)(?<!หมื่น)(?<!แสน)(?<!ล้าน)เอ็ด", baht_text(amount)
    )
