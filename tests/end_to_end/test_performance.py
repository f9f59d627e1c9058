"""A year's information work on a small sample: its numbers are those of the rounds, and they are handed on."""

import csv
import io
import json
from collections.abc import Mapping
from decimal import Decimal

import pandas as pd
import pytest

from helpers.audit.freshness import State, statuses
from helpers.audit.portal import years
from helpers.audit.report_cards import report_cards
from helpers.audit.tracing import trace
from helpers.catalogue import open_graph
from helpers.facts.ledger import read_csv
from helpers.periods import AcademicYear, FiscalYear, Round
from helpers.reports.folders import Folders
from helpers.tables.snapshots import Snapshot
from made_up.project import Home

REPORT = "annual/2568/performance"
ROUNDS = [Round(2568, number) for number in (1, 2, 3)]
SYSTEMS = ("dmc", "emis", "bobec", "mobec", "gcode")
FILES = {"report.html", "report.pdf", "tables.xlsx", "report.ipynb", "facts.csv", "recheck.py"}
FILES |= {"findings.csv", "manifest.json"}

Facts = Mapping[tuple[str, str], Decimal]


def folders(home: Home) -> Folders:
    return Folders(home.data, home.params, home.outputs)


def stated(home: Home) -> Facts:
    lines = read_csv(home.read(f"{REPORT}/facts.csv").decode(), REPORT)
    return {(line.fact, line.key): Decimal(line.value) for line in lines}


@pytest.fixture(scope="module")
def facts(budgeted: Home) -> Facts:
    return stated(budgeted)


def snapshot(home: Home, source: str, period: Round | FiscalYear | AcademicYear) -> Snapshot:
    found = open_graph(folders(home).data_folder, folders(home).read_params()).snapshot(source, period)
    assert found is not None
    return found


def tables(home: Home, table: str) -> list[pd.DataFrame]:
    """One table of every system's rounds of the year."""
    return [snapshot(home, system, round_).read(table) for system in SYSTEMS for round_ in ROUNDS]


def handed_on(home: Home) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(home.read(f"{REPORT}/indicators.csv").decode("utf-8-sig"))))


def test_the_report_and_the_files_to_hand_on_are_made_whole(budgeted: Home) -> None:
    names = {path.name for path in (budgeted.outputs / REPORT).iterdir()}
    assert names == FILES | {"indicators.csv", "indicators.xlsx"}
    outputs = json.loads(budgeted.read(f"{REPORT}/manifest.json"))["content"]["outputs"]
    assert outputs.keys() == names - {"manifest.json"}


def test_the_numbers_are_those_of_the_rounds(budgeted: Home, facts: Facts) -> None:
    confirmed = pd.concat([snapshot(budgeted, "dmc", round_).read("confirmations") for round_ in ROUNDS])
    listed = confirmed[confirmed["smis"].isin(folders(budgeted).read_params().schools)]
    assert facts["confirmed.on_time", ""] == len(listed[listed["confirmation"] == "ทันเวลา"])
    assert facts["confirmed.known", ""] == len(listed) == 18
    between = [snapshot(budgeted, "between", round_).read("findings") for round_ in ROUNDS]
    found = pd.concat([*tables(budgeted, "findings"), *between])
    assert facts["problems.by_severity", "system=ตรวจระหว่างระบบ;severity=รวม"] == len(pd.concat(between)) > 0
    assert facts["problems.found", ""] == len(found[found["severity"] != "notice"]) > 0
    assert facts["problems.by_severity", "system=รวม;severity=รวม"] == len(found)


def test_flows_lead_from_the_first_round_to_the_last(budgeted: Home, facts: Facts) -> None:
    come, gone = (sum(facts[f"flows.{way}.{part}", ""] for part in ("first", "second")) for way in ("in", "out"))
    assert facts["flows.start", ""] + come - gone == facts["flows.end", ""]
    assert facts["flows.start", ""] == len(snapshot(budgeted, "dmc", ROUNDS[0]).read("pupils"))
    assert facts["flows.end", ""] == len(snapshot(budgeted, "dmc", ROUNDS[2]).read("pupils"))


