"""The documents of an edition: each with its files and the day on which its numbers were first published.

That day cannot be told from data, and nothing that is made names the present. A document keeps its day until its
numbers change: `publications.json` of the last edition tells it, and `today` is only that of documents which were not
there or had other numbers. The same edition made again is the same.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpers.digests import description_digest
from helpers.facts.ledger import value_text
from helpers.publish.open_data.data_package import PATH as PACKAGE
from helpers.publish.open_data.dataset_records import DataCatalogue
from helpers.publish.open_data.published import PAGE, PublishedReport
from helpers.publish.open_data.table import FOLDER

NAME = "publications.json"
INDEX = "index.html"
_FILES = {PAGE: "อ่านบนจอ", "report.pdf": "PDF", "tables.xlsx": "Excel", "facts.csv": "CSV"}
"""What lists call the files of a report, in their order."""
_DIGITS = 16
Publications = Mapping[str, tuple[str, date]]
"""By document, the version of its numbers and the day on which it was first published."""


@dataclass(frozen=True)
class Document:
    """One published document, or many of a kind that are published together, like the pages of schools. `files` are
    their addresses in the edition, each with what it is called; the first is the one to open."""

    id: str
    title: str
    as_of: date
    version: str
    published: date
    files: tuple[tuple[str, str], ...]
    pages: tuple[str, ...]
    """The addresses of all its pages."""


def documents_of(
    catalogue: DataCatalogue, there: Collection[str], earlier: Publications, today: date
) -> tuple[Document, ...]:
    """The documents of an edition, newest first. `there` has the addresses of all its files, `earlier` the
    publications of the edition before."""
    versions = {report.id: numbers_version(report) for report in catalogue.reports}
    drafts = [
        *_reports(catalogue, there, versions),
        *_school_pages(catalogue, versions),
        _open_data(catalogue, versions),
    ]
    documents = (
        Document(
            draft.id,
            draft.title,
            draft.as_of,
            draft.version,
            _published(draft, earlier, today),
            draft.files,
            draft.pages,
        )
        for draft in drafts
    )
    by_name = sorted(documents, key=lambda document: document.id)
    return tuple(sorted(by_name, key=lambda document: (document.published, document.as_of), reverse=True))


@dataclass(frozen=True)
class _Draft:
    """A document of which nobody knows yet when it was published."""

    id: str
    title: str
    as_of: date
    version: str
    files: tuple[tuple[str, str], ...]
    pages: tuple[str, ...]


def numbers_version(report: PublishedReport) -> str:
    """What the released numbers of a report are known by: another where any number, unit or withheld cell is another,
    whatever the report looks like."""
    numbers = {
        fact: [
            [key, value_text(released.cells[key].value) if key in released.cells else None, released.unit]
            for key in released.order
        ]
        for fact, released in report.facts.items()
    }
    return description_digest(numbers)[:_DIGITS]


def _published(draft: _Draft, earlier: Publications, today: date) -> date:
    version, day = earlier.get(draft.id, ("", today))
    return day if version == draft.version else today


def _reports(catalogue: DataCatalogue, there: Collection[str], versions: Mapping[str, str]) -> Iterator[_Draft]:
    for report in catalogue.reports:
        if not report.spec.school:
            ways = [(f"{report.id}/{name}", label) for name, label in _FILES.items()]
            files = tuple((way, label) for way, label in ways if way in there)
            yield _Draft(report.id, report.title, report.as_of, versions[report.id], files, (report.page,))


def _school_pages(catalogue: DataCatalogue, versions: Mapping[str, str]) -> Iterator[_Draft]:
    """The pages of the schools of a year as one document each."""
    by_year: dict[str, list[PublishedReport]] = {}
    for report in catalogue.reports:
        if report.spec.school:
            by_year.setdefault(report.id.rpartition("/")[0], []).append(report)
    for group, reports in by_year.items():
        title = f"หน้าของโรงเรียน {len(reports):,} แห่ง {reports[0].spec.period.thai}"
        version = description_digest({report.id: versions[report.id] for report in reports})[:_DIGITS]
        pages = tuple(report.page for report in reports)
        yield _Draft(group, title, max(report.as_of for report in reports), version, ((INDEX, "เลือกโรงเรียน"),), pages)


def _open_data(catalogue: DataCatalogue, versions: Mapping[str, str]) -> _Draft:
    numbers = [table for table in catalogue.tables if table.kind]
    title = f"ข้อมูลเปิด {len(numbers):,} ตาราง พร้อมคำอธิบาย"
    version = description_digest(versions)[:_DIGITS]
    files = ((f"{FOLDER}/{INDEX}", "เลือกตาราง"), (PACKAGE, "คำอธิบายสำหรับโปรแกรม"))
    return _Draft(FOLDER, title, catalogue.newest_day, version, files, ())


def publications_text(documents: Sequence[Document]) -> str:
    """The text of `publications.json`."""
    known = {document.id: {"version": document.version, "published": str(document.published)} for document in documents}
    return json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_publications(folder: Path) -> Publications:
    """The publications of the edition that lies in a folder; none where there is no edition. A damaged file tells
    nothing: all documents then have the day of the next edition."""
    try:
        known = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {
            str(name): (str(stated["version"]), date.fromisoformat(stated["published"]))
            for name, stated in known.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
