"""Verifying a report: its files' digests, its tables' digests, and every fact recomputed by the second engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from helpers.audit.manifest import Manifest, read_manifest
from helpers.audit.originals import Originals
from helpers.collection.store import Snapshot
from helpers.errors import VerificationError
from helpers.facts.ledger import Line, read_csv
from helpers.facts.recomputing import Disagreement, disagreements
from helpers.params.folder import Params
from helpers.performance.sources import open_store
from helpers.reports.places import Places


@dataclass(frozen=True)
class Verified:
    """What verifying one report found: how many facts were recomputed, and every difference in Thai."""

    report_id: str
    facts: int
    problems: tuple[str, ...]


_AGAIN = "สร้างรายงานใหม่ด้วย workbook run"


def report_folder(report_id: str, places: Places) -> tuple[Path, Manifest]:
    """A report that is in place. Raises VerificationError for one that is not."""
    folder = places.outputs / report_id
    manifest = read_manifest(folder)
    if manifest is None:
        raise VerificationError(
            "ไม่พบรายงานที่สมบูรณ์", where=report_id, remedy="ดูรหัสรายงานที่มีด้วย workbook status แล้วสั่ง workbook run"
        )
    return folder, manifest


def tables_of(manifest: Manifest, places: Places, params: Params) -> dict[str, Snapshot]:
    """The very snapshots that a report was computed from, by id. Raises VerificationError for one that is gone."""
    return Originals(open_store(places.data_folder, params)).snapshots(manifest)


def stated_facts(folder: Path) -> list[Line]:
    """The lines of a report's facts.csv. Raises VerificationError for a file that is gone or cannot be read."""
    path = folder / "facts.csv"
    try:
        return read_csv(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise VerificationError("อ่าน facts.csv ไม่ได้", where=folder.name, remedy=_AGAIN) from error


def verify(report_id: str, places: Places, params: Params) -> Verified:
    """Check one report. What cannot be checked because it or its tables are not there is a problem too, not an
    error."""
    try:
        folder, manifest = report_folder(report_id, places)
    except VerificationError as error:
        return Verified(report_id, 0, (str(error),))
    problems = [f"ไฟล์ {name} {how}" for name, how in manifest.changed_files(folder)]
    originals = Originals(open_store(places.data_folder, params))
    problems += originals.changed_deliveries(manifest)
    try:
        snapshots = originals.snapshots(manifest)
        problems += originals.changed_tables(snapshots)
        facts = stated_facts(folder)
        problems += [_told(each) for each in disagreements(facts, lambda table: _parquet(table, snapshots))]
        return Verified(report_id, len(facts), tuple(problems))
    except VerificationError as error:
        return Verified(report_id, 0, (*problems, str(error)))


def _parquet(table: str, snapshots: dict[str, Snapshot]) -> Path:
    origin, _, name = table.rpartition("/")
    if origin not in snapshots:
        raise VerificationError(f"รายงานไม่ได้บอกที่มาของตาราง {table}", remedy=_AGAIN)
    return snapshots[origin].path(name)


def _told(disagreement: Disagreement) -> str:
    line, found = disagreement.line, disagreement.found
    named = f"{line.fact}" + (f" [{line.key}]" if line.key else "")
    if found is None:
        return f"ข้อเท็จจริง {named} คำนวณซ้ำไม่ได้"
    stated = f"รายงานว่า {line.value} จาก {line.rows:,} แถว ({line.digest})"
    return f"ข้อเท็จจริง {named}: {stated} คำนวณซ้ำได้ {found.value} จาก {found.rows:,} แถว ({found.digest})"
