"""The public edition: of which reports it is made, and making it. It is put in place whole, or the last one stays."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

from helpers.audit.freshness import State, Status
from helpers.audit.publishing import outputs_lock, without_result
from helpers.audit.verification import report_folder, unchanged_facts
from helpers.digests import code_digest
from helpers.errors import CollectionError, VerificationError, WorkbookError, raise_together
from helpers.facts.ledger import FactLine
from helpers.facts.released import Release
from helpers.files import SHARED, folder_in_the_making, folder_named, write_whole
from helpers.params.folder import Params
from helpers.processes import batches, in_batches
from helpers.publish.disclosure_control.releasing import Decision
from helpers.publish.edition.links import lost_links
from helpers.publish.edition.making import PublicReport, made_public
from helpers.publish.edition.record import (
    PUBLIC,
    RECORD,
    EditionRecord,
    ReportCells,
    changed_files,
    files_of,
    office_digest,
    read_record,
    record_text,
)
from helpers.publish.edition.scan import Secrets, known_addresses, scan_problems
from helpers.publish.edition.site import NAME as INDEX
from helpers.publish.edition.site import Published, site_page
from helpers.publish.open_data.checks import open_data_problems
from helpers.publish.open_data.documents import read_publications
from helpers.publish.open_data.research_object import NAME as CRATE
from helpers.publish.open_data.writing import write_open_data
from helpers.reports.catalogue import selected
from helpers.reports.folders import Folders
from helpers.reports.inputs import described_inputs, fingerprint
from helpers.reports.national_kind import NationalKind
from helpers.reports.production import PRELOADED
from helpers.reports.specs import Spec
from helpers.tables.graph import Graph

NOTHING_TO_PUBLISH = "ไม่มีตัวเลขที่เผยแพร่ได้"
"""Why a report is left out of which nothing but closed cells would remain."""
_DISTRIBUTION = "workbook"
_DIGITS = 16
_BESIDE = ("*", "data/*", f"*/*/*/{CRATE}")
"""Where the files lie that are not those of reports."""
Attack = Callable[[Path], Sequence[str]]
"""Looks at the finished files as an attacker would, and says in Thai what can be worked out from them."""


def chosen_reports(specs: Sequence[Spec], params: Params, asked: Sequence[str]) -> list[Spec]:
    """The reports that the office publishes, or those of them that are asked for, by their ids or how these begin.
    Raises ParameterError for an id that selects none, CollectionError where nothing is published."""
    # What is put side by side is for those who run the offices, whatever else is published.
    there = [spec.id for spec in specs if spec.kind != NationalKind.name]
    starts = [start for start in params.office.publication.reports if _any_begins(there, start)]
    published = selected(there, starts) if starts else []
    chosen = set(selected(published, list(asked))) if published else set()
    if not chosen:
        remedy = "สั่ง workbook run แล้วดู publication.reports ใน office.yml"
        raise CollectionError("ไม่มีรายงานให้เผยแพร่", where="publication.reports", remedy=remedy)
    return [spec for spec in specs if spec.id in chosen]


def _any_begins(ids: Iterable[str], start: str) -> bool:
    return any(f"{each}/".startswith(f"{start.rstrip('/')}/") for each in ids)


def office_ledgers(specs: Sequence[Spec], states: Mapping[str, Status], folders: Folders) -> dict[str, list[FactLine]]:
    """The facts of the office reports from which the edition is made. Raises VerificationError where one is not
    current: the public edition is never older or newer than what the office has."""
    stale = [spec.id for spec in specs if states[spec.id].state is not State.CURRENT]
    if stale:
        named = ", ".join(stale[:5]) + (f" และอีก {len(stale) - 5:,} ฉบับ" if len(stale) > 5 else "")
        remedy = "สั่ง workbook run ก่อน หรือสั่ง workbook publish --run"
        raise VerificationError("รายงานไม่เป็นปัจจุบัน จึงไม่ทำฉบับเผยแพร่", where=named, remedy=remedy)
    return {spec.id: unchanged_facts(*report_folder(spec.id, folders)) for spec in specs}


@dataclass(frozen=True)
class Edition:
    """A finished edition: where it lies, its record, and whether it was made now or was in place already."""

    folder: Path
    record: EditionRecord
    made: bool


@dataclass(frozen=True)
class Plan:
    """What an edition is made of: the reports, what is released of them, and the office's folders."""

    specs: Sequence[Spec]
    decision: Decision
    folders: Folders
    params: Params
    graph: Graph

    @cached_property
    def kept(self) -> Release:
        """The release of those reports of which any number is released."""
        release = self.decision.release
        of_reports = release.reports.items()
        kept = {report: facts for report, facts in of_reports if any(fact.cells for fact in facts.values())}
        return replace(release, reports=kept)

    @cached_property
    def published(self) -> list[Spec]:
        """These reports."""
        return [spec for spec in self.specs if spec.id in self.kept.reports]

    @cached_property
    def left_out(self) -> dict[str, str]:
        """Why each of the others is not published, by id."""
        return {spec.id: NOTHING_TO_PUBLISH for spec in self.specs if spec.id not in self.kept.reports}

    @cached_property
    def office(self) -> dict[str, str]:
        """What the office reports in place are known by, by id."""
        return {spec.id: office_digest(self.folders.outputs / spec.id) for spec in self.specs}

    @contextmanager
    def of_edition(self) -> Iterator[Folders]:
        """The folders by which the reports of the edition find their facts, for as long as the block lasts."""
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "release.json"
            write_whole(path, self.kept.text)
            yield replace(self.folders, release=path)


