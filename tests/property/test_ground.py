"""What must hold for every round, every day and every citizen number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from helpers.identifiers import citizen_check_digit, citizen_number_holds
from helpers.periods import Round, parse_thai_date, thai_date, thai_date_short
from helpers.thai import grouped

rounds = st.builds(Round, st.integers(2500, 2599), st.integers(1, 3))
days = st.dates(date(1957, 1, 1), date(2056, 12, 31))
first_twelve = st.text("0123456789", min_size=12, max_size=12)


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


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=2))
def test_money_keeps_its_value_when_it_is_written(amount: Decimal) -> None:
    assert Decimal(grouped(amount, 2).replace(",", "").replace("−", "-")) == amount
