"""Every table of every data set can be asked by the second engine."""

from collections.abc import Iterator

import duckdb

from contract.repository import ROOT, demand_none
from helpers.catalogue import datasets
from helpers.params.folder import read_params
from helpers.tables.schemas import TableSchema


def tables() -> Iterator[tuple[str, TableSchema]]:
    for dataset in datasets(read_params(ROOT / "params")).values():
        yield from ((f"{dataset.name}/{schema.name}", schema) for schema in dataset.schemas)


def test_no_column_is_a_word_of_sql() -> None:
    reserved = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
    words = {word for (word,) in duckdb.sql(reserved).fetchall()}
    assert "end" in words
    demand_none(f"{table}.{field.name}" for table, schema in tables() for field in schema.fields if field.name in words)


def test_no_column_stands_twice() -> None:
    demand_none(table for table, schema in tables() if len(set(schema.arrow.names)) < len(schema.fields))
