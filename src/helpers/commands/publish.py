"""The verb publish: the public edition of the reports."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from helpers.audit.freshness import statuses
from helpers.audit.publishing import recover
from helpers.catalogue import open_graph
from helpers.commands.reports import run
from helpers.facts.released import Release
from helpers.publish.edition import Edition, chosen_reports, current_edition, make_edition, office_ledgers
from helpers.publish.making import PublicReport
from helpers.publish.record import ReportCells
from helpers.reports.catalogue import existing_reports
from helpers.reports.folders import Folders


def publish(options: Namespace, folders: Folders) -> None:
    """workbook publish [REPORT…] [--run]: make the public edition from the reports in place, which must be current;
    with `--run` they are made so first."""
    if options.run_first:
        run(options, folders)
    params = folders.read_params()
    recover(folders.outputs)
    graph = open_graph(folders.data_folder, params)
    specs = chosen_reports(existing_reports(graph, options.reports), params, options.reports)
    states = {status.report_id: status for status in statuses(folders, params)}
    ledgers = office_ledgers(specs, states, folders)
    release = released(ledgers, graph, params)
    edition = current_edition(specs, release, folders, graph)
    if edition is None:
        with tqdm(total=len(specs), unit="ฉบับ", disable=not sys.stderr.isatty()) as bar:

            def done(report: PublicReport) -> None:
                bar.update()
                if not report.spec.school or report.error:
                    bar.write(f"{'ไม่สำเร็จ ' if report.error else 'สร้างแล้ว '} {report.spec.id}", file=sys.stdout)

            edition = make_edition(
                specs,
                release,
                folders,
                params,
                sample=graph.folder.kind == "sample",
                jobs=options.jobs,
                attack=lambda folder: attacked(folder, ledgers, graph, params),
                done=done,
            )
    _tell(edition)


def _tell(edition: Edition) -> None:
    cells = list(edition.record.cells.values())
    left_out = len(edition.record.left_out)
    print(f"ฉบับเผยแพร่ {'สร้าง' if edition.made else 'เป็นปัจจุบันอยู่แล้ว'} รายงาน {len(edition.record.reports):,} ฉบับ ไม่เผยแพร่ {left_out:,} ฉบับ")
    print(f"ตัวเลขที่เผยแพร่ {_sum(cells, 'released'):,} ค่า ปิดไว้ {_sum(cells, 'withheld'):,} ค่า")
    print(edition.folder / "index.html")


def _sum(cells: Sequence[ReportCells], name: str) -> int:
    return sum(int(getattr(each, name)) for each in cells)
