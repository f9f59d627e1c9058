"""Letters: the memo, slides, sheet and card of a report in place, under `outputs/letters/<report id>/`. They are made
of a current report alone, and a record beside them says of which version, so that older ones are noticed."""

import json
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any
from zipfile import ZipFile

import nbformat
from filelock import FileLock
from pydantic import BaseModel, Field, ValidationError

from helpers.audit.disclosure import refuse_disclosure
from helpers.audit.freshness import State, Status
from helpers.audit.manifest import read_manifest
from helpers.audit.publishing import outputs_lock, pupil_names
from helpers.digests import digest_if_there
from helpers.errors import VerificationError
from helpers.files import SHARED, below, folder_in_the_making, write_whole
from helpers.render.letters import SUFFIXES, letter_renderers
from helpers.render.letters.content import LetterContent, letter_content
from helpers.reports.folders import Folders
from helpers.reports.specs import Spec
from helpers.tables.graph import Graph

LETTERS = "letters"
"""The folder of letters among the outputs."""
RECORD = "letters.json"
_NOTEBOOK = "report.ipynb"
_OFFICE_FILES = (".docx", ".pptx")


class LetterRecord(BaseModel):
    """The content of `letters.json`: the report, the fingerprint of its version, and the SHA-256 of each file."""

    report: str
    fingerprint: str
    files: Annotated[dict[Annotated[str, Field(pattern=r"^\w[^/\\]*$")], str], Field(min_length=1)]


@dataclass(frozen=True)
class LettersInPlace:
    """The letters of one report, and what is wrong or no longer up to date with them, in Thai."""

    report_id: str
    files: tuple[str, ...]
    problems: tuple[str, ...]
    older: str
    """Why they are not of the report in place; empty where they are."""


def file_name(report_id: str, form: str) -> str:
    """`round-2568-1-dmc-memo.docx`: the name says of which report the file is, wherever it is sent."""
    return f"{report_id.replace('/', '-')}-{form}{SUFFIXES[form]}"


def write_letters(spec: Spec, status: Status, forms: Collection[str], folders: Folders, graph: Graph) -> list[Path]:
    """Make these forms of a report's letter; the paths. Others that are there of the very same version stay, older ones
    go. Raises VerificationError for a report that is not current, RenderingError for one that has nothing to hand on,
    and DataQualityError where a file would show what identifies a learner."""
    manifest = read_manifest(folders.outputs / spec.id)
    if status.state is not State.CURRENT or manifest is None:
        raise refusal(status)
    notebook = nbformat.read(folders.outputs / spec.id / _NOTEBOOK, as_version=4)
    content = letter_content(notebook, graph.params.office)
    renderers = letter_renderers()
    made = {file_name(spec.id, form): renderers[form](content) for form in forms}
    names = pupil_names(spec, graph)
    refuse_disclosure(_scanned(content, made), names, folders.data_folder.key(), f"{LETTERS}/{spec.id}")
    final, fingerprint = folders.outputs / LETTERS / spec.id, str(manifest.content["fingerprint"])
    files = {**_kept(final, fingerprint), **made}
    _put_in_place(final, files, LetterRecord(report=spec.id, fingerprint=fingerprint, files=_digests(files)), folders)
    return [final / name for name in made]


def refusal(status: Status) -> VerificationError:
    """Why no letter is made of a report that is not current."""
    why = f" ({status.reasons[0]})" if status.reasons else ""
    remedy = f"สั่ง workbook run {status.report_id} ให้รายงานเป็นปัจจุบันก่อน แล้วสั่ง workbook letter อีกครั้ง"
    return VerificationError(f"รายงาน{status.state.words}{why} จึงไม่ทำเอกสารสรุป", where=status.report_id, remedy=remedy)


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(content).hexdigest() for name, content in sorted(files.items())}


def _kept(folder: Path, fingerprint: str) -> dict[str, bytes]:
    """The letters that are there of this version of the report, as they were made."""
    record = read_record(folder)
    if record is None or record.fingerprint != fingerprint:
        return {}
    whole = {name for name, digest in record.files.items() if _is_unchanged(folder / name, digest)}
    return {name: (folder / name).read_bytes() for name in sorted(whole)}


def _is_unchanged(path: Path, digest: str) -> bool:
    return digest_if_there(path) == digest


def _put_in_place(final: Path, files: Mapping[str, bytes], record: LetterRecord, folders: Folders) -> None:
    """A process that dies in between leaves no letters rather than a part of them."""
    text = record.model_dump_json(indent=1) + "\n"
    with FileLock(outputs_lock(folders.outputs)), folder_in_the_making(final) as scratch:
        for name, content in {**files, RECORD: text.encode()}.items():
            write_whole(scratch / name, content, SHARED)
        if final.exists():
            shutil.rmtree(final)
        scratch.rename(final)


def _scanned(content: LetterContent, made: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the scan for learners reads: every word of the letter, as sheet and card print it, and the parts of the
    Office files."""
    parts = {"letter.txt": "\n".join(_texts(content)).encode()}
    for name, saved in made.items():
        if name.endswith(_OFFICE_FILES):
            with ZipFile(BytesIO(saved)) as archive:
                texts = [part for part in archive.namelist() if part.endswith(".xml")]
                parts |= {f"{name} {part}.txt": archive.read(part) for part in texts}
    return parts


def _texts(value: Any) -> Iterator[str]:
    """Every text in a record and the records in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, BaseModel):
        yield from _texts(tuple(field for _, field in value))
    elif is_dataclass(value):
        yield from _texts(tuple(getattr(value, field.name) for field in fields(value) if field.name != "svg"))


def read_record(folder: Path) -> LetterRecord | None:
    """The record of a folder of letters; None where there is none, or it is damaged."""
    try:
        return LetterRecord.model_validate(json.loads((folder / RECORD).read_text(encoding="utf-8")), strict=True)
    except (OSError, ValueError, RecursionError, ValidationError):
        return None


def letters_in_place(outputs: Path) -> list[LettersInPlace]:
    """The letters of every report that has some, by the report's id."""
    there = outputs / LETTERS
    return [_looked_at(path.parent, outputs) for path in below(there) if path.name == RECORD]


def _looked_at(folder: Path, outputs: Path) -> LettersInPlace:
    report_id = folder.relative_to(outputs / LETTERS).as_posix()
    record = read_record(folder)
    if record is None or record.report != report_id:
        return LettersInPlace(report_id, (), (f"{LETTERS}/{report_id}/{RECORD} เสียหาย",), "")
    problems = tuple(
        f"{LETTERS}/{report_id}/{name} {'ถูกแก้ไขหลังสร้าง' if (folder / name).is_file() else 'หายไป'}"
        for name, digest in record.files.items()
        if not _is_unchanged(folder / name, digest)
    )
    manifest = read_manifest(outputs / report_id)
    same = manifest is not None and manifest.content["fingerprint"] == record.fingerprint
    older = "" if same else f"เอกสารสรุปใน {LETTERS}/{report_id} ไม่ใช่ของรายงานฉบับปัจจุบัน สั่ง workbook letter {report_id}"
    return LettersInPlace(report_id, tuple(record.files), problems, older)


def letters_in_words(report_id: str, outputs: Path) -> tuple[str, ...]:
    """What `status` says of a report's letters; nothing where there are none."""
    if not (outputs / LETTERS / report_id / RECORD).exists():
        return ()
    letters = _looked_at(outputs / LETTERS / report_id, outputs)
    standing = (
        (letters.older,) if letters.older else (f"เอกสารสรุป: {' '.join(letters.files)}",) if letters.files else ()
    )
    return (*letters.problems, *standing)
