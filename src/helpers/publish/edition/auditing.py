"""The edition in place, looked at again: its files are those that were put there, its numbers those of the office, and
nothing can be found in them or worked out from them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.audit.manifest import FACTS
from helpers.audit.verification import report_folder, stated_facts
from helpers.errors import VerificationError, WorkbookError
from helpers.facts.ledger import PUBLIC_COLUMNS, FactLine, read_csv
from helpers.incidents import stopped
from helpers.params.folder import Params
from helpers.processes import batches, in_batches
from helpers.publish.edition.deciding import attacked
from helpers.publish.edition.edition import edition_scan
from helpers.publish.edition.making import Task
from helpers.publish.edition.record import PUBLIC, RECORD, EditionRecord, changed_files, older_reports, read_record
from helpers.publish.edition.scan import scan_problems, secrets_of
from helpers.reports.catalogue import existing_reports
from helpers.reports.folders import Folders
from helpers.reports.opened import keep_open
from helpers.tables.graph import Graph


@dataclass(frozen=True)
class Audited:
    """What was found of the edition: how many numbers it has, and in Thai what is wrong."""

    numbers: int
    problems: tuple[str, ...]


def audit_edition(folders: Folders, params: Params, graph: Graph, jobs: int) -> Audited | None:
    """Look at the edition in place; None where there is none. It is attacked where the office has the reports from
    which it was made: only with these is known what must not be found out."""
    folder = folders.outputs / PUBLIC
    if not folder.exists():
        return None
    record = read_record(folder)
    if record is None:
        return Audited(0, (f"{PUBLIC}/{RECORD} เสียหาย",))
    problems = [*changed_files(folder, record), *edition_scan(folder, folders, params)]
    older = set(older_reports(folders.outputs, record.office))
    numbers = 0
    for report_id in record.reports:
        try:
            lines = public_facts(report_id, folders)
            problems += _other_numbers(report_id, lines, folders) if report_id not in older else ()
        except VerificationError as error:
            problems.append(str(error))
            continue
        numbers += len(lines)
    problems += _found_again(record, folders, graph, jobs)
    if not older:
        ledgers = {report: stated_facts(folders.outputs / report) for report in record.office}
        problems += attacked(folder, ledgers, graph, params)
    return Audited(numbers, tuple(problems))


def public_facts(report_id: str, folders: Folders) -> list[FactLine]:
    """The facts of a report of the edition in place. Raises VerificationError for a file that is gone or damaged."""
    path = folders.outputs / PUBLIC / report_id / FACTS
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        remedy = "สั่ง workbook publish"
        raise VerificationError("อ่าน facts.csv ไม่ได้", where=f"{PUBLIC}/{report_id}", remedy=remedy) from error
    return read_csv(text, f"{PUBLIC}/{report_id}", PUBLIC_COLUMNS)


def _other_numbers(report_id: str, lines: list[FactLine], folders: Folders) -> Iterator[str]:
    """The numbers of a public report that are not those of the office report from which it was made."""
    folder, _ = report_folder(report_id, folders)
    office = {(line.fact, line.key): (line.value, line.unit, line.where) for line in stated_facts(folder)}
    for line in lines:
        if office.get((line.fact, line.key)) != (line.value, line.unit, line.where):
            yield f"{PUBLIC}/{report_id} {line.fact} [{line.key}] ไม่ตรงกับรายงานของสำนักงาน"


def _found_again(record: EditionRecord, folders: Folders, graph: Graph, jobs: int) -> Iterator[str]:
    """What the files of the reports hold and must not."""
    specs = {spec.id: spec for spec in existing_reports(graph, record.reports)}
    tasks = [(specs[report_id], folders) for report_id in record.reports if report_id in specs]
    together = list(batches(tasks, jobs, lambda task: bool(task[0].school)))
    for outcome in in_batches(_looked_through, together, jobs):
        name = f"{PUBLIC}/{outcome.task[0].id}"
        if outcome.done is None:
            yield str(stopped(outcome.stopped, outcome.details, folders.data, where=name))
        yield from (f"{name}/{problem}" for problem in outcome.done or ())


def _looked_through(task: Task) -> list[str]:
    spec, folders = task
    os.environ.update(folders.environment())
    folder = folders.outputs / PUBLIC / spec.id
    try:
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        office, graph = stated_facts(folders.outputs / spec.id), keep_open(folders).graph
        return list(scan_problems(files, secrets_of(spec, office, folders, graph)))
    except (WorkbookError, OSError) as error:
        return [str(error)]
