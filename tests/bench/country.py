"""Many small offices in one folder, below `build/bench`, and a Dask cluster of this machine to make their reports on:

    python -m bench.country WORKERS offices run ROOT …

runs `workbook offices run ROOT … --cluster` on a scheduler and so many workers that end with it, so that what they
cost counts as the command's.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import Cost, measure
from bench.office import ROOT, WORK

SCHOOLS = 8
_ROUNDS, _OTHER_SYSTEMS = ("2568-1-", "2568-2-"), re.compile("emis|bobec|mobec|gcode|internet")
"""The rounds of which each office receives the pupils, and what names of other files hold."""
_PATIENCE = 120.0
"""Seconds in which a scheduler has started, and its workers have."""


@dataclass(frozen=True)
class Country:
    """A folder of offices of eight schools, which have received the pupils of two rounds and stored the tables of
    `report`."""

    root: Path
    report: str

    @property
    def environment(self) -> dict[str, str]:
        """With the program that is measured."""
        return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}"}

    def fresh(self, jobs: int) -> Cost:
        """What it costs to make the report of every office from the stored tables, so many at a time."""
        return self._fresh([sys.executable, "-m", "helpers", *self._words, "--jobs", str(jobs)])

    def fresh_on_cluster(self, workers: int) -> Cost:
        """The same on a Dask cluster of this machine, which is started for it."""
        return self._fresh([sys.executable, "-m", "bench.country", str(workers), *self._words])

    @property
    def _words(self) -> Sequence[str]:
        return ("offices", "run", str(self.root), self.report)

    def _fresh(self, command: Sequence[str]) -> Cost:
        for data in self.root.glob("*/data"):
            shutil.rmtree(data.parent / "outputs", ignore_errors=True)
            shutil.rmtree(data / "notebooks", ignore_errors=True)
            (data / "last-run.json").unlink(missing_ok=True)
        return measure(command, self.environment, ROOT)

    def workbook(self, *words: str) -> Cost:
        """What a command costs."""
        return measure([sys.executable, "-m", "helpers", *words], self.environment, ROOT)


def country_of(offices: int, report: str) -> Country:
    """The country, made where it is not there yet, with the tables that the present program stores."""
    country = Country(WORK / f"country-{offices}", report)
    received = country.root / ".received"
    if not received.exists():
        shutil.rmtree(country.root, ignore_errors=True)
        country.workbook("sample", str(country.root), "--offices", str(offices), "--schools", str(SCHOOLS))
        for file in country.root.glob("*/data/downloads/*"):
            if not file.name.startswith(_ROUNDS) or _OTHER_SYSTEMS.search(file.name):
                file.unlink()
        country.workbook("offices", "receive", str(country.root))
        received.touch()
    country.workbook("offices", "run", str(country.root), report)
    return country


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler of this machine with so many workers; they end with the block."""
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as started:
        named, local = Path(scratch) / "scheduler.json", ("--host", "127.0.0.1", "--no-dashboard")
        where = ("--scheduler-file", str(named))
        _start(started, "scheduler", *where, *local, "--port", "0")
        until = time.monotonic() + _PATIENCE
        while not (named.exists() and named.read_text("utf-8").strip()):
            if time.monotonic() > until:
                raise TimeoutError("dask scheduler")
            time.sleep(0.1)
        for _ in range(workers):
            _start(started, "worker", *where, *local, "--nthreads", "1", "--local-directory", scratch)
        yield json.loads(named.read_text("utf-8"))["address"]


def _start(started: ExitStack, *words: str) -> None:
    process = subprocess.Popen([sys.executable, "-m", "dask", *words], stderr=subprocess.DEVNULL)
    started.callback(process.wait)
    started.callback(process.terminate)


def main(workers: str, *words: str) -> int:
    """Run a command of `workbook` on a cluster; its exit code."""
    with cluster(int(workers)) as address:
        return subprocess.run([sys.executable, "-m", "helpers", *words, "--cluster", address], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
