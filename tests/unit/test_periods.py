from datetime import date

import pytest

from helpers.errors import ParameterError
from helpers.periods import AcademicYear, FiscalYear, Round, parse_period, parse_thai_date, thai_date, thai_date_short


@pytest.mark.parametrize("text", ["2568", "2568-4", "2568-0", "2025-1", "๒๕๖๘-1", "2568-1\n", " 2568-1", ""])
def test_what_is_no_round_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="รหัสรอบ"):
        Round.parse(text)


def test_rounds_stand_in_the_order_of_the_year() -> None:
    texts = ["2568-3", "2569-1", "2567-3", "2568-1"]
    assert [str(each) for each in sorted(map(Round.parse, texts))] == ["2567-3", "2568-1", "2568-3", "2569-1"]
    assert str(Round(2568, 1).previous) == "2567-3"
    assert str(Round(2568, 2).same_last_year) == "2567-2"
    assert [Round(2568, 1).after(other) for other in (Round(2567, 1), Round(2567, 3), Round(2568, 1))] == [3, 1, 0]


def test_a_round_is_named_in_thai() -> None:
    assert Round(2568, 2).thai == "ภาคเรียนที่ 2 ปีการศึกษา 2568"
    assert Round(2568, 3).thai == "สิ้นปีการศึกษา 2568"


def test_a_thai_date_is_a_real_date() -> None:
    assert parse_thai_date("10 มิ.ย. 2568") == parse_thai_date(" 10 มิถุนายน 2568 ") == date(2025, 6, 10)
    assert (thai_date(date(2025, 6, 1)), thai_date_short(date(2025, 6, 1))) == ("1 มิถุนายน 2568", "1 มิ.ย. 2568")


@pytest.mark.parametrize("text", ["31 ก.พ. 2568", "10/06/2568", "10 June 2568", "10 มิ.ย. 2025", "2025-06-10"])
def test_what_is_no_thai_date_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="อ่านไม่ได้"):
        parse_thai_date(text)


def test_a_leap_day_is_one_of_the_western_calendar() -> None:
    assert parse_thai_date("29 ก.พ. 2567") == date(2024, 2, 29)


def test_a_fiscal_year_runs_from_october_to_september() -> None:
    year = FiscalYear.parse("2569")
    assert (year.opens, year.closes) == (date(2025, 10, 1), date(2026, 9, 30))
    assert (str(year), year.thai, year.previous) == ("2569", "ปีงบประมาณ พ.ศ. 2569", FiscalYear(2568))
    assert [month.month for month in year.months] == [10, 11, 12, *range(1, 10)]
    assert (year.months[2].year, year.months[3].year) == (2025, 2026)


@pytest.mark.parametrize("text", ["69", "2026", "2569-1", "๒๕๖๙", ""])
def test_what_is_no_fiscal_year_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="ปีงบประมาณ"):
        FiscalYear.parse(text)


def test_a_period_is_a_round_or_a_fiscal_year() -> None:
    assert parse_period("2568-1") == Round(2568, 1)
    assert parse_period("2569") == FiscalYear(2569)
    with pytest.raises(ParameterError, match="รหัสรอบ"):
        parse_period("ล่าสุด")


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 9, 30), 2568), (date(2025, 10, 1), 2569), (date(2025, 12, 31), 2569), (date(2026, 4, 30), 2569)],
)
def test_a_day_lies_in_the_fiscal_year_that_october_began(day: date, year: int) -> None:
    fiscal_year = FiscalYear.of(day)
    assert fiscal_year == FiscalYear(year)
    assert fiscal_year.opens <= day <= fiscal_year.closes


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 5, 15), 2567), (date(2025, 5, 16), 2568), (date(2025, 12, 31), 2568), (date(2026, 5, 15), 2568)],
)
def test_a_day_lies_in_the_academic_year_that_may_began(day: date, year: int) -> None:
    assert AcademicYear.of(day) == AcademicYear(year)
