from dataclasses import dataclass
from datetime import date

import pytest

from helpers.programmes.allocation import SourceRow
from helpers.programmes.form_rows import overlapping


@dataclass(frozen=True)
class Holding:
    number: str
    starts: date | None
    ends: date | None
    source: SourceRow


def held(row: int, starts: int | None, ends: int | None, number: str = "1") -> Holding:
    """From one day of January to another."""
    days = [date(2026, 1, day) if day else None for day in (starts, ends)]
    return Holding(number, days[0], days[1], SourceRow("", "", row))


@pytest.mark.parametrize(
    ("rows", "late"),
    [
        ([held(1, 1, 9), held(2, 10, 20)], set()),
        ([held(1, 1, 10), held(2, 10, 20)], {2}),
        ([held(1, 10, 20), held(2, 1, 10)], {1}),
        ([held(1, 1, None), held(2, 20, 25)], {2}),
        ([held(1, 5, 5), held(2, 5, 9)], {2}),
        ([held(1, 1, 10), held(2, 5, 30), held(3, 12, 20)], {2}),
        ([held(1, 1, 31), held(2, 1, 31, "2")], set()),
        ([held(1, None, None), held(2, 1, 3)], {1}),
        ([held(1, 1, 31, "4001"), held(2, 5, 31, "๔๐๐๑"), held(3, 6, 31, "04001")], {2, 3}),
        ([held(1, None, None, "๐๑"), held(2, 1, 3)], {1}),
        ([held(1, None, None), held(2, None, None)], set()),
        ([], set()),
    ],
)
def test_only_the_later_of_two_at_once_is_late(rows: list[Holding], late: set[int]) -> None:
    assert {each.source.row for each in overlapping(rows)} == late
