import subprocess
import sys
from pathlib import Path

import pytest

from helpers import processes
from helpers.processes import in_processes
from helpers.reports.production import PRELOADED
from made_up.kernel import execute

CELLS = ("import os, sys\nprint(year, file=sys.stderr)\nprint('ก')", "{'ข': year}", "os.path.basename(os.getcwd())")
WHO = "import os\nprint('kernel', os.getpid())"
forked = pytest.mark.skipif(not processes._FORKED, reason="processes are forked on Linux alone")


def executed(folder: Path, *cells: str) -> tuple[str, int, int | None]:
    """The executed notebook or what stopped it, the process that executed it, and that one's child."""
    folder.mkdir(exist_ok=True)
    (outcome,) = in_processes(execute, [(folder, cells)], jobs=1, preload=PRELOADED, prefork=True)
    assert outcome.done, outcome.stopped
    return outcome.done


@forked
def test_the_twin_is_the_kernel(tmp_path: Path) -> None:
    notebook, producing, child = executed(tmp_path, WHO)
    assert producing != child
    assert f"kernel {child}" in notebook


def test_a_twin_executes_as_a_kernel_that_starts_anew_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    preload, _, _ = executed(tmp_path / "same", *CELLS)
    monkeypatch.setattr(processes, "_FORKED", False)
    anew, _, child = executed(tmp_path / "same", *CELLS)
    assert child is None
    assert preload == anew
    assert all(text in preload for text in ("2569", "'ข'", "same"))


def test_a_cell_that_fails_stops_the_notebook_and_is_kept(tmp_path: Path) -> None:
    stopped, _, _ = executed(tmp_path, "raise LookupError('ไม่มี')", "print('later')")
    assert stopped.startswith("สมุดงานหยุดที่เซลล์ 1: LookupError: ไม่มี")
    assert '"output_type": "error"' in stopped


def test_a_kernel_that_dies_is_noticed(tmp_path: Path) -> None:
    stopped, _, _ = executed(tmp_path, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    assert stopped.startswith("เคอร์เนลหยุดกลางคัน")


@forked
def test_what_is_imported_beforehand_is_there_and_starts_no_thread() -> None:
    """The server passes over what it cannot import; and to fork beside a running thread is not clean."""
    asked = f"import threading; {'; '.join(f'import {name}' for name in PRELOADED)}; print(threading.active_count())"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
