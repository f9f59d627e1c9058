"""Gathering the facts of offices: only of reports that are current, with a word on every other office."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from helpers.audit.freshness import State, statuses
from helpers.audit.gathering import NATIONAL_FOLDER, Gathered, OfficeReports, gather, ungathered, unread
from helpers.catalogue import open_graph
from helpers.errors import DeliveryError
from helpers.national.roster import OfficeLine, read_roster
from helpers.national.schemas import DAMAGED, FAILED, MISSING, READY, REPEATED, STALE, UNREADABLE
from helpers.reports.catalogue import existing_reports
from helpers.reports.folders import Folders, folders_of
from unit.audit.small_office import ROUND
from unit.audit.small_report import REPORT, report_in_place


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a report."""
    folder = tmp_path_factory.mktemp("made") / "office"
    report_in_place(folder)
    return folder


def roster_of(root: Path) -> dict[str, OfficeLine]:
    folder = folders_of(root / NATIONAL_FOLDER).data_folder
    (entry,) = (entry for entry in folder.in_force() if entry.report == "offices")
    return {line.folder: line for _, line in read_roster(folder.deliveries / entry.path)}


def renamed(office: Path, code: str) -> None:
    """Another office's code, as which the report was not made."""
    path = office / "params" / "office.yml"
    path.write_text(path.read_text(encoding="utf-8").replace('"3401"', f'"{code}"'), encoding="utf-8")
    (office / "params" / "schools" / "3401.csv").rename(office / "params" / "schools" / f"{code}.csv")


SPOILED: dict[str, Callable[[Path], object]] = {
    READY: lambda _: None,
    MISSING: lambda office: shutil.rmtree(office / "outputs"),
    FAILED: lambda office: (
        shutil.rmtree(office / "outputs"),
        (office / "outputs" / "failed" / REPORT).mkdir(parents=True),
    ),
    STALE: lambda office: renamed(office, "9702"),
    DAMAGED: lambda office: (office / "outputs" / REPORT / "facts.csv").write_text("fact\n"),
    UNREADABLE: lambda office: (office / "params" / "office.yml").write_text("name: [\n"),
}


def test_every_office_is_in_the_roster_as_its_report_stands(made: Path, tmp_path: Path) -> None:
    for place, spoil in enumerate(SPOILED.values()):
        shutil.copytree(made, tmp_path / str(place))
        spoil(tmp_path / str(place))
    assert gather(tmp_path) == [Gathered(ROUND, len(SPOILED), 1)]
    lines = roster_of(tmp_path)
    assert [line.state for line in lines.values()] == list(SPOILED)
    assert [line.folder for line in lines.values() if line.sha256] == ["0"]


def test_the_copy_is_the_offices_own_file_and_outlives_it(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "a")
    gather(tmp_path)
    folders = folders_of(tmp_path / NATIONAL_FOLDER)
    (entry,) = (entry for entry in folders.data_folder.in_force() if entry.report != "offices")
    copy = folders.data_folder.deliveries / entry.path
    assert copy.read_bytes() == (tmp_path / "a" / "outputs" / REPORT / "facts.csv").read_bytes()
    assert copy.stat().st_mode & 0o077 == 0
    shutil.rmtree(tmp_path / "a")
    graph = open_graph(folders.data_folder, folders.read_params())
    snapshot = graph.snapshot("national", ROUND)
    assert snapshot
    assert set(snapshot.read("office_counts")["fact"]) == {"pupils.total", "schools.total"}


def test_the_same_schools_are_not_counted_twice(made: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        shutil.copytree(made, tmp_path / name)
    assert gather(tmp_path) == [Gathered(ROUND, 2, 1)]
    assert roster_of(tmp_path)["b"].state == REPEATED


def test_offices_may_be_read_in_any_order_and_by_processes_that_die(made: Path, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        shutil.copytree(made, tmp_path / name)

    def backwards(read: Callable[[Folders], OfficeReports], offices: Sequence[Folders]) -> Iterator[OfficeReports]:
        yield from (read(office) for office in reversed(offices[:2]))
        yield unread(offices[2])

    gather(tmp_path, backwards)
    states = {folder: line.state for folder, line in roster_of(tmp_path).items()}
    assert list(states.items()) == [("a", READY), ("b", REPEATED), ("c", UNREADABLE)]


def test_the_view_has_the_thresholds_of_the_first_office_that_can_be_read(made: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        shutil.copytree(made, tmp_path / name)
    (tmp_path / "a" / "params" / "checks.yml").write_text("a: [\n", encoding="utf-8")
    assert gather(tmp_path) == [Gathered(ROUND, 2, 1)]
    assert folders_of(tmp_path / NATIONAL_FOLDER).read_params().office.area_code == "0000"
    assert roster_of(tmp_path)["a"].state == UNREADABLE


def test_an_office_without_parameters_or_without_data_is_counted(made: Path, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        shutil.copytree(made, tmp_path / name)
    (tmp_path / "b" / "params" / "office.yml").unlink()
    shutil.rmtree(tmp_path / "c" / "data")
    shutil.rmtree(tmp_path / "c" / "outputs")
    renamed(tmp_path / "c", "9702")
    assert gather(tmp_path) == [Gathered(ROUND, 3, 1)]
    assert {folder: line.state for folder, line in roster_of(tmp_path).items()} == {
        "a": READY,
        "b": UNREADABLE,
        "c": MISSING,
    }


def test_what_was_gathered_is_known_to_be_that_of_now_or_not(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "a")
    assert ungathered(tmp_path) == [ROUND]
    gather(tmp_path)
    assert ungathered(tmp_path) == []
    SPOILED[DAMAGED](tmp_path / "a")
    assert ungathered(tmp_path) == [ROUND]


def test_gathering_again_adds_nothing(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "a")
    gather(tmp_path)
    register = tmp_path / NATIONAL_FOLDER / "data" / "register.csv"
    before = register.read_bytes()
    gather(tmp_path)
    assert register.read_bytes() == before


def test_the_folder_knows_the_national_report_and_no_other(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "a")
    gather(tmp_path)
    folders = folders_of(tmp_path / NATIONAL_FOLDER)
    params = folders.read_params()
    (spec,) = existing_reports(open_graph(folders.data_folder, params))
    assert spec.id == f"national/{ROUND}/dmc"
    assert [(status.report_id, status.state) for status in statuses(folders, params)] == [(spec.id, State.NEW)]


def test_an_office_knows_nothing_of_the_national_view(made: Path) -> None:
    folders = folders_of(made)
    ids = {status.report_id for status in statuses(folders, folders.read_params())}
    assert not {report_id for report_id in ids if report_id.startswith("national")}


def test_real_and_sample_offices_are_never_put_side_by_side(made: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        shutil.copytree(made, tmp_path / name)
    shutil.rmtree(tmp_path / "b" / "data")
    (tmp_path / "b" / "data").mkdir()
    (tmp_path / "b" / "data" / "KIND").write_text("sample\n")
    with pytest.raises(DeliveryError, match="ข้อมูลตัวอย่าง"):
        gather(tmp_path)


def test_a_folder_without_offices_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DeliveryError, match="ไม่มีสำนักงานที่อ่านได้"):
        gather(tmp_path)
