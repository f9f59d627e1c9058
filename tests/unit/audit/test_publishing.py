import errno
import os
import pickle
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from helpers.audit import publishing
from helpers.audit.manifest import FILES_OF_ALL, NAME, read_manifest, superseded
from helpers.audit.publishing import FAILED, ReportTask, Result, make_report, recover
from helpers.audit.updating import bring_up_to_date, planned_reports
from helpers.catalogue import open_graph
from helpers.errors import DataQualityError, DeliveryError, NotebookError, StorageError, UnforeseenError
from helpers.files import IN_THE_MAKING
from helpers.params.folder import Params
from helpers.processes import HANGS, TaskOutcome
from helpers.reports import opened
from helpers.reports.catalogue import existing_reports
from helpers.reports.folders import Folders
from helpers.reports.production import Produced
from helpers.reports.specs import Spec
from unit.audit.small_office import FIRST_NAME, LAST_NAME, office, pupil, received

REPORT = "round/2568-1/dmc"


def existing(folders: Folders, params: Params) -> list[Spec]:
    return existing_reports(open_graph(folders.data_folder, params))


class Workshop:
    """Stands for the processes that make reports, each of which opens the office's folders anew, and for executing
    notebooks in them: it hands over what the test says."""

    jobs = 1

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(publishing, "produce", self.produced)
        self.files = dict.fromkeys(FILES_OF_ALL, b"page")
        self.error: NotebookError | None = None
        self.notebook = b""
        self.stopped = ""
        self.asked = 0
        self.limit: object = None

    def outcomes(
        self, work: Any, batched: Sequence[Sequence[Any]], *, limit: Callable[[Any], float] | None = None
    ) -> Iterator[TaskOutcome[Any, Any]]:
        for task in (task for batch in batched for task in batch):
            self.asked += 1
            self.limit = limit(task) if limit else None
            opened._kept = None
            yield TaskOutcome(task, None if self.stopped else work(task), self.stopped)

    def produced(self, spec: Spec, _folders: Folders, _params: Params, fingerprint: str, _approved: object) -> Produced:
        return Produced(spec, fingerprint, {} if self.error else self.files, self.error, self.notebook)


@pytest.fixture
def workshop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    yield Workshop(monkeypatch)
    opened._kept = None


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    own = office(tmp_path)
    received(own)
    return own


def read_fingerprint(folders: Folders) -> str:
    manifest = read_manifest(folders.outputs / REPORT)
    assert manifest is not None
    return str(manifest.content["fingerprint"])


def run(folders: Folders, workshop: Workshop) -> Result:
    params: Params = folders.read_params()
    told: list[Result] = []
    results = bring_up_to_date(existing(folders, params), folders, params, workshop, told.append)
    assert results == told
    (result,) = results
    return result


def test_a_report_is_put_in_place_whole_and_then_left_alone(folders: Folders, workshop: Workshop) -> None:
    assert run(folders, workshop).made
    assert {path.name for path in (folders.outputs / REPORT).iterdir()} == {*FILES_OF_ALL, NAME}
    assert not run(folders, workshop).made
    assert workshop.asked == 1


def test_a_newer_delivery_moves_the_old_version_to_the_history(folders: Folders, workshop: Workshop) -> None:
    run(folders, workshop)
    received(folders, (pupil(1), pupil(2)))
    workshop.files = dict.fromkeys(FILES_OF_ALL, b"newer")
    assert run(folders, workshop).made
    (earlier,) = superseded(folders.outputs)
    assert (folders.outputs / earlier / "report.html").read_bytes() == b"page"
    assert (folders.outputs / REPORT / "report.html").read_bytes() == b"newer"


def test_only_so_many_superseded_versions_are_kept(folders: Folders, workshop: Workshop) -> None:
    office_file = folders.params / "office.yml"
    told = office_file.read_text(encoding="utf-8")
    assert run(folders, workshop).made
    made = []
    for number in range(4):
        office_file.write_text(re.sub("kept_versions: .*", f"kept_versions: 2 # {number}", told), encoding="utf-8")
        made.append(read_fingerprint(folders))
        assert run(folders, workshop).made
    kept = {path.name for path in (folders.outputs / "history" / REPORT).iterdir()}
    assert kept == set(made[-2:]), "the two that were superseded last"


def supersede(folders: Folders, workshop: Workshop, rule: str) -> str:
    """Run, let the office keep versions by this rule, and run again; the fingerprint that was superseded."""
    assert run(folders, workshop).made
    fingerprint = read_fingerprint(folders)
    office_file = folders.params / "office.yml"
    text = office_file.read_text(encoding="utf-8")
    office_file.write_text(re.sub("kept_versions: .*", rule, text), encoding="utf-8")
    assert run(folders, workshop).made
    return fingerprint


