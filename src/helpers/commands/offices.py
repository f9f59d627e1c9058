"""The verbs `offices run`, `offices status` and `offices verify`: what these verbs do for one office, for many."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tqdm import tqdm

from helpers.audit.freshness import State, Status, statuses
from helpers.audit.gathering import NATIONAL_FOLDER, Gathered, OfficeReports, gather, ungathered, unread
from helpers.audit.inventory import take_inventory
from helpers.audit.portal import NAME as PORTAL
from helpers.audit.publishing import Result
from helpers.audit.updating import (
    Finished,
    OfficePlan,
    OfficeTask,
    counted,
    finished_offices,
    made_reports,
    of_offices,
    plans_of,
)
from helpers.audit.verification import Verified
from helpers.commands.auditing import audited_edition, raise_problems, verified_reports, wanted_reports
from helpers.commands.office_folders import in_office, is_national, office_name, offices_in, workers_of
from helpers.commands.reports import outcome_in_words
from helpers.errors import CollectionError, ParameterError, VerificationError, WorkbookError, raise_together
from helpers.incidents import stopped, unforeseen
from helpers.processes import Workers
from helpers.reports.folders import Folders, folders_of
from helpers.reports.school_kind import is_school_page


@dataclass
class _OfficeRun:
    """What a run did for an office."""

    plan: OfficePlan
    results: list[Result] = field(default_factory=list)
    finished: Finished | None = None

    @property
    def problems(self) -> list[WorkbookError]:
        """What did not succeed."""
        receipts = (receipt.error for receipt in self.plan.receipts)
        of_reports = (result.error for result in self.results)
        of_index = self.finished.error if self.finished else None
        return [*filter(None, (self.plan.error, *receipts, *of_reports, of_index))]

    @property
    def line(self) -> str:
        """What it did, in words."""
        if self.plan.error:
            return f"ทำไม่ได้: {self.plan.error.problem}"
        if not self.results:
            return self.plan.unchanged or "ไม่มีรายงานให้ทำ"
        made = sum(result.made for result in self.results)
        return counted(len(self.results), made, sum(result.error is not None for result in self.results))


def run_offices(options: Namespace, _: Folders) -> None:
    """workbook offices run ROOT [REPORT…]: bring the reports of every office up to date, then those of the view over
    all offices; of named reports only those, and of the view alone where nothing else is named. One failure stops no
    other; raises all together."""
    root, asked = Path(options.root).resolve(), _Asked(tuple(options.reports))
    offices = [office for office in offices_in(root) if not is_national(office)]
    problems, gathered = list[WorkbookError](), list[Gathered]()
    with workers_of(options, root) as workers:
        runs = _run(offices, asked.of_offices, workers) if asked.offices else []
        if asked.national:
            try:
                gathered = gather(root, partial(_read_over, workers))
                runs += _run([folders_of(root / NATIONAL_FOLDER)], asked.of_national, workers)
            except (WorkbookError, OSError) as error:
                problems += in_office(unforeseen(error, root), folders_of(root / NATIONAL_FOLDER))
    for office in runs:
        print(f"{office_name(office.plan.folders):<12} {office.line}")
        for result in (result for result in office.results if result.error):
            print(f"  ไม่สำเร็จ {result.report_id}")
    _print_gathered(gathered, root)
    if asked.offices:
        whole = sum(not office.problems for office in runs[: len(offices)])
        print(f"สำนักงาน {len(offices):,} แห่ง: ครบ {whole:,} ไม่ครบ {len(offices) - whole:,}")
    problems += [part for office in runs for error in office.problems for part in in_office(error, office.plan.folders)]
    raise_together([*problems, *_unknown(runs, asked)])


@dataclass(frozen=True)
class _Asked:
    """The reports that a command names, apart: those of the view over all offices, and those of offices."""

    reports: tuple[str, ...]

    @property
    def of_national(self) -> tuple[str, ...]:
        """Those of the view; none for all."""
        return tuple(report for report in self.reports if report.split("/")[0] == NATIONAL_FOLDER)

    @property
    def of_offices(self) -> tuple[str, ...]:
        """Those of offices; none for all."""
        return tuple(report for report in self.reports if report not in self.of_national)

    @property
    def national(self) -> bool:
        """Whether the view is meant."""
        return bool(self.of_national or not self.reports)

    @property
    def offices(self) -> bool:
        """Whether the offices are meant."""
        return bool(self.of_offices or not self.reports)

    def of(self, office: Folders) -> tuple[str, ...]:
        """Those of a folder of ROOT."""
        return self.of_national if is_national(office) else self.of_offices

    def means(self, office: Folders) -> bool:
        """Whether a folder of ROOT is meant."""
        return self.national if is_national(office) else self.offices


def _print_gathered(gathered: Sequence[Gathered], root: Path) -> None:
    """Say of how many offices the view has the numbers, round by round, and where it lies."""
    for of_round in gathered:
        print(f"{'':<12} รอบ {of_round.round}: ตัวเลขเข้า {of_round.ready:,} จาก {of_round.offices:,} สำนักงาน")
    if gathered:
        print(f"{'':<12} {folders_of(root / NATIONAL_FOLDER).outputs / PORTAL}")


def _read_over(
    workers: Workers, read: Callable[[Folders], OfficeReports], offices: Sequence[Folders]
) -> Iterator[OfficeReports]:
    """What there is to gather of every office, in any order; of one whose process stopped, that it cannot be read."""
    return (outcome.done or unread(outcome.task) for outcome in of_offices(read, offices, workers))


def _run(offices: Sequence[Folders], reports: tuple[str, ...], workers: Workers) -> list[_OfficeRun]:
    """Plan all of these offices, make what is stale, and finish; in the order in which the offices are given."""
    tasks = [OfficeTask(office, reports) for office in offices]
    runs = {plan.folders: _OfficeRun(plan, finished=plan.finished) for plan in plans_of(tasks, workers)}
    every = sum(len(run.plan.report_ids) for run in runs.values())
    with tqdm(total=every, unit="ฉบับ", disable=not sys.stderr.isatty()) as bar:
        for office, result in made_reports([run.plan for run in runs.values()], workers):
            runs[office].results.append(result)
            bar.update()
            if result.error or (result.made and not is_school_page(result.report_id)):
                bar.write(f"{outcome_in_words(result)} {office_name(office)}/{result.report_id}", file=sys.stdout)
    unfinished = [office for office in offices if not (runs[office].plan.error or runs[office].finished)]
    for finished in finished_offices(unfinished, workers):
        runs[finished.folders].finished = finished
    return [runs[office] for office in offices]


def _unknown(runs: Sequence[_OfficeRun], asked: _Asked) -> list[WorkbookError]:
    """What there is to say of reports that are asked for and that no office has, nor the view; and where there was
    nothing to do at all."""
    missing = list[WorkbookError]()
    for national in (False, True):
        plans = [run.plan for run in runs if is_national(run.plan.folders) is national]
        unknown = [plan.unknown for plan in plans if not plan.error and not plan.unchanged]
        missing += [error for error in unknown[:1] if error and all(unknown)]
    something = any(run.plan.report_ids or run.plan.error or run.plan.unchanged for run in runs)
    if asked.offices and not something and not missing:
        remedy = "รับไฟล์ด้วย workbook offices receive แล้วสั่งอีกครั้ง"
        missing.append(CollectionError("ยังไม่ได้รับไฟล์ที่ใช้สร้างรายงานได้ในสำนักงานใด", remedy=remedy))
    return missing


def status_offices(options: Namespace, _: Folders) -> None:
    """workbook offices status ROOT [-v]: how many reports of every office are in each state; with -v which are not
    current, and why."""
    root = Path(options.root)
    offices = offices_in(root)
    with workers_of(options, root) as workers:
        outcomes = list(of_offices(office_statuses, offices, workers))
        national = any(is_national(office) for office in offices)
        changed = ungathered(root.resolve(), partial(_read_over, workers)) if national else []
    problems = []
    for outcome in sorted(outcomes, key=lambda outcome: offices.index(outcome.task)):
        office = outcome.task
        reports = outcome.done
        if reports is None:
            reports = stopped(outcome.stopped, outcome.details, office.data)
        if isinstance(reports, WorkbookError):
            problems += in_office(reports, office)
            print(f"{office_name(office):<12} อ่านไม่ได้: {reports.problem}")
        else:
            _print_states(office_name(office), reports, verbose=options.verbose)
    if changed:
        rounds = " ".join(map(str, changed))
        print(
            f"{'':<12} ตัวเลขของสำนักงานเปลี่ยนไปจากที่รวมไว้ รอบ {rounds}: สั่ง workbook offices run {root} {NATIONAL_FOLDER}"
        )
    raise_together(problems)


def office_statuses(office: Folders) -> list[Status] | WorkbookError:
    """The states of an office's reports; what stands in the way, for an office whose folders cannot be read."""
    try:
        return list(statuses(office, office.read_params()))
    except (WorkbookError, OSError) as error:
        return unforeseen(error, office.data)


