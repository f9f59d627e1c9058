"""The requests for data that the office answered in an academic year, from the register of requests.

The register grows every week, and last year's report must not change with it: the delivery that the rows lead to is the
year's lines alone, as a register of their own; the row is the line's number in the whole register.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from helpers.digests import text_digest
from helpers.periods import AcademicYear
from helpers.tables.graph import Graph
from helpers.tables.requests import AUDIENCE_THAI, FIRST_LINE, NAME, Audience, DataRequest, read_requests, register_text
from helpers.tables.schemas import DELIVERY_DIGITS, with_row_keys

REGISTER = "requests"
"""The name by which facts need the register; no file of that name is ever delivered."""
TITLE = "ทะเบียนคำขอข้อมูล"
NO_REGISTER = "ไม่มีทะเบียนคำขอ"
OTHER = "ชุดข้อมูลอื่น"
"""Stands for every data set that is of no one system or programme."""


def requests_digest(year: AcademicYear, graph: Graph) -> str:
    """The SHA-256 of the year's lines; empty where the office has no register."""
    numbered = _of_year(year, graph)
    return "" if numbered is None else _digest(numbered)


def answered_requests(year: AcademicYear, titles: Mapping[str, str], graph: Graph) -> Iterator[pd.DataFrame]:
    """One row a request that was answered in the year; nothing where the office has no register. `titles` are what
    people call the systems and programmes, by name; the other data sets stand together."""
    numbered = _of_year(year, graph) or {}
    rows = [
        {
            "audience": AUDIENCE_THAI[Audience(request.audience)],
            "dataset": titles.get(request.dataset, OTHER),
            "delivery": _digest(numbered)[:DELIVERY_DIGITS],
            "sheet": "",
            "row": line,
        }
        for line, request in numbered.items()
    ]
    if rows:
        yield with_row_keys(pd.DataFrame(rows))


def register_files(year: AcademicYear, graph: Graph) -> Iterator[pd.DataFrame]:
    """The year's lines as a row of the table of deliveries; nothing where the office has no register."""
    numbered = _of_year(year, graph)
    if numbered is not None:
        digest = _digest(numbered)
        words = {"sha256": digest, "name": NAME, "report": REGISTER, "title": f"{TITLE} บรรทัดของ{year.thai}"}
        numbers = {"encoding": "utf-8", "rows": len(numbered), "delivery": digest[:DELIVERY_DIGITS], "row": 0}
        yield with_row_keys(pd.DataFrame([{**words, **numbers, "sheet": ""}]))


def _of_year(year: AcademicYear, graph: Graph) -> dict[int, DataRequest] | None:
    """The year's requests by the number of their line; None where the office has no register."""
    register = read_requests(graph.folder)
    if register is None:
        return None
    numbered = enumerate(register, FIRST_LINE)
    return {line: each for line, each in numbered if AcademicYear.of(date.fromisoformat(each.answered)) == year}


def _digest(numbered: dict[int, DataRequest]) -> str:
    return text_digest(register_text(numbered.values()))
