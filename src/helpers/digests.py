"""SHA-256 digests of files, trees of source code and small descriptions."""

import hashlib
import json
import time
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

SOURCE = Path(__file__).parent
GROUND = tuple(sorted(path.name for path in SOURCE.glob("*.py") if not path.name.startswith("__")))


_SETTLED_NS = 2_000_000_000
"""A file that was changed a moment ago could change again within one tick of the file system's clock."""


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex. A file that stays as it is is read once in a process, however often it is
    asked for: what a report is made from stands behind many others."""
    found = path.stat()
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _SETTLED_NS:
        return _digest(path)
    return _digest_as_it_is(path, (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns))


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@lru_cache(maxsize=8192)
def _digest_as_it_is(path: Path, _state: tuple[int, ...]) -> str:
    return _digest(path)


def text_digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def description_digest(description: object) -> str:
    """SHA-256 of a JSON-able description; the order of keys does not matter."""
    return text_digest(json.dumps(description, ensure_ascii=False, sort_keys=True))


@cache
def source_digests(*parts: str) -> dict[str, str]:
    """The digest of every source file, templates too, of the named packages and the ground, by relative path."""
    files = [SOURCE / name for name in GROUND] + [path for part in parts for path in _source_files(SOURCE / part)]
    return {path.relative_to(SOURCE).as_posix(): file_digest(path) for path in sorted(files)}


def _source_files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
