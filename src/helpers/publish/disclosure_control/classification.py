"""Which cells of the office's facts the public may have: at any grain, never, or under disclosure control.

A cell is judged by what it says and nothing else: the sensitivity of what it counts and of the columns by which it
chooses, and whether it speaks of the whole area.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from helpers.facts.definitions import Operation, parse_where
from helpers.facts.ledger import FactLine
from helpers.tables.graph import Dataset
from helpers.tables.schemas import CONFIDENTIAL, OFFICE_ONLY, PUBLIC, Sensitivity, TableSchema

NARROW = frozenset({"smis", "district", "size", "peer", "authority", "lunch_size"})
"""The columns that tell parts of the area apart: a school, and what few schools have in common."""


class Fate(StrEnum):
    """What becomes of a cell."""

    OPEN = "open"
    """Released as it is."""
    PROTECTED = "protected"
    """Released where disclosure control lets it."""
    CLOSED = "closed"
    """Not released, and not named."""


class Schemas:
    """The schemas of the tables that facts name, as `<period>/<data set>/<table>`."""

    def __init__(self, datasets: Mapping[str, Dataset[Any]]) -> None:
        self._known = {
            f"{dataset.name}/{schema.name}": schema for dataset in datasets.values() for schema in dataset.tables
        }

    def of(self, table: str) -> TableSchema | None:
        """The schema of a table; None for one that no data set has now."""
        return self._known.get(table.partition("/")[2])


def sensitivities(line: FactLine, schemas: Schemas) -> Iterator[Sensitivity]:
    """The sensitivity of everything that a cell of a table says something about. A table or column that is not known
    is confidential; counting the different values of a column names none of them."""
    schema = schemas.of(line.table)
    declared = {field.name: field.sensitivity for field in schema.fields} if schema else {}
    yield schema.rows if schema else CONFIDENTIAL
    for column in parse_where(line.where):
        yield declared.get(column, CONFIDENTIAL)
    if line.operation is Operation.DISTINCT:
        yield min(declared.get(line.column, CONFIDENTIAL), OFFICE_ONLY, key=list(Sensitivity).index)
    elif line.column:
        yield declared.get(line.column, CONFIDENTIAL)


def fate_of(line: FactLine, schemas: Schemas) -> Fate:
    """What becomes of a cell of a table. Raises VerificationError for a filter that no report writes."""
    involved = set(sensitivities(line, schemas))
    if CONFIDENTIAL in involved:
        return Fate.CLOSED
    if involved == {PUBLIC}:
        return Fate.OPEN
    return Fate.CLOSED if NARROW & parse_where(line.where).keys() else Fate.PROTECTED
