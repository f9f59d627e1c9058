"""Bringing the reports of one office or of many up to date, in three steps that many offices take together: say of
every office what is stale, make all that is, and have every office finish its index. What is done in each is a task of
one office or of one report; where tasks are done, on this machine or on a cluster, is nothing to them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.audit.last_run import LastRun
from helpers.audit.manifest import Originals
from helpers.audit.portal import NAME as INDEX
from helpers.audit.portal import write_portal
from helpers.audit.publishing import (
    ReportTask,
    Result,
    is_current,
    keep_failure,
    make_report,
    recover,
    settled,
    without_result,
)
from helpers.catalogue import open_graph
from helpers.deliveries.receiving import Received, receive_in_place
from helpers.errors import ParameterError, WorkbookError
from helpers.incidents import stopped, unforeseen
from helpers.params.folder import Params
from helpers.processes import Done, LocalWorkers, Task, TaskOutcome, Workers, batches
from helpers.reports.catalogue import existing_reports, selected
from helpers.reports.folders import Folders
from helpers.reports.inputs import described_inputs, fingerprint
from helpers.reports.production import PRELOADED, Produced
from helpers.reports.school_kind import is_school_page
from helpers.reports.specs import Spec
from helpers.tables.graph import Graph


@dataclass(frozen=True)
class OfficeTask:
    """An office, and which of its reports are asked for by their ids or how these begin; all for none."""

    folders: Folders
    reports: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficePlan:
    """What a run has to do for an office: the reports that are `stale`, and what became of the others already. With an
    `error` there is no plan, and nothing is done for this office."""

    folders: Folders
    receipts: tuple[Received, ...] = ()
    """What was received of the files that somebody had put among the deliveries by hand."""
    settled: tuple[Result, ...] = ()
    stale: tuple[ReportTask, ...] = ()
    error: WorkbookError | None = None
    unknown: WorkbookError | None = None
    """Which of the reports that are asked for this office does not have; None where it has all."""
    finished: "Finished | None" = None
    """What became of its index where nothing had to be made."""
    unchanged: str = ""
    """What the last run counted, where nothing changed since and nothing was looked at again; empty otherwise."""

    @property
    def is_current(self) -> bool:
        """Whether there is nothing to make, and nothing to say but that all is current."""
        problems = (self.error, self.unknown, *(receipt.error for receipt in self.receipts))
        failed = (result.error for result in self.settled)
        return bool(self.settled) and not self.stale and not any((*problems, *failed))

    @property
    def lines_if_current(self) -> tuple[str, ...]:
        """What a run says that finds all of its reports current."""
        current = (f"{CURRENT} {report_id}" for report_id in self.report_ids if not is_school_page(report_id))
        return (*current, counted(len(self.report_ids), 0, 0), str(self.folders.outputs / INDEX))

    @property
    def report_ids(self) -> list[str]:
        """Its reports, as far as they are asked for."""
        return sorted([*(result.report_id for result in self.settled), *(task.spec.id for task in self.stale)])


CURRENT = "ปัจจุบัน  "
"""What is said of a report that need not be made."""


def counted(reports: int, made: int, failed: int) -> str:
    """How many reports there are, and what became of them."""
    current = f"{reports - made - failed:,}"
    return f"รายงาน {reports:,} ฉบับ: สร้าง {made:,} เป็นปัจจุบันอยู่แล้ว {current} ไม่สำเร็จ {failed:,}"


def here(jobs: int) -> Workers:
    """So many processes of this machine at a time, which have imported what makes reports."""
    return LocalWorkers(jobs, PRELOADED)


def bring_up_to_date(
    specs: Sequence[Spec], folders: Folders, params: Params, workers: Workers, done: Callable[[Result], None]
) -> list[Result]:
    """Make every report of `specs` that is not current; `done` is told of each as it is finished. One failure stops
    no other."""
    results: list[Result] = []
    for _, result in made_reports([planned_reports(specs, folders, params)], workers):
        results.append(result)
        done(result)
    return results


def planned_reports(specs: Sequence[Spec], folders: Folders, params: Params) -> OfficePlan:
    """Which of these reports of an office are stale; what a killed run left is undone first."""
    graph = open_graph(folders.data_folder, params)
    recover(folders.outputs)
    originals = Originals(graph.folder)
    outcomes = [_planned_report(spec, folders, graph, originals) for spec in specs]
    done = tuple(outcome for outcome in outcomes if isinstance(outcome, Result))
    stale = tuple(outcome for outcome in outcomes if isinstance(outcome, ReportTask))
    return OfficePlan(folders, settled=done, stale=stale)


def _planned_report(spec: Spec, folders: Folders, graph: Graph, originals: Originals) -> Result | ReportTask:
    """The task of a report that is stale; what became of one that is current, or cannot be made."""
    try:
        inputs = described_inputs(spec, folders, graph)
        if is_current(spec, inputs, folders, originals):
            return Result(spec.id)
        return ReportTask(spec, fingerprint(inputs), folders, graph.params.office.notebook_minutes)
    except (WorkbookError, OSError) as error:
        return settled(Produced(spec, "", error=unforeseen(error, folders.data)), {}, folders, graph)


def planned_office(task: OfficeTask) -> OfficePlan:
    """What there is to do for an office: what was put among its deliveries is received first. Never raises a
    WorkbookError, nor what the machine refuses."""
    folders = task.folders
    try:
        receipts = tuple(receive_in_place(folders.data_folder, folders.read_params()))
        params = folders.read_params()  # the first file of a round may have added the round
        specs = existing_reports(open_graph(folders.data_folder, params), task.reports)
        chosen, unknown = _chosen([spec.id for spec in specs], task.reports)
        plan = planned_reports([spec for spec in specs if spec.id in chosen], folders, params)
        return replace(plan, receipts=receipts, unknown=unknown)
    except (WorkbookError, OSError) as error:
        return OfficePlan(folders, error=unforeseen(error, folders.data))


def _chosen(ids: list[str], asked: Sequence[str]) -> tuple[set[str], WorkbookError | None]:
    """The ids that are asked for, and what there is to say of a prefix that selects none."""
    chosen, unknown = set[str](() if asked else ids), None
    for prefix in asked:
        try:
            chosen |= {*selected(ids, [prefix])}
        except ParameterError as error:
            unknown = unknown or error
    return chosen, unknown


def begun_office(task: OfficeTask) -> OfficePlan:
    """The plan of an office; one in which nothing has to be made is finished at once, and one in which nothing changed
    since is not looked at again."""
    folders = task.folders
    try:
        last = LastRun(folders, task.reports)
        if lines := last.lines():
            return OfficePlan(folders, finished=Finished(folders, folders.outputs / INDEX), unchanged=lines[-2])
        plan = planned_office(task)
        if plan.is_current:
            finished = finished_office(folders)
            plan = replace(plan, finished=finished)
            if not finished.error:
                last.keep(plan.lines_if_current, ())
        return plan
    except (WorkbookError, OSError) as error:
        return OfficePlan(folders, error=unforeseen(error, folders.data))


def plans_of(tasks: Sequence[OfficeTask], workers: Workers) -> Iterator[OfficePlan]:
    """The plans of offices, in any order; that of a single one is made without another process."""
    for outcome in of_offices(begun_office, tasks, workers):
        folders = outcome.task.folders
        yield outcome.done or OfficePlan(folders, error=stopped(outcome.stopped, outcome.details, folders.data))


def of_offices(
    work: Callable[[Task], Done], tasks: Sequence[Task], workers: Workers
) -> Iterator[TaskOutcome[Task, Done]]:
    """Do a piece of work for each office, for a single one without another process."""
    if len(tasks) == 1:
        return iter([TaskOutcome(tasks[0], work(tasks[0]))])
    return workers.outcomes(work, [[task] for task in tasks])


def made_reports(plans: Sequence[OfficePlan], workers: Workers) -> Iterator[tuple[Folders, Result]]:
    """Make what is stale in all of these plans; the office and what became of the report, for every report."""
    for plan in plans:
        yield from ((plan.folders, result) for result in plan.settled)
    stale = [task for plan in plans for task in plan.stale]
    # The pages of an office's schools read the same tables: a process makes many and reads these once.
    together = list(batches(stale, workers.jobs, lambda task: bool(task.spec.school) and task.folders))
    for outcome in workers.outcomes(make_report, together, limit=lambda task: task.seconds):
        yield outcome.task.folders, outcome.done or _without_result(outcome)


def _without_result(outcome: TaskOutcome[ReportTask, Result]) -> Result:
    task = outcome.task
    error = without_result(task.spec.id, outcome, task.folders, task.minutes)
    try:
        return Result(task.spec.id, error=keep_failure(task.spec.id, error, task.folders))
    except OSError:
        return Result(task.spec.id, error=error)


@dataclass(frozen=True)
class Finished:
    """The index of an office, or why there is none."""

    folders: Folders
    index: Path | None = None
    error: WorkbookError | None = None


def finished_office(folders: Folders) -> Finished:
    """Undo what a worker left that died while it put a report in place, and write the index of an office. Never raises
    a WorkbookError, nor what the machine refuses."""
    try:
        recover(folders.outputs)
        return Finished(folders, write_portal(folders, folders.read_params()))
    except (WorkbookError, OSError) as error:
        return Finished(folders, error=unforeseen(error, folders.data))


def finished_offices(offices: Sequence[Folders], workers: Workers) -> Iterator[Finished]:
    """Have every office finish, in any order."""
    for outcome in of_offices(finished_office, offices, workers):
        folders = outcome.task
        yield outcome.done or Finished(folders, error=stopped(outcome.stopped, outcome.details, folders.data))
