"""One run on a small sample: what it makes, that it agrees with itself, and that every way to it gives the same."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from nbformat import read

from end_to_end.one_name import names_of_one_number
from helpers.audit.freshness import State, statuses
from helpers.audit.tracing import trace
from helpers.catalogue import open_graph
from helpers.facts.ledger import FactLine, read_csv, write_csv
from helpers.periods import Round
from helpers.reports.folders import Folders
from helpers.reports.production import stated_lines
from helpers.systems.system import systems
from made_up.project import Home

ROUNDS = ("2567-3", "2568-1", "2568-2", "2568-3", "2569-1")
FILES = {
    "report.html",
    "report.pdf",
    "tables.xlsx",
    "report.ipynb",
    "facts.csv",
    "recheck.py",
    "manifest.json",
}
LAST_ROUND_ALONE = {"start", "moved_in", "moved_out", "dropped_out", "discharged", "end"}
EVERY_ROUND = {
    "schools.total",
    "pupils.total",
    "pupils.male",
    "pupils.female",
    "rooms.total",
    "pupils.by_level",
    "pupils.by_grade",
    "pupils.by_school",
    "schools.by_size",
    "area_total.pupils",
    "area_total.difference",
    "pupils.by_category.religion",
    "pupils.by_category.g_code",
}


def lines(home: Home, round_: str) -> list[FactLine]:
    return read_csv(home.read(f"round/{round_}/dmc/facts.csv").decode(), round_)


def facts(home: Home, round_: str) -> dict[tuple[str, str], int]:
    return {(line.fact, line.key): int(line.value) for line in lines(home, round_) if "." not in line.value}


def test_every_report_is_made_whole(made: Home) -> None:
    assert len(made.pages) == 6
    said = f"สร้าง {len(made.reports) + len(made.pages)} เป็นปัจจุบันอยู่แล้ว 0 ไม่สำเร็จ 0"
    assert said in (made.root / "finished").read_text(encoding="utf-8")
    assert {report.split("/")[2] for report in made.reports} == set(systems())
    assert [report for report in made.reports if report.endswith("/dmc")] == [f"round/{each}/dmc" for each in ROUNDS]
    for report in made.reports:
        assert {path.name for path in (made.outputs / report).iterdir()} - {"findings.csv"} == FILES
    for page in made.pages:
        assert {path.name for path in (made.outputs / page).iterdir()} == FILES - {"recheck.py"}
    assert (made.outputs / "index.html").is_file()
    assert not (made.outputs / "history").exists()
    assert not (made.outputs / "failed").exists()


def test_nothing_of_a_current_report_is_made_again(made: Home) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.outputs.glob("round/**/*")}
    said = made.workbook("run").stdout
    assert f"สร้าง 0 เป็นปัจจุบันอยู่แล้ว {len(made.reports) + len(made.pages)} ไม่สำเร็จ 0" in said
    assert {path: path.stat().st_mtime_ns for path in made.outputs.glob("round/**/*")} == before


def test_status_says_so(made: Home) -> None:
    folders = Folders(made.data, made.params, made.outputs)
    current = {each.report_id for each in statuses(folders, folders.read_params()) if each.state is State.CURRENT}
    assert current == {*made.reports, *made.pages}
    assert "หน้าโรงเรียน 6 หน้า" in made.workbook("status").stdout


def test_the_second_engine_and_the_second_reader_agree(made: Home) -> None:
    said = made.workbook("verify", "--deep").stdout
    assert "ผู้อ่านที่สอง (recheck): ตรงกัน" in said
    for report in made.reports:
        stated = read_csv(made.read(f"{report}/facts.csv").decode(), report)
        assert f"ถูกต้อง {report}: คำนวณซ้ำ {len(stated):,} ค่า" in said
    assert "ถูกต้อง หน้าโรงเรียน 6 หน้า" in said


def test_the_facts_that_a_reader_relies_on_are_there_and_agree(made: Home) -> None:
    for round_ in ROUNDS:
        found = facts(made, round_)
        names = {fact for fact, _ in found}
        assert names >= EVERY_ROUND
        assert ({name for name in names if name.startswith("inspection.")} != set()) == round_.endswith("-3")
        total = found["pupils.total", ""]
        assert total == found["pupils.male", ""] + found["pupils.female", ""]
        assert total == sum(value for (fact, _), value in found.items() if fact == "pupils.by_school")
        assert total == found["pupils.by_level", "level=รวม;sex=รวม"] == found["pupils.by_grade", "grade=รวม;sex=รวม"]
        assert found["area_total.difference", ""] == total - found["area_total.pupils", ""]
    last = facts(made, "2568-3")
    assert {fact.partition(".")[2] for fact, _ in last if fact.startswith("inspection.")} == LAST_ROUND_ALONE
    change = last["pupils.total", ""] - facts(made, "2568-2")["pupils.total", ""]
    assert last["pupils.total.change.previous_round", ""] == change
    change = last["pupils.total", ""] - facts(made, "2567-3")["pupils.total", ""]
    assert last["pupils.total.change.last_year", ""] == change


def test_every_number_has_one_name(made: Home) -> None:
    assert {report: names for report in made.reports if (names := names_of_one_number(made, report))} == {}


def places_of(path: Path, round_: str = "") -> set[tuple[str, ...]]:
    """Which rule, round and school a list of findings, or of planted defects, names."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(each["rule"], round_ or each["round"], each["smis"]) for each in rows}


