"""The open data of an edition are read back: whatever differs from the facts.csv of its reports is said."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from helpers.facts.ledger import value_text
from helpers.publish.open_data.checks import open_data_problems
from helpers.publish.open_data.writing import open_edition
from unit.publish.editions import DMC, RELEASE, catalogue, params

HEAD = "fact,key,value,unit,title,operation,table,column,where\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An edition with the facts.csv of its reports and all open data."""
    for report, facts in RELEASE.reports.items():
        lines = [
            f"{name},{key},{value_text(cell.value)},{released.unit},,,,,\n"
            for name, released in facts.items()
            for key, cell in released.cells.items()
        ]
        (tmp_path / report).mkdir(parents=True)
        (tmp_path / report / "facts.csv").write_text(HEAD + "".join(lines), encoding="utf-8-sig")
    made = open_edition(catalogue(), tmp_path, params(), settings={}, earlier={}, today=date(2026, 6, 1))
    for name, content in list(made):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def changed(path: Path, before: str, after: str) -> None:
    content = path.read_bytes()
    assert before.encode() in content
    path.write_bytes(content.replace(before.encode(), after.encode(), 1))


def told_of_no_change(folder: Path) -> None:
    """Let the description know the changed files, as whoever edits it consistently would."""
    path = folder / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource["hash"] = f"sha256:{sha256((folder / 'data' / resource['path']).read_bytes()).hexdigest()}"
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


def test_whole_open_data_have_no_problem(folder: Path) -> None:
    assert open_data_problems(folder, RELEASE) == []


@pytest.mark.parametrize(
    ("table", "before", "after", "words"),
    [
        ("round-dmc-by-grade", ",12,คน", ",13,คน", "ขาด 1 ค่า"),
        ("round-dmc-by-grade", ",12,คน", ",12,ห้อง", "มีเกิน 1 ค่า"),
        ("round-dmc-by-grade", ",,คน,false,ปิดไว้", ",4,คน,false,ปิดไว้", "มีเกิน 1 ค่า"),
        ("round-dmc-by-grade", ",,คน,false,ปิดไว้", ",4,คน,false,", "มีเกิน 1 ค่า"),
        ("round-dmc-by-school", "34019999", "34019998", "ขาด 1 ค่า"),
        ("round-dmc", f"{DMC},2568-2,pupils.total", f"{DMC},2568-2,pupils.all", "ขาด 1 ค่า"),
    ],
)
def test_a_changed_number_is_seen_even_where_the_description_knows_it(
    folder: Path, table: str, before: str, after: str, words: str
) -> None:
    changed(folder / "data" / f"{table}.csv", before, after)
    assert any("datapackage.json" in problem for problem in open_data_problems(folder, RELEASE))
    told_of_no_change(folder)
    problems = open_data_problems(folder, RELEASE)
    assert any(words in problem for problem in problems)
    assert not any("datapackage.json" in problem for problem in problems)


def test_a_number_that_stands_twice_is_seen(folder: Path) -> None:
    path = folder / "data" / "round-dmc.csv"
    last = path.read_bytes().splitlines(keepends=True)[-1]
    path.write_bytes(path.read_bytes() + last)
    told_of_no_change(folder)
    assert any("มีเกิน 1 ค่า" in problem for problem in open_data_problems(folder, RELEASE))


def test_what_only_a_report_states_is_seen_and_what_no_report_states_is_none(folder: Path) -> None:
    path = folder / DMC / "facts.csv"
    stated = path.read_text(encoding="utf-8-sig")
    path.write_text(HEAD, encoding="utf-8-sig")
    assert open_data_problems(folder, RELEASE) == []
    path.write_text(stated.replace("pupils.total,,30", "pupils.total,,31"), encoding="utf-8-sig")
    (problem,) = open_data_problems(folder, RELEASE)
    assert problem == f"ข้อมูลเปิดไม่มีค่าที่รายงานพิมพ์ 1 ค่า เช่น {DMC} pupils.total [] = 31"


def test_a_file_that_nobody_describes_is_seen(folder: Path) -> None:
    (folder / "data" / "more.csv").write_text("report\n", encoding="utf-8")
    assert open_data_problems(folder, RELEASE) == ["data/more.csv ไม่มีใน datapackage.json"]


def test_open_data_that_cannot_be_read_say_so(folder: Path) -> None:
    (folder / "data" / "round-dmc.csv").unlink()
    assert open_data_problems(folder, RELEASE) == ["ข้อมูลเปิดอ่านไม่ได้: FileNotFoundError"]
    (folder / "data" / "datapackage.json").write_text("{", encoding="utf-8")
    assert open_data_problems(folder, RELEASE) == ["ข้อมูลเปิดอ่านไม่ได้: JSONDecodeError"]
