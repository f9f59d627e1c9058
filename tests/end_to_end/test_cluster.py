"""Two offices on a real Dask cluster of this machine: the reports have the bytes that they have made here, also where
one of two workers is killed while it works."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from made_up.project import PROJECT, Home

REPORTS = ("round/2568-1/dmc", "programme/2569/house-rent", "school")
ROUNDS, BUDGET = "9001", "9002"
PATIENCE = 60.0


@dataclass(frozen=True)
class Running:
    """A scheduler and two workers, each in a session of its own."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]
    environment: dict[str, str]
    scratch: Path


def wait_for(happened: Callable[[], Any]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


@contextmanager
def started(environment: dict[str, str], log: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command, env=environment, cwd=PROJECT, stdout=lines, stderr=lines, start_new_session=True
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("cluster")
    scratch = folder / "tmp"
    scratch.mkdir()
    home = Home(folder)
    environment = home.environment | {"TMPDIR": str(scratch), "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False"}
    named = folder / "scheduler.json"
    where = ("--scheduler-file", str(named))
    one = ("--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(folder / "dask"))
    with ExitStack() as stack:
        scheduler = ("scheduler", "--host", "127.0.0.1", "--port", "0", *where)
        stack.enter_context(started(environment, folder / "scheduler.log", *scheduler))
        wait_for(lambda: named.exists() and named.read_text(encoding="utf-8").strip())
        workers = tuple(
            stack.enter_context(started(environment, folder / f"worker-{name}.log", "worker", *where, *one))
            for name in "ab"
        )
        address = json.loads(named.read_text(encoding="utf-8"))["address"]
        yield Running(address, workers, environment, scratch)


def country(root: Path, made: Home, budgeted: Home) -> Path:
    """The two finished offices as they were before they made anything but tables."""
    for name, home in ((ROUNDS, made), (BUDGET, budgeted)):
        shutil.copytree(home.data, root / name / "data", ignore=shutil.ignore_patterns("notebooks", "params"))
        shutil.copytree(home.params, root / name / "params")
    return root


def command(running: Running, root: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "helpers", "offices", "run", str(root), *REPORTS, "--cluster", running.address]
    return subprocess.Popen(
        words, env=running.environment, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def reports(outputs: Path) -> dict[str, Any]:
    """What every file of the reports holds, by its path; of manifests the part that is the same on every rerun."""
    files = [path for name in REPORTS for path in (outputs / name).rglob("*") if path.is_file()]
    return {path.relative_to(outputs).as_posix(): _content(path) for path in files}


def _content(path: Path) -> Any:
    if path.name != "manifest.json":
        return path.read_bytes()
    return json.loads(path.read_text(encoding="utf-8"))["content"]


def same_as_here(root: Path, made: Home, budgeted: Home) -> None:
    """The reports that the finished offices have too have the same bytes, and nothing lies about."""
    for name, home in ((ROUNDS, made), (BUDGET, budgeted)):
        there, here = reports(root / name / "outputs"), reports(home.outputs)
        assert not [path for path in here if there.get(path) != here[path]], f"{name}: other bytes than made here"
        assert not list((root / name / "outputs").rglob(".*/")), "unfinished folders were left"
        assert not (root / name / "outputs" / "failed").exists()
        assert not (root / name / "outputs" / "history").exists()


def group_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a worker and its nanny started, and they themselves: all of its session."""
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == process.pid and fields[0] != "Z":
            members.append(int(stat.parent.name))
    return members


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")


@needs_proc
def test_two_workers_make_what_is_made_here_also_when_one_is_killed(
    cluster: Running, made: Home, budgeted: Home, tmp_path: Path
) -> None:
    whole = country(tmp_path / "whole", made, budgeted)
    with command(cluster, whole) as process:
        said, wrong = process.communicate(timeout=600)
    assert process.returncode == 0, wrong
    assert f"{ROUNDS:<12} รายงาน 7 ฉบับ: สร้าง 7 " in said
    assert f"{BUDGET:<12} รายงาน 8 ฉบับ: สร้าง 8 " in said
    same_as_here(whole, made, budgeted)

    killed = country(tmp_path / "killed", made, budgeted)
    with command(cluster, killed) as process:
        wait_for(lambda: list(killed.glob("*/outputs/*/*/*/manifest.json")))
        for pid in group_of(cluster.workers[0]):
            os.kill(pid, signal.SIGKILL)
        said, wrong = process.communicate(timeout=600)
    assert process.returncode == 0, wrong
    assert "สำนักงาน 2 แห่ง: ครบ 2 ไม่ครบ 0" in said
    same_as_here(killed, made, budgeted)
    of_both = [reports(root / BUDGET / "outputs") for root in (whole, killed)]
    assert of_both[0] == of_both[1]
    assert not group_of(cluster.workers[0]), "a process outlived its worker"
