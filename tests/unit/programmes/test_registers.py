"""Registers up to the day on which the books were closed: that day counts, the next one does not."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from helpers.params.fiscal_years import Half
from helpers.programmes.allocation import SourceRow
from helpers.programmes.registers import Movement, closed, half_of
from unit.programmes.entries import entry, reported

CLOSING = date(2026, 6, 30)
HALVES = (
    Half(title="ครึ่งปีแรก", opens=date(2025, 10, 1), closes=date(2026, 3, 31)),
    Half(title="ครึ่งปีหลัง", opens=date(2026, 4, 1), closes=date(2026, 9, 30)),
)


def movement(day: date, row: int) -> Movement:
    source = SourceRow("d1", "", row)
    return Movement("janitors", "งบดำเนินงาน", "เบิกจ่าย", "เบิกจ่าย", Decimal(row), day, f"ที่ {row}", source)


def rows(movements: Iterable[Movement]) -> list[int]:
    return [each.source.row for each in movements]


def test_an_entry_dated_on_the_closing_day_counts() -> None:
    days = (date(2026, 6, 29), CLOSING, date(2026, 7, 1))
    counted, later = closed([movement(day, row) for row, day in enumerate(days, 1)], CLOSING)
    assert rows(counted) == [1, 2]
    assert [(each.source.row, each.amount) for each in later] == [(3, Decimal(3))]
    assert "ที่ 3" in later[0].detail


def test_spending_of_the_closing_day_is_an_amount_of_the_year() -> None:
    spent = [entry("เบิกจ่าย", "10.00", on="2569-06-30"), entry("เบิกจ่าย", "7.00", on="2569-07-01")]
    allocated = reported("disbursement", allotments=[entry("จัดสรร", "100.00")], spending=spent)
    assert [row.amount for row in allocated.rows] == [Decimal("10.00")]
    assert [each.amount for each in allocated.excluded] == [Decimal("7.00")]


@pytest.mark.parametrize(
    ("day", "half"), [(date(2026, 3, 31), "ครึ่งปีแรก"), (date(2026, 4, 1), "ครึ่งปีหลัง"), (date(2026, 4, 2), "ครึ่งปีหลัง")]
)
def test_the_second_half_begins_on_the_day_on_which_it_opens(day: date, half: str) -> None:
    assert half_of(day, HALVES) == half


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2025, 10, 1), "ต.ค.", "ไตรมาสที่ 1"),
        (date(2025, 12, 31), "ธ.ค.", "ไตรมาสที่ 1"),
        (date(2026, 1, 1), "ม.ค.", "ไตรมาสที่ 2"),
        (date(2026, 6, 30), "มิ.ย.", "ไตรมาสที่ 3"),
        (date(2026, 9, 30), "ก.ย.", "ไตรมาสที่ 4"),
    ],
)
def test_a_quarter_ends_with_the_last_day_of_its_third_month(day: date, month: str, quarter: str) -> None:
    dated = movement(day, 1)
    assert (dated.month, dated.quarter) == (month, quarter)
