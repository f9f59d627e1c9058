from datetime import date
from decimal import Decimal

import pytest

from helpers.params.fiscal_years import Half
from helpers.params.programmes.base import BrokenMonth
from helpers.periods import FiscalYear
from helpers.programmes.months import MonthPart, MonthRun, month_parts, month_runs, month_share, usual_halves

FIRST = Half(title="ครึ่งปีแรก", opens=date(2025, 10, 1), closes=date(2026, 3, 31))
SECOND = Half(title="ครึ่งปีหลัง", opens=date(2026, 4, 1), closes=date(2026, 9, 30))
HALVES = (FIRST, SECOND)


def test_a_whole_year_is_two_runs_of_six_months() -> None:
    runs = month_runs(month_parts(date(2024, 1, 1), date(2030, 1, 1), HALVES), "calendar_days")
    assert [(run.half, run.count, run.share) for run in runs] == [("ครึ่งปีแรก", 6, 1), ("ครึ่งปีหลัง", 6, 1)]
    assert (runs[1].opens, runs[1].closes) == (date(2026, 4, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("rule", "shares"),
    [
        ("calendar_days", ["0.5483870968", "1", "0.3571428571"]),
        ("thirty_days", ["0.5666666667", "1", "0.3333333333"]),
    ],
)
def test_broken_months_stand_alone_with_the_share_of_their_days(rule: BrokenMonth, shares: list[str]) -> None:
    runs = month_runs(month_parts(date(2025, 12, 15), date(2026, 2, 10), HALVES), rule)
    assert [run.share for run in runs] == [Decimal(share) for share in shares]
    assert [run.months for run in runs] == [Decimal(share) for share in shares]
    assert [run.count for run in runs] == [1, 1, 1]


def test_a_broken_month_right_after_a_whole_one_does_not_join_it() -> None:
    parts = month_parts(date(2025, 10, 1), date(2025, 11, 10), HALVES)
    assert [(run.count, run.opens) for run in month_runs(parts, "thirty_days")] == [
        (1, date(2025, 10, 1)),
        (1, date(2025, 11, 1)),
    ]


def test_thirty_of_thirty_one_days_are_a_month_by_the_rule_of_thirty() -> None:
    (part,) = month_parts(date(2025, 12, 2), date(2025, 12, 31), HALVES)
    assert month_share(part, "thirty_days") == 1
    assert month_share(part, "calendar_days") == Decimal("0.9677419355")


def test_february_is_whole_with_twenty_eight_days() -> None:
    (part,) = month_parts(date(2026, 2, 1), date(2026, 2, 28), HALVES)
    assert part.whole
    assert month_share(part, "thirty_days") == 1


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (date(2024, 1, 1), date(2025, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 2, 1), date(2026, 1, 31)),
    ],
)
def test_days_outside_the_halves_and_days_in_reverse_count_nothing(opens: date, closes: date) -> None:
    assert month_parts(opens, closes, HALVES) == ()
    assert month_runs((), "calendar_days") == ()


def test_a_run_ends_where_the_rate_changes() -> None:
    parts = month_parts(date(2025, 10, 1), date(2026, 3, 31), HALVES)
    runs = month_runs(parts, "calendar_days", lambda part: part.opens >= date(2026, 1, 1))
    assert [run.count for run in runs] == [3, 3]


def test_a_half_that_opens_within_a_month_breaks_it() -> None:
    halves = (
        Half(title="ก", opens=date(2025, 10, 1), closes=date(2026, 4, 15)),
        Half(title="ข", opens=date(2026, 4, 16), closes=date(2026, 9, 30)),
    )
    shares = [
        (part.half, month_share(part, "calendar_days"))
        for part in month_parts(date(2026, 4, 1), date(2026, 4, 30), halves)
    ]
    assert shares == [("ก", Decimal("0.5")), ("ข", Decimal("0.5"))]


def test_a_usual_year_has_halves_of_six_months() -> None:
    first, second = usual_halves(FiscalYear(2569))
    assert (first.title, first.opens, first.closes) == ("ครึ่งปีแรก", date(2025, 10, 1), date(2026, 3, 31))
    assert (second.title, second.opens, second.closes) == ("ครึ่งปีหลัง", date(2026, 4, 1), date(2026, 9, 30))


def test_a_part_and_a_run_say_what_they_are_of() -> None:
    parts = month_parts(date(2026, 3, 31), date(2026, 5, 31), HALVES)
    assert parts == (
        MonthPart("ครึ่งปีแรก", date(2026, 3, 31), date(2026, 3, 31), 31),
        MonthPart("ครึ่งปีหลัง", date(2026, 4, 1), date(2026, 4, 30), 30),
        MonthPart("ครึ่งปีหลัง", date(2026, 5, 1), date(2026, 5, 31), 31),
    )
    assert month_runs(parts, "thirty_days") == (
        MonthRun("ครึ่งปีแรก", date(2026, 3, 31), date(2026, 3, 31), 1, Decimal("0.0333333333")),
        MonthRun("ครึ่งปีหลัง", date(2026, 4, 1), date(2026, 5, 31), 2, Decimal(1)),
    )
    assert [run.months for run in month_runs(parts, "calendar_days")] == [Decimal("0.0322580645"), 2]


def test_a_single_day_counts_and_broken_months_in_a_row_stay_apart() -> None:
    (part,) = month_parts(date(2025, 10, 5), date(2025, 10, 5), HALVES)
    assert (part.days, part.whole) == (1, False)
    halves = tuple(
        half.model_copy(update={"opens": date(2025, 10, 2), "closes": date(2025, 11, 29)}) for half in HALVES[:1]
    )
    runs = month_runs(month_parts(date(2025, 10, 1), date(2025, 12, 1), halves), "thirty_days")
    assert [(run.opens, run.closes, run.count) for run in runs] == [
        (date(2025, 10, 2), date(2025, 10, 31), 1),
        (date(2025, 11, 1), date(2025, 11, 29), 1),
    ]
