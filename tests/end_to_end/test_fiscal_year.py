"""A fiscal year on a small sample: every programme's report and the year's, that they agree, and what keeps them
current."""

import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from nbformat import read
from openpyxl import load_workbook

from end_to_end.one_name import names_of_one_number
from helpers.audit.freshness import State, statuses
from helpers.audit.tracing import Trace, trace
from helpers.facts.ledger import read_csv, write_csv
from helpers.params.folder import read_params
from helpers.programmes.kinds import kinds
from helpers.reports.folders import Folders
from helpers.reports.production import stated_lines
from made_up.project import PROJECT, Home

YEAR = "2569"
PROGRAMMES = read_params(PROJECT / "params").programmes
EVERY_PROGRAMME = {
    "amount.total",
    "amount.by_school",
    "amount.by_item",
    "excluded.total",
    "rates.to_confirm",
}
OF_KIND = {
    "hire": {"months.total", "wage.total", "social_security.total"},
    "transfer": {"leftover.total", "transfer.balance"},
    "disbursement": {"spent.total", "spent.percent"},
    "per_head_result": {"allotted.total", "allocated.total", "paid.total", "returned.total"},
}
KINDS = {name: kinds()[programme.kind] for name, programme in PROGRAMMES.items()}
BUDGETED = [name for name, kind in KINDS.items() if kind.allocates and kind.in_budget]
FILES = {"report.html", "report.pdf", "tables.xlsx", "report.ipynb", "facts.csv", "recheck.py", "manifest.json"}

Facts = Mapping[tuple[str, str], Decimal]


def report_id(programme: str) -> str:
    return f"programme/{YEAR}/{programme}"


def facts(home: Home, report: str) -> Facts:
    lines = read_csv(home.read(f"{report}/facts.csv").decode(), report)
    return {(line.fact, line.key): Decimal(line.value) for line in lines}


def cells(stated: Facts, fact: str) -> dict[str, Decimal]:
    """A fact's cells by key, the margin left out."""
    return {key: value for (name, key), value in stated.items() if name == fact and not key.endswith("=รวม")}


def folders(home: Home) -> Folders:
    return Folders(home.data, home.params, home.outputs)


def test_every_programme_and_the_year_are_made_whole(budgeted: Home) -> None:
    reports = [*map(report_id, PROGRAMMES), f"annual/{YEAR}/allocation"]
    assert len(PROGRAMMES) == 18, "sixteen programmes, one of them in three parts"
    for each in reports:
        assert {path.name for path in (budgeted.outputs / each).iterdir()} - {"findings.csv"} == FILES
    assert not (budgeted.outputs / "failed").exists()


def test_no_page_has_two_things_of_one_name(budgeted: Home) -> None:
    for page in budgeted.outputs.rglob("report.html"):
        ids = Counter(re.findall(r'\sid="([^"]+)"', page.read_text(encoding="utf-8")))
        assert [name for name, times in ids.items() if times > 1] == [], page


def test_what_is_to_be_signed_tells_what_is_approved_from_what_waits(budgeted: Home) -> None:
    stated = facts(budgeted, report_id("budget-transfers"))
    approved, pending = stated["approved.total", ""], stated["pending.total", ""]
    assert approved + pending == stated["amount.total", ""] == stated["account.all", "proposal=รวม"]
    assert (approved, pending) == (
        stated["account.approved", "proposal=รวม"],
        stated["account.pending", "proposal=รวม"],
    )
    assert approved > 0 < pending, "the sample proposes both"


def test_every_number_has_one_name(budgeted: Home) -> None:
    reports = [*map(report_id, PROGRAMMES), f"annual/{YEAR}/allocation", "annual/2568/performance"]
    assert {report: names for report in reports if (names := names_of_one_number(budgeted, report))} == {}


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_facts_that_a_reader_relies_on_are_there_and_agree(budgeted: Home, programme: str) -> None:
    stated = facts(budgeted, report_id(programme))
    names = {fact for fact, _ in stated}
    kind = PROGRAMMES[programme].kind
    paid = "posts.total" if kind == "hire" else "headcount.paid"
    assert names >= EVERY_PROGRAMME | OF_KIND.get(kind, set()) | {paid}
    total = stated["amount.total", ""]
    assert total > 0, "an empty report would agree with itself"
    for fact in ("amount.by_school", "amount.by_item", "amount.by_school_item", "amount.by_half", "amount.by_tranche"):
        assert sum(value for key, value in cells(stated, fact).items() if "=รวม" not in key) == total, fact


def test_wages_and_social_security_are_all_that_hiring_costs(budgeted: Home) -> None:
    for programme in (name for name, each in PROGRAMMES.items() if each.kind == "hire"):
        stated = facts(budgeted, report_id(programme))
        parts = stated["wage.total", ""] + stated["social_security.total", ""]
        assert parts == stated["amount.total", ""], programme


