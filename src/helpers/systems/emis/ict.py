"""The EMIS pages of information technology as rows of the canonical tables: computers, internet and networks."""

import re
from contextlib import suppress
from decimal import Decimal

from helpers.foreign.cells import baht_in, is_empty, is_no_label
from helpers.systems.emis import labels
from helpers.systems.emis.reading import Labels, PageLine, Record, SchoolPage, Tables
from helpers.tables.schemas import NOT_STATED

_Cell = tuple[PageLine, int | None]
"""A count with the line that it stands in; None for a cell without one."""
_COMPUTERS_START = re.compile(f"^{labels.COMPUTERS_START}ร์?")
_COMPUTER_MEASURES = ("เครื่อง",)
_BY_PURPOSE = (*labels.COMPUTER_SOURCES, labels.SUM, *labels.CONDITIONS)
_COMPUTER_ROWS = (
    *((purpose, name) for purpose in labels.PURPOSES for name in _BY_PURPOSE),
    *((labels.ALL_PURPOSES, name) for name in (labels.COMPUTERS, *labels.CONDITIONS)),
)
"""The rows of every page of computers."""
_BARE_COMPUTERS = {"".join(f"{purpose}|{name}".split()): (purpose, name) for purpose, name in _COMPUTER_ROWS}


def read_computers(page: SchoolPage, most: int) -> Tables:
    """Rows of `computers`, `computer_conditions` and `stated_totals`, in machines; none for zero. Cells without a
    count, or with more than `most`, and sums that do not hold become findings of the page."""
    cells: dict[tuple[str, str], _Cell] = {}
    for (purpose, name), line in page.counted_lines(2, _computer_spelling):
        if (purpose, name) not in _COMPUTER_ROWS:
            page.add_finding("emis.row.unknown", line, found=" · ".join(line.cells[:2]))
            continue
        cells[purpose, name] = line, page.count(line, 2, f"{purpose} · {name}", most)
    for purpose in labels.PURPOSES:
        _check_computers(page, cells, purpose, labels.COMPUTER_SOURCES, "emis.computer.source_sum")
        _check_computers(page, cells, purpose, labels.CONDITIONS, "emis.computer.condition_sum")
    _check_all_purposes(page, cells)
    page.require_labels(
        (f"{purpose} · {name}" for purpose, name in _COMPUTER_ROWS), {f"{purpose} · {name}" for purpose, name in cells}
    )
    return {
        "computers": _computer_records(page, cells, "source", labels.COMPUTER_SOURCES),
        "computer_conditions": _computer_records(page, cells, "condition", labels.CONDITIONS),
        "stated_totals": [
            record
            for (purpose, name), (line, count) in cells.items()
            if purpose == labels.ALL_PURPOSES or name == labels.SUM
            for record in page.stated_totals(line, f"{purpose} · {name}", _COMPUTER_MEASURES, (count,))
        ],
    }


def _computer_spelling(cells: Labels) -> Labels:
    """Purpose and name of a line as the tables spell them, whatever the spaces and the words in front."""
    purpose, name = _COMPUTERS_START.sub("", cells[0]), cells[1].rstrip(": ")
    return _BARE_COMPUTERS.get("".join(f"{purpose}|{name}".split()), (purpose, name))


def _check_computers(
    page: SchoolPage, cells: dict[tuple[str, str], _Cell], purpose: str, names: tuple[str, ...], rule: str
) -> None:
    if (purpose, labels.SUM) in cells and all((purpose, name) in cells for name in names):
        line, stated = cells[purpose, labels.SUM]
        page.check_sum(rule, line, f"{purpose} · {labels.SUM}", stated, [cells[purpose, name][1] for name in names])


def _check_all_purposes(page: SchoolPage, cells: dict[tuple[str, str], _Cell]) -> None:
    for name, part in ((labels.COMPUTERS, labels.SUM), *((condition, condition) for condition in labels.CONDITIONS)):
        parts = [cells[purpose, part][1] for purpose in labels.PURPOSES if (purpose, part) in cells]
        if (labels.ALL_PURPOSES, name) in cells and parts:
            line, stated = cells[labels.ALL_PURPOSES, name]
            page.check_sum("emis.computer.total_sum", line, f"{labels.ALL_PURPOSES} · {name}", stated, parts)


def _computer_records(
    page: SchoolPage, cells: dict[tuple[str, str], _Cell], column: str, names: tuple[str, ...]
) -> list[Record]:
    return [
        page.record(line, purpose=purpose, computers=count, **{column: name})
        for (purpose, name), (line, count) in cells.items()
        if purpose in labels.PURPOSES and name in names and count
    ]


