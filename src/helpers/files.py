"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, content: bytes | str, mode: int = 0o644) -> None:
    """Replace a file in one step: readers see the old bytes or the new, never a part. `mode` says who may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        _name_place(error, path)
        raise
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def folder_in_the_making(final: Path) -> Iterator[Path]:
    """A scratch folder beside `final`; whatever is left in it when the block ends is removed.

    The block itself moves the finished folder away. A process that dies leaves a folder whose name begins with a dot,
    which nothing reads.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=final.parent, prefix=f".{final.name}."))
    scratch.chmod(0o755)
    try:
        yield scratch
    except OSError as error:
        _name_place(error, final)
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _name_place(error: OSError, path: Path) -> None:
    """A full disk does not say where; who reads the message must know."""
    if error.filename is None:
        error.filename = str(path)
