"""The verb run. Where nothing changed since a run after which everything was current, it is answered without loading
what makes reports: that takes longer than to see that nothing changed."""

from argparse import Namespace
from collections.abc import Iterable
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


def run(options: Namespace, folders: Folders) -> None:
    """workbook run [REPORT…]: bring reports up to date, and write the index."""
    written, before = folders.data / RECORD, _look(folders)
    lines = lines_if_unchanged(written.read_text("utf-8"), before, options.reports) if written.is_file() else []
    if lines:
        print(*lines, sep="\n")
        return
    from helpers.commands.reports import run as bring_up_to_date

    done = bring_up_to_date(options, folders)
    after = _look(folders)
    if (
        done.lines
        and _all_by_the_run(after, before, folders, done.made)
        and _as_made(folders.outputs / name for name in done.made)
    ):
        write_whole(written, record(after, options.reports, done.lines), PRIVATE)


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
