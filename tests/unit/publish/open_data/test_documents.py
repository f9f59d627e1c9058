"""A document keeps the day of its publication until its numbers change; lists, feed and map of the site tell it."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from helpers.facts.released import Release
from helpers.params.school_list import School
from helpers.publish.open_data.announcements import (
    FEED,
    LIST,
    SITEMAP,
    TABLES,
    announced_files,
    documents_page,
    feed,
    sitemap,
    tables_page,
)
from helpers.publish.open_data.dataset_records import DataCatalogue, data_catalogue
from helpers.publish.open_data.documents import NAME, Document, documents_of, publications_text, read_publications
from helpers.publish.open_data.published import published_reports
from helpers.reports.catalogue import spec_for
from unit.publish.editions import DMC, EARLIER, LICENSE, OF_ROUND, PER_HEAD, RELEASE, SITE, catalogue, fact, params

FIRST, LATER = date(2026, 6, 1), date(2026, 12, 1)
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
THERE = {
    f"{report}/{name}" for report in (DMC, EARLIER, PER_HEAD) for name in ("report.html", "report.pdf", "facts.csv")
}
SCHOOLS = ("34010001", "34010002")


def published(edition: DataCatalogue, folder: Path, today: date) -> dict[str, Document]:
    documents = documents_of(edition, THERE, read_publications(folder), today)
    (folder / NAME).write_text(publications_text(documents), encoding="utf-8")
    return {document.id: document for document in documents}


def with_schools() -> DataCatalogue:
    pages = {
        f"school/2568/{smis}": {"pupils.total": fact({"": 5}, table="2568-year/school-year/counts")} for smis in SCHOOLS
    }
    specs = [spec_for("school/school", {"academic_year": "2568", "smis": smis}, params()) for smis in SCHOOLS]
    return data_catalogue(published_reports(Release(pages, 10), specs, params()), params(), is_sample=False)


def test_the_same_numbers_keep_their_day(tmp_path: Path) -> None:
    first = published(catalogue(), tmp_path, FIRST)
    assert {document.published for document in first.values()} == {FIRST}
    assert published(catalogue(), tmp_path, LATER) == first


@pytest.mark.parametrize("cells", [{"": 31}, {"": None}, {}])
def test_a_changed_or_withheld_number_is_published_anew(tmp_path: Path, cells: dict[str, int | None]) -> None:
    published(catalogue(), tmp_path, FIRST)
    changed = {**OF_ROUND, "pupils.total": fact(cells)}
    later = published(catalogue(Release({**RELEASE.reports, DMC: changed}, 10)), tmp_path, LATER)
    days = {name: document.published for name, document in later.items()}
    assert days == {DMC: LATER, "data": LATER, EARLIER: FIRST, PER_HEAD: FIRST}


def test_another_title_is_no_new_publication(tmp_path: Path) -> None:
    published(catalogue(), tmp_path, FIRST)
    renamed = {name: replace(released, title=f"{released.title} ใหม่") for name, released in OF_ROUND.items()}
    later = published(catalogue(Release({**RELEASE.reports, DMC: renamed}, 10)), tmp_path, LATER)
    assert {document.published for document in later.values()} == {FIRST}


@pytest.mark.parametrize("damage", ["", "[]", '{"data": 1}', '{"data": {"version": "1", "published": "เมื่อวาน"}}'])
def test_a_damaged_record_tells_no_days(tmp_path: Path, damage: str) -> None:
    (tmp_path / NAME).write_text(damage, encoding="utf-8")
    assert read_publications(tmp_path) == {}
    assert read_publications(tmp_path / "nowhere") == {}


def test_documents_are_listed_newest_first_with_the_files_that_are_there(tmp_path: Path) -> None:
    documents = list(published(catalogue(), tmp_path, FIRST).values())
    assert [document.id for document in documents] == ["data", PER_HEAD, DMC, EARLIER]
    assert documents[2].files == (
        (f"{DMC}/report.html", "อ่านบนจอ"),
        (f"{DMC}/report.pdf", "PDF"),
        (f"{DMC}/facts.csv", "CSV"),
    )


def test_the_pages_of_schools_are_one_document() -> None:
    documents = {document.id: document for document in documents_of(with_schools(), (), {}, FIRST)}
    assert set(documents) == {"data", "school/2568"}
    assert documents["school/2568"].title == "หน้าของโรงเรียน 2 แห่ง ปีการศึกษา 2568"
    assert documents["school/2568"].pages == tuple(f"school/2568/{smis}/report.html" for smis in SCHOOLS)


def test_the_numbers_on_the_page_of_a_school_name_the_school() -> None:
    (table,) = [table for table in with_schools().tables if table.kind]
    assert table.name == "school-school-by-school"
    schools: dict[str, School] = params().schools
    assert [row[2:4] for row in table.rows] == [(smis, schools[smis].name) for smis in SCHOOLS]


class Links(HTMLParser):
    """Where the links of a page lead, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ways: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ways += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_list_names_every_document_its_days_and_its_files() -> None:
    edition = catalogue(email="plan@example.go.th")
    documents = documents_of(edition, THERE, {}, FIRST)
    page = Links(documents_page(edition, documents))
    words = page.words.replace("\u00a0", " ")
    assert all(document.title in words for document in documents)
    assert words.count("1 มิถุนายน 2569") == len(documents)
    ways = {way for document in documents for way, _ in document.files}
    assert set(page.ways) - ways == {"data:,", "#content", "index.html"}
    assert "plan@example.go.th" in words
    assert LICENSE.title in words
    assert ways < set(page.ways)
    assert "ข้อมูลตัวอย่าง" not in words
    assert "ข้อมูลตัวอย่าง" in documents_page(catalogue(is_sample=True), documents)


