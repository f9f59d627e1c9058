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
def code_digests(*modules: str) -> dict[str, str]:
    """The digest of every source file of ours that these modules run: they themselves, whatever they import directly or
    not, the packages around these, and what lies beside (templates, lists of codes); by path relative to `helpers`.

    What a module finds by looking into a package, and does not import by name, is not among them.
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
    """The modules of ours that a module may import: `from a import b` names `a`, and `a.b` where that is a module."""
    path = _file(module)
    named: set[str] = set()
    for origin, names, whole in _IMPORT.findall(path.read_text(encoding="utf-8") if path else ""):
        named |= {origin or whole, *(f"{origin}.{name}" for name in re.findall(r"\w+", names) if origin)}
    return frozenset(name for name in named if _file(name))


@cache
def _file(module: str) -> Path | None:
    """The file of a module or package of ours; None for what is none."""
    path = SOURCE.parent.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


@cache
def _files_beside(module: str) -> tuple[Path, ...]:
    """What is no code in the folder of a package, packages inside left out."""
    path = _file(module)
    if path is None or path.name != "__init__.py" or path.parent == SOURCE:
        return ()
    inside = [package.parent for package in path.parent.glob("*/**/__init__.py")]
    return tuple(
        each
        for each in path.parent.rglob("*")
        if each.is_file()
        and each.suffix != ".py"
        and "__pycache__" not in each.parts
        and not any(each.is_relative_to(package) for package in inside)
    )
