"""Which requests a check names, and what a request may just come to."""

from decimal import Decimal

import pytest

from unit.programmes.filled import allocate, numbered
from unit.programmes.local_support.test_allocating import ID, Tables, enrolled, lunch

FIRST = 6
"""The row of the first request."""
IN_DMC = enrolled(("34010001", "ประถม", 40))


def named(*requests: dict[str, object], tables: Tables = IN_DMC) -> list[tuple[str, int]]:
    """The last word of each rule but those about amounts, and the row that it names."""
    rules_and_rows = [
        (finding.rule.rpartition(".")[2], finding.row or 0)
        for finding in allocate(ID, numbered(*requests), tables).findings
    ]
    return [each for each in rules_and_rows if each[0] not in ("amount_differs", "approved_less")]


@pytest.mark.parametrize(("pupils", "expected"), [(40, []), (41, [("pupils_above_dmc", FIRST)])])
def test_as_many_pupils_as_in_dmc_may_eat(pupils: int, expected: list[tuple[str, int]]) -> None:
    assert named(lunch(pupils=pupils, days=100)) == expected


@pytest.mark.parametrize(("days", "expected"), [(200, []), (201, [("days_above_year", FIRST)])])
def test_a_request_may_be_for_all_days_of_a_year(days: int, expected: list[tuple[str, int]]) -> None:
    assert named(lunch(days=days)) == expected


@pytest.mark.parametrize(("days", "expected"), [(100, []), (101, [("days_above_year", FIRST + 1)])])
def test_all_requests_together_may_be_for_all_days_and_the_last_is_named(
    days: int, expected: list[tuple[str, int]]
) -> None:
    first, last = lunch(days=100, description="หนึ่ง"), lunch("2/2569", days=days, description="สอง")
    assert named(first, last) == expected


def test_a_repeated_request_is_named_and_the_first_is_not() -> None:
    same = {"days": 10, "amount_requested": Decimal("14400.00"), "amount_approved": Decimal("14400.00")}
    assert [row for rule, row in named(*[lunch(f"{n}/2569", **same) for n in (1, 2, 3)])] == [FIRST + 1, FIRST + 2]