def history(folders: Folders) -> set[str]:
    return {path.name for path in (folders.outputs / "history" / REPORT).iterdir()}


def test_a_signed_version_is_never_deleted(
    folders: Folders, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "signed_fingerprints", lambda *_: signed)
    signed = {supersede(folders, workshop, "kept_versions: 1")}
    received(folders, (pupil(1), pupil(2)))
    assert run(folders, workshop).made
    received(folders, (pupil(1),))
    unsigned = read_fingerprint(folders)
    assert run(folders, workshop).made
    assert history(folders) == {*signed, unsigned}, "one unsigned version, and the one that was signed"


def test_a_version_older_than_the_years_that_the_office_keeps_goes(folders: Folders, workshop: Workshop) -> None:
    earlier = supersede(folders, workshop, "kept_years: 2")
    assert history(folders) == {earlier}
    long_ago = time.time() - 3 * 366 * 24 * 3600
    os.utime(folders.outputs / "history" / REPORT / earlier / NAME, (long_ago, long_ago))
    later = read_fingerprint(folders)
    received(folders, (pupil(1), pupil(2)))
    assert run(folders, workshop).made
    assert history(folders) == {later}


def test_an_edited_report_is_made_again_and_is_no_version_of_its_own(folders: Folders, workshop: Workshop) -> None:
    run(folders, workshop)
    (folders.outputs / REPORT / "report.html").write_bytes(b"forged")
    assert run(folders, workshop).made
    assert workshop.asked == 2
    assert (folders.outputs / REPORT / "report.html").read_bytes() == b"page"
    assert not superseded(folders.outputs)


def test_a_failed_report_leaves_the_good_one_and_keeps_its_notebook(folders: Folders, workshop: Workshop) -> None:
    run(folders, workshop)
    received(folders, (pupil(1), pupil(2)))
    workshop.error = NotebookError("หยุดที่เซลล์ 4", where=REPORT, remedy="แก้")
    workshop.notebook = b"{}"
    assert run(folders, workshop).error is workshop.error
    assert (folders.outputs / REPORT / "report.html").read_bytes() == b"page"
    kept = folders.outputs / FAILED / REPORT
    assert (kept / "error.txt").read_text(encoding="utf-8").startswith("หยุดที่เซลล์ 4")
    assert (kept / "report.ipynb").read_bytes() == b"{}"
    workshop.error = None
    assert run(folders, workshop).made
    assert not kept.exists()


def test_a_process_that_stopped_is_a_failure_that_says_so(folders: Folders, workshop: Workshop) -> None:
    workshop.stopped = "exit code -9"
    error = run(folders, workshop).error
    assert isinstance(error, UnforeseenError)
    assert "หน่วยความจำไม่พอ (exit code -9)" in error.problem
    assert "--jobs" in error.remedy


