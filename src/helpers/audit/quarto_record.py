"""What lies under `outputs/quarto/`: a folder for each form (site, book, documents) and for each project, with a record
of what it was made of. What `status` and `verify` say of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from helpers.audit.manifest import read_manifest
from helpers.digests import digest_if_there
from helpers.files import matching
from helpers.render.quarto.forms import Form, Format

QUARTO = "quarto"
"""The folder among the outputs."""
RECORD = "quarto.json"
PROJECT = "-project"
"""How the name of a project's folder ends."""
_CALLED = {Form.SITE: "เว็บไซต์", Form.BOOK: "เล่ม", Form.DOCUMENTS: "เอกสาร"}
_MOST_NAMED = 3


class QuartoRecord(BaseModel):
    """The content of `quarto.json`: the formats, the fingerprint of each report, Quarto's version (empty for a project)
    and the SHA-256 of each file by its path."""

    formats: list[Format]
    reports: Annotated[dict[str, str], Field(min_length=1)]
    version: str
    files: Annotated[dict[Annotated[str, Field(pattern=r"^[^/\\\\][^\\\\]*$")], str], Field(min_length=1)]


@dataclass(frozen=True)
class CompilationInPlace:
    """What lies in one folder, in Thai: what is wrong with it, why it is of older reports (empty where it is not), and
    what it is."""

    problems: tuple[str, ...]
    older: str
    words: str


def read_record(folder: Path) -> QuartoRecord | None:
    """The record of a folder; None where there is none, or it is damaged."""
    try:
        return QuartoRecord.model_validate_json((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, ValidationError):
        return None


def compilations_in_place(outputs: Path) -> list[CompilationInPlace]:
    """What lies in each folder that has a record, by its name."""
    return [_looked_at(path.parent, outputs) for path in matching(outputs / QUARTO, f"*/{RECORD}")]


def is_listed(path: Path, outputs: Path) -> bool:
    """Whether a file under `outputs/quarto/` is one that was put in place there."""
    _, name, *inside = path.relative_to(outputs).parts
    folder = outputs / QUARTO / name
    record = read_record(folder)
    return path == folder / RECORD or (record is not None and "/".join(inside) in record.files)


def _looked_at(folder: Path, outputs: Path) -> CompilationInPlace:
    where = folder.relative_to(outputs).as_posix()
    record = read_record(folder)
    form, known = _form(folder.name)
    if record is None or not known:
        return CompilationInPlace((f"{where}/{RECORD} เสียหาย",), "", "")
    problems = tuple(
        f"{where}/{name} {'ถูกแก้ไขหลังสร้าง' if (folder / name).is_file() else 'หายไป'}"
        for name, digest in record.files.items()
        if digest_if_there(folder / name) != digest
    )
    older = list(_older(record, outputs))
    named = ", ".join(older[:_MOST_NAMED]) + (
        f" และอีก {len(older) - _MOST_NAMED:,} ฉบับ" if len(older) > _MOST_NAMED else ""
    )
    project = " --project-only" if folder.name.endswith(PROJECT) else ""
    again = f"สั่ง workbook quarto --as {form}{project}"
    called = f"{_CALLED[form]}ของ Quarto ({where})"
    return CompilationInPlace(
        problems,
        f"{called} เป็นของรายงานฉบับก่อน: {named} {again}" if older else "",
        f"{called} รวมรายงาน {len(record.reports):,} ฉบับ เป็นปัจจุบัน",
    )


def _form(name: str) -> tuple[Form, bool]:
    """The form that a folder's name says, and whether it says one."""
    try:
        return Form(name.removesuffix(PROJECT)), True
    except ValueError:
        return Form.SITE, False


def _older(record: QuartoRecord, outputs: Path) -> Iterator[str]:
    """The reports that are no longer in place as they were when they were compiled."""
    for report_id, fingerprint in record.reports.items():
        manifest = read_manifest(outputs / report_id)
        if manifest is None or manifest.content["fingerprint"] != fingerprint:
            yield report_id
