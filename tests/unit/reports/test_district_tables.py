"""Schools of no known district: below the districts, with how many they are, and on no tile of a map."""

import re
from pathlib import Path
from typing import Any

import pytest

from builders import SCHOOL_ROWS, aggregate, make_office, write_csv
from helpers.render.blocks import BLOCK_MIME, SVG_MIME, TableBlock, from_json
from helpers.reports import views
from helpers.reports.session import Report, column, open_report

Shown = list[dict[str, Any]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    bundles: Shown = []
    monkeypatch.setattr(views, "display", lambda bundle, **_: bundles.append(bundle))
    return bundles


def report_of(folder: Path, districts: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch) -> Report:
    rows = [(*row[:5], district, row[6]) for row, district in zip(SCHOOL_ROWS, districts, strict=True)]
    office = make_office(folder, rows)
    office.receive(write_csv(folder / "2568-1-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", "2568-1")))
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(folder / name))
    report = open_report("round/dmc", round_id="2568-1")
    report.sum("pupils", "นักเรียน", "schools.pupils", unit="คน", by=["district"], totals=["district"])
    title, nowhere = "โรงเรียนที่ไม่มีอำเภอ", {"district": "ไม่ระบุ"}
    report.count("schools.without_district", title, "schools", unit="โรงเรียน", where=nowhere, given=True)
    return report


def test_the_row_without_a_district_stands_last_with_its_schools(
    tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = report_of(tmp_path, ("เมือง", "", "ไผ่"), monkeypatch)
    shown.clear()
    report.table("by-district", "นักเรียน", "district", [column("คน", "pupils")])
    block = from_json(shown[0][BLOCK_MIME])
    assert isinstance(block, TableBlock)
    heads = ["".join(part.text for part in row.cells[0]) for row in block.rows]
    assert heads == ["ไผ่", "เมือง", "ยังไม่ระบุอำเภอ (1 โรงเรียน)", "รวม"]
    assert [row.apart for row in block.rows] == [False, False, True, False]
    assert 'class="apart"' in shown[0]["text/html"]


def test_an_office_that_knows_all_districts_has_no_such_row(
    tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = report_of(tmp_path, ("เมือง", "เมือง", "ไผ่"), monkeypatch)
    shown.clear()
    report.table("by-district", "นักเรียน", "district", [column("คน", "pupils")])
    report.tile_map("map", "นักเรียน", "district", column("นักเรียน", "pupils"), question="ที่ใดมาก")
    assert "ยังไม่ระบุอำเภอ" not in str(shown)
    assert [bundle[BLOCK_MIME]["kind"] for bundle in shown] == ["table", "text", "chart"]


@pytest.mark.parametrize(("districts", "tiles"), [(("เมือง", "", "ไผ่"), 2), (("เมือง", "", "เมือง"), 0)])
def test_a_map_has_a_tile_for_each_district_and_none_for_a_single_one(
    tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch, districts: tuple[str, str, str], tiles: int
) -> None:
    report = report_of(tmp_path, districts, monkeypatch)
    shown.clear()
    report.tile_map("map", "นักเรียน", "district", column("นักเรียน", "pupils"), question="ที่ใดมาก")
    svg = "".join(bundle.get(SVG_MIME, "") for bundle in shown)
    assert len(re.findall('<g id="tile ', svg)) == tiles
    assert ('<g id="apart ' in svg) == bool(tiles)