def _print_states(name: str, reports: Sequence[Status], *, verbose: bool) -> None:
    """A line with the counts by state, what nothing was received for left out; then the reports that are not current,
    those that were never made and never failed but in the counts."""
    shown = [report for report in reports if report.state is not State.WAITING]
    counts = Counter(report.state.words for report in shown)
    failed = sum(bool(report.failure) for report in shown)
    parts = [f"{words} {number:,}" for words, number in counts.items()] + [f"ไม่สำเร็จครั้งล่าสุด {failed:,}"] * bool(failed)
    print(f"{name:<12} {' · '.join(parts) or 'ยังไม่ได้รับไฟล์'}")
    others = [report for report in shown if report.state is not State.CURRENT]
    for report in (report for report in others if verbose and (report.state is not State.NEW or report.failure)):
        reasons = "; ".join(filter(None, (*report.reasons, report.failure)))
        print(f"  {report.report_id}  {report.state.words}{f': {reasons}' if reasons else ''}")


def verify_offices(options: Namespace, _: Folders) -> None:
    """workbook offices verify ROOT [REPORT…]: verify the reports of every office, and, unless reports are named, what
    lies beside them. Prints each office's exit code; raises the problems of all together."""
    root, asked = Path(options.root), _Asked(tuple(options.reports))
    offices = [office for office in offices_in(root) if asked.means(office)]
    verified: dict[Folders, list[Verified]] = {office: [] for office in offices}
    tasks, unknown = list[tuple[str, Folders]](), dict[Folders, WorkbookError]()
    for office in offices:
        try:
            office.read_params()
            tasks += _tasks_of(office, asked.of(office), unknown)
        except (WorkbookError, OSError) as error:
            verified[office].append(_unreadable(error, office))
    with workers_of(options, root) as workers:
        for office, outcome in verified_reports(tasks, workers):
            verified[office].append(outcome)
        for beside in of_offices(verified_beside, [] if asked.reports else offices, workers):
            unverified = str(stopped(beside.stopped, beside.details, beside.task.data)) if beside.done is None else ""
            verified[beside.task].append(beside.done or Verified("outputs", 0, (unverified,)))
    problems = []
    for office, results in verified.items():
        if office in unknown:
            print(f"{office_name(office):<12} {unknown[office].problem}")
        else:
            problems += _print_verified(office, results, sum(task[1] == office for task in tasks))
    raise_problems(problems)
    raise_together(list(unknown.values())[:1] if len(unknown) == len(offices) else [])


