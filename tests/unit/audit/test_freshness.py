from pathlib import Path
from typing import Any

import pytest

from helpers.audit.freshness import State, Status, changes, statuses
from helpers.audit.manifest import Manifest, Originals
from helpers.catalogue import open_graph
from helpers.reports.folders import Folders
from unit.audit.small_office import ROUND, office, received
from unit.audit.small_report import REPORT, report_in_place

BEFORE: dict[str, Any] = {
    "data_kind": "real",
    "parameters": {"round_id": "2568-1"},
    "deliveries": {"2568-1/dmc": {"a.csv (0123)": {"sha256": "0123", "rows": 3}}},
    "snapshots": {"2568-1/dmc": "1"},
    "params": {"office.yml": "1", "checks.yml": "1"},
    "notebook": {"round/dmc": "1"},
    "helpers": {"thai.py": "1"},
    "lock": {"requirements.lock": "1"},
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ()),
        ({"data_kind": "sample"}, ("ชนิดของข้อมูล เปลี่ยนจาก real เป็น sample",)),
        ({"params": {"office.yml": "2", "checks.yml": "1"}}, ("ไฟล์ใน params office.yml เปลี่ยน",)),
        ({"params": {"office.yml": "1"}}, ("ไฟล์ใน params checks.yml ถูกนำออก",)),
        ({"notebook": {"round/dmc": "2"}}, ("สมุดงาน round/dmc เปลี่ยน",)),
        ({"helpers": {"thai.py": "1", "new.py": "1"}}, ("โปรแกรม new.py เพิ่มเข้ามา",)),
        ({"lock": {"requirements.lock": "2"}}, ("รุ่นของไลบรารี requirements.lock เปลี่ยน",)),
        (
            {"deliveries": {"2568-1/dmc": {"b.csv (4567)": {"sha256": "4567", "rows": 3}}}, "snapshots": {}},
            ("ไฟล์ที่ได้รับ 2568-1/dmc: a.csv (0123) ถูกนำออก", "ไฟล์ที่ได้รับ 2568-1/dmc: b.csv (4567) เพิ่มเข้ามา"),
        ),
        (
            {"deliveries": {**BEFORE["deliveries"], "2567-3/dmc": {"c.csv (89)": {"sha256": "89", "rows": 1}}}},
            ("ไฟล์ที่ได้รับ 2567-3/dmc เพิ่มเข้ามา",),
        ),
        ({"snapshots": {"2568-1/dmc": "2"}}, ("ข้อมูลที่ใช้ตรวจเทียบ 2568-1/dmc เปลี่ยน",)),
    ],
)
def test_what_differs_is_told_by_file_or_value(change: dict[str, Any], told: tuple[str, ...]) -> None:
    assert changes(BEFORE, BEFORE | change) == told


def of_dmc(folders: Folders) -> list[Status]:
    """The states of the DMC reports; every other system has a report of each round too."""
    return [each for each in statuses(folders, folders.read_params()) if each.report_id.endswith("/dmc")]


def test_a_round_without_files_is_impossible_and_one_with_files_is_new(tmp_path: Path) -> None:
    folders = office(tmp_path)
    (nothing,) = of_dmc(folders)
    assert (nothing.report_id, nothing.state, nothing.reasons) == (
        f"round/{ROUND}/dmc",
        State.WAITING,
        ("ยังไม่ได้รับไฟล์",),
    )
    received(folders)
    (new,) = of_dmc(folders)
    assert (new.state, new.reasons) == (State.NEW, ("ยังไม่เคยสร้าง",))
    failed = folders.outputs / "failed" / f"round/{ROUND}/dmc"
    failed.mkdir(parents=True)
    (failed / "error.txt").write_text("หยุดที่เซลล์ 4\n  วิธีแก้: แก้\n", encoding="utf-8")
    (new,) = of_dmc(folders)
    assert (new.state, new.reasons, new.failure) == (State.NEW, (), "หยุดที่เซลล์ 4")


def test_what_lies_behind_is_called_as_people_call_it() -> None:
    now = BEFORE | {"snapshots": {"2568-1/dmc": "2"}}
    assert changes(BEFORE, now, {"dmc": "ข้อมูลนักเรียนรายบุคคล (DMC)"}) == (
        "ข้อมูลที่ใช้ตรวจเทียบ ข้อมูลนักเรียนรายบุคคล (DMC) 2568-1 เปลี่ยน",
    )
    assert changes(BEFORE, now, renewed=True) == ("เริ่มกุญแจใหม่",)


def test_a_report_of_which_a_page_was_changed_is_to_be_made_anew(tmp_path: Path) -> None:
    folders = report_in_place(tmp_path)
    (made,) = of_dmc(folders)
    assert made.state is State.CURRENT
    (folders.outputs / REPORT / "report.html").write_bytes(b"forged")
    (changed,) = of_dmc(folders)
    assert (changed.state, changed.reasons) == (State.STALE, ("ไฟล์ report.html ถูกแก้ไขหลังสร้างรายงาน",))


def test_a_new_key_is_the_reason_that_is_told(tmp_path: Path) -> None:
    folders = report_in_place(tmp_path)
    folders.data_folder.begin_new_key()
    (own,) = of_dmc(folders)
    assert (own.state, own.reasons) == (State.STALE, ("เริ่มกุญแจใหม่",))


def test_a_new_key_is_told_where_the_tables_were_made_from_others(tmp_path: Path) -> None:
    folders = report_in_place(tmp_path)
    graph = open_graph(folders.data_folder, folders.read_params())
    between = graph.snapshot("between", ROUND)
    assert between
    manifest = Manifest({"inputs": {"snapshots": {between.id: between.fingerprint}}})
    assert not Originals(graph.folder).key_renewed(manifest)
    folders.data_folder.begin_new_key()
    assert Originals(graph.folder).key_renewed(manifest)
