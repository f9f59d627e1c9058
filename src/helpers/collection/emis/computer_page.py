"""The page of computers: by what they are for and where they came from, and how many of them work."""

from __future__ import annotations

import re

from helpers.collection.emis import labels
from helpers.collection.emis.pages import Line
from helpers.collection.emis.school_page import Labels, SchoolPage, Tables

_START = re.compile(f"^{labels.COMPUTERS_START}ร์?")
_MEASURE = "เครื่อง"
_BY_PURPOSE = (*labels.COMPUTER_SOURCES, labels.SUM, *labels.CONDITIONS)
_ROWS = (
    *((purpose, name) for purpose in labels.PURPOSES for name in _BY_PURPOSE),
    *((labels.ALL_PURPOSES, name) for name in (labels.COMPUTERS, *labels.CONDITIONS)),
)
"""What every page has."""
_BARE = {"".join(f"{purpose}|{name}".split()): (purpose, name) for purpose, name in _ROWS}
_Cell = tuple[Line, int | None]


def read_computers(page: SchoolPage, most: int) -> Tables:
    """Rows of computers, computer conditions and stated totals. Unusual cells and sums become findings of the page; of
    more than `most` computers in a cell too."""
    cells: dict[tuple[str, str], _Cell] = {}
    for (purpose, name), line in page.first_lines(2, _spelled):
        if (purpose, name) not in _ROWS:
            page.find("emis.row.unknown", line, found=" · ".join(line.cells[:2]))
            continue
        cells[purpose, name] = line, page.number(line, 2, f"{purpose} · {name}", most)
    for purpose in labels.PURPOSES:
        _check_sum(page, cells, purpose, labels.COMPUTER_SOURCES, "emis.computer.source_sum")
        _check_sum(page, cells, purpose, labels.CONDITIONS, "emis.computer.condition_sum")
    _check_whole(page, cells)
    page.require((f"{purpose} · {name}" for purpose, name in _ROWS), {f"{purpose} · {name}" for purpose, name in cells})
    return {
        "computers": _rows(page, cells, "source", labels.COMPUTER_SOURCES),
        "computer_conditions": _rows(page, cells, "condition", labels.CONDITIONS),
        "stated_totals": _totals(page, cells),
    }


def _spelled(cells: Labels) -> Labels:
    """Purpose and name of a line, however they are spaced and whatever stands around them."""
    purpose, name = _START.sub("", cells[0]), cells[1].rstrip(": ")
    return _BARE.get("".join(f"{purpose}|{name}".split()), (purpose, name))


def _check_sum(
    page: SchoolPage, cells: dict[tuple[str, str], _Cell], purpose: str, names: tuple[str, ...], rule: str
) -> None:
    if (purpose, labels.SUM) in cells and all((purpose, name) in cells for name in names):
        line, stated = cells[purpose, labels.SUM]
        page.compare(rule, line, f"{purpose} · {labels.SUM}", stated, [cells[purpose, name][1] for name in names])


def _check_whole(page: SchoolPage, cells: dict[tuple[str, str], _Cell]) -> None:
    for name, part in ((labels.COMPUTERS, labels.SUM), *((each, each) for each in labels.CONDITIONS)):
        own = [cells[purpose, part][1] for purpose in labels.PURPOSES if (purpose, part) in cells]
        if (labels.ALL_PURPOSES, name) in cells and own:
            line, stated = cells[labels.ALL_PURPOSES, name]
            page.compare("emis.computer.total_sum", line, f"{labels.ALL_PURPOSES} · {name}", stated, own)


def _rows(
    page: SchoolPage, cells: dict[tuple[str, str], _Cell], column: str, names: tuple[str, ...]
) -> list[dict[str, object]]:
    return [
        page.record(line, purpose=purpose, computers=count, **{column: name})
        for (purpose, name), (line, count) in cells.items()
        if purpose in labels.PURPOSES and name in names and count
    ]


def _totals(page: SchoolPage, cells: dict[tuple[str, str], _Cell]) -> list[dict[str, object]]:
    return [
        page.record(line, report=page.report, label=f"{purpose} · {name}", measure=_MEASURE, value=count)
        for (purpose, name), (line, count) in cells.items()
        if (purpose == labels.ALL_PURPOSES or name == labels.SUM) and count is not None
    ]