def _print_verified(office: Folders, results: Sequence[Verified], reports: int) -> list[str]:
    """Print what came of verifying an office; its differences."""
    wrong = [f"{office_name(office)}: {each.report_id}: {line}" for each in results for line in each.problems]
    facts, code = sum(each.facts for each in results), VerificationError.exit_code if wrong else 0
    counts = f"รายงาน {reports:,} ฉบับ คำนวณซ้ำ {facts:,} ค่า ไม่ตรง {len(wrong):,}"
    print(f"{office_name(office):<12} รหัสออก {code} {counts}")
    return wrong


def _tasks_of(
    office: Folders, asked: Sequence[str], unknown: dict[Folders, WorkbookError]
) -> list[tuple[str, Folders]]:
    """The reports of an office to be verified; none for one of which those that are asked for are `unknown`."""
    try:
        return [(report_id, office) for report_id in wanted_reports(list(asked), office)]
    except ParameterError as error:
        unknown[office] = error
        return []


def verified_beside(office: Folders) -> Verified:
    """What lies beside an office's reports, its public edition too, as the result of one more report."""
    try:
        inventory, edition = take_inventory(office, office.read_params()), audited_edition(office, 1)
        return Verified(
            "outputs", edition.numbers if edition else 0, (*inventory.problems, *(edition.problems if edition else ()))
        )
    except (WorkbookError, OSError) as error:
        return _unreadable(error, office)


def _unreadable(error: WorkbookError | OSError, office: Folders) -> Verified:
    return Verified("outputs", 0, (str(unforeseen(error, office.data)),))
