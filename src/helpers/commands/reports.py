"""The verbs run and status."""

import sys
from argparse import Namespace
from collections import Counter
from dataclasses import dataclass

from tqdm import tqdm

from helpers.audit.approvals import approvals_in_words
from helpers.audit.freshness import statuses
from helpers.audit.letters import letters_in_words
from helpers.audit.methods import stale_methods
from helpers.audit.portal import write_portal
from helpers.audit.publishing import Result
from helpers.audit.quarto_record import compilations_in_place
from helpers.audit.updating import (
    CURRENT,
    OfficePlan,
    OfficeTask,
    counted,
    finished_offices,
    here,
    made_reports,
    planned_office,
)
from helpers.commands.deliveries import print_waiting
from helpers.errors import CollectionError, raise_together
from helpers.processes import Workers
from helpers.publish.edition.record import standing
from helpers.reports.folders import Folders
from helpers.reports.school_kind import is_school_page


@dataclass(frozen=True)
class Run:
    """A run in which nothing failed: the ids of the reports that it made, and the lines that it would have printed if
    it had made none; no lines where a file waits that cannot be used, of which every run warns."""

    made: tuple[str, ...]
    lines: tuple[str, ...]


def run(options: Namespace, folders: Folders) -> Run:
    """Receive what waits, execute what is stale, render, and write the index. Raises the errors of the reports that
    failed, together."""
    workers = here(options.jobs)
    plan = planned_office(OfficeTask(folders, tuple(options.reports)))
    all_usable = not plan.receipts or print_waiting(plan.receipts, folders, folders.read_params())
    raise_together(filter(None, (plan.error or plan.unknown,)))
    if not plan.report_ids:
        if folders.outputs.is_dir():
            print(write_portal(folders, folders.read_params()))  # what it showed may no longer be there
        remedy = "รับไฟล์ด้วย workbook receive แล้วสั่งอีกครั้ง"
        raise CollectionError("ยังไม่ได้รับไฟล์ที่ใช้สร้างรายงานได้ จึงไม่มีรายงานให้สร้าง", where=str(folders.data), remedy=remedy)
    results = _results(plan, workers)
    made = tuple(result.report_id for result in results if result.made)
    problems = [result.error for result in results if result.error]
    print(counted(len(results), len(made), len(problems)))
    (finished,) = finished_offices([folders], workers)
    print(*filter(None, (finished.index,)), sep="\n", end="\n" if finished.index else "")
    raise_together(filter(None, (*problems, finished.error)))
    return Run(made, plan.lines_if_current if all_usable else ())


def _results(plan: OfficePlan, workers: Workers) -> list[Result]:
    """What became of the reports; each is told of when it is finished, but for pages of schools, of which the count of
    all reports tells."""
    results = []
    with tqdm(total=len(plan.report_ids), unit="ฉบับ", disable=not sys.stderr.isatty()) as bar:
        for _, result in made_reports([plan], workers):
            results.append(result)
            bar.update()
            if result.error or not is_school_page(result.report_id):
                bar.write(f"{outcome_in_words(result)} {result.report_id}", file=sys.stdout)
    return results


def outcome_in_words(result: Result) -> str:
    """What became of a report, in words that are equally long."""
    return "ไม่สำเร็จ " if result.error else "สร้างแล้ว " if result.made else CURRENT


def status(options: Namespace, folders: Folders) -> None:
    """workbook status: every report's state and why, who signed the one in place, and its letters; then the methods
    pages that are not what they would be now, what Quarto made of which versions, and the public edition."""
    params = folders.read_params()
    every = list(statuses(folders, params))
    pages = [report for report in every if is_school_page(report.report_id) and not report.failure]
    for (state, reasons), times in Counter((report.state, report.reasons) for report in pages).items():
        print(f"{f'หน้าโรงเรียน {times:,} หน้า':<28} {state.words}", *(f"  - {reason}" for reason in reasons), sep="\n")
    for report in (report for report in every if report not in pages):
        print(f"{report.report_id:<28} {report.state.words}")
        failure = (f"ครั้งล่าสุดไม่สำเร็จ: {report.failure}",) if report.failure else ()
        approvals = approvals_in_words(report.report_id, folders)
        for line in (*report.reasons, *failure, *approvals, *letters_in_words(report.report_id, folders.outputs)):
            print(f"  - {line}")
    for line in stale_methods(folders.outputs, params.office):
        print(line)
    for compilation in compilations_in_place(folders.outputs):
        print(*compilation.problems, *filter(None, (compilation.older or compilation.words,)), sep="\n")
    for line in standing(folders.outputs):
        print(f"{'ฉบับเผยแพร่':<28} {line}")
