"""Work in processes of its own: one that dies harms no other, and none outlives the process that asked for it."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from threading import Thread
from typing import Generic, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")
_Running = dict[Connection, tuple[SpawnProcess, Task]]


@dataclass(frozen=True)
class Outcome(Generic[Task, Done]):
    """What came of one task: what the work returned, or why its process stopped without returning anything."""

    task: Task
    done: Done | None
    stopped: str = ""


def in_processes(work: Callable[[Task], Done], tasks: Sequence[Task], jobs: int) -> Iterator[Outcome[Task, Done]]:
    """Do the work on every task, each in a new process, `jobs` at once; outcomes as they come.

    `work` must be importable, and must return errors that it foresees. When the caller stops iterating (Ctrl-C), the
    processes still running are ended.
    """
    context = get_context("spawn")
    waiting = deque(tasks)
    running: _Running[Task] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                task = waiting.popleft()
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_attend, args=(theirs, work, task), daemon=True)
                _start(process)
                theirs.close()
                running[ours] = (process, task)
            for pipe in wait(list(running)):
                assert isinstance(pipe, Connection)
                yield _outcome(pipe, *running.pop(pipe))
    finally:
        for process, _ in running.values():
            process.terminate()


def _start(process: SpawnProcess) -> None:
    """Ctrl-C reaches every process of a terminal. That it is not for this one must hold before it is awake to say so,
    so it is born with the signal held back; one that comes meanwhile waits for us and is not lost."""
    if not hasattr(signal, "pthread_sigmask"):
        process.start()
        return
    # Its own start, if left to `process.start`, would let the signal through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _outcome(pipe: Connection, process: SpawnProcess, task: Task) -> Outcome[Task, Done]:
    try:
        done, stopped = pipe.recv()
    except EOFError:
        done, stopped = None, ""
    process.join()
    if done is None and not stopped:
        stopped = f"exit code {process.exitcode}"
    return Outcome(task, done, stopped)


def _attend(pipe: Connection, work: Callable[[Task], Done], task: Task) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send((work(task), ""))
    except BaseException as reason:
        pipe.send((None, f"{type(reason).__name__}: {reason}"))
        raise


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
