"""What a command costs: processor time of it and of all its children, wall time and peak memory, as medians."""

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_ADOPT = 36
"""Linux's word by which the children of a command that ended become ours, so that their time counts."""


@dataclass(frozen=True)
class Cost:
    """Processor seconds (user and system), seconds that passed, and the largest process's memory in MiB."""

    processor: float
    wall: float
    memory: float


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def measure(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Cost:
    """Run a command to its end, with all that it started. Raises CalledProcessError with what it printed."""
    begun = time.monotonic()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os._exit(_measured(command, environment, folder, writer))
    os.close(writer)
    with os.fdopen(reader) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    code, processor, memory, printed = told.split("\n", 3)
    if int(code):
        raise subprocess.CalledProcessError(int(code), list(command), printed)
    return Cost(float(processor), time.monotonic() - begun, float(memory))


def _measured(command: Sequence[str], environment: Mapping[str, str], folder: Path, writer: int) -> int:
    """In a process of its own, so that nothing else counts: run the command and everything that outlives it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    done = subprocess.run(command, env=dict(environment), cwd=folder, capture_output=True, text=True, check=False)
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = (done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, (done.stdout + done.stderr)[-2000:])
    with os.fdopen(writer, "w") as answer:
        answer.write("\n".join(map(str, told)))
    return 0


def in_turn(ways: Mapping[str, Callable[[], Cost]], times: int) -> dict[str, Cost]:
    """The medians of the ways, run in turn so that a busy moment hits all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            costs[name].append(way())
    return {name: _medians(measured) for name, measured in costs.items()}


def _medians(costs: Sequence[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in ("processor", "wall", "memory")))
