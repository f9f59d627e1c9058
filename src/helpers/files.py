"""Writing files so that nobody ever sees half of one, and those for their owner alone so that nobody else sees any.

What a command leaves in the system's folder for temporary files: one folder, which goes when the command ends.

A command that is killed cannot tidy up; the next one does it for those that run no longer.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import current_process, util
from pathlib import Path

IN_THE_MAKING = ".making-"
"""How the names of our own unfinished folders begin: what else begins with a dot is somebody else's."""
PRIVATE, SHARED = 0o600, 0o644
"""Who may read a file: its owner alone, or everybody."""
_PRIVATE_FOLDER, _SHARED_FOLDER, _FOR_OTHERS = 0o700, 0o755, 0o077


def write_whole(path: Path, content: bytes | str, mode: int = SHARED) -> None:
    """Replace a file in one step: readers see the old bytes or the new, never a part. `mode` says who may read it."""
    with folder_named(path.parent):
        _make_parents(path.parent, mode)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content.encode() if isinstance(content, str) else content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def folder_in_the_making(final: Path, mode: int = SHARED) -> Iterator[Path]:
    """A scratch folder beside `final`, for whom `mode` says; whatever is left in it when the block ends is removed.

    The block itself moves the finished folder away. A process that dies leaves a folder whose name begins with
    `IN_THE_MAKING`, which nothing reads.
    """
    with folder_named(final.parent):
        _make_parents(final.parent, mode)
        scratch = Path(tempfile.mkdtemp(dir=final.parent, prefix=f"{IN_THE_MAKING}{final.name}."))
        try:
            scratch.chmod(_PRIVATE_FOLDER if mode == PRIVATE else _SHARED_FOLDER)
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def private_folder(path: Path) -> Path:
    """Make a folder, and those above it that are missing, for its owner alone; the folder."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(_PRIVATE_FOLDER, exist_ok=True)
    return path


def close_to_others(path: Path) -> None:
    """Take from everybody but its owner what they may do with a file or folder that is there already."""
    mode = path.stat().st_mode
    if mode & _FOR_OTHERS:
        path.chmod(mode & ~_FOR_OTHERS)


@contextmanager
def for_owner_alone() -> Iterator[None]:
    """Whatever this process makes in the block is for its owner alone: for what is written by tools of others."""
    before = os.umask(_FOR_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def folder_named(folder: Path) -> Iterator[None]:
    """What the system refuses in the block names a folder: a full disk does not say where, and who reads must know."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(folder)
        raise


def _make_parents(folder: Path, mode: int) -> None:
    if mode == PRIVATE:
        private_folder(folder)
    else:
        folder.mkdir(parents=True, exist_ok=True)


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
