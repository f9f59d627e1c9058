"""Files of an office cut off, emptied, exchanged or doubled: what the workbook made itself is made again, whatever else
is told in Thai with a way out, and no command goes on with other numbers."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.audit.freshness import State, statuses
from helpers.audit.inventory import take_inventory
from helpers.audit.portal import write_portal
from helpers.audit.verification import verify
from helpers.catalogue import open_graph
from helpers.errors import WorkbookError
from helpers.reports.folders import Folders
from unit.audit.signatures import sign
from unit.audit.small_office import FAULTY, ROUND, received
from unit.audit.small_report import REPORT, put_in_place, report_in_place
from unit.commands.test_command_line import code_of

Harm = Callable[[Path], object]


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def double(path: Path) -> None:
    path.write_bytes(path.read_bytes() * 2)


def no_file(path: Path) -> None:
    path.unlink()
    path.mkdir()


HARMS = (cut_off, empty, foreign, double, no_file)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """An office whose report was signed, then made again of newer files: the signed version lies in the history."""
    folders = report_in_place(tmp_path_factory.mktemp("made") / "office")
    sign(folders)
    put_in_place(folders, received(folders, FAULTY[1:]))
    write_portal(folders, folders.read_params())
    return folders


@pytest.fixture
def folders(made: Folders, tmp_path: Path) -> Folders:
    shutil.copytree(made.data.parent, tmp_path / "office")
    return Folders(*(tmp_path / "office" / name for name in ("data", "params", "outputs")))


def harmed(folders: Folders, pattern: str, harm: Harm) -> Path:
    """The file made last among those that match: an older snapshot is no longer used by any report in place."""
    path = max(folders.data.parent.glob(pattern), key=lambda each: each.stat().st_mtime_ns)
    harm(path)
    return path


def stated_differences(folders: Folders) -> str:
    """What reading the office says: the error that stops it, else every difference."""
    try:
        states = "\n".join(reason for status in statuses(folders, folders.read_params()) for reason in status.reasons)
        inventory = take_inventory(folders, folders.read_params())
        return "\n".join([states, *verify(REPORT, folders).problems, *inventory.problems, *inventory.notices])
    except WorkbookError as error:
        return str(error)


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("data/register.csv", "ทะเบียนไฟล์ที่ได้รับ"),
        ("data/key", "กุญแจของหน่วยงาน"),
        ("data/store/*/dmc/*/enrolment.parquet", "ตาราง"),
        ("data/store/*/dmc/*/snapshot.json", "ตาราง"),
        ("outputs/index.html", "index.html"),
        ("outputs/approvals/round/2568-1/dmc/*/director.json", "director.json"),
        ("outputs/history/round/2568-1/dmc/*/facts.csv", "ถูกแก้ไขหลังสร้างรายงาน|หายไป"),
        ("outputs/history/round/2568-1/dmc/*/manifest.json", "manifest.json เสียหาย"),
    ],
)
def test_damage_is_told(folders: Folders, pattern: str, named: str, harm: Harm) -> None:
    path = harmed(folders, pattern, harm)
    words = stated_differences(folders)
    assert any(word in words for word in named.split("|")), (path, words)


@pytest.mark.parametrize("harm", [cut_off, empty, foreign, double])
def test_a_damaged_copy_of_the_register_is_told_and_the_register_is_not_touched(folders: Folders, harm: Harm) -> None:
    register = (folders.data / "register.csv").read_bytes()
    copy = harmed(folders, "data/register-copies/*.csv", harm)
    assert str(copy) in stated_differences(folders)
    assert (folders.data / "register.csv").read_bytes() == register


def test_files_that_somebody_copied_change_nothing(folders: Folders) -> None:
    before = stated_differences(folders)
    for pattern in ("data/register.csv", "data/key", "data/store/*/dmc/*/enrolment.parquet"):
        path = sorted(folders.data.parent.glob(pattern))[-1]
        shutil.copy(path, path.with_name(f"{path.stem} (1){path.suffix}"))
    assert stated_differences(folders) == before


@pytest.mark.parametrize("harm", HARMS)
def test_a_report_whose_manifest_is_damaged_is_verified_and_made_again(
    folders: Folders, harm: Harm, capsys: pytest.CaptureFixture[str]
) -> None:
    harmed(folders, f"outputs/{REPORT}/manifest.json", harm)
    assert {status.report_id: status.state for status in statuses(folders, folders.read_params())}[
        REPORT
    ] is State.STALE
    assert code_of("verify", folders=folders) == 17
    assert f"{REPORT}: manifest.json ของรายงานเสียหาย" in capsys.readouterr().err


@pytest.mark.parametrize("harm", HARMS)
def test_a_snapshot_that_is_damaged_is_made_again_with_the_same_tables(folders: Folders, harm: Harm) -> None:
    graph = open_graph(folders.data_folder, folders.read_params())
    (snapshot,) = graph.snapshots({"this": ("dmc", ROUND)}).values()
    before = {name: table["sha256"] for name, table in snapshot.description["tables"].items()}
    harm(snapshot.path("enrolment"))
    (again,) = open_graph(folders.data_folder, folders.read_params()).snapshots({"this": ("dmc", ROUND)}).values()
    assert {name: table["sha256"] for name, table in again.description["tables"].items()} == before
    assert not again.changed_tables()
