"""What the client does with the answers of a cluster; a real one is in tests/end_to_end/test_cluster.py."""

import pickle
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import KilledWorker

from helpers import cluster
from helpers.cluster import DIED, Cluster, program_digest
from helpers.errors import ClusterError
from made_up.work import work

Answer = Callable[[Any], Any]


class Scheduler:
    """Stands for a scheduler with one worker: it does what it is sent at once, and dies and comes back as the test
    says."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, ...]] = []
        self.kills: tuple[str, ...] = ()
        """The tasks that end their worker, and with it all that are sent with them."""
        self.restarts_after: int = -1
        self.gone = False
        self.connected = 0
        self.workers = {"tcp://worker": 1}
        self.seen: Answer = cluster._done_there

    def client(self, *_: object, **__: object) -> "Client":
        if self.gone:
            raise TimeoutError("no scheduler")
        self.connected += 1
        return Client(self)


class Client:
    """A connection to it."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self.status = "running"

    def register_plugin(self, plugin: object) -> None:
        pickle.dumps(plugin)

    def nthreads(self) -> dict[str, int]:
        return self._scheduler.workers

    def close(self, **_: object) -> None:
        self.status = "closed"

    def submit(self, function: Answer, order: Any, *, pure: bool) -> "Future":
        assert not pure
        assert len(pickle.dumps(order)) < 2_000
        tasks = pickle.loads(order.packed)[1]
        self._scheduler.sent.append(tasks)
        if len(self._scheduler.sent) == self._scheduler.restarts_after + 1:
            return Future("cancelled")
        if set(tasks) & set(self._scheduler.kills):
            return Future("error", KilledWorker("task", SimpleNamespace(address="tcp://worker"), 3))  # type: ignore[arg-type]
        try:
            return Future("finished", pickle.loads(pickle.dumps(self._scheduler.seen(order))))
        except ClusterError as error:
            return Future("error", pickle.loads(pickle.dumps(error)))


class Future:
    """What was sent, which has its answer already."""

    def __init__(self, status: str, answer: Any = None) -> None:
        self.key = object()
        self.status = status
        self._answer = answer
        self.late = 0

    def result(self, timeout: float) -> Any:
        assert timeout
        if self.late:
            self.late -= 1
            raise TimeoutError
        return self._answer

    def exception(self) -> Any:
        return self._answer

    def cancel(self) -> None:
        self.status = "cancelled"

    def add_done_callback(self, function: Callable[[Any], None]) -> None:
        function(self)


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Scheduler:
    stands = Scheduler()
    monkeypatch.setattr(cluster, "Client", stands.client)
    monkeypatch.setattr(cluster, "_LOOK", 0.01)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    return stands


def outcomes(tmp_path: Path, *batches: list[str]) -> dict[str, tuple[bool, str]]:
    """Of every task whether it was done, and what stopped it."""
    with Cluster("tcp://scheduler", [tmp_path]) as workers:
        every = list(workers.outcomes(work, batches, limit=lambda _: 60))
    assert len(every) == sum(map(len, batches))
    return {outcome.task: (outcome.done is not None, outcome.stopped) for outcome in every}


def test_tasks_are_done_in_processes_of_the_worker_and_one_that_stops_harms_no_other(
    scheduler: Scheduler, tmp_path: Path
) -> None:
    assert outcomes(tmp_path, ["a", "dies", "b"], ["fails"]) == {
        "a": (True, ""),
        "dies": (False, "exit code -9"),
        "b": (True, ""),
        "fails": (False, "LookupError"),
    }
    assert scheduler.sent == [("a", "dies", "b"), ("fails",)]


def test_of_tasks_that_were_sent_with_one_that_ends_its_worker_only_that_one_fails(
    scheduler: Scheduler, tmp_path: Path
) -> None:
    scheduler.kills = ("kills",)
    assert outcomes(tmp_path, ["a", "kills", "b"], ["c"]) == {
        "c": (True, ""),
        "a": (True, ""),
        "kills": (False, DIED),
        "b": (True, ""),
    }
    assert scheduler.sent[2:] == [("a",), ("kills",), ("b",)], "each alone, one after another"