def test_the_page_of_tables_leads_to_every_table_and_explains_what_all_have() -> None:
    edition = catalogue()
    page = Links(tables_page(edition))
    assert {way for way in page.ways if way.endswith(".csv")} == {table.file for table in edition.tables}
    assert {"datapackage.json", "../index.html"} <= set(page.ways)
    assert all(name in page.words for name in ("report", "fact", "value", "is_total", "withheld"))
    assert "ว่างเมื่อทะเบียนไม่ระบุ" not in page.words


def test_without_a_licence_the_list_says_so() -> None:
    edition = catalogue(license_=None)
    assert "ยังไม่กำหนดสัญญาอนุญาต" in Links(documents_page(edition, documents_of(edition, THERE, {}, FIRST))).words


def test_the_feed_has_an_entry_for_each_document_that_changes_with_its_numbers() -> None:
    edition = catalogue(address=SITE)
    atom = ElementTree.fromstring(feed(edition, documents_of(edition, THERE, {}, FIRST)))
    entries = atom.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2026-06-01T00:00:00+07:00"] * 4
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(set(ids)) == 4
    assert all(re.fullmatch(rf"{re.escape(SITE)}[\w/.-]+#[0-9a-f]{{16}}", name) for name in ids)
    assert all(atom.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author", "link"))
    changed = catalogue(Release({DMC: {"pupils.total": fact({"": 1})}}, 10), SITE)
    again = ElementTree.fromstring(feed(changed, documents_of(changed, THERE, {}, LATER)))
    assert not set(ids) & {entry.findtext(f"{ATOM}id") for entry in again.findall(f"{ATOM}entry")}


def test_the_map_of_the_site_has_every_page() -> None:
    edition = catalogue(address=SITE)
    documents = documents_of(edition, THERE, {DMC: ("other", FIRST)}, LATER)
    urls = ElementTree.fromstring(sitemap(edition, documents)).findall(f"{MAP}url")
    pages = [
        f"{DMC}/report.html",
        f"{EARLIER}/report.html",
        f"{PER_HEAD}/report.html",
        "index.html",
        "ita.html",
        "data/index.html",
    ]
    assert sorted(url.findtext(f"{MAP}loc") or "" for url in urls) == sorted(f"{SITE}{page}" for page in pages)
    assert {url.findtext(f"{MAP}lastmod") for url in urls} == {"2026-12-01"}


def test_without_an_address_there_is_neither_feed_nor_map() -> None:
    edition = catalogue()
    assert set(announced_files(edition, documents_of(edition, THERE, {}, FIRST))) == {LIST, TABLES}
    edition = catalogue(address=SITE)
    assert set(announced_files(edition, documents_of(edition, THERE, {}, FIRST))) == {LIST, TABLES, FEED, SITEMAP}


def test_made_up_data_say_so_in_the_feed() -> None:
    edition = catalogue(address=SITE, is_sample=True)
    atom = ElementTree.fromstring(feed(edition, documents_of(edition, THERE, {}, FIRST)))
    titles = [title.text or "" for title in atom.iter(f"{ATOM}title")]
    assert all(title.startswith("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง") for title in titles)