def make_edition(plan: Plan, jobs: int, attack: Attack, done: Callable[[PublicReport], None]) -> Edition:
    """Make the edition and put it in place; `done` is told of each report as it is finished. Raises the errors of all
    reports together, and VerificationError where the finished edition gives anything away: the last good edition
    stays."""
    final = plan.folders.outputs / PUBLIC
    with folder_in_the_making(final) as scratch:
        with plan.of_edition() as folders:
            reports = list(_reports(plan.published, folders, plan.params, jobs, scratch, done))
        write_whole(scratch / INDEX, _index(plan, reports, scratch))
        _write_data(plan, scratch, final)
        _refuse_leaks(scratch, plan, attack)
        record = _record(plan, reports, scratch)
        write_whole(scratch / RECORD, record_text(record), SHARED)
        _put_in_place(scratch, final, plan.folders.outputs)
    return Edition(final, record, made=True)


def current_edition(plan: Plan) -> Edition | None:
    """The edition in place where it is, file by file, what would be made now; None for any other."""
    final = plan.folders.outputs / PUBLIC
    record = read_record(final)
    if record is None or (record.release, record.code) != (plan.kept.digest, _code()):
        return None
    with plan.of_edition() as folders:
        known = {spec.id: fingerprint(described_inputs(spec, folders, plan.graph)) for spec in plan.published}
    same = (record.reports, record.office) == (known, plan.office) and not any(changed_files(final, record))
    return Edition(final, record, made=False) if same else None


def _index(plan: Plan, reports: Iterable[PublicReport], folder: Path) -> str:
    titles = {spec.id: f"{spec.title} {spec.period.thai}" for spec in plan.specs}
    left_out = {titles[report]: why for report, why in plan.left_out.items()}
    published = [Published(report.spec, report.first) for report in reports]
    return site_page(folder, published, left_out, plan.params, sample=plan.graph.folder.kind == "sample")


def _write_data(plan: Plan, scratch: Path, final: Path) -> None:
    """All that lies beside the reports. Documents keep the day of publication that they have in the edition in place;
    today is that of what is new."""
    write_open_data(
        scratch,
        plan.published,
        plan.kept,
        plan.params,
        sample=plan.graph.folder.kind == "sample",
        earlier=read_publications(final),
        today=date.today(),
    )


def _record(plan: Plan, reports: Iterable[PublicReport], folder: Path) -> EditionRecord:
    return EditionRecord(
        programme=version(_DISTRIBUTION),
        code=_code(),
        threshold=plan.kept.threshold,
        release=plan.kept.digest,
        reports={report.spec.id: report.fingerprint for report in reports},
        office=plan.office,
        left_out=plan.left_out,
        cells={report: ReportCells(**vars(plan.decision.tallies[report])) for report in sorted(plan.kept.reports)},
        loss=plan.decision.loss,
        files=files_of(folder),
    )


def _code() -> str:
    return code_digest(__name__)[:_DIGITS]


def _reports(
    specs: Sequence[Spec],
    folders: Folders,
    params: Params,
    jobs: int,
    scratch: Path,
    done: Callable[[PublicReport], None],
) -> Iterator[PublicReport]:
    """The reports of the edition in their order, each written into its folder. Raises their errors together."""
    minutes = params.office.notebook_minutes
    tasks = [(spec, folders) for spec in specs]
    together = list(batches(tasks, jobs, lambda task: bool(task[0].school)))
    made: dict[str, PublicReport] = {}
    problems: list[WorkbookError] = []
    for outcome in in_batches(made_public, together, jobs, preload=PRELOADED, limit=lambda _: minutes * 60):
        spec = outcome.task[0]
        report = outcome.done or PublicReport(spec, error=without_result(spec.id, outcome, folders, minutes))
        if report.error:
            problems.append(report.error)
        for name, content in report.files.items():
            write_whole(scratch / spec.id / name, content, SHARED)
        made[spec.id] = replace(report, files={})
        done(report)
    raise_together(problems)
    yield from (made[spec.id] for spec in specs)


def _refuse_leaks(scratch: Path, plan: Plan, attack: Attack) -> None:
    """Raise VerificationError where the finished files hold or give away what they must not, lead out of the edition,
    or are open data of other numbers than are released."""
    problems = [
        *lost_links(scratch, plan.params.office.publication.address),
        *(open_data_problems(scratch, plan.kept) if plan.published else ()),
        *edition_scan(scratch, plan.folders, plan.params),
        *attack(scratch),
    ]
    if problems:
        remedy = "แจ้งผู้ดูแลโปรแกรม ฉบับเผยแพร่เดิมยังอยู่ครบ"
        raise VerificationError(f"ฉบับเผยแพร่ไม่ผ่านการตรวจ: {'; '.join(problems[:5])}", where=PUBLIC, remedy=remedy)


def edition_scan(folder: Path, folders: Folders, params: Params) -> Iterator[str]:
    """What the files of an edition hold that no edition may, whatever it is made of: those of reports were looked
    through for the secrets of each when they were made."""
    received = folders.data_folder.register()
    secrets = Secrets(
        digests=frozenset(entry.sha256 for entry in received),
        folders=tuple(str(path.resolve()) for path in (folders.data, folders.params, folders.outputs)),
        addresses=known_addresses(params.office.publication),
    )
    paths = (path for pattern in _BESIDE for path in sorted(folder.glob(pattern)) if path.is_file())
    yield from scan_problems({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}, secrets)


def _put_in_place(scratch: Path, final: Path, outputs: Path) -> None:
    """Two renames put the edition in place; a process that dies between them leaves the old one set aside, and the next
    run puts it back."""
    aside = final.with_name(f".{final.name}.superseded")
    with FileLock(outputs_lock(outputs)), folder_named(outputs):
        if final.exists():
            final.rename(aside)
        scratch.rename(final)
        if aside.exists():
            shutil.rmtree(aside)
