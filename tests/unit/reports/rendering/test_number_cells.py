"""Facts' numbers as Excel holds them: exact values under formats that read as the report does."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reports.blocks import Number
from helpers.reports.rendering.number_cells import NumberCell, number_cell, share_facts
from helpers.thai import grouped, percent


def number(value: str, text: str, fact: str = "f") -> Number:
    return Number(fact=fact, value=value, text=text)


@pytest.mark.parametrize(
    ("value", "text", "held", "form"),
    [
        ("24060", "24,060", 24060, "#,##0"),
        ("7", "7", 7, "#,##0"),
        ("2568", "2568", 2568, "0"),
        ("1836000.50", "1,836,000.50", Decimal("1836000.50"), "#,##0.00"),
        ("13.6842", "13.7", Decimal("13.6842"), "#,##0.0"),
        ("311", "+311", 311, '+#,##0;"−"#,##0;#,##0'),
        ("-48", "−48", -48, '+#,##0;"−"#,##0;#,##0'),
        ("1836000.00", "1.8 ล้าน", 1836000, "#,##0.00"),
    ],
)
def test_worked_examples(value: str, text: str, held: int | Decimal, form: str) -> None:
    assert number_cell(number(value, text)) == NumberCell(held, form)


@pytest.mark.parametrize("value", ["", "ไม่ทราบ", "<5", "NaN", "Infinity"])
def test_what_is_no_number_gets_no_number_cell(value: str) -> None:
    assert number_cell(number(value, "–")) is None


def test_a_share_becomes_the_percentage_that_the_page_shows() -> None:
    share = number("0.4712", "47.1")
    assert share_facts([share]) == {"f"}
    assert number_cell(share, share=True) == NumberCell(Decimal("47.12"), "#,##0.0")


def test_a_share_too_small_to_see_is_of_the_same_kind_as_its_fact() -> None:
    shares = share_facts([number("0.4712", "47.1"), number("0.0001", "0.0"), number("12", "12", "other")])
    assert shares == {"f"}
    assert number_cell(number("0.0001", "0.0"), share="f" in shares) == NumberCell(Decimal("0.01"), "#,##0.0")


@given(st.integers(-(10**9), 10**9), st.booleans())
def test_counts_are_never_taken_for_shares(value: int, signed: bool) -> None:
    shown = number(str(value), grouped(value, signed=signed))
    assert not share_facts([shown])
    assert number_cell(shown) == NumberCell(value, number_cell(shown).number_format)  # type: ignore[union-attr]


@given(st.decimals("0.02", "9", places=4))
def test_percentages_are_always_taken_for_shares(share: Decimal) -> None:
    assert share_facts([number(str(share), percent(share))]) == {"f"}


def test_thai_digits_and_units_are_in_the_format_not_in_the_value() -> None:
    made = number_cell(number("-3", "−3"), digits="thai", unit='คน"')
    assert made == NumberCell(-3, '[$-D00041E]+#,##0 "คน";[$-D00041E]"−"#,##0 "คน";[$-D00041E]#,##0 "คน"')
