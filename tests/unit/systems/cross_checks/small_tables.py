"""Systems' tables as small frames, for the checks between them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from helpers.systems.cross_checks.comparisons import RoundTables, SystemComparison

ONE, TWO, THREE = "34010001", "34010002", "34010003"
Tables = Mapping[tuple[str, str], Iterable[Mapping[str, Any]]]


def round_tables(tables: Tables) -> RoundTables:
    """What the systems have; row keys are made up, one row after the other in a file named by its system."""
    frames = {}
    for (system, table), rows in tables.items():
        keyed = [{"delivery": system, "sheet": "", "row": row, **values} for row, values in enumerate(rows, 2)]
        frames[system, table] = pd.DataFrame(keyed)
    files = {system: f"{system}.csv" for system, _ in tables}
    return RoundTables(lambda system, table: frames.get((system, table)), files)


def findings_of(compared: SystemComparison) -> list[tuple[str, str, str, str]]:
    """Each finding as rule, school, what was found and what the other side says."""
    return [(finding.rule, finding.smis, finding.found, finding.allowed) for finding in compared.findings]
