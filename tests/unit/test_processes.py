import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import active_children, forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from helpers import processes
from helpers.processes import HANGS, TaskOutcome, batches, in_batches, in_processes
from made_up.work import work

TESTS = Path(__file__).resolve().parents[1]


def by_task(outcomes: Iterator[TaskOutcome[str, str]]) -> dict[str, TaskOutcome[str, str]]:
    return {outcome.task: outcome for outcome in outcomes}


def test_each_task_has_a_process_of_its_own_and_one_that_stops_harms_no_other() -> None:
    outcomes_by_task = by_task(in_processes(work, ["a", "dies", "fails", "b"], jobs=2))
    assert outcomes_by_task.keys() == {"a", "dies", "fails", "b"}
    answers = {outcome.done for outcome in outcomes_by_task.values() if outcome.done}
    assert {answer.split()[0] for answer in answers} == {"a", "b"}
    assert len({answer.split()[1] for answer in answers} | {str(os.getpid())}) == 3
    assert outcomes_by_task["dies"].stopped == "exit code -9"
    assert outcomes_by_task["fails"].stopped == "LookupError"


def test_what_stopped_a_task_is_told_with_its_place_and_nowhere_else() -> None:
    """In a Python of its own: the server of processes writes where the first of its tasks was started."""
    asked = "from helpers.processes import in_processes; from made_up.work import work; "
    asked += "print(*(each.details for each in in_processes(work, ['fails'], jobs=1)))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=TESTS, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    assert "LookupError: ไม่มี" in done.stdout
    assert "work.py" in done.stdout


def test_the_tasks_of_a_batch_share_a_process_and_what_is_left_of_it_goes_on_in_another() -> None:
    outcomes = list(in_batches(work, [["a", "b", "dies", "c", "fails", "d"], ["e"]], jobs=1))
    assert [outcome.task for outcome in outcomes] == ["a", "b", "dies", "c", "fails", "d", "e"]
    process = {outcome.task: outcome.done.split()[1] for outcome in outcomes if outcome.done}
    assert process["a"] == process["b"]
    assert len(set(process.values())) == len({"a and b", "c", "d", "e"})
    assert [outcome.stopped for outcome in outcomes if not outcome.done] == ["exit code -9", "LookupError"]


def test_tasks_that_are_alike_are_divided_among_the_jobs() -> None:
    tasks = ["x", *map(str, range(5)), "y"]
    assert list(batches(tasks, 2, str.isdigit)) == [["x"], ["y"], ["0", "1", "2"], ["3", "4"]]
    assert max(map(len, batches(list(map(str, range(500))), 2, str.isdigit))) < 250 / 2
    assert list(batches(["x"], 2, str.isdigit)) == [["x"]]


def test_the_pages_of_two_offices_are_never_in_one_batch() -> None:
    tasks = ["a1", "b1", "x", "a2", "b2"]
    together = list(batches(tasks, 1, lambda task: task[0] if task[0] in "ab" else ""))
    assert together == [["x"], ["a1", "a2"], ["b1", "b2"]]


def test_nothing_to_do_starts_nothing() -> None:
    assert list(in_processes(work, [], jobs=4)) == []


def ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_processes_end_when_nobody_waits_for_them_any_longer(tmp_path: Path) -> None:
    path = tmp_path / "pid"
    outcomes = in_processes(work, ["a", str(path)], jobs=2)
    next(outcomes)
    until = time.monotonic() + 20
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.1)
    pid = int(path.read_text(encoding="utf-8"))
    assert not ended(pid)
    del outcomes
    while not ended(pid) and time.monotonic() < until:
        active_children()
        time.sleep(0.05)
    assert ended(pid)


def test_ctrl_c_while_a_process_is_being_started_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []

    def start_under_ctrl_c(process: BaseProcess) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        started.append(process.name)

    monkeypatch.setattr(BaseProcess, "start", start_under_ctrl_c)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            next(in_processes(work, ["a"], jobs=1))
    finally:
        signal.signal(signal.SIGINT, before)


def test_processes_may_also_start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_FORKED", False)
    outcomes_by_task = by_task(in_processes(work, ["a", "dies"], jobs=2))
    assert str(outcomes_by_task["a"].done).startswith("a ")
    assert outcomes_by_task["dies"].stopped == "exit code -9"


forked = pytest.mark.skipif(not processes._FORKED, reason="processes are forked on Linux alone")


@forked
def test_a_server_that_is_killed_costs_no_task() -> None:
    """The system kills it where memory is short: before a task, and between two."""
    outcomes = in_processes(work, ["a", "b", "c"], jobs=1)
    first_outcomes = [next(outcomes)]
    for outcome in (outcomes, outcomes):
        os.kill(forkserver._forkserver._forkserver_pid or 0, signal.SIGKILL)
        first_outcomes.append(next(outcome))
    assert {outcome.task for outcome in first_outcomes if outcome.done} == {"a", "b", "c"}


@forked
def test_where_no_process_can_be_started_every_task_has_an_outcome_that_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: BaseProcess) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(BaseProcess, "start", refuse)
    outcomes_by_task = by_task(in_processes(work, ["a", "b", "c"], jobs=2))
    assert {task: (outcome.done, outcome.stopped) for task, outcome in outcomes_by_task.items()} == dict.fromkeys(
        "abc", (None, "no process: BlockingIOError")
    )


@forked
def test_a_server_that_cannot_start_processes_says_nothing_itself() -> None:
    asked = "import helpers.fork_server; raise BlockingIOError(11, 'Resource temporarily unavailable')"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_thread_that_is_left_keeps_no_process_from_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_ENDING", 0.2)
    outcomes_by_task = by_task(in_processes(work, ["lingers", "a"], jobs=1))
    assert all(outcome.done for outcome in outcomes_by_task.values())
    assert ended(int(str(outcomes_by_task["lingers"].done).split()[1]))


def test_a_task_that_hangs_is_ended_and_what_is_left_of_its_batch_goes_on() -> None:
    outcomes = list(in_batches(work, [["a", "hangs", "b"], ["c"]], jobs=2, limit=lambda _: 8))
    assert {outcome.task: outcome.stopped for outcome in outcomes} == {"a": "", "hangs": HANGS, "b": "", "c": ""}
    assert not active_children()


def test_a_task_that_has_answered_is_not_taken_to_hang_while_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = in_batches(work, [["a"], ["b"]], jobs=2, limit=lambda _: 600)
    first = next(outcomes)
    while active_children():
        time.sleep(0.05)
    now = time.monotonic()
    monkeypatch.setattr(processes.time, "monotonic", lambda: now + 1_000)
    assert {first.stopped, *(outcome.stopped for outcome in outcomes)} == {""}
