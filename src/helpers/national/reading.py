"""Reading the facts of an office's report: those that are taken over, each with its line in the file."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class OfficeFigure:
    """One number of an office's report, and the row of facts.csv in which it stands."""

    fact: str
    value: Decimal
    row: int


def read_figures(path: Path, facts: Collection[str]) -> dict[str, OfficeFigure]:
    """The facts of one cell among `facts`, by id; those that the report does not state are left out."""
    figures = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row, line in enumerate(csv.DictReader(stream), 2):
            if line["fact"] in facts and not line["key"]:
                figures[line["fact"]] = OfficeFigure(line["fact"], Decimal(line["value"]), row)
    return figures
