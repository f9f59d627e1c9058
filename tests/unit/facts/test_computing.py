from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from helpers.facts.computing import aggregate_cells, difference_cells, ratio_cells
from helpers.facts.definitions import Condition, Fact, FactCell, Not, Operation, rows_digest
from helpers.facts.indexed import IndexedTable

COUNTS = pd.DataFrame(
    [
        ("34010001", "ป.1", "ช", 3, "f::1"),
        ("34010001", "ป.1", "ญ", 2, "f::1"),
        ("34010001", "อ.2", "ช", 1, "f::1"),
        ("34010002", "ป.1", "ไม่ระบุ", 4, "f::2"),
    ],
    columns=["smis", "grade", "sex", "pupils", "row_key"],
)
ORDERS = {"grade": ("อ.2", "ป.1"), "sex": ("ช", "ญ")}


def _cells(by: list[str], margins: list[str] | None = None, **conditions: str) -> dict[str, FactCell]:
    return aggregate_cells(IndexedTable(COUNTS), Operation.SUM, "pupils", conditions, by, ORDERS, margins or [])


def test_a_single_number_has_the_empty_key() -> None:
    assert _cells([]) == {"": FactCell(10, "", *rows_digest(["f::1", "f::2"]))}


def test_cells_stand_in_reading_order_with_zeros_and_margins() -> None:
    cells = _cells(["grade", "sex"], ["sex"])
    assert {key: cell.value for key, cell in cells.items()} == {
        "grade=อ.2;sex=ช": 1,
        "grade=อ.2;sex=ญ": 0,
        "grade=อ.2;sex=ไม่ระบุ": 0,
        "grade=อ.2;sex=รวม": 1,
        "grade=ป.1;sex=ช": 3,
        "grade=ป.1;sex=ญ": 2,
        "grade=ป.1;sex=ไม่ระบุ": 4,
        "grade=ป.1;sex=รวม": 9,
    }
    assert next(iter(cells)).startswith("grade=อ.2")
    assert cells["grade=ป.1;sex=รวม"].where == "grade = 'ป.1'"
    assert (cells["grade=อ.2;sex=ญ"].rows, cells["grade=ป.1;sex=รวม"].rows) == (0, 2)


def test_conditions_stand_in_every_filter() -> None:
    cells = _cells(["sex"], smis="34010001")
    assert {key: cell.where for key, cell in cells.items()} == {
        "sex=ช": "smis = '34010001' AND sex = 'ช'",
        "sex=ญ": "smis = '34010001' AND sex = 'ญ'",
    }


@pytest.mark.parametrize(("operation", "value"), [(Operation.COUNT, 4), (Operation.DISTINCT, 2)])
def test_rows_and_different_values_are_counted(operation: Operation, value: int) -> None:
    assert aggregate_cells(IndexedTable(COUNTS), operation, "smis", {}, [], {})[""].value == value


@pytest.mark.parametrize(
    ("values", "middle"), [(["1.00"], "1"), (["7.5", "1", "3"], "3"), (["4.29", "1", "3", "10"], "3.645")]
)
def test_the_middle_value_is_exact(values: list[str], middle: str) -> None:
    frame = pd.DataFrame({"amount": list(map(Decimal, values)), "row_key": values})
    assert aggregate_cells(IndexedTable(frame), Operation.MEDIAN, "amount", {}, [], {})[""].value == Decimal(middle)


def test_decimals_are_summed_exactly() -> None:
    money = pd.DataFrame({"baht": [Decimal("0.10"), Decimal("0.20")], "row_key": ["a", "b"]})
    assert aggregate_cells(IndexedTable(money), Operation.SUM, "baht", {}, [], {})[""].value == Decimal("0.30")


def test_an_unlike_condition_leaves_out_what_is_not_stated_as_sql_does() -> None:
    frame = pd.DataFrame({"person": ["a", None, "b"]})
    assert IndexedTable(frame).chosen({"person": Not("a")}).tolist() == [2]


