"""The library withholds further cells so that no small one follows from its margins."""

from pathlib import Path

import pytest

from helpers.errors import VerificationError
from helpers.publish.disclosure_control import suppression
from helpers.publish.disclosure_control.suppression import (
    LinkedTable,
    TableCell,
    problem_text,
    refuse_without_libraries,
    secondary,
)


def cell(value: int, *, fixed: bool = False) -> TableCell:
    small = 0 < value < 10
    return TableCell(value, max(value, 1), value if small else 0, 10 - value if small else 0, fixed=fixed)


def table(rows: list[list[int]]) -> LinkedTable:
    """A table of rows of cells whose last row and column are the margins."""
    width = len(rows[0])
    cells = {number: cell(value) for number, value in enumerate(value for row in rows for value in row)}
    by_row = [[width * at + column for column in range(width)] for at in range(len(rows))]
    lists = [*by_row, *([row[column] for row in by_row] for column in range(width))]
    return LinkedTable(cells, [((members[-1], 1), *((member, -1) for member in members[:-1])) for members in lists])


SMALL = table([[3, 40, 43], [20, 30, 50], [25, 18, 43], [48, 88, 136]])


def test_three_more_cells_protect_one() -> None:
    (chosen,) = secondary([SMALL])
    assert len(chosen) == 3
    assert chosen <= {1, 3, 4, 6, 7}, "inner cells, not margins"


def test_the_same_table_gives_the_same_cells() -> None:
    assert secondary([SMALL, SMALL]) == secondary([SMALL, SMALL])
    one, other = secondary([SMALL, SMALL])
    assert one == other


def test_a_table_without_small_cells_keeps_all() -> None:
    assert secondary([table([[30, 40, 70], [20, 30, 50], [50, 70, 120]])]) == [frozenset()]


def test_the_solver_leaves_no_files_behind() -> None:
    before = set(Path.cwd().iterdir())
    assert all(secondary([SMALL]))
    assert set(Path.cwd().iterdir()) == before


def test_public_cells_are_never_chosen() -> None:
    fixed = LinkedTable({**SMALL.cells, 1: cell(40, fixed=True)}, SMALL.sums)
    assert 1 not in secondary([fixed])[0]


def test_a_table_on_which_the_solver_breaks_harms_no_other() -> None:
    broken = LinkedTable({0: cell(2), 1: cell(1)}, [((0, 1), (1, -1), (1, -1))])
    assert [bool(chosen) for chosen in secondary([broken, SMALL])] == [False, True]


def test_the_problem_names_nothing_but_numbers() -> None:
    text = problem_text(SMALL)
    assert text.splitlines()[2] == "0 3 3 u 0 544 3.000 7.000 0"
    assert text.isascii()


def test_without_a_library_there_is_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_without_libraries()
    monkeypatch.setattr(suppression, "_LIBRARIES", ("scipy", "no_such_library"))
    with pytest.raises(VerificationError, match="no_such_library") as refused:
        refuse_without_libraries()
    assert "public-edition" in refused.value.remedy