_PER_MONTH = re.compile(r"\s*(?:บาท)?(?:\s*/\s*เดือน)?$")
_SPEED = re.compile(
    r"([0-9]{1,6}|[0-9]{1,3},[0-9]{3})(?:\s*/\s*[0-9,]{1,7})?\s*(g|m)?(?:b(?:it)?(?:ps|/s)?)?", re.IGNORECASE
)
_GIGABIT = 1000
_BARE_NETWORKS = {"".join(name.split()): name for name in (*labels.CONNECTION_ITEMS, *labels.NETWORKS)}
"""The names of lines by their spelling without spaces."""


def read_internet(page: SchoolPage) -> Tables:
    """Rows of `connections` (baht a month, Mbps) and `networks`. A connection whose cells are all empty gives no row:
    the school rents none."""
    sections: dict[str, dict[str, PageLine]] = {}
    networks, names = [], set()
    for (section, name), line in page.counted_lines(2, _network_spelling):
        names.add(name)
        if name in labels.NETWORKS:
            networks.append(page.record(line, network=labels.NETWORKS[name], state=_state(page, line, name)))
        elif name in labels.CONNECTION_ITEMS:
            sections.setdefault(section, {})[name] = line
        else:
            page.add_finding("emis.row.unknown", line, found=" · ".join(line.cells[:2]))
    page.require_labels((*labels.CONNECTION_ITEMS, *labels.NETWORKS), names)
    connections = [
        _connection(page, section, lines)
        for section, lines in sections.items()
        if any(not is_empty(line.cells[2]) for line in lines.values())
    ]
    return {"connections": connections, "networks": networks}


def _network_spelling(cells: Labels) -> Labels:
    """Section and name of a line; a network counts once, so its section is left out."""
    section, name = " ".join(cells[0].split()).rstrip(": "), cells[1].rstrip(": ")
    known = _BARE_NETWORKS.get("".join(name.split()), name)
    return ("" if known in labels.NETWORKS else section), known


def _state(page: SchoolPage, line: PageLine, name: str) -> str:
    text = line.cells[2]
    for state in (labels.LACKING, labels.PRESENT):
        if text.startswith(state):
            return state
    page.add_finding(
        "emis.internet.network_unclear", line, column=name, found=text[:40] or "(ว่าง)", allowed="มี หรือ ไม่มี"
    )
    return NOT_STATED


def _connection(page: SchoolPage, section: str, lines: dict[str, PageLine]) -> Record:
    first = next(iter(lines.values()))
    stated = {name: _stated(lines.get(name)) for name in labels.CONNECTION_ITEMS}
    mbps = _mbps(page, lines.get(labels.SPEED, first), stated[labels.SPEED])
    return page.record(
        first,
        contract=section,
        provider=stated[labels.PROVIDER] or NOT_STATED,
        kind=stated[labels.KIND] or NOT_STATED,
        status=stated[labels.STATUS] or NOT_STATED,
        speed=stated[labels.SPEED] or NOT_STATED,
        mbps=mbps,
        measured=mbps is not None,
        monthly_cost=_baht(page, lines.get(labels.COST, first), stated[labels.COST]),
    )


def _stated(line: PageLine | None) -> str:
    return "" if line is None or is_empty(line.cells[2]) or is_no_label(line.cells[2]) else line.cells[2]


def _mbps(page: SchoolPage, line: PageLine, text: str) -> int | None:
    """Megabits a second downwards: `100/50 Mbps` is 100, `1 Gbps` is 1,000; None for nothing or something else."""
    match = _SPEED.fullmatch(text)
    if match:
        return int(match[1].replace(",", "")) * (_GIGABIT if (match[2] or "").lower() == "g" else 1)
    if text:
        page.add_finding(
            "emis.internet.speed_unreadable", line, column=labels.SPEED, found=text[:40], allowed="เช่น 100/50 Mbps"
        )
    return None


def _baht(page: SchoolPage, line: PageLine, text: str) -> Decimal | None:
    with suppress(ValueError):
        amount = baht_in(_PER_MONTH.sub("", text))
        if amount is not None:
            return amount
    rule = "emis.internet.cost_unreadable" if text else "emis.internet.cost_missing"
    page.add_finding(rule, line, column=labels.COST, found=text[:40] or "(ว่าง)", allowed="เช่น 599.00")
    return None