def test_transfers_are_in_balance(budgeted: Home) -> None:
    stated = facts(budgeted, report_id("budget-transfers"))
    assert stated["transfer.balance", ""] == 0
    assert stated["transfer.out", ""] == stated["amount.total", ""] > 0


def test_the_year_is_the_sum_of_its_programmes(budgeted: Home) -> None:
    year = facts(budgeted, f"annual/{YEAR}/allocation")
    own = {name: facts(budgeted, report_id(name))["amount.total", ""] for name in BUDGETED}
    assert year["amount.total", ""] == sum(own.values())
    assert sorted(cells(year, "need.by_programme").values()) == sorted(own.values())
    assert year["leftover.total", ""] == year["allotted.total", ""] - year["spent.total", ""]
    spending = facts(budgeted, report_id("disbursement"))
    assert year["spent.total", ""] == spending["spent.total", ""]
    assert year["allotted.total", ""] == spending["allotted.total", ""]


def test_money_of_others_stands_apart_from_the_office_budget(budgeted: Home) -> None:
    year, own = (facts(budgeted, each) for each in (f"annual/{YEAR}/allocation", report_id("local-support")))
    assert year["outside.due", ""] == own["amount.total", ""] > 0
    assert year["outside.received", ""] == own["received.total", ""] > 0
    assert sum(cells(year, "outside.received.by_programme").values()) == own["received.total", ""]
    (label,) = (key for key in cells(year, "outside.due.by_programme"))
    for fact in ("need.by_programme", "allotted.by_programme"):
        assert label not in cells(year, fact)
    assert year["money.by_half", "half=รวม;measure=ต้องจ่าย"] == year["amount.total", ""]


def test_only_a_register_says_what_was_handed_on(budgeted: Home) -> None:
    year, result = (facts(budgeted, each) for each in (f"annual/{YEAR}/allocation", report_id("per-head-result")))
    (handed_on,) = cells(year, "allocated.by_programme").values()
    assert year["allocated.total", ""] == handed_on == result["allocated.total", ""] > 0


def test_the_second_engine_and_the_second_reader_agree(budgeted: Home) -> None:
    said = budgeted.workbook("verify", "--deep", "programme", "annual").stdout
    assert "ผู้อ่านที่สอง (recheck): ตรงกัน" in said
    for each in (*map(report_id, PROGRAMMES), f"annual/{YEAR}/allocation"):
        assert f"ถูกต้อง {each}: คำนวณซ้ำ {len(facts(budgeted, each)):,} ค่า" in said


def findings(path: Path) -> Iterator[tuple[str, str, str]]:
    """Which rule, school and row a list of findings, or of planted defects, names."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from ((each["rule"], each["smis"], each["row"]) for each in csv.DictReader(stream))


def test_every_planted_defect_is_found(budgeted: Home) -> None:
    planted = {each for each in findings(budgeted.data / "planted.csv") if not each[0].startswith("dmc.")}
    reports = (budgeted.outputs / "programme" / YEAR).glob("*/findings.csv")
    found = {each for path in reports for each in findings(path)}
    of_rules = {(rule, smis) for rule, smis, _ in planted if rule.startswith("budget.")}
    of_forms = {each for each in planted if each[0].startswith("form.")}
    assert len(planted) > 40
    assert of_rules <= {(rule, smis) for rule, smis, _ in found}
    assert of_forms == {each for each in found if each[0].startswith("form.")}, "and nothing else is wrong with forms"


@pytest.mark.parametrize("programme", ["janitors", "ceiling-salary", "house-rent", "per-head", "local-support"])
def test_an_amount_leads_to_delivered_rows_and_their_arithmetic(budgeted: Home, programme: str) -> None:
    stated = facts(budgeted, report_id(programme))
    key, value = max(cells(stated, "amount.by_school").items(), key=lambda cell: cell[1])
    home = folders(budgeted)
    found = trace(report_id(programme), "amount.by_school", key, home)
    assert sum(Decimal(row.value) for row in found.rows) == value
    assert all(row.working for row in found.rows)
    assert {row.file for row in found.rows} <= received(budgeted)


def received(home: Home) -> set[str]:
    """The names of the files in the delivery folders."""
    return {path.name for path in (home.data / "deliveries").rglob("*") if path.is_file()}


def test_what_is_left_of_an_allotment_is_traced_through_its_two_parts(budgeted: Home) -> None:
    home = folders(budgeted)
    found = trace(report_id("janitors"), "allotted.balance", "", home)
    allotted, due = found.parts
    assert rows_of(allotted) == {f"{YEAR}-allotments.xlsx"}
    assert rows_of(due) == {f"{YEAR}-janitors.xlsx"}


def rows_of(found: Trace) -> set[str]:
    return {row.file for row in found.rows}


@pytest.mark.parametrize("programme", ["per-head", "janitors"])
def test_plain_papermill_gives_the_same_facts(budgeted: Home, tmp_path: Path, programme: str) -> None:
    notebook, out = f"notebooks/programme/{PROGRAMMES[programme].kind}.ipynb", tmp_path / "out.ipynb"
    parameters = ["-r", "fiscal_year", YEAR, "-r", "programme", programme]
    command = [sys.executable, "-m", "papermill", notebook, str(out), *parameters]
    done = subprocess.run(command, cwd=PROJECT, env=budgeted.environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    stated = write_csv(stated_lines(read(out, as_version=4))).encode()
    assert stated == budgeted.read(f"{report_id(programme)}/facts.csv")


def stale(home: Home) -> dict[str, str]:
    """The reports of the year that are not current, and why."""
    found = statuses(folders(home), folders(home).read_params())
    ours = [each for each in found if each.report_id.startswith(("programme/", "annual/"))]
    return {each.report_id: " ".join(each.reasons) for each in ours if each.state is State.STALE}


def filled_in(home: Home, programme: str, column: str, value: object) -> Path:
    """The programme's form as it was delivered, with another value in the first filled row of one column."""
    path = home.root / f"{YEAR}-{programme}.xlsx"
    workbook = load_workbook(home.data / "downloads" / path.name)
    sheet = workbook.worksheets[0]
    heads = [str(cell.value) for cell in sheet[2]]
    sheet.cell(3, heads.index(column) + 1).value = value  # type: ignore[assignment]
    workbook.save(path)
    return from_the_sample(path)


