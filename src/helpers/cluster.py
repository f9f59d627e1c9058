"""Tasks done on the machines of a Dask cluster: the only module that knows Dask, imported where a cluster is named.

The client sends batches and gets a few words back. Each worker does a batch as this machine would, by `in_batches`, so
every report has a process of its own there too and may not take longer than its limit. Whoever sends tasks here must
see to it that a task may be done twice: Dask sends one again when its worker died, and all are sent again when the
scheduler was started anew.
"""

import asyncio
import concurrent.futures
import logging
import pickle
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import current_process
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Generic

from distributed import Client, Future, KilledWorker, Worker, WorkerPlugin

from helpers.digests import SOURCE, description_digest, file_digest
from helpers.errors import ClusterError, WorkbookError
from helpers.files import gather_temporary_files
from helpers.processes import Done, Task, TaskOutcome, in_batches, warm

DIED = "worker died"
"""The word for a task whose worker died each time that it was sent."""
_PATIENCE = 600.0
"""Seconds that the scheduler, or the last worker, may be gone before a run gives up."""
_SOON = 60.0
"""Seconds in which a scheduler answers."""
_LOOK = 5.0
"""Seconds without an answer after which one looks whether anybody is still there."""
_SAME = "ติดตั้งโปรแกรมและไลบรารีชุดเดียวกันทุกเครื่อง แล้วเริ่ม dask scheduler และ dask worker ใหม่"
_LOST = (OSError, RuntimeError, asyncio.CancelledError, concurrent.futures.CancelledError)
"""What a request comes to whose scheduler is gone."""
_LOCK = SOURCE.parent.parent / "requirements.lock"


