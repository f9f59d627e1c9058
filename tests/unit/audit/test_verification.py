import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from helpers.audit.approvals import UNSIGNED
from helpers.audit.coverage import stated_coverage
from helpers.audit.verification import Verified, report_folder, verify
from helpers.errors import VerificationError
from helpers.reports.folders import Folders
from unit.audit.small_report import REPORT, report_in_place


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return report_in_place(tmp_path)


def verified(folders: Folders, report: str = REPORT) -> Verified:
    return verify(report, folders)


def rewrite(folders: Folders, old: str, new: str) -> None:
    path = folders.outputs / REPORT / "facts.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_honest_report_has_no_problems(folders: Folders) -> None:
    assert verified(folders) == Verified(REPORT, 11, (), (UNSIGNED,))


def test_a_changed_value_is_told_with_both_numbers_and_what_it_was_part_of(folders: Folders) -> None:
    rewrite(folders, "pupils.total,,5,", "pupils.total,,6,")
    file, fact, *_ = verified(folders).problems
    assert file == "ไฟล์ facts.csv ถูกแก้ไขหลังสร้างรายงาน"
    assert fact.startswith("ข้อเท็จจริง pupils.total: รายงานว่า 6 จาก 5 แถว (")
    assert "คำนวณซ้ำได้ 5 จาก 5 แถว (" in fact


def test_a_fact_whose_part_was_taken_out_cannot_be_recomputed(folders: Folders) -> None:
    path = folders.outputs / REPORT / "facts.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith("pupils.total")]
    path.write_text("".join(kept), encoding="utf-8")
    assert "ข้อเท็จจริง share [sex=ช] คำนวณซ้ำไม่ได้" in verified(folders).problems


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("2568-1/dmc/schools", "2567-1/dmc/schools", "รายงานไม่ได้บอกที่มาของตาราง 2567-1/dmc/schools"),
        ("schools.total,,", "schools.total,,x", "facts.csv อ่านไม่ได้"),
    ],
)
def test_a_line_that_makes_no_sense_is_a_problem_not_a_crash(folders: Folders, old: str, new: str, named: str) -> None:
    rewrite(folders, old, new)
    assert any(named in problem for problem in verified(folders).problems)


def test_tables_that_are_gone_are_a_problem_beside_the_others(folders: Folders) -> None:
    (folders.outputs / REPORT / "report.html").write_bytes(b"forged")
    shutil.rmtree(folders.data_folder.store)
    found = verified(folders)
    assert found.facts == 0
    assert found.problems[0] == "ไฟล์ report.html ถูกแก้ไขหลังสร้างรายงาน"
    assert "ไม่พบตารางที่รายงานนี้คำนวณจาก" in found.problems[1]


def test_a_delivery_that_left_the_register_is_named(folders: Folders) -> None:
    register = folders.data / "register.csv"
    register.write_text(register.read_text(encoding="utf-8").splitlines(True)[0], encoding="utf-8")
    (problem,) = verified(folders).problems
    assert problem.startswith("ไฟล์ต้นทาง 2568-1-student.csv (")
    assert problem.endswith("หายไป")


def test_a_delivery_that_was_changed_after_it_was_received_is_named(folders: Folders) -> None:
    (path,) = folders.data_folder.deliveries.rglob("2568-1-student.csv")
    path.write_bytes(path.read_bytes() + b"\n")
    (problem,) = verified(folders).problems
    assert problem.startswith("ไฟล์ต้นทาง 2568-1-student.csv (")
    assert problem.endswith("ถูกแก้ไขหลังได้รับ")


def test_a_table_that_was_written_again_is_named_though_its_numbers_are_the_same(folders: Folders) -> None:
    (path,) = folders.data_folder.store.rglob("2568-1/dmc/*/enrolment.parquet")
    pq.write_table(pq.read_table(path), path, compression="none")
    assert verified(folders).problems == (f"ตาราง {REPORT.removeprefix('round/')}/enrolment ในคลังข้อมูลถูกแก้ไข",)


def test_a_report_that_is_not_there_is_said(folders: Folders) -> None:
    (problem,) = verified(folders, "round/2569-1/dmc").problems
    assert "ไม่พบรายงานที่สมบูรณ์" in problem
    with pytest.raises(VerificationError, match="workbook status"):
        report_folder("round/2569-1/dmc", folders)


def test_a_row_that_is_gone_is_missing_in_the_total(folders: Folders) -> None:
    path = folders.outputs / REPORT / "facts.csv"
    school = "pupils.by_school,smis=34010001,"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith(school)]
    path.write_text("".join(kept), encoding="utf-8")
    wanted = "ข้อเท็จจริง pupils.total มีค่า 5 แต่ส่วนย่อยใน pupils.by_school รวมกันได้ 2"
    assert wanted in verified(folders).problems


def test_the_parts_of_a_report_that_does_not_say_what_it_leaves_out_are_not_judged(folders: Folders) -> None:
    assert set(stated_coverage(folders.outputs / REPORT)) >= {"pupils.total", "pupils.by_school"}
    notebook = folders.outputs / REPORT / "report.ipynb"
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(text.replace('"narrowed"', '"other"'), encoding="utf-8")
    assert not stated_coverage(folders.outputs / REPORT)
    for content in (b"", b"{}", b"\xff", b'{"cells": [{"outputs": null}]}'):
        notebook.write_bytes(content)
        assert not stated_coverage(folders.outputs / REPORT)
