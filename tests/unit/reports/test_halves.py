"""The section on the halves of a year: one janitor who works all year, and an insured one who begins in its second
half."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from builders import PROJECT_PARAMS, Office, make_office
from helpers.forms.definitions import FORMS
from helpers.forms.writing import write_form
from helpers.periods import FiscalYear
from helpers.programmes.reading import choices_of
from helpers.render.blocks import BLOCK_MIME
from helpers.reports import views
from helpers.reports.allocations import show_halves, state_allocation
from helpers.reports.session import Report, open_report
from unit.reports.test_changes import table, value, words

YEAR = FiscalYear(2569)
ROWS = (
    {"post_no": "1001", "starts": date(2025, 10, 1), "legal_form": "จ้างเหมาบริการ"},
    {"post_no": "1002", "starts": date(2026, 4, 1), "legal_form": "ลูกจ้างชั่วคราว"},
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = make_office(tmp_path_factory.mktemp("halves"))
    for part in ("fiscal_years", "programmes"):
        (made.folder / "params" / part).mkdir()
    for name in ("fiscal_years/2569.yml", "programmes/janitors.yml"):
        shutil.copy(PROJECT_PARAMS / name, made.folder / "params" / name)
    made.receive(filled(made))
    return made


def filled(office: Office) -> Path:
    """The roster of both janitors."""
    form, path = FORMS["roster"], office.folder / "roster.xlsx"
    about: dict[str, Any] = {"subject_id": "janitors", "subject_title": "ภารโรง", "year": YEAR, "office": "สำนักงาน"}
    write_form(form, path, choices=choices_of(office.params), **about)
    workbook = load_workbook(path)
    usual = {"smis": "34010001", "post": "นักการภารโรง", "monthly_rate": 9000}
    for number, own in enumerate(ROWS, 3):
        row = usual | own | {"ends": date(2026, 9, 30)}
        for place, column in enumerate(form.columns, 1):
            workbook.worksheets[0].cell(number, place, row.get(column.name))
    workbook.save(path)
    return path


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The blocks that a report shows, as they come."""
    blocks: list[dict[str, Any]] = []
    monkeypatch.setattr(views, "display", lambda bundle, **_: blocks.append(bundle[BLOCK_MIME]))
    return blocks


def opened(office: Office, monkeypatch: pytest.MonkeyPatch, *figures: str) -> Report:
    """The janitors' report, the section shown for these figures of the director's page."""
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(office.folder / name))
    report = open_report("programme/hire", fiscal_year="2569", programme="janitors")
    state_allocation(report)
    report.headlines(*((fact, f"{{{fact}}}", "") for fact in figures))
    show_halves(report)
    return report


@pytest.fixture
def report(office: Office, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Report:
    assert not shown
    return opened(office, monkeypatch, "amount.total", "headcount.paid")


def test_what_the_halves_differ_by_is_a_fact(report: Report) -> None:
    assert value(report, "amount.total.first_half") == Decimal("54000.00")
    assert value(report, "amount.total.second_half") == Decimal("110700.00")
    assert value(report, "amount.total.why.half", "cause=เข้ามา") == value(report, "amount.total.change.half") == 56700


@pytest.mark.usefixtures("report")
def test_the_halves_stand_side_by_side_by_what_they_are_for(shown: list[dict[str, Any]]) -> None:
    assert table(shown, "halves-compared") == [
        ["ค่าตอบแทน", "54,000.00", "108,000.00", "+54,000.00"],
        ["เงินสมทบประกันสังคม", "0.00", "2,700.00", "+2,700.00"],
        ["รวม", "54,000.00", "110,700.00", "+56,700.00"],
    ]
    assert table(shown, "why-half") == [["รายการใหม่", "+56,700.00"], ["รวม", "+56,700.00"]]


@pytest.mark.usefixtures("report")
def test_it_is_said_what_is_paid_in_one_half_alone(shown: list[dict[str, Any]]) -> None:
    assert [words(block) for block in shown if block["kind"] == "text"] == [
        "ครึ่งปีหลังเทียบกับครึ่งปีแรก เงินที่ต้องจ่ายเพิ่มขึ้น 56,700.00",
        "เพราะ “ค่าตอบแทน” เพิ่มขึ้น 54,000.00 และ “เงินสมทบประกันสังคม” ซึ่งมีเฉพาะครึ่งปีหลัง 2,700.00",
    ]


@pytest.mark.usefixtures("shown")
def test_an_amount_of_one_half_has_no_halves(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    report = opened(office, monkeypatch, "amount.total", "amount.total.first_half")
    assert not [fact for fact in report.stated if fact.startswith("amount.total.first_half.first_half")]
    assert not report.is_stated("amount.total.first_half.change.half")
