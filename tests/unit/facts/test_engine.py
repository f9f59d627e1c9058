from pathlib import Path

import pandas as pd
import pytest

from helpers.errors import VerificationError
from helpers.facts.definitions import Condition, Not, where_text
from helpers.facts.engine import EVERYTHING, Filter, known_column, known_filter, load, opened

PEOPLE = pd.DataFrame(
    {
        "name": ["ก", "ข", "ค", None],
        "sex": ["ช", "ญ", "ช", "ช"],
        "whole": [True, False, False, True],
        "row_key": list("abcd"),
    }
)
COLUMNS = frozenset(PEOPLE.columns)


@pytest.mark.parametrize(
    ("conditions", "sql", "values"),
    [
        ({}, "true", ()),
        ({"sex": "ช"}, '"sex" = $1', ("ช",)),
        ({"whole": False}, '"whole" = $1', (False,)),
        ({"name": Not("ก")}, '"name" <> $1', ("ก",)),
        ({"name": ("ก", "ข")}, '"name" IN ($1, $2)', ("ก", "ข")),
        ({"name": ()}, "false", ()),
        ({"name": ("ก", "ค"), "sex": "ช"}, '"name" IN ($1, $2) AND "sex" = $3', ("ก", "ค", "ช")),
    ],
)
def test_a_filter_is_rebuilt_with_its_values_apart(
    conditions: dict[str, Condition], sql: str, values: tuple[object, ...]
) -> None:
    assert known_filter(where_text(conditions), COLUMNS) == Filter(sql, values)


def test_parameters_are_numbered_on_from_those_before() -> None:
    assert known_filter("sex = 'ช' AND name = 'ก'", COLUMNS, 4) == Filter('"sex" = $4 AND "name" = $5', ("ช", "ก"))
    assert known_filter("", COLUMNS, 4) == EVERYTHING


def test_a_column_is_quoted_and_must_be_there() -> None:
    assert known_column("sex", COLUMNS) == '"sex"'
    assert known_column('a"b', {'a"b'}) == '"a""b"'
    with pytest.raises(VerificationError, match="ตารางไม่มีคอลัมน์ “age”") as refused:
        known_filter("age = '5'", COLUMNS)
    assert "workbook run" in refused.value.remedy


def test_a_stored_table_is_given_under_its_name_and_may_be_replaced(tmp_path: Path) -> None:
    PEOPLE.to_parquet(tmp_path / "people.parquet")
    PEOPLE[["sex"]].head(1).to_parquet(tmp_path / "fewer.parquet")
    with opened() as engine:
        assert load(engine, "people", tmp_path / "people.parquet") == COLUMNS
        rows = known_filter("name <> 'ก' AND sex = 'ช'", COLUMNS)
        assert engine.execute(f"SELECT row_key FROM people WHERE {rows.sql}", rows.values).fetchall() == [("c",)]
        assert load(engine, "people", tmp_path / "fewer.parquet") == {"sex"}
        assert engine.execute("SELECT * FROM people").fetchall() == [("ช",)]


@pytest.mark.parametrize(("where", "named"), [("2568-1/dmc/pupils", "2568-1/dmc/pupils"), ("", "broken.parquet")])
def test_a_file_that_is_no_table_is_named(where: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    with opened() as engine, pytest.raises(VerificationError, match="อ่านตารางในคลังข้อมูลไม่ได้") as refused:
        load(engine, "people", tmp_path / "broken.parquet", where)
    assert refused.value.where == named
    assert "workbook run" in refused.value.remedy


def test_an_unnamed_file_is_named_by_its_file_name(tmp_path: Path) -> None:
    with opened() as engine, pytest.raises(VerificationError) as refused:
        load(engine, "people", tmp_path / "gone.parquet")
    assert refused.value.where == "gone.parquet"