def test_a_folder_that_cannot_be_written_is_said_of_its_report_and_stops_no_run(
    folders: Folders, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(publishing, "_supersede", full)
    error = run(folders, workshop).error
    assert isinstance(error, StorageError)
    assert error.where == str((folders.outputs / REPORT).parent)
    assert "ดิสก์เต็ม" in error.problem
    workshop.error = NotebookError("หยุด", remedy="แก้")
    monkeypatch.setattr(publishing, "write_whole", full)
    assert run(folders, workshop).error == workshop.error, (
        "what stopped the report is told before what could not be kept of it"
    )


def test_a_report_that_names_a_pupil_is_not_published(folders: Folders, workshop: Workshop) -> None:
    workshop.files["report.html"] = f"{FIRST_NAME} {LAST_NAME}".encode()
    assert isinstance(run(folders, workshop).error, DataQualityError)
    assert not (folders.outputs / REPORT).exists()


def test_a_failed_notebook_that_names_a_pupil_is_not_kept(folders: Folders, workshop: Workshop) -> None:
    workshop.error = NotebookError("หยุด", where=REPORT, remedy="แก้")
    workshop.notebook = f"{FIRST_NAME} {LAST_NAME}".encode()
    assert isinstance(run(folders, workshop).error, DataQualityError)
    assert [path.name for path in (folders.outputs / FAILED / REPORT).iterdir()] == ["error.txt"]


def test_a_message_that_names_a_pupil_is_neither_told_nor_kept(folders: Folders, workshop: Workshop) -> None:
    workshop.error = NotebookError(f"ค่า {FIRST_NAME} {LAST_NAME}", where=REPORT, remedy="แก้")
    assert LAST_NAME not in str(run(folders, workshop).error)
    assert LAST_NAME not in (folders.outputs / FAILED / REPORT / "error.txt").read_text(encoding="utf-8")


def test_a_changed_delivery_stops_its_report(folders: Folders, workshop: Workshop) -> None:
    (path,) = (each for each in folders.data_folder.deliveries.rglob("*.csv"))
    path.write_bytes(path.read_bytes() + b"\n")
    assert isinstance(run(folders, workshop).error, DeliveryError)


def set_aside(folders: Folders) -> Path:
    final = folders.outputs / REPORT
    return final.with_name(f".{final.name}.superseded")


def test_a_run_killed_between_its_two_renames_loses_nothing(folders: Folders, workshop: Workshop) -> None:
    run(folders, workshop)
    (folders.outputs / REPORT).rename(set_aside(folders))
    recover(folders.outputs)
    assert not run(folders, workshop).made
    assert workshop.asked == 1


def test_a_run_killed_before_the_history_keeps_the_old_version_there(folders: Folders, workshop: Workshop) -> None:
    run(folders, workshop)
    (folders.outputs / REPORT).rename(set_aside(folders))
    received(folders, (pupil(1), pupil(2)))
    workshop.files = dict.fromkeys(FILES_OF_ALL, b"newer")
    params = folders.read_params()
    set_aside(folders).rename(folders.outputs / "elsewhere")
    bring_up_to_date(existing(folders, params), folders, params, workshop, lambda _: None)
    (folders.outputs / "elsewhere").rename(set_aside(folders))
    recover(folders.outputs)
    assert len(superseded(folders.outputs)) == 1
    assert (folders.outputs / REPORT / "report.html").read_bytes() == b"newer"


def test_unfinished_folders_go_and_those_of_others_stay(folders: Folders, workshop: Workshop) -> None:
    run(folders, workshop)
    unfinished = folders.outputs / "round" / "2568-1" / f"{IN_THE_MAKING}dmc.x1"
    others = (folders.outputs / ".git", folders.outputs / "round" / ".venv", folders.outputs / ".git" / ".making-x")
    for folder in (unfinished, *others):
        folder.mkdir()
        (folder / "report.html").write_bytes(b"ha")
    recover(folders.outputs)
    assert not unfinished.exists()
    assert all((folder / "report.html").exists() for folder in others)
    assert workshop.asked == 1


def test_an_edition_that_was_set_aside_goes_back_or_away_and_never_into_the_history(tmp_path: Path) -> None:
    aside, final = tmp_path / ".public.superseded", tmp_path / "public"
    for newer in (False, True):
        aside.mkdir()
        (aside / "edition.json").write_text("old", encoding="utf-8")
        if newer:
            (final / "edition.json").write_text("new", encoding="utf-8")
        recover(tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "public"]
        assert (final / "edition.json").read_text(encoding="utf-8") == ("new" if newer else "old")


def test_a_notebook_that_hangs_is_named_with_the_way_out(folders: Folders, workshop: Workshop) -> None:
    workshop.stopped = HANGS
    error = run(folders, workshop).error
    assert isinstance(error, NotebookError)
    assert "60 นาที" in str(error)
    assert "notebook_minutes" in error.remedy
    assert workshop.limit == 60 * 60


def task_of(folders: Folders) -> ReportTask:
    params = folders.read_params()
    (task,) = planned_reports(existing(folders, params), folders, params).stale
    return task


def test_a_task_that_is_sent_twice_makes_its_report_once(folders: Folders, workshop: Workshop) -> None:
    task = task_of(folders)
    assert make_report(task).made
    made_at = (folders.outputs / REPORT / NAME).stat().st_mtime_ns
    workshop.error = NotebookError("ทำอีกครั้ง", remedy="แก้")
    assert make_report(task) == Result(REPORT, made=True), "it was made by the run that planned it"
    assert (folders.outputs / REPORT / NAME).stat().st_mtime_ns == made_at


@pytest.mark.usefixtures("workshop")
def test_a_report_whose_inputs_change_after_they_were_looked_at_is_not_made(folders: Folders) -> None:
    task = task_of(folders)
    received(folders, (pupil(1), pupil(2)))
    error = make_report(task).error
    assert isinstance(error, DeliveryError)
    assert "เปลี่ยนไประหว่างทำรายงาน" in error.problem
    assert not (folders.outputs / REPORT).exists()


@pytest.mark.usefixtures("workshop")
def test_what_goes_between_processes_is_small(folders: Folders) -> None:
    task = task_of(folders)
    assert len(pickle.dumps(task)) < 4_000
    assert len(pickle.dumps(make_report(task))) < 1_000
