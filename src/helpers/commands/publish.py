"""The verb publish: the public edition of the reports."""

import sys
from argparse import Namespace

from tqdm import tqdm

from helpers.audit.freshness import statuses
from helpers.audit.publishing import recover
from helpers.catalogue import open_graph
from helpers.commands.reports import run
from helpers.publish.edition.deciding import attacked, decide
from helpers.publish.edition.edition import (
    Attack,
    Edition,
    Plan,
    chosen_reports,
    current_edition,
    make_edition,
    office_ledgers,
)
from helpers.publish.edition.making import PublicReport
from helpers.publish.edition.site import NAME as INDEX
from helpers.publish.open_data.writing import notices
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
    plan = Plan(specs, decide(ledgers, graph, params), folders, params, graph)
    edition = current_edition(plan)
    if edition is None:
        edition = _made(plan, options.jobs, lambda folder: attacked(folder, ledgers, graph, params))
    _tell(edition)
    print(*notices(params.office.publication), sep="\n")


def _made(plan: Plan, jobs: int, attack: Attack) -> Edition:
    """Make the edition and tell of each report as it is finished; of pages of schools only of those that failed."""
    with tqdm(total=len(plan.published), unit="ฉบับ", disable=not sys.stderr.isatty()) as bar:

        def done(report: PublicReport) -> None:
            bar.update()
            if not report.spec.school or report.error:
                bar.write(f"{'ไม่สำเร็จ ' if report.error else 'สร้างแล้ว '} {report.spec.id}", file=sys.stdout)

        return make_edition(plan, jobs, attack, done)


def _tell(edition: Edition) -> None:
    record, made = edition.record, "สร้าง" if edition.made else "เป็นปัจจุบันอยู่แล้ว"
    cells = record.cells.values()
    released, withheld = sum(each.released for each in cells), sum(each.withheld for each in cells)
    print(f"ฉบับเผยแพร่ {made} รายงาน {len(record.reports):,} ฉบับ ไม่เผยแพร่ {len(record.left_out):,} ฉบับ")
    print(f"ตัวเลขที่เผยแพร่ {released:,} ค่า ปิดไว้ {withheld:,} ค่า")
    print(edition.folder / INDEX)
