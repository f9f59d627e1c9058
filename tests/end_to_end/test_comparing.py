"""What `compare` and the reports say of two versions: of the made-up system received again, of money in two years."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from builders import parted
from helpers.audit.comparing import compare
from helpers.facts.definitions import WHOLE, key_parts
from helpers.reports.folders import Folders
from helpers.tables.changes.causes import Cause
from made_up.project import PROJECT, Home, posts_home, project_with_posts, write_posts

REPORT = "round/2568-1/posts"
LATER = "round/2568-2/posts"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An office whose first round was delivered again with nine teachers in the place of seven."""
    root = tmp_path_factory.mktemp("comparing")
    made = posts_home(root / "office", project_with_posts(root / "project"), "2568-1", "2568-2")
    made.workbook("run")
    (root / "again").mkdir()
    made.workbook("receive", str(write_posts(root / "again" / "2568-1.csv", "2568-1", people=9)))
    made.workbook("run")
    return made


def history(home: Home) -> str:
    (manifest,) = (home.outputs / "history" / REPORT).rglob("manifest.json")
    return manifest.parent.relative_to(home.outputs).as_posix()


def test_the_corrected_row_is_the_reason(home: Home) -> None:
    said = home.workbook("compare", history(home), REPORT).stdout
    assert "ไฟล์ที่ได้รับ 2568-1/posts: 2568-1.csv (" in said
    assert "people.total: 13 → 15 คน (+2)  ผู้ครองตำแหน่ง\n  จำนวนเพิ่ม +2\n" in said
    assert "จำนวนเพิ่ม 34010001 บ้านหมากมี่ ครู: 7 → 9 (+2) 2568-1.csv แถว 2" in said
    folder = Path(said.splitlines()[-1])
    with (folder / "cells.csv").open(encoding="utf-8", newline="") as stream:
        cells = {(cell["fact"], cell["key"]): cell for cell in csv.DictReader(stream)}
    assert {cell["difference"] for cell in cells.values()} == {"2"}
    assert {cell["more"] for cell in cells.values()} == {"2"}


def test_two_rounds_of_a_kind_can_be_compared_and_two_kinds_cannot(home: Home) -> None:
    said = home.workbook("compare", REPORT, LATER).stdout
    assert "people.total: 15 → 13 คน (−2)" in said
    assert "ไม่มีรายงานฉบับ “round/2568-3/posts”" in home.workbook("compare", REPORT, "round/2568-3/posts", code=10).stderr


def test_the_same_versions_give_the_same_bytes(home: Home) -> None:
    written = []
    for _ in range(2):
        folder = Path(home.workbook("compare", history(home), REPORT).stdout.splitlines()[-1])
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]


def test_reports_stay_verified_and_current_beside_it(home: Home) -> None:
    home.workbook("compare", history(home), REPORT)
    assert "ไม่ตรง" not in home.workbook("verify").stdout
    assert "สร้าง 0 เป็นปัจจุบันอยู่แล้ว" in home.workbook("run").stdout


@pytest.mark.parametrize(
    ("system", "before", "after", "since"),
    [
        *((system, "2568-1", "2568-2", "previous_round") for system in ("dmc", "emis", "bobec", "mobec")),
        ("dmc", "2568-3", "2569-1", "previous_round"),
        ("dmc", "2568-1", "2569-1", "last_year"),
    ],
)
def test_the_causes_are_those_of_the_report(made: Home, system: str, before: str, after: str, since: str) -> None:
    folders = Folders(made.data, made.params, made.outputs)
    names = [f"round/{each}/{system}" for each in (before, after)]
    compared = compare(*names, folders, folders.read_params())
    found = {each.line.fact: each.by_cause for each in compared.cells if not each.line.key}
    why = [line for (fact, _), line in compared.after.facts.items() if fact.endswith(f".why.{since}")]
    stated = {(line.fact, cause): line for line in why if (cause := key_parts(line.key)["cause"]) != WHOLE}
    assert stated
    for (fact, cause), line in stated.items():
        own = found.get(fact.removesuffix(f".why.{since}"), {})
        assert own.get(Cause(cause), 0) == Decimal(line.value), (fact, cause)
    moved_up = [each for each in compared.cells if each.by_cause.get(Cause.PROMOTED)]
    assert bool(moved_up) == (before[:4] != after[:4])


