"""The numbers of facts.csv as reports print them: rounded, shares as percentages, differences of what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from helpers.facts.definitions import Cell, Fact, Operation, parse_reference
from helpers.facts.ledger import Line
from helpers.reports.prose import PER_CENT_POINTS, as_printed, is_share, printed_unit

Lines = Mapping[tuple[str, str], Line]


def printed(line: Line, lines: Lines) -> Decimal:
    """The value of a cell as its report prints it; `lines` are all cells of the report."""
    if line.operation is Operation.DIFFERENCE and "." in line.value:
        parts = [lines.get(name) for name in parse_reference(line.where)]
        one, other = (printed(part, lines) if part else None for part in parts)
        if one is not None and other is not None:
            return one - other
    return as_printed(_fact(line), line.key)


def unit(line: Line) -> str:
    """The unit in which a cell is printed."""
    return printed_unit(_fact(line))


def unit_of_change(line: Line) -> str:
    """The unit of how two printed values of a cell differ, where it is another than that of the values; else the empty
    string."""
    return PER_CENT_POINTS if is_share(_fact(line)) else ""


def _fact(line: Line) -> Fact:
    value = Decimal(line.value) if "." in line.value else int(line.value)
    cell = Cell(value, line.where, line.rows, line.digest)
    return Fact(line.fact, line.title, line.unit, line.operation, line.table, line.column, {line.key: cell})