@pytest.mark.parametrize(
    ("conditions", "pupils"),
    [
        ({"grade": "ป.1", "sex": "ช"}, [3]),
        ({"sex": ("ช", "ญ")}, [3, 2, 1]),
        ({"grade": "ป.1", "sex": ("ช", "ญ")}, [3, 2]),
        ({"grade": "ป.1", "sex": Not("ช")}, [2, 4]),
        ({"sex": Not("ช"), "smis": "34010002"}, [4]),
        ({"smis": "34010001", "sex": Not("ช")}, [2]),
        ({"sex": ()}, []),
        ({}, [3, 2, 1, 4]),
    ],
)
def test_a_row_must_meet_every_condition(conditions: dict[str, Condition], pupils: list[int]) -> None:
    assert COUNTS["pupils"].iloc[IndexedTable(COUNTS).chosen(conditions)].tolist() == pupils


def test_two_margins_have_cells_over_each_and_over_both() -> None:
    cells = _cells(["smis", "sex"], ["smis", "sex"])
    assert cells["smis=รวม;sex=รวม"] == FactCell(10, "", *rows_digest(["f::1", "f::2"]))
    assert cells["smis=รวม;sex=ช"] == FactCell(4, "sex = 'ช'", *rows_digest(["f::1"]))
    assert cells["smis=34010002;sex=รวม"] == FactCell(4, "smis = '34010002'", *rows_digest(["f::2"]))
    assert len(cells) == (2 + 1) * (3 + 1)


def test_values_that_no_row_has_are_added_where_the_column_must_be_complete() -> None:
    cells = aggregate_cells(
        IndexedTable(COUNTS), Operation.SUM, "pupils", {}, ["grade"], ORDERS, (), {"grade": ("ป.2", "ป.1")}
    )
    assert {key: cell.value for key, cell in cells.items()} == {"grade=อ.2": 1, "grade=ป.1": 9, "grade=ป.2": 0}
    cells = aggregate_cells(
        IndexedTable(COUNTS), Operation.SUM, "pupils", {}, ["sex", "grade"], ORDERS, (), {"smis": ("x",)}
    )
    assert len(cells) == 3 * 2


def _fact(name: str, **values: int) -> Fact:
    cells = {key: FactCell(value, "", 1, key) for key, value in values.items()}
    return Fact(name, "", "", Operation.SUM, cells=cells)


def test_a_ratio_is_rounded_once_and_needs_a_whole() -> None:
    poor, pupils = _fact("poor", a=1, b=1, c=5), _fact("pupils", a=3, b=0)
    cells = ratio_cells(poor, pupils)
    assert {key: cell.value for key, cell in cells.items()} == {"a": Decimal("0.333333")}
    assert (cells["a"].where, cells["a"].rows) == ("poor(a) / pupils(a)", 2)


def test_half_a_millionth_is_rounded_up() -> None:
    cells = ratio_cells(_fact("poor", a=1, b=5), _fact("pupils", **{"": 2_000_000}))
    assert [cell.value for cell in cells.values()] == [Decimal("0.000001"), Decimal("0.000003")]


def test_a_keyed_part_is_taken_of_a_whole_of_one_cell() -> None:
    cells = ratio_cells(_fact("poor", a=1), _fact("pupils", **{"": 8}))
    assert {key: (cell.value, cell.where) for key, cell in cells.items()} == {
        "a": (Decimal("0.125"), "poor(a) / pupils()")
    }


def test_a_difference_is_of_the_same_key() -> None:
    cells = difference_cells(_fact("now", a=5, b=1), _fact("before", a=7))
    assert {key: (cell.value, cell.where) for key, cell in cells.items()} == {"a": (-2, "now(a) - before(a)")}


def test_a_row_without_a_value_is_in_no_group_and_its_column_says_so() -> None:
    frame = pd.DataFrame({"person": pd.Series(["a", None], dtype="str"), "row_key": ["f::1", "f::2"]})
    cells = aggregate_cells(IndexedTable(frame), Operation.COUNT, "", {}, ["person"], {}, ["person"])
    assert {key: (cell.value, cell.rows) for key, cell in cells.items()} == {
        "person=a": (1, 1),
        "person=nan": (0, 0),
        "person=รวม": (2, 2),
    }


def test_the_digest_of_a_group_is_that_of_its_different_row_keys() -> None:
    keys = ["f::9", "f::10", "f::9", "g::1"]
    table = IndexedTable(pd.DataFrame({"row_key": keys}))
    for rows in ([0, 1, 2, 3], [2, 0], [3, 1], []):
        assert table.digest(np.array(rows, dtype=np.intp)) == rows_digest(keys[row] for row in rows)
