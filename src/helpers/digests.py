"""SHA-256 digests of files, trees of source code and small descriptions."""

import hashlib
import json
import re
import time
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

SOURCE = Path(__file__).parent
_IMPORT = re.compile(r"^[ \t]*(?:from (helpers[\w.]*) import (\([^)]*\)|[^\n]*)|import (helpers[\w.]*))", re.MULTILINE)

_SETTLED_NS = 2_000_000_000
"""A file that was changed a moment ago could change again within one tick of the file system's clock."""


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex. A file that does not change is read once in a process: many reports are made
    from the same files."""
    status = path.stat()
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < _SETTLED_NS:
        return _digest(path)
    state = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return _digest_as_it_is(path, state)


def digest_if_there(path: Path) -> str | None:
    """The same of a file that may not be there, or may go at any moment; None for none."""
    try:
        return file_digest(path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


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
def code_digests(*modules: str) -> dict[str, str]:
    """The digest of every file of `helpers` on which the tables or reports that these modules make depend, by path
    relative to `helpers`: the modules, what they import directly or not, the packages that contain these, and the files
    beside them that are no code (templates, lists of codes).

    Modules that a package looks up at run time, and nobody imports by name, are not among them.
    """
    files = {path for module in _imported_from(modules) for path in (_file(module), *_files_beside(module)) if path}
    return {path.relative_to(SOURCE).as_posix(): file_digest(path) for path in sorted(files)}


@cache
def code_digest(*modules: str) -> str:
    """The digest of all code that these modules run, as `code_digests` lists it."""
    return description_digest(code_digests(*modules))


def _imported_from(modules: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module not in reached and _file(module):
            reached.add(module)
            package = module.rpartition(".")[0]
            waiting += [*([package] if package else []), *_imports(module)]
    return reached


@cache
def _imports(module: str) -> frozenset[str]:
    """The modules of `helpers` that a module imports: `from a import b` names `a`, and `a.b` where that is a module."""
    path = _file(module)
    named: set[str] = set()
    for origin, names, whole in _IMPORT.findall(path.read_text(encoding="utf-8") if path else ""):
        named |= {origin or whole, *(f"{origin}.{name}" for name in re.findall(r"\w+", names) if origin)}
    return frozenset(name for name in named if _file(name))


@cache
def _file(module: str) -> Path | None:
    """The file of a module or package of `helpers`; None for a name that is neither."""
    path = SOURCE.parent.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


@cache
def _files_beside(module: str) -> tuple[Path, ...]:
    """The files in the folder of a package that are no code, those of packages inside it left out."""
    path = _file(module)
    if path is None or path.name != "__init__.py" or path.parent == SOURCE:
        return ()
    inside = [package.parent for package in path.parent.glob("*/**/__init__.py")]
    return tuple(
        file
        for file in path.parent.rglob("*")
        if file.is_file()
        and file.suffix != ".py"
        and "__pycache__" not in file.parts
        and not any(file.is_relative_to(package) for package in inside)
    )
