"""Two fiscal years of three schools, of which the earlier one never received the report on poor pupils of 10 มิ.ย.: what
it lacks is said in red, and the years are compared by what both could compute."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builders import ENROLLED, PROJECT_PARAMS, Office, aggregate, make_office, write_csv
from helpers.collection.dmc.layouts import LAYOUT_BY_SLUG
from helpers.facts.definitions import Fact
from helpers.params.new_fiscal_year import write_fiscal_year
from helpers.periods import FiscalYear
from helpers.reports import showing
from helpers.reports.allocations import state_allocation
from helpers.reports.blocks import BLOCK_MIME
from helpers.reports.changes import show_changes
from helpers.reports.completeness import (
    say_compared,
    show_incomplete,
    show_uncomputed,
    state_last_year,
    state_uncomputed,
)
from helpers.reports.session import Report, open_report

POOR, BOARDING = "ปัจจัยพื้นฐานนักเรียนยากจน", "ค่าอาหารนักเรียนประจำพักนอน"
POOR_LABEL = "เด็กยากจน"
MISSING = "2568-1"
ROUNDS = ("2567-2", MISSING, "2568-2", "2569-1")


def counts(report: str, round_: str) -> list[list[str]]:
    """A report of the three schools, in which everybody is poor."""
    rows, (whole, first, *_) = aggregate(report, round_), LAYOUT_BY_SLUG["disadvantage"].labels
    assert whole != POOR_LABEL
    swapped = {first: POOR_LABEL, POOR_LABEL: first} if report == "disadvantage" else {}
    return [[*row[:2], swapped.get(row[2], row[2]), *row[3:]] for row in rows]


def two_years(folder: Path) -> Office:
    made = make_office(folder)
    for name in ("programmes", "fiscal_years"):
        shutil.copytree(PROJECT_PARAMS / name, folder / "params" / name)
    write_fiscal_year(folder / "params", FiscalYear(2568), made.params.fiscal_years)
    return made


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = two_years(tmp_path_factory.mktemp("completeness"))
    for round_ in ROUNDS:
        made.receive(write_csv(made.folder / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", round_)))
        for report in ("disadvantage", "boarding") if round_ != MISSING else ("boarding",):
            made.receive(write_csv(made.folder / f"{round_}-{report}.csv", counts(report, round_)), round_=round_)
    return made


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    monkeypatch.setattr(showing, "display", lambda bundle, **_: blocks.append(bundle[BLOCK_MIME]))
    return blocks


def opened(office: Office, kind: str, year: str, monkeypatch: pytest.MonkeyPatch) -> Report:
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(office.folder / name))
    return open_report(kind, fiscal_year=year)


def value(report: Report, fact: str, key: str = "") -> Decimal:
    known = report._stated.known(fact)
    assert isinstance(known, Fact), known
    return Decimal(known.cells[key].value)


def said(shown: list[dict[str, Any]], role: str) -> list[str]:
    """The paragraphs of a role."""
    texts = [block for block in shown if block["kind"] == "text" and block.get("role") == role]
    return ["".join(part.get("text", "") for part in run) for block in texts for run in block["paragraphs"]]


def table(shown: list[dict[str, Any]], name: str) -> list[list[str]]:
    (found,) = (block for block in shown if block["kind"] == "table" and block["name"] == name)
    return [["".join(part["text"] for part in cell) for cell in row["cells"]] for row in found["rows"]]


def test_what_the_amounts_lack_is_said_in_red_with_its_reason(
    office: Office, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = opened(office, "programme/per_head", "2568", monkeypatch)
    state_allocation(report)
    show_incomplete(report, "บัญชีนี้")
    (words,) = said(shown, "incomplete")
    assert words.startswith("บัญชีนี้ยังไม่ครบ ไม่รวม")
    assert f"{POOR} และค่าเครื่องแบบเพิ่มเติม (ไม่ได้รับไฟล์ “จำนวนนักเรียนด้อยโอกาส” รอบ {MISSING})" in words
    assert f"{BOARDING} (ไม่มีอัตรา)" in words
    show_uncomputed(report)
    rows = table(shown, "uncomputed")
    assert [POOR, f"ไม่ได้รับไฟล์ “จำนวนนักเรียนด้อยโอกาส” รอบ {MISSING}", "1"] in rows
    assert value(report, "uncomputed.items") == len({row[0] for row in rows})


def test_years_are_compared_by_what_both_could_compute(
    office: Office, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = opened(office, "programme/per_head", "2569", monkeypatch)
    state_allocation(report)
    report.sum("payments.paid", "เงินที่จ่าย", "payments.paid", unit="บาท")
    report.ratio("amount.per_head", "เงินเฉลี่ยต่อคน", "amount.total", "headcount.paid", unit="บาท/คน")
    items = (("ทั้งปี", "amount.total"), ("จ่าย", "payments.paid"), ("คน", "headcount.paid"), ("เฉลี่ย", "amount.per_head"))
    report.headlines(*((label, f"{{{fact}}}", "") for label, fact in items))
    show_changes(report)
    poor = sum(value(report, "amount.by_item", f"item={item}") for item in (POOR,))
    assert poor > 0
    assert value(report, "amount.total.alike") == value(report, "amount.total") - poor
    change = value(report, "amount.total.alike.change.last_year")
    assert change == value(report, "amount.change.last_year")
    assert change == value(report, "amount.total.alike.why.last_year", "cause=รวม")
    (words,) = [each for each in said(shown, "note") if "ทั้งสองปี" in each]
    assert words.endswith(f"ไม่รวม{POOR}"), "what neither year computes is no difference"
    compared = {row[0] for row in table(shown, "changes")}
    assert compared == {"เงินจัดสรรทั้งปี ที่คิดได้ทั้งสองปี", "ผู้ที่ได้รับจัดสรร", "เงินเฉลี่ยต่อคน ที่คิดได้ทั้งสองปี"}


def test_the_year_of_all_programmes_compares_alike_too(
    office: Office, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = opened(office, "annual/allocation", "2569", monkeypatch)
    due = {"measure": "ต้องจ่าย"}
    report.rule("amount.total", "ต้องจ่าย", "money.amount", where=due)
    report.rule("need", "ต้องจ่าย", "money.amount", where=due, by=["label"], totals=["label"])
    report.rule("poor", "ยากจน", "money.amount", where={**due, "item": POOR})
    state_uncomputed(report)
    show_incomplete(report)
    assert f"11 {BOARDING}" not in said(shown, "incomplete")[0]
    report.headlines(("ทั้งปี", "{amount.total}", ""))
    show_changes(report)
    assert value(report, "amount.total.alike") == value(report, "amount.total") - value(report, "poor")
    state_last_year(report, "need", ("need.last_year", "ปีก่อน"), ("need.change", "เปลี่ยนแปลง"))
    assert value(report, "need.change", "label=รวม") == value(report, "amount.total.alike.change.last_year")
    before = len(said(shown, "note"))
    say_compared(report)
    assert len(said(shown, "note")) == before + 1


def test_years_that_lack_the_same_are_compared_as_they_are(
    tmp_path: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = two_years(tmp_path)
    for round_ in ROUNDS:
        rows = aggregate("enrolment", round_, ENROLLED)
        office.receive(write_csv(tmp_path / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv", rows))
    report = opened(office, "programme/per_head", "2569", monkeypatch)
    state_allocation(report)
    report.headlines(("ทั้งปี", "{amount.total}", ""))
    show_changes(report)
    assert not report.is_stated("amount.total.alike")
    assert [row[0] for row in table(shown, "changes")] == ["เงินจัดสรรทั้งปี"]


def test_a_round_that_only_one_year_received_is_left_out_of_the_comparison(
    tmp_path: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = two_years(tmp_path)
    for round_ in ROUNDS[:3]:
        for report_ in ("enrolment", "disadvantage", "boarding"):
            path = write_csv(tmp_path / f"{round_}-{report_}.csv", counts(report_, round_))
            office.receive(path, round_=round_)
    report = opened(office, "programme/per_head", "2569", monkeypatch)
    state_allocation(report)
    report.headlines(("ทั้งปี", "{amount.total}", ""))
    show_changes(report)
    assert value(report, "amount.total.alike") == value(report, "amount.total")
    (words,) = [each for each in said(shown, "note") if "ทั้งสองปี" in each]
    assert words.endswith("ไม่รวมภาคเรียนที่ 1 ส่วนที่เหลือ")
