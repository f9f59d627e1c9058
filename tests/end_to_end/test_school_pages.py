"""The pages of all schools of an office: together they hold what the reports hold, each stands on one page of paper,
and names of schools in reports lead to them."""

import json
from collections import Counter
from decimal import Decimal

import pandas as pd
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from helpers.audit.verification import verify
from helpers.facts.ledger import read_csv
from helpers.params.folder import read_params
from helpers.reports.folders import Folders
from made_up.project import Home


def facts(home: Home, report: str) -> dict[tuple[str, str], Decimal]:
    lines = read_csv(home.read(f"{report}/facts.csv").decode(), report)
    return {(line.fact, line.key): Decimal(line.value) for line in lines}


def summed(home: Home, fact: str, key: str = "") -> Decimal:
    return sum((facts(home, page).get((fact, key), Decimal(0)) for page in home.pages), Decimal(0))


def test_every_open_school_of_the_list_has_a_page_of_the_newest_year(made: Home) -> None:
    assert made.pages == [f"school/2568/{smis}" for smis in sorted(read_params(made.params).schools)]


def test_the_pupils_of_all_pages_are_those_of_the_round(made: Home) -> None:
    assert summed(made, "pupils.total") == facts(made, "round/2568-3/dmc")["pupils.total", ""] > 0
    for round_ in ("2567-3", "2568-1", "2569-1"):
        total = facts(made, f"round/{round_}/dmc")["pupils.total", ""]
        assert summed(made, "pupils.by_round", f"round={round_}") == total


def test_what_a_school_has_is_what_the_rounds_report_says_of_it(made: Home) -> None:
    for report, by_school, of_page in (
        ("round/2568-3/emis", "teachers.by_school", "teachers.total"),
        ("round/2568-3/mobec", "desks.usable.by_school", "desks.total"),
    ):
        stated = facts(made, report)
        pages = {f"smis={page.rpartition('/')[2]}": facts(made, page) for page in made.pages}
        known = {key: page[of_page, ""] for key, page in pages.items() if page.get((of_page, ""))}
        assert known == {key: stated[by_school, key] for key in known}
        assert len(known) > len(pages) / 2


def test_the_money_of_all_pages_and_of_the_office_is_the_years_allocation(budgeted: Home) -> None:
    (path,) = (budgeted.data / "store" / "2569" / "programmes").glob("*/money.parquet")
    rows = pd.read_parquet(path)
    due = rows[(rows["measure"] == "ต้องจ่าย") & (rows["fund"] == "เงินงบประมาณ")]
    of_schools = due["smis"].isin(read_params(budgeted.params).schools)
    assert summed(budgeted, "money.due", "line=รวม") == due.loc[of_schools, "amount"].sum() > 0
    total = facts(budgeted, "annual/2569/allocation")["amount.total", ""]
    assert summed(budgeted, "money.due", "line=รวม") + due.loc[~of_schools, "amount"].sum() == total


def test_every_page_stands_on_one_page_of_paper(made: Home, budgeted: Home) -> None:
    for home in (made, budgeted):
        lengths = Counter(len(pypdfium2.PdfDocument(home.read(f"{page}/report.pdf"))) for page in home.pages)
        assert lengths == {1: len(home.pages)}


def problems(home: Home, page: str) -> tuple[str, ...]:
    return verify(page, Folders(home.data, home.params, home.outputs)).problems


def test_a_page_that_states_other_rows_than_its_tables_hold_is_told(copied: Home) -> None:
    page, other = copied.pages[:2]
    path = copied.outputs / page / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["content"]["rows"] = json.loads(copied.read(f"{other}/manifest.json"))["content"]["rows"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert problems(copied, page) == ("ลายนิ้วมือของแถวที่รายงานใช้ ใน manifest.json ไม่ตรงกับตาราง",)


def test_the_reports_that_a_page_leads_to_are_among_its_inputs(made: Home) -> None:
    (page, *_) = made.pages
    soup = BeautifulSoup(made.read(f"{page}/report.html"), "html.parser")
    links = {str(link["href"]) for link in soup.select("a[href^='../../../round/']")}
    inputs = json.loads(made.read(f"{page}/manifest.json"))["content"]["inputs"]
    listed = {f"../../../round/{name}/report.html" for name in inputs["gathered_from"]}
    assert links == {link for link in listed if (made.outputs / page / link).is_file()}
    assert len(links) > 3


def test_names_of_schools_lead_to_their_pages(made: Home) -> None:
    page = BeautifulSoup(made.read("round/2568-3/dmc/report.html"), "html.parser")
    links = {str(link["href"]) for link in page.select("#by-school th a[href]")}
    assert links == {f"../../../{page_id}/report.html" for page_id in made.pages}
    old = BeautifulSoup(made.read("round/2567-3/dmc/report.html"), "html.parser")
    assert not old.select("main th a[href]"), "no pages were made of that year"


def test_no_page_leads_to_itself_or_twice_to_another(made: Home) -> None:
    for page_id in made.pages:
        page = BeautifulSoup(made.read(f"{page_id}/report.html"), "html.parser")
        links = [str(link["href"]) for link in page.select("main a[href^='../']")]
        assert len(links) == len(set(links))
        assert f"../../../{page_id}/report.html" not in links


@pytest.mark.parametrize("forbidden", ["findings.csv", "recheck.py"])
def test_no_page_holds_rows_of_findings(made: Home, forbidden: str) -> None:
    assert not any((made.outputs / page / forbidden).exists() for page in made.pages)