@cache
def program_digest() -> str:
    """The digest of this program and of the versions that it is to run with, as they were when a process first asked:
    what it has loaded stays the same afterwards."""
    code = (path for path in SOURCE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    digests = {path.relative_to(SOURCE).as_posix(): file_digest(path) for path in code}
    return description_digest(digests | {_LOCK.name: file_digest(_LOCK)})


@dataclass(frozen=True)
class _Needs:
    """What a worker must have: the same program, and folders that it sees at the same paths."""

    program: str
    folders: tuple[str, ...]

    def refuse_unmet(self) -> None:
        """Raise ClusterError for a worker that lacks any of it."""
        if program_digest() != self.program:
            raise ClusterError("เครื่องในคลัสเตอร์ใช้โปรแกรมคนละรุ่นกับคำสั่งนี้", remedy=_SAME)
        unseen = [folder for folder in self.folders if not Path(folder).is_dir()]
        if unseen:
            remedy = "ให้ทุกเครื่องเห็นโฟลเดอร์ที่ใช้ร่วมกันด้วยชื่อเดียวกัน"
            raise ClusterError("เครื่องในคลัสเตอร์มองไม่เห็นโฟลเดอร์นี้", where=", ".join(unseen), remedy=remedy)


@dataclass(frozen=True)
class _Order:
    """What is sent to a worker: `work` and its tasks are packed, for a worker that lacks what it needs may not be able
    to read them."""

    needs: _Needs
    packed: bytes
    preload: tuple[str, ...]
    seconds: float | None


def _done_there(order: _Order) -> list[tuple[Any, str, str]]:
    """Do a batch on a worker: for every task in its order the result, or what stopped it and the details."""
    order.needs.refuse_unmet()
    work, batch = pickle.loads(order.packed)
    seconds = order.seconds
    limit = None if seconds is None else (lambda _: seconds)
    outcomes = in_batches(work, [batch], 1, preload=order.preload, limit=limit)
    return [(outcome.done, outcome.stopped, outcome.details) for outcome in outcomes]


class _Warmth(WorkerPlugin):
    """What a worker does before its first task."""

    name = "workbook"

    def __init__(self, preload: tuple[str, ...]) -> None:
        self._preload = preload

    def setup(self, worker: Worker) -> None:
        """Have the server started from which the processes of reports are forked."""
        # A nanny starts its worker as a daemon, which Python lets have no children. It ends the worker by itself, and
        # the worker's processes end with it.
        current_process().daemon = False
        gather_temporary_files()
        program_digest()
        warm(self._preload)


@dataclass(frozen=True)
class _Batch(Generic[Task]):
    """Tasks that are sent together; `alone` are those of which each is suspected to end its worker."""

    tasks: tuple[Task, ...]
    alone: bool = False


@dataclass
class _Sent(Generic[Task]):
    """What was sent and has no answer yet, by key; what is to be sent; and tasks that may have ended their worker, or
    only have been beside the one that did."""

    waiting: deque[_Batch[Task]]
    running: dict[object, tuple[Future[Any], _Batch[Task]]] = field(default_factory=dict)
    suspects: deque[Task] = field(default_factory=deque)

    def __bool__(self) -> bool:
        return bool(self.waiting or self.running or self.suspects)

    def take_back(self) -> None:
        """Have everything sent again that has no answer."""
        self.waiting.extend(batch for _, batch in self.running.values())
        self.running.clear()


class Cluster:
    """The workers of the scheduler at an address. Every worker must see `folders`. Connected as long as the block
    lasts. Raises ClusterError where nobody answers, and for workers that lack what they need."""

    def __init__(self, address: str, folders: Sequence[Path], preload: tuple[str, ...] = ()) -> None:
        self._address = address
        self._needs = _Needs(program_digest(), tuple(str(folder.resolve()) for folder in folders))
        self._preload = preload
        self._client: Client | None = None
        self._answered: SimpleQueue[Future[Any]] = SimpleQueue()
        self._last_seen = time.monotonic()

    def __enter__(self) -> "Cluster":
        for name in filter(lambda name: name.startswith("distributed"), logging.root.manager.loggerDict):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what there is to say is said here, in Thai
        self._connect(0.0)
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._leave()

    @property
    def jobs(self) -> int:
        """How many tasks the workers do at a time."""
        return sum(self._workers().values()) or 1

    def outcomes(
        self,
        work: Callable[[Task], Done],
        batched: Sequence[Sequence[Task]],
        *,
        limit: Callable[[Task], float] | None = None,
    ) -> Iterator[TaskOutcome[Task, Done]]:
        """What became of every task, in the order in which their batches end."""
        sent = _Sent(deque(_Batch(tuple(batch)) for batch in batched if batch))
        try:
            while sent:
                if self._client is None or self._client.status != "running":
                    sent.take_back()
                    self._connect(_PATIENCE)
                if not sent.waiting and not sent.running:
                    sent.waiting.append(_Batch((sent.suspects.popleft(),), alone=True))
                self._send(sent, work, limit)
                if answer := self._next_answer():
                    yield from self._outcomes_of(answer, sent)
        finally:
            with suppress(OSError):
                for future, _ in sent.running.values():
                    future.cancel()

    def _send(self, sent: _Sent[Task], work: Callable[[Task], Done], limit: Callable[[Task], float] | None) -> None:
        assert self._client is not None
        while sent.waiting:
            batch = sent.waiting.popleft()
            seconds = max(map(limit, batch.tasks)) if limit else None
            order = _Order(self._needs, pickle.dumps((work, batch.tasks)), self._preload, seconds)
            future = self._client.submit(_done_there, order, pure=False)
            sent.running[future.key] = future, batch
            future.add_done_callback(self._answered.put)

    def _next_answer(self) -> Future[Any] | None:
        """The next that has an answer; None where there is none for a while."""
        try:
            return self._answered.get(timeout=_LOOK)
        except Empty:
            self._refuse_deserted()
            return None

    def _refuse_deserted(self) -> None:
        """Raise ClusterError where no worker has been there for too long."""
        now = time.monotonic()
        self._last_seen = now if self._workers() else self._last_seen
        if now > self._last_seen + _PATIENCE:
            remedy = "เริ่ม dask worker ตาม docs/scaling.md แล้วสั่งอีกครั้ง รายงานที่เสร็จแล้วยังอยู่ครบ"
            raise ClusterError("ไม่มี dask worker ทำงานอยู่", where=self._address, remedy=remedy)

    def _outcomes_of(self, future: Future[Any], sent: _Sent[Task]) -> Iterator[TaskOutcome[Task, Any]]:
        """What became of the tasks of a batch that has an answer; nothing for one that is to be sent again."""
        if future.key not in sent.running:
            return
        batch = sent.running[future.key][1]
        if future.status == "error":
            del sent.running[future.key]
            yield from self._failed(future, batch, sent)
            return
        try:
            answers = future.result(timeout=_LOOK) if future.status == "finished" else None
        except TimeoutError:  # the worker that had it has died since: Dask has it done again
            self._answered.put(future)
            self._refuse_deserted()
            return
        except _LOST:
            answers = None
        if answers is None:  # the scheduler was gone, and with it all that it knew
            self._leave()
            return
        del sent.running[future.key]
        for task, (done, stopped, details) in zip(batch.tasks, answers, strict=True):
            yield TaskOutcome(task, done, stopped, details)

    def _failed(self, future: Future[Any], batch: _Batch[Task], sent: _Sent[Task]) -> Iterator[TaskOutcome[Task, Any]]:
        """What became of a batch that has no results. Raises ClusterError where a worker lacks what it needs."""
        reason = future.exception()
        if not isinstance(reason, KilledWorker):
            if isinstance(reason, WorkbookError):
                raise reason
            problem = f"เครื่องในคลัสเตอร์ทำงานไม่ได้ ({type(reason).__name__}: {reason})"
            raise ClusterError(problem, where=self._address, remedy=_SAME)
        if batch.alone:
            yield from (TaskOutcome(task, None, DIED) for task in batch.tasks)
        else:
            sent.suspects.extend(batch.tasks)

    def _workers(self) -> dict[str, int]:
        """How many tasks each worker does at a time; nothing where the scheduler is gone."""
        try:
            return dict(self._client.nthreads()) if self._client and self._client.status == "running" else {}
        except _LOST:
            return {}

    def _connect(self, patience: float) -> None:
        """Connect to the scheduler, trying again for so many seconds. Raises ClusterError."""
        self._leave()
        until = time.monotonic() + patience
        while self._client is None:
            try:
                self._client = Client(self._address, timeout=_SOON, set_as_default=False)
                self._client.register_plugin(_Warmth(self._preload))
            except (OSError, ValueError) as gone:
                self._leave()
                if time.monotonic() >= until:
                    remedy = "ตรวจที่อยู่ของ dask scheduler เช่น tcp://host:8786 และว่ากำลังทำงานอยู่"
                    raise ClusterError("ติดต่อ dask scheduler ไม่ได้", where=self._address, remedy=remedy) from gone
                time.sleep(1)
            except (AttributeError, ImportError, RuntimeError) as unfit:
                self._leave()
                raise ClusterError(
                    f"เครื่องในคลัสเตอร์เตรียมงานไม่ได้ ({unfit})", where=self._address, remedy=_SAME
                ) from unfit
        self._last_seen = time.monotonic()

    def _leave(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(*_LOST):
                client.close(timeout=_SOON)
