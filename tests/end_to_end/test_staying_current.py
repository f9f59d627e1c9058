"""What makes a report stale, that status says why, and what becomes of a superseded one."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import digests
from helpers.audit.freshness import State, statuses
from helpers.audit.manifest import superseded
from helpers.audit.verification import verify
from helpers.reports.folders import Folders
from helpers.systems.system import systems
from made_up.project import PROJECT, Home

AFTER_2568_1 = {"2568-1", "2568-2", "2568-3", "2569-1"}
"""All rounds from this one on: each shows the course of all rounds before it."""
COURSE = "ข้อมูลที่ใช้ตรวจเทียบ นักเรียนทุกรอบที่มี 2568-3 เปลี่ยน"
"""Why a report is stale that uses an earlier round for the course of all rounds alone."""
EVERY_ROUND = {"2567-3", "2568-1", "2568-2", "2568-3", "2569-1"}
ENROLMENT = "2568-3-จำนวนนักเรียนแยกชั้น,เพศ.csv"


def stale(folders: Folders) -> dict[str, tuple[str, ...]]:
    """Round to reasons of the DMC reports that are not current."""
    found = statuses(folders, folders.read_params())
    of_dmc = [each for each in found if each.report_id.endswith("/dmc")]
    return {each.report_id.split("/")[1]: each.reasons for each in of_dmc if each.state is State.STALE}


@pytest.fixture
def folders(made: Home, tmp_path: Path) -> Folders:
    """The finished run with parameters, notebooks and lock that a test may change."""
    shutil.copytree(made.params, tmp_path / "params")
    shutil.copytree(PROJECT / "notebooks", tmp_path / "project" / "notebooks")
    shutil.copy(PROJECT / "requirements.lock", tmp_path / "project")
    (tmp_path / "project" / "src").mkdir()
    shutil.copy(PROJECT / "src" / "recheck.py", tmp_path / "project" / "src")
    return Folders(made.data, tmp_path / "params", made.outputs, tmp_path / "project")


def test_nothing_is_stale_after_a_run(folders: Folders) -> None:
    assert not stale(folders)
    states = {each.state for each in statuses(folders, folders.read_params())}
    assert State.CURRENT in states
    assert not states & {State.STALE, State.NEW}


@pytest.mark.parametrize(
    ("file", "affected", "reason"),
    [
        ("params/rounds/2568-1.yml", AFTER_2568_1, "ไฟล์ใน params rounds/2568-1.yml เปลี่ยน"),
        ("params/checks.yml", EVERY_ROUND, "ไฟล์ใน params checks.yml เปลี่ยน"),
        ("params/schools/3401.csv", EVERY_ROUND, "ไฟล์ใน params schools/3401.csv เปลี่ยน"),
        ("project/notebooks/round/dmc.ipynb", EVERY_ROUND, "สมุดงาน round/dmc เปลี่ยน"),
        ("project/requirements.lock", EVERY_ROUND, "รุ่นของไลบรารี requirements.lock เปลี่ยน"),
    ],
)
def test_a_changed_file_makes_the_reports_that_use_it_stale(
    folders: Folders, file: str, affected: set[str], reason: str
) -> None:
    path = folders.params.parent / file
    if path.suffix == ".ipynb":
        path.write_text(path.read_text(encoding="utf-8").replace("# ", "# ใหม่ ", 1), encoding="utf-8")
    else:
        path.write_bytes(path.read_bytes() + b"\n")
    found = stale(folders)
    assert found.keys() == affected
    assert set(found.values()) - {(COURSE,)} == {(reason,)}


def test_a_changed_helper_makes_every_report_stale(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"facts/computing.py": "0"}
    monkeypatch.setattr(
        "helpers.reports.inputs.code_digests", lambda *modules: digests.code_digests(*modules) | changed
    )
    reasons = ("โปรแกรม facts/computing.py เปลี่ยน",)
    assert stale(folders) == dict.fromkeys(EVERY_ROUND, reasons)
    pages = [each for each in statuses(folders, folders.read_params()) if each.report_id.startswith("school/")]
    assert {(each.state, each.reasons) for each in pages} == {(State.STALE, reasons)}, "no page stays for its rows"


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


@pytest.mark.parametrize(("harm", "word"), [(Path.unlink, "หายไป"), (damaged, "ถูกแก้ไขหลังสร้างรายงาน")])
def test_a_report_whose_file_is_gone_or_edited_is_made_again(
    copied: Home, harm: Callable[[Path], object], word: str
) -> None:
    harm(copied.outputs / "round" / "2568-2" / "dmc" / "report.html")
    assert stale(Folders(copied.data, copied.params, copied.outputs)) == {"2568-2": (f"ไฟล์ report.html {word}",)}


def test_a_round_without_parameters_is_impossible_and_says_what_to_do(folders: Folders) -> None:
    (folders.params / "rounds" / "2568-3.yml").unlink()
    found = {each.report_id: each for each in statuses(folders, folders.read_params())}
    assert found["round/2568-3/dmc"].state is State.IMPOSSIBLE
    assert found["round/2568-3/dmc"].reasons == ("ไม่มีพารามิเตอร์ของรอบ 2568-3",)
    assert found["round/2568-1/dmc"].state is State.CURRENT


def newer(home: Home) -> Path:
    """The last round's enrolment as it would be delivered again: the same counts in other bytes."""
    text = (home.data / "downloads" / ENROLMENT).read_text(encoding="utf-8-sig")
    path = home.root / ENROLMENT
    path.write_text(text + "\n", encoding="utf-8-sig")
    (home.root / "KIND").write_text("sample\n", encoding="utf-8")
    return path


