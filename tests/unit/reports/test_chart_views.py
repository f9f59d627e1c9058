"""What a notebook shows as charts: the question before the picture, and no number that is not a fact."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builders import aggregate, make_office, write_csv
from helpers import charts
from helpers.errors import NotebookError
from helpers.facts.definitions import key_parts
from helpers.render.blocks import BLOCK_MIME, NARROW_MIME, SVG_MIME
from helpers.reports import views
from helpers.reports.session import Report, column, open_report

Shown = list[dict[str, Any]]
QUESTION = "โรงเรียนใดมากกว่าโรงเรียนอื่น"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    bundles: Shown = []
    monkeypatch.setattr(views, "display", lambda bundle, **_: bundles.append(bundle))
    return bundles


@pytest.fixture
def report(tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> Report:
    assert not shown
    office = make_office(tmp_path)
    for round_ in ("2568-1", "2568-2"):
        office.receive(write_csv(tmp_path / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", round_)))
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(tmp_path / name))
    opened = open_report("round/dmc", round_id="2568-2")
    by = {"by": ["smis"], "unit": "คน"}
    opened.sum("pupils", "นักเรียน", "schools.pupils", **by)
    opened.sum("earlier", "นักเรียนรอบก่อน", "schools.pupils", at="previous", **by)
    opened.sum("unreceived", "นักเรียนปีก่อน", "schools.pupils", at="last_year", **by)
    opened.sum("rooms", "ห้อง", "classrooms.rooms", **by)
    opened.sum("sexes", "นักเรียน", "enrolment.pupils", by=["smis", "sex"], totals=["sex"])
    opened.sum("all.pupils", "นักเรียน", "schools.pupils")
    opened.sum("all.rooms", "ห้อง", "classrooms.rooms")
    opened.ratio("per_room", "นักเรียนต่อห้อง", "all.pupils", "all.rooms", unit="คนต่อห้อง")
    shown.clear()
    return opened


def kinds(shown: Shown) -> list[str]:
    return [bundle[BLOCK_MIME]["kind"] for bundle in shown]


def printed(bundle: dict[str, Any]) -> set[Decimal]:
    """The numbers in a drawing; texts stand beside their outlines."""
    words = re.findall(r"<!-- (.*?) -->", bundle[SVG_MIME])
    return {Decimal(word.replace(",", "")) for word in words if re.fullmatch(r"[\d,.]+", word)}


def values(report: Report, *facts: str) -> set[Decimal]:
    return {Decimal(value) for fact in facts for value in report.numbers(fact).values()}


def test_a_question_stands_before_its_chart_which_has_a_drawing_for_phones(report: Report, shown: Shown) -> None:
    report.distribution("sizes", "ขนาด", "smis", column("นักเรียน", "pupils"), question=QUESTION)
    assert kinds(shown) == ["text", "chart"]
    assert QUESTION in str(shown[0])
    assert shown[1][SVG_MIME] != shown[1][NARROW_MIME] != ""
    assert "แผนภูมิการกระจาย 3 โรงเรียน: ขนาด" in shown[1][BLOCK_MIME]["alt"]


def test_every_number_that_a_chart_prints_is_a_fact(report: Report, shown: Shown) -> None:
    pupils, rooms, ratio = column("นักเรียน", "pupils"), column("ห้อง", "rooms"), column("เฉลี่ย", "per_room")
    report.distribution("sizes", "ขนาด", "smis", pupils)
    report.scatter("rooms", "ห้อง", "smis", pupils, rooms, ratio)
    report.heat_map("map", "นักเรียน", "smis", report.across("sexes", "sex"))
    three = [column("รอบก่อน", "earlier"), column("รอบนี้", "pupils"), column("ห้อง", "rooms")]
    report.small_multiples("courses", "รอบ", "smis", three)
    assert kinds(shown) == ["chart"] * 4
    stated = values(report, "pupils", "rooms", "sexes", "earlier") | {Decimal(0)}
    for bundle in shown:
        assert printed(bundle) <= stated
        assert printed(bundle)


def test_where_a_fact_is_absent_the_reason_is_said_and_no_question(report: Report, shown: Shown) -> None:
    unreceived, pupils = column("ปีก่อน", "unreceived"), column("รอบนี้", "pupils")
    report.distribution("sizes", "ขนาด", "smis", unreceived, question=QUESTION)
    report.small_multiples("courses", "รอบ", "smis", [unreceived, pupils], question=QUESTION)
    assert kinds(shown) == ["text"]
    assert shown[0][BLOCK_MIME]["role"] == "absent"


def test_a_ratio_without_a_divisor_draws_no_line_and_no_chart(report: Report, shown: Shown) -> None:
    report.sum("all.nothing", "ไม่มี", "enrolment.pupils", where={"sex": "ไม่ระบุ"})
    report.ratio("none", "ไม่มี", "all.pupils", "all.nothing", unit="คนต่อคน")
    pupils = column("นักเรียน", "pupils")
    report.scatter("rooms", "ห้อง", "smis", pupils, column("ห้อง", "rooms"), column("เฉลี่ย", "none"), question=QUESTION)
    assert shown == []


def test_fields_that_are_all_alike_need_no_picture(report: Report, shown: Shown) -> None:
    report.ratio("whole", "ทั้งหมด", "pupils", "pupils")
    report.heat_map("map", "ร้อยละ", "smis", [column("ร้อยละ", "whole")], question=QUESTION)
    assert shown == []


def test_two_rounds_are_no_course(report: Report, shown: Shown) -> None:
    report.small_multiples("courses", "รอบ", "smis", [column("รอบก่อน", "earlier"), column("รอบนี้", "pupils")])
    report.sum("all_rounds", "นักเรียน", "headcounts.pupils", at="all_rounds", by=["round"])
    report.trend("course", "นักเรียนทุกรอบ", column("นักเรียน", "all_rounds"))
    assert shown == []


def test_three_rounds_are_a_line_and_each_is_a_fact(
    tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(tmp_path)
    for round_ in ("2568-1", "2568-2", "2568-3"):
        office.receive(write_csv(tmp_path / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", round_)))
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(tmp_path / name))
    report = open_report("round/dmc", round_id="2568-3")
    report.sum("all_rounds", "นักเรียน", "headcounts.pupils", at="all_rounds", by=["round"])
    report.sum("now", "นักเรียน", "enrolment.pupils")
    shown.clear()
    report.trend("course", "นักเรียนทุกรอบ", column("นักเรียน", "all_rounds"))
    assert kinds(shown) == ["chart"]
    assert [key_parts(key)["round"] for key in report.numbers("all_rounds")] == ["2568-1", "2568-2", "2568-3"]
    assert printed(shown[0]) == set(report.numbers("now").values())


@pytest.mark.parametrize("dimension", ["size", "grade", "level", "round"])
def test_classes_with_an_order_are_not_ranked(report: Report, dimension: str) -> None:
    with pytest.raises(NotebookError, match=r"report\.bars"):
        report.ranked("chart", "ภาพ", dimension, column("นักเรียน", "pupils"))


def test_a_chart_without_a_call_of_its_own_is_shown_by_the_function_that_draws_it(report: Report, shown: Shown) -> None:
    report.chart(charts.bars, "bars", "นักเรียน", "smis", [column("นักเรียน", "pupils")], question=QUESTION)
    assert kinds(shown) == ["text", "chart"]
    assert shown[1][BLOCK_MIME]["alt"].startswith("แผนภูมิแท่ง: นักเรียน – ")


def test_schools_are_shown_where_they_lie_and_nothing_where_the_list_does_not_say(
    report: Report, shown: Shown, tmp_path: Path
) -> None:
    east, north = column("ลองจิจูด", "east"), column("ละติจูด", "north")
    for fact, degrees in (("east", "longitude"), ("north", "latitude")):
        report.sum(fact, "พิกัด", f"positions.{degrees}", unit="องศา", by=["smis"])
    report.point_map("school-map", "ที่ตั้ง", column("นักเรียน", "pupils"), east, north, question=QUESTION)
    assert shown == []
    lines = (tmp_path / "params" / "schools" / "3401.csv").read_text(encoding="utf-8").splitlines()
    located = [f"{line},{15 + number / 10},104.8" for number, line in enumerate(lines[1:])]
    text = "\n".join([f"{lines[0]},latitude,longitude", *located, ""])
    (tmp_path / "params" / "schools" / "3401.csv").write_text(text, encoding="utf-8")
    again = open_report("round/dmc", round_id="2568-2")
    for fact, of, unit in (
        ("pupils", "schools.pupils", "คน"),
        ("east", "positions.longitude", "องศา"),
        ("north", "positions.latitude", "องศา"),
    ):
        again.sum(fact, "ก", of, unit=unit, by=["smis"])
    shown.clear()
    again.point_map("school-map", "ที่ตั้ง", column("นักเรียน", "pupils"), east, north, question=QUESTION)
    assert kinds(shown) == ["text", "chart"]
    assert shown[1][BLOCK_MIME]["name"] == "school-map"
    assert "เมืองตัวอย่าง" in re.findall(r"<!-- (.*?) -->", shown[1][SVG_MIME]), "districts are named"
    assert set(again.numbers("north").values()) == {Decimal(15), Decimal("15.1"), Decimal("15.2")}
