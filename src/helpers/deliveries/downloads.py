"""The files that somebody wants taken in, and how each is told to them: by its place in what they named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import WorkbookError
from helpers.tables.data_folder import KIND_FILE
from helpers.tables.file_names import called, readable

_OF_WINDOWS = frozenset(("desktop.ini", "thumbs.db", "ehthumbs.db"))


@dataclass(frozen=True)
class Download:
    """One file. `shown` is its path from the folder that was named on, or as it was named itself, as it can be read."""

    path: Path
    shown: str

    def placed(self, error: WorkbookError) -> WorkbookError:
        """The error with the file's whole place: whoever reads a file knows no more than its name."""
        for each in (error, *error.parts):
            names = (str(self.path), called(self.path), self.path.name)
            name = next((name for name in names if each.where.startswith(name)), None)
            each.where = each.where if name is None else self.shown + each.where.removeprefix(name)
        return error


def downloads(paths: Iterable[Path]) -> Iterator[Download]:
    """The files, and those in the folders at any depth."""
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file() and not _is_none_of_ours(each.name))
            yield from (Download(each, _shown(path.name / each.relative_to(path))) for each in inside)
        else:
            yield Download(path, _shown(path))


def _shown(path: Path) -> str:
    return str(Path(*(part if part == path.anchor else readable(part) for part in path.parts)).as_posix())


def _is_none_of_ours(name: str) -> bool:
    """Hidden files, what Excel and Windows keep beside others, and the mark of a data folder."""
    return name.startswith((".", "~$")) or name.lower() in _OF_WINDOWS or name == KIND_FILE
