"""Whether anything changed since a run that found everything current, told by the files' sizes and times alone.

A file's time of change is set by the system at every writing and renaming, and nobody can set it back. A file that was
written a moment before it was looked at could be written again within one tick of that clock: of those the content
counts too.
"""

import hashlib
import json
import os
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_TICK_NS = 2_000_000_000
_COMPILED, _LOCK = "__pycache__", ".lock"
_Stamp = tuple[int, int, int, int]
"""Size, time of writing, time of change, and number of a file."""


@dataclass(frozen=True)
class Sight:
    """The files of some folders as they stood when somebody looked."""

    stamps: dict[str, _Stamp]
    looked_ns: int

    @property
    def young(self) -> list[str]:
        """The files whose last change lies less than a tick before the look."""
        return sorted(path for path, stamp in self.stamps.items() if max(stamp[1:3]) > self.looked_ns - _TICK_NS)

    def changed_since(self, earlier: "Sight") -> list[str]:
        """The files that are new, gone or other than at an earlier look."""
        paths = self.stamps.keys() | earlier.stamps.keys()
        return sorted(path for path in paths if self.stamps.get(path) != earlier.stamps.get(path))


def look(roots: Iterable[Path], left_out: Collection[Path] = ()) -> Sight:
    """Every file in these folders and their subfolders, but for what is left out, compiled code and locks, which
    decide nothing; a root may be a file, or not be there."""
    now = time.time_ns()
    return Sight({path: stamp for root in roots for path, stamp in _stamps(root, left_out)}, now)


def _stamps(path: Path, aside: Collection[Path]) -> Iterator[tuple[str, _Stamp]]:
    """What goes while one looks, as another command puts something in place, counts as not there."""
    if path.is_dir():
        yield from _inside(str(path), frozenset(map(str, aside)))
        return
    with suppress(FileNotFoundError):
        yield str(path), _stamp(path.stat())


def _inside(folder: str, aside: Collection[str]) -> Iterator[tuple[str, _Stamp]]:
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except FileNotFoundError:
        return
    for entry in listed:
        if entry.path in aside or entry.name == _COMPILED or (entry.name[0] == "." and entry.name.endswith(_LOCK)):
            continue
        if entry.is_dir():
            yield from _inside(entry.path, aside)
        else:
            with suppress(FileNotFoundError):
                yield entry.path, _stamp(entry.stat(follow_symlinks=entry.is_file()))


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def record(sight: Sight, asked: Iterable[str], lines: Iterable[str]) -> str:
    """What `lines_if_unchanged` reads: the sight, what the command asked for, and the lines that answer it."""
    young = {path: _content(path) for path in sight.young}
    return json.dumps({"asked": list(asked), "sight": _digest(sight), "young": young, "lines": list(lines)})


def lines_if_unchanged(written: str, sight: Sight, asked: Iterable[str]) -> list[str]:
    """The lines of the record where the same is asked and all files stand as they did; none for any other text."""
    try:
        recorded = json.loads(written)
        unchanged = recorded["asked"] == list(asked) and recorded["sight"] == _digest(sight)
        if unchanged and all(_content(path) == digest for path, digest in recorded["young"].items()):
            return [str(line) for line in recorded["lines"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
    return []


def _digest(sight: Sight) -> str:
    described = "\n".join(f"{path}\0{stamp}" for path, stamp in sorted(sight.stamps.items()))
    return hashlib.sha256(described.encode(errors="surrogateescape")).hexdigest()


def _content(path: str) -> str:
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