def from_the_sample(path: Path) -> Path:
    """The file, in a folder that says it is sample data: a sample office takes no other."""
    (path.parent / "KIND").write_text("sample\n", encoding="utf-8")
    return path


def test_another_name_of_a_school_makes_anew_what_may_print_it(copied_budget: Home) -> None:
    (path,) = (copied_budget.params / "schools").glob("*.csv")
    listed = path.read_text(encoding="utf-8")
    path.write_text(listed.replace("บ้าน", "โรงเรียนบ้าน", 1), encoding="utf-8")
    said = stale(copied_budget)
    path.write_text(listed, encoding="utf-8")
    assert set(said) >= {*map(report_id, PROGRAMMES), f"annual/{YEAR}/allocation", "annual/2568/performance"}
    assert all(f"ไฟล์ใน params schools/{path.name} เปลี่ยน" in reasons for reasons in said.values())


def test_a_corrected_form_makes_anew_what_rests_on_it_and_nothing_else(copied_budget: Home) -> None:
    assert not stale(copied_budget)
    before = facts(copied_budget, report_id("house-rent"))["amount.total", ""]
    copied_budget.workbook("receive", str(filled_in(copied_budget, "house-rent", "ค่าเช่าต่อเดือน (บาท) *", 1)))
    found = stale(copied_budget)
    assert found.keys() == {report_id("house-rent"), f"annual/{YEAR}/allocation"}
    assert f"ไฟล์ที่ได้รับ {YEAR}/house-rent: {YEAR}-house-rent.xlsx" in found[report_id("house-rent")]
    said = copied_budget.workbook("run", "programme", "annual").stdout
    assert f"สร้าง 2 เป็นปัจจุบันอยู่แล้ว {len(PROGRAMMES)} ไม่สำเร็จ 0" in said
    after = facts(copied_budget, report_id("house-rent"))["amount.total", ""]
    year = facts(copied_budget, f"annual/{YEAR}/allocation")
    assert after < before
    assert after in cells(year, "need.by_programme").values()


def test_a_form_that_cannot_be_read_changes_nothing(copied_budget: Home) -> None:
    path = copied_budget.root / f"{YEAR}-house-rent.xlsx"
    path.write_bytes((copied_budget.data / "downloads" / path.name).read_bytes()[:2000])
    refused = copied_budget.workbook("receive", str(from_the_sample(path)), code=13)
    assert path.name in refused.stderr + refused.stdout
    assert not stale(copied_budget)


def test_a_rate_changes_only_its_own_programme(copied_budget: Home) -> None:
    path = copied_budget.params / "programmes" / "temple-land-rent.yml"
    path.write_bytes(path.read_bytes() + b"\n")
    found = stale(copied_budget)
    assert report_id("temple-land-rent") in found
    assert f"ไฟล์ใน params programmes/{path.name} เปลี่ยน" in found[report_id("temple-land-rent")]
    assert not found.keys() & {report_id("janitors"), report_id("per-head"), report_id("house-rent")}
