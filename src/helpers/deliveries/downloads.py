"""The files to receive, found in the files and folders that the user named, with the path by which messages name
them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import WorkbookError
from helpers.tables.data_folder import KIND_FILE
from helpers.tables.file_names import delivery_name, readable

_WINDOWS_FILES = frozenset(("desktop.ini", "thumbs.db", "ehthumbs.db"))


@dataclass(frozen=True)
class Download:
    """One file. `display_path` is its path as messages show it: from the folder that the user named, or as the user
    named the file, in readable characters."""

    path: Path
    display_path: str

    def with_display_path(self, error: WorkbookError) -> WorkbookError:
        """The error with this file's display path in place of its name: the code that reads a file knows only the
        name."""
        for part in (error, *error.parts):
            names = (str(self.path), delivery_name(self.path), self.path.name)
            name = next((name for name in names if part.where.startswith(name)), None)
            part.where = part.where if name is None else self.display_path + part.where.removeprefix(name)
        return error


def downloads(paths: Iterable[Path]) -> Iterator[Download]:
    """The named files, and those in the named folders at any depth, without hidden files."""
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file() and not _is_ignored(each.name))
            yield from (Download(each, _display_path(path.name / each.relative_to(path))) for each in inside)
        else:
            yield Download(path, _display_path(path))


def _display_path(path: Path) -> str:
    return str(Path(*(part if part == path.anchor else readable(part) for part in path.parts)).as_posix())


def _is_ignored(name: str) -> bool:
    """Whether a file is hidden, one that Excel or Windows keeps beside others, or the mark of a data folder."""
    return name.startswith((".", "~$")) or name.lower() in _WINDOWS_FILES or name == KIND_FILE
