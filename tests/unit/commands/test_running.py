from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.commands import reports, running
from helpers.commands.reports import Run
from helpers.reports.folders import Folders

LINES = ("ปัจจุบัน   round/2568-2/dmc", "รายงาน 1 ฉบับ")
Runs = list[None]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    for name in ("data/store", "params", "outputs/round/2568-2/dmc", "project/notebooks", "project/src"):
        (tmp_path / name).mkdir(parents=True)
    return Folders(tmp_path / "data", tmp_path / "params", tmp_path / "outputs", tmp_path / "project")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Callable[[Run, Callable[[], object]], Runs]:
    """`runs(answer, meanwhile)`: every whole run does that meanwhile and answers so; the list of them."""

    def whole(answer: Run, meanwhile: Callable[[], object] = lambda: None) -> Runs:
        every: Runs = []

        def run(*_: object) -> Run:
            every.append(None)
            meanwhile()
            return answer

        monkeypatch.setattr(reports, "run", run)
        return every

    return whole


def _run(folders: Folders, *asked: str) -> None:
    running.run(Namespace(reports=list(asked), jobs=1), folders)


def test_a_second_run_says_the_same_without_a_whole_run(
    folders: Folders, runs: Callable[..., Runs], capsys: pytest.CaptureFixture[str]
) -> None:
    every = runs(Run((), LINES))
    _run(folders)
    _run(folders)
    assert len(every) == 1
    assert capsys.readouterr().out.splitlines() == list(LINES)
    _run(folders, "round")
    assert len(every) == 2


@pytest.mark.parametrize("changed", ["data/x.csv", "params/office.yml", "outputs/x", "project/notebooks/x.ipynb"])
def test_whatever_changes_there_is_a_whole_run(folders: Folders, runs: Callable[..., Runs], changed: str) -> None:
    every = runs(Run((), LINES))
    _run(folders)
    (folders.data.parent / changed).write_text("")
    _run(folders)
    assert len(every) == 2


@pytest.mark.parametrize("changed", ["data/x.csv", "params/office.yml", "outputs/approvals", "outputs/round/2568-2/x"])
def test_what_others_change_during_a_run_is_seen_by_the_next(
    folders: Folders, runs: Callable[..., Runs], changed: str
) -> None:
    every = runs(Run((), LINES), lambda: (folders.data.parent / changed).write_text(""))
    _run(folders)
    every = runs(Run((), LINES))
    _run(folders)
    assert len(every) == 1


def test_a_report_that_is_not_as_it_was_made_is_seen_by_the_next_run(
    folders: Folders, runs: Callable[..., Runs]
) -> None:
    made = folders.outputs / "round" / "2568-2" / "dmc"
    runs(Run(("round/2568-2/dmc",), LINES), lambda: (made / "manifest.json").write_text("{}"))
    _run(folders)
    every = runs(Run((), LINES))
    _run(folders)
    assert len(every) == 1


def test_where_a_file_waits_that_cannot_be_used_every_run_warns(folders: Folders, runs: Callable[..., Runs]) -> None:
    every = runs(Run((), ()))
    _run(folders)
    _run(folders)
    assert len(every) == 2


def test_what_the_run_itself_writes_is_no_change(folders: Folders, runs: Callable[..., Runs]) -> None:
    written = [folders.outputs / "index.html", folders.data / "store" / "x.parquet", folders.data / "errors"]
    every = runs(Run((), LINES), lambda: [path.write_text("") for path in written])
    _run(folders)
    _run(folders)
    assert len(every) == 1
