"""What the last run saw of an office when everything was current. Where nothing changed since, a run is answered
without loading what makes reports: that takes longer than to see that nothing changed."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.digests import SOURCE
from helpers.files import PRIVATE, write_whole
from helpers.reports.folders import Folders
from helpers.standstill import Sight, lines_if_unchanged, look, record

RECORD = "last-run.json"
"""The file in the data folder that says what the last run saw."""
_DECIDES_NOTHING = ("notebooks", "errors", RECORD)
"""What lies in the data folder and makes no report stale: notebooks as they were executed, and details of errors."""
_OF_THE_RUN = ("history", "failed", "methods", "index.html")
"""What a run writes among the outputs beside reports."""


class LastRun:
    """The record of an office's last run, and what there is to see as a run begins that is `asked` for these reports;
    all for none."""

    def __init__(self, folders: Folders, asked: Sequence[str]) -> None:
        self._folders = folders
        self._asked = list(asked)
        self._before = _look(folders)

    def lines(self) -> list[str]:
        """What the last run said where it was asked for the same and nothing changed since; none otherwise."""
        written = self._folders.data / RECORD
        return lines_if_unchanged(written.read_text("utf-8"), self._before, self._asked) if written.is_file() else []

    def keep(self, lines: Iterable[str], made: Sequence[str]) -> None:
        """Record what there is to see now, after a run that made these reports and found all others current, with the
        lines that say so; not where anybody else changed anything meanwhile."""
        after, outputs = _look(self._folders), self._folders.outputs
        by_run = _all_by_the_run(after, self._before, self._folders, made)
        if by_run and _as_made(outputs / report_id for report_id in made):
            write_whole(self._folders.data / RECORD, record(after, self._asked, lines), PRIVATE)


def _look(folders: Folders) -> Sight:
    data = folders.data.resolve()
    program = (SOURCE, folders.second_reader, folders.notebooks, folders.lock)
    roots = (*program, folders.params.resolve(), data, folders.outputs.resolve())
    return look(roots, [data / name for name in _DECIDES_NOTHING])


def _all_by_the_run(after: Sight, before: Sight, folders: Folders, made: Iterable[str]) -> bool:
    """Whether nobody but the run itself changed anything while it ran: it writes the reports that it made and what
    belongs to all, and adds to the store."""
    outputs, store = folders.outputs.resolve(), f"{folders.data.resolve() / 'store'}/"
    written = tuple(f"{outputs}/{name}" for name in (*_OF_THE_RUN, *(f"{report_id}/" for report_id in made)))
    return all(
        path.startswith(written) or (path.startswith(store) and path not in before.stamps)
        for path in after.changed_since(before)
    )


def _as_made(reports: Iterable[Path]) -> bool:
    """Whether the files of these reports are still as they were put in place."""
    from helpers.audit.manifest import read_manifest

    manifests = [(folder, read_manifest(folder)) for folder in reports]
    return not any(manifest is None or any(manifest.changed_files(folder)) for folder, manifest in manifests)
