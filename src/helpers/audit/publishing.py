"""Making one report, in a process of its own: execute it, look at what came out, and put it in place whole or not at
all. Of an office and of many the same tasks are done; they hold ids and paths, and a task may be done twice."""

import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from filelock import FileLock

from helpers.audit.approvals import shown_approvals, signed_fingerprints, standing, standing_of
from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.freshness import State, state_in_place
from helpers.audit.manifest import FAILED, HISTORY, NAME, Originals, is_confidential, manifest_text, read_manifest
from helpers.audit.signing import APPROVALS
from helpers.errors import DeliveryError, NotebookError, WorkbookError
from helpers.files import (
    IN_THE_MAKING,
    PRIVATE,
    SHARED,
    below,
    folder_in_the_making,
    for_owner_alone,
    matching,
    write_whole,
)
from helpers.incidents import stopped, unforeseen
from helpers.params.models import Office
from helpers.processes import HANGS, TaskOutcome
from helpers.reports.folders import Folders
from helpers.reports.inputs import described_inputs, fingerprint
from helpers.reports.opened import keep_open
from helpers.reports.production import Produced, produce
from helpers.reports.school_kind import is_school_page
from helpers.reports.specs import Spec
from helpers.tables.graph import Graph

NAME_DIGEST = "name_digest"
"""The column that holds the keyed digests of names in every table that knows pupils by name."""
_SET_ASIDE = ".superseded"
_SECONDS_OF_YEAR = 365.25 * 24 * 3600


@dataclass(frozen=True)
class ReportTask:
    """A report that is to be made, and what its inputs were known by when that was decided. The folders are those of
    its office."""

    spec: Spec
    fingerprint: str
    folders: Folders
    minutes: int
    """Minutes after which its notebook is taken to hang."""

    @property
    def seconds(self) -> float:
        """The same in seconds."""
        return self.minutes * 60.0


@dataclass(frozen=True)
class Result:
    """What became of one report: made by this run, already current, or failed with an error."""

    report_id: str
    made: bool = False
    error: WorkbookError | None = None


def make_report(task: ReportTask) -> Result:
    """Make one report and put it in place; one that is in place already is left alone, and so is one that reads its
    tables in part and would show the same. Never raises a WorkbookError, nor what the machine refuses: what went wrong
    is in the result, and its details among the outputs."""
    spec, folders = task.spec, task.folders
    try:
        office = keep_open(folders)
        inputs = described_inputs(spec, folders, office.graph)
        if fingerprint(inputs) != task.fingerprint:
            return Result(spec.id, error=_changed(spec.id))
        if spec.school or spec.tables:
            office.snapshots(spec.reads)  # only when its tables are stored, what it shows of them can be compared
        if is_current(spec, inputs, folders, Originals(office.graph.folder)):
            return Result(spec.id, made=_is_of(task.fingerprint, folders.outputs / spec.id))
        with for_owner_alone():  # whatever a report's process writes lies among the data
            produced = produce(
                spec, folders, office.params, task.fingerprint, lambda facts: standing(spec.id, facts, folders).lines
            )
    except (WorkbookError, OSError) as error:
        return Result(spec.id, error=unforeseen(error, folders.data))
    return settled(produced, inputs, folders, office.graph)


def is_current(spec: Spec, inputs: Mapping[str, Any], folders: Folders, originals: Originals) -> bool:
    """Whether the report in place is the one that these inputs give, and shows the approvals that are in force."""
    folder = folders.outputs / spec.id
    manifest = read_manifest(folder)
    if manifest is None or state_in_place(folder, manifest, inputs, originals) is not State.CURRENT:
        return False
    return shown_approvals(folder) == standing_of(folder, manifest, folders).lines


def _is_of(fingerprint: str, folder: Path) -> bool:
    """Whether the report in place was made from the inputs of this fingerprint, not from others with the same rows."""
    manifest = read_manifest(folder)
    return manifest is not None and manifest.content["fingerprint"] == fingerprint


