"""Two fiscal years of three schools, of which the earlier one never received the report on poor pupils of 10 มิ.ย.: what
it lacks is said in red, and the years are compared by what both could compute."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builders import ENROLLED, PROJECT_PARAMS, Office, aggregate, make_office, write_csv
from helpers.facts.definitions import Absent, Fact
from helpers.forms.definitions import FORMS
from helpers.forms.writing import write_form
from helpers.params.new import write_fiscal_year
from helpers.periods import FiscalYear
from helpers.programmes.kinds import programme_labels
from helpers.render.blocks import BLOCK_MIME
from helpers.reports import views
from helpers.reports.allocations import state_allocation
from helpers.reports.changes import show_changes, state_change
from helpers.reports.completeness import (
    say_compared,
    show_incomplete,
    show_uncomputed,
    state_uncomputed,
)
from helpers.reports.session import Report, open_report
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG
from unit.forms.filling import example, written

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
    monkeypatch.setattr(views, "display", lambda bundle, **_: blocks.append(bundle[BLOCK_MIME]))
    return blocks


def opened(office: Office, kind: str, year: str, monkeypatch: pytest.MonkeyPatch, **subject: str) -> Report:
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(office.folder / name))
    return open_report(kind, fiscal_year=year, **subject)


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
    first, *lines = said(shown, "incomplete")
    assert first == "บัญชีนี้ยังไม่ครบ"
    file = f"“จำนวนนักเรียนด้อยโอกาส” รอบ {MISSING}"
    assert f"ยังไม่คิดเงิน{POOR} และค่าเครื่องแบบเพิ่มเติม เพราะไม่ได้รับไฟล์ {file}" in lines
    rates = [each for each in lines if each.startswith("ยังไม่มีอัตราของ")]
    assert [each for each in rates if BOARDING in each]
    assert all(each.endswith(" จึงยังไม่คิดเงินรายการนั้น") for each in rates)
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
    change = value(report, "amount.total.change.last_year")
    assert change == value(report, "amount.total.alike") - value(report, "amount.total.last_year")
    assert change == value(report, "amount.total.why.last_year", "cause=รวม")
    (words,) = [each for each in said(shown, "note") if "ทั้งสองปี" in each]
    assert words.endswith(f"ไม่รวม{POOR}"), "what neither year computes is no difference"
    compared = {row[0] for row in table(shown, "changes")}
    assert compared == {"เงินที่ต้องจ่ายทั้งปี ที่คิดได้ทั้งสองปี", "ผู้มีสิทธิ", "เงินเฉลี่ยต่อคน ที่คิดได้ทั้งสองปี"}


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
    assert f"11 {BOARDING}" not in " ".join(said(shown, "incomplete"))
    report.headlines(("ทั้งปี", "{amount.total}", ""))
    show_changes(report)
    assert value(report, "amount.total.alike") == value(report, "amount.total") - value(report, "poor")
    state_change(report, "need", "last_year")
    assert value(report, "need.change.last_year", "label=รวม") == value(report, "amount.total.change.last_year")
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
    assert [row[0] for row in table(shown, "changes")] == ["เงินที่ต้องจ่ายทั้งปี"]


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
    show_incomplete(report)
    assert "ยังไม่มีข้อมูลรอบ 2569-1 จึงยังไม่คิดเงินของรอบนั้น" in said(shown, "incomplete")
    report.headlines(("ทั้งปี", "{amount.total}", ""))
    show_changes(report)
    assert value(report, "amount.total.alike") == value(report, "amount.total")
    (words,) = [each for each in said(shown, "note") if "ทั้งสองปี" in each]
    assert words.endswith("ไม่รวมภาคเรียนที่ 1 ส่วนที่เหลือ")


def test_rows_of_a_form_that_are_not_counted_are_said_in_the_programme_and_in_the_year(
    tmp_path: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, programme = two_years(tmp_path), "janitors"
    title = office.params.programmes[programme].title
    row = {"smis": "34010001", "post": "ภารโรง", "legal_form": "จ้างเหมาบริการ", "ends": date(2026, 9, 30)}
    pay = {"starts": date(2025, 10, 1), "monthly_rate": Decimal(9000)}
    rows = [{**row, **pay, "post_no": str(number)} for number in range(8)]
    path, form = tmp_path / "janitors.xlsx", FORMS["roster"]
    said_of = {"subject_id": programme, "subject_title": title, "year": FiscalYear(2569), "office": "สพป."}
    write_form(form, path, choices={}, rows=[rows[0], *({**each, "starts": "ไม่ทราบ"} for each in rows[1:])], **said_of)
    office.receive(path)
    words = f"ยังไม่นับ 7 จาก 8 แถวของ{form.title} โครงการ {programme_labels(office.params.programmes)[programme]}"
    for kind, subject in (("programme/hire", {"programme": programme}), ("annual/allocation", {})):
        report = opened(office, kind, "2569", monkeypatch, **subject)
        state_uncomputed(report)
        show_incomplete(report)
        assert said(shown, "incomplete") == ["ยอดในรายงานนี้ยังไม่ครบ", words]
        assert value(report, "uncomputed.items") == 0, "no item is missing as a whole"
        shown.clear()
    report.rule("spent", "เบิกจ่าย", "money.amount", where={"measure": "เบิกจ่าย"}, needs=["spending"])
    absent = report._stated.known("spent")
    assert isinstance(absent, Absent)
    assert absent.reason == "ยังไม่ได้รับทะเบียนคุมการเบิกจ่ายงบประมาณ ปีงบประมาณ พ.ศ. 2569", "no register is no nil"
    register = written(tmp_path, FORMS["spending"], [entry(programme), {**entry(programme), "date": "ไม่ทราบ"}])
    office.receive(register)
    for kind, subject in (("programme/disbursement", {"programme": "disbursement"}), ("annual/allocation", {})):
        show_incomplete(opened(office, kind, "2569", monkeypatch, **subject))
        assert f"ยังไม่นับ 1 จาก 2 แถวของ{FORMS['spending'].title}" in said(shown, "incomplete")
        shown.clear()


def entry(programme: str) -> dict[str, object]:
    return example(FORMS["spending"], programme=programme)
