"""A run that is killed, interrupted, doubled or broken: what is finished stays whole, and nothing runs on.

On the made-up system, whose reports take a few seconds each.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from helpers.audit.manifest import read_manifest
from made_up.project import Home, posts_home, project_with_posts, write_notebook

ROUNDS = ("2568-1", "2568-2")
PATIENCE = 15.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An office with two rounds to report on, and a project of its own; the tests use it one after the other."""
    root = tmp_path_factory.mktemp("posts")
    return posts_home(root / "office", project_with_posts(root / "project"), *ROUNDS)


def started(home: Home, *words: str) -> subprocess.Popen[str]:
    """The command in a session of its own, as a terminal starts it; a background job would ignore Ctrl-C."""
    return subprocess.Popen(
        home.command(*words),
        cwd=home.project,
        env=home.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


def alive(home: Home) -> list[int]:
    """The processes that work for this office: its folder stands in their environment."""
    mark = f"WORKBOOK_DATA={home.data}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdecimal() and mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def gone(home: Home) -> bool:
    """Whether every process of the office has ended, soon enough."""
    until = time.monotonic() + PATIENCE
    while alive(home) and time.monotonic() < until:
        time.sleep(0.1)
    return not alive(home)


def wholeness(home: Home) -> list[str]:
    """What is wrong with the reports that are in place: a digest of the manifest that does not hold."""
    wrong = []
    for path in home.outputs.glob("round/*/*/manifest.json"):
        for name, stated in json.loads(path.read_text(encoding="utf-8"))["content"]["outputs"].items():
            if hashlib.sha256((path.parent / name).read_bytes()).hexdigest() != stated["sha256"]:
                wrong.append(f"{path.parent}/{name}")
    reports = [path for path in home.outputs.glob("round/*/*") if not path.name.startswith(".")]
    return wrong + [str(path) for path in reports if read_manifest(path) is None]


def kill_group(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)


def kill_parent(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)


KILLS = [(kill_group, 2.0), (kill_parent, 4.0), (kill_group, 6.0)]
"""At these seconds a run imports, executes, renders; a slow machine only shifts them."""
needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks at processes through /proc")


@needs_proc
@pytest.mark.parametrize(("kill", "moment"), KILLS)
def test_a_killed_run_leaves_whole_reports_and_no_process(
    home: Home, kill: Callable[[subprocess.Popen[str]], None], moment: float
) -> None:
    with started(home, "run") as process:
        time.sleep(moment)
        assert process.pid in alive(home)
        kill(process)
    assert not wholeness(home)
    assert gone(home), "a process outlived the run that was killed"


def wait_for(happened: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < limit
        time.sleep(0.05)


@needs_proc
def test_ctrl_c_ends_a_run_at_once_and_quietly(home: Home) -> None:
    for made in (home.outputs, home.data / "notebooks"):
        shutil.rmtree(made, ignore_errors=True)
    with started(home, "run") as process:
        wait_for(lambda: len(alive(home)) > 1)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
        assert time.monotonic() - began < 3
    assert said == "หยุดตามคำสั่ง รายงานที่เสร็จแล้วยังอยู่ครบ\n"
    assert gone(home)
    assert not wholeness(home)


def test_two_runs_at_once_complete_what_killed_ones_left(home: Home) -> None:
    with started(home, "run") as one, started(home, "run") as other:
        ended = [(process.communicate(timeout=120), process.returncode) for process in (one, other)]
    assert [code for _, code in ended] == [0, 0], ended
    assert not wholeness(home)
    assert len(list(home.outputs.glob("round/*/posts/manifest.json"))) == len(ROUNDS)
    assert not (home.outputs / "history").exists(), "the same report twice is no other version"
    assert not [path for path in home.outputs.rglob(".*") if path.is_dir()], "unfinished folders were left"


def test_one_failure_stops_no_other_and_keeps_the_last_good_report(home: Home) -> None:
    reports = [home.outputs / "round" / round_ / "posts" for round_ in ROUNDS]
    if not all((report / "manifest.json").exists() for report in reports):
        home.workbook("run")
    good = {path.name: path.read_bytes() for path in reports[1].iterdir()}
    write_notebook(home.project, 'assert round_id != "2568-2", "รอบนี้เสีย"')
    done = home.workbook("run", code=15)
    assert "AssertionError: รอบนี้เสีย" in done.stderr
    assert "Traceback" not in done.stderr
    assert "สร้างแล้ว  round/2568-1/posts" in done.stdout
    assert {path.name: path.read_bytes() for path in reports[1].iterdir()} == good
    kept = home.outputs / "failed" / "round/2568-2/posts"
    assert {path.name for path in kept.iterdir()} == {"error.txt", "report.ipynb"}
    assert "AssertionError" in (kept / "report.ipynb").read_text(encoding="utf-8")
    assert "ครั้งล่าสุดไม่สำเร็จ: สมุดงานหยุดที่เซลล์" in home.workbook("status").stdout
