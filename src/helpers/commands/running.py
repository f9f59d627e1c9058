"""The verb run. Where nothing changed since a run after which everything was current, it is answered without loading
what makes reports."""

from argparse import Namespace

from helpers.audit.last_run import LastRun
from helpers.reports.folders import Folders


def run(options: Namespace, folders: Folders) -> None:
    """workbook run [REPORT…]: bring reports up to date, and write the index."""
    last = LastRun(folders, options.reports)
    if lines := last.lines():
        print(*lines, sep="\n")
        return
    from helpers.commands.reports import run as bring_up_to_date

    done = bring_up_to_date(options, folders)
    if done.lines:
        last.keep(done.lines, done.made)
