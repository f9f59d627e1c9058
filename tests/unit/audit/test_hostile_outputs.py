"""No text of an output is trusted: what somebody wrote into one runs nowhere, leads nowhere, and is no success."""

from __future__ import annotations

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
from helpers.facts.ledger import Line, read_csv, write_csv
from helpers.reports.places import Places
from unit.audit.small_report import REPORT, report_in_place


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return report_in_place(tmp_path / "office")


def rewrite(places: Places, change: Callable[[Line], Line]) -> None:
    """Put other facts into the report, and say in its manifest that they are its own."""
    folder = places.outputs / REPORT
    ledger = read_csv((folder / "facts.csv").read_bytes().decode(), "facts.csv")
    (folder / "facts.csv").write_bytes(write_csv(map(change, ledger)).encode())
    vouch_for(folder)


def vouch_for(folder: Path) -> None:
    whole = json.loads((folder / NAME).read_text(encoding="utf-8"))
    whole["content"]["outputs"]["facts.csv"]["sha256"] = file_digest(folder / "facts.csv")
    (folder / NAME).write_text(json.dumps(whole), encoding="utf-8")


def problems(places: Places) -> tuple[str, ...]:
    return verify(REPORT, places, places.read_params()).problems


def ways(places: Places) -> list[Callable[[], object]]:
    """Whatever reads the facts of a report."""
    params = places.read_params()
    return [
        lambda: problems(places),
        lambda: trace(REPORT, "pupils.total", "", places, params),
        lambda: compare(REPORT, REPORT, places, params),
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
    places: Places, tmp_path: Path, attack: str, told: str
) -> None:
    target = tmp_path / "next_start.pth"
    target.with_name("next_start.pth.txt").write_text("x", encoding="utf-8")
    where = attack.format(path=target)
    rewrite(places, lambda line: replace(line, where=where) if line.fact == "pupils.total" else line)
    if told == "by its file":
        facts = places.outputs / REPORT / "facts.csv"
        facts.write_bytes(facts.read_bytes() + b"\n")
    for way in ways(places):
        try:
            found = way()
        except WorkbookError as error:
            found = error
        assert found
    assert problems(places)
    assert not target.exists()


@pytest.mark.parametrize(
    "column", ["pupils\") FROM source; COPY (SELECT 1) TO '{path}'; --", "nothing", "pupils, 1", "*"]
)
def test_a_column_is_one_of_the_table(places: Places, tmp_path: Path, column: str) -> None:
    target = tmp_path / "next_start.pth"
    own = column.format(path=target)
    rewrite(places, lambda line: replace(line, column=own) if line.fact == "pupils.total" else line)
    assert problems(places)
    with pytest.raises(WorkbookError):
        trace(REPORT, "pupils.total", "", places, places.read_params())
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
def test_a_line_that_nobody_can_have_stated_is_a_problem_and_no_crash(places: Places, wrong: dict[str, object]) -> None:
    change = lambda line: replace(line, **wrong) if line.fact == "pupils.total" else line  # noqa: E731
    rewrite(places, change)  # type: ignore[arg-type]
    assert problems(places)
    for way in ways(places):
        with contextlib.suppress(WorkbookError):
            way()


def test_a_fact_that_is_made_of_itself_leads_nowhere(places: Places) -> None:
    rewrite(places, lambda line: replace(line, where="share(sex=ช) / share(sex=ช)") if line.fact == "share" else line)
    assert problems(places)
    with pytest.raises(WorkbookError, match="ไม่มีข้อเท็จจริง share"):
        trace(REPORT, "share", "sex=ช", places, places.read_params())


def test_no_facts_are_no_success(places: Places) -> None:
    folder = places.outputs / REPORT
    (folder / "facts.csv").write_bytes(write_csv(()).encode())
    assert [each for each in problems(places) if "ไฟล์ facts.csv ถูกแก้ไข" in each]
    vouch_for(folder)
    assert problems(places) == ("facts.csv ไม่มีข้อเท็จจริงสักข้อ",)


def test_changed_facts_and_tables_are_not_traced(places: Places) -> None:
    folder, params = places.outputs / REPORT, places.read_params()
    honest = (folder / "facts.csv").read_bytes()
    (folder / "facts.csv").write_bytes(honest.replace(b",5,", b",6,"))
    with pytest.raises(WorkbookError, match=r"facts\.csv ถูกแก้ไข"):
        trace(REPORT, "pupils.total", "", places, params)
    (folder / "facts.csv").write_bytes(honest)
    (table,) = places.data.rglob("enrolment.parquet")
    table.write_bytes(table.read_bytes()[:-20])
    with pytest.raises(WorkbookError, match="ตาราง 2568-1/dmc/enrolment ในคลังข้อมูลถูกแก้ไข"):
        trace(REPORT, "pupils.total", "", places, params)


def test_a_carriage_return_in_a_delivered_cell_is_read_as_it_was_written(places: Places) -> None:
    """Universal newlines would make another value of it, and an honest report would fail."""
    key = "sex=ช\rญ\r\nช"
    rewrite(places, lambda line: replace(line, key=key) if line.fact == "pupils.total" else line)
    named = [each for each in problems(places) if "share" not in each]
    assert not named
    assert trace(REPORT, "pupils.total", key, places, places.read_params()).rows
