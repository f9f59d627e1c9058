"""Which facts of a report are one number under several ids."""

from collections import defaultdict

from helpers.facts.ledger import FactLine, read_csv
from made_up.project import Home


def names_of_one_number(home: Home, report: str) -> list[list[str]]:
    """The ids that count the same rows of the same column in the same way, key by key; in the order stated. Empty where
    every number has one id."""
    lines_of: dict[str, list[FactLine]] = defaultdict(list)
    for line in read_csv(home.read(f"{report}/facts.csv").decode(), report):
        lines_of[line.fact].append(line)
    named: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for fact, lines in lines_of.items():
        first = lines[0]
        cells = tuple(sorted((line.key, line.where) for line in lines))
        named[first.operation, first.table, first.column, cells].append(fact)
    return [names for names in named.values() if len(names) > 1]
