"""The page of computers: by what they are for and where they came from, and how many of them work.

The page of internet connections and of the networks inside the school.
"""

import re
from contextlib import suppress
from decimal import Decimal

from helpers.foreign.cells import baht_in, is_empty, is_no_label
from helpers.systems.emis import labels
from helpers.systems.emis.reading import Labels, Line, SchoolPage, Tables
from helpers.tables.schemas import NOT_STATED

_START = re.compile(f"^{labels.COMPUTERS_START}ร์?")
_MEASURE = "เครื่อง"
_BY_PURPOSE = (*labels.COMPUTER_SOURCES, labels.SUM, *labels.CONDITIONS)
_ROWS = (
    *((purpose, name) for purpose in labels.PURPOSES for name in _BY_PURPOSE),
    *((labels.ALL_PURPOSES, name) for name in (labels.COMPUTERS, *labels.CONDITIONS)),
)
"""What every page has."""
_BARE_COMPUTERS = {"".join(f"{purpose}|{name}".split()): (purpose, name) for purpose, name in _ROWS}
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
    return _BARE_COMPUTERS.get("".join(f"{purpose}|{name}".split()), (purpose, name))


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


_PER_MONTH = re.compile(r"\s*(?:บาท)?(?:\s*/\s*เดือน)?$")
_SPEED = re.compile(
    r"([0-9]{1,6}|[0-9]{1,3},[0-9]{3})(?:\s*/\s*[0-9,]{1,7})?\s*(g|m)?(?:b(?:it)?(?:ps|/s)?)?", re.IGNORECASE
)
_GIGABIT = 1000
_BARE_NETWORKS = {"".join(name.split()): name for name in (*labels.CONNECTION_ITEMS, *labels.NETWORKS)}
"""The names of lines by what is left of them without spaces."""


def read_internet(page: SchoolPage) -> Tables:
    """Rows of connections and networks. A connection of which nothing is said gives no row: the school rents none."""
    sections: dict[str, dict[str, Line]] = {}
    networks, there = [], set()
    for (section, name), line in page.first_lines(2, _network_spelling):
        there.add(name)
        if name in labels.NETWORKS:
            networks.append(page.record(line, network=labels.NETWORKS[name], state=_state(page, line, name)))
        elif name in labels.CONNECTION_ITEMS:
            sections.setdefault(section, {})[name] = line
        else:
            page.find("emis.row.unknown", line, found=" · ".join(line.cells[:2]))
    page.require((*labels.CONNECTION_ITEMS, *labels.NETWORKS), there)
    connections = [
        _connection(page, section, lines)
        for section, lines in sections.items()
        if any(not is_empty(line.cells[2]) for line in lines.values())
    ]
    return {"connections": connections, "networks": networks}


def _network_spelling(cells: Labels) -> Labels:
    """Section and name of a line; a network is the same one in whichever section it stands."""
    section, name = " ".join(cells[0].split()).rstrip(": "), cells[1].rstrip(": ")
    known = _BARE_NETWORKS.get("".join(name.split()), name)
    return ("" if known in labels.NETWORKS else section), known


def _state(page: SchoolPage, line: Line, name: str) -> str:
    text = line.cells[2]
    for state in (labels.LACKING, labels.PRESENT):
        if text.startswith(state):
            return state
    page.find("emis.internet.network_unclear", line, column=name, found=text[:40] or "(ว่าง)", allowed="มี หรือ ไม่มี")
    return NOT_STATED


def _connection(page: SchoolPage, section: str, lines: dict[str, Line]) -> dict[str, object]:
    first = next(iter(lines.values()))
    told = {name: _told(lines.get(name)) for name in labels.CONNECTION_ITEMS}
    mbps = _mbps(page, lines.get(labels.SPEED, first), told[labels.SPEED])
    return page.record(
        first,
        contract=section,
        provider=told[labels.PROVIDER] or NOT_STATED,
        kind=told[labels.KIND] or NOT_STATED,
        status=told[labels.STATUS] or NOT_STATED,
        speed=told[labels.SPEED] or NOT_STATED,
        mbps=mbps,
        measured=mbps is not None,
        monthly_cost=_baht(page, lines.get(labels.COST, first), told[labels.COST]),
    )


def _told(line: Line | None) -> str:
    return "" if line is None or is_empty(line.cells[2]) or is_no_label(line.cells[2]) else line.cells[2]


def _mbps(page: SchoolPage, line: Line, text: str) -> int | None:
    """Megabits a second downwards: `100/50 Mbps` is 100, `1 Gbps` is 1,000; None for nothing or something else."""
    match = _SPEED.fullmatch(text)
    if match:
        return int(match[1].replace(",", "")) * (_GIGABIT if (match[2] or "").lower() == "g" else 1)
    if text:
        page.find(
            "emis.internet.speed_unreadable", line, column=labels.SPEED, found=text[:40], allowed="เช่น 100/50 Mbps"
        )
    return None


def _baht(page: SchoolPage, line: Line, text: str) -> Decimal | None:
    with suppress(ValueError):
        found = baht_in(_PER_MONTH.sub("", text))
        if found is not None:
            return found
    rule = "emis.internet.cost_unreadable" if text else "emis.internet.cost_missing"
    page.find(rule, line, column=labels.COST, found=text[:40] or "(ว่าง)", allowed="เช่น 599.00")
    return None
