"""What must hold for every amount and every day that people may write into a form."""

from datetime import date
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from helpers.foreign.cells import parse_date, parse_money, parse_number, parse_whole
from helpers.forms.cells import shown
from helpers.periods import BUDDHIST_ERA_OFFSET, thai_date, thai_date_short
from helpers.thai import THAI_DIGITS, grouped

amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2)
days = st.dates(date(1957, 1, 1), date(2056, 12, 31))
SATANG = Decimal("0.01")


@given(amounts)
def test_money_is_read_however_it_is_written(amount: Decimal) -> None:
    for text in (str(amount), grouped(amount, 2), f" {amount:,f} ", str(amount).translate(THAI_DIGITS)):
        assert parse_money(text) == amount


@given(amounts)
@example(Decimal("-0.00"))
def test_money_is_held_to_the_satang(amount: Decimal) -> None:
    found = parse_money(str(amount))
    assert found is not None
    assert str(found) == str(amount.quantize(SATANG) + 0)


@given(st.integers(-(10**11), 10**11), st.integers(-(10**11), 10**11))
def test_the_noise_of_excels_arithmetic_is_no_part_of_an_amount(one: int, other: int) -> None:
    assert parse_money(f"{one / 100 + other / 100:.12f}") == Decimal(one + other) / 100


@given(amounts, st.sampled_from(["1", "5", "9"]))
def test_a_third_decimal_is_no_money(amount: Decimal, digit: str) -> None:
    assert parse_money(f"{amount:f}{digit}") is None


@given(days)
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    year = day.year + BUDDHIST_ERA_OFFSET
    ways = (
        thai_date(day),
        thai_date_short(day),
        thai_date_short(day).translate(THAI_DIGITS),
        f"{day.day} {thai_date(day).split()[1]} พ.ศ. {year}",
        f"{day.day}/{day.month}/{year}",
        f"{day:%d/%m}/{year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        day.isoformat(),
    )
    assert {parse_date(text) for text in ways} == {day}


@given(st.text(max_size=40))
@example("31/02/2568")
@example("29/02/2568")
@example("1/10/68")
@example("1/10/2401")
@example("1/10/1650")
@example("1" * 5000)
@example("²")
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    day = parse_date(text)
    assert day is None or 1900 <= day.year <= 2200
    money, whole = parse_money(text), parse_whole(text)
    assert money is None or money == money.quantize(SATANG)
    assert whole is None or money == whole
    assert len(shown(text)) <= 60


@given(st.text("0123456789.,-+ eE%", max_size=12))
def test_a_number_is_what_python_reads_without_commas(text: str) -> None:
    found = parse_number(text)
    assert found is None or found == Decimal(text.replace(",", "").strip())