def test_what_a_scheduler_that_was_started_anew_has_forgotten_is_sent_again(
    scheduler: Scheduler, tmp_path: Path
) -> None:
    scheduler.restarts_after = 1
    assert outcomes(tmp_path, ["a"], ["b"], ["c"]) == dict.fromkeys("abc", (True, ""))
    assert scheduler.connected == 2
    assert ("b",) in scheduler.sent[2:]


def test_an_answer_that_was_lost_with_its_worker_is_waited_for(
    scheduler: Scheduler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Future.__init__

    def late(future: Future, *arguments: Any) -> None:
        begin(future, *arguments)
        future.late = 2

    monkeypatch.setattr(Future, "__init__", late)
    assert outcomes(tmp_path, ["a"]) == {"a": (True, "")}
    assert (scheduler.connected, len(scheduler.sent)) == (1, 1), "neither sent again nor given up"


def test_workers_without_the_program_are_said_to_lack_it(
    scheduler: Scheduler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfit(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'helpers'")

    monkeypatch.setattr(Client, "register_plugin", unfit)
    with pytest.raises(ClusterError, match="เตรียมงานไม่ได้") as raised:
        outcomes(tmp_path, ["a"])
    assert "ชุดเดียวกัน" in raised.value.remedy
    assert not scheduler.sent


def test_a_scheduler_that_stays_away_ends_the_run_with_its_address(
    scheduler: Scheduler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler.gone = True
    with pytest.raises(ClusterError, match="ติดต่อ dask scheduler ไม่ได้") as raised:
        outcomes(tmp_path, ["a"])
    assert raised.value.where == "tcp://scheduler"
    scheduler.gone, scheduler.restarts_after = False, 0
    monkeypatch.setattr(cluster, "_PATIENCE", 0.0)
    with Cluster("tcp://scheduler", [tmp_path]) as workers:
        scheduler.gone = True
        with pytest.raises(ClusterError, match="ติดต่อ dask scheduler ไม่ได้"):
            list(workers.outcomes(work, [["a"]]))


def test_without_a_worker_a_run_does_not_wait_for_ever(
    scheduler: Scheduler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler.workers = {}
    monkeypatch.setattr(cluster, "_PATIENCE", 0.05)
    monkeypatch.setattr(Future, "add_done_callback", lambda *_: None)
    with Cluster("tcp://scheduler", [tmp_path]) as workers, pytest.raises(ClusterError, match="ไม่มี dask worker"):
        list(workers.outcomes(work, [["a"]]))


@pytest.mark.usefixtures("scheduler")
def test_a_worker_with_another_program_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cluster("tcp://scheduler", [tmp_path]) as workers:
        monkeypatch.setattr(cluster, "program_digest", lambda: "another")
        with pytest.raises(ClusterError, match="คนละรุ่น"):
            list(workers.outcomes(work, [["a"]]))


@pytest.mark.usefixtures("scheduler")
def test_a_worker_that_does_not_see_the_folder_is_refused_by_its_name(tmp_path: Path) -> None:
    with Cluster("tcp://scheduler", [tmp_path / "gone"]) as workers, pytest.raises(ClusterError) as raised:
        list(workers.outcomes(work, [["a"]]))
    assert raised.value.where == str(tmp_path / "gone")


def test_the_program_is_known_by_every_file_of_it() -> None:
    assert len(program_digest()) == 64


def test_a_cluster_has_as_many_jobs_as_its_workers(scheduler: Scheduler, tmp_path: Path) -> None:
    scheduler.workers = {"tcp://a": 1, "tcp://b": 3}
    with Cluster("tcp://scheduler", [tmp_path]) as workers:
        assert workers.jobs == 4
