"""SHA-256 digests of files, trees of source code and small descriptions."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent
GROUND = tuple(sorted(path.name for path in SOURCE.glob("*.py") if not path.name.startswith("__")))


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
