"""Tasks in separate processes: one that dies harms no other, and none outlives the process that started it.

On Linux they are forked from a server that has only imported what they need: they start clean, and in a tenth of a
second instead of seconds. On other systems each starts as a new interpreter.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, inf
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext


Task = TypeVar("Task")
Done = TypeVar("Done")
_FORKED = sys.platform == "linux"
"""Whether processes are forked. macOS has fork too, but its system libraries break in a forked process."""
_ENDING = 10
"""Seconds that a process may take to end after its last answer."""
_MOMENT = 0.1
"""Seconds after which the system has noticed that a server was killed."""
HANGS = "no answer"
"""The word for a task that was ended because its time was over."""


@dataclass(frozen=True)
class TaskOutcome(Generic[Task, Done]):
    """The outcome of one task: the result of the work, or why its process stopped without one.

    `stopped` is a word or two (`MemoryError`, `exit code -9`), empty where there is a result; `details` is a traceback,
    which may hold any data that the work had.
    """

    task: Task
    done: Done | None
    stopped: str = ""
    details: str = ""


@dataclass
class _Worker(Generic[Task]):
    """A process, the tasks that it has not answered yet, and when it began the first of these."""

    process: BaseProcess
    batch: deque[Task]
    began: float
    limit: Callable[[Task], float] | None

    @property
    def until(self) -> float:
        """When the time of this task is over."""
        return self.began + self.limit(self.batch[0]) if self.limit else inf


_Running = dict[Connection, _Worker[Task]]
"""The workers by the pipe on which they answer."""


def in_processes(
    work: Callable[[Task], Done],
    tasks: Sequence[Task],
    jobs: int,
    *,
    preload: Sequence[str] = (),
) -> Iterator[TaskOutcome[Task, Done]]:
    """Do the work on every task, each in a new process, as `in_batches` does."""
    return in_batches(work, [[task] for task in tasks], jobs, preload=preload)


class Workers(Protocol):
    """Where tasks are done: in processes of this machine, or on the machines of a cluster."""

    @property
    def jobs(self) -> int:
        """How many processes work at a time."""

    def outcomes(
        self,
        work: Callable[[Task], Done],
        batched: Sequence[Sequence[Task]],
        *,
        limit: Callable[[Task], float] | None = None,
    ) -> Iterator[TaskOutcome[Task, Done]]:
        """What became of every task, in the order in which they end, as `in_batches` says it."""


@dataclass(frozen=True)
class LocalWorkers:
    """So many processes of this machine at a time; `preload` are modules that they find imported."""

    jobs: int
    preload: tuple[str, ...] = ()

    def outcomes(
        self,
        work: Callable[[Task], Done],
        batched: Sequence[Sequence[Task]],
        *,
        limit: Callable[[Task], float] | None = None,
    ) -> Iterator[TaskOutcome[Task, Done]]:
        """What became of every task, in the order in which they end."""
        return in_batches(work, batched, self.jobs, preload=self.preload, limit=limit)


_MOST_IN_A_BATCH = 64


def batches(tasks: Sequence[Task], jobs: int, alike: Callable[[Task], Hashable]) -> Iterator[Sequence[Task]]:
    """The tasks for `in_batches`: each alone, but those together for which `alike` has the same value that is not
    false, in batches of a size by which every job gets one."""
    together: dict[Hashable, list[Task]] = {}
    for task in tasks:
        if kind := alike(task):
            together.setdefault(kind, []).append(task)
        else:
            yield [task]
    size = max(1, min(_MOST_IN_A_BATCH, ceil(sum(map(len, together.values())) / max(jobs, 1))))
    for same in together.values():
        yield from (same[start : start + size] for start in range(0, len(same), size))


def in_batches(
    work: Callable[[Task], Done],
    batched: Sequence[Sequence[Task]],
    jobs: int,
    *,
    preload: Sequence[str] = (),
    limit: Callable[[Task], float] | None = None,
) -> Iterator[TaskOutcome[Task, Done]]:
    """Do the work on every task, those of a batch one after another in one process, `jobs` processes at a time.

    Every task has an outcome; of a batch whose process stops at one, what is left goes on in a new one. A task that
    takes more than its `limit` of seconds is ended. `work` must be importable and return the errors that it expects.
    `preload` are modules to import besides its own. When the caller stops iterating, running processes are ended."""
    context = _context([work.__module__, *preload])
    waiting = deque(deque(batch) for batch in batched if batch)
    running: _Running[Task] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                batch = waiting.popleft()
                if refused := _begin(context, running, batch, work, limit):
                    yield from (TaskOutcome(task, None, refused) for task in batch)
            for pipe in _answering(running):
                outcome: TaskOutcome[Task, Done] = _outcome(pipe, running, waiting)
                yield outcome
            for pipe in _hanging(running):
                yield TaskOutcome(_ended_task(pipe, running, waiting), None, HANGS)
    finally:
        for process in (worker.process for worker in running.values() if worker.process.pid is not None):
            process.terminate()


def _answering(running: _Running[Task]) -> Sequence[Connection]:
    """The pipes on which there is an answer, or an end; none where the time of a task is over before there is one."""
    if not running:
        return []
    earliest = min(worker.until for worker in running.values())
    left = None if earliest == inf else max(0.0, earliest - time.monotonic())
    return [pipe for pipe in wait(list(running), left) if isinstance(pipe, Connection)]


def _hanging(running: _Running[Task]) -> Sequence[Connection]:
    """The pipes of the workers whose task takes too long and has no answer yet."""
    now = time.monotonic()
    return [pipe for pipe, worker in running.items() if worker.until <= now and not pipe.poll()]


def _ended_task(pipe: Connection, running: _Running[Task], waiting: deque[deque[Task]]) -> Task:
    """The task of a worker that is killed with it; what is left of its batch is the next to be `waiting`."""
    worker = running.pop(pipe)
    worker.process.kill()
    worker.process.join()
    task = worker.batch.popleft()
    waiting.extendleft([worker.batch] if worker.batch else ())
    return task


def _begin(
    context: ForkServerContext | SpawnContext,
    running: _Running[Task],
    batch: deque[Task],
    work: Callable[[Task], Done],
    limit: Callable[[Task], float] | None,
) -> str:
    """Start the process of a batch and add it to `running`; why not, where no process could be started."""
    ours, theirs = context.Pipe(duplex=False)
    process: BaseProcess = context.Process(target=_attend, args=(theirs, list(batch), work))
    running[ours] = _Worker(process, batch, time.monotonic(), limit)
    try:
        _start(process)
    except (OSError, EOFError) as refused:
        del running[ours]
        return f"no process: {type(refused).__name__}"
    finally:
        theirs.close()
    return ""


def warm(preload: Sequence[str]) -> None:
    """Start what processes are forked from, which imports these modules, before any is needed."""
    _context(preload)
    if _FORKED:
        from multiprocessing import forkserver

        with _ctrl_c_blocked():
            forkserver.ensure_running()


def _context(preload: Sequence[str]) -> ForkServerContext | SpawnContext:
    if not _FORKED:
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["helpers.fork_server", *preload])
    return context


def _start(process: BaseProcess) -> None:
    """Start a process that Ctrl-C does not reach: a terminal sends the signal to every process, and only the parent
    shall act on it.

    A new process needs a moment until it ignores the signal, so it starts with the signal blocked; one that comes
    meanwhile stays pending for the parent. With forking this concerns the server: the signal is blocked while the
    server is started, but not while it imports, which takes seconds in which Ctrl-C must reach the parent.
    """
    if not _FORKED:
        with _ctrl_c_blocked():
            process.start()
        return
    try:
        _fork(process)
    except (OSError, EOFError):  # the server was just killed; a new one takes its place
        time.sleep(_MOMENT)
        _fork(process)


def _fork(process: BaseProcess) -> None:
    from multiprocessing import forkserver

    with _ctrl_c_blocked():
        forkserver.ensure_running()
    process.start()


@contextmanager
def _ctrl_c_blocked() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # The resource tracker unblocks the signal when it starts, so it must run before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _outcome(pipe: Connection, running: _Running[Task], waiting: deque[deque[Task]]) -> TaskOutcome[Task, Done]:
    """What the process on a pipe answered of its next task. One that has answered everything, or ended, is no longer
    among the `running`; what it left is the next to be `waiting`."""
    worker = running[pipe]
    process, batch = worker.process, worker.batch
    worker.began = time.monotonic()
    try:
        done, stopped, details = pipe.recv()
    except (EOFError, OSError):
        done, stopped, details = None, "", ""
    task, ended = batch.popleft(), done is None
    if ended or not batch:
        del running[pipe]
        _end(process)
    if ended:
        stopped = stopped or f"exit code {process.exitcode}"
        waiting.extendleft([batch] if batch else ())
    return TaskOutcome(task, done, stopped, details)


def _end(process: BaseProcess) -> None:
    """Wait for a process that has nothing left to do, and end one that a thread of its own keeps from ending."""
    process.join(_ENDING)
    if process.is_alive():
        process.kill()
        process.join()


def collect_garbage_seldom() -> None:
    """Look for circles of objects a hundred times less often than Python does: a command makes millions of objects that
    stay, each look goes through them all, and what is left over goes when the process ends. It spares a fourth of the
    processor's time and costs a twentieth more memory."""
    gc.set_threshold(100_000, 20, 100)


def _attend(pipe: Connection, batch: list[Task], work: Callable[[Task], Done]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    collect_garbage_seldom()
    gc.freeze()  # what the server had imported stays as long as the process: nobody need look through it
    try:
        Thread(target=_end_with_parent, daemon=True).start()
        for task in batch:
            pipe.send((work(task), "", ""))
    except BaseException as reason:
        pipe.send((None, type(reason).__name__, traceback.format_exc()))
        sys.stderr = io.StringIO()  # the parent reports the error
        raise


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
