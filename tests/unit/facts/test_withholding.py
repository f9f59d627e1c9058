"""Worked examples of withholding; what must hold for all tables is in tests/property."""

import pytest

from helpers.facts.definitions import WHOLE, Cell, key_text
from helpers.facts.withholding import withheld

BELOW = 5


def _key(school: str, sex: str) -> str:
    return key_text({"smis": school, "sex": sex})


def _table(rows: dict[str, tuple[int, int]]) -> dict[str, Cell]:
    """Boys and girls by school with the margin of each school, but none over the schools."""
    cells = {}
    for school, (boys, girls) in rows.items():
        counts = {"ช": boys, "ญ": girls, WHOLE: boys + girls}
        cells |= {_key(school, sex): Cell(count, "", count, "") for sex, count in counts.items()}
    return cells


def test_only_more_than_none_and_less_than_the_limit_is_few() -> None:
    cells = {f"smis={count}": Cell(count, "", count, "") for count in (0, 1, 4, 5, 6)}
    assert withheld(cells, (), BELOW) == {"smis=1", "smis=4"}


@pytest.mark.parametrize(
    ("value", "rows", "is_few"),
    [(4, 9, True), (9, 4, True), (-4, 9, True), (-9, 9, False), (0, 4, True), (0, 9, False), (0, 0, False)],
)
def test_a_cell_is_as_small_as_its_value_or_its_rows(value: int, rows: int, is_few: bool) -> None:
    assert withheld({"": Cell(value, "", rows, "")}, (), BELOW) == ({""} if is_few else set())


def test_the_smallest_other_part_is_left_out_with_a_few() -> None:
    cells = _table({"A": (3, 20), "B": (9, 30), "C": (40, 50)})
    assert withheld(cells, ("sex",), BELOW) == {_key("A", "ช"), _key("A", "ญ")}
    by_both = withheld(cells, ("smis", "sex"), BELOW)
    assert by_both == {_key("A", "ช"), _key("A", "ญ"), _key("B", "ช"), _key("B", "ญ")}


def test_of_parts_of_one_size_the_first_in_reading_order_is_left_out() -> None:
    cells = {f"smis={number}": Cell(count, "", count, "") for number, count in ((10, 7), (9, 7), (11, 6), (12, 2))}
    assert withheld({**cells, "smis=11": Cell(8, "", 8, "")}, ("smis",), BELOW) == {"smis=12", "smis=9"}


def test_parts_that_could_each_be_large_hide_one_another() -> None:
    """Two unknown parts of 6: one may be as large as 5, which is printed elsewhere. Of 5, none may."""
    assert withheld(_three(4, 2, 20), ("smis",), BELOW) == {"smis=0", "smis=1"}
    assert withheld(_three(3, 2, 20), ("smis",), BELOW) == {"smis=0", "smis=1", "smis=2"}


def test_three_few_of_seven_may_hide_a_large_one() -> None:
    assert withheld(_three(3, 2, 2) | {"smis=3": Cell(20, "", 20, "")}, ("smis",), BELOW) == {
        "smis=0",
        "smis=1",
        "smis=2",
    }
    assert "smis=3" in withheld(_three(2, 2, 2) | {"smis=3": Cell(20, "", 20, "")}, ("smis",), BELOW)


def _three(*counts: int) -> dict[str, Cell]:
    return {f"smis={number}": Cell(count, "", count, "") for number, count in enumerate(counts)}


def test_the_total_is_left_out_where_all_other_parts_are_nobody() -> None:
    """Nobody is left out then too, or the few would be known to be all of one sex."""
    cells = _table({"A": (3, 0)})
    assert withheld(cells, ("sex",), BELOW) == set(cells)
    assert withheld({**cells, _key("A", WHOLE): Cell(30, "", 30, "")}, ("sex",), BELOW) == set(cells)


def test_a_total_that_another_fact_states_cannot_be_left_out_here() -> None:
    cells = {"sex=ช": Cell(3, "", 3, ""), "sex=ญ": Cell(0, "", 0, "")}
    assert withheld(cells, ("sex",), BELOW) == {"sex=ช"}


def test_parts_are_looked_at_along_the_dimensions_alone() -> None:
    assert withheld({"grade=ป.1": Cell(3, "", 3, ""), "grade=ป.2": Cell(9, "", 9, "")}, ("sex",), BELOW) == {
        "grade=ป.1"
    }
