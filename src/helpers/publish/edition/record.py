"""edition.json: what a public edition was made of and what lies in it. The same edition, the same bytes."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from helpers.audit.manifest import read_manifest
from helpers.digests import file_digest

PUBLIC = "public"
"""The folder of the edition among the outputs."""
RECORD = "edition.json"


class ReportCells(BaseModel):
    """How many cells of a report are released, withheld and closed."""

    model_config = ConfigDict(frozen=True)

    released: int
    withheld: int
    closed: int


class EditionRecord(BaseModel):
    """The content of `edition.json`."""

    model_config = ConfigDict(frozen=True)

    programme: str
    """The version of the programme that made it."""
    code: str
    """A digest of the code that makes editions."""
    threshold: int
    release: str
    """The digest of all released numbers."""
    reports: dict[str, str]
    """The reports of the edition by id, with the fingerprints of the public reports."""
    office: dict[str, str]
    """By id, a digest of the office reports from which it was made: of these alone nothing can be told."""
    left_out: dict[str, str]
    """By id, why a report is not published, in Thai."""
    cells: dict[str, ReportCells]
    loss: dict[str, int]
    """Of the different numbers under disclosure control how many there are, are small, and are withheld; of the persons
    whom the counts among them count, how many are in withheld ones."""
    files: Annotated[dict[str, str], Field(min_length=1)]
    """The SHA-256 of every file beside this one, by its way from the edition's folder."""


def record_text(record: EditionRecord) -> str:
    """The text of `edition.json`."""
    return json.dumps(record.model_dump(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_record(folder: Path) -> EditionRecord | None:
    """The record of an edition; None where there is none, or it is damaged."""
    try:
        return EditionRecord.model_validate(json.loads((folder / RECORD).read_text(encoding="utf-8")), strict=True)
    except (OSError, ValueError, RecursionError, ValidationError):
        return None


def files_of(folder: Path) -> dict[str, str]:
    """The digests of all files of an edition but its record."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: file_digest(path) for name, path in names.items() if name != RECORD}


def changed_files(folder: Path, record: EditionRecord) -> Iterator[str]:
    """How the files of an edition differ from what was put in place, in Thai."""
    there = files_of(folder)
    for name in sorted(there.keys() | record.files.keys()):
        if name not in there:
            yield f"{PUBLIC}/{name} หายไป"
        elif name not in record.files:
            yield f"{PUBLIC}/{name} ไม่ใช่ไฟล์ของฉบับเผยแพร่"
        elif there[name] != record.files[name]:
            yield f"{PUBLIC}/{name} ถูกแก้ไขหลังสร้าง"


def older_reports(outputs: Path, office: Mapping[str, str]) -> list[str]:
    """The reports of an edition of which another version is in place now, or none."""
    return [report_id for report_id, known in office.items() if office_digest(outputs / report_id) != known]


def office_digest(folder: Path) -> str:
    """What an office report in place is known by in the edition made from it; empty where there is none."""
    manifest = read_manifest(folder)
    return str(manifest.content["fingerprint"]) if manifest else ""


def standing(outputs: Path) -> tuple[str, ...]:
    """What `status` says of the public edition, in Thai; nothing where there is none."""
    folder = outputs / PUBLIC
    if not folder.exists():
        return ()
    record = read_record(folder)
    if record is None:
        return (f"{PUBLIC}/{RECORD} เสียหาย สั่ง workbook publish",)
    if older := older_reports(outputs, record.office):
        named = " ".join(older[:3]) + (f" และอีก {len(older) - 3:,} ฉบับ" if len(older) > 3 else "")
        return (f"ทำจากรายงานฉบับที่ไม่ใช่ปัจจุบัน ({named}) สั่ง workbook publish",)
    return (f"เป็นปัจจุบัน มีรายงาน {len(record.reports):,} ฉบับ",)
