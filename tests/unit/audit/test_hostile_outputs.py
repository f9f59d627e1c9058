"""No text of an output is trusted: what somebody wrote into one runs nowhere, leads nowhere, and is no success."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.audit.comparing import compare
from helpers.audit.manifest import NAME
from helpers.audit.tracing import trace
from helpers.audit.verification import verify
from helpers.digests import file_digest
from helpers.errors import WorkbookError
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine, read_csv, write_csv
from helpers.reports.folders import Folders
from unit.audit.small_report import REPORT, report_in_place


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return report_in_place(tmp_path / "office")


def rewrite(folders: Folders, change: Callable[[FactLine], FactLine]) -> None:
    """Put other facts into the report, and say in its manifest that they are its own."""
    folder = folders.outputs / REPORT
    ledger = read_csv((folder / "facts.csv").read_bytes().decode(), "facts.csv")
    (folder / "facts.csv").write_bytes(write_csv(map(change, ledger)).encode())
    vouch_for(folder)


def vouch_for(folder: Path, file: str = "facts.csv") -> None:
    whole = json.loads((folder / NAME).read_text(encoding="utf-8"))
    whole["content"]["outputs"][file]["sha256"] = file_digest(folder / file)
    (folder / NAME).write_text(json.dumps(whole), encoding="utf-8")


def problems(folders: Folders) -> tuple[str, ...]:
    return verify(REPORT, folders).problems


def ways(folders: Folders) -> list[Callable[[], object]]:
    """Whatever reads the facts of a report."""
    params = folders.read_params()
    return [
        lambda: problems(folders),
        lambda: trace(REPORT, "pupils.total", "", folders),
        lambda: compare(REPORT, REPORT, folders, params),
    ]


@pytest.mark.parametrize(
    "attack",
    [
        "sex = 'ช') FROM source; COPY (SELECT 'import os') TO '{path}'; --",
        "sex = 'ช'; COPY (SELECT 'import os') TO '{path}'",
        "true) t; COPY (SELECT 'import os') TO '{path}'; SELECT 1, 2, 3, 4, 5 FROM (SELECT 1",
        "sex IN (SELECT content FROM read_text('{path}.txt'))",
        "(SELECT count(*) FROM read_csv('{path}.txt')) > 0",
        "1 = 1",
        "sex = 'ช' OR true",
        "sex = sex",
        "sex='ช'",
        "nothing = 'ช'",
        "sex\" = 'ช' OR \"sex = 'ช'",
    ],
)
@pytest.mark.parametrize("told", ["by its file", "by nothing but its text"])
def test_a_filter_that_says_more_than_conditions_is_not_run(
    folders: Folders, tmp_path: Path, attack: str, told: str
) -> None:
    target = tmp_path / "next_start.pth"
    target.with_name("next_start.pth.txt").write_text("x", encoding="utf-8")
    where = attack.format(path=target)
    rewrite(folders, lambda line: replace(line, where=where) if line.fact == "pupils.total" else line)
    if told == "by its file":
        facts = folders.outputs / REPORT / "facts.csv"
        facts.write_bytes(facts.read_bytes() + b"\n")
    for way in ways(folders):
        try:
            found = way()
        except WorkbookError as error:
            found = error
        assert found
    assert problems(folders)
    assert not target.exists()


@pytest.mark.parametrize(
    "column", ["pupils\") FROM source; COPY (SELECT 1) TO '{path}'; --", "nothing", "pupils, 1", "*"]
)
def test_a_column_is_one_of_the_table(folders: Folders, tmp_path: Path, column: str) -> None:
    target = tmp_path / "next_start.pth"
    own = column.format(path=target)
    rewrite(folders, lambda line: replace(line, column=own) if line.fact == "pupils.total" else line)
    assert problems(folders)
    with pytest.raises(WorkbookError):
        trace(REPORT, "pupils.total", "", folders)
    assert not target.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"table": "../../../../etc/x"},
        {"table": "2568-1/dmc/../dmc/enrolment"},
        {"table": "2568-1/dmc/nothing"},
        {"table": ""},
        {"operation": Operation.RATIO},
        {"operation": Operation.RULE},
        {"value": "NaN"},
        {"value": "sNaN"},
        {"value": "1E+1000000"},
        {"rows": -1},
    ],
    ids=str,
)
def test_a_line_that_nobody_can_have_stated_is_a_problem_and_no_crash(
    folders: Folders, wrong: dict[str, object]
) -> None:
    change = lambda line: replace(line, **wrong) if line.fact == "pupils.total" else line  # noqa: E731
    rewrite(folders, change)  # type: ignore[arg-type]
    assert problems(folders)
    for way in ways(folders):
        with contextlib.suppress(WorkbookError):
            way()


def test_a_fact_that_is_made_of_itself_leads_nowhere(folders: Folders) -> None:
    rewrite(folders, lambda line: replace(line, where="share(sex=ช) / share(sex=ช)") if line.fact == "share" else line)
    assert problems(folders)
    with pytest.raises(WorkbookError, match="ไม่มีข้อเท็จจริง share"):
        trace(REPORT, "share", "sex=ช", folders)


def test_no_facts_are_no_success(folders: Folders) -> None:
    folder = folders.outputs / REPORT
    (folder / "facts.csv").write_bytes(write_csv(()).encode())
    assert [each for each in problems(folders) if "ไฟล์ facts.csv ถูกแก้ไข" in each]
    vouch_for(folder)
    assert problems(folders)[0] == "facts.csv มี 0 ค่า แต่ manifest.json บอกว่ามี 11 ค่า"


def test_changed_facts_and_tables_are_not_traced(folders: Folders) -> None:
    folder = folders.outputs / REPORT
    honest = (folder / "facts.csv").read_bytes()
    (folder / "facts.csv").write_bytes(honest.replace(b",5,", b",6,"))
    with pytest.raises(WorkbookError, match=r"facts\.csv ถูกแก้ไข"):
        trace(REPORT, "pupils.total", "", folders)
    (folder / "facts.csv").write_bytes(honest)
    (table,) = folders.data.rglob("enrolment.parquet")
    table.write_bytes(table.read_bytes()[:-20])
    with pytest.raises(WorkbookError, match="ตาราง 2568-1/dmc/enrolment ในคลังข้อมูลถูกแก้ไข"):
        trace(REPORT, "pupils.total", "", folders)


def test_a_carriage_return_in_a_delivered_cell_is_read_as_it_was_written(folders: Folders) -> None:
    """Universal newlines would make another value of it, and an honest report would fail."""
    key = "sex=ช\rญ\r\nช"
    rewrite(folders, lambda line: replace(line, key=key) if line.fact == "pupils.total" else line)
    recomputed = [problem for problem in problems(folders) if "คำนวณซ้ำ" in problem and "share" not in problem]
    assert not recomputed
    assert trace(REPORT, "pupils.total", key, folders).rows


def test_a_page_that_was_changed_together_with_its_manifest_is_told(folders: Folders) -> None:
    folder = folders.outputs / REPORT
    page = folder / "report.html"
    page.write_text(page.read_text(encoding="utf-8").replace(">5</data>", ">6</data>", 1), encoding="utf-8")
    vouch_for(folder, page.name)
    assert "report.html พิมพ์ pupils.total [] 6 (5) แต่สมุดงานว่า pupils.total [] 5 (5)" in problems(folders)
    assert not [problem for problem in problems(folders) if "ถูกแก้ไข" in problem]
