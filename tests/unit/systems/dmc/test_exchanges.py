"""Columns in each other's place: found where putting them right explains the differences, and nowhere else."""

import pandas as pd
import pytest

from helpers.systems.dmc.aggregate_checks import exchanged_columns

GRADES = ("อ.2", "ป.1", "ป.2", "ป.3", "ม.1")


def _pupils(more: int = 0) -> pd.DataFrame:
    """Twelve schools, no two grades or sexes of which are alike; `more` pupils came to each cell of some."""
    cells = [
        (f"340100{school:02}", grade, sex, 5 + (school * 7 + index * 5 + girls * 11) % 17 + more * (school % 3 == 0))
        for school in range(1, 13)
        for index, grade in enumerate(GRADES)
        for girls, sex in enumerate("ชญ")
    ]
    return pd.DataFrame(cells, columns=["smis", "grade", "sex", "pupils"])


def _turned(column: str, one: str, two: str) -> pd.DataFrame:
    pupils = _pupils()
    return pupils.assign(**{column: pupils[column].replace({one: two, two: one})})


@pytest.mark.parametrize("more", [0, 1, 2])
def test_what_stands_right_is_not_exchanged(more: int) -> None:
    assert exchanged_columns(_pupils(more), _pupils()) == []


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize(
    ("column", "one", "two"), [("sex", "ช", "ญ"), ("grade", "ป.1", "ป.2"), ("grade", "อ.2", "ม.1")]
)
def test_two_columns_that_are_exchanged_are_named(column: str, one: str, two: str, more: int) -> None:
    assert exchanged_columns(_turned(column, one, two), _pupils(more)) == [f"{one} กับ {two}"]


def test_the_sexes_of_one_grade_are_named_with_it() -> None:
    pupils = _pupils()
    third_grade = pupils["grade"] == "ป.3"
    turned = pupils.assign(sex=pupils["sex"].mask(third_grade, pupils["sex"].map({"ช": "ญ", "ญ": "ช"})))
    assert exchanged_columns(turned, pupils) == ["ป.3 ช กับ ญ"]


def test_other_schools_say_nothing() -> None:
    assert exchanged_columns(_turned("sex", "ช", "ญ"), _pupils().assign(smis="34019999")) == []
    assert exchanged_columns(_pupils().iloc[:0], _pupils()) == []
