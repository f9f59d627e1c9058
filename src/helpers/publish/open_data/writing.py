"""All that an edition has beside its reports: open data and their descriptions, provenance, and announcements."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from helpers.facts.released import Release
from helpers.files import write_whole
from helpers.params.folder import Params
from helpers.params.models import Publication
from helpers.publish.open_data.announcements import announced_files
from helpers.publish.open_data.catalogue_records import NAME as DCAT
from helpers.publish.open_data.catalogue_records import dcat, index_script, report_script, with_record
from helpers.publish.open_data.data_package import PATH as PACKAGE
from helpers.publish.open_data.data_package import data_package
from helpers.publish.open_data.dataset_records import DataCatalogue, data_catalogue
from helpers.publish.open_data.documents import INDEX, Publications, documents_of, publications_text
from helpers.publish.open_data.documents import NAME as PUBLICATIONS
from helpers.publish.open_data.fact_sources import FactSources
from helpers.publish.open_data.process_runs import public_run
from helpers.publish.open_data.published import published_reports
from helpers.publish.open_data.research_object import NAME as CRATE
from helpers.publish.open_data.research_object import crate_text
from helpers.reports.specs import Spec


def open_edition(
    catalogue: DataCatalogue,
    folder: Path,
    params: Params,
    *,
    settings: Mapping[str, str],
    earlier: Publications,
    today: date,
) -> Iterator[tuple[str, bytes]]:
    """Every file by its address in the edition. `folder` is where the finished reports lie, each in the folder of its
    id; `settings` are what the edition was made with (threshold, digest of the release), `earlier` the publications of
    the edition that this one takes the place of. Raises ParameterError where the rocrate library is not installed."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    there = {path.relative_to(folder).as_posix() for path in paths}
    documents = documents_of(catalogue, there, earlier, today)
    yield from ((table.path, table.content) for table in catalogue.tables)
    yield PACKAGE, data_package(catalogue)
    yield DCAT, dcat(catalogue)
    yield PUBLICATIONS, publications_text(documents).encode()
    yield from announced_files(catalogue, documents).items()
    sources = FactSources(params)
    published = {page: document.published for document in documents for page in document.pages}
    for report in catalogue.reports:
        files = {path.name: path.read_bytes() for path in sorted((folder / report.id).iterdir()) if path.is_file()}
        run = public_run(report, files, catalogue, sources, settings, published[report.page])
        yield f"{report.id}/{CRATE}", crate_text(run)


def write_open_data(
    folder: Path,
    specs: Sequence[Spec],
    release: Release,
    params: Params,
    *,
    sample: bool,
    earlier: Publications,
    today: date,
) -> None:
    """Write everything beside the reports into the folder of an edition whose reports and first page lie there, and let
    its pages tell search engines of their data."""
    catalogue = data_catalogue(published_reports(release, specs, params), params, is_sample=sample)
    scripts = {report.page: report_script(report, catalogue) for report in catalogue.reports}
    for page, script in {INDEX: index_script(catalogue), **scripts}.items():
        write_whole(folder / page, with_record((folder / page).read_text(encoding="utf-8"), script))
    settings = {"threshold": str(release.threshold), "release": release.digest}
    for name, content in open_edition(catalogue, folder, params, settings=settings, earlier=earlier, today=today):
        write_whole(folder / name, content)


def notices(stated: Publication) -> list[str]:
    """What the office has not stated of its open data, and what therefore lacks, in Thai."""
    chosen, email = stated.license, stated.contact.email if stated.contact else None
    lacking = {
        "ยังไม่กำหนดสัญญาอนุญาต (publication.license ใน office.yml)": chosen is None,
        "สัญญาอนุญาตยังไม่มีผู้ยืนยัน (publication.license ใน office.yml)": bool(chosen and chosen.status == "to_confirm"),
        "ไม่มีฟีดและแผนผังเว็บไซต์ เพราะยังไม่ระบุที่อยู่เว็บไซต์ (publication.address ใน office.yml)": not stated.address,
        "ยังไม่ระบุอีเมลผู้ติดต่อ ซึ่งบัญชีข้อมูลภาครัฐต้องมี (publication.contact ใน office.yml)": not email,
    }
    return [words for words, holds in lacking.items() if holds]