def _changed(report_id: str) -> DeliveryError:
    remedy = "สั่งอีกครั้งเมื่อไม่มีใครแก้ไฟล์แล้ว รายงานฉบับเดิมยังอยู่ครบ"
    return DeliveryError("ไฟล์ที่รายงานใช้เปลี่ยนไประหว่างทำรายงาน", where=report_id, remedy=remedy)


def without_result(report_id: str, outcome: TaskOutcome[Any, Any], folders: Folders, minutes: int) -> WorkbookError:
    """Why the process that should make a report stopped without one."""
    if outcome.stopped != HANGS:
        return stopped(outcome.stopped, outcome.details, folders.data, where=report_id)
    remedy = "หาเซลล์ที่ไม่จบในสมุดงานด้วย workbook lab แล้วแก้ หรือเพิ่ม notebook_minutes ใน params/office.yml"
    return NotebookError(f"สมุดงานไม่จบใน {minutes:,} นาที จึงถูกหยุด รายงานฉบับเดิมยังอยู่ครบ", where=report_id, remedy=remedy)


def settled(produced: Produced, inputs: Mapping[str, Any], folders: Folders, graph: Graph) -> Result:
    """What became of a report that was produced or failed; where a folder cannot be written, that is said of it, and
    the others go on."""
    try:
        return _put_in_place(produced, inputs, folders, graph)
    except OSError as error:
        return Result(produced.spec.id, error=produced.error or unforeseen(error, folders.data))


def _put_in_place(produced: Produced, inputs: Mapping[str, Any], folders: Folders, graph: Graph) -> Result:
    report_id, names, error = produced.spec.id, frozenset[str](), produced.error
    try:
        names = pupil_names(produced.spec, graph)
        refuse_disclosure(produced.files, names, folders.data_folder.key(), report_id)
    except WorkbookError as disclosed:
        error = disclosed
    if error is not None:
        return Result(report_id, error=keep_failure(report_id, error, folders, names, produced.notebook))
    text = manifest_text(inputs, produced.fingerprint, produced.spec.title, produced.files, folders)
    final = folders.outputs / report_id
    with FileLock(outputs_lock(folders.outputs)), folder_in_the_making(final) as scratch:
        for name, content in {**produced.files, NAME: text.encode()}.items():
            write_whole(scratch / name, content, PRIVATE if is_confidential(name) else SHARED)
        _supersede(final, scratch, folders.outputs)
        _prune(report_id, folders, graph.params.office)
    shutil.rmtree(folders.outputs / FAILED / report_id, ignore_errors=True)
    return Result(report_id, made=True)


def pupil_names(spec: Spec, graph: Graph) -> frozenset[str]:
    """The keyed digests of the names of the pupils whom the tables know that the report reads."""
    knowing = {
        snapshot.path(schema.name)
        for snapshot in graph.snapshots(spec.reads).values()
        for schema in graph.datasets[snapshot.dataset].schemas
        if NAME_DIGEST in schema.arrow.names
    }
    return _names_in(frozenset(knowing))


@lru_cache(maxsize=4)
def _names_in(tables: frozenset[Path]) -> frozenset[str]:
    """The digests of names in stored tables, which never change; hundreds of reports read the same ones."""
    columns = (pq.read_table(path, columns=[NAME_DIGEST])[NAME_DIGEST] for path in tables)
    return frozenset(name for column in columns for name in column.drop_null().to_pylist())


def _supersede(final: Path, scratch: Path, outputs: Path) -> None:
    """Two renames put the new report in place; a process that dies between them leaves the old one set aside, and
    `recover` puts it back. The old one then moves to the history."""
    aside = final.with_name(f".{final.name}{_SET_ASIDE}")
    if final.exists():
        final.rename(aside)
    scratch.rename(final)
    if aside.exists():
        _into_history(aside, final, outputs)


