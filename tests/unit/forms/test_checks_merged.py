"""Merged areas that do not say whose value they hold: which rows they are of, and which rows are lost."""

from types import SimpleNamespace
from typing import Any

import pytest

from helpers.foreign.spreadsheets import MergedArea
from helpers.forms.checks import Problem, check_merged, unclear_areas
from helpers.forms.rosters import ROSTER
from unit.forms.test_checks import post_row


def _sheet(*areas: MergedArea, rows: int = 6) -> Any:
    """A sheet of as many rows, the fifth of which is empty; each cell says where it is."""
    cells = [["" if row == 5 else f"{row}-{column}" for column in range(1, 10)] for row in range(1, rows + 1)]
    return SimpleNamespace(merged=areas, rows=cells)


ACROSS, DOWN, MONEY = MergedArea(3, 4, 3, 4), MergedArea(3, 4, 3, 3), MergedArea(3, 6, 7, 7)


@pytest.mark.parametrize(
    ("area", "rows"),
    [
        (ACROSS, [3, 4]),
        (DOWN, []),
        (MONEY, [3, 4, 6]),
        (MergedArea(4, 5, 7, 7), []),
        (MergedArea(2, 3, 3, 3), [2, 3]),
        (MergedArea(3, 4, 7, 7), [3, 4]),
        (MergedArea(9, 9, 3, 4), []),
        (MergedArea(3, 9, 7, 7), [3, 4, 6]),
        (MergedArea(3, 4, 20, 21), []),
        (MergedArea(5, 6, 3, 4), []),
        (MergedArea(6, 6, 7, 7), []),
    ],
    ids=str,
)
def test_an_area_that_does_not_say_whose_value_it_holds_is_unclear(area: MergedArea, rows: list[int]) -> None:
    assert unclear_areas(ROSTER, _sheet(area)) == {row: [area] for row in rows}


def test_several_unclear_areas_of_a_row_are_all_told() -> None:
    assert unclear_areas(ROSTER, _sheet(ACROSS, DOWN, MONEY)) == {3: [ACROSS, MONEY], 4: [ACROSS, MONEY], 6: [MONEY]}


def test_a_row_is_lost_where_a_cell_that_matters_is_merged() -> None:
    note = MergedArea(3, 4, 8, 9)
    row = post_row(4)
    allowed = "หนึ่งช่องต่อหนึ่งค่า ไม่ผสาน"
    sheet = _sheet(ACROSS, MONEY, note)
    assert list(check_merged(ROSTER, row, [ACROSS, MONEY, note], sheet)) == [
        Problem("form.cell.merged", row, "C4", "C3:D4 “3-3”", allowed, leaves_out=True),
        Problem("form.cell.merged", row, "G4", "G3:G6 “3-7”", allowed, leaves_out=True),
        Problem("form.cell.merged", row, "H4", "H3:I4 “3-8”", allowed, leaves_out=False),
    ]
