"""The public edition of an office, made from its reports in place, served by a plain static server and opened in a
browser; made twice, changed, and grown old."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import duckdb
import pytest
from filelock import FileLock
from frictionless import Package

from browser import POLICY, driven, with_steps
from end_to_end.conftest import copy_of
from helpers.params.folder import read_params
from made_up.project import PROJECT, Home

PUBLISHED = ("annual/2569/allocation", "programme/2569/per-head", "programme/2569/house-rent", "school")
STEPS = """
const index = await framed("/index.html", 1280, 812);
const input = index.contentDocument.getElementById("search-words");
input.value = SCHOOL;
input.dispatchEvent(new index.contentWindow.Event("input"));
const links = [...index.contentDocument.querySelectorAll('[data-group="schools"] a')].map(({ href }) => href);
const page = await framed(links[0], 1280, 812);
const number = page.contentDocument.querySelector("main data[data-fact]");
number.click();
const receipt = page.contentDocument.getElementById("receipt");
const told = { link: new URL(links[0]).pathname, open: receipt.open, receipt: receipt.innerText, broken: {}, wide: {} };
for (const address of PAGES) for (const width of [1280, 375]) {
  const { contentWindow, contentDocument } = await framed(address, width, 812);
  const { violations, passes } = await contentWindow.axe.run(contentDocument, { resultTypes: ["violations"] });
  if (passes.length < 20) told.broken[`${address} ${width}`] = ["the rules did not run"];
  for (const { id, nodes } of violations) told.broken[`${address} ${width} ${id}`] = nodes.map(({ html }) => html);
  const { scrollWidth } = contentDocument.documentElement;
  if (scrollWidth > width) told.wide[`${address} ${width}`] = scrollWidth;
}
return told;
"""


@pytest.fixture(scope="session")
def published(budgeted: Home) -> Home:
    """The fiscal year's office with a public edition of some of its reports. To be read, never changed."""
    root = budgeted.root.with_name("published")
    home = Home(root, PROJECT, root / "data" / "params")
    with FileLock(root.with_suffix(".lock")):
        if not (root / "finished").exists():
            shutil.rmtree(root, ignore_errors=True)
            copy_of(budgeted, root).workbook("publish", *PUBLISHED)
            (root / "finished").touch()
    return home


def folder_of(home: Home) -> Path:
    return home.outputs / "public"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a plain static server of a folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_site_is_searched_read_and_obeys_every_rule_of_accessibility(
    published: Home, find_program: Callable[[str], str], axe: Path, tmp_path: Path
) -> None:
    """The pages are those of the edition but for the rules' script, which their own policy would rightly forbid."""
    site = Path(shutil.copytree(folder_of(published), tmp_path / "site"))
    shutil.copy(axe, site / "axe.js")
    pages = [path for path in sorted(site.rglob("*.html")) if path.name in ("report.html", "index.html", "ita.html")]
    for path in pages:
        html = POLICY.sub("", path.read_text(encoding="utf-8"))
        path.write_text(html.replace("</head>", '<script src="/axe.js"></script></head>', 1), encoding="utf-8")
    school = min(read_params(published.params).schools.values(), key=lambda one: one.smis)
    shown = [
        f"/{path.relative_to(site).as_posix()}"
        for path in pages
        if "school" not in path.parts or school.smis in path.parts
    ]
    steps = STEPS.replace("SCHOOL", json.dumps(school.name)).replace("PAGES", json.dumps(shown))
    (site / "driver.html").write_text(with_steps("<!DOCTYPE html><body></body>", steps), encoding="utf-8")
    with served(site) as address:
        told = driven(find_program("chromium"), f"{address}/driver.html", tmp_path / "profile")
    assert told["link"] == f"/school/2568/{school.smis}/report.html", told
    assert told["open"]
    assert "ที่มา" in told["receipt"]
    assert not re.search("workbook|ลายนิ้วมือ|แถวต้นทาง", told["receipt"])
    assert (told["broken"], told["wide"]) == ({}, {})


