"""The verb lab."""

import json
import os
import shutil
import signal
import subprocess
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from types import FrameType

from helpers.errors import NotebookError
from helpers.files import PRIVATE, close_to_others, for_owner_alone, private_folder, write_whole
from helpers.reports.folders import Folders
from helpers.reports.inputs import notebook_digest

FOLDER = "lab"
"""The folder of the working copies, in the data folder: what Run All writes into them comes from the data."""
_BASES = ".bases.json"
_MOMENT = 1.0
_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


def lab(options: Namespace, folders: Folders) -> None:
    """workbook lab [--no-browser] [--port N]: JupyterLab on working copies of the notebooks, with the same folders.

    Ends when the server ends; a signal to end this process ends the server first.
    """
    folder = working_copies(folders)
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command += ["--no-browser"] if options.no_browser else []
    command += [f"--ServerApp.port={options.port}", "--ServerApp.port_retries=0"] if options.port else []
    command += ["--allow-root"] if getattr(os, "getuid", lambda: 1)() == 0 else []
    print(f"สมุดงานสำหรับทำงาน: {folder}", flush=True)
    ended = _served(command, os.environ | folders.environment())
    if ended > 0:
        remedy = "อ่านข้อความของ JupyterLab ข้างบน ถ้าพอร์ตไม่ว่างให้เลือกด้วย --port"
        raise NotebookError(f"JupyterLab จบด้วยรหัส {ended}", where=str(folder), remedy=remedy)


def _served(command: list[str], environment: dict[str, str]) -> int:
    """Run the server in a session of its own, so that Ctrl-C reaches it once, through us; what it ended with."""
    server: subprocess.Popen[bytes] | None = None
    asked = False

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        if server:
            server.terminate()

    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        with for_owner_alone():  # what it writes lies among the data
            server = subprocess.Popen(command, env=environment, start_new_session=True)
        if asked:  # while it was being started
            server.terminate()
        while True:  # a signal that comes just before a wait begins is acted on when the wait ends
            with suppress(subprocess.TimeoutExpired):
                return server.wait(_MOMENT)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def working_copies(folders: Folders) -> Path:
    """Make the working copies that are missing: one of every notebook of the project. Their folder.

    A copy stays as its user left it until the project's notebook changes; then it is kept under another name, and a new
    copy is made.
    """
    folder = folders.data / FOLDER
    noted = _noted(folder / _BASES)
    for path in sorted(folders.notebooks.glob("*/*.ipynb")):
        name, digest = path.relative_to(folders.notebooks).as_posix(), notebook_digest(path)
        copy = folder / name
        if copy.exists() and noted.get(name) != digest:
            copy.rename(copy.with_name(f"{copy.stem}-{(noted.get(name) or digest)[:8]}.ipynb"))
        if not copy.exists():
            private_folder(copy.parent)
            shutil.copyfile(path, copy)
        for owned in (copy.parent, copy):
            close_to_others(owned)
        noted[name] = digest
    write_whole(folder / _BASES, json.dumps(noted, indent=1, sort_keys=True), PRIVATE)
    return folder


def _noted(path: Path) -> dict[str, str]:
    """The digest of the notebook that each copy was made from, by name; empty where that can no longer be read."""
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in noted.items()} if isinstance(noted, dict) else {}