def test_every_planted_defect_is_found_and_nothing_else(made: Home) -> None:
    planted = {place for place in places_of(made.data / "planted.csv") if place[0].split(".")[0] in systems()}
    reports = [(report.split("/")[1], made.outputs / report / "findings.csv") for report in made.reports]
    found = {place for round_, path in reports if path.exists() for place in places_of(path, round_)}
    assert len(planted) > 50
    assert found == planted


@pytest.mark.parametrize(
    ("fact", "key"),
    [("pupils.by_grade", "grade=ป.1;sex=ช"), ("pupils.total", ""), ("pupils.by_category.disadvantage", "")],
)
def test_a_number_is_the_sum_of_the_rows_that_it_is_traced_to(made: Home, fact: str, key: str) -> None:
    folders = Folders(made.data, made.params, made.outputs)
    own = key or next(line.key for line in lines(made, "2568-1") if line.fact == fact)
    found = trace("round/2568-1/dmc", fact, own, folders)
    assert found.rows
    assert sum(int(row.value) for row in found.rows) == int(found.line.value) > 0
    assert len(found.rows) == found.line.rows
    delivered = {path.name for path in (made.data / "deliveries" / "2568-1" / "dmc").iterdir()}
    assert {row.file for row in found.rows} <= delivered


def test_trace_prints_the_rows_and_no_person(made: Home) -> None:
    said = made.workbook("trace", "round/2568-1/dmc", "pupils.by_grade", "--key", "grade=ป.1;sex=ช").stdout
    (file,) = {line.partition(" แถว ")[0].strip() for line in said.splitlines() if ".csv แถว " in line}
    assert file == "2568-1-จำนวนนักเรียนแยกชั้น,เพศ.csv"
    assert "ป.1" in said.splitlines()[2]


def test_plain_papermill_gives_the_same_facts(made: Home, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "notebooks/round/dmc.ipynb", str(out), "-p", "round_id", "2568-1"]
    done = subprocess.run(command, cwd=made.project, env=made.environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    stated = write_csv(stated_lines(read(out, as_version=4))).encode()
    assert stated == made.read("round/2568-1/dmc/facts.csv")


def test_plain_papermill_refuses_a_parameter_that_the_notebook_does_not_know(made: Home, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "notebooks/round/dmc.ipynb", str(out), "-p", "round", "2568-2"]
    done = subprocess.run(command, cwd=made.project, env=made.environment, capture_output=True, check=False)
    assert done.returncode != 0
    assert "พารามิเตอร์ของรายงานไม่ถูกต้อง: round" in done.stderr.decode()


@pytest.mark.parametrize(("exporter", "suffix"), [("workbook_html", "html"), ("workbook_pdf", "pdf")])
def test_jupyter_exports_the_same_bytes(made: Home, tmp_path: Path, exporter: str, suffix: str) -> None:
    report = made.outputs / "round" / "2568-1" / "dmc"
    shutil.copy(report / "report.ipynb", tmp_path / "report.ipynb")
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", exporter, str(tmp_path / "report.ipynb")]
    done = subprocess.run(command, cwd=tmp_path, env=made.environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / f"report.{suffix}").read_bytes() == (report / f"report.{suffix}").read_bytes()


def test_excel_opens_and_computes_nothing(made: Home) -> None:
    book = openpyxl.load_workbook(made.outputs / "round" / "2568-3" / "dmc" / "tables.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(book.sheetnames) > 10
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert any(cell.value == facts(made, "2568-3")["pupils.total", ""] for cell in cells)


def test_the_store_keeps_no_name_and_no_number(made: Home) -> None:
    folders = Folders(made.data, made.params, made.outputs)
    snapshot = open_graph(folders.data_folder, folders.read_params()).snapshot("dmc", Round(2568, 1))
    assert snapshot
    pupils = pq.read_table(snapshot.path("pupils"))
    assert pupils.num_rows > 300
    assert not {"learner_number", "first_name", "last_name", "house_no"} & set(pupils.column_names)


def test_nothing_is_received_twice(made: Home) -> None:
    register = (made.data / "register.csv").read_bytes()
    downloads = made.data / "downloads"
    there = sum(path.is_file() for path in downloads.rglob("*"))
    assert f"รับเข้า 0 ไฟล์ มีอยู่แล้ว {there} ไฟล์" in made.workbook("receive", os.fspath(downloads)).stdout
    assert (made.data / "register.csv").read_bytes() == register


def test_what_is_confidential_is_for_its_owner_alone(copied: Home) -> None:
    copied.workbook("check", "2568-1")
    among_data = [path for path in copied.data.rglob("*") if not path.is_relative_to(copied.data / "params")]
    confidential = [*copied.outputs.rglob("findings.*"), *(copied.outputs / "check").rglob("*")]
    assert confidential
    open_to_others = [path for path in (copied.data, *among_data, *confidential) if path.stat().st_mode & 0o077]
    assert not [path.relative_to(copied.root) for path in open_to_others]
    assert (copied.outputs / "round").stat().st_mode & 0o777 != 0o700, "reports are for others too"