def _into_history(aside: Path, final: Path, outputs: Path) -> None:
    """Keep what the report in place supersedes. Made from the very same inputs it is no other version: it goes. So does
    the page of a school that nobody signed: every delivery would add hundreds, which can be made again."""
    old, new = read_manifest(aside), read_manifest(final)
    report_id = final.relative_to(outputs).as_posix()
    if old is None and new is None:  # no report, of which nothing is kept: the public edition
        shutil.rmtree(aside)
        return
    passing = is_school_page(report_id) and not (outputs / APPROVALS / report_id).is_dir()
    if passing or (old and new and old.content["fingerprint"] == new.content["fingerprint"]):
        shutil.rmtree(aside)
        return
    kept = outputs / HISTORY / final.relative_to(outputs) / str(old.content["fingerprint"] if old else "unknown")
    shutil.rmtree(kept, ignore_errors=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside.rename(kept)


def _prune(report_id: str, folders: Folders, office: Office) -> None:
    """Delete the superseded versions of a report that the office's rule no longer keeps: those beyond so many, the
    earliest made first, and those made so long ago. None that somebody signed."""
    most, years = office.kept_versions, office.kept_years
    versions = [path for path in matching(folders.outputs / HISTORY / report_id, "*") if path.is_dir()]
    made = {path: (path / NAME).stat().st_mtime if (path / NAME).exists() else 0.0 for path in versions}
    earliest_first = sorted(versions, key=lambda path: (made[path], path.name))
    oldest = time.time() - years * _SECONDS_OF_YEAR if years else 0.0
    unkept = {*(earliest_first[:-most] if most else ()), *(path for path in versions if 0.0 < made[path] < oldest)}
    signed = signed_fingerprints(report_id, folders) if unkept else set()
    for version in (path for path in unkept if path.name not in signed):
        shutil.rmtree(version)


def recover(outputs: Path) -> None:
    """Undo what a killed run left: a report that was set aside goes back, or to the history where the new one is
    already in place; unfinished folders go away."""
    with FileLock(outputs_lock(outputs)):
        left = [path for path in below(outputs) if path.is_dir() and _is_ours(path.relative_to(outputs))]
        for aside in (path for path in left if path.name.endswith(_SET_ASIDE)):
            final = aside.with_name(aside.name[1 : -len(_SET_ASIDE)])
            if final.exists():
                _into_history(aside, final, outputs)
            else:
                aside.rename(final)
        for unfinished in (path for path in left if path.exists()):
            shutil.rmtree(unfinished)


def _is_ours(path: Path) -> bool:
    """Whether an unfinished folder is of our making: `.git` and the like, and what is in them, are not."""
    *above, name = path.parts
    ours = name.startswith(IN_THE_MAKING) or name.endswith(_SET_ASIDE)
    return ours and not any(part.startswith(".") for part in above)


def keep_failure(
    report_id: str, error: WorkbookError, folders: Folders, names: Iterable[str] = (), notebook: bytes = b""
) -> WorkbookError:
    """Keep the error and the notebook as far as it came, unless these would disclose one of the pupils who have these
    `names`; the error to be told. Raises OSError where they cannot be written."""
    kept = {"error.txt": f"{error}\n".encode()} | ({"report.ipynb": notebook} if notebook else {})
    try:
        refuse_disclosure(kept, names, folders.data_folder.key(), f"{FAILED}/{report_id}")
    except WorkbookError as disclosed:
        error, kept = disclosed, {"error.txt": f"{disclosed}\n".encode()}
    folder = folders.outputs / FAILED / report_id
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in kept.items():
        write_whole(folder / name, content, PRIVATE)
    return error


def outputs_lock(outputs: Path) -> Path:
    """The file that whoever puts something in place among the outputs locks; the folder is made."""
    outputs.mkdir(parents=True, exist_ok=True)
    return outputs / ".lock"
