"""Facts as the lines of facts.csv, without a notebook in between."""

from collections.abc import Iterable

from helpers.facts.definitions import Fact
from helpers.facts.ledger import FactLine, value_text


def lines(facts: Iterable[Fact]) -> list[FactLine]:
    """Every cell of every fact."""
    return [
        FactLine(
            fact=fact.id,
            key=key,
            value=value_text(cell.value),
            unit=fact.unit,
            title=fact.title,
            operation=fact.operation,
            table=fact.table,
            column=fact.column,
            where=cell.where,
            rows=cell.rows,
            digest=cell.digest,
        )
        for fact in facts
        for key, cell in fact.cells.items()
    ]
