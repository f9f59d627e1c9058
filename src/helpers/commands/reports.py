"""The verbs run and status."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tqdm import tqdm

from helpers.audit.approvals import approvals_in_words
from helpers.audit.freshness import statuses
from helpers.audit.letters import letters_in_words
from helpers.audit.methods import stale_methods
from helpers.audit.portal import NAME as PORTAL
from helpers.audit.portal import write_portal
from helpers.audit.publishing import Result, bring_up_to_date
from helpers.audit.quarto_record import compilations_in_place
from helpers.catalogue import open_graph
from helpers.commands.deliveries import receive_waiting
from helpers.errors import CollectionError, WorkbookError, raise_together
from helpers.incidents import unforeseen
from helpers.params.folder import Params
from helpers.publish.edition.record import standing
from helpers.reports.catalogue import existing_reports, selected_reports
from helpers.reports.folders import Folders
from helpers.reports.school_kind import is_school_page
from helpers.reports.specs import Spec

_CURRENT = "ปัจจุบัน  "


@dataclass(frozen=True)
class Run:
    """A run in which nothing failed: the ids of the reports that it made, and the lines that it would have printed if
    it had made none; no lines where a file waits that cannot be used, of which every run warns."""

    made: tuple[str, ...]
    lines: tuple[str, ...]


def run(options: Namespace, folders: Folders) -> Run:
    """Receive what waits, execute what is stale, render, and write the index. Raises the errors of the reports that
    failed, together."""
    params, all_usable = receive_waiting(folders)
    specs = selected_reports(
        existing_reports(open_graph(folders.data_folder, params), options.reports), options.reports
    )
    if not specs:
        if folders.outputs.is_dir():
            print(write_portal(folders, params))  # what it showed may no longer be there
        remedy = "รับไฟล์ด้วย workbook receive แล้วสั่งอีกครั้ง"
        raise CollectionError("ยังไม่ได้รับไฟล์ที่ใช้สร้างรายงานได้ จึงไม่มีรายงานให้สร้าง", where=str(folders.data), remedy=remedy)
    results = _results(specs, folders, params, options.jobs)
    made = tuple(result.spec.id for result in results if result.made)
    problems = [result.error for result in results if result.error]
    print(_counted(len(results), len(made), len(problems)))
    try:
        print(write_portal(folders, params))
    except (WorkbookError, OSError) as error:
        problems.append(unforeseen(error, folders.data))
    raise_together(problems)
    current = (f"{_CURRENT} {spec.id}" for spec in specs if not spec.school)
    lines = (*current, _counted(len(results), 0, 0), str(folders.outputs / PORTAL))
    return Run(made, lines if all_usable else ())


def _results(specs: Sequence[Spec], folders: Folders, params: Params, jobs: int) -> list[Result]:
    """What became of the reports; each is told of when it is finished, but for pages of schools, of which the count of
    all reports tells."""
    with tqdm(total=len(specs), unit="ฉบับ", disable=not sys.stderr.isatty()) as bar:

        def done(result: Result) -> None:
            bar.update()
            if result.error or not result.spec.school:
                outcome = "ไม่สำเร็จ " if result.error else "สร้างแล้ว " if result.made else _CURRENT
                bar.write(f"{outcome} {result.spec.id}", file=sys.stdout)

        return bring_up_to_date(specs, folders, params, jobs=jobs, done=done)


def _counted(reports: int, made: int, failed: int) -> str:
    current = f"{reports - made - failed:,}"
    return f"รายงาน {reports:,} ฉบับ: สร้าง {made:,} เป็นปัจจุบันอยู่แล้ว {current} ไม่สำเร็จ {failed:,}"


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
