"""Facts' numbers as Excel holds them: exact values under formats that read as the report does."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.facts.definitions import Fact, FactCell, Operation
from helpers.render.blocks import Number
from helpers.render.sheet_layout import NumberCell, day_cell, fact_cell, number_cell, rank_cell
from helpers.reports import prose
from helpers.thai import grouped


def number(value: str, text: str, *, share: bool = False) -> Number:
    return Number(fact="f", value=value, text=text, share=share)


def shown_by_excel(cell: NumberCell) -> str:
    """The cell as Excel draws it: a section for what is above zero, one for what is below, one for zero."""
    assert isinstance(cell.value, int | Decimal)
    above, below, zero = (cell.number_format.split(";") * 3)[:3]
    several = ";" in cell.number_format
    section = above if cell.value > 0 or not several else below if cell.value < 0 else zero
    decimal_places = len(section.partition(".")[2])
    drawn = grouped(abs(cell.value), decimal_places) if "," in section else f"{abs(cell.value):.{decimal_places}f}"
    sign = "" if several or cell.value >= 0 else "-"
    return sign + section.partition("#")[0].replace('"', "") + drawn


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
    assert number_cell(number("0.4712", "47.1", share=True)) == NumberCell(Decimal("47.12"), "#,##0.0")


def test_a_small_change_of_a_share_is_held_in_per_cent_points_too() -> None:
    made = number_cell(number("-0.000909", "−0.1", share=True))
    assert made == NumberCell(Decimal("-0.0909"), '+#,##0.0;"−"#,##0.0;#,##0.0')


@pytest.mark.parametrize("value", ["0.0001", "-0.0001"])
def test_a_change_that_rounds_to_zero_shows_no_sign(value: str) -> None:
    made = number_cell(number(value, "0.0", share=True))
    assert made
    assert (made.value, shown_by_excel(made)) == (Decimal(value) * 100, "0.0")


def test_a_decrease_in_words_shows_no_minus() -> None:
    made = number_cell(number("-48", "48"))
    assert made
    assert (made.value, shown_by_excel(made)) == (-48, "48")


@given(st.decimals("-9", "9", places=6), st.sampled_from([Operation.RATIO, Operation.DIFFERENCE, Operation.SUM]))
def test_a_cell_shows_what_the_page_shows(value: Decimal, operation: Operation) -> None:
    for unit in ("ร้อยละ", "บาท", "คนต่อห้อง"):
        fact = Fact("f.x", "ก", unit, operation, cells={"": FactCell(value, "", 1, "")})
        for balance in (False, True):
            printed = prose.number(fact, "", fact.cells[""], balance=balance)
            made = number_cell(printed)
            assert made
            assert shown_by_excel(made) == printed.text
            assert made.value == value * (100 if prose.is_share(fact) else 1)


@given(st.integers(-(10**9), 10**9), st.booleans())
def test_counts_stay_as_they_are(value: int, signed: bool) -> None:
    made = number_cell(number(str(value), grouped(value, signed=signed)))
    assert made
    assert made.value == value


@pytest.mark.parametrize(
    ("value", "share", "made"),
    [
        ("24060", False, NumberCell(24060, "#,##0")),
        ("-1836000.50", False, NumberCell(Decimal("-1836000.50"), "#,##0.00")),
        ("0.470012", True, NumberCell(Decimal("0.470012"), "0.0000%")),
        ("1", True, NumberCell(1, "0%")),
        ("ไม่ทราบ", False, None),
    ],
)
def test_a_fact_is_listed_with_all_its_decimals(value: str, share: bool, made: NumberCell | None) -> None:
    assert fact_cell(value, share=share) == made


def test_ranks_and_days_are_typed_and_other_words_are_none() -> None:
    assert rank_cell("01") == NumberCell(1, "00")
    assert day_cell("10 มิ.ย. 2568") == NumberCell(date(2025, 6, 10), "[$-107041E]d mmm yyyy")
    assert day_cell("10 มิ.ย. 2568", digits="thai") == NumberCell(date(2025, 6, 10), "[$-D07041E]d mmm yyyy")
    assert [rank_cell("รวม"), rank_cell("2568-1"), day_cell("–"), day_cell("16 พ.ค. 2569 – 10 มิ.ย. 2569")] == [None] * 4


def test_thai_digits_and_units_are_in_the_format_not_in_the_value() -> None:
    made = number_cell(number("-3", "−3"), digits="thai", unit='คน"')
    assert made == NumberCell(-3, '[$-D00041E]+#,##0 "คน";[$-D00041E]"−"#,##0 "คน";[$-D00041E]#,##0 "คน"')
