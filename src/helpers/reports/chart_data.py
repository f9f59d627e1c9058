"""What charts of schools, fields and small drawings are drawn from: cells of facts, none computed, none invented."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.charts import Series
from helpers.facts.definitions import WHOLE, Fact, Value
from helpers.reports.tables import (
    FactColumn,
    RowHeads,
    address,
    cells_by_value,
    charted,
    display_name,
    row_values,
    withheld_values,
)

Columns = Sequence[tuple[FactColumn, Fact]]


@dataclass(frozen=True)
class Points:
    """One label and one value per series for each value of a dimension; `units` are those of the series."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    units: tuple[str, ...]
    values: tuple[str, ...]
    """The values themselves, as keys have them."""


def points(dimension: str, columns: Columns, heads: RowHeads) -> Points:
    """The values of a dimension that every fact states and none withholds, by what readers call them: of a value that
    is not known nothing can be drawn, and least of all zero."""
    keys = [cells_by_value(fact, dimension, column.key) for column, fact in columns]
    values = [value for value in _shown(dimension, columns) if all(value in known for known in keys)]
    series = tuple(
        Series(
            column.label,
            tuple(charted(fact, known[value]) for value in values),
            tuple(address(fact, known[value]) for value in values),
        )
        for (column, fact), known in zip(columns, keys, strict=True)
    )
    labels = tuple(_name(heads, value) for value in values)
    return Points(labels, series, tuple(fact.unit for _, fact in columns), tuple(values))


@dataclass(frozen=True)
class Fields:
    """A value, or None where no fact states one, for each row and column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Value | None, ...], ...]
    addresses: tuple[tuple[str, ...], ...]
    """What each value is known by in the drawing, empty where there is none."""

    @property
    def differ(self) -> bool:
        """Whether there is more than one value, so that a picture can show which stands out."""
        return len({value for row in self.values for value in row} - {None}) > 1


def fields(dimension: str, columns: Columns, heads: RowHeads) -> Fields:
    """The fields of one dimension and the given columns, without their margins and without rows in which anything is
    withheld."""
    inner = [(column, fact) for column, fact in columns if WHOLE not in column.key.values()]
    keys = [cells_by_value(fact, dimension, column.key) for column, fact in inner]
    values = _shown(dimension, inner)
    rows = tuple(
        tuple(
            charted(fact, known[value]) if value in known else None
            for (_, fact), known in zip(inner, keys, strict=True)
        )
        for value in values
    )
    addresses = tuple(
        tuple(
            address(fact, known[value]) if value in known else "" for (_, fact), known in zip(inner, keys, strict=True)
        )
        for value in values
    )
    labels = tuple(column.label for column, _ in inner)
    return Fields(tuple(_name(heads, value) for value in values), labels, rows, addresses)


def _name(heads: RowHeads, value: str) -> str:
    """What readers call a value; a school that is not on the list has no name but its code."""
    return display_name(heads, value) if value in heads.words else " ".join(filter(None, heads.of(value)))


def _shown(dimension: str, columns: Columns) -> list[str]:
    """The values of a dimension that may be drawn: no margin, and none that any of the facts withholds."""
    hidden = {WHOLE}.union(*(withheld_values(fact, dimension, column.key) for column, fact in columns))
    return [value for value in row_values([fact for _, fact in columns], dimension) if value not in hidden]
