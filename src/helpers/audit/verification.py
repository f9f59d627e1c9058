"""Verifying a report: its files' digests, its tables' digests, every fact recomputed by the second engine, and what
its pages say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.audit.approvals import approval_problems
from helpers.audit.coverage import stated_coverage
from helpers.audit.manifest import FACTS, NAME, Manifest, Originals, read_manifest
from helpers.audit.pages import page_problems
from helpers.audit.pages_files import finding_problems
from helpers.audit.pages_names import Names, known_names
from helpers.errors import ParameterError, VerificationError
from helpers.facts.conservation import imbalances
from helpers.facts.ledger import FactLine, read_csv
from helpers.facts.recomputing import Disagreement, disagreements
from helpers.reports.folders import Folders
from helpers.tables.snapshots import Snapshot


@dataclass(frozen=True)
class Verified:
    """What verifying one report found: how many facts were recomputed, and every difference in Thai."""

    report_id: str
    facts: int
    problems: tuple[str, ...]
    approvals: tuple[str, ...] = ()
    """Who signed the report, or that nobody did, in Thai; empty where the report could not be opened."""


_AGAIN = "สร้างรายงานใหม่ด้วย workbook run"


def report_folder(report_id: str, folders: Folders) -> tuple[Path, Manifest]:
    """A report that is in place. Raises VerificationError for one that is not."""
    folder = folders.outputs / report_id
    manifest = read_manifest(folder)
    if manifest is None and (folder / NAME).exists():
        raise VerificationError("manifest.json ของรายงานเสียหาย", where=report_id, remedy=_AGAIN)
    if manifest is None:
        raise VerificationError(
            "ไม่พบรายงานที่สมบูรณ์", where=report_id, remedy="ดูรหัสรายงานที่มีด้วย workbook status แล้วสั่ง workbook run"
        )
    return folder, manifest


def tables_of(manifest: Manifest, folders: Folders) -> dict[str, Snapshot]:
    """The very snapshots that a report was computed from, by id. Raises VerificationError for one that is gone or was
    changed."""
    originals = Originals(folders.data_folder)
    snapshots = originals.snapshots(manifest)
    _refuse(originals.changed_tables(snapshots), "ตารางที่รายงานคำนวณจากไม่เหมือนเดิม")
    return snapshots


def unchanged_facts(folder: Path, manifest: Manifest) -> list[FactLine]:
    """The lines of the facts.csv that the report was put in place with. Raises VerificationError for another one."""
    changed = (f"{name} {how}" for name, how in manifest.changed_files(folder) if name == FACTS)
    _refuse(changed, "ไฟล์ของรายงานไม่เหมือนเดิม")
    return stated_facts(folder)


def _refuse(changed: Iterable[str], problem: str) -> None:
    reasons = list(changed)
    if reasons:
        raise VerificationError(f"{problem}: {'; '.join(reasons)}", remedy=_AGAIN)


def stated_facts(folder: Path) -> list[FactLine]:
    """The lines of a report's facts.csv. Raises VerificationError for a file that is gone or cannot be read."""
    path = folder / FACTS
    try:
        return read_csv(path.read_bytes().decode(), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise VerificationError("อ่าน facts.csv ไม่ได้", where=folder.name, remedy=_AGAIN) from error


def verify(report_id: str, folders: Folders) -> Verified:
    """Check one report. What cannot be checked because it or its tables are not there is a problem too, not an
    error."""
    try:
        folder, manifest = report_folder(report_id, folders)
    except VerificationError as error:
        return Verified(report_id, 0, (str(error),))
    problems = [f"ไฟล์ {name} {how}" for name, how in manifest.changed_files(folder)]
    problems += manifest.contradictions(folder, report_id)
    wrong, approvals = approval_problems(folder, manifest, folders)
    problems += wrong
    problems += Originals(folders.data_folder).changed_deliveries(manifest)
    problems += _of_other_rows(manifest, folders)
    try:
        facts = stated_facts(folder)
    except VerificationError as error:
        return Verified(report_id, 0, (*problems, str(error)), approvals)
    problems += _miscounted(facts, manifest)
    recomputed, contradicted = _recomputed(folder, facts, manifest, folders)
    of_pages = page_problems(folder, manifest, facts, _names(manifest, folders))
    problems += [*contradicted, *_unbalanced(folder, facts), *of_pages]
    return Verified(report_id, recomputed, tuple(problems), approvals)


def _names(manifest: Manifest, folders: Folders) -> Names:
    """What keys are called; of schools nothing where the tables are gone, which is told of them."""
    try:
        snapshots = Originals(folders.data_folder).snapshots(manifest)
    except VerificationError:
        snapshots = {}
    return known_names(folders.params, manifest, snapshots)


def _of_other_rows(manifest: Manifest, folders: Folders) -> Iterator[str]:
    """A report that reads its tables in part and whose manifest speaks of other rows than they hold: it would stay
    although they changed. Where the tables are gone, that is told of them."""
    rows = Originals(folders.data_folder).rows_shown(manifest.inputs)
    if None not in (manifest.rows, rows) and manifest.rows != rows:
        yield f"ลายนิ้วมือของแถวที่รายงานใช้ ใน {NAME} ไม่ตรงกับตาราง"


def _miscounted(facts: list[FactLine], manifest: Manifest) -> Iterator[str]:
    """Facts that are fewer or more than the manifest says; a report of an earlier version says no number."""
    if manifest.fact_count not in (None, len(facts)):
        yield f"{FACTS} มี {len(facts):,} ค่า แต่ {NAME} บอกว่ามี {manifest.fact_count:,} ค่า"
    elif not facts:
        yield f"{FACTS} ไม่มีข้อเท็จจริงสักข้อ"


def _unbalanced(folder: Path, facts: list[FactLine]) -> list[str]:
    """The numbers that are not the sum of their parts; of filters that no report writes, the recomputation speaks."""
    try:
        return list(map(str, imbalances(facts, stated_coverage(folder))))
    except VerificationError:
        return []


def _recomputed(folder: Path, facts: list[FactLine], manifest: Manifest, folders: Folders) -> tuple[int, list[str]]:
    """How many facts the second engine recomputed, and what it and the tables contradict; none where it cannot."""
    originals, problems = Originals(folders.data_folder), list[str]()
    try:
        snapshots = originals.snapshots(manifest)
        problems += originals.changed_tables(snapshots)
        problems += [_described(each) for each in disagreements(facts, lambda table: stored_table(table, snapshots))]
        findings = folder / "findings.csv"
        content = findings.read_bytes() if findings.exists() else b""
        problems += finding_problems(content, manifest.content["report"], snapshots)
        return len(facts), problems
    except (VerificationError, ParameterError) as error:
        return 0, [*problems, str(error)]


def stored_table(table: str, snapshots: Mapping[str, Snapshot]) -> Path:
    """The file of a table that a report names. Raises VerificationError for one that it was not computed from."""
    origin, _, name = table.rpartition("/")
    if origin not in snapshots or name not in snapshots[origin].description["tables"]:
        raise VerificationError(f"รายงานไม่ได้บอกที่มาของตาราง {table}", remedy=_AGAIN)
    return snapshots[origin].path(name)


def _described(disagreement: Disagreement) -> str:
    line, recomputed = disagreement.line, disagreement.recomputed
    named = f"{line.fact}" + (f" [{line.key}]" if line.key else "")
    if recomputed is None:
        return f"ข้อเท็จจริง {named} คำนวณซ้ำไม่ได้"
    stated = f"รายงานว่า {line.value} จาก {line.rows:,} แถว ({line.digest})"
    again = f"{recomputed.value} จาก {recomputed.rows:,} แถว ({recomputed.digest})"
    return f"ข้อเท็จจริง {named}: {stated} คำนวณซ้ำได้ {again}"
