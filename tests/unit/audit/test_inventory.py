"""What lies beside the reports in place: nothing that nobody listed, an index that prints what the reports say, earlier
versions and approvals as they were."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.audit.inventory import Inventory, take_inventory
from helpers.audit.manifest import NAME, superseded
from helpers.reports.folders import Folders
from unit.audit import in_place, small_report
from unit.audit.signatures import sign
from unit.audit.small_office import office, pupil, received


def inventory(folders: Folders) -> Inventory:
    return take_inventory(folders, folders.read_params())


@pytest.fixture
def shown(folders: Folders) -> Folders:
    """An office with one report in place, and the index of it."""
    in_place.put_in_place(folders)
    in_place.page(folders)
    return folders


@pytest.fixture
def renewed(tmp_path: Path) -> Folders:
    """An office with a signed report that a newer one superseded."""
    folders = office(tmp_path)
    small_report.put_in_place(folders, received(folders))
    sign(folders)
    small_report.put_in_place(folders, received(folders, (pupil(1), pupil(2))))
    return folders


def edit_index(folders: Folders, old: str, new: str) -> None:
    path = folders.outputs / "index.html"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_index_of_what_is_there_is_right(shown: Folders) -> None:
    assert inventory(shown) == Inventory(0, (), ())


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (">24,060<", ">24,061<", "พิมพ์ pupils.total เป็น 24,061 (24060)"),
        ('value="24060"', 'value="24061"', "พิมพ์ pupils.total เป็น 24,060 (24061)"),
        (f'data-report="{in_place.REPORT}"', 'data-report="x"', f"index.html ไม่มีรายงาน {in_place.REPORT}"),
        ('class="approval unsigned"', 'class="approval"', "แสดงการรับรองที่ไม่ใช่การรับรองที่มีผลอยู่"),
    ],
)
def test_an_index_that_says_otherwise_is_a_problem(shown: Folders, old: str, new: str, named: str) -> None:
    edit_index(shown, old, new)
    (problem,) = inventory(shown).problems
    assert named in problem


def test_the_page_of_a_school_needs_a_link_from_the_index_and_no_card(shown: Folders) -> None:
    page = "school/2568/34010001"
    shutil.copytree(shown.outputs / in_place.REPORT, shown.outputs / page)
    missing = f"index.html ไม่มีรายงาน {page}"
    assert missing in inventory(shown).problems
    edit_index(shown, "</main>", f'<a href="{page}/report.html">โรงเรียน</a></main>')
    assert missing not in inventory(shown).problems


def test_words_that_would_be_written_otherwise_now_are_no_more_than_old(shown: Folders) -> None:
    edit_index(shown, "เป็น<span", "เป็น <span")
    seen = inventory(shown)
    assert not seen.problems
    assert seen.notices == ("index.html ไม่เป็นปัจจุบัน สั่ง workbook run เพื่อเขียนใหม่",)


def test_without_an_index_nothing_is_wrong_and_one_is_to_be_written(shown: Folders) -> None:
    (shown.outputs / "index.html").unlink()
    seen = inventory(shown)
    assert not seen.problems
    assert seen.notices == ("index.html ไม่เป็นปัจจุบัน สั่ง workbook run เพื่อเขียนใหม่",)


@pytest.mark.parametrize("name", ["notes.txt", "round/2568-2/dmc/report.html", "approvals/round/2568-1/dmc/0/x.txt"])
def test_a_file_that_nobody_listed_is_named(shown: Folders, name: str) -> None:
    path = shown.outputs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    assert inventory(shown).problems == (f"{name} ไม่ใช่ไฟล์ของรายงานที่สมบูรณ์ฉบับใด",)


@pytest.mark.parametrize("name", [".DS_Store", "failed/x/error.txt", "check/2568-1/findings.xlsx", "sample/index.html"])
def test_what_the_workbook_works_with_is_no_stranger(shown: Folders, name: str) -> None:
    path = shown.outputs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    assert not inventory(shown).problems


def damage_page(version: Path) -> None:
    (version / "report.html").write_bytes(b"forged")


def damage_manifest(version: Path) -> None:
    (version / NAME).write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "named"),
    [(damage_page, "ไฟล์ report.html ถูกแก้ไขหลังสร้างรายงาน"), (damage_manifest, "manifest.json เสียหาย")],
)
def test_an_earlier_version_that_was_changed_is_named(
    renewed: Folders, damage: Callable[[Path], None], named: str
) -> None:
    (version,) = superseded(renewed.outputs)
    damage(renewed.outputs / version)
    assert f"{version}: {named}" in inventory(renewed).problems


def test_approvals_of_a_report_that_is_nowhere_are_named(renewed: Folders) -> None:
    shutil.rmtree(renewed.outputs / "round")
    shutil.rmtree(renewed.outputs / "history")
    assert any(problem.startswith("approvals/round/2568-1/dmc: ") for problem in inventory(renewed).problems)


def test_lines_that_the_register_lost_are_counted(shown: Folders) -> None:
    register = shown.data / "register.csv"
    register.write_text(register.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    assert "ทะเบียนไฟล์ที่ได้รับถูกแก้หรือขาดไป 1 บรรทัด เทียบกับสำเนาล่าสุด" in inventory(shown).problems
