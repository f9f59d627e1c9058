"""A table of categories: its total is the enrolment, or the page says how far it is from it."""

import json
from pathlib import Path
from typing import Any

import pytest

from builders import ENROLLED, Office, aggregate, make_office, pupil_rows, roster, write_csv
from helpers.render.blocks import BLOCK_MIME
from helpers.reports import views
from helpers.reports.pupils import show_category
from helpers.reports.session import open_report

SAID = "ไม่เท่ากับนักเรียนทั้งหมด"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _shown(office: Office, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the section on religions of round 2568-2 holds."""
    blocks: list[dict[str, Any]] = []
    monkeypatch.setattr(views, "display", lambda bundle, **_: blocks.append(bundle[BLOCK_MIME]))
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(office.folder / name))
    report = open_report("round/dmc", round_id="2568-2")
    report.sum("pupils.total", "นักเรียนทั้งหมด", "enrolment.pupils", needs=["enrolment", "pupil_list"])
    show_category(report, "religion", "นักเรียนตามศาสนา")
    return json.dumps(blocks, ensure_ascii=False)


def test_a_table_that_counts_everybody_says_no_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    pupils = roster()
    pupils[0] |= {"religion": "-"}
    office.receive(write_csv(office.folder / "2568-2-student.csv", pupil_rows(pupils)))
    shown = _shown(office, monkeypatch)
    assert "ไม่ระบุ" in shown
    assert SAID not in shown


def test_a_report_of_other_pupils_says_how_many_it_lacks(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {smis: counts for smis, counts in ENROLLED.items() if smis != "34010003"}
    office.receive(
        write_csv(office.folder / "e.csv", aggregate("enrolment", "2568-2")),
        write_csv(office.folder / "r.csv", aggregate("religion", "2568-2", fewer)),
    )
    assert SAID in _shown(office, monkeypatch)


def test_a_report_that_was_not_received_says_nothing_else(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.receive(write_csv(office.folder / "e.csv", aggregate("enrolment", "2568-2")))
    assert SAID not in _shown(office, monkeypatch)
