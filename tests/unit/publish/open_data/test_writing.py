"""All files beside the reports, and what the office is told that it has not stated."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

from helpers.publish.open_data.documents import read_publications
from helpers.publish.open_data.writing import notices, open_edition, write_open_data
from unit.publish.editions import DMC, LICENSE, RELEASE, SITE, catalogue, params, specs, stating

TODAY = date(2026, 6, 1)


def in_place(folder: Path) -> Path:
    for report in RELEASE.reports:
        (folder / report).mkdir(parents=True)
        (folder / report / "report.html").write_text("<p>", encoding="utf-8")
        (folder / report / "facts.csv").write_text("fact\n", encoding="utf-8")
    return folder


def made(folder: Path, address: str = "") -> dict[str, bytes]:
    edition = catalogue(address=address)
    files = list(open_edition(edition, folder, params(), settings={"threshold": "10"}, earlier={}, today=TODAY))
    assert len(dict(files)) == len(files)
    return dict(files)


def test_an_edition_has_every_file_once_and_the_same_again(tmp_path: Path) -> None:
    folder = in_place(tmp_path)
    files = made(folder, SITE)
    beside = {"data/datapackage.json", "dcat.jsonld", "publications.json", "ita.html", "data/index.html"} | {
        "feed.xml",
        "sitemap.xml",
    }
    crates = {f"{report}/ro-crate-metadata.json" for report in RELEASE.reports}
    assert set(files) == {*beside, *crates, *(table.path for table in catalogue().tables)}
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    assert made(folder, SITE) == files


def test_nothing_names_an_address_that_the_office_does_not_state(tmp_path: Path) -> None:
    texts = made(in_place(tmp_path)).values()
    assert not [text for text in texts if b"example.go.th" in text]


def test_the_office_is_told_what_it_has_not_stated() -> None:
    assert len(notices(stating().office.publication)) == 3
    assert len(notices(stating(license_=None).office.publication)) == 3
    confirmed = LICENSE.model_copy(update={"status": "confirmed"})
    assert notices(stating(SITE, "plan@example.go.th", confirmed).office.publication) == []


def test_a_finished_edition_gets_all_of_it_and_its_pages_tell_of_their_data(tmp_path: Path) -> None:
    folder = in_place(tmp_path)
    for report in RELEASE.reports:
        (folder / report / "report.html").write_text("<head></head><p>", encoding="utf-8")
    (folder / "index.html").write_text("<head></head>", encoding="utf-8")
    write_open_data(folder, specs(), RELEASE, params(), sample=True, earlier={}, today=TODAY)
    pages = ["index.html", *(f"{report}/report.html" for report in RELEASE.reports)]
    assert all((folder / page).read_text(encoding="utf-8").count('"application/ld+json"') == 1 for page in pages)
    crate = json.loads((folder / DMC / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    described = {entity["@id"]: entity for entity in crate["@graph"]}
    assert described["#edition-release"]["value"] == RELEASE.digest
    page = (folder / DMC / "report.html").read_bytes()
    assert described["report.html"]["sha256"] == sha256(page).hexdigest()
    assert "ข้อมูลตัวอย่าง" in (folder / "ita.html").read_text(encoding="utf-8")
    assert read_publications(folder)[DMC][1] == TODAY
