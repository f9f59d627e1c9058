"""What an edition announces: the list of published documents by name and date, as the assessment of integrity and
transparency (ITA) asks, the list of the tables of open data, a feed of what is new, and a map of the site.

Feed and map must name the address of the site whole, so there are none where the office states no address.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from jinja2 import Environment

from helpers.audit.portal import page_templates
from helpers.periods import thai_date
from helpers.publish.open_data.data_package import NAME as PACKAGE_NAME
from helpers.publish.open_data.dataset_records import NO_LICENSE, DataCatalogue
from helpers.publish.open_data.documents import INDEX, Document
from helpers.publish.open_data.table import FOLDER

LIST, TABLES, FEED, SITEMAP = "ita.html", f"{FOLDER}/index.html", "feed.xml", "sitemap.xml"
_ATOM, _MAP = "http://www.w3.org/2005/Atom", "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST_ADDRESSES = 50_000
"""The protocol of site maps allows no more."""
_TEMPLATES = Path(__file__).parent / "templates"
_MIDNIGHT = "T00:00:00+07:00"


def documents_page(catalogue: DataCatalogue, documents: Sequence[Document]) -> str:
    """`ita.html`: every published document by name, with the day of its data, the day of publication and its files. It
    needs no network and no script."""
    return _page("documents", catalogue, index=INDEX, documents=documents)


def tables_page(catalogue: DataCatalogue) -> str:
    """`data/index.html`: every table of open data by its Thai name, and what the columns mean that all of them have."""
    numbers = [table for table in catalogue.tables if table.kind]
    shared = [column for column in numbers[0].columns if all(column in table.columns for table in numbers)]
    lists = [table for table in catalogue.tables if not table.kind]
    parts = {"columns": shared, "records": catalogue.records, "lists": lists, "package": PACKAGE_NAME}
    return _page("tables", catalogue, index=f"../{INDEX}", **parts)


def _page(template: str, catalogue: DataCatalogue, **parts: Any) -> str:
    return (
        _templates()
        .get_template(f"{template}.html.j2")
        .render(
            office=catalogue.office,
            unit=catalogue.unit,
            email=catalogue.email,
            license=catalogue.license,
            no_license=NO_LICENSE,
            sample=catalogue.is_sample,
            **parts,
        )
    )


@cache
def _templates() -> Environment:
    environment = page_templates(_TEMPLATES)
    environment.filters["thai_date"] = thai_date
    return environment


def feed(catalogue: DataCatalogue, documents: Sequence[Document]) -> bytes:
    """`feed.xml` (Atom): an entry for each document in its present version, newest first; empty where the office
    states no address."""
    root = catalogue.root
    if not root:
        return b""
    atom = _element("feed", _ATOM, **{"xml:lang": "th"})
    _add(atom, "id", root)
    _add(atom, "title", catalogue.title)
    _add(atom, "updated", _moment(documents[0]))
    _add(atom, "link", rel="self", type="application/atom+xml", href=f"{root}{FEED}")
    _add(atom, "link", rel="alternate", type="text/html", href=f"{root}{INDEX}")
    _add(_add(atom, "author"), "name", catalogue.office.name)
    if catalogue.license:
        _add(atom, "rights", catalogue.license.title)
    for document in documents:
        entry = _add(atom, "entry")
        _add(entry, "id", f"{root}{document.files[0][0]}#{document.version}")
        _add(entry, "title", catalogue.marked(document.title))
        _add(entry, "updated", _moment(document))
        _add(entry, "link", rel="alternate", href=f"{root}{document.files[0][0]}")
        _add(entry, "summary", f"ข้อมูล ณ {thai_date(document.as_of)} เผยแพร่เมื่อ {thai_date(document.published)}")
    return _xml(atom)


def sitemap(catalogue: DataCatalogue, documents: Sequence[Document]) -> bytes:
    """`sitemap.xml`: the pages of the edition, each with the day on which its numbers were published; empty where the
    office states no address."""
    root = catalogue.root
    if not root:
        return b""
    addresses = _element("urlset", _MAP)
    for page, day in list(_pages(documents))[:_MOST_ADDRESSES]:
        url = _add(addresses, "url")
        _add(url, "loc", root + page)
        _add(url, "lastmod", day)
    return _xml(addresses)


def _pages(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    newest = str(documents[0].published)
    yield from ((page, newest) for page in (INDEX, LIST, TABLES))
    for document in documents:
        yield from ((page, str(document.published)) for page in document.pages)


def _moment(document: Document) -> str:
    return f"{document.published}{_MIDNIGHT}"


def _element(name: str, namespace: str, **attributes: str) -> Xml.Element:
    return Xml.Element(name, {"xmlns": namespace, **attributes})


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, name, attributes)
    child.text = text or None
    return child


def _xml(root: Xml.Element) -> bytes:
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def announced_files(catalogue: DataCatalogue, documents: Sequence[Document]) -> Mapping[str, bytes]:
    """The files of this module that the edition has, by their addresses in it."""
    announced = {LIST: documents_page(catalogue, documents).encode(), TABLES: tables_page(catalogue).encode()}
    announced |= {FEED: feed(catalogue, documents), SITEMAP: sitemap(catalogue, documents)}
    return {name: content for name, content in announced.items() if content}
