"""Work in processes of its own: one that dies harms no other, and none outlives the process that asked for it.

On Linux they are forked from a server which has imported what they need and has done nothing else: they start clean,
in a tenth of a second instead of seconds. Elsewhere each starts anew.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext


Task = TypeVar("Task")
Done = TypeVar("Done")
_Running = dict[Connection, tuple[BaseProcess, Task]]
_FORKED = sys.platform == "linux"
"""macOS has fork too, but its system libraries do not bear it; there and on Windows a process starts anew."""
_MOMENT = 0.1
"""Seconds in which the system notices that a server was killed."""


@dataclass(frozen=True)
class Outcome(Generic[Task, Done]):
    """What came of one task: what the work returned, or why its process stopped without returning anything.

    `stopped` is a word or two; `details` may hold anything that the work knew.
    """

    task: Task
    done: Done | None
    stopped: str = ""
    details: str = ""


@dataclass(frozen=True)
class PreforkedChild:
    """A copy of a process as it was before it did anything, so as preload and clean; it sleeps until it gets work."""

    process: BaseProcess
    _pipe: Connection

    def start(self, work: Callable[..., object], *arguments: object) -> None:
        """Let the preforked child do one piece of work, which must be importable, and end with it."""
        self._pipe.send((work, arguments))


def in_processes(
    work: Callable[[Task], Done],
    tasks: Sequence[Task],
    jobs: int,
    *,
    preload: Sequence[str] = (),
    prefork: bool = False,
) -> Iterator[Outcome[Task, Done]]:
    """Do the work on every task, each in a new process, `jobs` at once; outcomes as they come.

    Every task has an outcome, also where no process could be started for it. `work` must be importable, and must return
    errors that it foresees. `preload` are modules that it will import besides its own; with `prefork` it has a child,
    forked before it did anything, where processes are forked. When the caller stops iterating, those running are ended.
    """
    context = _context([work.__module__, *preload])
    waiting = deque(tasks)
    running: _Running[Task] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                refused = _begin(context, running, waiting.popleft(), (work, prefork and _FORKED))
                if refused:
                    yield refused
            for pipe in wait(list(running)) if running else ():
                assert isinstance(pipe, Connection)
                yield _outcome(pipe, *running.pop(pipe))
    finally:
        for process, _ in running.values():
            if process.pid is not None:
                process.terminate()


def _begin(
    context: ForkServerContext | SpawnContext,
    running: _Running[Task],
    task: Task,
    wanted: tuple[Callable[[Task], Done], bool],
) -> Outcome[Task, Done] | None:
    """Start the process of a task and note it as running; the task's outcome where the machine lets none be started."""
    ours, theirs = context.Pipe(duplex=False)
    process: BaseProcess = context.Process(target=_attend, args=(theirs, task, *wanted))
    running[ours] = (process, task)
    try:
        _start(process)
    except (OSError, EOFError) as refused:
        del running[ours]
        return Outcome(task, None, f"no process: {type(refused).__name__}")
    finally:
        theirs.close()
    return None


def _context(preload: Sequence[str]) -> ForkServerContext | SpawnContext:
    if not _FORKED:
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["helpers.fork_server", *preload])
    return context


def preforked_child() -> PreforkedChild | None:
    """The preforked child of this process; None where it was given none."""
    return _preforked


_preforked: PreforkedChild | None = None


def _start(process: BaseProcess) -> None:
    """Ctrl-C reaches every process of a terminal. That it is not for this one must hold before it is awake to say so,
    so it is born with the signal held back; one that comes meanwhile waits for us and is not lost.

    Of forked processes that holds for their server: what it imports takes seconds, in which the signal must reach us.
    """
    if not _FORKED:
        with _ctrl_c_held_back():
            process.start()
        return
    try:
        _fork(process)
    except (OSError, EOFError):  # the server was killed a moment ago; another one takes its place
        time.sleep(_MOMENT)
        _fork(process)


def _fork(process: BaseProcess) -> None:
    from multiprocessing import forkserver

    with _ctrl_c_held_back():
        forkserver.ensure_running()
    process.start()


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Its own start, if left to those that need it, would let the signal through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _outcome(pipe: Connection, process: BaseProcess, task: Task) -> Outcome[Task, Done]:
    try:
        done, stopped, details = pipe.recv()
    except (EOFError, OSError):
        done, stopped, details = None, "", ""
    process.join()
    if done is None and not stopped:
        stopped = f"exit code {process.exitcode}"
    return Outcome(task, done, stopped, details)


def _attend(pipe: Connection, task: Task, work: Callable[[Task], Done], with_child: bool) -> None:
    global _preforked
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        _preforked = (
            _new_preforked_child() if with_child else None
        )  # first of all: a process with threads is no longer clean
        Thread(target=_end_with_parent, daemon=True).start()
        pipe.send((work(task), "", ""))
    except BaseException as reason:
        pipe.send((None, type(reason).__name__, traceback.format_exc()))
        sys.stderr = io.StringIO()  # who asked for the work tells it
        raise


def _new_preforked_child() -> PreforkedChild:
    context = get_context("fork")
    theirs, ours = context.Pipe(duplex=False)
    process = context.Process(target=_sleep, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return PreforkedChild(process, ours)


def _sleep(pipe: Connection) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    work, arguments = pipe.recv()
    work(*arguments)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
