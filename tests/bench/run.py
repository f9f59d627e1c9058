"""Measure every case, or those that are asked for: `make bench`, `make bench ONLY="report year"`.

What was measured is kept in `build/bench/measured.json`; docs/performance.md is written from it.
"""

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from typing import Any

from bench.cases import CASES
from bench.measuring import Cost, say
from bench.office import ROOT, WORK

KEPT, PAGE = WORK / "measured.json", ROOT / "docs" / "performance.md"
TOOLS = ("papermill", "nbconvert", "pandas", "pyarrow", "duckdb", "matplotlib", "seaborn", "openpyxl", "typst")
BEGIN = "<!-- measured -->"
_HEAD = "| | processor time, s | × the first | wall time, s | peak memory, MiB |\n|---|--:|--:|--:|--:|"


def main(wanted: Sequence[str]) -> int:
    """Measure, print, and write the page; the exit code."""
    unknown = [name for name in wanted if name not in CASES]
    if unknown:
        say(f"no such case: {', '.join(unknown)}; there are {', '.join(CASES)}")
        return 2
    WORK.mkdir(parents=True, exist_ok=True)
    for name in wanted or CASES:
        say(f"{name}: {_question(name)}")
        costs = CASES[name]()
        say(_table(costs))
        _keep(name, costs)
    _write()
    return 0


def _question(name: str) -> str:
    """What a case measures, on one line."""
    return " ".join((CASES[name].__doc__ or "").split())


def _keep(name: str, costs: Mapping[str, Cost]) -> None:
    measured = _measured()
    measured[name] = {
        "date": date.today().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "versions": {tool: version(tool) for tool in TOOLS},
        "costs": {way: asdict(cost) for way, cost in costs.items()},
    }
    KEPT.write_text(json.dumps(measured, ensure_ascii=False, indent=1), "utf-8")


def _measured() -> dict[str, Any]:
    return json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {}


def _table(costs: Mapping[str, Cost]) -> str:
    first = next(iter(costs.values())).processor
    rows = (
        f"| {way} | {cost.processor:.2f} | {cost.processor / first:.1f} | {cost.wall:.1f} | {cost.memory:,.0f} |"
        for way, cost in costs.items()
    )
    return "\n".join([_HEAD, *rows])


def _write() -> None:
    """Write what was measured below the mark of the page; what stands above it is written by hand."""
    parts = [PAGE.read_text("utf-8").partition(BEGIN)[0] + BEGIN]
    for name, kept in _measured().items():
        versions = ", ".join(f"{tool} {number}" for tool, number in kept["versions"].items())
        costs = {way: Cost(**cost) for way, cost in kept["costs"].items()}
        parts.append(f"## {_question(name)}\n\n{kept['date']}, {kept['machine']}; {versions}.\n\n{_table(costs)}")
    PAGE.write_text("\n\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