def test_opened_less_closed_is_what_became_of_the_open_issues(budgeted: Home) -> None:
    issues = snapshot(budgeted, "performance", AcademicYear(2568)).read("issues")
    for system, label in (("dmc", "DMC"), ("emis", "EMIS"), ("gcode", "G-Code")):
        before, now = (open_issues(budgeted, system, round_) for round_ in ROUNDS[1:])
        own = issues[(issues["system"] == label) & (issues["round"] == "2568-3") & (issues["since"] == "รอบก่อน")]
        moved = own["movement"].value_counts().to_dict()
        assert moved.get("พบใหม่", 0) - moved.get("แก้แล้ว", 0) - moved.get("ตรวจต่อไม่ได้", 0) == now - before, system


def open_issues(home: Home, system: str, round_: Round) -> int:
    found = snapshot(home, system, round_).read("findings")
    return len(found[found["severity"] != "notice"].drop_duplicates(["rule", "smis"]))


def test_money_is_what_was_allocated_from_the_files_of_the_year(budgeted: Home, facts: Facts) -> None:
    files = pd.concat(tables(budgeted, "deliveries"))
    used = set(files.loc[~files["report"].isin(["school_list", "checks"]), "delivery"])
    allocation = snapshot(budgeted, "per-head", FiscalYear(2569)).read("allocation")
    expected = allocation.loc[allocation["delivery"].isin(used), "amount"].sum()
    assert facts["indicator.money", ""] == expected > 0
    assert facts["indicator.programmes", ""] == 1
    assert facts["money.by_programme", "label=รวม;round=2568-2"] == expected


def test_every_value_that_is_handed_on_is_a_fact(budgeted: Home, facts: Facts) -> None:
    lines = handed_on(budgeted)
    assert {line["indicator"] for line in lines} == set(folders(budgeted).read_params().indicators.by_id())
    for line in lines:
        scale = 100 if line["unit"] == "ร้อยละ" else 1
        assert abs(facts[line["fact"], line["key"]] * scale - Decimal(line["value"])) <= Decimal("0.005"), line
    assert {(line["target"], line["met"], line["data"]) for line in lines} == {("", "", "sample")}


def test_the_second_engine_agrees_and_a_number_leads_to_its_rows(budgeted: Home, facts: Facts) -> None:
    assert f"ถูกต้อง {REPORT}: คำนวณซ้ำ {len(facts):,} ค่า" in budgeted.workbook("verify", REPORT).stdout
    home = folders(budgeted)
    found = trace(REPORT, "indicator.on_time", "", home)
    on_time, known = found.parts
    assert len(on_time.rows) == facts["confirmed.on_time", ""]
    assert {row.file for row in on_time.rows} <= {f"{round_}-ยืนยันข้อมูล.csv" for round_ in ROUNDS} | {
        row.file for row in known.rows
    }
    money = trace(REPORT, "indicator.money", "", home)
    assert sum(Decimal(row.value) for row in money.rows) == facts["indicator.money", ""]


def test_the_index_lists_it_under_its_academic_year(budgeted: Home) -> None:
    listed = years(report_cards(folders(budgeted), folders(budgeted).read_params()))
    (year,) = (each for each in listed if any(card.report_id == REPORT for card in each.reports))
    assert year.title == "ปีการศึกษา 2568"
    (card,) = (card for card in year.reports if card.report_id == REPORT)
    assert {"indicators.csv", "indicators.xlsx"} <= {link.name for link in card.links}
    assert card.figures


def test_a_target_makes_the_report_anew_and_is_judged(copied_budget: Home) -> None:
    path = copied_budget.params / "indicators.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  better: higher\n", '  better: higher\n  target: "100"\n', 1), encoding="utf-8")
    home = folders(copied_budget)
    found = {each.report_id: each for each in statuses(home, home.read_params())}
    assert found[REPORT].state is State.STALE
    assert found[REPORT].reasons == ("ไฟล์ใน params indicators.yml เปลี่ยน",)
    assert found["annual/2569/allocation"].state is State.CURRENT
    copied_budget.workbook("run", REPORT)
    aimed = {line["met"] for line in handed_on(copied_budget) if line["indicator"] == "on_time"}
    assert aimed == {"no"}
    assert "ไม่ถึงเป้าหมาย" in copied_budget.read(f"{REPORT}/report.html").decode()
    assert stated(copied_budget)["indicator.targets", "indicator=on_time"] == 100
