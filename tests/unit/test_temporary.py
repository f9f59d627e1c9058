"""What a command leaves behind in the system's folder for temporary files: nothing, or what the next one removes."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ASKED = """
import os, sys, tempfile
from helpers.processes import in_processes
from helpers.files import gather_temporary_files
from made_up.work import work
gather_temporary_files()
print(*(outcome.done for outcome in in_processes(work, ["a"], jobs=1)), flush=True)
if len(sys.argv) > 1:
    list(in_processes(work, sys.argv[1:], jobs=1))
"""
posix = pytest.mark.skipif(os.name != "posix", reason="elsewhere nobody can ask for a process without ending it")


def started(folder: Path, *tasks: str) -> subprocess.Popen[str]:
    environment = os.environ | {"TMPDIR": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", ASKED, *tasks]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for temporary files with a short name, as systems have: the name of a pipe has room for a hundred
    letters."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_command_that_ends_leaves_nothing(folder: Path) -> None:
    with started(folder) as process:
        out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors, left(folder)) == (0, "", [])
    assert out.startswith("a ")


@posix
def test_what_a_killed_command_left_goes_with_the_next_and_that_of_a_running_one_stays(folder: Path) -> None:
    mine, others = folder / "workbook-notes", folder / f"workbook-{os.getpid()}-stillran"
    mine.mkdir()
    others.mkdir()
    report = folder / "told"
    with started(folder, str(report)) as process:
        until = time.monotonic() + 60
        while not report.exists() and time.monotonic() < until:
            time.sleep(0.05)
        command_folder = next(folder.glob(f"workbook-{process.pid}-*"))
        assert list(command_folder.iterdir())
        process.kill()
    report.unlink()
    assert command_folder.exists()
    with started(folder) as process:
        process.communicate(timeout=60)
    assert left(folder) == sorted([mine.name, others.name])