def test_a_newer_delivery_supersedes_and_the_old_version_can_still_be_verified(copied: Home) -> None:
    folders = Folders(copied.data, copied.params, copied.outputs)
    old = {path.name: path.read_bytes() for path in (copied.outputs / "round/2568-3/dmc").iterdir()}
    fingerprint = json.loads(old["manifest.json"])["content"]["fingerprint"]
    said = copied.workbook("receive", str(newer(copied))).stdout
    assert f"(แทน {ENROLMENT} เลขรับ " in said

    found = {
        each.report_id: each.reasons for each in statuses(folders, folders.read_params()) if each.state is State.STALE
    }
    of_round = {f"round/2568-3/{system}" for system in systems()}
    pages = set(copied.pages)
    assert found.keys() == of_round | pages | {"round/2569-1/dmc"}, (
        "every system is held against DMC, the round after too"
    )
    (reason,) = found["round/2568-3/dmc"]
    assert reason.startswith(f"ไฟล์ที่ได้รับ 2568-3/dmc: {ENROLMENT} (")
    assert reason.endswith("เพิ่มเข้ามา")

    pages_before = {page: copied.read(f"{page}/facts.csv") for page in pages}
    said = copied.workbook("run").stdout
    same = [page for page in pages if copied.read(f"{page}/facts.csv") == pages_before[page]]
    assert same == ["school/2568/34010001"], "it has no pupils, so no row of that file is its own"
    made = len(found) - len(same)
    others = len(copied.reports) + len(pages) - made
    assert f"สร้าง {made} เป็นปัจจุบันอยู่แล้ว {others} ไม่สำเร็จ 0" in said
    earlier = f"history/round/2568-3/dmc/{fingerprint}"
    assert {
        kept.removeprefix("history/").rpartition("/")[0] for kept in superseded(copied.outputs)
    } == found.keys() - pages
    assert {path.name: path.read_bytes() for path in (copied.outputs / earlier).iterdir()} == old
    assert not verify(earlier, folders).problems
    assert f"ถูกต้อง {earlier}" in copied.workbook("verify", "history/round/2568-3", "round/2568-3/dmc").stdout
    assert not stale(folders)


def without_fingerprint(home: Home, report: str) -> dict[str, str]:
    """The files of a report that people and programs read, without what names the tables that it was made from."""
    fingerprint = json.loads(home.read(f"{report}/manifest.json"))["content"]["fingerprint"]
    files = ("report.html", "report.ipynb", "facts.csv")
    return {name: home.read(f"{report}/{name}").decode().replace(fingerprint, "") for name in files}


def states(home: Home) -> dict[str, State]:
    folders = Folders(home.data, home.params, home.outputs)
    return {each.report_id: each.state for each in statuses(folders, folders.read_params())}


def test_after_a_correction_only_the_reports_that_show_it_are_made_and_all_are_as_made_anew(copied: Home) -> None:
    folders = Folders(copied.data, copied.params, copied.outputs)
    (corrected,) = (copied.data / "downloads").glob("*-2568-3-durable_goods.csv")
    corrected.write_bytes(b"".join(corrected.read_bytes().splitlines(keepends=True)[:-1]))
    round_ = [report for report in copied.reports if report.startswith("round/2568-3/")]
    before = {report: copied.read(f"{report}/facts.csv") for report in (*copied.pages, *round_)}
    copied.workbook("receive", "--accept-fewer", str(corrected))
    said = copied.workbook("status").stdout
    assert said.count("เฉพาะหน้าที่ข้อมูลของโรงเรียนนั้นเปลี่ยน") == 1
    assert said.count("เฉพาะเมื่อส่วนที่รายงานนี้ใช้เปลี่ยน") == len({"emis", "bobec", "gcode"})

    said = copied.workbook("run", "school", "round/2568-3").stdout
    changed = [report for report in before if copied.read(f"{report}/facts.csv") != before[report]]
    assert [report for report in changed if report in round_] == ["round/2568-3/mobec"]
    assert 1 < len(changed) < len(copied.pages)
    assert f"สร้าง {len(changed)} เป็นปัจจุบันอยู่แล้ว {len(before) - len(changed)} " in said
    assert {states(copied)[report] for report in before} == {State.CURRENT}
    assert all(verify(report, folders).problems == () for report in before)

    kept = {report: without_fingerprint(copied, report) for report in before}
    for report in before:
        shutil.rmtree(copied.outputs / report)
    copied.workbook("run", "school", "round/2568-3")
    assert {report: without_fingerprint(copied, report) for report in before} == kept
