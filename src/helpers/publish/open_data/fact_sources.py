"""Which tables the facts of a release were counted from: what these call their columns, and where they come from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from helpers.catalogue import datasets
from helpers.facts.definitions import Operation, parse_reference
from helpers.facts.released import ReleasedFact, ReleasedFacts
from helpers.params.folder import Params
from helpers.tables.graph import Dataset
from helpers.tables.schemas import PARTS

_REMARK = re.compile(r" ?[(:].*$")
StatedFact = tuple[str, ReleasedFacts]
"""A fact's id among the facts of its report."""


class FactSources:
    """The tables of every data set, by the names that facts have for them."""

    def __init__(self, params: Params) -> None:
        self._datasets: Mapping[str, Dataset[Any]] = datasets(params)
        self._meanings: dict[str, Mapping[str, str]] = {
            f"{dataset.name}/{schema.name}": {field.name: _plain(field.meaning) for field in schema.fields}
            for dataset in self._datasets.values()
            for schema in dataset.tables
        }

    def column_title(self, column: str, facts: Iterable[StatedFact]) -> str:
        """What a key column of these facts is called in Thai; its own name where no table of theirs has it."""
        meanings = (self._meanings.get(table, {}).get(column) for fact in facts for table in _tables(*fact))
        return next(filter(None, meanings), column)

    def inputs(self, facts: ReleasedFacts) -> tuple[tuple[str, str, str], ...]:
        """The period, name and title of every data set that facts of a report were counted from, each once."""
        tables = sorted({released.table for released in facts.values() if released.table})
        origins = dict.fromkeys(tuple(table.split("/")[:2]) for table in tables)
        return tuple((period, name, self._datasets[name].title) for period, name in origins if name in self._datasets)

    def titles(self, facts: Iterable[StatedFact]) -> tuple[str, ...]:
        """What the data sets are called that these facts were counted from, each once, in the facts' order."""
        names = (table.partition("/")[0] for fact in facts for table in _tables(*fact))
        known = (self._datasets[name].title for name in dict.fromkeys(names) if name in self._datasets)
        return tuple(dict.fromkeys(known))


def _plain(meaning: str) -> str:
    return _REMARK.sub("", meaning).replace(PARTS, " · ")


def _tables(fact: str, facts: ReleasedFacts) -> Iterator[str]:
    """The tables, as `system/table`, of a fact or of the parts that a ratio or difference is made of."""
    released = facts.get(fact)
    if released is None:
        return
    if released.table:
        yield released.table.partition("/")[2]
    else:
        for part in _parts(released):
            yield from _tables(part, facts)


def _parts(released: ReleasedFact) -> list[str]:
    """The two facts that a ratio or difference is made of; none where all its cells are withheld."""
    if released.operation not in (Operation.RATIO, Operation.DIFFERENCE) or not released.cells:
        return []
    where = next(iter(released.cells.values())).where
    return [fact for fact, _ in parse_reference(where)]
