"""What a command leaves in the system's folder for temporary files: one folder, which goes when the command ends.

A command that is killed cannot tidy up; the next one does it for those that run no longer.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from functools import cache
from multiprocessing import current_process, util
from pathlib import Path

_NAME = re.compile(r"workbook-(\d+)-\w{8}")
_POSIX = os.name == "posix"
"""Elsewhere nobody can ask for a process without ending it."""
_LAST = -200
"""After whatever multiprocessing tidies up itself."""


@cache
def gather_temporary_files() -> Path:
    """Let whatever this process and those that it starts write for a moment lie in one folder; its path."""
    system = Path(tempfile.gettempdir())
    if _POSIX:
        _remove_left(system)
    folder = tempfile.mkdtemp(prefix=f"workbook-{os.getpid()}-")
    util.Finalize(None, shutil.rmtree, (folder,), {"ignore_errors": True}, exitpriority=_LAST)
    os.environ |= {"TMPDIR": folder, "TEMP": folder, "TMP": folder, "JUPYTER_RUNTIME_DIR": folder}
    current_process()._config["tempdir"] = folder  # type: ignore[attr-defined]  # where pipes between processes lie
    return Path(folder)


def _remove_left(system: Path) -> None:
    """Remove the folders of our own commands that run no longer."""
    for entry in os.scandir(system):
        named = _NAME.fullmatch(entry.name)
        if named and entry.is_dir(follow_symlinks=False) and _is_ours(entry) and not _runs(int(named[1])):
            shutil.rmtree(entry.path, ignore_errors=True)


def _is_ours(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.stat(follow_symlinks=False).st_uid == os.getuid()
    except FileNotFoundError:
        return False


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