RENT = ["1/2569", None, "ผู้อำนวยการ", "เช่าบ้าน", "3500.00", "3000.00", "1 ต.ค. 2568", None, "ทส 1"]
"""A rent of 3,500 baht a month of which 3,000 are paid: 36,000 a year."""
DEARER = [*RENT[:5], "3250.00", *RENT[6:]]
"""The same with 3,250 paid: 39,000 a year, 3,000 of them by the rate."""
ANOTHER = ["2/2570", None, "นักวิเคราะห์", "เช่าบ้าน", "2000.00", "2000.00", "1 เม.ย. 2570", None, "ทส 2"]
"""Six months at 2,000: 12,000 that came."""
PROGRAMMES = ("programme/2569/house-rent", "programme/2570/house-rent")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An office that received two fiscal years of one programme."""
    root = tmp_path_factory.mktemp("years")
    params = Path(shutil.copytree(PROJECT / "params", root / "params"))
    shutil.rmtree(params / "programmes")
    (params / "programmes").mkdir()
    shutil.copy(PROJECT / "params" / "programmes" / "house-rent.yml", params / "programmes")
    made = Home(root / "office", PROJECT, params)
    made.workbook("new", "fiscal-year", "2570")
    for year, claims in (("2569", [RENT]), ("2570", [DEARER, ANOTHER])):
        form = root / f"{year}.xlsx"
        made.workbook("template", "house-rent", "--year", year, "--output", str(form))
        workbook = load_workbook(form)
        for row, claim in enumerate(claims, 3):
            for column, value in enumerate(claim, 1):
                workbook.worksheets[0].cell(row, column, value)
        workbook.save(form)
        made.workbook("receive", str(form))
    made.workbook("run", *PROGRAMMES)
    return made


def test_money_of_two_years_differs_by_who_came_and_by_the_rate(years: Home) -> None:
    said = years.workbook("compare", *PROGRAMMES).stdout
    assert "amount.total: 36,000.00 → 51,000.00 บาท (+15,000.00)" in said
    assert "  เข้ามา +12,000.00 · อัตราเปลี่ยน +3,000.00\n" in said
    assert "3,000.00 → 3,250.00 2570.xlsx แผ่นงาน" in said


def test_the_report_says_the_same_and_every_number_of_it_is_verified_and_traced(years: Home) -> None:
    text = years.read(f"{PROGRAMMES[1]}/facts.csv").decode()
    for line in (
        "amount.total.last_year,,36000.00,บาท",
        "amount.total.change.last_year,,15000.00,บาท",
        "amount.total.why.last_year,cause=เข้ามา,12000.00,บาท",
        "amount.total.why.last_year,cause=อัตราเปลี่ยน,3000.00,บาท",
        "amount.total.why.last_year,cause=รวม,15000.00,บาท",
        "amount.total.change.half,,12000.00,บาท",
        "amount.total.why.half,cause=เข้ามา,12000.00,บาท",
    ):
        assert f"\n{line}," in text, line
    assert "ถูกต้อง programme/2570/house-rent" in years.workbook("verify", PROGRAMMES[1]).stdout
    traced = years.workbook("trace", PROGRAMMES[1], "amount.total.why.last_year", "--key", "cause=เข้ามา").stdout
    assert "2570.xlsx" in traced
    assert "12000.00" in traced
    first = parted(years.read(f"{PROGRAMMES[0]}/report.html").decode())
    assert "ยังไม่ได้รับแบบกรอก" in first, "the year before is not there, and the report says so"
