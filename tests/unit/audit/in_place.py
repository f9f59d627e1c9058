"""Reports as a run leaves them, for what lists them."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import nbformat

from builders import parted
from helpers.audit.freshness import State
from helpers.audit.manifest import NAME, manifest_text
from helpers.audit.portal import write_portal
from helpers.audit.report_cards import Card, Link, report_cards, report_year
from helpers.catalogue import open_graph
from helpers.reports.catalogue import existing_reports
from helpers.reports.folders import SECOND_READER, Folders
from helpers.reports.inputs import described_inputs
from unit.reports.specimen import specimen

REPORT = "round/2568-1/dmc"
FILES = ("report.html", "report.pdf", "tables.xlsx", "facts.csv", "findings.csv")
ADDRESS = re.compile(r'(?:href|src|url)[=(]"?([^")>\s]+)')


def put_in_place(folders: Folders, report_id: str = REPORT, files: tuple[str, ...] = FILES) -> Path:
    """A report as a run leaves it, made from the present inputs of the one round that was received."""
    params = folders.read_params()
    graph = open_graph(folders.data_folder, params)
    (spec,) = existing_reports(graph)
    graph.snapshots(spec.reads)
    inputs = described_inputs(spec, folders, graph)
    content = {name: name.encode() for name in (*files, SECOND_READER)}
    content |= {"report.ipynb": nbformat.writes(specimen(3)).encode()}
    folder = folders.outputs / report_id
    folder.mkdir(parents=True)
    for name, each in content.items():
        (folder / name).write_bytes(each)
    (folder / NAME).write_text(manifest_text(inputs, "fp", spec.title, content, folders), encoding="utf-8")
    return folder


def fail(folders: Folders, error: str) -> None:
    folder = folders.outputs / "failed" / REPORT
    folder.mkdir(parents=True)
    (folder / "error.txt").write_text(error, encoding="utf-8")


def card(folders: Folders, report_id: str = REPORT) -> Card:
    return cards(folders)[report_id]


def cards(folders: Folders) -> Mapping[str, Card]:
    return {each.report_id: each for each in report_cards(folders, folders.read_params())}


def page(folders: Folders) -> str:
    """The index, without the marks of words that hold together."""
    return parted(write_portal(folders, folders.read_params()).read_text(encoding="utf-8"))


class Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def made(report_id: str, state: State = State.CURRENT, name: str = "report.html") -> Card:
    when = report_year(report_id)
    assert when is not None
    links = () if state is State.WAITING else (Link(name, f"{report_id}/{name}", "เปิดรายงาน"),)
    why = ("ยังไม่ได้รับไฟล์",) if state is State.WAITING else ()
    return Card(
        report_id,
        when,
        title=report_id,
        period=when.period,
        as_of="",
        state=state,
        failed=False,
        reasons=why,
        figures=(),
        links=links,
        answer=(),
        flags=(),
        sample=False,
    )
