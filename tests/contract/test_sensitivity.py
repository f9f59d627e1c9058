"""Every column of every table says who may see it; whoever changes that changes a list that is read line by line."""

from collections.abc import Callable, Iterator

from contract.repository import ROOT, demand_none
from helpers.catalogue import datasets
from helpers.params.folder import read_params
from helpers.tables.schemas import CONFIDENTIAL, PUBLIC, ROW_KEYS, TableSchema


def tables() -> Iterator[tuple[str, TableSchema]]:
    """The tables of every data set, those of what changed included. Programmes of one kind have the same: one of each
    speaks for all."""
    for dataset in datasets(read_params(ROOT / "params")).values():
        yield from ((f"{dataset.name}/{schema.name}", schema) for schema in dataset.tables)


def declared() -> dict[str, list[str]]:
    """What every table declares, by the declaration, with the tables that share it."""
    declarations: dict[str, list[str]] = {}
    for name, schema in tables():
        keys = {field.name for field in ROW_KEYS}
        columns = [f"  {field.name}: {field.sensitivity}" for field in schema.fields if field.name not in keys]
        persons = f", {schema.persons} counts persons" if schema.persons else ""
        declarations.setdefault("\n".join([f"  (rows: {schema.rows}{persons})", *columns]), []).append(name)
    return declarations


def test_what_every_column_declares_is_what_was_read(golden: Callable[[str, str], None]) -> None:
    listed = sorted((min(names), len(names), declaration) for declaration, names in declared().items())
    golden(
        "sensitivity.txt",
        "".join(
            f"{name}{f' and {names - 1} more' if names > 1 else ''}\n{declaration}\n"
            for name, names, declaration in listed
        ),
    )


def test_what_stands_for_one_person_is_confidential() -> None:
    demand_none(
        f"{table}.{field.name}"
        for table, schema in tables()
        for field in schema.fields
        if field.identifies and field.sensitivity is not CONFIDENTIAL
    )


def test_row_keys_are_confidential() -> None:
    demand_none(field.name for field in ROW_KEYS if field.sensitivity is not CONFIDENTIAL)


def test_what_is_withheld_in_the_office_is_not_counted_for_everybody() -> None:
    demand_none(
        table for table, schema in tables() if schema.rows is PUBLIC and any(field.sensitive for field in schema.fields)
    )


def test_the_column_that_counts_persons_is_there() -> None:
    demand_none(
        f"{table}: {schema.persons}"
        for table, schema in tables()
        if schema.persons and schema.persons not in schema.arrow.names
    )
