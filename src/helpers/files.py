"""Files and folders: written in one step, private to their owner where they must be, and temporary ones tidied up.

A command keeps its temporary files in one folder, which is removed when it ends. A command that is killed cannot do
that, so the next one removes the folders of commands that no longer run.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from glob import iglob
from multiprocessing import current_process, util
from pathlib import Path

IN_THE_MAKING = ".making-"
"""The prefix of the project's unfinished folders: other names with a dot in front are somebody else's."""
PRIVATE, SHARED = 0o600, 0o644
"""The modes of a file that its owner alone may read, and of one that everybody may read."""
_PRIVATE_FOLDER, _SHARED_FOLDER, _FOR_OTHERS = 0o700, 0o755, 0o077
BOM = "\ufeff"
"""By it Excel knows that a CSV file is UTF-8."""


def write_whole(path: Path, content: bytes | str, mode: int = SHARED) -> None:
    """Replace a file atomically: readers see the old bytes or the new, never a part. `mode` says who may read it."""
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
    """A scratch folder beside `final` with the access of `mode`; it is removed with all its content when the block
    ends.

    The block itself moves the finished folder to its final path. A process that dies leaves a folder whose name begins
    with `IN_THE_MAKING`, which nothing reads.
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
    """Make a folder and its missing parents for their owner alone, and return it."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(_PRIVATE_FOLDER, exist_ok=True)
    return path


def close_to_others(path: Path) -> None:
    """Remove everybody else's access to an existing file or folder."""
    mode = path.stat().st_mode
    if mode & _FOR_OTHERS:
        path.chmod(mode & ~_FOR_OTHERS)


@contextmanager
def for_owner_alone() -> Iterator[None]:
    """Files that this process makes in the block are for its owner alone, also those that other libraries write."""
    before = os.umask(_FOR_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def matching(folder: Path, pattern: str) -> list[Path]:
    """The files and folders at a pattern (without `**`) from a folder, in order. What goes while one looks is passed
    over, where `Path.glob` fails: another command may be putting something in place."""
    return sorted(folder / name for name in iglob(pattern, root_dir=folder, include_hidden=True))  # noqa: PTH207


def below(folder: Path) -> list[Path]:
    """Everything in a folder and its subfolders, but for where links lead, in order; as `matching` does it."""
    return sorted(Path(at, name) for at, folders, files in os.walk(folder) for name in (*folders, *files))


@contextmanager
def folder_named(folder: Path) -> Iterator[None]:
    """An error of the system in the block names this folder where it names no file, as when a disk is full."""
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
"""On other systems asking whether a process runs would end it."""
_LAST = -200
"""The priority that runs after what multiprocessing tidies up itself."""


@cache
def gather_temporary_files() -> Path:
    """Make one folder for all temporary files of this process and of those that it starts, and return its path."""
    system = Path(tempfile.gettempdir())
    if _POSIX:
        _remove_left(system)
    folder = tempfile.mkdtemp(prefix=f"workbook-{os.getpid()}-")
    util.Finalize(None, shutil.rmtree, (folder,), {"ignore_errors": True}, exitpriority=_LAST)
    os.environ |= {"TMPDIR": folder, "TEMP": folder, "TMP": folder, "JUPYTER_RUNTIME_DIR": folder}
    current_process()._config["tempdir"] = folder  # type: ignore[attr-defined]  # where pipes between processes lie
    return Path(folder)


def _remove_left(system: Path) -> None:
    """Remove the temporary folders of this user's commands that no longer run."""
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