def test_an_edition_holds_its_reports_and_nothing_of_the_office(published: Home) -> None:
    folder = folder_of(published)
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert {"report.html", "report.pdf", "tables.xlsx", "facts.csv", "index.html", "edition.json"} <= names
    assert not names & {"report.ipynb", "findings.csv", "manifest.json", "recheck.py", "indicators.csv"}
    record = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    assert "annual/2569/allocation" in record["reports"]
    assert sum(cells["released"] for cells in record["cells"].values()) > 100
    assert sum(cells["closed"] for cells in record["cells"].values()) > 0


def test_the_open_data_are_valid_load_in_duckdb_and_have_a_day_of_publication(published: Home) -> None:
    folder = folder_of(published)
    checked = Package(str(folder / "data" / "datapackage.json")).validate()
    assert checked.valid, checked.flatten(["type", "message"])
    record = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    crates = {path.parent.relative_to(folder).as_posix() for path in folder.rglob("ro-crate-metadata.json")}
    assert crates == set(record["reports"])
    tables = f"read_csv('{folder}/data/*-*.csv', union_by_name=true, all_varchar=true)"
    counted = duckdb.sql(f"SELECT count(value), count(withheld) FROM {tables}").fetchall()
    cells = record["cells"].values()
    assert counted == [(sum(each["released"] for each in cells), sum(each["withheld"] for each in cells))]
    listed = json.loads((folder / "publications.json").read_text(encoding="utf-8"))
    assert set(PUBLISHED[:3]) | {"data", "school/2568"} == set(listed)


def test_a_school_page_says_no_money_that_follows_few_persons(published: Home) -> None:
    for path in folder_of(published).glob("school/*/*/facts.csv"):
        assert "money." not in path.read_text(encoding="utf-8")


def test_the_same_edition_twice_is_the_same_bytes_and_once_made_is_not_made_again(
    published: Home, tmp_path: Path
) -> None:
    again = copy_of(published, tmp_path)
    assert "เป็นปัจจุบันอยู่แล้ว" in again.workbook("publish", *PUBLISHED).stdout
    shutil.rmtree(folder_of(again))
    shutil.rmtree(again.data / "notebooks")
    again.workbook("publish", *PUBLISHED)
    assert (folder_of(again) / "edition.json").read_bytes() == (folder_of(published) / "edition.json").read_bytes()


def test_status_and_verify_know_the_edition_and_what_was_done_to_it(published: Home, tmp_path: Path) -> None:
    office = copy_of(published, tmp_path)
    assert re.search(r"ฉบับเผยแพร่ +เป็นปัจจุบัน", office.workbook("status").stdout)
    assert re.search(r"ถูกต้อง ฉบับเผยแพร่", office.workbook("verify", "public").stdout)
    facts = folder_of(office) / "annual" / "2569" / "allocation" / "facts.csv"
    header, text = facts.read_text(encoding="utf-8").split("\n", 1)
    changed = re.sub(r"^([^,\n]*),([^,\n]*),([0-9])", r"\1,\2,1\3", text, count=1, flags=re.MULTILINE)
    facts.write_text(f"{header}\n{changed}", encoding="utf-8")
    told = office.workbook("verify", "public", code=17).stderr
    assert "public/annual/2569/allocation/facts.csv ถูกแก้ไขหลังสร้าง" in told
    assert "ไม่ตรงกับรายงานของสำนักงาน" in told


def test_an_edition_of_a_report_that_is_not_current_is_refused_and_the_last_one_stays(
    published: Home, tmp_path: Path
) -> None:
    office = copy_of(published, tmp_path)
    path = office.params / "assumptions.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("text: ", "text: แก้ ", 1), encoding="utf-8")
    before = (folder_of(office) / "edition.json").read_bytes()
    refused = office.workbook("publish", *PUBLISHED, code=17).stderr
    assert "workbook run" in refused
    assert (folder_of(office) / "edition.json").read_bytes() == before
